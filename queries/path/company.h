/* SPDX-License-Identifier: MIT */
/*
 * Which company a call through a pointer keeps. Where code that serves many (a
 * file system's caller, a bus, a socket's layer) has several to choose from, and the
 * way came from one of them or from beside it, the others are a surprise: what
 * unix_release() closes is no TCP socket. Directories stand for who belongs together.
 */
#ifndef KPATH_QUERIES_COMPANY_H
#define KPATH_QUERIES_COMPANY_H

#include "search.h"

struct company;

/* What a search asks with; NULL where the weights know no price for it. */
struct company *company_new(struct cost *cost);
void company_free(struct company *c);

/* The ties that it asks, read where they were not yet. */
struct ties;
struct ties *company_ties(struct company *c);

/* To be called where labels get new numbers. */
void company_forget(struct company *c);

/* How much longer than without it the shortest way is likely to be at most. */
uint64_t company_slack(const struct company *c);

/* Fills the company of a label behind `edge`, for a way with that of label `parent`. Of two
 * ways to one node the longer one is kept too where it has another, and is longer by less than
 * that may be worth: what `a` may have to pay more than `b` further on. */
void company_keep(struct company *c, const struct label *parent, uint32_t edge, struct label *l);
uint64_t company_worth(const struct company *c, const struct label *a, const struct label *b);

/* From now on a call costs more that contradicts a table which the way has named (settled.h). That
 * needs most of the graph: a single search goes without, and whoever asked for it asks
 * whether the way to `label` has such a call: then it begins anew, with that price. */
void company_settle(struct company *c, uint32_t to);
int company_settles(const struct company *c);
int company_unsettled(struct company *c, const struct search *s, uint32_t label);

/* What going from label `parent` along `edge` costs beside its length: as a length. */
uint64_t company_price(struct company *c, const struct search *s, uint32_t parent, uint32_t edge);

#endif
