/* SPDX-License-Identifier: MIT */
/* Who uses a field, a global or a table: what the index has of its reads and writes. */
#include "fold.h"
#include "names.h"
#include "query.h"
#include "slots.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/bisect.h"
#include "base/xalloc.h"
#include "model/facts.h"
#include "store/index.h"

const char *const q_use_name[Q_USE_NR] = {
	"calls", "tests", "stores", "writes", "passes", "updates", "address", "reads"
};

struct collector {
	const struct graph *g;
	struct q_uses_result *res;
	uint32_t alloc;
};

static void add(struct collector *c, enum q_use_how how, uint32_t func, uint32_t file, uint32_t line,
		const char *what)
{
	struct q_uses_result *res = c->res;

	if (!file)
		return;
	ALLOC_GROW(res->use, res->nr + 1, c->alloc);
	res->use[res->nr++] = (struct q_use){ func, { file, line }, (uint8_t)how, what, 0 };
}

static const char *operator(unsigned op)
{
	static const char *const ops[] = { "=", "|=", "&=", "+=", "-=", "=" };

	return op < ARRAY_SIZE(ops) ? ops[op] : "=";
}

/* ---- slots ------------------------------------------------------------------------- */

static void calls_and_tests(struct collector *c, const uint8_t *is_subject)
{
	const struct graph *g = c->g;
	uint32_t i, guard;

	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *s = graph_site(g, i);

		if (s->slot == c->res->slot || s->outer == c->res->slot)
			add(c, Q_USE_CALLS, s->func, s->file, s->line, graph_str(g, s->expr));
		for (guard = s->guard; guard; guard = graph_guard(g, guard)->parent)
			if (is_subject[guard])
				add(c, Q_USE_TESTS, s->func, s->file, graph_guard(g, guard)->line,
				    graph_str(g, graph_guard(g, guard)->text));
	}
}

static void writes(struct collector *c, const uint8_t *is_subject)
{
	const struct graph *g = c->g;
	uint32_t i, guard;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);

		if (v->slot == c->res->slot)
			add(c, Q_USE_WRITES, v->func, v->file, v->line,
			    arena_printf(&c->res->arena, "%s %s", operator(v->op),
					 graph_str(g, v->src && !v->is_const ? v->src : v->name)));
		for (guard = v->guard; guard; guard = graph_guard(g, guard)->parent)
			if (is_subject[guard])
				add(c, Q_USE_TESTS, v->func, v->file, graph_guard(g, guard)->line,
				    graph_str(g, graph_guard(g, guard)->text));
	}
	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *a = graph_arg(g, i);
		const struct g_site *s = graph_site(g, a->site);

		if (a->slot == c->res->slot)
			add(c, Q_USE_PASSES, s->func, s->file, s->line, graph_str(g, a->text));
	}
}

static void stores(struct collector *c)
{
	const struct graph *g = c->g;
	uint32_t first, nr, i;

	q_slot_stores(g, c->res->slot, &first, &nr);
	for (i = first; i < first + nr; i++) {
		const struct g_store *s = graph_store(g, i);

		add(c, Q_USE_STORES, s->in_func, s->file, s->line,
		    s->func ? graph_str(g, graph_func(g, s->func)->name) :
		    s->target ? graph_str(g, graph_object(g, s->target)->name) : "");
	}
}

/* ---- tables ----------------------------------------------------------------------------- */

static void addresses(struct collector *c)
{
	const struct graph *g = c->g;
	uint32_t i;

	for (i = 1; i < g->nr_store; i++) {
		const struct g_store *s = graph_store(g, i);

		if (s->target == c->res->object)
			add(c, Q_USE_ADDRESS, s->in_func, s->file, s->line,
			    graph_str(g, graph_slot(g, s->slot)->name));
	}
	for (i = 1; i < g->nr_field_value; i++) {
		const struct g_field_value *v = graph_field_value(g, i);

		if (v->target == c->res->object)
			add(c, Q_USE_ADDRESS, 0, v->file, v->line,
			    arena_printf(&c->res->arena, "%s.%s", graph_str(g, graph_object(g, v->object)->name),
					 graph_str(g, v->field)));
		else if (v->object == c->res->object)
			add(c, Q_USE_STORES, 0, v->file, v->line,
			    arena_printf(&c->res->arena, ".%s = %s", graph_str(g, v->field),
					 v->func ? graph_str(g, graph_func(g, v->func)->name) :
					 v->target ? graph_str(g, graph_object(g, v->target)->name) :
					 graph_str(g, v->text)));
	}
}

/* ---- whole functions ---------------------------------------------------------------------- */

static void all_functions(struct collector *c)
{
	static const uint8_t how[USE_NR] = {
		[USE_READ] = Q_USE_READS, [USE_WRITE] = Q_USE_WRITES,
		[USE_UPDATE] = Q_USE_UPDATES, [USE_ADDRESS] = Q_USE_ADDRESS,
	};
	const struct graph *g = c->g;
	uint32_t slot = c->res->slot, object = c->res->object, i = 1;

	BISECT(i, g->nr_use, mid, graph_use(g, mid)->slot < slot ||
	       (graph_use(g, mid)->slot == slot && graph_use(g, mid)->object < object));
	for (; i < g->nr_use && graph_use(g, i)->slot == slot && graph_use(g, i)->object == object; i++) {
		const struct g_use *u = graph_use(g, i);

		add(c, (enum q_use_how)how[u->how], u->func, u->file, u->line, "");
		if (u->file)
			c->res->use[c->res->nr - 1].places = u->nr;
	}
}

/* ---- the answer -------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b, void *graph)
{
	const struct q_use *x = a, *y = b;
	int c = place_cmp(graph, x->site.file, x->site.line, y->site.file, y->site.line);

	if (c)
		return c;
	if (!x->places != !y->places)
		return x->places ? 1 : -1;
	if (x->how != y->how)
		return x->how < y->how ? -1 : 1;
	return x->func != y->func ? (x->func < y->func ? -1 : 1) : strcmp(x->what, y->what);
}

static void finish(struct q_uses_result *res, const struct graph *g)
{
	uint32_t i, kept = 0;

	if (res->nr)
		qsort_r(res->use, res->nr, sizeof(*res->use), by_place, (void *)g);
	for (i = 0; i < res->nr; i++) {
		const struct q_use *last = kept ? &res->use[kept - 1] : NULL, *u = &res->use[i];

		if (last && !by_place(last, u, (void *)g))
			continue;
		/* the one place is told with more already */
		if (last && u->places == 1 && !last->places && last->func == u->func &&
		    last->site.file == u->site.file && last->site.line == u->site.line)
			continue;
		res->use[kept++] = *u;
	}
	res->nr = kept;
}

static uint8_t *subjects(const struct graph *g, const char *name)
{
	uint8_t *is = xcalloc((size_t)g->nr_guard + 1, 1);
	uint32_t i;

	for (i = 1; i < g->nr_guard; i++)
		is[i] = graph_guard(g, i)->subject && !strcmp(graph_str(g, graph_guard(g, i)->subject), name);
	return is;
}

static int pick(const struct graph *g, const struct knowledge *k, const char *text,
		struct q_uses_result *res, struct q_names *names, struct strbuf *err)
{
	const char *renamed = k_pairs_get(&k->renames, text);
	struct q_table_result table;
	char *array = arena_printf(&res->arena, "%s[]", text);
	uint32_t *v, nr = q_find_fields(g, array, &v);

	if (!nr) {
		free(v);
		nr = q_find_fields(g, renamed ? renamed : text, &v);
	}
	if (!nr) {		/* a variable that is no slot: a table, or a struct */
		int ret = q_table(g, text, &table, names, err);

		res->object = table.object;
		if (ret == Q_FOUND || ret == Q_NONE) {
			q_table_release(&table);
			free(v);
			return Q_FOUND;
		}
		q_table_release(&table);
		strbuf_clear(err);
	}
	return q_pick_slot(g, text, v, nr, &res->arena, &res->slot, names, err);
}

int q_uses(const struct graph *g, const struct knowledge *k, const char *text,
	   struct q_uses_result *res, struct q_names *names, struct strbuf *err)
{
	struct collector c = { .g = g, .res = res };
	uint8_t *is;
	int ret;

	memset(res, 0, sizeof(*res));
	ret = pick(g, k, text, res, names, err);
	if (ret != Q_FOUND)
		return ret;
	all_functions(&c);
	if (res->object) {
		addresses(&c);
	} else {
		is = subjects(g, graph_str(g, graph_slot(g, res->slot)->name));
		calls_and_tests(&c, is);
		writes(&c, is);
		stores(&c);
		free(is);
	}
	finish(res, g);
	return res->nr ? Q_FOUND : Q_NONE;
}

void q_uses_release(struct q_uses_result *res)
{
	free(res->use);
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int run_uses(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_uses(q->g, q->k, q->v[0].text, res, near, err);
}

static void release_uses(void *res)
{
	q_uses_release(res);
}

static const struct ask_param uses_param[] = {
	{ "name", ASK_TEXT, "STRUCT.FIELD" },
	{ NULL }
};

const struct answer_kind uses_answer = {
	.name = "uses",
	.param = uses_param,
	.about = "who reads, writes or takes the address of a field, a global or a table",
	.more =
	"calls: through it; tests: in a condition of a call or a store; stores: a function or\n"
	"table; writes: a value; passes: to a function that puts it there; updates: reads and\n"
	"writes (x++, x |= y); address: takes it, and who gets it may do either; reads: else.\n"
	"\n"
	"examples:\n"
	"  kpath uses inet_protos\n"
	"  kpath uses sock_common.skc_state\n"
	"  kpath uses tcp_prot\n",
	.size = sizeof(struct q_uses_result),
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES | INDEX_GUARDS,
	.run = run_uses,
	.release = release_uses,
};
