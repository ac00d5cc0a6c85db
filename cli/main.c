/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/xalloc.h"
#include "cli.h"

#ifdef __SANITIZE_ADDRESS__
/* Graphviz and what it measures letters with keep caches until exit. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libgvc\nleak:libgvplugin\nleak:libfontconfig\nleak:libpango\n";
}
#endif

/* An index must never be opened as fd 1 because somebody closed stdout. */
static void keep_std_fds(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= 2);
	if (fd > 2)
		close(fd);
}

/* Of --lang, else of the environment. */
static const char *lang_of(int argc, char **argv)
{
	int i;

	for (i = 1; i + 1 < argc; i++)
		if (!strcmp(argv[i], "--lang"))
			return argv[i + 1];
	return asked_lang();
}

static int list_commands(FILE *to, const char *lang)
{
	struct command cmd;
	size_t i;

	fprintf(to, "%s\n\n%s\n\n", cli_tr(lang, "usage: kpath COMMAND ... [options]"),
		cli_tr(lang, "How does A reach B? Answers from a source tree that was read the way the\n"
		       "compiler reads it, with the place of every call."));
	for (i = 0; !command_at(i, &cmd) && !cmd.hidden; i++)
		fprintf(to, "  %-10s %s\n", cmd.name, cli_tr(lang, cmd.about));
	fprintf(to, "\n%s\n", cli_tr(lang, "kpath COMMAND --help tells more, with examples; "
				     "kpath help names, kpath help tcpip too."));
	return to == stderr ? EX_USE : EX_FOUND;
}

static int run(int argc, char **argv)
{
	struct command cmd, near;
	struct cli c;
	int ret;

	if (argc < 2)
		return list_commands(stderr, asked_lang());
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    (!strcmp(argv[1], "help") && (argc == 2 || (argc == 4 && !strcmp(argv[2], "--lang")))))
		return list_commands(stdout, lang_of(argc, argv));
	if (!strcmp(argv[1], "--version")) {
		printf("kpath %s\n", KPATH_VERSION);
		return EX_FOUND;
	}
	if (*argv[1] == '-')
		asked_first(argc, argv);
	if (command_find(argv[1], &cmd)) {
		memset(&cmd, 0, sizeof(cmd));
		cli_init(&c, &cmd);
		c.lang = lang_of(argc, argv);
		if (asked_command(argv[1], &near) && argc > 2 && *argv[1] != '-' && *argv[2] != '-')
			ret = cli_fail(&c, EX_USE, "there is no command \"%s\"; see kpath --help; how it reaches "
				       "%s is asked by: kpath path '%s' '%s'", argv[1], argv[2], argv[1], argv[2]);
		else if (asked_command(argv[1], &near))
			ret = cli_fail(&c, EX_USE, "there is no command \"%s\"; see kpath --help", argv[1]);
		else
			ret = cli_fail(&c, EX_USE, "there is no command \"%s\"; write \"%s\"?", argv[1], near.name);
		cli_release(&c);
		return ret;
	}
	cli_init(&c, &cmd);
	ret = cmd.run(&c, argc - 1, argv + 1);
	cli_release(&c);
	return ret;
}

/* What was written by stdio: an error is told, and changes the exit code. */
static int finish(int ret, const char *lang)
{
	struct command none = { 0 };
	struct cli c;
	int error = fflush(stdout) ? errno : ferror(stdout) ? EIO : 0;

	cli_init(&c, &none);
	c.lang = lang;
	ret = cli_unwritten(&c, error, ret);
	cli_release(&c);
	return ret;
}

int main(int argc, char **argv)
{
	cJSON_Hooks memory = { xmalloc, free };	/* a text that lacks parts would be a wrong one */

	keep_std_fds();
	cJSON_InitHooks(&memory);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);	/* a write that is too long fails, no more */
	return finish(run(argc, argv), lang_of(argc, argv));
}
