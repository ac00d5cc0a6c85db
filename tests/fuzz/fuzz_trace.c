/* SPDX-License-Identifier: MIT */
/* A recorded run, plain or packed by gzip, and what it says of a small graph. */
#include "fuzz.h"
#include "queries/trace/coverage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT;
	struct q_coverage cov;
	struct trace t;
	char path[256];
	uint32_t i;

	fuzz_put(fuzz_path(path, "trace"), data, size);
	trace_init(&t);
	if (trace_read(&t, path, &err)) {
		FUZZ_CHECK(err.len);
	} else {
		for (i = 0; i < t.nr_call; i++)
			FUZZ_CHECK(!t.call[i].caller ||
				   trace_has(&t, strtab_str(&t.str, t.call[i].caller),
					     strtab_str(&t.str, t.call[i].callee)));
		q_coverage(fuzz_graph(), &t, NULL, &cov);
		q_coverage_release(&cov);
	}
	trace_release(&t);
	strbuf_release(&err);
	return 0;
}
