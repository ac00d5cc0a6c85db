/* SPDX-License-Identifier: MIT */
#include "static_call.h"

int cond_resched_full(int how)
{
	return how;
}

int cond_resched_none(int how)
{
	return 0;
}

int clock_tsc(int how)
{
	return how + 1;
}

DEFINE_STATIC_CALL(cond_resched, cond_resched_full);
DEFINE_STATIC_CALL(sched_clock, clock_tsc);

int resched(void)
{
	return static_call(cond_resched)(1);	/* @call */
}

int read_clock(void)
{
	return static_call(sched_clock)(0);
}

void sched_dynamic_update(void)
{
	static_call_update(cond_resched, cond_resched_none);
}
