/* SPDX-License-Identifier: MIT */
#include "wire.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/digest.h"

static void put_strings(struct strbuf *out, const struct k_strings *s)
{
	size_t i;

	bytes_put_uint(out, s->nr);
	for (i = 0; i < s->nr; i++)
		bytes_put_str(out, s->s[i]);
}

static void get_strings(struct bytes_reader *r, struct arena *a, struct k_strings *s)
{
	uint32_t n = bytes_get_count(r, 1), i;

	s->s = arena_alloc(a, (n + 1) * sizeof(*s->s));
	for (i = 0; i < n; i++)
		s->s[i] = bytes_get_str(r, a);
	s->nr = n;
}

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

void wire_put_hello(struct strbuf *out, const struct compdb *db, const struct knowledge *k)
{
	size_t at = frame_begin(out), i, nr;

	bytes_put_str(out, db->tree);
	bytes_put_str(out, db->build);
	for (nr = 0; db->readable && db->readable[nr]; nr++)
		;
	bytes_put_uint(out, nr);
	for (i = 0; i < nr; i++)
		bytes_put_str(out, db->readable[i]);
	put_strings(out, &k->indirect_macros);
	put_strings(out, &k->asm_call_operands);
	put_strings(out, &k->numbered);
	put_strings(out, &k->late_macros);
	bytes_put_uint(out, k->nr_section);
	for (i = 0; i < k->nr_section; i++) {
		bytes_put_str(out, k->section[i].name);
		bytes_put_str(out, k->section[i].macro);
	}
	frame_end(out, at);
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
	uint32_t i, n;

	bytes_reader_init(&r, data, len);
	db->tree = bytes_get_str(&r, a);
	db->build = bytes_get_str(&r, a);
	n = bytes_get_count(&r, 1);
	db->readable = arena_alloc(a, (n + 1) * sizeof(*db->readable));
	for (i = 0; i < n; i++)
		db->readable[i] = bytes_get_str(&r, a);
	db->readable[n] = NULL;
	get_strings(&r, a, &k->indirect_macros);
	get_strings(&r, a, &k->asm_call_operands);
	get_strings(&r, a, &k->numbered);
	get_strings(&r, a, &k->late_macros);
	n = bytes_get_count(&r, 2);
	k->section = arena_alloc(a, (n + 1) * sizeof(*k->section));
	for (i = 0; i < n; i++) {
		k->section[i].name = bytes_get_str(&r, a);
		k->section[i].macro = bytes_get_str(&r, a);
	}
	k->nr_section = n;
	return r.bad ? -1 : 0;
}

void wire_put_request(struct strbuf *out, const struct compile_command *cmd,
		      const struct tu_pch *pch, unsigned flags)
{
	size_t at = frame_begin(out), i;

	bytes_put_uint(out, flags);
	compile_command_put(out, cmd);
	for (i = 0; i < TU_PCHS; i++)
		bytes_put_str(out, pch && pch->base[i] ? pch->base[i] : "");
	frame_end(out, at);
}

int wire_get_request(const void *data, size_t len, struct arena *a,
		     struct compile_command *cmd, struct tu_pch *pch, unsigned *flags)
{
	struct bytes_reader r;
	size_t i;

	bytes_reader_init(&r, data, len);
	*flags = bytes_get_u32(&r);
	memset(pch, 0, sizeof(*pch));
	if (*flags & TU_MAKE_PCH)
		return r.bad ? -1 : 0;
	compile_command_get(&r, a, cmd);
	for (i = 0; i < TU_PCHS; i++)
		pch->base[i] = bytes_get_str(&r, a);
	return r.bad ? -1 : 0;
}

void wire_put_pch_request(struct strbuf *out, const struct pch_request *req)
{
	size_t at = frame_begin(out);
	uint32_t i;

	bytes_put_uint(out, TU_MAKE_PCH);
	bytes_put_str(out, req->dir);
	compile_command_put(out, &req->cmd);
	bytes_put_uint(out, req->nr_header);
	for (i = 0; i < req->nr_header; i++)
		bytes_put_str(out, req->header[i]);
	bytes_put_uint(out, req->nr_define);
	for (i = 0; i < req->nr_define; i++)
		bytes_put_str(out, req->define[i]);
	bytes_put_uint(out, req->nr_early);
	for (i = 0; i < req->nr_early; i++)
		bytes_put_str(out, req->early[i]);
	bytes_put_uint(out, req->nr_sample);
	for (i = 0; i < req->nr_sample; i++)
		compile_command_put(out, &req->sample[i]);
	frame_end(out, at);
}

int wire_get_pch_request(const void *data, size_t len, struct arena *a,
			 struct pch_request *req)
{
	struct bytes_reader r;
	uint32_t i;

	bytes_reader_init(&r, data, len);
	bytes_get_u32(&r);
	req->dir = bytes_get_str(&r, a);
	compile_command_get(&r, a, &req->cmd);
	req->nr_header = bytes_get_count(&r, 1);
	req->header = arena_alloc(a, (req->nr_header + 1) * sizeof(*req->header));
	for (i = 0; i < req->nr_header; i++)
		req->header[i] = bytes_get_str(&r, a);
	req->nr_define = bytes_get_count(&r, 1);
	req->define = arena_alloc(a, (req->nr_define + 1) * sizeof(*req->define));
	for (i = 0; i < req->nr_define; i++)
		req->define[i] = bytes_get_str(&r, a);
	req->nr_early = bytes_get_count(&r, 1);
	req->early = arena_alloc(a, (req->nr_early + 1) * sizeof(*req->early));
	for (i = 0; i < req->nr_early; i++)
		req->early[i] = bytes_get_str(&r, a);
	req->nr_sample = bytes_get_count(&r, 6);
	req->sample = arena_alloc(a, (req->nr_sample + 1) * sizeof(*req->sample));
	for (i = 0; i < req->nr_sample; i++)
		compile_command_get(&r, a, &req->sample[i]);
	return r.bad ? -1 : 0;
}

/* ---- replies ------------------------------------------------------------------ */

void wire_put_reply(struct strbuf *out, const struct wire_reply *rep, const struct tu_facts *f)
{
	size_t at = frame_begin(out);

	bytes_put_uint(out, rep->sandbox);
	bytes_put_uint(out, (unsigned)rep->used_pch);
	bytes_put_blob(out, rep->text_len ? rep->text : "", rep->text_len);
	bytes_put_blob(out, rep->files_len ? rep->files : "", rep->files_len);
	if (f)
		facts_write(f, out);
	frame_end(out, at);
}

int wire_get_reply(const void *data, size_t len, struct wire_reply *rep)
{
	struct bytes_reader r;

	memset(rep, 0, sizeof(*rep));
	bytes_reader_init(&r, data, len);
	rep->sandbox = bytes_get_u32(&r);
	rep->used_pch = bytes_get_u32(&r) == 1;
	rep->text = bytes_get_blob(&r, &rep->text_len);
	rep->files = bytes_get_blob(&r, &rep->files_len);
	rep->facts = r.p;
	rep->facts_len = r.bad ? 0 : (size_t)(r.end - r.p);
	return r.bad ? -1 : 0;
}

static int read_all(int fd, char *p, size_t len)
{
	while (len) {
		ssize_t n = read(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int wire_read_frame(int fd, struct strbuf *out)
{
	unsigned char head[4];
	size_t len;

	if (read_all(fd, (char *)head, 4))
		return 0;
	len = head[0] | head[1] << 8 | head[2] << 16 | (size_t)head[3] << 24;
	if (len > WIRE_MAX_FRAME)
		return -1;
	strbuf_clear(out);
	strbuf_grow(out, len);
	if (read_all(fd, out->buf, len))
		return -1;
	out->len = len;
	out->buf[len] = '\0';
	return 1;
}

int wire_write(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}
