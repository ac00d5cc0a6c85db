/* SPDX-License-Identifier: MIT */
/*
 * An entry of the cache of facts and its list of paths (before a 0xff byte).
 * The entry's checksum is made to fit: it keeps out damage, not malice.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "frontend/factcache.h"
#include "fuzz.h"

static void put_entry(const char *path, const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, "kpath facts 3\n");
	strbuf_add(&out, data, size);
	bytes_put_u64(&out, digest64(out.buf, out.len));
	fuzz_put(path, out.buf, out.len);
	strbuf_release(&out);
}

/* What is kept comes back, as long as its sources are the same. */
static void put_and_get(struct fact_cache *c, uint64_t key, const uint8_t *data, size_t size)
{
	struct strbuf files = STRBUF_INIT;
	struct wire_reply r = { .facts = data, .facts_len = size };
	struct fact_entry e;
	struct inputs in;
	char source[256];

	fuzz_put(fuzz_path(source, "a.c"), data, size);
	inputs_pack(&files, INPUT_READ, source, input_now(source));
	inputs_pack(&files, INPUT_ABSENT, "/none/x.h", INPUT_NONE);
	inputs_pack(&files, INPUT_REFUSED, "/etc/x.h", INPUT_UNKNOWN);
	r.files = files.buf;
	r.files_len = files.len;
	inputs_init(&in);
	fact_cache_put(c, key, &r);
	FUZZ_CHECK(!fact_cache_get(c, key, &in, &e) && e.size == size);
	FUZZ_CHECK(inputs_of(&in, source) == input_now(source));
	FUZZ_CHECK(!in.refused.nr || in.refused.nr == 1);
	inputs_release(&in);
	strbuf_release(&files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *argv[] = { "-Iinclude", "-Iother", NULL };
	struct compile_command cmd = { .file = "a.c", .path = "/a.c", .dir = "/", .object = "a.o",
		.unit = "vmlinux", .argv = argv, .argc = 2 };
	struct strbuf lines = STRBUF_INIT;
	struct inputs in;
	struct fact_entry e;
	struct fact_cache *c;
	struct compdb db;
	char path[256];
	const uint8_t *list;
	size_t len = 0;

	list = fuzz_cut(&data, &size, &len);
	fuzz_put(fuzz_path(path, "paths"), list, len);
	compdb_init(&db);
	db.tree = db.build = "/";
	c = fact_cache_new(fuzz_dir(), "/dev/null", &db, fuzz_knowledge());
	snprintf(path, sizeof(path), "%s/%016llx.facts", fuzz_dir(),
		 (unsigned long long)fact_cache_key(c, &cmd));
	put_entry(path, data, size);
	inputs_init(&in);
	if (!fact_cache_get(c, fact_cache_key(c, &cmd), &in, &e)) {
		FUZZ_CHECK(digest64(e.data, e.len) != 1);	/* it can be read to its end */
		fuzz_took();
	}
	inputs_lines(&in, &lines);
	if (size % 4 == 1)
		put_and_get(c, fact_cache_key(c, &cmd), data, size);
	fact_cache_free(c);
	unlink(path);
	compdb_release(&db);
	strbuf_release(&lines);
	inputs_release(&in);
	return 0;
}
