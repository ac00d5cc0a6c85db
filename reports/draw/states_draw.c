/* SPDX-License-Identifier: MIT */
/* A state machine as a diagram: one arrow for each pair of states, with the
 * functions that make the step. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "draw.h"
#include "states_grid.h"

#define MAX_SIDE 14		/* values on each side of a matrix */
#define MAX_WHO 4		/* functions named at an arrow */

struct step {
	const char *from, *to;
	uint32_t func;
};

struct steps {
	struct step *at;
	size_t nr, alloc;
};

static int cmp_step(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	int c = strcmp(x->from, y->from);

	if (!c)
		c = strcmp(x->to, y->to);
	return c ? c : x->func < y->func ? -1 : x->func > y->func;
}

static void add_step(void *ctx, const char *from, const char *to, uint32_t func)
{
	struct steps *l = ctx;

	ALLOC_GROW(l->at, l->nr + 1, l->alloc);
	l->at[l->nr++] = (struct step){ from, to, func };
}

static void collect(const struct q_states_result *res, struct steps *l)
{
	states_each_step(res, add_step, l);
	if (l->nr)
		qsort(l->at, l->nr, sizeof(*l->at), cmp_step);
}

/* The functions of the steps from i on with equal ends; returns their end. */
static size_t who(const struct report *r, const struct steps *l, size_t i, const char *sep,
		  struct strbuf *out)
{
	size_t j;
	unsigned n = 0, left = 0;

	for (j = i; j < l->nr && !strcmp(l->at[j].from, l->at[i].from) &&
	     !strcmp(l->at[j].to, l->at[i].to); j++) {
		if (j > i && l->at[j].func == l->at[j - 1].func)
			continue;
		if (n == MAX_WHO) {
			left++;
			continue;
		}
		strbuf_addf(out, "%s%s", n++ ? sep : "", report_func(r, l->at[j].func));
	}
	if (left)
		strbuf_addf(out, "%sand %u more", sep, left);
	return j;
}

/* Mermaid's names of states are words. */
static void word(struct strbuf *out, const char *name)
{
	if (!strcmp(name, STATE_UNKNOWN)) {
		strbuf_addstr(out, "not_known");
		return;
	}
	for (; *name; name++)
		strbuf_addch(out, (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
			     (*name >= '0' && *name <= '9') ? *name : '_');
}

int mermaid_states(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_states_result *res = p;
	struct steps l = { 0 };
	struct strbuf out = STRBUF_INIT, names = STRBUF_INIT;
	char *name, *next;
	size_t i;

	collect(res, &l);
	sink_puts(&r->out, "stateDiagram-v2\n    not_known: from a state that the code does not tell\n");
	for (i = 0; i < l.nr;) {
		strbuf_clear(&out);
		strbuf_addstr(&out, "    ");
		word(&out, l.at[i].from);
		strbuf_addstr(&out, " --> ");
		word(&out, l.at[i].to);
		strbuf_addstr(&out, ": ");
		strbuf_clear(&names);
		i = who(r, &l, i, "\n", &names);
		for (name = names.buf; name; name = next) {
			next = strchr(name, '\n');
			if (next)
				*next++ = '\0';
			mermaid_label(&out, name);
			strbuf_addstr(&out, next ? "<br>" : "");
		}
		strbuf_addch(&out, '\n');
		sink_add(&r->out, out.buf, out.len);
	}
	strbuf_release(&out);
	strbuf_release(&names);
	free(l.at);
	return 0;
}

static const char *short_name(const struct states_grid *g, const char *name)
{
	return !strcmp(name, STATE_UNKNOWN) ? name : name + g->prefix;
}

static void grid_html(const struct report *r, const struct states_grid *g, struct strbuf *out)
{
	uint32_t i, j;

	strbuf_addstr(out, "<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
		      "color=\"#d0d7de\"><tr><td bgcolor=\"#f6f8fa\">");
	draw_html(out, report_tr(r, "from ↓ to →"));
	strbuf_addstr(out, "</td>");
	for (j = 0; j < g->nr_to; j++) {
		strbuf_addstr(out, "<td bgcolor=\"#f6f8fa\">");
		draw_html(out, short_name(g, g->to[j]));
		strbuf_addstr(out, "</td>");
	}
	strbuf_addstr(out, "</tr>");
	for (i = 0; i < g->nr_from; i++) {
		strbuf_addstr(out, "<tr><td align=\"left\" bgcolor=\"#f6f8fa\">");
		draw_html(out, short_name(g, g->from[i]));
		strbuf_addstr(out, "</td>");
		for (j = 0; j < g->nr_to; j++) {
			uint32_t n = g->nr[i * g->nr_to + j];

			if (n)
				strbuf_addf(out, "<td bgcolor=\"%s\">%u</td>",
					    strcmp(g->from[i], STATE_UNKNOWN) ? "#ddf4ff" : "#ffffff", n);
			else
				strbuf_addstr(out, "<td></td>");
		}
		strbuf_addstr(out, "</tr>");
	}
	strbuf_addstr(out, "</table>");
}

static Agraph_t *draw_grid(struct report *r, const void *res, const char *title)
{
	struct strbuf html = STRBUF_INIT;
	struct states_grid g;
	uint32_t left;
	Agraph_t *graph = draw_new(title, "TB");

	states_grid_init(&g, res, MAX_SIDE, &left);
	grid_html(r, &g, &html);
	draw_table(graph, title, html.buf);
	if (left)
		strbuf_addf(&r->notes, left == 1 ? "%u value with fewer places is not in the picture\n" :
			    "%u values with fewer places are not in the picture\n", left);
	states_grid_release(&g);
	strbuf_release(&html);
	return graph;
}

Agraph_t *draw_states(struct report *r, const void *p, uint32_t max)
{
	const struct q_states_result *res = p;
	struct steps l = { 0 };
	struct strbuf label = STRBUF_INIT, tip = STRBUF_INIT;
	Agraph_t *g;
	size_t i;

	strbuf_addf(&tip, "%s%s%s", res->field, *graph_get_meta(r->g, "version") ? ", Linux " : "",
		    graph_get_meta(r->g, "version"));
	if (states_crowded(res)) {
		g = draw_grid(r, res, tip.buf);
		strbuf_release(&tip);
		return g;
	}
	collect(res, &l);
	g = draw_new(tip.buf, "TB");
	for (i = 0; i < l.nr;) {
		const char *from = l.at[i].from, *to = l.at[i].to;
		Agnode_t *a = draw_node(g, from), *b = draw_node(g, to);
		Agedge_t *e = agedge(g, a, b, NULL, 1);

		strbuf_clear(&label);
		i = who(r, &l, i, "\n", &label);
		strbuf_clear(&tip);
		strbuf_addf(&tip, "%s to %s: %s", from, to, label.buf);
		draw_label(e, label.buf);
		draw_tooltip(e, tip.buf);
		if (!strcmp(from, STATE_UNKNOWN))
			draw_faint(a, e);
	}
	strbuf_release(&label);
	strbuf_release(&tip);
	free(l.at);
	return g;
}
