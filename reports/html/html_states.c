/* SPDX-License-Identifier: MIT */
/* A state machine on a page: its picture, and every place that sets a state. */
#include "html_grid.h"
#include "reports/draw/draw.h"

static void row(struct report *r, struct grid *g, const struct q_state *s, uint32_t total)
{
	struct strbuf from = STRBUF_INIT;

	prose_from(r, s, &from);
	grid_row(g, total);
	html_code(r, from.buf);
	grid_cell(g);
	html_code(r, s->to);
	grid_cell(g);
	html_code(r, s->how);
	if (s->helper)
		html_text(r, " *");
	grid_cell(g);
	html_func(r, s->func);
	grid_cell(g);
	html_place(r, s->site);
	strbuf_release(&from);
}

int html_states(struct report *r, const struct q_states_result *res, struct strbuf *err)
{
	const struct prose_gap gaps[] = {
		{ .name = "field", .type = PROSE_CODE, .text = res->field },
		{ .name = "n", .type = PROSE_UINT, .id = res->nr },
		{ .name = "d", .type = PROSE_UINT, .id = res->dropped }, { .type = PROSE_END }
	};
	struct grid g;
	uint32_t i;

	sink_puts(&r->out, "<p class=\"answer\">");
	prose_say(r, &html_ink, "{field} is set at {n} places.", gaps);
	if (res->dropped)
		prose_say(r, &html_ink, " {d} more stand in functions that are not reached here.", gaps);
	sink_puts(&r->out, "</p>\n");
	if (!res->nr)
		return 0;
	if (html_diagram(r, draw_states(r, res), NULL, err))
		return -1;
	grid_begin(&g, r, 5, "from", "to", "how", "function", "where");
	for (i = 0; i < res->nr; i++)
		row(r, &g, &res->state[i], res->nr);
	grid_end(&g);
	sink_puts(&r->out, "<p class=\"note\">? ");
	html_tr(r, "the code around it does not say from which value");
	sink_puts(&r->out, "<br>* ");
	html_tr(r, "a call of a function that always sets this");
	sink_puts(&r->out, "</p>\n");
	return 0;
}
