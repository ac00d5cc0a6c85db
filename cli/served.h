/* SPDX-License-Identifier: MIT */
/*
 * An index that a server keeps open for long, and that may be made anew meanwhile
 * (kpath index, kpath watch): writers put another file in its place, which is noticed.
 */
#ifndef KPATH_CLI_SERVED_H
#define KPATH_CLI_SERVED_H

#include <sys/stat.h>

#include "cli.h"
#include "servers/api/api.h"

struct served {
	const char *path;
	const char *tree;	/* where its sources are now; NULL: where it was indexed */
	const struct knowledge *k;
	struct index *idx;
	struct runlog log;
	struct stat st;		/* of the file that was opened, or that could not be */
	struct api_index api;
};

/* Reads all of it. `name` as in struct api_index. INDEX_BAD or INDEX_FAILED and a sentence: nothing is to be released. */
int served_open(struct served *s, const char *path, const char *name, const char *tree,
		const struct knowledge *k, struct strbuf *err);

/*
 * 1: another file stands in its place, and s->api is of that now; 0: there is none.
 * -1 and a sentence, once for each such file: it can't be opened, and the old one goes on.
 */
int served_follow(struct served *s, struct strbuf *err);

/* Closes what is served and frees what is kept of it. */
void served_release(struct served *s);

#endif
