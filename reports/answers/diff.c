/* SPDX-License-Identifier: MIT */
/*
 * One route in two kernels. Names and places are of two indexes, so cells are
 * texts; in JSON, where a step has both sides, it is written by hand.
 */
#include <stddef.h>

#include "base/xalloc.h"
#include "reports/columns.h"
#include "reports/json/json_p.h"

static const struct column head[] = {
	{ "from", CELL_CODE, .flags = COL_NOT_JSON },
	{ "to", CELL_CODE, .flags = COL_NOT_JSON },
	{ "steps", CELL_UINT, .flags = COL_NOT_JSON },
	{ "same", CELL_UINT, .flags = COL_NOT_JSON },
	{ "changed", CELL_UINT, .flags = COL_NOT_JSON },
	{ "gone", CELL_UINT, .flags = COL_NOT_JSON },
	{ "new", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_diff_result *d = p;

	c[0].text = d->asked_from;
	c[1].text = d->asked_to;
	c[2].id = d->nr;
	c[3].id = d->count[DIFF_SAME];
	c[4].id = d->count[DIFF_CHANGED];
	c[5].id = d->count[DIFF_GONE];
	c[6].id = d->count[DIFF_NEW];
}

/* ---- the two sides ---------------------------------------------------------------------- */

static const struct column sides[] = {
	{ "side", CELL_WORD, 0, 1, .label = "side" },
	{ NULL, CELL_WORD, 1 },			/* "-", "+" */
	{ "tree", CELL_CODE, 2, 2, .label = "Source tree" },
	{ "version", CELL_CODE, 2, 2, COL_JOIN },
	{ "path", CELL_WORD, 3, 3, .label = "path" },
	{ NULL }
};

static uint32_t two(const struct report *r, const void *p)
{
	return 2;
}

static void read_side(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct q_diff_result *d = p;
	const struct q_diff_side *s = i ? &d->new_side : &d->old_side;
	uint32_t hops = s->path.nr_paths ? s->path.path[0].nr_hops : 0;

	c[0].text = i ? "new" : "old";
	c[1].text = i ? "+" : "-";
	c[2].text = graph_get_meta(s->g, "tree");
	c[3].text = graph_get_meta(s->g, "version");
	c[4].text = !s->path.nr_paths ? report_tr(r, "no path was found") :
		r->lang == LANG_ZH ? arena_printf(a, "%u 跳，代价 %.2f", hops, s->path.path[0].cost) :
		arena_printf(a, "%u %s, %s %.2f", hops, report_count(r, hops, "hops"),
			     report_tr(r, "cost"), s->path.path[0].cost);
	c[4].style = s->path.nr_paths ? TS_PLAIN : TS_BAD;
}

/* ---- the steps --------------------------------------------------------------------------- */

static const struct column steps[] = {
	{ "change", CELL_WORD, 0, 1, .label = "change" },
	{ NULL, CELL_WORD, 1 },			/* "~", "-", "+" */
	{ "function", CELL_CODE, 2, 2, .label = "function" },
	{ "kind", CELL_WORD, 3, 3, .style = TS_KIND, .label = "kind" },
	{ "old", CELL_CODE, 4, 4, .style = TS_PLACE, .label = "in the old one" },
	{ "new", CELL_CODE, 5, 5, .style = TS_PLACE, .label = "in the new one" },
	{ "file", CELL_WORD, 1, 6, COL_BELOW, .style = TS_NOTE, .label = "what changed" },
	{ "kinds", CELL_WORD, 1, 6, COL_BELOW | COL_JOIN, .style = TS_NOTE },
	{ "old_via", CELL_WORD, 1, 6, COL_BELOW | COL_JOIN, .style = TS_NOTE, .before = "-" },
	{ "new_via", CELL_WORD, 1, 6, COL_BELOW | COL_JOIN, .style = TS_NOTE, .before = "+" },
	{ "caller", CELL_WORD, 1, 6, COL_BELOW | COL_JOIN, .style = TS_NOTE },
	{ NULL }
};

/* Where it is called; the start: where it stands. "" where this side does not have it. */
static const char *place(const struct q_diff_side *s, int32_t pos, struct arena *a)
{
	const struct q_hop *h = pos < 0 ? NULL : q_diff_hop(s, pos);
	const struct g_func *f = pos < 0 ? NULL : graph_func(s->g, q_diff_func(s, pos));
	struct q_place p = { 0, 0 };

	if (f)
		p = h ? h->site : (struct q_place){ f->file, f->line };
	return p.file ? arena_printf(a, "%s:%u", graph_str(s->g, graph_file(s->g, p.file)->name), p.line) : "";
}

static const char *func_name(const struct q_diff_side *s, uint32_t func)
{
	return graph_str(s->g, graph_func(s->g, func)->name);
}

static const char *func_file(const struct q_diff_side *s, int32_t pos)
{
	return graph_str(s->g, graph_file(s->g, graph_func(s->g, q_diff_func(s, pos))->file)->name);
}

static const char *kind_name(const struct q_diff_side *s, uint32_t kind)
{
	return graph_str(s->g, s->g->kind_name[kind]);
}

static void changes(const struct report *r, const struct q_diff_result *d, const struct q_diff_step *s,
		    struct cell *c, struct arena *a)
{
	const struct q_diff_side *old = &d->old_side, *new = &d->new_side;
	const struct q_hop *x = q_diff_hop(old, s->old_pos), *y = q_diff_hop(new, s->new_pos);

	if (s->changes & DIFF_FILE)
		c[6].text = arena_printf(a, "%s: %s -> %s", report_tr(r, "moved"),
					 func_file(old, s->old_pos), func_file(new, s->new_pos));
	if (s->changes & DIFF_KIND)
		c[7].text = arena_printf(a, "%s: %s -> %s", report_tr(r, "called in another way"),
					 kind_name(old, x->kind), kind_name(new, y->kind));
	if (s->changes & DIFF_VIA) {
		c[8].text = *x->via ? x->via : report_tr(r, "direct call");
		c[9].text = *y->via ? y->via : report_tr(r, "direct call");
	}
	if (s->changes & DIFF_CALLER)
		c[10].text = arena_printf(a, "%s: %s -> %s", report_tr(r, "called by another function"),
					 func_name(old, x->caller), func_name(new, y->caller));
}

static void read_step(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	static const char *const mark[] = { " ", "~", "-", "+" };
	static const enum text_style style[] = { TS_PLAIN, TS_KIND, TS_BAD, TS_NAME };
	const struct q_diff_result *d = p;
	const struct q_diff_step *s = &d->step[i];
	const struct q_diff_side *side = s->new_pos >= 0 ? &d->new_side : &d->old_side;
	int32_t pos = s->new_pos >= 0 ? s->new_pos : s->old_pos;
	const struct q_hop *h = q_diff_hop(side, pos);

	c[0].text = diff_what_name[s->what];
	c[1].text = mark[s->what];
	c[2].text = func_name(side, q_diff_func(side, pos));
	c[1].style = c[2].style = (uint8_t)style[s->what];
	if (h && h->kind != GK_DIRECT) {
		c[3].text = arena_printf(a, "%s%s", kind_name(side, h->kind),
					 h->deferred ? report_tr(r, ", later") : "");
		c[3].style = h->deferred ? TS_LATER : TS_KIND;
	}
	c[4].text = place(&d->old_side, s->old_pos, a);
	c[5].text = place(&d->new_side, s->new_pos, a);
	if (s->what == DIFF_CHANGED)
		changes(r, d, s, c, a);
}

static const struct section sections[] = {
	{ .key = "sides", .column = sides, .count = two, .row = read_side },
	{ .key = "steps", .column = steps, .nr = offsetof(struct q_diff_result, nr), .row = read_step,
	  .title = "step by step", .page_title = "step by step" },
};

static const struct form_note notes[] = {
	{ .when = "steps", .text = "{same} as before, {changed} changed, {gone} gone, {new} new" },
	{ NULL }
};

const struct form diff_form = {
	.name = "diff",
	.title = "{from} -> {to}", .lead = "{from} → {to}",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = ARRAY_SIZE(sections),
	.note = notes,
	.own = (const struct form_own[]){ { "json", json_diff }, { NULL, NULL } },
};
