/* SPDX-License-Identifier: MIT */
/*
 * An assembler source as a translation unit. The preprocessor is libclang's,
 * told that it reads assembler (-x assembler-with-cpp); as libclang hands out
 * no preprocessed text, each line is made the argument of a macro that turns
 * it into a string, which can be printed. What is included is wrapped as well:
 * the first pass only finds out what that is.
 */
#include <string.h>

#include "asm.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "door.h"
#include "frontend/inputs.h"
#include "cursors.h"
#include "lds.h"
#include "section.h"
#include "tu_p.h"

#define MAX_FILES 4000
#define MAX_PASSES 4

struct wrapped {
	struct CXUnsavedFile *file;
	size_t nr, alloc;
	struct strtab seen;	/* names as clang has them */
	struct strtab read;	/* the same, absolute */
	const char *dir;
	struct strbuf *files;	/* what was read, for the facts' cache */
	char comment;
};

static void wrapped_release(struct wrapped *w)
{
	size_t i;

	for (i = 0; i < w->nr; i++) {
		free((char *)w->file[i].Filename);
		free((char *)w->file[i].Contents);
	}
	free(w->file);
	strtab_release(&w->seen);
	strtab_release(&w->read);
}

/* clang's copy of it is not what is on the disk. */
static void note_read(struct wrapped *w, const char *name, const char *text, size_t len)
{
	struct strbuf path = STRBUF_INIT;

	path_join(&path, w->dir, name);
	strtab_add(&w->read, path.buf);
	inputs_pack(w->files, INPUT_READ, path.buf, input_digest(digest64(text, len)));
	strbuf_release(&path);
}

static void wrap_text(struct wrapped *w, const char *name, const char *text, size_t len)
{
	struct strbuf out = STRBUF_INIT;
	size_t n;

	if (!asm_wrap(text, len, w->comment, &out)) {
		strbuf_release(&out);
		return;
	}
	ALLOC_GROW(w->file, w->nr + 1, w->alloc);
	w->file[w->nr].Filename = xstrdup(name);
	w->file[w->nr].Contents = strbuf_detach(&out, &n);
	w->file[w->nr++].Length = (unsigned long)n;
}

struct inclusion { struct wrapped *w; CXTranslationUnit tu; };

static void see_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct inclusion *x = data;
	CXString s = clang_getFileName(file);
	const char *name = clang_getCString(s), *text;
	size_t before = x->w->seen.nr, len;

	(void)stack;
	(void)depth;
	if (name && before < MAX_FILES) {
		strtab_add(&x->w->seen, name);
		text = x->w->seen.nr > before ? clang_getFileContents(x->tu, file, &len) : NULL;
		if (text) {
			note_read(x->w, name, text, len);
			wrap_text(x->w, name, text, len);
		}
	}
	clang_disposeString(s);
}

/* "--target=X", "-target X", -m32: the triple as far as it decides about comments */
static const char *target_of(const struct compile_command *cmd)
{
	int i;

	for (i = 0; i < cmd->argc; i++) {
		if (!strncmp(cmd->argv[i], "--target=", 9))
			return cmd->argv[i] + 9;
		if (!strcmp(cmd->argv[i], "-target") && i + 1 < cmd->argc)
			return cmd->argv[i + 1];
	}
#ifdef __aarch64__
	return "aarch64";
#elif defined(__arm__)
	return "arm";
#else
	return "";
#endif
}

/* 0 and a TU whose files are all wrapped, or -1. */
static int preprocess(struct tu_parser *tp, const struct compile_command *cmd, struct wrapped *w,
		      struct tu_facts *out, CXTranslationUnit *tu)
{
	static const char *const more[] = {
		"-D" ASM_MACRO "(...)=" ASM_MACRO "2(__VA_ARGS__)",
		"-D" ASM_MACRO "2(...)=__asm__(#__VA_ARGS__);",
	};
	struct strbuf text = STRBUF_INIT;
	int pass;

	w->comment = asm_comment_char(target_of(cmd));
	strtab_init(&w->seen);
	strtab_init(&w->read);
	if (file_read(cmd->path, &text, NULL))
		return -1;
	strtab_add(&w->seen, cmd->path);
	note_read(w, cmd->path, text.buf, text.len);
	out->hash = digest64(text.buf, text.len);
	wrap_text(w, cmd->path, text.buf, text.len);
	strbuf_release(&text);
	for (pass = 0; pass < MAX_PASSES; pass++) {
		struct inclusion x = { w, NULL };
		size_t before = w->nr;

		if (tu_parse_unsaved(tp, cmd, more, ARRAY_SIZE(more), w->file, (unsigned)w->nr, tu))
			return -1;
		x.tu = *tu;
		clang_getInclusions(*tu, see_file, &x);
		if (w->nr == before)
			return 0;
		if (pass + 1 < MAX_PASSES)
			clang_disposeTranslationUnit(*tu);
	}
	return 0;
}

/* ---- lines ---------------------------------------------------------------------------- */

/* What clang prints of a string literal, undone; the backslashes that asm_wrap()
 * hid come back. */
static void unprint(const char *p, struct strbuf *out)
{
	for (; *p && *p != '"'; p++) {
		unsigned c = (unsigned char)*p;

		if (c == ASM_BACKSLASH) {
			c = '\\';
		} else if (c == '\\' && p[1]) {
			c = (unsigned char)*++p;
			if (c >= '0' && c <= '7') {
				unsigned n, v = 0;

				for (n = 0; n < 3 && *p >= '0' && *p <= '7'; n++)
					v = v * 8 + (unsigned)(*p++ - '0');
				p--;
				c = v & 255;
			} else {
				c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? ' ' : c;
			}
		}
		strbuf_addch(out, (int)c);
	}
}

struct reading {
	struct walk *w;
	struct asm_run *run;	/* of an assembler source; or NULL */
	struct lds *lds;	/* of a linker script */
};

static enum CXChildVisitResult see_line(CXCursor c, CXCursor parent, CXClientData data)
{
	struct reading *rd = data;
	CXPrintingPolicy policy;
	struct strbuf text = STRBUF_INIT;
	struct place p;
	const char *s;
	CXString printed;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_UnexposedDecl)
		return CXChildVisit_Continue;
	p = place_of(rd->w, c);
	if (!p.file)
		return CXChildVisit_Continue;
	policy = clang_getCursorPrintingPolicy(c);
	printed = clang_getCursorPrettyPrinted(c, policy);
	clang_PrintingPolicy_dispose(policy);
	s = clang_getCString(printed);
	s = s ? s + strspn(s, "_asm (") : "";
	if (*s == '"')
		unprint(s + 1, &text);
	if (rd->lds)
		lds_line(rd->lds, p.line, text.buf, text.len);
	else
		asm_run_line(rd->run, (struct asm_place){ p.file->path, p.line }, text.buf, text.len);
	clang_disposeString(printed);
	strbuf_release(&text);
	return CXChildVisit_Continue;
}

static int is_walked(void *ctx, const char *section)
{
	return section_is_walked(ctx, section);
}

static void run_lines(struct walk *w)
{
	struct asm_facts *af = asm_facts_new(w->f);
	struct asm_run *run = asm_run_new(asm_facts_stmt, af);
	struct reading rd = { w, run, NULL };
	struct tu_facts *f = w->f;

	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), see_line, &rd);
	if (asm_facts_finish(af, run, is_walked, w) && !f->nr_errors++)
		f->error = strtab_add(&f->str, "too large: parts were left out");
	if (asm_run_problem(run) && !f->nr_errors++)
		f->error = strtab_add(&f->str, asm_run_problem(run));
	asm_facts_free(af);
	asm_run_free(run);
}

static void read_script(struct walk *w)
{
	struct reading rd = { w, NULL, lds_new(w->f) };

	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), see_line, &rd);
	lds_finish(rd.lds);
}

int tu_parse_asm(struct tu_parser *tp, const struct compile_command *cmd, const struct compdb *db,
		 struct tu_facts *out, struct tu_note *note, struct strbuf *err)
{
	struct wrapped wr = { .dir = cmd->dir, .files = &note->files };
	CXTranslationUnit tu = NULL;
	struct walk w;

	if (preprocess(tp, cmd, &wr, out, &tu)) {
		wrapped_release(&wr);
		out->status = TU_FAILED;
		out->nr_errors = 1;
		out->error = strtab_add(&out->str, "the preprocessor gave nothing");
		return error(err, "cannot preprocess %s", cmd->file);
	}
	tu_walk_init(&w, tp, cmd, db, out, tu);
	tu_diagnostics(&w);
	if (path_is_linker_script(cmd->path))
		read_script(&w);
	else
		run_lines(&w);
	door_list(&wr.read, &note->files);
	if (out->nr_errors)
		out->status = TU_PARTIAL;
	tu_walk_release(&w);
	clang_disposeTranslationUnit(tu);
	wrapped_release(&wr);
	return 0;
}
