/* SPDX-License-Identifier: MIT */
/*
 * An index that travels: one file (tar, compressed with zstd; libarchive) with
 * the index and every source it was made from that is still there unchanged.
 * Who fetches it needs neither tree nor kpath index. Equal indexes and sources
 * give equal bytes.
 *
 * Its entries, in this order: "kpath-pack" (the format's number and a
 * newline), "kpath.db", then "src/NAME" and "build/NAME" by the names of the
 * index's files.
 */
#ifndef KPATH_INDEXER_BUNDLE_H
#define KPATH_INDEXER_BUNDLE_H

#include "base/strbuf.h"

struct bundle_counts {
	unsigned long sources;		/* that are in it */
	unsigned long left_out;		/* files of the index that are gone or have changed */
	unsigned long long bytes;	/* of the pack */
};

/*
 * Writes `out` from the index `db` and the sources below `tree` and `build`
 * (real paths, each may be NULL: then there are none of that kind). The index
 * is verified first. 0, or -1 and a sentence: no index or a damaged one, no
 * source at all, nothing written for want of space or rights.
 */
int bundle_write(const char *db, const char *tree, const char *build, const char *out,
		 struct bundle_counts *n, struct strbuf *err);

/*
 * Unpacks `file` to the new directory `dir`: kpath.db, its log, src/, build/.
 * The directory may be moved afterwards. What is in the file is believed
 * only as far as it can be checked: the index has to pass index_verify(), a
 * source has to be one that the index names, with the digest it gives.
 * 0, or -1 and a sentence, and then there is no `dir`: it was there before,
 * `file` is no pack, is cut off, or holds something else.
 */
int bundle_fetch(const char *file, const char *dir, struct bundle_counts *n,
		 struct strbuf *err);

#endif
