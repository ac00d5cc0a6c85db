/* SPDX-License-Identifier: MIT */
/* Architectures as Kbuild, compilers and uname(2) call them. */
#ifndef KPATH_BUILD_ARCH_H
#define KPATH_BUILD_ARCH_H

/* clang's target triple for an architecture, NULL if unknown. */
const char *arch_target(const char *arch);

/* The architecture of this machine as Kbuild calls it: "x86", "arm64", …; "" if unknown. */
const char *arch_of_host(void);

#endif
