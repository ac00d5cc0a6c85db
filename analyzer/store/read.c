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
#define JOB_CHUNKS 6

struct read_job {		/* some chunks of one section */
	int section;
	uint32_t chunk, nr_chunks;
	uint32_t at, end;	/* their records */
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
	unsigned char *data;	/* a chunk on its way */
	pthread_t thread;
	int started;
};

/* Zeroed, as xcalloc. Most of the time of a read goes into page faults, so
 * large arrays ask for large pages. */
void *alloc_array(size_t nr, size_t size)
{
	const uintptr_t huge = 2u << 20;
	void *p = xcalloc(nr, size);
	uintptr_t from = ((uintptr_t)p + huge - 1) & ~(huge - 1);
	uintptr_t to = ((uintptr_t)p + nr * size) & ~(huge - 1);

	if (from < to)
		madvise((char *)p + (from - (uintptr_t)p), to - from, MADV_HUGEPAGE);
	return p;
}

/* Moves rd->blob to a chunk; its length, or -1. */
static int64_t open_chunk(struct reader *rd, int s, uint32_t seq)
{
	int64_t rowid = rd->idx->chunk[s][seq].rowid;
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

static uint32_t le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The records of one chunk to `rec`, where there is room for `room`. */
static int unpack_chunk(struct reader *rd, int s, size_t len, uint32_t *rec, uint32_t room,
			uint32_t *nr)
{
	unsigned words = (unsigned)strlen(index_section[s].words);
	const unsigned char *p = rd->data + 4, *end = rd->data + len;
	uint32_t left, n;

	if (len < 4)
		return -1;
	*nr = left = le32(rd->data);
	if (left > room)
		return -1;
	for (; left; left -= n, rec += (size_t)n * words) {
		n = left < PACK_BLOCK ? left : PACK_BLOCK;
		if (unpack_block(&p, end, rec, n, words) ||
		    check_words(&index_section[s], &rd->idx->limits, rec, n))
			return -1;
	}
	return p == end ? 0 : -1;
}

static int read_packed(struct reader *rd, const struct read_job *j, uint32_t *rec)
{
	unsigned words = (unsigned)strlen(index_section[j->section].words);
	uint32_t i, at = j->at, nr;
	size_t len;

	for (i = 0; i < j->nr_chunks; i++, at += nr)
		if (read_chunk(rd, j->section, j->chunk + i, rd->data, CHUNK_MAX, &len) ||
		    unpack_chunk(rd, j->section, len, rec + (size_t)at * words, j->end - at, &nr))
			return -1;
	return at == j->end ? 0 : -1;
}

static int read_bytes(struct reader *rd, const struct read_job *j)
{
	uint32_t i, at = j->at;
	size_t len;

	for (i = 0; i < j->nr_chunks; i++, at += (uint32_t)len)
		if (read_chunk(rd, j->section, j->chunk + i, rd->idx->strings + at, j->end - at,
			       &len))
			return -1;
	return at == j->end ? 0 : -1;
}

static void *read_some(void *arg)
{
	struct reader *rd = arg;
	struct read_jobs *jobs = rd->jobs;
	struct index *idx = rd->idx;
	unsigned i;

	while ((i = atomic_fetch_add(&jobs->next, 1)) < jobs->nr && !atomic_load(&jobs->failed)) {
		const struct read_job *j = &jobs->job[i];
		int ret;

		if (j->section == SECTION_STRINGS)
			ret = read_bytes(rd, j);
		else if (j->section == SECTION_STRLEN)
			ret = read_packed(rd, j, idx->g.str.len);
		else
			ret = read_packed(rd, j, *section_array(&index_section[j->section], &idx->g));
		if (ret)
			atomic_store(&jobs->failed, j->section + 1);
	}
	return NULL;
}

/* ---- who reads what ----------------------------------------------------------- */

/* How many records a chunk says it holds; UINT32_MAX where it can't be read. */
static uint32_t records_of(struct reader *rd, int s, uint32_t seq)
{
	unsigned char head[4];
	int64_t len = open_chunk(rd, s, seq);

	if (s == SECTION_STRINGS)
		return len < 0 ? UINT32_MAX : (uint32_t)len;
	if (len < 4 || sqlite3_blob_read(rd->blob, head, 4, 0) != SQLITE_OK)
		return UINT32_MAX;
	return le32(head);
}

/* Cuts a section into jobs; -1 where its chunks do not make up its records. */
static int add_jobs(struct reader *rd, int s)
{
	const struct index *idx = rd->idx;
	struct read_jobs *jobs = rd->jobs;
	uint32_t seq, at = 0;

	for (seq = 0; seq < idx->nr_chunks[s]; seq++) {
		uint32_t n = records_of(rd, s, seq);
		struct read_job *j;

		if (n > idx->records[s] - at)
			return -1;
		if (seq % JOB_CHUNKS == 0) {
			ALLOC_GROW(jobs->job, jobs->nr + 1, jobs->alloc);
			jobs->job[jobs->nr++] = (struct read_job){ s, seq, 0, at, at };
		}
		at += n;
		j = &jobs->job[jobs->nr - 1];
		j->nr_chunks++;
		j->end = at;
	}
	return at == idx->records[s] ? 0 : -1;
}

/* Room for the strings; they are put in place when all of them are there. */
static void make_strings(struct index *idx)
{
	struct strtab *t = &idx->g.str;
	uint32_t nr = idx->records[SECTION_STRLEN];

	free(t->len);
	t->len = alloc_array((size_t)nr + 1, sizeof(*t->len));
	t->len_alloc = nr;
	free(t->str);
	t->str = alloc_array((size_t)nr + 1, sizeof(*t->str));
	t->alloc = nr;
	t->nr = 0;
	idx->strings = alloc_array((size_t)idx->records[SECTION_STRINGS] + 1, 1);
}

static int place_strings(struct index *idx)
{
	struct strtab *t = &idx->g.str;
	size_t total = idx->records[SECTION_STRINGS], at = 0, len, i;
	uint32_t nr = idx->records[SECTION_STRLEN];

	for (i = 0; i < nr; i++, at += len) {
		len = (size_t)t->len[i] + 1;
		if (len > total - at || idx->strings[at + len - 1])
			return -1;
		t->str[i] = idx->strings + at;
	}
	t->nr = nr;
	return nr && at == total && !t->len[0] ? 0 : -1;
}

static int reader_init(struct reader *rd, struct index *idx, struct read_jobs *jobs)
{
	memset(rd, 0, sizeof(*rd));
	rd->idx = idx;
	rd->jobs = jobs;
	rd->data = xmalloc(CHUNK_MAX);
	return index_connect(&rd->db, idx->path);
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

	if (need & INDEX_CORE)
		make_strings(idx);
	if (reader_init(&first, idx, &jobs))
		failed = SECTION_STRLEN;
	for (s = 0; s < SECTION_NR && failed < 0; s++)
		if ((index_section[s].need & need) && add_jobs(&first, s))
			failed = s;
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
