/* SPDX-License-Identifier: MIT */
/* compile_commands.json; behind a 0xff byte the response file "words" beside it, which it may name. */
#include "base/fileio.h"
#include "build/ccjson.h"
#include "build/collect.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const only[] = { "net", "a.c", NULL };
	static const char *const units[] = { "net/*", "net", "*", "rest", NULL };
	struct kbuild_options opt = { .tree = fuzz_dir(), .units = units };
	struct strbuf err = STRBUF_INIT;
	struct collector c;
	struct compdb db;
	static const char *const allow[] = { "/usr/share", "/none", NULL };
	char path[256];
	const uint8_t *part;
	size_t len;

	/* a build beside its sources */
	dir_make_all(fuzz_path(path, "source/include/linux"), 0777, NULL);
	fuzz_put(fuzz_path(path, "source/include/linux/kernel.h"), "", 0);
	part = fuzz_cut(&data, &size, &len);
	fuzz_put(fuzz_path(path, "compile_commands.json"), part, part ? len : 0);
	fuzz_put(fuzz_path(path, "words"), data, size);
	fuzz_path(path, "compile_commands.json");
	opt.build = fuzz_dir();
	opt.allow = allow;
	opt.only = size % 2 ? only : NULL;
	compdb_init(&db);
	db.tree = db.build = fuzz_dir();
	db.version = db.config = db.arch = "";
	collector_init(&c, &db, &opt);
	if (ccjson_collect(&c, path, &err) || collector_finish(&c, &err))
		FUZZ_CHECK(err.len);
	else
		fuzz_took();
	collector_release(&c);
	compdb_release(&db);
	strbuf_release(&err);
	return 0;
}
