/* SPDX-License-Identifier: MIT */
/*
 * What only the text of an attribute or of file-scope assembler tells:
 * sections, aliases, cleanup functions. libclang exposes none of them, so
 * that one declaration is printed (where that crashes the worker, as LLVM's
 * issue 75920 says of older versions, the unit is read again without).
 */
#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"
#include "pch.h"
#include "cursors.h"
#include "record.h"
#include "asmscope.h"
#include "section.h"
#include "sym.h"
#include "walk.h"

#define MAX_IFUNC_ARGS 32

int section_print(struct walk *w, CXCursor c, int terse, struct strbuf *out)
{
	CXPrintingPolicy policy;
	CXString s;

	if (w->flags & TU_NO_PRETTY)
		return -1;
	policy = clang_getCursorPrintingPolicy(c);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput,
					 (unsigned)terse);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_SuppressInitializers,
					 (unsigned)terse);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_PolishForDeclaration, 0);
	s = clang_getCursorPrettyPrinted(c, policy);
	if (clang_getCString(s))
		strbuf_addstr(out, clang_getCString(s));
	clang_disposeString(s);
	clang_PrintingPolicy_dispose(policy);
	return 0;
}

/* The argument of name(…) in printed text, without quotes. */
static uint32_t attribute_argument(struct walk *w, const char *text, const char *name)
{
	const char *p = text;
	size_t n = strlen(name);

	while ((p = strstr(p, name))) {
		const char *q = p + n, *end;

		if (p > text && (isalnum((unsigned char)p[-1]))) {
			p = q;
			continue;
		}
		while (*q == '_' || *q == ' ')
			q++;
		p = q;
		if (*q++ != '(')
			continue;
		if (*q == '"')
			q++;
		end = q + strcspn(q, "\")");
		return strtab_addn(&w->f->str, q, (size_t)(end - q));
	}
	return 0;
}

static void note_ifunc(struct walk *w, uint32_t sym, CXCursor decl, uint32_t resolver)
{
	uint32_t i;

	for (i = 0; i < w->nr_ifunc; i++)
		if (w->ifunc[i].sym == sym)
			return;
	if (!resolver)
		return;
	ALLOC_GROW(w->ifunc, w->nr_ifunc + 1, w->alloc_ifunc);
	w->ifunc[w->nr_ifunc++] = (struct ifunc){ sym, resolver, decl };
}

/* ---- where nothing is printed: the attributes as they are written ---------------- */

/* The section that the macro which is called at p fills (fs_initcall), 0 = none. */
static uint32_t section_of_macro(struct walk *w, const struct place *p)
{
	uint32_t macro = store_macro(w, p);
	const char *name = facts_str(w->f, macro);
	size_t i;

	for (i = 0; macro && w->k && i < w->k->nr_section; i++)
		if (!strcmp(w->k->section[i].macro, name))
			return strtab_add(&w->f->str, w->k->section[i].name);
	return 0;
}

static size_t skip_any(const struct source_file *sf, size_t i, const char *chars)
{
	while (i < sf->len && sf->text[i] && strchr(chars, sf->text[i]))
		i++;
	return i;
}

/* The string of name("…") at `i`; 0 where it is not one plain literal: what a macro
 * puts together can't be read here. */
static uint32_t literal_argument(struct walk *w, const struct source_file *sf, size_t i)
{
	size_t start, end;

	i = skip_any(sf, i, "_ \t");
	if (i >= sf->len || sf->text[i] != '(')
		return 0;
	i = skip_any(sf, i + 1, " \t");
	if (i >= sf->len || sf->text[i] != '"')
		return 0;
	for (start = ++i; i < sf->len && !strchr("\"\\\n", sf->text[i]); i++)
		;
	end = skip_any(sf, i + 1, " \t");
	if (end >= sf->len || sf->text[i] != '"' || sf->text[end] != ')')
		return 0;
	return strtab_addn(&w->f->str, sf->text + start, i - start);
}

struct written { struct walk *w; uint32_t section, alias, ifunc; int unread; };

static enum CXChildVisitResult see_written(CXCursor c, CXCursor parent, CXClientData data)
{
	struct written *wr = data;
	struct { const char *word; uint32_t *to; } known[] = {
		{ "section", &wr->section }, { "alias", &wr->alias },
		{ "weakref", &wr->alias }, { "ifunc", &wr->ifunc },
	};
	const struct source_file *sf;
	CXFile file;
	unsigned off;
	size_t i, at, n;

	(void)parent;
	if (!clang_isAttribute(clang_getCursorKind(c)))
		return CXChildVisit_Continue;
	clang_getSpellingLocation(clang_getCursorLocation(c), &file, NULL, NULL, &off);
	sf = source_file_of(wr->w, file);
	if (!sf || !sf->text)
		return CXChildVisit_Continue;
	at = skip_any(sf, off, "_");
	for (i = 0; i < ARRAY_SIZE(known); i++) {
		n = strlen(known[i].word);
		if (at + n > sf->len || memcmp(sf->text + at, known[i].word, n))
			continue;
		*known[i].to = literal_argument(wr->w, sf, at + n);
		wr->unread |= !*known[i].to;
	}
	return CXChildVisit_Continue;
}

static void section_as_written(struct walk *w, uint32_t sym, CXCursor decl)
{
	struct place p = place_of(w, decl);
	struct written wr = { w, 0, 0, 0, 0 };

	clang_visitChildren(decl, see_written, &wr);
	if (wr.unread && !wr.section) {
		wr.section = section_of_macro(w, &p);
		wr.unread = !wr.section;
	}
	if (wr.section)
		w->f->sym[sym].section = wr.section;
	if (wr.alias)
		w->f->sym[sym].alias = wr.alias;
	note_ifunc(w, sym, decl, wr.ifunc);
	w->nr_unread += (uint32_t)wr.unread;
}

void section_of_decl(struct walk *w, uint32_t sym, CXCursor decl)
{
	struct strbuf sb = STRBUF_INIT;

	if (!section_print(w, decl, 1, &sb)) {
		uint32_t section = attribute_argument(w, sb.buf, "section");
		uint32_t alias = attribute_argument(w, sb.buf, "alias");

		if (section)
			w->f->sym[sym].section = section;
		if (!alias)
			alias = attribute_argument(w, sb.buf, "weakref");
		if (!alias)
			alias = attribute_argument(w, sb.buf, "asm");
		if (alias && w->f->sym[sym].kind == SYM_FUNC)
			w->f->sym[sym].alias = alias;
		note_ifunc(w, sym, decl, attribute_argument(w, sb.buf, "ifunc"));
	} else {
		section_as_written(w, sym, decl);
	}
	strbuf_release(&sb);
}

/* ---- functions by name ------------------------------------------------------- */

struct find_func { const char *name; enum CXCursorKind kind; CXCursor found; int ok; };

static enum CXChildVisitResult find_func(CXCursor c, CXCursor parent, CXClientData data)
{
	struct find_func *ff = data;
	CXString s;

	(void)parent;
	if (clang_getCursorKind(c) != ff->kind)
		return CXChildVisit_Continue;
	s = clang_getCursorSpelling(c);
	if (!strcmp(clang_getCString(s), ff->name)) {
		ff->found = c;
		ff->ok = 1;
	}
	clang_disposeString(s);
	return ff->ok ? CXChildVisit_Break : CXChildVisit_Continue;
}

int section_function(struct walk *w, const char *name, CXCursor *out)
{
	struct find_func ff = { name, CXCursor_FunctionDecl, clang_getNullCursor(), 0 };
	uint64_t key = strtab_add(&w->f->str, name);
	uint32_t *memo = idmap_put(&w->named, key, 0);

	if (*memo) {
		*out = w->named_func[*memo - 1];
		return !clang_Cursor_isNull(*out);
	}
	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), find_func, &ff);
	if (!ff.ok && w->view)
		ff.ok = pch_view_find(w->view, name, &ff.found);
	ALLOC_GROW(w->named_func, w->nr_named + 1, w->alloc_named);
	w->named_func[w->nr_named++] = ff.found;
	*memo = w->nr_named;
	*out = ff.found;
	return ff.ok;
}

int section_variable(struct walk *w, const char *name, CXCursor *out)
{
	struct find_func ff = { name, CXCursor_VarDecl, clang_getNullCursor(), 0 };

	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), find_func, &ff);
	*out = ff.found;
	return ff.ok;
}

void section_ifunc(struct walk *w, const struct ifunc *f)
{
	CXType type = clang_getCursorType(f->decl);
	uint32_t arg[MAX_IFUNC_ARGS], call, v;
	int i, n = clang_Cursor_getNumArguments(f->decl);
	CXCursor resolver;

	if (!section_function(w, facts_str(w->f, f->resolver), &resolver))
		return;
	v = sym_of(w, resolver);
	want_body(w, resolver, v);
	record_call(w, f->decl, facts_val(w->f, VAL_FUNC, v, 0, 0, 0), clang_getCursorType(resolver),
		    NULL, 0, CALLF_LOADER, &call);
	for (i = 0; i < n && i < MAX_IFUNC_ARGS; i++)
		arg[i] = facts_val(w->f, VAL_PARAM, f->sym, (uint32_t)i,
				   cx_str(w, clang_getCursorSpelling(
					clang_Cursor_getArgument(f->decl, (unsigned)i))), 0);
	record_call(w, f->decl, facts_val(w->f, VAL_CALL, call, 0, 0, 0), type, arg, (unsigned)i, 0,
		    &call);
}

int cleanup_function(struct walk *w, CXCursor var, CXCursor *fn)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t name = 0;

	if (!section_print(w, var, 1, &sb))
		name = attribute_argument(w, sb.buf, "cleanup");
	else
		w->nr_unread++;
	strbuf_release(&sb);
	return name && section_function(w, facts_str(w->f, name), fn);
}

/* ---- file-scope assembler -------------------------------------------------------- */

/* The string of asm("…") as printed: escapes undone. */
static void unescape(const char *s, struct strbuf *out)
{
	for (; *s; s++) {
		if (*s != '\\' || !s[1]) {
			strbuf_addch(out, *s);
			continue;
		}
		s++;
		strbuf_addch(out, *s == 'n' ? '\n' : *s == 't' ? '\t' : *s);
	}
}

/* What the assembler is given; -1 where it can't be printed. */
static int asm_text(struct walk *w, CXCursor c, struct strbuf *text)
{
	struct strbuf printed = STRBUF_INIT;
	int ret = section_print(w, c, 1, &printed);
	char *end = ret ? NULL : strrchr(printed.buf, '"');

	if (end)
		*end = '\0';
	/* printed as __asm ("…"), in newer versions as asm("…") */
	if (!ret && printed.buf[strspn(printed.buf, "_asm (")] == '"')
		unescape(strchr(printed.buf, '"') + 1, text);
	strbuf_release(&printed);
	return ret;
}

int section_is_walked(const struct walk *w, const char *name)
{
	static const char *const memory[] = {
		"data", "rodata", "bss", "text", "tdata", "tbss", "sdata", "sbss", "discard",
	};
	size_t i, n;

	for (i = 0; w->k && i < w->k->nr_section; i++)
		if (!strcmp(w->k->section[i].name, name))
			return 1;
	for (; *name; name += n + (name[n] == '.')) {
		n = strcspn(name, ".");
		for (i = 0; i < ARRAY_SIZE(memory); i++)
			if (strlen(memory[i]) == n && !strncmp(name, memory[i], n))
				return 0;
	}
	return 1;
}

static const char *skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* ".section NAME", ".pushsection NAME, …": the name, quotes taken off. */
static uint32_t section_name(struct walk *w, const char *line)
{
	const char *p;
	size_t n;

	if (!strncmp(line, ".section", 8))
		p = line + 8;
	else if (!strncmp(line, ".pushsection", 12))
		p = line + 12;
	else
		return 0;
	p = skip_space(p);
	if (*p == '"')
		p++;
	n = strcspn(p, "\", \t\n");
	return strtab_addn(&w->f->str, p, n);
}

/* ".long f - .", ".quad f": the symbol. */
static uint32_t data_symbol(struct walk *w, const char *line)
{
	static const char *const words[] = { ".long", ".quad", ".word", ".8byte", ".4byte" };
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		n = strlen(words[i]);
		if (strncmp(line, words[i], n) || (line[n] != ' ' && line[n] != '\t'))
			continue;
		line = skip_space(line + n);
		for (n = 0; isalnum((unsigned char)line[n]) || line[n] == '_' ||
		     line[n] == '.'; n++)
			;
		return n && !isdigit((unsigned char)*line) ? strtab_addn(&w->f->str, line, n) : 0;
	}
	return 0;
}

/* Does it put a function into a section that is walked? */
int section_asm_puts(struct walk *w, CXCursor c)
{
	uint32_t section = 0, name;
	struct strbuf text = STRBUF_INIT;
	char *line, *save = NULL;
	int puts = 0;

	asm_text(w, c, &text);
	for (line = strtok_r(text.buf, "\n;", &save); line && !puts;
	     line = strtok_r(NULL, "\n;", &save)) {
		const char *p = skip_space(line);

		name = section_name(w, p);
		if (name)
			section = name;
		else if (section && section_is_walked(w, facts_str(w->f, section)))
			puts = data_symbol(w, p) != 0;
	}
	strbuf_release(&text);
	return puts;
}

static void put_in_section(struct walk *w, CXCursor at, uint32_t section, uint32_t name)
{
	CXCursor fn;

	if (!name || !section || !section_is_walked(w, facts_str(w->f, section)) ||
	    !section_function(w, facts_str(w->f, name), &fn))
		return;
	want_body(w, fn, sym_of(w, fn));
	record_store(w, facts_val(w->f, VAL_SECTION, section, 0, 0, 0),
		     facts_val(w->f, VAL_FUNC, sym_of(w, fn), 0, 0, 0), at,
		     TYPE_FUNC_PTR, STORE_SET, STOREF_INIT);
}

/* libclang has one kind for asm("…") and for a semicolon too many. */
static int starts_asm(const struct place *p)
{
	size_t i = skip_any(p->file, p->offset, "_");

	return i + 3 <= p->file->len && !memcmp(p->file->text + i, "asm", 3);
}

/* Without the printed text: fs_initcall(f) as it stands in the source. */
static void section_by_macro(struct walk *w, CXCursor c)
{
	struct place p = place_of(w, c);
	uint32_t section = section_of_macro(w, &p);

	if (!section) {
		w->nr_unread += p.in_macro || starts_asm(&p);
		return;
	}
	p.offset += (unsigned)strlen(facts_str(w->f, store_macro(w, &p)));
	p.offset = (unsigned)skip_any(p.file, p.offset, " \t\n(");
	put_in_section(w, c, section, word_at(w, &p));
}

void section_asm(struct walk *w, CXCursor c, struct asm_scope **scope)
{
	const struct place at = place_of(w, c);
	struct strbuf text = STRBUF_INIT;
	uint32_t section = 0, name;
	char *line, *save = NULL;

	if (asm_text(w, c, &text)) {
		section_by_macro(w, c);
		return;
	}
	asm_scope_text(scope, w, &at, text.buf, text.len);
	for (line = strtok_r(text.buf, "\n;", &save); line; line = strtok_r(NULL, "\n;", &save)) {
		const char *p = skip_space(line);

		name = section_name(w, p);
		if (name)
			section = name;
		else
			put_in_section(w, c, section, data_symbol(w, p));
	}
	strbuf_release(&text);
}
