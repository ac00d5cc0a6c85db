/* SPDX-License-Identifier: MIT */
/*
 * Coursework: questions, and the queries that answer them.
 *
 * A lab is a JSON file. Its texts are strings, or objects with "en" and "zh";
 * in them a blank line begins a paragraph and `backquotes` mark code.
 *
 *   {"id": "…", "title": T, "text": T, "reads": ["DIR", …],
 *    "questions": [{"title": T, "text": T, "parts": [PART, …]}]}
 *
 * Each PART has a "kind", and may have a "title", a "text", an "id" by which
 * placeholders name it, "folded" and "needs": placeholders without their braces, and
 * where one of them does not hold the part is left out, with a sentence (without one
 * where it is "optional"). A lab may have "variants", [{"id", "needs"}, …]: of them the first
 * whose placeholders all hold is told, and a part that has another's id as its "variant" is
 * left out without a sentence. A kind is one of the lab's own (text,
 * story, sequence, source, note, compare; lab_parts.c) or the name of an answer
 * (queries/answer.h), whose parameters are its members: {"kind": "slot",
 * "slot": "proto_ops.connect"}. A member that a kind does not have is an
 * error: a misspelt one would be overlooked.
 *
 * Texts have placeholders, {site:f>g}, which are looked up in the index when
 * the lab is run (lab_ref.h). A function's name may be several, "f|g": the first that
 * the index has is meant; functions are renamed from version to version.
 */
#ifndef KPATH_QUERIES_LAB_H
#define KPATH_QUERIES_LAB_H

#include "queries/path/diff.h"
#include "queries/trace/coverage.h"

enum { LAB_EN, LAB_ZH };

struct lab_text {
	const char *in[2];	/* LAB_EN, LAB_ZH; both the same where one is missing; or NULL */
};

/* What is no answer of a query. */
enum lab_own { LAB_TEXT, LAB_STORY, LAB_SEQUENCE, LAB_SOURCE, LAB_NOTE, LAB_COMPARE, LAB_OWN_NR };

struct lab_actor {		/* of a sequence: a column */
	const char *id;
	struct lab_text name;
};

enum lab_arrow { ARROW_CALL, ARROW_PACKET, ARROW_LATER, ARROW_WAKE };

struct lab_step {		/* of a sequence: an arrow, or (to == from) a note at one actor */
	uint32_t from, to;	/* actors */
	enum lab_arrow arrow;
	struct lab_text text;
	const char *at;		/* a placeholder without its braces that gives the place, or NULL */
};

struct lab_variant {
	const char *id;
	const char *const *needs;
};

struct lab_part {
	const struct answer_kind *kind;	/* NULL: one of the lab's own, `own` */
	enum lab_own own;
	const char *id;			/* or NULL */
	struct lab_text title, text;
	const char *const *needs;	/* placeholders that must hold, else it is left out; or NULL */
	const char *variant;		/* told only where this one is; or NULL */
	uint32_t optional;		/* left out without a sentence */
	uint32_t folded;		/* evidence: shown when it is unfolded */
	struct ask_value v[ASK_MAX];	/* as they are written */
	struct lab_actor *actor;	/* LAB_SEQUENCE */
	struct lab_step *step;
	uint32_t nr_actors, nr_steps;
	const char *function, *file, *find;	/* LAB_SOURCE: a function, or where a line has this text */
	uint32_t lines;			/* how many; 0: the whole function, one line */
	const char *from, *to;		/* LAB_COMPARE: a way, in two indexes */
	const char *const *as, *const *via;
};

struct lab_question {
	struct lab_text title, text;
	struct lab_text model;		/* the answer that is expected, for whoever grades */
	const char *const *needs;	/* as a part's, for all of them */
	uint32_t points;
	struct lab_part *part;
	uint32_t nr_parts;
};

struct lab {
	struct arena arena;
	const char *id;
	struct lab_text title, text;
	const char *const *reads;	/* directories and files that its answers need; NULL: all */
	struct lab_variant *variant;
	uint32_t nr_variants;
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

/* The kind of a part as lab files write it. */
const char *lab_kind_name(const struct lab_part *p);
extern const char *const lab_own_name[LAB_OWN_NR];	/* "text", "story", … */

/* The value of a parameter; NULL where the part's kind has none of that name. */
const struct ask_value *lab_value(const struct lab_part *p, const char *name);

/* ---- answers ---------------------------------------------------------- */

enum lab_state {
	LAB_FOUND,
	LAB_NOTHING,	/* asked and answered: there is none */
	LAB_NO_NAME,	/* `asked` does not stand in this index */
	LAB_AMBIGUOUS,	/* `asked` stands for several */
	LAB_FAILED,	/* `problem` says why */
	LAB_LEFT_OUT	/* what it needs is not there: `problem` */
};

struct lab_answer {
	const struct lab_part *part;	/* of several names (a|b) the one that is there */
	enum lab_state state;
	int again;			/* left out without a word: as the part before, or no second index, or not the
					 * variant that is told */
	int waits;			/* for lab_compare() */
	const char *asked, *problem;
	const char *hint[5];		/* names that are meant, perhaps; NULL-ended */
	struct answer answer;		/* not of the lab's own kinds */
	struct q_diff_result *compared;	/* LAB_COMPARE, by lab_compare() */
};

struct lab_ref;			/* lab_ref.h */
struct lab_machine;

struct lab_result {
	struct arena arena;
	const struct lab *lab;
	struct lab_answer *answer;	/* of all parts, in order */
	uint32_t nr, missing;		/* missing: parts that have no answer */
	uint32_t left_out;
	struct lab_ref *ref;		/* placeholders, each once */
	uint32_t nr_refs, broken;	/* broken: those that do not hold */
	struct lab_machine *machine;	/* state machines that placeholders ask for, each once */
};

/* Asks all that a lab asks. The index must have been read with lab_needs(). */
unsigned lab_needs(const struct lab *lab);
void lab_run(const struct lab *lab, const struct graph *g, const struct knowledge *k,
	     struct lab_result *res);

/* Answers the parts of kind "compare": the way in `g` beside that in `other`, which must outlive
 * the result. Without this call they are left out. */
void lab_compare(struct lab_result *res, const struct graph *g, const struct graph *other,
		 const struct knowledge *k);
void lab_result_release(struct lab_result *res);

/* Marks the calls that a recorded run made. */
void lab_observe(struct lab_result *res, const struct graph *g, const struct trace *t);

/* The command that gives the same answer: "kpath path 'recv(2)' tcp_recvmsg
 * --as tcp4". Appended; nothing for a text. */
void lab_command(const struct lab_part *p, struct strbuf *out);

#endif
