/* SPDX-License-Identifier: MIT */
int shown(void) __asm__("real_name");
int shown_here(void) __asm__("here");
static int weak_ref(void) __attribute__((weakref("real_name")));
int here_work(void) { return 0; }
int here(void) { return here_work(); }
int by_label(void) { return shown(); }
int by_label_here(void) { return shown_here(); }
int by_ref(void) { return weak_ref(); }
int defined(void) __asm__("linker_name");
int defined_work(void) { return 1; }
int defined(void) { return defined_work(); }
