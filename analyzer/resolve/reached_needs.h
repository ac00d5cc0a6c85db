/* SPDX-License-Identifier: MIT */
/*
 * Functions that need what is not there: one that calls through a pointer under no
 * condition is never come into, where no function that can be in the pointer is stored
 * by code that runs, or none at all: `rdev->ops->add_station(…)` without any driver of wireless
 * devices.
 */
#ifndef KPATH_RESOLVE_REACHED_NEEDS_H
#define KPATH_RESOLVE_REACHED_NEEDS_H

#include "prog.h"

struct reached_needs {
	uint8_t *site;		/* by call site: its function comes to it on every way */
	uint8_t *has;		/* by call site: something that is stored can be called there */
	uint8_t *lacks;		/* by function: nobody comes into it */
};

/* The call sites that are come to on every way through their functions; entries are
 * left out, what they need is there. */
void reached_needs_init(struct reached_needs *n, const struct prog *p);
void reached_needs_release(struct reached_needs *n);
/* Is this one of the functions found to lack what they need? */
static inline int reached_lacks(const struct reached_needs *n, uint32_t func)
{
	return n->lacks[func];
}
/* Of what runs now (`runs`, by function), finds functions that lack what they need, as
 * `stored` (by function) tells. Says how many it found: all that follows from the others
 * is to be looked at again. */
uint32_t reached_needs_check(struct reached_needs *n, const struct prog *p, const uint8_t *runs,
			     const uint8_t *stored);

#endif
