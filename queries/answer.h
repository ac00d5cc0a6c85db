/* SPDX-License-Identifier: MIT */
/*
 * An answer that kpath can give, whoever asks: a command, a part of a lab, an
 * editor. Each has one row, a struct answer_kind, beside its query; all rows
 * stand in answers.def. A row says what is asked, how the query is run and
 * what frees its result. How an answer looks is told by a form of the same
 * name (reports/columns.h).
 *
 *	struct ask q;
 *	struct answer a;
 *
 *	ask_init(&q, answer_find("slot"), g, k);
 *	q.v[0].text = "proto_ops.connect";
 *	switch (answer_run(&q, &a, &err)) …	(enum q_status)
 *	answer_release(&a);
 */
#ifndef KPATH_QUERIES_ANSWER_H
#define KPATH_QUERIES_ANSWER_H

#include "query.h"

enum ask_type {
	ASK_TEXT,	/* a word: the name of a slot, a level, FILE:LINE */
	ASK_FUNC,	/* a name that is resolved before the query runs */
	ASK_FUNCS,	/* several of them */
	ASK_LIST,	/* words that are joined by commas on a command line */
	ASK_NUMBER,
	ASK_FLAG
};

/*
 * A parameter. Its name is a member of a lab's part; on a command line it is
 * a word in its place, or (`about` is not NULL) the option --name, with '-'
 * for '_'; a name of one letter is the option -n. Options may be left out.
 */
struct ask_param {
	const char *name;	/* "slot"; NULL behind the last */
	enum ask_type type;
	const char *arg;	/* as help shows it, and by which completion knows it: "STRUCT.FIELD" */
	const char *about;	/* an option's help */
	uint32_t usual, max;	/* ASK_NUMBER: where it is left out; most that a lab may ask for */
};

#define ASK_MAX 10

struct ask_value {
	const char *text;	/* TEXT, FUNC: as written; NULL where it was left out */
	uint32_t id;		/* FUNC */
	const char *const *list;	/* LIST, FUNCS: as written, NULL-ended; or NULL */
	uint32_t *ids, nr_ids;	/* FUNCS */
	uint32_t number;	/* NUMBER; FLAG: 0 or 1 */
};

struct ask {
	const struct answer_kind *kind;
	const struct graph *g;
	const struct knowledge *k;
	struct arena *arena;	/* of the answer */
	struct ask_value v[ASK_MAX];	/* in the order of kind->param */
};

/* What a result is, where several answers share a struct. */
enum answer_shape {
	ANSWER_OWN,
	ANSWER_EDGES,		/* struct q_edges_result: its calls can be quoted and observed */
	ANSWER_PATH		/* struct q_path_result: the same */
};

struct answer_kind {
	const char *name;	/* "slot": command, kind of a lab's part, schema kpath-slot/1 */
	const struct ask_param *param;	/* a static array; at most ASK_MAX */
	const char *about;	/* one line */
	const char *more;	/* below the options: details and examples; lines */
	size_t size;		/* of the result */
	enum answer_shape shape;
	int own_command;	/* cli/ has a file for its command, as that takes more than these */
	int not_in_labs;
	unsigned needs;		/* sections of the index that it looks at (store/index.h) */
	int looks_at_little;	/* of them, where its numbers are as usual */

	/*
	 * Fills `res`, which is zeroed. Returns an enum q_status; for Q_UNKNOWN and
	 * Q_FAILED a sentence in `err`. `near` as in q_resolve_name.
	 */
	int (*run)(const struct ask *q, void *res, struct q_names *near, struct strbuf *err);
	void (*release)(void *res);
};

struct answer {
	const struct answer_kind *kind;
	struct arena arena;
	void *res;		/* what the kind's query fills, in the arena */
	struct q_names near;	/* Q_UNKNOWN: what is meant perhaps; near.asked NULL: no name was the trouble */
	int status;
};

#define ANSWER(name) extern const struct answer_kind name##_answer;
#include "answers.def"
#undef ANSWER

extern const struct answer_kind *const answer_kinds[];	/* NULL-ended, in the order that help lists them */
const struct answer_kind *answer_find(const char *name);	/* NULL if there is none */

/* Nothing is asked for yet: values as where all is left out. */
void ask_init(struct ask *q, const struct answer_kind *kind, const struct graph *g,
	      const struct knowledge *k);

/* Resolves names of functions and runs the query. The answer is to be
 * released in any case; strings of `q` must live as long. */
int answer_run(struct ask *q, struct answer *a, struct strbuf *err);
void answer_release(struct answer *a);

#endif
