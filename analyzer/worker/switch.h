/* SPDX-License-Identifier: MIT */
/* The statement switch: under which cases its parts stand. */
#ifndef KPATH_WORKER_SWITCH_H
#define KPATH_WORKER_SWITCH_H

#include "walk.h"

/* Walks a switch: each of its statements under the cases that lead to it. */
void switch_stmt(struct walk *w, CXCursor c);

#endif
