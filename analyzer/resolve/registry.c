/* SPDX-License-Identifier: MIT */
/*
 * Functions that are registered with one object and called from there alone:
 * the probes of a tracepoint. Which functions register is knowledge
 * (`registries`); what was registered with what is read from their calls. Key
 * and function are often taken from one struct (trace_event_reg() in
 * kernel/trace/trace_events.c, Linux 6.1): then those of one object belong together.
 */
#include <stdio.h>

#include "base/xalloc.h"
#include "prog.h"
#include "registry.h"
#include "solver_p.h"

#define MAX_WALK 64		/* nodes between a call and the head it goes through */

struct registrar {
	unsigned key, func;	/* arguments, from 1 */
	char head[128], kept[128];	/* "tracepoint.funcs", "tracepoint_func.func" */
};

static int read_registrar(const char *text, struct registrar *r)
{
	return sscanf(text, "%u %u %127s %127s", &r->key, &r->func, r->head, r->kept) == 4 &&
		r->key && r->func ? 0 : -1;
}

static uint32_t field_named(const struct prog *p, const char *name)
{
	const char *dot = strchr(name, '.');
	uint32_t i;

	for (i = 1; dot && i < p->nr_field; i++) {
		const char *rec = graph_str(p->g, p->field[i].rec);

		if (strlen(rec) == (size_t)(dot - name) && !strncmp(rec, name, (size_t)(dot - name)) &&
		    !strcmp(graph_str(p->g, p->field[i].name), dot + 1))
			return i;
	}
	return 0;
}

void registry_mark_keys(const struct prog *p, uint8_t *rec)
{
	struct registrar what;
	uint32_t f;
	size_t k;

	for (k = 0; k < p->k->registries.nr; k++) {
		if (read_registrar(p->k->registries.p[k].value, &what))
			continue;
		f = field_named(p, what.head);
		rec[p->field[f].rec] |= f != 0;
	}
}

static void tie(const struct prog *p, const uint8_t *rec, uint32_t node, uint32_t *to)
{
	const struct solver_node *n = &p->s.node[node];
	uint32_t object = n->kind == NODE_OWN && rec[p->s.object[n->object].rec] ? n->object : 0;

	if (object)
		*to = *to && *to != object ? UINT32_MAX : object;
}

void registry_tie(const struct prog *p, struct idmap *tied)
{
	uint8_t *rec = xcalloc(p->g->str.nr + 1, 1);
	uint32_t i, j;

	registry_mark_keys(p, rec);
	for (i = 1; i < p->s.nr_base; i++) {
		const struct solver_base *b = &p->s.base[i];
		uint32_t *to = value_is_object(b->value) ? idmap_get(tied, value_id(b->value)) : NULL;

		if (!to)
			continue;
		tie(p, rec, b->node, to);
		for (j = 0; j < p->s.node[b->node].succ.nr; j++)
			tie(p, rec, p->s.node[b->node].succ.id[j], to);
	}
	free(rec);
}

/* ---- what is registered with what ----------------------------------------------------- */

static void add_pair(struct registry *r, uint32_t key, uint32_t func)
{
	idmap_put(&r->pairs, idmap_pair(key, func), 1);
	idmap_put(&r->known, func, 1);
}

/* Each function of one set with each object of another; an open one may be any. */
static void add_pairs(struct registry *r, uint32_t key, uint32_t func)
{
	const struct solver *s = &r->p->s;
	uint32_t i, j;

	for (i = 0; i < s->node[func].val.nr; i++) {
		uint32_t f = s->node[func].val.id[i];

		if (value_is_object(f))
			continue;
		if (s->node[key].open || !s->node[key].val.nr)
			add_pair(r, 0, value_id(f));
		for (j = 0; j < s->node[key].val.nr; j++)
			if (value_is_object(s->node[key].val.id[j]))
				add_pair(r, value_id(s->node[key].val.id[j]), value_id(f));
	}
}

struct load { uint32_t base, field; };

/* The load whose result `node` is: by a walk over all, as none is looked for twice. */
static struct load load_of(const struct solver *s, uint32_t node)
{
	size_t i;

	for (i = 0; i < s->loads.size && s->node[node].kind == NODE_LOAD; i++)
		if (s->loads.tab[i].used && s->loads.tab[i].value == node)
			return (struct load){ (uint32_t)(s->loads.tab[i].key >> 32),
					      (uint32_t)s->loads.tab[i].key };
	return (struct load){ 0, 0 };
}

/* Key and function of one object: of these two nodes, the function's behind a pointer perhaps. */
static void add_of_nodes(struct registry *r, uint32_t key, uint32_t node, const struct load *func,
			 const struct load *table)
{
	struct solver *s = &r->p->s;
	uint32_t i;

	if (!s->node[key].val.nr)
		return;
	if (!table->base) {
		add_pairs(r, key, node);
		return;
	}
	for (i = 0; i < s->node[node].val.nr; i++) {
		uint32_t v = s->node[node].val.id[i];
		uint32_t cell = value_is_object(v) ? solver_cell(s, value_id(v), func->field, 0) : 0;

		if (cell)
			add_pairs(r, key, cell);
	}
}

static void add_of_object(struct registry *r, uint32_t object, const struct load *key,
			  const struct load *func, const struct load *table)
{
	struct solver *s = &r->p->s;
	uint32_t k = solver_cell(s, object, key->field, 0);
	uint32_t t = solver_cell(s, object, table->base ? table->field : func->field, 0);

	if (k && t)
		add_of_nodes(r, k, t, func, table);
}

/* Stores through open pointers, to objects that nobody knows. What comes there by copies of
 * whole structs comes as it is in the objects that are copied. */
static void add_dynamic(struct registry *r, const struct load *key, const struct load *func,
			const struct load *table)
{
	struct solver *s = &r->p->s;
	uint32_t k = solver_dynamic(s, key->field), i, j;
	uint32_t t = solver_dynamic(s, table->base ? table->field : func->field);

	for (i = s->node[k].pred; i; i = s->link[i].next)
		for (j = s->node[t].pred; j; j = s->link[j].next)
			if (s->node[s->link[i].node].kind != NODE_ALL &&
			    s->node[s->link[j].node].kind != NODE_ALL)
				add_of_nodes(r, s->link[i].node, s->link[j].node, func, table);
}

/* Are both read from the struct that one pointer points to? */
static int add_together(struct registry *r, uint32_t key_node, uint32_t func_node)
{
	struct prog *p = r->p;
	struct load key = load_of(&p->s, key_node), func = load_of(&p->s, func_node);
	struct load table = { 0, 0 };
	uint32_t i, rec, nr = p->s.nr_object;

	if (!key.base || !func.base)
		return 0;
	if (func.base != key.base)
		table = load_of(&p->s, func.base);
	if (func.base != key.base && table.base != key.base)
		return 0;
	if (p->s.node[key.base].open) {
		rec = p->field[key.field].rec;
		for (i = 1; i < nr; i++)
			if (p->s.object[i].rec == rec)
				add_of_object(r, i, &key, &func, &table);
		add_dynamic(r, &key, &func, &table);
		return 1;
	}
	for (i = 0; i < p->s.node[key.base].val.nr; i++)
		if (value_is_object(p->s.node[key.base].val.id[i]))
			add_of_object(r, value_id(p->s.node[key.base].val.id[i]), &key, &func, &table);
	return 1;
}

static void read_call(struct registry *r, const struct p_call *pc, const struct registrar *what)
{
	const struct p_arg *key, *func;

	if (what->key > pc->nr_args || what->func > pc->nr_args)
		return;
	key = &r->p->arg[pc->arg + what->key - 1];
	func = &r->p->arg[pc->arg + what->func - 1];
	if (!func->node || (key->param && func->param && *idmap_put(&r->registrar, pc->caller, 0)))
		return;		/* one registrar calls another */
	if (!key->node)
		add_pairs(r, r->p->unknown, func->node);
	else if (!add_together(r, key->node, func->node))
		add_pairs(r, key->node, func->node);
}

/* What such an object holds itself is its own, as a tracepoint's iterator is. */
static void add_held(struct registry *r)
{
	const struct solver *s = &r->p->s;
	uint8_t *rec = xcalloc(r->p->g->str.nr + 1, 1);
	uint32_t i, j;

	registry_mark_keys(r->p, rec);
	for (i = 1; i < s->nr_node; i++) {
		const struct solver_node *n = &s->node[i];

		if (n->kind != NODE_OWN || !rec[s->object[n->object].rec])
			continue;
		for (j = 0; j < n->val.nr; j++)
			if (!value_is_object(n->val.id[j]))
				add_pair(r, n->object, value_id(n->val.id[j]));
	}
	free(rec);
}

void registry_init(struct registry *r, struct prog *p)
{
	struct registrar what;
	uint32_t i;
	size_t k;

	memset(r, 0, sizeof(*r));
	r->p = p;
	for (i = 1; i < p->nr_func; i++)
		for (k = 0; k < p->k->registries.nr; k++)
			if (!strcmp(p->k->registries.p[k].key, graph_str(p->g, p->g->func[i].name)))
				*idmap_put(&r->registrar, i, 0) = (uint32_t)k + 1;
	for (i = 0; i < p->nr_call; i++) {
		const uint32_t *to = p->call[i].callee ? idmap_get(&r->registrar, p->call[i].callee) : NULL;

		if (!to || !*to || read_registrar(p->k->registries.p[*to - 1].value, &what))
			continue;
		r->head = field_named(p, what.head);
		r->kept = field_named(p, what.kept);
		read_call(r, &p->call[i], &what);
	}
	add_held(r);
}

void registry_release(struct registry *r)
{
	idmap_release(&r->registrar);
	idmap_release(&r->pairs);
	idmap_release(&r->known);
}

/* ---- what is called ------------------------------------------------------------------------ */

/* The objects whose heads the pointer `base` comes from; 0 where it may come from elsewhere. */
static uint32_t keys_of(struct registry *r, uint32_t base, uint32_t *key, uint32_t max)
{
	const struct solver *s = &r->p->s;
	uint32_t todo[MAX_WALK], nr = 1, i, j, l, n = 0;

	todo[0] = base;
	for (i = 0; i < nr; i++) {
		const struct solver_node *x = &s->node[todo[i]];

		if (x->field == r->head) {
			if (x->kind != NODE_ALL || !s->object[x->object].var || n == max)
				return 0;
			key[n++] = x->object;
			continue;
		}
		if (x->kind != NODE_PLAIN || x->base || !x->pred)
			return 0;
		for (l = x->pred; l; l = s->link[l].next) {
			for (j = 0; j < nr && todo[j] != s->link[l].node; j++)
				;
			if (j == MAX_WALK)
				return 0;
			if (j == nr)
				todo[nr++] = s->link[l].node;
		}
	}
	return n;
}

int registry_forbids(struct registry *r, const struct p_call *pc, uint32_t func)
{
	const uint32_t *tied = idmap_get(&r->p->static_tied, pc->node);
	uint32_t i;

	if (tied)
		return idmap_get(&r->known, func) && !idmap_get(&r->pairs, idmap_pair(0, func)) &&
			!idmap_get(&r->pairs, idmap_pair(*tied, func));
	if (!r->kept || pc->field != r->kept || !pc->base || !idmap_get(&r->known, func))
		return 0;
	if (r->pc != pc) {
		r->pc = pc;
		r->nr_keys = keys_of(r, pc->base, r->key, REGISTRY_KEYS);
	}
	if (!r->nr_keys || idmap_get(&r->pairs, idmap_pair(0, func)))
		return 0;
	for (i = 0; i < r->nr_keys; i++)
		if (idmap_get(&r->pairs, idmap_pair(r->key[i], func)))
			return 0;
	return 1;
}
