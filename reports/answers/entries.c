/* SPDX-License-Identifier: MIT */
/* Which entries into the kernel reach a function. */
#include <stddef.h>

#include "reports/columns.h"

static const struct column head[] = {
	{ "function", CELL_FUNC },
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ "far", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_entries_result *res = p;

	c[0].id = res->func;
	c[1].id = res->nr;
	c[2].id = r->verbose ? 0 : res->nr_far;
}

static const struct column entries[] = {
	{ "kind", CELL_WORD, 1, 1, .style = TS_KIND, .label = "kind" },
	{ "name", CELL_WORD, 2, 2, .style = TS_NAME, .label = "name" },
	{ "function", CELL_FUNC, 2, 3, .style = TS_NAME, .label = "function" },
	{ "cost", CELL_REAL, 0, 5, .label = "cost" },
	{ "hops", CELL_UINT, 0, 4, .label = "hops" },
	{ "registered", CELL_PLACE, 5, 6, .style = TS_PLACE, .label = "where" },
	{ NULL, CELL_FUNC, 3 },		/* of an entry that has a name */
	{ NULL, CELL_WORD, 4 },		/* "5 hops, cost 3.3" */
	{ NULL }
};

static void read_entry(const struct report *r, const void *p, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct q_entry *e = &((const struct q_entries_result *)p)->entry[i];

	c[0].hidden = e->far && !r->verbose;
	c[0].text = e->kind;
	c[1].text = e->name;
	c[2].id = e->func;
	c[3].real = e->cost;
	c[4].id = e->hops;
	c[5].place = e->registered;
	c[6].id = *e->name ? e->func : 0;
	c[7].text = r->lang == LANG_ZH ? arena_printf(a, "%u 跳，代价 %.4g", e->hops, e->cost) :
		arena_printf(a, "%u %s, cost %.4g", e->hops, report_count(r, e->hops, "hops"), e->cost);
}

/* Each kind has a heading where there is more than one, and of any more than one entry. */
static const struct group_head *kind_head(const struct report *r, const void *p, uint32_t i, struct arena *a)
{
	const struct q_entries_result *res = p;
	struct group_head *h;

	if (!res->entry[i].of_kind || (res->entry[i].far && !r->verbose) || res->nr_kinds < 2 || res->nr == res->nr_kinds)
		return NULL;
	h = arena_alloc(a, sizeof(*h));
	*h = (struct group_head){ .title = arena_printf(a, "%s: %u", res->entry[i].kind, res->entry[i].of_kind),
				  .about = "", .rows = res->entry[i].of_kind };
	return h;
}

static const struct section sections[] = {
	{ .key = "entries", .group = kind_head, .empty = "no entry reaches it", .column = entries,
	  .nr = offsetof(struct q_entries_result, nr), .row = read_entry },
};

static const struct form_note notes[] = {
	{ "far", NULL, "only a far-fetched way leads here from {far} of them (-v shows these)", .apart = 1 },
	{ NULL, NULL, NULL }
};

const struct form entries_form = {
	.name = "entries",
	.title = "entries that reach {function}: {n}",
	.lead = "{n} entries into the kernel reach {function}: by kind, nearest first.",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 1, .note = notes,
};
