/* SPDX-License-Identifier: MIT */
/*
 * What can stand at a place of a command line: the shells' completions ask
 * this command, so they know what the program knows.
 *
 * A line for each candidate: the word, a tab, what it is. A word may also be
 * the first half of one (--lang=, a list's last member). The line ":files"
 * asks the shell for file names.
 */
#include <stdio.h>
#include <string.h>

#include "base/fileio.h"
#include "cli.h"
#include "reports/lab_show.h"

#define MAX_NAMES 20000	/* all that begin with a letter; fewer would look like all */

struct line {
	struct cli *c;
	const struct command *cmd;
	const char *const *word;	/* behind the command; the last is being written */
	int nr;
	const char *cur;	/* what is to be completed: the last word, or a part of it */
	size_t lead;		/* bytes of the last word that stand before `cur` */
	const char *last;	/* the last word */
	const char *db;
};

static void offer(struct line *l, const char *word, const char *about)
{
	struct strbuf *out = &l->c->r.out.buf;

	if (strncmp(word, l->cur, strlen(l->cur)))
		return;
	strbuf_add(out, l->last, l->lead);
	strbuf_addtext(out, word);
	strbuf_addch(out, '\t');
	if (about)
		strbuf_addtext(out, about);
	strbuf_addch(out, '\n');
}

static void offer_words(struct line *l, const char *words)
{
	char word[32];
	size_t n;

	for (; *words; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		snprintf(word, sizeof(word), "%.*s", (int)n, words);
		offer(l, word, NULL);
	}
}

/* ---- values ---------------------------------------------------------------- */

static void each_name(void *to, const char *name, const char *file)
{
	offer(to, name, file);
}

static void names(struct line *l, enum index_names_of what)
{
	struct index_names ask = { .what = what, .prefix = l->cur, .max = MAX_NAMES,
				   .each = each_name, .to = l };

	if (*l->cur)
		index_names(l->db, &ask, &l->c->err);
}

static void functions(struct line *l)
{
	const char *colon = strrchr(l->cur, ':');
	struct index_names ask = { .what = INDEX_NAMES_FUNC_OF, .max = MAX_NAMES,
				   .each = each_name, .to = l };
	size_t skip;

	if (!colon) {
		names(l, INDEX_NAMES_FUNC);
		names(l, INDEX_NAMES_SYSCALL);
		return;
	}
	skip = (size_t)(colon + 1 - l->cur);
	ask.file = arena_strndup(&l->c->arena, l->cur, skip - 1);
	l->lead += skip;
	l->cur += skip;
	ask.prefix = l->cur;
	index_names(l->db, &ask, &l->c->err);
}

static void slots(struct line *l)
{
	names(l, INDEX_NAMES_SLOT);
}

static void objects(struct line *l)
{
	names(l, INDEX_NAMES_OBJECT);
}

static void places(struct line *l)
{
	names(l, INDEX_NAMES_FILE);
}

static void files(struct line *l)
{
	if (!l->lead)
		strbuf_addstr(&l->c->r.out.buf, ":files\n");
}

static void scenarios(struct line *l)
{
	size_t i;

	if (cli_knowledge(l->c))
		return;
	for (i = 0; i < l->c->k.nr_scenario; i++)
		offer(l, l->c->k.scenario[i].name, l->c->k.scenario[i].about);
}

static void fields(struct line *l)
{
	size_t i;

	if (cli_knowledge(l->c))
		return;
	for (i = 0; i < l->c->k.renames.nr; i++)
		offer(l, l->c->k.renames.p[i].key, l->c->k.renames.p[i].value);
	names(l, INDEX_NAMES_SLOT);
}

static void lab_names(struct line *l)
{
	const char *name;
	size_t i;

	for (i = 0; (name = lab_builtin_name(i)); i++)
		offer(l, name, "built in");
	files(l);
}

static void topics(struct line *l)
{
	const struct help_topic *t;
	struct command cmd;
	const char *name;
	size_t i;

	for (i = 0; !command_at(i, &cmd) && !cmd.hidden; i++)
		offer(l, cmd.name, cmd.about);
	for (t = help_topics; t->name; t++)
		offer(l, t->name, NULL);
	for (i = 0; (name = lab_builtin_name(i)); i++)
		offer(l, name, "a lab");
}

static void formats(struct line *l)
{
	offer_words(l, l->cmd->formats);
}

static void when(struct line *l)
{
	offer_words(l, "auto always never");
}

static void lang(struct line *l)
{
	offer_words(l, "en zh");
}

static void list_show(struct line *l)
{
	offer_words(l, "list show");
}

/* What the words of struct command.args and struct opt.arg stand for. */
static const struct {
	const char *arg;
	void (*show)(struct line *l);
	int list;		/* joined by commas */
} kinds[] = {
	{ "F", functions, 0 }, { "FROM", functions, 0 }, { "TO", functions, 0 },
	{ "F,…", functions, 1 }, { "F|DIR/", functions, 1 },
	{ "STRUCT.FIELD", slots, 0 }, { "FIELD", fields, 0 }, { "OBJECT", objects, 0 },
	{ "FILE:LINE", places, 0 }, { "CALLER", functions, 0 }, { "CALLEE", functions, 0 },
	{ "SCENARIO,…", scenarios, 1 }, { "[NAME]", scenarios, 0 }, { "list|show", list_show, 0 },
	{ "LAB", lab_names, 0 }, { "TOPIC", topics, 0 },
	{ "FORMAT", formats, 0 }, { "WHEN", when, 0 }, { "LANG", lang, 0 },
	{ "FILE", files, 0 }, { "TRACE", files, 0 }, { "DIR", files, 0 }, { "TREE", files, 0 },
	{ "DIR,…", files, 1 }, { "NAME|FILE", files, 0 }, { "DOC.md", files, 0 },
	{ "FACTS…", files, 0 }, { "OLD.db", files, 0 }, { "NEW.db", files, 0 },
};

static void value(struct line *l, const char *arg, size_t len)
{
	const char *comma;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strlen(kinds[i].arg) != len || memcmp(kinds[i].arg, arg, len))
			continue;
		comma = kinds[i].list ? strrchr(l->cur, ',') : NULL;
		if (comma) {
			l->lead += (size_t)(comma + 1 - l->cur);
			l->cur = comma + 1;
		}
		kinds[i].show(l);
		return;
	}
}

/* ---- the line -------------------------------------------------------------- */

/* The option that `word` names, whole or as a cluster of letters that ends
 * with it; *val is what stands in the word behind it, or NULL. */
static const struct opt *find(const struct opt *o, const char *word, const char **val)
{
	size_t n = strcspn(word, "=");

	*val = NULL;
	for (; !opt_is_end(o); o++) {
		if (word[1] == '-' && o->name && strlen(o->name) == n - 2 &&
		    !strncmp(word + 2, o->name, n - 2)) {
			*val = word[n] ? word + n + 1 : NULL;
			return o;
		}
		if (word[1] != '-' && word[1] == o->letter) {
			*val = word[2] ? word + 2 : NULL;
			return o;
		}
	}
	return NULL;
}

static void option_names(struct line *l, const struct opt *o)
{
	struct strbuf sb = STRBUF_INIT;

	for (; !opt_is_end(o); o++) {
		strbuf_clear(&sb);
		if (o->name)
			strbuf_addf(&sb, "--%s", o->name);
		else
			strbuf_addf(&sb, "-%c", o->letter);
		offer(l, sb.buf, o->help);
	}
	strbuf_release(&sb);
}

static void positional(struct line *l, int which)
{
	const char *args = l->cmd->args;
	size_t n = strcspn(args, " ");

	/* the last one may be repeated (FACTS…) */
	for (; which && args[n]; which--) {
		args += n + 1;
		n = strcspn(args, " ");
	}
	if (n && (!which || (n > 3 && !memcmp(args + n - 3, "…", 3))))
		value(l, args, n);
}

static void complete(void *to, const struct command *cmd, const struct opt *own,
		     const struct opt *shared)
{
	struct line *l = to;
	const struct opt *o, *waits = NULL;
	int i, which = 0, only_words = 0;
	const char *val;

	for (i = 0; i < l->nr; i++) {
		const char *w = l->word[i];
		int last = i == l->nr - 1;

		if (waits) {
			if (last) {
				value(l, waits->arg, strlen(waits->arg));
				return;
			}
			if (waits->letter == 'd')
				l->db = w;
			if (waits->name && !strcmp(waits->name, "knowledge"))
				l->c->knowledge_file = w;
			waits = NULL;
		} else if (!only_words && !strcmp(w, "--") && !last) {
			only_words = 1;
		} else if (!only_words && *w == '-' && (w[1] || last)) {
			o = find(own, w, &val);
			if (!o)
				o = find(shared, w, &val);
			if (last && o && val && opt_takes_arg(o)) {
				l->lead = (size_t)(val - w);
				l->cur = val;
				value(l, o->arg, strlen(o->arg));
				return;
			}
			if (last)
				break;
			if (o && val && o->letter == 'd')
				l->db = val;
			if (o && !val && opt_takes_arg(o))
				waits = o;
		} else if (!last) {
			which++;
		}
	}
	if (!only_words && *l->cur == '-') {
		option_names(l, own);
		option_names(l, shared);
	} else {
		positional(l, which);
	}
}

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	int ret = cli_parse(c, opts, argc, argv, 1, 4096);
	struct line l = { .c = c, .db = c->db };
	struct opt_reader reader = { complete, &l };
	struct command cmd;
	size_t i;

	if (ret >= 0)
		return ret;
	l.nr = c->nr_args - 1;
	l.word = c->args + 1;
	l.cur = l.last = c->args[c->nr_args - 1];
	if (!l.nr) {
		for (i = 0; !command_at(i, &cmd) && !cmd.hidden; i++)
			offer(&l, cmd.name, cmd.about);
		offer(&l, "--help", NULL);
		offer(&l, "--version", NULL);
	} else if (!command_find(c->args[0], &cmd)) {
		l.cmd = &cmd;
		cli_read_options(&cmd, &reader);
	}
	return cli_finish(c, 0, c->r.out.buf.len ? EX_FOUND : EX_NEGATIVE);
}

const struct command complete_command = {
	.name = "complete",
	.run = run,
	.args = "-- WORD...",
	.about = "what can stand at the end of a command line, for the shells",
	.formats = "text",
	.more =
	"The words are those behind \"kpath\"; the last one is being written and may be empty.\n"
	"Function names come from the index that the line names with -d, else from $KPATH_DB or\n"
	"./kpath.db.\n"
	"\n"
	"example:\n"
	"  kpath complete -- path tcp_v4_c\n",
	.hidden = 1,
};
