/* SPDX-License-Identifier: MIT */
/* The fields that the text of a question about states means. */
#include "states_p.h"

#include <string.h>

#include "model/facts.h"
#include "queries/slots.h"

/* A field that is set to a constant of this name; 0: none. */
static uint32_t field_of_value(const struct graph *g, const char *name)
{
	uint32_t i;

	for (i = 1; i < g->nr_arg; i++)
		if (graph_arg(g, i)->slot && !strcmp(graph_str(g, graph_arg(g, i)->text), name))
			return graph_arg(g, i)->slot;
	for (i = 1; i < g->nr_value; i++)
		if (graph_value(g, i)->is_const && !strcmp(graph_str(g, graph_value(g, i)->name), name))
			return graph_value(g, i)->slot;
	return 0;
}

static int is_value(const struct states *s, const char *text, uint32_t slot, struct q_names *names,
		    struct strbuf *err)
{
	const char *field = graph_str(s->g, graph_slot(s->g, slot)->name);

	names->nr = 0;
	names->asked = NULL;
	strbuf_clear(err);
	error(err, "%s is a value of %s: kpath states %s", text, field, field);
	return Q_UNKNOWN;
}

/* The field, and what knowledge ties to it. */
int states_find_slots(struct states *s, const char *text, struct q_names *names, struct strbuf *err)
{
	const struct graph *g = s->g;
	const char *renamed = k_pairs_get(&s->k->renames, text), *tied;
	uint32_t *v, nr, i, n = 0, id;
	int ret;

	nr = q_find_fields(g, renamed ? renamed : text, &v);
	for (i = 0; i < nr; i++) {	/* those that somebody sets to a constant; not copies of them */
		uint32_t j, used = 0;

		for (j = 1; j < g->nr_value && !used; j++)
			used = graph_value(g, j)->slot == v[i] && graph_value(g, j)->is_const;
		for (j = 1; j < g->nr_arg && !used; j++)
			used = graph_arg(g, j)->slot == v[i] && graph_arg(g, j)->kind == VAL_CONST;
		if (used)
			v[n++] = v[i];
	}
	ret = q_pick_slot(g, text, v, n ? n : nr, &s->res->arena, &id, names, err);
	if (ret && (id = field_of_value(g, text)))
		ret = is_value(s, text, id, names, err);
	if (ret)
		return ret;
	s->res->slot = arena_alloc(&s->res->arena, 2 * sizeof(uint32_t));
	s->res->slot[s->res->nr_slots++] = id;
	tied = k_pairs_get(&s->k->tied_fields, graph_str(g, graph_slot(g, id)->name));
	for (i = 1; tied && i < g->nr_slot && s->res->nr_slots < 2; i++)
		if (!strcmp(graph_str(g, graph_slot(g, i)->name), tied))
			s->res->slot[s->res->nr_slots++] = i;
	for (i = 0; i < s->res->nr_slots; i++)
		s->slot[s->res->slot[i]] = 1;
	return Q_FOUND;
}
