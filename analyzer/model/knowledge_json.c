/* SPDX-License-Identifier: MIT */
/* Objects of a JSON text whose members are listed, read into structs. */
#include <math.h>

#include "base/xalloc.h"
#include "knowledge_json.h"

/* Where the member `path` ("weights.hop") stands in a JSON text: its line, 0 = nowhere.
 * Only the last of repeated ones counts: that is the one that is refused. */
static unsigned line_of(const char *text, const char *path)
{
	struct strbuf at = STRBUF_INIT;
	size_t len[64] = { 0 };		/* of `at`, by depth: its length outside of this object */
	unsigned line = 1, found = 0, depth = 0;
	const char *p, *end;

	for (p = text; *p; p++) {
		line += *p == '\n';
		if (*p == '{' || *p == '[') {
			if (++depth >= ARRAY_SIZE(len))
				break;
			len[depth] = at.len;
		} else if ((*p == '}' || *p == ']') && depth) {
			strbuf_setlen(&at, len[depth--]);
		} else if (*p == '"') {
			for (end = p + 1; *end && *end != '"'; end++)
				end += *end == '\\' && end[1];
			if (!*end)
				break;
			if (end[1 + strspn(end + 1, " \t\r\n")] == ':') {
				strbuf_setlen(&at, len[depth]);
				strbuf_addstr(&at, at.len ? "." : "");
				strbuf_add(&at, p + 1, (size_t)(end - p - 1));
				found = at.buf && !strcmp(at.buf, path) ? line : found;
			}
			p = end;
		}
	}
	strbuf_release(&at);
	return found;
}

int k_bad(struct k_reader *r, const char *where, const char *what)
{
	unsigned line = r->text ? line_of(r->text, where) : 0;

	if (line)
		return error(r->err, "%s:%u: member \"%s\" %s", r->name, line, where, what);
	return error(r->err, "%s: member \"%s\" %s", r->name, where, what);
}

int k_bad_in(struct k_reader *r, const char *where, const char *member, const char *what)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s%s%s", where, *where ? "." : "", member);
	k_bad(r, path.buf, what);
	strbuf_release(&path);
	return -1;
}

static int read_string(struct k_reader *r, const char *where, const cJSON *v, const char **out)
{
	if (!cJSON_IsString(v))
		return k_bad(r, where, "is not a string");
	*out = arena_strdup(&r->k->arena, v->valuestring);
	return 0;
}

static int read_strings(struct k_reader *r, const char *where, const cJSON *v,
			struct k_strings *out)
{
	const cJSON *e;
	size_t n = 0;

	if (!cJSON_IsArray(v))
		return k_bad(r, where, "is not an array of strings");
	cJSON_ArrayForEach(e, v)
		n++;
	if (n > K_MAX_ENTRIES)
		return k_bad(r, where, "has too many entries");
	out->s = arena_alloc(&r->k->arena, (n + 1) * sizeof(*out->s));
	out->nr = 0;
	cJSON_ArrayForEach(e, v) {
		if (!cJSON_IsString(e))
			return k_bad(r, where, "is not an array of strings");
		out->s[out->nr++] = arena_strdup(&r->k->arena, e->valuestring);
	}
	return 0;
}

/* Counts the members of an object and refuses repeated names. */
int k_count_members(struct k_reader *r, const char *where, const cJSON *v, size_t *nr)
{
	const cJSON *e, *f;

	*nr = 0;
	if (!cJSON_IsObject(v))
		return k_bad(r, where, "is not an object");
	cJSON_ArrayForEach(e, v) {
		if (*nr == K_MAX_ENTRIES)
			return k_bad(r, where, "has too many entries");
		for (f = v->child; f != e; f = f->next)
			if (!strcmp(e->string, f->string))
				return k_bad_in(r, where, e->string, "is given twice");
		(*nr)++;
	}
	return 0;
}

static int read_pairs(struct k_reader *r, const char *where, const cJSON *v, struct k_pairs *out)
{
	const cJSON *e;
	size_t n;

	if (k_count_members(r, where, v, &n))
		return -1;
	out->p = arena_alloc(&r->k->arena, n * sizeof(*out->p));
	out->nr = 0;
	cJSON_ArrayForEach(e, v) {
		struct k_pair *p = &out->p[out->nr++];

		if (!cJSON_IsString(e))
			return k_bad_in(r, where, e->string, "is not a string");
		p->key = arena_strdup(&r->k->arena, e->string);
		p->value = arena_strdup(&r->k->arena, e->valuestring);
	}
	return 0;
}

int k_read_number(struct k_reader *r, const char *where, const cJSON *v, double *out)
{
	if (!cJSON_IsNumber(v) || !isfinite(v->valuedouble) || v->valuedouble < 0 ||
	    v->valuedouble > K_MAX_NUMBER)
		return k_bad(r, where, "is not a number from 0 to 1000");
	*out = v->valuedouble;
	return 0;
}

int k_read_member(struct k_reader *r, const char *where, const struct k_member *m,
		       const cJSON *v, void *out)
{
	void *at = (char *)out + m->offset;

	switch (m->type) {
	case M_STRING:
		return read_string(r, where, v, at);
	case M_STRINGS:
		return read_strings(r, where, v, at);
	case M_PAIRS:
		return read_pairs(r, where, v, at);
	case M_NUMBER:
		return k_read_number(r, where, v, at);
	case M_BOOL:
		if (!cJSON_IsBool(v))
			return k_bad(r, where, "is not true or false");
		*(int *)at = cJSON_IsTrue(v);
		return 0;
	case M_TEXT:		/* for people only */
		return cJSON_IsString(v) ? 0 : k_bad(r, where, "is not a string");
	case M_END:
		break;
	}
	return -1;
}

const struct k_member *k_find_member(const struct k_member *m, const char *name)
{
	for (; m->type != M_END; m++)
		if (!strcmp(m->name, name))
			return m;
	return NULL;
}

int k_read_object(struct k_reader *r, const char *where, const struct k_member *members,
		       const cJSON *v, void *out)
{
	struct strbuf path = STRBUF_INIT;
	const struct k_member *m;
	const cJSON *e;
	size_t n;
	int ret = -1;

	for (m = members; m->type != M_END; m++)	/* what is left out is empty */
		if (m->type == M_STRING)
			*(const char **)(void *)((char *)out + m->offset) = "";
		else if (m->type == M_STRINGS)
			((struct k_strings *)(void *)((char *)out + m->offset))->s =
				arena_alloc(&r->k->arena, sizeof(char *));
	if (k_count_members(r, where, v, &n))
		return -1;
	cJSON_ArrayForEach(e, v) {
		m = k_find_member(members, e->string);
		if (!m) {
			k_bad_in(r, where, e->string, "is unknown");
			goto out;
		}
		strbuf_clear(&path);
		strbuf_addf(&path, "%s.%s", where, e->string);
		if (k_read_member(r, path.buf, m, e, out))
			goto out;
	}
	for (m = members; r->whole && m->type != M_END; m++)
		if (m->required && !cJSON_GetObjectItemCaseSensitive(v, m->name)) {
			k_bad_in(r, where, m->name, "is missing");
			goto out;
		}
	ret = 0;
out:
	strbuf_release(&path);
	return ret;
}
