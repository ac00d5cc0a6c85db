/* SPDX-License-Identifier: MIT */
/* From facts to the index file. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "run.h"
#include "shard.h"
#include "store/index.h"

#define SHOWN_FAILURES 5

/* Digests are of what was read, not of what stands there now. */
static void hash_files(struct index_run *x)
{
	struct inputs shown;
	uint32_t i;

	inputs_init(&shown);
	inputs_shown(&x->fstats.seen, &x->db, &shown);
	for (i = 1; i < x->g.nr_file; i++) {
		struct g_file *f = &x->g.file[i];
		const char *name = graph_str(&x->g, f->name);
		uint64_t h = x->shards ? shard_file_hash(x->shards, name) : inputs_of(&shown, name);

		if (!f->hash || h == INPUT_UNKNOWN)
			f->hash = h;
	}
	inputs_release(&shown);
}

static void set_meta(struct index_run *x)
{
	struct graph *g = &x->g;
	struct strbuf only = STRBUF_INIT;
	const char *config = x->db.config;
	char number[32];
	size_t i;

	for (i = 0; i < x->nr_only; i++)
		strbuf_addf(&only, "%s%s", i ? "," : "", x->only[i]);
	/* a configuration file by its name: where it lies is of this machine */
	if (*config == '/')
		config = path_basename(config);
	graph_set_meta(g, "tree", path_basename(x->db.tree));
	graph_set_meta(g, "version", x->db.version);
	graph_set_meta(g, "config", config);
	graph_set_meta(g, "arch", x->db.arch);
	graph_set_meta(g, "only", only.buf);
	graph_set_meta(g, "kernel", x->db.is_kernel ? "1" : "");
	graph_set_meta(g, "modules", x->modules ? "1" : "");
	graph_set_meta(g, "kpath", KPATH_VERSION);
	strbuf_clear(&only);
	for (i = 0; i < x->db.nr_other; i++)
		strbuf_addf(&only, "%s%s %zu", i ? "," : "", x->db.other[i].name,
			    x->db.other[i].count);
	graph_set_meta(g, "other_languages", only.buf);
	snprintf(number, sizeof(number), "%zu", x->db.modules_left_out);
	graph_set_meta(g, "modules_left_out", number);
	snprintf(number, sizeof(number), "%u", x->failed);
	graph_set_meta(g, "tus_failed", number);
	snprintf(number, sizeof(number), "%u", x->partial);
	graph_set_meta(g, "tus_partial", number);
	snprintf(number, sizeof(number), "%016llx", (unsigned long long)x->k->digest);
	graph_set_meta(g, "knowledge", number);
	strbuf_release(&only);
}

int index_resolve(struct index_run *x)
{
	double start = clock_seconds();
	uint32_t i, read = 0, edges;

	run_begin(x, "resolve");
	run_at(x, 0, 0, "who calls whom");
	if (!x->resolver)
		x->resolver = resolve_start(&x->g, &x->db, x->k, &x->facts, x->err);
	if (!x->resolver)
		return INDEXER_FAILED;
	resolve_finish(x->resolver, &x->rstats);
	x->resolver = NULL;
	for (i = 1; i < x->g.nr_tu; i++) {
		x->failed += x->g.tu[i].status == TU_FAILED;
		x->partial += x->g.tu[i].status == TU_PARTIAL;
		read += x->g.tu[i].status != TU_FAILED;
	}
	if (!read) {
		const char *why = x->g.nr_tu > 1 ? graph_str(&x->g, x->g.tu[1].error) : "";

		return error(x->err, "no translation unit of %u could be read; the first: %s",
			     x->g.nr_tu - 1, *why ? why : "no reason was given");
	}
	recfile_release(&x->facts);
	hash_files(x);
	set_meta(x);
	x->seconds[STEP_RESOLVE] = clock_seconds() - start;
	edges = x->g.nr_edge ? x->g.nr_edge - 1 : 0;
	run_end(x, "resolve", x->seconds[STEP_RESOLVE], "%u function%s, %u call site%s, %u edge%s",
		x->g.nr_func - 1, plural(x->g.nr_func - 1), x->g.nr_site - 1, plural(x->g.nr_site - 1),
		edges, plural(edges));
	return 0;
}

/* A signal waits until index and log are both there, or neither. */
int index_store(struct index_run *x)
{
	double start = clock_seconds();
	sigset_t stop, old;
	struct stat st;
	uint64_t id;
	int ret;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, &old);
	run_begin(x, "store");
	run_at(x, 0, 0, x->opt->output);
	ret = index_write_id(x->opt->output, &x->g, &id, x->err);
	x->seconds[STEP_STORE] = clock_seconds() - start;
	if (!ret)
		ret = index_log_write(x, id);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return INDEXER_FAILED;
	if (stat(x->opt->output, &st))
		st.st_size = 0;
	run_end(x, "store", x->seconds[STEP_STORE], "%s, %.1f MiB", x->opt->output, st.st_size / 1048576.0);
	return 0;
}

static void tell_bad(struct index_run *x, int status, uint32_t nr, const char *what)
{
	uint32_t i, shown = 0;

	if (!nr)
		return;
	run_note(x, "%u of %u translation unit%s %s:", nr, x->g.nr_tu - 1,
		 plural(x->g.nr_tu - 1), what);
	for (i = 1; i < x->g.nr_tu && shown < SHOWN_FAILURES; i++) {
		const struct g_tu *t = &x->g.tu[i];

		if ((int)t->status != status)
			continue;
		shown++;
		run_note(x, "  %s: %s", graph_str(&x->g, x->g.file[t->file].name),
			 graph_str(&x->g, t->error));
	}
	if (nr > shown)
		run_note(x, "  and %u more; %s.log names them all", nr - shown, x->opt->output);
}

static void tell_refused(struct index_run *x)
{
	const char *const *s, *first = NULL;
	size_t nr = x->fstats.seen.refused.nr ? x->fstats.seen.refused.nr - 1 : 0;

	if (nr)
		first = x->fstats.seen.refused.str[1];
	for (s = x->db.refused; s && *s; s++, nr++)
		first = s == x->db.refused ? *s : first;
	if (nr)
		run_note(x, "asked for outside of the tree and not read: %zu file%s or folder%s, "
			 "the first is %s; %s.log names them all, --allow DIR allows them", nr,
			 plural(nr), plural(nr), first,
			 x->opt->output);
}

int index_tell(struct index_run *x)
{
	tell_refused(x);
	tell_bad(x, TU_FAILED, x->failed, "could not be read (the index is usable and says so)");
	tell_bad(x, TU_PARTIAL, x->partial, "could be read in part only");
	return x->failed ? INDEXER_PARTIAL : INDEXER_DONE;
}
