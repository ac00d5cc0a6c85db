/* SPDX-License-Identifier: MIT */
#include "flags.h"

#include "base/xalloc.h"
#include "flag_bits.h"
#include "flag_route.h"
#include "model/facts.h"
#include "queries/answer.h"
#include "store/index.h"
#include "queries/fold.h"
#include "queries/path/bindings.h"
#include "queries/path/reach.h"

const char *const q_flag_role_name[QF_NR] = { "set", "send", "test", "clear" };

struct flags {
	const struct graph *g;
	const struct k_flags *k;
	struct q_flags_result *res;
	struct q_flag_place *p;
	uint32_t nr, alloc;
	uint32_t want;		/* bits */
	int single;		/* one bit is asked for */
	uint8_t *word;		/* by slot: does it hold all bits? */
	uint32_t *bit;		/* by slot: the one bit that it holds */
	uint8_t *reached;	/* by function; NULL: all */
	struct idmap of_func;	/* function -> bits that it sets in fields of one bit */
};

/* ---- names --------------------------------------------------------------------------- */

static const char *flag_names(struct flags *s, uint32_t bits)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;

	flag_bits_names(s->k, bits, &sb);
	text = arena_strndup(&s->res->arena, sb.buf ? sb.buf : "", sb.len);
	strbuf_release(&sb);
	return text;
}

static int find_set(struct flags *s, const struct knowledge *k, const char *text, struct strbuf *err)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < k->nr_flags && !s->want; i++) {
		s->k = &k->flags[i];
		s->want = flag_bits_asked(s->k, text);
	}
	if (s->want) {
		s->single = !(s->want & (s->want - 1));
		s->res->set = s->k->name;
		s->res->flag = flag_names(s, s->want);
		return Q_FOUND;
	}
	for (i = 0; i < k->nr_flags; i++) {
		if (sb.len)
			strbuf_addch(&sb, '|');
		flag_bits_names(&k->flags[i], ~0u, &sb);
	}
	error(err, "\"%s\" is no flag that the knowledge file has; there are: %s", text,
	      sb.len ? sb.buf : "none");
	strbuf_release(&sb);
	return Q_UNKNOWN;
}

static void find_fields(struct flags *s)
{
	const struct graph *g = s->g;
	uint32_t i;
	size_t j;

	s->word = xcalloc(g->nr_slot + 1, 1);
	s->bit = xcalloc(g->nr_slot + 1, sizeof(*s->bit));
	for (i = 1; i < g->nr_slot; i++) {
		const char *name = graph_str(g, graph_slot(g, i)->name), *bit;

		for (j = 0; j < s->k->words.nr; j++)
			s->word[i] |= !strcmp(name, s->k->words.s[j]);
		bit = k_pairs_get(&s->k->bit_fields, name);
		s->bit[i] = bit ? flag_bit_named(s->k, bit, strlen(bit)) : 0;
	}
}

/* ---- guards ------------------------------------------------------------------------------ */

static uint32_t subject_bit(const struct flags *s, const struct g_guard *gu)
{
	const char *bit = gu->subject ? k_pairs_get(&s->k->bit_fields, graph_str(s->g, gu->subject)) : NULL;

	return bit ? flag_bit_named(s->k, bit, strlen(bit)) : 0;
}

static uint32_t constant_bits(const struct flags *s, const struct g_guard *gu)
{
	uint32_t bits = 0, i;

	for (i = 0; i < gu->nr_consts; i++)
		bits |= flag_bits_of_text(s->k, graph_str(s->g, graph_constant(s->g, gu->consts + i)->name));
	return bits;
}

/* The bits that a guard asks about; *yes: they are there if it holds. */
static uint32_t guard_bits(const struct flags *s, const struct g_guard *gu, int *yes)
{
	uint32_t bits = subject_bit(s, gu);

	if (bits) {
		*yes = gu->rel == GUARD_TRUE || gu->rel == GUARD_NE || gu->rel == GUARD_ANY_BIT;
		return bits;
	}
	bits = constant_bits(s, gu);
	if (bits) {
		*yes = gu->rel == GUARD_ANY_BIT || gu->rel == GUARD_EQ || gu->rel == GUARD_IN;
		return bits;
	}
	if (gu->rel == GUARD_OPAQUE)
		bits = flag_bits_of_text(s->k, graph_str(s->g, gu->text));
	*yes = !(gu->flags & GUARDF_NEGATED);
	return bits;
}

/* Bits that are known to be there under a guard. */
static uint32_t bits_under(const struct flags *s, uint32_t guard)
{
	uint32_t all = 0, bits;
	int yes;

	for (; guard; guard = graph_guard(s->g, guard)->parent) {
		bits = guard_bits(s, graph_guard(s->g, guard), &yes);
		if (yes && !(bits & (bits - 1)))
			all |= bits;
	}
	return all;
}

/* ---- places -------------------------------------------------------------------------------- */

static struct q_flag_place *add(struct flags *s, enum q_flag_role role, uint32_t func, uint32_t file,
				uint32_t line)
{
	struct q_flag_place *p;

	if (s->reached && !s->reached[func]) {
		s->res->dropped++;
		return NULL;
	}
	ALLOC_GROW(s->p, s->nr + 1, s->alloc);
	p = &s->p[s->nr++];
	memset(p, 0, sizeof(*p));
	p->role = role;
	p->func = func;
	p->site = (struct q_place){ file, line };
	p->how = p->text = p->slot = "";
	return p;
}

/* `bits` are put in here; `all` are in the packet then, as far as this place knows. */
static struct q_flag_place *add_set(struct flags *s, uint32_t bits, uint32_t all, uint32_t func,
				    uint32_t file, uint32_t line, uint32_t guard)
{
	struct q_flag_place *p;

	if (!(bits & s->want) || (all & s->want) != s->want)
		return NULL;
	p = add(s, QF_SET, func, file, line);
	if (p) {
		p->flags = flag_names(s, all);
		p->exact = all == s->want;
		p->guard = guard;
	}
	return p;
}

/* Fields of one bit: which of them does a function set? */
static void collect_bits(struct flags *s)
{
	const struct graph *g = s->g;
	uint32_t i;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);

		if (s->bit[v->slot] && v->is_const && v->num)
			*idmap_put(&s->of_func, v->func, 0) |= s->bit[v->slot];
	}
}

static const char *op_name(uint8_t op)
{
	static const char *const name[] = { "=", "|=", "&=", "+=", "-=", "op=" };

	return name[op <= STORE_OTHER ? op : STORE_OTHER];
}

static void collect_values(struct flags *s)
{
	const struct graph *g = s->g;
	uint32_t i, all;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);
		uint32_t bits = s->word[v->slot] ? (uint32_t)v->num : s->bit[v->slot];
		int clears = s->word[v->slot] ? v->op == STORE_AND || (v->src && !v->is_const) :
			v->is_const && !v->num;
		struct q_flag_place *p;

		if (!s->word[v->slot] && !bits)
			continue;
		if (clears && (!s->word[v->slot] || v->name)) {
			bits = s->word[v->slot] ? ~bits : bits;
			if (!(bits & s->want) || !s->single)
				continue;
			p = add(s, QF_CLEAR, v->func, v->file, v->line);
			if (p) {
				bits &= flag_bits_of_text(s->k, graph_str(g, v->name)) | s->bit[v->slot];
				p->flags = flag_names(s, bits);
				p->exact = bits == s->want;
				p->guard = v->guard;
			}
		} else if (!clears && (v->is_const || !strcmp(graph_str(g, v->src), "?"))) {
			all = bits;
			if (s->bit[v->slot])
				all |= *idmap_put(&s->of_func, v->func, 0);
			else if (v->op == STORE_OR)
				all |= bits_under(s, v->guard);
			p = add_set(s, bits, all, v->func, v->file, v->line, v->guard);
			if (p)
				p->maybe = !v->is_const;
		} else {
			p = NULL;
		}
		if (p) {
			p->how = op_name(v->op);
			p->slot = graph_str(g, graph_slot(g, v->slot)->name);
			p->text = graph_str(g, v->is_const ? v->name : v->src);
		}
	}
}

static void collect_args(struct flags *s)
{
	const struct graph *g = s->g;
	uint32_t i;

	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *a = graph_arg(g, i);
		const struct g_site *site = graph_site(g, a->site);
		uint32_t bits = s->word[a->slot] ? (uint32_t)a->num : s->bit[a->slot], all = bits;
		struct q_flag_place *p;

		if (!bits || a->kind != VAL_CONST || (s->bit[a->slot] && !a->num))
			continue;
		if (s->bit[a->slot])	/* what the setter sets besides */
			all |= *idmap_put(&s->of_func, a->callee, 0);
		p = add_set(s, bits, all, site->func, site->file, site->line, site->guard);
		if (p) {
			p->how = graph_str(g, graph_func(g, a->callee)->name);
			p->text = graph_str(g, a->text);
			p->slot = graph_str(g, graph_slot(g, a->slot)->name);
		}
	}
}

/* A condition as written; where the text misses what is asked, by its parts. */
static const char *test_text(struct flags *s, const struct g_guard *gu)
{
	const char *text = graph_str(s->g, gu->text), *full;
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	if (subject_bit(s, gu) || !gu->nr_consts || flag_bits_of_text(s->k, text))
		return text;
	strbuf_addf(&sb, "%s & (", graph_str(s->g, gu->subject));
	for (i = 0; i < gu->nr_consts; i++)
		strbuf_addf(&sb, "%s%s", i ? "," : "",
			    graph_str(s->g, graph_constant(s->g, gu->consts + i)->name));
	strbuf_addch(&sb, ')');
	full = arena_strndup(&s->res->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return full;
}

/* Guards do not say where they stand: whatever stands under them does. */
static void collect_tests(struct flags *s)
{
	const struct graph *g = s->g;
	uint8_t *seen = xcalloc(g->nr_guard + 1, 1);
	uint32_t i, n = g->nr_site + g->nr_value, gu, bits;
	int yes;

	for (i = 1; i < n; i++) {
		const struct g_value *v = i < g->nr_site ? NULL : graph_value(g, i - g->nr_site);
		uint32_t func = v ? v->func : graph_site(g, i)->func;
		uint32_t file = v ? v->file : graph_site(g, i)->file;

		for (gu = v ? v->guard : graph_site(g, i)->guard; gu && !seen[gu];
		     gu = graph_guard(g, gu)->parent) {
			struct q_flag_place *p;

			seen[gu] = 1;
			bits = guard_bits(s, graph_guard(g, gu), &yes);
			if (!(bits & s->want))
				continue;
			if (!s->single && (!yes || ((bits | bits_under(s, gu)) & s->want) != s->want))
				continue;
			p = add(s, QF_TEST, func, file, graph_guard(g, gu)->line);
			if (!p)
				continue;
			p->how = graph_guard(g, gu)->flags & GUARDF_CASE ? "case" :
				graph_guard(g, gu)->flags & GUARDF_LOOP ? "while" : "if";
			p->flags = flag_names(s, s->single ? bits : bits | bits_under(s, gu));
			p->exact = !strcmp(p->flags, s->res->flag);
			p->text = test_text(s, graph_guard(g, gu));
			p->guard = gu;
		}
	}
	free(seen);
}

/* ---- where it is sent ------------------------------------------------------------------------ */

static void add_send(struct flags *s, const struct q_flag_place *set, struct q_flag_step *call)
{
	struct q_flag_place *p;
	uint32_t i;

	for (i = 0; i < s->nr; i++) {
		p = &s->p[i];
		if (p->role == QF_SEND && p->func == call->func && p->site.file == call->site.file &&
		    p->site.line == call->site.line) {
			if (strcmp(p->flags, set->flags))
				p->flags = s->res->flag;	/* with one or with another */
			p->exact |= set->exact;
			return;
		}
	}
	p = add(s, QF_SEND, call->func, call->site.file, call->site.line);
	if (!p)
		return;
	p->how = graph_str(s->g, graph_func(s->g, call[1].func)->name);
	p->flags = set->flags;
	p->exact = set->exact;
	p->route = call;
	p->nr_route = 2;
}

/* The same is sent by each caller that a setter returns to. */
static void add_sends(struct flags *s, struct senders *senders, const struct q_flag_place *set)
{
	const struct graph *g = s->g;
	uint32_t edge[16], nr, i;
	struct q_flag_step *call;

	add_send(s, set, &set->route[set->nr_route - 2]);
	nr = senders_of_callers(senders, set->route, set->nr_route, edge, ARRAY_SIZE(edge));
	for (i = 0; i < nr; i++) {
		const struct g_site *site = graph_site(g, graph_edge(g, edge[i])->site);

		call = arena_alloc(&s->res->arena, 2 * sizeof(*call));
		call[0] = (struct q_flag_step){ edge_caller(g, graph_edge(g, edge[i])),
						{ site->file, site->line }, 0 };
		call[1].func = edge_callee(g, graph_edge(g, edge[i]));
		add_send(s, set, call);
	}
}

static void find_routes(struct flags *s, const struct knowledge *k, struct bindings *b)
{
	struct senders senders;
	uint32_t i, end = s->nr;

	senders_init(&senders, s->g, k, b, &s->k->senders);
	for (i = 0; i < end; i++) {
		struct q_flag_place *p = &s->p[i], set;

		if (p->role != QF_SET)
			continue;
		p->nr_route = senders_route(&senders, p->func, p->site.line, &s->res->arena, &p->route);
		if (p->nr_route < 2 || p->route[p->nr_route - 2].back)
			continue;
		p->sent = p->route[p->nr_route - 2].site;
		set = *p;	/* places move */
		add_sends(s, &senders, &set);
	}
	senders_release(&senders);
}

/* ---- the answer ---------------------------------------------------------------------------- */

static int cmp_place(const void *a, const void *b, void *graph)
{
	const struct q_flag_place *x = a, *y = b;
	int c = (int)x->role - (int)y->role;

	if (!c)
		c = place_cmp(graph, x->site.file, x->site.line, y->site.file, y->site.line);
	if (!c)
		c = strcmp(x->text, y->text);
	return c ? c : strcmp(x->how, y->how);
}

static void fill(struct flags *s)
{
	uint32_t i, n = 0;

	if (s->nr)
		qsort_r(s->p, s->nr, sizeof(*s->p), cmp_place, (void *)s->g);
	for (i = 0; i < s->nr; i++) {
		struct q_flag_place *last = n ? &s->p[n - 1] : NULL;

		if (last && last->role == s->p[i].role && last->func == s->p[i].func &&
		    last->site.line == s->p[i].site.line && last->site.file == s->p[i].site.file &&
		    (last->role == QF_TEST || !cmp_place(last, &s->p[i], (void *)s->g)))
			continue;
		s->p[n++] = s->p[i];
	}
	s->res->place = arena_alloc(&s->res->arena, (n + 1) * sizeof(*s->p));
	if (n)
		memcpy(s->res->place, s->p, n * sizeof(*s->p));
	s->res->nr = n;
}

int q_flags(const struct graph *g, const struct knowledge *k, const char *text,
	    const char *const *scenario, struct q_flags_result *res, struct strbuf *err)
{
	struct flags s = { .g = g, .res = res };
	struct bindings b = { 0 };
	int ret;

	memset(res, 0, sizeof(*res));
	ret = find_set(&s, k, text, err);
	if (!ret)
		ret = bindings_init(&b, g, k, scenario, NULL, err);
	if (!ret) {
		if (scenario && *scenario)
			s.reached = runnable_functions(g, k, &b);
		find_fields(&s);
		collect_bits(&s);
		collect_values(&s);
		collect_args(&s);
		collect_tests(&s);
		find_routes(&s, k, &b);
		fill(&s);
		bindings_release(&b);
	}
	idmap_release(&s.of_func);
	free(s.p);
	free(s.word);
	free(s.bit);
	free(s.reached);
	return ret ? ret : res->nr ? Q_FOUND : Q_NONE;
}

void q_flags_release(struct q_flags_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int run_flags(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_flags(q->g, q->k, q->v[0].text, q->v[1].list, res, err);
}

static void release_flags(void *res)
{
	q_flags_release(res);
}

static const struct ask_param flags_param[] = {
	{ "flag", ASK_TEXT, "NAME" },
	{ "as", ASK_LIST, "SCENARIO,…", "only places in functions that the scenario reaches" },
	{ NULL }
};

const struct answer_kind flags_answer = {
	.name = "flags",
	.param = flags_param,
	.about = "where SYN, SYN|ACK, ACK, FIN, RST are set and sent, with the route between",
	.more =
	"NAME is a flag (SYN) or several that are set together ('SYN|ACK', SYN,ACK). `set` is where it\n"
	"is put in, `sent by` the call that gives the packet to a function that sends; a route goes\n"
	"down by calls (->) or first back to a caller (<-). Exit code 1: nobody touches it.\n"
	"\n"
	"examples:\n"
	"  kpath flags SYN --as tcp4\n"
	"  kpath flags 'SYN|ACK' -f json\n",
	.size = sizeof(struct q_flags_result),
	.needs = INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES |
		 INDEX_ENTRIES,
	.run = run_flags,
	.release = release_flags,
};
