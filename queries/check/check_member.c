/* SPDX-License-Identifier: MIT */
/* "struct sock has a member sk_state": by the struct's text in the tree. */
#include "check_p.h"

#include <string.h>

#define MAX_NAME 60

/* The member that is called so today: "__state" of "state"; or NULL. */
static const char *inner_name(struct checker *c, const struct tree_place *p, const char *member, uint32_t *line)
{
	static const char *const before[] = { "__", "_" };
	size_t i;

	for (i = 0; i < sizeof(before) / sizeof(*before) && strlen(member) < MAX_NAME; i++) {
		const char *name = arena_printf(c->a, "%s%s", before[i], member);

		if (tree_member(c->opt->tree, p, name, line) > 0)
			return name;
	}
	return NULL;
}

void check_member(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct tree_place *p = check_struct_place(c, d->a);
	const char *inner;
	uint32_t line = 0;
	int has;

	v->says = check_say(c, "struct {1} has a member {2}", d->a, d->b);
	if (!p) {
		v->why = check_elsewhere(c, d->a) ? check_elsewhere(c, d->a) :
			check_say(c, "the tree has no struct {1}", d->a);
		return;
	}
	has = tree_member(c->opt->tree, p, d->b, &line);
	if (has > 0) {
		v->verdict = V_TRUE;
		v->correct = arena_printf(c->a, "%s:%u", p->file, line);
		return;
	}
	v->correct = arena_printf(c->a, "%s:%u", p->file, p->line);
	inner = inner_name(c, p, d->b, &line);
	if (inner) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "it is called {1} there", inner);
		v->correct = arena_printf(c->a, "%s:%u", p->file, line);
	} else if (has < 0 || d->inferred || c->kernel != KERNEL_SAME) {
		v->why = check_say(c, "no member {1} is seen in struct {2}", d->b, d->a);
	} else {
		v->verdict = V_FALSE;
		v->why = check_say(c, "struct {1} has no member {2}", d->a, d->b);
	}
}
