/* SPDX-License-Identifier: MIT */
/*
 * Jumps inside a function. A place behind a label stands under those conditions
 * alone that hold however control came there: by falling into the label, and by
 * every jump to it. Conditions that a jump brings along hold behind the label
 * where nothing else leads there, as long as nothing was stored to what they
 * speak of in between.
 *
 * Inline assembler may jump too, and libclang does not show where: each piece
 * of it counts as a jump to every label.
 */
#ifndef KPATH_WORKER_JUMP_H
#define KPATH_WORKER_JUMP_H

#include "cursors.h"
#include "walk.h"

/* A sequence of statements that is being walked. */
struct block {
	struct block *up;
	struct source_file *file;
	unsigned from, to;		/* offsets of its text */
	uint32_t guard;			/* in force where it begins */
};

void jump_begin(struct walk *w);	/* a new body */
void jump_release(struct walk *w);

void jump_enter(struct walk *w, struct block *b, CXCursor c);	/* c: the compound statement */
void jump_leave(struct walk *w, struct block *b);	/* its guard is in force again */

void jump_goto(struct walk *w, CXCursor c);	/* a goto is met … */
void jump_asm(struct walk *w);			/* … or inline assembler */

/* A label is come to; `falls`: also from the statement before it. */
void jump_label(struct walk *w, CXCursor label, int falls);

/* `guard` has just been put in force. */
void jump_pushed(struct walk *w, uint32_t guard);

/* `guard` without the conditions that a jump into the middle has passed by. */
uint32_t jump_alive(struct walk *w, uint32_t guard);

#endif
