/* SPDX-License-Identifier: MIT */
/*
 * The byte record of a TU: magic, version, strings, then each array as a
 * count and its entries in field order, then a digest of all before it.
 * Reading and writing share one description of every entry, so that they
 * cannot drift apart.
 */
#include "facts.h"

#include "base/bytes.h"
#include "base/digest.h"
#include "base/xalloc.h"

static const char magic[4] = { 'K', 'P', 'F', FACTS_VERSION };

struct io {
	struct strbuf *out;		/* writing */
	struct bytes_reader *in;	/* reading */
	/* Writing: strings get the ids of their first use, so that those which
	 * were made on the way and are used nowhere leave no trace. */
	uint32_t *str_id;		/* by old id; 0 = not seen yet */
	uint32_t *str_old, nr_str;	/* by new id */
	int collect;			/* first round: only number them */
};

static uint32_t str_new_id(struct io *io, uint32_t old)
{
	if (old && !io->str_id[old]) {
		io->str_old[io->nr_str] = old;
		io->str_id[old] = io->nr_str++;
	}
	return io->str_id[old];
}

static void io_u8(struct io *io, uint8_t *v)
{
	if (io->collect)
		return;
	if (io->out)
		bytes_put_uint(io->out, *v);
	else
		*v = (uint8_t)bytes_get_u32(io->in);
}

static void io_u16(struct io *io, uint16_t *v)
{
	if (io->collect)
		return;
	if (io->out)
		bytes_put_uint(io->out, *v);
	else
		*v = (uint16_t)bytes_get_u32(io->in);
}

static void io_u32(struct io *io, uint32_t *v)
{
	if (io->collect)
		return;
	if (io->out)
		bytes_put_uint(io->out, *v);
	else
		*v = bytes_get_u32(io->in);
}

static void io_i64(struct io *io, int64_t *v)
{
	if (io->collect)
		return;
	if (io->out)
		bytes_put_int(io->out, *v);
	else
		*v = bytes_get_int(io->in);
}

static void io_u64(struct io *io, uint64_t *v)
{
	if (io->collect)
		return;
	if (io->out)
		bytes_put_u64(io->out, *v);
	else
		*v = bytes_get_u64(io->in);
}

static void io_str(struct io *io, uint32_t *v)
{
	if (io->in)
		*v = bytes_get_u32(io->in);
	else if (io->collect)
		str_new_id(io, *v);
	else
		bytes_put_uint(io->out, str_new_id(io, *v));
}

static void io_sym(struct io *io, struct tu_sym *s)
{
	io_u8(io, &s->kind);
	io_u8(io, &s->linkage);
	io_u16(io, &s->nparams);
	io_u32(io, &s->flags);
	io_str(io, &s->name);
	io_str(io, &s->usr);
	io_str(io, &s->path);
	io_u32(io, &s->line);
	io_u32(io, &s->end_line);
	io_str(io, &s->sig);
	io_str(io, &s->macro);
	io_str(io, &s->section);
	io_str(io, &s->alias);
	io_u32(io, &s->rec);
	io_u32(io, &s->pointee);
	io_u32(io, &s->owner);
}

static void io_rec(struct io *io, struct tu_rec *r)
{
	io_str(io, &r->name);
	io_str(io, &r->path);
	io_str(io, &r->key);
	io_u32(io, &r->line);
}

static void io_field(struct io *io, struct tu_field *x)
{
	io_u32(io, &x->rec);
	io_str(io, &x->name);
	io_u32(io, &x->line);
	io_u8(io, &x->cls);
	io_u8(io, &x->is_array);
	io_u8(io, &x->bits);
	io_u8(io, &x->in_union);
	io_u32(io, &x->pointee);
	io_str(io, &x->sig);
}

static void io_val(struct io *io, struct tu_val *v)
{
	uint32_t str;

	io_u8(io, &v->kind);
	io_u8(io, &v->flags);
	if (v->kind == VAL_CONST || v->kind == VAL_SECTION)
		io_str(io, &v->a);
	else
		io_u32(io, &v->a);
	io_u32(io, &v->b);
	if (v->kind != VAL_PARAM) {
		io_i64(io, &v->num);
		return;
	}
	str = (uint32_t)v->num;
	io_str(io, &str);
	v->num = str;
}

static void io_guard(struct io *io, struct tu_guard *g)
{
	io_u32(io, &g->parent);
	io_str(io, &g->text);
	io_u32(io, &g->line);
	io_u8(io, &g->rel);
	io_u8(io, &g->flags);
	io_u32(io, &g->subject);
	io_u32(io, &g->first);
	io_u32(io, &g->nr);
}

static void io_call(struct io *io, struct tu_call *c)
{
	io_u32(io, &c->callee);
	io_str(io, &c->file);
	io_u32(io, &c->line);
	io_u32(io, &c->col);
	io_str(io, &c->macro);
	io_u32(io, &c->guard);
	io_str(io, &c->sig);
	io_u32(io, &c->arg);
	io_u32(io, &c->nr_args);
	io_u8(io, &c->flags);
}

static void io_store(struct io *io, struct tu_store *s)
{
	io_u32(io, &s->dst);
	io_u32(io, &s->src);
	io_str(io, &s->file);
	io_u32(io, &s->line);
	io_str(io, &s->macro);
	io_u32(io, &s->guard);
	io_u8(io, &s->cls);
	io_u8(io, &s->op);
	io_u8(io, &s->flags);
}

static void io_body(struct io *io, struct tu_body *b)
{
	io_u32(io, &b->sym);
	io_u64(io, &b->digest);
	io_u32(io, &b->call);
	io_u32(io, &b->nr_calls);
	io_u32(io, &b->store);
	io_u32(io, &b->nr_stores);
}

/* `nr` is read or written, then that many entries; `min` bytes each at least. */
#define IO_ARRAY(io, f, noun, fn, min) do { \
	uint32_t i_; \
	if (!(io)->in) { \
		io_u32((io), &(f)->nr_##noun); \
	} else { \
		(f)->nr_##noun = bytes_get_count((io)->in, (min)); \
		ALLOC_GROW((f)->noun, (f)->nr_##noun + 1, (f)->alloc_##noun); \
		memset((f)->noun, 0, ((size_t)(f)->nr_##noun + 1) * sizeof(*(f)->noun)); \
	} \
	for (i_ = 0; i_ < (f)->nr_##noun; i_++) \
		fn((io), &(f)->noun[i_]); \
} while (0)

static void io_all(struct io *io, struct tu_facts *f)
{
	io_str(io, &f->file);
	io_str(io, &f->object);
	io_str(io, &f->unit);
	io_u8(io, &f->status);
	io_u32(io, &f->nr_errors);
	io_str(io, &f->error);
	io_u64(io, &f->hash);
	IO_ARRAY(io, f, sym, io_sym, 16);
	IO_ARRAY(io, f, rec, io_rec, 4);
	IO_ARRAY(io, f, field, io_field, 8);
	IO_ARRAY(io, f, val, io_val, 5);
	IO_ARRAY(io, f, guard, io_guard, 8);
	IO_ARRAY(io, f, gconst, io_u32, 1);
	IO_ARRAY(io, f, call, io_call, 10);
	IO_ARRAY(io, f, arg, io_u32, 1);
	IO_ARRAY(io, f, store, io_store, 9);
	IO_ARRAY(io, f, body, io_body, 13);
}

/* ---- values that are used ------------------------------------------------ */

static int has_children(const struct tu_val *v, int *b)
{
	*b = v->kind == VAL_INDEX || v->kind == VAL_CHOICE || v->kind == VAL_ARITH || v->kind == VAL_JUST;
	return *b || v->kind == VAL_FIELD || v->kind == VAL_DEREF || v->kind == VAL_ADDR;
}

/* Values get the ids of their first use, children before their parents: equal
 * facts have equal records, whatever was looked at on the way. */
struct renumber {
	const struct tu_facts *f;
	uint32_t *id;			/* by old id; 0 = none yet (or 0) */
	struct tu_val *out;
	uint32_t nr;
	uint32_t *stack;
	size_t alloc;
};

static uint32_t new_val(struct renumber *r, uint32_t old)
{
	size_t depth = 0;
	int b;

	if (!old || r->id[old])
		return r->id[old];
	ALLOC_GROW(r->stack, 1, r->alloc);
	r->stack[depth++] = old;
	while (depth) {
		uint32_t at = r->stack[depth - 1];
		struct tu_val v = r->f->val[at];
		int children = has_children(&v, &b);

		ALLOC_GROW(r->stack, depth + 2, r->alloc);
		if (r->id[at]) {
			depth--;
		} else if (children && v.a && !r->id[v.a]) {
			r->stack[depth++] = v.a;
		} else if (b && v.b && !r->id[v.b]) {
			r->stack[depth++] = v.b;
		} else {
			if (children)
				v.a = r->id[v.a];
			if (b)
				v.b = r->id[v.b];
			r->out[r->nr] = v;
			r->id[at] = r->nr++;
			depth--;
		}
	}
	return r->id[old];
}

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
	struct renumber r = { .f = f, .nr = 1 };
	uint32_t i;

	*c = *f;
	c->val = xcalloc(f->nr_val + 1, sizeof(*c->val));
	c->guard = copy_of(f->guard, f->nr_guard, sizeof(*f->guard));
	c->gconst = copy_of(f->gconst, f->nr_gconst, sizeof(*f->gconst));
	c->call = copy_of(f->call, f->nr_call, sizeof(*f->call));
	c->arg = copy_of(f->arg, f->nr_arg, sizeof(*f->arg));
	c->store = copy_of(f->store, f->nr_store, sizeof(*f->store));
	r.id = xcalloc(f->nr_val + 1, sizeof(*r.id));
	r.out = c->val;
	for (i = 0; i < c->nr_guard; i++)
		c->guard[i].subject = new_val(&r, c->guard[i].subject);
	for (i = 0; i < c->nr_gconst; i++)
		c->gconst[i] = new_val(&r, c->gconst[i]);
	for (i = 0; i < c->nr_call; i++)
		c->call[i].callee = new_val(&r, c->call[i].callee);
	for (i = 0; i < c->nr_arg; i++)
		c->arg[i] = new_val(&r, c->arg[i]);
	for (i = 0; i < c->nr_store; i++) {
		c->store[i].dst = new_val(&r, c->store[i].dst);
		c->store[i].src = new_val(&r, c->store[i].src);
	}
	c->nr_val = r.nr;
	free(r.id);
	free(r.stack);
}

static void drop_copy(struct tu_facts *c)
{
	free(c->val);
	free(c->guard);
	free(c->gconst);
	free(c->call);
	free(c->arg);
	free(c->store);
}

void facts_write(const struct tu_facts *f, struct strbuf *out)
{
	struct io io = { .out = out, .nr_str = 1 };
	struct tu_facts copy;
	size_t start = out->len, i;

	keep_used(f, &copy);
	io.str_id = xcalloc(f->str.nr + 1, sizeof(*io.str_id));
	io.str_old = xcalloc(f->str.nr + 1, sizeof(*io.str_old));
	io.collect = 1;
	io_all(&io, &copy);
	io.collect = 0;
	strbuf_add(out, magic, sizeof(magic));
	bytes_put_uint(out, io.nr_str);
	for (i = 1; i < io.nr_str; i++)
		bytes_put_blob(out, f->str.str[io.str_old[i]], f->str.len[io.str_old[i]]);
	io_all(&io, &copy);
	bytes_put_u64(out, digest64(out->buf + start, out->len - start));
	free(io.str_id);
	free(io.str_old);
	drop_copy(&copy);
}

/* ---- checks ----------------------------------------------------------- */

static int val_ok(const struct tu_facts *f, uint32_t i)
{
	const struct tu_val *v = &f->val[i];
	size_t strs = f->str.nr;

	switch ((enum val_kind)v->kind) {
	case VAL_CONST:
	case VAL_SECTION:
		return v->a < strs;
	case VAL_FUNC:
	case VAL_VAR:
	case VAL_RETURN:
		return v->a < f->nr_sym;
	case VAL_PARAM:
		return v->a < f->nr_sym && v->num >= 0 && (uint64_t)v->num < strs;
	case VAL_FIELD:
		return v->a < i && v->b < f->nr_field;
	case VAL_INDEX:
	case VAL_CHOICE:
	case VAL_ARITH:
	case VAL_JUST:
		return v->a < i && v->b < i;
	case VAL_DEREF:
	case VAL_ADDR:
		return v->a < i;
	case VAL_CALL:
		return v->a < f->nr_call;
	default:
		return v->kind < VAL_KIND_NR;
	}
}

static int range_ok(uint32_t first, uint32_t nr, uint32_t total)
{
	return first <= total && nr <= total - first;
}

/* Every id in range, and no chain that could loop. */
static int facts_ok(const struct tu_facts *f)
{
	size_t strs = f->str.nr;
	uint32_t i;

	if (!f->nr_sym || !f->nr_rec || !f->nr_field || !f->nr_val || !f->nr_guard)
		return 0;
	if (f->file >= strs || f->object >= strs || f->unit >= strs || f->error >= strs)
		return 0;
	for (i = 0; i < f->nr_sym; i++) {
		const struct tu_sym *s = &f->sym[i];

		if (s->name >= strs || s->usr >= strs || s->path >= strs ||
		    s->sig >= strs || s->macro >= strs || s->section >= strs ||
		    s->alias >= strs || s->rec >= f->nr_rec ||
		    s->pointee >= f->nr_rec || s->owner >= f->nr_sym)
			return 0;
	}
	for (i = 0; i < f->nr_rec; i++)
		if (f->rec[i].name >= strs || f->rec[i].path >= strs || f->rec[i].key >= strs)
			return 0;
	for (i = 0; i < f->nr_field; i++)
		if (f->field[i].rec >= f->nr_rec || f->field[i].name >= strs ||
		    f->field[i].pointee >= f->nr_rec || f->field[i].sig >= strs)
			return 0;
	for (i = 1; i < f->nr_val; i++)
		if (!val_ok(f, i))
			return 0;
	for (i = 0; i < f->nr_gconst; i++)
		if (f->gconst[i] >= f->nr_val)
			return 0;
	for (i = 0; i < f->nr_arg; i++)
		if (f->arg[i] >= f->nr_val)
			return 0;
	for (i = 1; i < f->nr_guard; i++) {
		const struct tu_guard *g = &f->guard[i];

		if (g->parent >= i || g->text >= strs || g->subject >= f->nr_val ||
		    !range_ok(g->first, g->nr, f->nr_gconst))
			return 0;
	}
	for (i = 0; i < f->nr_call; i++) {
		const struct tu_call *c = &f->call[i];

		if (c->callee >= f->nr_val || c->file >= strs || c->macro >= strs ||
		    c->guard >= f->nr_guard || c->sig >= strs ||
		    !range_ok(c->arg, c->nr_args, f->nr_arg))
			return 0;
	}
	for (i = 0; i < f->nr_store; i++) {
		const struct tu_store *s = &f->store[i];

		if (s->dst >= f->nr_val || s->src >= f->nr_val || s->file >= strs ||
		    s->macro >= strs || s->guard >= f->nr_guard)
			return 0;
	}
	for (i = 0; i < f->nr_body; i++) {
		const struct tu_body *b = &f->body[i];

		if (b->sym >= f->nr_sym || !range_ok(b->call, b->nr_calls, f->nr_call) ||
		    !range_ok(b->store, b->nr_stores, f->nr_store))
			return 0;
	}
	return 1;
}

int facts_read(struct tu_facts *f, const void *data, size_t len, struct strbuf *err)
{
	const unsigned char *p = data;
	struct bytes_reader r, tail;
	struct io io = { .in = &r };
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
	io_all(&io, f);
	if (!r.bad && facts_ok(f))
		return 0;
	facts_clear(f);
	return error(err, "this facts record is damaged (an entry points nowhere)");
}
