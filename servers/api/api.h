/* SPDX-License-Identifier: MIT */
/*
 * Questions as names and values, answers as bytes: what the servers that are
 * asked over a connection share. What can be asked are the rows of
 * queries/answer.h, and a few things that are no rows (api_more[]); nothing
 * is described twice.
 *
 * Names and values come from outside: what is wrong with them is said in a
 * sentence and never believed.
 */
#ifndef KPATH_SERVERS_API_H
#define KPATH_SERVERS_API_H

#include "queries/answer.h"
#include "reports/report.h"

struct api_index {		/* one open index: all of it is read; outlives the requests */
	const char *name;	/* as a person tells it from others: "6.1.db" */
	const struct graph *g;
	const struct knowledge *k;
	struct source_tree src;
};

/* `tree` and `build`: where it was indexed, or NULL. */
void api_index_init(struct api_index *ix, const char *name, const struct graph *g,
		    const struct knowledge *k, const char *tree, const char *build);
void api_index_release(struct api_index *ix);

/* What an index is of, in a line: "Linux 6.1.192, defconfig; 2681 files read". Appended. */
void api_about(const struct api_index *ix, struct strbuf *out);

struct api_pair { const char *name, *value; };

struct api_request {
	const char *what;		/* "path", "stack", "source" */
	const struct api_pair *pair;	/* a list is given as several of one name, or with commas */
	uint32_t nr;
	const char *format;		/* NULL: json */
	enum report_lang lang;
};

enum api_status {
	API_FOUND, API_NONE,		/* an answer, perhaps that there is none */
	API_NAME,			/* a name that is not known, or is ambiguous */
	API_BAD,			/* what is asked makes no sense */
	API_FAILED
};

/* Appends the answer (or, where there is none, its error: as JSON an error document,
 * else sentences) to `out`. */
enum api_status api_ask(struct api_index *ix, const struct api_request *q, struct strbuf *out);

/* ---- what can be asked --------------------------------------------------------------- */

struct api_thing {
	const char *name, *about;
	const struct ask_param *param;
	const struct answer_kind *kind;	/* NULL: one of api_more[] */
};

/* The things in their order; 0, or -1 behind the last. */
int api_thing_at(size_t i, struct api_thing *t);
int api_thing_find(const char *name, struct api_thing *t);

/* Of an answer: which formats it has, "json text html". Appended. */
void api_formats(const struct api_thing *t, struct strbuf *out);

#endif
