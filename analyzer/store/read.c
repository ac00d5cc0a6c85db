/* SPDX-License-Identifier: MIT */
/*
 * Chunks to arrays. Most of that is decoding and page faults, so the chunks
 * of a large index are read by some threads side by side, each with its own
 * connection.
 */
#include "index_p.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>

#include "base/xalloc.h"

#define MAX_READERS 4
#define SMALL_INDEX (4u << 20)	/* bytes; below, threads cost more than they save */
#define JOB_CHUNKS 24

struct read_job {		/* some chunks of one section */
	int section;
	uint32_t chunk, end;
};

struct read_jobs {
	struct read_job *job;
	uint32_t nr, alloc;
	atomic_uint next;
	atomic_int failed;	/* 1 + a section that can't be read */
};

struct reader {
	struct index *idx;
	struct read_jobs *jobs;
	sqlite3 *db;
	sqlite3_blob *blob;	/* the chunk that was read last */
	unsigned char *data;	/* the chunk of records that was read last */
	size_t len;		/* 0: none, or not whole */
	int section;
	uint32_t seq;
	pthread_t thread;
	int started;
};

/* Moves rd->blob to a chunk; its length, or -1. */
static int64_t open_chunk(struct reader *rd, int s, uint32_t seq)
{
	int64_t rowid = rd->idx->first_row[s] + seq;
	int rc;

	if (rd->blob)
		rc = sqlite3_blob_reopen(rd->blob, rowid);
	else
		rc = sqlite3_blob_open(rd->db, "main", "chunk", "data", rowid, 0, &rd->blob);
	return rc == SQLITE_OK ? sqlite3_blob_bytes(rd->blob) : -1;
}

/* A whole chunk, its checksum tested. */
static int read_chunk(struct reader *rd, int s, uint32_t seq, void *data, size_t max,
		      size_t *len)
{
	int64_t n = open_chunk(rd, s, seq);

	if (n < 0 || (size_t)n > max || sqlite3_blob_read(rd->blob, data, (int)n, 0) != SQLITE_OK)
		return -1;
	*len = (size_t)n;
	return chunk_checksum(index_section[s].name, seq, data, *len) ==
		rd->idx->chunk[s][seq].checksum ? 0 : -1;
}

/* The same to rd->data, where it may be from the last time. */
static int have_chunk(struct reader *rd, int s, uint32_t seq)
{
	if (rd->len && rd->section == s && rd->seq == seq)
		return 0;
	rd->section = s;
	rd->seq = seq;
	if (!read_chunk(rd, s, seq, rd->data, CHUNK_MAX, &rd->len))
		return 0;
	rd->len = 0;
	return -1;
}

static uint32_t le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* All pages of these records at once: a fault for each costs more than what is written there. Where the system can't
 * do that they come one by one. */
static void make_pages(void *rec, size_t bytes)
{
#ifdef MADV_POPULATE_WRITE
	const uintptr_t page = 4096;
	uintptr_t from = (uintptr_t)rec & ~(page - 1), to = ((uintptr_t)rec + bytes + page - 1) & ~(page - 1);

	if (to - from > page)
		madvise((void *)from, to - from, MADV_POPULATE_WRITE);
#endif
}

/* The nr records of one chunk to `rec`; of one of its blocks alone where `only` is not NO_BLOCK. */
static int unpack_chunk(struct reader *rd, int s, uint32_t *rec, uint32_t nr, uint32_t only)
{
	unsigned words = (unsigned)strlen(index_section[s].words);
	const unsigned char *p = rd->data + 4, *end = rd->data + rd->len;
	uint32_t n, block;

	if (rd->len < 4 || le32(rd->data) != nr)
		return -1;
	for (block = 0; nr; nr -= n, rec += (size_t)n * words, block++) {
		n = nr < PACK_BLOCK ? nr : PACK_BLOCK;
		if (only != NO_BLOCK && block != only) {
			if (skip_block(&p, end, n, words))
				return -1;
			continue;
		}
		make_pages(rec, (size_t)n * words * 4);
		if (unpack_block(&p, end, rec, n, words) ||
		    check_words(&index_section[s], &rd->idx->limits, rec, n))
			return -1;
	}
	return p == end ? 0 : -1;
}

/* One chunk, or one block of it, to where its records or bytes belong. */
static int place_chunk(struct reader *rd, int s, uint32_t seq, uint32_t only)
{
	struct index *idx = rd->idx;
	uint32_t first = idx->chunk[s][seq].first, nr = idx->chunk[s][seq + 1].first - first;
	uint32_t *rec;
	size_t len;

	if (s == SECTION_STRINGS) {
		make_pages(idx->strings + first, nr);
		return read_chunk(rd, s, seq, idx->strings + first, nr, &len) || len != nr ? -1 : 0;
	}
	rec = s == SECTION_STROFF ? idx->stroff : *section_array(&index_section[s], &idx->g);
	return have_chunk(rd, s, seq) ? -1 :
		unpack_chunk(rd, s, rec + (size_t)first * strlen(index_section[s].words), nr, only);
}

static void *read_some(void *arg)
{
	struct reader *rd = arg;
	struct read_jobs *jobs = rd->jobs;
	unsigned i;

	while ((i = atomic_fetch_add(&jobs->next, 1)) < jobs->nr && !atomic_load(&jobs->failed)) {
		const struct read_job *j = &jobs->job[i];
		uint32_t seq;

		for (seq = j->chunk; seq < j->end; seq++)
			if (place_chunk(rd, j->section, seq, NO_BLOCK))
				atomic_store(&jobs->failed, j->section + 1);
	}
	return NULL;
}

/* ---- who reads what ----------------------------------------------------------- */

static void add_jobs(struct read_jobs *jobs, const struct index *idx, int s)
{
	uint32_t seq, nr = idx->nr_chunks[s];

	for (seq = 0; seq < nr; seq += JOB_CHUNKS) {
		ALLOC_GROW(jobs->job, jobs->nr + 1, jobs->alloc);
		jobs->job[jobs->nr++] = (struct read_job){
			s, seq, nr - seq < JOB_CHUNKS ? nr : seq + JOB_CHUNKS };
	}
}

/* Most of the time of a read goes into page faults, so arrays that are read
 * as a whole ask for large pages. */
static void want_large_pages(struct index *idx, int s)
{
	const uintptr_t huge = 2u << 20;
	size_t size = idx->records[s];
	char *p = idx->strings;
	uintptr_t from, to;

	if (s != SECTION_STRINGS) {
		p = s == SECTION_STROFF ? (void *)idx->stroff :
			*section_array(&index_section[s], &idx->g);
		size *= 4 * strlen(index_section[s].words);
	}
	from = ((uintptr_t)p + huge - 1) & ~(huge - 1);
	to = ((uintptr_t)p + size) & ~(huge - 1);
	if (from < to)
		madvise(p + (from - (uintptr_t)p), to - from, MADV_HUGEPAGE);
}

static int place_strings(struct index *idx)
{
	struct strtab *t = &idx->g.str;
	uint32_t i, nr = (uint32_t)t->nr;

	for (i = 0; i < nr; i++) {
		uint32_t from = idx->stroff[i], to = idx->stroff[i + 1];

		if (from >= to || to > idx->records[SECTION_STRINGS] || idx->strings[to - 1])
			return -1;
		t->str[i] = idx->strings + from;
		t->len[i] = to - from - 1;
	}
	return idx->stroff[0] || t->len[0] ? -1 : 0;
}

static int reader_init(struct reader *rd, struct index *idx, struct read_jobs *jobs)
{
	memset(rd, 0, sizeof(*rd));
	rd->idx = idx;
	rd->jobs = jobs;
	rd->data = xmalloc(CHUNK_MAX);
	return index_connect(&rd->db, idx->fd);
}

static void reader_release(struct reader *rd)
{
	if (rd->started)
		pthread_join(rd->thread, NULL);
	sqlite3_blob_close(rd->blob);
	sqlite3_close(rd->db);
	free(rd->data);
}

/* What a thread that can't be had would have done is done by the others. */
static void run_jobs(struct index *idx, struct reader *first)
{
	struct reader rd[MAX_READERS];
	unsigned nr = idx->bytes < SMALL_INDEX ? 1 : MAX_READERS, i;

	for (i = 1; i < nr && i < first->jobs->nr; i++) {
		if (!reader_init(&rd[i], idx, first->jobs))
			rd[i].started = !pthread_create(&rd[i].thread, NULL, read_some, &rd[i]);
	}
	nr = i;
	read_some(first);
	for (i = 1; i < nr; i++)
		reader_release(&rd[i]);
}

int sections_read(struct index *idx, unsigned need)
{
	struct read_jobs jobs = { .nr = 0 };
	struct reader first;
	int failed = -1, s;

	if (reader_init(&first, idx, &jobs))
		failed = SECTION_STROFF;
	for (s = 0; s < SECTION_NR && failed < 0; s++) {
		if (!(index_section[s].need & need))
			continue;
		want_large_pages(idx, s);
		add_jobs(&jobs, idx, s);
	}
	if (failed < 0) {
		run_jobs(idx, &first);
		failed = atomic_load(&jobs.failed) - 1;
	}
	if (failed < 0 && (need & INDEX_CORE) && place_strings(idx))
		failed = SECTION_STRINGS;
	reader_release(&first);
	free(jobs.job);
	return failed;
}

/* ---- one chunk ------------------------------------------------------------------ */

static int have_reader(struct index *idx)
{
	if (idx->reader)
		return 0;
	idx->reader = xmalloc(sizeof(*idx->reader));
	if (!reader_init(idx->reader, idx, NULL))
		return 0;
	reader_free(idx->reader);
	idx->reader = NULL;
	return -1;
}

int chunk_read(struct index *idx, int section, uint32_t seq, uint32_t only)
{
	return have_reader(idx) ? -1 : place_chunk(idx->reader, section, seq, only);
}

int chunk_column(struct index *idx, int section, uint32_t seq, uint32_t block, unsigned word, uint32_t *out)
{
	unsigned words = (unsigned)strlen(index_section[section].words);
	uint32_t nr = idx->chunk[section][seq + 1].first - idx->chunk[section][seq].first, i;
	const unsigned char *p, *end;

	if (have_reader(idx) || have_chunk(idx->reader, section, seq))
		return -1;
	p = idx->reader->data + 4;
	end = idx->reader->data + idx->reader->len;
	if (idx->reader->len < 4 || le32(idx->reader->data) != nr)
		return -1;
	for (i = 0; i < block; i++, nr -= PACK_BLOCK)
		if (nr <= PACK_BLOCK || skip_block(&p, end, PACK_BLOCK, words))
			return -1;
	return unpack_word(&p, end, out, nr < PACK_BLOCK ? nr : PACK_BLOCK, words, word);
}

void reader_free(struct reader *rd)
{
	if (rd)
		reader_release(rd);
	free(rd);
}
