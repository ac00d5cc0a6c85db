/* SPDX-License-Identifier: MIT */
/* What need not be built to learn the commands. */
#ifndef KPATH_BUILD_LEAN_H
#define KPATH_BUILD_LEAN_H


struct bare_build;

/*
 * Can Kbuild be spared the tools that only work on objects (objtool), with
 * the same compile commands? Asked when `dir` is configured. It can't where
 * the architecture's Makefile asks whether objtool is there, or where BTF or
 * Rust would have their own tools built.
 */
int lean_possible(const struct bare_build *b);

#endif
