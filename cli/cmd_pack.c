/* SPDX-License-Identifier: MIT */
/* kpath pack and kpath fetch: an index that travels with its sources. */
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "cli.h"
#include "indexer/bundle.h"

/* NULL where there is no such folder. */
static char *real_dir(const char *dir)
{
	return dir ? realpath(dir, NULL) : NULL;
}

static int run_pack(struct cli *c, int argc, char **argv)
{
	const char *build = NULL;
	const struct opt opts[] = {
		{ "output", 'o', OPT_STRING, &c->output, "FILE", "the pack (default: the index's name with .kpack behind)" },
		{ "tree", 0, OPT_STRING, &c->tree, "DIR", "where the sources are, if not where they were indexed" },
		{ "build", 0, OPT_STRING, &build, "DIR", "where the generated headers are, likewise" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct strbuf out = STRBUF_INIT;
	struct bundle_counts n;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);
	char *t, *b;

	if (ret >= 0)
		return ret;
	ret = cli_open(c, 0);
	if (ret)
		return ret;
	t = real_dir(c->tree ? c->tree : c->log.tree);
	b = real_dir(build ? build : c->log.build);
	strbuf_addstr(&out, c->output ? c->output : c->db);
	if (!c->output)
		strbuf_addstr(&out, ".kpack");
	if (build && !b)
		ret = cli_fail(c, EX_FAIL, "there is no folder %s", build);
	else if (bundle_write(c->db, t, b, out.buf, &n, &c->err))
		ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
	else
		cli_note(c, n.sources == 1 ? "%s: the index and %lu source, %.1f MiB" :
			 "%s: the index and %lu sources, %.1f MiB", out.buf, n.sources,
			 (double)n.bytes / (1 << 20));
	if (!ret && n.left_out)
		cli_note(c, "not in it, as they are gone or have changed: %lu of the files that the index "
			 "names", n.left_out);
	strbuf_release(&out);
	free(t);
	free(b);
	return ret;
}

const struct command pack_command = {
	.name = "pack",
	.run = run_pack,
	.args = "",
	.about = "put an index and its sources in one file, for those who have no tree",
	.more =
	"The pack holds the index and every source that it was made from, in tar and zstd.\n"
	"Who gets it runs kpath fetch, and needs neither tree nor compiler. Pack only what\n"
	"you may give away: the sources are in it, generated headers too. To sign it, use\n"
	"minisign -Sm FILE, and minisign -Vm FILE before it is fetched.\n"
	"\n"
	"examples:\n"
	"  kpath pack -d linux-6.1.db -o linux-6.1.kpack\n",
};

/* "dir/linux-6.1.kpack" becomes "linux-6.1". */
static void default_dir(const char *file, struct strbuf *out)
{
	const char *name = path_basename(file);
	size_t n = strlen(name);

	if (n > 6 && !strcmp(name + n - 6, ".kpack"))
		n -= 6;
	strbuf_add(out, name, n);
	if (n == strlen(name))
		strbuf_addstr(out, ".d");
}

static int run_fetch(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = {
		{ "output", 'o', OPT_STRING, &c->output, "DIR", "the new folder (default: FILE without .kpack, here)" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct strbuf dir = STRBUF_INIT;
	struct bundle_counts n;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		return ret;
	ret = cli_knowledge(c);
	if (ret)
		return ret;
	if (c->output)
		strbuf_addstr(&dir, c->output);
	else
		default_dir(c->args[0], &dir);
	while (dir.len > 1 && dir.buf[dir.len - 1] == '/')
		strbuf_setlen(&dir, dir.len - 1);
	if (bundle_fetch(c->args[0], dir.buf, &n, &c->err))
		ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
	else
		cli_note(c, n.sources == 1 ? "%s/kpath.db with %lu source beside it; ask it with -d %s/kpath.db" :
			 "%s/kpath.db with %lu sources beside it; ask it with -d %s/kpath.db",
			 dir.buf, n.sources, dir.buf);
	if (!ret && n.left_out)
		cli_note(c, "not in the pack: %lu of the files that the index names", n.left_out);
	strbuf_release(&dir);
	return ret;
}

const struct command fetch_command = {
	.name = "fetch",
	.run = run_fetch,
	.args = "FILE",
	.about = "unpack what kpath pack made, and check all of it",
	.more =
	"Makes a folder with kpath.db and the sources (src/, build/); it may be moved. The\n"
	"index is verified, and each source has to have the digest that the index gives;\n"
	"else nothing is left. Nothing is written outside of the folder.\n"
	"\n"
	"examples:\n"
	"  kpath fetch linux-6.1.kpack\n"
	"  kpath path start_kernel inet_init -d linux-6.1/kpath.db\n",
};
