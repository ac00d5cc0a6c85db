/* SPDX-License-Identifier: MIT */
/*
 * A linker script, as the preprocessor made it: which input sections lie behind the symbols
 * that it defines. "start = .; KEEP(*(.init.setup)) end = .;" puts .init.setup behind
 * `start`; up to the next symbol that comes after input sections. Of symbols that have a
 * value of another kind than a place nothing is said. The text is hostile: there are limits.
 */
#ifndef KPATH_WORKER_LDS_H
#define KPATH_WORKER_LDS_H

#include <stddef.h>
#include <stdint.h>

#include "model/facts.h"

struct lds;

/* Begins to read a script whose facts go to `f`; lds_line() reads it. */
struct lds *lds_new(struct tu_facts *f);
/* A line of the script; `line`: where it stands. */
void lds_line(struct lds *l, uint32_t line, const char *text, size_t len);
/* Writes what was found into the facts, as stores to sections (facts.h, VAL_SECTION), and
 * frees. */
void lds_finish(struct lds *l);

#endif
