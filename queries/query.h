/* SPDX-License-Identifier: MIT */
/*
 * Answers over an opened index: result structs and the functions that fill
 * them. Nothing here prints. All strings in results live in the graph or in
 * the result's arena; `const struct graph *` must outlive the result.
 *
 * Functions and places are given as ids (see model/graph.h), so that every
 * writer shows them in its own way.
 *
 * What a query looks at is read from the index when it first looks at it;
 * whoever opened the index asks index_failed() before an answer is shown.
 * A caller may say beforehand what will be needed (index_need()), which
 * makes large questions quicker and changes no answer.
 */
#ifndef KPATH_QUERIES_QUERY_H
#define KPATH_QUERIES_QUERY_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "model/graph.h"
#include "model/knowledge.h"

struct q_place {		/* file 0 = none */
	uint32_t file, line;
};

/* Return values of queries. */
enum q_status {
	Q_FOUND = 0,
	Q_NONE = 1,		/* the answer is negative */
	Q_UNKNOWN = 3,		/* a name that does not exist or is ambiguous */
	Q_FAILED = 6
};

/* ---- names ------------------------------------------------------------ */

enum q_what { Q_FUNC, Q_SLOT, Q_OBJECT };

struct q_names {		/* what a name stands for */
	uint32_t *func;		/* candidates, best first: ids of `what` */
	uint32_t nr;
	enum q_what what;
	const char *asked;	/* the name that is not known; NULL: it is, or none was looked for */
};

/*
 * Functions that `text` names: "tcp_init", "net/ipv4/tcp.c:tcp_init" (a
 * unique tail of the path is enough: "tcp.c:tcp_init"), "file.c:f@main.c"
 * for a variant, "connect(2)", "send(2)" (by way of the libc wrapper),
 * "sys_connect"; "tcp_init()" is tcp_init. Q_FOUND with exactly one function in *func; Q_UNKNOWN with
 * a sentence in `err` and, in `names`, the candidates (ambiguous) or the
 * nearest names that exist (unknown; by edit distance, at most 8).
 *
 * A body wins over declarations; then, where that leaves exactly one, a
 * function of the link unit "vmlinux" or "program" over those of others, and
 * one that is not weak. Of variants of one definition the one whose main file
 * is the file it stands in wins.
 */
int q_resolve_name(const struct graph *g, const struct knowledge *k,
		   struct arena *a, const char *text, uint32_t *func,
		   struct q_names *names, struct strbuf *err);

/* "net/ipv4/tcp.c:tcp_init", with "@main.c" for a variant: a form that can be
 * given back on the command line. Appended. */
void q_paste_form(const struct graph *g, uint32_t func, struct strbuf *out);

/* ---- paths ------------------------------------------------------------ */

struct q_path_options {
	uint32_t from, to;		/* functions */
	const uint32_t *via;		/* functions, passed in this order */
	uint32_t nr_via;
	const uint8_t *via_call;	/* by function of `via`: is it reached by one call from the one before?
					 * NULL: none is */
	const struct q_place *pin;	/* places of calls: each is one of the path's */
	uint32_t nr_pin;
	const uint32_t *avoid;		/* functions */
	uint32_t nr_avoid;
	const char *const *avoid_dir;	/* "net/ipv6/"; NULL-ended, may be NULL */
	const char *const *scenario;	/* names, NULL-ended; may be NULL */
	const char *const *bind;	/* "KEY=NAME,…", NULL-ended; may be NULL */
	uint32_t k;			/* how many paths, at least 1 */
	uint32_t max_hops;		/* 0 = no limit */
	int no_deferred;
	int executed_by;
	int found_only;			/* where there is none, why is not looked for: that costs more than the search */
	const uint32_t *why_not;	/* functions of a way, in order: why is it not the answer? */
	uint32_t nr_why_not;		/* the ends may be left out; NULL above: not asked */
};

struct q_hop_site {
	struct q_place site;
	uint32_t guard;			/* innermost */
};

struct q_hop {
	uint32_t edge;			/* in the graph */
	uint32_t caller, callee;	/* functions */
	uint32_t kind;			/* kind id: graph_str(g, g->kind_name[kind]) */
	uint32_t rule;			/* enum g_rule */
	struct q_place site;
	struct q_place registered;	/* file 0 = none */
	const char *via;		/* "proto_ops.connect = inet_stream_connect in inet_stream_ops"; "" for direct */
	uint32_t slot;			/* what `via` is made of, where it is known: the slot, */
	uint32_t object;		/* the table that holds the callee, */
	const char *note;		/* and a registration's own words ("fs_initcall, level 5"), or "" */
	const char *expr;		/* "sock->ops->connect", or "" */
	const char *macro;		/* macro the call came through, or "" */
	uint32_t guard;			/* innermost guard id, 0 = none; parents by graph_guard(g, )->parent */
	uint32_t candidates;		/* targets left at this site after bindings; 1 for direct calls */
	const char *sets;		/* what the call puts into a field: "TCP_SYN_SENT", "" or NULL: nothing known */
	struct q_hop_site *other;	/* where else the caller calls it in the same way, by line */
	uint32_t nr_other;
	uint32_t contradicts;		/* number (from 1) of a hop whose conditions exclude one of this
					 * hop's, if both are of one object at one time; 0: none */
	int deferred;
	int observed;			/* 1 yes, 0 not known */
	double bits;			/* what the hop costs, and going on from its callee */
};

struct q_taken { uint32_t object, hop; };	/* a table, and the hop (from 0) whose callee it holds */

struct q_path {
	double cost;
	uint32_t deferred;		/* number of deferred hops */
	struct q_taken *taken;		/* tables that belong together, which the path takes for granted */
	uint32_t nr_taken;
	const char *world;		/* scenario that binds the most of them and no other; or NULL */
	struct q_hop *hop;
	uint32_t nr_hops;
};

struct q_frontier {		/* where the search got stuck */
	uint32_t func;
	struct q_place site;
	const char *slot;
	const char *why;
};

struct q_closed {		/* why a way that is there can't be gone */
	uint32_t caller, callee;
	struct q_place site;		/* of a call that is only made … */
	uint32_t guard;			/* … under this condition */
	const char *value;		/* what is passed instead: "-1", "&…"; "" where the condition
					 * itself never holds in this configuration */
	struct q_place passed;		/* the call that passes it; file 0 = none */
};

/* Of the first path: usual; by rare conditions, errors or what is only made ready; far-fetched;
 * or with a call that is a guess by type. */
enum q_plausibility { Q_USUAL, Q_RARE, Q_FAR_FETCHED, Q_GUESS };
extern const char *const q_plausibility_name[4];	/* "usual", "rare", "far-fetched", "guess" */

enum q_why_verdict {
	Q_WHY_SAME,			/* the proposed way is the answer */
	Q_WHY_DEARER,			/* it can be gone, and costs more */
	Q_WHY_CLOSED,			/* its conditions exclude each other */
	Q_WHY_NO_CALL			/* no call leads from one of its functions to the next */
};
extern const char *const q_why_verdict_name[4];	/* "same", "dearer", "closed", "no-call" */

struct q_why_part {		/* a call of one of both ways; callee 0 = none */
	uint32_t caller, callee;
	struct q_place site;
	uint32_t guard, candidates;
	double bits;
	int deferred;
};

struct q_why_not {
	enum q_why_verdict verdict;
	uint32_t gap_from, gap_to;	/* NO_CALL: between these */
	struct q_closed closed;		/* CLOSED */
	double cost;			/* of the proposed way where there is one */
	struct q_why_part here, there;	/* where both ways part: what each calls */
	struct q_why_part dearest;	/* of the calls that only the proposed way makes */
};

struct q_meet {			/* a queue or the like that both ends come to */
	uint32_t slot;			/* the field; 0 = none is known */
	uint32_t here, there;		/* who uses it: one that `from` calls, one that `to` calls, or those */
	struct q_place here_at, there_at;
	double bits;
};

struct q_path_result {
	struct arena arena;
	const char *asked_from, *asked_to;	/* as the user wrote them */
	uint32_t from, to;
	struct q_path *path;
	uint32_t nr_paths;
	struct q_frontier *frontier;		/* only when nothing was found; nearest the start first, at most 20 */
	uint32_t nr_frontier;
	uint32_t frontier_total;
	int is_closed;				/* no way but such as contradict themselves: … */
	struct q_closed closed;			/* … the least surprising of them */
	struct q_why_not *why_not;		/* NULL: not asked */
	int nobody_calls;			/* no way, and nothing at all calls `to` */
	enum q_plausibility plausibility;	/* of the first path */
	int far_fetched;			/* the first path costs more than usual ones do */
	struct q_meet meet;			/* only then, or where there is none */
	uint32_t reached;			/* functions the search saw */
	uint32_t dropped;			/* targets dropped by scenario and bindings in functions seen */
	int truncated;				/* gave up looking for more of the `k` paths */
	int executed_by;			/* the first path goes along executed-by edges, unasked */
};

/*
 * Least surprising paths (Dijkstra over nodes with the cost of docs/architecture.md; `k` > 1:
 * Yen, different as sequences of functions). Q_FOUND, Q_NONE, Q_UNKNOWN (a
 * scenario or binding that does not exist; `err` says which).
 *
 * Work that runs later is followed from who starts it and from who executes it, each at
 * its price; with `executed_by` from who executes it alone, with `no_deferred` not at all.
 *
 * A path comes to no node twice; so to a function only by different clones
 * of it (NF_HOOK with one callback, later with another). A path with `via`
 * is made of legs, and comes to a node twice only where avoiding that costs
 * more than a deferred call.
 *
 */
int q_path(const struct graph *g, const struct knowledge *k,
	   const struct q_path_options *opt, struct q_path_result *res,
	   struct strbuf *err);
void q_path_release(struct q_path_result *res);

/*
 * What is to be passed: functions, and calls as "tcp_input.c:7196". Fills via and pin
 * of `opt`, in `a`. `names` as in q_resolve_name; where it is a name that is the
 * trouble, names->asked is that.
 */
int q_path_via(const struct graph *g, const struct knowledge *k, struct arena *a,
	       const char *const *list, struct q_path_options *opt, struct q_names *names,
	       struct strbuf *err);

/* ---- neighbours ------------------------------------------------------- */

struct q_edge {			/* one call site and one target, clones folded */
	uint32_t edge;
	uint32_t caller, callee;
	uint32_t kind, rule;
	struct q_place site, registered;
	const char *via;
	uint32_t candidates;
	uint32_t depth;		/* 1 = next to the function asked for */
	uint32_t guard;
	int started_by, executed_by;
	int unreached;		/* no entry that is known leads to it */
	int observed;		/* 1 recorded (coverage.h), 0 not known */
};

struct q_edges_result {
	struct arena arena;
	uint32_t func;
	int callers;		/* 1: callers, 0: callees */
	struct q_edge *edge;	/* by depth, those that an entry leads to first, then caller's or
				 * callee's name, then place */
	uint32_t nr;
};

/* Q_NONE where there is no edge. */
int q_neighbours(const struct graph *g, uint32_t func, int callers,
		 uint32_t depth, struct q_edges_result *res);
void q_edges_release(struct q_edges_result *res);

/* Every call edge, clones folded, and call sites without a target (callee 0),
 * in a stable order: by caller's file, line, site, callee. `via` is "" but
 * for sites without a target, where it is the slot or expression called
 * through. */
int q_all_edges(const struct graph *g, struct q_edges_result *res);

/* ---- slots, tables, call sites ---------------------------------------- */

/* ---- why -------------------------------------------------------------- */

struct q_why_call {		/* a call, or the start of deferred work */
	uint32_t site;			/* id of g->site */
	uint32_t caller;		/* function */
	uint32_t rule, kind;		/* of the edge */
	uint32_t targets;		/* functions possible there, 0 = none */
	uint32_t stored;		/* functions stored in its slot */
};

struct q_why_step {
	uint32_t step;			/* id of g->step */
	uint32_t call;			/* which of `call` it is of, from 1 */
	uint32_t depth;			/* 0: the function's own way; more: that of a table into a pointer
					 * which the step before, one less deep, goes through */
};

struct q_why_other {		/* a function that is stored in the slot, but not possible there */
	uint32_t call;			/* from 1 */
	uint32_t store;			/* id of g->store */
	uint32_t rule;			/* by which the call has its targets */
	uint32_t by;			/* enum g_ruled */
};

struct q_why_result {
	struct arena arena;
	const char *asked;		/* caller or place, as written */
	uint32_t callee;
	struct q_why_call *call;	/* those that reach it; of none, those whose slot it is stored in */
	uint32_t nr_calls;
	struct q_why_step *step;	/* the ways, call by call */
	uint32_t nr_steps;
	struct q_why_other *other;
	uint32_t nr_others;		/* listed */
	uint32_t others;		/* there are */
};
/*
 * Why the call at `from` ("FILE:LINE", or all calls of a function) reaches
 * `callee`, and what else is stored in its slot and ruled out; at most `max`
 * of these are listed. Q_NONE: it does not; then `other` says where the function
 * is stored and what rules it out. `names` and `err` as in q_resolve_name.
 */
int q_why(const struct graph *g, const struct knowledge *k, const char *from, uint32_t callee,
	  uint32_t max, struct q_why_result *res, struct q_names *names, struct strbuf *err);
void q_why_release(struct q_why_result *res);

/* ---- slots ------------------------------------------------------------ */

struct q_slot_call { uint32_t caller; struct q_place site; uint32_t rule, targets; };
struct q_slot_result {
	struct arena arena;
	uint32_t slot;
	uint32_t *store;		/* ids of g->store */
	uint32_t nr_stores;
	struct q_slot_call *call;
	uint32_t nr_calls;
};
/* `text`: "net_protocol.handler", "inet_protos[]", "handler" where only one
 * struct has it, a file before a ':' where a name is ambiguous. `names` (slot
 * ids, in the result's arena) as in q_resolve_name; the result is to be
 * released always. `k` may be NULL. */
int q_slot(const struct graph *g, const struct knowledge *k, const char *text,
	   struct q_slot_result *res, struct q_names *names, struct strbuf *err);
void q_slot_release(struct q_slot_result *res);

struct q_table_result {
	struct arena arena;
	uint32_t object;
	uint32_t *field;		/* ids of g->field_value */
	uint32_t nr_fields;
	uint32_t *held;			/* ids of g->store whose target is this object */
	uint32_t nr_held;
};
/* `text`: "inet_stream_ops", "net/ipv4/af_inet.c:inet_stream_ops". `names`
 * (object ids) as for q_slot. */
int q_table(const struct graph *g, const char *text, struct q_table_result *res,
	    struct q_names *names, struct strbuf *err);
void q_table_release(struct q_table_result *res);

/* ---- uses -------------------------------------------------------------- */

enum q_use_how {
	Q_USE_CALLS, Q_USE_TESTS, Q_USE_STORES, Q_USE_WRITES, Q_USE_PASSES, Q_USE_UPDATES,
	Q_USE_ADDRESS, Q_USE_READS, Q_USE_NR
};
extern const char *const q_use_name[Q_USE_NR];	/* "calls", "tests", … */

struct q_use {
	uint32_t func;			/* 0: an initialiser */
	struct q_place site;
	uint8_t how;			/* enum q_use_how */
	const char *what;		/* "sk->sk_state == TCP_LISTEN", "= TCP_CLOSE", "tcp_v4_rcv" */
	uint32_t places;		/* of a whole function: how many; the site is the first. Else 0 */
};
struct q_uses_result {
	struct arena arena;
	uint32_t slot, object;		/* one of them */
	struct q_use *use;		/* by place */
	uint32_t nr;
};
/* Who uses the field, variable or array `text` (as in q_slot; "inet_protos" is
 * "inet_protos[]"), or the table. What is known of a place (a call through it, a condition,
 * a value) is a row; what else a function does with it is one row for each way of using it.
 * Q_NONE: nobody uses it. */
int q_uses(const struct graph *g, const struct knowledge *k, const char *text,
	   struct q_uses_result *res, struct q_names *names, struct strbuf *err);
void q_uses_release(struct q_uses_result *res);

struct q_site { uint32_t site; uint32_t *target; uint32_t nr_targets; };
struct q_sites_result {
	struct arena arena;
	struct q_site *site;
	uint32_t nr;
};
/* `text`: "net/ipv4/ip_input.c:205"; a unique tail of the path is enough.
 * Q_NONE, and a sentence, where nothing is called there; Q_UNKNOWN where the
 * file is not known or ambiguous, or `text` is no FILE:LINE. */
int q_resolve_site(const struct graph *g, const char *text,
		   struct q_sites_result *res, struct strbuf *err);
void q_sites_release(struct q_sites_result *res);

/* ---- entries ---------------------------------------------------------- */

struct q_initcalls_result {
	struct arena arena;
	uint32_t *entry;		/* ids of g->entry, in execution order */
	uint32_t nr;
};
/* `level` NULL: all. */
int q_initcalls(const struct graph *g, const char *level, struct q_initcalls_result *res);
void q_initcalls_release(struct q_initcalls_result *res);

struct q_entry {
	const char *kind, *name;
	uint32_t func;
	double cost;
	uint32_t hops;
	struct q_place registered;
	int far;		/* one of nr_far */
	int later;		/* no entry of the graph: a mechanism calls it later */
	uint32_t of_kind;	/* of the first one of its kind: how many there are, else 0 */
};
struct q_entries_result {
	struct arena arena;
	uint32_t func;
	struct q_entry *entry;		/* by kind, that with the nearest one first, and what runs later
					 * behind all others; nearest first in each */
	uint32_t nr, nr_kinds;
	uint32_t nr_far;		/* that only a far-fetched way leads from, where others are nearer */
};
struct q_entries_options {
	const char *const *scenario;	/* as in struct q_path_options */
	const char *const *kind;	/* only of these kinds ("syscall"); NULL-ended, may be NULL */
	uint32_t max_cost;		/* only ways that cost no more; 0: all */
	int deferred;			/* also by way of work that is set up on the way and runs later */
};

/* Which syscalls, initcalls, interrupts, timers, threads … reach `func`: entries of the
 * graph, and functions that a deferred mechanism calls (`kind` is its name). `opt` may
 * be NULL. Q_UNKNOWN and a sentence where a scenario does not exist. */
int q_entries(const struct graph *g, const struct knowledge *k, uint32_t func,
	      const struct q_entries_options *opt, struct q_entries_result *res,
	      struct strbuf *err);
void q_entries_release(struct q_entries_result *res);

/* ---- health ----------------------------------------------------------- */

struct q_doctor {
	struct arena arena;
	uint32_t tus, tus_ok, tus_partial, tus_failed;
	uint32_t *bad_tu;		/* ids of g->tu that are not ok */
	uint32_t functions, defined;
	uint32_t sites_direct, sites_resolved, sites_empty, sites_unresolved;
	uint32_t direct, direct_to_body;	/* direct call sites; those whose callee has a body,
					 * in C or assembler, aliases followed */
	uint32_t direct_outside;	/* … not to one, but to what is declared outside the tree
					 * and its build: the C library's, a kernel's for a module */
	uint32_t ops, ops_to_body;
	uint32_t by_rule[GR_NR];		/* indirect call sites by rule */
	double targets_mean, targets_mean_typed;	/* without, with rule `type` */
	uint32_t targets_median, targets_p90, targets_max;
	uint32_t unreached;		/* functions with a body that no known entry leads to */
	uint32_t unreached_targets;	/* … targets of calls through pointers, or of such calls in them */
	double targets_mean_reached;	/* without those */
	/* the most frequent reasons of unresolved sites, at most 20 (strings) */
	uint32_t *why, *why_count;
	uint32_t nr_why;
	uint32_t clones;			/* nodes beyond one a function */
	uint32_t modules_left_out;
	uint64_t index_bytes;
	/* the most frequent callees without a body, at most 20 */
	uint32_t *no_body, *no_body_count;
	uint32_t nr_no_body;
};
/* All but index_bytes, which the caller knows (index_bytes()). */
int q_doctor(const struct graph *g, struct q_doctor *d);
void q_doctor_release(struct q_doctor *d);

#endif
