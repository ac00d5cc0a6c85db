/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "indexing.h"

/* "2/16" */
static int parse_shard(struct indexer_options *x, const char *text)
{
	char *end;
	unsigned long k = strtoul(text, &end, 10), n;

	if (end == text || *end != '/' || !strchr("123456789", end[1]) || !end[1])
		return -1;
	n = strtoul(end + 1, &end, 10);
	if (*end || !k || k > n || n > MAX_SHARDS)
		return -1;
	x->shard = (uint32_t)k;
	x->nr_shards = (uint32_t)n;
	return 0;
}

static int run(struct cli *c, int argc, char **argv)
{
	struct indexing_args x;
	struct indexing in;
	const char *shard = NULL;
	const struct opt own[] = {
		{ "shard", 0, OPT_STRING, &shard, "K/N", "read only the K-th of N parts and write its facts to -o FILE, for kpath link" },
		{ "output", 'o', OPT_STRING, &c->output, "FILE", "of --shard: where the facts are written" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct opt opts[INDEXING_OPTIONS + ARRAY_SIZE(own)];
	int ret;

	indexing_args_init(&x, opts, own);
	ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		goto out;
	ret = indexing_args_check(&x, c);
	if (ret < 0 && shard && parse_shard(&x.o, shard))
		ret = cli_fail(c, EX_USE, "--shard wants K/N, 1 <= K <= N <= %u, not \"%s\"",
			       MAX_SHARDS, shard);
	else if (ret < 0 && shard && !c->output)
		ret = cli_fail(c, EX_USE, "--shard writes facts to a file; name it with -o");
	else if (ret < 0 && !shard && c->output)
		ret = cli_fail(c, EX_USE, "kpath index writes to -d FILE; -o is of no use here");
	if (ret >= 0)
		goto out;
	x.o.output = shard ? c->output : c->db;
	ret = cli_knowledge(c);
	if (ret)
		goto out;
	indexing_init(&in, c);
	ret = indexing_end(&in, shard ? indexer_shard(&x.o, &c->k, &in.ev, &c->err) :
			   indexer_index(&x.o, &c->k, &in.ev, &c->err));
out:
	indexing_args_release(&x);
	return ret;
}

const struct command index_command = {
	.name = "index",
	.run = run,
	.args = "TREE",
	.about = "read a source tree and write its index",
	.more =
	"TREE is a kernel tree, bare or built, or any C project with compile_commands.json.\n"
	"It is never written to. FILE.log beside the index tells how the run went. Exit\n"
	"code 5: done, but some files could not be read.\n"
	"\n"
	"examples:\n"
	"  kpath index ~/linux-6.1 -d linux-6.1.db\n"
	"  kpath index ~/linux-6.1 --only init,net -d net.db\n"
	"  kpath index . --build ../build --modules\n"
	"  kpath index ~/mydriver --build /lib/modules/6.1.0/build      a module out of tree\n"
	"  kpath index ~/linux-6.1 --shard 2/16 -o part-2.facts\n",
};
