/* SPDX-License-Identifier: MIT */
/*
 * What the text writer is made of: aligned columns that know the width of
 * the terminal. Every string is made safe to show before it is printed.
 */
#ifndef KPATH_REPORTS_TEXT_P_H
#define KPATH_REPORTS_TEXT_P_H

#include "base/arena.h"
#include "reports/columns.h"

#define TEXT_COLS 6

struct text_note {
	struct text_note *next;
	const char *text;
	enum text_style style;
};

struct text_row {
	const char *cell[TEXT_COLS];	/* NULL = empty */
	enum text_style style[TEXT_COLS];
	struct text_note *note;		/* lines below the row */
};

struct text_table {
	struct arena arena;
	struct text_row *row;
	size_t nr, alloc;
	int indent;
};

/* An empty table whose lines begin with `indent` blanks; release frees it. */
void text_table_init(struct text_table *t, int indent);
void text_table_release(struct text_table *t);
void text_row(struct text_table *t);		/* begins a row */
void text_cell(struct text_table *t, unsigned col, enum text_style style, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* A note on a line of its own below the row. */
void text_below(struct text_table *t, enum text_style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Prints the rows; each column is as wide as its widest cell. Where that is
 * more than the terminal has, the last column goes on a line of its own.
 * Notes are wrapped at blanks.
 */
void text_table_print(struct report *r, const struct text_table *t);

/* Text in a style: coloured on a terminal. */
void text_put(struct report *r, enum text_style style, const char *str);
void text_putf(struct report *r, enum text_style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* "file:line", which lives as long as the table. */
const char *text_place(struct text_table *t, struct report *r, uint32_t file, uint32_t line);

/* The notes that stand behind a form's tables, for what prints these by itself. */
void text_notes(struct report *r, const struct form *f, const void *res);
/* Whole answers as text: one with a form, and those that are no tables. */
int text_form(struct report *r, const struct form *f, const void *res, struct strbuf *err);
int text_sites(struct report *r, const void *res, struct strbuf *err);	/* struct q_sites_result */
int text_edges(struct report *r, const void *res, struct strbuf *err);	/* struct q_edges_result */
int text_all_edges(struct report *r, const void *res, struct strbuf *err);
int text_report(struct report *r, const struct lab_result *res, struct strbuf *err);
int text_layers(struct report *r, const void *res, struct strbuf *err);	/* struct q_layers_result */

#endif
