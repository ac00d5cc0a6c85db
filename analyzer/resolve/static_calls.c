/* SPDX-License-Identifier: MIT */
/* Static calls: what the key of one can hold, besides what is handed over with its name
 * (include/linux/static_call.h and static_call_types.h, Linux 6.1). */
#include <string.h>

#include "base/xalloc.h"
#include "prog.h"
#include "program.h"
#include "registry.h"
#include "static_calls.h"

/* Calls that knowledge says are filled from a field: lsm_static_call_NAME_0. */
static void fill_from_slots(struct prog *p, const char *name, uint32_t node)
{
	const char *end = strrchr(name, '_');
	size_t k, n;
	uint32_t f;

	for (k = 0; k < p->k->static_slots.nr; k++) {
		const struct k_pair *pair = &p->k->static_slots.p[k];

		n = strlen(pair->key);
		if (strncmp(name, pair->key, n) || !end || end < name + n)
			continue;
		for (f = 1; f < p->nr_field; f++) {
			const char *field = graph_str(p->g, p->field[f].name);

			if (!strcmp(graph_str(p->g, p->field[f].rec), pair->value) &&
			    strlen(field) == (size_t)(end - name) - n &&
			    !strncmp(field, name + n, strlen(field)))
				solver_copy(&p->s, solver_field_node(&p->s, f, p->field[f].filter), node);
		}
	}
}

static uint32_t type_sieve(struct prog *p, uint32_t type, uint32_t node)
{
	uint32_t n = solver_node_new(&p->s, FILTER_TYPE | type);

	solver_copy(&p->s, n, node);
	return n;
}

/*
 * A key that is set through a pointer to it, as a tracepoint's is to its only probe:
 * what is stored into it, if the call can take it. What it returns nobody may ask for.
 * Of several of one type it is not known which gets what, but where functions are
 * registered with what points to the key (registry.h).
 */
static void fill_from_key(struct prog *p, uint32_t key, uint32_t sig, uint32_t node)
{
	const char *params = strchr(graph_str(p->g, sig), '(');
	uint32_t object = p->var[key].rec ? prog_var_object(p, key) : 0, f, taken, plain;
	struct strbuf sb = STRBUF_INIT;

	if (!object || !params)
		return;
	strbuf_addf(&sb, "void %s", params);
	taken = type_sieve(p, sig, node);
	plain = type_sieve(p, strtab_addn(&p->g->str, sb.buf, sb.len), node);
	strbuf_release(&sb);
	for (f = 1; f < p->nr_field; f++) {
		uint32_t cell;

		if (p->field[f].rec != p->var[key].rec ||
		    (p->field[f].cls != TYPE_VOID_PTR && p->field[f].cls != TYPE_FUNC_PTR))
			continue;
		solver_field_node(&p->s, f, p->field[f].filter);
		cell = solver_cell(&p->s, object, f, 1);
		solver_copy(&p->s, cell, taken);
		solver_copy(&p->s, cell, plain);
	}
}

/* A string's symbol: 1 + variable of the key, 1 + function of the trampoline. */
struct names { struct idmap key, trampoline, of_type, tied; };

/* The trampoline is made in assembler beside the key. */
static void find_names(struct prog *p, struct names *m)
{
	size_t n = strlen(STATIC_KEY);
	uint32_t i, id;

	for (i = 1; i < p->nr_var; i++) {
		const char *name = graph_str(p->g, p->var[i].name);

		id = strncmp(name, STATIC_KEY, n) ? 0 : strtab_find(&p->g->str, name + n);
		if (!id || !(p->var[i].flags & SYM_DEFINED))
			continue;
		*idmap_put(&m->key, id, 0) = i + 1;
		if (p->var[i].rec)
			idmap_put(&m->tied, prog_var_object(p, i), 0);
	}
	n = strlen(STATIC_TRAMPOLINE);
	for (i = 1; i < p->nr_func; i++) {
		const char *name = graph_str(p->g, p->g->func[i].name);

		id = strncmp(name, STATIC_TRAMPOLINE, n) ? 0 : strtab_find(&p->g->str, name + n);
		if (!id)
			continue;
		*idmap_put(&m->trampoline, id, 0) = i + 1;
		if (idmap_get(&m->key, id))
			++*idmap_put(&m->of_type, p->g->func[i].sig, 0);
		if (!(p->g->func[i].flags & GF_DEFINED) && idmap_get(&m->key, id))
			p->g->func[i].flags |= GF_ASM;
	}
}

static void fill(struct prog *p, struct names *m, uint32_t key, uint32_t sig, uint32_t node)
{
	const uint32_t *tied = p->var[key].rec ? idmap_get(&m->tied, prog_var_object(p, key)) : NULL;

	if (tied && *tied && *tied != UINT32_MAX)
		*idmap_put(&p->static_tied, node, 0) = *tied;
	else if (*idmap_get(&m->of_type, sig) != 1)
		return;
	fill_from_key(p, key, sig, node);
}

void static_calls_fill(struct prog *p)
{
	struct names m = { { 0 }, { 0 }, { 0 }, { 0 } };
	size_t i;

	find_names(p, &m);
	registry_tie(p, &m.tied);
	for (i = 0; i < p->static_map.size; i++) {
		const struct idmap_entry *e = &p->static_map.tab[i];
		const uint32_t *key = e->used ? idmap_get(&m.key, e->key) : NULL;
		const uint32_t *to = e->used ? idmap_get(&m.trampoline, e->key) : NULL;

		if (!e->used)
			continue;
		fill_from_slots(p, graph_str(p->g, (uint32_t)e->key), e->value);
		if (key && to)
			fill(p, &m, *key - 1, p->g->func[*to - 1].sig, e->value);
	}
	idmap_release(&m.key);
	idmap_release(&m.trampoline);
	idmap_release(&m.of_type);
	idmap_release(&m.tied);
}
