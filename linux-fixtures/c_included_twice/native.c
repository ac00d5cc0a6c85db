/* SPDX-License-Identifier: MIT */
int native_check(int type);

#define ELF_CHECK	native_check
#define ENTRY_NAME	native_entry
#include "common.c"
