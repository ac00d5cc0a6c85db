/* SPDX-License-Identifier: MIT */
#include "states_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/facts.h"
#include "queries/answer.h"
#include "store/index.h"
#include "queries/fold.h"
#include "queries/path/bindings.h"
#include "queries/path/reach.h"
#include "queries/slots.h"

#define MAX_HELPER 2		/* helpers of helpers */
#define MAX_TO 4		/* values that a helper may set, by the state it finds */

/* ---- direct places -------------------------------------------------------------------- */

static struct state_place *add(struct states *s)
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

/* A number stands for itself. */
static uint32_t shown_value(struct states *s, const char *text)
{
	return *text && !text[strspn(text, "0123456789")] ? strtab_add(&s->own, text) | OWN :
		in_brackets(s, text);
}

static uint32_t own(struct states *s, const char *text)
{
	return strtab_add(&s->own, text) | OWN;
}

/* "= (state)": one of what the variable is given. */
static uint32_t one_of(struct states *s, uint32_t how, const char *variable)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;

	strbuf_addf(&sb, "%s (%s)", states_str(s, how), variable);
	id = strtab_addn(&s->own, sb.buf, sb.len) | OWN;
	strbuf_release(&sb);
	return id;
}

static void collect(struct states *s)
{
	static const char *const op[] = { "=", "|=", "&=", "+=", "-=", "op=" };
	const struct graph *g = s->g;
	uint32_t i;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);
		struct state_place *p;

		if (!s->slot[v->slot])
			continue;
		p = add(s);
		p->func = v->func;
		p->file = v->file;
		p->line = v->line;
		p->guard = v->guard;
		p->op = v->op;
		p->how = v->macro ? v->macro : own(s, op[v->op <= STORE_OTHER ? v->op : STORE_OTHER]);
		if (v->is_const && v->src) {
			p->how = one_of(s, p->how, graph_str(g, v->src));
			p->chosen = 1;
			s->res->chosen++;
		}
		p->constant = v->is_const;
		p->to = v->is_const ? v->name : shown_value(s, graph_str(g, v->src));
	}
	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *a = graph_arg(g, i);
		const struct g_site *site = graph_site(g, a->site);
		const char *text = graph_str(g, a->text);
		struct state_place *p;

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
			a->kind == VAL_CHOICE ? a->text != 0 : a->kind == VAL_INDEX && a->key;
		p->to = p->constant ? a->text : shown_value(s, text);
	}
}
static int cmp_place(const void *a, const void *b, void *states)
{
	const struct states *s = states;
	const struct state_place *x = a, *y = b;
	int c = place_cmp(s->g, x->file, x->line, y->file, y->line);

	if (!c)
		c = x->helper - y->helper;
	if (!c)
		c = strcmp(states_str(s, x->to), states_str(s, y->to));
	return c ? c : strcmp(states_str(s, x->how), states_str(s, y->how));
}

/* ---- helpers --------------------------------------------------------------------------- */

struct helper {
	uint32_t first, nr;	/* of `to`s; nr 0: none */
	uint32_t to[MAX_TO];
	struct state_from from[MAX_TO];
	uint8_t bad;
};

/* Is this a function that always sets the state, to one value or by the state it finds? */
static void judge(struct states *s, struct helper *h, const struct state_place *p)
{
	struct helper *it = &h[p->func];
	uint32_t i;

	if (it->bad)
		return;
	if (!p->constant || p->chosen || p->key || p->op != STORE_SET || !states_unconditional(s, p->guard)) {
		it->bad = 1;
		return;
	}
	for (i = 0; i < it->nr; i++)
		if (states_same(s, it->to[i], p->to))
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
		struct state_place *p = add(s);
		struct state_from f;

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
		states_ask_guards(s, p->guard, &f);
		if (!f.known) {
			states_ask_callers(s, p->func, &f, 1);
			if (f.known)
				p->where = "caller";
		}
		if (it->nr > 1 && it->from[i].known && !states_only(s, &f, &it->from[i].is))
			s->nr--;	/* not from here */
		else
			p->from = f;
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

static struct q_state_names give(struct states *s, const struct state_set *n)
{
	struct q_state_names out = { arena_alloc(&s->res->arena, (n->nr + 1) * sizeof(char *)), n->nr };
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		out.name[i] = arena_strdup(&s->res->arena, states_str(s, n->id[i]));
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
		const struct state_place *p = &s->p[i];
		struct q_state *q = &r->state[r->nr];

		if (i && !cmp_place(p, p - 1, s) && p->key == p[-1].key)
			continue;
		r->nr++;
		q->func = p->func;
		q->site = (struct q_place){ p->file, p->line };
		q->how = arena_strdup(&r->arena, states_str(s, p->how));
		q->to = arena_strdup(&r->arena, states_str(s, p->to));
		q->constant = p->constant;
		q->known = p->from.known;
		q->from = give(s, &p->from.is);
		q->not_from = give(s, &p->from.is_not);
		q->where = p->where;
		q->helper = p->helper;
		q->guard = p->guard;
	}
}

static void sum_add(struct q_states_result *r, struct q_state_sum *sum, const struct q_state *q)
{
	uint32_t i, j;

	if (q->helper)
		sum->helper++;
	else
		sum->direct++;
	sum->unknown += !q->known;
	for (i = 0; q->known && i < q->from.nr; i++) {
		for (j = 0; j < sum->from.nr && strcmp(sum->from.name[j], q->from.name[i]); j++)
			;
		if (j < sum->from.nr || j == MAX_NAMES)
			continue;
		if (!sum->from.name)
			sum->from.name = arena_alloc(&r->arena, MAX_NAMES * sizeof(char *));
		sum->from.name[sum->from.nr++] = q->from.name[i];
	}
}

static int cmp_sum(const void *a, const void *b)
{
	const struct q_state_sum *x = a, *y = b;
	uint32_t n = x->direct + x->helper, m = y->direct + y->helper;

	return n != m ? (n > m ? -1 : 1) : strcmp(x->to, y->to);
}

/* A large machine at a glance. */
static void sum_up(struct q_states_result *r)
{
	uint32_t i, j;

	if (r->nr <= STATES_SUMMED)
		return;
	r->sum = arena_alloc(&r->arena, r->nr * sizeof(*r->sum));
	for (i = 0; i < r->nr; i++) {
		for (j = 0; j < r->nr_sums && strcmp(r->sum[j].to, r->state[i].to); j++)
			;
		if (j == r->nr_sums)
			r->sum[r->nr_sums++].to = r->state[i].to;
		sum_add(r, &r->sum[j], &r->state[i]);
	}
	qsort(r->sum, r->nr_sums, sizeof(*r->sum), cmp_sum);
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
	ret = states_find_slots(&s, text, names, err);
	if (!ret && scenario && *scenario) {
		ret = bindings_init(&b, g, k, scenario, NULL, err);
		if (!ret) {
			s.reached = runnable_functions(g, k, &b);
			bindings_release(&b);
		}
	}
	if (!ret) {
		collect(&s);
		states_name_values(&s);
		states_find_from(&s);
		find_helpers(&s);
		if (s.reached)
			drop_unreached(&s);
		fill(&s);
		sum_up(res);
	}
	strtab_release(&s.own);
	idmap_release(&s.busy);
	free(s.p);
	free(s.val);
	free(s.slot);
	free(s.reached);
	return ret ? ret : res->nr ? Q_FOUND : Q_NONE;
}

void q_states_release(struct q_states_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

/* An empty list has everything. */
static int is_listed(const char *const *list, const char *name)
{
	if (!list || !*list)
		return 1;
	while (*list && strcmp(*list, name))
		list++;
	return *list != NULL;
}

static int run_states(const struct ask *q, void *p, struct q_names *near, struct strbuf *err)
{
	const char *const *only = q->v[2].list, *const *to = q->v[3].list;
	struct q_states_result *res = p;
	int ret = q_states(q->g, q->k, q->v[0].text, q->v[1].list, res, near, err);
	uint32_t i, n = 0;

	if (ret)
		return ret;
	for (i = 0; i < res->nr; i++)
		if (is_listed(only, graph_str(q->g, graph_func(q->g, res->state[i].func)->name)) &&
		    is_listed(to, res->state[i].to))
			res->state[n++] = res->state[i];
	if (n < res->nr)
		res->nr_sums = 0;
	res->nr = n;
	return n ? Q_FOUND : Q_NONE;
}

static void release_states(void *res)
{
	q_states_release(res);
}

static const struct ask_param states_param[] = {
	{ "field", ASK_TEXT, "FIELD" },
	{ "as", ASK_LIST, "SCENARIO,…", "only places in functions that the scenario reaches" },
	{ "only", ASK_LIST, "F,…", "only places in these functions" },
	{ "to", ASK_LIST, "VALUE,…", "only places that set these values" },
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
