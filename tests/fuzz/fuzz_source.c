/* SPDX-License-Identifier: MIT */
/* A source file, as those parts see it that read text: assembler, the words of a
 * header, the colours of a listing. */
#include <stdlib.h>

#include "frontend/pchtab.h"
#include "fuzz.h"
#include "base/fileio.h"
#include "queries/check/tree_names.h"
#include "reports/html/clex.h"
#include "worker/asm.h"

struct words {
	const char *text;
	size_t len, sum, called;
};

static void count_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	struct words *w = ctx;

	FUZZ_CHECK(n && place <= WORD_UNDEFINED);
	w->sum += n;
	w->called += (size_t)may_be_called(w->text, w->len, s, n, place);
}

static int every_section(void *ctx, const char *section)
{
	(void)ctx;
	return *section != '.';
}

/* The lines as they come back from the preprocessor, one at a time. */
static void run_lines(struct asm_run *run, uint32_t file, const uint8_t *data, size_t size)
{
	struct strbuf line = STRBUF_INIT;
	struct asm_place at = { file, 1 };
	const uint8_t *nl;
	size_t len, i;

	for (; size; size -= len, data += len, at.line++) {
		nl = memchr(data, '\n', size);
		len = nl ? (size_t)(nl - data) + 1 : size;
		strbuf_clear(&line);
		strbuf_add(&line, data, len - (nl != NULL));
		for (i = 0; i < line.len; i++)
			if (line.buf[i] == ASM_BACKSLASH)
				line.buf[i] = '\\';
		asm_run_line(run, at, line.buf ? line.buf : "", line.len);
	}
	strbuf_release(&line);
}

/* Both steps around the preprocessor. What comes out must be a record that can be read. */
static void assembler(const uint8_t *data, size_t size)
{
	struct strbuf wrapped = STRBUF_INIT, rec = STRBUF_INIT, err = STRBUF_INIT;
	struct tu_facts f, again;
	struct asm_facts *af;
	struct asm_run *run;

	asm_wrap((const char *)data, size, size % 2 ? '#' : '@', &wrapped);
	facts_init(&f);
	facts_init(&again);
	f.file = strtab_add(&f.str, "entry.S");
	af = asm_facts_new(&f);
	run = asm_run_new(asm_facts_stmt, af);
	run_lines(run, f.file, data, size);
	asm_facts_finish(af, run, every_section, NULL);
	facts_digest(&f);
	facts_write(&f, &rec);
	FUZZ_CHECK(!facts_read(&again, rec.buf, rec.len, &err));
	asm_facts_free(af);
	asm_run_free(run);
	facts_release(&f);
	facts_release(&again);
	strbuf_release(&wrapped);
	strbuf_release(&rec);
	strbuf_release(&err);
}

/* A tree that a document is compared with: what it defines beside the index. */
static void tree(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "clear_page", "f", "main", "s", "ops", "name", "entry", "X", "do_it" };
	static const char *const files[] = { "t/net/a.c", "t/include/b.h", "t/arch/x86/c.S",
		"t/net/Makefile" };
	struct tree_names t;
	char path[256], root[256];
	size_t i;

	for (i = 0; i < 4; i++) {
		fuzz_path(path, files[i]);
		*strrchr(path, '/') = '\0';
		dir_make_all(path, 0777, NULL);
		fuzz_put(fuzz_path(path, files[i]), data, size);
	}
	tree_names_init(&t);
	t.arch = "arch/x86/";
	for (i = 0; i < 9; i++)
		tree_names_want(&t, names[i]);
	tree_names_look(&t, fuzz_path(root, "t"));
	for (i = 0; i < 9; i++) {
		const struct tree_name *n = tree_names_get(&t, names[i]);

		FUZZ_CHECK(!n || (n->nr && n->nr <= TREE_PLACES && n->at[0].line));
	}
	tree_names_release(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct clex x;
	char *text = fuzz_text(data, size);
	const char *piece;
	struct words w = { .text = text, .len = size };
	size_t len, sum = 0;

	scan_words(text, size, count_word, &w);
	FUZZ_CHECK(w.sum <= size && w.called <= w.sum);
	is_once_only(text, size);
	clex_init(&x, text, size);
	for (sum = 0;; sum += len) {
		clex_next(&x, &piece, &len);
		if (!len)
			break;
	}
	FUZZ_CHECK(sum <= size);

	assembler(data, size);
	if (size % 2)
		tree(data, size);
	fuzz_took();
	free(text);
	return 0;
}
