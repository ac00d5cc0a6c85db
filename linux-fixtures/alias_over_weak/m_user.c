/* SPDX-License-Identifier: MIT */
long sys_early(void);
long sys_late(void);
long sys_body(void);
long sys_only_weak(void);
long sys_strong_body(void);

int not_there(void) { return -38; }
int step_early(void) { return 1; }
int step_late(void) { return 2; }
int step_body(void) { return 3; }
int step_fallback(void) { return 4; }
int step_strong(void) { return 5; }

long call_early(void) { return sys_early(); }
long call_late(void) { return sys_late(); }
long call_body(void) { return sys_body(); }
long call_only_weak(void) { return sys_only_weak(); }
long call_strong_body(void) { return sys_strong_body(); }
