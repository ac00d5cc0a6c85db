/* SPDX-License-Identifier: MIT */
#include "text_p.h"

#include <stdlib.h>
#include <string.h>

#include "model/facts.h"

static void why(struct report *r, struct text_table *t, const char *via, const char *expr,
		struct q_place registered, uint32_t candidates, uint32_t rule)
{
	struct strbuf sb = STRBUF_INIT;

	if (!*via && rule == GR_DIRECT)
		return;
	if (expr && *expr)
		strbuf_addf(&sb, "%s: ", expr);
	strbuf_addstr(&sb, via);
	if (registered.file) {
		strbuf_addstr(&sb, *via ? " (" : "(");
		report_place(r, registered.file, registered.line, &sb);
		strbuf_addch(&sb, ')');
	}
	if (candidates) {
		strbuf_addf(&sb, "%s%u %s", sb.len ? "; " : "", candidates,
			    report_count(r, candidates, "candidates"));
		if (rule)
			strbuf_addf(&sb, ", %s", report_rule(rule));
	}
	if (sb.len)
		text_below(t, TS_NOTE, "%s", sb.buf);
	strbuf_release(&sb);
}

static void guards(struct report *r, struct text_table *t, uint32_t guard)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i, nr, *list = report_guards(r, guard, &nr);

	for (i = 0; i < nr; i++) {
		const struct g_guard *g = graph_guard(r->g, list[i]);

		strbuf_clear(&sb);
		report_condition(r, list[i], &sb);
		text_below(t, TS_PLAIN, "%s%s%s%s%s  :%u",
			   g->flags & (GUARDF_CASE | GUARDF_GOTO) ? "" : report_tr(r, "if"),
			   g->flags & (GUARDF_CASE | GUARDF_GOTO) ? "" : " ", sb.buf,
			   g->flags & GUARDF_UNLIKELY ? report_tr(r, " [unlikely]") : "",
			   guard_in_error(g->flags) ? report_tr(r, " [error branch]") :
			   g->flags & GUARDF_LOOP ? report_tr(r, " [loop]") : "", g->line);
	}
	free(list);
	strbuf_release(&sb);
}

static void excerpt(struct report *r, struct text_table *t, struct q_place site)
{
	struct strbuf line = STRBUF_INIT;
	size_t i;

	if (r->source && r->src && !source_line(r->src, site.file, site.line, &line)) {
		for (i = 0; i < line.len; i++)
			if (line.buf[i] == '\t' || !line.buf[i])
				line.buf[i] = ' ';
		text_below(t, TS_PLAIN, "| %s", line.buf);
	}
	strbuf_release(&line);
}

/* "also at :7171", and with the conditions of the hops those of each. */
static void other_sites(struct report *r, struct text_table *t, const struct q_hop *h)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	for (i = 0; i < h->nr_other; i++)
		strbuf_addf(&sb, "%s:%u", i ? ", " : "", h->other[i].site.line);
	if (h->nr_other)
		text_below(t, TS_NOTE, "%s %s", report_tr(r, "also called at"), sb.buf);
	for (i = 0; (r->flow || r->verbose) && i < h->nr_other; i++) {
		text_below(t, TS_NOTE, ":%u", h->other[i].site.line);
		guards(r, t, h->other[i].guard);
	}
	strbuf_release(&sb);
}

static void hop_row(struct report *r, struct text_table *t, const struct q_hop *h, uint32_t no)
{
	text_row(t);
	text_cell(t, 0, TS_PLAIN, "%3u", no);
	if (h->sets && *h->sets)
		text_cell(t, 1, TS_NAME, "%s(%s)", report_func(r, h->callee), h->sets);
	else
		text_cell(t, 1, TS_NAME, "%s", report_func(r, h->callee));
	if (h->kind != GK_DIRECT)
		text_cell(t, 2, h->deferred ? TS_LATER : TS_KIND, "%s%s%s",
			  report_tr(r, report_kind(r, h->kind)), h->deferred ? report_tr(r, ", later") : "",
			  h->observed ? " *" : "");
	else if (h->observed)
		text_cell(t, 2, TS_KIND, "*");
	text_cell(t, 3, TS_PLACE, "%s", text_place(t, r, h->site.file, h->site.line));
	if (h->kind != GK_DIRECT)
		why(r, t, h->via, h->expr, h->registered, h->candidates, h->rule);
	if (r->verbose && *h->macro)
		text_below(t, TS_NOTE, "%s %s", report_tr(r, "macro"), h->macro);
	if (r->flow || r->verbose || r->source)
		guards(r, t, h->guard);
	other_sites(r, t, h);
	excerpt(r, t, h->site);
}

/* The condition that closes the only ways there are, and what it is held against. */
static void closed(struct report *r, const struct q_closed *c)
{
	struct strbuf sb = STRBUF_INIT;
	struct text_table t;

	text_table_init(&t, 2);
	text_row(&t);
	report_condition(r, c->guard, &sb);
	text_cell(&t, 0, TS_NAME, "%s", report_func(r, c->callee));
	text_cell(&t, 1, TS_PLACE, "%s", text_place(&t, r, c->site.file, c->site.line));
	text_cell(&t, 2, TS_NOTE, "%s %s", report_tr(r, "is called only where"), sb.buf);
	text_row(&t);
	if (c->passed.file) {
		text_cell(&t, 1, TS_PLACE, "%s",
			  text_place(&t, r, c->passed.file, c->passed.line));
		text_cell(&t, 2, TS_NOTE, "%s %s", report_tr(r, "what is passed is"), c->value);
	} else {
		text_cell(&t, 2, TS_NOTE, "%s",
			  report_tr(r, "which never holds in this configuration"));
	}
	text_table_print(r, &t);
	text_table_release(&t);
	strbuf_release(&sb);
}

static void why_part(struct report *r, struct text_table *t, const char *what,
		     const struct q_why_part *p)
{
	if (!p->callee)
		return;
	text_row(t);
	text_cell(t, 0, TS_PLAIN, "%s", report_tr(r, what));
	text_cell(t, 1, TS_NAME, "%s -> %s", report_func(r, p->caller), report_func(r, p->callee));
	text_cell(t, 2, TS_PLACE, "%s", text_place(t, r, p->site.file, p->site.line));
	text_cell(t, 3, TS_NOTE, "%.3g %s%s", p->bits, report_tr(r, "bits"), p->deferred ? report_tr(r, ", later") : "");
	if (p->candidates > 1)
		text_below(t, TS_NOTE, "%u %s", p->candidates,
			   report_count(r, p->candidates, "candidates"));
	guards(r, t, p->guard);
}

static void why_not(struct report *r, const struct q_path_result *res)
{
	const struct q_why_not *w = res->why_not;
	struct text_table t;

	sink_putc(&r->out, '\n');
	if (w->verdict == Q_WHY_SAME) {
		sink_printf(&r->out, "%s\n", report_tr(r, "the proposed way is the answer"));
		return;
	}
	if (w->verdict == Q_WHY_NO_CALL) {
		sink_printf(&r->out, "%s: %s -> %s\n", report_tr(r, "no call of the proposed way leads on"),
			    report_func(r, w->gap_from), report_func(r, w->gap_to));
		return;
	}
	if (w->verdict == Q_WHY_CLOSED) {
		sink_printf(&r->out, "%s:\n", report_tr(r, "the proposed way contradicts itself"));
		closed(r, &w->closed);
		return;
	}
	sink_printf(&r->out, "%s %.4g", report_tr(r, "the proposed way can be gone; it costs"), w->cost);
	if (res->nr_paths)
		sink_printf(&r->out, ", %s %.4g", report_tr(r, "the answer"), res->path[0].cost);
	sink_puts(&r->out, ":\n");
	text_table_init(&t, 2);
	why_part(r, &t, "where they part", &w->here);
	why_part(r, &t, "in place of it", &w->there);
	if (w->dearest.callee && (w->dearest.callee != w->here.callee || w->dearest.caller != w->here.caller))
		why_part(r, &t, "its dearest call", &w->dearest);
	text_table_print(r, &t);
	text_table_release(&t);
}

static void frontier(struct report *r, const struct q_path_result *res)
{
	struct strbuf why = STRBUF_INIT;
	struct text_table t;
	uint32_t i;

	text_table_init(&t, 2);
	text_putf(r, TS_HEAD, "%s -> %s: %s", res->asked_from, res->asked_to,
		  report_tr(r, "no path was found"));
	if (res->nobody_calls)
		sink_printf(&r->out, "\n%s: %s", report_func(r, res->to),
			    report_tr(r, "no callers were found"));
	if (res->is_closed) {
		sink_printf(&r->out, "\n%s:\n", report_tr(r,
			    "every way contradicts itself; the least surprising one here"));
		closed(r, &res->closed);
	}
	sink_printf(&r->out, "\n%u %s\n", res->reached,
		    report_count(r, res->reached, "functions were reached"));
	if (res->nr_frontier)
		sink_printf(&r->out, "\n%s:\n", report_tr(r, "where the search stopped"));
	for (i = 0; i < res->nr_frontier; i++) {
		const struct q_frontier *f = &res->frontier[i];

		text_row(&t);
		text_cell(&t, 0, TS_NAME, "%s", report_func(r, f->func));
		text_cell(&t, 1, TS_PLACE, "%s", text_place(&t, r, f->site.file, f->site.line));
		strbuf_clear(&why);
		report_message(r->lang, f->why ? f->why : "", &why);
		text_cell(&t, 2, TS_NOTE, "%s%s%s", f->slot ? f->slot : "",
			  f->slot && *f->slot ? ": " : "", why.buf);
	}
	strbuf_release(&why);
	text_table_print(r, &t);
	if (res->frontier_total > res->nr_frontier)
		sink_printf(&r->out, "  … %s %u %s\n", report_tr(r, "and"),
			    res->frontier_total - res->nr_frontier, report_tr(r, "more"));
	text_table_release(&t);
}

/* The newline of a heading must not pass through text_put, which escapes it. */
static void heading(struct report *r, const struct q_path_result *res, uint32_t no)
{
	const struct q_path *p = &res->path[no];

	text_putf(r, TS_HEAD, "%s -> %s", res->asked_from, res->asked_to);
	sink_puts(&r->out, "   ");
	if (r->lang == LANG_ZH) {
		if (res->nr_paths > 1)
			sink_printf(&r->out, "第 %u 条路径（共 %u 条）：", no + 1, res->nr_paths);
		sink_printf(&r->out, "%u 跳，代价 %.4g", p->nr_hops, p->cost);
		if (p->deferred)
			sink_printf(&r->out, "，其中 %u 跳延迟执行", p->deferred);
	} else {
		if (res->nr_paths > 1)
			sink_printf(&r->out, "path %u of %u, ", no + 1, res->nr_paths);
		sink_printf(&r->out, "%u %s, cost %.4g", p->nr_hops,
			    report_count(r, p->nr_hops, "hops"), p->cost);
		if (p->deferred)
			sink_printf(&r->out, ", %u deferred", p->deferred);
	}
	if (res->far_fetched && !no)
		sink_printf(&r->out, "; %s", report_tr(r,
			    "far-fetched: perhaps one does not lead to the other"));
	sink_puts(&r->out, "\n\n");
}

/* Who uses the field on either side. */
static void meeting(struct report *r, const struct q_meet *m)
{
	struct text_table t;

	text_table_init(&t, 2);
	text_row(&t);
	text_cell(&t, 0, TS_NAME, "%s", report_func(r, m->here));
	text_cell(&t, 1, TS_PLACE, "%s", text_place(&t, r, m->here_at.file, m->here_at.line));
	text_row(&t);
	text_cell(&t, 0, TS_NAME, "%s", report_func(r, m->there));
	text_cell(&t, 1, TS_PLACE, "%s", text_place(&t, r, m->there_at.file, m->there_at.line));
	text_table_print(r, &t);
	text_table_release(&t);
}

/* "perhaps they meet at worker_pool.worklist: insert_work kernel/…:1, worker_thread kernel/…:2" */
static void meet(struct report *r, const struct q_path_result *res)
{
	const struct q_meet *m = &res->meet;

	if (!m->slot)
		return;
	if (!res->nr_paths)
		sink_putc(&r->out, '\n');
	sink_printf(&r->out, "%s ", report_tr(r, "perhaps they meet at"));
	text_put(r, TS_NOTE, graph_str(r->g, graph_slot(r->g, m->slot)->name));
	sink_puts(&r->out, ":\n");
	meeting(r, m);
	if (res->nr_paths)
		sink_putc(&r->out, '\n');
}

/* "taken as tcp4: proto = tcp_prot (from tcp_v4_connect)" */
static void taken(struct report *r, const struct q_path *p)
{
	uint32_t i;

	if (!p->nr_taken)
		return;
	sink_printf(&r->out, "\n%s", report_tr(r, "taken as"));
	if (p->world)
		sink_printf(&r->out, " %s", p->world);
	for (i = 0; i < p->nr_taken; i++) {
		const struct g_object *o = graph_object(r->g, p->taken[i].object);

		sink_puts(&r->out, i ? ", " : ": ");
		text_putf(r, TS_NOTE, "%s = %s %s %s)", graph_str(r->g, o->type), graph_str(r->g, o->name),
			  report_tr(r, "(from"), report_func(r, p->hop[p->taken[i].hop].callee));
	}
	sink_putc(&r->out, '\n');
}

static int text_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	uint32_t i, j;

	if (!res->nr_paths)
		frontier(r, res);
	for (i = 0; i < res->nr_paths; i++) {
		const struct q_path *p = &res->path[i];
		const struct g_func *f = graph_func(r->g, res->from);
		struct text_table t;

		if (i)
			sink_putc(&r->out, '\n');
		heading(r, res, i);
		if (!i)		/* of more use than a far-fetched way is */
			meet(r, res);
		text_table_init(&t, 0);
		text_row(&t);
		text_cell(&t, 0, TS_PLAIN, "   ");
		text_cell(&t, 1, TS_NAME, "%s", report_func(r, res->from));
		text_cell(&t, 3, TS_PLACE, "%s", text_place(&t, r, f->file, f->line));
		for (j = 0; j < p->nr_hops; j++)
			hop_row(r, &t, &p->hop[j], j + 1);
		text_table_print(r, &t);
		text_table_release(&t);
		taken(r, p);
	}
	if (!res->nr_paths)
		meet(r, res);
	if (res->why_not)
		why_not(r, res);
	if (r->observed && res->nr_paths)
		sink_printf(&r->out, "\n* %s\n", report_tr(r, "this call was recorded"));
	if (res->truncated)
		sink_printf(&r->out, "\n%s\n", report_tr(r, "gave up looking for more paths"));
	if (res->executed_by)
		sink_printf(&r->out, "\n%s\n", report_tr(r,
			    "deferred work is followed from who executes it, not from who starts it"));
	if (res->dropped)
		sink_printf(&r->out, "\n%u %s\n", res->dropped,
			    report_tr(r, "targets dropped by scenario"));
	return 0;
}

int text_edges(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_edges_result *res = p;
	const struct g_func *f = graph_func(r->g, res->func);
	struct text_table t;
	uint32_t i, depth = 1;

	text_table_init(&t, 2);
	text_put(r, TS_HEAD, report_tr(r, res->callers ? "callers of" : "callees of"));
	sink_putc(&r->out, ' ');
	text_put(r, TS_HEAD, report_func(r, res->func));
	text_putf(r, TS_PLAIN, " (%s): %u", text_place(&t, r, f->file, f->line), res->nr);
	sink_puts(&r->out, "\n\n");
	for (i = 0; i < res->nr; i++)
		if (res->edge[i].depth > depth)
			depth = res->edge[i].depth;
	for (i = 0; i < res->nr; i++) {
		const struct q_edge *e = &res->edge[i];

		if (e->unreached && (!i || !res->edge[i - 1].unreached)) {
			text_table_print(r, &t);
			text_table_release(&t);
			text_table_init(&t, 2);
			sink_puts(&r->out, i ? "\n" : "");
			text_put(r, TS_NOTE, report_tr(r, "no known entry leads to these"));
			sink_puts(&r->out, ":\n");
		}
		text_row(&t);
		if (depth > 1)
			text_cell(&t, 0, TS_PLAIN, "%2u", e->depth);
		text_cell(&t, 1, TS_NAME, "%s", report_func(r, res->callers ? e->caller : e->callee));
		if (depth > 1)
			text_cell(&t, 2, TS_PLAIN, "%s %s", res->callers ? "->" : "<-",
				  report_func(r, res->callers ? e->callee : e->caller));
		if (e->kind != GK_DIRECT)
			text_cell(&t, 3, e->started_by ? TS_LATER : TS_KIND, "%s%s%s",
				  report_tr(r, report_kind(r, e->kind)),
				  e->started_by && !e->executed_by ? report_tr(r, ", later") : "",
				  e->observed ? " *" : "");
		else if (e->observed)
			text_cell(&t, 3, TS_KIND, "*");
		if (e->kind != GK_DIRECT && e->rule != GR_DIRECT)
			text_cell(&t, 4, TS_PLAIN, "%s, %u", report_rule(e->rule), e->candidates);
		text_cell(&t, 5, TS_PLACE, "%s", text_place(&t, r, e->site.file, e->site.line));
		if (r->verbose && e->kind != GK_DIRECT)
			why(r, &t, e->via, NULL, e->registered, 0, 0);
		if (r->verbose || r->source)
			guards(r, &t, e->guard);
		excerpt(r, &t, e->site);
	}
	text_table_print(r, &t);
	if (r->observed && res->nr)
		sink_printf(&r->out, "\n* %s\n", report_tr(r, "this call was recorded"));
	if (!res->nr)
		sink_printf(&r->out, "%s\n", report_tr(r, res->callers ?
			    "no callers were found" : "no callees were found"));
	if (!res->nr && res->callers && f->alias_of)
		sink_printf(&r->out, "%s %s: kpath callers %s\n", report_tr(r, "it is another name of"),
			    report_func(r, f->alias_of), report_func(r, f->alias_of));
	if (res->callers)
		text_notes(r, &callers_form, res);
	text_table_release(&t);
	return 0;
}

/* "caller -> callee" a line, for reading with grep. */
int text_all_edges(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_edges_result *res = p;
	struct strbuf place = STRBUF_INIT;
	uint32_t i;

	for (i = 0; i < res->nr; i++) {
		const struct q_edge *e = &res->edge[i];

		text_put(r, TS_PLAIN, report_func(r, e->caller));
		sink_puts(&r->out, " -> ");
		text_put(r, TS_PLAIN, e->callee ? report_func(r, e->callee) : "?");
		strbuf_clear(&place);
		report_place(r, e->site.file, e->site.line, &place);
		text_putf(r, TS_PLAIN, "  %s  %s", report_tr(r, report_kind(r, e->kind)), place.buf);
		sink_putc(&r->out, '\n');
	}
	strbuf_release(&place);
	return 0;
}

const struct writer text_writer = {
	.name = "text", .rank = 10,
	.path = text_path,
	.form = text_form,
	.report = text_report,
};
