/* SPDX-License-Identifier: MIT */
/*
 * Records when they are first asked for: a question about one path looks at
 * a small part of a kernel's graph.
 */
#include "index_p.h"

#include "base/xalloc.h"

static struct index *index_of(struct graph_source *src)
{
	return (struct index *)((char *)src - offsetof(struct index, source));
}

static void bad(struct index *idx, int section, const char *why)
{
	if (idx->bad)
		return;
	idx->bad = section + 1;
	idx->why = why;
}

/* The chunk that record or byte `at` is in. */
static uint32_t chunk_of(const struct index *idx, int s, uint32_t at)
{
	uint32_t lo = 0, hi = idx->nr_chunks[s] - 1;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo + 1) / 2;

		if (idx->chunk[s][mid].first <= at)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

/* Do these records follow those before, and those behind follow them, as far as they are in memory? */
static const char *joins(const struct index *idx, int s, uint32_t first, uint32_t nr)
{
	const uint8_t *have = idx->have_block[s];
	int array = index_section[s].which;
	const char *why = NULL;

	if (first && have[(first - 1) / PACK_BLOCK])
		why = check_follows(&idx->g, array, first);
	if (!why && first + nr < idx->records[s] && have[(first + nr) / PACK_BLOCK])
		why = check_follows(&idx->g, array, first + nr);
	return why;
}

/*
 * What can't be read, or lies, is zero. Of a chunk one block is read, and where a second one is asked for, all: most
 * questions that come to a chunk want a few neighbours, and what is unpacked costs more than what is read.
 */
static void read_records(struct index *idx, int s, uint32_t id)
{
	const struct section *sec = &index_section[s];
	uint32_t seq, first, nr, only = NO_BLOCK;
	const char *why;
	void *array;

	if (id >= idx->records[s])
		return;
	seq = chunk_of(idx, s, id);
	first = idx->chunk[s][seq].first;
	nr = idx->chunk[s][seq + 1].first - first;
	if (nr > PACK_BLOCK && !memchr(idx->have_block[s] + first / PACK_BLOCK, 1,
				       (nr + PACK_BLOCK - 1) / PACK_BLOCK)) {
		uint32_t end = first + nr;

		only = (id - first) / PACK_BLOCK;
		first += only * PACK_BLOCK;
		nr = end - first < PACK_BLOCK ? end - first : PACK_BLOCK;
	}
	memset(idx->have_block[s] + first / PACK_BLOCK, 1, (nr + PACK_BLOCK - 1) / PACK_BLOCK);
	array = s == SECTION_STROFF ? (void *)idx->stroff : *section_array(sec, &idx->g);
	why = chunk_read(idx, s, seq, only) ? "" : check_records(&idx->g, sec->which, first, nr);
	if (!why)
		why = joins(idx, s, first, nr);
	if (!why)
		return;
	memset((char *)array + (size_t)first * 4 * strlen(sec->words), 0,
	       (size_t)nr * 4 * strlen(sec->words));
	bad(idx, s, *why ? why : NULL);
}

static int section_of(enum graph_array array)
{
	int s;

	for (s = SECTION_ARRAYS; index_section[s].which != (int)array; s++)
		;
	return s;
}

static void lazy_read(struct graph_source *src, enum graph_array array, uint32_t id)
{
	read_records(index_of(src), section_of(array), id);
}

static void lazy_column(struct graph_source *src, enum graph_array array, unsigned word, uint32_t first,
			uint32_t nr, uint32_t *out)
{
	struct index *idx = index_of(src);
	int s = section_of(array);
	uint32_t seq = chunk_of(idx, s, first), from = idx->chunk[s][seq].first;
	uint32_t column[PACK_BLOCK], at = (first - from) % PACK_BLOCK;

	if (!chunk_column(idx, s, seq, (first - from) / PACK_BLOCK, word, column)) {
		memcpy(out, column + at, nr * sizeof(*out));
		return;
	}
	memset(out, 0, nr * sizeof(*out));
	bad(idx, s, NULL);
}

static uint32_t offset_of(struct index *idx, uint32_t id)
{
	if (id < idx->g.str.nr && !idx->have_block[SECTION_STROFF][id / PACK_BLOCK])
		read_records(idx, SECTION_STROFF, id);
	return idx->stroff[id];
}

static const char *lazy_str(struct graph_source *src, uint32_t id)
{
	struct index *idx = index_of(src);
	struct strtab *t = &idx->g.str;
	uint32_t from = offset_of(idx, id), to = offset_of(idx, id + 1), seq, last;

	t->str[id] = "";
	t->len[id] = 0;
	if (from >= to || to > idx->records[SECTION_STRINGS]) {
		bad(idx, SECTION_STROFF, NULL);
		return "";
	}
	last = chunk_of(idx, SECTION_STRINGS, to - 1);
	for (seq = chunk_of(idx, SECTION_STRINGS, from); seq <= last; seq++) {
		if (idx->have_block[SECTION_STRINGS][seq])
			continue;
		if (chunk_read(idx, SECTION_STRINGS, seq, NO_BLOCK)) {
			bad(idx, SECTION_STRINGS, NULL);
			return "";
		}
		idx->have_block[SECTION_STRINGS][seq] = 1;
	}
	if (idx->strings[to - 1]) {
		bad(idx, SECTION_STRINGS, NULL);
		return "";
	}
	t->len[id] = to - from - 1;
	return t->str[id] = idx->strings + from;
}

static size_t lazy_strlen(struct graph_source *src, uint32_t id)
{
	struct index *idx = index_of(src);
	uint32_t from = offset_of(idx, id), to = offset_of(idx, id + 1);

	if (from < to && to <= idx->records[SECTION_STRINGS])
		return to - from - 1;
	bad(idx, SECTION_STROFF, NULL);
	return 0;
}

/* Of strings each chunk is one. */
static size_t blocks_of(const struct index *idx, int s)
{
	return s == SECTION_STRINGS ? idx->nr_chunks[s] :
		((size_t)idx->records[s] + PACK_BLOCK - 1) / PACK_BLOCK;
}

/* What is here already is read again, to the same places. */
static void lazy_read_all(struct graph_source *src)
{
	const unsigned most = INDEX_CORE | INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS;
	struct index *idx = index_of(src);
	const char *why;
	int failed, s;

	if (idx->have & INDEX_CORE)
		return;
	failed = sections_read(idx, most);
	why = failed < 0 ? check_graph(&idx->g, most) : NULL;
	if (failed >= 0 || why)	/* what was left half read is read again, one by one */
		bad(idx, failed < 0 ? SECTION_ARRAYS : failed, why);
	else
		idx->have |= most;
	for (s = 0; s < SECTION_NR; s++)
		if (index_section[s].need & most)
			memset(idx->have_block[s], !!(idx->have & INDEX_CORE), blocks_of(idx, s));
}

void lazy_have(struct index *idx)
{
	int s, missing = 0;

	for (s = 0; s < SECTION_NR; s++) {
		if (index_section[s].need & ~idx->have)
			missing++;
		else
			memset(idx->have_block[s], 1, blocks_of(idx, s));
	}
	if (!missing)		/* readers need not ask any more */
		idx->g.source = NULL;
}

void lazy_start(struct index *idx)
{
	struct graph_source *src = &idx->source;
	int s;

	src->read = lazy_read;
	src->str = lazy_str;
	src->strlen = lazy_strlen;
	src->read_all = lazy_read_all;
	src->column = lazy_column;
	for (s = 0; s < SECTION_NR; s++) {
		idx->have_block[s] = xcalloc(blocks_of(idx, s) + 1, 1);
		if (!index_section[s].need)
			memset(idx->have_block[s], 1, blocks_of(idx, s));
		if (index_section[s].which >= 0)
			src->have[index_section[s].which] = idx->have_block[s];
	}
	idx->g.source = src;
}
