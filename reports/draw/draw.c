/* SPDX-License-Identifier: MIT */
#include "draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "model/facts.h"

#define FONT "Helvetica,Arial,sans-serif"

static void set(void *obj, const char *name, const char *value)
{
	agsafeset(obj, (char *)name, (char *)value, (char *)"");
}

/* In Graphviz strings a backslash begins an escape (\N, \l). */
static void set_text(void *obj, const char *name, const char *raw)
{
	struct strbuf safe = STRBUF_INIT, out = STRBUF_INIT;
	const char *p;

	strbuf_addtext(&safe, raw);
	for (p = safe.buf; *p; p++) {
		if (*p == '\\')
			strbuf_addch(&out, '\\');
		strbuf_addch(&out, *p);
	}
	set(obj, name, out.buf);
	strbuf_release(&safe);
	strbuf_release(&out);
}

/* Graphviz looks for its escapes in the text of HTML labels too. */
static void add_html(struct strbuf *out, const char *raw)
{
	struct strbuf safe = STRBUF_INIT;
	const char *p;

	strbuf_addtext(&safe, raw);
	for (p = safe.buf; *p; p++) {
		switch (*p) {
		case '&': strbuf_addstr(out, "&amp;"); break;
		case '<': strbuf_addstr(out, "&lt;"); break;
		case '>': strbuf_addstr(out, "&gt;"); break;
		case '"': strbuf_addstr(out, "&quot;"); break;
		case '\\': strbuf_addstr(out, "\\\\"); break;
		default: strbuf_addch(out, *p);
		}
	}
	strbuf_release(&safe);
}

static void set_html(Agraph_t *g, void *obj, const char *name, const char *html)
{
	char *s = agstrdup_html(g, (char *)html);

	agsafeset(obj, (char *)name, s, (char *)"");
	agstrfree(g, s);
}

static void set_url(struct report *r, void *obj, const char *attr, uint32_t file, uint32_t line)
{
	struct strbuf url = STRBUF_INIT;

	if (!report_url(r, file, line, &url)) {
		set(obj, attr, url.buf);
		set(obj, "target", "_blank");
	}
	strbuf_release(&url);
}

/*
 * The directory's cluster; the build's and unknown files stand outside. A path
 * that comes back to a directory gets a second cluster (`part`): in one, dot
 * would rank the chain's ends side by side.
 */
static Agraph_t *cluster_of(struct report *r, Agraph_t *g, uint32_t func, uint32_t part)
{
	const char *file = report_file(r, graph_func(r->g, func)->file);
	const char *slash = strrchr(file, '/');
	struct strbuf dir = STRBUF_INIT, name = STRBUF_INIT;
	Agraph_t *sub = g;

	if (slash) {
		strbuf_add(&dir, file, slash - file);
		if (part)
			strbuf_addf(&name, "cluster_%u_", part);
		else
			strbuf_addstr(&name, "cluster_");
		strbuf_addtext(&name, dir.buf);
		sub = agsubg(g, name.buf, 0);
		if (!sub) {
			sub = agsubg(g, name.buf, 1);
			set_text(sub, "label", dir.buf);
			set(sub, "style", "rounded,filled");
			set(sub, "color", "#d0d7de");
			set(sub, "fillcolor", "#f6f8fa");
			set(sub, "fontcolor", "#57606a");
			set(sub, "fontsize", "10");
			set(sub, "labeljust", "l");
		}
	}
	strbuf_release(&dir);
	strbuf_release(&name);
	return sub;
}

/* `again`: how often the path came through this function before. Drawn as
 * one node, a hook that is passed twice would make a loop of the chain. */
static Agnode_t *node_of(struct report *r, Agraph_t *g, uint32_t func, uint32_t again,
			 uint32_t part)
{
	const struct g_func *f = graph_func(r->g, func);
	struct strbuf html = STRBUF_INIT, tip = STRBUF_INIT;
	char id[32];
	Agnode_t *n;

	if (again)
		snprintf(id, sizeof(id), "f%u_%u", func, again);
	else
		snprintf(id, sizeof(id), "f%u", func);
	n = agnode(g, id, 0);
	if (n)
		return n;
	n = agnode(g, id, 1);
	agsubnode(cluster_of(r, g, func, part), n, 1);
	add_html(&html, report_func(r, func));
	strbuf_addstr(&html, "<br/><font point-size=\"9\" color=\"#57606a\">");
	if (f->file) {
		add_html(&html, path_basename(report_file(r, f->file)));
		strbuf_addf(&html, ":%u", f->line);
	} else {
		strbuf_addstr(&html, "no source");
	}
	strbuf_addstr(&html, "</font>");
	set_html(g, n, "label", html.buf);
	strbuf_addf(&tip, "%s ", report_func(r, func));
	report_place(r, f->file, f->line, &tip);
	set_text(n, "tooltip", tip.buf);
	set_url(r, n, "URL", f->file, f->line);
	strbuf_release(&html);
	strbuf_release(&tip);
	return n;
}

struct arrow {
	uint32_t caller, callee, edge, kind, rule, candidates;
	uint32_t caller_again, callee_again;	/* as node_of */
	uint32_t caller_part, callee_part;	/* as cluster_of */
	struct q_place site;
	const char *via;
	int later, observed;
	int places;	/* show where the call stands */
	uint32_t guard;	/* draw what it stands under; 0 = nothing */
};

/* At most as many bytes as fit into a diamond, cut between two characters. */
static void cut_text(struct strbuf *sb, size_t max)
{
	if (sb->len <= max)
		return;
	while (max && ((unsigned char)sb->buf[max] & 0xc0) == 0x80)
		max--;
	strbuf_setlen(sb, max);
	strbuf_addstr(sb, "…");
}

/* A chain of diamonds behind `from`; returns its last, and in `answer` what
 * leads on from there. */
static Agnode_t *diamonds(struct report *r, Agraph_t *g, Agnode_t *from, const struct arrow *a,
			  const char *id, const char **answer)
{
	uint32_t nr, i, *list = report_deciding(r, a->guard, DRAW_DIAMONDS, &nr);
	struct strbuf sb = STRBUF_INIT;

	for (i = 0; i < nr; i++) {
		const struct g_guard *gu = graph_guard(r->g, list[i]);
		char name[96];
		Agnode_t *n;
		Agedge_t *e;

		snprintf(name, sizeof(name), "%s g%u", id, list[i]);
		n = agnode(g, name, 1);
		agsubnode(cluster_of(r, g, a->caller, a->caller_part), n, 1);
		set(n, "shape", gu->flags & GUARDF_LOOP ? "hexagon" : "diamond");
		set(n, "style", "filled");
		set(n, "fillcolor", "#fff8c5");
		set(n, "fontsize", "10");
		set(n, "margin", "0,0");
		strbuf_addstr(&sb, graph_str(r->g, gu->text));
		cut_text(&sb, 44);
		set_text(n, "label", sb.buf);
		strbuf_clear(&sb);
		report_condition(r, list[i], &sb);
		strbuf_addf(&sb, " :%u", gu->line);
		set_text(n, "tooltip", sb.buf);
		strbuf_clear(&sb);
		set_url(r, n, "URL", a->site.file, gu->line);
		e = agedge(g, from, n, name, 1);
		if (*answer) {
			strbuf_addf(&sb, "&#160;&#160;%s", *answer);
			set_html(g, e, "label", sb.buf);
			strbuf_clear(&sb);
		}
		from = n;
		*answer = gu->flags & (GUARDF_CASE | GUARDF_GOTO) ? NULL :
			report_tr(r, gu->flags & GUARDF_NEGATED ? "no" : "yes");
	}
	free(list);
	strbuf_release(&sb);
	return from;
}

static void arrow_add(struct report *r, Agraph_t *g, const struct arrow *a)
{
	Agnode_t *from = node_of(r, g, a->caller, a->caller_again, a->caller_part);
	Agnode_t *to = node_of(r, g, a->callee, a->callee_again, a->callee_part);
	struct strbuf sb = STRBUF_INIT;
	uint32_t slot = report_edge_slot(r->g, a->edge);
	const char *answer = NULL;
	char id[64];
	Agedge_t *e;

	snprintf(id, sizeof(id), "%u:%u", a->site.file, a->site.line);
	if (a->guard) {
		snprintf(id, sizeof(id), "%s %s %u:%u", agnameof(from), agnameof(to),
			 a->site.file, a->site.line);
		if (agedge(g, NULL, to, id, 0))
			return;
		from = diamonds(r, g, from, a, id, &answer);
	} else if (agedge(g, from, to, id, 0)) {
		return;
	}
	e = agedge(g, from, to, id, 1);

	if (answer)
		strbuf_addf(&sb, "&#160;&#160;%s<br align=\"left\"/>", answer);
	/* a blank keeps the letters off the line */
	if (a->kind != GK_DIRECT) {
		strbuf_addstr(&sb, "&#160;&#160;");
		add_html(&sb, report_kind(r, a->kind));
		if (slot) {
			strbuf_addstr(&sb, ": ");
			add_html(&sb, graph_str(r->g, graph_slot(r->g, slot)->name));
		}
	}
	if (a->places && a->site.file) {
		if (a->kind != GK_DIRECT)
			strbuf_addstr(&sb, "<br align=\"left\"/>");
		strbuf_addstr(&sb, "<font color=\"#57606a\">&#160;&#160;");
		add_html(&sb, path_basename(report_file(r, a->site.file)));
		strbuf_addf(&sb, ":%u</font>", a->site.line);
	}
	if (sb.len) {
		strbuf_addstr(&sb, "<br align=\"left\"/>");
		set_html(g, e, "label", sb.buf);
	}
	strbuf_clear(&sb);
	strbuf_addf(&sb, "%s calls %s at ", report_func(r, a->caller),
		    report_func(r, a->callee));
	report_place(r, a->site.file, a->site.line, &sb);
	if (a->via && *a->via)
		strbuf_addf(&sb, "; %s", a->via);
	if (a->kind != GK_DIRECT)
		strbuf_addf(&sb, "; %s, %u %s", report_rule(a->rule), a->candidates,
			    a->candidates == 1 ? "candidate" : "candidates");
	if (a->observed)
		strbuf_addstr(&sb, "; recorded");
	set_text(e, "tooltip", sb.buf);
	set_text(e, "labeltooltip", sb.buf);
	set_url(r, e, "URL", a->site.file, a->site.line);

	if (a->kind == GK_INITCALL)
		set(e, "style", "bold");
	else if (a->kind != GK_DIRECT)
		set(e, "style", "dashed");
	if (a->observed) {
		set(e, "color", "#1a7f37");
		set(e, "penwidth", "2");
	}
	if (a->later) {
		set(e, "color", "#bc4c00");
		set(e, "fontcolor", "#bc4c00");
	}
	strbuf_release(&sb);
}

Agraph_t *draw_new(const char *title, const char *rankdir)
{
	Agraph_t *g = agopen((char *)"kpath", Agdirected, draw_disc());

	set_text(g, "label", title);
	set(g, "labelloc", "t");
	set(g, "rankdir", rankdir);
	set(g, "bgcolor", "#ffffff");
	set(g, "fontname", FONT);
	set(g, "fontsize", "13");
	set(g, "nodesep", "0.25");
	set(g, "ranksep", "0.35");
	agattr(g, AGNODE, (char *)"shape", (char *)"box");
	agattr(g, AGNODE, (char *)"style", (char *)"rounded,filled");
	agattr(g, AGNODE, (char *)"fillcolor", (char *)"#ffffff");
	agattr(g, AGNODE, (char *)"color", (char *)"#57606a");
	agattr(g, AGNODE, (char *)"fontname", (char *)FONT);
	agattr(g, AGNODE, (char *)"fontsize", (char *)"12");
	agattr(g, AGNODE, (char *)"height", (char *)"0.4");
	agattr(g, AGNODE, (char *)"margin", (char *)"0.12,0.06");
	agattr(g, AGEDGE, (char *)"fontname", (char *)FONT);
	agattr(g, AGEDGE, (char *)"fontsize", (char *)"10");
	agattr(g, AGEDGE, (char *)"color", (char *)"#24292f");
	agattr(g, AGEDGE, (char *)"arrowsize", (char *)"0.7");
	return g;
}

static void mark(Agnode_t *n, const char *fill)
{
	set(n, "fillcolor", fill);
	set(n, "penwidth", "1.5");
}

static int same_dir(struct report *r, uint32_t f1, uint32_t f2)
{
	const char *a = report_file(r, graph_func(r->g, f1)->file);
	const char *b = report_file(r, graph_func(r->g, f2)->file);
	size_t n = path_basename(a) - a, m = path_basename(b) - b;

	return n == m && !strncmp(a, b, n);
}

Agraph_t *draw_path(struct report *r, const struct q_path_result *res)
{
	struct strbuf title = STRBUF_INIT;
	uint32_t i, j, part = 0;
	Agraph_t *g;

	strbuf_addf(&title, "%s to %s", res->asked_from, res->asked_to);
	if (*graph_get_meta(r->g, "version"))
		strbuf_addf(&title, ", %s%s", *graph_get_meta(r->g, "kernel") ? "Linux " : "",
			    graph_get_meta(r->g, "version"));
	if (!res->nr_paths)
		strbuf_addstr(&title, ": no path was found");
	g = draw_new(title.buf, "TB");
	strbuf_release(&title);
	for (i = 0; i < res->nr_paths; i++) {
		part++;
		for (j = 0; j < res->path[i].nr_hops; j++) {
			const struct q_hop *h = &res->path[i].hop[j];
			struct arrow a = {
				.caller = h->caller, .callee = h->callee, .edge = h->edge,
				.kind = h->kind, .rule = h->rule, .candidates = h->candidates,
				.site = h->site, .via = h->via, .later = h->deferred, .observed = h->observed,
				.places = 1,
				.caller_again = report_again(&res->path[i], j),
				.callee_again = report_again(&res->path[i], j + 1),
				.caller_part = part,
				.guard = r->flow ? h->guard : 0,
			};

			if (!same_dir(r, h->caller, h->callee))
				part++;
			a.callee_part = part;
			arrow_add(r, g, &a);
		}
	}
	if (res->from)
		mark(node_of(r, g, res->from, 0, 0), "#ddf4ff");
	if (res->to)
		mark(node_of(r, g, res->to, 0, 0), "#dafbe1");
	return g;
}

Agraph_t *draw_edges(struct report *r, const void *p, uint32_t max)
{
	const struct q_edges_result *res = p;
	struct strbuf title = STRBUF_INIT;
	uint32_t i;
	Agraph_t *g;

	if (max && res->nr > max)
		return draw_folded(r, res, max);
	strbuf_addf(&title, "%s of %s", res->callers ? "Callers" : "Callees",
		    report_func(r, res->func));
	g = draw_new(title.buf, "LR");
	strbuf_release(&title);
	mark(node_of(r, g, res->func, 0, 0), "#ddf4ff");
	for (i = 0; i < res->nr; i++) {
		const struct q_edge *e = &res->edge[i];
		struct arrow a = {
			.caller = e->caller, .callee = e->callee, .edge = e->edge,
			.kind = e->kind, .rule = e->rule, .candidates = e->candidates,
			.site = e->site, .via = e->via,
			.later = e->started_by && !e->executed_by, .observed = e->observed,
		};

		if (e->caller && e->callee)
			arrow_add(r, g, &a);
	}
	return g;
}

/* ---- pieces of a long path ---------------------------------------------------------- */

uint32_t draw_boxes(const struct report *r, const struct q_hop *h)
{
	uint32_t nr, *list;

	if (!r->flow || !h->guard)
		return 1;
	list = report_deciding(r, h->guard, DRAW_DIAMONDS, &nr);
	free(list);
	return 1 + nr;
}

uint32_t draw_piece_end(const struct report *r, const struct q_path *p, uint32_t from, uint32_t each)
{
	uint32_t i, count = draw_boxes(r, &p->hop[from]);

	for (i = from + 1; i < p->nr_hops && count + draw_boxes(r, &p->hop[i]) <= each + 1; i++)
		count += draw_boxes(r, &p->hop[i]);
	return i;
}

/* ---- parts ----------------------------------------------------------------------- */

Agnode_t *draw_node(Agraph_t *g, const char *name)
{
	struct strbuf id = STRBUF_INIT;		/* DOT shows it too */
	Agnode_t *n;

	strbuf_addtext(&id, name);
	n = agnode(g, id.buf, 0);
	if (!n) {
		n = agnode(g, id.buf, 1);
		set_text(n, "label", name);
		set_text(n, "tooltip", name);
	}
	strbuf_release(&id);
	return n;
}

void draw_label(void *edge, const char *lines)
{
	struct strbuf html = STRBUF_INIT;

	while (*lines) {
		size_t n = strcspn(lines, "\n");
		char *line = strndup(lines, n);

		strbuf_addstr(&html, "&#160;&#160;");
		add_html(&html, line ? line : "");
		strbuf_addstr(&html, "<br align=\"left\"/>");
		free(line);
		lines += n + (lines[n] == '\n');
	}
	if (html.len)
		set_html(agraphof(edge), edge, "label", html.buf);
	strbuf_release(&html);
}

void draw_tooltip(void *obj, const char *text)
{
	set_text(obj, "tooltip", text);
	set_text(obj, "labeltooltip", text);
}

void draw_html(struct strbuf *out, const char *raw)
{
	add_html(out, raw);
}

Agnode_t *draw_table(Agraph_t *g, const char *id, const char *html)
{
	Agnode_t *n = agnode(g, (char *)id, 1);

	set(n, "shape", "plain");
	set_html(g, n, "label", html);
	set_text(n, "tooltip", id);
	return n;
}

void draw_between(Agraph_t *g, Agnode_t *a, Agnode_t *b)
{
	set(agedge(g, a, b, NULL, 1), "dir", "both");
}

void draw_colour(void *obj, const char *colour)
{
	set(obj, "color", colour);
}

void draw_faint(Agnode_t *n, Agedge_t *e)
{
	set(n, "style", "rounded,dashed");
	set(n, "color", "#8c959f");
	set(e, "color", "#8c959f");
	set(e, "fontcolor", "#8c959f");
}
