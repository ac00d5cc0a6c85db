/* SPDX-License-Identifier: MIT */
#include "indexing.h"

#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "queries/lab/lab.h"

void indexing_args_init(struct indexing_args *x, struct opt *opts, const struct opt *own)
{
	struct indexer_options *o = &x->o;
	const struct opt all[INDEXING_OPTIONS] = {
		{ "build", 0, OPT_STRING, &o->build, "DIR", "where the tree was built (O=DIR)" },
		{ "config", 0, OPT_STRING, &o->config, "NAME|FILE", "of a bare kernel tree: a target (defconfig) or a .config" },
		{ "arch", 0, OPT_STRING, &o->arch, "ARCH", "of a bare kernel tree (default: this machine's)" },
		{ "only", 0, OPT_LIST, &x->only, "DIR,…", "read only these directories or files; lab:tcpip stands for what that lab needs" },
		{ "allow", 0, OPT_LIST, &x->allow, "DIR,…", "read these too: what a tree's commands ask for outside of it is refused otherwise" },
		{ "modules", 0, OPT_FLAG, &o->modules, NULL, "read what is built as modules too" },
		{ "jobs", 'j', OPT_UINT, &o->jobs, "N", "worker processes (default: one a processor)" },
		{ "make", 0, OPT_FLAG, &o->make, NULL, "run the tree's Makefile even if the tree is not yours" },
		{ "no-make", 0, OPT_FLAG, &o->no_make, NULL, "never run make: the tree must have been built" },
		{ "no-pch", 0, OPT_FLAG, &o->no_pch, NULL, "precompile no headers (slower, the same index)" },
		{ "no-cache", 0, OPT_FLAG, &o->no_cache, NULL, "reuse nothing of earlier runs, keep nothing for the next" },
		{ "timeout", 0, OPT_UINT, &o->timeout, "SECONDS", "that one file may take to be read (default 300)" },
		{ "cache", 0, OPT_STRING, &o->cache, "DIR", "where what can be made anew is kept (default ~/.cache/kpath)" },
		{ "worker", 0, OPT_STRING, &o->worker, "FILE", "the program kpath-worker, if it is not beside kpath" },
	};

	memset(x, 0, sizeof(*x));
	memcpy(opts, all, sizeof(all));
	opts += INDEXING_OPTIONS;
	do
		*opts++ = *own;
	while (!opt_is_end(own++));
}

void indexing_args_release(struct indexing_args *x)
{
	str_list_release(&x->only);
	str_list_release(&x->allow);
}

/* "lab:tcpip" stands for what that lab reads. */
static int add_reads(struct cli *c, struct str_list *l, const char *name)
{
	struct lab lab;
	const char *json;
	size_t len;
	int ret = -1, i;

	memset(&lab, 0, sizeof(lab));
	json = lab_builtin(name, &len);
	if (!json || lab_parse(&lab, json, len, name, &c->err) || !lab.reads)
		ret = cli_fail(c, EX_USE, "no built-in lab \"%s\" says what it reads; see kpath help labs", name);
	for (i = 0; ret < 0 && lab.reads[i]; i++)
		str_list_add(l, arena_strdup(&c->arena, lab.reads[i]));
	lab_release(&lab);
	return ret;
}

static int expand_only(struct indexing_args *x, struct cli *c)
{
	struct str_list all = { NULL };
	size_t i;
	int ret = -1;

	for (i = 0; i < x->only.nr && ret < 0; i++) {
		if (!strncmp(x->only.s[i], "lab:", 4))
			ret = add_reads(c, &all, x->only.s[i] + 4);
		else
			str_list_add(&all, x->only.s[i]);
	}
	str_list_release(&x->only);
	x->only = all;
	return ret;
}

int indexing_args_check(struct indexing_args *x, struct cli *c)
{
	struct indexer_options *o = &x->o;

	if (o->make && o->no_make)
		return cli_fail(c, EX_USE, "--make and --no-make exclude each other");
	if (o->jobs > 1024)
		return cli_fail(c, EX_USE, "-j is at most 1024");
	if (x->only.nr && expand_only(x, c) >= 0)
		return EX_USE;
	o->tree = c->args[0];
	o->only = x->only.s;
	o->allow = x->allow.s;
	return -1;
}

static void begin(void *ctx, const char *step)
{
	struct indexing *in = ctx;

	progress_start(&in->bar, step, in->c->quiet);
}

static void progress(void *ctx, size_t done, size_t total, const char *what)
{
	struct indexing *in = ctx;

	progress_update(&in->bar, done, total, what);
}

static void end(void *ctx, const char *step, double seconds, const char *text)
{
	struct indexing *in = ctx;

	progress_end(&in->bar);
	if (!in->c->quiet)
		fprintf(stderr, "%-8s %6.1f s  %s\n", step, seconds, text);
}

static void note(void *ctx, const char *text)
{
	struct indexing *in = ctx;

	cli_note(in->c, "%s", text);
}

void indexing_init(struct indexing *in, struct cli *c)
{
	*in = (struct indexing){
		.c = c,
		.ev = { .begin = begin, .progress = progress, .end = end, .note = note, .ctx = in },
	};
}

int indexing_end(struct indexing *in, enum indexer_result result)
{
	if (result == INDEXER_DONE)
		return EX_FOUND;
	if (result == INDEXER_PARTIAL)
		return EX_PARTIAL;
	progress_end(&in->bar);
	return cli_fail(in->c, result == INDEXER_REFUSED ? EX_USE : EX_FAIL, "%s", in->c->err.buf);
}
