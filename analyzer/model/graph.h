/* SPDX-License-Identifier: MIT */
/*
 * The linked program and its call graph: what resolve makes, store keeps and
 * queries read.
 *
 * Ids are indices into the arrays below; entry 0 of each array is a zeroed
 * dummy that means "none". Strings are ids into `str`. Every struct is made
 * of 32-bit and smaller members without padding, so that an array is its own
 * file format on a little-endian machine. NAME_WORDS behind each says what its
 * 32-bit words hold, a letter for each (store/index_p.h); the store does not compile
 * where they are more or fewer.
 *
 * A *node* is a function, or a clone of one: a function that calls (or hands
 * on) its parameters is cloned once for each distinct tuple of callbacks, so
 * that a plain search never mixes the callbacks of different call sites.
 * Edges run between nodes; answers fold clones back into functions.
 */
#ifndef KPATH_MODEL_GRAPH_H
#define KPATH_MODEL_GRAPH_H

#include <stdint.h>

#include "base/digest.h"
#include "base/strtab.h"

struct g_file {
	uint32_t name;		/* as shown: "net/ipv4/tcp.c", "<build>/include/generated/x.h" */
	uint32_t pad;
	uint64_t hash;		/* digest of the bytes that were indexed; 0 = unknown */
};
#define g_file_WORDS "s..."

enum g_func_flags {
	GF_DEFINED	= 1 << 0,	/* has a C body */
	GF_ASM		= 1 << 1,	/* a symbol of an assembler source */
	GF_STATIC	= 1 << 2,
	GF_INLINE	= 1 << 3,
	GF_WEAK		= 1 << 4,
	GF_INIT		= 1 << 5,	/* .init.text: runs at boot only */
	GF_NOTRACE	= 1 << 6,
	GF_SYSCALL	= 1 << 7,
	GF_LEAF		= 1 << 8,	/* knowledge: instrumentation, paths do not go through it */
	GF_HEADER	= 1 << 9,
	GF_BUILTIN	= 1 << 10,	/* compiler builtin or compile-time error: not counted */
	GF_ADDR_TAKEN	= 1 << 11,
	GF_UNREACHED	= 1 << 12,	/* no entry that is known leads to it */
	GF_RARE		= 1 << 13	/* knowledge: seldom runs in the middle of a path */
};

struct g_func {
	uint32_t name;
	uint32_t file, line, end_line;	/* of the body, else of a declaration */
	uint32_t unit;		/* string: link unit */
	uint32_t variant;	/* string: TU's main file, 0 where all TUs agree */
	uint32_t flags;		/* GF_ */
	uint32_t sig;		/* string: canonical type */
	uint32_t macro;		/* string: macro that made it (SYSCALL_DEFINE3), or 0 */
	uint32_t section;	/* string */
	uint32_t alias_of;	/* function this symbol is an alias of, or 0 */
	uint32_t node;		/* its first node; clones follow it: node … node + nr_nodes - 1 */
	uint32_t nr_nodes;
	uint32_t callers;	/* number of distinct functions that call it (hub penalty) */
};
#define g_func_WORDS "sf..ss.sssFn.."

struct g_node {
	uint32_t func;
	uint32_t ctx;		/* string: which callbacks are bound ("okfn = ip_rcv_finish"); 0 in the plain node */
	uint32_t edge, nr_edges;	/* outgoing edges: a range of `edge` */
	uint32_t in, nr_in;	/* incoming edges: a range of `in_edge` */
};
#define g_node_WORDS "Fs...."

/* How a call site ends. */
enum g_class { GC_NONE, GC_DIRECT, GC_RESOLVED, GC_EMPTY, GC_UNRESOLVED };

/* By which rule a target was found, see rules.def: GR_NONE, GR_DIRECT, … */
enum g_rule {
#define RULE(NAME, name, rank, about, says, says_single) GR_##NAME,
#include "rules.def"
#undef RULE
	GR_NR
};

struct g_text {			/* one text in each language; members are NULL where there is none */
	const char *en, *zh;
};

/* All that there is to be said of a rule; the one place where it is said. */
struct g_rule_info {
	const char *name;	/* "two-layer": in answers, and the key of its weight in the knowledge
				 * file (weights.rule) */
	unsigned rank;		/* 1 = strongest; of equal edges the strongest rule's is kept */
	const char *about;	/* a few words for `kpath help rules`, NULL = not listed there */
	struct g_text says;	/* why a target is one, a sentence; {n} is the number of candidates */
	struct g_text says_single;	/* instead, where there is one candidate only; may be empty */
};
extern const struct g_rule_info g_rule[GR_NR];
/* The rules by rank, strongest first: after GR_NONE. */
void g_rules_by_rank(enum g_rule by_rank[GR_NR]);
extern const char *const g_class_name[5];	/* "", "direct", "resolved", … */

struct g_site {			/* a call site */
	uint32_t func;
	uint32_t file, line;	/* expansion place */
	uint32_t macro;		/* string: macro it came through, or 0 */
	uint32_t slot;		/* slot called through, 0 for direct calls */
	uint32_t outer;		/* slot that holds the table ("socket.ops"), or 0 */
	uint32_t expr;		/* string: "sock->ops->sendmsg"; 0 for direct calls */
	uint32_t guard;		/* innermost guard, 0 = none */
	uint32_t why;		/* string: what keeps an unresolved one from being decided */
	uint8_t cls;		/* enum g_class */
	uint8_t rule;		/* enum g_rule: of the targets */
	uint16_t nr_targets;	/* distinct functions, over all nodes (saturates) */
};
#define g_site_WORDS "Ff.sllsgs."

/* The kinds every graph has; mechanisms of the knowledge file follow from
 * GK_MECHANISM on, in `kind_name`. */
enum g_kind {
	GK_NONE, GK_DIRECT, GK_OPS, GK_POINTER, GK_CALLBACK, GK_INITCALL,
	GK_SYSCALL, GK_MECHANISM
};

enum g_edge_flags {
	GE_STARTED_BY	= 1 << 0,	/* deferred: the function that arms, queues, spawns */
	GE_EXECUTED_BY	= 1 << 1,	/* deferred: the function that really calls */
	GE_LIKELY	= 1 << 2,	/* the macro names this target as likely (INDIRECT_CALL_n) */
	GE_BOUND	= 1 << 3,	/* exists in this clone only */
	GE_INLINE	= 1 << 4,	/* to an inline function (GF_INLINE) */
	GE_KNOWN	= 1 << 5,	/* there are g_known of its site */
	GE_UNREACHED	= 1 << 6,	/* no known entry leads to the call, or to a store of its target */
	GE_SET_UP	= 1 << 7	/* STARTED_BY, where it is only made ready: another call starts it */
};
/* An edge with neither STARTED_BY nor EXECUTED_BY is a plain, synchronous call.
 * Paths follow both kinds, and with --executed-by no STARTED_BY ones. */

/* The guards of an edge, for the path cost: how surprising the conditions are that it stands
 * under, in units of which GW_ONE is one even chance, and whether it is out of the usual way. */
enum g_guards {
	GW_ONE = 64, GW_COUNT = 4095,
	GW_RARE = 1 << 12, GW_GOTO = 1 << 13, GW_UNLIKELY = 1 << 14, GW_ERROR = 1 << 15
};

struct g_edge {
	uint32_t from, to;	/* nodes */
	uint32_t site;
	uint32_t evid;		/* evidence, 0 for direct calls */
	uint8_t kind;		/* enum g_kind, or a mechanism */
	uint8_t rule;		/* enum g_rule */
	uint8_t flags;		/* GE_ */
	uint8_t pad8;
	uint32_t func;		/* function of `to` */
	uint16_t wguard;	/* GW_: all that the path cost needs of the guards */
	uint16_t pad;
};
#define g_edge_WORDS "nnSe.F."

/* Why an edge through a pointer exists: one store of the function. */
struct g_evid {
	uint32_t slot;		/* where it is stored: "proto_ops.connect" */
	uint32_t object;	/* table object that holds it ("inet_stream_ops"), or 0 */
	uint32_t file, line;	/* place of the store or registration */
	uint32_t note;		/* string: "fs_initcall, level 5"; or 0 */
	uint32_t nr;		/* how many stores say the same */
	uint32_t step;		/* the last one on the way from the store to the call, 0 = not known */
};
#define g_evid_WORDS "lof.s.t"

/* How a value comes from one slot into the next. */
enum g_step_how {
	WHY_NAMED,		/* it is named here: the way begins */
	WHY_STORED,		/* a store */
	WHY_PASSED,		/* an argument */
	WHY_RETURNED,
	WHY_READ,		/* a load, through a pointer to the object or by its name */
	WHY_READ_ANY,		/* … through a pointer that anything may be in */
	WHY_JUST,		/* a load of what was stored there before in the same function */
	WHY_COPIED,		/* the struct around it is copied */
	WHY_UNSEEN,		/* nothing is known to be stored in that object, so it may hold all
				 * that the field holds anywhere */
	WHY_NR
};

/*
 * One step on the way of a value: at this place it came into `slot`. A way is
 * read from its end, by `from`; a step comes after the steps that it leads
 * back to.
 */
struct g_step {
	uint32_t from;		/* the step before, 0 = none */
	uint32_t file, line;
	uint32_t func;		/* the place is in this function, 0 = an initialiser */
	uint32_t slot;		/* 0 = none that has a name */
	uint32_t object;	/* table whose field it is, or 0 */
	uint32_t holder;	/* … slot that holds its struct by value, or 0 */
	uint32_t base;		/* why the pointer points to that: last step of the table's own way, 0 =
				 * none, or not followed further */
	uint8_t how;		/* enum g_step_how */
	uint8_t pad8;
	uint16_t pad;
};
#define g_step_WORDS "tf.Flolt."

enum g_slot_kind { GS_NONE, GS_FIELD, GS_GLOBAL, GS_PARAM, GS_RETURN, GS_LOCAL, GS_SECTION };

struct g_slot {
	uint32_t name;		/* string: "proto_ops.connect", "inet_protos[]", "call_timer_fn#1" */
	uint32_t type;		/* string: struct name of a field, else 0 */
	uint32_t file, line;	/* of the declaration */
	uint32_t key;		/* string: identity besides the name (path of the struct) */
	uint8_t kind;		/* enum g_slot_kind */
	uint8_t open;		/* stored from something the analysis can't follow */
	uint16_t pad;
};
#define g_slot_WORDS "ssf.s."

struct g_store {		/* a function (or table) put into a slot; sorted by slot */
	uint32_t slot;
	uint32_t func;		/* what is stored: function, or 0 */
	uint32_t target;	/* … or object, or 0 */
	uint32_t object;	/* table object stored into, or 0 */
	uint32_t in_func;	/* function that does it, 0 for an initialiser */
	uint32_t file, line;
	uint32_t guard;
	uint32_t via;		/* slot that it is put into there and comes here from (a setter's
				 * parameter, another field), 0: this one */
};
#define g_store_WORDS "lFooFf.gl"

struct g_object {		/* a variable of a struct type, or an array of those, or a table of pointers */
	uint32_t name;
	uint32_t type;		/* string: "proto_ops" */
	uint32_t file, line;
	uint32_t unit;
	uint32_t in_func;	/* static variable of this function, or 0 */
};
#define g_object_WORDS "ssf.sF"

struct g_field_value {		/* an initialised (or directly assigned) field of an object; sorted by object */
	uint32_t object;
	uint32_t field;		/* string: "connect", "[0].prot" */
	uint32_t func;		/* function stored, or 0 */
	uint32_t target;	/* object whose address is stored, or 0 */
	uint32_t text;		/* string: any other value, as written, or 0 */
	uint32_t file, line;
};
#define g_field_value_WORDS "osFosf."

struct g_guard {
	uint32_t parent, text, line;
	uint32_t subject;	/* string: "sock_common.skc_state", or 0 */
	uint32_t consts, nr_consts;	/* range of `constant`: what the subject is compared with */
	uint8_t rel, flags;	/* enum guard_rel, guard_flags of facts.h */
	uint16_t mask;		/* GUARD_ANY_BIT, GUARD_NO_BIT: the bits of all constants; 0: they don't fit */
};
#define g_guard_WORDS "gs.s..."

struct g_constant {		/* of guards: those of one stand together, and guards that speak of
				 * cases of one switch share theirs */
	uint32_t name;		/* string: "TCP_CLOSE", as written */
};
#define g_constant_WORDS "s"

struct g_value {		/* a scalar store, for states and flags; and copies of pointers that tie
				 * layers together */
	uint32_t slot;
	uint32_t func;
	uint32_t file, line;
	uint32_t macro;
	uint32_t guard;
	uint32_t name;		/* string: constant as written ("TCP_SYN_SENT"); with `src` the
				 * bits that a calculated value is masked with, or the slot that a
				 * pointer is copied from; or 0 */
	uint32_t src;		/* string: any other value as text; of a constant the local that holds
				 * it among others; or 0 */
	int32_t num;		/* the constant's number (saturated) */
	uint8_t op;		/* enum store_op of facts.h */
	uint8_t is_const;
	uint16_t calculated;	/* while the graph is made: neither a constant nor a plain copy;
				 * 0 in a finished graph */
};
#define g_value_WORDS "lFf.sgss.."

struct g_use {			/* a function uses a field, or a variable; sorted by slot, object, function, how */
	uint32_t slot;
	uint32_t object;	/* of a variable that is one, with slot 0 */
	uint32_t func;
	uint32_t file, line;	/* the first place in the function */
	uint16_t nr;		/* how many places there are (saturates) */
	uint8_t how;		/* enum use_how of facts.h */
	uint8_t pad;
};
#define g_use_WORDS "loFf.."

/* A value passed to a function that puts it into a scalar field (or hands it on
 * to one that does): states are set so. Or, with slot 0, a named constant that
 * is passed beside a function or table: registrations have their keys so
 * (inet_add_protocol(&tcp_protocol, IPPROTO_TCP)). Sorted by slot. */
struct g_arg {
	uint32_t site;
	uint32_t callee;	/* function */
	uint32_t slot;		/* the scalar field that it is put into, or 0 */
	uint32_t text;		/* string: "TCP_SYN_SENT", "sk->sk_state" */
	uint32_t key;		/* string: of a table's value, the value of the same field that leads
				 * to it; or 0 */
	uint32_t index;		/* which argument, from 0 */
	int32_t num;
	uint8_t kind;		/* enum val_kind of facts.h */
	uint8_t pad8;
	uint16_t pad;
};
#define g_arg_WORDS "SFlss..."

/*
 * What a call site says of values, as far as it decides a condition somewhere: what is
 * passed, and what the caller's own parameters have to be for the call to be made.
 * Parameters that are assigned to (but one constant), or whose address is taken, are none of these.
 * Sorted by site, kind, group, number.
 */
enum g_known_kind {
	GN_NEVER,	/* by a condition that holds nothing but constants the call is never made */
	GN_ONLY,	/* what is known of the caller's parameter `index` counts only where it is `num`:
			 * the caller may assign that to it, and nothing else */
	GN_NUMBER,	/* argument `index` is the constant `num` */
	GN_NONZERO,	/* … is no null pointer: the address of something */
	GN_OBJECT,	/* … is the address of object `num` */
	GN_HANDED,	/* … is the caller's own parameter `num` */
	GN_CONDITION,	/* the caller's parameter `index`, related by `rel` to `num`; rows of one
			 * `group` say one condition: any (GUARD_IN) or all (GUARD_NOT_IN) of them */
	GN_THROUGH,	/* what is called is a field of what the caller's parameter `index` points to */
	GN_RULED_OUT	/* not of values: the pointer that is called holds function `num` (0: all that no
			 * other such row of the site names), but `index` (enum g_ruled) it is no target */
};

enum g_ruled {			/* what rules a function out */
	RULED_ELSEWHERE,	/* no rule: the pointer does not lead to what holds it */
	RULED_GUARD,		/* a condition on fields of its own table */
	RULED_ELEMENT,		/* another element of the array is called */
	RULED_REGISTRY,		/* it is registered with another object */
	RULED_LIST,		/* it is on another list of callbacks */
	RULED_LAYER,		/* its table is left to another layer, which calls it */
	RULED_TYPE,		/* it takes other arguments */
	RULED_PROGRAM,		/* it is of another program */
	RULED_MECHANISM,	/* it is put there for another mechanism, which calls it */
	RULED_NR
};

struct g_known {
	uint32_t site;
	int32_t num;
	uint8_t kind;		/* enum g_known_kind */
	uint8_t rel;		/* enum guard_rel of facts.h */
	uint8_t index;		/* argument or parameter, from 0 */
	uint8_t group;		/* of one site: which condition */
	uint32_t guard;		/* of a condition: g_guard */
};
#define g_known_WORDS "S..g"

struct g_entry {		/* where control comes in from outside */
	uint32_t func;
	uint32_t kind;		/* string: "initcall", "syscall", "thread", "irq", "timer", … */
	uint32_t name;		/* string: "connect(2)", "fs_initcall" */
	uint32_t level;		/* string: initcall level "5", "5s", "early", or 0 */
	uint32_t order;		/* initcalls: position in execution order, from 1 */
	uint32_t file, line;	/* where it is registered */
};
#define g_entry_WORDS "Fsss.f."

struct g_tu {
	uint32_t file, object, unit;	/* file: index of `file`; strings */
	uint32_t status;	/* enum tu_status of facts.h */
	uint32_t nr_errors;
	uint32_t error;		/* string */
};
#define g_tu_WORDS "fss..s"

struct g_meta {			/* a name and a value, sorted by name */
	uint32_t key, value;	/* strings */
};
#define g_meta_WORDS "ss"

struct g_func_name {		/* functions by name: sorted by hash, then function */
	uint32_t hash;		/* graph_name_hash() of the name */
	uint32_t func;
};
#define g_func_name_WORDS ".F"

#define GRAPH_ARRAY(type, noun) struct type *noun; uint32_t nr_##noun; uint32_t alloc_##noun

/* Every array of the graph, for code that treats all alike:
 * X(struct type, member) */
#define GRAPH_ARRAYS(X) \
	X(g_file, file) X(g_func, func) X(g_node, node) X(g_site, site) \
	X(g_edge, edge) X(g_evid, evid) X(g_step, step) X(g_slot, slot) X(g_store, store) \
	X(g_object, object) X(g_field_value, field_value) X(g_guard, guard) \
	X(g_constant, constant) \
	X(g_value, value) X(g_use, use) X(g_arg, arg) X(g_known, known) X(g_entry, entry) X(g_tu, tu) X(g_meta, meta) \
	X(g_func_name, func_name)

enum graph_array {
#define X(type, noun) GRAPH_##noun,
	GRAPH_ARRAYS(X)
#undef X
	GRAPH_in_edge, GRAPH_kind_name, GRAPH_NR
};

/*
 * Where records come from that are not in memory yet. Whoever may be given
 * such a graph reads it through the functions below: graph_func(g, id) for
 * g->func[id]. What can't be read is zero, as the record of id 0; whoever
 * opened the graph asks afterwards whether there was any (index_failed).
 */
#define GRAPH_BLOCK 1024	/* records that are read together */
struct graph_source {
	uint8_t *have[GRAPH_NR];	/* by block of GRAPH_BLOCK records: is it in memory? */
	void (*read)(struct graph_source *src, enum graph_array array, uint32_t id);
	const char *(*str)(struct graph_source *src, uint32_t id);
	size_t (*strlen)(struct graph_source *src, uint32_t id);	/* without its bytes */
	void (*read_all)(struct graph_source *src);
	/* one word of nr records of one block, from `first` on, that is not in memory */
	void (*column)(struct graph_source *src, enum graph_array array, unsigned word, uint32_t first,
		       uint32_t nr, uint32_t *out);
};

struct graph {
	struct strtab str;
	struct graph_source *source;	/* NULL: all that there is is in memory */
#define X(type, noun) GRAPH_ARRAY(type, noun);
	GRAPH_ARRAYS(X)
#undef X
	uint32_t *in_edge;	uint32_t nr_in_edge, alloc_in_edge;	/* edge ids by `to` node */
	uint32_t *kind_name;	uint32_t nr_kind_name, alloc_kind_name;	/* strings by kind id */
};

void graph_init(struct graph *g);		/* with the dummies of id 0 and the fixed kind names */
void graph_release(struct graph *g);

/* ---- records, read where they have to be ------------------------------- */

static inline void graph_touch(const struct graph *g, enum graph_array array, uint32_t id)
{
	if (g->source && !g->source->have[array][id / GRAPH_BLOCK])
		g->source->read(g->source, array, id);
}

#define X(type, noun) \
static inline const struct type *graph_##noun(const struct graph *g, uint32_t id) \
{ \
	graph_touch(g, GRAPH_##noun, id); \
	return &g->noun[id]; \
}
GRAPH_ARRAYS(X)
#undef X

/*
 * One word (from 0) of each record from `first` to the end of its block, to out[GRAPH_BLOCK]: for whoever looks for a
 * few in all of an array, which is not read into memory for that. Returns how many there are; 0 behind the last.
 */
uint32_t graph_column(const struct graph *g, enum graph_array array, unsigned word, uint32_t first, uint32_t *out);

static inline uint32_t graph_in_edge(const struct graph *g, uint32_t i)
{
	graph_touch(g, GRAPH_in_edge, i);
	return g->in_edge[i];
}

static inline const char *graph_str(const struct graph *g, uint32_t id)
{
	if (g->source && id < g->str.nr && !g->str.str[id])
		return g->source->str(g->source, id);
	return strtab_str(&g->str, id);
}

static inline size_t graph_strlen(const struct graph *g, uint32_t id)
{
	graph_str(g, id);
	return g->str.len[id];
}

/* As graph_strlen(), without reading the string: of a damaged one, whose text is then "", the
 * length that it should have had. */
static inline size_t graph_told_strlen(const struct graph *g, uint32_t id)
{
	if (g->source && id < g->str.nr && !g->str.str[id])
		return g->source->strlen(g->source, id);
	return g->str.len[id];
}

/* Reads all that is left: quicker where most of it will be asked for. */
static inline void graph_read_all(const struct graph *g)
{
	if (g->source)
		g->source->read_all(g->source);
}

/* Are the arguments at the edge's site what its target is called with? Not so of work that
 * is started there, and of what a function of a library calls. */
static inline int graph_passes(const struct graph *g, const struct g_edge *e)
{
	return !(e->flags & GE_STARTED_BY) &&
		(graph_site(g, e->site)->cls != GC_DIRECT || e->rule == GR_DIRECT);
}

static inline uint32_t graph_name_hash(const char *name, size_t len)
{
	return (uint32_t)digest64(name, len);
}

/* The first entry of func_name that has this hash; where there is none, any
 * that has another, or nr_func_name. */
uint32_t graph_first_named(const struct graph *g, uint32_t hash);

/* Is entry i of func_name one with this hash? From graph_first_named() on, all that have it follow
 * each other. */
static inline int graph_is_named(const struct graph *g, uint32_t i, uint32_t hash)
{
	return i < g->nr_func_name && graph_func_name(g, i)->hash == hash;
}

uint32_t graph_add_constant(struct graph *g, uint32_t name);	/* of a guard; its id */

/* Records key = value; a later one replaces an earlier. */
void graph_set_meta(struct graph *g, const char *key, const char *value);
const char *graph_get_meta(const struct graph *g, const char *key);	/* "" if unset */

/*
 * Sorts edges by (from, site, to, kind), drops repeats, and fills the ranges
 * of nodes, `func` and GE_INLINE of edges, in_edge, callers, nr_targets and
 * func_name. Call after the last
 * edge and function.
 */
void graph_finish(struct graph *g);

#endif
