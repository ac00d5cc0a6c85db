/* SPDX-License-Identifier: MIT */
/*
 * What call sites say of values: the constants that they pass, and what the
 * caller's parameters have to be for the call to be made. Kept as far as a
 * constant that is passed somewhere can come to a condition.
 */
#include "base/xalloc.h"
#include "eval.h"
#include "import.h"
#include "known.h"
#include "link.h"
#include "prog.h"

#define MAX_PARAMS 32
#define MAX_GROUPS 255
#define MAX_CONSTANTS 64	/* of a condition: one that names more says little, and each call has its own */

/* ---- conditions, as bodies are imported ----------------------------------------- */

static void add_known(struct prog *p, const struct g_known *n)
{
	ALLOC_GROW(p->known, p->nr_known + 1, p->alloc_known);
	p->known[p->nr_known++] = *n;
}

static int fits(int64_t num)
{
	return num > INT32_MIN && num < INT32_MAX;
}

/* The one constant that every return of the function has, where it has such. */
static int constant_result(const struct tu_map *t, uint32_t sym, int64_t *num)
{
	const struct tu_body *b;
	uint32_t i, n = 0;

	if (!t->body[sym])
		return 0;
	b = &t->f.body[t->body[sym] - 1];
	for (i = 0; i < b->nr_stores; i++) {
		const struct tu_store *st = &t->f.store[b->store + i];
		const struct tu_val *v = &t->f.val[st->src];

		if (!(st->flags & STOREF_RETURN) || t->f.val[st->dst].kind != VAL_RETURN)
			continue;
		if (v->kind != VAL_CONST || (n && v->num != *num))
			return 0;
		*num = v->num;
		n++;
	}
	return n != 0;
}

/* The function whose result alone a guard is, "!supported(x)": its symbol, 0 = none. The
 * call stands on the guard's line. *negated: the guard holds where the result is 0. */
static uint32_t asked_function(const struct tu_map *t, const struct tu_body *body,
			       const struct tu_guard *g, int *negated)
{
	const char *text = facts_str(&t->f, g->text), *end;
	size_t skip = strspn(text, "!( "), i, len;
	uint32_t c;
	int depth = 0;

	*negated = !!(g->flags & GUARDF_NEGATED);
	for (i = 0; i < skip; i++)
		*negated ^= text[i] == '!';
	if (memchr(text, '(', skip))
		return 0;
	text += skip;
	len = strcspn(text, "( ");
	for (end = text + len; *end; end++) {
		depth += (*end == '(') - (*end == ')');
		if (!depth)
			break;
	}
	if (text[len] != '(' || *end != ')' || end[1])
		return 0;
	for (c = body->call; c < body->call + body->nr_calls; c++) {
		const struct tu_val *v = &t->f.val[t->f.call[c].callee];
		const char *name = v->kind == VAL_FUNC ? facts_str(&t->f, t->f.sym[v->a].name) : "";

		if (t->f.call[c].line == g->line && strlen(name) == len && !memcmp(name, text, len))
			return v->a;
	}
	return 0;
}

/* Is the guard the result of a function that always returns what it excludes? */
static int never_holds(const struct tu_map *t, const struct tu_body *body, const struct tu_guard *g)
{
	int negated;
	uint32_t sym = g->subject || g->rel != GUARD_OPAQUE ? 0 :
		asked_function(t, body, g, &negated);
	int64_t num;

	return sym && constant_result(t, sym, &num) && (num != 0) == negated;
}

/* Can the parameter be changed by its address? */
static int is_elsewhere(struct tu_map *t, uint32_t v, unsigned param)
{
	return t->param_address[t->f.val[eval_trace(t, v)].a] >> param & 1;
}

/* What is known of a parameter counts only where it is what may be assigned to it. */
static void note_only(struct prog *p, const struct tu_map *t, uint32_t site, unsigned param, uint32_t constant)
{
	struct g_known n = { .site = site, .kind = GN_ONLY, .index = (uint8_t)(param - 1) };

	n.num = fits(t->f.val[constant].num) ? (int32_t)t->f.val[constant].num : INT32_MIN;
	add_known(p, &n);
}

/* Rows for the condition that guard `id` is, where it is one on a parameter. */
static void note_condition(struct prog *p, struct tu_map *t, const struct p_call *pc, uint32_t id,
			   uint8_t group)
{
	const struct tu_guard *g = &t->f.guard[id];
	uint32_t constant = 0;
	uint16_t param = g->subject ? tu_kept_param(p, t, g->subject, pc->caller, &constant) : 0;
	struct g_known n = { .site = pc->site, .kind = GN_CONDITION, .rel = g->rel,
		.index = (uint8_t)(param - 1), .group = group, .guard = t->guard[id] };
	int64_t mask = 0;
	uint32_t i;

	if (!param || param > MAX_PARAMS || g->rel == GUARD_OPAQUE || g->nr > MAX_CONSTANTS ||
	    is_elsewhere(t, g->subject, param - 1u))
		return;
	for (i = 0; i < g->nr; i++) {
		int64_t num = t->f.val[t->f.gconst[g->first + i]].num;

		if (!fits(num))
			return;
		mask |= num;
	}
	if (constant)
		note_only(p, t, pc->site, param, constant);
	if (g->rel == GUARD_TRUE || g->rel == GUARD_FALSE) {
		add_known(p, &n);
	} else if (g->rel == GUARD_ANY_BIT || g->rel == GUARD_NO_BIT) {
		if (strstr(facts_str(&t->f, g->text), "<<"))
			return;		/* the parameter is a number of a bit there */
		n.num = (int32_t)mask;
		add_known(p, &n);
	} else {
		for (i = 0; i < g->nr; i++) {
			n.num = (int32_t)t->f.val[t->f.gconst[g->first + i]].num;
			add_known(p, &n);
		}
	}
}

void known_note(struct prog *p, struct tu_map *t, const struct tu_body *body,
		const struct tu_call *c, const struct p_call *pc, uint32_t guard)
{
	uint32_t i, constant;
	uint8_t group = 0;
	int never = 0;

	for (i = 0; i < c->nr_args; i++) {
		struct p_arg *a = &p->arg[pc->arg + i];

		if (!a->kept || a->kept > MAX_PARAMS)
			continue;
		a->by_address = is_elsewhere(t, t->f.arg[c->arg + i], a->kept - 1u);
		tu_kept_param(p, t, t->f.arg[c->arg + i], pc->caller, &constant);
		if (constant)
			note_only(p, t, pc->site, a->kept, constant);
	}
	for (; guard && group < MAX_GROUPS; guard = t->f.guard[guard].parent) {
		const struct tu_guard *g = &t->f.guard[guard];

		if (!never && never_holds(t, body, g)) {
			struct g_known n = { .site = pc->site, .kind = GN_NEVER,
				.guard = t->guard[guard] };

			add_known(p, &n);
			never = 1;
		}
		note_condition(p, t, pc, guard, group++);
	}
}

/* ---- what of it is of use ---------------------------------------------------------- */

struct target {			/* a function that is called at a site with the arguments there */
	uint32_t site, func;
};

struct spread {
	struct prog *p;
	struct target *target;	uint32_t nr_target, alloc_target;	/* by site */
	uint32_t *first;	/* by site: its first target */
	uint32_t *caller;	/* calls by target, as far as a parameter is handed on there */
	uint32_t *first_caller;	/* by function: a range of `caller` */
	uint32_t *matters;	/* by function: parameters that a condition asks for, here or behind */
	uint32_t *tables;	/* … that something is called through a field of */
	uint32_t *given;	/* … that some call gives a constant, here or before */
	uint32_t *work;	uint32_t nr_work, alloc_work;	/* functions where that changed */
	uint8_t *queued;	/* by function */
};

static void push(struct spread *s, uint32_t func)
{
	if (s->queued[func])
		return;
	s->queued[func] = 1;
	ALLOC_GROW(s->work, s->nr_work + 1, s->alloc_work);
	s->work[s->nr_work++] = func;
}

static uint32_t pop(struct spread *s)
{
	uint32_t func = s->work[--s->nr_work];

	s->queued[func] = 0;
	return func;
}

static int cmp_target(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	return x->func < y->func ? -1 : x->func > y->func;
}

static void find_targets(struct spread *s)
{
	const struct graph *g = s->p->g;
	uint32_t i, n = 0;

	s->first = xcalloc((size_t)g->nr_site + 2, sizeof(*s->first));
	for (i = 1; i < g->nr_edge; i++) {
		if (!graph_passes(g, &g->edge[i]))
			continue;
		ALLOC_GROW(s->target, s->nr_target + 1, s->alloc_target);
		s->target[s->nr_target++] = (struct target){ g->edge[i].site, g->edge[i].func };
	}
	if (s->nr_target)
		qsort(s->target, s->nr_target, sizeof(*s->target), cmp_target);
	for (i = 0; i < s->nr_target; i++)
		if (!n || cmp_target(&s->target[i], &s->target[n - 1]))
			s->target[n++] = s->target[i];
	s->nr_target = n;
	for (i = 0, n = 0; i <= g->nr_site; i++) {
		while (n < s->nr_target && s->target[n].site < i)
			n++;
		s->first[i] = n;
	}
}

/* Parameters that matter to any target of the site; `by`: by function. */
static uint32_t matter_at(const struct spread *s, uint32_t site, const uint32_t *by)
{
	uint32_t bits = 0, i;

	for (i = s->first[site]; i < s->first[site + 1]; i++)
		bits |= by[s->target[i].func];
	return bits;
}

static int is_constant(const struct p_arg *a)
{
	return (a->kind == VAL_CONST && fits(a->num)) || a->kind == VAL_NULL;
}

/* The g_object whose address is passed; 0 = none that has a name. */
static uint32_t object_of(const struct prog *p, const struct p_arg *a)
{
	uint32_t v = a->kind == VAL_ADDR && a->origin ? p->origin[a->origin].value : 0;
	uint32_t var = value_is_object(v) ? p->s.object[value_id(v)].var : 0;

	return var ? p->var[var].gobject : 0;
}

static int is_address(const struct p_arg *a)
{
	return a->kind == VAL_ADDR || a->kind == VAL_FUNC || a->kind == VAL_STRING;
}

/* Own parameters that a call hands on, each in the place of an argument. */
static int hands_on(const struct prog *p, const struct p_call *pc)
{
	uint32_t i;

	for (i = 0; i < pc->nr_args && i < MAX_PARAMS; i++)
		if (p->arg[pc->arg + i].kept && p->arg[pc->arg + i].kept <= MAX_PARAMS)
			return 1;
	return 0;
}

static void find_callers(struct spread *s)
{
	const struct prog *p = s->p;
	uint32_t c, i, pass, *at = xcalloc((size_t)p->g->nr_func + 2, sizeof(*at));

	s->first_caller = xcalloc((size_t)p->g->nr_func + 2, sizeof(*s->first_caller));
	for (pass = 0; pass < 2; pass++) {
		for (c = 0; c < p->nr_call; c++) {
			uint32_t site = p->call[c].site;

			for (i = hands_on(p, &p->call[c]) ? s->first[site] : s->first[site + 1];
			     i < s->first[site + 1]; i++) {
				uint32_t f = s->target[i].func;

				if (pass)
					s->caller[at[f]++] = c;
				else
					s->first_caller[f + 1]++;
			}
		}
		if (pass)
			break;
		for (i = 0; i <= p->g->nr_func; i++)
			at[i + 1] = s->first_caller[i + 1] += s->first_caller[i];
		s->caller = xcalloc((size_t)at[p->g->nr_func] + 1, sizeof(*s->caller));
	}
	free(at);
}

static void spread_back(struct spread *s)
{
	const struct prog *p = s->p;
	uint32_t i, c;

	for (i = 1; i < p->g->nr_func; i++)
		if (s->matters[i])
			push(s, i);
	while (s->nr_work) {
		uint32_t f = pop(s);

		for (c = s->first_caller[f]; c < s->first_caller[f + 1]; c++) {
			const struct p_call *pc = &p->call[s->caller[c]];
			uint32_t bits = 0, tables = 0;

			for (i = 0; i < pc->nr_args && i < MAX_PARAMS; i++) {
				uint16_t own = p->arg[pc->arg + i].kept;

				if (!own || own > MAX_PARAMS)
					continue;
				bits |= (s->matters[f] >> i & 1) << (own - 1);
				tables |= (s->tables[f] >> i & 1) << (own - 1);
			}
			if (!(bits & ~s->matters[pc->caller]) && !(tables & ~s->tables[pc->caller]))
				continue;
			s->matters[pc->caller] |= bits;
			s->tables[pc->caller] |= tables;
			push(s, pc->caller);
		}
	}
}

static uint32_t given_at(const struct spread *s, const struct p_call *pc)
{
	uint32_t bits = 0, i;

	for (i = 0; i < pc->nr_args && i < MAX_PARAMS; i++) {
		const struct p_arg *a = &s->p->arg[pc->arg + i];

		if (is_constant(a) || is_address(a) || (a->kept && a->kept <= MAX_PARAMS &&
		    (s->given[pc->caller] >> (a->kept - 1) & 1)))
			bits |= 1u << i;
	}
	return bits;
}

static void give(struct spread *s, const struct p_call *pc)
{
	uint32_t bits = given_at(s, pc), i;

	for (i = s->first[pc->site]; bits && i < s->first[pc->site + 1]; i++) {
		uint32_t f = s->target[i].func, more = bits & s->matters[f];

		if (!(more & ~s->given[f]))
			continue;
		s->given[f] |= more;
		push(s, f);
	}
}

static void spread_on(struct spread *s)
{
	const struct prog *p = s->p;
	uint32_t c;

	for (c = 0; c < p->nr_call; c++)
		give(s, &p->call[c]);
	while (s->nr_work) {
		const struct p_func *f = &p->func[pop(s)];

		for (c = f->call; c < f->call + f->nr_calls; c++)
			give(s, &p->call[c]);
	}
}

/* ---- rows ------------------------------------------------------------------------------ */

static void write_row(struct graph *g, const struct g_known *n)
{
	ALLOC_GROW(g->known, g->nr_known + 1, g->alloc_known);
	g->known[g->nr_known++] = *n;
}

static void write_passed(struct spread *s, const struct p_call *pc)
{
	uint32_t bits = matter_at(s, pc->site, s->matters), tables = matter_at(s, pc->site, s->tables), i;

	for (i = 0; bits && i < pc->nr_args && i < MAX_PARAMS; i++) {
		const struct p_arg *a = &s->p->arg[pc->arg + i];
		struct g_known n = { .site = pc->site, .index = (uint8_t)i };

		if (!(bits >> i & 1))
			continue;
		if (is_constant(a)) {
			n.kind = GN_NUMBER;
			n.num = a->kind == VAL_NULL ? 0 : a->num;
		} else if (is_address(a)) {
			n.num = tables >> i & 1 ? (int32_t)object_of(s->p, a) : 0;
			n.kind = n.num ? GN_OBJECT : GN_NONZERO;
		} else if (a->kept && a->kept <= MAX_PARAMS && !a->by_address &&
			   (s->given[pc->caller] >> (a->kept - 1) & 1)) {
			n.kind = GN_HANDED;
			n.num = a->kept - 1;
		} else {
			continue;
		}
		write_row(s->p->g, &n);
	}
}

static int cmp_known(const void *a, const void *b)
{
	const struct g_known *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return x->num < y->num ? -1 : x->num > y->num;
}

static void mark_edges(struct graph *g)
{
	uint8_t *has = xcalloc((size_t)g->nr_site + 1, 1);
	uint32_t i;

	for (i = 1; i < g->nr_known; i++)
		has[g->known[i].site] |= g->known[i].kind != GN_RULED_OUT;
	for (i = 1; i < g->nr_edge; i++)
		if (has[g->edge[i].site])
			g->edge[i].flags |= GE_KNOWN;
	free(has);
}

/* Calls through a table that a parameter points to. */
static void note_through(struct spread *s)
{
	struct prog *p = s->p;
	uint32_t i;

	for (i = 0; i < p->nr_call; i++) {
		const struct p_call *pc = &p->call[i];
		struct g_known n = { .site = pc->site, .kind = GN_THROUGH, .index = (uint8_t)(pc->through - 1) };

		if (!pc->through || pc->through > MAX_PARAMS || p->g->site[pc->site].nr_targets < 2)
			continue;
		add_known(p, &n);
		s->matters[pc->caller] |= 1u << n.index;
		s->tables[pc->caller] |= 1u << n.index;
	}
}

void known_write(struct prog *p)
{
	struct graph *g = p->g;
	struct spread s = { .p = p };
	uint32_t i;

	s.matters = xcalloc((size_t)g->nr_func + 1, sizeof(*s.matters));
	s.tables = xcalloc((size_t)g->nr_func + 1, sizeof(*s.tables));
	s.given = xcalloc((size_t)g->nr_func + 1, sizeof(*s.given));
	s.queued = xcalloc((size_t)g->nr_func + 1, sizeof(*s.queued));
	find_targets(&s);
	find_callers(&s);
	for (i = 0; i < p->nr_known; i++)
		if (p->known[i].kind == GN_CONDITION)
			s.matters[g->site[p->known[i].site].func] |= 1u << p->known[i].index;
	note_through(&s);
	spread_back(&s);
	spread_on(&s);
	for (i = 0; i < p->nr_known; i++) {
		const struct g_known *n = &p->known[i];

		if (n->kind == GN_NEVER ||
		    (s.given[g->site[n->site].func] >> n->index & 1))
			write_row(g, n);
	}
	for (i = 0; i < p->nr_call; i++)
		write_passed(&s, &p->call[i]);
	if (g->nr_known > 1)
		qsort(g->known + 1, g->nr_known - 1, sizeof(*g->known), cmp_known);
	mark_edges(g);
	free(s.target);
	free(s.first);
	free(s.caller);
	free(s.first_caller);
	free(s.work);
	free(s.queued);
	free(s.matters);
	free(s.tables);
	free(s.given);
}
