/* SPDX-License-Identifier: MIT */
/* The log beside an index; and the note in the cache of what one was made of,
 * behind a 0xff byte. */
#include "base/digest.h"
#include "cli/runlog.h"
#include "cli/uptodate.h"
#include "frontend/factcache.h"
#include "fuzz.h"

/* The note, with a head that fits; its name is a digest. */
static void put_note(const char *db, const char *stamp, const uint8_t *data, size_t size)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;

	strbuf_addf(&path, "%s/%016llx.inputs", fuzz_dir(), (unsigned long long)digest_str(db));
	strbuf_addf(&text, "kpath inputs 1\n%s\n%016llx\n", stamp,
		    (unsigned long long)file_digest(db));
	strbuf_add(&text, data, size);
	fuzz_put(path.buf, text.buf, text.len);
	strbuf_release(&path);
	strbuf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf stamp = STRBUF_INIT, text = STRBUF_INIT;
	struct runlog log = { .tree = NULL };
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
	runlog_release(&log);

	strbuf_addstr(&stamp, "stamp");
	put_note(db, stamp.buf, data, size);
	uptodate_check(fuzz_dir(), db, &stamp);
	strbuf_release(&stamp);
	return 0;
}
