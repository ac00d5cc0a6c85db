/* SPDX-License-Identifier: MIT */
/* A knowledge file, laid over the one that is built in. */
#include <stdlib.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT;
	struct knowledge k;
	char *text = fuzz_text(data, size);

	if (knowledge_init(&k, text, "extra.json", &err)) {
		FUZZ_CHECK(err.len);
	} else {
		fuzz_took();
		knowledge_scenario(&k, "tcp4");
		k_strings_match(&k.leaves, "__traceiter_x");
		k_strings_match(&k.opaque, "kmalloc");
	}
	knowledge_release(&k);
	strbuf_release(&err);
	free(text);
	return 0;
}
