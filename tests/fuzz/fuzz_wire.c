/* SPDX-License-Identifier: MIT */
/* Frames between the pool and a worker; the first byte says which. */
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "frontend/inputs.h"
#include "frontend/wire.h"
#include "fuzz.h"

#define FRAME_HEAD 4	/* the length, which who reads a frame takes off */

/* What was understood is written, and understood again. */
static void reply_again(const struct wire_reply *r, const struct tu_facts *f)
{
	struct strbuf out = STRBUF_INIT;
	struct wire_reply same;

	wire_put_reply(&out, r, f);
	FUZZ_CHECK(!wire_get_reply(out.buf + FRAME_HEAD, out.len - FRAME_HEAD, &same));
	FUZZ_CHECK(same.files_len == r->files_len && same.text_len == r->text_len);
	strbuf_release(&out);
}

static void read_reply(const uint8_t *data, size_t size)
{
	struct wire_reply r;
	struct tu_facts f;
	enum input_kind kind;
	uint64_t digest;
	size_t at = 0, n, sum = 0, i;
	const char *s;

	if (wire_get_reply(data, size, &r))
		return;
	fuzz_took();
	while ((s = inputs_next(r.files, r.files_len, &at, &kind, &n, &digest)))
		for (i = 0; i < n; i++)
			sum += (unsigned char)s[i];
	for (i = 0; i < r.named_len; i++)
		sum += ((const unsigned char *)r.named)[i];
	for (i = 0; i < r.text_len; i++)
		sum += ((const unsigned char *)r.text)[i];
	facts_init(&f);
	if (!facts_read(&f, r.facts, r.facts_len, NULL)) {
		sum += f.nr_sym;
		reply_again(&r, &f);
	}
	facts_release(&f);
	FUZZ_CHECK(sum < SIZE_MAX);
}

static void request_again(const struct compile_command *cmd, const struct tu_pch *names, unsigned flags)
{
	struct strbuf out = STRBUF_INIT;
	struct compile_command same = { 0 };
	struct tu_pch pch;
	struct arena a;
	unsigned f;

	arena_init(&a);
	wire_put_request(&out, cmd, names, flags);
	FUZZ_CHECK(!wire_get_request(out.buf + FRAME_HEAD, out.len - FRAME_HEAD, &a, &same, &pch, &f) && f == flags);
	FUZZ_CHECK(!same.path == !cmd->path && (!cmd->path || !strcmp(same.path, cmd->path)));
	arena_release(&a);
	strbuf_release(&out);
}

static void pch_again(const struct pch_request *req)
{
	struct strbuf out = STRBUF_INIT;
	struct pch_request same = { 0 };
	struct arena a;

	arena_init(&a);
	wire_put_pch_request(&out, req);
	FUZZ_CHECK(!wire_get_pch_request(out.buf + FRAME_HEAD, out.len - FRAME_HEAD, &a, &same));
	arena_release(&a);
	strbuf_release(&out);
}

static void read_stream(const uint8_t *data, size_t size)
{
	struct strbuf frame = STRBUF_INIT;
	int fd[2];

	if (size > 4096 || pipe(fd))	/* what a pipe takes at once */
		return;
	FUZZ_CHECK(fd_write_all(fd[1], data, size) == 0);
	close(fd[1]);
	while (wire_read_frame(fd[0], &frame) == 1) {
		FUZZ_CHECK(frame.len <= size);
		fuzz_took();
	}
	close(fd[0]);
	strbuf_release(&frame);
}

/* One of each kind of message, as it is sent; returns the letter that it has as an input. */
static uint8_t put_message(struct strbuf *out, unsigned which)
{
	static const char *argv[] = { "-Iinclude", "-DX=\"y\"", NULL };
	struct compile_command cmd = { .file = "a.c", .path = "/t/a.c", .dir = "/t", .object = "a.o",
		.unit = "vmlinux", .argv = argv, .argc = 2 };
	struct pch_request pch = { .dir = "/cache", .cmd = cmd };
	struct strbuf files = STRBUF_INIT;
	struct wire_reply reply = { .sandbox = 7, .text = "why", .text_len = 3, .named = "f g", .named_len = 3 };
	struct tu_pch names = { { "/cache/a", NULL }, "f g" };
	struct tu_facts f;
	struct compdb db;

	switch (which % 4) {
	case 0:
		compdb_init(&db);
		db.tree = db.build = "/t";
		wire_put_hello(out, &db, fuzz_knowledge());
		compdb_release(&db);
		return 'h';
	case 1:
		wire_put_request(out, &cmd, &names, 0);
		return 'q';
	case 2:
		wire_put_pch_request(out, &pch);
		return 'p';
	default:
		inputs_pack(&files, INPUT_READ, "/t/a.c", 77);
		inputs_pack(&files, INPUT_ABSENT, "/t/b.h", INPUT_NONE);
		reply.files = files.buf;
		reply.files_len = files.len;
		facts_init(&f);
		f.file = strtab_add(&f.str, "a.c");
		facts_digest(&f);
		wire_put_reply(out, &reply, &f);
		facts_release(&f);
		strbuf_release(&files);
		return 'r';
	}
}

static void read_message(uint8_t kind, const uint8_t *data, size_t size, int whole)
{
	struct compile_command cmd = { 0 };
	struct pch_request pch = { 0 };
	struct tu_pch names;
	struct walk_knowledge k;
	struct compdb db;
	struct arena a;
	unsigned flags;

	memset(&k, 0, sizeof(k));
	arena_init(&a);
	compdb_init(&db);
	switch (kind) {
	case 'h':
		if (!wire_get_hello(data, size, &a, &db, &k))
			fuzz_took();
		else
			FUZZ_CHECK(!whole);
		break;
	case 'q':
		if (!wire_get_request(data, size, &a, &cmd, &names, &flags) && cmd.path) {
			FUZZ_CHECK(strlen(cmd.path) <= size &&
				   (!names.base[1] || strlen(names.base[1]) <= size) &&
				   (!names.named || strlen(names.named) <= size));
			request_again(&cmd, &names, flags);
			fuzz_took();
		} else {
			FUZZ_CHECK(!whole);
		}
		break;
	case 'p':
		if (!wire_get_pch_request(data, size, &a, &pch)) {
			pch_again(&pch);
			fuzz_took();
		} else {
			FUZZ_CHECK(!whole);
		}
		break;
	case 's':
		read_stream(data, size);
		break;
	default:
		read_reply(data, size);
	}
	compdb_release(&db);
	arena_release(&a);
}

/* A right message, with some bytes of it changed: place (2 bytes) and value. */
static void changed(const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT;
	uint8_t kind = put_message(&out, size ? data[0] : 0);
	int whole = 1;

	for (; size >= 4; data += 3, size -= 3, whole = 0)
		out.buf[FRAME_HEAD + (data[1] | (size_t)data[2] << 8) % (out.len - FRAME_HEAD)] = (char)data[3];
	read_message(kind, (const uint8_t *)out.buf + FRAME_HEAD, out.len - FRAME_HEAD, whole);
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size && data[0] == 'm')
		changed(data + 1, size - 1);
	else if (size)
		read_message(data[0], data + 1, size - 1, 0);
	return 0;
}
