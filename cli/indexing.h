/* SPDX-License-Identifier: MIT */
/* What kpath index, link and watch have in common: options, and what they show of the work on stderr. */
#ifndef KPATH_CLI_INDEXING_H
#define KPATH_CLI_INDEXING_H

#include "base/progress.h"
#include "cli.h"
#include "indexer/indexer.h"

/* What says what is read, and how: the options of kpath index and of kpath watch. */
#define INDEXING_OPTIONS 14

struct indexing_args {
	struct indexer_options o;	/* output is the caller's */
	struct str_list only, allow;
};

/* `opts` gets INDEXING_OPTIONS options and then `own`, with its end. */
void indexing_args_init(struct indexing_args *x, struct opt *opts, const struct opt *own);
void indexing_args_release(struct indexing_args *x);
/* After cli_parse: -1 to go on, else an exit code, and what is wrong was said. */
int indexing_args_check(struct indexing_args *x, struct cli *c);

struct indexing {
	struct cli *c;
	struct progress bar;
	struct indexer_events ev;	/* for the indexer; points back here */
};

/* Fills the events with functions that print to the terminal of `c`. */
void indexing_init(struct indexing *in, struct cli *c);

/* The exit code of what the indexer returned, after its message (c->err). */
int indexing_end(struct indexing *in, enum indexer_result result);

#endif
