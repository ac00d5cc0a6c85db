/* SPDX-License-Identifier: MIT */
/* Parts of a tree that have headers of their own: fs/ext4, net/mac80211. */
#ifndef KPATH_FRONTEND_PCHPARTS_H
#define KPATH_FRONTEND_PCHPARTS_H

#include <stdint.h>

#include "model/compdb.h"

/* What a part's own headers must come to, in bytes times the TUs that read them, before a
 * precompiled header for it alone pays: to make one takes as long as to read 4 MiB of headers
 * or so, and those of the whole tree that it needs are made once more. */
#define PCH_PART_BYTES (3u << 20)

/*
 * Of the commands that `of` (by command) says are of `group`: which part of the tree each is in,
 * to `part` (by command, zeroed), numbered from 1; 0: none that pays. Their number. A part is a
 * directory below the tree's; of one in another the outer one counts.
 */
uint32_t pch_parts(const struct compdb *db, const uint32_t *of, uint32_t group, uint32_t *part);

#endif
