/* SPDX-License-Identifier: MIT */
/* Private to bindings*.c: a key and what it is bound to. */
#ifndef KPATH_QUERIES_BINDINGS_P_H
#define KPATH_QUERIES_BINDINGS_P_H

#include "bindings.h"

#define MAX_KEYS 0x7fff
#define SLOT_KNOWN (1u << 31)

struct bound_value {
	char *name;
	int found;
};

struct binding {
	char *key;
	int asked;		/* by --bind: it has to exist */
	struct bound_value *value;
	uint32_t nr, alloc;	/* no value at all: the call has no target */
	struct idmap object, func;	/* ids of what the values name */
	struct idmap field;		/* slot names whose functions are in `allowed` */
	struct idmap allowed;		/* (slot name, function) -> field value */
};

/* The binding of that key, as written; NULL where nothing binds it. */
struct binding *bindings_find_key(struct bindings *b, const char *key, size_t len);

#endif
