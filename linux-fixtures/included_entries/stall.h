/* SPDX-License-Identifier: MIT */
static int check_stall_init(void) { return 0; }
early_initcall(check_stall_init);
static int stall_setup(char *s) { return 1; }
__setup("stall=", stall_setup);
static int never_named(void) { return 0; }
EVENT_FLAGS(sys_enter)
