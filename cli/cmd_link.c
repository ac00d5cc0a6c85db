/* SPDX-License-Identifier: MIT */
/* kpath link: shards of facts to one index. */
#include "indexing.h"

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = {
		{ "output", 'o', OPT_STRING, &c->output, "FILE", "the index, as with -d" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct indexer_options x = { .tree = NULL };
	struct indexing in;
	int ret = cli_parse(c, opts, argc, argv, 1, 100000);

	if (ret >= 0)
		return ret;
	if (c->output)
		c->db = c->output;
	ret = cli_knowledge(c);
	if (ret)
		return ret;
	x.output = c->db;
	indexing_init(&in, c);
	return indexing_end(&in, indexer_link(&x, c->args, c->nr_args, &c->k, &in.ev, &c->err));
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
