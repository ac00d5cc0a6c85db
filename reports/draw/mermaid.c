/* SPDX-License-Identifier: MIT */
#include "draw.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/idmap.h"
#include "model/facts.h"

/* What Mermaid (and so GitHub) draws at most: maxEdges and maxTextSize. */
#define MERMAID_EDGES 500
#define MERMAID_CHARS 50000
/* Room for the comment that tells what was cut. */
#define MERMAID_SPARE 200

struct mermaid {
	struct report *r;
	struct strbuf text;
	struct idmap node;	/* function, its how-manieth time -> number */
	uint32_t nr_nodes, nr_guards, edges;
	uint32_t cut, total;	/* calls */
};

static void mermaid_init(struct mermaid *m, struct report *r, const char *direction)
{
	memset(m, 0, sizeof(*m));
	m->r = r;
	strbuf_init(&m->text);
	idmap_init(&m->node);
	strbuf_addf(&m->text, "flowchart %s\n", direction);
}

static void mermaid_finish(struct mermaid *m)
{
	struct report *r = m->r;

	if (m->cut) {
		sink_printf(&r->out, "%%%% not shown: %u of %u calls; Mermaid draws at most "
			    "%d edges and %d characters\n", m->cut, m->total,
			    MERMAID_EDGES, MERMAID_CHARS);
		strbuf_addf(&r->notes, "not in the chart: %u of %u calls; Mermaid draws at most "
			    "%d edges and %d characters\n", m->cut, m->total,
			    MERMAID_EDGES, MERMAID_CHARS);
	}
	sink_add(&r->out, m->text.buf, m->text.len);
	strbuf_release(&m->text);
	idmap_release(&m->node);
}

void mermaid_label(struct strbuf *out, const char *raw)
{
	struct strbuf safe = STRBUF_INIT;
	const unsigned char *p;

	strbuf_addtext(&safe, raw);
	for (p = (const unsigned char *)safe.buf; *p; p++) {
		if (*p >= 0x80 || isalnum(*p) || strchr(" _-.,:/=()[]!+*?%$@", *p))
			strbuf_addch(out, *p);
		else
			strbuf_addf(out, "#%u;", *p);
	}
	strbuf_release(&safe);
}

static uint32_t node(struct mermaid *m, struct strbuf *out, uint32_t func, uint32_t again)
{
	const struct g_func *f = graph_func(m->r->g, func);
	uint32_t *no = idmap_put(&m->node, idmap_pair(again, func), 0);
	struct strbuf place = STRBUF_INIT;

	if (!*no) {
		*no = ++m->nr_nodes;
		strbuf_addf(out, "    n%u[\"", *no);
		mermaid_label(out, report_func(m->r, func));
		if (f->file) {
			strbuf_addstr(out, "<br/>");
			report_place(m->r, f->file, f->line, &place);
			mermaid_label(out, place.buf);
		}
		strbuf_addstr(out, "\"]\n");
	}
	strbuf_release(&place);
	return *no;
}

/* A chain of diamonds between caller and callee; returns the edges drawn. */
static uint32_t guards(struct mermaid *m, struct strbuf *out, uint32_t guard, char *from,
		       size_t size, char *answer, size_t answer_size)
{
	uint32_t i, nr, *list = report_deciding(m->r, guard, DRAW_DIAMONDS, &nr);

	for (i = 0; i < nr; i++) {
		const struct g_guard *g = graph_guard(m->r->g, list[i]);
		uint32_t id = ++m->nr_guards;

		strbuf_addf(out, "    g%u{\"", id);
		mermaid_label(out, graph_str(m->r->g, g->text));
		strbuf_addf(out, "\"}\n    %s -->%s g%u\n", from, answer, id);
		snprintf(from, size, "g%u", id);
		if (g->flags & (GUARDF_CASE | GUARDF_GOTO))
			*answer = '\0';
		else
			snprintf(answer, answer_size, "|%s|",
				 report_tr(m->r, g->flags & GUARDF_NEGATED ? "no" : "yes"));
	}
	free(list);
	return nr;
}

struct call {
	uint32_t caller, callee, caller_again, callee_again;
	uint32_t kind, edge, guard;
	int later, observed;
};

static void call(struct mermaid *m, const struct call *c)
{
	struct strbuf out = STRBUF_INIT;
	uint32_t from, to, edges = 1, slot, nodes = m->nr_nodes, nguards = m->nr_guards;
	char tail[32], answer[16] = "";
	const char *arrow;

	m->total++;
	if (m->cut) {
		m->cut++;
		return;
	}
	from = node(m, &out, c->caller, c->caller_again);
	to = node(m, &out, c->callee, c->callee_again);
	snprintf(tail, sizeof(tail), "n%u", from);
	if (m->r->flow)
		edges += guards(m, &out, c->guard, tail, sizeof(tail), answer, sizeof(answer));
	arrow = c->kind == GK_INITCALL ? "==>" : c->kind == GK_DIRECT ? "-->" : "-.->";
	strbuf_addf(&out, "    %s %s", tail, arrow);
	slot = report_edge_slot(m->r->g, c->edge);
	if (c->kind != GK_DIRECT) {
		strbuf_addstr(&out, "|\"");
		if (*answer)
			strbuf_addf(&out, "%.*s, ", (int)strlen(answer) - 2, answer + 1);
		mermaid_label(&out, report_kind(m->r, c->kind));
		if (c->later)
			strbuf_addf(&out, ", %s", report_tr(m->r, "later"));
		if (c->observed)
			strbuf_addf(&out, ", %s", report_tr(m->r, "recorded"));
		if (slot) {
			strbuf_addstr(&out, ": ");
			mermaid_label(&out, graph_str(m->r->g, graph_slot(m->r->g, slot)->name));
		}
		strbuf_addstr(&out, "\"|");
	} else if (c->observed && !*answer) {
		strbuf_addstr(&out, "|recorded|");
	} else {
		strbuf_addstr(&out, answer);
	}
	strbuf_addf(&out, " n%u\n", to);

	if (m->edges + edges > MERMAID_EDGES ||
	    m->text.len + out.len > MERMAID_CHARS - MERMAID_SPARE) {
		m->cut = 1;
		m->nr_nodes = nodes;
		m->nr_guards = nguards;
	} else {
		m->edges += edges;
		strbuf_add(&m->text, out.buf, out.len);
	}
	strbuf_release(&out);
}

static int mermaid_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	struct mermaid m;
	struct idmap drawn;
	uint32_t i, j;

	mermaid_init(&m, r, "TD");
	idmap_init(&drawn);
	if (!res->nr_paths) {
		node(&m, &m.text, res->from, 0);
		node(&m, &m.text, res->to, 0);
		strbuf_addstr(&m.text, "    %% no path was found\n");
	}
	for (i = 0; i < res->nr_paths; i++) {
		for (j = 0; j < res->path[i].nr_hops; j++) {
			const struct q_hop *h = &res->path[i].hop[j];
			struct call c = {
				.caller = h->caller, .callee = h->callee, .kind = h->kind,
				.edge = h->edge, .guard = h->guard, .later = h->deferred, .observed = h->observed,
				.caller_again = report_again(&res->path[i], j),
				.callee_again = report_again(&res->path[i], j + 1),
			};
			uint64_t key = digest_mix(idmap_pair(h->caller, h->callee),
						  idmap_pair(h->site.file, h->site.line));
			uint32_t *seen = idmap_put(&drawn, digest_mix(key, c.caller_again), 0);

			if (!(*seen)++)
				call(&m, &c);
		}
	}
	idmap_release(&drawn);
	mermaid_finish(&m);
	return 0;
}

int mermaid_edges(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_edges_result *res = p;
	struct mermaid m;
	uint32_t i;

	mermaid_init(&m, r, "LR");
	node(&m, &m.text, res->func, 0);
	for (i = 0; i < res->nr; i++) {
		const struct q_edge *e = &res->edge[i];
		struct call c = {
			.caller = e->caller, .callee = e->callee, .kind = e->kind,
			.edge = e->edge, .guard = e->guard,
			.later = e->started_by && !e->executed_by,
			.observed = e->observed,
		};

		if (e->caller && e->callee)
			call(&m, &c);
	}
	mermaid_finish(&m);
	return 0;
}

static int mermaid_form(struct report *r, const struct form *f, const void *res,
			struct strbuf *err)
{
	return f->mermaid(r, res, err);
}

static int is_drawn(const struct form *f)
{
	return !!f->mermaid;
}

const struct writer mermaid_writer = {
	.name = "mermaid", .rank = 60,
	.form = mermaid_form,
	.has_form = is_drawn,
	.path = mermaid_path,
};
