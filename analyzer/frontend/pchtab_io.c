/* SPDX-License-Identifier: MIT */
/*
 * A table's bytes: magic, version, strings, then each array as a count and
 * its entries, then a digest of all before it. Written, read and checked by one walk over the
 * lists of pchtab.h.
 */
#include "pchtab.h"

#include "base/codec.h"
#include "base/digest.h"
#include "base/xalloc.h"

static const char magic[4] = { 'K', 'P', 'H', 4 };

CODEC_COMPLETE(struct pch_header, PCH_HEADER, 0);
CODEC_COMPLETE(struct pch_pair, PCH_PAIR, 0);
CODEC_COMPLETE(struct pch_decl, PCH_DECL, 0);
#define ARRAY_SIZE_(x, what, noun) CODEC_SIZE_(x, u32, noun) + 2 * sizeof(uint32_t)
_Static_assert(sizeof(struct pch_tab) == 0 PCH_TAB(ARRAY_SIZE_, CODEC_SIZE_, struct pch_tab),
	       "a member of struct pch_tab does not stand in PCH_TAB");

struct io {
	struct codec c;
	const struct pch_tab *t;
	int check, bad;			/* check: neither written nor read */
};

/* ---- one function for each thing that a member can hold --------------------- */

static void io_u8(struct io *io, uint8_t *v)
{
	if (!io->check)
		codec_u8(&io->c, v);
}

static void io_u32(struct io *io, uint32_t *v)
{
	if (!io->check)
		codec_u32(&io->c, v);
}

static void io_u64(struct io *io, uint64_t *v)
{
	if (!io->check)
		codec_u64(&io->c, v);
}

static void io_id(struct io *io, uint32_t *v, size_t nr)
{
	io_u32(io, v);
	if (io->check)
		io->bad |= *v >= nr;
}

static void io_word(struct io *io, uint32_t *v)
{
	io_id(io, v, io->t->str.nr);
}

static void io_header(struct io *io, uint32_t *v)
{
	io_id(io, v, io->t->nr_header);
}

static void io_edges(struct io *io, uint32_t *first, uint32_t *nr)
{
	io_u32(io, first);
	io_u32(io, nr);
	if (io->check)
		io->bad |= *first > io->t->nr_edge || *nr > io->t->nr_edge - *first;
}

#define io_none(io, v) ((void)0)

/* ---- entries -------------------------------------------------------------------- */

#define MEMBER(x, holds, m) io_##holds(io, &(x)->m);
#define RANGE(x, what, first, nr) io_##what(io, &(x)->first, &(x)->nr);
#define LEAST(x, holds, m) + BYTES_##holds
#define LEAST_R(x, what, first, nr) + 2

enum {	/* the fewest bytes that one takes */
	BYTES_none = 0, BYTES_u64 = 8, BYTES_u8 = 1, BYTES_u32 = 1, BYTES_word = 1,
	BYTES_header = 1, BYTES_to = 1,
	BYTES_entry_header = PCH_HEADER(LEAST, LEAST_R, x),
	BYTES_entry_decl = PCH_DECL(LEAST, LEAST_R, x),
	BYTES_pair_header = PCH_PAIR(LEAST, LEAST_R, x), BYTES_pair_word = BYTES_pair_header
};

static void io_entry_header(struct io *io, struct pch_header *x)
{
	PCH_HEADER(MEMBER, RANGE, x)
}

static void io_entry_decl(struct io *io, struct pch_decl *x)
{
	PCH_DECL(MEMBER, RANGE, x)
}

/* What a number is more than the one before it. */
static void io_more(struct io *io, uint32_t *v, uint32_t before)
{
	uint32_t d = *v - before;

	io_u32(io, &d);
	if (!io->check)
		*v = before + d;
}

/* Pairs are sorted: differences are short. `p[-1]` is the pair before, but of the first. */
static void io_pair(struct io *io, struct pch_pair *p, int first, size_t nr_to)
{
	static const struct pch_pair zero;
	const struct pch_pair *before = first ? &zero : p - 1;

	io_more(io, &p->word, before->word);
	io_more(io, &p->to, p->word == before->word ? before->to : 0);
	io_u32(io, &p->function_like);
	if (io->check)
		io->bad |= p->word >= io->t->str.nr || p->to >= nr_to;
}

static void io_pair_header(struct io *io, struct pch_pair *p)
{
	io_pair(io, p, p == io->t->mention || p == io->t->define || p == io->t->macro,
		io->t->nr_header);
}

static void io_pair_word(struct io *io, struct pch_pair *p)
{
	io_pair(io, p, p == io->t->inside, io->t->str.nr);
}

#define ARRAY(x, what, noun) do { \
	uint32_t i_; \
	if (io->check) { \
	} else if (io->c.out) { \
		bytes_put_uint(io->c.out, (x)->nr_##noun); \
	} else { \
		(x)->nr_##noun = bytes_get_count(io->c.in, BYTES_##what); \
		ALLOC_GROW((x)->noun, (x)->nr_##noun + 1, (x)->alloc_##noun); \
		memset((x)->noun, 0, ((size_t)(x)->nr_##noun + 1) * sizeof(*(x)->noun)); \
	} \
	for (i_ = 0; i_ < (x)->nr_##noun; i_++) \
		io_##what(io, &(x)->noun[i_]); \
} while (0);

static void walk(struct io *io, struct pch_tab *t)
{
	io->t = t;
	PCH_TAB(ARRAY, MEMBER, t)
}

/* ---- the whole --------------------------------------------------------------------- */

void pch_tab_write(const struct pch_tab *t, struct strbuf *out)
{
	struct io io = { .c = { .out = out } };
	size_t start = out->len, i;

	strbuf_add(out, magic, sizeof(magic));
	bytes_put_uint(out, t->str.nr);
	for (i = 1; i < t->str.nr; i++)
		bytes_put_blob(out, t->str.str[i], t->str.len[i]);
	walk(&io, (struct pch_tab *)t);
	bytes_put_u64(out, digest64(out->buf + start, out->len - start));
}

static void list_walk(struct pch_tab *t)
{
	uint32_t i;

	for (i = 0; i < t->nr_decl; i++) {
		if (!(t->decl[i].flags & PCHD_WALK))
			continue;
		ALLOC_GROW(t->walk, t->nr_walk + 1, t->alloc_walk);
		t->walk[t->nr_walk++] = i;
	}
}

int pch_tab_read(struct pch_tab *t, const void *data, size_t len)
{
	const char *p = data;
	struct bytes_reader r;
	struct io io = { .c = { .in = &r } };
	uint32_t nr, i;

	pch_tab_release(t);
	strtab_init(&t->str);
	if (len < sizeof(magic) + 8 || memcmp(p, magic, sizeof(magic)))
		return -1;
	bytes_reader_init(&r, p + len - 8, 8);
	if (bytes_get_u64(&r) != digest64(p, len - 8))
		return -1;
	bytes_reader_init(&r, p + sizeof(magic), len - 8 - sizeof(magic));
	nr = bytes_get_count(&r, 1);
	for (i = 1; i < nr && !r.bad; i++) {
		size_t n;
		const char *s = bytes_get_blob(&r, &n);

		if (strtab_addn(&t->str, s, n) != i)
			r.bad = 1;
	}
	walk(&io, t);
	if (r.bad || !t->nr_header)
		return -1;
	io.check = 1;
	walk(&io, t);
	if (io.bad)
		return -1;
	t->text = xcalloc(t->nr_header + 1, sizeof(*t->text));
	for (i = 1; i < t->nr_header; i++) {
		*idmap_put(&t->by_path, t->header[i].path, i) = i;
		strbuf_init(&t->text[i]);
	}
	strbuf_init(&t->text[0]);
	list_walk(t);
	return 0;
}
