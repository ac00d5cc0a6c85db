/* SPDX-License-Identifier: MIT */
#include "indexer.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "run.h"
#include "shard.h"
#include "uptodate.h"

void index_run_init(struct index_run *x, const struct indexer_options *opt,
		    const struct knowledge *k, const struct indexer_events *ev,
		    struct strbuf *err)
{
	memset(x, 0, sizeof(*x));
	x->opt = opt;
	x->k = k;
	x->ev = ev;
	x->err = err;
	x->shard = opt->shard;
	x->nr_shards = opt->nr_shards;
	x->modules = opt->modules;
	arena_init(&x->arena);
	strbuf_init(&x->worker_path);
	strbuf_init(&x->pch_dir);
	strbuf_init(&x->facts_dir);
	strbuf_init(&x->stamp);
	strbuf_init(&x->fstats.pch_notes);
	strbuf_init(&x->fstats.inputs);
	compdb_init(&x->db);
	graph_init(&x->g);
	x->facts.fd = -1;
}

void index_run_release(struct index_run *x)
{
	resolve_cancel(x->resolver);
	graph_release(&x->g);
	recfile_release(&x->facts);
	compdb_release(&x->db);
	shards_free(x->shards);
	strbuf_release(&x->worker_path);
	strbuf_release(&x->pch_dir);
	strbuf_release(&x->facts_dir);
	strbuf_release(&x->stamp);
	strbuf_release(&x->fstats.pch_notes);
	strbuf_release(&x->fstats.inputs);
	inputs_release(&x->fstats.seen);
	arena_release(&x->arena);
}

void run_begin(struct index_run *x, const char *step)
{
	x->ev->begin(x->ev->ctx, step);
}

void run_at(struct index_run *x, size_t done, size_t total, const char *what)
{
	x->ev->progress(x->ev->ctx, done, total, what);
}

void run_end(struct index_run *x, const char *step, double seconds, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	x->ev->end(x->ev->ctx, step, seconds, text.buf);
	strbuf_release(&text);
}

void run_note(struct index_run *x, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	x->ev->note(x->ev->ctx, text.buf);
	strbuf_release(&text);
}

static int make_index(struct index_run *x)
{
	const char *output = x->opt->output;
	int ret = index_check_output(x);

	if (!ret)
		ret = index_begin(x);
	if (!ret)
		ret = index_prepare(x);
	if (ret)
		return ret;
	index_stamp(x);
	if (x->facts_dir.len && uptodate_check(x->facts_dir.buf, output, &x->stamp)) {
		run_end(x, "done", 0, "nothing has changed since %s was made", output);
		return INDEXER_DONE;
	}
	if (index_parse(x) || index_resolve(x) || index_store(x))
		return INDEXER_FAILED;
	if (x->facts_dir.len && !x->failed && !x->partial)
		uptodate_write(x->facts_dir.buf, output, &x->stamp, &x->fstats.inputs);
	return index_tell(x);
}

enum indexer_result indexer_index(const struct indexer_options *opt, const struct knowledge *k,
				  const struct indexer_events *ev, struct strbuf *err)
{
	struct index_run x;
	int ret;

	index_run_init(&x, opt, k, ev, err);
	ret = make_index(&x);
	index_run_release(&x);
	return ret;
}

/* Every nr_shards-th TU: neighbours are alike, so the parts cost the same. */
static void take_part(struct index_run *x, struct compdb *part)
{
	const struct compdb *db = &x->db;
	size_t i;

	*part = *db;
	part->cmd = arena_alloc(&x->arena, (db->nr + 1) * sizeof(*part->cmd));
	part->nr = part->asm_nr = 0;
	for (i = x->shard - 1; i < db->nr; i += x->nr_shards) {
		part->asm_nr += i >= db->nr - db->asm_nr;
		part->cmd[part->nr++] = db->cmd[i];
	}
}

static int make_shard(struct index_run *x)
{
	struct compdb part, whole;
	int ret = index_begin(x);

	if (!ret)
		ret = index_prepare(x);
	if (ret)
		return ret;
	whole = x->db;
	take_part(x, &part);
	x->db = part;
	ret = index_parse(x);
	x->db = whole;
	return ret || shard_write(x->opt->output, x) ? INDEXER_FAILED : INDEXER_DONE;
}

enum indexer_result indexer_shard(const struct indexer_options *opt, const struct knowledge *k,
				  const struct indexer_events *ev, struct strbuf *err)
{
	struct index_run x;
	int ret;

	index_run_init(&x, opt, k, ev, err);
	ret = make_shard(&x);
	index_run_release(&x);
	return ret;
}

static int make_link(struct index_run *x, const char *const *shards, int nr)
{
	double start = clock_seconds();
	int ret = index_check_output(x);

	if (!ret)
		ret = shards_read(x, shards, nr);
	if (ret)
		return ret;
	x->seconds[STEP_PREPARE] = clock_seconds() - start;
	run_end(x, "read", x->seconds[STEP_PREPARE], "%zu translation unit%s in %u shard%s", x->db.nr,
		plural(x->db.nr), x->nr_shards, plural(x->nr_shards));
	return index_resolve(x) || index_store(x) ? INDEXER_FAILED : index_tell(x);
}

enum indexer_result indexer_link(const struct indexer_options *opt, const char *const *shards,
				 int nr, const struct knowledge *k,
				 const struct indexer_events *ev, struct strbuf *err)
{
	struct index_run x;
	int ret;

	index_run_init(&x, opt, k, ev, err);
	ret = make_link(&x, shards, nr);
	index_run_release(&x);
	return ret;
}
