/* SPDX-License-Identifier: MIT */
/* What makes a graph safe to walk: ids, ranges, orders, enumerations. */
#include "index_p.h"

#include "base/xalloc.h"
#include "model/facts.h"

static const struct {
	const char *name;
	char letter;
} letter_of[] = {
	{ "strlen", 's' }, { "file", 'f' }, { "func", 'F' }, { "node", 'n' },
	{ "site", 'S' }, { "edge", 'E' }, { "evid", 'e' }, { "slot", 'l' },
	{ "object", 'o' }, { "guard", 'g' },
};

void limits_set(struct limits *l, const char *name, uint32_t records)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(letter_of); i++)
		if (!strcmp(letter_of[i].name, name))
			l->of[(unsigned char)letter_of[i].letter] = records;
}

int check_words(const struct section *s, const struct limits *l,
		const uint32_t *rec, uint32_t nr)
{
	unsigned words = (unsigned)strlen(s->words), w;
	uint32_t i, max, limit;

	for (w = 0; w < words; w++) {
		if (s->words[w] == '.')
			continue;
		limit = l->of[(unsigned char)s->words[w]];
		for (i = 0, max = 0; i < nr; i++) {
			uint32_t v = rec[(size_t)i * words + w];

			max = v > max ? v : max;
		}
		if (nr && max >= limit)
			return -1;
	}
	return 0;
}

static int in_range(uint32_t first, uint32_t nr, uint32_t limit)
{
	return first <= limit && nr <= limit - first;
}

static const char *check_core(const struct graph *g)
{
	uint32_t i, j;

	if (g->nr_kind_name < GK_MECHANISM || g->nr_kind_name > 256)
		return "the table of kinds has an impossible size";
	for (i = 1; i < g->nr_func; i++) {
		const struct g_func *f = &g->func[i];

		if (!in_range(f->node, f->nr_nodes, g->nr_node))
			return "a function's nodes are out of range";
		for (j = 0; j < f->nr_nodes; j++)
			if (g->node[f->node + j].func != i)
				return "a node belongs to another function";
	}
	for (i = 1; i < g->nr_node; i++) {
		const struct g_node *n = &g->node[i];

		if (!n->func || i - g->func[n->func].node >= g->func[n->func].nr_nodes)
			return "a node belongs to no function";
		if (!in_range(n->edge, n->nr_edges, g->nr_edge) ||
		    !in_range(n->in, n->nr_in, g->nr_in_edge))
			return "a node's edges are out of range";
		for (j = 0; j < n->nr_edges; j++) {
			const struct g_edge *e = &g->edge[n->edge + j];

			if (e->from != i || (j && e->site < e[-1].site))
				return "edges are not in order";
		}
		for (j = 0; j < n->nr_in; j++)
			if (g->edge[g->in_edge[n->in + j]].to != i)
				return "incoming edges are not in order";
	}
	for (i = 1; i < g->nr_edge; i++)
		if (g->edge[i].kind >= g->nr_kind_name || g->edge[i].rule >= GR_NR ||
		    !g->edge[i].from || !g->edge[i].to)
			return "an edge is out of range";
	return NULL;
}

static const char *check_sites(const struct graph *g)
{
	uint32_t i;

	for (i = 1; i < g->nr_site; i++)
		if (g->site[i].cls > GC_UNRESOLVED || g->site[i].rule >= GR_NR)
			return "a call site is out of range";
	return NULL;
}

static const char *check_guards(const struct graph *g)
{
	uint32_t i;

	for (i = 1; i < g->nr_guard; i++)	/* so that walking up comes to an end */
		if (g->guard[i].parent >= i || g->guard[i].rel > GUARD_NO_BIT)
			return "a guard is out of range";
	return NULL;
}

static const char *check_slots(const struct graph *g)
{
	uint32_t i;

	for (i = 1; i < g->nr_slot; i++)
		if (g->slot[i].kind > GS_SECTION)
			return "a slot is out of range";
	for (i = 2; i < g->nr_store; i++)
		if (g->store[i].slot < g->store[i - 1].slot)
			return "stores are not in order";
	return NULL;
}

static const char *check_objects(const struct graph *g)
{
	uint32_t i;

	for (i = 2; i < g->nr_field_value; i++)
		if (g->field_value[i].object < g->field_value[i - 1].object)
			return "values of fields are not in order";
	return NULL;
}

static const char *check_values(const struct graph *g)
{
	uint32_t i;

	for (i = 1; i < g->nr_value; i++)
		if (g->value[i].op > STORE_OTHER)
			return "a stored value is out of range";
	for (i = 1; i < g->nr_arg; i++)
		if (g->arg[i].kind >= VAL_KIND_NR)
			return "an argument is out of range";
	return NULL;
}

static const char *check_entries(const struct graph *g)
{
	uint32_t i;

	for (i = 1; i < g->nr_tu; i++)
		if (g->tu[i].status > TU_FAILED)
			return "the state of a translation unit is out of range";
	return NULL;
}

const char *check_graph(const struct graph *g, unsigned sections)
{
	static const struct {
		unsigned need;
		const char *(*check)(const struct graph *g);
	} checks[] = {
		{ INDEX_CORE, check_core }, { INDEX_SITES, check_sites },
		{ INDEX_GUARDS, check_guards }, { INDEX_SLOTS, check_slots },
		{ INDEX_OBJECTS, check_objects }, { INDEX_VALUES, check_values },
		{ INDEX_ENTRIES, check_entries },
	};
	const char *what;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(checks); i++)
		if ((sections & checks[i].need) && (what = checks[i].check(g)))
			return what;
	return NULL;
}
