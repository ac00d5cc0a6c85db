/* SPDX-License-Identifier: MIT */
/* From a tree to the facts of its units. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/tempfile.h"
#include "base/xalloc.h"
#include "build/kbuild.h"
#include "frontend/factcache.h"
#include "run.h"

#define PCH_CACHE_BYTES (1ull << 30)

static void on_step(void *ctx, const char *what)
{
	run_at(ctx, 0, 0, what);
}

static void on_parse(void *ctx, size_t done, size_t total, const char *file)
{
	run_at(ctx, done, total, file);
}

int index_check_output(struct index_run *x)
{
	const char *output = x->opt->output, *slash = strrchr(output, '/');
	struct stat st;
	const char *dir = slash == output ? "/" : slash ?
		arena_strndup(&x->arena, output, slash - output) : ".";

	if (!*output || (!stat(output, &st) && !S_ISREG(st.st_mode)))
		return error(x->err, "the index can't be written to \"%s\": that is no regular "
			     "file; name one with -d", output);
	if (!dir_exists(dir))
		return error(x->err, "the index can't be written to %s: there is no directory %s",
			     output, dir);
	if (access(dir, W_OK | X_OK))
		return error(x->err, "the index can't be written to %s: %s", output,
			     strerror(errno));
	tempfile_sweep(output);
	tempfile_sweep(arena_printf(&x->arena, "%s.log", output));
	return 0;
}

static int find_worker(struct index_run *x)
{
	struct strbuf *p = &x->worker_path;

	if (x->opt->worker) {
		char *real = realpath(x->opt->worker, NULL);

		if (!real)
			return error(x->err, "the worker program %s was not found",
				     x->opt->worker);
		strbuf_addstr(p, real);
		free(real);
		return 0;
	}
	if (!program_beside(p, "kpath-worker"))
		return 0;
	if (!p->len)
		return error(x->err, "/proc/self/exe can't be read (is /proc mounted?), so "
			     "kpath-worker can't be found; name it with --worker");
	return error(x->err, "kpath-worker was found neither in %s nor in %s/../libexec/kpath; "
		     "install kpath as a whole, or name the worker with --worker", p->buf, p->buf);
}

static int cmp_str(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "./net//" and "net" are one; sorted, so that the order given does not matter. */
static void fold_only(struct index_run *x)
{
	const char *const *given = x->opt->only;
	size_t i, n = 0, nr = 0;

	while (given && given[nr])
		nr++;
	x->only = arena_alloc(&x->arena, (nr + 1) * sizeof(*x->only));
	for (i = 0; i < nr; i++) {
		struct strbuf sb = STRBUF_INIT;
		size_t len;

		path_join(&sb, "/", given[i]);
		for (len = sb.len; len > 1 && sb.buf[len - 1] == '/'; len--)
			;
		x->only[i] = *given[i] == '/' ? given[i] :
			arena_strndup(&x->arena, sb.buf + 1, len - 1);
		strbuf_release(&sb);
	}
	qsort(x->only, nr, sizeof(*x->only), cmp_str);
	for (i = 0; i < nr; i++)
		if (*x->only[i] && (!n || strcmp(x->only[i], x->only[n - 1])))
			x->only[n++] = x->only[i];
	x->nr_only = n;
	x->only[n] = NULL;
}

/* Without a cache directory everything works, only slower. */
static void open_caches(struct index_run *x)
{
	struct strbuf dir = STRBUF_INIT, why = STRBUF_INIT;

	cache_dir(&dir, x->opt->cache);
	if ((!x->opt->no_pch && cache_subdir(&x->pch_dir, dir.buf, "pch", &why)) ||
	    (!x->opt->no_cache && cache_subdir(&x->facts_dir, dir.buf, "facts", &why)))
		run_note(x, "nothing is kept for the next time: %s", why.buf);
	strbuf_release(&dir);
	strbuf_release(&why);
}

int index_begin(struct index_run *x)
{
	fold_only(x);
	open_caches(x);
	return find_worker(x);
}

int index_prepare(struct index_run *x)
{
	const struct indexer_options *o = x->opt;
	const struct k_pairs *u = &x->k->units;
	const char **units = arena_alloc(&x->arena, (2 * u->nr + 1) * sizeof(*units));
	struct kbuild_options opt = {
		.tree = o->tree, .build = o->build, .config = o->config, .arch = o->arch,
		.cache_dir = o->cache, .only = x->only, .units = units, .allow = o->allow,
		.make = o->make ? KBUILD_MAKE_ALWAYS : o->no_make ? KBUILD_MAKE_NEVER :
			KBUILD_MAKE_IF_OWNER,
		.modules = x->modules, .jobs = o->jobs, .step = on_step, .step_ctx = x,
	};
	double start = clock_seconds();
	size_t i;
	int ret;

	for (i = 0; i < u->nr; i++) {
		units[2 * i] = u->p[i].key;
		units[2 * i + 1] = u->p[i].value;
	}
	run_begin(x, "prepare");
	ret = kbuild_commands(&x->db, &opt, x->err);
	if (ret)
		return ret == KBUILD_NOT_ALLOWED ? INDEXER_REFUSED : INDEXER_FAILED;
	x->seconds[STEP_PREPARE] = clock_seconds() - start;
	run_end(x, "prepare", x->seconds[STEP_PREPARE],
		"%zu translation unit%s, %zu assembler source%s%s", x->db.nr - x->db.asm_nr,
		plural(x->db.nr - x->db.asm_nr), x->db.asm_nr, plural(x->db.asm_nr),
		x->db.modules_left_out ? "; modules left out (--modules reads them)" : "");
	for (i = 0; i < x->db.nr_other; i++)
		run_note(x, "%zu %s of %s not read (the first is %s)", x->db.other[i].count,
			 x->db.other[i].count > 1 ? "sources" : "source", x->db.other[i].name,
			 x->db.other[i].file);
	return 0;
}

void index_stamp(struct index_run *x)
{
	const struct compdb *db = &x->db;
	uint64_t h = digest_str(KPATH_VERSION);
	size_t i;

	h = digest_mix(h, x->k->digest);
	h = digest_mix(h, file_digest("/proc/self/exe"));
	h = digest_mix(h, file_digest(x->worker_path.buf));
	for (i = 0; i < db->nr; i++) {
		h = digest_mix(h, compile_command_digest(&db->cmd[i]));
		h = digest_mix(h, db->cmd[i].link_order);
	}
	for (i = 0; i < db->nr_other; i++)
		h = digest_mix(h, digest_mix(digest_str(db->other[i].name), db->other[i].count));
	for (i = 0; i < x->nr_only; i++)
		h = digest_mix(h, digest_str(x->only[i]));
	strbuf_addf(&x->stamp, "%016llx %s %s %s %s %s %zu %d", (unsigned long long)h, db->tree,
		    db->build, db->version, db->config, db->arch, db->modules_left_out, x->modules);
}

int index_parse(struct index_run *x)
{
	struct frontend_options opt = {
		.worker = x->worker_path.buf, .jobs = x->opt->jobs, .timeout = x->opt->timeout,
		.pch_dir = x->pch_dir.len ? x->pch_dir.buf : NULL,
		.facts_dir = x->facts_dir.len ? x->facts_dir.buf : NULL,
		.step = on_step, .progress = on_parse, .progress_ctx = x,
	};
	const struct frontend_stats *st = &x->fstats;
	double start = clock_seconds();
	int ret;

	if (recfile_init(&x->facts, NULL, x->db.nr, x->err))
		return INDEXER_FAILED;
	if (!x->nr_shards) {
		recfile_start(&x->facts);
		x->resolver = resolve_start(&x->g, &x->db, x->k, &x->facts, x->err);
		if (!x->resolver)
			return INDEXER_FAILED;
	}
	run_begin(x, "parse");
	ret = frontend_run(&x->db, x->k, &opt, &x->facts, &x->fstats, x->err);
	recfile_finish(&x->facts);
	if (ret)
		return INDEXER_FAILED;
	x->seconds[STEP_PARSE] = clock_seconds() - start;
	if (x->pch_dir.len)
		cache_trim(x->pch_dir.buf, PCH_CACHE_BYTES);
	run_end(x, "parse", x->seconds[STEP_PARSE], "%.0f s of worker time, largest worker %ld MiB, "
		"over precompiled headers: %zu, as last time: %zu%s", st->worker_cpu,
		st->worker_rss_kb / 1024, st->over_pch, st->reused,
		st->retried ? ", some tried twice" : "");
	return 0;
}
