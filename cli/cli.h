/* SPDX-License-Identifier: MIT */
/*
 * The program: one `struct command` a subcommand, one `struct cli` a run.
 *
 * A command parses its options (cli_parse), opens what it needs (cli_open),
 * asks a query and shows the result (CLI_SHOW). It returns an exit code;
 * messages go through cli_fail and cli_note, which know about -q and JSON.
 */
#ifndef KPATH_CLI_CLI_H
#define KPATH_CLI_CLI_H

#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "indexer/runlog.h"
#include "model/knowledge.h"
#include "queries/answer.h"
#include "reports/columns.h"
#include "store/index.h"

enum exit_code {
	EX_FOUND = 0,
	EX_NEGATIVE = 1,	/* nothing found */
	EX_USE = 2,
	EX_NAME = 3,		/* unknown or ambiguous name */
	EX_INDEX = 4,		/* missing, damaged, too new or too old */
	EX_PARTIAL = 5,		/* index: some TUs failed */
	EX_FAIL = 6
};

enum opt_type {
	OPT_FLAG,	/* int *: set to 1 */
	OPT_COUNT,	/* int *: one more each time */
	OPT_STRING,	/* const char ** */
	OPT_UINT,	/* uint32_t * */
	OPT_LIST	/* struct str_list *: repeated, and split at commas */
};

struct str_list {	/* strings live in the cli's arena or in argv; NULL-ended */
	const char **s;
	size_t nr, alloc;
};
/* Appends a string, which is not copied; release frees the list, not its strings. */
void str_list_add(struct str_list *l, const char *s);
void str_list_release(struct str_list *l);

struct opt {
	const char *name;	/* long name, or NULL */
	char letter;		/* short name, or 0 */
	enum opt_type type;
	void *to;
	const char *arg;	/* "FILE"; NULL for flags */
	const char *help;
};

struct cli;

struct command {
	const char *name;
	int (*run)(struct cli *c, int argc, char **argv);
	char args[48];		/* "FROM TO" */
	const char *about;	/* one line, for the list of commands */
	const char *more;	/* paragraphs below the options: details and examples */
	int hidden;		/* for programs: not in the list of commands */

	/* What it shows: an answer, what has a form, or what a method of the writers shows
	 * (COMMAND_SHOWS); none of these: nothing, or what is no writer's. */
	const struct answer_kind *answer;
	const struct form *form;
	size_t shows;
	const char *first_format;	/* the default; NULL: text */
	char formats[80];	/* "text json svg", the first is the default; "" = none; follows from the above */
};

#define COMMAND_SHOWS(method) offsetof(struct writer, method)

/*
 * Asks a command for its options instead of running it: `show` gets its own
 * ones and the shared ones that it has (both end with an entry without name
 * and letter, and live until `show` returns). Help, manual pages and
 * completions are made of this alone.
 */
struct opt_reader {
	void (*show)(void *to, const struct command *cmd, const struct opt *own,
		     const struct opt *shared);
	void *to;
};
int cli_read_options(const struct command *cmd, const struct opt_reader *reader);
int opt_is_end(const struct opt *o);
int opt_takes_arg(const struct opt *o);

#define COMMAND(name)	extern const struct command name##_command;
#define ANSWERS
#include "commands.def"
#undef COMMAND
#undef ANSWERS

struct cli {
	const struct command *cmd;
	const struct opt_reader *reader;	/* see cli_read_options; else NULL */

	/* options that all commands share */
	struct str_list dbs;		/* all of -d, where it was given several times */
	const char *db, *knowledge_file, *format, *output, *tree, *color, *lang;
	int pdf;		/* the page is printed to `output` */
	int quiet, verbose, help, version;
	uint32_t max_time;		/* seconds; 0 = as long as it takes */
	uint32_t max_memory;		/* MiB; 0 = as much as there is */

	const char **args;	/* what is not an option */
	int nr_args;

	struct arena arena;
	struct knowledge k;
	int has_k;
	struct index *idx;
	struct graph *g;	/* of idx */
	struct runlog log;
	struct source_tree src;
	struct report r;
	const struct writer *writer;
	struct strbuf err;
};

/* The commands in the order that help lists them, the hidden ones last: 0, or
 * -1 behind the last, or where there is none of that name. */
int command_at(size_t i, struct command *cmd);
int command_find(const char *name, struct command *cmd);

/* Runs the command of an answer (c->cmd->answer). */
int cmd_ask(struct cli *c, int argc, char **argv);

/*
 * Parses shared and own options (`opts` ends with an entry without name and
 * letter). Returns -1 to go on; else the exit code to return at once (help
 * was asked for, or the usage is wrong and that was said).
 */
int cli_parse(struct cli *c, const struct opt *opts, int argc, char **argv,
	      int min_args, int max_args);


/* kpath(1), or the page of one command, in man(7). Appended. */
void man_main(struct strbuf *out);
void man_command(const struct command *cmd, struct strbuf *out);

/* What kpath help NAME says beside the commands: names end with a NULL. */
struct help_topic {
	const char *name, *text;
	void (*more)(struct strbuf *out, const char *lang);	/* appends what is said somewhere else; or NULL */
};
extern const struct help_topic help_topics[], help_topics_zh[];
/* Its text in the language of that name; -1: there is no such topic. */
int help_topic(const char *name, const char *lang, struct strbuf *out);

/* The paragraphs below a command's options, in the language of that name. Appended. */
void help_more(const char *lang, const struct command *cmd, struct strbuf *out);
/* Where the examples of an English `more` begin; its end where there are none. */
const char *help_examples(const char *more);

/* The knowledge (embedded and --knowledge). 0 or an exit code. */
int cli_knowledge(struct cli *c);

/* Knowledge, index, log, source tree. `sections` is a hint (index_need()) of what will
 * be looked at, 0 = little; the answer does not depend on it. Says where the index is partial. 0 or an
 * exit code. */
int cli_open(struct cli *c, unsigned sections);

/* A line on stderr where translation units are missing from `g`. */
void cli_note_partial(struct cli *c, const struct graph *g);

/* The one function that `text` names; 0, or an exit code after the message
 * and the candidates were shown. */
int cli_func(struct cli *c, const char *text, uint32_t *func);

/* Reads the trace of --observed or --trace, and says what was odd about it.
 * 0, or an exit code after the message; t is released then. */
int cli_trace(struct cli *c, const char *path, struct trace *t);

/* One line on stderr; under -f json the error document on stdout. Returns `code`, or EX_FAIL where stdout takes nothing. */
int cli_fail(struct cli *c, enum exit_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same with the candidates of a name. */
int cli_fail_names(struct cli *c, enum exit_code code, struct report_error *e);
/* The same where a query has said why in c->err: `status` is what it returned,
 * `near` what it found instead. */
int cli_fail_query(struct cli *c, int status, const struct q_names *near);

/* All of `out` to stdout, where a server answers; it is empty then. 0, or the error's number. */
int cli_send(struct strbuf *out);
/* What a server or command ends with whose output met `error` (0: none): `code`, or EX_FAIL after a sentence. */
int cli_unwritten(struct cli *c, int error, int code);

/* What the program says of itself, in the language of that name. */
const char *cli_tr(const char *lang, const char *text);

/* A line on stderr, unless -q. */
void cli_note(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Shows a result through the writer's `method` and ends the output. An
 * expression: the exit code, `code` where all went well. */
#define CLI_SHOW(c, method, res, code) \
	(cite_writer.method ? (void)cite_writer.method(&(c)->r, (res), NULL) : (void)0, \
	 cli_stale(c), \
	 cli_finish((c), (c)->writer->method(&(c)->r, (res), &(c)->err), (code)))

/* The same for what has a form. */
int cli_show_form(struct cli *c, const struct form *f, const void *res, enum exit_code code);

/* Finds out whether cited files have changed since they were indexed: c->r.stale. */
void cli_stale(struct cli *c);
/* Ends an answer: writes out what is left, or prints the error. The exit code: `code` where
 * nothing failed. */
int cli_finish(struct cli *c, int failed, enum exit_code code);

/* Prepares a command's run; cli_release() closes its index and frees what it holds. */
void cli_init(struct cli *c, const struct command *cmd);
void cli_release(struct cli *c);

/* ---- print_pdf.c: a page as a PDF, by a browser of this machine ------------------------- */

int pdf_is_asked(const char *output);	/* by the suffix */
int pdf_can_print(struct cli *c);	/* 0, or -1 and what to do instead in c->err */
/* Prints the page to `output`, which is replaced as a whole. 0, or -1 and a sentence in c->err. */
int pdf_print(struct cli *c, const char *html, size_t len, const char *output);

/* ---- asked.c: what is meant by what is not written as the manual has it ---------------- */

struct option;

/* Arrows between names go, "-as" and "—as" become "--as" where there is such an option. In the
 * arena. */
char **asked_argv(struct cli *c, const struct option *longs, int *argc, char **argv);
/* A name as it is meant: with plain brackets, without a full stop. What is a file stays. */
const char *asked_word(struct arena *a, const char *s);
/* One argument "A -> B", "A,B", "A-B" or "从 A 到 B" becomes two; "from" and "to" go. */
void asked_pair(struct cli *c);
/* The format that a file's suffix stands for, or NULL. */
const char *asked_format(const char *file);
/* "zh" where the environment speaks Chinese, else "en". */
const char *asked_lang(void);
/* Options before the command: it is put first. -1: there is no command in it. */
int asked_first(int argc, char **argv);
/* The command whose name is nearest, at most two letters away; -1: none. */
int asked_command(const char *name, struct command *near);

#endif
