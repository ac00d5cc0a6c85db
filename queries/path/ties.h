/* SPDX-License-Identifier: MIT */
/*
 * Which tables belong together, because one initialiser names them: the element of
 * inetsw_array that has tcp_prot has inet_stream_ops. A table that is tied to others of
 * some struct goes with no other of that struct.
 */
#ifndef KPATH_QUERIES_TIES_H
#define KPATH_QUERIES_TIES_H

#include "base/idmap.h"
#include "homes.h"
#include "model/graph.h"

struct ties {
	const struct graph *g;
	struct idmap pair;	/* of tables, both ways round; and table, struct's name | TIES_TYPE */
	struct idmap holder;	/* function -> its first entry of `at`, + 1 */
	struct ties_holder {
		uint32_t object, value, next;	/* value: g_field_value; next: + 1 */
	} *at;
	uint32_t nr_at, alloc_at;
	struct homes homes;
	struct idmap apart;	/* memo of ties_part: pair of functions -> 1 no, 2 yes */
};

/* Reads all initialisers of the graph. */
void ties_init(struct ties *t, const struct graph *g);
void ties_release(struct ties *t);

/* The tables that hold a function: the first of `at`, + 1, then by `next`; 0 = none. */
uint32_t ties_first(const struct ties *t, uint32_t func);
/* Do these two belong together? */
int ties_tied(const struct ties *t, uint32_t a, uint32_t b);

/* Are all tables that hold one of these functions tied to other tables than those that hold the
 * other, or at home elsewhere (homes.h)? *a and *b: two that are; may be NULL. */
int ties_part(struct ties *t, uint32_t func1, uint32_t func2, uint32_t *a, uint32_t *b);

#endif
