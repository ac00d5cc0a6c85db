/* SPDX-License-Identifier: MIT */
/*
 * A shard file: what follows the version in the head that all have in common
 * (with its length in two bytes before it), and the rest of the file. The
 * version and the checksum are made to fit.
 */
#include "indexer/shard.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "frontend/wire.h"
#include "fuzz.h"
#include "indexer/run.h"

/* A shard of what was read is one that can be read, or there is a record that is none. */
static void write_again(struct index_run *x)
{
	struct strbuf err = STRBUF_INIT;
	const struct indexer_options opt = { .output = "" };
	struct index_run y;
	char path[256];
	const char *const paths[] = { fuzz_path(path, "again"), NULL };

	fuzz_took();
	x->err = &err;
	x->shard = 1;
	if (shard_write(path, x)) {
		FUZZ_CHECK(err.len);
	} else {
		index_run_init(&y, &opt, fuzz_knowledge(), NULL, &err);
		FUZZ_CHECK(!shards_read(&y, paths, 1) || x->nr_shards != 1);
		index_run_release(&y);
	}
	strbuf_release(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT, common = STRBUF_INIT, err = STRBUF_INIT;
	const struct indexer_options opt = { .output = "" };
	struct index_run x;
	char path[256];
	const char *const paths[] = { fuzz_path(path, "shard"), NULL };
	size_t head;

	if (size < 2)
		return 0;
	head = data[0] | (size_t)data[1] << 8;
	data += 2;
	size -= 2;
	head = head < size ? head : size;
	bytes_put_blob(&common, KPATH_VERSION, strlen(KPATH_VERSION));
	bytes_put_u64(&common, wire_knowledge_digest(fuzz_knowledge()));
	strbuf_add(&common, data, head);
	strbuf_addstr(&out, SHARD_MAGIC);
	bytes_put_blob(&out, common.buf, common.len);
	strbuf_add(&out, data + head, size - head);
	bytes_put_u64(&out, digest64(out.buf, out.len));
	fuzz_put(path, out.buf, out.len);

	index_run_init(&x, &opt, fuzz_knowledge(), NULL, &err);
	if (shards_read(&x, paths, 1))
		FUZZ_CHECK(err.len);
	else
		write_again(&x);
	index_run_release(&x);
	strbuf_release(&out);
	strbuf_release(&common);
	strbuf_release(&err);
	return 0;
}
