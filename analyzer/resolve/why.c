/* SPDX-License-Identifier: MIT */
/*
 * The way of a value from the place where it is named into a node, as steps
 * of the graph: back along copy links, through nodes that hold it, and for
 * what is read or stored through a pointer the way of the object into that
 * pointer.
 */
#include "base/digest.h"
#include "base/xalloc.h"
#include "prog.h"
#include "program.h"
#include "why.h"

#define MAX_DEPTH 3		/* ways of pointers, one of another */
#define MAX_NODES 20000		/* of one search */
#define MAX_LINKS 8192		/* looked at in one search: an array of more functions than that */

/* What a node is, where that has a name: two bits, and a number. */
enum { IS_NOTHING, IS_PARAM, IS_RETURN, IS_VAR };
#define WHAT(kind, id) ((uint32_t)(kind) << 30 | (id))

struct why_walk {
	uint32_t *node, *link, *parent;	/* in order of arrival; link: that leads on, to the parent */
	uint32_t nr, alloc_node, alloc_link, alloc_parent;
	uint32_t *seen, walk;		/* by node */
};

void why_init(struct why *w, struct prog *p)
{
	uint32_t i, j;

	memset(w, 0, sizeof(*w));
	w->p = p;
	w->nr_what = p->s.nr_node;
	w->what = xcalloc(w->nr_what + 1, sizeof(*w->what));
	w->param_func = xcalloc(p->nr_param + 1, sizeof(*w->param_func));
	for (i = 1; i < p->nr_func; i++) {
		const struct p_func *f = &p->func[i];

		for (j = 0; f->has_param_nodes && j < f->nparams; j++) {
			w->param_func[f->param + j] = i;
			w->what[p->param[f->param + j]] = WHAT(IS_PARAM, f->param + j);
		}
		if (f->ret)
			w->what[f->ret] = WHAT(IS_RETURN, i);
	}
	for (i = 1; i < p->nr_var; i++)
		if (p->var[i].node)
			w->what[p->var[i].node] = WHAT(IS_VAR, i);
	w->walk = xcalloc(MAX_DEPTH + 1, sizeof(*w->walk));
	for (i = 0; i <= MAX_DEPTH; i++)
		w->walk[i].seen = xcalloc(w->nr_what + 1, sizeof(uint32_t));
	w->width = xcalloc(w->nr_what + 1, 1);
}

void why_release(struct why *w)
{
	uint32_t i;

	for (i = 0; i <= MAX_DEPTH; i++) {
		free(w->walk[i].node);
		free(w->walk[i].link);
		free(w->walk[i].parent);
		free(w->walk[i].seen);
	}
	free(w->walk);
	free(w->what);
	free(w->width);
	free(w->param_func);
	idmap_release(&w->known);
	idmap_release(&w->same);
}

static uint32_t slot_of_node(struct why *w, uint32_t node)
{
	struct prog *p = w->p;
	const uint32_t *section;
	uint32_t what = node < w->nr_what ? w->what[node] : 0, id = what & ((1u << 30) - 1), f;

	if (p->s.node[node].field)
		return prog_field_slot(p, p->s.node[node].field);
	switch (what >> 30) {
	case IS_PARAM:
		f = w->param_func[id];
		return prog_param_slot(p, f, id - p->func[f].param);
	case IS_RETURN:
		return prog_return_slot(p, id);
	case IS_VAR:
		return prog_var_slot(p, id);
	}
	section = idmap_get(&p->node_slot, node);
	return section ? *section : 0;
}

/* ---- one step ------------------------------------------------------------------ */

static uint32_t add_step(struct why *w, const struct g_step *s)
{
	struct graph *g = w->p->g;
	uint64_t key = digest64(s, sizeof(*s));
	uint32_t *same = idmap_put(&w->same, key, 0);

	if (*same)
		return *same;
	*same = g->nr_step;
	ALLOC_GROW(g->step, g->nr_step + 1, g->alloc_step);
	g->step[g->nr_step] = *s;
	return g->nr_step++;
}

static void set_object(struct why *w, struct g_step *s, uint32_t object)
{
	struct prog *p = w->p;
	const struct solver_object *o = &p->s.object[object];

	if (o->flags & (OBJECT_SLOT | OBJECT_TEMP))
		return;
	if (o->var && !p->var[o->var].local)
		s->object = prog_var_gobject(p, o->var);
	if (o->field)
		s->holder = prog_field_slot(p, o->field);
}

/* Of those that the pointer can point to, the one whose cell this is. */
static uint32_t object_of_cell(struct why *w, uint32_t base, uint32_t cell)
{
	struct prog *p = w->p;
	const struct idlist *val = &p->s.node[base].val;
	uint32_t object = p->s.node[cell].object, i;

	if (!object || idlist_has(val, value_object(object)))
		return object;
	for (i = 0; i < val->nr; i++)	/* an instance of that embedded struct */
		if (value_is_object(val->id[i]) &&
		    p->s.object[value_id(val->id[i])].embedded == object)
			return value_id(val->id[i]);
	return 0;
}

static unsigned how_read(const struct solver_node *from)
{
	return from->kind == NODE_FIELD || from->kind == NODE_DYNAMIC ||
		(from->kind == NODE_SHARED && !from->object) ? WHY_READ_ANY : WHY_READ;
}

/* How what is in `from` comes into `to`, by this link; -1: that is no step of its own. */
static int how_copied(struct why *w, uint32_t from, uint32_t to, const struct solver_link *l)
{
	const struct solver *s = &w->p->s;
	const struct solver_node *x = &s->node[from], *y = &s->node[to];
	uint32_t what = to < w->nr_what ? w->what[to] >> 30 : 0;

	if (y->kind == NODE_LOAD)
		return (int)how_read(x);
	if (y->kind == NODE_JUST)
		return WHY_JUST;
	if (y->kind == NODE_SHARED)
		return -1;
	if (y->kind == NODE_ALL) {
		if (x->kind == NODE_FIELD)
			return WHY_UNSEEN;
		if (x->kind == NODE_DYNAMIC || (x->kind == NODE_OWN && !l->place))
			return -1;
		if (x->kind == NODE_ALL)
			return WHY_COPIED;
		return x->kind == NODE_OWN ? -1 : WHY_STORED;
	}
	if (y->kind == NODE_FIELD || y->kind == NODE_DYNAMIC) {
		if (x->field == y->field && (x->kind != NODE_PLAIN || !l->place))
			return -1;
		return WHY_STORED;
	}
	if (y->kind == NODE_OWN)
		return WHY_STORED;
	if (what == IS_PARAM)
		return WHY_PASSED;
	if (what == IS_RETURN)
		return WHY_RETURNED;
	return what == IS_VAR || slot_of_node(w, to) ? WHY_STORED : -1;
}

static uint32_t way(struct why *w, uint32_t node, uint32_t value, uint32_t origin, unsigned depth);

/* Was what is stored named in the same store? */
static int is_same_store(const struct g_step *named, const struct g_step *s)
{
	return named->how == WHY_NAMED && (s->how == WHY_STORED || s->how == WHY_PASSED) &&
		named->slot == s->slot && named->file == s->file && named->line == s->line && s->from;
}

static uint32_t copy_step(struct why *w, uint32_t from, uint32_t to, uint32_t link,
			  uint32_t before, unsigned depth)
{
	struct prog *p = w->p;
	const struct solver_link l = p->s.link[link];
	const struct p_place *at = &p->place[l.place];
	int how = how_copied(w, from, to, &l);
	uint32_t cell = p->s.node[to].kind == NODE_LOAD ? from : to, object;
	struct g_step s = { .from = before };

	if (how < 0)
		return before;
	s.how = (uint8_t)how;
	s.file = at->file;
	s.line = at->line;
	s.func = at->func;
	s.slot = slot_of_node(w, to);
	object = l.field ? object_of_cell(w, l.field, cell) : p->s.node[cell].object;
	set_object(w, &s, object);
	if (l.field && object && depth)
		s.base = way(w, l.field, value_object(object), 0, depth - 1);
	if (is_same_store(&p->g->step[before], &s)) {
		s.how = WHY_NAMED;
		s.from = 0;
		if (!s.object)
			s.object = p->g->step[before].object;
	}
	return add_step(w, &s);
}

static uint32_t named_step(struct why *w, uint32_t origin, uint32_t node)
{
	const struct p_origin *o = &w->p->origin[origin];
	struct g_step s = { .how = WHY_NAMED };

	if (!origin)
		return 0;
	s.file = o->file;
	s.line = o->line;
	s.func = o->func;
	s.slot = o->slot;
	s.object = o->object;
	return add_step(w, &s);
}

/* ---- the whole way ------------------------------------------------------------------ */

static void arrive(struct why_walk *k, uint32_t node, uint32_t link, uint32_t parent)
{
	if (k->seen[node] == k->walk)
		return;
	k->seen[node] = k->walk;
	ALLOC_GROW(k->node, k->nr + 1, k->alloc_node);
	ALLOC_GROW(k->link, k->nr + 1, k->alloc_link);
	ALLOC_GROW(k->parent, k->nr + 1, k->alloc_parent);
	k->node[k->nr] = node;
	k->link[k->nr] = link;
	k->parent[k->nr++] = parent;
}

/* Is the value named here? At `origin`, if that is told. */
static int is_named(const struct prog *p, uint32_t node, uint32_t value, uint32_t origin,
		    uint32_t *at)
{
	uint32_t b;

	for (b = p->s.node[node].base; b; b = p->s.base[b].next)
		if (p->s.base[b].value == value && (!origin || p->s.base[b].origin == origin)) {
			*at = p->s.base[b].origin;
			return 1;
		}
	return 0;
}

/* Does more lead here than one search looks at? Then none of it is followed,
 * or each of an array's functions would have the whole array looked at. */
static int is_wide(struct why *w, uint32_t node)
{
	enum { NOT_COUNTED, NARROW, WIDE };
	const struct solver *s = &w->p->s;
	uint32_t l, nr = 0;

	if (w->width[node] == NOT_COUNTED) {
		for (l = s->node[node].pred; l && nr <= MAX_LINKS; l = s->link[l].next)
			nr++;
		w->width[node] = nr > MAX_LINKS ? WIDE : NARROW;
	}
	return w->width[node] == WIDE;
}

/* Searches back from `node`; the entry of the walk where the value is named, -1. */
static int64_t search(struct why *w, struct why_walk *k, uint32_t node, uint32_t value,
		      uint32_t origin, uint32_t *at)
{
	struct prog *p = w->p;
	uint32_t i, l, looked = 0;

	k->walk++;
	k->nr = 0;
	arrive(k, node, 0, 0);
	for (i = 0; i < k->nr && i < MAX_NODES; i++) {
		if (is_named(p, k->node[i], value, origin, at))
			return i;
		if (is_wide(w, k->node[i]))
			continue;
		for (l = p->s.node[k->node[i]].pred; l; l = p->s.link[l].next) {
			uint32_t from = p->s.link[l].node;

			if (++looked > MAX_LINKS)
				return -1;
			if (from < w->nr_what && k->seen[from] != k->walk &&
			    idlist_has(&p->s.node[from].val, value))
				arrive(k, from, l, i);
		}
	}
	return -1;
}

static uint32_t way(struct why *w, uint32_t node, uint32_t value, uint32_t origin, unsigned depth)
{
	uint64_t key = digest_mix(digest_mix(idmap_pair(node, value), origin), depth);
	uint32_t *known = idmap_get(&w->known, key), at = 0, step;
	struct why_walk *k = &w->walk[depth];
	int64_t i;

	if (known)
		return *known;
	*idmap_put(&w->known, key, 0) = 0;
	if (!node || node >= w->nr_what || !idlist_has(&w->p->s.node[node].val, value))
		return 0;
	i = search(w, k, node, value, origin, &at);
	if (i < 0 && origin)
		i = search(w, k, node, value, 0, &at);
	if (i < 0)
		return 0;
	step = named_step(w, at, k->node[i]);
	for (; i; i = k->parent[i])
		step = copy_step(w, k->node[i], k->node[k->parent[i]], k->link[i], step, depth);
	return *idmap_put(&w->known, key, 0) = step;
}

uint32_t why_step(struct why *w, uint32_t node, uint32_t value, uint32_t origin)
{
	return way(w, node, value, origin, MAX_DEPTH);
}
