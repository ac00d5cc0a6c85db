/* SPDX-License-Identifier: MIT */
/* What the headers of a PCH hold: macros, declarations, words, and which includes which. */
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "cursors.h"
#include "pchjob.h"
#include "section.h"
#include "sym.h"
#include "tu_p.h"

struct gather {
	struct pch_job *m;
	struct walk *w;
	struct edge { uint32_t from, to; } *edge;
	size_t nr_edge, alloc_edge;
	struct macro_at { uint32_t header, offset, function_like; } *macro;	/* by word: its last definition */
	size_t alloc_macro;
	uint32_t header;		/* whose words are read */
	uint32_t defines;		/* the macro whose body is read */
	uint32_t *param; size_t nr_param, alloc_param;	/* its parameters */
	const struct source_file *at;
};

static uint32_t header_of(struct gather *g, struct source_file *sf)
{
	return sf && sf != g->w->main && sf->text ? pch_tab_add(&g->m->tab, sf->abs) : 0;
}

static void see_included(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct gather *g = data;
	struct pch_tab *t = &g->m->tab;
	struct source_file *sf = source_file_of(g->w, file), *from;
	uint32_t h = header_of(g, sf);
	CXFile outer = NULL;

	if (sf)
		sf->entered++;
	if (!h || !depth)
		return;
	/* entered by the command line: from no real file */
	clang_getExpansionLocation(stack[0], &outer, NULL, NULL, NULL);
	from = outer ? source_file_of(g->w, outer) : NULL;
	if (from && from->text)
		return;
	ALLOC_GROW(t->root, t->nr_root + 1, t->alloc_root);
	t->root[t->nr_root++] = h;
}

static void gather_decl(struct gather *g, CXCursor c, const struct place *p)
{
	struct pch_tab *t = &g->m->tab;
	uint32_t h = header_of(g, p->file);
	int is_func = clang_getCursorKind(c) == CXCursor_FunctionDecl;
	int external = clang_getCursorLinkage(c) == CXLinkage_External;
	struct pch_decl *d;
	struct tu_sym s;
	CXString name;

	if (!h)
		return;
	memset(&s, 0, sizeof(s));
	name = clang_getCursorSpelling(c);
	sym_place(g->w, &s, c, clang_getCString(name));
	ALLOC_GROW(t->decl, t->nr_decl + 1, t->alloc_decl);
	d = &t->decl[t->nr_decl++];
	memset(d, 0, sizeof(*d));
	d->name = strtab_add(&t->str, clang_getCString(name));
	d->header = h;
	d->offset = p->offset;
	d->line = s.line;
	d->end_line = s.end_line;
	d->macro = strtab_add(&t->str, facts_str(g->w->f, s.macro));
	d->flags = (uint8_t)((is_func ? PCHD_FUNC : 0) | (external ? PCHD_EXTERNAL : 0) |
			     (sym_is_tentative(c) ? PCHD_TENTATIVE : 0));
	if (clang_isCursorDefinition(c) &&
	    ((external && !(is_func && clang_Cursor_isFunctionInlined(c))) ||
	     (!is_func && p->in_macro && sym_has_section(g->w, c))))
		d->flags |= PCHD_WALK;
	clang_disposeString(name);
}

static void gather_asm(struct gather *g, CXCursor c, const struct place *p)
{
	struct pch_tab *t = &g->m->tab;
	uint32_t h = header_of(g, p->file);

	if (!h || !section_asm_puts(g->w, c))
		return;
	ALLOC_GROW(t->decl, t->nr_decl + 1, t->alloc_decl);
	memset(&t->decl[t->nr_decl], 0, sizeof(*t->decl));
	t->decl[t->nr_decl].header = h;
	t->decl[t->nr_decl].offset = p->offset;
	t->decl[t->nr_decl++].flags = PCHD_ASM;
}

static void note_top(struct pch_job *m, uint32_t line, uint32_t header)
{
	uint32_t i;

	for (i = 0; i < m->req->nr_header; i++)
		if (!m->drop[i] && m->line[i] == line)
			m->in_tab[i] = header;
}

static enum CXChildVisitResult gather_cursor(CXCursor c, CXCursor parent, CXClientData data)
{
	struct gather *g = data;
	struct pch_tab *t = &g->m->tab;
	enum CXCursorKind k = clang_getCursorKind(c);
	uint32_t from, to;
	struct place p;

	(void)parent;
	if (k != CXCursor_InclusionDirective && k != CXCursor_MacroDefinition &&
	    k != CXCursor_FunctionDecl && k != CXCursor_VarDecl && k != CXCursor_UnexposedDecl)
		return CXChildVisit_Continue;
	p = place_of(g->w, c);
	if (k == CXCursor_InclusionDirective) {
		from = header_of(g, p.file);
		to = header_of(g, source_file_of(g->w, clang_getIncludedFile(c)));
		if (p.file && p.file == g->w->main)
			note_top(g->m, p.line, to);
		if (from && to) {
			ALLOC_GROW(g->edge, g->nr_edge + 1, g->alloc_edge);
			g->edge[g->nr_edge].from = from;
			g->edge[g->nr_edge++].to = to;
		}
	} else if (k == CXCursor_MacroDefinition) {
		CXString name = clang_getCursorSpelling(c);
		uint32_t word = strtab_add(&t->str, clang_getCString(name)), h = header_of(g, p.file);
		size_t old = g->alloc_macro;

		clang_disposeString(name);
		ALLOC_GROW(g->macro, word + 1, g->alloc_macro);
		if (g->alloc_macro > old)
			memset(g->macro + old, 0, (g->alloc_macro - old) * sizeof(*g->macro));
		if (h)
			g->macro[word] = (struct macro_at){ h, p.offset,
				clang_Cursor_isMacroFunctionLike(c) };
	} else if (k == CXCursor_UnexposedDecl) {
		gather_asm(g, c, &p);
	} else {
		gather_decl(g, c, &p);
	}
	return CXChildVisit_Continue;
}

static void gather_body(struct gather *g, uint32_t word, int called)
{
	struct pch_tab *t = &g->m->tab;
	size_t i;

	for (i = 0; i < g->nr_param; i++)
		if (g->param[i] == word)
			return;
	ALLOC_GROW(t->inside, t->nr_inside + 1, t->alloc_inside);
	t->inside[t->nr_inside++] = (struct pch_pair){ .word = word, .to = g->defines,
						       .function_like = called };
}

static void gather_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	struct gather *g = ctx;
	struct pch_tab *t = &g->m->tab;

	uint32_t word = strtab_addn(&t->str, s, n);
	struct macro_at *m = word < g->alloc_macro ? &g->macro[word] : NULL;
	int called = may_be_called(g->at->text, g->at->len, s, n, place);

	/* defined and taken back in the same header: it's gone */
	if (place == WORD_UNDEFINED && m && m->header == g->header &&
	    m->offset < (uint32_t)(s - g->at->text))
		m->header = 0;
	if (place == WORD_DEFINED) {
		g->defines = word;
		g->nr_param = 0;
	} else if (place == WORD_PARAM) {
		ALLOC_GROW(g->param, g->nr_param + 1, g->alloc_param);
		g->param[g->nr_param++] = word;
		return;
	} else if (place == WORD_BODY) {
		gather_body(g, word, called);
		return;
	}
	if (place == WORD_DEFINED || place == WORD_UNDEFINED) {
		ALLOC_GROW(t->define, t->nr_define + 1, t->alloc_define);
		t->define[t->nr_define++] = (struct pch_pair){ .word = word, .to = g->header };
		return;
	}
	ALLOC_GROW(t->mention, t->nr_mention + 1, t->alloc_mention);
	t->mention[t->nr_mention++] = (struct pch_pair){ .word = word, .to = g->header,
							 .function_like = called };
}

static int by_from(const void *a, const void *b)
{
	const struct edge *const *x = a, *const *y = b;

	if ((*x)->from != (*y)->from)
		return (*x)->from < (*y)->from ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* Edges of each header in the order of its text. */
static void file_edges(struct gather *g)
{
	struct pch_tab *t = &g->m->tab;
	struct edge **sorted = xcalloc(g->nr_edge + 1, sizeof(*sorted));
	size_t i;

	for (i = 0; i < g->nr_edge; i++)
		sorted[i] = &g->edge[i];
	if (g->nr_edge)
		qsort(sorted, g->nr_edge, sizeof(*sorted), by_from);
	for (i = 0; i < g->nr_edge; i++) {
		struct pch_header *h = &t->header[sorted[i]->from];

		ALLOC_GROW(t->edge, t->nr_edge + 1, t->alloc_edge);
		if (!h->nr_edges++)
			h->edge = t->nr_edge;
		t->edge[t->nr_edge++] = sorted[i]->to;
	}
	free(sorted);
}

void pch_gather(struct pch_job *m, CXTranslationUnit tu, const struct compdb *db)
{
	struct tu_facts f;
	struct walk w = { .f = &f, .k = tu_parser_knowledge(m->tp), .db = db, .tu = tu,
			  .dir = m->cmd.dir, .body = UINT32_MAX };
	struct gather g = { .m = m, .w = &w };
	struct pch_tab *t = &m->tab;
	uint32_t i;

	facts_init(&f);
	w.main = source_file_of(&w, clang_getFile(tu, m->cmd.path));
	clang_getInclusions(tu, see_included, &g);
	clang_visitChildren(clang_getTranslationUnitCursor(tu), gather_cursor, &g);
	file_edges(&g);
	for (i = 0; i < w.nr_file; i++) {
		g.at = w.file[i];
		g.header = g.at->text ? pch_tab_header(t, g.at->abs) : 0;
		if (!g.header)
			continue;
		t->header[g.header].hash = digest64(g.at->text, g.at->len);
		scan_active_words(&w, g.at, gather_word, &g);
	}
	for (i = 1; i < g.alloc_macro; i++) {
		if (!g.macro[i].header)
			continue;
		ALLOC_GROW(t->macro, t->nr_macro + 1, t->alloc_macro);
		t->macro[t->nr_macro++] = (struct pch_pair){ .word = i, .to = g.macro[i].header,
			.function_like = g.macro[i].function_like };
	}
	pch_tab_finish(t);
	free(g.edge);
	free(g.macro);
	free(g.param);
	tu_walk_release(&w);
	facts_release(&f);
}
