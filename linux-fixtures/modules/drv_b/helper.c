/* SPDX-License-Identifier: MIT */
#include "module.h"

int work_b(void)
{
	return 3;
}

int helper(void)
{
	return work_b();
}

/* both modules have one, b alone exports it */
int shared(void)
{
	return work_b();
}
EXPORT_SYMBOL(shared);
