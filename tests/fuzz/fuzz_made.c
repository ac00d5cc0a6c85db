/* SPDX-License-Identifier: MIT */
/*
 * An index made on purpose: the input is a list of changes (remake.h) to the records of a small
 * index, which is written with right checksums. It may be refused, or answer nonsense; it must
 * not take more time or memory than such a small one can, nor crash.
 */
#include "fuzz.h"
#include "remake.h"
#include "store/index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT, problems = STRBUF_INIT;
	char whole[256], path[256];
	struct index *idx;
	static int put;

	fuzz_path(whole, "whole.db");
	fuzz_path(path, "made.db");
	if (!put) {
		fuzz_put_index(whole);
		put = 1;
	}
	FUZZ_CHECK(!remake_index(whole, path, data, size, &err));
	if (index_open(&idx, path, &err)) {
		FUZZ_CHECK(!idx && err.len);
	} else {
		fuzz_took();
		fuzz_ask(index_graph(idx));
		if (index_need(idx, INDEX_ALL, &err))
			FUZZ_CHECK(err.len);
		index_close(idx);
		strbuf_clear(&err);
		if (size % 4 == 0 && index_verify(path, &problems, &err))
			FUZZ_CHECK(err.len);
	}
	strbuf_release(&err);
	strbuf_release(&problems);
	return 0;
}
