/* SPDX-License-Identifier: MIT */
/*
 * Facts as sentences. The words are templates of the message catalogue with
 * named gaps ("{caller} calls {callee} at {site}."), so that each language
 * has its own order; what a format writes into a gap is its own business.
 */
#ifndef KPATH_REPORTS_PROSE_H
#define KPATH_REPORTS_PROSE_H

#include "report.h"

/* How a format writes the pieces of a sentence. All escape what they get. */
struct prose_ink {
	void (*text)(struct report *r, const char *text);
	void (*code)(struct report *r, const char *text);
	void (*func)(struct report *r, uint32_t func);
	void (*place)(struct report *r, struct q_place place);
	int names_only;		/* a placeholder's place is not written behind its name */
	void (*strong)(struct report *r, int on);	/* begins and ends what stands out; may be NULL */
};

enum prose_type { PROSE_END, PROSE_TEXT, PROSE_CODE, PROSE_FUNC, PROSE_PLACE, PROSE_UINT };

struct prose_gap {
	const char *name;
	enum prose_type type;	/* PROSE_END ends a list of gaps */
	const char *text;
	uint64_t id;		/* function, or number */
	struct q_place place;
};

/* `n` bytes of text as they are. */
void prose_part(struct report *r, const struct prose_ink *ink, const char *s, size_t n);

/* A template (English, a key of the catalogue) in the report's language; of those that the catalogue
 * has in a form for one, that form where the first number in it is 1. */
const char *prose_words(const struct report *r, const char *text, const struct prose_gap *gap);

/* `text` (English, a key of the catalogue) with its gaps filled. */
void prose_say(struct report *r, const struct prose_ink *ink, const char *text,
	       const struct prose_gap *gap);

/* The same appended as plain text: gaps of PROSE_TEXT and PROSE_UINT only. */
void prose_fill(const struct report *r, struct strbuf *out, const char *text,
		const struct prose_gap *gap);

/* A path told from its start to its end. */
void prose_path(struct report *r, const struct prose_ink *ink,
		const struct q_path_result *res, const struct q_path *p);

/* Where both ends of a path meet that does not lead from one to the other; slot != 0. */
void prose_meet(struct report *r, const struct prose_ink *ink, const struct q_meet *m);

/* A path without the steps between what one system call's macro makes: the first of them
 * stands for all. `out`'s hops are to be freed. */
void prose_fold(const struct q_path *p, struct q_path *out);

/* How many of the ways are worth telling: the first, and others that cost less than twice as much. */
uint32_t prose_ways(const struct q_path_result *res);

/* One hop: who calls whom, through what, and why that is so. */
void prose_hop(struct report *r, const struct prose_ink *ink, const struct q_hop *h);

/* How sure a hop is: a class for readers in a hurry, and the rule in words. */
enum prose_sure { SURE_CERTAIN, SURE_STRONG, SURE_ONE_OF, SURE_GUESS };
enum prose_sure prose_sure(const struct report *r, const struct q_hop *h);
const char *prose_sure_word(const struct report *r, enum prose_sure sure);
void prose_rule(struct report *r, const struct prose_ink *ink, const struct q_hop *h);

/* The values a state can come from, in words: "A, B", "not A", "?", "never".
 * Appended. */
void prose_from(const struct report *r, const struct q_state *s, struct strbuf *out);

/* ---- prose_lab.c ---- */

/* The functions of a path, joined by arrows; what a macro makes of one system call is
 * one of them. */
void prose_chain(struct report *r, const struct prose_ink *ink, const struct q_path *p);

/* A lab's own text: paragraphs, `code`, **strong** and placeholders (queries/lab/lab_ref.h).
 * `para` is called between two paragraphs; may be NULL. */
void prose_plain(struct report *r, const struct prose_ink *ink, const char *text,
		 void (*para)(struct report *r));

/* ---- prose.c: the same without any marks, appended to `out`; as a caption: a placeholder that has a name is
 * that name alone. */
void prose_bare(const struct report *r, const char *text, struct strbuf *out);
void prose_caption(const struct report *r, const char *text, struct strbuf *out);

#endif
