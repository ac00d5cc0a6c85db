/* SPDX-License-Identifier: MIT */
/*
 * The byte record of a TU: magic, version, strings, then each array as a
 * count and its entries in the order of their lists, then a digest of all
 * before it. All that is done with every member of an entry is done here, by one walk over
 * the lists of facts.h in different modes.
 */
#include "facts.h"

#include "base/bytes.h"
#include "base/digest.h"
#include "base/xalloc.h"
#include "facts_val.h"

static const char magic[4] = { 'K', 'P', 'F', FACTS_VERSION };

enum mode {
	NUMBER,		/* strings get the ids of their first use: those that were made on the
			 * way and are used nowhere leave no trace */
	RENUMBER,	/* values likewise */
	WRITE, READ,
	CHECK,		/* does every id lead somewhere? */
	DIGEST		/* the content, with strings instead of ids */
};

struct digests {		/* by id */
	uint64_t *str, *sym, *rec, *field, *val, *guard;
	uint64_t *gconst;	/* sum over all before it: of a range, the difference */
};

struct io {
	enum mode mode;
	struct tu_facts *f;
	struct strbuf *out;		/* WRITE */
	struct bytes_reader *in;	/* READ */
	uint32_t *str_id;		/* NUMBER: by old id; 0 = not seen yet */
	uint32_t *str_old, nr_str;	/* … by new id */
	struct renumber *vals;		/* RENUMBER */
	const struct tu_val *val;	/* the value whose operands come */
	uint32_t at;			/* CHECK: the entry's own id */
	int bad;			/* CHECK */
	struct digests d;		/* DIGEST */
	uint64_t h;			/* … of the entry so far */
};

/* ---- one function for each thing that a member can hold --------------------- */

static void mix(struct io *io, uint64_t v)
{
	io->h = digest_mix(io->h, v);
}

#define IO_NUMBER(name, type, put, get) \
static inline void io_##name(struct io *io, type *v) \
{ \
	if (io->mode == READ) \
		*v = (type)get(io->in); \
	else if (io->mode == WRITE) \
		put(io->out, *v); \
	else if (io->mode == DIGEST) \
		mix(io, (uint64_t)*v); \
}
IO_NUMBER(u8, uint8_t, bytes_put_uint, bytes_get_u32)
IO_NUMBER(u16, uint16_t, bytes_put_uint, bytes_get_u32)
IO_NUMBER(u32, uint32_t, bytes_put_uint, bytes_get_u32)
IO_NUMBER(i64, int64_t, bytes_put_int, bytes_get_int)
IO_NUMBER(u64, uint64_t, bytes_put_u64, bytes_get_u64)

static uint32_t str_new_id(struct io *io, uint32_t old)
{
	if (old && !io->str_id[old]) {
		io->str_old[io->nr_str] = old;
		io->str_id[old] = io->nr_str++;
	}
	return io->str_id[old];
}

static inline void io_str(struct io *io, uint32_t *v)
{
	switch (io->mode) {
	case READ:
		*v = bytes_get_u32(io->in);
		break;
	case WRITE:
		bytes_put_uint(io->out, str_new_id(io, *v));
		break;
	case NUMBER:
		str_new_id(io, *v);
		break;
	case CHECK:
		io->bad |= *v >= io->f->str.nr;
		break;
	case DIGEST:
		mix(io, io->d.str[*v]);
		break;
	default:
		break;
	}
}

/* An id below `nr`, of what has these digests. */
static inline void io_id(struct io *io, uint32_t *v, uint32_t nr, const uint64_t *digest)
{
	if (io->mode == CHECK)
		io->bad |= *v >= nr;
	else if (io->mode == DIGEST)
		mix(io, digest[*v]);
	else
		io_u32(io, v);
}

/* `outer` is one that stands before the entry itself: no chain can be a loop. */
#define IO_ID(name, total, digests) \
static inline void io_##name(struct io *io, uint32_t *v) \
{ \
	io_id(io, v, total, io->d.digests); \
}
IO_ID(sym, io->f->nr_sym, sym)
IO_ID(rec, io->f->nr_rec, rec)
IO_ID(field, io->f->nr_field, field)
IO_ID(guard, io->f->nr_guard, guard)
IO_ID(outer, io->at ? io->at : 1, guard)
IO_ID(child, io->at ? io->at : 1, val)

static inline void io_val(struct io *io, uint32_t *v)
{
	if (io->mode == RENUMBER)
		*v = renumber_val(io->vals, *v);
	else
		io_id(io, v, io->f->nr_val, io->d.val);
}

/* As a value: by where the call stands, which is unique within a body and
 * does not depend on ids. */
static inline void io_call(struct io *io, uint32_t *v)
{
	if (io->mode == DIGEST)
		mix(io, idmap_pair(io->f->call[*v].line, io->f->call[*v].col));
	else
		io_id(io, v, io->f->nr_call, NULL);
}

/* A body's digest is made here: it is no part of itself. */
static inline void io_digest(struct io *io, uint64_t *v)
{
	if (io->mode != DIGEST)
		io_u64(io, v);
}

#define io_none(io, v) ((void)0)

static void io_operand(struct io *io, uint32_t *v, enum operand what)
{
	switch (what) {
	case NUM:
		io_u32(io, v);
		break;
	case STR:
		io_str(io, v);
		break;
	case SYM:
		io_sym(io, v);
		break;
	case FIELD:
		io_field(io, v);
		break;
	case VAL:
		io_child(io, v);
		break;
	case CALL:
		io_call(io, v);
		break;
	}
}

/* The kind was read before. One that this kpath does not know is refused by the check. */
static inline unsigned val_kind(const struct io *io)
{
	return io->val->kind < VAL_KIND_NR ? io->val->kind : VAL_UNKNOWN;
}

static inline void io_operand_a(struct io *io, uint32_t *v)
{
	io_operand(io, v, facts_operand[val_kind(io)].a);
}

static inline void io_operand_b(struct io *io, uint32_t *v)
{
	io_operand(io, v, facts_operand[val_kind(io)].b);
}

static inline void io_operand_num(struct io *io, int64_t *v)
{
	uint32_t str = (uint32_t)*v;

	if (facts_operand[val_kind(io)].num != STR) {
		io_i64(io, v);
		return;
	}
	if (io->mode == CHECK)
		io->bad |= *v != str;
	io_str(io, &str);
	if (io->mode == READ)
		*v = str;
}

/* ---- entries ------------------------------------------------------------------- */

enum facts_array {
#define X(type, noun, none) FACTS_##noun,
	FACTS_ARRAYS(X)
#undef X
};

static void digest_range(struct io *io, enum facts_array array, uint32_t first, uint32_t nr);

static inline void io_range(struct io *io, enum facts_array array, uint32_t total,
			    uint32_t *first, uint32_t *nr)
{
	if (io->mode == CHECK) {
		io->bad |= *first > total || *nr > total - *first;
	} else if (io->mode == DIGEST) {
		mix(io, *nr);
		digest_range(io, array, *first, *nr);
	} else {
		io_u32(io, first);
		io_u32(io, nr);
	}
}

#define MEMBER(x, holds, m) io_##holds(io, &(x)->m);
#define RANGE(x, noun, first, nr) \
	io_range(io, FACTS_##noun, io->f->nr_##noun, &(x)->first, &(x)->nr);

/* The fewest bytes that an entry takes: a count that can't be is seen by it. */
enum {
	BYTES_none = 0, BYTES_u64 = 8, BYTES_digest = 8,
	BYTES_u8 = 1, BYTES_u16 = 1, BYTES_u32 = 1, BYTES_i64 = 1, BYTES_str = 1, BYTES_sym = 1,
	BYTES_rec = 1, BYTES_field = 1, BYTES_val = 1, BYTES_guard = 1, BYTES_outer = 1,
	BYTES_operand_a = 1, BYTES_operand_b = 1, BYTES_operand_num = 1
};
#define LEAST(x, holds, m) + BYTES_##holds
#define LEAST_RANGE(x, noun, first, nr) + 2

#define ENTRY(noun, LIST) \
static inline void entry_##noun(struct io *io, struct tu_##noun *x) \
{ \
	LIST(MEMBER, RANGE, x) \
} \
enum { LEAST_##noun = LIST(LEAST, LEAST_RANGE, x) };

ENTRY(facts, TU_FACTS)
ENTRY(sym, TU_SYM)
ENTRY(rec, TU_REC)
ENTRY(field, TU_FIELD)
ENTRY(guard, TU_GUARD)
ENTRY(call, TU_CALL)
ENTRY(store, TU_STORE)
ENTRY(use, TU_USE)
ENTRY(body, TU_BODY)

static inline void entry_val(struct io *io, struct tu_val *x)
{
	io->val = x;
	if (io->mode == CHECK)
		io->bad |= x->kind >= VAL_KIND_NR;
	TU_VAL(MEMBER, RANGE, x)
}

static inline void entry_gconst(struct io *io, uint32_t *v)
{
	io_val(io, v);
}

static inline void entry_arg(struct io *io, uint32_t *v)
{
	io_val(io, v);
}

enum { LEAST_val = TU_VAL(LEAST, LEAST_RANGE, x), LEAST_gconst = 1, LEAST_arg = 1 };

static void digest_range(struct io *io, enum facts_array array, uint32_t first, uint32_t nr)
{
	uint32_t i;

	if (array == FACTS_gconst) {	/* guards share theirs */
		mix(io, io->d.gconst[first + nr] - io->d.gconst[first]);
		return;
	}
	for (i = first; i < first + nr; i++)
		switch (array) {
#define X(type, noun, none) case FACTS_##noun: entry_##noun(io, &io->f->noun[i]); break;
		FACTS_ARRAYS(X)
#undef X
		}
}

#define X(type, noun, none) \
static void array_##noun(struct io *io) \
{ \
	struct tu_facts *f = io->f; \
	if (io->mode == READ) { \
		f->nr_##noun = bytes_get_count(io->in, LEAST_##noun); \
		if (f->nr_##noun > 2 * FACTS_MAX_ENTRIES) { \
			io->in->bad = 1; \
			f->nr_##noun = 0; \
		} \
		ALLOC_GROW(f->noun, f->nr_##noun + 1, f->alloc_##noun); \
		memset(f->noun, 0, ((size_t)f->nr_##noun + 1) * sizeof(*f->noun)); \
	} else { \
		io_u32(io, &f->nr_##noun); \
	} \
	if (io->mode == CHECK && none) \
		io->bad |= !f->nr_##noun; \
	for (io->at = 0; io->at < f->nr_##noun; io->at++) \
		entry_##noun(io, &f->noun[io->at]); \
}
FACTS_ARRAYS(X)
#undef X

static void walk(struct io *io, enum mode mode)
{
	io->mode = mode;
	entry_facts(io, io->f);
#define X(type, noun, none) array_##noun(io);
	FACTS_ARRAYS(X)
#undef X
}

/* ---- writing and reading ------------------------------------------------------------ */

static void *copy_of(const void *p, size_t nr, size_t size)
{
	void *c = xcalloc(nr + 1, size);

	if (nr)
		memcpy(c, p, nr * size);
	return c;
}

/* A copy of f that has only the values that something refers to. */
static void keep_used(const struct tu_facts *f, struct tu_facts *c)
{
	struct renumber r = { .old = f->val, .nr = 1 };
	struct io io = { .f = c, .vals = &r };

	*c = *f;
#define X(type, noun, none) c->noun = copy_of(f->noun, f->nr_##noun, sizeof(type));
	FACTS_ARRAYS(X)
#undef X
	r.id = xcalloc(f->nr_val + 1, sizeof(*r.id));
	r.out = c->val;
	walk(&io, RENUMBER);
	c->nr_val = r.nr;
	free(r.id);
	free(r.stack);
}

void facts_write(const struct tu_facts *f, struct strbuf *out)
{
	struct tu_facts copy;
	struct io io = { .f = &copy, .out = out, .nr_str = 1 };
	size_t start = out->len, i;

	keep_used(f, &copy);
	io.str_id = xcalloc(f->str.nr + 1, sizeof(*io.str_id));
	io.str_old = xcalloc(f->str.nr + 1, sizeof(*io.str_old));
	walk(&io, NUMBER);
	strbuf_add(out, magic, sizeof(magic));
	bytes_put_uint(out, io.nr_str);
	for (i = 1; i < io.nr_str; i++)
		bytes_put_blob(out, f->str.str[io.str_old[i]], f->str.len[io.str_old[i]]);
	walk(&io, WRITE);
	bytes_put_u64(out, digest64(out->buf + start, out->len - start));
	free(io.str_id);
	free(io.str_old);
#define X(type, noun, none) free(copy.noun);
	FACTS_ARRAYS(X)
#undef X
}

int facts_read(struct tu_facts *f, const void *data, size_t len, struct strbuf *err)
{
	const unsigned char *p = data;
	struct bytes_reader r, tail;
	struct io io = { .f = f, .in = &r };
	uint32_t nr, i;

	facts_clear(f);
	if (len < sizeof(magic) + 8 || memcmp(p, magic, 3))
		return error(err, "this is not a kpath facts record");
	if (p[3] != FACTS_VERSION)
		return error(err, "this facts record has version %d, this kpath reads %d; index again",
			     p[3], FACTS_VERSION);
	bytes_reader_init(&tail, p + len - 8, 8);
	if (bytes_get_u64(&tail) != digest64(p, len - 8))
		return error(err, "this facts record is damaged (its checksum does not match)");
	bytes_reader_init(&r, p + sizeof(magic), len - 8 - sizeof(magic));
	nr = bytes_get_count(&r, 1);
	for (i = 1; i < nr && !r.bad; i++) {
		size_t n;
		const char *s = bytes_get_blob(&r, &n);

		if (!n)
			r.bad = 1;
		strtab_append(&f->str, s, n);
	}
	walk(&io, READ);
	if (!r.bad)
		walk(&io, CHECK);
	if (!r.bad && !io.bad && !facts_set_depths(f))
		return 0;
	facts_clear(f);
	return error(err, "this facts record is damaged (an entry points nowhere, or is nested too deeply)");
}

/* ---- digests of bodies ---------------------------------------------------------------- */

static uint64_t *digest_array(size_t nr)
{
	return xcalloc(nr, sizeof(uint64_t));
}

/* What another entry refers to is told by what identifies it in the whole program. */
static void identities(const struct tu_facts *f, struct digests *d)
{
	uint32_t i;

	for (i = 0; i < f->str.nr; i++)
		d->str[i] = digest64(f->str.str[i], f->str.len[i]);
	for (i = 0; i < f->nr_sym; i++) {
		const struct tu_sym *s = &f->sym[i];
		uint64_t path = s->linkage == LINK_EXTERNAL ? 0 : d->str[s->path];

		d->sym[i] = digest_mix(digest_mix(d->str[s->usr] ^ s->kind, path),
				       s->kind == SYM_LOCAL ? s->line : 0);
	}
	for (i = 0; i < f->nr_rec; i++)
		d->rec[i] = digest_mix(d->str[f->rec[i].path], d->str[f->rec[i].key]);
	for (i = 0; i < f->nr_field; i++)
		d->field[i] = digest_mix(d->rec[f->field[i].rec], d->str[f->field[i].name]);
}

void facts_digest(struct tu_facts *f)
{
	struct io io = {
		.mode = DIGEST, .f = f,
		.d = {
			.str = digest_array(f->str.nr), .sym = digest_array(f->nr_sym),
			.rec = digest_array(f->nr_rec), .field = digest_array(f->nr_field),
			.val = digest_array(f->nr_val), .guard = digest_array(f->nr_guard),
			.gconst = digest_array(f->nr_gconst + 1),
		},
	};
	uint32_t i;

	identities(f, &io.d);
	for (i = 1; i < f->nr_val; i++, io.h = 0) {
		entry_val(&io, &f->val[i]);
		io.d.val[i] = io.h;
	}
	for (i = 0; i < f->nr_gconst; i++)
		io.d.gconst[i + 1] = io.d.gconst[i] + digest_mix(io.d.val[f->gconst[i]], 1);
	for (i = 1; i < f->nr_guard; i++, io.h = 0) {
		entry_guard(&io, &f->guard[i]);
		io.d.guard[i] = io.h;
	}
	for (i = 0; i < f->nr_body; i++, io.h = 0) {
		entry_sym(&io, &f->sym[f->body[i].sym]);
		entry_body(&io, &f->body[i]);
		f->body[i].digest = io.h;
	}
	free(io.d.str);
	free(io.d.sym);
	free(io.d.rec);
	free(io.d.field);
	free(io.d.val);
	free(io.d.guard);
	free(io.d.gconst);
}
