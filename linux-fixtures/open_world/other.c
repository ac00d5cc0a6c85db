/* SPDX-License-Identifier: MIT */
static void stored(void *p) { }
void (*elsewhere)(void *);
void set_elsewhere(void) { elsewhere = stored; }
