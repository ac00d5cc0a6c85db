/* SPDX-License-Identifier: MIT */
/* Calls and stores as they are written down. */
#include <string.h>

#include "base/xalloc.h"
#include "cursors.h"
#include "known.h"
#include "record.h"
#include "sym.h"
#include "walk.h"

/* include/linux/static_call_types.h: STATIC_CALL_TRAMP_PREFIX */
#define STATIC_CALL_PREFIX "__SCT__"

static void new_call(struct walk *w, CXCursor at, uint32_t callee, uint32_t *id)
{
	const char *name = val_of(w, callee)->kind == VAL_FUNC ?
		facts_str(w->f, w->f->sym[val_of(w, callee)->a].name) : NULL;
	uint32_t macro;
	struct place p = call_place(w, at, name, &macro);
	struct tu_call *c;

	*id = facts_call(w->f);
	c = &w->f->call[*id];
	c->callee = callee;
	c->line = p.line;
	c->col = p.col;
	if (p.file && p.file != w->body_file)
		c->file = p.file->path;
	c->macro = macro;
	c->guard = w->guard;
}

void record_call(struct walk *w, CXCursor at, uint32_t callee, CXType fn,
		 const uint32_t *args, unsigned nr, unsigned flags, uint32_t *id)
{
	struct tu_call *c;
	unsigned i;

	new_call(w, at, callee, id);
	c = &w->f->call[*id];
	if (val_of(w, callee)->kind != VAL_FUNC) {
		uint32_t sig = type_text(w, fn, NULL);

		c->sig = sig;
	} else if (!strncmp(facts_str(w->f, w->f->sym[val_of(w, callee)->a].name),
			    STATIC_CALL_PREFIX, strlen(STATIC_CALL_PREFIX))) {
		flags |= CALLF_STATIC_CALL;
	}
	if (c->macro && w->k &&
	    k_strings_match(&w->k->indirect_macros, facts_str(w->f, c->macro)))
		flags |= CALLF_INDIRECT_CALL;
	c->flags = (uint8_t)flags;
	c->arg = w->f->nr_arg;
	c->nr_args = nr;
	ALLOC_GROW(w->f->arg, w->f->nr_arg + nr + 1, w->f->alloc_arg);
	for (i = 0; i < nr; i++)
		w->f->arg[w->f->nr_arg++] = args[i];
}

/* A store to a plain local number tells nothing that anybody asks for; one to a parameter,
 * that it is no longer what was passed. */
static int is_boring(struct walk *w, uint32_t dst, enum type_class cls, unsigned flags)
{
	const struct tu_val *d = val_of(w, dst);

	if (!d->kind)
		return 1;
	if (cls == TYPE_OTHER)
		return 1;
	return cls == TYPE_SCALAR && !(flags & STOREF_RETURN) &&
		d->kind == VAL_VAR && w->f->sym[d->a].kind == SYM_LOCAL;
}

/* "old_state = sk->sk_state", "next = new_state[old]", "ns = next & MASK" */
static int is_copy(struct walk *w, uint32_t dst, uint32_t src, enum type_class cls,
		   enum store_op op, unsigned flags)
{
	const struct tu_val *d = val_of(w, dst), *s = val_of(w, src);

	if (cls != TYPE_SCALAR || op != STORE_SET || (flags & STOREF_RETURN) || d->kind != VAL_VAR ||
	    w->f->sym[d->a].kind != SYM_LOCAL)
		return 0;
	if (s->kind == VAL_ARITH && s->num == OP_AND)
		s = val_of(w, s->a);
	if (s->kind == VAL_CALL)	/* a pointer, as a number */
		return strstr(facts_str(w->f, w->f->sym[d->a].sig), "long") != NULL;
	return s->kind == VAL_FIELD || s->kind == VAL_INDEX || s->kind == VAL_VAR ||
		(s->kind == VAL_PARAM && (flags & STOREF_LOCAL_INIT));
}

/* "state = NUD_STALE": a local that only ever holds such can stand for a state. */
static int is_named_constant(struct walk *w, uint32_t src)
{
	const struct tu_val *s = val_of(w, src);
	const char *text;

	if (s->kind == VAL_CHOICE)
		return is_named_constant(w, s->a) && is_named_constant(w, s->b);
	if (s->kind != VAL_CONST)
		return 0;
	text = facts_str(w->f, s->a);
	return ((*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z') || *text == '_') &&
		strcmp(text, "true") && strcmp(text, "false");
}

static int is_local_constant(struct walk *w, uint32_t dst, uint32_t src, enum type_class cls,
			     enum store_op op, unsigned flags)
{
	const struct tu_val *d = val_of(w, dst);

	return cls == TYPE_SCALAR && op == STORE_SET && !(flags & STOREF_RETURN) &&
		d->kind == VAL_VAR && w->f->sym[d->a].kind == SYM_LOCAL && is_named_constant(w, src);
}

void record_assigned(struct walk *w, uint32_t v)
{
	ALLOC_GROW(w->assigned, w->nr_assigned + 1, w->alloc_assigned);
	w->assigned[w->nr_assigned++] = v;
	*idmap_put(&w->assigned_map, v, 0) = w->nr_assigned;
}

int record_is_assigned(const struct walk *w, uint32_t v, uint32_t first)
{
	const uint32_t *last = idmap_get(&w->assigned_map, v);

	return last && *last > first;
}

/* A local is known where it is a copy and nothing else, or one of named constants. */
void record_copies(struct walk *w)
{
	struct idmap all = IDMAP_INIT, constants = IDMAP_INIT;
	uint32_t i, id, n;

	for (i = 0; i < w->nr_assigned && w->nr_copies; i++)
		++*idmap_put(&all, w->assigned[i], 0);
	for (i = 0; i < w->nr_copies; i++)
		*idmap_put(&constants, w->copies[i].dst, 0) +=
			(uint32_t)is_named_constant(w, w->copies[i].src);
	for (i = 0; i < w->nr_copies; i++) {
		n = *idmap_put(&all, w->copies[i].dst, 0);
		if (n != 1 && n != *idmap_put(&constants, w->copies[i].dst, 0))
			continue;
		id = facts_store(w->f);
		w->f->store[id] = w->copies[i];
	}
	w->nr_copies = 0;
	idmap_release(&all);
	idmap_release(&constants);
}

static void fill_store(struct walk *w, struct tu_store *s, uint32_t dst, uint32_t src, CXCursor at,
		       enum type_class cls, enum store_op op, unsigned flags)
{
	struct place p = place_of(w, at);
	uint32_t macro = store_macro(w, &p);

	memset(s, 0, sizeof(*s));
	s->dst = dst;
	s->src = src;
	s->line = p.line;
	if (p.file && p.file != w->body_file)
		s->file = p.file->path;
	s->macro = macro;
	s->guard = w->guard;
	s->cls = (uint8_t)cls;
	s->op = (uint8_t)op;
	s->flags = (uint8_t)flags;
}

void record_store(struct walk *w, uint32_t dst, uint32_t src, CXCursor at,
		  enum type_class cls, enum store_op op, unsigned flags)
{
	struct tu_store s;
	uint32_t id;

	if (w->quiet)
		return;
	if (cls == TYPE_FUNC_PTR || cls == TYPE_REC_PTR || cls == TYPE_VOID_PTR)
		src = known_value(w, src);
	known_store(w, dst, src, cls, op);
	record_assigned(w, known_plain(w, dst));
	if (is_copy(w, dst, src, cls, op, flags) ||
	    is_local_constant(w, dst, src, cls, op, flags)) {
		fill_store(w, &s, dst, src, at, cls, op, flags);
		ALLOC_GROW(w->copies, w->nr_copies + 1, w->alloc_copies);
		w->copies[w->nr_copies++] = s;
		return;
	}
	if (is_boring(w, dst, cls, flags) ||
	    ((flags & STOREF_LOCAL_INIT) && val_of(w, src)->kind == VAL_NULL))
		return;
	fill_store(w, &s, dst, src, at, cls, op, flags);
	id = facts_store(w->f);
	w->f->store[id] = s;
}
