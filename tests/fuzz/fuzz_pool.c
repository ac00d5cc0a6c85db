/* SPDX-License-Identifier: MIT */
/*
 * What a worker says that somebody else speaks for: the input is all that it writes, whatever it is
 * asked. The index has a record of each file then, if only that it could not be read.
 */
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/recfile.h"
#include "frontend/frontend.h"
#include "fuzz.h"

#define FILES 3

/* A worker that only says what lies in "said"; where the first byte is odd, after it was asked. */
static const char worker[] =
	"#!/bin/sh\ncd \"${0%/*}\"\n[ -e wait ] && head -c 5 > /dev/null\nexec cat said\n";

static void put_worker(char *path)
{
	fuzz_put(fuzz_path(path, "worker"), worker, sizeof(worker) - 1);
	FUZZ_CHECK(!chmod(path, 0700));
}

/* Each command has a record that can be read. */
static void check(struct recfile *rf)
{
	struct strbuf rec = STRBUF_INIT, err = STRBUF_INIT;
	struct tu_facts f;
	size_t i, read = 0;

	facts_init(&f);
	for (i = 0; i < FILES; i++) {
		strbuf_clear(&rec);
		FUZZ_CHECK(!recfile_read(rf, (uint32_t)i, &rec));
		FUZZ_CHECK(!facts_read(&f, rec.buf, rec.len, &err));
		read += f.status == TU_OK;
	}
	if (read)
		fuzz_took();
	facts_release(&f);
	strbuf_release(&rec);
	strbuf_release(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frontend_options opt = { .jobs = 2, .timeout = 5, .recycle = 2 };
	struct frontend_stats stats;
	struct strbuf err = STRBUF_INIT;
	struct compdb db;
	struct recfile rf;
	char path[256], wait[256], facts[256];
	unsigned i;

	if (!size)
		return 0;
	put_worker(path);
	opt.worker = path;
	opt.facts_dir = fuzz_path(facts, "facts");
	fuzz_put(fuzz_path(wait, "said"), data + 1, size - 1);
	fuzz_path(wait, "wait");
	if (data[0] & 1)
		fuzz_put(wait, "", 0);
	compdb_init(&db);
	db.tree = db.build = fuzz_dir();
	db.version = db.config = db.arch = "";
	for (i = 0; i < FILES; i++) {
		struct compile_command *cmd = compdb_add(&db);

		cmd->file = cmd->path = cmd->unit = "a.c";
		cmd->object = i == 0 ? "a.o" : i == 1 ? "b.o" : "c.o";
		cmd->dir = "/";
	}
	FUZZ_CHECK(!recfile_init(&rf, fuzz_dir(), FILES, NULL));
	if (frontend_run(&db, fuzz_knowledge(), &opt, &rf, &stats, &err))
		FUZZ_CHECK(err.len);
	else
		check(&rf);
	strbuf_release(&stats.pch_notes);
	strbuf_release(&stats.inputs);
	inputs_release(&stats.seen);
	recfile_release(&rf);
	compdb_release(&db);
	remove(wait);
	dir_remove_all(facts, NULL);	/* else the next input would be this one's answer */
	strbuf_release(&err);
	return 0;
}
