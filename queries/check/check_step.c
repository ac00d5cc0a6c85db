/* SPDX-License-Identifier: MIT */
/* "a calls b": an edge, a short way, the other way round, or nothing. */
#include "check_p.h"

#include <math.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_WAYS 20000		/* searches: what comes after them stays unknown */
#define MAX_PAIRS 16		/* functions of one name tried against those of another */
#define MAX_WRAPPERS 8
#define SHOWN_CALLERS 3

/* ---- edges ------------------------------------------------------------------------ */

static int among(const struct named *n, uint32_t func)
{
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		if (n->func[i] == func)
			return 1;
	return 0;
}

/* A system call is one function to its readers, and three or four to the
 * compiler. Appends those that `func` is a shell of. */
static uint32_t shells(struct checker *c, uint32_t func, uint32_t *out)
{
	const struct graph *g = c->g;
	uint32_t nr = 0, i, k, e;

	out[nr++] = func;
	for (i = 0; i < nr; i++) {
		const struct g_func *f = graph_func(g, out[i]);
		const struct g_node *n = graph_node(g, f->node);

		for (e = n->edge; f->nr_nodes && e < n->edge + n->nr_edges; e++) {
			uint32_t to = edge_callee(g, graph_edge(g, e));

			if (graph_edge(g, e)->kind != GK_SYSCALL || nr == MAX_WRAPPERS)
				continue;
			for (k = 0; k < nr && out[k] != to; k++)
				;
			if (k == nr)
				out[nr++] = to;
		}
	}
	return nr;
}

/* Is what `inner` calls put there by the call `outer` itself? */
static int is_handed(const struct graph *g, const struct g_edge *outer, const struct g_edge *inner)
{
	const struct g_evid *v = graph_evid(g, inner->evid);
	const struct g_site *s = graph_site(g, outer->site);

	return graph_slot(g, v->slot)->kind == GS_PARAM && v->file == s->file && v->line == s->line;
}

static uint32_t edge_from(struct checker *c, uint32_t func, const struct named *b,
			  uint32_t *through)
{
	const struct graph *g = c->g;
	const struct g_func *f = graph_func(g, func);
	uint32_t n, e, e2, best = 0, handed = 0;

	for (n = 0; n < f->nr_nodes; n++) {
		const struct g_node *node = graph_node(g, f->node + n);

		for (e = node->edge; e < node->edge + node->nr_edges; e++) {
			const struct g_edge *x = graph_edge(g, e);
			const struct g_node *to = graph_node(g, x->to);

			if (among(b, to->func) && (!best || x->rule < graph_edge(g, best)->rule))
				best = e;
			/* a hands b to a helper, which calls or starts it: NF_HOOK(…, b) */
			if (best || handed)
				continue;
			for (e2 = to->edge; e2 < to->edge + to->nr_edges; e2++)
				if (graph_edge(g, e2)->evid && is_handed(g, x, graph_edge(g, e2)) &&
				    among(b, edge_callee(g, graph_edge(g, e2)))) {
					handed = e2;
					*through = to->func;
					break;
				}
		}
	}
	if (best)
		*through = 0;
	return best ? best : handed;
}

uint32_t check_edge(struct checker *c, const struct named *a, const struct named *b,
		    uint32_t *through)
{
	uint32_t shell[MAX_WRAPPERS], nr, i, j, edge;

	*through = 0;
	for (i = 0; i < a->nr; i++) {
		nr = shells(c, a->func[i], shell);
		for (j = 0; j < nr; j++) {
			edge = edge_from(c, shell[j], b, through);
			if (edge)
				return edge;
		}
	}
	return 0;
}

/* ---- ways --------------------------------------------------------------------------- */

/* What the choice among the targets of a call adds to its cost. */
static double choice(struct checker *c, uint32_t edge)
{
	const struct g_edge *e = graph_edge(c->g, edge);
	uint32_t n = cost_candidates(&c->cost, edge);
	double bits = e->rule == GR_SLOT ? c->k->weight.rule[GR_SLOT] : 0;

	return !(e->flags & GE_LIKELY) && n > 1 ?
		bits + c->k->weight.candidates * log2(n) : bits;
}

static double surprise(struct checker *c, const struct route *r)
{
	double bits = 0;
	uint32_t i;

	for (i = 0; i < r->nr; i++) {
		const struct g_edge *e = graph_edge(c->g, r->edge[i]);
		uint32_t callee = edge_callee(c->g, e);
		double hop = graph_func(c->g, callee)->flags & GF_INLINE ? c->k->weight.wrapper :
								    c->k->weight.hop;

		bits += (double)cost_edge(&c->cost, r->edge[i]) / COST_UNIT - hop;
		/* the document names the last callee, and its subject chooses the others */
		if (i + 1 < r->nr)
			bits += (double)cost_through(&c->cost, callee) / COST_UNIT -
				choice(c, r->edge[i]) / 2;
		else
			bits -= choice(c, r->edge[i]);
	}
	return bits > 0 ? bits : 0;
}

/* No hop stands in an error branch or under unlikely(). */
static int is_usual(const struct checker *c, const struct route *r)
{
	uint32_t i;

	for (i = 0; i < r->nr; i++)
		if (graph_edge(c->g, r->edge[i])->wguard & (GW_ERROR | GW_UNLIKELY))
			return 0;
	return 1;
}

static const struct way *find_way(struct checker *c, uint32_t from, uint32_t to)
{
	const struct k_documents *doc = &c->k->doc;
	uint32_t *at = idmap_put(&c->pairs, idmap_pair(from, to), c->nr_way), label, slot;
	struct search *s = &c->search;
	struct route r = { 0 };
	struct way *w;

	if (*at != c->nr_way)
		return c->way[*at].nr ? &c->way[*at] : NULL;
	slot = c->nr_way;
	ALLOC_GROW(c->way, slot + 1, c->alloc_way);
	w = &c->way[c->nr_way++];
	memset(w, 0, sizeof(*w));
	if (slot >= MAX_WAYS)
		return NULL;
	s->from = from;
	s->to = to;
	/* the choice of the last callee does not count: room for it */
	s->limit = (uint64_t)((doc->short_bits + doc->short_hops * c->k->weight.hop + 12) *
			      COST_UNIT) << 16;
	search_begin(s);
	search_start_all(s);
	if (search_run(s, NULL, 0, &label))
		return NULL;
	search_route(s, label, &r);
	w->bits = surprise(c, &r);
	if (r.nr <= doc->short_hops && is_usual(c, &r) &&
	    (w->bits <= doc->short_bits || w->bits <= doc->short_bits_per_hop * r.nr)) {
		w->edge = arena_alloc(c->a, (r.nr + 1) * sizeof(*w->edge));
		memcpy(w->edge, r.edge, r.nr * sizeof(*r.edge));
		w->nr = r.nr;
	}
	route_release(&r);
	return w->nr ? w : NULL;
}

const struct way *check_way(struct checker *c, const struct named *a, const struct named *b)
{
	const struct way *best = NULL, *w;
	uint32_t i, j, tried = 0;
	struct way kept = { 0 };

	for (i = 0; i < a->nr; i++)
		for (j = 0; j < b->nr && tried < MAX_PAIRS; j++) {
			if (a->func[i] == b->func[j])
				continue;
			tried++;
			w = find_way(c, a->func[i], b->func[j]);
			if (w && (!kept.nr || w->bits < kept.bits))
				kept = *w;
		}
	if (kept.nr) {		/* the vector of ways moves: a copy */
		struct way *copy = arena_alloc(c->a, sizeof(*copy));

		*copy = kept;
		best = copy;
	}
	return best;
}

const char *check_way_text(struct checker *c, const struct way *w, int places)
{
	const struct graph *g = c->g;
	struct strbuf sb = STRBUF_INIT;
	const char *kept;
	uint32_t i;

	strbuf_addstr(&sb, check_func_name(c, edge_caller(g, graph_edge(g, w->edge[0]))));
	for (i = 0; i < w->nr; i++) {
		const struct g_edge *e = graph_edge(g, w->edge[i]);
		const struct g_site *s = graph_site(g, e->site);

		strbuf_addf(&sb, " %s %s", e->flags & GE_STARTED_BY ? "~>" : "->",
			    check_func_name(c, edge_callee(g, e)));
		if (places && s->file)
			strbuf_addf(&sb, " (%s:%u)", graph_str(g, graph_file(g, s->file)->name), s->line);
	}
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return kept;
}

/* The functions in between: "x, y". */
const char *check_between(struct checker *c, const struct way *w)
{
	struct strbuf sb = STRBUF_INIT;
	const char *kept;
	uint32_t i;

	for (i = 0; i + 1 < w->nr; i++)
		strbuf_addf(&sb, "%s%s", i ? ", " : "",
			    check_func_name(c, edge_callee(c->g, graph_edge(c->g, w->edge[i]))));
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return kept;
}

/* ---- what else there is to say ---------------------------------------------------------- */

/* Who calls it, for those who were told wrongly. */
static const char *callers_text(struct checker *c, const struct named *b)
{
	const struct graph *g = c->g;
	const struct g_func *f = graph_func(g, b->func[0]);
	uint32_t seen[SHOWN_CALLERS + 1], nr = 0, n, i, k;
	struct strbuf sb = STRBUF_INIT;
	const char *kept;

	for (n = 0; n < f->nr_nodes; n++) {
		const struct g_node *node = graph_node(g, f->node + n);

		for (i = node->in; i < node->in + node->nr_in && nr <= SHOWN_CALLERS; i++) {
			uint32_t caller = edge_caller(g, graph_edge(g, graph_in_edge(g, i)));

			if (graph_edge(g, graph_in_edge(g, i))->rule == GR_TYPE)
				continue;
			for (k = 0; k < nr && seen[k] != caller; k++)
				;
			if (k == nr)
				seen[nr++] = caller;
		}
	}
	if (!nr)
		return "";
	strbuf_addf(&sb, "%s is called by ", check_func_name(c, b->func[0]));
	for (i = 0; i < nr && i < SHOWN_CALLERS; i++)
		strbuf_addf(&sb, "%s%s", i ? ", " : "", check_func_name(c, seen[i]));
	if (nr > SHOWN_CALLERS)
		strbuf_addstr(&sb, " and others");
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return kept;
}

/* The name without what the kernel puts before inner halves. */
static const char *stem(const char *s)
{
	while (*s == '_')
		s++;
	return s;
}

/* Inner or outer half of b ("__b" for "b") that a does come to. */
static int by_half(struct checker *c, struct q_verdict *v, const struct named *a,
		   const struct named *b)
{
	static const char *const before[] = { "", "_", "__", "___" };
	const struct way *w, *best = NULL;
	const struct named *half;
	uint32_t through, edge, i;

	for (i = 0; i < ARRAY_SIZE(before); i++) {
		const char *name = arena_printf(c->a, "%s%s", before[i], stem(b->text));

		if (!strcmp(name, b->text) || !(lexicon_kinds(&c->lex, name, strlen(name)) & LEX_BODY))
			continue;
		half = check_name(c, name);
		edge = check_edge(c, a, half, &through);
		if (edge) {
			const struct g_site *s = graph_site(c->g, graph_edge(c->g, edge)->site);

			v->verdict = V_IMPRECISE;
			v->why = arena_printf(c->a, "it calls %s, not %s", name, b->text);
			v->correct = arena_printf(c->a, "%s -> %s", check_func_name(c, a->func[0]),
						  name);
			check_evidence(v, s->file, s->line);
			return 1;
		}
		w = check_way(c, a, half);
		if (w && (!best || w->nr < best->nr))
			best = w;
	}
	if (!best || best->nr > c->k->doc.short_hops / 2)
		return 0;
	v->verdict = V_IMPRECISE;
	v->correct = check_way_text(c, best, 1);
	v->why = arena_printf(c->a, "the way leads to %s, not to %s itself",
			      check_func_name(c, edge_callee(c->g, graph_edge(c->g, best->edge[best->nr - 1]))),
			      b->text);
	return 1;
}

static void way_evidence(struct checker *c, struct q_verdict *v, const struct way *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++) {
		const struct g_site *s = graph_site(c->g, graph_edge(c->g, w->edge[i])->site);

		check_evidence(v, s->file, s->line);
	}
}

static int is_later(const struct checker *c, const struct way *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++)
		if (graph_edge(c->g, w->edge[i])->flags & GE_STARTED_BY)
			return 1;
	return 0;
}

static void by_edge(struct checker *c, struct q_verdict *v, uint32_t edge, uint32_t through)
{
	const struct g_edge *e = graph_edge(c->g, edge);
	const struct g_site *s = graph_site(c->g, e->site);

	v->verdict = e->rule == GR_TYPE ? V_UNKNOWN : V_TRUE;
	check_evidence(v, s->file, s->line);
	if (e->rule == GR_TYPE) {
		v->why = "the call is through a pointer that can't be followed; only the type fits";
	} else if (through) {
		v->why = arena_printf(c->a, "by way of %s, which it is handed to",
				      check_func_name(c, through));
	} else if (e->rule != GR_DIRECT) {
		uint32_t slot, value = binding_reason(&c->bindings, e, &slot);
		struct q_place p = edge_registered(c->g, edge);
		const char *via = value ? reason_via(c->g, c->a, value, slot,
						     graph_node(c->g, e->to)->func) :
					  edge_via(c->g, c->a, edge);

		if (value)
			p = (struct q_place){ graph_field_value(c->g, value)->file,
					      graph_field_value(c->g, value)->line };
		v->why = arena_printf(c->a, "%s%s: %s",
				      graph_str(c->g, c->g->kind_name[e->kind]),
				      e->flags & GE_STARTED_BY ? ", later" : "", via);
		check_evidence(v, p.file, p.line);
	}
}

static int is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* In the source, macros are calls too. */
static int is_macro_of(struct checker *c, const struct named *a, const char *b,
		       struct q_verdict *v)
{
	const struct g_func *f;
	struct strbuf line = STRBUF_INIT;
	size_t n = strlen(b);
	uint32_t i, found = 0;
	const char *p;

	if (!c->opt->read_line || !a->nr || !a->has_body)
		return 0;
	f = graph_func(c->g, a->func[0]);
	for (i = f->line; f->file && i <= f->end_line && i < f->line + 2000 && !found; i++) {
		strbuf_clear(&line);
		if (c->opt->read_line(c->opt->ctx, f->file, i, &line))
			break;
		for (p = line.buf; (p = strstr(p, b)); p += n)
			if ((p == line.buf || !is_word(p[-1])) && p[n + strspn(p + n, " ")] == '(')
				found = i;
	}
	strbuf_release(&line);
	if (!found)
		return 0;
	v->verdict = V_TRUE;
	v->why = arena_printf(c->a, "%s is a macro", b);
	check_evidence(v, f->file, found);
	return 1;
}

static void no_names(struct checker *c, struct q_verdict *v, const struct named *a,
		     const struct named *b)
{
	if (a->nr && is_macro_of(c, a, b->text, v))
		return;
	v->verdict = c->partial ? V_UNKNOWN : V_FALSE;
	v->why = check_no_name(c, a->nr ? b : a);
	v->correct = "";
	if (!a->nr)
		v->correct = b->nr ? callers_text(c, b) : "";
}

/* Under a name of today it is true only loosely. */
static void renamed(struct checker *c, struct q_verdict *v, const struct named *n)
{
	if (!n->today || v->verdict < V_IMPRECISE)
		return;
	v->why = arena_printf(c->a, "%s does not exist any more, today it is %s%s%s", n->text, n->today,
			      *v->why ? "; " : "", v->why);
	if (v->verdict == V_TRUE && !*v->correct)
		v->correct = n->today;
	v->verdict = V_IMPRECISE;
}

static void reversed_or_not(struct checker *c, struct q_verdict *v, const struct named *a,
			    const struct named *b)
{
	uint32_t through, edge = check_edge(c, b, a, &through);
	const struct way *w;

	v->verdict = V_FALSE;
	if (edge) {
		const struct g_site *s = graph_site(c->g, graph_edge(c->g, edge)->site);

		v->why = "it is the other way round";
		v->correct = arena_printf(c->a, "%s -> %s", check_func_name(c, b->func[0]),
					  check_func_name(c, a->func[0]));
		check_evidence(v, s->file, s->line);
		return;
	}
	w = check_way(c, b, a);
	if (w) {
		v->why = "it is the other way round";
		v->correct = check_way_text(c, w, 0);
		way_evidence(c, v, w);
		return;
	}
	v->why = arena_printf(c->a, "%s does not call %s, and nothing short leads there", a->text,
			      b->text);
	v->correct = callers_text(c, b);
}

void check_step(struct checker *c, struct q_verdict *v, const char *from, const char *to)
{
	const struct named *a = check_name(c, from), *b = check_name(c, to);
	const struct way *w;
	uint32_t edge, through, i;

	v->says = arena_printf(c->a, "%s calls %s", from, to);
	if (!a->nr || !b->nr) {
		no_names(c, v, a, b);
		return;
	}
	for (i = 0; i < a->nr; i++)
		if (among(b, a->func[i]) && a->nr == 1 && b->nr == 1) {
			v->verdict = V_TRUE;
			v->why = strcmp(from, to) ? "both are names of one system call" : "";
			check_evidence(v, graph_func(c->g, a->func[i])->file, graph_func(c->g, a->func[i])->line);
			goto out;
		}
	edge = check_edge(c, a, b, &through);
	if (edge) {
		by_edge(c, v, edge, through);
		goto out;
	}
	w = check_way(c, a, b);
	/* what calls it comes before it, even where it leads back to its caller */
	if (w && w->nr > 3 && check_edge(c, b, a, &through))
		w = NULL;
	if (w) {
		v->verdict = V_IMPRECISE;
		v->why = arena_printf(c->a, "only by way of %s%s", check_between(c, w),
				      is_later(c, w) ? ", in another thread" : "");
		v->correct = check_way_text(c, w, 1);
		way_evidence(c, v, w);
		goto out;
	}
	if (by_half(c, v, a, b))
		goto out;
	if (!a->has_body) {
		v->verdict = V_UNKNOWN;
		v->why = arena_printf(c->a, "%s has no body in this index", a->text);
		return;
	}
	if (c->nr_way >= MAX_WAYS) {
		v->verdict = V_UNKNOWN;
		v->why = "the document has more steps than are searched for";
		return;
	}
	reversed_or_not(c, v, a, b);
out:
	renamed(c, v, a);
	renamed(c, v, b);
}
