/* SPDX-License-Identifier: MIT */
/* Declarations to symbols, records and fields. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "pch.h"
#include "atomic.h"
#include "cursors.h"
#include "field.h"
#include "section.h"
#include "sym.h"
#include "walk.h"

/* ---- functions and variables --------------------------------------------------- */

void file_is_used(struct walk *w, const struct source_file *sf)
{
	if (w->view && sf && sf->pch_header && !w->view->seen[sf->pch_header])
		pch_view_uses(w->view, sf->abs);
}

/* The word that an attribute is written with: "__alias__", "cleanup". */
static int attribute_is(struct walk *w, CXCursor attr, const char *word)
{
	const struct source_file *sf;
	CXFile file;
	unsigned offset;
	size_t n = strlen(word);

	clang_getSpellingLocation(clang_getCursorLocation(attr), &file, NULL, NULL, &offset);
	sf = source_file_of(w, file);
	if (!sf || !sf->text)
		return 0;
	while (offset < sf->len && sf->text[offset] == '_')
		offset++;
	return offset + n <= sf->len && !memcmp(sf->text + offset, word, n);
}

struct attributes { struct walk *w; uint32_t flags; int wants_text; };

static enum CXChildVisitResult see_attribute(CXCursor c, CXCursor parent, CXClientData data)
{
	static const struct { const char *word; uint32_t flag; int text; } known[] = {
		{ "weak", SYM_WEAK, 0 }, { "alias", 0, 1 }, { "section", 0, 1 },
		{ "weakref", 0, 1 }, { "ifunc", 0, 1 },
		{ "no_instrument_function", SYM_NOTRACE, 0 }, { "noreturn", SYM_NORETURN, 0 },
		{ "error", SYM_ERROR, 0 }, { "constructor", SYM_AT_START, 0 },
		{ "destructor", SYM_AT_EXIT, 0 },
	};
	struct attributes *a = data;
	size_t i;

	(void)parent;
	if (!clang_isAttribute(clang_getCursorKind(c)))
		return CXChildVisit_Continue;
	a->wants_text |= clang_getCursorKind(c) == CXCursor_AsmLabelAttr;
	for (i = 0; i < ARRAY_SIZE(known); i++) {
		if (!attribute_is(a->w, c, known[i].word))
			continue;
		a->flags |= known[i].flag;
		a->wants_text |= known[i].text;
	}
	return CXChildVisit_Continue;
}

int sym_has_section(struct walk *w, CXCursor decl)
{
	struct attributes a = { w, 0, 0 };

	clang_visitChildren(decl, see_attribute, &a);
	return a.wants_text;
}

void sym_attributes(struct walk *w, uint32_t sym, CXCursor decl)
{
	struct attributes a = { w, 0, 0 };

	clang_visitChildren(decl, see_attribute, &a);
	w->f->sym[sym].flags |= a.flags;
	if (a.wants_text)
		section_of_decl(w, sym, decl);
}

/*
 * Names that a macro numbers by __COUNTER__ get a number of ours instead:
 * clang's depends on all that was included before. `nr` is unique where the
 * name must be; 0: none, one name for all. The id of the new name, 0 where
 * `name` is no such name.
 */
static uint32_t renumbered(struct walk *w, const char *name, uint32_t nr)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n = strlen(name);
	uint32_t id;

	if (!w->k || !n || !isdigit((unsigned char)name[n - 1]) ||
	    !k_strings_match(&w->k->numbered, name))
		return 0;
	while (n && isdigit((unsigned char)name[n - 1]))
		n--;
	strbuf_add(&sb, name, n);
	if (nr)
		strbuf_addf(&sb, ".%u", nr);
	id = strtab_addn(&w->f->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}

static uint8_t linkage_of(CXCursor c)
{
	switch (clang_getCursorLinkage(c)) {
	case CXLinkage_Internal:
		return LINK_INTERNAL;
	case CXLinkage_NoLinkage:
		return LINK_NONE;
	default:
		return LINK_EXTERNAL;
	}
}

static void name_symbol(struct walk *w, struct tu_sym *s, CXCursor decl)
{
	CXString name = clang_getCursorSpelling(decl), usr = clang_getCursorUSR(decl);
	const char *text = clang_getCString(name), *u = clang_getCString(usr), *at;
	struct strbuf sb = STRBUF_INIT;

	s->linkage = linkage_of(decl);
	s->name = renumbered(w, text, s->linkage == LINK_EXTERNAL ? 0 : w->nr_numbered + 1);
	if (!s->name) {
		s->name = strtab_add(&w->f->str, text);
		s->usr = strtab_add(&w->f->str, u);
	} else {
		w->nr_numbered += s->linkage != LINK_EXTERNAL;
		at = strstr(u, text);
		strbuf_add(&sb, u, at ? (size_t)(at - u) : 0);
		strbuf_addstr(&sb, facts_str(w->f, s->name));
		if (at)
			strbuf_addstr(&sb, at + strlen(text));
		s->usr = strtab_addn(&w->f->str, sb.buf, sb.len);
	}
	strbuf_release(&sb);
	clang_disposeString(name);
	clang_disposeString(usr);
}

void sym_place(struct walk *w, struct tu_sym *s, CXCursor decl, const char *name)
{
	struct place p = place_of(w, decl);
	CXFile file;
	unsigned line;

	s->path = p.file ? p.file->path : 0;
	s->line = p.line;
	clang_getExpansionLocation(clang_getRangeEnd(clang_getCursorExtent(decl)), &file, &line,
				   NULL, NULL);
	s->end_line = line < p.line ? p.line : line;
	s->macro = store_macro(w, &p);
	if (s->macro && !strcmp(facts_str(w->f, s->macro), name))
		s->macro = 0;
	if (p.file && p.file != w->main) {
		s->flags |= SYM_HEADER;
		if (p.file->is_c)
			s->flags |= SYM_INCLUDED_C;
	}
}

static void fill_func(struct walk *w, struct tu_sym *s, CXCursor decl)
{
	int n = clang_Cursor_getNumArguments(decl);
	CXType type = clang_getCanonicalType(clang_getCursorType(decl));
	int noreturn;

	s->kind = SYM_FUNC;
	s->nparams = n < 0 ? 0 : (uint16_t)n;
	s->sig = type_text(w, type, &noreturn);
	if (noreturn)
		s->flags |= SYM_NORETURN;
	if (clang_Cursor_isFunctionInlined(decl))
		s->flags |= SYM_INLINE;
	if (clang_isFunctionTypeVariadic(type))
		s->flags |= SYM_VARIADIC;
	if (!strncmp(facts_str(w->f, s->name), "__builtin_", 10) ||
	    atomic_is_builtin(facts_str(w->f, s->name))) {
		/* nowhere: clang gives the place of the first use */
		s->path = s->line = s->end_line = s->macro = 0;
		s->flags &= ~(uint32_t)(SYM_HEADER | SYM_INCLUDED_C);
		s->flags |= SYM_BUILTIN;
	}
}

/* The length of a string may depend on __COUNTER__ (a tracepoint's format with
 * min_t() in it), and so on what else was read: it is no fact. */
static uint32_t variable_type(struct walk *w, CXType canonical)
{
	CXType element = clang_getArrayElementType(canonical);
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;

	if (canonical.kind != CXType_ConstantArray ||
	    (element.kind != CXType_Char_S && element.kind != CXType_Char_U))
		return type_text(w, canonical, NULL);
	strbuf_addf(&sb, "%s[]", facts_str(w->f, type_text(w, element, NULL)));
	id = strtab_addn(&w->f->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}

static void fill_var(struct walk *w, struct tu_sym *s, CXCursor decl)
{
	CXType type = clang_getCursorType(decl), canonical = bare_type(type);

	s->kind = SYM_VAR;
	s->sig = variable_type(w, canonical);
	s->rec = rec_of_type(w, type);
	if (class_of(type) == TYPE_REC_PTR)
		s->pointee = rec_of_type(w, pointee_of(type));
	if (canonical.kind == CXType_ConstantArray || canonical.kind == CXType_IncompleteArray ||
	    canonical.kind == CXType_VariableArray)
		s->flags |= SYM_ARRAY;
	if (clang_isConstQualifiedType(element_type(type)) || clang_isConstQualifiedType(canonical))
		s->flags |= SYM_CONST;
}

uint32_t sym_local(struct walk *w, const char *name, CXType type, unsigned line)
{
	struct tu_sym s;
	char usr[64];
	uint32_t id;
	CXType canonical = bare_type(type);

	memset(&s, 0, sizeof(s));
	s.kind = SYM_LOCAL;
	s.linkage = LINK_NONE;
	s.name = strtab_add(&w->f->str, name);
	snprintf(usr, sizeof(usr), "%u", w->nr_locals++);
	s.usr = strtab_add(&w->f->str, usr);
	s.path = w->body_file ? w->body_file->path : 0;
	s.line = s.end_line = line;
	s.owner = w->sym;
	s.sig = type_text(w, canonical, NULL);
	s.rec = rec_of_type(w, type);
	if (class_of(type) == TYPE_REC_PTR)
		s.pointee = rec_of_type(w, pointee_of(type));
	if (canonical.kind == CXType_ConstantArray || canonical.kind == CXType_IncompleteArray ||
	    canonical.kind == CXType_VariableArray)
		s.flags |= SYM_ARRAY;
	id = facts_sym(w->f);
	w->f->sym[id] = s;
	return id;
}

static uint32_t new_local(struct walk *w, CXCursor decl)
{
	CXString name = clang_getCursorSpelling(decl);
	const char *text = clang_getCString(name);
	uint32_t made = renumbered(w, text, w->nr_locals + 1), id;

	id = sym_local(w, made ? facts_str(w->f, made) : text, clang_getCursorType(decl),
		       place_of(w, decl).line);
	clang_disposeString(name);
	return id;
}

static int is_static_local(CXCursor decl)
{
	return clang_Cursor_getStorageClass(decl) == CX_SC_Static ||
		clang_Cursor_getStorageClass(decl) == CX_SC_Extern;
}

uint32_t sym_of(struct walk *w, CXCursor decl)
{
	CXCursor canonical = clang_getCanonicalCursor(decl), def, parent;
	uint32_t *slot = cursor_map_put(&w->syms, canonical), id;
	int is_func = clang_getCursorKind(decl) == CXCursor_FunctionDecl, in_func, has_def;
	struct tu_sym s;

	if (*slot)
		return *slot;
	parent = clang_getCursorSemanticParent(decl);
	in_func = clang_getCursorKind(parent) == CXCursor_FunctionDecl;
	if (!is_func && (clang_getCursorLinkage(decl) == CXLinkage_NoLinkage) &&
	    !is_static_local(decl)) {
		id = new_local(w, decl);
		return *cursor_map_put(&w->syms, canonical) = id;
	}
	memset(&s, 0, sizeof(s));
	name_symbol(w, &s, decl);
	def = clang_getCursorDefinition(decl);
	has_def = !clang_Cursor_isNull(def);
	if (!has_def)
		def = decl;
	else
		file_is_used(w, place_of(w, def).file);
	sym_place(w, &s, def, facts_str(w->f, s.name));
	if (is_func)
		fill_func(w, &s, def);
	else
		fill_var(w, &s, def);
	if (!is_func && in_func && clang_Cursor_getStorageClass(decl) == CX_SC_Static) {
		s.flags |= SYM_STATIC_LOCAL;
		s.linkage = LINK_INTERNAL;
		s.owner = w->sym;
	}
	id = facts_sym(w->f);
	w->f->sym[id] = s;
	*cursor_map_put(&w->syms, canonical) = id;
	if (!has_def && s.linkage == LINK_EXTERNAL) {
		ALLOC_GROW(w->undefined, w->nr_undefined + 1, w->alloc_undefined);
		w->undefined[w->nr_undefined++] = id;
	}
	if (is_func || !in_func) {
		sym_attributes(w, id, decl);
		if (!clang_equalCursors(def, decl))
			sym_attributes(w, id, def);
	}
	if (s.flags & SYM_STATIC_LOCAL)
		sym_attributes(w, id, decl);
	return id;
}

/* ---- what is only declared ------------------------------------------------------ */

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

/* ---- definitions that are to be walked -------------------------------------------- */

void want_body(struct walk *w, CXCursor decl, uint32_t sym)
{
	CXCursor def;

	if (sym < w->alloc_def && w->def_todo[sym])
		return;
	if (sym >= w->alloc_def) {
		uint32_t old = w->alloc_def;

		ALLOC_GROW(w->def_todo, sym + 1, w->alloc_def);
		memset(w->def_todo + old, 0, (w->alloc_def - old) * sizeof(*w->def_todo));
	}
	w->def_todo[sym] = 1;
	def = clang_getCursorDefinition(decl);
	if (clang_Cursor_isNull(def))
		return;
	ALLOC_GROW(w->todo, w->nr_todo + 1, w->alloc_todo);
	ALLOC_GROW(w->todo_sym, w->nr_todo + 1, w->alloc_todo_sym);
	w->todo[w->nr_todo] = def;
	w->todo_sym[w->nr_todo++] = sym;
}
