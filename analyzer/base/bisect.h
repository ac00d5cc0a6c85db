/* SPDX-License-Identifier: MIT */
/* Search in what is sorted, whatever holds it: arrays, or records behind an accessor. */
#ifndef KPATH_BASE_BISECT_H
#define KPATH_BASE_BISECT_H

#include <stddef.h>

/*
 * Moves `lo` to the first index of [lo, end) for which `before`, an expression in `mid`, does
 * not hold, or to `end`. It must hold for none behind that. `lo` is a variable, and no other
 * part of `before`.
 *
 *	uint32_t at = 1;
 *
 *	BISECT(at, g->nr_store, mid, graph_store(g, mid)->slot < slot);
 */
#define BISECT(lo, end, mid, before) \
	do { \
		size_t bisect_end_ = (end); \
		while ((size_t)(lo) < bisect_end_) { \
			__typeof__(lo) mid = (__typeof__(lo))((lo) + (bisect_end_ - (lo)) / 2); \
			if (before) \
				(lo) = mid + 1; \
			else \
				bisect_end_ = mid; \
		} \
	} while (0)

#endif
