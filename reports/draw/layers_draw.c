/* SPDX-License-Identifier: MIT */
/* Layers as boxes, top down; in each the places where others register with it:
 * who calls through them, and what they hold. */
#include <stdlib.h>
#include <string.h>

#include "draw.h"

#define MAX_ROWS 8		/* things shown of one place */
#define MAX_CALLERS 4
#define MAX_MEMBERS 3
#define MAX_CHART 30000		/* characters; Mermaid refuses more than 50000 */

/* The facts of one place are [first, end); `callers` distinct functions in `who`. */
struct place {
	const struct k_layer_binding *b;
	uint32_t first, end;
	uint32_t who[MAX_CALLERS], callers;
	int keys;		/* any of them has one */
};

static void add_caller(const struct report *r, struct place *p, uint32_t site)
{
	uint32_t i, func = graph_site(r->g, site)->func;
	uint32_t n = p->callers < MAX_CALLERS ? p->callers : MAX_CALLERS;

	for (i = 0; i < n; i++)
		if (graph_site(r->g, p->who[i])->func == func)
			return;
	if (p->callers < MAX_CALLERS)
		p->who[p->callers] = site;
	p->callers++;
}

static void next_place(const struct report *r, const struct q_layers_result *res, uint32_t first,
		       struct place *p)
{
	uint32_t c;

	memset(p, 0, sizeof(*p));
	p->b = res->fact[first].binding;
	p->first = first;
	for (p->end = first; p->end < res->nr && res->fact[p->end].binding == p->b; p->end++) {
		p->keys |= *res->fact[p->end].key != 0;
		for (c = 0; c < res->fact[p->end].nr_calls; c++)
			add_caller(r, p, res->fact[p->end].call[c]);
	}
}

static const char *held(const struct report *r, const struct q_layer_member *m)
{
	return m->func ? report_func(r, m->func) : graph_str(r->g, graph_object(r->g, m->object)->name);
}

/* ---- Graphviz --------------------------------------------------------------------------- */

#define GREY "<font point-size=\"9\" color=\"#57606a\">"

static void html_place(struct report *r, uint32_t file, uint32_t line, struct strbuf *out)
{
	struct strbuf sb = STRBUF_INIT;
	const char *base;

	report_place(r, file, line, &sb);
	base = sb.len ? strrchr(sb.buf, '/') : NULL;
	draw_html(out, base ? base + 1 : sb.buf ? sb.buf : "");
	strbuf_release(&sb);
}

static void html_callers(struct report *r, const struct place *p, struct strbuf *out)
{
	uint32_t i, n = p->callers < MAX_CALLERS ? p->callers : MAX_CALLERS;

	strbuf_addstr(out, "<td align=\"right\" balign=\"right\">");
	for (i = 0; i < n; i++) {
		const struct g_site *s = graph_site(r->g, p->who[i]);

		strbuf_addstr(out, i ? "<br/>" : "");
		draw_html(out, report_func(r, s->func));
		strbuf_addstr(out, "&#160;" GREY);
		html_place(r, s->file, s->line, out);
		strbuf_addstr(out, "</font>");
	}
	if (n < p->callers)
		strbuf_addf(out, "<br/>" GREY "%s %u %s</font>", report_tr(r, "and"), p->callers - n,
			    report_tr(r, "more"));
	strbuf_addf(out, "</td><td>%s</td>", n ? "&#8594;" : "&#160;");
}

static void html_fact(struct report *r, const struct q_layer_fact *f, int keys, struct strbuf *out)
{
	struct strbuf url = STRBUF_INIT;
	uint32_t i, n = 0;

	strbuf_addstr(out, "<tr>");
	if (keys) {
		strbuf_addstr(out, "<td align=\"left\">");
		draw_html(out, f->key);
		strbuf_addstr(out, "&#160;</td>");
	}
	strbuf_addstr(out, "<td align=\"left\"");
	if (!report_url(r, f->registered.file, f->registered.line, &url)) {
		strbuf_addstr(out, " href=\"");
		draw_html(out, url.buf);
		strbuf_addstr(out, "\" target=\"_blank\"");
	}
	strbuf_addstr(out, "><b>");
	draw_html(out, *f->from ? f->from : f->value);
	strbuf_addstr(out, "</b>&#160;" GREY);
	html_place(r, f->registered.file, f->registered.line, out);
	strbuf_addstr(out, "</font></td><td align=\"left\" balign=\"left\">");
	for (i = 0; i < f->nr_members && !f->again; i++) {
		const struct q_layer_member *m = &f->member[i];

		if (!m->first || n == MAX_MEMBERS)
			continue;
		strbuf_addf(out, "%s" GREY, n++ ? "<br/>" : "");
		draw_html(out, m->field);
		strbuf_addstr(out, " = </font>");
		draw_html(out, held(r, m));
	}
	strbuf_addf(out, "%s</td></tr>", n ? "" : "&#160;");
	strbuf_release(&url);
}

static void html_rows(struct report *r, const struct q_layers_result *res, const struct place *p,
		      struct strbuf *out)
{
	uint32_t i;

	strbuf_addstr(out, "<td align=\"left\" border=\"1\" color=\"#8c959f\" bgcolor=\"#ffffff\">"
			   "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"2\">"
			   "<tr><td align=\"left\" bgcolor=\"#ddf4ff\"><b>");
	draw_html(out, p->b->slot);
	strbuf_addstr(out, "</b>&#160;&#160;" GREY);
	draw_html(out, report_tr(r, p->b->about));
	strbuf_addstr(out, "</font></td></tr><tr><td align=\"left\"><table border=\"0\" cellborder=\"0\" "
			   "cellspacing=\"0\" cellpadding=\"2\">");
	for (i = p->first; i < p->end && i < p->first + MAX_ROWS; i++)
		html_fact(r, &res->fact[i], p->keys, out);
	if (i < p->end)
		strbuf_addf(out, "<tr><td align=\"left\" colspan=\"3\">" GREY "%s %u %s</font></td></tr>",
			    report_tr(r, "and"), p->end - i, report_tr(r, "more"));
	strbuf_addstr(out, "</table></td></tr></table></td>");
}

Agraph_t *draw_layers(struct report *r, const void *answer, uint32_t max)
{
	const struct q_layers_result *res = answer;
	struct strbuf title = STRBUF_INIT;
	Agnode_t *above = NULL;
	uint32_t i = 0;
	Agraph_t *g;

	strbuf_addf(&title, "%s%s%s", report_tr(r, "what is registered with each layer, and who calls it"),
		    *graph_get_meta(r->g, "version") ? ", Linux " : "", graph_get_meta(r->g, "version"));
	g = draw_new(title.buf, "TB");
	strbuf_release(&title);

	while (i < res->nr) {
		const char *layer = res->fact[i].binding->layer;
		struct strbuf html = STRBUF_INIT;
		Agnode_t *n;

		strbuf_addstr(&html, "<table border=\"1\" style=\"rounded\" color=\"#d0d7de\" bgcolor=\"#f6f8fa\" "
				     "cellborder=\"0\" cellspacing=\"6\" cellpadding=\"2\">"
				     "<tr><td align=\"left\" colspan=\"3\"><b><font point-size=\"15\">");
		draw_html(&html, report_tr(r, layer));
		strbuf_addstr(&html, "</font></b></td></tr>");
		while (i < res->nr && !strcmp(res->fact[i].binding->layer, layer)) {
			struct place p;

			next_place(r, res, i, &p);
			strbuf_addstr(&html, "<tr>");
			html_callers(r, &p, &html);
			html_rows(r, res, &p, &html);
			strbuf_addstr(&html, "</tr>");
			i = p.end;
		}
		strbuf_addstr(&html, "</table>");
		n = draw_table(g, layer, html.buf);
		if (above)
			draw_between(g, above, n);
		above = n;
		strbuf_release(&html);
	}
	return g;
}

/* ---- Mermaid ------------------------------------------------------------------------------ */

/* Inside a quoted label; `#35;` is Mermaid's way to write a character. */
static void label(struct strbuf *out, const char *raw)
{
	struct strbuf safe = STRBUF_INIT;
	const unsigned char *p;

	strbuf_addtext(&safe, raw);
	for (p = (const unsigned char *)safe.buf; *p; p++) {
		if (*p >= 0x80 || (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
		    (*p >= 'A' && *p <= 'Z') || strchr(" _-.,:/=()[]", *p))
			strbuf_addch(out, *p);
		else
			strbuf_addf(out, "#%u;", *p);
	}
	strbuf_release(&safe);
}

/* The chart says neither where nor by whom: what differs in these only is one line. */
static int charted_before(const struct q_layers_result *res, const struct place *p, uint32_t i)
{
	const struct q_layer_fact *f = &res->fact[p->first];

	for (; f < &res->fact[i]; f++)
		if (!strcmp(f->key, res->fact[i].key) && !strcmp(f->value, res->fact[i].value))
			return 1;
	return 0;
}

static void chart_place(struct report *r, const struct q_layers_result *res, const struct place *p,
			unsigned no, struct strbuf *out)
{
	uint32_t i, m, n, rows = 0;

	strbuf_addf(out, "        p%u[\"<b>", no);
	label(out, p->b->slot);
	strbuf_addstr(out, "</b>");
	for (i = p->first; i < p->end; i++) {
		const struct q_layer_fact *f = &res->fact[i];

		if (charted_before(res, p, i) || ++rows > MAX_ROWS)
			continue;
		strbuf_addstr(out, "<br/>");
		label(out, f->key);
		strbuf_addstr(out, *f->key ? ": " : "");
		label(out, f->value);
		for (m = 0, n = 0; m < f->nr_members && n < MAX_MEMBERS; m++) {
			if (!f->member[m].first)
				continue;
			strbuf_addstr(out, n++ ? ", " : " (");
			label(out, held(r, &f->member[m]));
		}
		strbuf_addstr(out, n ? ")" : "");
	}
	if (rows > MAX_ROWS)
		strbuf_addf(out, "<br/>%s %u %s", report_tr(r, "and"), rows - MAX_ROWS,
			    report_tr(r, "more"));
	strbuf_addstr(out, "\"]\n");
	n = p->callers < MAX_CALLERS ? p->callers : MAX_CALLERS;
	if (!n)
		return;
	strbuf_addf(out, "        c%u([\"", no);
	for (i = 0; i < n; i++) {
		strbuf_addstr(out, i ? "<br/>" : "");
		label(out, report_func(r, graph_site(r->g, p->who[i])->func));
	}
	strbuf_addf(out, "\"]) --> p%u\n", no);
}

int mermaid_layers(struct report *r, const void *answer, struct strbuf *err)
{
	const struct q_layers_result *res = answer;
	struct strbuf out = STRBUF_INIT;
	unsigned no = 0, layer_no = 0;
	uint32_t i = 0, cut = 0;

	sink_puts(&r->out, "flowchart TB\n");
	while (i < res->nr) {
		const char *layer = res->fact[i].binding->layer;

		strbuf_addf(&out, "    subgraph l%u[\"", ++layer_no);
		label(&out, report_tr(r, layer));
		strbuf_addstr(&out, "\"]\n        direction LR\n");
		while (i < res->nr && !strcmp(res->fact[i].binding->layer, layer)) {
			struct place p;

			next_place(r, res, i, &p);
			if (out.len < MAX_CHART)
				chart_place(r, res, &p, ++no, &out);
			else
				cut++;
			i = p.end;
		}
		strbuf_addstr(&out, "    end\n");
		if (layer_no > 1)
			strbuf_addf(&out, "    l%u --- l%u\n", layer_no - 1, layer_no);
	}
	if (cut)
		strbuf_addf(&r->notes, cut == 1 ? "%u place is not in the chart: Mermaid draws no more\n" :
			    "%u places are not in the chart: Mermaid draws no more\n", cut);
	sink_add(&r->out, out.buf ? out.buf : "", out.len);
	strbuf_release(&out);
	return 0;
}
