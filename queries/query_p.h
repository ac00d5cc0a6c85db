/* SPDX-License-Identifier: MIT */
/* What the queries share: private to this folder. */
#ifndef KPATH_QUERIES_QUERY_P_H
#define KPATH_QUERIES_QUERY_P_H

#include "query.h"

#include "base/idmap.h"
#include "queries/premise.h"

/* ---- names.c ----------------------------------------------------------- */

struct q_name {			/* "file.c:name@variant", in its parts */
	const char *file;	/* not NUL-ended; NULL = any */
	size_t file_len;
	const char *name;	/* not NUL-ended */
	size_t len;
	const char *variant;	/* NULL = any */
};

void q_name_split(const char *text, struct q_name *n);
int q_name_is(const struct graph *g, const struct q_name *n, uint32_t name, uint32_t file);

/* `tail` is `path`, or its last whole components. */
int q_path_tail(const char *path, const char *tail, size_t len);

struct q_near {			/* the names that are nearest to one that is not there */
	const char *text;
	size_t len;
	unsigned limit, nr;
	unsigned d[8];
	uint32_t id[8];
};

void q_near_init(struct q_near *near, const char *text, size_t len);
void q_near_offer(struct q_near *near, const char *name, size_t len, uint32_t id);
void q_near_names(const struct q_near *near, struct arena *a, struct q_names *names);

/* ---- sites.c ------------------------------------------------------------ */

/* "net/ipv4/ip_input.c:205" → the file and the line; -1 and a sentence. */
int q_parse_place(const struct graph *g, const char *text, uint32_t *file, uint32_t *line,
		  struct strbuf *err);

/* ---- slots.c ------------------------------------------------------------ */

/* What is stored in a slot: a range of g->store. */
void q_slot_stores(const struct graph *g, uint32_t slot, uint32_t *first, uint32_t *nr);

/* Slots of that name ("struct.field"), else those whose field has it; *v is
 * the caller's to free. */
uint32_t q_find_fields(const struct graph *g, const char *text, uint32_t **v);
/* The one of them, or Q_UNKNOWN, names and a sentence. Frees v. */
int q_pick_slot(const struct graph *g, const char *text, uint32_t *v, uint32_t nr, struct arena *a,
		uint32_t *id, struct q_names *names, struct strbuf *err);

/* ---- fold.c: clones and call sites --------------------------------------- */

/* Edges of one call site that are alternatives of each other. */
enum edge_class { EC_DIRECT, EC_POINTER, EC_STARTED, EC_NR };

static inline enum edge_class edge_class(const struct g_edge *e)
{
	if (e->flags & GE_STARTED_BY)
		return EC_STARTED;
	return e->rule == GR_DIRECT && !(e->flags & GE_EXECUTED_BY) ? EC_DIRECT : EC_POINTER;
}

static inline uint32_t edge_caller(const struct graph *g, const struct g_edge *e)
{
	return graph_node(g, e->from)->func;
}

static inline uint32_t edge_callee(const struct graph *g, const struct g_edge *e)
{
	return e->func;
}

/* Distinct functions that the site of edge `e` can reach, over all clones of
 * its caller, by edges of e's class. */
uint32_t site_candidates(const struct graph *g, uint32_t edge);

/* The edges of `node` at call site `site`: a range of g->edge. */
void site_edges(const struct graph *g, uint32_t node, uint32_t site,
		uint32_t *first, uint32_t *nr);

/* By file name, then line. */
int place_cmp(const struct graph *g, uint32_t file1, uint32_t line1,
	      uint32_t file2, uint32_t line2);

/* "proto_ops.connect = inet_stream_connect in inet_stream_ops": why this edge
 * exists; "" for direct calls. In `a` or the graph. */
const char *edge_via(const struct graph *g, struct arena *a, uint32_t edge);
struct q_place edge_registered(const struct graph *g, uint32_t edge);

/* ---- bindings.c ------------------------------------------------------------ */

struct binding;			/* one key */

struct bindings {		/* what a scenario and --bind leave at call sites */
	const struct graph *g;
	struct binding *key;
	uint32_t nr, alloc;
	uint32_t *of_slot;	/* by slot: memo, see bindings.c */
	struct k_strings *avoid; /* globs of scenarios */
	uint32_t nr_avoid, alloc_avoid;
	uint32_t *group_end;	/* the lists of each joined scenario that has any */
	uint32_t nr_group, alloc_group;
};

/* Q_FOUND, or Q_UNKNOWN and a sentence. `scenario` and `bind`: see
 * struct q_path_options. */
int bindings_init(struct bindings *b, const struct graph *g, const struct knowledge *k,
		  const char *const *scenario, const char *const *bind, struct strbuf *err);
void bindings_release(struct bindings *b);

/* The key that rules call site `site`; NULL: it is open. */
struct binding *bindings_at(struct bindings *b, uint32_t site);
/* Sets named[f] for every function that a value names, or a table it names holds. */
void bindings_named(struct bindings *b, uint8_t *named);
/* Do all of the joined scenarios that avoid anything avoid this name? */
int bindings_avoid(const struct bindings *b, const char *name);
/* May this function stay in a slot (0: any), by the key that names the slot? */
int bindings_allow_func(struct bindings *b, uint32_t slot, uint32_t func);
/* May this table stay, by the key that names its struct? */
int bindings_allow_object(struct bindings *b, uint32_t object);
/* May edge `e` stay where `key` rules? */
int binding_allows(struct bindings *b, struct binding *key, const struct g_edge *e);
/* The field value of a bound table that stands for edge `e`, where its own
 * evidence is of another table; else 0. *slot: what it is stored in. */
uint32_t binding_reason(struct bindings *b, const struct g_edge *e, uint32_t *slot);
/* "proto.connect = tcp_v4_connect in tcp_prot": such a value in words. */
const char *reason_via(const struct graph *g, struct arena *a, uint32_t value, uint32_t slot,
		       uint32_t func);
/* What the key says, for messages: "proto_ops = inet_stream_ops". In `a`. */
const char *binding_text(const struct binding *key, struct arena *a);

/* ---- cost.c ------------------------------------------------------------------ */

/*
 * Lengths are whole numbers, so that equal ones are equal: the cost in
 * 1/4096 in the upper bits, the number of hops in the lower 16.
 */
#define COST_UNIT 4096
#define COST_ONE_HOP 1u
#define LENGTH_MAX UINT64_MAX

#define EDGE_OUT 0		/* weight of an edge that is not followed */
#define EDGE_DROPPED 1		/* … of one that bindings dropped */

static inline double length_cost(uint64_t length)
{
	return (double)(length >> 16) / COST_UNIT;
}

static inline uint32_t length_hops(uint64_t length)
{
	return (uint32_t)(length & 0xffff);
}

struct cost {
	const struct graph *g;
	const struct k_weights *w;
	struct bindings *b;	/* NULL: none */
	unsigned out_flags;	/* GE_ flags of edges that are left out */
	uint8_t *weighed;	/* by node: are the weights of its edges known? */
	uint32_t *edge;		/* by edge: weight in 1/COST_UNIT, or EDGE_… */
	uint32_t *through;	/* by function: price of going through it, and THROUGH_ bits */
	uint8_t *dir_avoided;	/* by file: whether its directory is, where that was asked */
	const struct q_path_options *opt;	/* NULL: nothing is avoided */
	int avoids;		/* is there anything that is never entered? */
	double log2[64];	/* of small numbers */
	uint32_t direct[2][256];	/* weights of plain calls: of an inline function? by wguard */
	double hub_from;	/* callers that make a function a hub */
	uint32_t leaf;		/* price of going on from instrumentation */
};

#define THROUGH_LEAF	(1u << 31)	/* instrumentation */
#define THROUGH_NEVER	(1u << 30)
#define THROUGH_ASKED	(1u << 29)	/* NEVER is known */
#define THROUGH_KNOWN	(1u << 28)	/* LEAF and the price are known */
#define THROUGH_PRICE	(THROUGH_KNOWN - 1)

/* Edges and functions are weighed when they are first asked for. */
void cost_init(struct cost *c, const struct graph *g, const struct k_weights *w,
	       struct bindings *b, unsigned out_flags, const struct q_path_options *opt);
void cost_release(struct cost *c);
void cost_weigh_node(struct cost *c, uint32_t node);
void cost_weigh_all(struct cost *c);
uint32_t cost_weigh_function(struct cost *c, uint32_t func);

/* Weights of the edges of a node: to be indexed by edge. */
static inline const uint32_t *cost_edges(struct cost *c, uint32_t node)
{
	if (!c->weighed[node])
		cost_weigh_node(c, node);
	return c->edge;
}

static inline uint32_t cost_edge(struct cost *c, uint32_t edge)
{
	return cost_edges(c, graph_edge(c->g, edge)->from)[edge];
}

/* May no path enter this function, but one that ends there? */
int cost_forbids(struct cost *c, uint32_t func);
static inline uint32_t cost_function(struct cost *c, uint32_t func)
{
	uint32_t t = c->through[func];

	return t & THROUGH_KNOWN ? t : cost_weigh_function(c, func);
}
/* Price of coming from one function to another and going on from there, in 1/COST_UNIT:
 * where many call it, or where instrumentation begins (its own calls cost nothing more). */
static inline uint32_t cost_through(struct cost *c, uint32_t from, uint32_t func)
{
	uint32_t t = cost_function(c, func);

	if ((t & THROUGH_LEAF) && !(cost_function(c, from) & THROUGH_LEAF))
		return (t & THROUGH_PRICE) + c->leaf;
	return t & THROUGH_PRICE;
}
/* Targets left at the site of this edge, in its node. */
uint32_t cost_candidates(struct cost *c, uint32_t edge);
/* Extra length for each function that a path comes through twice. */
uint64_t cost_repeat(const struct cost *c);

/* ---- search.c ------------------------------------------------------------------ */

struct route {			/* a way through the graph: edges, end to end */
	uint32_t *edge;
	uint32_t nr;
	uint64_t length;
	uint32_t deviation;	/* Yen: functions before this one are shared with its parent */
};

struct label {
	uint64_t length;
	uint32_t node, parent, edge;	/* parent: label; edge 0 at a start */
	uint32_t state;		/* what is known there (premise.h) */
	uint32_t next;		/* another label of the node that is not worse than this one */
	uint32_t dead;		/* … it is: not to be followed */
};

/* A binary heap, least first; of equal keys the one nearer to the start, so
 * that all ways of one length have come to a node before it is followed. */
struct heap_item {
	uint64_t key;
	uint64_t length;
	uint32_t label;
};

struct heap {
	struct heap_item *item;
	uint32_t nr, alloc;
};

void heap_push(struct heap *h, uint64_t key, uint64_t length, uint32_t label);
struct heap_item heap_pop(struct heap *h);	/* of one that is not empty */
void heap_release(struct heap *h);

/*
 * From one function to another. A way never comes to a node twice; to a
 * function it may, by different clones: each call of a helper that is given
 * a callback has its own.
 */
struct search {
	struct cost *cost;
	const struct graph *g;
	uint32_t from, to;	/* functions: the ends, which nothing forbids */
	uint32_t from_node, to_node;	/* … only this clone of it; 0 = any */
	uint32_t max_hops;	/* 0 = any */
	uint64_t limit;		/* no way is longer than this; 0 = no limit */
	uint64_t *bound;	/* by node: ~ the least length to `to`, 0 = not seen; or NULL */
	uint64_t bound_rest;	/* no length is less where none was seen; LENGTH_MAX: no way */
	uint16_t *least_hops;	/* by node: fewest hops to `to`; with max_hops */
	uint8_t *blocked;	/* by node: not to be entered now */
	int blocks;		/* something is blocked from the start */
	uint8_t *reached;	/* by function: set to 1 where the search came by; may be NULL */
	struct premises *premises;	/* NULL: conditions are not held against each other */
	uint32_t *at;		/* by node: 1 + the first of its labels that are not dead */
	struct label *label;	uint32_t nr_label, alloc_label;
	uint32_t first_start, end_start;	/* the labels that search_start made */
	struct heap heap;
};

void search_init(struct search *s, struct cost *cost, uint32_t from, uint32_t to,
		 uint32_t max_hops);
void search_release(struct search *s);
int search_is_source(const struct search *s, uint32_t node);
int search_is_goal(const struct search *s, uint32_t node);
/* Fills `bound` by a search from the end; as far as it is of use for a single
 * search, or wholly. (bounds.c) */
void search_near_bounds(struct search *s);
void search_bounds(struct search *s);
/* At least so far is it from a node to the end: 0 where nothing is known. */
static inline uint64_t search_rest(const struct search *s, uint32_t node)
{
	uint64_t b;

	if (!s->bound)
		return 0;
	b = ~s->bound[node];
	return b < s->bound_rest ? b : s->bound_rest;
}
/* With max_hops: fills least_hops. The fewest hops from start to end;
 * UINT16_MAX where that is more than max_hops. */
uint32_t search_least_hops(struct search *s);
/* Forgets labels, not `blocked`. */
void search_begin(struct search *s);
/* A label that is no start: a part of what leads to one. Returns its number. */
uint32_t search_label(struct search *s, const struct label *l);
/* A label to start at; all of them one after another. */
void search_start(struct search *s, const struct label *l);
/* From every node of `from`. */
void search_start_all(struct search *s);
/*
 * 0 and *label where the end was reached; -1 where it can't be. The first
 * hop does not lead to the functions `first` (nr_first of them).
 */
int search_run(struct search *s, const uint32_t *first, uint32_t nr_first, uint32_t *label);
/* Length of the hop along an edge, LENGTH_MAX where it is closed. */
uint64_t search_hop(struct search *s, uint32_t edge);
/* The edges that lead to a label. */
void search_route(const struct search *s, uint32_t label, struct route *r);

void route_release(struct route *r);

/* Shorter first; of equal length the one whose first different call stands
 * first. */
int route_cmp(const struct graph *g, const struct route *a, const struct route *b);

/* ---- reach.c ----------------------------------------------------------------------- */

/* By function: can it run, from whatever nobody calls, every entry and what the
 * bindings name on, by what they leave? The caller frees it. */
uint8_t *runnable_functions(const struct graph *g, const struct knowledge *k, struct bindings *b);

/* ---- yen.c ----------------------------------------------------------------------- */

/*
 * Up to k shortest routes, different as sequences of functions, shortest
 * first. Returns how many; *truncated is set where the search gave up
 * before k.
 */
uint32_t yen(struct search *s, uint32_t k, struct route **routes, int *truncated);
void routes_release(struct route *routes, uint32_t nr);

/* ---- frontier.c ------------------------------------------------------------------- */

/* Why there is no way: fills res->frontier from a search that ended without one. */
void frontier_fill(const struct search *s, struct bindings *b, struct q_path_result *res);

#endif
