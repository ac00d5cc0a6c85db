/* SPDX-License-Identifier: MIT */
/* What C types can hold. */
#ifndef KPATH_RESOLVE_TYPE_FILTER_H
#define KPATH_RESOLVE_TYPE_FILTER_H

#include "prog.h"

/* The filter (see solver.h) of a canonical type as clang spells it. */
uint32_t type_filter(struct strtab *str, const char *type);
/* Is what parameter i points to const? */
int sig_param_is_read(const char *sig, unsigned i);
/* Of the returned value and of parameter i of a function type. */
uint32_t sig_return_filter(struct strtab *str, const char *sig);
uint32_t sig_param_filter(struct strtab *str, const char *sig, unsigned i);
/* The struct or union (string: its name) that is passed or returned by value; 0 = none. */
uint32_t sig_param_record(struct strtab *str, const char *sig, unsigned i);
uint32_t sig_return_record(struct strtab *str, const char *sig);

#endif
