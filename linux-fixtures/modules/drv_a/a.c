/* SPDX-License-Identifier: MIT */
#include "module.h"

int offered(void), helper(void);

static int start(void)
{
	return offered() + helper();
}
module_init(start);

static void stop(void)
{
}
module_exit(stop);
