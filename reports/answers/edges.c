/* SPDX-License-Identifier: MIT */
/* Calls: those of a function, those to it, and all there are. */
#include <stddef.h>

#include "reports/calltext.h"
#include "reports/draw/draw.h"
#include "reports/text/text_p.h"

static const struct column head[] = {
	{ "function", CELL_FUNC },
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_edges_result *res = p;

	c[0].id = res->func;
	c[1].id = res->nr;
}

static const struct column to_it_head[] = {
	{ "function", CELL_FUNC },
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ "unread", CELL_WORD, .flags = COL_OPTIONAL },
	{ "outside", CELL_WORD, .flags = COL_OPTIONAL },
	{ "assembler", CELL_WORD, .flags = COL_OPTIONAL },
	{ NULL }
};

static void read_to_it_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_edges_result *res = p;
	struct strbuf unread = STRBUF_INIT;

	read_head(r, p, c, a);
	if (!res->nr && report_unread_callers(r, res->func, &unread))
		c[2].text = arena_strdup(a, unread.buf);
	c[3].text = report_handed(r, res->func);
	if (!res->nr && (graph_func(r->g, res->func)->flags & GF_ASM))
		c[4].text = report_file(r, graph_func(r->g, res->func)->file);
	strbuf_release(&unread);
}

static const struct form_note to_it_notes[] = {
	{ "unread", NULL, "sources of other languages were not read and may call it: {unread}" },
	{ "outside", NULL, "{outside}" },
	{ "assembler", NULL, "it stands in {assembler}: where a macro puts the text of an asm() together, "
	  "that may call it, and is not seen" },
	{ NULL }
};

static const struct column calls[] = {
	{ "caller", CELL_FUNC, 0, 1, .label = "caller" },
	{ "callee", CELL_FUNC, 0, 2, .label = "callee" },
	{ "kind", CELL_KIND, 0, 3, .label = "how" },
	{ "rule", CELL_RULE },
	{ "site", CELL_PLACE, 0, 4, .label = "where" },
	{ "registered", CELL_PLACE },
	{ "candidates", CELL_UINT },
	{ "depth", CELL_UINT },
	{ "via", CELL_CODE, 0, 3, COL_JOIN },
	{ "observed", CELL_TRUE },
	{ "edge", CELL_WORD },
	{ "slot", CELL_CODE, .flags = COL_NOT_JSON },
	{ "unreached", CELL_TRUE },
	{ NULL, CELL_CODE, 0, 5, .label = "call" },
	{ NULL }
};

static void read_call(const struct report *r, const void *p, uint32_t i, struct cell *c,
		      struct arena *a)
{
	const struct q_edge *e = &((const struct q_edges_result *)p)->edge[i];
	uint32_t slot = report_edge_slot(r->g, e->edge);

	c[0].id = e->caller;
	c[1].id = e->callee;
	c[2].id = e->kind;
	c[3].id = e->rule;
	c[4].place = e->site;
	c[5].place = e->registered;
	c[6].id = e->candidates;
	c[7].id = e->depth;
	c[8].text = e->via;
	c[9].id = e->observed;
	c[9].absent = !r->observed;
	c[10].text = e->started_by && !e->executed_by ? "started-by" : "executed-by";
	c[12].id = 1;
	c[12].absent = !e->unreached;
	c[11].text = slot ? graph_str(r->g, graph_slot(r->g, slot)->name) : e->edge ? "" : e->via;
}

/* With the call as it is written, for pages. */
static void read_near_call(const struct report *r, const void *p, uint32_t i, struct cell *c,
			   struct arena *a)
{
	const struct q_edge *e = &((const struct q_edges_result *)p)->edge[i];
	struct strbuf call = STRBUF_INIT;

	read_call(r, p, i, c, a);
	if (!call_text(r, e->site, report_func(r, e->callee), &call))
		c[13].text = arena_strdup(a, call.buf);
	strbuf_release(&call);
}

static void read_any_call(const struct report *r, const void *p, uint32_t i, struct cell *c,
			  struct arena *a)
{
	read_call(r, p, i, c, a);
	c[7].absent = 1;
}

#define CALLS(read, nothing) \
	{ .key = "edges", .empty = nothing, .column = calls, \
	  .nr = offsetof(struct q_edges_result, nr), .row = read, \
	  .flat = "caller caller_file=caller.file callee callee_file=callee.file kind rule " \
		 "site_file=site.file site_line=site.line slot candidates edge unreached" }

static const struct section to_it[] = { CALLS(read_near_call, "no callers were found") };
static const struct section of_it[] = { CALLS(read_near_call, "no callees were found") };
static const struct section all[] = { CALLS(read_any_call, NULL) };

const struct form callers_form = {
	.name = "callers",
	.lead = "{function} is called at {n} places.",
	.head = to_it_head, .head_row = read_to_it_head, .note = to_it_notes,
	.section = to_it, .nr_sections = 1,
	.draw = draw_edges, .drawn_in_part = 1, .mermaid = mermaid_edges,
	.own = (const struct form_own[]){ { "text", text_edges }, { NULL, NULL } },
};

const struct form callees_form = {
	.name = "callees",
	.lead = "{function} calls others at {n} places.",
	.head = head, .head_row = read_head,
	.section = of_it, .nr_sections = 1,
	.draw = draw_edges, .drawn_in_part = 1, .mermaid = mermaid_edges,
	.own = (const struct form_own[]){ { "text", text_edges }, { NULL, NULL } },
};

const struct form edges_form = {
	.name = "edges",
	.section = all, .nr_sections = 1,
	.first_format = "tsv",
	.cites_all = 1,
	.own = (const struct form_own[]){ { "text", text_all_edges }, { NULL, NULL } },
};
