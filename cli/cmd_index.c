/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/progress.h"
#include "base/recfile.h"
#include "base/xalloc.h"
#include "build/kbuild.h"
#include "cli.h"
#include "frontend/factcache.h"
#include "frontend/frontend.h"
#include "index_run.h"
#include "model/graph.h"
#include "resolve/resolve.h"
#include "shard.h"
#include "uptodate.h"

#define PCH_CACHE_BYTES (1ull << 30)

static void on_step(void *ctx, const char *what)
{
	struct index_run *x = ctx;

	progress_update(&x->bar, 0, 0, what);
}

static void on_parse(void *ctx, size_t done, size_t total, const char *file)
{
	struct index_run *x = ctx;

	progress_update(&x->bar, done, total, file);
}

/* kpath-worker stands beside kpath (build directory) or in ../libexec/kpath. */
static int find_worker(struct index_run *x, struct strbuf *err)
{
	static const char *const places[] = { "kpath-worker", "../libexec/kpath/kpath-worker" };
	struct strbuf *p = &x->worker_path;
	char exe[4096];
	ssize_t n;
	size_t i;

	if (x->worker) {
		char *real = realpath(x->worker, NULL);

		if (!real)
			return error(err, "the worker program %s was not found", x->worker);
		strbuf_addstr(p, real);
		free(real);
		return 0;
	}
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n <= 0)
		return error(err, "/proc/self/exe can't be read (is /proc mounted?), so "
			     "kpath-worker can't be found; name it with --worker");
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		strbuf_clear(p);
		path_join(p, exe, places[i]);
		if (!access(p->buf, X_OK))
			return 0;
	}
	return error(err, "kpath-worker was found neither in %s nor in %s/../libexec/kpath; "
		     "install kpath as a whole, or name the worker with --worker", exe, exe);
}

static int cmp_str(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "./net//" and "net" are one; sorted, so that the order given does not matter. */
static void fold_only(struct index_run *x)
{
	struct str_list *l = &x->only;
	size_t i, n = 0;

	for (i = 0; i < l->nr; i++) {
		struct strbuf sb = STRBUF_INIT;
		size_t len;

		path_join(&sb, "/", l->s[i]);
		for (len = sb.len; len > 1 && sb.buf[len - 1] == '/'; len--)
			;
		l->s[i] = *l->s[i] == '/' ? l->s[i] :
			arena_strndup(&x->c->arena, sb.buf + 1, len - 1);
		strbuf_release(&sb);
	}
	if (l->nr)
		qsort(l->s, l->nr, sizeof(*l->s), cmp_str);
	for (i = 0; i < l->nr; i++)
		if (*l->s[i] && (!n || strcmp(l->s[i], l->s[n - 1])))
			l->s[n++] = l->s[i];
	l->nr = n;
	if (l->s)
		l->s[n] = NULL;
}

static int step_prepare(struct index_run *x)
{
	struct cli *c = x->c;
	const struct k_pairs *u = &c->k.units;
	const char **units = arena_alloc(&c->arena, (2 * u->nr + 1) * sizeof(*units));
	struct kbuild_options opt = {
		.tree = c->args[0], .build = x->build, .config = x->config, .arch = x->arch,
		.cache_dir = x->cache, .only = (const char *const *)x->only.s, .units = units,
		.allow = (const char *const *)x->allow.s,
		.make = x->make ? KBUILD_MAKE_ALWAYS : x->no_make ? KBUILD_MAKE_NEVER :
			KBUILD_MAKE_IF_OWNER,
		.modules = x->modules, .jobs = x->jobs, .step = on_step, .step_ctx = x,
	};
	double start = clock_seconds();
	size_t i;
	int ret;

	for (i = 0; i < u->nr; i++) {
		units[2 * i] = u->p[i].key;
		units[2 * i + 1] = u->p[i].value;
	}
	progress_start(&x->bar, "prepare", c->quiet);
	ret = kbuild_commands(&x->db, &opt, &c->err);
	if (ret) {
		x->code = ret == KBUILD_NOT_ALLOWED ? EX_USE : EX_FAIL;
		return -1;
	}
	x->seconds[0] = clock_seconds() - start;
	index_step_done(x, "prepare", 0, "%zu translation units, %zu assembler sources%s",
		  x->db.nr - x->db.asm_nr, x->db.asm_nr, x->db.modules_left_out ?
		  "; modules left out (--modules reads them)" : "");
	for (i = 0; i < x->db.nr_other; i++)
		cli_note(c, "%zu %s of %s not read (the first is %s)", x->db.other[i].count,
			 x->db.other[i].count > 1 ? "sources" : "source", x->db.other[i].name,
			 x->db.other[i].file);
	return 0;
}

/* Without a cache directory everything works, only slower. */
static void open_caches(struct index_run *x)
{
	struct strbuf dir = STRBUF_INIT, why = STRBUF_INIT;

	cache_dir(&dir, x->cache);
	if ((!x->no_pch && cache_subdir(&x->pch_dir, dir.buf, "pch", &why)) ||
	    (!x->no_cache && cache_subdir(&x->facts_dir, dir.buf, "facts", &why)))
		cli_note(x->c, "nothing is kept for the next time: %s", why.buf);
	strbuf_release(&dir);
	strbuf_release(&why);
}

static int step_parse(struct index_run *x)
{
	struct cli *c = x->c;
	struct frontend_options opt = {
		.worker = x->worker_path.buf, .jobs = x->jobs, .step = on_step, .timeout = x->timeout,
		.pch_dir = x->pch_dir.len ? x->pch_dir.buf : NULL,
		.facts_dir = x->facts_dir.len ? x->facts_dir.buf : NULL,
		.progress = on_parse, .progress_ctx = x,
	};
	double start = clock_seconds();

	int ret;

	if (recfile_init(&x->facts, NULL, x->db.nr, &c->err))
		return -1;
	if (!x->nr_shards) {
		recfile_start(&x->facts);
		x->resolver = resolve_start(&x->g, &x->db, &c->k, &x->facts, &c->err);
		if (!x->resolver)
			return -1;
	}
	progress_start(&x->bar, "parse", c->quiet);
	ret = frontend_run(&x->db, &c->k, &opt, &x->facts, &x->fstats, &c->err);
	recfile_finish(&x->facts);
	if (ret)
		return -1;
	x->seconds[1] = clock_seconds() - start;
	if (x->pch_dir.len)
		cache_trim(x->pch_dir.buf, PCH_CACHE_BYTES);
	index_step_done(x, "parse", 1, "%.0f s of worker time, largest worker %ld MiB, %zu over precompiled headers, %zu as last time%s",
		  x->fstats.worker_cpu, x->fstats.worker_rss_kb / 1024, x->fstats.over_pch,
		  x->fstats.reused, x->fstats.retried ? ", some tried twice" : "");
	return 0;
}

/* All that decides about the index but the bytes of sources. */
static void index_stamp(struct index_run *x)
{
	const struct compdb *db = &x->db;
	uint64_t h = digest_str(KPATH_VERSION);
	size_t i;

	h = digest_mix(h, x->c->k.digest);
	h = digest_mix(h, file_digest("/proc/self/exe"));
	h = digest_mix(h, file_digest(x->worker_path.buf));
	for (i = 0; i < db->nr; i++) {
		h = digest_mix(h, compile_command_digest(&db->cmd[i]));
		h = digest_mix(h, db->cmd[i].link_order);
	}
	for (i = 0; i < db->nr_other; i++)
		h = digest_mix(h, digest_mix(digest_str(db->other[i].name), db->other[i].count));
	for (i = 0; i < x->only.nr; i++)
		h = digest_mix(h, digest_str(x->only.s[i]));
	strbuf_addf(&x->stamp, "%016llx %s %s %s %s %s %zu %d", (unsigned long long)h, db->tree,
		    db->build, db->version, db->config, db->arch, db->modules_left_out, x->modules);
}

static int make_index(struct index_run *x)
{
	struct cli *c = x->c;
	int ret = cli_knowledge(c);

	if (!ret)
		ret = index_check_target(c);
	if (ret)
		return ret;
	fold_only(x);
	open_caches(x);
	if (find_worker(x, &c->err) || step_prepare(x))
		goto failed;
	index_stamp(x);
	if (x->facts_dir.len && uptodate_check(x->facts_dir.buf, c->db, &x->stamp)) {
		index_step_done(x, "done", 1, "nothing has changed since %s was made", c->db);
		return EX_FOUND;
	}
	if (step_parse(x) || index_resolve(x) || index_store(x))
		goto failed;
	if (x->facts_dir.len && !x->failed && !x->partial)
		uptodate_write(x->facts_dir.buf, c->db, &x->stamp, &x->fstats.inputs);
	return index_result(x);
failed:
	resolve_cancel(x->resolver);
	progress_end(&x->bar);
	return cli_fail(c, x->code ? x->code : EX_FAIL, "%s", c->err.buf);
}

/* "2/16" */
static int parse_shard(struct index_run *x, const char *text)
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

/* Every nr_shards-th TU: neighbours are alike, so the parts cost the same. */
static void take_part(struct index_run *x, struct compdb *part)
{
	const struct compdb *db = &x->db;
	size_t i;

	*part = *db;
	part->cmd = arena_alloc(&x->c->arena, (db->nr + 1) * sizeof(*part->cmd));
	part->nr = part->asm_nr = 0;
	for (i = x->shard - 1; i < db->nr; i += x->nr_shards) {
		part->asm_nr += i >= db->nr - db->asm_nr;
		part->cmd[part->nr++] = db->cmd[i];
	}
}

static int make_shard(struct index_run *x)
{
	struct cli *c = x->c;
	struct compdb part, whole;
	int ret = cli_knowledge(c);

	if (ret)
		return ret;
	fold_only(x);
	open_caches(x);
	if (find_worker(x, &c->err) || step_prepare(x))
		goto failed;
	whole = x->db;
	take_part(x, &part);
	x->db = part;
	ret = step_parse(x);
	x->db = whole;
	if (ret || shard_write(c->output, x, &c->err))
		goto failed;
	return EX_FOUND;
failed:
	progress_end(&x->bar);
	return cli_fail(c, x->code ? x->code : EX_FAIL, "%s", c->err.buf);
}

static int run(struct cli *c, int argc, char **argv)
{
	struct index_run x = {
		.c = c, .fstats = { .pch_notes = STRBUF_INIT, .inputs = STRBUF_INIT },
	};
	const char *shard = NULL;
	const struct opt opts[] = {
		{ "build", 0, OPT_STRING, &x.build, "DIR", "where the tree was built (O=DIR)" },
		{ "config", 0, OPT_STRING, &x.config, "NAME|FILE", "of a bare kernel tree: a target (defconfig) or a .config" },
		{ "arch", 0, OPT_STRING, &x.arch, "ARCH", "of a bare kernel tree (default: this machine's)" },
		{ "only", 0, OPT_LIST, &x.only, "DIR,…", "read only these directories or files" },
		{ "allow", 0, OPT_LIST, &x.allow, "DIR,…", "read these too: what a tree's commands ask for outside of it is refused otherwise" },
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
	strbuf_init(&x.worker_path);
	strbuf_init(&x.pch_dir);
	strbuf_init(&x.facts_dir);
	strbuf_init(&x.stamp);
	compdb_init(&x.db);
	graph_init(&x.g);
	x.facts.fd = -1;
	ret = x.nr_shards ? make_shard(&x) : make_index(&x);
	graph_release(&x.g);
	recfile_release(&x.facts);
	compdb_release(&x.db);
	strbuf_release(&x.worker_path);
	strbuf_release(&x.pch_dir);
	strbuf_release(&x.facts_dir);
	strbuf_release(&x.stamp);
	strbuf_release(&x.fstats.pch_notes);
	strbuf_release(&x.fstats.inputs);
	inputs_release(&x.fstats.seen);
out:
	str_list_release(&x.only);
	str_list_release(&x.allow);
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
