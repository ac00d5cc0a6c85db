/* SPDX-License-Identifier: MIT */
/* A source file, as those parts see it that read text: assembler, the words of a
 * header, the colours of a listing. */
#include <stdlib.h>

#include "frontend/pchtab.h"
#include "fuzz.h"
#include "reports/html/clex.h"
#include "worker/asm.h"

static void count_word(void *ctx, const char *s, size_t n, enum word_place place)
{
	size_t *sum = ctx;

	FUZZ_CHECK(n && place <= WORD_UNDEFINED);
	*sum += n;
}

static int every_section(void *ctx, const char *section)
{
	(void)ctx;
	return *section != '.';
}

/* The lines as the preprocessor hands them on, one at a time. */
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
			if (line.buf[i] == '\\')
				line.buf[i] = ASM_BACKSLASH;
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct clex x;
	char *text = fuzz_text(data, size);
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

	assembler(data, size);
	free(text);
	return 0;
}
