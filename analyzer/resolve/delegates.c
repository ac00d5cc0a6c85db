/* SPDX-License-Identifier: MIT */
/*
 * Which struct holds the driver, and whose bus it is on: `dev->driver->pm` is one field
 * for the drivers of all buses, but pci_pm_suspend() is handed devices of PCI alone. What
 * holds a table is read from the objects: a struct device_driver in a struct pci_driver.
 */
#include <stdio.h>

#include "base/xalloc.h"
#include "delegates.h"
#include "prog.h"
#include "program.h"
#include "solver_p.h"

#define MAX_HOLDERS 16

enum { CALLS_OF, CALLS_NOT, CALLS_UNLESS, CALLS_FROM, CALLS_OWN };	/* "of", "not", … "own" */

struct delegate {
	unsigned how;
	uint32_t table;		/* field of the inner struct that points to the table */
	uint32_t up, over;	/* "unless": from the inner struct to the outer, to its table */
	uint32_t holder[MAX_HOLDERS], nr_holders;	/* strings: structs around the inner one;
						 * "from": nodes of parameters */
};

struct delegate_entry {		/* a function in a table, by a named store */
	uint32_t object, field;
	uint32_t next;		/* 1 + entry of the same function */
};

static uint32_t field_named(const struct prog *p, const char *name)
{
	uint32_t i;

	for (i = 1; i < p->nr_field; i++)
		if (prog_field_is(p, i, name))
			return i;
	return 0;
}

/* The nodes of "debugfs_create_file#5", of each function of that name. */
static int read_params(struct prog *p, const char *text, struct delegate *r)
{
	char name[128];
	unsigned param;
	uint32_t i;
	int n;

	for (; sscanf(text, " %127[^# ]#%u%n", name, &param, &n) == 2; text += n)
		for (i = 1; param && i < p->nr_func && r->nr_holders < MAX_HOLDERS; i++)
			if (param <= p->func[i].nparams &&
			    !strcmp(name, graph_str(p->g, p->g->func[i].name)))
				r->holder[r->nr_holders++] = prog_func_param(p, i, param - 1);
	return r->table && r->nr_holders ? 0 : -1;
}

/* "device_driver.pm of pci_driver", "… not pci_driver scsi_driver", "… unless
 * device_driver.bus bus_type.pm pci_driver", "fsdata.real_fops from create_file#5",
 * "file.f_op own"; -1: of structs and functions that are not there. */
static int read_rule(struct prog *p, const char *text, struct delegate *r)
{
	char word[4][128] = { "" };
	int n, at = 0;

	memset(r, 0, sizeof(*r));
	if (sscanf(text, "%127s %127s%n", word[0], word[1], &at) != 2)
		return -1;
	text += at;
	r->table = field_named(p, word[0]);
	r->how = !strcmp(word[1], "of") ? CALLS_OF : !strcmp(word[1], "not") ? CALLS_NOT :
		!strcmp(word[1], "from") ? CALLS_FROM : !strcmp(word[1], "own") ? CALLS_OWN : CALLS_UNLESS;
	if (r->how == CALLS_FROM)
		return read_params(p, text, r);
	if (r->how == CALLS_UNLESS) {
		if (sscanf(text, "%127s %127s%n", word[2], word[3], &at) != 2)
			return -1;
		text += at;
		r->up = field_named(p, word[2]);
		r->over = field_named(p, word[3]);
		if (!r->up || !r->over)
			return -1;
	}
	while (r->nr_holders < MAX_HOLDERS && sscanf(text, "%127s%n", word[0], &n) == 1) {
		text += n;
		r->holder[r->nr_holders++] = strtab_add(&p->g->str, word[0]);
	}
	return r->table ? 0 : -1;
}

/* ---- the tables ------------------------------------------------------------------------ */

static void add_entry(struct delegates *d, uint32_t func, uint32_t object, uint32_t field)
{
	uint32_t *first = idmap_put(&d->kept, func, 0);

	ALLOC_GROW(d->entry, d->nr_entry + 1, d->alloc_entry);
	d->entry[d->nr_entry] = (struct delegate_entry){ object, field, *first };
	*first = ++d->nr_entry;
}

static void add_table(struct delegates *d, uint32_t object)
{
	struct prog *p = d->p;
	const struct solver_shape *sh = &p->s.shape;
	uint32_t rec = p->s.object[object].rec, i, j;

	for (i = sh->first[rec]; i < sh->first[rec + 1]; i++) {
		uint32_t cell = solver_cell(&p->s, object, sh->field[i], 0);

		for (j = 0; cell && j < p->s.node[cell].val.nr; j++)
			if (!value_is_object(p->s.node[cell].val.id[j]))
				add_entry(d, value_id(p->s.node[cell].val.id[j]), object, sh->field[i]);
	}
}

static int has_table(const struct delegates *d, uint32_t rec)
{
	uint32_t i;

	for (i = 0; i < d->nr_rule; i++)
		if (rec && d->p->field[d->rule[i].table].rec == rec)
			return 1;
	return 0;
}

static int is_table(const struct delegates *d, uint32_t rec)
{
	uint32_t i;

	for (i = 0; i < d->nr_rule; i++)
		if (rec && d->p->field[d->rule[i].table].pointee == rec)
			return 1;
	return 0;
}

void delegates_init(struct delegates *d, struct prog *p)
{
	const struct k_pairs *k = &p->k->delegates;
	struct delegate r;
	uint32_t i;
	size_t n;

	memset(d, 0, sizeof(*d));
	d->p = p;
	d->of_func = xcalloc(p->nr_func + 1, sizeof(*d->of_func));
	d->rule = xcalloc(k->nr + 1, sizeof(*d->rule));
	for (n = 0; n < k->nr; n++) {
		struct k_strings glob = { &k->p[n].key, 1 };

		if (read_rule(p, k->p[n].value, &r))
			continue;
		d->rule[d->nr_rule++] = r;
		for (i = 1; i < p->nr_func; i++)
			if (!d->of_func[i] &&
			    k_strings_match(&glob, graph_str(p->g, p->g->func[i].name)))
				d->of_func[i] = d->nr_rule;
	}
	for (i = 1; d->nr_rule && i < p->s.nr_object; i++) {
		if (p->s.object[i].flags & OBJECT_TEMP)
			continue;
		if (is_table(d, p->s.object[i].rec))
			add_table(d, i);
		if (has_table(d, p->s.object[i].rec)) {
			ALLOC_GROW(d->inner, d->nr_inner + 1, d->alloc_inner);
			d->inner[d->nr_inner++] = i;
		}
	}
}

void delegates_release(struct delegates *d)
{
	free(d->of_func);
	free(d->rule);
	free(d->entry);
	free(d->inner);
	idmap_release(&d->kept);
}

/* ---- who holds them --------------------------------------------------------------------- */

static int node_has(const struct prog *p, uint32_t node, uint32_t object)
{
	return node && idlist_has(&p->s.node[node].val, value_object(object));
}

static int is_held_by(const struct prog *p, const struct delegate *r, uint32_t inner)
{
	uint32_t field = p->s.object[inner].field, i;

	for (i = 0; field && i < r->nr_holders; i++)
		if (p->field[field].rec == r->holder[i])
			return 1;
	return 0;
}

/* Does the outer struct's own table have the member? Of each that it can be. */
static int outer_has(struct prog *p, const struct delegate *r, uint32_t inner, uint32_t field)
{
	uint32_t up[2] = { solver_cell(&p->s, inner, r->up, 0),
			   solver_cell(&p->s, p->s.object[inner].embedded, r->up, 0) };
	uint32_t i, j, k, nr = 0;

	for (k = 0; k < 2; k++)
		for (i = 0; up[k] && i < p->s.node[up[k]].val.nr; i++) {
			uint32_t v = p->s.node[up[k]].val.id[i], over, cell = 0;

			over = value_is_object(v) ? solver_cell(&p->s, value_id(v), r->over, 0) : 0;
			if (!over || !p->s.node[over].val.nr)
				return 0;
			for (j = 0; j < p->s.node[over].val.nr; j++) {
				uint32_t t = p->s.node[over].val.id[j];

				cell = value_is_object(t) ? solver_cell(&p->s, value_id(t), field, 0) : 0;
				if (!cell || !p->s.node[cell].val.nr)
					return 0;
			}
			nr++;
		}
	return nr != 0;
}

/* Is the table reached in another way than by this field? */
static int is_kept_elsewhere(struct prog *p, const struct delegate *r, uint32_t object)
{
	uint32_t i, rec = p->s.object[object].rec;

	if (!p->s.object[object].var || p->s.object[object].parent)
		return 1;
	for (i = 1; i < p->nr_field; i++)
		if (i != r->table && p->field[i].cls == TYPE_REC_PTR && p->field[i].pointee == rec &&
		    node_has(p, solver_field_node(&p->s, i, p->field[i].filter), object))
			return 1;
	return 0;
}

/* Is it none of the tables that these parameters get? */
static int is_not_passed(const struct prog *p, const struct delegate *r, uint32_t object)
{
	uint32_t i;

	for (i = 0; i < r->nr_holders; i++)
		if (p->s.node[r->holder[i]].open || node_has(p, r->holder[i], object))
			return 0;
	return 1;
}

/* Is the function in the table itself? */
static int stands_in(const struct delegates *d, uint32_t func, uint32_t object)
{
	const uint32_t *first = idmap_get(&d->kept, func);
	uint32_t i;

	for (i = first ? *first : 0; i; i = d->entry[i - 1].next)
		if (d->entry[i - 1].object == object)
			return 1;
	return 0;
}

static int is_left_to_others(const struct delegates *d, const struct delegate *r,
			     const struct delegate_entry *e, uint32_t caller)
{
	struct prog *p = d->p;
	uint32_t inner = p->field[r->table].rec, i, nr = 0;

	if (r->how == CALLS_FROM)
		return is_not_passed(p, r, e->object);
	if (r->how == CALLS_OWN)
		return !stands_in(d, caller, e->object);
	if (node_has(p, solver_dynamic(&p->s, r->table), e->object) ||
	    (r->how == CALLS_UNLESS && is_kept_elsewhere(p, r, e->object)))
		return 0;
	for (i = 0; i < d->nr_inner; i++) {
		const struct solver_object *o = &p->s.object[d->inner[i]];

		if (o->rec != inner ||
		    !node_has(p, solver_cell(&p->s, d->inner[i], r->table, 0), e->object))
			continue;
		nr++;
		if ((!o->field && !o->var) || is_held_by(p, r, d->inner[i]) == (r->how == CALLS_OF) ||
		    (r->how == CALLS_UNLESS && !outer_has(p, r, d->inner[i], e->field)))
			return 0;
	}
	return nr != 0;
}

int delegates_forbid(const struct delegates *d, const struct p_call *pc, uint32_t func)
{
	struct prog *p = d->p;
	uint32_t rule = d->of_func[pc->caller];
	const struct delegate *r = rule ? &d->rule[rule - 1] : NULL;
	const uint32_t *first = r ? idmap_get(&d->kept, func) : NULL;
	uint32_t i, nr = 0;

	for (i = first ? *first : 0; i; i = d->entry[i - 1].next) {
		const struct delegate_entry *e = &d->entry[i - 1];

		if (p->s.object[e->object].rec != p->field[r->table].pointee ||
		    (pc->field && pc->field != e->field))
			continue;
		if (!is_left_to_others(d, r, e, pc->caller))
			return 0;
		nr++;
	}
	return nr != 0;
}
