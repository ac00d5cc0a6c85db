/* SPDX-License-Identifier: MIT */
/* What ties layers together, while it is collected: shared by layers.c and layers_find.c. */
#ifndef KPATH_QUERIES_PROTOCOL_LAYERS_P_H
#define KPATH_QUERIES_PROTOCOL_LAYERS_P_H

#include "base/idmap.h"
#include "layers.h"
#include "queries/query.h"

struct bindings;

struct layers {
	const struct graph *g;
	struct q_layers_result *res;
	struct bindings *b;
	struct q_layer_fact *f;
	uint32_t nr, alloc;
	struct idmap slot_named;	/* digest of a name -> slot */
	struct idmap func_named;	/* … of a registrar -> function */
	struct idmap of_object;		/* object -> 1 + first store of it in `held` */
	struct idmap slot_at;		/* (object, function, place) -> slot of the store */
	uint32_t *held;			/* stores of objects, sorted by object */
	uint32_t nr_held;
};

struct layer_element {		/* of an object, or all of it */
	uint32_t object;
	const char *prefix;	/* "[0]." or "" */
	size_t len;
	uint32_t first, nr;	/* its field values */
};

/* Fills the maps by which things are found: slots, registrars, stores of objects. */
void layers_prepare(struct layers *s, const struct knowledge *k);

/* The slot of that name; 0: none. */
uint32_t layers_slot(const struct layers *s, const char *name);

/* Identifies a store of an object by the function stored and its place: the key of `slot_at`. */
uint64_t layers_place_key(uint32_t object, uint32_t func, uint32_t file, uint32_t line);

/* The call sites that go through `slot` and can reach `func`: appended, each once, in the order
 * of places. */
void layers_add_calls(struct layers *s, uint32_t slot, uint32_t func, uint32_t **call, uint32_t *nr);

/* Does the list have that name? */
int layers_lists(const struct k_strings *l, const char *name);

/* The key under which something is registered, "IPPROTO_TCP": from the fields of the object, or
 * from the arguments of the call at that place; "" where there is none. */
const char *layers_key(struct layers *s, const struct k_layer_binding *b, const struct layer_element *e,
		       uint32_t func, struct q_place place);

#endif
