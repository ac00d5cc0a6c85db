/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include <string.h>

const struct answer_kind *const answer_kinds[] = {
#define ANSWER(name) &name##_answer,
#include "answers.def"
#undef ANSWER
	NULL
};

const struct answer_kind *answer_find(const char *name)
{
	size_t i;

	for (i = 0; answer_kinds[i]; i++)
		if (!strcmp(answer_kinds[i]->name, name))
			return answer_kinds[i];
	return NULL;
}

void ask_init(struct ask *q, const struct answer_kind *kind, const struct graph *g,
	      const struct knowledge *k)
{
	size_t i;

	memset(q, 0, sizeof(*q));
	q->kind = kind;
	q->g = g;
	q->k = k;
	for (i = 0; kind->param[i].name; i++)
		q->v[i].number = kind->param[i].usual;
}

static int resolve(const struct ask *q, struct answer *a, const char *text, uint32_t *id,
		   struct strbuf *err)
{
	int ret = q_resolve_name(q->g, q->k, &a->arena, text, id, &a->near, err);

	if (ret)
		a->near.asked = text;
	return ret;
}

static int resolve_all(const struct ask *q, struct answer *a, struct ask_value *v,
		       struct strbuf *err)
{
	uint32_t nr = 0, i;
	int ret = Q_FOUND;

	while (v->list && v->list[nr])
		nr++;
	v->ids = arena_alloc(&a->arena, (nr + 1) * sizeof(*v->ids));
	for (i = 0; i < nr && !ret; i++)
		ret = resolve(q, a, v->list[i], &v->ids[i], err);
	v->nr_ids = i;
	return ret;
}

int answer_run(struct ask *q, struct answer *a, struct strbuf *err)
{
	const struct ask_param *p = q->kind->param;
	int ret = Q_FOUND;
	size_t i;

	memset(a, 0, sizeof(*a));
	a->kind = q->kind;
	arena_init(&a->arena);
	q->arena = &a->arena;
	a->res = arena_alloc(&a->arena, q->kind->size);
	for (i = 0; p[i].name && !ret; i++) {
		if (p[i].type == ASK_FUNC)
			ret = resolve(q, a, q->v[i].text, &q->v[i].id, err);
		else if (p[i].type == ASK_FUNCS)
			ret = resolve_all(q, a, &q->v[i], err);
	}
	if (!ret) {
		memset(&a->near, 0, sizeof(a->near));
		ret = q->kind->run(q, a->res, &a->near, err);
	}
	a->status = ret;
	return ret;
}

void answer_release(struct answer *a)
{
	if (a->kind)
		a->kind->release(a->res);
	arena_release(&a->arena);
	memset(a, 0, sizeof(*a));
}
