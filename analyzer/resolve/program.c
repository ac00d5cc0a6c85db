/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "prog.h"
#include "program.h"
#include "type_filter.h"

#define APPEND(p, noun, id) do { \
	ALLOC_GROW((p)->noun, (p)->nr_##noun + 1, (p)->alloc_##noun); \
	memset(&(p)->noun[(p)->nr_##noun], 0, sizeof(*(p)->noun)); \
	(id) = (p)->nr_##noun++; \
} while (0)

void prog_init(struct prog *p, struct graph *g, const struct knowledge *k)
{
	uint32_t id;

	memset(p, 0, sizeof(*p));
	p->g = g;
	p->k = k;
	solver_init(&p->s);
	APPEND(p, func, id);
	APPEND(p, var, id);
	APPEND(p, field, id);
	APPEND(p, reg, id);
	APPEND(p, setter, id);
	APPEND(p, origin, id);
	APPEND(p, place, id);
	APPEND(p, arg, id);
	APPEND(p, param, id);
	(void)id;
	p->unknown = solver_node_new(&p->s, FILTER_ANY);
	solver_open(&p->s, p->unknown);
}

void prog_release(struct prog *p)
{
	struct idmap *maps[] = {
		&p->func_map, &p->var_map, &p->field_map, &p->file_map, &p->slot_map,
		&p->section_map, &p->sub_map, &p->node_slot, &p->node_mech, &p->evid_map, &p->own_value, &p->own_text, &p->own_array, &p->static_map, &p->static_tied, &p->in_array, &p->in_element, &p->mech_names,
	};
	size_t i;

	solver_release(&p->s);
	free(p->func);
	free(p->var);
	free(p->field);
	free(p->call);
	free(p->arg);
	free(p->reg);
	free(p->setter);
	free(p->copy);
	free(p->overlaid);
	free(p->handover);
	free(p->scalar_setter);
	free(p->argrow);
	free(p->own);
	free(p->guard_price);
	free(p->place);
	free(p->placed);
	free(p->filled);
	free(p->origin);
	free(p->by_hand);
	free(p->just);
	free(p->mod);
	free(p->returned);
	free(p->param);
	free(p->known);
	free(p->set_up);
	free(p->outside);
	free(p->handed);
	free(p->func_slot);
	for (i = 0; i < ARRAY_SIZE(maps); i++)
		idmap_release(maps[i]);
	memset(p, 0, sizeof(*p));
}

uint32_t prog_file(struct prog *p, uint32_t name)
{
	struct graph *g = p->g;
	uint32_t *id = idmap_put(&p->file_map, name, 0);

	if (*id || !name)
		return *id;
	ALLOC_GROW(g->file, g->nr_file + 1, g->alloc_file);
	memset(&g->file[g->nr_file], 0, sizeof(*g->file));
	g->file[g->nr_file].name = name;
	return *id = g->nr_file++;
}

uint32_t prog_func_new(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t id;

	APPEND(p, func, id);
	ALLOC_GROW(g->func, g->nr_func + 1, g->alloc_func);
	memset(&g->func[g->nr_func], 0, sizeof(*g->func));
	if (g->nr_func != id)
		BUG("functions are out of step");
	g->nr_func++;
	return id;
}

uint32_t prog_func_ret(struct prog *p, uint32_t func)
{
	if (!p->func[func].ret) {
		uint32_t n = solver_node_new(&p->s, sig_return_filter(&p->g->str,
					     graph_str(p->g, p->g->func[func].sig)));

		p->func[func].ret = n;
		*idmap_put(&p->node_slot, n, 0) = 0;
	}
	return p->func[func].ret;
}

uint32_t prog_func_param(struct prog *p, uint32_t func, unsigned i)
{
	struct p_func *f = &p->func[func];
	unsigned j;

	if (i >= f->nparams && !f->variadic)
		return 0;
	if (i >= f->nparams)
		i = f->nparams;
	if (!f->has_param_nodes) {
		const char *sig = graph_str(p->g, p->g->func[func].sig);

		f->has_param_nodes = 1;
		f->param = p->nr_param;
		for (j = 0; j < (unsigned)f->nparams + f->variadic; j++) {
			uint32_t id, filter;

			APPEND(p, param, id);
			filter = j < f->nparams ? sig_param_filter(&p->g->str, sig, j) : FILTER_ANY;
			if (j < 64 && filter == FILTER_NONE && sig_param_record(&p->g->str, sig, j))
				p->func[func].by_value |= 1ull << j;
			if (p->func[func].opaque && filter != FILTER_FUNC)
				filter = FILTER_NONE;	/* a constructor still counts */
			p->param[id] = solver_node_new(&p->s, filter);
			sig = graph_str(p->g, p->g->func[func].sig);
		}
	}
	return p->param[f->param + i];
}

uint32_t prog_func_const(struct prog *p, uint32_t func)
{
	if (!p->func[func].const_node) {
		p->func[func].const_node = solver_node_new(&p->s, FILTER_ANY);
		solver_add(&p->s, p->func[func].const_node, value_func(func), 0);
		p->g->func[func].flags |= GF_ADDR_TAKEN;
	}
	return p->func[func].const_node;
}

uint32_t prog_object_const(struct prog *p, uint32_t object)
{
	if (!p->s.object[object].const_node) {
		uint32_t n = solver_node_new(&p->s, FILTER_ANY);

		p->s.object[object].const_node = n;
		solver_add(&p->s, n, value_object(object), 0);
	}
	return p->s.object[object].const_node;
}

static uint32_t slot_object(struct prog *p, uint32_t node, uint32_t store)
{
	uint32_t o = solver_object_new(&p->s, 0, OBJECT_SLOT);

	p->s.object[o].node = node;
	p->s.object[o].store = store;
	return o;
}

uint32_t prog_field_address(struct prog *p, uint32_t field)
{
	uint32_t *id = idmap_put(&p->sub_map, idmap_pair(UINT32_MAX, field), 0);
	const struct p_field *f = &p->field[field];

	if (!*id) {
		*id = slot_object(p, solver_field_node(&p->s, field, f->filter),
				  solver_field_store_node(&p->s, field, f->filter));
		if (f->is_array && (f->cls == TYPE_SCALAR || f->cls == TYPE_VOID_PTR))
			p->s.object[*id].flags |= OBJECT_BYTES;
	}
	return *id;
}

void prog_share_address(struct prog *p, uint32_t field)
{
	const uint32_t *id = idmap_get(&p->sub_map, idmap_pair(UINT32_MAX, field));

	if (id && *id)
		p->s.object[*id].node = solver_field_read(&p->s, field);
}

uint32_t prog_node_address(struct prog *p, uint32_t node)
{
	uint32_t *id = idmap_put(&p->sub_map, idmap_pair(UINT32_MAX - 1, node), 0);

	if (!*id)
		*id = slot_object(p, node, 0);
	return *id;
}

uint32_t prog_var_node(struct prog *p, uint32_t var)
{
	if (!p->var[var].node) {
		uint32_t filter = type_filter(&p->g->str, graph_str(p->g, p->var[var].type));

		/* an array that the linker makes may be one of relative pointers */
		if (filter == FILTER_NONE && (p->var[var].flags & SYM_ARRAY) &&
		    !p->var[var].local && !(p->var[var].flags & SYM_DEFINED))
			filter = FILTER_ANY;
		if (filter == FILTER_NONE && (p->var[var].flags & SYM_ASM))	/* has no type */
			filter = FILTER_ANY;
		p->var[var].node = solver_node_new(&p->s, filter);
	}
	return p->var[var].node;
}

uint32_t prog_var_object(struct prog *p, uint32_t var)
{
	struct p_var *v = &p->var[var];

	if (!v->object) {
		if (v->rec) {
			v->object = solver_object_new(&p->s, v->rec,
				v->flags & SYM_CONST ? OBJECT_CONST : 0);
		} else {
			uint32_t node = prog_var_node(p, var);

			v->object = solver_object_new(&p->s, 0, OBJECT_SLOT);
			p->s.object[v->object].node = node;
		}
		p->s.object[v->object].var = var;
	}
	return v->object;
}

uint32_t prog_embedded(struct prog *p, uint32_t field)
{
	struct p_field *f = &p->field[field];

	if (!f->embedded) {
		f->embedded = solver_object_new(&p->s, f->pointee, OBJECT_EMBEDDED);
		p->s.object[f->embedded].field = field;
	}
	return f->embedded;
}

uint32_t prog_sub_object(struct prog *p, uint32_t object, uint32_t field)
{
	uint32_t *id = idmap_put(&p->sub_map, idmap_pair(object, field), 0), o, embedded;

	if (*id)
		return *id;
	o = solver_object_new(&p->s, p->field[field].pointee,
			      p->s.object[object].flags & OBJECT_CONST);
	p->s.object[o].var = p->s.object[object].var;
	p->s.object[o].field = field;
	embedded = prog_embedded(p, field);
	if (!(p->s.object[object].flags & OBJECT_TEMP))
		p->s.object[o].embedded = embedded;
	p->s.object[o].parent = object;
	p->s.object[o].sibling = p->s.object[object].child;
	p->s.object[object].child = o;
	*idmap_put(&p->sub_map, idmap_pair(object, field), 0) = o;
	solver_sub_made(&p->s, object, field, o);
	return o;
}

/* Objects of functions, by what they are of. */
enum { OF_PARAM = UINT32_MAX - 2, OF_RETURN = UINT32_MAX - 3 };

static uint32_t value_object_of(struct prog *p, uint32_t what, uint32_t id, uint32_t rec)
{
	uint32_t *at = idmap_put(&p->sub_map, idmap_pair(what, id), 0);

	if (!*at)
		*at = solver_object_new(&p->s, rec, 0);
	return *at;
}

uint32_t prog_param_object(struct prog *p, uint32_t func, unsigned i)
{
	if (!prog_func_param(p, func, i))
		return 0;
	return value_object_of(p, OF_PARAM, p->func[func].param + i, sig_param_record(&p->g->str,
			       graph_str(p->g, p->g->func[func].sig), i));
}

uint32_t prog_ret_object(struct prog *p, uint32_t func)
{
	return value_object_of(p, OF_RETURN, func, sig_return_record(&p->g->str,
			       graph_str(p->g, p->g->func[func].sig)));
}

uint32_t prog_section_node(struct prog *p, uint32_t name)
{
	uint32_t *id = idmap_put(&p->section_map, name, 0);

	if (!*id) {
		*id = solver_node_new(&p->s, FILTER_ANY);
		*idmap_put(&p->node_slot, *id, 0) = prog_section_slot(p, name);
	}
	return *id;
}

uint32_t prog_origin(struct prog *p, const struct p_origin *o)
{
	uint32_t id;

	APPEND(p, origin, id);
	p->origin[id] = *o;
	return id;
}

void prog_at(struct prog *p, uint32_t file, uint32_t line, uint32_t func)
{
	const struct p_place *last = &p->place[p->nr_place - 1];
	uint32_t id;

	if (last->file != file || last->line != line || last->func != func) {
		APPEND(p, place, id);
		p->place[id] = (struct p_place){ file, line, func };
	}
	p->s.place = p->nr_place - 1;
}

/* ---- static calls -------------------------------------------------------- */

uint32_t prog_static_call(struct prog *p, uint32_t symbol, const char *prefix)
{
	const char *name = graph_str(p->g, symbol);
	size_t n = strlen(prefix);
	uint32_t *id;

	if (strncmp(name, prefix, n))
		return 0;
	id = idmap_put(&p->static_map, strtab_add(&p->g->str, name + n), 0);
	if (!*id)
		*id = solver_node_new(&p->s, FILTER_FUNC);
	return *id;
}

const char *prog_module_field(const struct prog *p, uint32_t func)
{
	const struct g_func *f = &p->g->func[func];

	if (!p->k->module_fields.nr || (!(f->flags & GF_DEFINED) && !f->alias_of) ||
	    (f->flags & GF_STATIC))
		return NULL;
	return k_pairs_get(&p->k->module_fields, graph_str(p->g, f->name));
}

int prog_field_is(const struct prog *p, uint32_t field, const char *name)
{
	const char *rec = graph_str(p->g, p->field[field].rec);
	size_t n = strlen(rec);

	return n && !strncmp(name, rec, n) && name[n] == '.' &&
		!strcmp(name + n + 1, graph_str(p->g, p->field[field].name));
}

static void fill_module(struct prog *p, uint32_t func, const char *to)
{
	const struct g_func *f = &p->g->func[func];
	uint32_t i, node;

	for (i = 1; i < p->nr_field; i++) {
		if (!prog_field_is(p, i, to))
			continue;
		struct p_origin o = {
			.slot = prog_field_slot(p, i), .file = f->file, .line = f->line,
			.value = value_func(func), .macro = f->macro,
		};

		node = solver_node_new(&p->s, FILTER_ANY);
		solver_add(&p->s, node, o.value, prog_origin(p, &o));
		solver_copy(&p->s, node, solver_field_node(&p->s, i, p->field[i].filter));
		p->g->func[func].flags |= GF_ADDR_TAKEN;
	}
}

void prog_fill_modules(struct prog *p)
{
	uint32_t i;

	for (i = 1; i < p->nr_func; i++) {
		const char *to = prog_module_field(p, i);

		if (to)
			fill_module(p, i, to);
	}
}
