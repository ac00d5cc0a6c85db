/* SPDX-License-Identifier: MIT */
/*
 * What `make -n` prints; and, after a first byte 'R', the record that is kept
 * of it.
 */
#include <string.h>

#include "build/collect.h"
#include "build/dryrun.h"
#include "fuzz.h"

static void replay(const struct strbuf *record, int is_ours)
{
	struct kbuild_options opt = { .tree = "/" };
	struct strbuf err = STRBUF_INIT;
	struct collector c;
	struct compdb db;

	compdb_init(&db);
	db.tree = "/";
	db.build = fuzz_dir();
	db.version = db.config = "";
	db.arch = "x86";
	db.is_kernel = 1;
	collector_init(&c, &db, &opt);
	c.kernel_only = 1;
	if (dryrun_replay(record, &c, fuzz_dir()))
		FUZZ_CHECK(!is_ours);
	else if (collector_finish(&c, &err))
		FUZZ_CHECK(err.len);
	else
		fuzz_took();
	collector_release(&c);
	compdb_release(&db);
	strbuf_release(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf record = STRBUF_INIT;
	const uint8_t *end;
	struct dryrun d;

	if (size && *data == 'R') {
		strbuf_add(&record, data + 1, size - 1);
		replay(&record, 0);
		strbuf_release(&record);
		return 0;
	}
	dryrun_init(&d, fuzz_dir());
	while (size) {
		size_t len = (end = memchr(data, '\n', size)) ? (size_t)(end - data) : size;
		char *line = fuzz_text(data, len);

		dryrun_line(&d, line, len);
		free(line);
		data += len + (end != NULL);
		size -= len + (end != NULL);
	}
	replay(&d.record, 1);
	dryrun_release(&d);
	return 0;
}
