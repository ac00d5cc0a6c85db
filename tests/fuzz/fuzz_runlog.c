/* SPDX-License-Identifier: MIT */
/* The log beside an index; and the note in the cache of what one was made of,
 * behind a 0xff byte. */
#include <string.h>

#include "fuzz.h"
#include "indexer/runlog.h"
#include "indexer/uptodate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf stamp = STRBUF_INIT, inputs = STRBUF_INIT, text = STRBUF_INIT;
	struct runlog log = { .tree = NULL }, again = { .tree = NULL };
	char path[256], db[256];
	const uint8_t *part;
	size_t len;

	fuzz_put(fuzz_path(db, "x.db"), "index", 5);
	part = fuzz_cut(&data, &size, &len);
	strbuf_addf(&text, "index\t%016x\n", 1);	/* of this index */
	strbuf_add(&text, part ? (const char *)part : "", part ? len : 0);
	fuzz_put(fuzz_path(path, "x.db.log"), text.buf, text.len);
	strbuf_release(&text);
	runlog_read(&log, db, 1);
	if (log.tree)
		fuzz_took();
	/* what was read comes back from what is written */
	strbuf_addf(&text, "index\t%016x\n", 1);
	runlog_put(&text, &log);
	fuzz_put(path, text.buf, text.len);
	runlog_read(&again, db, 1);
	FUZZ_CHECK(!log.tree == !again.tree && (!log.tree || !strcmp(log.tree, again.tree)));
	FUZZ_CHECK(!log.build == !again.build && (!log.build || !strcmp(log.build, again.build)));
	runlog_release(&again);
	strbuf_release(&text);
	runlog_release(&log);

	strbuf_addstr(&stamp, "stamp");
	strbuf_add(&inputs, data, size);
	uptodate_write(fuzz_dir(), db, &stamp, &inputs);
	uptodate_check(fuzz_dir(), db, &stamp);
	strbuf_release(&stamp);
	strbuf_release(&inputs);
	return 0;
}
