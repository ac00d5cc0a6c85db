/* SPDX-License-Identifier: MIT */
/* The table of a precompiled header, as the cache holds it; the checksum at
 * its end is made to fit. */
#include "base/bytes.h"
#include "base/digest.h"
#include "frontend/pchtab.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT, in = STRBUF_INIT;
	uint32_t i, n, nr = 0, *order;
	struct pch_tab t;
	uint8_t *seen;

	strbuf_add(&in, data, size);
	bytes_put_u64(&in, digest64(in.buf, in.len));
	pch_tab_init(&t);
	if (!pch_tab_read(&t, in.buf, in.len)) {
		seen = calloc(t.nr_header + 1, 1);
		order = calloc(t.nr_header + 1, sizeof(*order));
		for (i = 1; seen && order && i < t.nr_header; i++)
			nr = pch_tab_enter(&t, i, seen, order, nr);
		FUZZ_CHECK(nr <= t.nr_header);
		for (i = 0; i < t.str.nr && i < 1000; i++) {
			pch_pairs_of(t.mention, t.nr_mention, i, &n);
			pch_pairs_of(t.macro, t.nr_macro, i, &n);
			pch_decls_of(&t, i, &n);
		}
		pch_tab_write(&t, &out);
		free(seen);
		free(order);
	}
	pch_tab_release(&t);
	strbuf_release(&in);
	strbuf_release(&out);
	return 0;
}
