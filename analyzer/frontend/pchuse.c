/* SPDX-License-Identifier: MIT */
/*
 * Is a TU that was parsed over a precompiled header what it is without?
 *
 * Without it the TU sees the headers that it includes, in its own order,
 * after what it defined before. So three things must not happen:
 *  - a macro that the TU defines or takes back before a header is a word of
 *    that header (it may be another text then);
 *  - a word of the TU is a macro of a header that it does not include;
 *  - something that it uses is declared by such a header only (the walk tells).
 * Where a header misses something or a name clashes, clang says so itself.
 */
#include <string.h>

#include "base/xalloc.h"
#include "pch.h"

/* ---- words that count ---------------------------------------------------------- */

struct active {
	const struct source_file *sf;
	struct skip { uint32_t from, to; } *skip;
	size_t nr, alloc, at;
	void (*word)(void *ctx, const char *s, size_t n, enum word_place place);
	void *ctx;
};

/* Past the directive that a skipped range begins with. */
static uint32_t after_line(const struct source_file *sf, uint32_t at)
{
	while (at < sf->len && (sf->text[at] != '\n' || (at && sf->text[at - 1] == '\\')))
		at++;
	return at;
}

static int by_start(const void *a, const void *b)
{
	const struct skip *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* What was left out each time that the file was read. */
static void find_skipped(struct walk *w, struct active *a)
{
	CXSourceRangeList *l = clang_getSkippedRanges(w->tu, a->sf->file);
	unsigned i, j, from, to;
	size_t n = 0;

	for (i = 0; l && i < l->count; i++) {
		clang_getFileLocation(clang_getRangeStart(l->ranges[i]), NULL, NULL, NULL, &from);
		clang_getFileLocation(clang_getRangeEnd(l->ranges[i]), NULL, NULL, NULL, &to);
		ALLOC_GROW(a->skip, a->nr + 1, a->alloc);
		a->skip[a->nr].from = after_line(a->sf, from);
		a->skip[a->nr++].to = to;
	}
	clang_disposeSourceRangeList(l);
	if (a->nr)
		qsort(a->skip, a->nr, sizeof(*a->skip), by_start);
	for (i = 0; i < a->nr; i = j) {
		for (j = i; j < a->nr && !by_start(&a->skip[i], &a->skip[j]); j++)
			;
		if (j - i >= a->sf->entered)
			a->skip[n++] = a->skip[i];
	}
	a->nr = n;
}

static void active_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	struct active *a = ctx;
	uint32_t at = (uint32_t)(s - a->sf->text);

	while (a->at < a->nr && a->skip[a->at].to <= at)
		a->at++;
	if (a->at == a->nr || at < a->skip[a->at].from)
		a->word(a->ctx, s, n, place);
}

void scan_active_words(struct walk *w, const struct source_file *sf,
		       void (*word)(void *ctx, const char *s, size_t n, enum word_place place),
		       void *ctx)
{
	struct active a = { .sf = sf, .word = word, .ctx = ctx };

	if (sf->entered)
		find_skipped(w, &a);
	scan_words(sf->text, sf->len, active_word, &a);
	free(a.skip);
}

/* ---- a TU's look at the PCH --------------------------------------------------------- */

struct local_file {
	struct source_file *sf;
	int is_main;
};

struct event {			/* of the preprocessor, in order */
	struct source_file *file;	/* where it stands */
	uint32_t offset;
	uint32_t header;	/* included; 0: a macro is defined */
	uint32_t word;		/* of the table, 0 = in none of its headers */
	int harmless;
};

struct look {
	struct walk *w;
	struct pch_view *v;
	struct event *ev;	size_t nr_ev, alloc_ev;
	struct local_file *local; size_t nr_local, alloc_local;
	uint32_t *defined;	size_t nr_defined, alloc_defined;	/* words, so far */
	uint32_t *entered;	/* by header: 1 + place in order */
	uint32_t *offset;	/* by header: where the main file brings it in */
	uint8_t *known;		/* by word: looked at */
	uint8_t *taken;		/* by word: the PCH's value of it may be another one */
	const struct source_file *at;	/* file that is scanned */
	int at_main;
};

static void against(struct pch_view *v, const char *what, const char *name)
{
	if (!v->why.len)
		strbuf_addf(&v->why, "%s %s", what, name);
}

static const char *word_text(const struct pch_view *v, uint32_t word)
{
	return strtab_str(&v->t->str, word);
}

static int is_late_macro(const struct walk *w, const char *name)
{
	size_t i;

	for (i = 0; w->k && i < w->k->late_macros.nr; i++)
		if (!strcmp(w->k->late_macros.s[i], name))
			return 1;
	return 0;
}

/* Its value is one argument, not several: no comma outside of brackets. */
static int is_one_argument(const struct source_file *sf, uint32_t at)
{
	const char *p = sf->text + at, *end = sf->text + sf->len;
	int depth = 0, quote = 0;

	for (; p < end && *p != '\n'; p++) {
		if (*p == '\\' && p + 1 < end) {
			p++;
			continue;
		}
		if (quote) {
			quote = *p == quote ? 0 : quote;
			continue;
		}
		if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '(')
			depth++;
		else if (*p == ')')
			depth--;
		else if (*p == ',' && depth < 1)
			return 0;
	}
	return 1;
}

/* ---- what the preprocessor saw ----------------------------------------------------- */

/* A header of the PCH that is made to be read again: it says the same again. */
static int is_reread(struct look *l, const struct source_file *sf, uint32_t word)
{
	const struct pch_tab *t = l->v->t;
	uint32_t n;
	const struct pch_pair *p = pch_pairs_of(t->macro, t->nr_macro, word, &n);

	return sf->pch_header && n && p->to == sf->pch_header;
}

static enum CXChildVisitResult see_event(CXCursor c, CXCursor parent, CXClientData data)
{
	struct look *l = data;
	enum CXCursorKind k = clang_getCursorKind(c);
	struct event e = { 0 };
	struct place p;

	(void)parent;
	if (k != CXCursor_InclusionDirective && k != CXCursor_MacroDefinition)
		return CXChildVisit_Continue;
	p = place_of(l->w, c);
	if (!p.file || !p.file->text)	/* the command line */
		return CXChildVisit_Continue;
	e.file = p.file;
	e.offset = p.offset;
	if (k == CXCursor_InclusionDirective) {
		struct source_file *to = source_file_of(l->w, clang_getIncludedFile(c));

		if (!to || !to->pch_header)
			return CXChildVisit_Continue;
		e.header = to->pch_header;
	} else {
		CXString s = clang_getCursorSpelling(c);
		const char *name = clang_getCString(s);

		e.word = strtab_find(&l->v->t->str, name);
		e.harmless = is_late_macro(l->w, name) && is_one_argument(p.file, p.offset);
		clang_disposeString(s);
		if (!e.word || is_reread(l, p.file, e.word))
			return CXChildVisit_Continue;
	}
	ALLOC_GROW(l->ev, l->nr_ev + 1, l->alloc_ev);
	l->ev[l->nr_ev++] = e;
	return CXChildVisit_Continue;
}

static void see_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct look *l = data;
	struct source_file *sf = source_file_of(l->w, file);
	size_t i;

	(void)stack;
	(void)depth;
	if (!sf || !sf->text)
		return;
	sf->entered++;
	for (i = 0; i < l->nr_local; i++)
		if (l->local[i].sf == sf)
			return;
	ALLOC_GROW(l->local, l->nr_local + 1, l->alloc_local);
	l->local[l->nr_local++] = (struct local_file){ sf, sf == l->w->main };
}

/*
 * Does any of the headers that came in from `first` on hold the word, be it
 * by way of macros?
 */
static void check_word(struct look *l, uint32_t word, uint32_t first)
{
	const struct pch_tab *t = l->v->t;
	uint32_t *todo = NULL, nr = 0, done = 0, n, i, j;
	size_t alloc = 0;
	const struct pch_pair *p;
	struct idmap seen = IDMAP_INIT;

	ALLOC_GROW(todo, 1, alloc);
	todo[nr++] = word;
	while (done < nr && !l->v->why.len) {
		uint32_t w = todo[done++];

		p = pch_pairs_of(t->mention, t->nr_mention, w, &n);
		for (j = 0; j < n; j++)
			if (l->entered[p[j].to] > first)
				against(l->v, "defined before its includes:", word_text(l->v, word));
		p = pch_pairs_of(t->inside, t->nr_inside, w, &n);
		for (i = 0; i < n; i++) {
			uint32_t *known = idmap_put(&seen, p[i].to, 0);

			if (*known)
				continue;
			*known = 1;
			ALLOC_GROW(todo, nr + 1, alloc);
			todo[nr++] = p[i].to;
		}
	}
	/* a header gives it a value of its own: here that is lost */
	p = pch_pairs_of(t->define, t->nr_define, word, &n);
	for (j = 0; j < n; j++)
		if (l->entered[p[j].to] > first)
			break;
	for (i = 0; j < n && i < nr; i++)
		l->taken[todo[i]] = 1;
	idmap_release(&seen);
	free(todo);
}

static void define_word(struct look *l, uint32_t word)
{
	ALLOC_GROW(l->defined, l->nr_defined + 1, l->alloc_defined);
	l->defined[l->nr_defined++] = word;
}

static void undefined_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	struct look *l = ctx;
	char buf[256];
	uint32_t word;

	if (place != WORD_UNDEFINED || n >= sizeof(buf))
		return;
	memcpy(buf, s, n);
	buf[n] = '\0';
	word = strtab_find(&l->v->t->str, buf);
	if (word && !is_late_macro(l->w, buf))
		define_word(l, word);
}

static void enter(struct look *l, uint32_t header, uint32_t at)
{
	struct pch_view *v = l->v;
	uint32_t first = v->nr_order, i;
	size_t j;

	if (v->seen[header])
		return;
	v->nr_order = pch_tab_enter(v->t, header, v->seen, v->order, v->nr_order);
	for (i = first; i < v->nr_order; i++) {
		l->entered[v->order[i]] = i + 1;
		l->offset[v->order[i]] = at;
	}
	for (j = 0; j < l->nr_defined && !v->why.len; j++)
		check_word(l, l->defined[j], first);
}

static void replay(struct look *l)
{
	size_t i;

	for (i = 0; i < l->v->t->nr_root; i++)
		enter(l, l->v->t->root[i], 0);
	/* taken back somewhere: as if at the start */
	for (i = 0; i < l->nr_local; i++)
		if (!l->local[i].sf->pch_header)
			scan_active_words(l->w, l->local[i].sf, undefined_word, l);
	for (i = 0; i < l->nr_ev; i++) {
		const struct event *e = &l->ev[i];

		if (e->header)
			enter(l, e->header, e->file == l->w->main ? e->offset : 0);
		else if (!e->harmless)
			define_word(l, e->word);
	}
}

/* ---- the TU's own words --------------------------------------------------------------- */

static int is_hidden(const struct pch_tab *t, uint32_t word)
{
	uint32_t i;

	for (i = 0; i < t->nr_hidden; i++)
		if (t->hidden[i] == word)
			return 1;
	return 0;
}

static int is_called(const struct source_file *sf, const char *p)
{
	const char *end = sf->text + sf->len;

	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\\'))
		p++;
	return p < end && (*p == '(' || *p == '/');
}

static void own_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	struct look *l = ctx;
	struct pch_view *v = l->v;
	const struct pch_pair *p;
	uint32_t word, nr, header;
	char buf[256];

	if (n >= sizeof(buf))
		return;
	memcpy(buf, s, n);
	buf[n] = '\0';
	word = strtab_find(&v->t->str, buf);
	if (word && l->taken[word] && place != WORD_DEFINED && place != WORD_UNDEFINED)
		against(v, "another value than its headers give it:", buf);
	if (!word || (l->known[word] && !l->at_main) || l->known[word] == 2)
		return;
	l->known[word] = l->at_main ? 2 : 1;
	p = pch_pairs_of(v->t->macro, v->t->nr_macro, word, &nr);
	if (!nr)
		return;
	if (p->function_like && place != WORD_CONDITION && !is_called(l->at, s + n)) {
		l->known[word] = 0;	/* it may be, further on */
		return;
	}
	header = p->to;
	if (!v->seen[header]) {
		if (!is_hidden(v->t, word) && place != WORD_DEFINED && place != WORD_UNDEFINED) {
			strtab_addn(&v->foreign, s, n);
			against(v, "a macro of a header that is not included:", buf);
		}
		return;
	}
	if (v->used)
		strtab_addn(v->used, s, n);
	if (is_hidden(v->t, word))
		against(v, "a macro that clashes elsewhere:", buf);
	else if (l->at_main && (uint32_t)(s - l->at->text) < l->offset[header] &&
		 !is_late_macro(l->w, buf))
		against(v, "used before the header that defines it:", buf);
}

/* A macro that was taken back may be part of another one. */
static void check_hidden(struct pch_view *v)
{
	const struct pch_pair *p, *d;
	uint32_t i, j, n, nd;

	for (i = 0; i < v->t->nr_hidden; i++) {
		p = pch_pairs_of(v->t->mention, v->t->nr_mention, v->t->hidden[i], &n);
		d = pch_pairs_of(v->t->macro, v->t->nr_macro, v->t->hidden[i], &nd);
		for (j = 0; j < n; j++)
			if (v->seen[p[j].to] && (!nd || p[j].to != d->to))
				against(v, "a macro that clashes elsewhere:",
					word_text(v, v->t->hidden[i]));
	}
}

void pch_view_init(struct pch_view *v, const struct pch_tab *t, struct walk *w,
		   struct strtab *used)
{
	struct look l = { .w = w, .v = v };
	size_t i;

	memset(v, 0, sizeof(*v));
	v->t = t;
	v->used = used;
	strbuf_init(&v->why);
	strtab_init(&v->foreign);
	v->seen = arena_alloc(&v->arena, t->nr_header);
	v->order = arena_alloc(&v->arena, t->nr_header * sizeof(*v->order));
	l.entered = arena_alloc(&v->arena, t->nr_header * sizeof(*l.entered));
	l.offset = arena_alloc(&v->arena, t->nr_header * sizeof(*l.offset));
	l.known = arena_alloc(&v->arena, t->str.nr);
	l.taken = arena_alloc(&v->arena, t->str.nr);
	w->view = v;
	clang_getInclusions(w->tu, see_file, &l);
	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), see_event, &l);
	replay(&l);
	for (i = 0; i < l.nr_local; i++) {
		l.at = l.local[i].sf;
		l.at_main = l.local[i].is_main;
		scan_active_words(w, l.at, own_word, &l);
	}
	check_hidden(v);
	free(l.ev);
	free(l.local);
	free(l.defined);
}

void pch_view_release(struct pch_view *v)
{
	strbuf_release(&v->why);
	strtab_release(&v->foreign);
	free(v->found);
	arena_release(&v->arena);
}

void pch_view_uses(struct pch_view *v, const char *path)
{
	against(v, "declared by a header that is not included:", path);
}

int pch_view_find(struct pch_view *v, const char *name, CXCursor *out)
{
	uint32_t n, i, word = strtab_find(&v->t->str, name);
	const struct pch_decl *d = pch_decls_of(v->t, word, &n);
	size_t j;

	for (j = 0; j < v->nr_found; j++) {
		if (strcmp(v->found[j].name, name))
			continue;
		*out = v->found[j].c;
		return 1;
	}
	for (i = 0; i < n; i++)
		if ((d[i].flags & PCHD_FUNC) && v->seen[d[i].header] && v->wanted) {
			strtab_add(v->wanted, name);
			break;
		}
	return 0;
}

void pch_view_found(struct pch_view *v, const char *name, CXCursor c)
{
	ALLOC_GROW(v->found, v->nr_found + 1, v->alloc_found);
	v->found[v->nr_found].name = arena_strdup(&v->arena, name);
	v->found[v->nr_found++].c = c;
}

int pch_view_cursor(struct pch_view *v, struct walk *w, const struct pch_decl *d, CXCursor *out)
{
	CXFile file = clang_getFile(w->tu, strtab_str(&v->t->str, v->t->header[d->header].path));
	CXString s;
	int same;

	if (file)
		*out = clang_getCursor(w->tu, clang_getLocationForOffset(w->tu, file, d->offset));
	else
		*out = clang_getNullCursor();
	s = clang_getCursorSpelling(*out);
	same = clang_getCString(s) && !strcmp(clang_getCString(s), strtab_str(&v->t->str, d->name)) &&
		clang_isDeclaration(clang_getCursorKind(*out));
	clang_disposeString(s);
	/* made by a macro: clang finds no cursor there */
	if (!same)
		against(v, "can't be found in the PCH:", strtab_str(&v->t->str, d->name));
	return same ? 0 : -1;
}
