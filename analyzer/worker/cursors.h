/* SPDX-License-Identifier: MIT */
/* Cursors, their places and their text. */
#ifndef KPATH_WORKER_CURSORS_H
#define KPATH_WORKER_CURSORS_H

#include "walk.h"

struct cursors { CXCursor *c; unsigned nr; };

/* Frees it. */
void cursor_map_release(struct cursor_map *m);
uint32_t *cursor_map_put(struct cursor_map *m, CXCursor c);	/* new ids are 0 */
uint32_t *cursor_map_get(const struct cursor_map *m, CXCursor c);	/* NULL: not there */

/* The children of a cursor, in the arena of the body. */
struct cursors cursor_children(struct walk *w, CXCursor c);
/* Through parentheses, casts and other wrappers that keep the value. */
CXCursor strip(struct walk *w, CXCursor c);
struct source_file *source_file_of(struct walk *w, CXFile file);	/* NULL for none */
uint32_t cx_str(struct walk *w, CXString s);	/* interns and disposes */
struct place place_of(struct walk *w, CXCursor c);
struct place place_at(struct walk *w, CXSourceLocation loc);
/* Identifier in the text at a place, interned; 0 = none. */
uint32_t word_at(struct walk *w, const struct place *p);
/* Source text of c's extent, white space folded, interned; "…" for what stands in
 * a file outside of tree and build directory. */
uint32_t text_of(struct walk *w, CXCursor c);
/* The word that c begins with where its tokens are spelt (in a macro's body, for what
 * that makes), interned; 0 = none. */
uint32_t spelt_word(struct walk *w, CXCursor c);
/* The macro call that a store or a definition at p comes from, 0 = none. */
uint32_t store_macro(struct walk *w, const struct place *p);
/* Where call c of `name` (NULL: through a pointer) stands: where it is
 * written, be it in a macro's argument, else where its macro is. */
struct place call_place(struct walk *w, CXCursor c, const char *name, uint32_t *macro);
/* The name that a literal is written with: an object-like macro; else 0. */
uint32_t constant_word(struct walk *w, CXCursor c);

#endif
