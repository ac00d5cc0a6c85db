/* SPDX-License-Identifier: MIT */
/* In which context a stack ran: a system call, interrupts, a thread. */
#include "stack_one.h"

#include "base/xalloc.h"

#define CONTEXTS_MAX 16

static void add_context(struct stack_judge *j, struct q_stack *s, const char *text)
{
	if (s->nr_context < CONTEXTS_MAX)
		s->context[s->nr_context++] = text;
}

/* On which stack what the hardware let in ran: its own frame may still be on the old one. */
static const char *irq_word(const struct q_frame *f, const struct q_frame *inner)
{
	const struct stack_frame *t = inner && inner->text ? inner->text : f->text;

	return t->on_nmi ? "nmi" : t->on_irq ? "irq" : "interrupt";
}

static void context_of(struct stack_judge *j, struct q_stack *s, const struct q_frame *f,
		       const struct q_frame *inner)
{
	const struct graph *g = j->g;
	const char *name = graph_str(g, graph_func(g, f->func)->name);
	uint32_t *entry = idmap_get(&j->entry, f->func);

	if (f->step == STEP_INTERRUPT)
		add_context(j, s, arena_printf(&j->res->arena, "%s %s", irq_word(f, inner), name));
	else if (entry)
		add_context(j, s, graph_str(g, graph_entry(g, *entry)->name));
	else if (f->edge && f->kind >= GK_MECHANISM && graph_edge(g, f->edge)->flags & GE_EXECUTED_BY)
		add_context(j, s, arena_printf(&j->res->arena, "%s %s",
					       graph_str(g, g->kind_name[f->kind]), name));
}

void stack_fill_context(struct stack_judge *j, struct q_stack *s)
{
	uint32_t i, outermost = s->frame + s->nr_frames - 1;
	const struct stack_frame *t = j->res->frame[outermost].text;

	s->context = arena_alloc(&j->res->arena, CONTEXTS_MAX * sizeof(*s->context));
	add_context(j, s, t && t->on_nmi ? "nmi" : t && t->on_irq ? "irq" : "task");
	for (i = outermost + 1; i-- > s->frame;) {
		const struct q_frame *f = &j->res->frame[i];

		if (f->func && !(f->text && f->text->guess))
			context_of(j, s, f, i > s->frame ? f - 1 : NULL);
	}
}
