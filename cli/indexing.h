/* SPDX-License-Identifier: MIT */
/* What kpath index and kpath link show of the indexer's work, on stderr. */
#ifndef KPATH_CLI_INDEXING_H
#define KPATH_CLI_INDEXING_H

#include "base/progress.h"
#include "cli.h"
#include "indexer/indexer.h"

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
