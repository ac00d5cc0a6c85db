/* SPDX-License-Identifier: MIT */
/* `.cmd` files: that of an object, one of another, that of an archive; a 0xff
 * byte ends each. */
#include "build/cmdfiles.h"
#include "build/collect.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { ".a.o.cmd", ".b.o.cmd", ".built-in.a.cmd" };
	struct kbuild_options opt = { .tree = "/" };
	struct strbuf err = STRBUF_INIT;
	struct collector c;
	struct compdb db;
	char path[256];
	size_t i, len;

	for (i = 0; i < 3; i++) {
		const uint8_t *part = fuzz_cut(&data, &size, &len);

		fuzz_put(fuzz_path(path, names[i]), part, part ? len : 0);
	}
	compdb_init(&db);
	db.tree = "/";
	db.build = fuzz_dir();
	db.version = db.config = "";
	db.arch = "x86";
	db.is_kernel = 1;
	collector_init(&c, &db, &opt);
	c.kernel_only = 1;
	if (cmdfiles_collect(&c, fuzz_dir(), fuzz_dir(), &err) || collector_finish(&c, &err))
		FUZZ_CHECK(err.len);
	else
		fuzz_took();
	collector_release(&c);
	compdb_release(&db);
	strbuf_release(&err);
	return 0;
}
