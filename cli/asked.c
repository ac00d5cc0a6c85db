/* SPDX-License-Identifier: MIT */
/*
 * What a command line means that is not written as the manual has it: arrows
 * and commas between the ends of a path, full-width brackets, an option with
 * one dash, the options before the command.
 */
#include "cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char *const arrows[] = { "->", "→", "—>", "–>", "=>", "⇒", "⟶", "，", "、", "," };

/* "send（2）" -> "send(2)" */
static char *narrow(struct arena *a, const char *s)
{
	static const struct { const char *wide, *plain; } pairs[] = {
		{ "（", "(" }, { "）", ")" }, { "：", ":" },
	};
	char *out = arena_strdup(a, s), *at;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		while ((at = strstr(out, pairs[i].wide))) {
			*at = *pairs[i].plain;
			memmove(at + 1, at + strlen(pairs[i].wide), strlen(at + strlen(pairs[i].wide)) + 1);
		}
	return out;
}

static int is_arrow(const char *s)
{
	size_t i;

	for (i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
		if (!strcmp(arrows[i], s))
			return 1;
	return 0;
}

char **asked_argv(struct cli *c, const struct option *longs, int *argc, char **argv)
{
	char **out = arena_alloc(&c->arena, ((size_t)*argc + 1) * sizeof(*out));
	const struct option *o;
	int i, n = 0;

	for (i = 0; i < *argc; i++) {
		out[n] = argv[i];
		if (i && is_arrow(argv[i]))
			continue;
		for (o = longs; argv[i][0] == '-' && argv[i][1] && argv[i][1] != '-' && argv[i][2] && o->name; o++)
			if (!strcmp(o->name, argv[i] + 1))
				out[n] = arena_printf(&c->arena, "-%s", argv[i]);
		if (argv[i][0] != '-')
			out[n] = narrow(&c->arena, argv[i]);
		n++;
	}
	out[n] = NULL;
	*argc = n;
	return out;
}

static char *trimmed(struct arena *a, const char *s, size_t n)
{
	while (n && *s == ' ') {
		s++;
		n--;
	}
	while (n && s[n - 1] == ' ')
		n--;
	return arena_printf(a, "%.*s", (int)n, s);
}

void asked_pair(struct cli *c)
{
	const char **two, *at;
	size_t i;

	for (i = 0; c->nr_args == 1 && i < sizeof(arrows) / sizeof(arrows[0]); i++) {
		at = strstr(c->args[0], arrows[i]);
		if (!at || at == c->args[0] || !at[strlen(arrows[i])])
			continue;
		two = arena_alloc(&c->arena, 3 * sizeof(*two));
		two[0] = trimmed(&c->arena, c->args[0], (size_t)(at - c->args[0]));
		two[1] = trimmed(&c->arena, at + strlen(arrows[i]), strlen(at + strlen(arrows[i])));
		two[2] = NULL;
		c->args = two;
		c->nr_args = 2;
		return;
	}
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
