/* SPDX-License-Identifier: MIT */
/* kpath link: shards of facts to one index. */
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "index_run.h"
#include "shard.h"

static int make_index(struct index_run *x)
{
	struct cli *c = x->c;
	double start = clock_seconds();
	int ret = cli_knowledge(c);

	if (!ret)
		ret = index_check_target(c);
	if (ret)
		return ret;
	if (shards_read(x, c->args, c->nr_args, &c->err))
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	x->seconds[0] = clock_seconds() - start;
	index_step_done(x, "read", 0, "%zu translation units in %u shards", x->db.nr, x->nr_shards);
	if (index_resolve(x) || index_store(x)) {
		progress_end(&x->bar);
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	}
	return index_result(x);
}

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = {
		{ "output", 'o', OPT_STRING, &c->output, "FILE", "the index, as with -d" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct index_run x = {
		.c = c, .facts = { .fd = -1 },
		.fstats = { .pch_notes = STRBUF_INIT, .inputs = STRBUF_INIT },
	};
	int ret = cli_parse(c, opts, argc, argv, 1, 100000);

	if (ret >= 0)
		return ret;
	if (c->output)
		c->db = c->output;
	compdb_init(&x.db);
	graph_init(&x.g);
	ret = make_index(&x);
	graph_release(&x.g);
	recfile_release(&x.facts);
	compdb_release(&x.db);
	shards_free(x.shards);
	str_list_release(&x.only);
	return ret;
}

const struct command link_command = {
	.name = "link",
	.run = run,
	.args = "FACTS…",
	.about = "put shards of facts together to an index",
	.more =
	"FACTS are files that kpath index --shard K/N -o FILE made, all N of them. The\n"
	"index (-o FILE or -d FILE) has the same bytes as one made in one go. The tree is\n"
	"not needed.\n"
	"\n"
	"examples:\n"
	"  kpath link part-*.facts -o kernel.db\n",
};
