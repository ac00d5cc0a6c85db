/* SPDX-License-Identifier: MIT */
int compat_check(int type);

#define ELF_CHECK	compat_check
#define ENTRY_NAME	compat_entry
#include "common.c"
