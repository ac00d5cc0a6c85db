/* SPDX-License-Identifier: MIT */
#include "graph.h"

#include "base/bisect.h"
#include "base/xalloc.h"

const struct g_rule_info g_rule[GR_NR] = {
#define G_TEXT(en, zh) { en, zh }
#define RULE(NAME, name, rank, about, says, says_single) \
	[GR_##NAME] = { name, rank, about, says, says_single },
#include "rules.def"
#undef RULE
#undef G_TEXT
};

void g_rules_by_rank(enum g_rule by_rank[GR_NR])
{
	unsigned i, j;

	for (i = 0; i < GR_NR; i++) {
		for (j = i; j && g_rule[by_rank[j - 1]].rank > g_rule[i].rank; j--)
			by_rank[j] = by_rank[j - 1];
		by_rank[j] = (enum g_rule)i;
	}
}

const char *const g_class_name[5] = {
	"", "direct", "resolved", "empty", "unresolved",
};

static const char *const fixed_kinds[GK_MECHANISM] = {
	"", "direct", "ops", "pointer", "callback", "initcall", "syscall",
};

void graph_init(struct graph *g)
{
	size_t i;

	memset(g, 0, sizeof(*g));
	strtab_init(&g->str);
#define X(type, noun) \
	ALLOC_GROW(g->noun, 1, g->alloc_##noun); \
	memset(g->noun, 0, sizeof(*g->noun)); \
	g->nr_##noun = 1;
	GRAPH_ARRAYS(X)
#undef X
	for (i = 0; i < GK_MECHANISM; i++) {
		ALLOC_GROW(g->kind_name, g->nr_kind_name + 1, g->alloc_kind_name);
		g->kind_name[g->nr_kind_name++] = strtab_add(&g->str, fixed_kinds[i]);
	}
}

uint32_t graph_add_constant(struct graph *g, uint32_t name)
{
	ALLOC_GROW(g->constant, g->nr_constant + 1, g->alloc_constant);
	g->constant[g->nr_constant].name = name;
	return g->nr_constant++;
}

void graph_release(struct graph *g)
{
	strtab_release(&g->str);
#define X(type, noun) free(g->noun);
	GRAPH_ARRAYS(X)
#undef X
	free(g->in_edge);
	free(g->kind_name);
	memset(g, 0, sizeof(*g));
}

void graph_set_meta(struct graph *g, const char *key, const char *value)
{
	uint32_t k = strtab_add(&g->str, key), v = strtab_add(&g->str, value);
	uint32_t i;

	for (i = 1; i < g->nr_meta; i++) {
		int c = strcmp(graph_str(g, g->meta[i].key), key);

		if (!c) {
			g->meta[i].value = v;
			return;
		}
		if (c > 0)
			break;
	}
	ALLOC_GROW(g->meta, g->nr_meta + 1, g->alloc_meta);
	memmove(&g->meta[i + 1], &g->meta[i], (g->nr_meta - i) * sizeof(*g->meta));
	g->nr_meta++;
	g->meta[i].key = k;
	g->meta[i].value = v;
}

const char *graph_get_meta(const struct graph *g, const char *key)
{
	uint32_t i;

	for (i = 1; i < g->nr_meta; i++)
		if (!strcmp(graph_str(g, g->meta[i].key), key))
			return graph_str(g, g->meta[i].value);
	return "";
}

static int cmp_u32(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int cmp_edge(const void *a, const void *b)
{
	const struct g_edge *x = a, *y = b;
	int c = cmp_u32(x->from, y->from);

	if (!c)
		c = cmp_u32(x->site, y->site);
	if (!c)
		c = cmp_u32(x->to, y->to);
	if (!c)
		c = cmp_u32(x->flags & (GE_STARTED_BY | GE_EXECUTED_BY),
			    y->flags & (GE_STARTED_BY | GE_EXECUTED_BY));
	if (!c)
		c = cmp_u32(g_rule[x->rule].rank, g_rule[y->rule].rank);
	if (!c)
		c = cmp_u32(x->kind, y->kind);
	return c ? c : cmp_u32(x->evid, y->evid);
}

static int same_edge(const struct g_edge *x, const struct g_edge *y)
{
	return x->from == y->from && x->site == y->site && x->to == y->to &&
		!((x->flags ^ y->flags) & (GE_STARTED_BY | GE_EXECUTED_BY));
}

/* The strongest rule comes first among repeats; flags are joined. */
static void sort_edges(struct graph *g)
{
	uint32_t i, n = 1;

	qsort(g->edge + 1, g->nr_edge - 1, sizeof(*g->edge), cmp_edge);
	for (i = 1; i < g->nr_edge; i++) {
		if (n > 1 && same_edge(&g->edge[n - 1], &g->edge[i])) {
			g->edge[n - 1].flags |= g->edge[i].flags;
			continue;
		}
		g->edge[n++] = g->edge[i];
	}
	g->nr_edge = n;
}

static void link_in_edges(struct graph *g)
{
	uint32_t i, at = 0;

	for (i = 0; i < g->nr_node; i++)
		g->node[i].nr_edges = g->node[i].nr_in = g->node[i].edge = 0;
	for (i = 1; i < g->nr_edge; i++) {
		struct g_edge *e = &g->edge[i];
		struct g_node *from = &g->node[e->from];

		e->func = g->node[e->to].func;
		if (g->func[e->func].flags & GF_INLINE)
			e->flags |= GE_INLINE;
		if (!from->nr_edges++)
			from->edge = i;
		g->node[g->edge[i].to].nr_in++;
	}
	for (i = 0; i < g->nr_node; i++) {
		g->node[i].in = at;
		at += g->node[i].nr_in;
		g->node[i].nr_in = 0;
	}
	ALLOC_GROW(g->in_edge, at + 1, g->alloc_in_edge);
	g->nr_in_edge = at;
	for (i = 1; i < g->nr_edge; i++) {
		struct g_node *to = &g->node[g->edge[i].to];

		g->in_edge[to->in + to->nr_in++] = i;
	}
}

/* Distinct caller functions of each function. Edges come in the order of the
 * nodes that they leave, and a function's nodes stand together. */
static void count_callers(struct graph *g)
{
	uint32_t *last = xcalloc(g->nr_func + 1, sizeof(*last)), i;

	for (i = 1; i < g->nr_func; i++)
		g->func[i].callers = 0;
	for (i = 1; i < g->nr_edge; i++) {
		uint32_t from = g->node[g->edge[i].from].func, to = g->node[g->edge[i].to].func;

		g->func[to].callers += last[to] != from;
		last[to] = from;
	}
	free(last);
}

/* Do all edges from this edge's site leave one node? They stand together then,
 * in order of where they lead to. */
static int is_in_one_place(const struct graph *g, const struct g_edge *e)
{
	uint32_t func = g->site[e->site].func;

	return e->site && func == g->node[e->from].func && g->func[func].nr_nodes == 1;
}

/* Distinct targets of each site: the first edge to each counts, if it is none
 * of deferred work. */
static void count_targets(struct graph *g)
{
	struct idmap seen = IDMAP_INIT;
	uint32_t i, site = 0, target = 0;

	for (i = 1; i < g->nr_site; i++)
		g->site[i].nr_targets = 0;
	for (i = 1; i < g->nr_edge; i++) {
		const struct g_edge *e = &g->edge[i];
		uint32_t to = g->node[e->to].func, *p, first;

		if (is_in_one_place(g, e)) {
			first = e->site != site || to != target;
			site = e->site;
			target = to;
		} else {
			p = idmap_put(&seen, idmap_pair(e->site, to), 0);
			first = !*p;
			*p = 1;
		}
		if (first && !(e->flags & GE_STARTED_BY) &&
		    g->site[e->site].nr_targets < UINT16_MAX)
			g->site[e->site].nr_targets++;
	}
	idmap_release(&seen);
}

static int cmp_func_name(const void *a, const void *b)
{
	const struct g_func_name *x = a, *y = b;

	return x->hash != y->hash ? cmp_u32(x->hash, y->hash) : cmp_u32(x->func, y->func);
}

static void order_names(struct graph *g)
{
	uint32_t i;

	ALLOC_GROW(g->func_name, g->nr_func, g->alloc_func_name);
	g->nr_func_name = g->nr_func;
	for (i = 1; i < g->nr_func; i++)
		g->func_name[i] = (struct g_func_name){
			graph_name_hash(graph_str(g, g->func[i].name),
					graph_strlen(g, g->func[i].name)), i };
	qsort(g->func_name + 1, g->nr_func - 1, sizeof(*g->func_name), cmp_func_name);
}

uint32_t graph_first_named(const struct graph *g, uint32_t hash)
{
	/* hashes are spread evenly, so it is near to where its value says */
	uint32_t nr = g->nr_func_name - 1, lo, hi, step = 64;
	uint32_t guess = 1 + (uint32_t)((uint64_t)hash * nr >> 32);

	for (lo = guess; lo > 1 && graph_func_name(g, lo - 1)->hash >= hash; step *= 2)
		lo = lo > step ? lo - step : 1;
	for (hi = guess, step = 64; hi <= nr && graph_func_name(g, hi)->hash < hash; step *= 2)
		hi = nr - hi >= step ? hi + step : nr + 1;
	BISECT(lo, hi, mid, graph_func_name(g, mid)->hash < hash);
	return lo;
}

void graph_finish(struct graph *g)
{
	sort_edges(g);
	link_in_edges(g);
	count_callers(g);
	count_targets(g);
	order_names(g);
}

uint32_t graph_column(const struct graph *g, enum graph_array array, unsigned word, uint32_t first, uint32_t *out)
{
	const char *base = NULL;
	size_t size = 0;
	uint32_t nr = 0, i;

	switch (array) {
#define X(type, noun) case GRAPH_##noun: base = (const char *)g->noun; size = sizeof(*g->noun); nr = g->nr_##noun; break;
	GRAPH_ARRAYS(X)
#undef X
	default:
		BUG("array %d has no records", (int)array);
	}
	if (first >= nr)
		return 0;
	nr -= first;
	if (nr > GRAPH_BLOCK - first % GRAPH_BLOCK)
		nr = GRAPH_BLOCK - first % GRAPH_BLOCK;
	if (g->source && !g->source->have[array][first / GRAPH_BLOCK]) {
		g->source->column(g->source, array, word, first, nr, out);
		return nr;
	}
	for (i = 0; i < nr; i++)
		memcpy(&out[i], base + (size_t)(first + i) * size + 4 * (size_t)word, 4);
	return nr;
}
