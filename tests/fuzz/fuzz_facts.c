/* SPDX-License-Identifier: MIT */
/* A facts record; one that is read can be walked, resolved and written again. */
#include <stdlib.h>

#include "base/recfile.h"
#include "fuzz.h"
#include "model/facts.h"
#include "resolve/resolve.h"

static void resolve_it(const uint8_t *data, size_t size)
{
	struct resolve_stats stats = { 0 };
	struct recfile rf;
	struct compdb db;
	struct graph g;
	struct compile_command *cmd;

	compdb_init(&db);
	db.tree = db.build = "/";
	db.version = db.config = db.arch = "";
	cmd = compdb_add(&db);
	cmd->file = cmd->path = cmd->object = cmd->unit = "a.c";
	cmd->dir = "/";
	graph_init(&g);
	FUZZ_CHECK(!recfile_init(&rf, fuzz_dir(), 1, NULL));
	FUZZ_CHECK(!recfile_put(&rf, 0, data, size, NULL));
	resolve(&g, &db, fuzz_knowledge(), &rf, &stats, NULL);
	recfile_release(&rf);
	graph_release(&g);
	compdb_release(&db);
}

/* What is there is not kept twice, and no limit is passed. */
static void keep_again(struct tu_facts *f)
{
	uint32_t i, id, nr = f->nr_guard;

	for (i = 1; i < nr && i < 1000; i++) {
		struct tu_guard g = f->guard[i];

		id = facts_guard(f, &g);
		FUZZ_CHECK(id && id < f->nr_guard && facts_guard(f, &g) == id);
	}
	facts_gconst(f, f->nr_val - 1);
	facts_full(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT, out = STRBUF_INIT, text = STRBUF_INIT;
	struct tu_facts f, again;
	uint32_t i;

	facts_init(&f);
	facts_init(&again);
	if (facts_read(&f, data, size, &err)) {
		FUZZ_CHECK(err.len);
	} else {
		fuzz_took();
		for (i = 0; i < f.nr_val && text.len < 1u << 20; i++)
			facts_val_text(&f, i, &text);
		keep_again(&f);
		facts_write(&f, &out);
		FUZZ_CHECK(!facts_read(&again, out.buf, out.len, &err));
		facts_digest(&again);
		resolve_it(data, size);
	}
	facts_release(&f);
	facts_release(&again);
	strbuf_release(&err);
	strbuf_release(&out);
	strbuf_release(&text);
	return 0;
}
