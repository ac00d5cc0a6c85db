/* SPDX-License-Identifier: MIT */
/* One TU's variables to the program's. */
#include "base/xalloc.h"
#include "link.h"
#include "prog.h"

static uint64_t var_key(struct tu_map *t, uint32_t sym)
{
	const struct tu_sym *s = &t->f.sym[sym];
	int shared = (s->flags & SYM_HEADER) && !(s->flags & SYM_INCLUDED_C);

	if (s->linkage == LINK_EXTERNAL)
		return key3(KEY_EXTERNAL_VAR, t->unit, tu_digest(t, s->name), 0);
	return key3(KEY_INTERNAL_VAR, digest_mix(t->unit, shared ? 0 : t->index + 1),
		    tu_digest(t, s->path),
		    digest_mix(tu_digest(t, s->usr),
			       s->flags & (SYM_STATIC_LOCAL | SYM_COMPOUND) ? s->line : 0));
}

static void fill_var(struct prog *p, struct tu_map *t, uint32_t id, uint32_t sym)
{
	const struct tu_sym *s = &t->f.sym[sym];
	struct p_var v = p->var[id];

	v.name = tu_str(p, t, s->name);
	v.path = tu_str(p, t, s->path);
	v.line = s->line;
	v.unit = t->unit;
	v.flags = s->flags & ~(uint32_t)SYM_DEFINED;
	v.rec = t->rec[s->rec];
	v.type = tu_str(p, t, s->sig);
	v.section = tu_str(p, t, s->section);
	v.local = s->kind == SYM_LOCAL;
	v.external = s->linkage == LINK_EXTERNAL;
	if (s->owner && t->f.sym[s->owner].kind == SYM_FUNC)
		v.func = tu_func(p, t, s->owner);
	p->var[id] = v;
}

/* Assembler defines what C declares, and knows nothing of its type. */
static void define_in_asm(struct prog *p, struct tu_map *t, uint32_t id, uint32_t sym)
{
	const struct tu_sym *s = &t->f.sym[sym];

	t->sym[sym] = id;
	p->var[id].path = tu_str(p, t, s->path);
	p->var[id].line = s->line;
	if (!p->var[id].rec)		/* of a struct, only some fields may be known */
		p->var[id].flags |= SYM_DEFINED;
	if (t->body[sym])
		t->take[t->body[sym] - 1] = 1;
}

/* `struct net init_net;` is where it is defined, whoever declared it before. */
static void define_tentatively(struct prog *p, struct tu_map *t, uint32_t id, uint32_t sym)
{
	struct p_var *v = &p->var[id];

	if (!(v->flags & SYM_EXTERN))
		return;
	v->flags &= ~(uint32_t)SYM_EXTERN;
	if (v->flags & SYM_DEFINED)
		return;
	v->path = tu_str(p, t, t->f.sym[sym].path);
	v->line = t->f.sym[sym].line;
}

uint32_t tu_var(struct prog *p, struct tu_map *t, uint32_t sym)
{
	const struct tu_sym *s = &t->f.sym[sym];
	uint32_t *slot = NULL, id;
	int fresh;

	if (t->sym[sym])
		return t->sym[sym];
	if (s->kind != SYM_LOCAL) {
		slot = idmap_put(&p->var_map, var_key(t, sym), 0);
		if (*slot && !(s->flags & SYM_EXTERN))
			define_tentatively(p, t, *slot, sym);
		if (*slot && (!(s->flags & SYM_DEFINED) || (p->var[*slot].flags & SYM_DEFINED)))
			return t->sym[sym] = *slot;
	}
	if (slot && *slot && (s->flags & SYM_ASM)) {
		define_in_asm(p, t, *slot, sym);
		return *slot;
	}
	fresh = !slot || !*slot;
	if (fresh) {
		ALLOC_GROW(p->var, p->nr_var + 1, p->alloc_var);
		memset(&p->var[p->nr_var], 0, sizeof(*p->var));
		id = p->nr_var++;
		if (slot)
			*slot = id;
	} else {
		id = *slot;
	}
	t->sym[sym] = id;
	fill_var(p, t, id, sym);
	if (s->flags & SYM_DEFINED) {
		p->var[id].flags |= SYM_DEFINED;
		if (t->body[sym])
			t->take[t->body[sym] - 1] = 1;
	}
	return id;
}
