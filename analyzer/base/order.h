/* SPDX-License-Identifier: MIT */
/* The order of records that are sorted by several of their members. */
#ifndef KPATH_BASE_ORDER_H
#define KPATH_BASE_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* Compares nr words, the first that differ decide: less than, equal to or greater than 0,
 * as qsort() asks for. */
static inline int words_cmp(const uint32_t *x, const uint32_t *y, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

#endif
