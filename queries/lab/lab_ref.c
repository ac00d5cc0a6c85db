/* SPDX-License-Identifier: MIT */
#include "lab_ref.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/facts.h"
#include "queries/protocol/states.h"
#include "queries/fold.h"

#define MAX_REF 200		/* bytes of a placeholder */

static const char *const ref_name[REF_NR] = {
	[REF_DEF] = "def:", [REF_SITE] = "site:", [REF_CALL] = "call:", [REF_VALUE] = "value:",
	[REF_TABLE] = "table:", [REF_ENTRY] = "entry:", [REF_PATH] = "path:",
};

struct refs {
	const struct graph *g;
	const struct knowledge *k;
	struct lab_result *res;
	uint32_t alloc;
	struct lab_ref *ref;	uint32_t nr;
};

static int kind_of(const char *s)
{
	int i;

	for (i = 0; i < REF_NR; i++)
		if (!strncmp(s, ref_name[i], strlen(ref_name[i])))
			return i;
	return -1;
}

size_t lab_ref_length(const char *text)
{
	size_t n;

	if (*text != '{' || kind_of(text + 1) < 0)
		return 0;
	n = strcspn(text, "}\n");
	return n < MAX_REF && text[n] == '}' ? n + 1 : 0;
}

const struct lab_ref *lab_ref_find(const struct lab_result *res, const char *text, size_t len)
{
	uint32_t i;

	for (i = 0; i < res->nr_refs; i++)
		if (!strncmp(res->ref[i].text, text, len) && !res->ref[i].text[len])
			return &res->ref[i];
	return NULL;
}

/* ---- looking up ------------------------------------------------------------------------ */

static void broken(struct refs *q, struct lab_ref *r, const char *fmt, const char *a, const char *b)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, fmt, a, b);
	r->problem = arena_strdup(&q->res->arena, sb.buf);
	strbuf_release(&sb);
}

/* 0 where there is no such function: then the placeholder is broken. */
static uint32_t func_named(struct refs *q, struct lab_ref *r, const char *name)
{
	struct strbuf err = STRBUF_INIT;
	struct q_names near = { .nr = 0 };
	uint32_t func;

	if (q_resolve_name(q->g, q->k, &q->res->arena, name, &func, &near, &err)) {
		broken(q, r, "%s%s", err.buf, "");
		func = 0;
	}
	strbuf_release(&err);
	return func;
}

/* Cuts `s` at `at` and returns what is behind it; NULL where that is not there. */
static char *cut(char *s, char at)
{
	char *p = strchr(s, at);

	if (p)
		*p++ = '\0';
	return p;
}

static void def(struct refs *q, struct lab_ref *r, char *name)
{
	uint32_t func = func_named(q, r, name);

	if (!func)
		return;
	r->code = graph_str(q->g, graph_func(q->g, func)->name);
	r->place = (struct q_place){ graph_func(q->g, func)->file, graph_func(q->g, func)->line };
}

static int gives(const struct graph *g, uint32_t site, const char *constant)
{
	uint32_t i;

	for (i = 1; i < g->nr_arg; i++)
		if (graph_arg(g, i)->site == site && !strcmp(graph_str(g, graph_arg(g, i)->text), constant))
			return 1;
	return 0;
}

static int cmp_place_of_site(const void *a, const void *b, void *graph)
{
	const struct g_site *s = graph_site(graph, *(const uint32_t *)a);
	const struct g_site *t = graph_site(graph, *(const uint32_t *)b);

	return place_cmp(graph, s->file, s->line, t->file, t->line);
}

/* Sites of `from` that lead to `to`, one a line, in order. */
static uint32_t sites_of(const struct graph *g, uint32_t from, uint32_t to, uint32_t *site,
			 uint32_t max)
{
	const struct g_func *f = graph_func(g, from);
	uint32_t n, e, i, nr = 0;

	for (n = f->node; n < f->node + f->nr_nodes; n++)
		for (e = graph_node(g, n)->edge; e < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; e++) {
			uint32_t s = graph_edge(g, e)->site;

			if (edge_callee(g, graph_edge(g, e)) != to || nr == max)
				continue;
			for (i = 0; i < nr && graph_site(g, site[i])->line != graph_site(g, s)->line; i++)
				;
			if (i == nr)
				site[nr++] = s;
		}
	qsort_r(site, nr, sizeof(*site), cmp_place_of_site, (void *)g);
	return nr;
}

/* Does the call stand under a condition that is, or begins with, `text`? */
static int is_under(const struct graph *g, uint32_t site, const char *text)
{
	uint32_t guard;

	for (guard = graph_site(g, site)->guard; guard; guard = graph_guard(g, guard)->parent) {
		const struct g_guard *gu = graph_guard(g, guard);

		if (!(gu->flags & (GUARDF_EARLY | GUARDF_NEGATED)) &&
		    !strncmp(graph_str(g, gu->text), text, strlen(text)))
			return 1;
	}
	return 0;
}

static void site(struct refs *q, struct lab_ref *r, char *text)
{
	char *under = cut(text, '?'), *to = cut(text, '>');
	char *no = to ? cut(to, '#') : NULL, *constant = to ? cut(to, '(') : NULL;
	uint32_t from, callee, list[64], nr, i, want = no ? (uint32_t)strtoul(no, NULL, 10) : 1;

	if (!to) {
		broken(q, r, "\"%s\" is not CALLER>CALLEE%s", text, "");
		return;
	}
	if (constant)
		cut(constant, ')');
	from = func_named(q, r, text);
	callee = from ? func_named(q, r, to) : 0;
	if (!callee)
		return;
	nr = sites_of(q->g, from, callee, list, ARRAY_SIZE(list));
	for (i = 0; i < nr; i++) {
		if ((constant && !gives(q->g, list[i], constant)) ||
		    (under && !is_under(q->g, list[i], under)))
			continue;
		if (--want)
			continue;
		r->place = (struct q_place){ graph_site(q->g, list[i])->file,
					     graph_site(q->g, list[i])->line };
		if (r->kind == REF_CALL)
			r->code = graph_str(q->g, graph_func(q->g, callee)->name);
		return;
	}
	broken(q, r, nr ? "%s does not call %s so often, or not with that or there" : "%s does not call %s", text, to);
}

struct lab_machine {
	struct lab_machine *next;
	const char *field;
	struct q_states_result states;
	int status;
};

/* The state machine of a field; NULL where there is none. */
static const struct q_states_result *machine(struct refs *q, const char *field)
{
	struct lab_machine *m;
	struct strbuf err = STRBUF_INIT;
	struct q_names names;

	for (m = q->res->machine; m; m = m->next)
		if (!strcmp(m->field, field))
			return m->status ? NULL : &m->states;
	m = arena_alloc(&q->res->arena, sizeof(*m));
	memset(m, 0, sizeof(*m));
	m->field = arena_strdup(&q->res->arena, field);
	m->next = q->res->machine;
	q->res->machine = m;
	memset(&names, 0, sizeof(names));
	m->status = q_states(q->g, q->k, m->field, NULL, &m->states, &names, &err);
	strbuf_release(&err);
	return m->status ? NULL : &m->states;
}

void lab_refs_release(struct lab_result *res)
{
	struct lab_machine *m;

	for (m = res->machine; m; m = m->next)
		q_states_release(&m->states);
}

static void value(struct refs *q, struct lab_ref *r, char *text)
{
	char *func = cut(text, '@'), *constant = cut(text, '=');
	const struct q_states_result *st;
	uint32_t i;

	if (!func || !constant) {
		broken(q, r, "\"%s\" is not FIELD=CONSTANT@FUNCTION%s", text, "");
		return;
	}
	st = machine(q, text);
	for (i = 0; st && i < st->nr; i++) {
		const struct q_state *s = &st->state[i];

		if (s->helper || strcmp(s->to, constant) ||
		    strcmp(graph_str(q->g, graph_func(q->g, s->func)->name), func))
			continue;
		r->code = arena_strdup(&q->res->arena, constant);
		r->place = s->site;
		return;
	}
	broken(q, r, "%s does not set it to %s", func, constant);
}

static void table(struct refs *q, struct lab_ref *r, char *text)
{
	char *func = cut(text, '='), *field = cut(text, '.');
	const struct graph *g = q->g;
	uint32_t i;

	if (!func || !field) {
		broken(q, r, "\"%s\" is not TABLE.FIELD=FUNCTION%s", text, "");
		return;
	}
	for (i = 1; i < g->nr_field_value; i++) {
		const struct g_field_value *v = graph_field_value(g, i);
		const char *held = v->func ? graph_str(g, graph_func(g, v->func)->name) :
			v->target ? graph_str(g, graph_object(g, v->target)->name) : graph_str(g, v->text);

		if (strcmp(graph_str(g, v->field), field) || strcmp(held, func) ||
		    strcmp(graph_str(g, graph_object(g, v->object)->name), text))
			continue;
		r->code = arena_printf(&q->res->arena, "%s.%s = %s", text, field, func);
		r->place = (struct q_place){ v->file, v->line };
		return;
	}
	broken(q, r, "%s does not hold %s there", text, func);
}

static void entry(struct refs *q, struct lab_ref *r, char *name)
{
	uint32_t func = func_named(q, r, name), i;
	const struct graph *g = q->g;

	for (i = 1; func && i < g->nr_entry; i++) {
		const struct g_entry *e = graph_entry(g, i);

		if (e->func != func)
			continue;
		r->code = *graph_str(g, e->name) ? graph_str(g, e->name) : graph_str(g, e->kind);
		r->place = (struct q_place){ e->file, e->line };
		return;
	}
	if (func)
		broken(q, r, "%s is no entry%s", name, "");
}

static void path(struct refs *q, struct lab_ref *r, const char *id)
{
	uint32_t i;

	for (i = 0; i < q->res->nr; i++) {
		const struct lab_answer *a = &q->res->answer[i];
		const struct q_path_result *p = a->answer.res;

		if (!a->part->id || strcmp(a->part->id, id))
			continue;
		if (a->part->kind && a->part->kind->shape == ANSWER_PATH && a->state == LAB_FOUND && p->nr_paths)
			r->path = &p->path[0];
		else
			broken(q, r, "the part \"%s\" has no path%s", id, "");
		return;
	}
	broken(q, r, "there is no part \"%s\"%s", id, "");
}

static void look_up_one(struct refs *q, struct lab_ref *r, char *text)
{
	r->problem = NULL;
	switch (r->kind) {
	case REF_DEF:	def(q, r, text); break;
	case REF_SITE:
	case REF_CALL:	site(q, r, text); break;
	case REF_VALUE:	value(q, r, text); break;
	case REF_TABLE:	table(q, r, text); break;
	case REF_ENTRY:	entry(q, r, text); break;
	case REF_PATH:	path(q, r, text); break;
	case REF_NR:	break;
	}
}

/* Of several the first that holds. */
static void look_up(struct refs *q, struct lab_ref *r)
{
	char *text = xstrdup(r->text + strlen(ref_name[r->kind])), *next = text, *one;

	while ((one = strsep(&next, "|")) && (one == text || r->problem))
		look_up_one(q, r, one);
	free(text);
}

const char *lab_ref_problem(struct lab_result *res, const struct graph *g,
			    const struct knowledge *k, const char *text)
{
	struct refs q = { .g = g, .k = k, .res = res };
	int kind = kind_of(text);
	struct lab_ref r = { .text = text, .kind = (enum lab_ref_kind)kind };

	if (kind < 0)
		return "it is no placeholder";
	look_up(&q, &r);
	return r.problem;
}

/* ---- finding them in texts ------------------------------------------------------------- */

static void add(struct refs *q, const char *text, size_t len)
{
	struct lab_ref *r;
	uint32_t i;
	int kind = kind_of(text);

	for (i = 0; i < q->nr; i++)
		if (!strncmp(q->ref[i].text, text, len) && !q->ref[i].text[len])
			return;
	ALLOC_GROW(q->ref, q->nr + 1, q->alloc);
	r = &q->ref[q->nr++];
	memset(r, 0, sizeof(*r));
	r->text = arena_printf(&q->res->arena, "%.*s", (int)len, text);
	r->kind = (enum lab_ref_kind)kind;
}

static void scan(struct refs *q, const struct lab_text *t)
{
	int lang;

	for (lang = LAB_EN; lang <= LAB_ZH; lang++) {
		const char *s = t->in[lang];

		for (; s && (s = strchr(s, '{')); s++) {
			size_t n = lab_ref_length(s);

			if (n)
				add(q, s + 1, n - 2);
		}
	}
}

static void scan_part(struct refs *q, const struct lab_part *p)
{
	uint32_t i;

	scan(q, &p->text);
	for (i = 0; i < p->nr_steps; i++) {
		scan(q, &p->step[i].text);
		if (p->step[i].at && kind_of(p->step[i].at) >= 0)
			add(q, p->step[i].at, strlen(p->step[i].at));
	}
}

void lab_refs_resolve(struct lab_result *res, const struct graph *g, const struct knowledge *k)
{
	struct refs q = { .g = g, .k = k, .res = res };
	const struct lab *lab = res->lab;
	uint32_t i, j, n = 0, there;

	scan(&q, &lab->text);
	for (i = 0; i < lab->nr_questions; i++) {
		for (j = there = 0; j < lab->question[i].nr_parts; j++, n++) {
			if (res->answer[n].state == LAB_LEFT_OUT)
				continue;
			scan_part(&q, &lab->question[i].part[j]);
			there++;
		}
		if (!there)
			continue;
		scan(&q, &lab->question[i].text);
		scan(&q, &lab->question[i].model);
	}
	for (i = 0; i < q.nr; i++) {
		look_up(&q, &q.ref[i]);
		res->broken += q.ref[i].problem != NULL;
	}
	res->ref = arena_alloc(&res->arena, (q.nr + 1) * sizeof(*res->ref));
	if (q.nr)
		memcpy(res->ref, q.ref, q.nr * sizeof(*q.ref));
	res->nr_refs = q.nr;
	free(q.ref);
}
