/* SPDX-License-Identifier: MIT */
/* What writing and fetching a pack share. */
#ifndef KPATH_INDEXER_BUNDLE_P_H
#define KPATH_INDEXER_BUNDLE_P_H

#include "base/strbuf.h"

#define BUNDLE_MARK	"kpath-pack"	/* the first entry; its content is the format */
#define BUNDLE_FORMAT	"1\n"
#define BUNDLE_INDEX	"kpath.db"

/*
 * Where a file of the index lies in a pack, and below the folder it is fetched
 * to: "net/x.c" in "src/net/x.c", "<build>/y.h" in "build/y.h". Appended to
 * `out`; -1 for a name that would lead out of that folder ("/usr/…", "a/../b").
 */
int bundle_entry_name(const char *shown, struct strbuf *out);

#endif
