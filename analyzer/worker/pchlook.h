/* SPDX-License-Identifier: MIT */
/* One TU's look at a precompiled header, while it is made: shared by pchuse.c and pchown.c. */
#ifndef KPATH_WORKER_PCHLOOK_H
#define KPATH_WORKER_PCHLOOK_H

#include "pch.h"

struct local_file {
	struct source_file *sf;
	size_t begin, end;	/* events while it was read first */
};

struct event {			/* of the preprocessor, in order */
	struct source_file *file;	/* where it stands */
	uint32_t offset;
	struct source_file *enters;	/* a file that is included; NULL: a macro is defined */
	uint32_t word;		/* of the table, 0 = in none of its headers */
	int function_like, harmless;
};

struct taken_back {		/* #undef: clang tells nothing of it */
	size_t at;		/* before this event */
	uint32_t word;
};

struct defined { uint32_t word; int function_like; };

struct expansion { const struct source_file *in; uint32_t offset; };

struct look {
	struct walk *w;
	struct pch_view *v;
	struct event *ev;	size_t nr_ev, alloc_ev;
	struct local_file *local; size_t nr_local, alloc_local;
	struct expansion *exp;	size_t nr_exp, alloc_exp;	/* sorted */
	struct taken_back *undef; size_t nr_undef, alloc_undef;
	struct defined *defined; size_t nr_defined, alloc_defined;	/* so far */
	uint32_t *entered;	/* by header: 1 + place in order */
	uint32_t *since;	/* by header: events there were when it was entered */
	uint32_t *earliest;	/* by word: 1 + events before the first place where it was looked at */
	uint8_t *known;		/* by word: looked at */
	uint8_t *taken;		/* by word: the PCH's value of it may be another one */
	uint32_t *own, *own_in;	/* by word: 1 + offset where a local file defined it or took it
				 * back last; that file */
	uint32_t at_no;
	struct strtab live;	/* names that may be expanded, of whatever macros */
	int in_live;		/* the body that is scanned is one of theirs */
	const struct source_file *at;	/* file that is scanned */
	size_t at_since;	/* events before it */
};

/* Notes a reason against the PCH, "WHAT NAME"; only the first one counts. */
void pch_against(struct pch_view *v, const char *what, const char *name);

/* A word of the PCH's table, as it is written. */
const char *pch_word_text(const struct pch_view *v, uint32_t word);

/* Is it one of the macros that the knowledge file names as read late (`late_macros`)? */
int pch_is_late_macro(const struct walk *w, const char *name);

/* How many events there are before a place of a file, when that is read for the first time. */
size_t pch_events_before(const struct look *l, const struct source_file *sf, uint32_t offset);

/* ---- pchown.c: the words of the TU's own files, those that no header of the PCH is ---- */

/* Looks at all words of the TU's own files. What is said against the PCH stands in l->v->why. */
void pch_own_words(struct look *l);

/* Does a macro that was taken back stand in another one that this TU sees? Then that is said
 * against the PCH. */
void pch_check_hidden(struct pch_view *v);

/* The same for assembler between functions, which is not visited in a precompiled header. */
void pch_check_assembler(struct pch_view *v);

#endif
