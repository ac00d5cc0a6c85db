/* SPDX-License-Identifier: MIT */
/* One translation unit: parsing, its top level, and what that needs in turn. */
#include <string.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "asmprint.h"
#include "bodies.h"
#include "cursors.h"
#include "door.h"
#include "jump.h"
#include "looked.h"
#include "section.h"
#include "sym.h"
#include "tu_parser.h"

struct tu_parser *tu_parser_new(const struct walk_knowledge *k)
{
	struct tu_parser *tp = xcalloc(1, sizeof(*tp));

	tp->index = clang_createIndex(0, 0);
	tp->over_pch = clang_createIndex(1, 0);
	tp->k = k;
	strtab_init(&tp->named);
	return tp;
}

void tu_parser_free(struct tu_parser *tp)
{
	if (!tp)
		return;
	tu_drop_tabs(tp);
	strtab_release(&tp->named);
	clang_disposeIndex(tp->over_pch);
	clang_disposeIndex(tp->index);
	free(tp);
}

void tu_parser_expect(struct tu_parser *tp, const char *names)
{
	size_t n;

	for (; names && *names; names += n + (names[n] == ' ')) {
		n = strcspn(names, " ");
		if (n && tp->named.nr <= TU_MAX_NAMED)
			strtab_addn(&tp->named, names, n);
	}
}

const struct walk_knowledge *tu_parser_knowledge(const struct tu_parser *tp)
{
	return tp->k;
}

/* ---- the top level -------------------------------------------------------------- */

static int is_own(const struct walk *w, const struct source_file *file)
{
	return file && (file == w->main || file->is_c);
}

/* Attributes may stand at a later declaration alone, as alias does in
 * arch/x86/include/asm/syscall_wrapper.h. */
static void redeclared(struct walk *w, CXCursor decl)
{
	uint32_t sym = sym_of(w, decl);

	if (!clang_equalCursors(clang_getCanonicalCursor(decl), decl))
		sym_attributes(w, sym, decl);
}

enum CXChildVisitResult tu_top_level(CXCursor c, CXCursor parent, CXClientData data)
{
	struct walk *w = data;
	enum CXCursorKind k = clang_getCursorKind(c);
	struct place p;
	int own;

	(void)parent;
	if (k != CXCursor_FunctionDecl && k != CXCursor_VarDecl && k != CXCursor_UnexposedDecl)
		return CXChildVisit_Continue;
	if (w->view && clang_equalCursors(c, w->references))
		return CXChildVisit_Continue;	/* ours */
	if (k != CXCursor_UnexposedDecl && !clang_isCursorDefinition(c)) {
		/* an alias has no body, and may never be named in this file */
		if (k == CXCursor_FunctionDecl && is_own(w, place_of(w, c).file))
			redeclared(w, c);
		else if (sym_is_tentative(c) && class_of(clang_getCursorType(c)) != TYPE_SCALAR)
			sym_of(w, c);	/* its home, also in a header, though nothing here may use it */
		return CXChildVisit_Continue;
	}
	p = place_of(w, c);
	if (!p.file)
		return CXChildVisit_Continue;
	own = is_own(w, p.file);
	if (k == CXCursor_UnexposedDecl) {
		if (own || section_asm_puts(w, c)) {
			ALLOC_GROW(w->asms, w->nr_asm + 1, w->alloc_asm);
			w->asms[w->nr_asm++] = c;
		}
		return CXChildVisit_Continue;
	}
	if (own || (clang_getCursorLinkage(c) == CXLinkage_External &&
		    !(k == CXCursor_FunctionDecl && clang_Cursor_isFunctionInlined(c))))
		want_body(w, c, sym_of(w, c));
	/* made by a header's macros for a linker section: nobody names it */
	if (!own && k == CXCursor_VarDecl && p.in_macro && sym_has_section(w, c))
		want_body(w, c, sym_of(w, c));
	return CXChildVisit_Continue;
}

/* ---- diagnostics ------------------------------------------------------------------ */

int tu_is_error(CXDiagnostic d)
{
	CXString s = clang_getDiagnosticSpelling(d);
	/* a flag that this clang does not know leaves the AST whole */
	int is = clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error &&
		strncmp(clang_getCString(s), "unknown argument", 16);

	clang_disposeString(s);
	return is;
}

void tu_diagnostics(struct walk *w)
{
	unsigned i, n = clang_getNumDiagnostics(w->tu);

	for (i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(w->tu, i);
		CXString s = clang_getDiagnosticSpelling(d);
		const char *text = clang_getCString(s);

		if (tu_is_error(d)) {
			struct place p = place_at(w, clang_getDiagnosticLocation(d));

			if (!w->f->nr_errors++) {
				struct strbuf sb = STRBUF_INIT;

				if (p.file)
					strbuf_addf(&sb, "%s:%u: ",
						    facts_str(w->f, p.file->path), p.line);
				strbuf_addstr(&sb, text);
				w->f->error = strtab_addn(&w->f->str, sb.buf, sb.len);
				strbuf_release(&sb);
			}
		}
		clang_disposeString(s);
		clang_disposeDiagnostic(d);
	}
}

/* ---- all of it ---------------------------------------------------------------------- */

const char *tu_resource_dir(void)
{
	return KPATH_CLANG_RESOURCE_DIR;
}

static int has_resource_dir(const struct compile_command *cmd)
{
	int i;

	for (i = 0; i < cmd->argc; i++)
		if (!strncmp(cmd->argv[i], "-resource-dir", 13))
			return 1;
	return 0;
}

enum CXErrorCode tu_parse_in(CXIndex index, const struct compile_command *cmd,
			      const char *const *more, int nr_more, unsigned options,
			      struct CXUnsavedFile *unsaved, unsigned nr_unsaved,
			      CXTranslationUnit *tu)
{
	const char **argv = xcalloc((size_t)cmd->argc + (size_t)nr_more + 8, sizeof(*argv));
	struct strbuf dir = STRBUF_INIT;
	enum CXErrorCode rc;
	int n = 0, i;

	strbuf_addf(&dir, "-working-directory=%s", cmd->dir);
	argv[n++] = dir.buf;
	for (i = 0; i < cmd->argc; i++)
		argv[n++] = cmd->argv[i];
	argv[n++] = "-w";
	if (!has_resource_dir(cmd)) {
		argv[n++] = "-resource-dir";
		argv[n++] = KPATH_CLANG_RESOURCE_DIR;
	}
	for (i = 0; i < nr_more; i++)
		argv[n++] = more[i];
	door_parse();
	rc = clang_parseTranslationUnit2(index, cmd->path, argv, n, unsaved, nr_unsaved,
					 options, tu);
	strbuf_release(&dir);
	free(argv);
	if (rc != CXError_Success && *tu) {
		clang_disposeTranslationUnit(*tu);
		*tu = NULL;
	}
	return rc == CXError_Success && !*tu ? CXError_Failure : rc;
}

int tu_parse_raw(struct tu_parser *tp, const struct compile_command *cmd,
		 const char *const *more, int nr_more, unsigned options, CXTranslationUnit *tu)
{
	*tu = NULL;
	return tu_parse_in(tp->index, cmd, more, nr_more, options, NULL, 0, tu) == CXError_Success ?
		0 : -1;
}

int tu_parse_unsaved(struct tu_parser *tp, const struct compile_command *cmd,
		     const char *const *more, int nr_more, struct CXUnsavedFile *unsaved,
		     unsigned nr_unsaved, CXTranslationUnit *tu)
{
	*tu = NULL;
	return tu_parse_in(tp->index, cmd, more, nr_more, CXTranslationUnit_KeepGoing, unsaved,
		     nr_unsaved, tu) == CXError_Success ? 0 : -1;
}

void tu_walk_release(struct walk *w)
{
	cursor_map_release(&w->syms);
	cursor_map_release(&w->params);
	cursor_map_release(&w->recs);
	cursor_map_release(&w->fields);
	cursor_map_release(&w->rec_sizes);
	idmap_release(&w->named);
	idmap_release(&w->typedefs);
	idmap_release(&w->file_map);
	arena_release(&w->arena);
	arena_release(&w->keep);
	free(w->file);
	free(w->todo);
	free(w->todo_sym);
	free(w->def_todo);
	free(w->named_func);
	free(w->typedef_type);
	free(w->asms);
	free(w->ifunc);
	free(w->skipped);
	free(w->undefined);
	idmap_release(&w->assigned_map);
	idmap_release(&w->uses);
	free(w->assigned);
	free(w->known);
	jump_release(w);
	asm_print_release(w);
	free(w->copies);
}

static long long pointer_size(CXTranslationUnit tu)
{
	CXTargetInfo target = clang_getTranslationUnitTargetInfo(tu);
	int bits = clang_TargetInfo_getPointerWidth(target);

	clang_TargetInfo_dispose(target);
	return bits / 8;
}

void tu_walk_init(struct walk *w, struct tu_parser *tp, const struct compile_command *cmd,
		  const struct compdb *db, struct tu_facts *out, CXTranslationUnit tu)
{
	memset(w, 0, sizeof(*w));
	w->f = out;
	w->k = tp->k;
	w->db = db;
	w->dir = cmd->dir;
	w->tu = tu;
	w->body = UINT32_MAX;
	w->pointer_size = pointer_size(tu);
	w->references = clang_getNullCursor();
}

void tu_walk_begin(struct walk *w, struct tu_parser *tp, const struct compile_command *cmd,
		   const struct compdb *db, unsigned flags, struct tu_facts *out, CXTranslationUnit tu)
{
	tu_walk_init(w, tp, cmd, db, out, tu);
	w->flags = flags;
	w->main = source_file_of(w, clang_getFile(tu, cmd->path));
}

/* What the walk had to leave out. */
static void tell_limits(struct walk *w)
{
	struct tu_facts *out = w->f;
	struct strbuf sb = STRBUF_INIT;

	if (w->too_large)
		strbuf_addf(&sb, "too large: parts left out, as there is no room for more facts: %u (%s)",
			    w->too_large, facts_full(out));
	else if (w->too_deep + out->too_deep)
		strbuf_addf(&sb, "nested too deeply, or under too many conditions: parts left out: %u",
			    w->too_deep + out->too_deep);
	else if (w->too_wide)
		strbuf_addf(&sb, "members of unions with so many fields that what they share is not known: %u",
			    w->too_wide);
	if (sb.len && !out->nr_errors++)
		out->error = strtab_add(&out->str, sb.buf);
	strbuf_release(&sb);
}

void tu_walk(struct walk *w)
{
	struct tu_facts *out = w->f;

	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), tu_top_level, w);
	bodies_walk(w);
	sym_place_declared(w);
	if (w->main)
		out->hash = digest64(w->main->text, w->main->len);
	tell_limits(w);
	if (w->nr_unread && !out->nr_errors++)
		out->error = strtab_add(&out->str, "the parser crashed at first; then sections, "
					"aliases or assembler could not all be read");
	if (out->nr_errors)
		out->status = TU_PARTIAL;
}

void tu_start_facts(struct tu_facts *out, const struct compile_command *cmd)
{
	facts_clear(out);
	out->file = strtab_add(&out->str, cmd->file);
	out->object = strtab_add(&out->str, cmd->object);
	out->unit = strtab_add(&out->str, cmd->unit);
}

/* ---- all of it ---------------------------------------------------------------------- */

static int plainly(struct tu_parser *tp, const struct compile_command *cmd,
		   const struct compdb *db, unsigned flags, struct tu_facts *out,
		   struct tu_note *note, struct strbuf *err)
{
	CXTranslationUnit tu = NULL;
	enum CXErrorCode rc = tu_parse_in(tp->index, cmd, NULL, 0, CXTranslationUnit_KeepGoing,
				    NULL, 0, &tu);
	struct walk w;

	if (rc != CXError_Success) {
		out->status = TU_FAILED;
		out->nr_errors = 1;
		out->error = strtab_add(&out->str, rc == CXError_Crashed ? "the parser crashed" :
					"the parser gave no syntax tree");
		return error(err, "cannot parse %s: %s", cmd->file, facts_str(out, out->error));
	}
	tu_walk_begin(&w, tp, cmd, db, flags, out, tu);
	tu_diagnostics(&w);
	tu_walk(&w);
	looked_list(&w, NULL, &note->files);
	tu_walk_release(&w);
	clang_disposeTranslationUnit(tu);
	return 0;
}

void tu_note_release(struct tu_note *n)
{
	strbuf_release(&n->why);
	strbuf_release(&n->files);
	strbuf_release(&n->named);
	memset(n, 0, sizeof(*n));
	strbuf_init(&n->why);
	strbuf_init(&n->files);
	strbuf_init(&n->named);
}

int tu_parse(struct tu_parser *tp, const struct compile_command *cmd,
	     const struct compdb *db, unsigned flags, const struct tu_pch *pch,
	     struct tu_facts *out, struct tu_note *note, struct strbuf *err)
{
	struct tu_note own = { .why = STRBUF_INIT, .files = STRBUF_INIT, .named = STRBUF_INIT };
	double start = clock_seconds();
	size_t i;
	int ret = 0;

	note = note ? note : &own;
	note->used_pch = 0;
	tu_start_facts(out, cmd);
	if (compile_command_is_asm(cmd)) {
		door_begin(cmd->path);
		ret = tu_parse_asm(tp, cmd, db, out, note, err);
		goto out;
	}
	for (i = 0; pch && i < TU_PCHS && !note->used_pch; i++) {
		if (!pch->base[i] || !*pch->base[i])
			continue;
		if (note->why.len)
			strbuf_addstr(&note->why, "; ");
		note->used_pch = tu_over_pch(tp, cmd, db, flags, pch->base[i], out, note);
	}
	if (note->used_pch)
		strbuf_clear(&note->why);
	if (!note->used_pch) {
		door_begin(cmd->path);	/* what a PCH holds is not what this one read */
		tu_start_facts(out, cmd);
		ret = plainly(tp, cmd, db, flags, out, note, err);
	}
out:
	if (!ret)
		facts_digest(out);
	out->seconds = clock_seconds() - start;
	tu_note_release(&own);
	return ret;
}
