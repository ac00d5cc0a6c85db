/* SPDX-License-Identifier: MIT */
/* From a lab's parts to answers, and from answers to a writer's methods. */
#include "lab.h"

#include <string.h>

#include "base/xalloc.h"
#include "columns.h"
#include "store/index.h"

struct asking {
	const struct graph *g;
	const struct knowledge *k;
	struct lab_result *res;
	struct lab_answer *a;
	struct strbuf err;
};

/* What a name is a name of: that decides how a candidate is written. */
enum hint { HINT_FUNC, HINT_SLOT, HINT_OBJECT };

static void hint_add(struct asking *q, enum hint what, uint32_t id, uint32_t no)
{
	const struct graph *g = q->g;
	struct strbuf sb = STRBUF_INIT;

	if (what == HINT_FUNC)
		report_paste_form(g, id, &sb);
	else
		strbuf_addstr(&sb, graph_str(g, what == HINT_SLOT ? graph_slot(g, id)->name :
					     graph_object(g, id)->name));
	q->a->hint[no] = arena_strdup(&q->res->arena, sb.buf);
	strbuf_release(&sb);
}

static void no_name(struct asking *q, const char *asked, enum hint what,
		    const struct q_names *names)
{
	uint32_t i;

	q->a->asked = asked;
	/* nearest names differ from what was asked, candidates do not */
	q->a->state = LAB_NO_NAME;
	for (i = 0; i < names->nr && i < ARRAY_SIZE(q->a->hint) - 1; i++)
		hint_add(q, what, names->func[i], i);
	if (names->nr > 1 && what == HINT_FUNC) {
		const char *name = graph_str(q->g, graph_func(q->g, names->func[0])->name);
		size_t n = strlen(name), m = strlen(asked);

		if (m >= n && !strcmp(asked + m - n, name))
			q->a->state = LAB_AMBIGUOUS;
	} else if (names->nr > 1) {
		q->a->state = LAB_AMBIGUOUS;
	}
}

static int func_of(struct asking *q, const char *text, uint32_t *func)
{
	struct q_names names = { 0 };
	int ret = q_resolve_name(q->g, q->k, &q->res->arena, text, func, &names, &q->err);

	if (ret == Q_FOUND)
		return 0;
	no_name(q, text, HINT_FUNC, &names);
	return -1;
}

static void failed(struct asking *q)
{
	q->a->state = LAB_FAILED;
	q->a->problem = arena_strdup(&q->res->arena, q->err.buf);
}

static void done(struct asking *q, int status)
{
	if (status == Q_FOUND || status == Q_NONE)
		q->a->state = status == Q_FOUND ? LAB_FOUND : LAB_NOTHING;
	else
		failed(q);
}

static int funcs_of(struct asking *q, const char **names, uint32_t **func, uint32_t *nr)
{
	uint32_t n = 0;

	while (names[n])
		n++;
	*func = arena_alloc(&q->res->arena, (n + 1) * sizeof(**func));
	for (*nr = 0; *nr < n; ++*nr)
		if (func_of(q, names[*nr], &(*func)[*nr]))
			return -1;
	return 0;
}

/* `avoid` names functions and, with a '/' at the end, directories. */
static void split_avoid(struct asking *q, const char **avoid, const char ***funcs,
			const char ***dirs)
{
	uint32_t i, n = 0, f = 0, d = 0;

	while (avoid[n])
		n++;
	*funcs = arena_alloc(&q->res->arena, (n + 1) * sizeof(**funcs));
	*dirs = arena_alloc(&q->res->arena, (n + 1) * sizeof(**dirs));
	for (i = 0; i < n; i++) {
		if (avoid[i][strlen(avoid[i]) - 1] == '/')
			(*dirs)[d++] = avoid[i];
		else
			(*funcs)[f++] = avoid[i];
	}
}

static void run_path(struct asking *q)
{
	const struct lab_part *p = q->a->part;
	struct q_path_options opt = {
		.scenario = (const char *const *)p->as, .bind = (const char *const *)p->bind,
		.k = p->k, .max_hops = p->max_hops,
	};
	struct q_path_result *res = &q->a->u.path;
	const char **avoid, **dirs;
	uint32_t *via, *unwanted;
	int ret;

	split_avoid(q, p->avoid, &avoid, &dirs);
	if (func_of(q, p->from, &opt.from) || func_of(q, p->to, &opt.to) ||
	    funcs_of(q, p->via, &via, &opt.nr_via) || funcs_of(q, avoid, &unwanted, &opt.nr_avoid))
		return;
	opt.via = via;
	opt.avoid = unwanted;
	opt.avoid_dir = (const char *const *)dirs;
	ret = q_path(q->g, q->k, &opt, res, &q->err);
	res->asked_from = p->from;
	res->asked_to = p->to;
	done(q, ret);
}

static void run_neighbours(struct asking *q)
{
	uint32_t func;

	if (!func_of(q, q->a->part->name, &func))
		done(q, q_neighbours(q->g, func, q->a->part->kind == LAB_CALLERS,
				     q->a->part->depth, &q->a->u.edges));
}

static void run_entries(struct asking *q)
{
	uint32_t func;

	if (!func_of(q, q->a->part->name, &func))
		done(q, q_entries(q->g, q->k, func, &q->a->u.entries));
}

static void run_slot(struct asking *q)
{
	struct q_names names = { 0 };
	int ret = q_slot(q->g, q->k, q->a->part->name, &q->a->u.slot, &names, &q->err);

	if (ret == Q_UNKNOWN)
		no_name(q, q->a->part->name, HINT_SLOT, &names);
	else
		done(q, ret);
}

static void run_table(struct asking *q)
{
	struct q_names names = { 0 };
	int ret = q_table(q->g, q->a->part->name, &q->a->u.table, &names, &q->err);

	if (ret == Q_UNKNOWN)
		no_name(q, q->a->part->name, HINT_OBJECT, &names);
	else
		done(q, ret);
}

static void run_initcalls(struct asking *q)
{
	done(q, q_initcalls(q->g, q->a->part->name, &q->a->u.initcalls));
}

static void run_states(struct asking *q)
{
	const struct lab_part *p = q->a->part;
	struct q_names names = { 0 };
	int ret = q_states(q->g, q->k, p->name, (const char *const *)p->as, &q->a->u.states,
			   &names, &q->err);

	if (ret == Q_UNKNOWN && !p->as[0])
		no_name(q, p->name, HINT_SLOT, &names);
	else
		done(q, ret);
}

static void run_layers(struct asking *q)
{
	done(q, q_layers(q->g, q->k, (const char *const *)q->a->part->as, &q->a->u.layers, &q->err));
}

static void run_flags(struct asking *q)
{
	done(q, q_flags(q->g, q->k, q->a->part->name, (const char *const *)q->a->part->as,
			&q->a->u.flags, &q->err));
}

static void run_text(struct asking *q)
{
	q->a->state = LAB_FOUND;
}

#define SHOW(noun) \
	static int show_##noun(struct report *r, const struct writer *w, \
			       const struct lab_answer *a, struct strbuf *err) \
	{ \
		return w->form(r, form_find(lab_kind_name(a->part->kind)), &a->u.noun, err); \
	}
static int show_path(struct report *r, const struct writer *w, const struct lab_answer *a,
		     struct strbuf *err)
{
	return w->path ? w->path(r, &a->u.path, err) : 1;
}
#define FREE(noun, release) \
	static void free_##noun(struct lab_answer *a) \
	{ \
		release(&a->u.noun); \
	}

SHOW(edges)
SHOW(entries)
SHOW(slot)
SHOW(table)
SHOW(initcalls)
SHOW(states)
SHOW(layers)
SHOW(flags)
FREE(path, q_path_release)
FREE(edges, q_edges_release)
FREE(entries, q_entries_release)
FREE(slot, q_slot_release)
FREE(table, q_table_release)
FREE(initcalls, q_initcalls_release)
FREE(states, q_states_release)
FREE(layers, q_layers_release)
FREE(flags, q_flags_release)

static const struct {
	unsigned needs;
	void (*run)(struct asking *q);
	int (*show)(struct report *r, const struct writer *w, const struct lab_answer *a,
		    struct strbuf *err);
	void (*release)(struct lab_answer *a);
} kinds[LAB_NR] = {
	[LAB_TEXT]	= { 0, run_text, NULL, NULL },
	[LAB_PATH]	= { INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS,
			    run_path, show_path, free_path },
	[LAB_CALLERS]	= { INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS,
			    run_neighbours, show_edges, free_edges },
	[LAB_CALLEES]	= { INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS,
			    run_neighbours, show_edges, free_edges },
	[LAB_ENTRIES]	= { INDEX_SITES | INDEX_ENTRIES, run_entries, show_entries, free_entries },
	[LAB_SLOT]	= { INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS,
			    run_slot, show_slot, free_slot },
	[LAB_TABLE]	= { INDEX_SLOTS | INDEX_OBJECTS, run_table, show_table, free_table },
	[LAB_INITCALLS]	= { INDEX_ENTRIES, run_initcalls, show_initcalls, free_initcalls },
	[LAB_STATES]	= { INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES |
			    INDEX_ENTRIES, run_states, show_states, free_states },
	[LAB_LAYERS]	= { INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES,
			    run_layers, show_layers, free_layers },
	[LAB_FLAGS]	= { INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES |
			    INDEX_ENTRIES, run_flags, show_flags, free_flags },
};

unsigned lab_needs(const struct lab *lab)
{
	unsigned needs = 0;
	uint32_t i, j;

	for (i = 0; i < lab->nr_questions; i++)
		for (j = 0; j < lab->question[i].nr_parts; j++)
			needs |= kinds[lab->question[i].part[j].kind].needs;
	return needs;
}

static uint32_t count_parts(const struct lab *lab)
{
	uint32_t i, n = 0;

	for (i = 0; i < lab->nr_questions; i++)
		n += lab->question[i].nr_parts;
	return n;
}

void lab_run(const struct lab *lab, const struct graph *g, const struct knowledge *k,
	     struct lab_result *res)
{
	struct asking q = { .g = g, .k = k, .res = res };
	uint32_t i, j;

	memset(res, 0, sizeof(*res));
	arena_init(&res->arena);
	strbuf_init(&q.err);
	res->lab = lab;
	res->answer = arena_alloc(&res->arena,
				  ((size_t)count_parts(lab) + 1) * sizeof(*res->answer));
	for (i = 0; i < lab->nr_questions; i++) {
		for (j = 0; j < lab->question[i].nr_parts; j++) {
			q.a = &res->answer[res->nr++];
			q.a->part = &lab->question[i].part[j];
			strbuf_clear(&q.err);
			kinds[q.a->part->kind].run(&q);
			res->missing += q.a->state != LAB_FOUND;
		}
	}
	strbuf_release(&q.err);
}

void lab_observe(struct lab_result *res, const struct graph *g, const struct trace *t)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++) {
		struct lab_answer *a = &res->answer[i];

		if (a->part->kind == LAB_PATH)
			q_observe_path(g, t, &a->u.path);
		else if (a->part->kind == LAB_CALLERS || a->part->kind == LAB_CALLEES)
			q_observe_edges(g, t, &a->u.edges);
	}
}

void lab_result_release(struct lab_result *res)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++)
		if (kinds[res->answer[i].part->kind].release)
			kinds[res->answer[i].part->kind].release(&res->answer[i]);
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

int lab_show(struct report *r, const struct writer *w, const struct lab_answer *a,
	     struct strbuf *err)
{
	int flow = r->flow, ret;

	if (!kinds[a->part->kind].show)
		return 1;
	r->flow = a->part->flow;
	ret = kinds[a->part->kind].show(r, w, a, err);
	r->flow = flow;
	return ret;
}
