/* SPDX-License-Identifier: MIT */
#include "indexing.h"

#include <stdio.h>

static void begin(void *ctx, const char *step)
{
	struct indexing *in = ctx;

	progress_start(&in->bar, step, in->c->quiet);
}

static void progress(void *ctx, size_t done, size_t total, const char *what)
{
	struct indexing *in = ctx;

	progress_update(&in->bar, done, total, what);
}

static void end(void *ctx, const char *step, double seconds, const char *text)
{
	struct indexing *in = ctx;

	progress_end(&in->bar);
	if (!in->c->quiet)
		fprintf(stderr, "%-8s %6.1f s  %s\n", step, seconds, text);
}

static void note(void *ctx, const char *text)
{
	struct indexing *in = ctx;

	cli_note(in->c, "%s", text);
}

void indexing_init(struct indexing *in, struct cli *c)
{
	*in = (struct indexing){
		.c = c,
		.ev = { .begin = begin, .progress = progress, .end = end, .note = note, .ctx = in },
	};
}

int indexing_end(struct indexing *in, enum indexer_result result)
{
	if (result == INDEXER_DONE)
		return EX_FOUND;
	if (result == INDEXER_PARTIAL)
		return EX_PARTIAL;
	progress_end(&in->bar);
	return cli_fail(in->c, result == INDEXER_REFUSED ? EX_USE : EX_FAIL, "%s", in->c->err.buf);
}
