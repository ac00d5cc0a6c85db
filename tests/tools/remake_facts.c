/* SPDX-License-Identifier: MIT */
/*
 * usage: remake_facts FROM TO SEED [CHANGES]
 *
 * A shard, or an entry of the cache of facts, with some bytes of its records changed and the checksums
 * right, for tests/check-made. Mostly such that a record can still be read: what is behind its reader is
 * to be tested.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "indexer/shard.h"
#include "model/facts.h"

#define FACTS_MAGIC "kpath facts 3\n"
#define MAX_RECORD (256u << 20)
#define TRIES 40

struct making {
	uint64_t seed, step;
	unsigned changes;
	struct bytes_reader r;
	struct strbuf out;
	struct tu_facts f;
};

static uint64_t chance(struct making *m, uint64_t below)
{
	uint64_t h = digest_mix(m->seed, ++m->step);

	return (h ^ h >> 29) % (below ? below : 1);
}

/* One change of a record's bytes. */
static void change(struct making *m, struct strbuf *rec)
{
	size_t at = chance(m, rec->len), from = chance(m, rec->len), n = 1 + chance(m, 16);
	struct strbuf was = STRBUF_INIT;

	if (!rec->len)
		return;
	strbuf_add(&was, rec->buf, rec->len);
	n = n < rec->len - at ? n : rec->len - at;
	n = n < rec->len - from ? n : rec->len - from;
	switch (chance(m, 8)) {
	case 0:
		rec->buf[at] = (char)chance(m, 256);
		break;
	case 1:
		rec->buf[at]++;
		break;
	case 2:
		rec->buf[at]--;
		break;
	case 3:
		rec->buf[at] = 0;
		break;
	case 4:
		memmove(rec->buf + at, rec->buf + from, n);
		break;
	case 5:			/* a number grows by a digit */
		strbuf_setlen(rec, at);
		strbuf_add(rec, "\xff\xff\xff\xff\x0f", 1 + chance(m, 5));
		strbuf_add(rec, was.buf + at, was.len - at);
		break;
	case 6:
		strbuf_setlen(rec, at);
		strbuf_add(rec, was.buf + at + n, was.len - at - n);
		break;
	default:
		strbuf_setlen(rec, at);
		strbuf_add(rec, was.buf + from, n);
		strbuf_add(rec, was.buf + at, was.len - at);
	}
	strbuf_release(&was);
}

/* Changes that leave it readable, or after some tries (or now and then) any. */
static void change_some(struct making *m, struct strbuf *rec)
{
	struct strbuf was = STRBUF_INIT, err = STRBUF_INIT;
	unsigned i, done = 0;

	for (i = 0; i < TRIES && done < m->changes; i++) {
		strbuf_clear(&was);
		strbuf_add(&was, rec->buf, rec->len);
		change(m, rec);
		strbuf_clear(&err);
		if (!facts_read(&m->f, rec->buf, rec->len, &err) || !chance(m, 60)) {
			done++;
			continue;
		}
		strbuf_clear(rec);
		strbuf_add(rec, was.buf, was.len);
	}
	strbuf_release(&was);
	strbuf_release(&err);
}

/* A record's size and its packed bytes, from the reader to the output. */
static int one_record(struct making *m, int touch)
{
	uint64_t size = bytes_get_uint(&m->r);
	size_t len;
	const char *packed = bytes_get_blob(&m->r, &len);
	uLongf n = size, room;
	struct strbuf rec = STRBUF_INIT;
	char *again;

	if (m->r.bad || size > MAX_RECORD)
		return -1;
	strbuf_grow(&rec, size + 1);
	if (uncompress((Bytef *)rec.buf, &n, (const Bytef *)packed, len) != Z_OK)
		return -1;
	rec.len = n;
	rec.buf[n] = '\0';
	if (touch)
		change_some(m, &rec);
	room = compressBound(rec.len);
	again = xmalloc(room);
	if (compress2((Bytef *)again, &room, (const Bytef *)rec.buf, rec.len, 1) != Z_OK)
		return -1;
	bytes_put_uint(&m->out, rec.len + (touch && !chance(m, 80)));
	bytes_put_blob(&m->out, again, room);
	free(again);
	strbuf_release(&rec);
	return 0;
}

static int shard(struct making *m)
{
	const char *s;
	size_t len;
	uint32_t i, n, which;
	int k;

	for (k = 0; k < 3; k++) {
		s = bytes_get_blob(&m->r, &len);
		if (!s)
			return -1;
		bytes_put_blob(&m->out, s, len);
	}
	bytes_put_uint(&m->out, bytes_get_u32(&m->r));
	n = bytes_get_u32(&m->r);
	bytes_put_uint(&m->out, n);
	which = (uint32_t)chance(m, n);
	for (i = 0; i < n; i++)
		if (one_record(m, i == which || !chance(m, n)))
			return -1;
	return 0;
}

static int entry(struct making *m)
{
	uint32_t i, n = bytes_get_count(&m->r, 16);

	bytes_put_uint(&m->out, n);
	for (i = 0; i < 2 * n; i++)
		bytes_put_u64(&m->out, bytes_get_u64(&m->r));
	return one_record(m, 1);
}

/* What follows the records: the rest, sometimes with a byte that is another. */
static void rest(struct making *m, const struct strbuf *text)
{
	size_t at = m->out.len;

	strbuf_add(&m->out, m->r.p, (size_t)(text->buf + text->len - 8 - (const char *)m->r.p));
	if (m->out.len > at && !chance(m, 4))
		m->out.buf[at + chance(m, m->out.len - at)] ^= (char)(1 << chance(m, 8));
	bytes_put_u64(&m->out, digest64(m->out.buf, m->out.len));
}

int main(int argc, char **argv)
{
	struct making m = { .out = STRBUF_INIT };
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	const char *magic;

	if (argc < 4)
		return 2;
	m.seed = digest_mix(strtoull(argv[3], NULL, 10), 1);
	m.changes = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 1;
	facts_init(&m.f);
	if (file_read(argv[1], &text, &err)) {
		fprintf(stderr, "%s\n", err.buf);
		return 1;
	}
	magic = text.len > strlen(SHARD_MAGIC) && !memcmp(text.buf, SHARD_MAGIC, strlen(SHARD_MAGIC)) ? SHARD_MAGIC :
		FACTS_MAGIC;
	if (text.len < strlen(magic) + 8 || memcmp(text.buf, magic, strlen(magic))) {
		fprintf(stderr, "%s is neither a shard nor an entry of the cache\n", argv[1]);
		return 1;
	}
	strbuf_addstr(&m.out, magic);
	bytes_reader_init(&m.r, text.buf + strlen(magic), text.len - 8 - strlen(magic));
	if (!strcmp(magic, SHARD_MAGIC) ? shard(&m) : entry(&m)) {
		fprintf(stderr, "%s can't be taken apart\n", argv[1]);
		return 1;
	}
	rest(&m, &text);
	if (file_write_atomic(argv[2], m.out.buf, m.out.len, &err)) {
		fprintf(stderr, "%s\n", err.buf);
		return 1;
	}
	facts_release(&m.f);
	strbuf_release(&m.out);
	strbuf_release(&text);
	return 0;
}
