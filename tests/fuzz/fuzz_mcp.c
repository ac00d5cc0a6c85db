/* SPDX-License-Identifier: MIT */
/* What a client of kpath mcp sends, a message a line, to a server over a small graph. */
#include "fuzz.h"
#include "servers/mcp/mcp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *end = p + size, *nl;
	struct strbuf out = STRBUF_INIT;
	struct api_index ix;
	struct mcp m;

	api_index_init(&ix, "small", fuzz_graph(), fuzz_knowledge(), fuzz_dir(), NULL);
	mcp_init(&m, &ix);
	for (; p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		nl = nl ? nl : end;
		strbuf_clear(&out);
		mcp_message(&m, p, (size_t)(nl - p), &out);
		if (out.len)
			fuzz_took();
		/* answers are whole lines of text */
		FUZZ_CHECK(!out.len || out.buf[out.len - 1] == '\n');
		FUZZ_CHECK(strlen(out.buf) == out.len);
	}
	api_index_release(&ix);
	strbuf_release(&out);
	return 0;
}
