/* SPDX-License-Identifier: MIT */
/* In which order a build links its objects. */
#ifndef KPATH_BUILD_LINKORDER_H
#define KPATH_BUILD_LINKORDER_H

#include "base/arena.h"
#include "base/idmap.h"
#include "base/strbuf.h"
#include "model/compdb.h"

struct shell_line;

struct link_archive {
	const char *name;
	const char **member;
	uint32_t nr;
	uint8_t state, inside;
};

struct link_order {		/* archives that a build makes, and of what */
	struct arena arena;
	struct idmap by_name;	/* digest of the name -> 1 + archive */
	struct link_archive *archive;
	uint32_t nr, alloc;
};

/* Makes an empty order; release frees what it has. */
void link_order_init(struct link_order *lo);
void link_order_release(struct link_order *lo);
/*
 * Is an archive made in this split line (`ar cDPrST X a b`, or by way of
 * `printf "dir/%s " a b | xargs ar cDPrST X`)? 1 and {"ar", X, members…}, in
 * `a`; `text` is scratch.
 */
int link_order_find(const struct shell_line *l, struct arena *a, struct strbuf *text,
		    const char ***argv, int *argc);
/* Takes one such archive: {"ar", its name, its members…}. */
void link_order_add(struct link_order *lo, int argc, const char *const *argv);
/* Numbers the objects and tells their commands. */
void link_order_apply(struct link_order *lo, struct compdb *db);

#endif
