/* SPDX-License-Identifier: MIT */
/* A precompiled header while it is made: shared by pchmake.c and pchgather.c. */
#ifndef KPATH_WORKER_PCHJOB_H
#define KPATH_WORKER_PCHJOB_H

#include "pch.h"

struct pch_job {
	struct tu_parser *tp;
	const struct pch_request *req;
	struct compile_command cmd;	/* of the header file */
	struct strbuf *base;
	uint8_t *drop;			/* by header of the request: it is left out */
	uint8_t *late;			/* … it can't stand alone, and comes behind the others */
	uint32_t *line;			/* by header: its line in the file */
	uint32_t *in_tab;		/* by header: the one of the table, where known */
	struct pch_tab tab;
	struct strtab hidden;
};

/*
 * Fills job->tab with what the headers of `tu` hold, which was parsed from the header file alone
 * with a detailed preprocessing record, and job->in_tab. `db` is for the places of declarations.
 */
void pch_gather(struct pch_job *job, CXTranslationUnit tu, const struct compdb *db);

#endif
