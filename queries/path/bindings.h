/* SPDX-License-Identifier: MIT */
/* What a scenario and --bind leave at call sites. */
#ifndef KPATH_QUERIES_BINDINGS_H
#define KPATH_QUERIES_BINDINGS_H

#include "queries/query.h"

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
/* Frees what they have. */
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

#endif
