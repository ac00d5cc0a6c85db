/* SPDX-License-Identifier: MIT */
/*
 * An inclusion-based points-to solver over pointer slots ("nodes").
 *
 * A *value* is a function or an object (a variable with fields, or all
 * instances of a struct embedded in another: "the timer_list in
 * inet_connection_sock.icsk_retransmit_timer"). Constraints are the usual
 * four (Andersen 1994): constant, copy, load and store, with loads and
 * stores through fields.
 *
 * Fields are kept twice: F(f), all that is stored in field f of anything,
 * and O(o, f), what is stored in f of object o. A load p->f reads O(o, f)
 * for the objects that p can point to, as long as p is *closed*: nothing
 * unknown flows into it. As soon as it is *open*, the load reads F(f) too.
 * Stores through an open pointer reach every object by D(f), the dynamic
 * stores. Openness only grows, so the solution does not depend on order.
 */
#ifndef KPATH_RESOLVE_SOLVER_H
#define KPATH_RESOLVE_SOLVER_H

#include <stdint.h>

#include "base/idmap.h"
#include "idlist.h"

/* What a node accepts; a record's name (string id) + FILTER_RECORD else; with
 * FILTER_TYPE, functions of one type (its string id) only. A pointer to characters
 * takes anything, but what is unknown in it is a text. */
enum { FILTER_ANY, FILTER_FUNC, FILTER_NONE, FILTER_TEXT, FILTER_RECORD };
#define FILTER_TYPE (1u << 31)

#define NODE_NONE 0

/* A node without a type that more than this many objects flow into says
 * nothing any more: it counts as open, and takes no further ones. */
#define SOLVER_MANY 200

enum object_flags {
	OBJECT_CONST	= 1 << 0,	/* its initialiser is all there is */
	OBJECT_EMBEDDED	= 1 << 1,	/* stands for all instances of a field of struct type */
	OBJECT_SLOT	= 1 << 2,	/* the address of a node: a pointer to a pointer */
	OBJECT_OPEN	= 1 << 3,	/* overwritten as a whole by something unknown */
	OBJECT_STORED	= 1 << 4,	/* something was stored into it by name */
	OBJECT_TEMP	= 1 << 5,	/* what a struct's copy carries: nothing points to it */
	OBJECT_ANY	= 1 << 6,	/* … from any struct of its type */
	OBJECT_BYTES	= 1 << 7,	/* OBJECT_SLOT: an array that structs may be laid over */
	OBJECT_KNOWN	= 1 << 8	/* OBJECT_TEMP: carries nothing unknown */
};

struct solver_object {
	uint32_t rec;		/* string id of its struct's name */
	uint32_t flags;
	uint32_t embedded;	/* the embedded-field object it is an instance of, or 0 */
	uint32_t node;		/* OBJECT_SLOT: the node that is read through it */
	uint32_t store;		/* … and written through it; 0 = the same */
	uint32_t const_node;	/* the caller's: node that holds this object alone */
	uint32_t var;		/* the caller's: variable */
	uint32_t field;		/* the caller's: field, of sub-objects and embedded ones */
	uint32_t child, sibling;	/* structs held by value */
	uint32_t parent;		/* the struct that holds this one, 0 = none or any */
	uint32_t cells;			/* 1 + latest of solver.all that is of this object */
	uint32_t copies;		/* list of objects that are copied into it */
	uint32_t parts;			/* OBJECT_EMBEDDED: list of its instances in objects */
	uint32_t instances;		/* … of those that others are copied into; a TEMP: of temp_of() */
	uint32_t copied;		/* whether it is in such a list; a TEMP: copied to anywhere */
};

/* A value: functions have even numbers, objects odd ones. */
static inline uint32_t value_func(uint32_t f) { return f << 1; }
static inline uint32_t value_object(uint32_t o) { return o << 1 | 1; }
static inline int value_is_object(uint32_t v) { return v & 1; }
static inline uint32_t value_id(uint32_t v) { return v >> 1; }

struct solver_link {		/* list cell of copy, load and store constraints */
	uint32_t next, node;
	uint32_t field;		/* loads, stores; of a copy link to a node (`pred`): the node of the
				 * pointer that it was made for, 0 = it was made by name; of an object's
				 * copies: 1 + of solver.laid */
	uint32_t place;		/* solver.place when it was made */
};

enum node_kind {
	NODE_PLAIN,		/* the caller's: a variable, parameter, result, expression */
	NODE_FIELD,		/* F(f) */
	NODE_DYNAMIC,		/* D(f) */
	NODE_OWN,		/* O(o, f) as stored */
	NODE_ALL,		/* … as read */
	NODE_LOAD,		/* what a load through a pointer gives */
	NODE_SHARED,		/* O(o, f) or F(f) as read, where others share its bytes */
	NODE_JUST		/* the caller's: a load after a store to the same */
};

struct solver_base {		/* a constant put into a node, and where */
	uint32_t node, value;
	uint32_t origin;	/* the caller's id of the place */
	uint32_t next;		/* next of the same node */
};

struct solver_node {
	struct idlist val;		/* values, in order of arrival */
	struct idlist succ;		/* copy links from here, latest last */
	uint32_t filter;
	uint32_t done;			/* values processed */
	uint32_t pred;			/* list of copy links to here */
	uint32_t base;			/* list of constants */
	uint32_t field;			/* holds what is in this field of something; 0 = none */
	uint32_t use;			/* of solver.use, 0 = none */
	uint32_t object;		/* NODE_OWN, NODE_ALL, NODE_SHARED: of this object */
	uint32_t kinds;			/* of solver.kind: open for pointers to these structs alone; 0 = for any */
	uint32_t kinds_done;		/* … that it was propagated with */
	uint16_t nr_object;		/* of the values, up to SOLVER_MANY */
	uint8_t open, open_done, queued;
	uint8_t closed;			/* never opened */
	uint8_t kind;			/* enum node_kind */
};

struct solver_use {		/* of a node that is read and written through, or called */
	uint32_t loads, stores;		/* lists by base */
	uint32_t deref_loads, deref_stores;
	uint32_t calls;			/* sites called through this node */
	uint32_t copies_from, copies_to;	/* structs copied from and to what it points to */
};

#define SHARED_DEPTH 4

/*
 * What is read from `field` may have been stored to another, which shares its
 * bytes: from the struct that `field` is in, up through the fields that hold it
 * (nearest first) to the one with the union, and from there down to the other.
 */
struct solver_shared {
	uint32_t field;
	uint8_t nr_up, nr_down;
	uint32_t up[SHARED_DEPTH - 1], down[SHARED_DEPTH];
};

/* What the caller knows of records and fields; set before solver_solve(). */
struct solver_shape {
	/* The struct in `field` of an object; of anything. */
	uint32_t (*sub)(void *ctx, uint32_t object, uint32_t field);
	uint32_t (*embedded)(void *ctx, uint32_t field);
	int (*is_of_type)(void *ctx, uint32_t func, uint32_t type);
	/* Can a pointer to one of these structs be one to the other: does one begin with the other? */
	int (*is_kin)(void *ctx, uint32_t rec, uint32_t other);
	/* Is the object one variable, or part of one: no array, no allocation? */
	int (*is_single)(void *ctx, uint32_t object);
	uint32_t *field_rec;		/* by field: string, the struct that it is in */
	uint8_t *field_is_rec;		/* by field: holds a struct */
	uint32_t *first, *field;	/* fields of struct r: field[first[r]] up to first[r + 1] */
	uint32_t nr_rec;
	struct solver_shared *shared;	/* by field: shared_first[f] up to shared_first[f + 1] */
	uint32_t *shared_first;
	uint32_t *field_type;		/* by field: string, of the functions that it points to */
	uint32_t *offset, *size;	/* by field, as in tu_field */
	uint8_t *is_array;		/* by field */
};

/* How the bytes of one object lie over another's: those from `begin` up to `end` of the
 * one that is copied to are the other's, each `shift` bytes further on. */
struct solver_laid { int64_t shift, begin, end; };

/* Pointers to these structs may be in a node that nobody in the tree put there; more are any. */
#define SOLVER_KINDS 32

struct solver_kinds {
	uint32_t nr, rec[SOLVER_KINDS];	/* kinds, sorted */
};

/* A kind: what something unknown points to. A struct (string), or */
#define SOLVER_ANYTHING 0
#define SOLVER_NOTHING (UINT32_MAX - 2)	/* there is no such thing */
#define SOLVER_TEXT (UINT32_MAX - 1)	/* characters */
#define SOLVER_FUNC UINT32_MAX		/* code */

struct solver {
	struct solver_node *node;	uint32_t nr_node, alloc_node;
	struct solver_use *use;		uint32_t nr_use, alloc_use;
	struct solver_object *object;	uint32_t nr_object, alloc_object;
	struct solver_link *link;	uint32_t nr_link, alloc_link;
	struct solver_base *base;	uint32_t nr_base, alloc_base;
	uint32_t *queue;		uint32_t head, nr_queue, alloc_queue;
	struct solver_all { uint32_t object, field, node, next; } *all;	/* every solver_cell_all */
	uint32_t nr_all, alloc_all, all_done;
	/* every copy of an object into another; `laid`: 1 + of solver.laid, 0 = of one type */
	struct solver_pair { uint32_t from, to, place, laid; } *copy;
	uint32_t nr_copy, alloc_copy, copy_done;
	struct solver_laid *laid;	uint32_t nr_laid, alloc_laid;
	/* own: what is stored under one name; other, to: what else may be read there */
	struct solver_tagged { uint32_t own, other, to; } *tagged;
	uint32_t nr_tagged, alloc_tagged;
	struct solver_kinds *kind;	uint32_t nr_kind, alloc_kind;
	struct idmap kinds, kinds_with;	/* digest -> set; (set, record) -> the set with both */
	struct solver_shape shape;
	struct idmap copied;		/* (from, to): in `copy` */
	struct idmap laid_seen;		/* (from, to): list of those in `copy` that have a `laid` */
	struct idpool pool;		/* of the nodes' lists */
	struct idmap cells;		/* (kind of cell, object, field) -> node */
	struct idmap loads;		/* (base, field) -> node */
	uint8_t *boring;		/* by record name: its objects lead to no function; may be NULL */
	uint32_t nr_boring;
	uint32_t place;		/* the caller's: where the constraints that are made now stand */
	uint32_t through;	/* node of the pointer that a copy is made for; 0 = none */
	uint32_t anywhere;		/* an open node: the base of what has none */
	/* Called when a function arrives at a node that sites call through. */
	void (*on_target)(void *ctx, uint32_t site, uint32_t func);
	void *ctx;
};

/* Makes an empty problem; release frees what it has. */
void solver_init(struct solver *s);
void solver_release(struct solver *s);

/* A new node: a place that holds values; `filter` says which it takes. */
uint32_t solver_node_new(struct solver *s, uint32_t filter);
/* A new object of the record `rec` (string; 0 = not known); flags: OBJECT_. */
uint32_t solver_object_new(struct solver *s, uint32_t rec, uint32_t flags);

/* F(f). `filter` is used when the node is made. */
uint32_t solver_field_node(struct solver *s, uint32_t field, uint32_t filter);
/* A node whose values are stored in field f of something unknown. */
uint32_t solver_field_store_node(struct solver *s, uint32_t field, uint32_t filter);
/* O(o, f) as stored by name; 0 where nothing ever was unless `make`. */
uint32_t solver_cell(struct solver *s, uint32_t object, uint32_t field, int make);
/* All that is stored to (o, f) under this name: collects O(o, f), and for
 * embedded objects what named instances hold. */
uint32_t solver_cell_all(struct solver *s, uint32_t object, uint32_t field);
/* All that can be read there; of F(f): with what is stored to fields that share its
 * bytes. Once the shape is told. */
uint32_t solver_cell_read(struct solver *s, uint32_t object, uint32_t field);
uint32_t solver_field_read(struct solver *s, uint32_t field);
/* As what something unknown of this kind can be in the node: a kind. */
uint32_t solver_kind_in(const struct solver *s, uint32_t node, uint32_t kind);
/* Can what it points to have this field? */
int solver_kind_has(const struct solver *s, uint32_t kind, uint32_t field);
int solver_is_shared(const struct solver *s, uint32_t field);
/* Do those that share its bytes hold any function, or something unknown? */
int solver_others_hold(struct solver *s, uint32_t field);

/* The node holds this value, which is named at `origin` (0: not known where). */
void solver_add(struct solver *s, uint32_t node, uint32_t value, uint32_t origin);
/* The node may hold what nobody in the tree put there. */
void solver_open(struct solver *s, uint32_t node);
/* `to` holds all that `from` holds. */
void solver_copy(struct solver *s, uint32_t from, uint32_t to);
/* The node of what is read from `field` of what `base` points to. */
uint32_t solver_load(struct solver *s, uint32_t base, uint32_t field, uint32_t filter);
/* `src` is stored to `field` of what `base` points to. */
void solver_store(struct solver *s, uint32_t base, uint32_t field, uint32_t src,
		  uint32_t filter);
/* The node of what is read through the pointer `base`. */
uint32_t solver_deref(struct solver *s, uint32_t base, uint32_t filter);
/* `src` is stored through the pointer `base`. */
void solver_store_deref(struct solver *s, uint32_t base, uint32_t src);
/* What the node holds is called at `site`: on_target is told of each function that it
 * comes to hold. */
void solver_call(struct solver *s, uint32_t node, uint32_t site);

/* Stores by name: into (object, field) alone, without a base pointer. */
void solver_store_object(struct solver *s, uint32_t object, uint32_t field,
			 uint32_t src, uint32_t filter);
/* Something unknown is copied over a whole object: its cells read F(f) too.
 * `any`: something of its own type, which is in a struct wherever it is. */
void solver_object_open(struct solver *s, uint32_t object, int any);

/*
 * Structs are copied field by field, between all that both sides can point
 * to. A copy has an object of its own in the middle (OBJECT_TEMP, `rec` 0
 * where no type is known): what base points to is copied into it, and it into
 * what another base points to. Nothing is done for a field until it is read.
 */
uint32_t solver_temp(struct solver *s, uint32_t rec);
void solver_copy_object(struct solver *s, uint32_t from, uint32_t to);
void solver_copy_from(struct solver *s, uint32_t base, uint32_t object);
void solver_copy_to(struct solver *s, uint32_t object, uint32_t base);
/* … of another type, or between a struct and an array of pointers (`rec` 0). */
void solver_copy_laid(struct solver *s, uint32_t from, uint32_t to, const struct solver_laid *laid);
/* A new sub-object gets what was copied into the object around it. */
void solver_sub_made(struct solver *s, uint32_t object, uint32_t field, uint32_t sub);

/*
 * Propagates until nothing changes; then opens the bases that nothing known
 * flows into (first those without any source, then the rest) and goes on. An
 * object that nothing was ever stored into by name or copied into was filled
 * by means we don't see (firmware, assembler): reading it gives F(f).
 */
void solver_solve(struct solver *s);

#endif
