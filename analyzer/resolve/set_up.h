/* SPDX-License-Identifier: MIT */
/*
 * Work that is set up just before it is started: INIT_WORK(&a->work, f), and further on
 * in the same function queue_work(wq, &a->work). Whatever else the struct is used for at
 * other times, it is f that is started here.
 */
#ifndef KPATH_RESOLVE_SET_UP_H
#define KPATH_RESOLVE_SET_UP_H

#include "import_p.h"

/* Of a body whose calls and stores were read: notes what each of its starters is given. */
void set_up_note(struct prog *p, struct tu_map *t, const struct p_body *b);
/* After the solution: is `value` not what was set up before this start? */
int set_up_forbids(const struct prog *p, const struct p_call *pc, uint32_t value);

#endif
