/* SPDX-License-Identifier: MIT */
int step_late(void);
int not_there(void);
static long do_late(void);
long sys_late(void) __attribute__((alias("do_late")));
static long do_late(void) { return step_late(); }

static long do_weak(void) { return not_there(); }
long sys_body(void) __attribute__((weak, alias("do_weak")));
long sys_strong_body(void) __attribute__((weak, alias("do_weak")));
