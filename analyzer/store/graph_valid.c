/* SPDX-License-Identifier: MIT */
/* What makes a graph safe to walk: ids, ranges, orders, enumerations. */
#include "index_p.h"

#include "base/xalloc.h"
#include "model/facts.h"

static const struct {
	const char *name;
	char letter;
} letter_of[] = {
	{ "stroff", 's' }, { "file", 'f' }, { "func", 'F' }, { "node", 'n' },
	{ "site", 'S' }, { "edge", 'E' }, { "evid", 'e' }, { "slot", 'l' },
	{ "object", 'o' }, { "guard", 'g' }, { "step", 't' },
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

/* ---- one record by itself --------------------------------------------------- */

static const char *check_func(const struct graph *g, uint32_t i)
{
	return in_range(g->func[i].node, g->func[i].nr_nodes, g->nr_node) ? NULL :
		"a function's nodes are out of range";
}

static const char *check_node(const struct graph *g, uint32_t i)
{
	const struct g_node *n = &g->node[i];

	if (!n->func)
		return "a node belongs to no function";
	return in_range(n->edge, n->nr_edges, g->nr_edge) &&
	       in_range(n->in, n->nr_in, g->nr_in_edge) ? NULL : "a node's edges are out of range";
}

static const char *check_edge(const struct graph *g, uint32_t i)
{
	const struct g_edge *e = &g->edge[i];

	return e->kind < g->nr_kind_name && e->rule < GR_NR && e->from && e->to ? NULL :
		"an edge is out of range";
}

static const char *check_site(const struct graph *g, uint32_t i)
{
	return g->site[i].cls <= GC_UNRESOLVED && g->site[i].rule < GR_NR ? NULL :
		"a call site is out of range";
}

/* So that walking up comes to an end. */
static const char *check_guard(const struct graph *g, uint32_t i)
{
	const struct g_guard *x = &g->guard[i];

	return x->parent < i && x->rel <= GUARD_NO_BIT &&
		in_range(x->consts, x->nr_consts, g->nr_constant) ? NULL : "a guard is out of range";
}

static const char *check_step(const struct graph *g, uint32_t i)
{
	return g->step[i].from < i && g->step[i].base < i && g->step[i].how < WHY_NR ? NULL :
		"a step is out of range";
}

static const char *check_slot(const struct graph *g, uint32_t i)
{
	return g->slot[i].kind <= GS_SECTION ? NULL : "a slot is out of range";
}

static const char *check_value(const struct graph *g, uint32_t i)
{
	return g->value[i].op <= STORE_OTHER ? NULL : "a stored value is out of range";
}

static const char *check_use(const struct graph *g, uint32_t i)
{
	return g->use[i].how < USE_NR ? NULL : "a use is out of range";
}

static const char *check_arg(const struct graph *g, uint32_t i)
{
	return g->arg[i].kind < VAL_KIND_NR ? NULL : "an argument is out of range";
}

static const char *check_known(const struct graph *g, uint32_t i)
{
	const struct g_known *k = &g->known[i];

	if (k->kind == GN_RULED_OUT && (k->index >= RULED_NR || k->num < 0 ||
					(uint32_t)k->num >= g->nr_func))
		return "what rules a function out is out of range";
	return k->kind <= GN_RULED_OUT && k->rel <= GUARD_NO_BIT &&
	       (k->kind != GN_OBJECT || (k->num > 0 && (uint32_t)k->num < g->nr_object)) ? NULL :
		"what is known of a value is out of range";
}

static const char *check_tu(const struct graph *g, uint32_t i)
{
	return g->tu[i].status <= TU_FAILED ? NULL :
		"the state of a translation unit is out of range";
}

static const struct {
	const char *(*check)(const struct graph *g, uint32_t i);
} record_check[GRAPH_NR] = {
	[GRAPH_func] = { check_func }, [GRAPH_node] = { check_node },
	[GRAPH_edge] = { check_edge }, [GRAPH_site] = { check_site },
	[GRAPH_guard] = { check_guard }, [GRAPH_step] = { check_step }, [GRAPH_slot] = { check_slot },
	[GRAPH_value] = { check_value }, [GRAPH_use] = { check_use }, [GRAPH_arg] = { check_arg },
	[GRAPH_known] = { check_known }, [GRAPH_tu] = { check_tu },
};

/* ---- a record and the one before it ------------------------------------------- */

static const char *order_func_names(const struct graph *g, uint32_t i)
{
	const struct g_func_name *x = &g->func_name[i - 1], *y = &g->func_name[i];

	return x->hash < y->hash || (x->hash == y->hash && x->func < y->func) ? NULL :
		"functions are not in order of their names";
}

/* A function's nodes follow those of the function before: none belongs to two. */
static const char *order_funcs(const struct graph *g, uint32_t i)
{
	return g->func[i].node == g->func[i - 1].node + g->func[i - 1].nr_nodes ? NULL :
		"the numbers of functions' nodes do not add up";
}

/* So all nodes together have as many incoming edges as there are. */
static const char *order_nodes(const struct graph *g, uint32_t i)
{
	const struct g_node *x = &g->node[i - 1], *y = &g->node[i];

	if (y->in != x->in + x->nr_in)
		return "the numbers of nodes' incoming edges do not add up";
	return x->nr_edges && y->nr_edges && y->edge != x->edge + x->nr_edges ?
		"the numbers of nodes' edges do not add up" : NULL;
}

static const char *order_edges(const struct graph *g, uint32_t i)
{
	const struct g_edge *x = &g->edge[i - 1], *y = &g->edge[i];

	return x->from < y->from || (x->from == y->from && x->site <= y->site) ? NULL :
		"edges are not in order";
}

static const char *order_stores(const struct graph *g, uint32_t i)
{
	return g->store[i - 1].slot <= g->store[i].slot ? NULL : "stores are not in order";
}

static const char *order_field_values(const struct graph *g, uint32_t i)
{
	return g->field_value[i - 1].object <= g->field_value[i].object ? NULL :
		"values of fields are not in order";
}

static const char *order_uses(const struct graph *g, uint32_t i)
{
	const struct g_use *x = &g->use[i - 1], *y = &g->use[i];

	return x->slot < y->slot || (x->slot == y->slot && x->object <= y->object) ? NULL :
		"uses are not in order";
}

static const char *order_args(const struct graph *g, uint32_t i)
{
	return g->arg[i - 1].slot <= g->arg[i].slot ? NULL : "arguments are not in order";
}

static const char *order_known(const struct graph *g, uint32_t i)
{
	return g->known[i - 1].site <= g->known[i].site ? NULL :
		"what is known of values is not in order";
}

static const struct {
	const char *(*check)(const struct graph *g, uint32_t i);
} order_check[GRAPH_NR] = {
	[GRAPH_func_name] = { order_func_names }, [GRAPH_func] = { order_funcs },
	[GRAPH_node] = { order_nodes }, [GRAPH_edge] = { order_edges },
	[GRAPH_store] = { order_stores }, [GRAPH_field_value] = { order_field_values },
	[GRAPH_use] = { order_uses }, [GRAPH_arg] = { order_args }, [GRAPH_known] = { order_known },
};

const char *check_follows(const struct graph *g, int array, uint32_t i)
{
	return array >= 0 && i > 1 && order_check[array].check ? order_check[array].check(g, i) :
		NULL;
}

const char *check_records(const struct graph *g, int array, uint32_t first, uint32_t nr)
{
	const char *what = NULL;
	uint32_t i;

	if (array < 0 || (!record_check[array].check && !order_check[array].check))
		return NULL;
	for (i = first ? first : 1; i < first + nr && !what; i++) {
		what = record_check[array].check ? record_check[array].check(g, i) : NULL;
		if (!what && i > first)
			what = check_follows(g, array, i);
	}
	return what;
}

/* ---- records among each other -------------------------------------------------- */

static const char *order_core(const struct graph *g)
{
	uint32_t i, j;

	for (i = 1; i < g->nr_func; i++)
		for (j = 0; j < g->func[i].nr_nodes; j++)
			if (g->node[g->func[i].node + j].func != i)
				return "a node belongs to another function";
	for (i = 1; i < g->nr_node; i++) {
		const struct g_node *n = &g->node[i];

		if (i - g->func[n->func].node >= g->func[n->func].nr_nodes)
			return "a node belongs to no function";
		for (j = 0; j < n->nr_edges; j++) {
			const struct g_edge *e = &g->edge[n->edge + j];

			if (e->from != i || (j && e->site < e[-1].site))
				return "edges are not in order";
			if (e->func != g->node[e->to].func)
				return "an edge is of another function";
		}
		for (j = 0; j < n->nr_in; j++)
			if (g->edge[g->in_edge[n->in + j]].to != i)
				return "incoming edges are not in order";
	}
	return NULL;
}

const char *check_graph(const struct graph *g, unsigned sections)
{
	struct graph *h = (struct graph *)g;	/* only to find its members */
	const char *what;
	size_t i;

	if (!kinds_fit(g->nr_kind_name))
		return "the table of kinds has an impossible size";
	for (i = SECTION_ARRAYS; i < SECTION_NR; i++) {
		const struct section *s = &index_section[i];

		if (sections & s->need &&
		    (what = check_records(g, s->which, 0, *section_nr(s, h))))
			return what;
	}
	return sections & INDEX_CORE ? order_core(g) : NULL;
}
