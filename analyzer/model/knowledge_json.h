/* SPDX-License-Identifier: MIT */
/*
 * Knowledge files as JSON: objects with a fixed set of members, which are listed as data, and
 * one text laid over another. Every complaint names the file, the line and the member.
 */
#ifndef KPATH_MODEL_KNOWLEDGE_JSON_H
#define KPATH_MODEL_KNOWLEDGE_JSON_H

#include <cjson/cJSON.h>

#include "knowledge.h"

/* Of one object or list: each is compared with all others, by those who read and merge them. */
#define K_MAX_ENTRIES 2048

/* Where a message points: file and member being read. */
struct k_reader {
	struct knowledge *k;
	const char *name;	/* of the text, for messages */
	const char *text;	/* the text, for the line; NULL: not known */
	int whole;		/* after merging: references and required members are checked */
	struct strbuf *err;
};

enum member_type { M_STRING, M_STRINGS, M_PAIRS, M_BOOL, M_NUMBER, M_TEXT, M_END };

struct k_member {
	const char *name;
	enum member_type type;
	size_t offset;
	int required;
};

#define MEMBER(type_, struct_, name_, req_) \
	{ #name_, type_, offsetof(struct struct_, name_), req_ }
#define MEMBER_END { NULL, M_END, 0, 0 }

/* What a knowledge file is made of: tables, objects, and (the last, "") members that stand by themselves. */
struct k_part {
	const char *name;
	const struct k_member *members;
	size_t size;		/* of one entry of a table; 0: an object, at `offset` in struct knowledge */
	size_t offset, nr_offset;	/* of a table: where the pointer and the number stand there */
};
#define K_PARTS 8
extern const struct k_part k_part[K_PARTS];

/* Complains of the member `where` ("weights.hop"), `what` being "is missing" or so. Returns -1. */
int k_bad(struct k_reader *r, const char *where, const char *what);

/* The same of `member` in the object `where`, "" being the whole text. Returns -1. */
int k_bad_in(struct k_reader *r, const char *where, const char *member, const char *what);

/* Counts the members of an object; -1 where it is none, or a name is given twice. */
int k_count_members(struct k_reader *r, const char *where, const cJSON *v, size_t *nr);

/* A weight: a number from 0 to K_MAX_NUMBER. -1 where it is none. */
int k_read_number(struct k_reader *r, const char *where, const cJSON *v, double *out);

/* Reads one member, which stands in the struct `out`. -1 where it is of another type. */
int k_read_member(struct k_reader *r, const char *where, const struct k_member *m, const cJSON *v,
		  void *out);

/* The member of that name in a list; NULL: none. */
const struct k_member *k_find_member(const struct k_member *m, const char *name);

/* Reads an object; -1 where a member is not listed, is of another type or is missing. */
int k_read_object(struct k_reader *r, const char *where, const struct k_member *members,
		  const cJSON *v, void *out);

/* ---- knowledge_merge.c ---- */

/* A text of `len` bytes behind which a NUL stands. NULL and a sentence with the line where it is
 * no JSON. */
cJSON *k_parse(const char *text, size_t len, const char *name, struct strbuf *err);

/*
 * Lays `over` on `base` and empties it: objects are joined by member, arrays become longer, and
 * any other value takes the place of the old one. Link units of `over` stand before the old.
 */
void k_merge(cJSON *base, cJSON *over);

/* ---- knowledge.c ---- */

/* What knowledge_init does, from the texts. */
int knowledge_read(struct knowledge *k, const char *extra, const char *extra_name, struct strbuf *err);

/* ---- knowledge_pack.c ---- */

/* All of it as bytes; and back, where strings stay in `data`. -1 where that is not what knowledge_pack makes. */
void knowledge_pack(const struct knowledge *k, struct strbuf *out);
int knowledge_unpack(struct knowledge *k, const char *data, size_t len);

/* ---- knowledge_names.c ------------------------------------------------------------ */

/* After merging: what scenarios and sections name is there, at most 32 each, in no circle. 0, or -1 and a sentence. */
int k_check_names(struct k_reader *r);

#endif
