/* SPDX-License-Identifier: MIT */
/* The commands that make would run, from its dry run. */
#ifndef KPATH_BUILD_DRYRUN_H
#define KPATH_BUILD_DRYRUN_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "shellsplit.h"

struct bare_build;
struct collector;

/* Adds the commands: from the last dry run if it is still good. */
int dryrun_collect(struct collector *c, struct bare_build *b, struct strbuf *err);

/* The state of reading a dry run's output. */
struct dryrun {
	const char *build;
	struct arena scratch;
	struct shell_line split;
	struct strbuf joined;		/* a line that goes on */
	struct strbuf record;		/* the commands found, and archives made, as cached */
	struct strbuf text;
	size_t commands;
	size_t broken;			/* lines that must hold a command and don't */
	/* generated sources and headers that are not there yet */
	char **missing;
	size_t missing_nr, missing_alloc;
	char **found;		/* all that were missing */
	size_t found_nr, found_alloc;
	/* objects whose making makes those */
	char **want;
	size_t want_nr, want_alloc;
};

/* Begins to read a dry run in this build directory; release frees what it has. */
void dryrun_init(struct dryrun *d, const char *build);
void dryrun_release(struct dryrun *d);
/* Takes one line that make printed. */
void dryrun_line(void *ctx, const char *line, size_t len);	/* ctx: the dryrun */
/* Gives the commands of `record` to a collector; -1 if it is damaged. */
int dryrun_replay(const struct strbuf *record, struct collector *c, const char *dir);

#endif
