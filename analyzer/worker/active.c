/* SPDX-License-Identifier: MIT */
/* The words of a file that the preprocessor did not leave out. */
#include <string.h>

#include "base/xalloc.h"
#include "cursors.h"
#include "pch.h"

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
