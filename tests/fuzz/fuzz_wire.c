/* SPDX-License-Identifier: MIT */
/* Frames between the pool and a worker; the first byte says which. */
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "frontend/inputs.h"
#include "frontend/wire.h"
#include "fuzz.h"

static void read_reply(const uint8_t *data, size_t size)
{
	struct wire_reply r;
	struct tu_facts f;
	enum input_kind kind;
	uint64_t digest;
	size_t at = 0, n, sum = 0, i;
	const char *s;

	if (wire_get_reply(data, size, &r))
		return;
	while ((s = inputs_next(r.files, r.files_len, &at, &kind, &n, &digest)))
		for (i = 0; i < n; i++)
			sum += (unsigned char)s[i];
	for (i = 0; i < r.text_len; i++)
		sum += ((const unsigned char *)r.text)[i];
	facts_init(&f);
	if (!facts_read(&f, r.facts, r.facts_len, NULL))
		sum += f.nr_sym;
	facts_release(&f);
	FUZZ_CHECK(sum < SIZE_MAX);
}

static void read_stream(const uint8_t *data, size_t size)
{
	struct strbuf frame = STRBUF_INIT;
	int fd[2];

	if (size > 4096 || pipe(fd))	/* what a pipe takes at once */
		return;
	FUZZ_CHECK(fd_write_all(fd[1], data, size) == 0);
	close(fd[1]);
	while (wire_read_frame(fd[0], &frame) == 1)
		FUZZ_CHECK(frame.len <= size);
	close(fd[0]);
	strbuf_release(&frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct compile_command cmd = { 0 };
	struct pch_request pch = { 0 };
	struct tu_pch names;
	struct walk_knowledge k;
	struct compdb db;
	struct arena a;
	unsigned flags;

	if (!size)
		return 0;
	memset(&k, 0, sizeof(k));
	arena_init(&a);
	compdb_init(&db);
	switch (data[0]) {
	case 'h':
		wire_get_hello(data + 1, size - 1, &a, &db, &k);
		break;
	case 'q':
		if (!wire_get_request(data + 1, size - 1, &a, &cmd, &names, &flags) && cmd.path)
			FUZZ_CHECK(strlen(cmd.path) < size &&
				   (!names.base[1] || strlen(names.base[1]) < size));
		break;
	case 'p':
		wire_get_pch_request(data + 1, size - 1, &a, &pch);
		break;
	case 's':
		read_stream(data + 1, size - 1);
		break;
	default:
		read_reply(data + 1, size - 1);
	}
	compdb_release(&db);
	arena_release(&a);
	return 0;
}
