/* SPDX-License-Identifier: MIT */
/* The words of a TU's own files: is one of them a macro of a header that the TU does not include? */
#include <string.h>

#include "base/xalloc.h"
#include "cursors.h"
#include "pchlook.h"

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

/* A macro counts from where its header is entered; in the PCH it is there from the start. */
static void check_order(struct look *l, uint32_t word, uint32_t header, uint32_t at)
{
	uint32_t before = (uint32_t)pch_events_before(l, l->at, at);

	if (before < l->since[header])
		pch_against(l->v, "used before the header that defines it:", pch_word_text(l->v, word));
	if (!l->earliest[word] || before + 1 < l->earliest[word])
		l->earliest[word] = before + 1;
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
		pch_against(v, "another value than its headers give it:", buf);
	if (word && (place == WORD_DEFINED || place == WORD_UNDEFINED)) {
		l->own[word] = 1 + (uint32_t)(s - l->at->text);
		l->own_in[word] = l->at_no;
	}
	/* what was right at one place is right behind it */
	if (!word || (l->known[word] && l->at_since + 1 >= l->earliest[word]) ||
	    is_own(l, word, (uint32_t)(s - l->at->text)))
		return;
	l->known[word] = 1;
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
			pch_against(v, "a macro of a header that is not included:", buf);
		}
		return;
	}
	if (v->used)
		strtab_addn(v->used, s, n);
	if (is_hidden(v->t, word))
		pch_against(v, "a macro that clashes elsewhere:", buf);
	/* the body of another macro is read where that is used */
	else if (!pch_is_late_macro(l->w, buf) && (place != WORD_BODY || l->at == l->w->main))
		check_order(l, word, header, (uint32_t)(s - l->at->text));
}

void pch_own_words(struct look *l)
{
	size_t i;

	if (l->nr_exp)
		qsort(l->exp, l->nr_exp, sizeof(*l->exp), by_expansion);
	for (i = 0; i < l->nr_local; i++) {
		l->at = l->local[i].sf;
		scan_active_words(l->w, l->at, live_word, l);
	}
	for (i = 0; i < l->nr_local; i++) {
		l->at = l->local[i].sf;
		l->at_no = (uint32_t)i;
		l->at_since = pch_events_before(l, l->at, 0);
		scan_active_words(l->w, l->at, own_word, l);
	}
}

/* A macro that was taken back may be part of another one. */
void pch_check_hidden(struct pch_view *v)
{
	const struct pch_pair *p, *d;
	uint32_t i, j, n, nd;

	for (i = 0; i < v->t->nr_hidden; i++) {
		p = pch_pairs_of(v->t->mention, v->t->nr_mention, v->t->hidden[i], &n);
		d = pch_pairs_of(v->t->macro, v->t->nr_macro, v->t->hidden[i], &nd);
		for (j = 0; j < n; j++)
			if (v->seen[p[j].to] && (!nd || p[j].to != d->to))
				pch_against(v, "a macro that clashes elsewhere:",
					pch_word_text(v, v->t->hidden[i]));
	}
}

/* File-scope assembler of a precompiled header is not visited. */
void pch_check_assembler(struct pch_view *v)
{
	const struct pch_tab *t = v->t;
	uint32_t i;

	for (i = 0; i < t->nr_decl; i++)
		if ((t->decl[i].flags & PCHD_ASM) && v->seen[t->decl[i].header])
			pch_against(v, "has assembler that fills a section:",
				strtab_str(&t->str, t->header[t->decl[i].header].path));
}
