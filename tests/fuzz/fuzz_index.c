/* SPDX-License-Identifier: MIT */
/*
 * The index file as bytes. An input is a list of changes to a small index:
 * place (3 bytes), length (1 byte), the bytes themselves; or, after a first
 * byte 'R', a whole file. A file that opens although it was changed must
 * hold the very graph that was written.
 */
#include <string.h>

#include "base/fileio.h"
#include "fuzz.h"
#include "store/index.h"

static struct strbuf whole = STRBUF_INIT;

static void make_whole(const char *path)
{
	fuzz_put_index(path);
	FUZZ_CHECK(!file_read(path, &whole, NULL));
}

static void change(struct strbuf *file, const uint8_t *data, size_t size)
{
	while (size >= 4) {
		size_t at = (data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16) % file->len;
		size_t n = data[3];

		data += 4;
		size -= 4;
		n = n < size ? n : size;
		n = n < file->len - at ? n : file->len - at;
		memcpy(file->buf + at, data, n);
		data += n;
		size -= n;
	}
}

static int same_array(const void *a, uint32_t na, const void *b, uint32_t nb, size_t size)
{
	return na == nb && (!na || !memcmp(a, b, na * size));
}

static void compare(const struct graph *a, const struct graph *b)
{
	uint32_t i;

#define X(type, noun) \
	FUZZ_CHECK(same_array(a->noun, a->nr_##noun, b->noun, b->nr_##noun, sizeof(*a->noun)));
	GRAPH_ARRAYS(X)
#undef X
	FUZZ_CHECK(a->str.nr == b->str.nr);
	for (i = 0; i < a->str.nr; i++)
		FUZZ_CHECK(!strcmp(strtab_str(&a->str, i), strtab_str(&b->str, i)));
}

/* As compare(), each record where it is asked for; 0 where one differs. */
static int same_on_demand(const struct graph *a, const struct graph *b)
{
	uint32_t i;

#define X(type, noun) \
	if (a->nr_##noun != b->nr_##noun) \
		return 0; \
	for (i = 0; i < a->nr_##noun; i++) \
		if (memcmp(graph_##noun(a, i), graph_##noun(b, i), sizeof(*a->noun))) \
			return 0;
	GRAPH_ARRAYS(X)
#undef X
	if (a->str.nr != b->str.nr)
		return 0;
	for (i = 0; i < a->str.nr; i++)
		if (strcmp(graph_str(a, i), graph_str(b, i)))
			return 0;
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf file = STRBUF_INIT, err = STRBUF_INIT, problems = STRBUF_INIT;
	struct index *idx;
	char path[256];
	int raw;

	fuzz_path(path, "x.db");
	if (!whole.len)
		make_whole(path);
	raw = size && *data == 'R';
	if (raw) {
		strbuf_add(&file, data + 1, size - 1);
	} else {
		strbuf_add(&file, whole.buf, whole.len);
		change(&file, data, size);
	}
	fuzz_put(path, file.buf, file.len);
	if (index_open(&idx, path, &err)) {
		FUZZ_CHECK(!idx && err.len);
	} else {
		fuzz_took();
		if (!raw && !same_on_demand(index_graph(idx), fuzz_graph()))
			FUZZ_CHECK(index_failed(idx, &err));
		else if (raw && size % 2)
			fuzz_ask(index_graph(idx));
		if (index_need(idx, INDEX_ALL, &err))
			FUZZ_CHECK(err.len);
		else if (!raw)
			compare(index_graph(idx), fuzz_graph());
		else
			fuzz_ask(index_graph(idx));
		index_close(idx);
		strbuf_clear(&err);
		/* slow: of every fourth */
		if (size % 4 == 0 && index_verify(path, &problems, &err))
			FUZZ_CHECK(err.len);
	}
	strbuf_release(&file);
	strbuf_release(&err);
	strbuf_release(&problems);
	return 0;
}
