/* SPDX-License-Identifier: MIT */
/* Programs that are run, and what they print. */
#ifndef KPATH_BUILD_PROCESS_H
#define KPATH_BUILD_PROCESS_H

#include "base/strbuf.h"

struct process {
	const char *const *argv;	/* NULL-ended, argv[0] searched in PATH */
	const char *dir;		/* working directory, or NULL */
	const char *const *env;		/* "NAME=value", NULL-ended: more than the environment has; may be NULL */
	/* Each line of stdout, without its newline, as long as it is;
	 * NULL: to the tail like stderr. */
	void (*line)(void *ctx, const char *line, size_t len);
	void *ctx;
	struct strbuf tail;		/* the last lines of what else it printed */
	int status;			/* exit code; 128 + signal */
};

/*
 * Runs a program without a shell, stdin empty, with a small environment of
 * its own and LC_ALL=C. 0: it ran, see `status`. -1: it could not be
 * started. The caller releases `tail`.
 */
int process_run(struct process *p, struct strbuf *err);

/* Is there such a program in PATH? program_find appends where; -1: there is none. */
int program_exists(const char *name);
int program_find(struct strbuf *path, const char *name);

#endif
