/* SPDX-License-Identifier: MIT */
/* The k shortest ways. */
#ifndef KPATH_QUERIES_YEN_H
#define KPATH_QUERIES_YEN_H

#include "queries/query.h"

struct route;
struct search;

/*
 * Up to k shortest routes, different as sequences of functions, shortest
 * first. Returns how many; *truncated is set where the search gave up
 * before k.
 */
uint32_t yen(struct search *s, uint32_t k, struct route **routes, int *truncated);
/* Frees all of them. */
void routes_release(struct route *routes, uint32_t nr);

#endif
