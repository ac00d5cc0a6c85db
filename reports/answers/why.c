/* SPDX-License-Identifier: MIT */
/* Why a call reaches a function. */
#include <stddef.h>
#include <string.h>

#include "reports/columns.h"

static const struct column head[] = {
	{ "caller", CELL_CODE },
	{ "callee", CELL_FUNC },
	{ "reached", CELL_BOOL },
	{ "ruled_out", CELL_UINT },
	{ "none", CELL_BOOL, .flags = COL_NOT_JSON },
	{ "more", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_why_result *res = p;
	int reached = res->nr_calls && (res->call[0].rule == GR_DIRECT || res->nr_steps ||
					res->call[0].kind);

	c[0].text = res->asked;
	c[1].id = res->callee;
	c[2].id = (uint32_t)reached;
	c[3].id = reached ? res->others : 0;
	c[4].id = !reached;
	c[5].id = res->others - res->nr_others;
	c[5].absent = res->others == res->nr_others;
}

static const struct column calls[] = {
	{ "call", CELL_UINT, 1, 1, .label = "call" },
	{ "site", CELL_PLACE, 2, 2, .style = TS_PLACE, .label = "where" },
	{ "caller", CELL_FUNC, 3, 3, .style = TS_NAME, .label = "caller" },
	{ "expr", CELL_CODE, 4, 4, COL_OPTIONAL, .label = "expression" },
	{ "slot", CELL_SLOT, 4, 4, COL_OPTIONAL, .label = "through" },
	{ "rule", CELL_RULE, 5, 5, .style = TS_KIND, .label = "rule" },
	{ "targets", CELL_UINT, 6, 6, .label = "functions possible there" },
	{ "stored", CELL_UINT, 6, 7, COL_JOIN, .before = "of ", .after = " stored", .label = "stored in it" },
	{ NULL }
};

static void read_call(const struct report *r, const void *p, uint32_t i, struct cell *c,
		      struct arena *a)
{
	const struct q_why_call *call = &((const struct q_why_result *)p)->call[i];
	const struct g_site *s = graph_site(r->g, call->site);

	c[0].id = i + 1;
	c[1].place = (struct q_place){ s->file, s->line };
	c[2].id = call->caller;
	c[3].text = graph_str(r->g, s->expr);
	c[4].id = s->slot;
	c[5].id = call->rule;
	c[6].id = call->targets;
	c[7].id = call->stored;
	c[7].absent = !call->stored;
}

static const char *const how_name[WHY_NR] = {
	[WHY_NAMED] = "named", [WHY_STORED] = "stored", [WHY_PASSED] = "passed",
	[WHY_RETURNED] = "returned", [WHY_READ] = "read", [WHY_READ_ANY] = "read, of any",
	[WHY_JUST] = "just stored", [WHY_COPIED] = "struct copied", [WHY_UNSEEN] = "not seen stored",
};

static const struct column steps[] = {
	{ "call", CELL_UINT, 1, 1, .label = "call" },
	{ "depth", CELL_UINT, 0, 0 },
	{ NULL, CELL_WORD, 2, 2, .style = TS_KIND, .label = "step" },
	{ "how", CELL_WORD, 0, 0 },
	{ "slot", CELL_SLOT, 3, 3, COL_OPTIONAL, TS_NAME, "slot" },
	{ "table", CELL_OBJECT, 3, 4, COL_OPTIONAL | COL_JOIN, .before = "in ", .label = "table" },
	{ "held_by", CELL_SLOT, 3, 4, COL_OPTIONAL | COL_JOIN, .before = "in ", .label = "held by" },
	{ "site", CELL_PLACE, 4, 5, .style = TS_PLACE, .label = "where" },
	{ "in", CELL_FUNC, 5, 6, COL_OPTIONAL, .before = "in ", .after = "()", .label = "function" },
	{ NULL }
};

static const char *set_in(struct arena *a, const char *word, uint32_t depth)
{
	size_t n = strlen(word), blank = 2 * depth;
	char *s = arena_alloc(a, n + blank + 1);

	memset(s, ' ', blank);
	memcpy(s + blank, word, n + 1);
	return s;
}

static void read_step(const struct report *r, const void *p, uint32_t i, struct cell *c,
		      struct arena *a)
{
	const struct q_why_step *q = &((const struct q_why_result *)p)->step[i];
	const struct g_step *s = graph_step(r->g, q->step);

	c[0].id = q->call;
	c[1].id = q->depth;
	c[2].text = set_in(a, report_tr(r, how_name[s->how]), q->depth);
	c[3].text = how_name[s->how];
	c[4].id = s->slot;
	c[5].id = s->object;
	c[6].id = s->holder;
	c[7].place = (struct q_place){ s->file, s->line };
	c[8].id = s->func;
}

static const struct column others[] = {
	{ "call", CELL_UINT, 1, 1, .label = "call" },
	{ "function", CELL_FUNC, 2, 2, .style = TS_NAME, .label = "function" },
	{ "table", CELL_OBJECT, 3, 3, COL_OPTIONAL, TS_KIND, "table or function that does it" },
	{ "in", CELL_FUNC, 3, 3, COL_OPTIONAL, .before = "in ", .after = "()" },
	{ "site", CELL_PLACE, 4, 4, .style = TS_PLACE, .label = "where" },
	{ "rule", CELL_RULE, 5, 5, .style = TS_KIND, .label = "rule of the call" },
	{ NULL, CELL_WORD, 6, 6, .label = "ruled out, as" },
	{ "by", CELL_WORD, 0, 0 },
	{ NULL }
};

/* In JSON, and in a sentence. */
static const struct { const char *key, *text; } ruled[RULED_NR] = {
	[RULED_ELSEWHERE] = { "elsewhere", "no pointer leads there from the call" },
	[RULED_GUARD] = { "guard", "a condition on its own table is false" },
	[RULED_ELEMENT] = { "element", "another element is called" },
	[RULED_REGISTRY] = { "registry", "it is registered with another object" },
	[RULED_LIST] = { "list", "it is on another list" },
	[RULED_LAYER] = { "layer", "another layer calls it" },
	[RULED_TYPE] = { "type", "it takes other arguments" },
	[RULED_PROGRAM] = { "program", "it is of another program" },
	[RULED_MECHANISM] = { "mechanism", "another mechanism calls it" },
};

static void read_other(const struct report *r, const void *p, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct q_why_other *q = &((const struct q_why_result *)p)->other[i];
	const struct g_store *s = graph_store(r->g, q->store);

	c[0].id = q->call;
	c[1].id = s->func;
	c[2].id = s->object;
	c[3].id = s->in_func;
	c[4].place = (struct q_place){ s->file, s->line };
	c[5].id = q->rule;
	c[6].text = report_tr(r, ruled[q->by].text);
	c[7].text = ruled[q->by].key;
}

static const struct section sections[] = {
	{ .key = "calls", .title = "the call", .empty = "nothing that is called there holds it",
	  .column = calls, .nr = offsetof(struct q_why_result, nr_calls), .row = read_call },
	{ .key = "steps", .title = "the way to the call", .column = steps,
	  .nr = offsetof(struct q_why_result, nr_steps), .row = read_step },
	{ .key = "others", .title = "stored there, but ruled out", .column = others,
	  .nr = offsetof(struct q_why_result, nr_others), .row = read_other },
};

static const struct form_note notes[] = {
	{ "none", NULL, "{callee} can't be called there", .first = 1 },
	{ "more", NULL, "{more} more are ruled out: --others N lists them" },
	{ NULL }
};

const struct form why_form = {
	.name = "why",
	.title = "why {caller} reaches {callee}",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 3,
	.note = notes,
};
