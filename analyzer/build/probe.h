/* SPDX-License-Identifier: MIT */
/* Which runs of a compiler are questions whether it takes an option. */
#ifndef KPATH_BUILD_PROBE_H
#define KPATH_BUILD_PROBE_H

#include "base/strbuf.h"

/*
 * The output of a run that depends on nothing but the compiler and its arguments: /dev/null is compiled, to a file
 * that Kbuild makes for such questions (".tmp_123/tmp") or to /dev/null, and no option is there that might name a file.
 * NULL: this is no such run, or not certainly. argv[0] is the compiler.
 */
const char *probe_output(int argc, const char *const *argv);

/* Appends what an answer depends on: the compiler's identity and all arguments but the output's name. */
void probe_key(struct strbuf *out, const char *compiler, int argc, const char *const *argv);

#endif
