/* SPDX-License-Identifier: MIT */
/*
 * Progress of a long run on stderr: on a terminal a bar with rate and
 * remaining time, which is erased at the end; elsewhere nothing.
 */
#ifndef KPATH_BASE_PROGRESS_H
#define KPATH_BASE_PROGRESS_H

#include <stddef.h>

struct progress {
	const char *label;
	int on;			/* stderr is a terminal, and it was not forbidden */
	int shown;
	double start, last;	/* clock_seconds */
};

/* `quiet`: show nothing at all. `label` must live as long as `p`. */
void progress_start(struct progress *p, const char *label, int quiet);

/* Redraws at most ten times a second. `what` (may be NULL) is what is being
 * done just now; `total` 0: no bar, only `what`. */
void progress_update(struct progress *p, size_t done, size_t total, const char *what);

void progress_end(struct progress *p);	/* erases the line */

#endif
