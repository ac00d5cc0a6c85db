/* SPDX-License-Identifier: MIT */
/* What an editor sends: a stream of framed messages, in pieces, to a server
 * over a small graph. "@TREE@" stands for its folder; where the first byte has the second bit, the server
 * has been initialised already. */
#include "fuzz.h"
#include "servers/lsp/lsp.h"

static const char hello[] = "{\"id\":0,\"method\":\"initialize\",\"params\":{}}";

/* The input with the folder's name in it. */
static void place(const uint8_t *data, size_t size, struct strbuf *out)
{
	static const char mark[] = "@TREE@";
	const uint8_t *end = data + size;

	for (; data < end; data++) {
		if ((size_t)(end - data) >= sizeof(mark) - 1 && !memcmp(data, mark, sizeof(mark) - 1)) {
			strbuf_addstr(out, fuzz_dir());
			data += sizeof(mark) - 2;
		} else {
			strbuf_add(out, data, 1);
		}
	}
}

static void serve(struct lsp *lsp, const uint8_t *data, size_t size, struct strbuf *out)
{
	struct lsp_reader r;
	enum lsp_read what = LSP_MORE;
	size_t piece = size ? data[0] + 1u : 1, at = 1, len;
	int done = 0;
	const char *body;

	lsp_reader_init(&r);
	while (at < size && !done && what != LSP_BROKEN) {
		if (piece > size - at)
			piece = size - at;
		lsp_reader_feed(&r, data + at, piece);
		at += piece;
		while (!done && (what = lsp_reader_next(&r, &body, &len)) != LSP_MORE) {
			if (what == LSP_MESSAGE) {
				FUZZ_CHECK(len <= LSP_MAX_MESSAGE);
				done = lsp_message(lsp, body, len, out);
			} else {
				lsp_bad_stream(lsp, what, out);
			}
			if (what == LSP_BROKEN)
				break;
		}
	}
	lsp_reader_release(&r);
}

/* Bodies alone, a line each: framing is right. */
static void serve_lines(struct lsp *lsp, const char *p, size_t size, struct strbuf *out)
{
	const char *end = p + size, *nl;

	for (; p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		nl = nl ? nl : end;
		if (lsp_message(lsp, p, (size_t)(nl - p), out))
			break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lsp_setup setup = { .g = fuzz_graph(), .k = fuzz_knowledge(), .tree = fuzz_dir() };
	struct strbuf err = STRBUF_INIT, out = STRBUF_INIT, text = STRBUF_INIT;
	struct lsp *lsp;

	fuzz_put_sources();
	if (!size || lsp_new(&lsp, &setup, &err)) {
		strbuf_release(&err);
		return 0;
	}
	if (data[0] & 2)
		lsp_message(lsp, hello, sizeof(hello) - 1, &out);
	place(data + 1, size - 1, &text);
	if (data[0] & 1)
		serve(lsp, (const uint8_t *)text.buf, text.len, &out);
	else if (text.len)
		serve_lines(lsp, text.buf, text.len, &out);
	if (out.len)
		fuzz_took();
	lsp_free(lsp);
	strbuf_release(&err);
	strbuf_release(&out);
	strbuf_release(&text);
	return 0;
}
