/* SPDX-License-Identifier: MIT */
/* The strong definition of a name may be an alias; whichever file is read
 * first, it is the one that is linked. Compare z_weak.c. */
static long do_early(void);
long sys_early(void) __attribute__((alias("do_early")));
int step_early(void);
static long do_early(void) { return step_early(); }

long sys_body(void);
int step_body(void);
long sys_body(void) { return step_body(); }

static long do_fallback(void);
int step_fallback(void);
long sys_only_weak(void) __attribute__((weak, alias("do_fallback")));
static long do_fallback(void) { return step_fallback(); }
