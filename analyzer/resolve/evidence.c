/* SPDX-License-Identifier: MIT */
/* From a node back to the places where its values are named. */
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "evidence.h"
#include "prog.h"

#define MAX_WALK 400000		/* nodes; beyond it places are unknown, values are not */

void evidence_init(struct evidence *e)
{
	memset(e, 0, sizeof(*e));
	ALLOC_GROW(e->set, 1, e->alloc_set);
	memset(e->set, 0, sizeof(*e->set));
	e->nr_set = 1;
}

void evidence_release(struct evidence *e)
{
	free(e->bound);
	free(e->set);
	free(e->queue);
	free(e->parent);
	idmap_release(&e->set_map);
	idmap_release(&e->of_node);
	idmap_release(&e->by_mech);
	free(e->seen);
	free(e->at);
	free(e->at_walk);
	memset(e, 0, sizeof(*e));
}

static int cmp_bound(const void *a, const void *b)
{
	const struct p_bound *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->origin < y->origin ? -1 : x->origin > y->origin;
}

uint32_t evidence_set(struct evidence *e, const struct p_bound *b, uint32_t nr)
{
	uint64_t h = nr;
	uint32_t *slot, i, first = e->nr_bound;

	ALLOC_GROW(e->bound, first + nr + 1, e->alloc_bound);
	if (nr)
		memmove(e->bound + first, b, nr * sizeof(*b));
	qsort(e->bound + first, nr, sizeof(*b), cmp_bound);
	for (i = 0; i < nr; i++) {
		h = digest_mix(h, idmap_pair(e->bound[first + i].value, e->bound[first + i].origin));
		h = digest_mix(h, idmap_pair(e->bound[first + i].mechanism,
					     e->bound[first + i].registrar |
					     (uint32_t)e->bound[first + i].by_field << 8));
	}
	slot = idmap_put(&e->set_map, h, 0);
	if (*slot)
		return *slot;
	e->nr_bound = first + nr;
	ALLOC_GROW(e->set, e->nr_set + 1, e->alloc_set);
	e->set[e->nr_set] = (struct p_set){ first, nr };
	return *slot = e->nr_set++;
}

static void visit(struct evidence *e, uint32_t node, uint32_t parent)
{
	if (e->seen[node] == e->walk)
		return;
	e->seen[node] = e->walk;
	ALLOC_GROW(e->queue, e->nr_queue + 1, e->alloc_queue);
	ALLOC_GROW(e->parent, e->nr_queue + 1, e->alloc_parent);
	e->queue[e->nr_queue] = node;
	e->parent[e->nr_queue++] = parent;
}

/* The mechanism that the way from queue entry i to the start leads through;
 * the one nearest to where the function was named decides. */
static uint16_t mechanism_on_way(struct prog *p, const struct evidence *e, uint32_t i,
				 uint8_t *by_field)
{
	for (;;) {
		uint32_t node = e->queue[i];
		uint32_t *m = idmap_get(&p->node_mech, node);

		*by_field = 0;
		if (m)
			return (uint16_t)*m;
		*by_field = 1;
		if (p->s.node[node].field && p->field[p->s.node[node].field].mechanism)
			return p->field[p->s.node[node].field].mechanism;
		if (!i)
			return 0;
		i = e->parent[i];
	}
}

/* Is the place in the directory of the function that it names? Of several as
 * good it is the one to cite: tcp_prot for tcp_sendmsg, not tcpv6_prot. */
static int is_at_home(const struct prog *p, uint32_t value, uint32_t origin)
{
	const struct graph *g = p->g;
	const char *a, *b;
	size_t dir;

	if (value_is_object(value))
		return 0;
	a = graph_str(g, g->file[g->func[value_id(value)].file].name);
	b = graph_str(g, g->file[p->origin[origin].file].name);
	dir = (size_t)(path_basename(a) - a);
	return dir == (size_t)(path_basename(b) - b) && !memcmp(a, b, dir);
}

static uint32_t distance(const struct evidence *e, uint32_t i)
{
	uint32_t n = 1;

	for (; i; i = e->parent[i])
		n++;
	return n;
}

/* `far`: by value, how far away its place was found. */
static void collect(struct prog *p, struct evidence *e, uint32_t i, struct p_bound *out,
		    uint32_t *far, uint32_t nr)
{
	uint32_t b;

	for (b = p->s.node[e->queue[i]].base; b; b = p->s.base[b].next) {
		uint32_t value = p->s.base[b].value;
		struct p_bound *o;

		if (value >= e->nr_at || e->at_walk[value] != e->walk || e->at[value] >= nr)
			continue;
		o = &out[e->at[value]];
		if (o->nr < UINT16_MAX)
			o->nr++;
		if (o->origin && (!is_at_home(p, value, p->s.base[b].origin) ||
				  is_at_home(p, value, o->origin) ||
				  far[o - out] != distance(e, i)))
			continue;
		far[o - out] = distance(e, i);
		o->origin = p->s.base[b].origin;
		o->mechanism = mechanism_on_way(p, e, i, &o->by_field);
	}
}

static uint32_t *grow_zeroed(uint32_t *a, uint32_t nr, uint32_t need)
{
	a = xrealloc(a, need, sizeof(*a));
	memset(a + nr, 0, (need - nr) * sizeof(*a));
	return a;
}

static void new_walk(struct prog *p, struct evidence *e)
{
	uint32_t most = p->nr_func > p->s.nr_object ? p->nr_func : p->s.nr_object;
	uint32_t values = 2 * most + 2;

	if (e->nr_seen < p->s.nr_node) {
		e->seen = grow_zeroed(e->seen, e->nr_seen, p->s.nr_node);
		e->nr_seen = p->s.nr_node;
	}
	if (e->nr_at < values) {
		e->at = grow_zeroed(e->at, e->nr_at, values);
		e->at_walk = grow_zeroed(e->at_walk, e->nr_at, values);
		e->nr_at = values;
	}
	e->walk++;
	e->nr_queue = 0;
}

uint32_t evidence_of_node(struct prog *p, struct evidence *e, uint32_t node)
{
	uint32_t *memo = idmap_put(&e->of_node, node, 0);
	const struct solver_node *n = &p->s.node[node];
	struct p_bound *out;
	uint32_t i, l, set, *far;

	if (*memo)
		return *memo;
	out = xcalloc(n->val.nr + 1, sizeof(*out));
	far = xcalloc(n->val.nr + 1, sizeof(*far));
	new_walk(p, e);
	for (i = 0; i < n->val.nr; i++) {
		out[i].value = n->val.id[i];
		e->at[n->val.id[i]] = i;
		e->at_walk[n->val.id[i]] = e->walk;
	}
	if (n->val.nr)
		visit(e, node, 0);
	for (i = 0; i < e->nr_queue && i < MAX_WALK; i++) {
		collect(p, e, i, out, far, n->val.nr);
		for (l = p->s.node[e->queue[i]].pred; l; l = p->s.link[l].next)
			if (p->s.node[p->s.link[l].node].val.nr)
				visit(e, p->s.link[l].node, i);
	}
	set = evidence_set(e, out, n->val.nr);
	free(out);
	free(far);
	return *idmap_put(&e->of_node, node, 0) = set;
}

int evidence_has_others(const struct evidence *e, uint32_t set, unsigned mech)
{
	uint32_t i;

	for (i = 0; i < e->set[set].nr; i++) {
		const struct p_bound *b = &e->bound[e->set[set].first + i];

		if (b->mechanism && !b->by_field && b->mechanism != mech)
			return 1;
	}
	return 0;
}

enum { WAY_MINE = 1, WAY_OTHER = 2 };

struct ways {			/* of one walk: how each node was reached */
	uint8_t *seen;		/* by node: WAY_* */
	uint32_t *node, nr, alloc;
	uint8_t *way;
	uint32_t alloc_way;
};

static void go(struct prog *p, struct ways *w, uint32_t node, unsigned way, unsigned mech)
{
	const uint32_t *m = idmap_get(&p->node_mech, node);

	if (m)		/* the one nearest to where the function was named decides */
		way = *m == mech ? WAY_MINE : WAY_OTHER;
	if (w->seen[node] & way)
		return;
	w->seen[node] |= (uint8_t)way;
	ALLOC_GROW(w->node, w->nr + 1, w->alloc);
	ALLOC_GROW(w->way, w->nr + 1, w->alloc_way);
	w->way[w->nr] = (uint8_t)way;
	w->node[w->nr++] = node;
}

static void take(struct prog *p, struct evidence *e, uint32_t node, struct p_bound *out, unsigned mech)
{
	uint32_t b;

	for (b = p->s.node[node].base; b; b = p->s.base[b].next) {
		uint32_t value = p->s.base[b].value;
		struct p_bound *o;

		if (value >= e->nr_at || e->at_walk[value] != e->walk)
			continue;
		o = &out[e->at[value]];
		o->nr = (uint16_t)(o->nr + (o->nr < UINT16_MAX));
		if (o->value)
			continue;
		o->value = value;
		o->origin = p->s.base[b].origin;
		o->mechanism = (uint16_t)mech;
	}
}

uint32_t evidence_by(struct prog *p, struct evidence *e, uint32_t node, unsigned mech)
{
	uint32_t *memo = idmap_put(&e->by_mech, idmap_pair(node, mech), 0), i, l, nr = 0;
	const struct solver_node *n = &p->s.node[node];
	struct ways w = { .seen = NULL };
	struct p_bound *out;

	if (*memo)
		return *memo;
	w.seen = xcalloc(p->s.nr_node, 1);
	out = xcalloc(n->val.nr + 1, sizeof(*out));
	new_walk(p, e);
	for (i = 0; i < n->val.nr; i++) {
		e->at[n->val.id[i]] = i;
		e->at_walk[n->val.id[i]] = e->walk;
	}
	go(p, &w, node, WAY_MINE, mech);
	for (i = 0; i < w.nr; i++) {
		if (w.way[i] == WAY_MINE)
			take(p, e, w.node[i], out, mech);
		for (l = p->s.node[w.node[i]].pred; l; l = p->s.link[l].next)
			if (p->s.node[p->s.link[l].node].val.nr)
				go(p, &w, p->s.link[l].node, w.way[i], mech);
	}
	for (i = 0; i < n->val.nr; i++)
		if (out[i].value)
			out[nr++] = out[i];
	i = evidence_set(e, out, nr);
	free(out);
	free(w.seen);
	free(w.node);
	free(w.way);
	return *idmap_put(&e->by_mech, idmap_pair(node, mech), 0) = i;
}

/* "fs_initcall, level 5" where the origin is a linker section. */
static uint32_t section_note(struct prog *p, const struct p_origin *o)
{
	const struct g_slot *s = &p->g->slot[o->slot];
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;
	size_t i;

	if (s->kind != GS_SECTION)
		return 0;
	for (i = 0; i < p->k->nr_section; i++) {
		const struct k_section *ks = &p->k->section[i];

		if (strcmp(ks->name, graph_str(p->g, s->name)))
			continue;
		if (*ks->field)
			return o->macro;
		strbuf_addf(&sb, "%s, level %s", o->macro ? graph_str(p->g, o->macro) : ks->macro,
			    ks->level);
		id = strtab_addn(&p->g->str, sb.buf, sb.len);
		strbuf_release(&sb);
		return id;
	}
	return 0;
}

uint32_t evidence_record(struct prog *p, const struct p_bound *b, uint32_t slot, uint32_t step)
{
	const struct p_origin *o = &p->origin[b->origin];
	struct graph *g = p->g;
	uint32_t *memo = idmap_put(&p->evid_map, digest_mix(idmap_pair(b->origin, slot),
							    idmap_pair(b->nr, step)), 0);
	struct g_evid *ev;

	if (*memo)
		return *memo;
	*memo = g->nr_evid;
	ALLOC_GROW(g->evid, g->nr_evid + 1, g->alloc_evid);
	ev = &g->evid[g->nr_evid];
	memset(ev, 0, sizeof(*ev));
	ev->slot = b->origin && o->slot ? o->slot : slot;
	if (b->origin) {
		ev->object = o->object;
		ev->file = o->file;
		ev->line = o->line;
		ev->note = section_note(p, o);
	}
	ev->nr = b->nr;
	ev->step = step;
	return g->nr_evid++;
}
