/* SPDX-License-Identifier: MIT */
#include "cursors.h"
#include "walk.h"

#include <ctype.h>
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "pch.h"

void cursor_map_release(struct cursor_map *m)
{
	idmap_release(&m->first);
	free(m->e);
	memset(m, 0, sizeof(*m));
}

uint32_t *cursor_map_put(struct cursor_map *m, CXCursor c)
{
	uint32_t *first = idmap_put(&m->first, clang_hashCursor(c), 0), i;

	for (i = *first; i; i = m->e[i - 1].next)
		if (clang_equalCursors(m->e[i - 1].c, c))
			return &m->e[i - 1].id;
	ALLOC_GROW(m->e, m->nr + 1, m->alloc);
	m->e[m->nr].c = c;
	m->e[m->nr].id = 0;
	m->e[m->nr].next = *first;
	*first = ++m->nr;
	return &m->e[m->nr - 1].id;
}

uint32_t *cursor_map_get(const struct cursor_map *m, CXCursor c)
{
	const uint32_t *first = idmap_get(&m->first, clang_hashCursor(c));
	uint32_t i;

	for (i = first ? *first : 0; i; i = m->e[i - 1].next)
		if (clang_equalCursors(m->e[i - 1].c, c))
			return &m->e[i - 1].id;
	return NULL;
}

struct collect { struct walk *w; CXCursor *c; unsigned nr, alloc; };

static enum CXChildVisitResult collect_child(CXCursor c, CXCursor parent, CXClientData data)
{
	struct collect *l = data;

	(void)parent;
	if (l->nr == l->alloc) {
		unsigned alloc = l->alloc ? l->alloc * 2 : 8;
		CXCursor *n = arena_alloc(&l->w->arena, alloc * sizeof(*n));

		if (l->nr)
			memcpy(n, l->c, l->nr * sizeof(*n));
		l->c = n;
		l->alloc = alloc;
	}
	l->c[l->nr++] = c;
	return CXChildVisit_Continue;
}

struct cursors cursor_children(struct walk *w, CXCursor c)
{
	struct collect l = { w, NULL, 0, 0 };

	clang_visitChildren(c, collect_child, &l);
	return (struct cursors){ l.c, l.nr };
}

CXCursor strip(struct walk *w, CXCursor c)
{
	for (;;) {
		enum CXCursorKind k = clang_getCursorKind(c);
		struct arena_mark mark;
		struct cursors ch;
		CXCursor last;

		if (k != CXCursor_ParenExpr && k != CXCursor_UnexposedExpr &&
		    k != CXCursor_CStyleCastExpr)
			return c;
		mark = arena_mark(&w->arena);
		ch = cursor_children(w, c);
		last = ch.nr ? ch.c[ch.nr - 1] : c;
		arena_rewind(&w->arena, mark);
		if (!ch.nr || (k == CXCursor_UnexposedExpr && ch.nr != 1))
			return c;
		c = last;
	}
}

int walk_stops(struct walk *w)
{
	if (w->depth >= MAX_NESTING)
		w->too_deep++;
	else if (facts_full(w->f))
		w->too_large++;
	else
		return 0;
	return 1;
}

uint32_t cx_str(struct walk *w, CXString s)
{
	const char *p = clang_getCString(s);
	uint32_t id = p ? strtab_add(&w->f->str, p) : 0;

	clang_disposeString(s);
	return id;
}

/* One file, one name: symbolic links are followed as long as they lead to the
 * tree or the build. */
static void real_name(const struct walk *w, CXFile file, struct strbuf *path)
{
	CXString s = clang_File_tryGetRealPathName(file);
	const char *real = clang_getCString(s);

	if (real && *real == '/' && strcmp(real, path->buf) != 0 &&
	    (path_below(real, w->db->tree) || path_below(real, w->db->build))) {
		strbuf_clear(path);
		strbuf_addstr(path, real);
	}
	clang_disposeString(s);
}

struct source_file *source_file_of(struct walk *w, CXFile file)
{
	struct source_file *sf;
	struct strbuf path = STRBUF_INIT;
	CXString name;
	uint32_t *id;

	if (!file)
		return NULL;
	if (w->last_file && w->last_file->file == file)
		return w->last_file;
	id = idmap_put(&w->file_map, (uintptr_t)file, 0);
	if (*id)
		return w->last_file = w->file[*id - 1];
	sf = arena_alloc(&w->keep, sizeof(*sf));
	sf->file = file;
	name = clang_getFileName(file);
	path_join(&path, w->dir, clang_getCString(name));
	clang_disposeString(name);
	real_name(w, file, &path);
	sf->path = strtab_add(&w->f->str, compdb_display_path(w->db, &w->keep, path.buf));
	sf->abs = arena_strndup(&w->keep, path.buf, path.len);
	if (w->view)
		sf->pch_header = pch_tab_header(w->view->t, sf->abs);
	sf->is_c = path.len > 2 && !strcmp(path.buf + path.len - 2, ".c");
	strbuf_release(&path);
	/* clang looks for the contents of a header in a PCH far too long */
	sf->text = w->view && sf->pch_header ? pch_tab_text(w->view->t, sf->pch_header, &sf->len) :
		clang_getFileContents(w->tu, file, &sf->len);
	if (!sf->text)
		sf->len = 0;
	ALLOC_GROW(w->file, w->nr_file + 1, w->alloc_file);
	w->file[w->nr_file++] = sf;
	*id = w->nr_file;
	return w->last_file = sf;
}

struct place place_at(struct walk *w, CXSourceLocation loc)
{
	struct place p = { 0 };
	CXFile file, spelt;
	unsigned offset;

	clang_getExpansionLocation(loc, &file, &p.line, &p.col, &p.offset);
	p.file = source_file_of(w, file);
	clang_getSpellingLocation(loc, &spelt, NULL, NULL, &offset);
	p.in_macro = spelt != file || offset != p.offset;
	return p;
}

struct place place_of(struct walk *w, CXCursor c)
{
	return place_at(w, clang_getCursorLocation(c));
}

static int is_word(int c)
{
	return isalnum(c) || c == '_';
}

uint32_t word_at(struct walk *w, const struct place *p)
{
	const char *s, *end;
	size_t n = 0;

	if (!p->file || p->offset >= p->file->len)
		return 0;
	s = p->file->text + p->offset;
	end = p->file->text + p->file->len;
	while (s + n < end && is_word((unsigned char)s[n]))
		n++;
	return n && !isdigit((unsigned char)s[0]) ? strtab_addn(&w->f->str, s, n) : 0;
}

uint32_t spelt_word(struct walk *w, CXCursor c)
{
	struct place p = { 0 };
	CXFile file;

	clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(c)), &file, NULL, NULL,
				  &p.offset);
	p.file = source_file_of(w, file);
	return word_at(w, &p);
}

static struct place file_place(struct walk *w, CXSourceLocation loc)
{
	struct place p = { 0 };
	CXFile file;

	clang_getFileLocation(loc, &file, &p.line, &p.col, &p.offset);
	p.file = source_file_of(w, file);
	return p;
}

static int same_place(const struct place *a, const struct place *b)
{
	return a->file == b->file && a->offset == b->offset;
}

/* Does the word at p stand before a bracket? Then it may be a macro's call. */
static int is_invocation(struct walk *w, const struct place *p)
{
	size_t i = p->offset;

	if (!p->file)
		return 0;
	while (i < p->file->len && is_word((unsigned char)p->file->text[i]))
		i++;
	while (i < p->file->len && isspace((unsigned char)p->file->text[i]))
		i++;
	return i < p->file->len && p->file->text[i] == '(';
}

/* Past the word at `i` and, where it is a call, the brackets behind it. */
static unsigned invocation_end(const struct source_file *sf, unsigned i)
{
	unsigned depth = 0, end;

	while (i < sf->len && is_word((unsigned char)sf->text[i]))
		i++;
	end = i;
	while (i < sf->len && isspace((unsigned char)sf->text[i]))
		i++;
	if (i >= sf->len || sf->text[i] != '(')
		return end;
	for (; i < sf->len; i++) {
		depth += sf->text[i] == '(';
		depth -= sf->text[i] == ')';
		if (!depth)
			return i + 1;
	}
	return end;
}

/* The macro that c came through, 0 where it is written out. `name` is what
 * c itself is called (no macro of its own), may be NULL. */
static uint32_t macro_of(struct walk *w, const struct place *p, const char *name)
{
	uint32_t id;

	if (!p->in_macro)
		return 0;
	id = word_at(w, p);
	return id && name && !strcmp(facts_str(w->f, id), name) ? 0 : id;
}

/*
 * clang's "file location" of what a macro's argument spells is where the
 * argument is written; of what a macro's body makes, where the macro stands.
 */
struct place call_place(struct walk *w, CXCursor c, const char *name, uint32_t *macro)
{
	CXSourceRange r = clang_getCursorExtent(c);
	struct place p = place_of(w, c), start, end, end_macro;
	uint32_t word;

	*macro = 0;
	if (!p.in_macro)
		return p;
	start = file_place(w, clang_getRangeStart(r));
	end = file_place(w, clang_getRangeEnd(r));
	end_macro = place_at(w, clang_getRangeEnd(r));
	word = word_at(w, &start);
	if (!same_place(&start, &p)) {
		int whole = name ? !strcmp(facts_str(w->f, word), name) :
			!is_invocation(w, &start) ||
			invocation_end(start.file, start.offset) < end.offset;

		if (!whole && word) {	/* by another macro in the argument */
			*macro = word;
			return start;
		}
		if (whole && !same_place(&end, &end_macro))
			return start;
	}
	/* READ_ONCE(sock->ops)->connect(…): only begins with a macro */
	if (p.file && p.file == end.file && end.offset > invocation_end(p.file, p.offset))
		return p;
	*macro = macro_of(w, &p, name);
	return p;
}

uint32_t store_macro(struct walk *w, const struct place *p)
{
	return p->in_macro && is_invocation(w, p) ? word_at(w, p) : 0;
}

/* The bytes that an extent is written with. What a macro's body makes is
 * the whole macro call. */
static int written_range(struct walk *w, CXCursor c, struct source_file **file,
			 unsigned *start, unsigned *end)
{
	CXSourceRange r = clang_getCursorExtent(c);
	struct place from = file_place(w, clang_getRangeStart(r));
	struct place to = file_place(w, clang_getRangeEnd(r));
	struct place outer = place_at(w, clang_getRangeStart(r));
	struct source_file *sf = from.file;

	if (!sf || sf != to.file || to.offset > sf->len || from.offset >= sf->len)
		return -1;
	*file = sf;
	*start = from.offset;
	*end = to.offset;
	if (outer.in_macro && same_place(&outer, &from)) {
		unsigned call_end = invocation_end(sf, from.offset);

		*end = to.offset > call_end ? to.offset : call_end;
	} else if (outer.in_macro && to.offset < sf->len && to.offset &&
		 is_word((unsigned char)sf->text[to.offset])) {
		*end = invocation_end(sf, to.offset);	/* ends in a macro of the argument */
	}
	return *start < *end ? 0 : -1;
}

uint32_t constant_word(struct walk *w, CXCursor c)
{
	struct place p = file_place(w, clang_getCursorLocation(c));
	unsigned start, end, word;
	struct source_file *sf;

	if (is_invocation(w, &p))
		return 0;
	word = word_at(w, &p);
	if (word && !written_range(w, c, &sf, &start, &end) &&
	    end - start > strlen(facts_str(w->f, word)))
		return 0;	/* TCPHDR_SYN | TCPHDR_ACK: only begins with it */
	return word;
}

uint32_t text_of(struct walk *w, CXCursor c)
{
	unsigned start, end, i;
	struct source_file *sf;
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;

	if (written_range(w, c, &sf, &start, &end))
		return 0;
	if (*facts_str(w->f, sf->path) == '/')	/* not of this tree: not ours to show */
		return strtab_add(&w->f->str, "…");
	for (i = start; i < end && sb.len < 160; i++) {
		unsigned char ch = (unsigned char)sf->text[i];

		if (ch == '\\' && i + 1 < end && sf->text[i + 1 + (sf->text[i + 1] == '\r')] == '\n')
			continue;
		if (!isspace(ch))
			strbuf_addch(&sb, ch);
		else if (sb.len && sb.buf[sb.len - 1] != ' ')
			strbuf_addch(&sb, ' ');
	}
	if (i < end) {
		while (sb.len && ((unsigned char)sb.buf[sb.len - 1] & 0xc0) == 0x80)
			strbuf_setlen(&sb, sb.len - 1);
		strbuf_addstr(&sb, " …");
	}
	id = strtab_addn(&w->f->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}
