/* SPDX-License-Identifier: MIT */
/*
 * What a function is said to do, without a name: by the functions that do such
 * things (knowledge: documents.act_functions), and by the text of the function
 * where it is said to use a table. Nothing here is ever false: there are more
 * ways to do a thing than are listed.
 */
#include "check_p.h"

#include <string.h>

#include "queries/fold.h"

#define MAX_DOERS 24
#define MAX_HOPS 3		/* calls away at which it is still what the function does */
#define MAX_CALLEES 64
#define LONG_NAME 80

struct doers {
	const struct named *n[MAX_DOERS];
	uint32_t nr;
};

static void find_doers(struct checker *c, const char *list, struct doers *d)
{
	size_t n;

	for (d->nr = 0; *list && d->nr < MAX_DOERS; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		if (n)
			d->n[d->nr++] = check_name(c, arena_strndup(c->a, list, n));
	}
}

/* It calls one of them itself, or its text does (they may be macros). */
static int does_itself(struct checker *c, struct q_verdict *v, const struct named *f,
		       const struct doers *d)
{
	uint32_t i, k, j, nr, line, edge, through, shell[CHECK_SHELLS];
	int readable = 0;

	for (i = 0; i < d->nr; i++) {
		edge = d->n[i]->nr ? check_edge(c, f, d->n[i], &through) : 0;
		if (edge) {
			const struct g_site *s = graph_site(c->g, graph_edge(c->g, edge)->site);

			check_evidence(v, s->file, s->line);
			v->why = check_say(c, "it calls {1}", d->n[i]->text);
			return 1;
		}
	}
	for (k = 0; k < f->nr; k++) {
		nr = check_shells(c, f->func[k], shell);
		for (j = 0; j < nr; j++)
			for (i = 0; i < d->nr; i++) {
				line = check_call_in_text(c, shell[j], d->n[i]->text, &readable);
				if (!line)
					continue;
				check_evidence(v, graph_func(c->g, shell[j])->file, line);
				v->why = check_say(c, "it calls {1}", d->n[i]->text);
				return 1;
			}
	}
	return 0;
}

static void by_callees(struct checker *c, struct q_verdict *v, const struct named *f,
		       const struct doers *d)
{
	const struct way *w, *best = NULL;
	uint32_t i;

	for (i = 0; i < d->nr; i++) {
		w = d->n[i]->nr ? check_way(c, f, d->n[i]) : NULL;
		if (w && w->nr <= MAX_HOPS && (!best || w->nr < best->nr))
			best = w;
	}
	if (!best)
		return;
	v->verdict = best->nr == 1 ? V_TRUE : V_IMPRECISE;
	v->why = check_say(c, "only by way of {1}", check_between(c, best));
	v->correct = check_way_text(c, best, 1);
}

/* ---- tables ------------------------------------------------------------------------- */

static int mentions(struct checker *c, struct q_verdict *v, uint32_t func, const char *object)
{
	uint32_t line = check_word_in_text(c, func, object);

	if (line)
		check_evidence(v, graph_func(c->g, func)->file, line);
	return line != 0;
}

static void uses(struct checker *c, struct q_verdict *v, const struct named *f)
{
	const char *act = v->claim->b;	/* "return", "lock", "use" */
	const char *what = v->claim->to;
	uint32_t shell[CHECK_SHELLS], nr, i, k, e, seen = 0;

	/* "filp->f_op->open": as written */
	if (memchr(v->claim->text, '>', strlen(v->claim->text)) && strlen(v->claim->text) < LONG_NAME &&
	    !strpbrk(v->claim->text, " ()"))
		what = v->claim->text;
	v->says = act[0] == 'r' ? check_say(c, "{1} returns {2}", f->text, v->claim->to) :
		  act[0] == 'l' ? check_say(c, "{1} takes {2}", f->text, v->claim->to) :
				  check_say(c, "{1} uses {2}", f->text, what);
	for (i = 0; i < f->nr; i++) {
		nr = check_shells(c, f->func[i], shell);
		for (k = 0; k < nr; k++)
			if (mentions(c, v, shell[k], v->claim->to)) {
				v->verdict = V_TRUE;
				return;
			}
	}
	for (i = 0; i < f->nr; i++) {
		const struct g_node *n = graph_node(c->g, graph_func(c->g, f->func[i])->node);

		for (e = n->edge; graph_func(c->g, f->func[i])->nr_nodes && e < n->edge + n->nr_edges; e++) {
			uint32_t to = edge_callee(c->g, graph_edge(c->g, e));

			if (graph_edge(c->g, e)->rule != GR_DIRECT || seen++ >= MAX_CALLEES ||
			    !mentions(c, v, to, v->claim->to))
				continue;
			v->verdict = V_IMPRECISE;
			v->why = check_say(c, "{1} does, which it calls", check_func_name(c, to));
			return;
		}
	}
	v->why = check_say(c, "no use of {1} is seen in {2} or in what it calls", v->claim->to, f->text);
}

void check_act(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const char *list = k_pairs_get(&c->k->doc.act_functions, d->b);
	const struct named *f = check_name(c, d->a);
	struct doers doers;

	v->says = NULL;
	if (!f->nr || !f->has_body)
		return;
	if (*d->to) {
		uses(c, v, f);
		return;
	}
	v->says = check_say(c, "{1}: \"{2}\"", d->a, d->text);
	if (k_pairs_get(&c->k->doc.contexts, d->b)) {
		check_context(c, v, f);
		return;
	}
	if (!list)
		return;
	find_doers(c, list, &doers);
	if (does_itself(c, v, f, &doers)) {
		v->verdict = V_TRUE;
		return;
	}
	if (!d->inferred)
		by_callees(c, v, f, &doers);
	if (v->verdict == V_UNKNOWN)
		v->why = "nothing that is known to do this is seen in it or near it";
}
