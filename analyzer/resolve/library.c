/* SPDX-License-Identifier: MIT */
/*
 * Functions of libraries, by knowledge: which of their arguments they call, and
 * with what. Only where the tree has no body of them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "callgraph.h"
#include "clones.h"
#include "evidence.h"
#include "library.h"
#include "link.h"
#include "prog.h"
#include "program.h"
#include "why.h"

#define MAX_PASSED 8

struct callback {
	unsigned arg;			/* the one that is called, from 0 */
	unsigned passed[MAX_PASSED];	/* 1 + argument that it gets, 0 = another */
	unsigned nr;
};

/* "4(1,-,5) 6": one callback after another; 0 at the end. */
static int next_callback(const char **text, struct callback *c)
{
	char *end;

	memset(c, 0, sizeof(*c));
	while (**text == ' ')
		(*text)++;
	if (**text < '1' || **text > '9')
		return 0;
	c->arg = (unsigned)strtoul(*text, &end, 10) - 1;
	if (*end == '(') {
		do {
			end++;
			if (c->nr < MAX_PASSED)
				c->passed[c->nr++] = *end == '-' ? 0 :
					(unsigned)strtoul(end, NULL, 10);
			end += strcspn(end, ",)");
		} while (*end == ',');
		end += *end == ')';
	}
	*text = end;
	return 1;
}

const char *library_text(const struct prog *p, uint32_t func)
{
	const struct g_func *f = &p->g->func[func];

	if (!func || (f->flags & (GF_DEFINED | GF_ASM | GF_STATIC)) || f->alias_of)
		return NULL;
	return k_pairs_get(&p->k->library, graph_str(p->g, f->name));
}

int library_is_fresh(const struct prog *p, const char *name)
{
	const char *text = k_pairs_get(&p->k->library, name);

	return text && !strcmp(text, "fresh");
}

/* A call through argument c->arg of pc, for the solver alone. */
static void connect(struct prog *p, uint32_t call, const struct callback *c)
{
	struct p_call pc = p->call[call], made;
	unsigned i;

	if (c->arg >= pc.nr_args || !p->arg[pc.arg + c->arg].node)
		return;
	memset(&made, 0, sizeof(made));
	made.site = pc.site;
	made.caller = pc.caller;
	made.node = p->arg[pc.arg + c->arg].node;
	made.arg = p->nr_arg;
	made.nr_args = c->nr;
	ALLOC_GROW(p->arg, p->nr_arg + c->nr + 1, p->alloc_arg);
	for (i = 0; i < c->nr; i++) {
		struct p_arg *a = &p->arg[p->nr_arg++];
		unsigned from = c->passed[i];

		memset(a, 0, sizeof(*a));
		if (from && from <= pc.nr_args)
			a->node = p->arg[pc.arg + from - 1].node;
	}
	ALLOC_GROW(p->call, p->nr_call + 1, p->alloc_call);
	p->call[p->nr_call++] = made;
}

void library_connect(struct prog *p)
{
	uint32_t i, nr = p->nr_call;
	struct callback c;

	for (i = 1; i < p->nr_func; i++)
		p->func[i].library = library_text(p, i);
	for (i = 0; i < nr; i++) {
		const char *text = p->call[i].callee ? p->func[p->call[i].callee].library : NULL;

		while (text && next_callback(&text, &c))
			connect(p, i, &c);
	}
}

uint64_t library_callbacks(const struct prog *p, uint32_t func)
{
	const char *text = p->func[func].library;
	struct callback c;
	uint64_t bits = 0;

	while (text && next_callback(&text, &c))
		if (c.arg < 64)
			bits |= 1ull << c.arg;
	return bits;
}

void library_call(struct emit *em, const struct p_call *pc)
{
	const char *text = em->p->func[pc->callee].library;
	struct prog *p = em->p;
	struct callback c;
	uint32_t set, i;

	while (text && next_callback(&text, &c)) {
		const struct p_arg *a = c.arg < pc->nr_args ? &p->arg[pc->arg + c.arg] : NULL;

		if (!a || !a->node)
			continue;
		set = a->param ? clones_param(p, em->c, em->ctx, a->param - 1u) : 0;
		if (!set)
			set = evidence_of_node(p, &em->c->e, a->node);
		for (i = 0; i < em->c->e.set[set].nr; i++) {
			struct p_bound b = em->c->e.bound[em->c->e.set[set].first + i];

			if (!value_is_object(b.value))
				emit_edge(em, em->c->first[prog_landing(p, value_id(b.value))],
					  pc->site, evidence_record(p, &b,
					  prog_param_slot(p, pc->callee, c.arg),
					  why_step(&em->why, a->node, b.value, b.origin)),
					  GK_CALLBACK, GR_KNOWLEDGE, 0, pc->wguard);
		}
	}
}
