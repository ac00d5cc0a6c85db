/* SPDX-License-Identifier: MIT */
/*
 * Knowledge that was read when kpath was built: to read it from JSON takes a third of a short question's time.
 * The order is that of the lists of members, so both directions walk the same lists.
 */
#include <string.h>

#include "base/bytes.h"
#include "knowledge_json.h"

/* A string and its 0. */
static void put_text(struct strbuf *out, const char *s)
{
	bytes_put_blob(out, s, strlen(s) + 1);
}

static void put_number(struct strbuf *out, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	bytes_put_u64(out, bits);
}

static void put_member(struct strbuf *out, const struct k_member *m, const void *at)
{
	const struct k_strings *list = at;
	const struct k_pairs *pairs = at;
	size_t i;

	switch (m->type) {
	case M_STRING:
		put_text(out, *(const char *const *)at);
		break;
	case M_STRINGS:
		bytes_put_uint(out, list->nr);
		for (i = 0; i < list->nr; i++)
			put_text(out, list->s[i]);
		break;
	case M_PAIRS:
		bytes_put_uint(out, pairs->nr);
		for (i = 0; i < pairs->nr; i++) {
			put_text(out, pairs->p[i].key);
			put_text(out, pairs->p[i].value);
		}
		break;
	case M_NUMBER:
		put_number(out, *(const double *)at);
		break;
	case M_BOOL:
		bytes_put_uint(out, !!*(const int *)at);
		break;
	case M_TEXT: case M_END:
		break;
	}
}

static void put_object(struct strbuf *out, const struct k_member *m, const void *from)
{
	for (; m->type != M_END; m++)
		put_member(out, m, (const char *)from + m->offset);
}

void knowledge_pack(const struct knowledge *k, struct strbuf *out)
{
	const struct k_part *part;
	size_t i;

	bytes_put_u64(out, k->digest);
	for (part = k_part; part < k_part + K_PARTS; part++) {
		const char *at = (const char *)k + part->offset;
		size_t nr = part->size ? *(const size_t *)(const void *)((const char *)k + part->nr_offset) : 1;

		if (part->size) {
			at = *(const char *const *)(const void *)at;
			bytes_put_uint(out, nr);
		}
		for (i = 0; i < nr; i++, at += part->size) {
			if (part->size)		/* its name */
				put_text(out, *(const char *const *)(const void *)at);
			put_object(out, part->members, at);
		}
	}
	for (i = 0; i < sizeof(k->weight.rule) / sizeof(k->weight.rule[0]); i++)
		put_number(out, k->weight.rule[i]);
	for (i = 0; i < K_CONDITION_NR; i++)
		put_number(out, k->weight.condition[i]);
}

/* ---- and back ----------------------------------------------------------- */

static const char *get_text(struct bytes_reader *r)
{
	size_t n = 0;
	const char *s = bytes_get_blob(r, &n);

	if (s && n && !s[n - 1])
		return s;
	r->bad = 1;
	return "";
}

static double get_number(struct bytes_reader *r)
{
	uint64_t bits = bytes_get_u64(r);
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

static void get_member(struct bytes_reader *r, struct arena *a, const struct k_member *m, void *at)
{
	struct k_strings *list = at;
	struct k_pairs *pairs = at;
	size_t i;

	switch (m->type) {
	case M_STRING:
		*(const char **)at = get_text(r);
		break;
	case M_STRINGS:
		list->nr = bytes_get_count(r, 2);
		list->s = arena_alloc(a, (list->nr + 1) * sizeof(*list->s));
		for (i = 0; i < list->nr; i++)
			list->s[i] = get_text(r);
		break;
	case M_PAIRS:
		pairs->nr = bytes_get_count(r, 4);
		pairs->p = arena_alloc(a, pairs->nr * sizeof(*pairs->p));
		for (i = 0; i < pairs->nr; i++) {
			pairs->p[i].key = get_text(r);
			pairs->p[i].value = get_text(r);
		}
		break;
	case M_NUMBER:
		*(double *)at = get_number(r);
		break;
	case M_BOOL:
		*(int *)at = (int)bytes_get_uint(r);
		break;
	case M_TEXT: case M_END:
		break;
	}
}

static void get_object(struct bytes_reader *r, struct arena *a, const struct k_member *m, void *to)
{
	for (; m->type != M_END; m++)
		get_member(r, a, m, (char *)to + m->offset);
}

int knowledge_unpack(struct knowledge *k, const char *data, size_t len)
{
	const struct k_part *part;
	struct bytes_reader r;
	size_t i;

	memset(k, 0, sizeof(*k));
	arena_init(&k->arena);
	bytes_reader_init(&r, data, len);
	k->digest = bytes_get_u64(&r);
	for (part = k_part; part < k_part + K_PARTS; part++) {
		char *at = (char *)k + part->offset, *table;
		size_t nr = part->size ? bytes_get_count(&r, 1) : 1;

		if (part->size) {
			table = arena_alloc(&k->arena, nr * part->size);
			memcpy(at, &table, sizeof(table));
			memcpy((char *)k + part->nr_offset, &nr, sizeof(nr));
			at = table;
		}
		for (i = 0; i < nr; i++, at += part->size) {
			if (part->size)
				*(const char **)(void *)at = get_text(&r);
			get_object(&r, &k->arena, part->members, at);
		}
	}
	for (i = 0; i < sizeof(k->weight.rule) / sizeof(k->weight.rule[0]); i++)
		k->weight.rule[i] = get_number(&r);
	for (i = 0; i < K_CONDITION_NR; i++)
		k->weight.condition[i] = get_number(&r);
	if (!r.bad && r.p == r.end)
		return 0;
	knowledge_release(k);
	return -1;
}
