/* SPDX-License-Identifier: MIT */
/* A lab's answers (queries/lab/lab.h), as writers show them. */
#ifndef KPATH_REPORTS_LAB_SHOW_H
#define KPATH_REPORTS_LAB_SHOW_H

#include "columns.h"
#include "queries/lab/lab.h"

/* `t` in the language of the report; "" where there is none. */
const char *lab_tr(const struct report *r, const struct lab_text *t);

/* Why an answer is missing: a key of the catalogue, with the gaps {name} and
 * {why}. For all states but LAB_FOUND and LAB_NOTHING. */
const char *lab_gap_text(const struct lab_answer *a);

/* Its {why}, in the language of the report; to be released. */
struct strbuf lab_gap_why(const struct report *r, const struct lab_answer *a);

struct lab_quote {
	struct q_place from;
	uint32_t to;		/* last line */
	uint32_t end;		/* where the function goes on behind it: its last line; else 0 */
};

/* The lines that a part of kind "source" quotes. -1 where they are not there, or there are
 * no sources at hand. */
int lab_lines(const struct report *r, const struct lab_part *p, struct lab_quote *q);

/* What the student wrote in the report made before (r->notes_from) in the note `id`; NULL:
 * nothing. Notes stand between NOTE_BEGIN id NOTE_BEGIN_END and NOTE_END. */
#define NOTE_BEGIN "<!-- kpath note "
#define NOTE_BEGIN_END " -->"
#define NOTE_END "<!-- kpath end -->"
const char *lab_note(const struct report *r, const char *id, size_t *len);

/* What a format writes of a part that is no query's answer. */
struct lab_own_writer {
	void (*sequence)(struct report *r, const struct lab_part *p);
	void (*source)(struct report *r, const struct lab_part *p);
	void (*note)(struct report *r, const struct lab_part *p);
};

/* Shows such a part; nothing where it is of another kind. */
void lab_own_part(struct report *r, const struct lab_part *p, const struct lab_own_writer *own);

/* Shows one answer by its form: 0 where the writer did, 1 for a text, -1 and a
 * sentence where it failed. */
int lab_show(struct report *r, const struct writer *w, const struct lab_answer *a,
	     struct strbuf *err);

#endif
