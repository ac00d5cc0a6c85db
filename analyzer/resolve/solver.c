/* SPDX-License-Identifier: MIT */
#include "base/xalloc.h"
#include "solver_p.h"

void solver_init(struct solver *s)
{
	memset(s, 0, sizeof(*s));
	ALLOC_GROW(s->use, 1, s->alloc_use);
	memset(s->use, 0, sizeof(*s->use));
	s->nr_use = 1;
	solver_node_new(s, FILTER_NONE);
	solver_object_new(s, 0, 0);
	ALLOC_GROW(s->link, 1, s->alloc_link);
	memset(s->link, 0, sizeof(*s->link));
	s->nr_link = 1;
	ALLOC_GROW(s->base, 1, s->alloc_base);
	memset(s->base, 0, sizeof(*s->base));
	s->nr_base = 1;
	solver_kinds_init(s);
	s->anywhere = solver_node_new(s, FILTER_ANY);
	solver_open(s, s->anywhere);
}

void solver_release(struct solver *s)
{
	free(s->node);
	free(s->use);
	free(s->object);
	free(s->link);
	free(s->base);
	free(s->queue);
	free(s->all);
	free(s->copy);
	free(s->tagged);
	free(s->laid);
	solver_kinds_release(s);
	free(s->shape.field_rec);
	free(s->shape.field_is_rec);
	free(s->shape.first);
	free(s->shape.field);
	free(s->shape.shared);
	free(s->shape.shared_first);
	free(s->shape.field_type);
	free(s->shape.offset);
	free(s->shape.size);
	free(s->shape.is_array);
	free(s->boring);
	idpool_release(&s->pool);
	idmap_release(&s->cells);
	idmap_release(&s->loads);
	idmap_release(&s->copied);
	idmap_release(&s->laid_seen);
	memset(s, 0, sizeof(*s));
}

uint32_t solver_node_new(struct solver *s, uint32_t filter)
{
	ALLOC_GROW(s->node, s->nr_node + 1, s->alloc_node);
	memset(&s->node[s->nr_node], 0, sizeof(*s->node));
	s->node[s->nr_node].filter = filter;
	return s->nr_node++;
}

uint32_t solver_object_new(struct solver *s, uint32_t rec, uint32_t flags)
{
	ALLOC_GROW(s->object, s->nr_object + 1, s->alloc_object);
	memset(&s->object[s->nr_object], 0, sizeof(*s->object));
	s->object[s->nr_object].rec = rec;
	s->object[s->nr_object].flags = flags;
	return s->nr_object++;
}

uint32_t solver_link_new(struct solver *s, uint32_t next, uint32_t node, uint32_t field)
{
	ALLOC_GROW(s->link, s->nr_link + 1, s->alloc_link);
	s->link[s->nr_link] = (struct solver_link){ next, node, field, s->place };
	return s->nr_link++;
}

struct solver_use *solver_use_of(struct solver *s, uint32_t node)
{
	if (!s->node[node].use) {
		ALLOC_GROW(s->use, s->nr_use + 1, s->alloc_use);
		memset(&s->use[s->nr_use], 0, sizeof(*s->use));
		s->node[node].use = s->nr_use++;
	}
	return &s->use[s->node[node].use];
}

void solver_enqueue(struct solver *s, uint32_t node)
{
	if (s->node[node].queued)
		return;
	s->node[node].queued = 1;
	ALLOC_GROW(s->queue, s->nr_queue + 1, s->alloc_queue);
	s->queue[s->nr_queue++] = node;
}

int solver_is_boring(const struct solver *s, uint32_t value)
{
	uint32_t rec;

	if (!value_is_object(value))
		return 0;
	rec = s->object[value_id(value)].rec;
	return rec && rec < s->nr_boring && s->boring[rec];
}

static int accepts(const struct solver *s, uint32_t node, uint32_t value)
{
	uint32_t filter = s->node[node].filter;
	const struct solver_object *o;

	if (filter == FILTER_NONE)
		return 0;
	if (solver_takes_any(&s->node[node]))
		return !solver_is_boring(s, value);
	if (filter & FILTER_TYPE)
		return !value_is_object(value) && s->shape.is_of_type(s->ctx, value_id(value),
								      filter & ~FILTER_TYPE);
	if (!value_is_object(value))
		return filter == FILTER_FUNC;
	if (filter == FILTER_FUNC || solver_is_boring(s, value))
		return 0;
	o = &s->object[value_id(value)];
	return !(o->flags & OBJECT_SLOT) && o->rec == filter - FILTER_RECORD;
}

void solver_insert(struct solver *s, uint32_t node, uint32_t value)
{
	struct solver_node *n = &s->node[node];
	int counts = value_is_object(value) && solver_takes_any(n);

	if (!accepts(s, node, value))
		return;
	if (counts && n->nr_object >= SOLVER_MANY) {
		if (!idlist_has(&n->val, value))
			solver_open(s, node);
		return;
	}
	if (!idlist_add(&s->pool, &n->val, value))
		return;
	n->nr_object += counts;
	solver_enqueue(s, node);
}

void solver_add(struct solver *s, uint32_t node, uint32_t value, uint32_t origin)
{
	if (!node || !accepts(s, node, value))
		return;
	ALLOC_GROW(s->base, s->nr_base + 1, s->alloc_base);
	s->base[s->nr_base] = (struct solver_base){ node, value, origin, s->node[node].base };
	s->node[node].base = s->nr_base++;
	solver_insert(s, node, value);
}

void solver_copy(struct solver *s, uint32_t from, uint32_t to)
{
	struct solver_node *n = &s->node[from];
	uint32_t i;

	if (!from || !to || from == to)
		return;
	if (n->filter == FILTER_NONE || s->node[to].filter == FILTER_NONE)
		return;
	if (!idlist_add(&s->pool, &n->succ, to))
		return;
	s->node[to].pred = solver_link_new(s, s->node[to].pred, from, s->through);
	for (i = 0; i < s->node[from].done; i++)
		solver_insert(s, to, s->node[from].val.id[i]);
	if (s->node[from].open_done)
		solver_open_from(s, from, to);
}

static uint64_t cell_key(unsigned kind, uint32_t object, uint32_t field)
{
	return (uint64_t)kind << 61 | (uint64_t)object << 31 | field;
}

uint32_t *solver_cell_slot(struct solver *s, unsigned kind, uint32_t object, uint32_t field)
{
	return idmap_put(&s->cells, cell_key(kind, object, field), 0);
}

uint32_t solver_field_node(struct solver *s, uint32_t field, uint32_t filter)
{
	uint32_t *p = solver_cell_slot(s, CELL_FIELD, 0, field);

	if (!*p) {
		*p = solver_node_new(s, filter);
		s->node[*p].field = field;
		s->node[*p].kind = NODE_FIELD;
	}
	return *p;
}

uint32_t solver_node_like(struct solver *s, uint32_t field)
{
	uint32_t of = solver_field_node(s, field, 0);
	uint32_t n = solver_node_new(s, s->node[of].filter);

	s->node[n].field = field;
	return n;
}

uint32_t solver_dynamic(struct solver *s, uint32_t field)
{
	uint32_t *p = solver_cell_slot(s, CELL_DYNAMIC, 0, field);

	if (!*p) {
		uint32_t n = solver_node_like(s, field);

		s->node[n].kind = NODE_DYNAMIC;
		*(p = solver_cell_slot(s, CELL_DYNAMIC, 0, field)) = n;
	}
	return *p;
}

uint32_t solver_field_store_node(struct solver *s, uint32_t field, uint32_t filter)
{
	uint32_t f = solver_field_node(s, field, filter);
	uint32_t n = solver_node_like(s, field);

	solver_copy(s, n, f);
	solver_copy(s, n, solver_dynamic(s, field));
	return n;
}

static uint32_t cell_if_any(struct solver *s, unsigned kind, uint32_t object, uint32_t field)
{
	const uint32_t *p = idmap_get(&s->cells, cell_key(kind, object, field));

	return p ? *p : 0;
}

uint32_t solver_cell(struct solver *s, uint32_t object, uint32_t field, int make)
{
	uint32_t n = cell_if_any(s, CELL_OWN, object, field), l;

	if (n || !make)
		return n;
	n = solver_node_like(s, field);
	s->node[n].kind = NODE_OWN;
	s->node[n].object = object;
	*solver_cell_slot(s, CELL_OWN, object, field) = n;
	solver_copy(s, n, cell_if_any(s, CELL_ALL, object, field));
	for (l = s->object[object].parts; l; l = s->link[l].next)
		solver_copy(s, n, cell_if_any(s, CELL_ALL, s->link[l].node, field));
	return n;
}

uint32_t solver_cell_all(struct solver *s, uint32_t object, uint32_t field)
{
	uint32_t *p = solver_cell_slot(s, CELL_ALL, object, field), all;

	if (*p)
		return *p;
	all = solver_node_like(s, field);
	s->node[all].kind = NODE_ALL;
	s->node[all].object = object;
	ALLOC_GROW(s->all, s->nr_all + 1, s->alloc_all);
	s->all[s->nr_all++] = (struct solver_all){ object, field, all, s->object[object].cells };
	s->object[object].cells = s->nr_all;
	return *solver_cell_slot(s, CELL_ALL, object, field) = all;
}

void solver_stored(struct solver *s, uint32_t object)
{
	s->object[s->object[object].embedded].flags |= OBJECT_STORED;
	for (; object && !(s->object[object].flags & OBJECT_STORED); object = s->object[object].parent)
		s->object[object].flags |= OBJECT_STORED;
}

void solver_store_object(struct solver *s, uint32_t object, uint32_t field,
			 uint32_t src, uint32_t filter)
{
	uint32_t embedded = s->object[object].embedded;

	solver_stored(s, object);
	solver_copy(s, src, solver_field_node(s, field, filter));
	solver_copy(s, src, solver_cell(s, object, field, 1));
	if (embedded)
		solver_copy(s, src, solver_cell_all(s, embedded, field));
}

uint32_t solver_load(struct solver *s, uint32_t base, uint32_t field, uint32_t filter)
{
	uint32_t *p, dst, f, i;
	struct solver_use *use;

	if (!base || s->node[base].filter == FILTER_NONE)
		base = s->anywhere;
	p = idmap_put(&s->loads, idmap_pair(base, field), 0);
	if (*p)
		return *p;
	f = solver_field_node(s, field, filter);
	if (s->node[f].filter == FILTER_NONE)
		return *idmap_put(&s->loads, idmap_pair(base, field), 0) = f;
	dst = solver_node_like(s, field);
	*idmap_put(&s->loads, idmap_pair(base, field), 0) = dst;
	s->node[dst].kind = NODE_LOAD;
	use = solver_use_of(s, base);
	use->loads = solver_link_new(s, use->loads, dst, field);
	s->through = base;
	for (i = 0; i < s->node[base].done; i++)
		if (value_is_object(s->node[base].val.id[i]))
			solver_copy(s, solver_cell_read(s, value_id(s->node[base].val.id[i]), field), dst);
	if (s->node[base].open_done && solver_opens_field(s, base, field))
		solver_copy(s, solver_field_read(s, field), dst);
	s->through = 0;
	return dst;
}

void solver_store(struct solver *s, uint32_t base, uint32_t field, uint32_t src,
		  uint32_t filter)
{
	struct solver_use *use;
	uint32_t i;

	if (!src || s->node[src].filter == FILTER_NONE)
		return;
	solver_copy(s, src, solver_field_node(s, field, filter));
	if (!base || s->node[base].filter == FILTER_NONE) {
		solver_copy(s, src, solver_dynamic(s, field));
		return;
	}
	use = solver_use_of(s, base);
	use->stores = solver_link_new(s, use->stores, src, field);
	s->through = base;
	for (i = 0; i < s->node[base].done; i++)
		if (value_is_object(s->node[base].val.id[i]))
			solver_store_object(s, value_id(s->node[base].val.id[i]), field, src, filter);
	if (s->node[base].open_done && solver_opens_field(s, base, field))
		solver_copy(s, src, solver_dynamic(s, field));
	s->through = 0;
}

/* What reading through a pointer to a pointer gives: the slot it is the
 * address of; a function pointer's target is the function itself. */
void solver_deref_value(struct solver *s, uint32_t value, uint32_t dst)
{
	const struct solver_object *o;

	if (!value_is_object(value)) {
		solver_insert(s, dst, value);
		return;
	}
	o = &s->object[value_id(value)];
	if (o->flags & OBJECT_SLOT)
		solver_copy(s, o->node, dst);
	else
		solver_insert(s, dst, value);
}

uint32_t solver_deref(struct solver *s, uint32_t base, uint32_t filter)
{
	uint32_t *p = idmap_put(&s->loads, idmap_pair(base, UINT32_MAX), 0), dst, i;
	struct solver_use *use;

	if (*p)
		return *p;
	dst = solver_node_new(s, filter);
	*idmap_put(&s->loads, idmap_pair(base, UINT32_MAX), 0) = dst;
	s->node[dst].kind = NODE_LOAD;
	if (!base || s->node[base].filter == FILTER_NONE) {
		solver_open(s, dst);
		return dst;
	}
	use = solver_use_of(s, base);
	use->deref_loads = solver_link_new(s, use->deref_loads, dst, 0);
	for (i = 0; i < s->node[base].done; i++)
		solver_deref_value(s, s->node[base].val.id[i], dst);
	if (s->node[base].open_done)
		solver_open(s, dst);
	return dst;
}

void solver_store_deref_value(struct solver *s, uint32_t value, uint32_t src)
{
	const struct solver_object *o;

	if (!value_is_object(value))
		return;
	o = &s->object[value_id(value)];
	if (o->flags & OBJECT_SLOT)
		solver_copy(s, src, o->store ? o->store : o->node);
}

void solver_store_deref(struct solver *s, uint32_t base, uint32_t src)
{
	struct solver_use *use;
	uint32_t i;

	if (!base || !src || s->node[base].filter == FILTER_NONE)
		return;
	use = solver_use_of(s, base);
	use->deref_stores = solver_link_new(s, use->deref_stores, src, 0);
	for (i = 0; i < s->node[base].done; i++)
		solver_store_deref_value(s, s->node[base].val.id[i], src);
}

void solver_call(struct solver *s, uint32_t node, uint32_t site)
{
	struct solver_use *use;
	uint32_t i;

	if (!node)
		return;
	use = solver_use_of(s, node);
	use->calls = solver_link_new(s, use->calls, site, 0);
	for (i = 0; i < s->node[node].done; i++)
		if (!value_is_object(s->node[node].val.id[i]))
			s->on_target(s->ctx, site, value_id(s->node[node].val.id[i]));
}
