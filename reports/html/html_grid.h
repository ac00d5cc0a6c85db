/* SPDX-License-Identifier: MIT */
/*
 * A table on a page, written row by row; a long one folds its tail away.
 *
 *	grid_begin(&g, r, 2, "function", "place");
 *	for (…) {
 *		grid_row(&g, nr);	writes what goes before the first cell
 *		html_func(r, f);
 *		grid_cell(&g);		… between two cells
 *		html_place(r, p);
 *	}
 *	grid_end(&g);
 */
#ifndef KPATH_REPORTS_HTML_GRID_H
#define KPATH_REPORTS_HTML_GRID_H

#include "html_p.h"

struct grid {
	struct report *r;
	uint32_t rows;
	int folded;
};

/* The columns' names (keys of the catalogue) follow. */
void grid_begin(struct grid *g, struct report *r, unsigned columns, ...);
void grid_columns(struct grid *g, struct report *r, const struct column *col);	/* the same, by a form */
void grid_row(struct grid *g, uint32_t total);	/* total: rows of the table */
void grid_cell(struct grid *g);
void grid_end(struct grid *g);

#endif
