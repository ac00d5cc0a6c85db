/* SPDX-License-Identifier: MIT */
/*
 * What an entry leads to. A function runs when one that runs calls it; through a
 * pointer, when besides its address is stored by one that runs, or stands in a
 * table that one that runs refers to. Doubt counts for it: assembler, addresses
 * that nobody calls through, and tables that are not referred to by name count as entries. So do
 * functions that nothing calls and nothing exports, but in the kernel itself, all of which is
 * known, only where they are called by name (knowledge.named_outside). Nobody comes into a
 * function that calls through a pointer on every way through it, where none of what can be
 * there is stored by one that runs (reached_needs.c). Only a mark: no edge goes.
 */
#include <string.h>

#include "base/xalloc.h"
#include "link.h"
#include "prog.h"
#include "reached.h"
#include "reached_needs.h"

#define KERNEL_UNIT "vmlinux"

struct reached {
	struct prog *p;
	struct reached_needs needs;
	uint8_t *runs;		/* by function */
	uint8_t *called;	/* by function: through a pointer by one that runs, or by nobody knows whom */
	uint8_t *stored;	/* by function: its address, by one that runs */
	uint8_t *table;		/* by variable: one that runs refers to it */
	uint32_t *edge, *next_edge;		/* by function, by edge: 1 + edge of that caller */
	uint32_t *in_func, *next_in_func;	/* by function, by origin: origins in its body */
	uint32_t *in_table, *next_in_table;	/* by variable, by origin: those in its initialiser */
	uint32_t *use, *next_use;		/* by function, by variable: those used by it alone by name */
	uint32_t *alias, *next_alias;		/* by function: symbols that are aliases of it */
	uint32_t *var_of;	/* by g_object */
	uint8_t *gone;		/* by g_slot: the linker throws it away */
	uint32_t *waits, *next_waits;	/* by variable: function that it lives with; by variable: next that waits for it */
	uint32_t *waiting;	/* by function: variables that wait for it */
	uint8_t *export_macro;	/* by string: 0 not asked yet, 1 a macro that exports, 2 none */
	uint8_t *asked;		/* by variable: referred to, but still waiting */
	uint32_t *work, nr_work, alloc_work;
};

static void run(struct reached *r, uint32_t func)
{
	if (!func || r->runs[func] || reached_lacks(&r->needs, func))
		return;
	r->runs[func] = 1;
	ALLOC_GROW(r->work, r->nr_work + 1, r->alloc_work);
	r->work[r->nr_work++] = func;
}

static void try_run(struct reached *r, uint32_t func)
{
	if (r->called[func] && r->stored[func])
		run(r, func);
}

static void refer(struct reached *r, uint32_t var);

static void store_value(struct reached *r, uint32_t value)
{
	const struct prog *p = r->p;

	if (value_is_object(value)) {
		refer(r, p->s.object[value_id(value)].var);
		return;
	}
	r->stored[value_id(value)] = r->stored[prog_landing(p, value_id(value))] = 1;
	try_run(r, value_id(value));
	try_run(r, prog_landing(p, value_id(value)));
}

/* Depth of the recursion: tables that point to tables. */
static void refer(struct reached *r, uint32_t var)
{
	uint32_t o;

	if (!var || r->table[var])
		return;
	if (r->waits[var] && !r->runs[r->waits[var]]) {
		r->asked[var] = 1;
		return;
	}
	r->table[var] = 1;
	for (o = r->in_table[var]; o; o = r->next_in_table[o])
		store_value(r, r->p->origin[o].value);
}

/* ---- what is known beforehand --------------------------------------------------------- */

static uint32_t *zeros(uint32_t nr)
{
	return xcalloc(nr + 1, sizeof(uint32_t));
}

static void index_edges(struct reached *r)
{
	const struct graph *g = r->p->g;
	uint32_t i, from;

	for (i = g->nr_edge; i-- > 1;) {
		from = g->node[g->edge[i].from].func;
		r->next_edge[i] = r->edge[from];
		r->edge[from] = i + 1;
	}
	for (i = g->nr_func; i-- > 1;) {
		r->next_alias[i] = r->alias[g->func[i].alias_of];
		r->alias[g->func[i].alias_of] = i;
	}
}

static int is_export(const struct reached *r, uint32_t macro)
{
	const struct prog *p = r->p;

	if (macro && !r->export_macro[macro])
		r->export_macro[macro] = k_strings_match(&p->k->export_macros,
							 graph_str(p->g, macro)) ? 1 : 2;
	return r->export_macro[macro] == 1;
}

/* An origin that says nothing of what runs: a table of symbols for modules, or what the
 * linker throws away. */
static int is_void(const struct reached *r, const struct p_origin *o)
{
	return r->gone[o->slot] || is_export(r, o->macro);
}

/* Slots of variables that the linker throws away, and of their sections. */
static void find_gone(struct reached *r)
{
	const struct prog *p = r->p;
	const struct graph *g = p->g;
	uint32_t i;

	for (i = 1; i < g->nr_slot; i++)
		r->gone[i] = g->slot[i].kind == GS_SECTION &&
			k_strings_match(&p->k->discarded_sections, graph_str(g, g->slot[i].name));
	for (i = 1; i < p->nr_var; i++)
		if (p->var[i].section && p->var[i].slot &&
		    k_strings_match(&p->k->discarded_sections, graph_str(g, p->var[i].section)))
			r->gone[p->var[i].slot] = 1;
}

static void index_origins(struct reached *r)
{
	struct prog *p = r->p;
	uint32_t i, var;

	for (i = 1; i < p->nr_var; i++)
		if (p->var[i].gobject)
			r->var_of[p->var[i].gobject] = i;
	for (i = p->nr_origin; i-- > 1;) {
		const struct p_origin *o = &p->origin[i];

		var = r->var_of[o->object];
		if (is_void(r, o))
			continue;
		if (o->func) {
			r->next_in_func[i] = r->in_func[o->func];
			r->in_func[o->func] = i;
		} else if (var && p->var[var].rec) {
			r->next_in_table[i] = r->in_table[var];
			r->in_table[var] = i;
		}
	}
}

/* Tables that one function alone names. */
static void index_uses(struct reached *r)
{
	const struct prog *p = r->p;
	uint32_t i;

	for (i = p->nr_var; i-- > 1;) {
		uint32_t by = p->var[i].by_name;

		if (by && by != UINT32_MAX) {
			r->next_use[i] = r->use[by - 1];
			r->use[by - 1] = i;
		}
	}
}

/* Tables that are referred to in ways that are not told apart. */
static void refer_unknown(struct reached *r)
{
	struct prog *p = r->p;
	uint8_t *named = xcalloc(p->nr_var + 1, 1);
	uint32_t i, var;

	for (i = 1; i < p->nr_origin; i++)
		if (value_is_object(p->origin[i].value) && !is_void(r, &p->origin[i]))
			named[p->s.object[value_id(p->origin[i].value)].var] = 1;
	for (i = 1; i < p->nr_var; i++)
		if (!p->var[i].rec || p->var[i].section || p->var[i].by_name == UINT32_MAX ||
		    (!named[i] && !p->var[i].by_name))
			refer(r, i);
	for (i = 1; i < p->nr_origin; i++) {	/* initialisers of what is no table */
		const struct p_origin *o = &p->origin[i];

		var = r->var_of[o->object];
		if (!o->func && !(var && p->var[var].rec) && !is_void(r, o))
			store_value(r, o->value);
	}
	free(named);
}

/* The one value that `name`, a field of the object's struct, holds; 0 = none, or several. */
static uint32_t only_value(struct prog *p, uint32_t object, const char *name, size_t n)
{
	uint32_t i, cell, value = 0;

	for (i = 1; i < p->nr_field; i++) {
		const char *field = graph_str(p->g, p->field[i].name);

		if (p->field[i].rec != p->s.object[object].rec || strlen(field) != n ||
		    strncmp(field, name, n))
			continue;
		cell = solver_cell(&p->s, object, i, 0);
		if (!cell || p->s.node[cell].val.nr != 1)
			return 0;
		value = p->s.node[cell].val.id[0];
	}
	return value;
}

/* Variables of the structs that knowledge says of with which function they live: it is
 * found by two fields, "tp.iterator". */
static void find_waiting(struct reached *r)
{
	struct prog *p = r->p;
	uint32_t i, v;
	size_t k;

	for (k = 0; k < p->k->lives_with.nr; k++) {
		const char *way = p->k->lives_with.p[k].value, *dot = strchr(way, '.');
		uint32_t rec = strtab_find(&p->g->str, p->k->lives_with.p[k].key);

		for (i = 1; rec && dot && i < p->nr_var; i++) {
			if (p->var[i].rec != rec || !p->var[i].object)
				continue;
			v = only_value(p, p->var[i].object, way, (size_t)(dot - way));
			if (!value_is_object(v))
				continue;
			v = only_value(p, value_id(v), dot + 1, strlen(dot + 1));
			if (!v || value_is_object(v))
				continue;
			r->waits[i] = value_id(v);
			r->next_waits[i] = r->waiting[value_id(v)];
			r->waiting[value_id(v)] = i;
		}
	}
}

/* Nothing refers to the function: may it be called all the same? What other programs than the
 * kernel begin with, no one knows. */
static int is_begun_outside(const struct reached *r, uint32_t func, uint32_t kernel)
{
	const struct graph *g = r->p->g;

	return g->func[func].unit != kernel || !(g->func[func].flags & GF_DEFINED) ||
		k_strings_match(&r->p->k->named_outside, graph_str(g, g->func[func].name));
}

static void start(struct reached *r)
{
	struct prog *p = r->p;
	struct graph *g = p->g;
	uint8_t *in = xcalloc(g->nr_func + 1, 1), *pointer = xcalloc(g->nr_func + 1, 1);
	uint8_t *taken = xcalloc(g->nr_func + 1, 1), *exported = xcalloc(g->nr_func + 1, 1);
	uint32_t i, to, kernel = strtab_find(&g->str, KERNEL_UNIT);

	for (i = 1; i < g->nr_edge; i++) {
		to = g->node[g->edge[i].to].func;
		in[to] |= to != g->node[g->edge[i].from].func;
		pointer[to] |= g->edge[i].rule != GR_DIRECT;
	}
	for (i = 1; i < p->nr_origin; i++) {
		const struct p_origin *o = &p->origin[i];

		if (value_is_object(o->value))
			continue;
		to = value_id(o->value);
		if (is_export(r, o->macro))
			exported[to] = exported[prog_landing(p, to)] = 1;
		else
			taken[to] = taken[prog_landing(p, to)] = 1;
	}
	for (i = 1; i < g->nr_func; i++) {
		if (p->func[i].const_node)
			r->stored[i] = taken[i] = 1;
		/* nobody knows who calls it; what tables live with is called by its name or not at all */
		if (taken[i] && !pointer[i] && !r->waiting[i])
			r->called[i] = 1;
		if ((g->func[i].flags & GF_ASM) || (!in[i] && !taken[i] && !exported[i] &&
							 is_begun_outside(r, i, kernel)))
			run(r, i);
		try_run(r, i);
	}
	for (i = 1; i < g->nr_entry; i++)
		run(r, g->entry[i].func);
	free(in);
	free(pointer);
	free(taken);
	free(exported);
}

/* ---- what follows ------------------------------------------------------------------------ */

static void go(struct reached *r, uint32_t func)
{
	struct graph *g = r->p->g;
	uint32_t i;

	for (i = r->edge[func]; i; i = r->next_edge[i - 1]) {
		const struct g_edge *e = &g->edge[i - 1];
		uint32_t to = g->node[e->to].func;

		if (e->rule == GR_DIRECT || e->rule == GR_KNOWLEDGE || e->rule == GR_TYPE) {
			run(r, to);
		} else {
			r->called[to] = 1;
			try_run(r, to);
		}
	}
	for (i = r->in_func[func]; i; i = r->next_in_func[i])
		store_value(r, r->p->origin[i].value);
	for (i = r->use[func]; i; i = r->next_use[i])
		refer(r, i);
	for (i = r->waiting[func]; i; i = r->next_waits[i])
		if (r->asked[i])
			refer(r, i);
	for (i = r->alias[func]; i; i = r->next_alias[i])
		run(r, i);
	run(r, g->func[func].alias_of);
}

/* All is to be found anew. */
static void forget(struct reached *r)
{
	const struct prog *p = r->p;

	memset(r->runs, 0, p->g->nr_func + 1);
	memset(r->called, 0, p->g->nr_func + 1);
	memset(r->stored, 0, p->g->nr_func + 1);
	memset(r->table, 0, p->nr_var + 1);
	memset(r->asked, 0, p->nr_var + 1);
}

static void mark(struct reached *r)
{
	struct graph *g = r->p->g;
	uint32_t i;

	for (i = 1; i < g->nr_func; i++)
		if (!r->runs[i])
			g->func[i].flags |= GF_UNREACHED;
	for (i = 1; i < g->nr_edge; i++) {
		struct g_edge *e = &g->edge[i];
		uint32_t to = g->node[e->to].func;

		if (!r->runs[g->node[e->from].func] || !r->runs[to] ||
		    (e->rule > GR_DIRECT && e->rule != GR_KNOWLEDGE && e->rule != GR_TYPE && !r->stored[to]))
			e->flags |= GE_UNREACHED;
	}
}

/* Of a module alone the kernel that calls it is not there. */
static int has_kernel(const struct prog *p)
{
	uint32_t unit = strtab_find(&p->g->str, KERNEL_UNIT), i;

	for (i = 1; unit && i < p->nr_func; i++)
		if (p->g->func[i].unit == unit && (p->g->func[i].flags & GF_DEFINED))
			return 1;
	return 0;
}

void reached_mark(struct prog *p)
{
	struct graph *g = p->g;
	struct reached r = { .p = p };
	uint32_t *lists[13], i;

	if (!p->db->is_kernel || p->partial || !has_kernel(p))
		return;
	r.runs = xcalloc(g->nr_func + 1, 1);
	r.called = xcalloc(g->nr_func + 1, 1);
	r.stored = xcalloc(g->nr_func + 1, 1);
	r.table = xcalloc(p->nr_var + 1, 1);
	lists[0] = r.edge = zeros(g->nr_func);
	lists[1] = r.next_edge = zeros(g->nr_edge);
	lists[2] = r.in_func = zeros(g->nr_func);
	lists[3] = r.next_in_func = zeros(p->nr_origin);
	lists[4] = r.in_table = zeros(p->nr_var);
	lists[5] = r.next_in_table = zeros(p->nr_origin);
	lists[6] = r.use = zeros(g->nr_func);
	lists[7] = r.next_use = zeros(p->nr_var);
	lists[8] = r.alias = zeros(g->nr_func);
	lists[9] = r.next_alias = zeros(g->nr_func);
	lists[10] = r.waits = zeros(p->nr_var);
	lists[11] = r.next_waits = zeros(p->nr_var);
	lists[12] = r.waiting = zeros(g->nr_func);
	r.export_macro = xcalloc(g->str.nr + 1, 1);
	r.asked = xcalloc(p->nr_var + 1, 1);
	r.var_of = zeros(g->nr_object);
	r.gone = xcalloc(g->nr_slot + 1, 1);
	find_gone(&r);
	index_edges(&r);
	index_origins(&r);
	index_uses(&r);
	find_waiting(&r);
	reached_needs_init(&r.needs, p);
	do {
		forget(&r);
		refer_unknown(&r);
		start(&r);
		while (r.nr_work)
			go(&r, r.work[--r.nr_work]);
	} while (reached_needs_check(&r.needs, p, r.runs, r.stored));
	mark(&r);
	reached_needs_release(&r.needs);
	for (i = 0; i < ARRAY_SIZE(lists); i++)
		free(lists[i]);
	free(r.runs);
	free(r.called);
	free(r.stored);
	free(r.table);
	free(r.var_of);
	free(r.gone);
	free(r.asked);
	free(r.export_macro);
	free(r.work);
}
