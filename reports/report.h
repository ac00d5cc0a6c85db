/* SPDX-License-Identifier: MIT */
/*
 * Answers -> bytes: one writer a format, all over the results of queries.
 *
 * A writer never fails for want of data: what an answer does not have is
 * left out or empty. It returns -1, with a sentence in `err`, only where the
 * format itself can't be made (layout failed). Write errors stay in the sink.
 */
#ifndef KPATH_REPORTS_REPORT_H
#define KPATH_REPORTS_REPORT_H

#include "base/strbuf.h"
#include "model/graph.h"
#include "model/knowledge.h"
#include "queries/check/check.h"
#include "queries/path/diff.h"
#include "queries/protocol/flags.h"
#include "queries/protocol/layers.h"
#include "queries/protocol/states.h"
#include "queries/query.h"
#include "queries/trace/coverage.h"
#include "sink.h"
#include "source.h"

enum report_lang { LANG_EN, LANG_ZH };

struct lab_result;	/* queries/lab/lab.h */

struct report {
	const char *command;		/* "path": names the JSON schema */
	const char *asked;		/* what was asked, as the title of a page; may be NULL */
	const struct graph *g;		/* NULL where no index is open (scenario, errors) */
	const struct knowledge *k;
	struct source_tree *src;	/* for excerpts; may be NULL */
	struct sink out;
	struct strbuf notes;		/* lines for stderr: what a format had to leave out */
	uint8_t *cited;			/* cite_writer: one byte a file of g */
	int stale;			/* a cited file has changed: 1, 0, -1 = can't be known */

	int color;
	int width;			/* columns of the terminal, 0 = no limit */
	int verbose;			/* guards and variants too */
	int source;			/* quote the line of each call */
	int flow;			/* guards */
	int observed;			/* calls of a trace are marked */
	enum report_lang lang;
	const struct lab_result *lab;	/* what placeholders in texts stand for; NULL: there are none */
	int headed;			/* what is written stands under a heading of its own */
	int for_grader;			/* a lab's model answers are shown */
	const char *notes_from;		/* text of the report made before, for the student's own words; or NULL */
	void *gvc;			/* Graphviz's context; one for all pictures, because what
					 * measures their letters keeps a pointer into it */
	uint32_t serial;		/* numbers for the ids within one output */
};

/* What a doctor says besides the graph's own numbers. */
struct report_doctor {
	const struct q_doctor *d;
	int has_seconds;		/* the index's log was found */
	double prepare, parse, resolve, store;
	const char *sandbox;		/* what confined the parsers; NULL = not known */
	int has_dropped;
	unsigned long dropped;		/* compiler flags that were not passed on */
};

struct report_verify {
	const char *const *problem;
	size_t nr;
};

/* A recorded run against the graph. */
struct report_coverage {
	const struct q_coverage *c;
	const struct trace *t;
};

struct report_scenarios {
	const struct k_scenario *const *s;
	size_t nr;
	int detail;			/* show what they bind, not only their names */
};

struct report_check {			/* a document and what is to be said of it */
	const struct q_check_result *res;
	const char *name;		/* of the document */
	const char *text;		/* the document itself */
	size_t len;
};

struct report_error {
	const char *message;
	const uint32_t *func;		/* candidates: functions … */
	uint32_t nr_funcs;
	const uint32_t *slot;		/* … or slots … */
	uint32_t nr_slots;
	const uint32_t *object;		/* … or objects */
	uint32_t nr_objects;
};


struct form;		/* columns.h */

/*
 * A format. `form` shows any answer that has a form, `has_form` (NULL: all)
 * says which those are; the other methods show what is no table. Members that
 * are NULL: this answer has no such format.
 */
struct writer {
	const char *name;
	unsigned rank;			/* where it stands among the formats that are offered */
	const char *media;		/* its type for the web; NULL: plain text */
	int (*form)(struct report *r, const struct form *f, const void *res, struct strbuf *err);
	int (*has_form)(const struct form *f);
	int (*path)(struct report *r, const struct q_path_result *res, struct strbuf *err);
	int (*report)(struct report *r, const struct lab_result *res, struct strbuf *err);
	int (*error)(struct report *r, const struct report_error *e, struct strbuf *err);
};

/* Every NAME_writer that a file in a folder of reports/ defines; the list is made when the
 * program is built. */
#define WRITER(name) extern const struct writer name##_writer;
#include "reports/writers.def"
#undef WRITER

/* Appends `raw` as it may stand in a label of Mermaid: control characters as
 * `\xNN`, what could end the label as `#35;`. */
void mermaid_label(struct strbuf *out, const char *raw);

/* Not a format: marks in r->cited the files that an answer cites. */
extern const struct writer cite_writer;

void report_cite(struct report *r, const struct form *f, const void *res);	/* the same for one with a form */

/* The writer of a format. */
const struct writer *writer_find(const char *name);	/* NULL if there is none */

/*
 * The formats that an answer has, separated by blanks, `first` (NULL: text)
 * before all others: those that show the form `f`, or where that is NULL
 * those with a method at offset `method` of struct writer. Appended.
 */
void writer_formats(const struct form *f, size_t method, const char *first, struct strbuf *out);

/* `fd` as in sink_init. The rest starts zeroed, stale unknown. */
void report_init(struct report *r, int fd);
void report_release(struct report *r);

/* ---- what writers share ----------------------------------------------- */

/* What a function is called; the path of a file as it is shown. */
const char *report_func(const struct report *r, uint32_t func);	/* name */
const char *report_file(const struct report *r, uint32_t file);	/* shown path, "" */
const char *report_kind(const struct report *r, uint32_t kind);
const char *report_rule(uint32_t rule);

/* "file:line", nothing for file 0. Appended. */
void report_place(const struct report *r, uint32_t file, uint32_t line, struct strbuf *out);

/* A guard as one condition that holds: "sk->sk_state == TCP_CLOSE",
 * "not (len > 8)". Appended. */
void report_guard(const struct report *r, uint32_t guard, struct strbuf *out);

/* The same for people, in their language: "!(len > 8)". */
void report_condition(const struct report *r, uint32_t guard, struct strbuf *out);

/* The guards of a chain, outermost first; the caller frees the array. */
uint32_t *report_guards(const struct report *r, uint32_t innermost, uint32_t *nr);

/* Those of them that decide, at most `max`: what a switch or a comparison with a constant
 * asks before what looks for errors, ends a loop or left earlier. */
uint32_t *report_deciding(const struct report *r, uint32_t innermost, uint32_t max, uint32_t *nr);

/*
 * Address of a source line at its exact version, where the index is of a
 * Linux kernel with a known version and the file is not a generated one.
 * Appended; -1 and nothing where there is none.
 */
int report_url(const struct report *r, uint32_t file, uint32_t line, struct strbuf *out);

/* The same line in the stable tree of git.kernel.org, on the same terms. */
int report_git_url(const struct report *r, uint32_t file, uint32_t line, struct strbuf *out);

/* How often the function that the path is at after `pos` hops was on it
 * before: 0 for the first time. */
uint32_t report_again(const struct q_path *p, uint32_t pos);

/* `text` (English) in the language of the report. */
/* Which kernel a checked document is about, as a line; "" where the index is of none. */
void report_about(const struct report *r, const struct q_check_result *res, struct strbuf *out);
/* A sentence of a checked document's verdict, in the reader's language; appended. */
void report_said(const struct report *r, const struct q_check_result *res, const char *text,
		 struct strbuf *out);
/*
 * A sentence that library code made (an error, a reason) in that language, by its form in
 * reports/messages.json; one that is not there as it is. Appended.
 */
void report_message(enum report_lang lang, const char *text, struct strbuf *out);
const char *report_tr(const struct report *r, const char *text);
/* The same of a text that goes with a number, in the form for n: report_count(r, 1, "hops") is
 * "hop". The key is the English form for many. */
const char *report_count(const struct report *r, uint64_t n, const char *many);

/* Can sources that were not read, being of other languages, call `func`? Their
 * languages, "c++ (3)", appended to `out`. */
int report_unread_callers(const struct report *r, uint32_t func, struct strbuf *out);
/* Whom outside the tree `func` is handed to, as a sentence: "handed to qsort, outside the
 * tree"; "" = nobody. */
const char *report_handed(const struct report *r, uint32_t func);

/* The slot that an edge goes through: of its evidence, else of its call site. 0 = none. */
uint32_t report_edge_slot(const struct graph *g, uint32_t edge);

/* Releases the Graphviz context that the SVG writer keeps in `r` (draw/svg.c). */
void svg_release(struct report *r);

#endif
