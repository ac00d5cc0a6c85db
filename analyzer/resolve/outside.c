/* SPDX-License-Identifier: MIT */
/*
 * What the tree does not write itself. A pointer that comes from outside (the
 * result of a function without a body, a parameter of one that nobody in the
 * tree calls, a variable that is only declared), or out of memory that was
 * handed there, may hold anything: a call through it is not empty. The
 * solver's values stay as they are; this only says of which nodes they need
 * not be all.
 */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "link.h"
#include "outside.h"
#include "prog.h"
#include "program.h"
#include "type_filter.h"

struct outside {
	struct prog *p;
	struct marked { uint32_t node, kind, why; } *queue;
	uint32_t nr_queue, alloc_queue;
	struct idmap seen;	/* (node, kind), of nodes without a type */
	uint8_t *nr_kinds;	/* … how many kinds; one more than the most: anything */
	uint32_t *object;	/* by solver object: why its content is from outside */
	uint8_t *called;	/* by function: called directly */
	int has_main;
	int is_whole;		/* a kernel, all of it */
};

/* Was it there already? In a node of one type all is of that type; of many kinds it is anything. */
static int is_new(struct outside *o, uint32_t node, uint32_t *kind)
{
	uint32_t filter = o->p->s.node[node].filter;

	if (filter != FILTER_ANY && filter != FILTER_TEXT)
		return !o->p->outside[node];
	if (o->nr_kinds[node] > SOLVER_KINDS || idmap_get(&o->seen, idmap_pair(node, *kind)))
		return 0;
	if (*kind == SOLVER_ANYTHING || o->nr_kinds[node] == SOLVER_KINDS) {
		*kind = SOLVER_ANYTHING;
		o->nr_kinds[node] = SOLVER_KINDS + 1;
		return 1;
	}
	o->nr_kinds[node]++;
	idmap_put(&o->seen, idmap_pair(node, *kind), 1);
	return 1;
}

/* Something unknown of this kind may be in the node. */
static void mark_kind(struct outside *o, uint32_t node, uint32_t kind, uint32_t why)
{
	struct prog *p = o->p;

	/* nodes made only now have nothing flowing into them */
	if (!node || node >= p->nr_outside)
		return;
	kind = solver_kind_in(&p->s, node, kind);
	if (kind == SOLVER_NOTHING || !is_new(o, node, &kind))
		return;
	if (!p->outside[node])
		p->outside[node] = why;
	ALLOC_GROW(o->queue, o->nr_queue + 1, o->alloc_queue);
	o->queue[o->nr_queue++] = (struct marked){ node, kind, why };
}

static void mark(struct outside *o, uint32_t node, uint32_t why)
{
	mark_kind(o, node, SOLVER_ANYTHING, why);
}

static uint32_t reason(struct prog *p, const char *before, uint32_t name, const char *after)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;

	strbuf_addf(&sb, "%s%s%s", before, graph_str(p->g, name), after);
	id = strtab_addn(&p->g->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}

static int has_body(const struct prog *p, uint32_t func)
{
	func = prog_landing(p, func);
	return (p->g->func[func].flags & (GF_DEFINED | GF_ASM)) || p->func[func].tu;
}

/*
 * A function of another program or a library: not the compiler's, no allocator.
 * A kernel has no library: a function that nothing in it defines can't be
 * called, or it could not be linked. Such calls stand in branches that the
 * configuration turns off and the compiler leaves out.
 */
static int is_outside(const struct outside *o, uint32_t func)
{
	const struct prog *p = o->p;

	return func && !o->is_whole && !has_body(p, func) && !p->func[func].opaque &&
		!(p->g->func[func].flags & GF_BUILTIN);
}

/* Was everything read that is linked together? */
static int is_whole_kernel(const struct prog *p)
{
	uint32_t i;

	if (!p->db->is_kernel || p->partial)
		return 0;
	for (i = 1; i < p->g->nr_tu; i++)
		if (p->g->tu[i].status != TU_OK)
			return 0;
	return 1;
}

/* ---- what is handed there --------------------------------------------------------- */

static void mark_params(struct outside *o, uint32_t func, uint32_t why)
{
	struct prog *p = o->p;
	unsigned i;

	for (i = 0; i < p->func[func].nparams; i++)
		mark(o, prog_func_param(p, func, i), why);
}

static void hand_function(struct outside *o, uint32_t func, uint32_t to)
{
	struct prog *p = o->p;

	func = prog_landing(p, func);
	if (p->handed[func])
		return;
	p->handed[func] = to + 1;
	mark_params(o, func, reason(p, "called by ", p->g->func[to].name, ", outside the tree"));
}

/* Whoever has an object's address reads the functions in it, and where it is not
 * const may write others. */
static void hand_object(struct outside *o, uint32_t object, uint32_t to, int writable, unsigned depth)
{
	struct prog *p = o->p;
	const struct solver_object *so = &p->s.object[object];
	uint32_t i, j, child;

	if (so->flags & OBJECT_SLOT) {
		if (writable)
			mark(o, so->store ? so->store : so->node,
			     reason(p, "written by ", p->g->func[to].name, ", outside the tree"));
		return;
	}
	for (i = 1; so->rec && i < p->nr_field; i++) {
		uint32_t cell = p->field[i].rec == so->rec ?
			solver_cell(&p->s, object, i, 0) : 0;

		/* parameters get nodes on the way: no pointer to one stays good */
		for (j = 0; cell && j < p->s.node[cell].val.nr; j++)
			if (!value_is_object(p->s.node[cell].val.id[j]))
				hand_function(o, value_id(p->s.node[cell].val.id[j]), to);
	}
	if (writable && !(so->flags & OBJECT_CONST) && !o->object[object])
		o->object[object] = reason(p, "written by ", p->g->func[to].name,
					   ", outside the tree");
	for (child = so->child; child && depth; child = p->s.object[child].sibling)
		hand_object(o, child, to, writable, depth - 1);
}

static void hand_argument(struct outside *o, uint32_t node, uint32_t to, int writable)
{
	struct prog *p = o->p;
	uint32_t i;

	for (i = 0; i < p->s.node[node].val.nr; i++) {
		uint32_t v = p->s.node[node].val.id[i];

		if (value_is_object(v))
			hand_object(o, value_id(v), to, writable, 4);
		else
			hand_function(o, value_id(v), to);
	}
	/* memory that no object stands for: what is read through this pointer */
	if (writable && p->s.node[node].open)
		mark(o, node, reason(p, "written by ", p->g->func[to].name, ", outside the tree"));
}

static void hand_arguments(struct outside *o)
{
	struct prog *p = o->p;
	uint32_t i, j;

	for (i = 0; i < p->nr_call; i++) {
		const struct p_call *pc = &p->call[i];

		if (!is_outside(o, pc->callee) || p->func[pc->callee].library)
			continue;
		for (j = 0; j < pc->nr_args; j++) {
			uint32_t node = p->arg[pc->arg + j].node;

			if (node)
				hand_argument(o, node, pc->callee, !sig_param_is_read(
					graph_str(p->g, p->g->func[pc->callee].sig), j));
		}
	}
}

/* ---- what comes from there ------------------------------------------------------------ */

static void mark_results(struct outside *o)
{
	struct prog *p = o->p;
	uint32_t i;

	for (i = 1; i < p->nr_func; i++)
		if (p->func[i].ret && is_outside(o, i))
			mark(o, p->func[i].ret, reason(p, "returned by ", p->g->func[i].name,
						       ", outside the tree"));
}

/* A linker symbol, by knowledge or because a section is named like it: its array
 * is what the tree puts there. */
static int is_filled(const struct prog *p, uint32_t var)
{
	return p->var[var].section != 0 || p->var[var].is_linker_symbol;
}

/* A number, such as an address that boot code computes: it is counted with, and where one
 * is called, nothing is proved of it anyway. */
static int is_number(const struct prog *p, const struct p_var *v)
{
	return !v->rec && !(v->flags & SYM_ARRAY) && v->type &&
		!strpbrk(graph_str(p->g, v->type), "*(");
}

static void mark_variables(struct outside *o)
{
	struct prog *p = o->p;
	uint32_t i;

	for (i = 1; i < p->nr_var; i++) {
		const struct p_var *v = &p->var[i];
		int foreign = (v->flags & SYM_EXTERN) && !is_filled(p, i) && !is_number(p, v);
		uint32_t why;

		if (v->local || (!foreign && !(v->external && !o->has_main && !p->db->is_kernel &&
					       !(v->flags & SYM_CONST))))
			continue;
		why = foreign ? reason(p, "", v->name, o->is_whole ?
				       ", which assembler or the linker makes" :
				       ", declared but not defined in the tree") :
			reason(p, "", v->name, ", which other programs may set");
		mark(o, v->node, why);
		if (v->object && !(p->s.object[v->object].flags & OBJECT_SLOT))
			o->object[v->object] = why;
	}
}

/* Who calls a library from outside: a kernel is whole, a program has a main. */
static void mark_parameters(struct outside *o)
{
	struct prog *p = o->p;
	uint32_t i;

	if (p->db->is_kernel)
		return;
	for (i = 1; i < p->nr_func; i++) {
		const struct g_func *f = &p->g->func[i];

		if (!(f->flags & GF_DEFINED) || (f->flags & GF_STATIC) ||
		    (o->has_main && (o->called[i] || (f->flags & GF_ADDR_TAKEN))))
			continue;
		mark_params(o, i, reason(p, "a parameter of ", f->name,
					 ", called from outside the tree"));
	}
}

static void find_callers(struct outside *o)
{
	struct prog *p = o->p;
	uint32_t i, main_name = strtab_find(&p->g->str, "main");

	for (i = 0; i < p->nr_call; i++)
		if (p->call[i].callee)
			o->called[prog_landing(p, p->call[i].callee)] = 1;
	for (i = 1; main_name && i < p->nr_func; i++)
		o->has_main |= p->g->func[i].name == main_name &&
			(p->g->func[i].flags & GF_DEFINED) != 0;
}

/* ---- all of it ----------------------------------------------------------------------- */

static void mark_children(struct outside *o)
{
	struct prog *p = o->p;
	uint32_t i, child;

	/* a struct's parts come after it: one pass finds all */
	for (i = 1; i < p->s.nr_object; i++)
		for (child = o->object[i] ? p->s.object[i].child : 0; child;
		     child = p->s.object[child].sibling)
			if (!o->object[child])
				o->object[child] = o->object[i];
	for (i = 0; i < p->s.nr_all; i++)
		if (o->object[p->s.all[i].object])
			mark(o, p->s.all[i].node, o->object[p->s.all[i].object]);
}

/* What is kept in structs, as opposed to a value on its way. */
static int is_memory(const struct solver_node *n)
{
	return n->kind == NODE_FIELD || n->kind == NODE_DYNAMIC || n->kind == NODE_OWN ||
		n->kind == NODE_ALL;
}

/* A text that was made by the tree's own means is nothing but characters. */
static uint32_t kind_of_text(const struct outside *o, const struct marked *m, int is_text)
{
	const struct solver_node *n = &o->p->s.node[m->node];

	return is_text && n->filter == FILTER_TEXT && m->kind == SOLVER_ANYTHING ? SOLVER_TEXT : m->kind;
}

/*
 * Where it gets to by a copy. What points to a struct that no other is a part of is no
 * other's, but where nothing else comes to a pointer it was cast.
 */
static void hand_on(struct outside *o, uint32_t to, uint32_t kind, uint32_t why)
{
	const struct solver_node *n = &o->p->s.node[to];

	mark_kind(o, to, n->open && !n->val.nr ? SOLVER_ANYTHING : kind, why);
}

/* From all that is queued at `head` or later to what reads it. `tree`: the tree's own
 * bytes, they stay values and their texts are such. */
static void spread(struct outside *o, uint32_t head, int tree)
{
	struct prog *p = o->p;
	uint32_t i, l;

	for (; head < o->nr_queue; head++) {
		const struct marked m = o->queue[head];
		uint32_t use = p->s.node[m.node].use, kind = kind_of_text(o, &m, tree);

		for (i = 0; i < p->s.node[m.node].succ.nr; i++)
			if (!tree || !is_memory(&p->s.node[p->s.node[m.node].succ.id[i]]))
				hand_on(o, p->s.node[m.node].succ.id[i], kind, m.why);
		for (l = p->s.use[use].loads; use && l; l = p->s.link[l].next)
			if (solver_kind_has(&p->s, kind, p->s.link[l].field))
				mark(o, p->s.link[l].node, m.why);
		for (l = p->s.use[use].deref_loads; use && l; l = p->s.link[l].next)
			mark(o, p->s.link[l].node, m.why);
	}
}

void outside_find(struct prog *p)
{
	struct outside o = { .p = p };

	p->nr_outside = p->s.nr_node;
	p->outside = xcalloc(p->nr_outside + 1, sizeof(*p->outside));
	o.object = xcalloc(p->s.nr_object + 1, sizeof(*o.object));
	o.nr_kinds = xcalloc(p->nr_outside + 1, 1);
	p->handed = xcalloc(p->nr_func + 1, sizeof(*p->handed));
	o.called = xcalloc(p->nr_func + 1, 1);
	o.is_whole = is_whole_kernel(p);
	find_callers(&o);
	if (!o.is_whole)
		mark_variables(&o);
	mark_results(&o);
	hand_arguments(&o);
	mark_parameters(&o);
	mark_children(&o);
	spread(&o, 0, 0);
	/* a linker script's symbol has the tree's own bytes behind it: copied to
	 * where they belong, as __per_cpu_load's are, they are nothing new there */
	if (o.is_whole) {
		uint32_t head = o.nr_queue;

		mark_variables(&o);
		mark_children(&o);
		spread(&o, head, 1);
	}
	free(o.queue);
	free(o.nr_kinds);
	idmap_release(&o.seen);
	free(o.object);
	free(o.called);
}

uint32_t outside_why(const struct prog *p, uint32_t node)
{
	return node < p->nr_outside ? p->outside[node] : 0;
}
