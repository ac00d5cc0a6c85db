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
#include "cursors.h"
#include "pchlook.h"

void pch_against(struct pch_view *v, const char *what, const char *name)
{
	if (!v->why.len)
		strbuf_addf(&v->why, "%s %s", what, name);
}

const char *pch_word_text(const struct pch_view *v, uint32_t word)
{
	return strtab_str(&v->t->str, word);
}

int pch_is_late_macro(const struct walk *w, const char *name)
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
	int depth = 0;
	char quote = 0;

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

static void live_name(struct look *l, CXCursor expansion)
{
	CXString s = clang_getCursorSpelling(expansion);

	strtab_add(&l->live, clang_getCString(s));
	clang_disposeString(s);
}

static enum CXChildVisitResult see_event(CXCursor c, CXCursor parent, CXClientData data)
{
	struct look *l = data;
	enum CXCursorKind k = clang_getCursorKind(c);
	struct event e = { 0 };
	struct place p;

	(void)parent;
	if (k != CXCursor_InclusionDirective && k != CXCursor_MacroDefinition &&
	    k != CXCursor_MacroExpansion)
		return CXChildVisit_Continue;
	p = place_of(l->w, c);
	if (!p.file || !p.file->text)	/* the command line */
		return CXChildVisit_Continue;
	if (k == CXCursor_MacroExpansion) {
		ALLOC_GROW(l->exp, l->nr_exp + 1, l->alloc_exp);
		l->exp[l->nr_exp++] = (struct expansion){ p.file, p.offset };
		live_name(l, c);
		return CXChildVisit_Continue;
	}
	e.file = p.file;
	e.offset = p.offset;
	if (k == CXCursor_InclusionDirective) {
		struct source_file *to = source_file_of(l->w, clang_getIncludedFile(c));

		if (!to)
			return CXChildVisit_Continue;
		e.enters = to;
	} else {
		CXString s = clang_getCursorSpelling(c);
		const char *name = clang_getCString(s);

		e.word = strtab_find(&l->v->t->str, name);
		e.function_like = (int)clang_Cursor_isMacroFunctionLike(c);
		e.harmless = pch_is_late_macro(l->w, name) && is_one_argument(p.file, p.offset);
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
	l->local[l->nr_local++] = (struct local_file){ sf };
}

/*
 * Does any of the headers that came in from `first` on hold the word, be it
 * by way of macros?
 */
static void check_word(struct look *l, const struct defined *def, uint32_t first)
{
	const struct pch_tab *t = l->v->t;
	uint32_t word = def->word;
	uint32_t *todo = NULL, nr = 0, done = 0, n, i, j;
	size_t alloc = 0;
	const struct pch_pair *p;
	struct idmap seen = IDMAP_INIT;

	ALLOC_GROW(todo, 1, alloc);
	todo[nr++] = word;	/* cppcheck-suppress nullPointer ; ALLOC_GROW made room */
	while (done < nr && !l->v->why.len) {
		uint32_t w = todo[done++];

		p = pch_pairs_of(t->mention, t->nr_mention, w, &n);
		for (j = 0; j < n; j++)
			if (l->entered[p[j].to] > first &&
			    (p[j].function_like || !def->function_like || w != word))
				pch_against(l->v, "defined before its includes:", pch_word_text(l->v, word));
		p = pch_pairs_of(t->inside, t->nr_inside, w, &n);
		for (i = 0; i < n; i++) {
			uint32_t *known;

			if (def->function_like && w == word && !p[i].function_like)
				continue;
			known = idmap_put(&seen, p[i].to, 0);
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

static void define_word(struct look *l, uint32_t word, int function_like)
{
	ALLOC_GROW(l->defined, l->nr_defined + 1, l->alloc_defined);
	l->defined[l->nr_defined++] = (struct defined){ word, function_like };
}

static struct local_file *local_of(const struct look *l, const struct source_file *sf)
{
	size_t i;

	for (i = 0; i < l->nr_local && l->local[i].sf != sf; i++)
		;
	return i < l->nr_local ? &l->local[i] : NULL;
}

/* Which events there are while a file is being read for the first time, those of files that it
 * enters among them: an event of a file ends all that was entered from there and not left. */
static void find_ranges(struct look *l)
{
	struct local_file **stack = NULL, *f = local_of(l, l->w->main);
	size_t nr = 0, alloc = 0, i;

	for (i = 0; i <= l->nr_ev; i++) {
		if (!nr && f) {
			ALLOC_GROW(stack, nr + 1, alloc);
			stack[nr++] = f;
		}
		while (nr > 1 && (i == l->nr_ev || stack[nr - 1]->sf != l->ev[i].file))
			stack[--nr]->end = i;
		if (i == l->nr_ev || !l->ev[i].enters)
			continue;
		f = local_of(l, l->ev[i].enters);
		if (!f || f->begin || f->sf == l->w->main)
			continue;
		f->begin = f->end = i + 1;
		ALLOC_GROW(stack, nr + 1, alloc);
		stack[nr++] = f;
	}
	f = local_of(l, l->w->main);
	if (f)
		f->end = l->nr_ev;
	free(stack);
}

size_t pch_events_before(const struct look *l, const struct source_file *sf, uint32_t offset)
{
	const struct local_file *f = local_of(l, sf);
	size_t i = f ? f->begin : 0;

	/* what a file says that is entered from here stands before what comes behind */
	while (f && i < f->end && (l->ev[i].file != sf || l->ev[i].offset < offset))
		i++;
	return i;
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
	if (!word || pch_is_late_macro(l->w, buf))
		return;
	ALLOC_GROW(l->undef, l->nr_undef + 1, l->alloc_undef);
	l->undef[l->nr_undef++] = (struct taken_back){
		pch_events_before(l, l->at, l->at->entered > 1 ? 0 : (uint32_t)(s - l->at->text)), word };
}

static int by_event(const void *a, const void *b)
{
	const struct taken_back *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static void enter(struct look *l, uint32_t header, uint32_t since)
{
	struct pch_view *v = l->v;
	uint32_t first = v->nr_order, i;
	size_t j;

	if (v->seen[header])
		return;
	v->nr_order = pch_tab_enter(v->t, header, v->seen, v->order, v->nr_order);
	for (i = first; i < v->nr_order; i++) {
		l->entered[v->order[i]] = i + 1;
		l->since[v->order[i]] = since;
	}
	for (j = 0; j < l->nr_defined && !v->why.len; j++)
		check_word(l, &l->defined[j], first);
}

static void replay(struct look *l)
{
	size_t i, u = 0;

	for (i = 0; i < l->v->t->nr_root; i++)
		enter(l, l->v->t->root[i], 0);
	for (i = 0; i < l->nr_local; i++) {
		l->at = l->local[i].sf;
		if (!l->at->pch_header)
			scan_active_words(l->w, l->at, undefined_word, l);
	}
	if (l->nr_undef)
		qsort(l->undef, l->nr_undef, sizeof(*l->undef), by_event);
	for (i = 0; i < l->nr_ev; i++) {
		const struct event *e = &l->ev[i];

		for (; u < l->nr_undef && l->undef[u].at == i; u++)
			define_word(l, l->undef[u].word, 0);
		if (e->enters && e->enters->pch_header)
			enter(l, e->enters->pch_header, (uint32_t)i + 1);
		else if (e->word && !e->harmless)
			define_word(l, e->word, e->function_like);
	}
}

/* ---- the view -------------------------------------------------------------------- */

void pch_view_init(struct pch_view *v, const struct pch_tab *t, struct walk *w,
		   struct strtab *used)
{
	struct look l = { .w = w, .v = v };

	memset(v, 0, sizeof(*v));
	v->t = t;
	v->used = used;
	strbuf_init(&v->why);
	strtab_init(&v->foreign);
	v->seen = arena_alloc(&v->arena, t->nr_header);
	v->order = arena_alloc(&v->arena, t->nr_header * sizeof(*v->order));
	l.entered = arena_alloc(&v->arena, t->nr_header * sizeof(*l.entered));
	l.since = arena_alloc(&v->arena, t->nr_header * sizeof(*l.since));
	l.earliest = arena_alloc(&v->arena, t->str.nr * sizeof(*l.earliest));
	l.known = arena_alloc(&v->arena, t->str.nr);
	l.taken = arena_alloc(&v->arena, t->str.nr);
	l.own = arena_alloc(&v->arena, t->str.nr * sizeof(*l.own));
	l.own_in = arena_alloc(&v->arena, t->str.nr * sizeof(*l.own_in));
	strtab_init(&l.live);
	w->view = v;
	clang_getInclusions(w->tu, see_file, &l);
	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), see_event, &l);
	find_ranges(&l);
	replay(&l);
	pch_own_words(&l);
	pch_check_hidden(v);
	pch_check_assembler(v);
	free(l.ev);
	free(l.local);
	free(l.defined);
	free(l.undef);
	free(l.exp);
	strtab_release(&l.live);
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
	pch_against(v, "declared by a header that is not included:", path);
}

int pch_view_find(struct pch_view *v, const char *name, CXCursor *out)
{
	uint32_t n, i, word = strtab_find(&v->t->str, name);
	const struct pch_decl *d = pch_decls_of(v->t, word, &n);
	size_t j;

	for (i = 0; i < n && !((d[i].flags & PCHD_FUNC) && v->seen[d[i].header]); i++)
		;
	if (i == n)
		return 0;
	for (j = 0; j < v->nr_found; j++) {
		if (strcmp(v->found[j].name, name))
			continue;
		*out = v->found[j].c;
		return 1;
	}
	if (v->wanted)
		strtab_add(v->wanted, name);
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
		pch_against(v, "can't be found in the PCH:", strtab_str(&v->t->str, d->name));
	return same ? 0 : -1;
}
