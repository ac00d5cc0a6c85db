/* SPDX-License-Identifier: MIT */
/* What static calls can be patched to. */
#ifndef KPATH_RESOLVE_STATIC_CALLS_H
#define KPATH_RESOLVE_STATIC_CALLS_H

struct prog;

/* After the last body: from fields, by knowledge, and from what is stored into the keys. */
void static_calls_fill(struct prog *p);

#endif
