/* SPDX-License-Identifier: MIT */
/* A crowded state machine in Markdown: a matrix. */
#include "md_p.h"

#include "reports/draw/states_grid.h"

#define MAX_SIDE 14

void md_states_grid(struct report *r, const void *res)
{
	struct states_grid g;
	uint32_t i, j, left;

	states_grid_init(&g, res, MAX_SIDE, &left);
	sink_puts(&r->out, "| ");
	md_tr(r, "from ↓ to →");
	for (j = 0; j < g.nr_to; j++) {
		md_cell(r);
		md_cell_code(r, g.to[j]);
	}
	sink_puts(&r->out, " |\n");
	for (j = 0; j <= g.nr_to; j++)
		sink_puts(&r->out, "| --- ");
	sink_puts(&r->out, "|\n");
	for (i = 0; i < g.nr_from; i++) {
		md_row(r);
		md_cell_code(r, g.from[i]);
		for (j = 0; j < g.nr_to; j++) {
			md_cell(r);
			if (g.nr[i * g.nr_to + j])
				sink_uint(&r->out, g.nr[i * g.nr_to + j]);
		}
		md_row_end(r);
	}
	sink_putc(&r->out, '\n');
	states_grid_release(&g);
}
