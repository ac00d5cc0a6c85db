/* SPDX-License-Identifier: MIT */
#include "resolve.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/fileio.h"
#include "base/order.h"
#include "base/xalloc.h"
#include "args.h"
#include "callgraph.h"
#include "clones.h"
#include "copies.h"
#include "entries.h"
#include "evidence.h"
#include "import.h"
#include "just.h"
#include "library.h"
#include "link.h"
#include "mechanism.h"
#include "outside.h"
#include "known.h"
#include "prog.h"
#include "registry.h"
#include "program.h"
#include "sections.h"
#include "setters.h"
#include "static_calls.h"
#include "reached.h"
#include "uses.h"
#include "record_prefetch.h"

#define LINK_STACK (64u << 20)	/* expressions nest as deep as a record says */

struct resolver {
	struct prog p;
	struct recfile *facts;
	pthread_t thread;
	double seconds;		/* that linking took */
	atomic_int cancelled;
};

/* A function arrived at a call site through a pointer: its parameters get
 * the arguments, the call's value what it returns. */
static void on_target(void *ctx, uint32_t site, uint32_t func)
{
	struct prog *p = ctx;
	const struct p_call *pc = &p->call[site];
	uint32_t i, to = prog_landing(p, func);

	if (!call_takes(p, pc, func))
		return;
	p->s.place = pc->place;
	for (i = 0; i < pc->nr_args && (i < p->func[to].nparams || p->func[to].variadic); i++) {
		uint32_t node = p->arg[pc->arg + i].node;

		if (node)
			solver_copy(&p->s, node, prog_func_param(p, to, i));
		if (p->arg[pc->arg + i].object)
			solver_copy_object(&p->s, p->arg[pc->arg + i].object,
					   prog_param_object(p, to, i));
	}
	if (pc->result_object)
		solver_copy_object(&p->s, prog_ret_object(p, to), pc->result_object);
	if (pc->result)
		solver_copy(&p->s, prog_func_ret(p, to), pc->result);
}

static void add_tu(struct prog *p, const struct tu_facts *f, uint32_t file, uint32_t object,
		   uint32_t unit, unsigned status, const char *error_text)
{
	struct graph *g = p->g;
	struct g_tu *tu;

	file = prog_file(p, file);
	ALLOC_GROW(g->tu, g->nr_tu + 1, g->alloc_tu);
	tu = &g->tu[g->nr_tu++];
	memset(tu, 0, sizeof(*tu));
	tu->file = file;
	tu->object = object;
	tu->unit = unit;
	tu->status = status;
	tu->nr_errors = f ? f->nr_errors : 0;
	tu->error = strtab_add(&g->str, error_text);
	if (f)
		g->file[file].hash = f->hash;
}

static const char *next_record(struct ahead *a, struct tu_map *t)
{
	struct ahead_tu tu = { t->f, t->digest, t->alloc_digest };
	const char *why = ahead_get(a, &tu);

	t->f = tu.f;
	t->digest = tu.digest;
	t->alloc_digest = tu.alloc;
	return why;
}

static void read_tu(struct prog *p, struct tu_map *t, struct ahead *a, uint32_t i)
{
	const struct compile_command *cmd = &p->db->cmd[i];
	uint32_t file = strtab_add(&p->g->str, cmd->file);
	uint32_t object = strtab_add(&p->g->str, cmd->object);
	uint32_t unit = strtab_add(&p->g->str, cmd->unit);
	const char *why = next_record(a, t);

	p->partial |= why || t->f.status != TU_OK;
	if (why) {
		add_tu(p, NULL, file, object, unit, TU_FAILED, why);
	} else {
		add_tu(p, &t->f, file, object, unit, t->f.status, facts_str(&t->f, t->f.error));
		if (t->f.status != TU_FAILED) {
			link_tu(p, t, i);
			import_bodies(p, t);
		}
	}
}

/* What no body shows: values of functions that have none are unknown; linker
 * symbols stand for what is in their sections. */
static void connect_outside(struct prog *p)
{
	uint32_t i;
	size_t s, j, k;

	for (i = 1; i < p->nr_func; i++)
		if (p->func[i].ret && (p->func[i].opaque ||
		    (!p->func[i].tu && !p->g->func[i].alias_of)))
			solver_open(&p->s, p->func[i].ret);
	for (i = 1; i < p->nr_var; i++) {
		const struct p_var *v = &p->var[i];

		if (v->local || !(v->flags & SYM_ARRAY) || (v->flags & SYM_DEFINED))
			continue;
		for (s = 0; s < p->k->nr_section; s++) {
			const struct k_section *ks = &p->k->section[s];

			for (j = 0; j < ks->symbols.nr; j++)
				if (!strcmp(ks->symbols.s[j], graph_str(p->g, v->name)))
					break;
			if (j == ks->symbols.nr)
				continue;
			p->var[i].is_linker_symbol = 1;
			solver_copy(&p->s, prog_section_node(p, strtab_add(&p->g->str, ks->name)),
				    prog_var_node(p, i));
			for (k = 0; k < ks->also.nr; k++)
				solver_copy(&p->s, prog_section_node(p,
					    strtab_add(&p->g->str, ks->also.s[k])),
					    prog_var_node(p, i));
		}
	}
	for (i = 1; i < p->nr_field; i++) {
		const char *rec = graph_str(p->g, p->field[i].rec);
		const char *name = graph_str(p->g, p->field[i].name);

		if (!field_of_section(p, rec, name))
			continue;
		for (s = 0; s < p->k->nr_section; s++) {
			const char *f = p->k->section[s].field;
			size_t n = strlen(rec);

			if (!strncmp(f, rec, n) && f[n] == '.' && !strcmp(f + n + 1, name))
				solver_copy(&p->s, prog_section_node(p, strtab_add(&p->g->str,
					    p->k->section[s].name)),
					    solver_field_node(&p->s, i, p->field[i].filter));
		}
	}
	for (i = 1; i < p->nr_func; i++)
		if (p->func[i].mechanism)
			for (j = 0; j < p->func[i].nparams; j++)
				*idmap_put(&p->node_mech, prog_func_param(p, i, (unsigned)j), 0) =
					p->func[i].mechanism;
}

/* A number that a pointer is stored to somewhere: kernel_ulong_t driver_data. */
static int is_number_with_pointer(struct prog *p, uint32_t field)
{
	uint32_t n;

	if (p->field[field].cls != TYPE_SCALAR || p->field[field].filter == FILTER_NONE)
		return 0;
	n = solver_field_node(&p->s, field, p->field[field].filter);
	return p->s.node[n].pred || p->s.node[n].val.nr;
}

/* Structs whose objects can't lead to a function: none of the fields that
 * anybody uses is a function pointer, a pointer to a struct with such, or
 * such a struct. */
static void find_boring(struct prog *p)
{
	uint32_t nr = (uint32_t)p->g->str.nr, i, changed;
	uint8_t *direct = xcalloc(nr, 1), *has = xcalloc(nr, 1);

	for (i = 1; i < p->nr_field; i++)
		if (p->field[i].cls == TYPE_FUNC_PTR)
			direct[p->field[i].rec] = 1;
	do {
		changed = 0;
		for (i = 1; i < p->nr_field; i++)
			if (p->field[i].cls == TYPE_REC && direct[p->field[i].pointee] &&
			    !direct[p->field[i].rec])
				changed = direct[p->field[i].rec] = 1;
	} while (changed);
	memcpy(has, direct, nr);
	for (i = 1; i < p->nr_field; i++)
		if ((p->field[i].cls == TYPE_REC_PTR && direct[p->field[i].pointee]) ||
		    p->field[i].cls == TYPE_VOID_PTR || is_number_with_pointer(p, i))
			has[p->field[i].rec] = 1;
	registry_mark_keys(p, has);
	for (i = 0; i < nr; i++)
		has[i] = !has[i];
	has[0] = 0;
	free(direct);
	p->s.boring = has;
	p->s.nr_boring = nr;
}

static void connect_calls(struct prog *p)
{
	uint32_t i;

	p->s.on_target = on_target;
	p->s.ctx = p;
	for (i = 0; i < p->nr_call; i++)
		if (!p->call[i].callee)
			solver_call(&p->s, p->call[i].node, i);
}

static int cmp_store(const void *a, const void *b)
{
	const struct g_store *x = a, *y = b;
	const uint32_t kx[] = { x->slot, x->func, x->target, x->object, x->file, x->line, x->in_func,
				x->via, x->guard };
	const uint32_t ky[] = { y->slot, y->func, y->target, y->object, y->file, y->line, y->in_func,
				y->via, y->guard };

	return words_cmp(kx, ky, ARRAY_SIZE(kx));
}

static void add_store(struct graph *g, const struct g_store *s)
{
	ALLOC_GROW(g->store, g->nr_store + 1, g->alloc_store);
	g->store[g->nr_store++] = *s;
}

/* Functions that come to the slot of `node` by parameters, copies and other fields:
 * with the place where they set out. */
static void write_arrivals(struct prog *p, struct evidence *e, uint32_t slot, uint32_t node)
{
	const struct p_set *set;
	uint32_t id, i;

	if (!node || !p->s.node[node].val.nr)
		return;
	id = evidence_of_node(p, e, node);	/* may move e->set */
	set = &e->set[id];
	for (i = 0; i < set->nr; i++) {
		const struct p_bound *b = &e->bound[set->first + i];
		const struct p_origin *o = &p->origin[b->origin];
		struct g_store s = { .slot = slot, .in_func = o->func, .file = o->file,
			.line = o->line, .guard = o->guard, .via = o->slot };

		if (value_is_object(b->value) || !b->origin || !o->slot || o->slot == slot ||
		    p->g->slot[o->slot].kind == GS_SECTION)
			continue;
		s.func = value_id(b->value);
		add_store(p->g, &s);
	}
}

static void write_all_arrivals(struct prog *p, struct evidence *e)
{
	uint32_t i;

	for (i = 1; i < p->nr_field; i++)
		if (p->field[i].slot && (p->field[i].cls == TYPE_FUNC_PTR ||
					 p->field[i].cls == TYPE_VOID_PTR)) {
			solver_field_node(&p->s, i, p->field[i].filter);
			write_arrivals(p, e, p->field[i].slot, solver_field_read(&p->s, i));
		}
	for (i = 1; i < p->nr_var; i++)
		if (p->var[i].slot && !p->var[i].local)
			write_arrivals(p, e, p->var[i].slot, p->var[i].node);
}

/* Stores of functions and objects, for `slot` and `table`. */
static void write_stores(struct prog *p, struct evidence *e)
{
	struct graph *g = p->g;
	uint32_t i;

	for (i = 1; i < p->nr_origin; i++) {
		const struct p_origin *o = &p->origin[i];
		struct g_store s = { .slot = o->slot, .object = o->object, .in_func = o->func,
			.file = o->file, .line = o->line, .guard = o->guard };

		if (!o->slot)
			continue;
		if (value_is_object(o->value)) {
			const struct solver_object *so = &p->s.object[value_id(o->value)];

			if (!so->var || p->var[so->var].local)
				continue;
			s.target = prog_var_gobject(p, so->var);
		} else {
			s.func = value_id(o->value);
		}
		add_store(g, &s);
	}
	write_all_arrivals(p, e);
	qsort(g->store + 1, g->nr_store - 1, sizeof(*g->store), cmp_store);
	for (i = 1; i < p->nr_field; i++)
		if (p->field[i].slot) {
			uint32_t n = solver_field_node(&p->s, i, p->field[i].filter);

			g->slot[p->field[i].slot].open = p->s.node[n].open;
		}
}

static int cmp_field_value(const void *a, const void *b)
{
	const struct g_field_value *x = a, *y = b;

	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return memcmp(x, y, sizeof(*x));
}

static void *link_all(void *ctx)
{
	struct resolver *r = ctx;
	double start = clock_seconds();
	struct ahead a;
	struct tu_map t;
	uint32_t i;

	tu_map_init(&t);
	ahead_start(&a, r->facts);
	for (i = 0; i < r->facts->nr && !r->cancelled; i++)
		read_tu(&r->p, &t, &a, i);
	ahead_release(&a);
	tu_map_release(&t);
	r->seconds = clock_seconds() - start;
	return NULL;
}

struct resolver *resolve_start(struct graph *g, const struct compdb *db,
			       const struct knowledge *k, struct recfile *facts,
			       struct strbuf *err)
{
	struct resolver *r;
	pthread_attr_t attr;

	if (db->nr != facts->nr) {
		error(err, "the number of files with facts is %u, not %zu", facts->nr,
		      db->nr);
		return NULL;
	}
	r = xcalloc(1, sizeof(*r));
	r->facts = facts;
	prog_init(&r->p, g, k);
	r->p.partial = db->partial;
	r->p.db = db;
	mech_prepare(&r->p);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, LINK_STACK);
	if (pthread_create(&r->thread, &attr, link_all, r)) {
		error(err, "no thread can be started");
		prog_release(&r->p);
		free(r);
		r = NULL;
	}
	pthread_attr_destroy(&attr);
	return r;
}

#define MAX_FILLED 64		/* functions of one store: beyond, it is no table's */

/* Objects that are filled at run time: the functions that came to each store. */
static void write_filled(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t i, j;

	for (i = 0; i < p->nr_filled; i++) {
		const struct p_filled *pf = &p->filled[i];
		const struct idlist *val = &p->s.node[pf->node].val;

		for (j = 0; j < val->nr && val->nr <= MAX_FILLED; j++) {
			if (value_is_object(val->id[j]))
				continue;
			ALLOC_GROW(g->field_value, g->nr_field_value + 1, g->alloc_field_value);
			g->field_value[g->nr_field_value++] = (struct g_field_value){
				.object = pf->object, .field = pf->field,
				.func = value_id(val->id[j]), .file = pf->file, .line = pf->line,
			};
		}
	}
}

/* Constraints to the solution, the solution to the graph. */
static void solve(struct prog *p, struct clones *c)
{
	connect_outside(p);
	setters_apply(p);
	static_calls_fill(p);
	prog_fill_modules(p);
	p->s.place = 0;		/* what the linker does stands in no source */
	sections_connect(p);
	library_connect(p);
	connect_calls(p);
	find_boring(p);
	copies_apply(p);
	just_settle(p);
	solver_solve(&p->s);
	outside_find(p);
	callgraph_build(p, c);
	entries_build(p);
	reached_mark(p);
	args_write(p);
	write_stores(p, &c->e);
	write_filled(p);
	uses_write(p);
	prog_place_all(p);
}

void resolve_finish(struct resolver *r, struct resolve_stats *stats)
{
	struct graph *g = r->p.g;
	struct clones c;
	double start;
	char number[32];
	uint32_t i;

	memset(stats, 0, sizeof(*stats));
	pthread_join(r->thread, NULL);
	start = clock_seconds();
	r->p.s.place = 0;
	link_finish(&r->p);
	solve(&r->p, &c);
	if (g->nr_field_value > 1)
		qsort(g->field_value + 1, g->nr_field_value - 1, sizeof(*g->field_value),
		      cmp_field_value);
	graph_finish(g);
	known_write(&r->p);
	for (i = 1; i < g->nr_tu; i++) {
		stats->tus_failed += g->tu[i].status == TU_FAILED;
		stats->tus_partial += g->tu[i].status == TU_PARTIAL;
	}
	stats->clones = c.nr_ctx - r->p.nr_func;
	stats->clone_limit_hits = c.limit_hits;
	snprintf(number, sizeof(number), "%u", c.limit_hits);
	graph_set_meta(g, "clone_limit_hits", number);
	clones_release(&c);
	prog_release(&r->p);
	stats->link_seconds = r->seconds;
	stats->resolve_seconds = clock_seconds() - start;
	free(r);
}

void resolve_cancel(struct resolver *r)
{
	if (!r)
		return;
	r->cancelled = 1;
	recfile_finish(r->facts);
	pthread_join(r->thread, NULL);
	prog_release(&r->p);
	free(r);
}

int resolve(struct graph *g, const struct compdb *db, const struct knowledge *k,
	    struct recfile *facts, struct resolve_stats *stats, struct strbuf *err)
{
	struct resolver *r = resolve_start(g, db, k, facts, err);

	memset(stats, 0, sizeof(*stats));
	if (!r)
		return -1;
	resolve_finish(r, stats);
	return 0;
}
