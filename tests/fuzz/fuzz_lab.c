/* SPDX-License-Identifier: MIT */
/* A lab file; one that is read is answered over a small graph. */
#include <stdlib.h>

#include "fuzz.h"
#include "queries/lab/lab_ref.h"
#include "reports/lab_show.h"
#include "store/index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;
	struct lab_result res;
	struct trace t;
	struct lab lab;
	char *json = fuzz_text(data, size);
	uint32_t i, j;

	if (lab_parse(&lab, json, size, "lab.json", &err)) {
		FUZZ_CHECK(err.len);
	} else {
		fuzz_took();
		FUZZ_CHECK(lab_needs(&lab) <= INDEX_ALL);
		lab_run(&lab, fuzz_graph(), fuzz_knowledge(), &res);
		if (size % 2)
			lab_compare(&res, fuzz_graph(), fuzz_graph(), fuzz_knowledge());
		trace_init(&t);
		lab_observe(&res, fuzz_graph(), &t);
		trace_release(&t);
		for (i = 0; i < res.nr_refs; i++)
			FUZZ_CHECK(lab_ref_find(&res, res.ref[i].text, strlen(res.ref[i].text)));
		lab_result_release(&res);
		for (i = 0; i < lab.nr_questions; i++)
			for (j = 0; j < lab.question[i].nr_parts; j++)
				lab_command(&lab.question[i].part[j], &text);
	}
	lab_release(&lab);
	strbuf_release(&err);
	strbuf_release(&text);
	free(json);
	return 0;
}
