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
#include "cursors.h"

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

static int by_file(const void *a, const void *b)
{
	const struct skipped *x = a, *y = b;

	if (x->in != y->in)
		return (uintptr_t)x->in < (uintptr_t)y->in ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* Each time that a file was read counts, so for all files at once:
 * clang_getSkippedRanges() tells of the first time only. */
static void read_skipped(struct walk *w)
{
	CXSourceRangeList *l = clang_getAllSkippedRanges(w->tu);
	unsigned i, from, to;
	CXFile file;

	w->skipped_read = 1;
	for (i = 0; l && i < l->count; i++) {
		struct source_file *in;

		clang_getFileLocation(clang_getRangeStart(l->ranges[i]), &file, NULL, NULL, &from);
		clang_getFileLocation(clang_getRangeEnd(l->ranges[i]), NULL, NULL, NULL, &to);
		in = source_file_of(w, file);
		if (!in || !in->text)
			continue;
		ALLOC_GROW(w->skipped, w->nr_skipped + 1, w->alloc_skipped);
		w->skipped[w->nr_skipped++] = (struct skipped){ in, after_line(in, from), to };
	}
	clang_disposeSourceRangeList(l);
	if (w->nr_skipped)
		qsort(w->skipped, w->nr_skipped, sizeof(*w->skipped), by_file);
}

/* What was left out each time that the file was read. */
static void find_skipped(struct walk *w, struct active *a)
{
	size_t lo = 0, hi, i, j;

	if (!w->skipped_read)
		read_skipped(w);
	for (hi = w->nr_skipped; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if ((uintptr_t)w->skipped[mid].in < (uintptr_t)a->sf)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (i = lo; i < w->nr_skipped && w->skipped[i].in == a->sf; i = j) {
		for (j = i; j < w->nr_skipped && !by_file(&w->skipped[i], &w->skipped[j]); j++)
			;
		if (j - i < a->sf->entered)
			continue;
		ALLOC_GROW(a->skip, a->nr + 1, a->alloc);
		a->skip[a->nr++] = (struct skip){ w->skipped[i].from, w->skipped[i].to };
	}
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
	struct source_file *enters;	/* a file that is included; NULL: a macro is defined */
	uint32_t word;		/* of the table, 0 = in none of its headers */
	int function_like, harmless;
};

struct taken_back {		/* #undef: clang tells nothing of it */
	size_t at;		/* before this event */
	uint32_t word;
};

struct defined { uint32_t word; int function_like; };

struct expansion { const struct source_file *in; uint32_t offset; };

struct look {
	struct walk *w;
	struct pch_view *v;
	struct event *ev;	size_t nr_ev, alloc_ev;
	struct local_file *local; size_t nr_local, alloc_local;
	struct expansion *exp;	size_t nr_exp, alloc_exp;	/* sorted */
	struct taken_back *undef; size_t nr_undef, alloc_undef;
	struct defined *defined; size_t nr_defined, alloc_defined;	/* so far */
	uint32_t *entered;	/* by header: 1 + place in order */
	uint32_t *offset;	/* by header: where the main file brings it in */
	uint8_t *known;		/* by word: looked at */
	uint8_t *taken;		/* by word: the PCH's value of it may be another one */
	uint32_t *own, *own_in;	/* by word: 1 + offset where a local file defined it or took it
				 * back last; that file */
	uint32_t at_no;
	struct strtab live;	/* names that may be expanded, of whatever macros */
	int in_live;		/* the body that is scanned is one of theirs */
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
				against(l->v, "defined before its includes:", word_text(l->v, word));
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

/* How many events there are before a place at the latest; where the file is
 * read several times, before the first. */
static size_t events_before(const struct look *l, const struct source_file *sf, uint32_t offset)
{
	size_t i, at = 0;

	for (i = 0; i < l->nr_ev; i++) {
		if (l->ev[i].enters == sf && sf != l->w->main) {
			if (at)
				return at;
			at = i + 1;
			if (sf->entered > 1)
				return at;
		}
		if (l->ev[i].file == sf && l->ev[i].offset < offset && sf->entered < 2)
			at = i + 1;
	}
	return at;
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
	if (!word || is_late_macro(l->w, buf))
		return;
	ALLOC_GROW(l->undef, l->nr_undef + 1, l->alloc_undef);
	l->undef[l->nr_undef++] = (struct taken_back){
		events_before(l, l->at, (uint32_t)(s - l->at->text)), word };
}

static int by_event(const void *a, const void *b)
{
	const struct taken_back *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
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
			enter(l, e->enters->pch_header, e->file == l->w->main ? e->offset : 0);
		else if (e->word && !e->harmless)
			define_word(l, e->word, e->function_like);
	}
}

/* ---- the TU's own words --------------------------------------------------------------- */

static int by_expansion(const void *a, const void *b)
{
	const struct expansion *x = a, *y = b;

	if (x->in != y->in)
		return (uintptr_t)x->in < (uintptr_t)y->in ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* A macro without arguments that stands in an argument which comes to nothing. */
static int is_left_alone(const struct look *l, uint32_t at)
{
	struct expansion key = { l->at, at };

	return !l->nr_exp || !bsearch(&key, l->exp, l->nr_exp, sizeof(key), by_expansion);
}

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

static void live_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	struct look *l = ctx;

	if (place == WORD_CONDITION || place == WORD_BODY ||
	    (place == WORD_TEXT && !is_called(l->at, s + n)))
		strtab_addn(&l->live, s, n);
}

/* Of a macro that is nowhere expanded the body does not count. */
static int body_counts(const struct look *l, const char *macro, uint32_t word)
{
	uint32_t n = 0;

	if (word)
		pch_pairs_of(l->v->t->inside, l->v->t->nr_inside, word, &n);
	return n || strtab_find(&l->live, macro);
}

/* It is what this file has made of it itself, whatever the PCH says. */
static int is_own(const struct look *l, uint32_t word, uint32_t at)
{
	size_t i;

	if (!l->own[word] || l->own_in[word] != l->at_no)
		return 0;
	for (i = 0; i < l->nr_ev; i++)
		if (l->ev[i].enters && l->ev[i].file == l->at && l->ev[i].offset < at &&
		    l->ev[i].offset + 1 > l->own[word])
			return 0;	/* that may have brought another one */
	return 1;
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
	if (place == WORD_DEFINED)
		l->in_live = body_counts(l, buf, word);
	if (place == WORD_BODY && !l->in_live)
		return;
	if (word && l->taken[word] && place != WORD_DEFINED && place != WORD_UNDEFINED)
		against(v, "another value than its headers give it:", buf);
	if (word && (place == WORD_DEFINED || place == WORD_UNDEFINED)) {
		l->own[word] = 1 + (uint32_t)(s - l->at->text);
		l->own_in[word] = l->at_no;
	}
	if (!word || (l->known[word] && !l->at_main) || l->known[word] == 2 ||
	    is_own(l, word, (uint32_t)(s - l->at->text)))
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
	if (!p->function_like && place == WORD_TEXT && !v->used && !is_hidden(v->t, word) &&
	    is_left_alone(l, (uint32_t)(s - l->at->text))) {
		l->known[word] = 0;
		return;
	}
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

/* File-scope assembler of a precompiled header is not visited. */
static void check_assembler(struct pch_view *v)
{
	const struct pch_tab *t = v->t;
	uint32_t i;

	for (i = 0; i < t->nr_decl; i++)
		if ((t->decl[i].flags & PCHD_ASM) && v->seen[t->decl[i].header])
			against(v, "has assembler that fills a section:",
				strtab_str(&t->str, t->header[t->decl[i].header].path));
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
	l.own = arena_alloc(&v->arena, t->str.nr * sizeof(*l.own));
	l.own_in = arena_alloc(&v->arena, t->str.nr * sizeof(*l.own_in));
	strtab_init(&l.live);
	w->view = v;
	clang_getInclusions(w->tu, see_file, &l);
	clang_visitChildren(clang_getTranslationUnitCursor(w->tu), see_event, &l);
	if (l.nr_exp)
		qsort(l.exp, l.nr_exp, sizeof(*l.exp), by_expansion);
	replay(&l);
	for (i = 0; i < l.nr_local; i++) {
		l.at = l.local[i].sf;
		scan_active_words(w, l.at, live_word, &l);
	}
	for (i = 0; i < l.nr_local; i++) {
		l.at = l.local[i].sf;
		l.at_no = (uint32_t)i;
		l.at_main = l.local[i].is_main;
		scan_active_words(w, l.at, own_word, &l);
	}
	check_hidden(v);
	check_assembler(v);
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
