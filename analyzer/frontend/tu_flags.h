/* SPDX-License-Identifier: MIT */
/* How to parse a TU: shared by the pool, which knows no libclang, and the walk. */
#ifndef KPATH_FRONTEND_TU_FLAGS_H
#define KPATH_FRONTEND_TU_FLAGS_H

enum tu_flags {
	TU_NO_PRETTY = 1 << 0,	/* never pretty-print a declaration (it crashes now and then) */
	TU_MAKE_PCH = 1 << 1	/* no TU: make a precompiled header */
};

/* Base names of precompiled headers (worker/pch.h) to try in turn; NULL or "": none. */
#define TU_PCHS 2
struct tu_pch {
	const char *base[TU_PCHS];
	const char *named;	/* tu_parser_expect() of worker/tu.h; NULL or "": nothing */
};

#define TU_MAX_NAMED 256	/* functions in all */

#endif
