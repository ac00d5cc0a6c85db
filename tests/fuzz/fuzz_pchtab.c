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
	const char *text;
	size_t len;
	struct pch_tab t;
	uint8_t *seen;

	strbuf_add(&in, data, size);
	bytes_put_u64(&in, digest64(in.buf, in.len));
	pch_tab_init(&t);
	if (!pch_tab_read(&t, in.buf, in.len)) {
		fuzz_took();
		seen = calloc(t.nr_header + 1, 1);
		order = calloc(t.nr_header + 1, sizeof(*order));
		for (i = 1; seen && order && i < t.nr_header; i++)
			nr = pch_tab_enter(&t, i, seen, order, nr);
		FUZZ_CHECK(nr <= t.nr_header);
		for (i = 1; i < t.nr_header && i < 8; i++)
			if ((text = pch_tab_text(&t, i, &len)))
				FUZZ_CHECK(len && text[len] == 0);
		pch_tab_is_fresh(&t);
		for (i = 0; i < t.str.nr && i < 1000; i++) {
			pch_pairs_of(t.mention, t.nr_mention, i, &n);
			pch_pairs_of(t.macro, t.nr_macro, i, &n);
			pch_decls_of(&t, i, &n);
		}
		n = t.nr_header;
		FUZZ_CHECK(pch_tab_add(&t, "/new/header.h") == pch_tab_header(&t, "/new/header.h"));
		FUZZ_CHECK(t.nr_header <= n + 1);
		pch_tab_finish(&t);
		pch_tab_write(&t, &out);
		/* what is sorted anew can be read again */
		pch_tab_release(&t);
		pch_tab_init(&t);
		FUZZ_CHECK(!pch_tab_read(&t, out.buf, out.len));
		free(seen);
		free(order);
	}
	pch_tab_release(&t);
	strbuf_release(&in);
	strbuf_release(&out);
	return 0;
}
