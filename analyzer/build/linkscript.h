/* SPDX-License-Identifier: MIT */
/* Linker scripts as translation units: they say what lies behind a linker's symbols
 * (arch/x86/kernel/vmlinux.lds.S, include/asm-generic/vmlinux.lds.h, Linux 6.1). */
#ifndef KPATH_BUILD_LINKSCRIPT_H
#define KPATH_BUILD_LINKSCRIPT_H

#include "collect.h"

/*
 * Adds a command for each script, as an assembler source: of a kernel its vmlinux.lds.S,
 * preprocessed with what the assembler sources beside it are given; of other trees *.lds,
 * *.lds.S and *.ld in the tree's root and beside the sources. Needs all other commands.
 */
void linkscript_add(struct collector *c);

#endif
