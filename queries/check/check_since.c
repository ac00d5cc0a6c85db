/* SPDX-License-Identifier: MIT */
/* The same document judged by another kernel's index: what is different there. */
#include "check_p.h"

#include <string.h>

/* A sentence of another result, said again in this one, with its arguments. */
static const char *say_again(struct checker *c, const struct q_check_result *other, const char *text)
{
	const struct q_said *s = q_said(other, text);
	const char *arg[SAID_ARGS] = { NULL };
	uint32_t i;

	if (!s)
		return arena_strdup(c->a, text);
	for (i = 0; i < s->nr; i++)
		arg[i] = say_again(c, other, s->arg[i]);
	return check_say_all(c, s->text, arg[0], arg[1], arg[2], arg[3], (const char *)NULL);
}

static int is_same(const struct doc_claim *x, const struct doc_claim *y)
{
	return x->line == y->line && x->kind == y->kind && !strcmp(x->a, y->a) && !strcmp(x->b, y->b) &&
		!strcmp(x->to, y->to) && !strcmp(x->from, y->from) && !strcmp(x->file, y->file);
}

static const char *sentence(struct checker *c, const struct q_check_result *other,
			    const struct q_verdict *y, const char *version)
{
	const char *why = *y->why ? say_again(c, other, y->why) : NULL;

	if (y->verdict == V_TRUE)
		return check_say(c, "in {1} it is true", version);
	if (y->verdict == V_IMPRECISE)
		return why ? check_say(c, "in {1} it is imprecise: {2}", version, why) :
			     check_say(c, "in {1} it is imprecise", version);
	return why ? check_say(c, "in {1} it is false: {2}", version, why) :
		     check_say(c, "in {1} it is false", version);
}

void q_check_since(struct q_check_result *res, const struct q_check_result *other, const char *version)
{
	struct checker c = { .res = res, .a = res->arena };
	uint32_t i, k, from = 0;

	version = arena_strdup(c.a, version);
	for (i = 0; i < res->nr; i++) {
		struct q_verdict *x = &res->v[i];

		while (from < other->nr && other->v[from].claim->line < x->claim->line)
			from++;
		for (k = from; k < other->nr && other->v[k].claim->line == x->claim->line; k++)
			if (is_same(x->claim, other->v[k].claim))
				break;
		if (k == other->nr || other->v[k].claim->line != x->claim->line || x->since ||
		    other->v[k].verdict == x->verdict || other->v[k].verdict == V_UNKNOWN)
			continue;
		x->since = sentence(&c, other, &other->v[k], version);
	}
}
