/* SPDX-License-Identifier: MIT */
/* Markdown as GitHub shows it, with Mermaid in it. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"
#include "prose.h"

#define ROWS 60

/* ---- pieces ------------------------------------------------------------------------ */

static void md_text(struct report *r, const char *text)
{
	struct strbuf safe = STRBUF_INIT;
	const char *p;

	strbuf_addutf8(&safe, text);
	for (p = safe.buf; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f) {
			sink_putc(&r->out, ' ');
		} else if (*p == '<') {
			sink_puts(&r->out, "&lt;");
		} else if (*p == '>') {
			sink_puts(&r->out, "&gt;");
		} else if (*p == '&') {
			sink_puts(&r->out, "&amp;");
		} else {
			/* what begins a block does so at the begin only */
			if (strchr("\\`*_[]|~$", *p) ||
			    (p == safe.buf && strchr("#+-=", *p)) ||
			    (p > safe.buf && strchr(".)", *p) && isdigit((unsigned char)p[-1]) &&
			     strspn(safe.buf, "0123456789") == (size_t)(p - safe.buf)))
				sink_putc(&r->out, '\\');
			sink_putc(&r->out, *p);
		}
	}
	strbuf_release(&safe);
}

static void code(struct report *r, const char *text, int cell)
{
	struct strbuf safe = STRBUF_INIT;
	const char *p, *fence = strchr(text, '`') ? "``" : "`";

	strbuf_addtext(&safe, text);
	if (!safe.len)
		return;
	sink_puts(&r->out, fence);
	if (fence[1])
		sink_putc(&r->out, ' ');
	for (p = safe.buf; *p; p++) {
		if (*p == '|' && cell)
			sink_putc(&r->out, '\\');
		/* a run of two would end it */
		if (*p == '`' && p > safe.buf && p[-1] == '`')
			sink_putc(&r->out, ' ');
		sink_putc(&r->out, *p);
	}
	if (fence[1])
		sink_putc(&r->out, ' ');
	sink_puts(&r->out, fence);
	strbuf_release(&safe);
}

static void md_code(struct report *r, const char *text)
{
	code(r, text, 0);
}

static void md_func(struct report *r, uint32_t func)
{
	code(r, report_func(r, func), 0);
}

static void md_place(struct report *r, struct q_place place)
{
	struct strbuf url = STRBUF_INIT, text = STRBUF_INIT;

	report_place(r, place.file, place.line, &text);
	if (!report_url(r, place.file, place.line, &url)) {
		sink_putc(&r->out, '[');
		code(r, text.buf, 1);
		sink_printf(&r->out, "](%s)", url.buf);
	} else {
		code(r, text.buf, 1);
	}
	strbuf_release(&url);
	strbuf_release(&text);
}

static const struct prose_ink md_ink = {
	.text = md_text, .code = md_code, .func = md_func, .place = md_place,
};

static void md_tr(struct report *r, const char *text)
{
	md_text(r, report_tr(r, text));
}

static void say(struct report *r, const char *text, const struct prose_gap *gaps)
{
	prose_say(r, &md_ink, text, gaps);
	sink_puts(&r->out, "\n\n");
}

static void next_paragraph(struct report *r)
{
	sink_puts(&r->out, "\n\n");
}

static void plain(struct report *r, const char *text)
{
	if (!text[strspn(text, " \t\r\n")])
		return;
	prose_plain(r, &md_ink, text, next_paragraph);
	sink_puts(&r->out, "\n\n");
}

/* A table's head; its rows are "| a | b |". */
static void table_head(struct report *r, unsigned columns, ...)
{
	va_list ap;
	unsigned i;

	va_start(ap, columns);
	for (i = 0; i < columns; i++) {
		sink_puts(&r->out, "| ");
		md_tr(r, va_arg(ap, const char *));
		sink_putc(&r->out, ' ');
	}
	va_end(ap);
	sink_puts(&r->out, "|\n");
	for (i = 0; i < columns; i++)
		sink_puts(&r->out, "| --- ");
	sink_puts(&r->out, "|\n");
}

static void cell(struct report *r)
{
	sink_puts(&r->out, " | ");
}

static void row_begin(struct report *r)
{
	sink_puts(&r->out, "| ");
}

static void row_end(struct report *r)
{
	sink_puts(&r->out, " |\n");
}

/* GitHub shows files up to 512 KiB: of a long table the begin. Returns how
 * many rows of `total` there is room for. */
static uint32_t rows_of(uint32_t total)
{
	return total > ROWS ? ROWS : total;
}

static void table_tail(struct report *r, uint32_t total)
{
	const struct prose_gap gaps[] = {
		{ .name = "n", .type = PROSE_UINT, .id = total > ROWS ? total - ROWS : 0 },
		{ .type = PROSE_END }
	};

	sink_putc(&r->out, '\n');
	if (total > ROWS)
		say(r, "{n} more", gaps);
}

/* ---- a path ------------------------------------------------------------------------ */

static void hop_row(struct report *r, const struct q_hop *h, uint32_t no)
{
	struct strbuf line = STRBUF_INIT;

	row_begin(r);
	sink_uint(&r->out, no);
	cell(r);
	md_func(r, h->callee);
	cell(r);
	md_text(r, report_kind(r, h->kind));
	if (h->deferred) {
		md_text(r, r->lang == LANG_ZH ? "，" : ", ");
		md_tr(r, "later");
	}
	cell(r);
	md_text(r, prose_sure_word(r, prose_sure(r, h)));
	cell(r);
	md_place(r, h->site);
	cell(r);
	if (r->src && !source_line(r->src, h->site.file, h->site.line, &line)) {
		size_t i;

		for (i = 0; i < line.len; i++)
			if (line.buf[i] == '\t' || !line.buf[i])
				line.buf[i] = ' ';
		code(r, line.buf, 1);
	}
	row_end(r);
	strbuf_release(&line);
}

static void picture(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	struct q_path_result one = *res;

	one.nr_paths = 1;
	sink_puts(&r->out, "```mermaid\n");
	mermaid_writer.path(r, &one, err);
	sink_puts(&r->out, "```\n\n");
}

static void other_ways(struct report *r, const struct q_path_result *res)
{
	uint32_t i, j;

	if (res->nr_paths < 2)
		return;
	md_tr(r, "Other ways that were considered:");
	sink_puts(&r->out, "\n\n");
	for (i = 1; i < res->nr_paths; i++) {
		const struct q_path *p = &res->path[i];
		char cost[64];
		const struct prose_gap gaps[] = {
			{ .name = "n", .type = PROSE_UINT, .id = p->nr_hops },
			{ .name = "cost", .type = PROSE_TEXT, .text = cost },
			{ .type = PROSE_END }
		};

		snprintf(cost, sizeof(cost), "%.4g", p->cost);
		sink_puts(&r->out, "- ");
		prose_say(r, &md_ink, "{n} calls, cost {cost}", gaps);
		md_text(r, r->lang == LANG_ZH ? "：" : ": ");
		md_func(r, p->hop[0].caller);
		for (j = 0; j < p->nr_hops; j++) {
			sink_puts(&r->out, " → ");
			md_func(r, p->hop[j].callee);
		}
		sink_putc(&r->out, '\n');
	}
	sink_putc(&r->out, '\n');
}

static int path_part(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	const struct prose_gap gaps[] = {
		{ .name = "from", .type = PROSE_FUNC, .id = res->from },
		{ .name = "to", .type = PROSE_FUNC, .id = res->to },
		{ .name = "n", .type = PROSE_UINT, .id = res->reached },
		{ .type = PROSE_END }
	};
	const struct q_path *p = res->path;
	uint32_t i;

	if (!res->nr_paths) {
		say(r, "In this index no way leads from {from} to {to}; {n} functions were reached.",
		    gaps);
		return 0;
	}
	prose_path(r, &md_ink, res, p);
	sink_puts(&r->out, "\n\n");
	if (!p->nr_hops)
		return 0;
	picture(r, res, err);
	table_head(r, 6, "no.", "function", "how", "how sure", "where", "source");
	for (i = 0; i < p->nr_hops; i++)
		hop_row(r, &p->hop[i], i + 1);
	sink_putc(&r->out, '\n');
	other_ways(r, res);
	return 0;
}

/* ---- lists ------------------------------------------------------------------------- */

static int edges_part(struct report *r, const struct q_edges_result *res, struct strbuf *err)
{
	uint32_t i;

	if (!res->nr) {
		md_tr(r, res->callers ? "no callers were found" : "no callees were found");
		sink_puts(&r->out, "\n\n");
		return 0;
	}
	table_head(r, 4, "caller", "callee", "how", "where");
	for (i = 0; i < rows_of(res->nr); i++) {
		const struct q_edge *e = &res->edge[i];

		row_begin(r);
		md_func(r, e->caller);
		cell(r);
		md_func(r, e->callee);
		cell(r);
		md_text(r, report_kind(r, e->kind));
		sink_putc(&r->out, ' ');
		code(r, e->via, 1);
		cell(r);
		md_place(r, e->site);
		row_end(r);
	}
	table_tail(r, res->nr);
	return 0;
}

static void object_or_func(struct report *r, uint32_t object, uint32_t func)
{
	if (object)
		code(r, graph_str(r->g, r->g->object[object].name), 1);
	else if (func)
		md_func(r, func);
}

static int slot_part(struct report *r, const struct q_slot_result *res, struct strbuf *err)
{
	const struct graph *g = r->g;
	const struct prose_gap gaps[] = {
		{ .name = "slot", .type = PROSE_CODE, .text = graph_str(g, g->slot[res->slot].name) },
		{ .name = "n", .type = PROSE_UINT, .id = res->nr_stores },
		{ .name = "m", .type = PROSE_UINT, .id = res->nr_calls }, { .type = PROSE_END }
	};
	uint32_t i;

	say(r, "{slot} is filled at {n} places and called through at {m}.", gaps);
	if (res->nr_stores)
		table_head(r, 3, "stored in it", "table or function that does it", "where");
	for (i = 0; i < rows_of(res->nr_stores); i++) {
		const struct g_store *s = &g->store[res->store[i]];

		row_begin(r);
		object_or_func(r, s->func ? 0 : s->target, s->func);
		cell(r);
		object_or_func(r, s->object, s->in_func);
		cell(r);
		md_place(r, (struct q_place){ s->file, s->line });
		row_end(r);
	}
	table_tail(r, res->nr_stores);
	if (res->nr_calls)
		table_head(r, 3, "called by", "functions possible there", "where");
	for (i = 0; i < rows_of(res->nr_calls); i++) {
		row_begin(r);
		md_func(r, res->call[i].caller);
		cell(r);
		sink_uint(&r->out, res->call[i].targets);
		cell(r);
		md_place(r, res->call[i].site);
		row_end(r);
	}
	table_tail(r, res->nr_calls);
	return 0;
}

static int table_part(struct report *r, const struct q_table_result *res, struct strbuf *err)
{
	const struct graph *g = r->g;
	const struct g_object *obj = &g->object[res->object];
	const struct prose_gap gaps[] = {
		{ .name = "object", .type = PROSE_CODE, .text = graph_str(g, obj->name) },
		{ .name = "type", .type = PROSE_CODE, .text = graph_str(g, obj->type) },
		{ .name = "site", .type = PROSE_PLACE, .place = { obj->file, obj->line } },
		{ .type = PROSE_END }
	};
	uint32_t i;

	say(r, "{object} is a {type} at {site}.", gaps);
	if (res->nr_fields)
		table_head(r, 3, "field", "holds", "where");
	for (i = 0; i < rows_of(res->nr_fields); i++) {
		const struct g_field_value *f = &g->field_value[res->field[i]];

		row_begin(r);
		code(r, graph_str(g, f->field), 1);
		cell(r);
		if (f->func || f->target)
			object_or_func(r, f->func ? 0 : f->target, f->func);
		else
			code(r, graph_str(g, f->text), 1);
		cell(r);
		md_place(r, (struct q_place){ f->file, f->line });
		row_end(r);
	}
	table_tail(r, res->nr_fields);
	if (res->nr_held)
		table_head(r, 3, "held by", "table or function that does it", "where");
	for (i = 0; i < rows_of(res->nr_held); i++) {
		const struct g_store *s = &g->store[res->held[i]];

		row_begin(r);
		code(r, graph_str(g, g->slot[s->slot].name), 1);
		cell(r);
		object_or_func(r, s->object, s->in_func);
		cell(r);
		md_place(r, (struct q_place){ s->file, s->line });
		row_end(r);
	}
	table_tail(r, res->nr_held);
	return 0;
}

static int entries_part(struct report *r, const struct q_entries_result *res, struct strbuf *err)
{
	uint32_t i;

	if (!res->nr) {
		md_tr(r, "no entry reaches it");
		sink_puts(&r->out, "\n\n");
		return 0;
	}
	table_head(r, 5, "kind", "name", "function", "calls", "where");
	for (i = 0; i < rows_of(res->nr); i++) {
		const struct q_entry *e = &res->entry[i];

		row_begin(r);
		md_text(r, e->kind);
		cell(r);
		md_text(r, e->name);
		cell(r);
		md_func(r, e->func);
		cell(r);
		sink_uint(&r->out, e->hops);
		cell(r);
		md_place(r, e->registered);
		row_end(r);
	}
	table_tail(r, res->nr);
	return 0;
}

static int initcalls_part(struct report *r, const struct q_initcalls_result *res,
			  struct strbuf *err)
{
	uint32_t i;

	if (!res->nr) {
		md_tr(r, "no initcalls");
		sink_puts(&r->out, "\n\n");
		return 0;
	}
	table_head(r, 5, "order", "level", "macro", "function", "where");
	for (i = 0; i < rows_of(res->nr); i++) {
		const struct g_entry *e = &r->g->entry[res->entry[i]];

		row_begin(r);
		sink_uint(&r->out, e->order);
		cell(r);
		md_text(r, graph_str(r->g, e->level));
		cell(r);
		code(r, graph_str(r->g, e->name), 1);
		cell(r);
		md_func(r, e->func);
		cell(r);
		md_place(r, (struct q_place){ e->file, e->line });
		row_end(r);
	}
	table_tail(r, res->nr);
	return 0;
}

static int states_part(struct report *r, const struct q_states_result *res, struct strbuf *err)
{
	const struct prose_gap gaps[] = {
		{ .name = "field", .type = PROSE_CODE, .text = res->field },
		{ .name = "n", .type = PROSE_UINT, .id = res->nr }, { .type = PROSE_END }
	};
	struct strbuf from = STRBUF_INIT;
	uint32_t i;

	say(r, "{field} is set at {n} places.", gaps);
	if (!res->nr)
		return 0;
	sink_puts(&r->out, "```mermaid\n");
	mermaid_writer.states(r, res, err);
	sink_puts(&r->out, "```\n\n");
	table_head(r, 5, "from", "to", "how", "function", "where");
	for (i = 0; i < rows_of(res->nr); i++) {
		const struct q_state *s = &res->state[i];

		strbuf_clear(&from);
		prose_from(r, s, &from);
		row_begin(r);
		md_text(r, from.buf);
		cell(r);
		code(r, s->to, 1);
		cell(r);
		code(r, s->how, 1);
		cell(r);
		md_func(r, s->func);
		cell(r);
		md_place(r, s->site);
		row_end(r);
	}
	table_tail(r, res->nr);
	strbuf_release(&from);
	return 0;
}

static const struct writer parts = {
	.name = "",
	.path = path_part,
	.edges = edges_part,
	.slot = slot_part,
	.table = table_part,
	.entries = entries_part,
	.initcalls = initcalls_part,
	.states = states_part,
};

/* ---- the document ------------------------------------------------------------------ */

static void fact(struct report *r, const char *name, const char *value)
{
	if (!*value)
		return;
	sink_puts(&r->out, "- ");
	md_tr(r, name);
	md_text(r, r->lang == LANG_ZH ? "：" : ": ");
	md_text(r, value);
	sink_putc(&r->out, '\n');
}

static void made_of(struct report *r)
{
	const struct graph *g = r->g;
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s%s", *graph_get_meta(g, "kernel") ? "Linux " : "",
		    graph_get_meta(g, "version"));
	fact(r, "Kernel", sb.buf);
	fact(r, "Configuration", graph_get_meta(g, "config"));
	fact(r, "Source tree", graph_get_meta(g, "tree"));
	fact(r, "Only these parts were read", graph_get_meta(g, "only"));
	fact(r, "Made by", "kpath " KPATH_VERSION);
	if (r->stale == 1)
		fact(r, "Beware", report_tr(r, "a source that is cited here has changed since it "
						"was indexed"));
	sink_putc(&r->out, '\n');
	strbuf_release(&sb);
}

static void gap(struct report *r, const struct lab_answer *a)
{
	const struct prose_gap gaps[] = {
		{ .name = "name", .type = PROSE_CODE, .text = a->asked ? a->asked : "" },
		{ .name = "why", .type = PROSE_TEXT, .text = a->problem ? a->problem : "" },
		{ .type = PROSE_END }
	};
	uint32_t i;

	sink_puts(&r->out, "> ");
	prose_say(r, &md_ink, lab_gap_text(a), gaps);
	for (i = 0; a->hint[i]; i++) {
		if (i)
			md_text(r, r->lang == LANG_ZH ? "、" : ", ");
		else
			md_tr(r, a->state == LAB_AMBIGUOUS ? " It may be: " : " Names near to it: ");
		md_code(r, a->hint[i]);
	}
	sink_puts(&r->out, "\n\n");
}

static int part(struct report *r, const struct lab_answer *a, struct strbuf *err)
{
	const char *title = lab_tr(r, &a->part->title);
	struct strbuf asked = STRBUF_INIT;
	int ret = 0;

	if (*title) {
		sink_puts(&r->out, "### ");
		prose_plain(r, &md_ink, title, NULL);
		sink_puts(&r->out, "\n\n");
	}
	plain(r, lab_tr(r, &a->part->text));
	if (a->state == LAB_FOUND || a->state == LAB_NOTHING)
		ret = lab_show(r, &parts, a, err);
	else
		gap(r, a);
	lab_command(a->part, &asked);
	if (asked.len) {
		code(r, asked.buf, 0);
		sink_puts(&r->out, "\n\n");
	}
	strbuf_release(&asked);
	return ret < 0 ? -1 : 0;
}

static int markdown_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	const struct lab *lab = res->lab;
	uint32_t i, j, n = 0;

	sink_puts(&r->out, "# ");
	prose_plain(r, &md_ink, lab_tr(r, &lab->title), NULL);
	sink_puts(&r->out, "\n\n");
	made_of(r);
	plain(r, lab_tr(r, &lab->text));
	for (i = 0; i < lab->nr_questions; i++) {
		const struct lab_question *q = &lab->question[i];

		sink_printf(&r->out, "## %u\\. ", i + 1);
		prose_plain(r, &md_ink, lab_tr(r, &q->title), NULL);
		sink_puts(&r->out, "\n\n");
		plain(r, lab_tr(r, &q->text));
		for (j = 0; j < q->nr_parts; j++)
			if (part(r, &res->answer[n++], err))
				return -1;
	}
	return 0;
}

static int markdown_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	sink_puts(&r->out, "# ");
	md_code(r, res->asked_from);
	sink_puts(&r->out, " → ");
	md_code(r, res->asked_to);
	sink_puts(&r->out, "\n\n");
	made_of(r);
	return path_part(r, res, err);
}

const struct writer markdown_writer = {
	.name = "markdown",
	.path = markdown_path,
	.report = markdown_report,
};
