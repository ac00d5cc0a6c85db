/* SPDX-License-Identifier: MIT */
/*
 * A shard file: what follows the version in the head that all have in common
 * (with its length in two bytes before it), and the rest of the file. The
 * version and the checksum are made to fit.
 */
#include "cli/shard.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "cli/index_run.h"
#include "base/xalloc.h"
#include "fuzz.h"

/* options.c has them too, and asks for the whole program. */
void str_list_add(struct str_list *l, const char *s)
{
	ALLOC_GROW(l->s, l->nr + 2, l->alloc);
	l->s[l->nr++] = s;
	l->s[l->nr] = NULL;
}

void str_list_release(struct str_list *l)
{
	free(l->s);
	memset(l, 0, sizeof(*l));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT, common = STRBUF_INIT, err = STRBUF_INIT;
	struct index_run x;
	struct cli c;
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
	bytes_put_u64(&common, fuzz_knowledge()->digest);
	strbuf_add(&common, data, head);
	strbuf_addstr(&out, "kpath shard 1\n");
	bytes_put_blob(&out, common.buf, common.len);
	strbuf_add(&out, data + head, size - head);
	bytes_put_u64(&out, digest64(out.buf, out.len));
	fuzz_put(path, out.buf, out.len);

	memset(&x, 0, sizeof(x));
	memset(&c, 0, sizeof(c));
	c.k = *fuzz_knowledge();
	x.c = &c;
	x.facts.fd = -1;
	compdb_init(&x.db);
	if (shards_read(&x, paths, 1, &err))
		FUZZ_CHECK(err.len);
	recfile_release(&x.facts);
	compdb_release(&x.db);
	shards_free(x.shards);
	str_list_release(&x.only);
	arena_release(&c.arena);
	strbuf_release(&out);
	strbuf_release(&common);
	strbuf_release(&err);
	return 0;
}
