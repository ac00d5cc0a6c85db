/* SPDX-License-Identifier: MIT */
/* A source file, as those parts see it that read text: the scan of assembler
 * sources, the words of a header, the colours of a listing. */
#include <stdlib.h>

#include "frontend/frontend.h"
#include "frontend/pchtab.h"
#include "fuzz.h"
#include "reports/html/clex.h"

static void count_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	size_t *sum = ctx;

	FUZZ_CHECK(n && place <= WORD_UNDEFINED);
	*sum += n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT;
	struct asm_source src;
	struct tu_facts f;
	struct clex x;
	char path[256], *text = fuzz_text(data, size);
	const char *piece;
	size_t len, sum = 0;

	scan_words(text, size, count_word, &sum);
	FUZZ_CHECK(sum <= size);
	clex_init(&x, text, size);
	for (sum = 0;; sum += len) {
		clex_next(&x, &piece, &len);
		if (!len)
			break;
	}
	FUZZ_CHECK(sum <= size);

	fuzz_put(fuzz_path(path, "entry.S"), data, size);
	src.file = src.path = path;
	src.unit = "vmlinux";
	facts_init(&f);
	asm_scan(&src, fuzz_knowledge(), &f, &err);
	facts_release(&f);
	strbuf_release(&err);
	free(text);
	return 0;
}
