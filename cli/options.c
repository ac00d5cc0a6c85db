/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/tempfile.h"
#include "base/xalloc.h"
#include "cli.h"

#define SHARED 13
#define MAX_OPTS 48

void str_list_add(struct str_list *l, const char *s)
{
	ALLOC_GROW(l->s, l->nr + 2, l->alloc);
	l->s[l->nr++] = s;
	l->s[l->nr] = NULL;
}

void str_list_release(struct str_list *l)
{
	free(l->s);
	memset(l, 0, sizeof(*l));
}

static void add_split(struct arena *a, struct str_list *l, const char *s)
{
	static const char wide[] = "，";

	while (*s) {
		size_t n = strcspn(s, ","), comma = s[n] == ',';
		const char *at = strstr(s, wide);

		if (at && (size_t)(at - s) < n) {
			n = (size_t)(at - s);
			comma = strlen(wide);
		}
		if (n)
			str_list_add(l, asked_word(a, arena_strndup(a, s, n)));
		s += n + comma;
	}
}

int opt_is_end(const struct opt *o)
{
	return !o->name && !o->letter;
}

int opt_takes_arg(const struct opt *o)
{
	return o->type != OPT_FLAG && o->type != OPT_COUNT;
}

static size_t shared_options(struct cli *c, struct opt *o)
{
	const struct opt all[SHARED] = {
		{ "db", 'd', OPT_STRING, &c->db, "FILE", "the index (else $KPATH_DB, else ./kpath.db)" },
		{ "knowledge", 0, OPT_STRING, &c->knowledge_file, "FILE", "JSON laid over the built-in knowledge" },
		{ "format", 'f', OPT_STRING, &c->format, "FORMAT", NULL },
		{ "output", 'o', OPT_STRING, &c->output, "FILE", "write there, as a whole, instead of stdout (-)" },
		{ "tree", 0, OPT_STRING, &c->tree, "DIR", "where the sources are now, if not where they were indexed" },
		{ "color", 0, OPT_STRING, &c->color, "WHEN", "auto, always or never (auto obeys NO_COLOR)" },
		{ "lang", 0, OPT_STRING, &c->lang, "LANG", "en or zh, for what people read" },
		{ "max-time", 0, OPT_UINT, &c->max_time, "SECONDS", "give up then, with exit code 6" },
		{ "max-memory", 0, OPT_UINT, &c->max_memory, "MIB", "give up, with exit code 6, where that does not suffice" },
		{ "quiet", 'q', OPT_FLAG, &c->quiet, NULL, "only errors on stderr" },
		{ "verbose", 'v', OPT_COUNT, &c->verbose, NULL, "more detail" },
		{ "help", 'h', OPT_FLAG, &c->help, NULL, "show this" },
		{ "version", 0, OPT_FLAG, &c->version, NULL, "show kpath's version" },
	};

	memcpy(o, all, sizeof(all));
	return SHARED;
}

static int set_option(struct cli *c, const struct opt *o, const char *arg)
{
	char *end;
	unsigned long v;

	switch (o->type) {
	case OPT_FLAG:
		*(int *)o->to = 1;
		break;
	case OPT_COUNT:
		++*(int *)o->to;
		break;
	case OPT_STRING:
		*(const char **)o->to = arg;
		if (o->to == &c->db)
			str_list_add(&c->dbs, arg);
		break;
	case OPT_LIST:
		add_split(&c->arena, o->to, arg);
		break;
	case OPT_UINT:
		errno = 0;
		v = strtoul(arg, &end, 10);
		if (*arg < '0' || *arg > '9' || *end || errno || v > 1000000000) {
			char letter[2] = { o->letter, 0 };

			return cli_fail(c, EX_USE, "%s%s wants a number, not \"%s\"",
					o->name ? "--" : "-", o->name ? o->name : letter, arg);
		}
		*(uint32_t *)o->to = v;
		break;
	}
	return -1;
}

static int format_known(const char *formats, const char *f)
{
	size_t n = strlen(f);
	const char *p;

	for (p = formats; n && (p = strstr(p, f)); p += n)
		if ((p == formats || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
			return 1;
	return 0;
}

static void print_opt(const char *lang, const struct opt *o, const char *formats)
{
	char left[64];
	size_t width;

	snprintf(left, sizeof(left), "  %c%c%s%s%s%s%s",
		 o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
		 o->letter && o->name ? ", " : o->letter ? "" : "  ",
		 o->name ? "--" : "", o->name ? o->name : "",
		 o->arg ? " " : "", o->arg ? o->arg : "");
	width = text_width(left);
	printf("%s%*s", left, width < 28 ? (int)(28 - width) : 0, "");
	if (o->help)
		printf(" %s\n", cli_tr(lang, o->help));
	else
		printf(" %.*s%s%s\n", (int)strcspn(formats, " "), formats, cli_tr(lang, " (default)"),
		       formats + strcspn(formats, " "));
}

/* Those of the shared options that the command has, with an end. */
static void options_of(const struct command *cmd, struct opt *out)
{
	struct cli none;
	struct opt shared[SHARED];
	size_t i, nr, n = 0;

	memset(&none, 0, sizeof(none));
	nr = shared_options(&none, shared);
	for (i = 0; i < nr; i++)
		if (*cmd->formats || (shared[i].to != &none.format && shared[i].to != &none.output &&
				      shared[i].to != &none.tree))
			out[n++] = shared[i];
	memset(&out[n], 0, sizeof(out[n]));
}

/* Usage, options and examples of the command, on stdout. */
static void cli_help(const char *lang, const struct command *cmd, const struct opt *opts)
{
	struct opt shared[SHARED + 1], *o;
	struct strbuf more = STRBUF_INIT;

	options_of(cmd, shared);
	printf("%s %s%s%s %s\n\n%s\n", cli_tr(lang, "usage: kpath"), cmd->name, *cmd->args ? " " : "",
	       cmd->args, cli_tr(lang, "[options]"), cli_tr(lang, cmd->about));
	if (!opt_is_end(opts)) {
		printf("\n");
		for (; !opt_is_end(opts); opts++)
			print_opt(lang, opts, "");
	}
	printf("\n%s\n", cli_tr(lang, "shared options:"));
	for (o = shared; !opt_is_end(o); o++)
		print_opt(lang, o, cmd->formats);
	help_more(lang, cmd, &more);
	if (more.len)
		printf("\n%s", more.buf);
	strbuf_release(&more);
}

int cli_read_options(const struct command *cmd, const struct opt_reader *reader)
{
	char *args[] = { (char *)cmd->name, NULL };
	struct cli c;
	int ret;

	cli_init(&c, cmd);
	c.reader = reader;
	ret = cmd->run(&c, 1, args);
	cli_release(&c);
	return ret;
}

static int check_shared(struct cli *c)
{
	static const char *const colors[] = { "auto", "always", "never", NULL };
	int i;

	for (i = 0; colors[i] && strcmp(c->color, colors[i]); i++)
		;
	if (!colors[i])
		return cli_fail(c, EX_USE, "--color is auto, always or never, not \"%s\"", c->color);
	if (!strncmp(c->lang, "zh", 2) && strchr("-_.", c->lang[2]))
		c->lang = "zh";
	else if (!strncmp(c->lang, "en", 2) && strchr("-_.", c->lang[2]))
		c->lang = "en";
	else
		return cli_fail(c, EX_USE, "--lang is en or zh, not \"%s\"", c->lang);
	if (c->output && !c->format && asked_format(c->output) &&
	    format_known(c->cmd->formats, asked_format(c->output)))
		c->format = asked_format(c->output);
	if (c->output && !c->format && pdf_is_asked(c->output) && format_known(c->cmd->formats, "html")) {
		if (pdf_can_print(c))
			return cli_fail(c, EX_USE, "%s", c->err.buf);
		c->format = "html";
		c->pdf = 1;
	}
	if (c->format && !format_known(c->cmd->formats, c->format)) {
		const char *f = c->format;

		c->format = NULL;
		return *c->cmd->formats ?
			cli_fail(c, EX_USE, "kpath %s has no format \"%s\"; it has: %s",
				 c->cmd->name, f, c->cmd->formats) :
			cli_fail(c, EX_USE, "kpath %s takes no -f", c->cmd->name);
	}
	return -1;
}

/* What was asked for is not known then: nothing of it has been shown, or the
 * exit code says that it is not whole. */
static void give_up(int sig)
{
	static const char text[] = "kpath: gave up: --max-time is over, so the answer is not known\n";

	(void)sig;
	tempfile_remove_open();
	(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
	_exit(EX_FAIL);
}

/* Each process of ours has the limits: what it allocates, not files that it has open. */
static void set_limits(const struct cli *c)
{
	struct sigaction sa = { .sa_handler = give_up };
	struct rlimit r = { (rlim_t)c->max_memory << 20, (rlim_t)c->max_memory << 20 };

	if (c->max_memory)
		setrlimit(RLIMIT_DATA, &r);
	if (!c->max_time)
		return;
	sigaction(SIGALRM, &sa, NULL);
	alarm(c->max_time);
}

static void set_view(struct cli *c)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize ws;
	int tty;

	if (c->output && (!strcmp(c->output, "-") || !strcmp(c->output, "/dev/stdout")))
		c->output = NULL;
	tty = !c->output && isatty(STDOUT_FILENO);
	c->r.command = c->cmd->name;
	c->r.verbose = c->verbose;
	c->r.lang = !strcmp(c->lang, "zh") ? LANG_ZH : LANG_EN;
	c->r.color = !strcmp(c->color, "always") ||
		(!strcmp(c->color, "auto") && tty && !(no_color && *no_color) &&
		 !(term && !strcmp(term, "dumb")));
	if (tty && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) && ws.ws_col)
		c->r.width = ws.ws_col;
	if (c->output)
		c->r.out.fd = -1;
	if (*c->cmd->formats) {
		char name[16];

		snprintf(name, sizeof(name), "%.*s", (int)strcspn(c->cmd->formats, " "),
			 c->cmd->formats);
		if (!c->format)
			c->format = arena_strdup(&c->arena, name);
		c->writer = writer_find(c->format);
	}
}

/* --format and --lang can come after what is wrong, and decide how that is said. */
static void find_format(struct cli *c, int argc, char **argv)
{
	int i;

	/* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): main() gives argc of them */
	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		const char *v = NULL;

		if (!strncmp(argv[i], "--lang=", 7))
			c->lang = argv[i] + 7;
		else if (!strcmp(argv[i], "--lang") && i + 1 < argc)
			c->lang = argv[i + 1];
		if (!strncmp(argv[i], "--format=", 9))
			v = argv[i] + 9;
		else if ((!strcmp(argv[i], "-f") || !strcmp(argv[i], "--format")) && i + 1 < argc)
			v = argv[i + 1];
		else if (!strncmp(argv[i], "-f", 2))
			v = argv[i] + 2;
		if (v && !strcmp(v, "json") && format_known(c->cmd->formats, "json"))
			c->format = "json";
	}
}

int cli_parse(struct cli *c, const struct opt *opts, int argc, char **argv,
	      int min_args, int max_args)
{
	struct option longs[MAX_OPTS + 1];
	struct opt all[MAX_OPTS];
	char shorts[2 * MAX_OPTS + 4];
	size_t n = shared_options(c, all), i, nlong = 0, s = 0;
	const struct opt *o;
	int ch, which, ret, own_output = 0, own_tree = 0;

	if (c->reader) {
		struct opt shared[SHARED + 1];

		options_of(c->cmd, shared);
		c->reader->show(c->reader->to, c->cmd, opts, shared);
		return EX_FOUND;
	}
	for (o = opts; !opt_is_end(o); o++) {
		if (o->to == &c->output) {	/* a shared one, said in the command's own words */
			own_output = 1;
			continue;
		}
		if (o->to == &c->tree) {
			own_tree = 1;
			continue;
		}
		if (n == MAX_OPTS)
			BUG("too many options");
		all[n++] = *o;
	}
	shorts[s++] = ':';
	memset(longs, 0, sizeof(longs));
	for (i = 0; i < n; i++) {
		if (all[i].letter) {
			shorts[s++] = all[i].letter;
			if (opt_takes_arg(&all[i]))
				shorts[s++] = ':';
		}
		if (all[i].name) {
			longs[nlong].name = all[i].name;
			longs[nlong].has_arg = opt_takes_arg(&all[i]) ?
				required_argument : no_argument;
			longs[nlong++].val = 256 + i;
		}
	}
	shorts[s] = '\0';

	argv = asked_argv(c, longs, &argc, argv);
	find_format(c, argc, argv);
	opterr = 0;
	optind = 0;
	while ((ch = getopt_long(argc, argv, shorts, longs, &which)) != -1) {
		if (ch == '?' || ch == ':') {
			const char *bad = argv[optind > 1 ? optind - 1 : 1];

			return cli_fail(c, EX_USE, "%s %s; see kpath %s --help", bad,
					ch == ':' ? "wants a value" : "is not an option here",
					c->cmd->name);
		}
		for (i = 0; i < n; i++)
			if (ch == 256 + (int)i || (all[i].letter && ch == all[i].letter))
				break;
		ret = set_option(c, &all[i], optarg);
		if (ret >= 0)
			return ret;
	}
	if (c->help) {
		cli_help(c->lang, c->cmd, opts);
		return EX_FOUND;
	}
	if (c->version) {
		printf("kpath %s\n", KPATH_VERSION);
		return EX_FOUND;
	}
	ret = check_shared(c);
	if (ret >= 0)
		return ret;
	if (c->output && !*c->cmd->formats && !own_output)
		return cli_fail(c, EX_USE, "kpath %s takes no -o", c->cmd->name);
	if (c->tree && !*c->cmd->formats && !own_tree)
		return cli_fail(c, EX_USE, "kpath %s takes no --tree", c->cmd->name);
	c->args = (const char **)argv + optind;
	c->nr_args = argc - optind;
	for (i = 0; (int)i < c->nr_args; i++)
		c->args[i] = asked_word(&c->arena, c->args[i]);
	if (!strcmp(c->cmd->args, "FROM TO"))
		asked_pair(c);
	if (c->nr_args < min_args || c->nr_args > max_args)
		return cli_fail(c, EX_USE, "%s: usage: kpath %s%s%s [options]; see kpath %s --help",
				c->nr_args < min_args ? "something is missing" : "too many words",
				c->cmd->name, *c->cmd->args ? " " : "", c->cmd->args,
				c->cmd->name);
	set_limits(c);
	set_view(c);
	return -1;
}
