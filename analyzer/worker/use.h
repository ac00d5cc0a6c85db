/* SPDX-License-Identifier: MIT */
/* Which variables and fields a body uses, and how. */
#ifndef KPATH_WORKER_USE_H
#define KPATH_WORKER_USE_H

#include "walk.h"

/*
 * What is done with the lvalue that is walked next. Whoever walks an operand and does more than
 * to read it says so in w->use before; expr() takes it from there into w->used_as and sets it
 * back, and hands it on where the operand is another name of the same lvalue (casts, brackets).
 * With USE_THROUGH it is done with what a pointer points to: where that is &x, with x.
 */
#define USE_THROUGH 8
#define USE_PART 16	/* with a part of it: of x, in x.y */

/* What is done with p, or x where p is &x, by one who does `how` with *p. */
static inline uint8_t use_through(uint8_t how)
{
	return (uint8_t)(how & USE_THROUGH ? USE_READ | USE_THROUGH : how | USE_THROUGH);
}

/* What is done with x by one who does `how` with &x, or with x as it decays to a pointer. */
static inline uint8_t use_address(uint8_t how)
{
	return how & USE_THROUGH ? (uint8_t)(how & ~USE_THROUGH) : USE_ADDRESS;
}

/* What is done with x by one who does `how` with x.y. */
static inline uint8_t use_part(uint8_t how)
{
	return how & USE_THROUGH ? USE_READ | USE_PART : (uint8_t)(how | USE_PART);
}

/* The variable `sym` or the field `field` is used at c, as `how` says. Nothing is recorded
 * while expressions are only evaluated (w->quiet), nor outside of functions. */
void use_variable(struct walk *w, uint32_t sym, uint8_t how, CXCursor c);
void use_field(struct walk *w, uint32_t field, uint8_t how, CXCursor c);
/* A body begins: it has used nothing yet. */
void use_begin(struct walk *w);

#endif
