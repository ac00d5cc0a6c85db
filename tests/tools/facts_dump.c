/* SPDX-License-Identifier: MIT */
/*
 * kpath-facts: the facts of translation units as readable text.
 *
 *	kpath-facts [options] FILE -- CLANG-FLAGS…
 *	kpath-facts [options] --tree TREE --only FILE[,FILE…]
 *
 * Parses in this process, without workers, so that a debugger sees it all.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "build/kbuild.h"
#include "frontend/wire.h"
#include "worker/pch.h"
#include "worker/tu.h"

static const char usage[] =
"usage: kpath-facts [options] FILE [-- FLAGS]\n"
"       kpath-facts [options] --tree TREE --only FILE[,FILE...]\n"
"  --body NAME   only the bodies of this function or variable\n"
"  --syms        symbols, records and fields too\n"
"  --quiet       no facts, only a line of numbers for each file\n"
"  --no-pretty   never pretty-print a declaration\n"
"  --pch DIR     with precompiled headers, kept in DIR\n"
"  --compare     parse each file plainly too and name those whose records differ\n"
"                (with --syms: print both)\n"
"  --times       CPU seconds of each file, on stderr\n"
"  --every N     only every Nth file, and then from --from N on (default 0)\n"
"  --config NAME|FILE, --arch ARCH, --cache DIR, --modules: as for kpath index\n";

struct dump {
	const struct tu_facts *f;
	const char *body;
	int syms, quiet, compare, times;
	unsigned every, from;
	const char *pch;
	struct strbuf line;
};

static const char *const rel_text[] = {
	"?", "==", "!=", "<", "<=", ">", ">=", "true", "false", "in", "not in", "any bit", "no bit",
};

static const char *const cls_text[] = {
	"other", "scalar", "func", "rec*", "void*", "ptr", "rec",
};

static const char *const op_text[] = { "=", "|=", "&=", "+=", "-=", "?=" };

static void put_val(struct dump *d, uint32_t v)
{
	facts_val_text(d->f, v, &d->line);
}

static void put_guards(struct dump *d, uint32_t id)
{
	static const char *const flag[] = {
		"unlikely", "error", "loop", "case", "early", "negated", "likely",
	};
	size_t i;

	for (; id; id = d->f->guard[id].parent) {
		const struct tu_guard *g = &d->f->guard[id];

		strbuf_addf(&d->line, "\n\t\t\tguard %u: ", g->line);
		if (g->rel != GUARD_OPAQUE) {
			put_val(d, g->subject);
			strbuf_addf(&d->line, " %s", rel_text[g->rel]);
			for (i = 0; i < g->nr; i++) {
				strbuf_addch(&d->line, i ? ',' : ' ');
				put_val(d, d->f->gconst[g->first + i]);
			}
			strbuf_addch(&d->line, ' ');
		}
		strbuf_addf(&d->line, "\"%s\"", facts_str(d->f, g->text));
		for (i = 0; i < ARRAY_SIZE(flag); i++)
			if (g->flags & 1u << i)
				strbuf_addf(&d->line, " %s", flag[i]);
	}
}

static void put_place(struct dump *d, uint32_t file, uint32_t line)
{
	if (file)
		strbuf_addf(&d->line, "%s:", facts_str(d->f, file));
	strbuf_addf(&d->line, "%u", line);
}

static void put_named(struct dump *d, const char *name, uint32_t str)
{
	if (str)
		strbuf_addf(&d->line, " %s=%s", name, facts_str(d->f, str));
}

static void flush(struct dump *d)
{
	puts(d->line.buf);
	strbuf_clear(&d->line);
}

static void dump_call(struct dump *d, const struct tu_call *c)
{
	uint32_t i;

	strbuf_addstr(&d->line, "\tcall ");
	put_place(d, c->file, c->line);
	strbuf_addf(&d->line, ":%u ", c->col);
	put_val(d, c->callee);
	strbuf_addch(&d->line, '(');
	for (i = 0; i < c->nr_args; i++) {
		if (i)
			strbuf_addstr(&d->line, ", ");
		put_val(d, d->f->arg[c->arg + i]);
	}
	strbuf_addch(&d->line, ')');
	put_named(d, "macro", c->macro);
	put_named(d, "sig", c->sig);
	if (c->flags & CALLF_INDIRECT_CALL)
		strbuf_addstr(&d->line, " indirect-call");
	if (c->flags & CALLF_CLEANUP)
		strbuf_addstr(&d->line, " cleanup");
	if (c->flags & CALLF_STATIC_CALL)
		strbuf_addstr(&d->line, " static-call");
	put_guards(d, c->guard);
	flush(d);
}

static void dump_store(struct dump *d, const struct tu_store *s)
{
	strbuf_addstr(&d->line, "\tstore ");
	put_place(d, s->file, s->line);
	strbuf_addch(&d->line, ' ');
	put_val(d, s->dst);
	strbuf_addf(&d->line, " %s ", op_text[s->op]);
	put_val(d, s->src);
	strbuf_addf(&d->line, " (%s)", cls_text[s->cls]);
	put_named(d, "macro", s->macro);
	if (s->flags & STOREF_INIT)
		strbuf_addstr(&d->line, " init");
	if (s->flags & STOREF_RETURN)
		strbuf_addstr(&d->line, " return");
	if (s->flags & STOREF_LOCAL_INIT)
		strbuf_addstr(&d->line, " local-init");
	put_guards(d, s->guard);
	flush(d);
}

static void put_sym(struct dump *d, const struct tu_sym *s)
{
	static const char *const kind[] = { "none", "func", "var", "local" };
	static const char *const linkage[] = { "no linkage", "internal", "external" };
	static const char *const flag[] = {
		"defined", "inline", "weak", "header", "included-c", "array", "notrace",
		"noreturn", "compound", "builtin", "error", "variadic", "static-local",
		"const", "asm",
	};
	size_t i;

	strbuf_addf(&d->line, "%s %s %s:%u-%u %s", kind[s->kind], facts_str(d->f, s->name),
		    facts_str(d->f, s->path), s->line, s->end_line, linkage[s->linkage]);
	for (i = 0; i < ARRAY_SIZE(flag); i++)
		if (s->flags & 1u << i)
			strbuf_addf(&d->line, " %s", flag[i]);
	put_named(d, "macro", s->macro);
	put_named(d, "section", s->section);
	put_named(d, "alias", s->alias);
	if (s->rec)
		put_named(d, "rec", d->f->rec[s->rec].name);
	if (s->pointee)
		put_named(d, "pointee", d->f->rec[s->pointee].name);
	if (s->owner)
		put_named(d, "owner", d->f->sym[s->owner].name);
	if (d->syms) {
		put_named(d, "usr", s->usr);
		put_named(d, "sig", s->sig);
	}
}

static void dump_body(struct dump *d, const struct tu_body *b)
{
	uint32_t i;

	if (d->body && strcmp(facts_str(d->f, d->f->sym[b->sym].name), d->body))
		return;
	strbuf_addstr(&d->line, "body ");
	if (b->sym)
		put_sym(d, &d->f->sym[b->sym]);
	else
		strbuf_addstr(&d->line, "of file scope");
	if (d->syms)
		strbuf_addf(&d->line, " digest=%016llx", (unsigned long long)b->digest);
	flush(d);
	for (i = 0; i < b->nr_calls; i++)
		dump_call(d, &d->f->call[b->call + i]);
	for (i = 0; i < b->nr_stores; i++)
		dump_store(d, &d->f->store[b->store + i]);
}

static void dump_syms(struct dump *d)
{
	const struct tu_facts *f = d->f;
	uint32_t i;

	for (i = 1; i < f->nr_sym; i++) {
		strbuf_addf(&d->line, "sym %u ", i);
		put_sym(d, &f->sym[i]);
		flush(d);
	}
	for (i = 1; i < f->nr_rec; i++) {
		strbuf_addf(&d->line, "rec %s %s:%u key=%s", facts_str(f, f->rec[i].name),
			    facts_str(f, f->rec[i].path), f->rec[i].line,
			    facts_str(f, f->rec[i].key));
		flush(d);
	}
	for (i = 1; i < f->nr_field; i++) {
		const struct tu_field *fi = &f->field[i];

		strbuf_addf(&d->line, "field %s.%s line %u %s", facts_str(f, f->rec[fi->rec].name),
			    facts_str(f, fi->name), fi->line, cls_text[fi->cls]);
		if (fi->is_array)
			strbuf_addstr(&d->line, " array");
		if (fi->bits)
			strbuf_addf(&d->line, " bits=%u", fi->bits);
		if (fi->pointee)
			put_named(d, "pointee", f->rec[fi->pointee].name);
		put_named(d, "sig", fi->sig);
		flush(d);
	}
}

static void dump_tu(struct dump *d)
{
	static const char *const status[] = { "ok", "partial", "failed" };
	const struct tu_facts *f = d->f;
	uint32_t i;

	printf("tu %s unit=%s %s errors=%u syms=%u bodies=%u calls=%u stores=%u guards=%u\n",
	       facts_str(f, f->file), facts_str(f, f->unit), status[f->status], f->nr_errors,
	       f->nr_sym - 1, f->nr_body, f->nr_call, f->nr_store, f->nr_guard - 1);
	if (f->error)
		printf("error: %s\n", facts_str(f, f->error));
	if (d->quiet)
		return;
	if (d->syms)
		dump_syms(d);
	for (i = 0; i < f->nr_body; i++)
		dump_body(d, &f->body[i]);
}

/* One command by hand: FILE -- FLAGS, its directory is the tree. */
static void own_command(struct compdb *db, const char *file, char **flags, int nr)
{
	struct compile_command *c = compdb_add(db);
	struct strbuf path = STRBUF_INIT;
	char cwd[4096];
	int i;

	if (!getcwd(cwd, sizeof(cwd)))
		cwd[0] = 0;
	path_join(&path, cwd, file);
	c->path = arena_strdup(&db->arena, path.buf);
	db->tree = db->build = arena_strndup(&db->arena, c->path,
					     (size_t)(path_basename(c->path) - c->path) - 1);
	c->dir = arena_strdup(&db->arena, cwd);
	c->file = compdb_display_path(db, &db->arena, c->path);
	c->object = "";
	c->unit = "program";
	c->argv = arena_alloc(&db->arena, ((size_t)nr + 1) * sizeof(*c->argv));
	for (i = 0; i < nr; i++)
		c->argv[c->argc++] = flags[i];
	strbuf_release(&path);
}

static const char **split(struct arena *a, const char *list)
{
	char *copy = arena_strdup(a, list), *p, *save = NULL;
	const char **v = arena_alloc(a, (strlen(list) + 2) * sizeof(*v));
	size_t n = 0;

	for (p = strtok_r(copy, ",", &save); p; p = strtok_r(NULL, ",", &save))
		v[n++] = p;
	return v;
}

static int tree_commands(struct compdb *db, struct kbuild_options *ko,
			 const struct knowledge *k, struct strbuf *err)
{
	const char **units = arena_alloc(&db->arena, (2 * k->units.nr + 1) * sizeof(*units));
	size_t i;

	for (i = 0; i < k->units.nr; i++) {
		units[2 * i] = k->units.p[i].key;
		units[2 * i + 1] = k->units.p[i].value;
	}
	ko->units = units;
	return kbuild_commands(db, ko, err);
}

#define COMPARE(noun) do { \
	uint32_t i_; \
	if (f.nr_##noun != g.nr_##noun) \
		printf("\t%u and %u of " #noun "\n", f.nr_##noun, g.nr_##noun); \
	else \
		for (i_ = 0; i_ < f.nr_##noun; i_++) \
			if (memcmp(&f.noun[i_], &g.noun[i_], sizeof(*f.noun))) { \
				printf("\tfrom " #noun " %u on\n", i_); \
				break; \
			} \
} while (0)

/* Where two records begin to differ, array by array. */
static void tell_difference(const struct strbuf *one, const struct strbuf *two)
{
	struct tu_facts f, g;
	uint32_t i;

	facts_init(&f);
	facts_init(&g);
	if (!facts_read(&f, one->buf, one->len, NULL) && !facts_read(&g, two->buf, two->len, NULL)) {
		if (f.hash != g.hash)
			puts("\tthe file's digest");
		for (i = 1; i < f.str.nr && i < g.str.nr; i++) {
			if (!strcmp(f.str.str[i], g.str.str[i]))
				continue;
			printf("\tfrom string %u on: %s and %s\n", i, f.str.str[i], g.str.str[i]);
			break;
		}
		COMPARE(sym);
		COMPARE(rec);
		COMPARE(field);
		COMPARE(val);
		COMPARE(guard);
		COMPARE(call);
		COMPARE(store);
		COMPARE(body);
	}
	facts_release(&f);
	facts_release(&g);
}

static double cpu_seconds(void)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	return (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
		(double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;
}

/* The PCHs of each command. */
static struct tu_pch *make_pchs(struct dump *d, struct tu_parser *tp, const struct compdb *db,
			      const struct knowledge *k, struct pch_plan *plan)
{
	struct tu_pch *base = xcalloc(db->nr + 1, sizeof(*base));
	const char **made;
	size_t i;

	pch_plan_make(plan, db, k, d->pch);
	made = xcalloc(plan->nr + 1, sizeof(*made));
	for (i = 0; i < plan->nr; i++) {
		struct strbuf b = STRBUF_INIT, err = STRBUF_INIT;
		double start = cpu_seconds();

		made[i + 1] = "";
		if (pch_make(tp, &plan->req[i], db, &b, &err))
			fprintf(stderr, "no PCH: %s\n", err.buf);
		else
			made[i + 1] = arena_strdup(&plan->arena, b.buf);
		fprintf(stderr, "PCH of %zu headers: %.1f s CPU: %s\n", plan->req[i].nr_header,
			cpu_seconds() - start, made[i + 1]);
		strbuf_release(&b);
		strbuf_release(&err);
	}
	made[0] = "";
	for (i = 0; i < db->nr; i++)
		base[i] = (struct tu_pch){ { made[plan->of[i]], made[plan->core[plan->of[i]]] } };
	free(made);
	return base;
}

/* A parser that knows what a worker is told through the pipe, and no more. */
static struct tu_parser *parser_as_told(const struct knowledge *k, struct walk_knowledge *wk,
					struct arena *a)
{
	struct strbuf hello = STRBUF_INIT;
	struct compdb none;

	compdb_init(&none);
	none.tree = none.build = "";
	wire_put_hello(&hello, &none, k);
	if (wire_get_hello(hello.buf + 4, hello.len - 4, a, &none, wk))
		abort();
	strbuf_release(&hello);
	compdb_release(&none);
	return tu_parser_new(wk);
}

static int run(struct dump *d, const struct compdb *db, const struct knowledge *k,
	       unsigned flags)
{
	struct arena told = ARENA_INIT;
	struct walk_knowledge wk;
	struct tu_parser *tp = parser_as_told(k, &wk, &told);
	struct strbuf err = STRBUF_INIT, one = STRBUF_INIT, two = STRBUF_INIT;
	struct tu_note note = { .why = STRBUF_INIT, .files = STRBUF_INIT };
	struct pch_plan plan = { .nr = 0 };
	struct tu_pch *base = d->pch ? make_pchs(d, tp, db, k, &plan) : NULL;
	struct tu_facts f;
	struct rusage ru;
	double plain = 0, over = 0, start;
	size_t i, parsed = 0, used = 0, differ = 0;
	int ret = 0;

	facts_init(&f);
	d->f = &f;
	for (i = d->from; i < db->nr; i += d->every) {
		parsed++;
		if (d->compare) {
			start = cpu_seconds();
			tu_parse(tp, &db->cmd[i], db, flags, NULL, &f, NULL, &err);
			plain += cpu_seconds() - start;
			strbuf_clear(&one);
			facts_write(&f, &one);
		}
		strbuf_clear(&err);
		tu_note_release(&note);
		start = cpu_seconds();
		if (tu_parse(tp, &db->cmd[i], db, flags, base ? &base[i] : NULL, &f, &note, &err)) {
			fprintf(stderr, "kpath-facts: %s\n", err.buf);
			ret = 1;
		}
		over += cpu_seconds() - start;
		used += (size_t)note.used_pch;
		if (base && !note.used_pch)
			fprintf(stderr, "plain: %s: %s\n", db->cmd[i].file, note.why.buf);
		if (d->times)
			fprintf(stderr, "%.3f s %s %s\n", cpu_seconds() - start,
				note.used_pch ? "pch" : "plain", db->cmd[i].file);
		if (!d->compare) {
			dump_tu(d);
			continue;
		}
		strbuf_clear(&two);
		facts_write(&f, &two);
		if (one.len == two.len && !memcmp(one.buf, two.buf, one.len))
			continue;
		differ++;
		printf("DIFFERS %s\n", db->cmd[i].file);
		tell_difference(&one, &two);
		if (!d->syms)
			continue;
		puts("==== over a PCH");
		dump_tu(d);
		if (!facts_read(&f, one.buf, one.len, &err)) {
			puts("==== plainly");
			dump_tu(d);
		}
		puts("====");
	}
	getrusage(RUSAGE_SELF, &ru);
	fprintf(stderr, "%zu files, %.3f s CPU, %ld KB\n", parsed, over, ru.ru_maxrss);
	if (d->compare)
		fprintf(stderr, "plainly %.3f s CPU; %zu over a PCH; %zu differ\n", plain, used, differ);
	facts_release(&f);
	strbuf_release(&err);
	strbuf_release(&one);
	strbuf_release(&two);
	tu_note_release(&note);
	pch_plan_release(&plan);
	free(base);
	tu_parser_free(tp);
	arena_release(&told);
	return differ ? 1 : ret;
}

enum { OPT_TREE = 1, OPT_ONLY, OPT_BODY, OPT_SYMS, OPT_QUIET, OPT_TIMES, OPT_NO_PRETTY, OPT_CONFIG,
       OPT_ARCH, OPT_CACHE, OPT_MODULES, OPT_PCH, OPT_COMPARE, OPT_EVERY, OPT_FROM };

static const struct option options[] = {
	{ "tree", required_argument, NULL, OPT_TREE },
	{ "only", required_argument, NULL, OPT_ONLY },
	{ "body", required_argument, NULL, OPT_BODY },
	{ "syms", no_argument, NULL, OPT_SYMS },
	{ "quiet", no_argument, NULL, OPT_QUIET },
	{ "times", no_argument, NULL, OPT_TIMES },
	{ "no-pretty", no_argument, NULL, OPT_NO_PRETTY },
	{ "config", required_argument, NULL, OPT_CONFIG },
	{ "arch", required_argument, NULL, OPT_ARCH },
	{ "cache", required_argument, NULL, OPT_CACHE },
	{ "modules", no_argument, NULL, OPT_MODULES },
	{ "pch", required_argument, NULL, OPT_PCH },
	{ "compare", no_argument, NULL, OPT_COMPARE },
	{ "every", required_argument, NULL, OPT_EVERY },
	{ "from", required_argument, NULL, OPT_FROM },
	{ NULL, 0, NULL, 0 }
};

int main(int argc, char **argv)
{
	struct dump d = { .line = STRBUF_INIT, .every = 1 };
	struct kbuild_options ko = { .make = KBUILD_MAKE_ALWAYS };
	struct strbuf err = STRBUF_INIT;
	struct knowledge k;
	struct compdb db;
	unsigned flags = 0;
	int o, ret = 0;

	compdb_init(&db);
	while ((o = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		switch (o) {
		case OPT_TREE: ko.tree = optarg; break;
		case OPT_ONLY: ko.only = split(&db.arena, optarg); break;
		case OPT_BODY: d.body = optarg; break;
		case OPT_SYMS: d.syms = 1; break;
		case OPT_QUIET: d.quiet = 1; break;
		case OPT_TIMES: d.times = 1; break;
		case OPT_NO_PRETTY: flags |= TU_NO_PRETTY; break;
		case OPT_CONFIG: ko.config = optarg; break;
		case OPT_ARCH: ko.arch = optarg; break;
		case OPT_CACHE: ko.cache_dir = optarg; break;
		case OPT_PCH: d.pch = optarg; break;
		case OPT_COMPARE: d.compare = 1; break;
		case OPT_EVERY: d.every = (unsigned)atoi(optarg); break;
		case OPT_FROM: d.from = (unsigned)atoi(optarg); break;
		case OPT_MODULES: ko.modules = 1; break;
		default: fputs(usage, stderr); return 2;
		}
	}
	if (!ko.tree == (optind >= argc) || !d.every) {
		fputs(usage, stderr);
		return 2;
	}
	if (knowledge_init(&k, NULL, NULL, &err)) {
		fprintf(stderr, "kpath-facts: %s\n", err.buf);
		return 6;
	}
	if (!ko.tree) {
		int first = optind + 1;

		if (first < argc && !strcmp(argv[first], "--"))
			first++;
		own_command(&db, argv[optind], argv + first, argc - first);
	} else if (tree_commands(&db, &ko, &k, &err)) {
		fprintf(stderr, "kpath-facts: %s\n", err.buf);
		ret = 6;
	}
	if (!ret)
		ret = run(&d, &db, &k, flags);
	strbuf_release(&d.line);
	strbuf_release(&err);
	knowledge_release(&k);
	compdb_release(&db);
	return ret;
}
