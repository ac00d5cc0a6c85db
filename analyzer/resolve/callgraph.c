/* SPDX-License-Identifier: MIT */
/* The solved program to nodes, edges and classes of call sites. */
#include "base/digest.h"
#include "base/xalloc.h"
#include "callgraph.h"
#include "clones.h"
#include "deferred.h"
#include "element.h"
#include "evidence.h"
#include "implicit_edges.h"
#include "library.h"
#include "link.h"
#include "mechanism.h"
#include "no_target.h"
#include "outside.h"
#include "own_guard.h"
#include "prog.h"
#include "program.h"
#include "registry.h"
#include "why.h"

void emit_edge(struct emit *em, uint32_t to_ctx, uint32_t site, uint32_t evid,
	       unsigned kind, unsigned rule, unsigned flags, unsigned wguard)
{
	struct graph *g = em->p->g;
	struct g_edge *e;

	if (!to_ctx)
		return;
	ALLOC_GROW(g->edge, g->nr_edge + 1, g->alloc_edge);
	e = &g->edge[g->nr_edge++];
	memset(e, 0, sizeof(*e));
	e->from = em->c->ctx[em->ctx].node;
	e->to = em->c->ctx[to_ctx].node;
	e->site = site;
	e->evid = evid;
	e->kind = (uint8_t)kind;
	e->rule = (uint8_t)rule;
	e->flags = (uint8_t)flags;
	e->wguard = (uint16_t)wguard;
}

/* ---- nodes ---------------------------------------------------------------- */

/* "okfn = ip_rcv_finish": the callbacks bound in a context. */
static uint32_t context_name(struct prog *p, const struct clones *c, uint32_t ctx)
{
	uint64_t bits = p->func[c->ctx[ctx].func].callback;
	struct strbuf sb = STRBUF_INIT;
	uint32_t i, j, id;

	for (i = 0; i < 64; i++) {
		uint32_t set = bits >> i & 1 ? clones_param(p, c, ctx, i) : 0;
		const struct p_set *s = &c->e.set[set];

		if (!set)
			continue;
		strbuf_addf(&sb, "%s#%u =", sb.len ? "; " : "", i + 1);
		for (j = 0; j < s->nr && j < 4; j++) {
			uint32_t v = c->e.bound[s->first + j].value;

			if (!value_is_object(v))
				strbuf_addf(&sb, " %s", graph_str(p->g, p->g->func[value_id(v)].name));
			else
				strbuf_addf(&sb, " &%s", graph_str(p->g, p->s.object[value_id(v)].var ?
					p->var[p->s.object[value_id(v)].var].name :
					p->field[p->s.object[value_id(v)].field].name));
		}
		if (s->nr > 4)
			strbuf_addf(&sb, " … (%u)", s->nr);
	}
	id = strtab_addn(&p->g->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}

static void number_nodes(struct prog *p, struct clones *c)
{
	struct graph *g = p->g;
	uint32_t i, x;

	for (i = 1; i < p->nr_func; i++) {
		g->func[i].node = g->nr_node;
		for (x = c->first[i]; x; x = c->ctx[x].next) {
			ALLOC_GROW(g->node, g->nr_node + 1, g->alloc_node);
			memset(&g->node[g->nr_node], 0, sizeof(*g->node));
			g->node[g->nr_node].func = i;
			if (x != c->first[i])
				g->node[g->nr_node].ctx = context_name(p, c, x);
			c->ctx[x].node = g->nr_node++;
		}
		g->func[i].nr_nodes = g->nr_node - g->func[i].node;
	}
}

/* ---- calls ------------------------------------------------------------------ */

static int is_syscall_macro(const struct prog *p, uint32_t func)
{
	const struct g_func *f = &p->g->func[func];

	return f->macro && k_strings_match(&p->k->syscall_macros, graph_str(p->g, f->macro));
}

static void emit_direct(struct emit *em, const struct p_call *pc)
{
	struct prog *p = em->p;
	struct g_site *site = &p->g->site[pc->site];
	unsigned kind = GK_DIRECT;

	if (pc->group)
		return;		/* a branch of INDIRECT_CALL: its pointer call speaks for it */
	if (pc->flags & CALLF_LOADER)
		return;
	site->cls = GC_DIRECT;
	site->rule = GR_DIRECT;
	if (is_syscall_macro(p, pc->callee) && is_syscall_macro(p, pc->caller))
		kind = GK_SYSCALL;
	emit_edge(em, clones_enter(p, em->c, em->ctx, pc, pc->callee), pc->site, 0, kind,
		  GR_DIRECT, 0, pc->wguard);
	if (p->func[pc->callee].starter || p->func[pc->callee].mechanism)
		deferred_call(em, pc);
	if (p->func[pc->callee].library && !p->func[pc->callee].mechanism)
		library_call(em, pc);
}

static int cell_holds(struct prog *p, uint32_t object, uint32_t field, uint32_t value)
{
	uint32_t cell = solver_cell(&p->s, object, field, 0);

	return cell && idlist_has(&p->s.node[cell].val, value);
}

/* Is the value stored in this field of the object by name, or in one that shares its bytes? */
static int object_holds(struct prog *p, uint32_t object, uint32_t field, uint32_t value)
{
	const struct solver_shape *sh = &p->s.shape;
	uint32_t embedded = p->s.object[object].embedded, i;

	if (cell_holds(p, object, field, value) || cell_holds(p, embedded, field, value))
		return 1;
	for (i = sh->shared_first[field]; i < sh->shared_first[field + 1]; i++)
		if (!sh->shared[i].nr_up && sh->shared[i].nr_down == 1 &&
		    (cell_holds(p, object, sh->shared[i].down[0], value) ||
		     cell_holds(p, embedded, sh->shared[i].down[0], value)))
			return 1;
	return 0;
}

/* Is all that the call finds stored in this object's own field? */
static int is_own_cell(struct prog *p, const struct p_call *pc, uint32_t object)
{
	const struct solver_node *n = &p->s.node[pc->node];
	uint32_t i;

	for (i = 0; i < n->val.nr; i++)
		if (!value_is_object(n->val.id[i]) &&
		    !object_holds(p, object, pc->field, n->val.id[i]))
			return 0;
	return 1;
}

/* Is all of it stored in the objects that the base can point to? Else it
 * comes from the field, whatever holds it. */
static int is_in_base(struct prog *p, const struct p_call *pc)
{
	const struct idlist *base = &p->s.node[pc->base].val, *to = &p->s.node[pc->node].val;
	uint32_t i, j;

	for (i = 0; i < to->nr; i++) {
		if (value_is_object(to->id[i]))
			continue;
		for (j = 0; j < base->nr; j++)
			if (value_is_object(base->id[j]) &&
			    object_holds(p, value_id(base->id[j]), pc->field, to->id[i]))
				break;
		if (j == base->nr)
			return 0;
	}
	return 1;
}

static unsigned rule_of(struct prog *p, const struct p_call *pc)
{
	const struct solver_node *base;
	uint32_t o = pc->object;

	if (!o) {
		if (!pc->field || !pc->base)
			return GR_SLOT;
		base = &p->s.node[pc->base];
		if (base->open || !base->val.nr || !is_in_base(p, pc))
			return GR_SLOT;
		if (base->val.nr > 1 || !value_is_object(base->val.id[0]))
			return GR_TWO_LAYER;
		o = value_id(base->val.id[0]);
	}
	if (p->s.object[o].flags & OBJECT_OPEN)
		return GR_SLOT;
	if ((p->s.object[o].flags & OBJECT_EMBEDDED) ||	/* any of its instances, */
	    p->var[p->s.object[o].var].is_linker_symbol)	/* or of the tables in a section */
		return is_own_cell(p, pc, o) ? GR_TWO_LAYER : GR_SLOT;
	return is_own_cell(p, pc, o) ? GR_OBJECT : GR_SLOT;
}

/* Kind and flags of a call through a pointer that lands in b. */
static unsigned kind_of(const struct prog *p, const struct p_call *pc, const struct p_bound *b,
			unsigned rule, unsigned *flags)
{
	const struct p_origin *o = &p->origin[b->origin];

	if (b->mechanism && p->k->mechanism[b->mechanism - 1].deferred) {
		*flags |= GE_EXECUTED_BY;
		return mech_kind((struct prog *)p, b->mechanism);
	}
	if (b->origin && p->g->slot[o->slot].kind == GS_SECTION) {
		const struct k_section *s = section_known(p, graph_str(p->g,
							  p->g->slot[o->slot].name));

		return s && *s->field ? GK_OPS : GK_INITCALL;
	}
	if (rule == GR_CALL_SITE)
		return GK_CALLBACK;
	if (pc->field)
		return GK_OPS;
	return pc->param ? GK_CALLBACK : GK_POINTER;
}

static int is_likely(const struct prog *p, const struct p_call *pc, uint32_t func)
{
	uint32_t i, self = (uint32_t)(pc - p->call) + 1;
	const struct p_func *f = &p->func[pc->caller];

	if (!(pc->flags & CALLF_INDIRECT_CALL))
		return 0;
	for (i = 0; i < f->nr_calls; i++)
		if (p->call[f->call + i].group == self && p->call[f->call + i].callee == func)
			return 1;
	return 0;
}

/* Candidates that the macro names but the solver did not find, where the
 * slot may hold more than it knows. */
static void emit_candidates(struct emit *em, const struct p_call *pc, uint32_t set)
{
	struct prog *p = em->p;
	const struct p_func *f = &p->func[pc->caller];
	uint32_t i, j, self = (uint32_t)(pc - p->call) + 1;
	const struct p_set *s = &em->c->e.set[set];

	for (i = 0; i < f->nr_calls; i++) {
		const struct p_call *b = &p->call[f->call + i];

		if (b->group != self)
			continue;
		for (j = 0; j < s->nr; j++)
			if (em->c->e.bound[s->first + j].value == value_func(b->callee))
				break;
		if (j < s->nr || (s->nr && !p->s.node[pc->node].open))
			continue;
		p->g->site[pc->site].cls = GC_RESOLVED;
		emit_edge(em, clones_enter(p, em->c, em->ctx, b, b->callee), pc->site, 0, GK_OPS,
			  GR_SLOT, GE_LIKELY, pc->wguard);
	}
}

/* What one program's pointer holds is no function of another, such as the stub
 * that unpacks the kernel. */
static int of_other_program(const struct prog *p, uint32_t caller, uint32_t func)
{
	return !prog_same_program(p, caller, prog_landing(p, func));
}

/* Of more functions than this the type alone says nothing. */
#define MAX_TYPED 100

static void emit_typed(struct emit *em, const struct p_call *pc)
{
	struct prog *p = em->p;
	struct g_site *site = &p->g->site[pc->site];
	uint32_t *first = pc->sig ? idmap_get(&em->by_sig, pc->sig) : NULL, i, nr = 0;

	site->cls = GC_UNRESOLVED;
	site->rule = GR_NONE;
	site->why = outside_why(p, pc->node);
	if (!site->why)
		site->why = strtab_add(&p->g->str, "computed in a way that is not followed");
	if (!first || !*first)
		return;
	for (i = *first; i; i = em->typed_next[i])
		if (!of_other_program(p, pc->caller, em->typed[i]))
			nr++;
	if (!nr || nr > MAX_TYPED)
		return;
	site->cls = GC_RESOLVED;
	site->rule = GR_TYPE;
	for (i = *first; i; i = em->typed_next[i])
		if (!of_other_program(p, pc->caller, em->typed[i]))
			emit_edge(em, em->c->first[em->typed[i]], pc->site, 0,
			  pc->field ? GK_OPS : pc->param ? GK_CALLBACK : GK_POINTER, GR_TYPE, 0,
			  pc->wguard);
}

/* Why what the pointer holds is no target there (enum g_ruled); 0 = it is one. */
static unsigned rules_out(struct emit *em, const struct p_call *pc, const struct p_bound *b)
{
	struct prog *p = em->p;
	uint32_t func = value_id(b->value);

	if (of_other_program(p, pc->caller, func))
		return RULED_PROGRAM;
	if (!call_takes(p, pc, func))
		return RULED_TYPE;
	if (own_guard_forbids(p, pc, b))
		return RULED_GUARD;
	if (element_forbids(p, pc, b))
		return RULED_ELEMENT;
	if (registry_forbids(&em->registry, pc, func))
		return RULED_REGISTRY;
	if (chains_forbid(&em->chains, em->ctx, pc, func))
		return RULED_LIST;
	return delegates_forbid(&em->delegates, pc, func) ? RULED_LAYER : 0;
}

/* Of the pointer's set, what is not in that of the mechanism that calls. */
static void note_others(struct emit *em, const struct p_call *pc, uint32_t all, uint32_t mine)
{
	const struct evidence *e = &em->c->e;
	uint32_t i, j = e->set[mine].first, end = j + e->set[mine].nr;

	for (i = e->set[all].first; i < e->set[all].first + e->set[all].nr; i++) {
		while (j < end && e->bound[j].value < e->bound[i].value)
			j++;
		if (!value_is_object(e->bound[i].value) &&
		    (j == end || e->bound[j].value != e->bound[i].value))
			ruled_note(&em->ruled, pc->site, value_id(e->bound[i].value),
				   RULED_MECHANISM);
	}
}

/* Of what is stored there, what this mechanism runs. */
static uint32_t by_executor(struct emit *em, const struct p_call *pc, uint32_t set, unsigned executor)
{
	uint32_t own;

	if (!evidence_has_others(&em->c->e, set, executor))
		return set;
	own = evidence_by(em->p, &em->c->e, pc->node, executor);
	note_others(em, pc, set, own);
	return own;
}

static void emit_pointer(struct emit *em, const struct p_call *pc)
{
	struct prog *p = em->p;
	struct g_site *site = &p->g->site[pc->site];
	uint32_t set = 0, i, nr = 0, left_to_others = 0;
	unsigned rule = rule_of(p, pc), executor = p->func[pc->caller].executor;
	int bound;

	if (pc->param)
		set = clones_param(p, em->c, em->ctx, pc->param - 1u);
	bound = set != 0;
	if (bound)
		rule = GR_CALL_SITE;
	else
		set = evidence_of_node(p, &em->c->e, pc->node);
	if (executor)
		set = by_executor(em, pc, set, executor);
	for (i = 0; i < em->c->e.set[set].nr; i++) {
		struct p_bound b = em->c->e.bound[em->c->e.set[set].first + i];
		unsigned flags = bound ? GE_BOUND : 0, kind;
		uint32_t to, step, why;

		if (b.by_field && executor)
			b.mechanism = (uint16_t)executor;
		if (value_is_object(b.value))
			continue;
		why = rules_out(em, pc, &b);
		if (why) {
			left_to_others += why == RULED_LAYER;
			ruled_note(&em->ruled, pc->site, value_id(b.value), why);
			continue;
		}
		kind = kind_of(p, pc, &b, rule, &flags);
		if (is_likely(p, pc, value_id(b.value)))
			flags |= GE_LIKELY;
		to = em->c->first[prog_landing(p, value_id(b.value))];
		step = why_step(&em->why, pc->node, b.value, b.origin);
		emit_edge(em, to, pc->site, evidence_record(p, &b, p->g->site[pc->site].slot, step),
			  kind, rule, flags, pc->wguard);
		nr++;
	}
	if (nr) {
		site->cls = GC_RESOLVED;
		if (!site->rule || bound)
			site->rule = (uint8_t)rule;
	}
	if (pc->flags & CALLF_INDIRECT_CALL)
		emit_candidates(em, pc, set);
	if (nr || bound || site->cls == GC_RESOLVED)
		return;
	if (p->s.node[pc->node].open)
		emit_typed(em, pc);
	else
		no_target(em, pc, site, left_to_others != 0);
}

static void emit_context(struct emit *em)
{
	struct prog *p = em->p;
	uint32_t func = em->c->ctx[em->ctx].func, i;
	const struct p_func *f = &p->func[func];

	for (i = 0; i < f->nr_calls; i++) {
		if (p->call[f->call + i].callee)
			emit_direct(em, &p->call[f->call + i]);
		else
			emit_pointer(em, &p->call[f->call + i]);
	}
	deferred_registrations(em);
}

/* ---- all together ---------------------------------------------------------------- */

static void index_types(struct emit *em)
{
	struct prog *p = em->p;
	uint32_t i;

	em->typed = xcalloc(p->nr_func + 1, sizeof(uint32_t));
	em->typed_next = xcalloc(p->nr_func + 1, sizeof(uint32_t));
	em->nr_typed = 1;
	for (i = p->nr_func - 1; i >= 1; i--) {
		const struct g_func *f = &p->g->func[i];
		uint32_t *first;

		if (!(f->flags & GF_ADDR_TAKEN) || !f->sig || !(f->flags & (GF_DEFINED | GF_ASM)))
			continue;
		first = idmap_put(&em->by_sig, f->sig, 0);
		em->typed[em->nr_typed] = i;
		em->typed_next[em->nr_typed] = *first;
		*first = em->nr_typed++;
	}
}

static void index_registrars(struct emit *em)
{
	struct prog *p = em->p;
	uint32_t i;

	em->by_mech = xcalloc(p->k->nr_mechanism + 2, sizeof(uint32_t));
	em->mech_next = xcalloc(p->nr_call + 1, sizeof(uint32_t));
	em->mfield = xcalloc(p->nr_field + 1, sizeof(uint32_t));
	for (i = 1; i < p->nr_field; i++)
		if (p->field[i].mechanism)
			em->mfield[em->nr_mfield++] = i;
	for (i = p->nr_call; i-- > 0;) {
		unsigned m = p->call[i].callee ? p->func[p->call[i].callee].mechanism : 0;

		if (!m)
			continue;
		em->mech_next[i] = em->by_mech[m];
		em->by_mech[m] = i + 1;
	}
}

void callgraph_build(struct prog *p, struct clones *c)
{
	struct emit em = { .p = p, .c = c };

	clones_build(p, c);
	number_nodes(p, c);
	index_types(&em);
	index_registrars(&em);
	no_target_init(&em);
	why_init(&em.why, p);
	registry_init(&em.registry, p);
	element_index(p);
	chains_init(&em.chains, p, c);
	delegates_init(&em.delegates, p);
	for (em.ctx = 1; em.ctx < c->nr_ctx; em.ctx++)
		emit_context(&em);
	emit_unseen(&em);
	ruled_write(&em.ruled, p->g);
	delegates_release(&em.delegates);
	chains_release(&em.chains);
	registry_release(&em.registry);
	why_release(&em.why);
	idmap_release(&em.by_sig);
	free(em.typed);
	free(em.typed_next);
	free(em.by_mech);
	free(em.mech_next);
	free(em.mfield);
	free(em.overwritten);
}
