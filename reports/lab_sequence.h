/* SPDX-License-Identifier: MIT */
/* A lab's sequence (queries/lab/lab.h) as a picture: actors side by side, time downwards. */
#ifndef KPATH_REPORTS_LAB_SEQUENCE_H
#define KPATH_REPORTS_LAB_SEQUENCE_H

#include "lab_show.h"

/* An <svg> element for a page; its colours are the page's (page.css). */
void sequence_svg(struct report *r, const struct lab_part *p);

/* The place of a step; file 0: none. */
struct q_place sequence_place(const struct report *r, const struct lab_step *s);

#endif
