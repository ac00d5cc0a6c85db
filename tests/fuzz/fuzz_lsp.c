/* SPDX-License-Identifier: MIT */
/* What an editor sends: a stream of framed messages, in pieces, to a server
 * over a small graph. */
#include "fuzz.h"
#include "servers/lsp/lsp.h"

static void serve(struct lsp *lsp, const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT;
	struct lsp_reader r;
	enum lsp_read what = LSP_MORE;
	size_t piece = size ? data[0] + 1u : 1, at = 0, len;
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
				done = lsp_message(lsp, body, len, &out);
			} else {
				lsp_bad_stream(lsp, what, &out);
			}
			if (what == LSP_BROKEN)
				break;
		}
	}
	lsp_reader_release(&r);
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lsp_setup setup = { .g = fuzz_graph(), .k = fuzz_knowledge(), .tree = fuzz_dir() };
	struct strbuf err = STRBUF_INIT, framed = STRBUF_INIT;
	struct lsp *lsp;

	if (!size || lsp_new(&lsp, &setup, &err)) {
		strbuf_release(&err);
		return 0;
	}
	if (data[0] & 1) {
		serve(lsp, data + 1, size - 1);
	} else {	/* bodies alone, a line each: framing is right */
		const char *p = (const char *)data + 1, *end = (const char *)data + size, *nl;

		for (; p < end; p = nl + 1) {
			nl = memchr(p, '\n', (size_t)(end - p));
			nl = nl ? nl : end;
			if (lsp_message(lsp, p, (size_t)(nl - p), &framed))
				break;
		}
	}
	lsp_free(lsp);
	strbuf_release(&err);
	strbuf_release(&framed);
	return 0;
}
