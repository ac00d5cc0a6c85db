/* SPDX-License-Identifier: MIT */
#include "init.h"

static int early_thing(void)
{
	return 0;
}
early_initcall(early_thing);

static int core_thing(void)
{
	return 0;
}
core_initcall(core_thing);

static int net_helper(void)
{
	return 1;
}

static int net_thing(void)
{
	return net_helper();
}
fs_initcall(net_thing);

static int rootfs_thing(void)
{
	return 0;
}
rootfs_initcall(rootfs_thing);

static int device_thing(void)
{
	return 0;
}
device_initcall(device_thing);

static int late_thing(void)
{
	return 0;
}
late_initcall(late_thing);

/* same shape, but not registered */
int not_registered(void)
{
	return 0;
}
