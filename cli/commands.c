/* SPDX-License-Identifier: MIT */
/* All commands: those with a file of their own, and one for each answer. */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"

/* NULL where the answers stand. */
static const struct command *const own[] = {
#define COMMAND(name)	&name##_command,
#define ANSWERS		NULL,
#include "commands.def"
#undef COMMAND
#undef ANSWERS
};

static void add_words(char *to, size_t size, const char *word)
{
	size_t n = strlen(to);

	snprintf(to + n, size - n, "%s%s", n ? " " : "", word);
}

static void of_answer(const struct answer_kind *kind, struct command *cmd)
{
	const struct ask_param *p;

	*cmd = (struct command){ .name = kind->name, .run = cmd_ask, .about = kind->about,
				 .more = kind->more, .answer = kind };
	for (p = kind->param; p->name; p++)
		if (!p->about)
			add_words(cmd->args, sizeof(cmd->args), p->arg);
}

static void add_formats(struct command *cmd)
{
	const struct form *f = cmd->answer ? form_find(cmd->answer->name) : cmd->form;
	struct strbuf sb = STRBUF_INIT;

	if (f || cmd->shows)
		writer_formats(f, cmd->shows, cmd->first_format, &sb);
	add_words(cmd->formats, sizeof(cmd->formats), sb.buf);
	strbuf_release(&sb);
}

/* The i-th answer without a command of its own; else -1, and *i less by all of them. */
static int answer_at(size_t *i, struct command *cmd)
{
	size_t k;

	for (k = 0; answer_kinds[k]; k++) {
		if (answer_kinds[k]->own_command || (*i)--)
			continue;
		of_answer(answer_kinds[k], cmd);
		return 0;
	}
	return -1;
}

int command_at(size_t i, struct command *cmd)
{
	size_t n;
	int found = 0;

	memset(cmd, 0, sizeof(*cmd));
	for (n = 0; n < ARRAY_SIZE(own) && !found; n++) {
		if (!own[n]) {
			found = !answer_at(&i, cmd);
		} else if (!i--) {
			*cmd = *own[n];
			found = 1;
		}
	}
	if (found)
		add_formats(cmd);
	return found ? 0 : -1;
}

int command_find(const char *name, struct command *cmd)
{
	size_t i;

	for (i = 0; !command_at(i, cmd); i++)
		if (!strcmp(cmd->name, name))
			return 0;
	return -1;
}
