/* SPDX-License-Identifier: MIT */
/* Parameters of a question as a connection brings them: what, format, then names and values. */
#include "fuzz.h"
#include "servers/api/api.h"

#define PAIRS 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct api_pair pair[PAIRS];
	struct api_request q = { .pair = pair };
	struct strbuf out = STRBUF_INIT;
	char *text[2 * PAIRS + 2];
	struct api_index ix;
	uint32_t n = 0, i;
	int got;
	const uint8_t *piece;
	size_t len;

	while (n < 2 * PAIRS + 2 && (piece = fuzz_cut(&data, &size, &len)))
		text[n++] = fuzz_text(piece, len);
	if (n > 1) {
		q.what = text[0];
		q.format = *text[1] ? text[1] : NULL;
		for (i = 2; i + 1 < n; i += 2)
			pair[q.nr++] = (struct api_pair){ text[i], text[i + 1] };
		fuzz_put_sources();
		api_index_init(&ix, "small", fuzz_graph(), fuzz_knowledge(), fuzz_dir(), NULL);
		got = api_ask(&ix, &q, &out);
		if (got <= API_NONE)
			fuzz_took();
		else
			FUZZ_CHECK(out.len);
		api_index_release(&ix);
	}
	for (i = 0; i < n; i++)
		free(text[i]);
	strbuf_release(&out);
	return 0;
}
