/* SPDX-License-Identifier: MIT */
int not_there(void);
int step_strong(void);
/* read before z_alias.c and after a_alias.c */
__attribute__((weak)) long sys_early(void) { return not_there(); }
__attribute__((weak)) long sys_late(void) { return not_there(); }
long sys_strong_body(void) { return step_strong(); }
