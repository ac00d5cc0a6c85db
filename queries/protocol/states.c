/* SPDX-License-Identifier: MIT */
#include "states.h"

#include "base/xalloc.h"
#include "model/facts.h"
#include "queries/answer.h"
#include "queries/query_p.h"
#include "store/index.h"

#define MAX_CALLERS 3		/* how far up callers are asked for a state */
#define MAX_HELPER 2		/* helpers of helpers */
#define MAX_TO 4		/* values that a helper may set, by the state it finds */
#define MAX_NAMES 64

struct names {			/* a small set of strings of the graph */
	uint32_t id[MAX_NAMES];
	uint32_t nr;
};

struct from {			/* what guards say */
	int known;
	struct names is, is_not;
};

struct place {
	uint32_t func, file, line, guard;
	uint32_t how, to;	/* strings of the graph */
	uint32_t key;		/* string: from a table, the value that leads here */
	uint8_t constant, helper, op;
	struct from from;
	const char *where;
	uint32_t site;		/* of a helper's call */
};

struct states {
	const struct graph *g;
	const struct knowledge *k;
	struct q_states_result *res;
	struct place *p;
	uint32_t nr, alloc;
	uint8_t *slot;		/* by slot: is it one of ours? */
	uint32_t *guard_slot;	/* names of our slots, for guards */
	uint8_t *reached;	/* by function; NULL: all */
	struct strtab own;	/* names that the graph does not have: "TCP_LISTEN" for TCPF_LISTEN */
	struct idmap busy;	/* functions whose callers are being asked */
};

#define OWN (1u << 31)		/* a string of states.own */

static const char *str(const struct states *s, uint32_t id)
{
	return id & OWN ? strtab_str(&s->own, id & ~OWN) : graph_str(s->g, id);
}

static int same(const struct states *s, uint32_t a, uint32_t b)
{
	return a == b || !strcmp(str(s, a), str(s, b));
}

static int has(const struct states *s, const struct names *n, uint32_t id)
{
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		if (same(s, n->id[i], id))
			return 1;
	return 0;
}

static void put(const struct states *s, struct names *n, uint32_t id)
{
	if (n->nr < MAX_NAMES && !has(s, n, id))
		n->id[n->nr++] = id;
}

/* ---- guards ------------------------------------------------------------------------ */

/* "TCPF_LISTEN" is the bit of TCP_LISTEN, by knowledge. */
static uint32_t state_name(struct states *s, const char *text, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;
	size_t i, n;

	for (i = 0; i < s->k->state_masks.nr; i++) {
		n = strlen(s->k->state_masks.p[i].key);
		if (len > n && !strncmp(text, s->k->state_masks.p[i].key, n))
			break;
	}
	if (i < s->k->state_masks.nr) {
		strbuf_addstr(&sb, s->k->state_masks.p[i].value);
		strbuf_add(&sb, text + n, len - n);
	} else {
		strbuf_add(&sb, text, len);
	}
	id = strtab_addn(&s->own, sb.buf, sb.len) | OWN;
	strbuf_release(&sb);
	return id;
}

static void consts(struct states *s, const struct g_guard *gu, struct names *out)
{
	const char *text = graph_str(s->g, gu->consts);

	out->nr = 0;
	while (*text) {		/* "TCP_CLOSE,TCP_LISTEN", "(TCPF_CLOSE | TCPF_LISTEN)" */
		size_t n = strcspn(text, ",|() ");

		if (n)
			put(s, out, state_name(s, text, n));
		text += n + (text[n] != 0);
	}
}

static int about_state(const struct states *s, const struct g_guard *gu)
{
	uint32_t i;

	for (i = 0; gu->subject && i < s->res->nr_slots; i++)
		if (gu->subject == graph_slot(s->g, s->res->slot[i])->name)
			return 1;
	return 0;
}

static void keep_common(const struct states *s, struct names *a, const struct names *b)
{
	uint32_t i, n = 0;

	for (i = 0; i < a->nr; i++)
		if (has(s, b, a->id[i]))
			a->id[n++] = a->id[i];
	a->nr = n;
}

static void only(const struct states *s, struct from *f, const struct names *n)
{
	uint32_t i, k = 0;

	if (f->known) {
		keep_common(s, &f->is, n);
		return;
	}
	f->known = 1;
	for (i = 0; i < n->nr; i++)
		if (!has(s, &f->is_not, n->id[i]))
			f->is.id[k++] = n->id[i];
	f->is.nr = k;
}

static void except(const struct states *s, struct from *f, const struct names *n)
{
	uint32_t i, k = 0;

	for (i = 0; i < n->nr; i++)
		put(s, &f->is_not, n->id[i]);
	if (!f->known)
		return;
	for (i = 0; i < f->is.nr; i++)
		if (!has(s, n, f->is.id[i]))
			f->is.id[k++] = f->is.id[i];
	f->is.nr = k;
}

static void ask_guards(struct states *s, uint32_t guard, struct from *f)
{
	const struct g_guard *gu;
	struct names n;

	for (; guard; guard = gu->parent) {
		gu = graph_guard(s->g, guard);
		if (!about_state(s, gu))
			continue;
		consts(s, gu, &n);
		switch ((enum guard_rel)gu->rel) {
		case GUARD_EQ: case GUARD_IN: case GUARD_ANY_BIT:
			only(s, f, &n);
			break;
		case GUARD_NE: case GUARD_NOT_IN: case GUARD_NO_BIT:
			except(s, f, &n);
			break;
		default:
			break;
		}
	}
}

/* Does it stand under nothing but early leaves, or questions about the state? */
static int is_unconditional(const struct states *s, uint32_t guard)
{
	for (; guard; guard = graph_guard(s->g, guard)->parent) {
		const struct g_guard *gu = graph_guard(s->g, guard);

		if (!(gu->flags & GUARDF_EARLY) && !about_state(s, gu))
			return 0;
	}
	return 1;
}

/* ---- direct places -------------------------------------------------------------------- */

static struct place *add(struct states *s)
{
	ALLOC_GROW(s->p, s->nr + 1, s->alloc);
	memset(&s->p[s->nr], 0, sizeof(*s->p));
	s->p[s->nr].where = "";
	return &s->p[s->nr++];
}

/* "<state>": what is stored is no constant. */
static uint32_t in_brackets(struct states *s, const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;

	strbuf_addf(&sb, "<%s>", text);
	id = strtab_addn(&s->own, sb.buf, sb.len) | OWN;
	strbuf_release(&sb);
	return id;
}

static uint32_t own(struct states *s, const char *text)
{
	return strtab_add(&s->own, text) | OWN;
}

static void collect(struct states *s)
{
	static const char *const op[] = { "=", "|=", "&=", "+=", "-=", "op=" };
	const struct graph *g = s->g;
	uint32_t i;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);
		struct place *p;

		if (!s->slot[v->slot])
			continue;
		p = add(s);
		p->func = v->func;
		p->file = v->file;
		p->line = v->line;
		p->guard = v->guard;
		p->op = v->op;
		p->how = v->macro && v->op == STORE_SET ? v->macro : own(s, op[v->op <= STORE_OTHER ? v->op : STORE_OTHER]);
		p->constant = v->is_const;
		p->to = v->is_const ? v->name : in_brackets(s, graph_str(g, v->src));
	}
	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *a = graph_arg(g, i);
		const struct g_site *site = graph_site(g, a->site);
		const char *text = graph_str(g, a->text);
		struct place *p;

		if (!s->slot[a->slot])
			continue;
		p = add(s);
		p->func = site->func;
		p->file = site->file;
		p->line = site->line;
		p->guard = site->guard;
		p->how = graph_func(g, a->callee)->name;
		p->key = a->key;
		p->constant = a->kind == VAL_CONST ? *text && (*text < '0' || *text > '9') :
			a->kind == VAL_INDEX && a->key;
		p->to = p->constant ? a->text : in_brackets(s, text);
	}
}

/* ---- the states that a place can come from ------------------------------------------------ */

static int cmp_place(const void *a, const void *b, void *states)
{
	const struct states *s = states;
	const struct place *x = a, *y = b;
	int c = place_cmp(s->g, x->file, x->line, y->file, y->line);

	if (!c)
		c = x->helper - y->helper;
	if (!c)
		c = strcmp(str(s, x->to), str(s, y->to));
	return c ? c : strcmp(str(s, x->how), str(s, y->how));
}

/* Does whatever stands under `guard` stand under what `outer` does, too? Who
 * comes later has passed its early leaves. */
static int is_outer(const struct graph *g, uint32_t outer, uint32_t guard)
{
	while (outer && (graph_guard(g, outer)->flags & GUARDF_EARLY))
		outer = graph_guard(g, outer)->parent;
	for (; outer && guard; guard = graph_guard(g, guard)->parent)
		if (graph_guard(g, guard)->line == graph_guard(g, outer)->line &&
		    graph_guard(g, guard)->text == graph_guard(g, outer)->text &&
		    graph_guard(g, guard)->flags == graph_guard(g, outer)->flags)
			return 1;
	return !outer;
}

/* The last store before it in the same function that is always passed on the
 * way: inet_csk_listen_start() stores TCP_LISTEN, then may take it back. */
static const struct place *earlier(const struct states *s, const struct place *p)
{
	const struct place *best = NULL;
	uint32_t i;

	for (i = 0; i < s->nr; i++) {
		const struct place *q = &s->p[i];

		if (q->func == p->func && q->file == p->file && q->line < p->line && q->constant &&
		    !q->helper && !q->key && is_outer(s->g, q->guard, p->guard) &&
		    (!best || q->line > best->line))
			best = q;
	}
	return best;
}

static void ask_callers(struct states *s, uint32_t func, struct from *f, unsigned depth);

/* What a call site knows; by its own guards, else by its function's callers. */
static void ask_site(struct states *s, uint32_t site, struct from *f, unsigned depth)
{
	memset(f, 0, sizeof(*f));
	ask_guards(s, graph_site(s->g, site)->guard, f);
	if (!f->known && depth < MAX_CALLERS)
		ask_callers(s, graph_site(s->g, site)->func, f, depth + 1);
}

/* All who call it know the state: it is one of theirs. */
static void ask_callers(struct states *s, uint32_t func, struct from *f, unsigned depth)
{
	const struct graph *g = s->g;
	const struct g_func *fn = graph_func(g, func);
	struct names all = { .nr = 0 };
	uint32_t n, i, j, calls = 0, last = 0, *busy = idmap_put(&s->busy, func, 0);

	if (*busy)
		return;
	*busy = 1;
	for (n = fn->node; n < fn->node + fn->nr_nodes; n++)
		for (i = graph_node(g, n)->in; i < graph_node(g, n)->in + graph_node(g, n)->nr_in; i++) {
			const struct g_edge *e = graph_edge(g, graph_in_edge(g, i));
			struct from one;

			if (e->site == last && calls)
				continue;
			last = e->site;
			if (++calls > 64)
				goto out;
			if (s->reached && !s->reached[edge_caller(g, e)])
				continue;
			ask_site(s, e->site, &one, depth);
			if (!one.known || (e->flags & (GE_STARTED_BY | GE_EXECUTED_BY)))
				goto out;
			for (j = 0; j < one.is.nr; j++)
				put(s, &all, one.is.id[j]);
		}
	if (calls && all.nr)
		only(s, f, &all);
out:
	*idmap_put(&s->busy, func, 0) = 0;
}

static void find_from(struct states *s)
{
	uint32_t i;

	for (i = 0; i < s->nr; i++) {
		struct place *p = &s->p[i];
		const struct place *before;
		struct names one;

		ask_guards(s, p->guard, &p->from);
		if (p->key) {
			one.nr = 0;
			put(s, &one, p->key);
			only(s, &p->from, &one);
			p->where = "table";
		}
		if (p->from.known || !p->constant)
			continue;
		before = earlier(s, p);
		if (before) {
			one.nr = 0;
			put(s, &one, before->to);
			only(s, &p->from, &one);
			p->where = "earlier";
			continue;
		}
		ask_callers(s, p->func, &p->from, 1);
		if (p->from.known)
			p->where = "caller";
	}
}

/* ---- helpers --------------------------------------------------------------------------- */

struct helper {
	uint32_t first, nr;	/* of `to`s; nr 0: none */
	uint32_t to[MAX_TO];
	struct from from[MAX_TO];
	uint8_t bad;
};

/* Is this a function that always sets the state, to one value or by the state it finds? */
static void judge(struct states *s, struct helper *h, const struct place *p)
{
	struct helper *it = &h[p->func];
	uint32_t i;

	if (it->bad)
		return;
	if (!p->constant || p->key || p->op != STORE_SET || !is_unconditional(s, p->guard)) {
		it->bad = 1;
		return;
	}
	for (i = 0; i < it->nr; i++)
		if (same(s, it->to[i], p->to))
			return;
	if (it->nr == MAX_TO) {
		it->bad = 1;
		return;
	}
	it->from[it->nr] = p->from;
	it->to[it->nr++] = p->to;
}

/* Helpers are a subsystem's own: what schedule() does to a task's state is
 * nothing that all who wait say about it. */
static int same_subsystem(const struct graph *g, uint32_t f1, uint32_t f2)
{
	const char *a = graph_str(g, graph_file(g, f1)->name), *b = graph_str(g, graph_file(g, f2)->name);
	size_t n = strcspn(a, "/");

	return n == strcspn(b, "/") && !strncmp(a, b, n);
}

static void call_helper(struct states *s, const struct helper *it, uint32_t func, uint32_t site)
{
	const struct g_site *gs = graph_site(s->g, site);
	uint32_t i;

	for (i = 0; i < it->nr; i++) {
		struct place *p = add(s);
		struct from f;

		p->func = gs->func;
		p->file = gs->file;
		p->line = gs->line;
		p->guard = gs->guard;
		p->how = graph_func(s->g, func)->name;
		p->to = it->to[i];
		p->constant = 1;
		p->helper = 1;
		p->site = site;
		memset(&f, 0, sizeof(f));
		ask_guards(s, p->guard, &f);
		if (!f.known) {
			ask_callers(s, p->func, &f, 1);
			if (f.known)
				p->where = "caller";
		}
		if (it->nr > 1 && it->from[i].known)
			only(s, &f, &it->from[i].is);
		p->from = f;
		if (it->nr > 1 && f.known && !f.is.nr)
			s->nr--;	/* not from here */
	}
}

static void find_helpers(struct states *s)
{
	struct helper *h = xcalloc(s->g->nr_func, sizeof(*h));
	uint8_t *done = xcalloc(s->g->nr_func, 1);
	const struct graph *g = s->g;
	uint32_t i, n, j, from = 0, last;
	unsigned round;

	for (round = 0; round < MAX_HELPER; round++) {
		uint32_t end = s->nr;

		for (i = from; i < end; i++)
			if (!done[s->p[i].func])
				judge(s, h, &s->p[i]);
		for (i = from; i < end; i++) {
			uint32_t func = s->p[i].func;

			if (done[func] || h[func].bad || !h[func].nr)
				continue;
			done[func] = 1;
			const struct g_func *f = graph_func(g, func);

			for (n = f->node; n < f->node + f->nr_nodes; n++) {
				last = 0;
				for (j = graph_node(g, n)->in; j < graph_node(g, n)->in + graph_node(g, n)->nr_in; j++) {
					const struct g_edge *e = graph_edge(g, graph_in_edge(g, j));

					if (e->rule != GR_DIRECT || e->site == last ||
					    !same_subsystem(g, graph_site(g, e->site)->file, graph_func(g, func)->file))
						continue;
					last = e->site;
					call_helper(s, &h[func], func, e->site);
				}
			}
		}
		for (i = from; i < end; i++)
			done[s->p[i].func] = 1;
		from = end;
	}
	free(h);
	free(done);
}

/* ---- scenarios --------------------------------------------------------------------------- */

static void drop_unreached(struct states *s)
{
	uint32_t i, n = 0;

	for (i = 0; i < s->nr; i++) {
		if (s->reached[s->p[i].func])
			s->p[n++] = s->p[i];
		else
			s->res->dropped++;
	}
	s->nr = n;
}

/* ---- the answer --------------------------------------------------------------------------- */

static struct q_state_names give(struct states *s, const struct names *n)
{
	struct q_state_names out = { arena_alloc(&s->res->arena, (n->nr + 1) * sizeof(char *)), n->nr };
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		out.name[i] = arena_strdup(&s->res->arena, str(s, n->id[i]));
	return out;
}

static void fill(struct states *s)
{
	struct q_states_result *r = s->res;
	uint32_t i;

	if (s->nr)
		qsort_r(s->p, s->nr, sizeof(*s->p), cmp_place, s);
	r->state = arena_alloc(&r->arena, (s->nr + 1) * sizeof(*r->state));
	for (i = 0; i < s->nr; i++) {
		const struct place *p = &s->p[i];
		struct q_state *q = &r->state[r->nr];

		if (i && !cmp_place(p, p - 1, s) && p->key == p[-1].key)
			continue;
		r->nr++;
		q->func = p->func;
		q->site = (struct q_place){ p->file, p->line };
		q->how = arena_strdup(&r->arena, str(s, p->how));
		q->to = arena_strdup(&r->arena, str(s, p->to));
		q->constant = p->constant;
		q->known = p->from.known;
		q->from = give(s, &p->from.is);
		q->not_from = give(s, &p->from.is_not);
		q->where = p->where;
		q->helper = p->helper;
		q->guard = p->guard;
	}
}

/* The field, and what knowledge ties to it. */
static int find_slots(struct states *s, const char *text, struct q_names *names, struct strbuf *err)
{
	const struct graph *g = s->g;
	const char *renamed = k_pairs_get(&s->k->renames, text), *tied;
	uint32_t *v, nr, i, n = 0, id;
	int ret;

	nr = q_find_fields(g, renamed ? renamed : text, &v);
	for (i = 0; i < nr; i++) {	/* those that somebody sets to a constant; not copies of them */
		uint32_t j, used = 0;

		for (j = 1; j < g->nr_value && !used; j++)
			used = graph_value(g, j)->slot == v[i] && graph_value(g, j)->is_const;
		for (j = 1; j < g->nr_arg && !used; j++)
			used = graph_arg(g, j)->slot == v[i] && graph_arg(g, j)->kind == VAL_CONST;
		if (used)
			v[n++] = v[i];
	}
	ret = q_pick_slot(g, text, v, n ? n : nr, &s->res->arena, &id, names, err);
	if (ret)
		return ret;
	s->res->slot = arena_alloc(&s->res->arena, 2 * sizeof(uint32_t));
	s->res->slot[s->res->nr_slots++] = id;
	tied = k_pairs_get(&s->k->tied_fields, graph_str(g, graph_slot(g, id)->name));
	for (i = 1; tied && i < g->nr_slot && s->res->nr_slots < 2; i++)
		if (!strcmp(graph_str(g, graph_slot(g, i)->name), tied))
			s->res->slot[s->res->nr_slots++] = i;
	for (i = 0; i < s->res->nr_slots; i++)
		s->slot[s->res->slot[i]] = 1;
	return Q_FOUND;
}

int q_states(const struct graph *g, const struct knowledge *k, const char *text,
	     const char *const *scenario, struct q_states_result *res, struct q_names *names,
	     struct strbuf *err)
{
	struct states s = { .g = g, .k = k, .res = res };
	struct bindings b;
	int ret;

	memset(res, 0, sizeof(*res));
	res->field = text;
	strtab_init(&s.own);
	s.slot = xcalloc(g->nr_slot + 1, 1);
	ret = find_slots(&s, text, names, err);
	if (!ret && scenario && *scenario) {
		ret = bindings_init(&b, g, k, scenario, NULL, err);
		if (!ret) {
			s.reached = runnable_functions(g, k, &b);
			bindings_release(&b);
		}
	}
	if (!ret) {
		collect(&s);
		find_from(&s);
		find_helpers(&s);
		if (s.reached)
			drop_unreached(&s);
		fill(&s);
	}
	strtab_release(&s.own);
	idmap_release(&s.busy);
	free(s.p);
	free(s.slot);
	free(s.reached);
	return ret ? ret : res->nr ? Q_FOUND : Q_NONE;
}

void q_states_release(struct q_states_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int run_states(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_states(q->g, q->k, q->v[0].text, q->v[1].list, res, near, err);
}

static void release_states(void *res)
{
	q_states_release(res);
}

static const struct ask_param states_param[] = {
	{ "field", ASK_TEXT, "FIELD" },
	{ "as", ASK_LIST, "SCENARIO,…", "only places in functions that the scenario reaches" },
	{ NULL }
};

const struct answer_kind states_answer = {
	.name = "states",
	.param = states_param,
	.about = "a state machine: who sets the field to what, from which value",
	.more =
	"FIELD is a struct's field (sock_common.skc_state) or its everyday name (sk_state). The value\n"
	"it comes from is known where the code says so: a switch case, a condition, a store before\n"
	"it, or all callers. `?` is not known, which is not the same as any. Exit code 1: nobody sets it.\n"
	"\n"
	"examples:\n"
	"  kpath states sk_state --as tcp4,tcp6\n"
	"  kpath states nud_state -f svg -o neighbour.svg\n",
	.size = sizeof(struct q_states_result),
	.needs = INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES |
		 INDEX_ENTRIES,
	.run = run_states,
	.release = release_states,
};
