/* SPDX-License-Identifier: MIT */
/* compile_commands.json. */
#include "build/ccjson.h"
#include "build/collect.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const only[] = { "net", "a.c", NULL };
	static const char *const units[] = { "net/*", "net", "*", "rest", NULL };
	struct kbuild_options opt = { .tree = "/", .units = units };
	struct strbuf err = STRBUF_INIT;
	struct collector c;
	struct compdb db;
	char path[256];

	fuzz_put(fuzz_path(path, "compile_commands.json"), data, size);
	opt.only = size % 2 ? only : NULL;
	compdb_init(&db);
	db.tree = "/";
	db.build = fuzz_dir();
	db.version = db.config = db.arch = "";
	collector_init(&c, &db, &opt);
	if (ccjson_collect(&c, path, &err) || collector_finish(&c, &err))
		FUZZ_CHECK(err.len);
	collector_release(&c);
	compdb_release(&db);
	strbuf_release(&err);
	return 0;
}
