/* SPDX-License-Identifier: MIT */
/*
 * What a command line means that is not written as the manual has it: arrows
 * and commas between the ends of a path, full-width brackets, a full stop, an
 * option with one dash or a long one, the options before the command.
 */
#include "cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"

static const char *const arrows[] = {
	"->", "→", "—>", "–>", "=>", "⇒", "⟶", "..", ">", "，", "、", "；", ",", ";", "到", "至"
};
/* the same where they stand between spaces */
static const char *const words[] = { " to ", " -- ", " - ", " — ", " – ", " " };

/* "send（2）" -> "send(2)", "tcp_init。" -> "tcp_init" */
const char *asked_word(struct arena *a, const char *s)
{
	static const struct { const char *wide, *plain; } pairs[] = {
		{ "（", "(" }, { "）", ")" }, { "：", ":" }, { "　", " " },
	};
	static const char *const ends[] = { ";", "；", "。", "，", "、", ",", " " };
	char *out, *at;
	size_t i, n, end;

	if (file_exists(s))
		return s;
	out = arena_strdup(a, s);
	for (i = 0; i < ARRAY_SIZE(pairs); i++)
		while ((at = strstr(out, pairs[i].wide))) {
			*at = *pairs[i].plain;
			memmove(at + 1, at + strlen(pairs[i].wide), strlen(at + strlen(pairs[i].wide)) + 1);
		}
	for (i = 0, n = strlen(out); i < ARRAY_SIZE(ends); i++) {
		end = strlen(ends[i]);
		if (n <= end || strcmp(out + n - end, ends[i]))
			continue;
		n -= end;
		out[n] = '\0';
		i = (size_t)-1;		/* "f();。" has two */
	}
	return out;
}

static int is_arrow(const char *s)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(arrows); i++)
		if (!strcmp(arrows[i], s))
			return 1;
	return 0;
}

/* "—as" and "－as", as a word processor or an input method has it: behind its dashes, else NULL. */
static const char *behind_dashes(const char *s)
{
	static const char *const dashes[] = { "—", "–", "－", "−" };
	const char *at = s;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dashes); i++)
		if (!strncmp(at, dashes[i], strlen(dashes[i]))) {
			at += strlen(dashes[i]);
			i = (size_t)-1;
		}
	return at == s ? NULL : at + (*at == '-');
}

static int is_option(const struct option *longs, const char *name)
{
	for (; longs->name; longs++)
		if (!strncmp(longs->name, name, strlen(longs->name)) && strchr("=", name[strlen(longs->name)]))
			return 1;
	return 0;
}

char **asked_argv(struct cli *c, const struct option *longs, int *argc, char **argv)
{
	char **out = arena_alloc(&c->arena, ((size_t)*argc + 1) * sizeof(*out));
	const char *name;
	int i, n = 0;

	for (i = 0; i < *argc; i++) {
		out[n] = argv[i];
		if (i && is_arrow(argv[i]) && strcmp(argv[i], ".."))
			continue;
		name = i ? behind_dashes(argv[i]) : NULL;
		if (name && is_option(longs, name))
			out[n] = arena_printf(&c->arena, "--%s", name);
		else if (name && *name && !name[1])
			out[n] = arena_printf(&c->arena, "-%s", name);
		else if (argv[i][0] == '-' && argv[i][1] && argv[i][2] && is_option(longs, argv[i] + 1))
			out[n] = arena_printf(&c->arena, "-%s", argv[i]);
		n++;
	}
	out[n] = NULL;
	*argc = n;
	return out;
}

static const char *trimmed(struct arena *a, const char *s, size_t n)
{
	while (n && *s == ' ') {
		s++;
		n--;
	}
	while (n && s[n - 1] == ' ')
		n--;
	return asked_word(a, arena_printf(a, "%.*s", (int)n, s));
}

/* "f", "f()", "send(2)": no file's name */
static int is_plain(const char *s, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

	if (n > 3 && !strncmp(s + n - 3, "(2)", 3))
		n -= 3;
	else if (n > 2 && !strncmp(s + n - 2, "()", 2))
		n -= 2;
	return n && strspn(s, letters) == n;
}

/* What stands between two names that are one argument, and how long it is; NULL: nothing. */
static const char *between(const char *s, size_t *len)
{
	const char *at;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(arrows) + ARRAY_SIZE(words); i++) {
		const char *by = i < ARRAY_SIZE(arrows) ? arrows[i] : words[i - ARRAY_SIZE(arrows)];

		*len = strlen(by);
		at = strstr(s, by);
		if (at && at != s && at[*len])
			return at;
	}
	at = strchr(s, '-');
	*len = 1;
	return at && is_plain(s, (size_t)(at - s)) && is_plain(at + 1, strlen(at + 1)) ? at : NULL;
}

static int is_from(const char *s)
{
	return !strcmp(s, "from") || !strcmp(s, "从");
}

void asked_pair(struct cli *c)
{
	const char **two, *at, *s = c->args[0];
	size_t len;

	if (c->nr_args > 2 && is_from(s)) {
		c->args++;
		c->nr_args--;
	}
	if (c->nr_args == 3 && (!strcmp(c->args[1], "to") || is_arrow(c->args[1]))) {
		c->args[1] = c->args[2];
		c->nr_args = 2;
	}
	if (c->nr_args != 1)
		return;
	if (!strncmp(s, "从", strlen("从")))
		s += strlen("从");
	else if (!strncmp(s, "from ", 5))
		s += 5;
	s += strspn(s, " ");
	at = between(s, &len);
	if (!at)
		return;
	two = arena_alloc(&c->arena, 3 * sizeof(*two));
	two[0] = trimmed(&c->arena, s, (size_t)(at - s));
	two[1] = trimmed(&c->arena, at + len, strlen(at + len));
	two[2] = NULL;
	c->args = two;
	c->nr_args = 2;
}

const char *asked_format(const char *file)
{
	/* a suffix that is no format's own name */
	static const struct { const char *suffix, *format; } formats[] = {
		{ "md", "markdown" }, { "htm", "html" }, { "mmd", "mermaid" }, { "txt", "text" },
	};
	const char *dot = strrchr(file, '.');
	const struct writer *w = dot ? writer_find(dot + 1) : NULL;
	size_t i;

	if (w)
		return w->name;
	for (i = 0; dot && i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].suffix, dot + 1))
			return formats[i].format;
	return NULL;
}

const char *asked_lang(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *s = getenv(names[i]);

		if (s && *s)
			return !strncmp(s, "zh", 2) ? "zh" : "en";
	}
	return "en";
}

int asked_first(int argc, char **argv)
{
	struct command cmd;
	char *name;
	int i;

	for (i = 1; i < argc && command_find(argv[i], &cmd); i++)
		;
	if (i == argc || i == 1)
		return -1;
	name = argv[i];
	memmove(argv + 2, argv + 1, (size_t)(i - 1) * sizeof(*argv));
	argv[1] = name;
	return 0;
}

static unsigned distance(const char *a, const char *b)
{
	unsigned row[64], i, j, last, up;
	size_t n = strlen(a), m = strlen(b);

	if (n >= 64 || m >= 64)
		return 64;
	for (j = 0; j <= m; j++)
		row[j] = j;
	for (i = 1; i <= n; i++) {
		last = row[0];
		row[0] = i;
		for (j = 1; j <= m; j++) {
			up = row[j];
			row[j] = last + (a[i - 1] != b[j - 1]);
			if (up + 1 < row[j])
				row[j] = up + 1;
			if (row[j - 1] + 1 < row[j])
				row[j] = row[j - 1] + 1;
			last = up;
		}
	}
	return row[m];
}

int asked_command(const char *name, struct command *near)
{
	unsigned best = 3, d;
	struct command cmd;
	size_t i;

	for (i = 0; !command_at(i, &cmd); i++) {
		d = distance(name, cmd.name);
		if (cmd.hidden || d >= best)
			continue;
		best = d;
		*near = cmd;
	}
	return best < 3 ? 0 : -1;
}
