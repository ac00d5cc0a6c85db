/* SPDX-License-Identifier: MIT */
/* Answers that are lists, as tables. */
#include "html_grid.h"

static void none(struct report *r, const char *text)
{
	sink_puts(&r->out, "<p class=\"gap\">");
	html_tr(r, text);
	sink_puts(&r->out, "</p>\n");
}

static void place(struct report *r, uint32_t file, uint32_t line)
{
	html_place(r, (struct q_place){ file, line });
}

static void lead(struct report *r, const char *text, const struct prose_gap *gaps)
{
	sink_puts(&r->out, "<p class=\"answer\">");
	prose_say(r, &html_ink, text, gaps);
	sink_puts(&r->out, "</p>\n");
}

int html_edges(struct report *r, const struct q_edges_result *res, struct strbuf *err)
{
	const struct prose_gap gaps[] = {
		{ .name = "f", .type = PROSE_FUNC, .id = res->func },
		{ .name = "n", .type = PROSE_UINT, .id = res->nr }, { .type = PROSE_END }
	};
	struct grid g;
	uint32_t i, deep = 0;

	for (i = 0; i < res->nr; i++)
		deep |= res->edge[i].depth > 1;
	if (!res->nr) {
		none(r, res->callers ? "no callers were found" : "no callees were found");
		return 0;
	}
	lead(r, res->callers ? "{f} is called at {n} places." : "{f} calls others at {n} places.", gaps);
	if (deep)
		grid_begin(&g, r, 4, "caller", "callee", "how", "where");
	else
		grid_begin(&g, r, 3, res->callers ? "caller" : "callee", "how", "where");
	for (i = 0; i < res->nr; i++) {
		const struct q_edge *e = &res->edge[i];

		grid_row(&g, res->nr);
		if (deep || res->callers)
			html_func(r, e->caller);
		if (deep)
			grid_cell(&g);
		if (deep || !res->callers)
			html_func(r, e->callee);
		grid_cell(&g);
		html_text(r, report_kind(r, e->kind));
		if (*e->via) {
			sink_puts(&r->out, " ");
			html_code(r, e->via);
		}
		grid_cell(&g);
		html_place(r, e->site);
	}
	grid_end(&g);
	return 0;
}

int html_table(struct report *r, const struct q_table_result *res, struct strbuf *err)
{
	const struct graph *gr = r->g;
	const struct g_object *obj = graph_object(gr, res->object);
	const struct prose_gap gaps[] = {
		{ .name = "object", .type = PROSE_CODE, .text = graph_str(gr, obj->name) },
		{ .name = "type", .type = PROSE_CODE, .text = graph_str(gr, obj->type) },
		{ .name = "site", .type = PROSE_PLACE, .place = { obj->file, obj->line } },
		{ .type = PROSE_END }
	};
	struct grid g;
	uint32_t i;

	lead(r, "{object} is a {type} at {site}.", gaps);
	if (res->nr_fields)
		grid_begin(&g, r, 3, "field", "holds", "where");
	for (i = 0; i < res->nr_fields; i++) {
		const struct g_field_value *f = graph_field_value(gr, res->field[i]);

		grid_row(&g, res->nr_fields);
		html_code(r, graph_str(gr, f->field));
		grid_cell(&g);
		if (f->func)
			html_func(r, f->func);
		else
			html_code(r, f->target ? graph_str(gr, graph_object(gr, f->target)->name) :
				  graph_str(gr, f->text));
		grid_cell(&g);
		place(r, f->file, f->line);
	}
	if (res->nr_fields)
		grid_end(&g);
	if (res->nr_held)
		grid_begin(&g, r, 3, "held by", "table or function that does it", "where");
	for (i = 0; i < res->nr_held; i++) {
		const struct g_store *s = graph_store(gr, res->held[i]);

		grid_row(&g, res->nr_held);
		html_code(r, graph_str(gr, graph_slot(gr, s->slot)->name));
		grid_cell(&g);
		if (s->object)
			html_code(r, graph_str(gr, graph_object(gr, s->object)->name));
		else if (s->in_func)
			html_func(r, s->in_func);
		grid_cell(&g);
		place(r, s->file, s->line);
	}
	if (res->nr_held)
		grid_end(&g);
	return 0;
}

int html_entries(struct report *r, const struct q_entries_result *res, struct strbuf *err)
{
	const struct prose_gap gaps[] = {
		{ .name = "f", .type = PROSE_FUNC, .id = res->func },
		{ .name = "n", .type = PROSE_UINT, .id = res->nr }, { .type = PROSE_END }
	};
	struct grid g;
	uint32_t i;

	if (!res->nr) {
		none(r, "no entry reaches it");
		return 0;
	}
	lead(r, "{n} entries into the kernel reach {f} by calls that happen at once, nearest first.", gaps);
	grid_begin(&g, r, 5, "kind", "name", "function", "hops", "where");
	for (i = 0; i < res->nr; i++) {
		const struct q_entry *e = &res->entry[i];

		grid_row(&g, res->nr);
		html_text(r, e->kind);
		grid_cell(&g);
		html_text(r, e->name);
		grid_cell(&g);
		html_func(r, e->func);
		grid_cell(&g);
		sink_uint(&r->out, e->hops);
		grid_cell(&g);
		html_place(r, e->registered);
	}
	grid_end(&g);
	return 0;
}

int html_initcalls(struct report *r, const struct q_initcalls_result *res, struct strbuf *err)
{
	const struct graph *gr = r->g;
	struct grid g;
	uint32_t i;

	if (!res->nr) {
		none(r, "no initcalls");
		return 0;
	}
	grid_begin(&g, r, 5, "order", "level", "macro", "function", "where");
	for (i = 0; i < res->nr; i++) {
		const struct g_entry *e = graph_entry(gr, res->entry[i]);

		grid_row(&g, res->nr);
		sink_uint(&r->out, e->order);
		grid_cell(&g);
		html_text(r, graph_str(gr, e->level));
		grid_cell(&g);
		html_code(r, graph_str(gr, e->name));
		grid_cell(&g);
		html_func(r, e->func);
		grid_cell(&g);
		place(r, e->file, e->line);
	}
	grid_end(&g);
	return 0;
}
