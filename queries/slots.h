/* SPDX-License-Identifier: MIT */
/* Slots by name, and what is stored in them. */
#ifndef KPATH_QUERIES_SLOTS_H
#define KPATH_QUERIES_SLOTS_H

#include "query.h"

/* What is stored in a slot: a range of g->store. */
void q_slot_stores(const struct graph *g, uint32_t slot, uint32_t *first, uint32_t *nr);

/* How many values of fields a table has: a range of g->field_value, from *first on. */
uint32_t q_table_fields(const struct graph *g, uint32_t object, uint32_t *first);

/* Slots of that name ("struct.field"), else those whose field has it; *v is
 * the caller's to free. */
uint32_t q_find_fields(const struct graph *g, const char *text, uint32_t **v);
/* The one of them, or Q_UNKNOWN, names and a sentence. Frees v. */
int q_pick_slot(const struct graph *g, const char *text, uint32_t *v, uint32_t nr, struct arena *a,
		uint32_t *id, struct q_names *names, struct strbuf *err);

#endif
