/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

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
	struct indexer_options x = { .tree = NULL };
	struct indexing in;
	struct str_list only = { 0 }, allow = { 0 };
	const char *shard = NULL;
	const struct opt opts[] = {
		{ "build", 0, OPT_STRING, &x.build, "DIR", "where the tree was built (O=DIR)" },
		{ "config", 0, OPT_STRING, &x.config, "NAME|FILE", "of a bare kernel tree: a target (defconfig) or a .config" },
		{ "arch", 0, OPT_STRING, &x.arch, "ARCH", "of a bare kernel tree (default: this machine's)" },
		{ "only", 0, OPT_LIST, &only, "DIR,…", "read only these directories or files" },
		{ "allow", 0, OPT_LIST, &allow, "DIR,…", "read these too: what a tree's commands ask for outside of it is refused otherwise" },
		{ "modules", 0, OPT_FLAG, &x.modules, NULL, "read what is built as modules too" },
		{ "jobs", 'j', OPT_UINT, &x.jobs, "N", "worker processes (default: one a processor)" },
		{ "make", 0, OPT_FLAG, &x.make, NULL, "run the tree's Makefile even if the tree is not yours" },
		{ "no-make", 0, OPT_FLAG, &x.no_make, NULL, "never run make: the tree must have been built" },
		{ "no-pch", 0, OPT_FLAG, &x.no_pch, NULL, "precompile no headers (slower, the same index)" },
		{ "no-cache", 0, OPT_FLAG, &x.no_cache, NULL, "reuse nothing of earlier runs, keep nothing for the next" },
		{ "shard", 0, OPT_STRING, &shard, "K/N", "read only the K-th of N parts and write its facts to -o FILE, for kpath link" },
		{ "output", 'o', OPT_STRING, &c->output, "FILE", "of --shard: where the facts are written" },
		{ "timeout", 0, OPT_UINT, &x.timeout, "SECONDS", "that one file may take to be read (default 300)" },
		{ "cache", 0, OPT_STRING, &x.cache, "DIR", "where what can be made anew is kept (default ~/.cache/kpath)" },
		{ "worker", 0, OPT_STRING, &x.worker, "FILE", "the program kpath-worker, if it is not beside kpath" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		goto out;
	if (x.make && x.no_make)
		ret = cli_fail(c, EX_USE, "--make and --no-make exclude each other");
	else if (x.jobs > 1024)
		ret = cli_fail(c, EX_USE, "-j is at most 1024");
	else if (shard && parse_shard(&x, shard))
		ret = cli_fail(c, EX_USE, "--shard wants K/N, 1 <= K <= N <= %u, not \"%s\"",
			       MAX_SHARDS, shard);
	else if (shard && !c->output)
		ret = cli_fail(c, EX_USE, "--shard writes facts to a file; name it with -o");
	else if (!shard && c->output)
		ret = cli_fail(c, EX_USE, "kpath index writes to -d FILE; -o is of no use here");
	if (ret >= 0)
		goto out;
	x.tree = c->args[0];
	x.output = shard ? c->output : c->db;
	x.only = only.s;
	x.allow = allow.s;
	ret = cli_knowledge(c);
	if (ret)
		goto out;
	indexing_init(&in, c);
	ret = indexing_end(&in, shard ? indexer_shard(&x, &c->k, &in.ev, &c->err) :
			   indexer_index(&x, &c->k, &in.ev, &c->err));
out:
	str_list_release(&only);
	str_list_release(&allow);
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
