/* SPDX-License-Identifier: MIT */
/* Answers that are lists, as Markdown tables. */
#include "md_p.h"

int md_edges(struct report *r, const struct q_edges_result *res, struct strbuf *err)
{
	uint32_t i;

	if (!res->nr) {
		md_tr(r, res->callers ? "no callers were found" : "no callees were found");
		sink_puts(&r->out, "\n\n");
		return 0;
	}
	md_head(r, 4, "caller", "callee", "how", "where");
	for (i = 0; i < md_rows(res->nr); i++) {
		const struct q_edge *e = &res->edge[i];

		md_row(r);
		md_func(r, e->caller);
		md_cell(r);
		md_func(r, e->callee);
		md_cell(r);
		md_text(r, report_kind(r, e->kind));
		sink_putc(&r->out, ' ');
		md_cell_code(r, e->via);
		md_cell(r);
		md_place(r, e->site);
		md_row_end(r);
	}
	md_tail(r, res->nr);
	return 0;
}

static void object_or_func(struct report *r, uint32_t object, uint32_t func)
{
	if (object)
		md_cell_code(r, graph_str(r->g, graph_object(r->g, object)->name));
	else if (func)
		md_func(r, func);
}

int md_table(struct report *r, const struct q_table_result *res, struct strbuf *err)
{
	const struct graph *g = r->g;
	const struct g_object *obj = graph_object(g, res->object);
	const struct prose_gap gaps[] = {
		{ .name = "object", .type = PROSE_CODE, .text = graph_str(g, obj->name) },
		{ .name = "type", .type = PROSE_CODE, .text = graph_str(g, obj->type) },
		{ .name = "site", .type = PROSE_PLACE, .place = { obj->file, obj->line } },
		{ .type = PROSE_END }
	};
	uint32_t i;

	md_say(r, "{object} is a {type} at {site}.", gaps);
	if (res->nr_fields)
		md_head(r, 3, "field", "holds", "where");
	for (i = 0; i < md_rows(res->nr_fields); i++) {
		const struct g_field_value *f = graph_field_value(g, res->field[i]);

		md_row(r);
		md_cell_code(r, graph_str(g, f->field));
		md_cell(r);
		if (f->func || f->target)
			object_or_func(r, f->func ? 0 : f->target, f->func);
		else
			md_cell_code(r, graph_str(g, f->text));
		md_cell(r);
		md_place(r, (struct q_place){ f->file, f->line });
		md_row_end(r);
	}
	md_tail(r, res->nr_fields);
	if (res->nr_held)
		md_head(r, 3, "held by", "table or function that does it", "where");
	for (i = 0; i < md_rows(res->nr_held); i++) {
		const struct g_store *s = graph_store(g, res->held[i]);

		md_row(r);
		md_cell_code(r, graph_str(g, graph_slot(g, s->slot)->name));
		md_cell(r);
		object_or_func(r, s->object, s->in_func);
		md_cell(r);
		md_place(r, (struct q_place){ s->file, s->line });
		md_row_end(r);
	}
	md_tail(r, res->nr_held);
	return 0;
}

int md_entries(struct report *r, const struct q_entries_result *res, struct strbuf *err)
{
	uint32_t i;

	if (!res->nr) {
		md_tr(r, "no entry reaches it");
		sink_puts(&r->out, "\n\n");
		return 0;
	}
	md_head(r, 5, "kind", "name", "function", "hops", "where");
	for (i = 0; i < md_rows(res->nr); i++) {
		const struct q_entry *e = &res->entry[i];

		md_row(r);
		md_text(r, e->kind);
		md_cell(r);
		md_text(r, e->name);
		md_cell(r);
		md_func(r, e->func);
		md_cell(r);
		sink_uint(&r->out, e->hops);
		md_cell(r);
		md_place(r, e->registered);
		md_row_end(r);
	}
	md_tail(r, res->nr);
	return 0;
}

int md_initcalls(struct report *r, const struct q_initcalls_result *res,
			  struct strbuf *err)
{
	uint32_t i;

	if (!res->nr) {
		md_tr(r, "no initcalls");
		sink_puts(&r->out, "\n\n");
		return 0;
	}
	md_head(r, 5, "order", "level", "macro", "function", "where");
	for (i = 0; i < md_rows(res->nr); i++) {
		const struct g_entry *e = graph_entry(r->g, res->entry[i]);

		md_row(r);
		sink_uint(&r->out, e->order);
		md_cell(r);
		md_text(r, graph_str(r->g, e->level));
		md_cell(r);
		md_cell_code(r, graph_str(r->g, e->name));
		md_cell(r);
		md_func(r, e->func);
		md_cell(r);
		md_place(r, (struct q_place){ e->file, e->line });
		md_row_end(r);
	}
	md_tail(r, res->nr);
	return 0;
}

int md_states(struct report *r, const struct q_states_result *res, struct strbuf *err)
{
	const struct prose_gap gaps[] = {
		{ .name = "field", .type = PROSE_CODE, .text = res->field },
		{ .name = "n", .type = PROSE_UINT, .id = res->nr }, { .type = PROSE_END }
	};
	struct strbuf from = STRBUF_INIT;
	uint32_t i;

	md_say(r, "{field} is set at {n} places.", gaps);
	if (!res->nr)
		return 0;
	sink_puts(&r->out, "```mermaid\n");
	mermaid_writer.states(r, res, err);
	sink_puts(&r->out, "```\n\n");
	md_head(r, 5, "from", "to", "how", "function", "where");
	for (i = 0; i < md_rows(res->nr); i++) {
		const struct q_state *s = &res->state[i];

		strbuf_clear(&from);
		prose_from(r, s, &from);
		md_row(r);
		md_text(r, from.buf);
		md_cell(r);
		md_cell_code(r, s->to);
		md_cell(r);
		md_cell_code(r, s->how);
		md_cell(r);
		md_func(r, s->func);
		md_cell(r);
		md_place(r, s->site);
		md_row_end(r);
	}
	md_tail(r, res->nr);
	strbuf_release(&from);
	return 0;
}
