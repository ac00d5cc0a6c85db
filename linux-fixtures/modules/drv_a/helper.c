/* SPDX-License-Identifier: MIT */
#include "module.h"

int work_a(void)
{
	return 3;
}

int helper(void)
{
	return work_a();
}

/* both modules have one, b alone exports it */
int shared(void)
{
	return work_a();
}
