/* SPDX-License-Identifier: MIT */
/* Where symbols stand that are only declared. */
#include <string.h>

#include "base/xalloc.h"
#include "pch.h"
#include "cursors.h"
#include "sym.h"
#include "walk.h"

/* Ranks of a declaration's place, best first; 0 is for defined symbols. */
enum { PLACE_TENTATIVE = 1, PLACE_OWN, PLACE_HEADER, PLACE_NONE };

static int is_earlier(struct walk *w, const struct tu_sym *a, const struct tu_sym *b)
{
	int c = strcmp(facts_str(w->f, a->path), facts_str(w->f, b->path));

	return c < 0 || (!c && a->line < b->line);
}

static void take_place(struct walk *w, uint32_t sym, const struct tu_sym *place, uint8_t rank)
{
	struct tu_sym *s = &w->f->sym[sym];

	if (rank > w->place_rank[sym] ||
	    (rank == w->place_rank[sym] && !is_earlier(w, place, s)))
		return;
	w->place_rank[sym] = rank;
	s->path = place->path;
	s->line = place->line;
	s->end_line = place->end_line;
	s->macro = place->macro;
	s->flags &= ~(uint32_t)(SYM_HEADER | SYM_INCLUDED_C);
	s->flags |= place->flags & (SYM_HEADER | SYM_INCLUDED_C);
}

int sym_is_tentative(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_VarDecl && !clang_isCursorDefinition(c) &&
		clang_Cursor_getStorageClass(c) != CX_SC_Extern;
}

static enum CXChildVisitResult see_declaration(CXCursor c, CXCursor parent, CXClientData data)
{
	struct walk *w = data;
	enum CXCursorKind k = clang_getCursorKind(c);
	uint8_t rank = PLACE_OWN;
	struct tu_sym place;
	uint32_t *id;

	(void)parent;
	if (k != CXCursor_FunctionDecl && k != CXCursor_VarDecl)
		return CXChildVisit_Continue;
	id = cursor_map_get(&w->syms, clang_getCanonicalCursor(c));
	if (!id || !*id || !w->place_rank[*id])
		return CXChildVisit_Continue;
	memset(&place, 0, sizeof(place));
	sym_place(w, &place, c, facts_str(w->f, w->f->sym[*id].name));
	if (place.flags & SYM_HEADER)
		rank = PLACE_HEADER;
	else if (sym_is_tentative(c))
		rank = PLACE_TENTATIVE;
	if (sym_is_tentative(c))
		w->f->sym[*id].flags &= ~(uint32_t)SYM_EXTERN;
	take_place(w, *id, &place, rank);
	return CXChildVisit_Continue;
}

/* The same for the declarations of a PCH, which are not visited. */
static void declared_in_pch(struct walk *w, uint32_t sym)
{
	struct pch_view *v = w->view;
	uint32_t n, i;
	const struct pch_decl *d = pch_decls_of(v->t, strtab_find(&v->t->str,
					facts_str(w->f, w->f->sym[sym].name)), &n);

	for (i = 0; i < n; i++) {
		struct tu_sym place = { .flags = SYM_HEADER };
		struct strbuf path = STRBUF_INIT;

		if (!v->seen[d[i].header] || !(d[i].flags & PCHD_EXTERNAL))
			continue;
		if (d[i].flags & PCHD_TENTATIVE)
			w->f->sym[sym].flags &= ~(uint32_t)SYM_EXTERN;
		strbuf_addstr(&path, compdb_display_path(w->db, &v->arena,
				strtab_str(&v->t->str, v->t->header[d[i].header].path)));
		place.path = strtab_addn(&w->f->str, path.buf, path.len);
		place.line = d[i].line;
		place.end_line = d[i].end_line;
		place.macro = strtab_add(&w->f->str, strtab_str(&v->t->str, d[i].macro));
		take_place(w, sym, &place, PLACE_HEADER);
		strbuf_release(&path);
	}
	if (w->place_rank[sym] == PLACE_NONE && n)
		pch_view_uses(v, facts_str(w->f, w->f->sym[sym].name));
}

void sym_place_declared(struct walk *w)
{
	uint32_t i;

	if (!w->nr_undefined)
		return;
	w->place_rank = xcalloc(w->f->nr_sym, 1);
	for (i = 0; i < w->nr_undefined; i++) {
		if (w->f->sym[w->undefined[i]].flags & SYM_DEFINED)
			continue;	/* by asm() */
		w->place_rank[w->undefined[i]] = PLACE_NONE;
		if (w->f->sym[w->undefined[i]].kind == SYM_VAR)
			w->f->sym[w->undefined[i]].flags |= SYM_EXTERN;
	}
	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), see_declaration, w);
	for (i = 0; w->view && i < w->nr_undefined; i++)
		if (w->place_rank[w->undefined[i]])
			declared_in_pch(w, w->undefined[i]);
	free(w->place_rank);
	w->place_rank = NULL;
}
