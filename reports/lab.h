/* SPDX-License-Identifier: MIT */
/*
 * Coursework: questions, and the queries that answer them.
 *
 * A lab is a JSON file. Its texts are strings, or objects with "en" and "zh";
 * in them a blank line begins a paragraph and `backquotes` mark code.
 *
 *   {"id": "…", "title": T, "text": T,
 *    "questions": [{"title": T, "text": T, "parts": [PART, …]}]}
 *
 * Each PART has a "kind", and may have a "title" and a "text":
 *   text                                          only the text
 *   path       from, to, as[], bind[], via[], avoid[], k, max_hops, flow
 *   callers, callees                              function, depth
 *   entries    function
 *   slot       slot           table  object       initcalls  level
 *   states     field, as[]    layers as[]          flags      flag, as[]
 * They mean what the options of the commands of these names mean. A member
 * that a kind does not have is an error: a misspelt one would be overlooked.
 */
#ifndef KPATH_REPORTS_LAB_H
#define KPATH_REPORTS_LAB_H

#include "queries/trace/coverage.h"
#include "report.h"

enum lab_kind {
	LAB_TEXT, LAB_PATH, LAB_CALLERS, LAB_CALLEES, LAB_ENTRIES, LAB_SLOT, LAB_TABLE,
	LAB_INITCALLS, LAB_STATES, LAB_LAYERS, LAB_FLAGS, LAB_NR
};

struct lab_text {
	const char *in[2];	/* by enum report_lang; both the same where one is missing; or NULL */
};

struct lab_part {
	enum lab_kind kind;
	struct lab_text title, text;
	const char *name;	/* function, slot, object, level, field, flag */
	const char *from, *to;
	const char **as, **bind, **via, **avoid;	/* NULL-ended, never NULL */
	uint32_t k, depth, max_hops;
	int flow;
};

struct lab_question {
	struct lab_text title, text;
	struct lab_part *part;
	uint32_t nr_parts;
};

struct lab {
	struct arena arena;
	const char *id;
	struct lab_text title, text;
	struct lab_question *question;
	uint32_t nr_questions;
};

/* A lab that is built in, or NULL. `len` may be NULL. */
const char *lab_builtin(const char *id, size_t *len);
const char *lab_builtin_name(size_t i);		/* NULL behind the last */
extern const char lab_template[], lab_template_end[];	/* what report --new writes */

/*
 * Reads a lab. -1 and a sentence that says which question and part is wrong,
 * and how. `where` names the file. The lab is to be released in any case.
 */
int lab_parse(struct lab *lab, const char *json, size_t len, const char *where,
	      struct strbuf *err);
void lab_release(struct lab *lab);

const char *lab_kind_name(enum lab_kind kind);

/* `t` in the language of the report; "" where there is none. */
const char *lab_tr(const struct report *r, const struct lab_text *t);

/* ---- answers ---------------------------------------------------------- */

enum lab_state {
	LAB_FOUND,
	LAB_NOTHING,	/* asked and answered: there is none */
	LAB_NO_NAME,	/* `asked` does not stand in this index */
	LAB_AMBIGUOUS,	/* `asked` stands for several */
	LAB_FAILED	/* `problem` says why */
};

struct lab_answer {
	const struct lab_part *part;
	enum lab_state state;
	const char *asked, *problem;
	const char *hint[5];		/* names that are meant, perhaps; NULL-ended */
	union {
		struct q_path_result path;
		struct q_edges_result edges;
		struct q_entries_result entries;
		struct q_slot_result slot;
		struct q_table_result table;
		struct q_initcalls_result initcalls;
		struct q_states_result states;
		struct q_layers_result layers;
		struct q_flags_result flags;
	} u;
};

struct lab_result {
	struct arena arena;
	const struct lab *lab;
	struct lab_answer *answer;	/* of all parts, in order */
	uint32_t nr, missing;		/* missing: parts that have no answer */
};

/* Asks all that a lab asks. The index must have been read with lab_needs(). */
unsigned lab_needs(const struct lab *lab);
void lab_run(const struct lab *lab, const struct graph *g, const struct knowledge *k,
	     struct lab_result *res);
void lab_result_release(struct lab_result *res);

/* Marks the calls that a recorded run made. */
void lab_observe(struct lab_result *res, const struct graph *g, const struct trace *t);

/* Why an answer is missing: a key of the catalogue, with the gaps {name} and
 * {why}. For all states but LAB_FOUND and LAB_NOTHING. */
const char *lab_gap_text(const struct lab_answer *a);

/* The command that gives the same answer: "kpath path 'recv(2)' tcp_recvmsg
 * --as tcp4". Appended; nothing for a text. */
void lab_command(const struct lab_part *p, struct strbuf *out);

/* Shows one answer through a writer's method of that kind: 0 where it did,
 * 1 where it has none, -1 and a sentence where it failed. */
int lab_show(struct report *r, const struct writer *w, const struct lab_answer *a,
	     struct strbuf *err);

#endif
