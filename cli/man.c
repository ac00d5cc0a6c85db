/* SPDX-License-Identifier: MIT */
/*
 * Manual pages in man(7), made of the tables that --help prints. Texts keep
 * their line breaks only where they are indented or stand in a table.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* Reads one character of more than a byte; our own texts are sound UTF-8. */
static size_t read_wide(const char *s, uint32_t *c)
{
	size_t n = (unsigned char)*s >= 0xf0 ? 4 : (unsigned char)*s >= 0xe0 ? 3 : 2, i;

	*c = (unsigned char)*s & (0x7f >> n);
	for (i = 1; i < n && s[i]; i++)
		*c = *c << 6 | ((unsigned char)s[i] & 0x3f);
	return i;
}

/* One line of text, safe as roff input. `literal`: what a reader may paste,
 * with plain hyphens and quotes. */
static void add_text(struct strbuf *out, const char *s, size_t len, int literal)
{
	const char *end = s + len;

	if (len && (*s == '.' || *s == '\''))
		strbuf_addstr(out, "\\&");
	while (s < end) {
		uint32_t c;

		if ((unsigned char)*s >= 0x80) {
			s += read_wide(s, &c);
			strbuf_addf(out, "\\[u%04X]", c);
			continue;
		}
		switch (*s) {
		case '\\': strbuf_addstr(out, "\\e"); break;
		case '-': strbuf_addstr(out, literal ? "\\-" : "-"); break;
		case '\'': strbuf_addstr(out, literal ? "\\(aq" : "'"); break;
		case '`': strbuf_addstr(out, "\\(ga"); break;
		case '^': strbuf_addstr(out, "\\(ha"); break;
		case '~': strbuf_addstr(out, "\\(ti"); break;
		case '"': strbuf_addstr(out, "\\(dq"); break;
		default: strbuf_addch(out, *s);
		}
		s++;
	}
}

static void text(struct strbuf *out, const char *s, int literal)
{
	add_text(out, s, strlen(s), literal);
}

/* Paragraphs; indented lines and tables (two spaces inside) as they stand. */
static void body(struct strbuf *out, const char *s, const char *end)
{
	int block = 0, fresh = 1, first = 1;	/* a heading brings a paragraph along */

	while (s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s)), *next;
		size_t len;
		int as_is;

		if (!nl)
			nl = end;
		next = nl < end ? nl + 1 : end;
		len = (size_t)(nl - s);
		as_is = *s == ' ' || (len > 2 && memmem(s, len, "  ", 2)) ||
			(block && end - next > 4 && !memcmp(next, "    ", 4));
		if (!len) {
			if (block)
				strbuf_addstr(out, ".fi\n.RE\n");
			block = 0;
			fresh = 1;
			s = next;
			continue;
		}
		if (as_is != block) {
			strbuf_addstr(out, block ? ".fi\n.RE\n" : "");
			strbuf_addstr(out, as_is ? first ? ".RS 4\n.nf\n" : ".PP\n.RS 4\n.nf\n" :
					   (fresh || block) && !first ? ".PP\n" : "");
			block = as_is;
		} else if (fresh && !block && !first) {
			strbuf_addstr(out, ".PP\n");
		}
		fresh = first = 0;
		if (as_is && len > 2 && s[0] == ' ' && s[1] == ' ') {
			s += 2;
			len -= 2;
		}
		add_text(out, s, len, as_is);
		strbuf_addch(out, '\n');
		s = next;
	}
	if (block)
		strbuf_addstr(out, ".fi\n.RE\n");
}

static void head(struct strbuf *out, const char *name, const char *about)
{
	const char *p;

	strbuf_addstr(out, ".\\\" made by \"kpath help -f man\"\n.TH ");
	for (p = name; *p; p++)
		strbuf_addch(out, toupper((unsigned char)*p));
	strbuf_addf(out, " 1 %s \"kpath %s\" \"User Commands\"\n.SH NAME\n", KPATH_DATE,
		    KPATH_VERSION);
	text(out, name, 1);
	strbuf_addstr(out, " \\- ");
	text(out, about, 0);
	strbuf_addch(out, '\n');
}

static void option(struct strbuf *out, const struct opt *o, const char *formats)
{
	strbuf_addstr(out, ".TP\n");
	if (o->letter)
		strbuf_addf(out, "\\fB\\-%c\\fR%s", o->letter, o->name ? ", " : "");
	if (o->name) {
		strbuf_addstr(out, "\\fB\\-\\-");
		text(out, o->name, 1);
		strbuf_addstr(out, "\\fR");
	}
	if (o->arg) {
		strbuf_addstr(out, " \\fI");
		text(out, o->arg, 0);
		strbuf_addstr(out, "\\fR");
	}
	strbuf_addch(out, '\n');
	if (o->help) {
		text(out, o->help, 0);
	} else {
		size_t first = strcspn(formats, " ");

		add_text(out, formats, first, 0);
		strbuf_addstr(out, " (default)");
		text(out, formats + first, 0);
	}
	strbuf_addch(out, '\n');
}

static void show_options(void *to, const struct command *cmd, const struct opt *own,
			 const struct opt *shared)
{
	struct strbuf *out = to;

	strbuf_addstr(out, ".SH OPTIONS\n");
	for (; !opt_is_end(own); own++)
		option(out, own, "");
	strbuf_addstr(out, ".SS Shared with other commands\n");
	for (; !opt_is_end(shared); shared++)
		option(out, shared, cmd->formats);
}

static void topic(struct strbuf *out, const char *title, const char *name)
{
	struct strbuf s = STRBUF_INIT;

	help_topic(name, "en", &s);
	strbuf_addf(out, ".SH %s\n", title);
	body(out, s.buf, s.buf + s.len);
	strbuf_release(&s);
}

static void files(struct strbuf *out)
{
	static const char s[] =
		"  kpath.db      the index, where neither -d nor KPATH_DB says otherwise\n"
		"  FILE.log      beside the index FILE: the tree's place, times, what went wrong\n"
		"  ~/.cache/kpath\n"
		"                what kpath index can make anew: configured kernels, precompiled\n"
		"                headers, facts of files that did not change\n";

	strbuf_addstr(out, ".SH FILES\n");
	body(out, s, s + sizeof(s) - 1);
}

void man_command(const struct command *cmd, struct strbuf *out)
{
	struct opt_reader reader = { show_options, out };
	const char *examples = help_examples(cmd->more);
	struct strbuf name = STRBUF_INIT;

	strbuf_addf(&name, "kpath-%s", cmd->name);
	head(out, name.buf, cmd->about);
	strbuf_addstr(out, ".SH SYNOPSIS\n\\fBkpath ");
	text(out, cmd->name, 1);
	strbuf_addstr(out, "\\fR");
	if (*cmd->args) {
		strbuf_addstr(out, " \\fI");
		text(out, cmd->args, 0);
		strbuf_addstr(out, "\\fR");
	}
	strbuf_addstr(out, " [\\fIoptions\\fR]\n");
	if (examples > cmd->more) {
		strbuf_addstr(out, ".SH DESCRIPTION\n");
		body(out, cmd->more, examples);
	}
	cli_read_options(cmd, &reader);
	if (*examples) {
		strbuf_addstr(out, ".SH EXAMPLES\n");
		body(out, strchr(examples, '\n') + 1, examples + strlen(examples));
	}
	topic(out, "EXIT STATUS", "exit-codes");
	topic(out, "ENVIRONMENT", "environment");
	files(out);
	strbuf_addstr(out, ".SH SEE ALSO\n.BR kpath (1)\n");
	strbuf_release(&name);
}

void man_main(struct strbuf *out)
{
	static const char about[] =
		"kpath reads a source tree the way the compiler does, works out who calls whom, also\n"
		"through tables of function pointers, initcalls, callbacks, timers and softirqs, and\n"
		"answers with the place of every call.\n"
		"\n"
		"kpath index TREE makes the index, one file; the other commands ask it. Data goes to\n"
		"stdout, all else to stderr.\n";
	static const char *const topics[][2] = {
		{ "NAMES", "names" }, { "KINDS OF CALLS", "kinds" }, { "RULES", "rules" },
		{ "LABS", "labs" }, { "EXIT STATUS", "exit-codes" },
		{ "ENVIRONMENT", "environment" },
	};
	static const char examples[] =
		"  kpath index ~/linux-6.1 -d linux-6.1.db\n"
		"  export KPATH_DB=linux-6.1.db\n"
		"  kpath path start_kernel inet_init\n"
		"  kpath path 'connect(2)' tcp_v4_connect --as tcp4 --source\n"
		"  kpath report tcpip -o lab.html\n";
	struct command c;
	size_t i;

	head(out, "kpath", "how one function of a source tree reaches another");
	strbuf_addstr(out, ".SH SYNOPSIS\n\\fBkpath\\fR \\fICOMMAND\\fR ... [\\fIoptions\\fR]\n"
		      ".SH DESCRIPTION\n");
	body(out, about, about + sizeof(about) - 1);
	strbuf_addstr(out, ".SH COMMANDS\nEach has a page of its own: kpath-COMMAND(1).\n");
	for (i = 0; !command_at(i, &c) && !c.hidden; i++) {
		strbuf_addstr(out, ".TP\n\\fB");
		text(out, c.name, 1);
		strbuf_addstr(out, "\\fR \\fI");
		text(out, c.args, 0);
		strbuf_addstr(out, "\\fR\n");
		text(out, c.about, 0);
		strbuf_addch(out, '\n');
	}
	for (i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		topic(out, topics[i][0], topics[i][1]);
	files(out);
	strbuf_addstr(out, ".SH EXAMPLES\n");
	body(out, examples, examples + sizeof(examples) - 1);
	strbuf_addstr(out, ".SH SEE ALSO\n");
	for (i = 0; !command_at(i, &c) && !c.hidden; i++) {
		strbuf_addstr(out, ".BR kpath\\-");
		text(out, c.name, 1);
		strbuf_addf(out, " (1)%s\n", !command_at(i + 1, &c) && !c.hidden ? "," : "");
	}
}
