/* SPDX-License-Identifier: MIT */
/* The program's slots and objects in the graph, and where they stand. */
#include <stdio.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "prog.h"
#include "program.h"

static uint32_t slot_new(struct prog *p, uint64_t key, uint32_t *fresh)
{
	struct graph *g = p->g;
	uint32_t *id = idmap_put(&p->slot_map, key, 0);

	*fresh = !*id;
	if (*id)
		return *id;
	ALLOC_GROW(g->slot, g->nr_slot + 1, g->alloc_slot);
	memset(&g->slot[g->nr_slot], 0, sizeof(*g->slot));
	return *id = g->nr_slot++;
}

static void slot_name(struct prog *p, uint32_t id, const char *fmt, const char *a, const char *b)
{
	struct strbuf sb = STRBUF_INIT;
	const char *c;

	for (c = fmt; *c; c++) {
		if (*c == '1')
			strbuf_addstr(&sb, a);
		else if (*c == '2')
			strbuf_addstr(&sb, b);
		else
			strbuf_addch(&sb, *c);
	}
	p->g->slot[id].name = strtab_addn(&p->g->str, sb.buf, sb.len);
	strbuf_release(&sb);
}

uint32_t prog_field_slot(struct prog *p, uint32_t field)
{
	struct p_field *f = &p->field[field];
	struct g_slot *s;
	uint32_t fresh, id;

	if (f->slot || !field)
		return f->slot;
	id = slot_new(p, digest_mix(GS_FIELD, field), &fresh);
	slot_name(p, id, "1.2", graph_str(p->g, f->rec), graph_str(p->g, f->name));
	s = &p->g->slot[id];
	s->type = f->rec;
	s->file = prog_file(p, f->path);
	s->line = f->line;
	s->key = f->path;
	s->kind = GS_FIELD;
	return f->slot = id;
}

uint32_t prog_var_slot(struct prog *p, uint32_t var)
{
	struct p_var *v = &p->var[var];
	uint32_t fresh, id;

	if (v->slot || !var)
		return v->slot;
	id = slot_new(p, digest_mix(GS_GLOBAL, var), &fresh);
	if (v->local)
		slot_name(p, id, "1:2", graph_str(p->g, p->g->func[v->func].name),
			  graph_str(p->g, v->name));
	else
		slot_name(p, id, v->flags & SYM_ARRAY ? "1[]" : "1", graph_str(p->g, v->name), "");
	p->g->slot[id].kind = v->local ? GS_LOCAL : GS_GLOBAL;	/* where: prog_place_all() */
	prog_file(p, v->path);	/* numbered as it is met */
	return v->slot = id;
}

/* what: 1 + parameter, 0 for the returned value */
static uint32_t func_slot(struct prog *p, uint32_t func, unsigned what)
{
	uint32_t fresh, id = slot_new(p, digest_mix(GS_PARAM, idmap_pair(func, what)), &fresh);
	const struct g_func *f = &p->g->func[func];
	char suffix[16] = "()";

	if (!fresh)
		return id;
	if (what)
		snprintf(suffix, sizeof(suffix), "#%u", what);
	slot_name(p, id, "12", graph_str(p->g, f->name), suffix);
	ALLOC_GROW(p->func_slot, p->nr_func_slot + 1, p->alloc_func_slot);
	p->func_slot[p->nr_func_slot++] = (struct p_func_slot){ id, func };
	p->g->slot[id].kind = what ? GS_PARAM : GS_RETURN;
	return id;
}

uint32_t prog_param_slot(struct prog *p, uint32_t func, unsigned i)
{
	return func_slot(p, func, i + 1);
}

uint32_t prog_return_slot(struct prog *p, uint32_t func)
{
	return func_slot(p, func, 0);
}

uint32_t prog_section_slot(struct prog *p, uint32_t name)
{
	uint32_t fresh, id = slot_new(p, digest_mix(GS_SECTION, name), &fresh);

	if (fresh) {
		p->g->slot[id].name = name;
		p->g->slot[id].kind = GS_SECTION;
	}
	return id;
}

uint32_t prog_static_slot(struct prog *p, uint32_t symbol)
{
	uint32_t fresh, id = slot_new(p, digest_mix(GS_GLOBAL + 100, symbol), &fresh);

	if (fresh) {
		slot_name(p, id, "static_call(1)", graph_str(p->g, symbol) +
			  strlen(STATIC_TRAMPOLINE), "");
		p->g->slot[id].kind = GS_GLOBAL;
	}
	return id;
}

uint32_t prog_var_gobject(struct prog *p, uint32_t var)
{
	struct graph *g = p->g;
	struct p_var *v = &p->var[var];
	struct g_object *o;

	if (v->gobject || !var)
		return v->gobject;
	ALLOC_GROW(g->object, g->nr_object + 1, g->alloc_object);
	o = &g->object[g->nr_object];
	memset(o, 0, sizeof(*o));
	o->name = v->name;	/* the rest: prog_place_all() */
	o->unit = v->unit;
	prog_file(p, v->path);	/* numbered as it is met */
	return v->gobject = g->nr_object++;
}

/* Where a variable stands is not known before the last TU: what defines it may come behind
 * what declares it. */
static void place_var(struct prog *p, const struct p_var *v)
{
	uint32_t file = prog_file(p, v->path);

	if (v->gobject) {
		struct g_object *o = &p->g->object[v->gobject];

		o->file = file;
		o->line = v->line;
		o->type = v->rec;
		o->in_func = v->func;
	}
	if (v->slot) {
		struct g_slot *s = &p->g->slot[v->slot];

		s->file = file;
		s->line = v->line;
		s->key = v->path;
	}
}

void prog_place_all(struct prog *p)
{
	uint32_t i;

	for (i = 1; i < p->nr_var; i++)
		if (p->var[i].slot || p->var[i].gobject)
			place_var(p, &p->var[i]);
	for (i = 0; i < p->nr_func_slot; i++) {
		const struct g_func *f = &p->g->func[p->func_slot[i].func];
		struct g_slot *s = &p->g->slot[p->func_slot[i].slot];

		s->file = f->file;
		s->line = f->line;
	}
}
