/* SPDX-License-Identifier: MIT */
#include "text_p.h"

static void side(struct report *r, const struct q_diff_side *s, const char *mark)
{
	const char *tree = graph_get_meta(s->g, "tree");
	uint32_t hops = s->path.nr_paths ? s->path.path[0].nr_hops : 0;

	text_putf(r, TS_PLAIN, "%s %s %s", mark, tree, graph_get_meta(s->g, "version"));
	if (!s->path.nr_paths)
		text_putf(r, TS_BAD, "  %s", report_tr(r, "no path was found"));
	else
		text_putf(r, TS_PLAIN, "  %u %s, %s %.2f", hops,
			  report_count(r, hops, "hops"), report_tr(r, "cost"),
			  s->path.path[0].cost);
	sink_putc(&r->out, '\n');
}

/* Where it is called; the start: where it stands. */
static struct q_place place_of(const struct q_diff_side *s, int32_t pos)
{
	const struct q_hop *h = q_diff_hop(s, pos);
	const struct g_func *f = graph_func(s->g, q_diff_func(s, pos));

	return h ? h->site : (struct q_place){ f->file, f->line };
}

static void place_cell(struct report *r, struct text_table *t, unsigned col,
		       const struct q_diff_side *s, int32_t pos)
{
	struct q_place p;

	if (pos < 0)
		return;
	p = place_of(s, pos);
	if (p.file)
		text_cell(t, col, TS_PLACE, "%s:%u", graph_str(s->g, graph_file(s->g, p.file)->name), p.line);
}

static void changes(struct report *r, struct text_table *t, const struct q_diff_result *d,
		    const struct q_diff_step *s)
{
	const struct q_diff_side *a = &d->old_side, *b = &d->new_side;
	const struct q_hop *x = q_diff_hop(a, s->old_pos), *y = q_diff_hop(b, s->new_pos);
	const struct g_func *f, *g;

	if (s->changes & DIFF_FILE) {
		f = graph_func(a->g, q_diff_func(a, s->old_pos));
		g = graph_func(b->g, q_diff_func(b, s->new_pos));
		text_below(t, TS_NOTE, "%s: %s -> %s", report_tr(r, "moved"),
			   graph_str(a->g, graph_file(a->g, f->file)->name),
			   graph_str(b->g, graph_file(b->g, g->file)->name));
	}
	if (s->changes & DIFF_KIND)
		text_below(t, TS_NOTE, "%s: %s -> %s", report_tr(r, "called in another way"),
			   graph_str(a->g, a->g->kind_name[x->kind]),
			   graph_str(b->g, b->g->kind_name[y->kind]));
	if (s->changes & DIFF_VIA) {
		text_below(t, TS_NOTE, "- %s", *x->via ? x->via : report_tr(r, "direct call"));
		text_below(t, TS_NOTE, "+ %s", *y->via ? y->via : report_tr(r, "direct call"));
	}
	if (s->changes & DIFF_CALLER)
		text_below(t, TS_NOTE, "%s: %s -> %s", report_tr(r, "called by another function"),
			   graph_str(a->g, graph_func(a->g, x->caller)->name),
			   graph_str(b->g, graph_func(b->g, y->caller)->name));
}

static void row(struct report *r, struct text_table *t, const struct q_diff_result *d,
		const struct q_diff_step *s)
{
	static const char *const mark[] = { " ", "~", "-", "+" };
	static const enum text_style style[] = { TS_PLAIN, TS_KIND, TS_BAD, TS_NAME };
	const struct q_diff_side *side = s->new_pos >= 0 ? &d->new_side : &d->old_side;
	int32_t pos = s->new_pos >= 0 ? s->new_pos : s->old_pos;
	const struct q_hop *h = q_diff_hop(side, pos);

	text_row(t);
	text_cell(t, 0, style[s->what], "%s", mark[s->what]);
	text_cell(t, 1, style[s->what], "%s",
		  graph_str(side->g, graph_func(side->g, q_diff_func(side, pos))->name));
	if (h && h->kind != GK_DIRECT)
		text_cell(t, 2, h->deferred ? TS_LATER : TS_KIND, "%s%s",
			  graph_str(side->g, side->g->kind_name[h->kind]),
			  h->deferred ? ", later" : "");
	place_cell(r, t, 3, &d->old_side, s->old_pos);
	place_cell(r, t, 4, &d->new_side, s->new_pos);
	if (s->what == DIFF_CHANGED)
		changes(r, t, d, s);
}

int text_diff(struct report *r, const struct q_diff_result *d, struct strbuf *err)
{
	struct text_table t;
	uint32_t i;

	text_putf(r, TS_HEAD, "%s -> %s", d->asked_from, d->asked_to);
	sink_putc(&r->out, '\n');
	side(r, &d->old_side, "-");
	side(r, &d->new_side, "+");
	if (!d->nr)
		return 0;
	sink_putc(&r->out, '\n');
	text_table_init(&t, 0);
	for (i = 0; i < d->nr; i++)
		row(r, &t, d, &d->step[i]);
	text_table_print(r, &t);
	text_table_release(&t);
	sink_printf(&r->out, "\n%u %s, %u %s, %u %s, %u %s\n",
		    d->count[DIFF_SAME], report_tr(r, "as before"),
		    d->count[DIFF_CHANGED], report_tr(r, "changed"),
		    d->count[DIFF_GONE], report_tr(r, "gone"), d->count[DIFF_NEW], report_tr(r, "new"));
	return 0;
}
