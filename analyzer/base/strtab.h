/* SPDX-License-Identifier: MIT */
/*
 * Interned strings with dense ids. Id 0 is the empty string.
 * Pointers stay valid for the life of the table.
 */
#ifndef KPATH_BASE_STRTAB_H
#define KPATH_BASE_STRTAB_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "idmap.h"

struct strtab {
	struct arena arena;
	const char **str;	/* by id */
	uint32_t *len;		/* by id, without the NUL */
	size_t nr, alloc, len_alloc;
	struct idmap map;	/* digest -> id */
};

/* A table that holds the empty string, id 0. After strtab_release() it must be made anew. */
void strtab_init(struct strtab *t);
void strtab_release(struct strtab *t);
void strtab_clear(struct strtab *t);	/* only the empty string is left */

/* The id of a string, which is added where it is new; NULL is "". */
uint32_t strtab_add(struct strtab *t, const char *s);
uint32_t strtab_addn(struct strtab *t, const char *s, size_t n);

/* The same where digest64(s, n) is known to be `digest`. */
uint32_t strtab_add_digest(struct strtab *t, const char *s, size_t n, uint64_t digest);

/* A new id, whatever is there already: of a table that is only read by id. */
uint32_t strtab_append(struct strtab *t, const char *s, size_t n);

/* 0 where s is not in the table (or is empty). */
uint32_t strtab_find(const struct strtab *t, const char *s);

static inline const char *strtab_str(const struct strtab *t, uint32_t id)
{
	return id < t->nr ? t->str[id] : "";
}

#endif
