/* SPDX-License-Identifier: MIT */
/* How layers are tied together, on a page. */
#include <string.h>

#include "html_grid.h"
#include "reports/draw/draw.h"

#define MAX_CALLS 4		/* call sites named behind one thing */

static void calls(struct report *r, const uint32_t *call, uint32_t nr)
{
	uint32_t i;

	for (i = 0; i < nr && i < MAX_CALLS; i++) {
		const struct g_site *s = graph_site(r->g, call[i]);

		if (i)
			sink_puts(&r->out, "<br>");
		html_func(r, s->func);
		sink_puts(&r->out, " ");
		html_place(r, (struct q_place){ s->file, s->line });
	}
	if (nr > MAX_CALLS) {
		const struct prose_gap gaps[] = {
			{ .name = "n", .type = PROSE_UINT, .id = nr - MAX_CALLS },
			{ .type = PROSE_END }
		};

		sink_puts(&r->out, "<br>");
		prose_say(r, &html_ink, "{n} more", gaps);
	}
}

static void held(struct report *r, uint32_t func, uint32_t object)
{
	if (func)
		html_func(r, func);
	else
		html_code(r, graph_str(r->g, graph_object(r->g, object)->name));
}

static void fact_row(struct report *r, struct grid *g, const struct q_layer_fact *f, uint32_t total)
{
	grid_row(g, total);
	html_code(r, *f->key ? f->key : "-");
	grid_cell(g);
	html_code(r, f->value);
	grid_cell(g);
	if (f->in_func)
		html_func(r, f->in_func);
	else
		html_tr(r, "initialiser");
	if (*f->by) {
		sink_puts(&r->out, " → ");
		html_code(r, f->by);
	}
	grid_cell(g);
	html_place(r, f->registered);
	grid_cell(g);
	if (!f->nr_members)
		calls(r, f->call, f->nr_calls);
}

static void member_row(struct report *r, struct grid *g, const struct q_layer_member *m,
		       uint32_t total)
{
	grid_row(g, total);
	grid_cell(g);
	sink_puts(&r->out, "<span class=\"member\">");
	sink_printf(&r->out, "<code>.");
	html_text(r, m->field);
	sink_puts(&r->out, "</code> = ");
	held(r, m->func, m->object);
	sink_puts(&r->out, "</span>");
	grid_cell(g);
	grid_cell(g);
	html_place(r, m->site);
	grid_cell(g);
	calls(r, m->call, m->nr_calls);
}

/* A table that is registered twice is unfolded once. */
static int is_first(const struct q_layers_result *res, uint32_t from, uint32_t fact)
{
	while (from < fact && (!res->fact[fact].object ||
			       res->fact[from].object != res->fact[fact].object))
		from++;
	return from == fact;
}

/* All facts of one binding; returns the first behind them. */
static uint32_t binding(struct report *r, const struct q_layers_result *res, uint32_t from)
{
	const struct k_layer_binding *b = res->fact[from].binding;
	uint32_t i, j, total = 0;
	struct grid g;

	sink_puts(&r->out, "<p>");
	html_code(r, b->slot);
	sink_puts(&r->out, " ");
	html_tr(r, b->about);
	sink_puts(&r->out, "</p>\n");
	for (i = from; i < res->nr && res->fact[i].binding == b; i++) {
		total++;
		for (j = 0; j < res->fact[i].nr_members && is_first(res, from, i); j++)
			total += (uint32_t)res->fact[i].member[j].first;
	}
	grid_begin(&g, r, 5, "key", "registered", "by", "where", "called from");
	for (i = from; i < res->nr && res->fact[i].binding == b; i++) {
		fact_row(r, &g, &res->fact[i], total);
		for (j = 0; j < res->fact[i].nr_members && is_first(res, from, i); j++)
			if (res->fact[i].member[j].first)
				member_row(r, &g, &res->fact[i].member[j], total);
	}
	grid_end(&g);
	return i;
}

int html_layers(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_layers_result *res = p;
	const struct prose_gap gaps[] = {
		{ .name = "n", .type = PROSE_UINT, .id = res->nr }, { .type = PROSE_END }
	};
	const char *layer = "";
	uint32_t i;

	sink_puts(&r->out, "<p class=\"answer\">");
	prose_say(r, &html_ink, "{n} registrations tie the layers together; the picture shows them "
		  "from the top down.", gaps);
	sink_puts(&r->out, "</p>\n");
	if (!res->nr)
		return 0;
	if (html_diagram(r, draw_layers(r, res, 0), NULL, err))
		return -1;
	for (i = 0; i < res->nr;) {
		const char *name = res->fact[i].binding->layer;

		if (strcmp(layer, name)) {
			html_heading(r, 1);
			html_tr(r, name);
			html_heading(r, 0);
			layer = name;
		}
		i = binding(r, res, i);
	}
	return 0;
}
