/* SPDX-License-Identifier: MIT */
/* Reading labs; private to this folder. */
#ifndef KPATH_QUERIES_LAB_P_H
#define KPATH_QUERIES_LAB_P_H

#include <cjson/cJSON.h>

#include "lab.h"

struct lab_parser {
	struct lab *lab;
	const char *where;
	uint32_t question, part;	/* where we are, from 1; 0 = above */
	struct strbuf *err;
};

/* All return 0, or -1 and a sentence that says where it is wrong. */
int lab_bad(struct lab_parser *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int lab_string(struct lab_parser *p, const cJSON *v, const char *key, size_t max,
	       const char **to);
int lab_name(struct lab_parser *p, const cJSON *v, const char *key, const char **to);
int lab_text_value(struct lab_parser *p, const cJSON *v, const char *key, struct lab_text *to);
int lab_number(struct lab_parser *p, const cJSON *v, const char *key, uint32_t max, uint32_t *to);
int lab_flag(struct lab_parser *p, const cJSON *v, const char *key, uint32_t *to);
int lab_array(struct lab_parser *p, const cJSON *v, const char *key, int max, uint32_t *nr);

/* A list of names, or one name. */
int lab_list(struct lab_parser *p, const cJSON *v, const char *key, const char *const **to);

/* ---- lab_variant.c --------------------------------------------------------------- */

/* A list of placeholders, without their braces. */
int lab_needs_value(struct lab_parser *p, const cJSON *v, const char *const **to);
/* The lab's list of variants. */
int lab_variants_value(struct lab_parser *p, const cJSON *v);
/* Is each variant that a part names one of the lab's? Asked when all has been read. */
int lab_variants_known(struct lab_parser *p);

/* ---- lab_parts.c: the lab's own kinds ------------------------------------------- */

int lab_own_has(enum lab_own own, const char *key);	/* is it a member of such a part? */
int lab_own_member(struct lab_parser *p, struct lab_part *part, const cJSON *v);
int lab_own_complete(struct lab_parser *p, const struct lab_part *part);

#endif
