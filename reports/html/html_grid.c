/* SPDX-License-Identifier: MIT */
#include "html_grid.h"

#include <stdarg.h>
#include <string.h>

/* Rows that are shown at once; the rest unfolds. */
#define FIRST_ROWS 25

static void head(struct grid *g)
{
	/* repeated where a table goes on below a fold */
	sink_puts(&g->r->out, "<table>\n");
}

void grid_begin(struct grid *g, struct report *r, unsigned columns, ...)
{
	va_list ap;
	unsigned i;

	memset(g, 0, sizeof(*g));
	g->r = r;
	sink_puts(&r->out, "<div class=\"grid\">");
	head(g);
	sink_puts(&r->out, "<thead><tr>");
	va_start(ap, columns);
	for (i = 0; i < columns; i++) {
		sink_puts(&r->out, "<th>");
		html_tr(r, va_arg(ap, const char *));
		sink_puts(&r->out, "</th>");
	}
	va_end(ap);
	sink_puts(&r->out, "</tr></thead>\n<tbody>\n");
}

void grid_columns(struct grid *g, struct report *r, const struct column *col)
{
	unsigned i;

	memset(g, 0, sizeof(*g));
	g->r = r;
	sink_puts(&r->out, "<div class=\"grid\">");
	head(g);
	sink_puts(&r->out, "<thead><tr>");
	for (i = 1; i <= page_columns(col); i++) {
		sink_puts(&r->out, "<th>");
		html_tr(r, page_label(col, i));
		sink_puts(&r->out, "</th>");
	}
	sink_puts(&r->out, "</tr></thead>\n<tbody>\n");
}

void grid_row(struct grid *g, uint32_t total)
{
	if (g->rows++)
		sink_puts(&g->r->out, "</td></tr>\n");
	if (g->rows == FIRST_ROWS + 1) {
		const struct prose_gap gaps[] = {
			{ .name = "n", .type = PROSE_UINT, .id = total - FIRST_ROWS },
			{ .type = PROSE_END }
		};

		sink_puts(&g->r->out, "</tbody></table>\n<details><summary>");
		prose_say(g->r, &html_ink, "{n} more", gaps);
		sink_puts(&g->r->out, "</summary>\n");
		head(g);
		sink_puts(&g->r->out, "<tbody>\n");
		g->folded = 1;
	}
	sink_puts(&g->r->out, "<tr><td>");
}

void grid_cell(struct grid *g)
{
	sink_puts(&g->r->out, "</td><td>");
}

void grid_end(struct grid *g)
{
	if (g->rows)
		sink_puts(&g->r->out, "</td></tr>\n");
	sink_puts(&g->r->out, "</tbody></table>\n");
	if (g->folded)
		sink_puts(&g->r->out, "</details>");
	sink_puts(&g->r->out, "</div>\n");
}
