/* SPDX-License-Identifier: MIT */
/*
 * Indexes that somebody made on purpose: any change of any record, and the
 * checksums are right all the same.
 */
#ifndef KPATH_TESTS_REMAKE_H
#define KPATH_TESTS_REMAKE_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/*
 * Writes index `from` to `to` with some changes, eight bytes each: which array,
 * what is done (a word gets a value, another record's value, or a record takes
 * another's place, or the array ends there), record (3 bytes), word, value (2).
 * -1 and a sentence where it can't be read or written.
 */
int remake_index(const char *from, const char *to, const uint8_t *data, size_t size,
		 struct strbuf *err);

#endif
