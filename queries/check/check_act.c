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

#define MAX_DOERS 64
#define MAX_HOPS 3		/* calls away at which it is still what the function does */
#define MAX_CALLEES 200
#define LOCKED_DEEP 2		/* helpers within helpers that lock for their caller */
#define LONG_NAME 80

struct doers {
	const struct named *n[MAX_DOERS];
	uint32_t nr;
};

/* Functions that do it, comma-separated; "" where none is known. */
static const char *act_list(const struct checker *c, const char *act)
{
	const char *list = k_pairs_get(&c->k->doc.act_functions, act);

	return list ? list : "";
}

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

struct lockers {		/* functions that lock, and that unlock */
	struct doers lock, unlock;
};

/* Does it do what those functions do, by its own calls? */
static int does(struct checker *c, uint32_t func, const struct doers *d)
{
	struct named f = { .text = check_func_name(c, func), .func = { func }, .nr = 1, .has_body = 1 };
	struct q_verdict own = { 0 };

	return does_itself(c, &own, &f, d);
}

/* Its text has the word; of a lock, and it locks something. */
static int mentions(struct checker *c, struct q_verdict *v, uint32_t func,
		    const struct lockers *locks)
{
	uint32_t line = check_word_in_text(c, func, v->claim->to);

	if (!line || (locks && !does(c, func, &locks->lock)))
		return 0;
	check_evidence(v, graph_func(c->g, func)->file, line);
	return 1;
}

/*
 * What func calls directly uses it. Of a lock: a helper that locks and does not
 * unlock locks for its caller, and so does what calls nothing but that.
 */
static void uses_below(struct checker *c, struct q_verdict *v, uint32_t func,
		       const struct lockers *locks, uint32_t *looked, int deep)
{
	const struct g_node *n = graph_node(c->g, graph_func(c->g, func)->node);
	uint32_t e, to;

	for (e = n->edge; graph_func(c->g, func)->nr_nodes && e < n->edge + n->nr_edges; e++) {
		to = edge_callee(c->g, graph_edge(c->g, e));
		if (graph_edge(c->g, e)->rule != GR_DIRECT || v->verdict == V_TRUE || ++*looked > MAX_CALLEES)
			continue;
		if (mentions(c, v, to, locks)) {
			v->verdict = locks && !does(c, to, &locks->unlock) ? V_TRUE : V_IMPRECISE;
			v->why = check_say(c, "{1} does, which it calls", check_func_name(c, to));
			if (!locks)
				return;
		} else if (locks && deep && !does(c, to, &locks->unlock)) {
			uses_below(c, v, to, locks, looked, deep - 1);
		}
	}
}

static void uses(struct checker *c, struct q_verdict *v, const struct named *f)
{
	const char *act = v->claim->b;	/* "return", "lock", "use" */
	const char *what = v->claim->to;
	uint32_t shell[CHECK_SHELLS], nr, i, k, looked;
	struct lockers known = { .lock.nr = 0 }, *locks = !strcmp(act, "lock") ? &known : NULL;
	int deep;

	/* "filp->f_op->open": as written */
	if (memchr(v->claim->text, '>', strlen(v->claim->text)) && strlen(v->claim->text) < LONG_NAME &&
	    !strpbrk(v->claim->text, " ()"))
		what = v->claim->text;
	v->says = act[0] == 'r' ? check_say(c, "{1} returns {2}", f->text, v->claim->to) :
		  locks	        ? check_say(c, "{1} takes {2}", f->text, v->claim->to) :
				  check_say(c, "{1} uses {2}", f->text, what);
	if (locks) {
		find_doers(c, act_list(c, "lock"), &known.lock);
		find_doers(c, act_list(c, "unlock"), &known.unlock);
	}
	for (i = 0; i < f->nr; i++) {
		nr = check_shells(c, f->func[i], shell);
		for (k = 0; k < nr; k++)
			if (mentions(c, v, shell[k], locks)) {
				v->verdict = V_TRUE;
				return;
			}
	}
	for (deep = 0; deep <= (locks ? LOCKED_DEEP : 0); deep++)
		for (i = looked = 0; i < f->nr && v->verdict != V_TRUE; i++)
			uses_below(c, v, f->func[i], locks, &looked, deep);
	if (v->verdict == V_UNKNOWN)
		v->why = locks ? check_say(c, "nothing that takes {1} is seen in {2} or near it", v->claim->to,
					   f->text) :
				 check_say(c, "no use of {1} is seen in {2} or in what it calls", v->claim->to,
					   f->text);
}

void check_act(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const char *list = act_list(c, d->b);
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
	if (!*d->b) {
		v->why = "what this says is not decided by what is known of the code";
		return;
	}
	if (k_pairs_get(&c->k->doc.contexts, d->b)) {
		check_context(c, v, f);
		return;
	}
	if (!*list)
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
