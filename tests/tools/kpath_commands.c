/* SPDX-License-Identifier: MIT */
/*
 * kpath_commands: the compile commands that kpath index would parse, as they
 * are handed to libclang, one JSON object a line:
 *
 *	{"file":…,"path":…,"dir":…,"object":…,"unit":…,"argv":[…]}
 *
 * For scripts/bench, which runs clang with the same flags.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/xalloc.h"
#include "build/kbuild.h"
#include "model/knowledge.h"

static const char usage[] =
"usage: kpath_commands [--build DIR] [--config NAME|FILE] [--arch ARCH] [--cache DIR]\n"
"                      [--modules] [--make] TREE\n";

static void put_json(const char *s, struct strbuf *out)
{
	strbuf_addch(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			strbuf_addf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			strbuf_addf(out, "\\u%04x", *s);
		else
			strbuf_addch(out, *s);
	}
	strbuf_addch(out, '"');
}

static void put_member(const char *name, const char *value, struct strbuf *out)
{
	put_json(name, out);
	strbuf_addch(out, ':');
	put_json(value, out);
	strbuf_addch(out, ',');
}

static void put_command(const struct compile_command *c, struct strbuf *out)
{
	int i;

	strbuf_clear(out);
	strbuf_addch(out, '{');
	put_member("file", c->file, out);
	put_member("path", c->path, out);
	put_member("dir", c->dir, out);
	put_member("object", c->object, out);
	put_member("unit", c->unit, out);
	strbuf_addstr(out, "\"argv\":[");
	for (i = 0; i < c->argc; i++) {
		if (i)
			strbuf_addch(out, ',');
		put_json(c->argv[i], out);
	}
	strbuf_addstr(out, "]}\n");
	fwrite(out->buf, 1, out->len, stdout);
}

static int commands(struct compdb *db, struct kbuild_options *opt, const struct knowledge *k,
		    struct strbuf *err)
{
	const char **units = xcalloc(2 * k->units.nr + 1, sizeof(*units));
	size_t i;
	int ret;

	for (i = 0; i < k->units.nr; i++) {
		units[2 * i] = k->units.p[i].key;
		units[2 * i + 1] = k->units.p[i].value;
	}
	opt->units = units;
	ret = kbuild_commands(db, opt, err);
	free(units);
	return ret;
}

int main(int argc, char **argv)
{
	enum { O_BUILD = 1, O_CONFIG, O_ARCH, O_CACHE, O_MODULES, O_MAKE };
	static const struct option options[] = {
		{ "build", required_argument, NULL, O_BUILD },
		{ "config", required_argument, NULL, O_CONFIG },
		{ "arch", required_argument, NULL, O_ARCH },
		{ "cache", required_argument, NULL, O_CACHE },
		{ "modules", no_argument, NULL, O_MODULES },
		{ "make", no_argument, NULL, O_MAKE },
		{ NULL, 0, NULL, 0 }
	};
	struct kbuild_options opt = { .make = KBUILD_MAKE_IF_OWNER };
	struct strbuf err = STRBUF_INIT, line = STRBUF_INIT;
	struct knowledge k;
	struct compdb db;
	size_t i;
	int c, ret;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case O_BUILD: opt.build = optarg; break;
		case O_CONFIG: opt.config = optarg; break;
		case O_ARCH: opt.arch = optarg; break;
		case O_CACHE: opt.cache_dir = optarg; break;
		case O_MODULES: opt.modules = 1; break;
		case O_MAKE: opt.make = KBUILD_MAKE_ALWAYS; break;
		default: fputs(usage, stderr); return 2;
		}
	}
	if (optind != argc - 1) {
		fputs(usage, stderr);
		return 2;
	}
	opt.tree = argv[optind];
	compdb_init(&db);
	ret = knowledge_init(&k, NULL, NULL, &err);
	if (!ret)
		ret = commands(&db, &opt, &k, &err);
	for (i = 0; !ret && i < db.nr; i++)
		put_command(&db.cmd[i], &line);
	if (ret)
		fprintf(stderr, "kpath_commands: %s\n", err.buf);
	knowledge_release(&k);
	compdb_release(&db);
	strbuf_release(&line);
	strbuf_release(&err);
	return ret ? 6 : 0;
}
