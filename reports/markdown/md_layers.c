/* SPDX-License-Identifier: MIT */
/* How layers are tied together, in Markdown. */
#include <string.h>

#include "md_p.h"
#include "reports/draw/draw.h"

#define MAX_CALLS 4		/* call sites named behind one thing */

static void calls(struct report *r, const uint32_t *call, uint32_t nr)
{
	uint32_t i;

	for (i = 0; i < nr && i < MAX_CALLS; i++) {
		const struct g_site *s = graph_site(r->g, call[i]);

		if (i)
			sink_puts(&r->out, ", ");
		md_func(r, s->func);
		sink_puts(&r->out, " ");
		md_place(r, (struct q_place){ s->file, s->line });
	}
	if (nr > MAX_CALLS)
		sink_puts(&r->out, ", …");
}

static void fact(struct report *r, const struct q_layer_fact *f)
{
	struct strbuf field = STRBUF_INIT;
	uint32_t i;

	md_row(r);
	md_cell_code(r, f->key);
	md_cell(r);
	md_cell_code(r, f->value);
	md_cell(r);
	if (f->in_func)
		md_func(r, f->in_func);
	else
		md_tr(r, "initialiser");
	md_cell(r);
	md_place(r, f->registered);
	md_cell(r);
	if (!f->nr_members)
		calls(r, f->call, f->nr_calls);
	md_row_end(r);
	for (i = 0; i < f->nr_members && !f->again; i++) {
		const struct q_layer_member *m = &f->member[i];

		if (!m->first)
			continue;
		md_row(r);
		md_cell(r);
		strbuf_clear(&field);
		strbuf_addf(&field, ".%s", m->field);
		md_cell_code(r, field.buf);
		sink_puts(&r->out, " = ");
		md_cell_code(r, m->func ? report_func(r, m->func) :
			     graph_str(r->g, graph_object(r->g, m->object)->name));
		md_cell(r);
		md_cell(r);
		md_place(r, m->site);
		md_cell(r);
		calls(r, m->call, m->nr_calls);
		md_row_end(r);
	}
	strbuf_release(&field);
}

int md_layers(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_layers_result *res = p;
	const struct prose_gap gaps[] = {
		{ .name = "n", .type = PROSE_UINT, .id = res->nr }, { .type = PROSE_END }
	};
	const char *layer = "";
	uint32_t i, from, nr;

	md_say(r, "{n} registrations tie the layers together; the picture shows them from the top "
	       "down.", gaps);
	if (!res->nr)
		return 0;
	sink_puts(&r->out, "```mermaid\n");
	mermaid_layers(r, res, err);
	sink_puts(&r->out, "```\n\n");
	for (i = 0; i < res->nr; i = from + nr) {
		const struct k_layer_binding *b = res->fact[i].binding;

		from = i;
		for (nr = 0; from + nr < res->nr && res->fact[from + nr].binding == b;)
			nr++;
		if (strcmp(layer, b->layer)) {
			layer = b->layer;
			sink_puts(&r->out, "#### ");
			md_tr(r, layer);
			sink_puts(&r->out, "\n\n");
		}
		md_code(r, b->slot);
		sink_putc(&r->out, ' ');
		md_tr(r, b->about);
		sink_puts(&r->out, "\n\n");
		md_head(r, 5, "key", "registered", "by", "where", "called from");
		for (i = 0; i < md_rows(nr); i++)
			fact(r, &res->fact[from + i]);
		md_tail(r, nr);
	}
	return 0;
}
