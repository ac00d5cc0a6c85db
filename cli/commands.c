/* SPDX-License-Identifier: MIT */
/* All commands: those with a file of their own, and one for each answer. */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"

static const struct command *const first[] = {
	&index_command, &link_command, &path_command,
};

static const struct command *const last[] = {
	&stack_command, &report_command, &check_command, &diff_command, &scenario_command,
	&doctor_command, &verify_command, &lsp_command, &help_command, &complete_command,
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
	const struct form *f = cmd->answer ? form_find(cmd->answer->name) : NULL;
	struct strbuf sb = STRBUF_INIT;

	if (f || cmd->shows)
		writer_formats(f, cmd->shows, cmd->first_format, &sb);
	add_words(cmd->formats, sizeof(cmd->formats), sb.buf);
	strbuf_release(&sb);
}

int command_at(size_t i, struct command *cmd)
{
	size_t k;

	memset(cmd, 0, sizeof(*cmd));
	if (i < ARRAY_SIZE(first)) {
		*cmd = *first[i];
	} else {
		i -= ARRAY_SIZE(first);
		for (k = 0; answer_kinds[k] && (answer_kinds[k]->own_command || i); k++)
			i -= !answer_kinds[k]->own_command;
		if (answer_kinds[k])
			of_answer(answer_kinds[k], cmd);
		else if (i < ARRAY_SIZE(last))
			*cmd = *last[i];
		else
			return -1;
	}
	add_formats(cmd);
	return 0;
}

int command_find(const char *name, struct command *cmd)
{
	size_t i;

	for (i = 0; !command_at(i, cmd); i++)
		if (!strcmp(cmd->name, name))
			return 0;
	return -1;
}
