/* SPDX-License-Identifier: MIT */
/* Shell text to words, and a compiler's words to clang's arguments. */
#include "build/flags.h"
#include "build/linkorder.h"
#include "build/shellsplit.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf text = STRBUF_INIT;
	struct arena a = ARENA_INIT;
	struct strpool pool = { .nr = 0 };
	struct shell_line l;
	struct translated t;
	const char **run;
	char *s = fuzz_text(data, size);
	size_t i, sum = 0;
	int argc, k;

	shell_line_init(&l);
	shell_split(&l, &a, s, size);
	for (i = 0; i < l.nr; i++)
		sum += l.word[i] ? strlen(l.word[i]) : 1;
	for (i = 0; i < l.written_nr; i++)
		sum += strlen(l.written[i]);
	FUZZ_CHECK(sum <= 4 * size + 4);
	if (l.nr)
		FUZZ_CHECK(!l.word[l.nr - 1]);
	run = shell_compiler_run(&l, &argc);
	if (run) {
		flags_translate(&t, &a, &pool, "/dir", size % 2 ? "arm64" : "", argc, run);
		for (k = 0; k < t.argc; k++)
			FUZZ_CHECK(t.argv[k]);
		strpool_release(&pool);
	}
	if (link_order_find(&l, &a, &text, &run, &argc)) {
		struct link_order lo;

		link_order_init(&lo);
		link_order_add(&lo, argc, run);
		link_order_release(&lo);
	}
	if (l.nr)
		fuzz_took();
	shell_line_release(&l);
	arena_release(&a);
	strbuf_release(&text);
	free(s);
	return 0;
}
