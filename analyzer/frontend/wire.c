/* SPDX-License-Identifier: MIT */
#include "wire.h"

#include <string.h>

#include "base/codec.h"
#include "base/digest.h"
#include "base/fileio.h"

/* Room for the length, which frame_end() fills in. */
static size_t frame_begin(struct strbuf *out)
{
	size_t at = out->len;

	strbuf_add(out, "\0\0\0\0", 4);
	return at;
}

static void frame_end(struct strbuf *out, size_t at)
{
	size_t len = out->len - at - 4;
	unsigned i;

	for (i = 0; i < 4; i++)
		out->buf[at + i] = (char)(len >> (8 * i));
}

/* ---- what the frames hold, each told once for both ends ---------------------- */

CODEC_COMPLETE(struct walk_section, WALK_SECTION, 0);
CODEC_COMPLETE(struct walk_knowledge, WALK_KNOWLEDGE, 0);
CODEC_COMPLETE(struct pch_request, PCH_REQUEST, 0);
CODEC_COMPLETE(struct wire_reply, WIRE_REPLY, 0);

static void codec_strings(struct codec *c, struct k_strings *s)
{
	codec_strs(c, &s->s, &s->nr);
}

#define CODEC_ARRAY(c, array, nr, min, entry) do { \
	size_t i_; \
	codec_count((c), (nr), (min)); \
	if (!(c)->out) { \
		*(array) = arena_alloc((c)->arena, (*(nr) + 1) * sizeof(**(array))); \
		memset(*(array), 0, (*(nr) + 1) * sizeof(**(array))); \
	} \
	for (i_ = 0; i_ < *(nr); i_++) \
		entry((c), &(*(array))[i_]); \
} while (0)

static void codec_section(struct codec *c, struct walk_section *s)
{
	CODEC_MEMBERS(c, WALK_SECTION, s);
}

static void codec_sections(struct codec *c, struct walk_section **s, size_t *nr)
{
	CODEC_ARRAY(c, s, nr, 2, codec_section);
}

static void codec_commands(struct codec *c, struct compile_command **cmd, size_t *nr)
{
	CODEC_ARRAY(c, cmd, nr, 6, codec_command);
}

struct hello {
	const char *tree, *build;
	struct k_strings readable;
	struct walk_knowledge k;
};
#define HELLO(M, R, x) M(x, str, tree) M(x, str, build) M(x, strings, readable) M(x, knowledge, k)
CODEC_COMPLETE(struct hello, HELLO, 0);

static void codec_knowledge(struct codec *c, struct walk_knowledge *k)
{
	CODEC_MEMBERS(c, WALK_KNOWLEDGE, k);
}

struct request {		/* behind the flags of one that is for a TU */
	struct compile_command cmd;
	struct tu_pch pch;
};
#define REQUEST(M, R, x) M(x, command, cmd) M(x, pch, pch)
CODEC_COMPLETE(struct request, REQUEST, 0);

static void codec_pch(struct codec *c, struct tu_pch *pch)
{
	size_t i;

	for (i = 0; i < TU_PCHS; i++)
		codec_str(c, &pch->base[i]);
	codec_str(c, &pch->named);
}

/* A facts record, to the end of the frame; who writes one appends it. */
static void codec_rest(struct codec *c, const void **p, size_t *n)
{
	if (c->out)
		return;
	*p = c->in->p;
	*n = c->in->bad ? 0 : (size_t)(c->in->end - c->in->p);
}

/* ---- hello ------------------------------------------------------------------------ */

/* The part of the knowledge that a worker is told; sections in `a`. */
static void told(const struct knowledge *k, struct arena *a, struct walk_knowledge *wk)
{
	size_t i;

	memset(wk, 0, sizeof(*wk));
#define TOLD(x, holds, m) (x)->m = k->m;
#define TOLD_SECTIONS(x, what, first, nr) \
	(x)->nr = k->nr; \
	(x)->first = arena_alloc(a, (k->nr + 1) * sizeof(*(x)->first)); \
	for (i = 0; i < k->nr; i++) \
		(x)->first[i] = (struct walk_section){ k->first[i].name, k->first[i].macro };
	WALK_KNOWLEDGE(TOLD, TOLD_SECTIONS, wk)
}

void wire_put_hello(struct strbuf *out, const struct compdb *db, const struct knowledge *k)
{
	struct hello h = { .tree = db->tree, .build = db->build, .readable.s = db->readable };
	struct codec c = { .out = out };
	struct arena a = ARENA_INIT;
	size_t at = frame_begin(out);

	while (h.readable.s && h.readable.s[h.readable.nr])
		h.readable.nr++;
	told(k, &a, &h.k);
	CODEC_MEMBERS(&c, HELLO, &h);
	frame_end(out, at);
	arena_release(&a);
}

uint64_t wire_knowledge_digest(const struct knowledge *k)
{
	struct compdb none;
	struct strbuf hello = STRBUF_INIT;
	uint64_t h;

	compdb_init(&none);
	none.tree = none.build = "";
	wire_put_hello(&hello, &none, k);
	h = digest64(hello.buf, hello.len);
	strbuf_release(&hello);
	compdb_release(&none);
	return h;
}

int wire_get_hello(const void *data, size_t len, struct arena *a, struct compdb *db,
		   struct walk_knowledge *k)
{
	struct bytes_reader r;
	struct codec c = { .in = &r, .arena = a };
	struct hello h;

	memset(&h, 0, sizeof(h));
	bytes_reader_init(&r, data, len);
	CODEC_MEMBERS(&c, HELLO, &h);
	db->tree = h.tree;
	db->build = h.build;
	db->readable = h.readable.s;
	*k = h.k;
	return r.bad ? -1 : 0;
}

/* ---- requests ----------------------------------------------------------------------- */

void wire_put_request(struct strbuf *out, const struct compile_command *cmd,
		      const struct tu_pch *pch, unsigned flags)
{
	struct request body = { .cmd = *cmd, .pch = pch ? *pch : (struct tu_pch){ { NULL }, NULL } };
	struct codec c = { .out = out };
	size_t at = frame_begin(out);

	codec_u32(&c, &flags);
	CODEC_MEMBERS(&c, REQUEST, &body);
	frame_end(out, at);
}

int wire_get_request(const void *data, size_t len, struct arena *a,
		     struct compile_command *cmd, struct tu_pch *pch, unsigned *flags)
{
	struct bytes_reader r;
	struct codec c = { .in = &r, .arena = a };
	struct request body;

	memset(&body, 0, sizeof(body));
	bytes_reader_init(&r, data, len);
	codec_u32(&c, flags);
	if (!(*flags & TU_MAKE_PCH)) {
		CODEC_MEMBERS(&c, REQUEST, &body);
		*cmd = body.cmd;
	}
	*pch = body.pch;
	return r.bad ? -1 : 0;
}

void wire_put_pch_request(struct strbuf *out, const struct pch_request *req)
{
	struct pch_request copy = *req;
	struct codec c = { .out = out };
	size_t at = frame_begin(out);
	unsigned flags = TU_MAKE_PCH;

	codec_u32(&c, &flags);
	CODEC_MEMBERS(&c, PCH_REQUEST, &copy);
	frame_end(out, at);
}

int wire_get_pch_request(const void *data, size_t len, struct arena *a,
			 struct pch_request *req)
{
	struct bytes_reader r;
	struct codec c = { .in = &r, .arena = a };
	unsigned flags;

	bytes_reader_init(&r, data, len);
	codec_u32(&c, &flags);
	CODEC_MEMBERS(&c, PCH_REQUEST, req);
	return r.bad ? -1 : 0;
}

/* ---- replies ------------------------------------------------------------------ */

void wire_put_reply(struct strbuf *out, const struct wire_reply *rep, const struct tu_facts *f)
{
	struct wire_reply copy = *rep;
	struct codec c = { .out = out };
	size_t at = frame_begin(out);

	CODEC_MEMBERS(&c, WIRE_REPLY, &copy);
	if (f)
		facts_write(f, out);
	frame_end(out, at);
}

int wire_get_reply(const void *data, size_t len, struct wire_reply *rep)
{
	struct bytes_reader r;
	struct codec c = { .in = &r };

	memset(rep, 0, sizeof(*rep));
	bytes_reader_init(&r, data, len);
	CODEC_MEMBERS(&c, WIRE_REPLY, rep);
	return r.bad ? -1 : 0;
}

int wire_read_frame(int fd, struct strbuf *out)
{
	unsigned char head[4];
	size_t len;

	if (fd_read_all(fd, head, 4))
		return 0;
	len = head[0] | head[1] << 8 | head[2] << 16 | (size_t)head[3] << 24;
	if (len > WIRE_MAX_FRAME)
		return -1;
	strbuf_clear(out);
	strbuf_grow(out, len);
	if (fd_read_all(fd, out->buf, len))
		return -1;
	out->len = len;
	out->buf[len] = '\0';
	return 1;
}
