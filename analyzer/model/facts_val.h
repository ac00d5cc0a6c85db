/* SPDX-License-Identifier: MIT */
/* Private to facts_io.c: the values of a TU by their operands. */
#ifndef KPATH_MODEL_FACTS_VAL_H
#define KPATH_MODEL_FACTS_VAL_H

#include "facts.h"

enum operand { NUM, STR, SYM, FIELD, VAL, CALL };

/* What the members a, b and num of a value are, by its kind. */
struct val_operands { uint8_t a, b, num; };
extern const struct val_operands facts_operand[VAL_KIND_NR];

/* Values get the ids of their first use, children before their parents: equal
 * facts have equal records, whatever was looked at on the way. */
struct renumber {
	const struct tu_val *old;
	uint32_t *id;			/* by old id; 0 = none yet (or 0) */
	struct tu_val *out;
	uint32_t nr;
	uint32_t *stack;
	size_t alloc;
};

/* The new id of a value; it and what it is made of get one where they have none. */
uint32_t renumber_val(struct renumber *r, uint32_t old);

/* Sets the depths of values and guards, which are walked by functions that call themselves;
 * 1 where one is too deep for that. */
int facts_set_depths(struct tu_facts *f);

#endif
