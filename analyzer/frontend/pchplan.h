/* SPDX-License-Identifier: MIT */
/*
 * Which headers are worth precompiling, for which commands: found by reading
 * the #include lines of the sources themselves.
 */
#ifndef KPATH_FRONTEND_PCHPLAN_H
#define KPATH_FRONTEND_PCHPLAN_H

#include "base/arena.h"
#include "model/compdb.h"
#include "model/knowledge.h"

#define PCH_MIN_TUS 24		/* fewer don't pay for it */
#define PCH_ENOUGH_USERS 8	/* TUs of a large tree that a header is worth it for */
#define PCH_CORE_MIN_TUS 512	/* so many pay for a second one … */
#define PCH_CORE_HEADERS 48	/* … of so many headers */
#define PCH_SAMPLES 32		/* at most; and not more than one of 16 */

/* What a worker needs to make one. */
struct pch_request {
	const char *dir;		/* where it is kept */
	struct compile_command cmd;	/* flags that all its TUs have; path and file are of no use */
	const char **header;		/* names for #include <…>, most used first; absolute paths of a
					 * part's own behind them */
	size_t nr_header;
	const char **define;		/* "NAME value": macros that each TU has its own value of */
	size_t nr_define;
	const char **early;		/* macros that its TUs define before their includes: no header
					 * that mentions one of them */
	size_t nr_early;
	struct compile_command *sample;	/* some of its TUs, to try it out */
	size_t nr_sample;
};
/* For the pipe (base/codec.h). */
#define PCH_REQUEST(M, R, x) \
	M(x, str, dir) M(x, command, cmd) R(x, strs, header, nr_header) \
	R(x, strs, define, nr_define) R(x, strs, early, nr_early) R(x, commands, sample, nr_sample)

struct pch_plan {
	struct arena arena;
	struct pch_request *req;
	uint32_t nr;
	uint32_t *of;			/* by command: 1 + request, 0 = none */
	uint32_t *core;			/* by 1 + request: 1 + one for TUs that it does not suit, of its
					 * most used headers alone, or without those of that part of
					 * the tree; 0 = none */
};

/*
 * Commands belong together where their flags are the same but for macros of
 * k->late_macros and for -I directories behind those that all have: headers
 * are found in the same places then; and where the same k->early_macros are
 * defined in their files. Of those, the files of one part of the tree that has headers of its own
 * (pchparts.h) have one that holds these too. The plan points into `db`.
 */
void pch_plan_make(struct pch_plan *p, const struct compdb *db, const struct knowledge *k,
		   const char *dir);
void pch_plan_release(struct pch_plan *p);

/* Does the name end in ".h"? */
int pch_is_header(const char *path);

#endif
