/* SPDX-License-Identifier: MIT */
/* A lab file; one that is read is answered over a small graph. */
#include <stdlib.h>

#include "fuzz.h"
#include "reports/lab_show.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;
	struct lab_result res;
	struct lab lab;
	char *json = fuzz_text(data, size);
	uint32_t i, j;

	if (lab_parse(&lab, json, size, "lab.json", &err)) {
		FUZZ_CHECK(err.len);
	} else {
		lab_run(&lab, fuzz_graph(), fuzz_knowledge(), &res);
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
