/* SPDX-License-Identifier: MIT */
/* What an answer says in lines of two columns: a label, and a sentence with numbers. */
#ifndef KPATH_REPORTS_ANSWERS_FACTS_H
#define KPATH_REPORTS_ANSWERS_FACTS_H

#include "reports/columns.h"

#define FACTS_MAX 24

struct facts {
	const struct report *r;
	struct arena *a;		/* of the sentences */
	uint32_t nr;
	struct fact { const char *label, *says; } fact[FACTS_MAX];
};

/* The columns of a section of facts, for people only. */
extern const struct column fact_columns[];

/* Adds a line; label and text are keys of the catalogue, the gaps of PROSE_TEXT and PROSE_UINT. */
void facts_add(struct facts *f, const char *label, const char *text, const struct prose_gap *gap);

/* A number as text, for a gap. */
const char *facts_decimal(struct facts *f, unsigned digits, double v);
const char *facts_percent(struct facts *f, uint64_t part, uint64_t whole);	/* 100 of nothing */

/* `say` adds all lines of a result: how many there are, and one of them as cells of fact_columns. */
typedef void facts_say(struct facts *f, const void *res);
uint32_t facts_count(const struct report *r, const void *res, facts_say *say);
void facts_cells(const struct report *r, const void *res, facts_say *say, uint32_t i, struct cell *c,
		 struct arena *a);

#define FACT_UINT(n, v)	{ .name = (n), .type = PROSE_UINT, .id = (v) }
#define FACT_TEXT(n, s)	{ .name = (n), .type = PROSE_TEXT, .text = (s) }
#define FACT(f, label, text, ...) \
	facts_add(f, label, text, (const struct prose_gap[]){ __VA_ARGS__, { .type = PROSE_END } })

#endif
