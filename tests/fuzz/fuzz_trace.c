/* SPDX-License-Identifier: MIT */
/* A recorded run, plain or packed by gzip, and what it says of a small graph. */
#include "fuzz.h"
#include "queries/trace/coverage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT;
	struct q_coverage cov;
	struct q_path_options opt = { .from = 1, .to = 4, .k = 2 };
	struct strtab traceable;
	struct q_path_result path_res;
	struct q_edges_result edges;
	struct trace t;
	char path[256];
	uint32_t i;

	fuzz_put(fuzz_path(path, "trace"), data, size);
	trace_init(&t);
	if (trace_read(&t, path, &err)) {
		FUZZ_CHECK(err.len);
	} else {
		fuzz_took();
		for (i = 0; i < t.nr_call; i++)
			FUZZ_CHECK(!t.call[i].caller ||
				   trace_has(&t, strtab_str(&t.str, t.call[i].caller),
					     strtab_str(&t.str, t.call[i].callee)));
		q_coverage(fuzz_graph(), &t, NULL, &cov);
		q_coverage_release(&cov);
		strtab_init(&traceable);
		strtab_add(&traceable, "main_loop");
		strtab_add(&traceable, "helper_one");
		q_coverage(fuzz_graph(), &t, &traceable, &cov);
		q_coverage_release(&cov);
		strtab_release(&traceable);
		q_all_edges(fuzz_graph(), &edges);
		q_observe_edges(fuzz_graph(), &t, &edges);
		q_edges_release(&edges);
		q_path(fuzz_graph(), fuzz_knowledge(), &opt, &path_res, &err);
		q_observe_path(fuzz_graph(), &t, &path_res);
		q_path_release(&path_res);
	}
	trace_release(&t);
	strbuf_release(&err);
	return 0;
}
