/* SPDX-License-Identifier: MIT */
/* A TU parsed over a precompiled header, where it is the same as without. */
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "door.h"
#include "looked.h"
#include "tu_parser.h"

static void drop_tab(struct loaded_tab *l)
{
	free(l->base);
	pch_tab_release(&l->t);
}

void tu_drop_tabs(struct tu_parser *tp)
{
	while (tp->nr_tab)
		drop_tab(&tp->tab[--tp->nr_tab]);
}

/* The table beside base.pch, NULL where it is missing or damaged. */
static const struct pch_tab *load_tab(struct tu_parser *tp, const char *base)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	struct loaded_tab *l;
	unsigned i;

	for (i = 0; i < tp->nr_tab; i++)
		if (!strcmp(tp->tab[i].base, base))
			return tp->tab[i].ok ? &tp->tab[i].t : NULL;
	if (tp->nr_tab == MAX_TABS)
		drop_tab(&tp->tab[--tp->nr_tab]);
	l = &tp->tab[tp->nr_tab++];
	l->base = xstrdup(base);
	pch_tab_init(&l->t);
	strbuf_addf(&path, "%s.tab", base);
	l->ok = !file_read(path.buf, &text, NULL) && !pch_tab_read(&l->t, text.buf, text.len);
	strbuf_release(&path);
	strbuf_release(&text);
	return l->ok ? &l->t : NULL;
}

static enum CXErrorCode parse_over(struct tu_parser *tp, const struct compile_command *cmd,
				   const char *base, struct CXUnsavedFile *unsaved,
				   CXTranslationUnit *tu)
{
	struct strbuf path = STRBUF_INIT;
	/* what the check of times is for is done once, by content, for all TUs */
	const char *more[] = { "-include-pch", NULL, "-Xclang", "-fno-validate-pch" };
	enum CXErrorCode rc;

	strbuf_addf(&path, "%s.pch", base);
	more[1] = path.buf;
	rc = tu_parse_in(tp->over_pch, cmd, more, 4, CXTranslationUnit_KeepGoing |
		   CXTranslationUnit_DetailedPreprocessingRecord, unsaved, unsaved ? 1 : 0, tu);
	strbuf_release(&path);
	return rc;
}

static int has_errors(CXTranslationUnit tu)
{
	unsigned i, n = clang_getNumDiagnostics(tu);
	int found = 0;

	for (i = 0; i < n && !found; i++) {
		CXDiagnostic d = clang_getDiagnostic(tu, i);

		found = clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
		clang_disposeDiagnostic(d);
	}
	return found;
}

void tu_try_pch(struct tu_parser *tp, const struct compile_command *cmd, const struct compdb *db,
		const char *base, const struct pch_tab *t, struct strtab *foreign,
		struct strtab *used)
{
	CXTranslationUnit tu = NULL;
	struct pch_view v;
	struct tu_facts f;
	struct walk w;
	size_t i;

	if (parse_over(tp, cmd, base, NULL, &tu) != CXError_Success)
		return;
	facts_init(&f);
	tu_walk_begin(&w, tp, cmd, db, 0, &f, tu);
	pch_view_init(&v, t, &w, used);
	for (i = 1; i < v.foreign.nr; i++)
		strtab_add(foreign, v.foreign.str[i]);
	pch_view_release(&v);
	tu_walk_release(&w);
	facts_release(&f);
	clang_disposeTranslationUnit(tu);
}

/* Definitions of headers that a TU walks wherever it sees them. */
static void walk_header_definitions(struct walk *w)
{
	const struct pch_tab *t = w->view->t;
	uint32_t i, j;
	CXCursor c;

	for (i = 0; i < w->view->nr_order; i++)
		for (j = 0; j < t->nr_walk; j++)
			if (t->decl[t->walk[j]].header == w->view->order[i] &&
			    !pch_view_cursor(w->view, w, &t->decl[t->walk[j]], &c))
				tu_top_level(c, c, w);
}

/* ---- functions that only an attribute names ---- */

#define REFERENCES "kpath_references_"

/* The TU's text with a function at its end that names what the walk wants. */
static int with_references(const struct compile_command *cmd, const struct strtab *wanted,
			   struct strbuf *out)
{
	size_t i;

	if (file_read(cmd->path, out, NULL))
		return -1;
	strbuf_addstr(out, "\nstatic void " REFERENCES "(void)\n{\n");
	for (i = 1; i < wanted->nr; i++)
		strbuf_addf(out, "(void)%s;\n", wanted->str[i]);
	strbuf_addstr(out, "}\n");
	return 0;
}

static enum CXChildVisitResult see_reference(CXCursor c, CXCursor parent, CXClientData data)
{
	struct walk *w = data;
	CXCursor to;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return CXChildVisit_Recurse;
	to = clang_getCursorReferenced(c);
	if (clang_getCursorKind(to) == CXCursor_FunctionDecl) {
		CXString s = clang_getCursorSpelling(to);

		pch_view_found(w->view, clang_getCString(s), to);
		clang_disposeString(s);
	}
	return CXChildVisit_Continue;
}

static enum CXChildVisitResult find_references(CXCursor c, CXCursor parent, CXClientData data)
{
	CXString s;
	int is;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_FunctionDecl)
		return CXChildVisit_Continue;
	s = clang_getCursorSpelling(c);
	is = !strcmp(clang_getCString(s), REFERENCES);
	clang_disposeString(s);
	if (!is)
		return CXChildVisit_Continue;
	((struct walk *)data)->references = c;
	clang_visitChildren(c, see_reference, data);
	return CXChildVisit_Break;
}

static void note_error(CXTranslationUnit tu, struct tu_note *note)
{
	CXDiagnostic d = clang_getDiagnostic(tu, 0);
	CXString s = clang_formatDiagnostic(d, CXDiagnostic_DisplaySourceLocation);

	strbuf_addf(&note->why, "an error: %s", clang_getCString(s));
	clang_disposeString(s);
	clang_disposeDiagnostic(d);
}

/*
 * 1: done; 0: not the same as without it, `why` says what for. `wanted`:
 * functions of headers that the walk can't find by itself; where there are
 * some afterwards that were not there before, it must be done once more.
 */
static int over_pch(struct tu_parser *tp, const struct compile_command *cmd,
		    const struct compdb *db, unsigned flags, const char *base,
		    struct strtab *wanted, struct tu_facts *out, struct tu_note *note)
{
	const struct pch_tab *t = load_tab(tp, base);
	struct strbuf text = STRBUF_INIT;
	struct CXUnsavedFile unsaved = { .Filename = cmd->path };
	CXTranslationUnit tu = NULL;
	size_t before = wanted->nr;
	struct pch_view v;
	struct walk w;
	int ok;

	if (before > 1 && with_references(cmd, wanted, &text))
		return 0;
	unsaved.Contents = text.buf;
	unsaved.Length = text.len;
	ok = t && parse_over(tp, cmd, base, text.len ? &unsaved : NULL, &tu) == CXError_Success;
	if (!ok || has_errors(tu)) {
		if (ok)
			note_error(tu, note);
		else
			strbuf_addstr(&note->why, "the precompiled header can't be used");
		if (tu)
			clang_disposeTranslationUnit(tu);
		strbuf_release(&text);
		return 0;
	}
	tu_walk_begin(&w, tp, cmd, db, flags, out, tu);
	if (text.len && w.main)
		w.main->len = (size_t)(strstr(w.main->text, "\nstatic void " REFERENCES) -
				       w.main->text);
	pch_view_init(&v, t, &w, NULL);
	v.wanted = wanted;
	if (text.len)
		clang_visitChildren(clang_getTranslationUnitCursor(tu), find_references, &w);
	if (!v.why.len) {
		walk_header_definitions(&w);
		tu_walk(&w);
	}
	ok = !v.why.len;
	if (!ok)
		strbuf_addstr(&note->why, v.why.buf);
	else if (wanted->nr == before)
		looked_list(&w, base, &note->files);
	pch_view_release(&v);
	tu_walk_release(&w);
	clang_disposeTranslationUnit(tu);
	strbuf_release(&text);
	return ok;
}

#define MAX_TIMES 4	/* that a TU is parsed to find what attributes and asm() name */

/* What other TUs asked for this one will ask for too, and to parse it twice is what costs. Without
 * need they make no difference. */
static void expect_named(const struct tu_parser *tp, const struct pch_tab *t, struct strtab *wanted)
{
	const struct pch_decl *d;
	uint32_t n, i;
	size_t k;

	for (k = 1; k < tp->named.nr; k++) {
		d = pch_decls_of(t, strtab_find(&t->str, tp->named.str[k]), &n);
		for (i = 0; i < n && !(d[i].flags & PCHD_FUNC); i++)
			;
		if (i < n)
			strtab_add(wanted, tp->named.str[k]);
	}
}

/* What had to be asked for, for the next ones. */
static void remember_named(struct tu_parser *tp, const struct strtab *wanted, size_t expected,
			   struct tu_note *note)
{
	size_t i;

	for (i = expected; i < wanted->nr; i++)
		strbuf_addf(&note->named, "%s%s", note->named.len ? " " : "", wanted->str[i]);
	if (note->named.len)
		tu_parser_expect(tp, note->named.buf);
}

int tu_over_pch(struct tu_parser *tp, const struct compile_command *cmd,
			const struct compdb *db, unsigned flags, const char *base,
			struct tu_facts *out, struct tu_note *note)
{
	const struct pch_tab *t = load_tab(tp, base);
	struct strtab wanted;
	size_t before, expected, said = note->why.len;
	int times, ok = 0;

	strtab_init(&wanted);
	if (t)
		expect_named(tp, t, &wanted);
	expected = wanted.nr;
	for (times = 0; times < MAX_TIMES; times++) {
		before = wanted.nr;
		door_begin(cmd->path);
		tu_start_facts(out, cmd);
		ok = over_pch(tp, cmd, db, flags, base, &wanted, out, note);
		if (!ok && expected > 1) {	/* one may be a macro here */
			strtab_clear(&wanted);
			strbuf_setlen(&note->why, said);
			expected = 1;
			continue;
		}
		if (!ok || wanted.nr == before)
			break;
	}
	if (times == MAX_TIMES) {
		ok = 0;
		strbuf_addstr(&note->why, "attributes name ever more functions");
	}
	if (ok)
		remember_named(tp, &wanted, expected, note);
	strtab_release(&wanted);
	return ok;
}
