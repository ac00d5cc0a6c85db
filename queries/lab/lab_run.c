/* SPDX-License-Identifier: MIT */
/* From a lab's parts to answers. */
#include "lab_ref.h"

#include <string.h>

#include "base/xalloc.h"

struct asking {
	const struct graph *g;
	struct lab_result *res;
	struct lab_answer *a;
	const struct lab_variant *variant;	/* that is told */
};

static void hint_add(struct asking *q, const struct q_names *near, uint32_t no)
{
	const struct graph *g = q->g;
	uint32_t id = near->func[no];
	struct strbuf sb = STRBUF_INIT;

	if (near->what == Q_FUNC)
		q_paste_form(g, id, &sb);
	else
		strbuf_addstr(&sb, graph_str(g, near->what == Q_SLOT ? graph_slot(g, id)->name :
					     graph_object(g, id)->name));
	q->a->hint[no] = arena_strdup(&q->res->arena, sb.buf);
	strbuf_release(&sb);
}

static void no_name(struct asking *q, const struct q_names *near)
{
	uint32_t i;

	q->a->asked = near->asked;
	/* nearest names differ from what was asked, candidates do not */
	q->a->state = LAB_NO_NAME;
	for (i = 0; i < near->nr && i < ARRAY_SIZE(q->a->hint) - 1; i++)
		hint_add(q, near, i);
	if (near->nr > 1 && near->what == Q_FUNC) {
		const char *name = graph_str(q->g, graph_func(q->g, near->func[0])->name);
		size_t n = strlen(name), m = strlen(near->asked);

		if (m >= n && !strcmp(near->asked + m - n, name))
			q->a->state = LAB_AMBIGUOUS;
	} else if (near->nr > 1) {
		q->a->state = LAB_AMBIGUOUS;
	}
}

const char *lab_name_there(const struct graph *g, const struct knowledge *k, struct arena *a,
			   const char *names)
{
	struct arena tmp = ARENA_INIT;
	struct strbuf err = STRBUF_INIT;
	const char *s, *first = NULL, *found = NULL;
	size_t n;

	if (!strchr(names, '|'))
		return names;
	for (s = names; !found && *s; s += n + (s[n] == '|')) {
		struct q_names near = { .nr = 0 };
		const char *one;
		uint32_t func;

		n = strcspn(s, "|");
		one = arena_printf(a, "%.*s", (int)n, s);
		first = first ? first : one;
		if (!q_resolve_name(g, k, &tmp, one, &func, &near, &err))
			found = one;
	}
	arena_release(&tmp);
	strbuf_release(&err);
	return found ? found : first ? first : names;
}

/* The part with one name where several stand. */
static const struct lab_part *part_here(struct asking *q, const struct knowledge *k,
					const struct lab_part *part)
{
	struct lab_part *p = arena_alloc(&q->res->arena, sizeof(*p));
	const struct ask_param *param = part->kind ? part->kind->param : NULL;
	uint32_t i, j, n;

	*p = *part;
	if (p->function)
		p->function = lab_name_there(q->g, k, &q->res->arena, p->function);
	for (i = 0; param && param[i].name; i++) {
		const char **list;

		if (param[i].type == ASK_FUNC && p->v[i].text)
			p->v[i].text = lab_name_there(q->g, k, &q->res->arena, p->v[i].text);
		if ((param[i].type != ASK_FUNCS && param[i].type != ASK_LIST) || !p->v[i].list)
			continue;
		for (n = 0; p->v[i].list[n]; n++)
			;
		list = arena_alloc(&q->res->arena, (n + 1) * sizeof(*list));
		for (j = 0; j < n; j++)
			list[j] = lab_name_there(q->g, k, &q->res->arena, p->v[i].list[j]);
		p->v[i].list = list;
	}
	return p;
}

/* 1 where something that it needs is not there. */
static int lacks(struct asking *q, const struct knowledge *k, const char *const *needs)
{
	const char *problem = NULL;

	while (needs && *needs && !problem)
		problem = lab_ref_problem(q->res, q->g, k, *needs++);
	q->a->problem = problem;
	return problem != NULL;
}

static int is_left_out(struct asking *q, const struct knowledge *k, const struct lab_question *question)
{
	const struct lab_part *p = q->a->part;

	if (p->variant && strcmp(p->variant, q->variant->id)) {
		q->a->problem = "another variant is told";
		q->a->again = 1;
	} else if (lacks(q, k, question->needs) || lacks(q, k, p->needs) ||
		   (p->variant && lacks(q, k, q->variant->needs))) {
		q->a->again = (int)p->optional;
		q->res->left_out += !p->optional;
	} else {
		return 0;
	}
	q->a->state = LAB_LEFT_OUT;
	return 1;
}

static void run_part(struct asking *q, const struct knowledge *k)
{
	const struct lab_part *p = q->a->part;
	struct strbuf err = STRBUF_INIT;
	struct ask ask;
	int status;

	q->a->state = LAB_FOUND;
	if (!p->kind && p->own == LAB_COMPARE) {
		q->a->state = LAB_LEFT_OUT;
		q->a->problem = "there is no second index";
		q->a->again = q->a->waits = 1;
	}
	if (!p->kind)
		return;
	ask_init(&ask, p->kind, q->g, k);
	memcpy(ask.v, p->v, sizeof(ask.v));
	status = answer_run(&ask, &q->a->answer, &err);
	if (status == Q_FOUND || status == Q_NONE) {
		q->a->state = status == Q_FOUND ? LAB_FOUND : LAB_NOTHING;
	} else if (q->a->answer.near.asked) {
		no_name(q, &q->a->answer.near);
	} else {
		q->a->state = LAB_FAILED;
		q->a->problem = arena_strdup(&q->res->arena, err.buf);
	}
	strbuf_release(&err);
}

unsigned lab_needs(const struct lab *lab)
{
	unsigned needs = 0;
	uint32_t i, j;

	for (i = 0; i < lab->nr_questions; i++)
		for (j = 0; j < lab->question[i].nr_parts; j++)
			if (lab->question[i].part[j].kind)
				needs |= lab->question[i].part[j].kind->needs;
			else if (lab->question[i].part[j].own == LAB_COMPARE)
				needs |= answer_find("path")->needs;
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
	struct asking q = { .g = g, .res = res };
	const char *why;
	uint32_t i, j;

	memset(res, 0, sizeof(*res));
	arena_init(&res->arena);
	res->lab = lab;
	res->answer = arena_alloc(&res->arena,
				  ((size_t)count_parts(lab) + 1) * sizeof(*res->answer));
	q.variant = lab_variant_here(res, g, k);
	for (i = 0; i < lab->nr_questions; i++) {
		for (j = 0, why = NULL; j < lab->question[i].nr_parts; j++) {
			q.a = &res->answer[res->nr++];
			q.a->part = part_here(&q, k, &lab->question[i].part[j]);
			if (is_left_out(&q, k, &lab->question[i])) {
				if (q.a->again)
					continue;
				q.a->again = why && !strcmp(why, q.a->problem);
				why = q.a->problem;
				continue;
			}
			why = NULL;
			run_part(&q, k);
			res->missing += q.a->state != LAB_FOUND && q.a->state != LAB_LEFT_OUT;
		}
	}
	lab_refs_resolve(res, g, k);
}

void lab_observe(struct lab_result *res, const struct graph *g, const struct trace *t)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++)
		if (res->answer[i].answer.kind)		/* a part that is left out was not asked */
			q_observe(g, t, &res->answer[i].answer);
}

void lab_result_release(struct lab_result *res)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++) {
		answer_release(&res->answer[i].answer);
		if (res->answer[i].compared)
			q_diff_release(res->answer[i].compared);
	}
	lab_refs_release(res);
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}
