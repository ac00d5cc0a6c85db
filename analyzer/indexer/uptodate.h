/* SPDX-License-Identifier: MIT */
/*
 * Is an index still what indexing again would make? A small file in the
 * cache notes, for each index file, what it was made of.
 */
#ifndef KPATH_INDEXER_UPTODATE_H
#define KPATH_INDEXER_UPTODATE_H

#include "base/strbuf.h"

/* `stamp`: what was asked for, one line. 1 where the index `db` was made for
 * that, is as it was written, and so are all files that it was made of. */
int uptodate_check(const char *dir, const char *db, const struct strbuf *stamp);

/* Notes it; `inputs` are lines "DIGEST PATH". No error matters. */
void uptodate_write(const char *dir, const char *db, const struct strbuf *stamp,
		    const struct strbuf *inputs);

#endif
