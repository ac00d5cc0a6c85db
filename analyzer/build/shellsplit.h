/* SPDX-License-Identifier: MIT */
/* Shell text to words, without a shell. */
#ifndef KPATH_BUILD_SHELLSPLIT_H
#define KPATH_BUILD_SHELLSPLIT_H

#include "base/arena.h"

/*
 * `word` holds the words of the simple commands of a line; a NULL ends each
 * command. Redirections are left out of the words; the files written to
 * (`> x`, `>> x`) stand in `written`.
 */
struct shell_line {
	const char **word;
	size_t nr, alloc;
	const char **written;
	size_t written_nr, written_alloc;
};

/* Makes an empty line; release frees what it has. */
void shell_line_init(struct shell_line *l);
void shell_line_release(struct shell_line *l);

/*
 * Splits the first `len` bytes of `text`; the words live in `a`. Quotes and
 * backslashes are resolved, `$…` and globs stay as they are written.
 * -1: a quote or a `$(` is not closed (what came before is in `l`).
 */
int shell_split(struct shell_line *l, struct arena *a, const char *text, size_t len);

/*
 * The run of a C compiler in a split line: the first word is the compiler,
 * what stands before it (`then`, VAR=x, ccache) is left out. Only a run
 * with `-c` counts. NULL where there is none.
 */
const char **shell_compiler_run(const struct shell_line *l, int *argc);

/* Whether a program's name is that of a C compiler: gcc-12, clang-19,
 * aarch64-linux-gnu-gcc, cc. */
int is_compiler_name(const char *program);

#endif
