/* SPDX-License-Identifier: MIT */
/* Making and using precompiled headers: private to the worker. */
#ifndef KPATH_WORKER_PCH_H
#define KPATH_WORKER_PCH_H

#include "frontend/pchplan.h"
#include "frontend/pchtab.h"
#include "walk.h"

struct tu_parser;

/*
 * Finds the PCH for `req` in its directory, or makes it: three files named by
 * a digest of flags, header names and libclang (.h, .pch, .tab), good as long
 * as the .tab's headers have the bytes that they had. The name without ending
 * is appended to `base`. Headers that can't be included on their own are left
 * out. -1 and a sentence where there is none.
 */
int pch_make(struct tu_parser *tp, const struct pch_request *req, const struct compdb *db,
	     struct strbuf *base, struct strbuf *err);

/* One TU as seen over a PCH. */
struct pch_view {
	const struct pch_tab *t;
	uint8_t *seen;			/* by header: this TU includes it */
	uint32_t *order, nr_order;	/* those headers, as entered */
	struct arena arena;
	struct strbuf why;		/* the first reason against it; empty: none */
	struct strtab *used;
	struct strtab *wanted;		/* functions that only attributes and asm() name; the caller's */
	struct { const char *name; CXCursor c; } *found;
	size_t nr_found, alloc_found;
	struct strtab foreign;		/* macros that other headers define and this TU's words hit */
};

/*
 * Would the TU look the same without the PCH? Fills in `seen` and `order`
 * and, where it may not, `why`. `w->tu` was parsed over the PCH with a
 * detailed preprocessing record. `used` (may be NULL) gets the macros that
 * its words rightly are.
 */
void pch_view_init(struct pch_view *v, const struct pch_tab *t, struct walk *w,
		   struct strtab *used);
void pch_view_release(struct pch_view *v);

/* The walk came upon something of `file`: a header that this TU does not
 * include? Then the view is no good any more. */
void pch_view_uses(struct pch_view *v, const char *path);

/*
 * Function `name` of a header that this TU includes. 0 where there is none,
 * or none yet: then `wanted` has its name, and the TU is to be parsed again
 * with a reference to it, which pch_view_found() is told of.
 */
int pch_view_find(struct pch_view *v, const char *name, CXCursor *out);
void pch_view_found(struct pch_view *v, const char *name, CXCursor c);

/*
 * scan_words() of a file without what the preprocessor left out (the
 * conditions themselves count), each time that it was read.
 */
void scan_active_words(struct walk *w, const struct source_file *sf,
		       void (*word)(void *ctx, const char *s, size_t n, enum word_place place),
		       void *ctx);

/* The cursor of a declaration of the table; -1 where it is not found. */
int pch_view_cursor(struct pch_view *v, struct walk *w, const struct pch_decl *d, CXCursor *out);

#endif
