/* SPDX-License-Identifier: MIT */
int linker_name(void);
int real_work(void) { return 2; }
int real_name(void) { return real_work(); }
int by_linker_name(void) { return linker_name(); }
