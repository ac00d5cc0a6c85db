/* SPDX-License-Identifier: MIT */
#include "knowledge.h"

#include <cjson/cJSON.h>
#include <fnmatch.h>
#include <math.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "graph.h"
#include "knowledge_data.h"

/* Where a message points: file and member being read. */
struct reader {
	struct knowledge *k;
	const char *name;	/* of the text, for messages */
	const char *text;	/* the text, for the line; NULL: not known */
	int whole;		/* after merging: references and required members are checked */
	struct strbuf *err;
};

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

static int bad(struct reader *r, const char *where, const char *what)
{
	unsigned line = r->text ? line_of(r->text, where) : 0;

	if (line)
		return error(r->err, "%s:%u: member \"%s\" %s", r->name, line, where, what);
	return error(r->err, "%s: member \"%s\" %s", r->name, where, what);
}

static int bad_in(struct reader *r, const char *where, const char *member, const char *what)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s%s%s", where, *where ? "." : "", member);
	bad(r, path.buf, what);
	strbuf_release(&path);
	return -1;
}

static int read_string(struct reader *r, const char *where, const cJSON *v, const char **out)
{
	if (!cJSON_IsString(v))
		return bad(r, where, "is not a string");
	*out = arena_strdup(&r->k->arena, v->valuestring);
	return 0;
}

static int read_strings(struct reader *r, const char *where, const cJSON *v,
			struct k_strings *out)
{
	const cJSON *e;
	size_t n = 0;

	if (!cJSON_IsArray(v))
		return bad(r, where, "is not an array of strings");
	cJSON_ArrayForEach(e, v)
		n++;
	out->s = arena_alloc(&r->k->arena, (n + 1) * sizeof(*out->s));
	out->nr = 0;
	cJSON_ArrayForEach(e, v) {
		if (!cJSON_IsString(e))
			return bad(r, where, "is not an array of strings");
		out->s[out->nr++] = arena_strdup(&r->k->arena, e->valuestring);
	}
	return 0;
}

/* Counts the members of an object and refuses repeated names. */
static int count_members(struct reader *r, const char *where, const cJSON *v, size_t *nr)
{
	const cJSON *e, *f;

	*nr = 0;
	if (!cJSON_IsObject(v))
		return bad(r, where, "is not an object");
	cJSON_ArrayForEach(e, v) {
		for (f = v->child; f != e; f = f->next)
			if (!strcmp(e->string, f->string))
				return bad_in(r, where, e->string, "is given twice");
		(*nr)++;
	}
	return 0;
}

static int read_pairs(struct reader *r, const char *where, const cJSON *v, struct k_pairs *out)
{
	const cJSON *e;
	size_t n;

	if (count_members(r, where, v, &n))
		return -1;
	out->p = arena_alloc(&r->k->arena, n * sizeof(*out->p));
	out->nr = 0;
	cJSON_ArrayForEach(e, v) {
		struct k_pair *p = &out->p[out->nr++];

		if (!cJSON_IsString(e))
			return bad_in(r, where, e->string, "is not a string");
		p->key = arena_strdup(&r->k->arena, e->string);
		p->value = arena_strdup(&r->k->arena, e->valuestring);
	}
	return 0;
}

static int read_number(struct reader *r, const char *where, const cJSON *v, double *out)
{
	if (!cJSON_IsNumber(v) || !isfinite(v->valuedouble) || v->valuedouble < 0 ||
	    v->valuedouble > K_MAX_NUMBER)
		return bad(r, where, "is not a number from 0 to 1000");
	*out = v->valuedouble;
	return 0;
}

/* ---- objects with a fixed set of members ------------------------------ */

enum member_type { M_STRING, M_STRINGS, M_PAIRS, M_BOOL, M_NUMBER, M_TEXT, M_END };

struct member {
	const char *name;
	enum member_type type;
	size_t offset;
	int required;
};

static int read_member(struct reader *r, const char *where, const struct member *m,
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
		return read_number(r, where, v, at);
	case M_BOOL:
		if (!cJSON_IsBool(v))
			return bad(r, where, "is not true or false");
		*(int *)at = cJSON_IsTrue(v);
		return 0;
	case M_TEXT:		/* for people only */
		return cJSON_IsString(v) ? 0 : bad(r, where, "is not a string");
	case M_END:
		break;
	}
	return -1;
}

static const struct member *find_member(const struct member *m, const char *name)
{
	for (; m->type != M_END; m++)
		if (!strcmp(m->name, name))
			return m;
	return NULL;
}

static int read_object(struct reader *r, const char *where, const struct member *members,
		       const cJSON *v, void *out)
{
	struct strbuf path = STRBUF_INIT;
	const struct member *m;
	const cJSON *e;
	size_t n;
	int ret = -1;

	for (m = members; m->type != M_END; m++)	/* what is left out is empty */
		if (m->type == M_STRING)
			*(const char **)(void *)((char *)out + m->offset) = "";
		else if (m->type == M_STRINGS)
			((struct k_strings *)(void *)((char *)out + m->offset))->s =
				arena_alloc(&r->k->arena, sizeof(char *));
	if (count_members(r, where, v, &n))
		return -1;
	cJSON_ArrayForEach(e, v) {
		m = find_member(members, e->string);
		if (!m) {
			bad_in(r, where, e->string, "is unknown");
			goto out;
		}
		strbuf_clear(&path);
		strbuf_addf(&path, "%s.%s", where, e->string);
		if (read_member(r, path.buf, m, e, out))
			goto out;
	}
	for (m = members; r->whole && m->type != M_END; m++)
		if (m->required && !cJSON_GetObjectItemCaseSensitive(v, m->name)) {
			bad_in(r, where, m->name, "is missing");
			goto out;
		}
	ret = 0;
out:
	strbuf_release(&path);
	return ret;
}

#define MEMBER(type_, struct_, name_, req_) \
	{ #name_, type_, offsetof(struct struct_, name_), req_ }
#define MEMBER_END { NULL, M_END, 0, 0 }

static const struct member mechanism_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_BOOL, k_mechanism, deferred, 1),
	MEMBER(M_BOOL, k_mechanism, user_space, 0),
	MEMBER(M_STRINGS, k_mechanism, registrars, 0),
	MEMBER(M_STRINGS, k_mechanism, fields, 0),
	MEMBER(M_STRINGS, k_mechanism, starters, 0),
	MEMBER(M_STRINGS, k_mechanism, executors, 0),
	MEMBER_END
};

static const struct member section_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_STRING, k_section, kind, 1),
	MEMBER(M_STRING, k_section, level, 0),
	MEMBER(M_STRING, k_section, macro, 0),
	MEMBER(M_STRINGS, k_section, symbols, 0),
	MEMBER(M_STRING, k_section, field, 0),
	MEMBER(M_STRINGS, k_section, also, 0),
	MEMBER_END
};

static const struct member scenario_members[] = {
	MEMBER(M_STRING, k_scenario, about, 0),
	MEMBER(M_PAIRS, k_scenario, bind, 0),
	MEMBER(M_STRINGS, k_scenario, avoid, 0),
	MEMBER(M_STRINGS, k_scenario, include, 0),
	MEMBER_END
};

static const struct member flags_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_PAIRS, k_flags, bits, 1),
	MEMBER(M_STRINGS, k_flags, words, 0),
	MEMBER(M_PAIRS, k_flags, bit_fields, 0),
	MEMBER(M_STRINGS, k_flags, prefixes, 0),
	MEMBER(M_STRINGS, k_flags, senders, 0),
	MEMBER_END
};

static const struct member layer_members[] = {
	MEMBER(M_STRING, k_layer_binding, layer, 1),
	MEMBER(M_STRING, k_layer_binding, about, 0),
	MEMBER(M_STRING, k_layer_binding, slot, 1),
	MEMBER(M_STRING, k_layer_binding, type, 0),
	MEMBER(M_STRINGS, k_layer_binding, stored, 0),
	MEMBER(M_STRINGS, k_layer_binding, keys, 0),
	MEMBER(M_STRINGS, k_layer_binding, members, 0),
	MEMBER(M_STRINGS, k_layer_binding, called, 0),
	MEMBER(M_STRINGS, k_layer_binding, only, 0),
	MEMBER_END
};

static const struct member weight_members[] = {
	MEMBER(M_NUMBER, k_weights, hop, 0),
	MEMBER(M_NUMBER, k_weights, wrapper, 0),
	MEMBER(M_NUMBER, k_weights, candidates, 0),
	MEMBER(M_NUMBER, k_weights, deferred, 0),
	MEMBER(M_NUMBER, k_weights, executed, 0),
	MEMBER(M_NUMBER, k_weights, set_up, 0),
	MEMBER(M_NUMBER, k_weights, in_goto, 0),
	MEMBER(M_NUMBER, k_weights, leaf, 0),
	MEMBER(M_NUMBER, k_weights, rare, 0),
	MEMBER(M_NUMBER, k_weights, rare_function, 0),
	MEMBER(M_NUMBER, k_weights, boot, 0),
	MEMBER(M_NUMBER, k_weights, company, 0),
	MEMBER(M_NUMBER, k_weights, far, 0),
	MEMBER(M_NUMBER, k_weights, unlikely, 0),
	MEMBER(M_NUMBER, k_weights, error, 0),
	MEMBER(M_NUMBER, k_weights, guard, 0),
	MEMBER(M_NUMBER, k_weights, hub, 0),
	MEMBER(M_NUMBER, k_weights, hub_free, 0),
	MEMBER_END
};

static const struct member document_members[] = {
	MEMBER(M_STRINGS, k_documents, calls, 0),
	MEMBER(M_STRINGS, k_documents, passes, 0),
	MEMBER(M_STRINGS, k_documents, called_by, 0),
	MEMBER(M_STRINGS, k_documents, agents, 0),
	MEMBER(M_STRINGS, k_documents, located, 0),
	MEMBER(M_STRINGS, k_documents, registers, 0),
	MEMBER(M_STRINGS, k_documents, from, 0),
	MEMBER(M_STRINGS, k_documents, to, 0),
	MEMBER(M_STRINGS, k_documents, sets, 0),
	MEMBER(M_STRINGS, k_documents, within, 0),
	MEMBER(M_STRINGS, k_documents, through, 0),
	MEMBER(M_STRINGS, k_documents, such_as, 0),
	MEMBER(M_STRINGS, k_documents, this_one, 0),
	MEMBER(M_STRINGS, k_documents, it, 0),
	MEMBER(M_STRINGS, k_documents, list_heads, 0),
	MEMBER(M_STRINGS, k_documents, negations, 0),
	MEMBER(M_STRINGS, k_documents, about, 0),
	MEMBER(M_STRINGS, k_documents, lines, 0),
	MEMBER(M_STRINGS, k_documents, functions, 0),
	MEMBER(M_STRINGS, k_documents, structs, 0),
	MEMBER(M_STRINGS, k_documents, and_also, 0),
	MEMBER(M_STRINGS, k_documents, fillers, 0),
	MEMBER(M_STRINGS, k_documents, callers, 0),
	MEMBER(M_STRINGS, k_documents, callees, 0),
	MEMBER(M_STRINGS, k_documents, places, 0),
	MEMBER(M_STRINGS, k_documents, states_from, 0),
	MEMBER(M_STRINGS, k_documents, states_to, 0),
	MEMBER(M_STRINGS, k_documents, causes, 0),
	MEMBER(M_STRINGS, k_documents, plain_calls, 0),
	MEMBER(M_STRINGS, k_documents, duties, 0),
	MEMBER(M_STRINGS, k_documents, examples, 0),
	MEMBER(M_NUMBER, k_documents, short_hops, 0),
	MEMBER(M_NUMBER, k_documents, far_hops, 0),
	MEMBER(M_NUMBER, k_documents, far_bits, 0),
	MEMBER(M_NUMBER, k_documents, short_bits, 0),
	MEMBER(M_NUMBER, k_documents, short_bits_per_hop, 0),
	MEMBER(M_STRINGS, k_documents, when, 0),
	MEMBER(M_STRINGS, k_documents, actors, 0),
	MEMBER(M_STRINGS, k_documents, times, 0),
	MEMBER(M_STRINGS, k_documents, times_behind, 0),
	MEMBER(M_PAIRS, k_documents, gone, 0),
	MEMBER(M_PAIRS, k_documents, acts, 0),
	MEMBER(M_PAIRS, k_documents, contexts, 0),
	MEMBER(M_STRINGS, k_documents, called, 0),
	MEMBER(M_STRINGS, k_documents, works, 0),
	MEMBER(M_STRINGS, k_documents, wrappers, 0),
	MEMBER(M_PAIRS, k_documents, act_functions, 0),
	MEMBER(M_PAIRS, k_documents, renamed, 0),
	MEMBER(M_PAIRS, k_documents, states, 0),
	MEMBER_END
};

static const struct member top_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_PAIRS, knowledge, units, 0),
	MEMBER(M_PAIRS, knowledge, zh, 0),
	MEMBER(M_STRINGS, knowledge, syscall_prefixes, 0),
	MEMBER(M_STRINGS, knowledge, syscall_macros, 0),
	MEMBER(M_PAIRS, knowledge, wrappers, 0),
	MEMBER(M_STRINGS, knowledge, indirect_macros, 0),
	MEMBER(M_STRINGS, knowledge, asm_call_operands, 0),
	MEMBER(M_PAIRS, knowledge, library, 0),
	MEMBER(M_STRINGS, knowledge, leaves, 0),
	MEMBER(M_STRINGS, knowledge, opaque, 0),
	MEMBER(M_STRINGS, knowledge, allocators, 0),
	MEMBER(M_STRINGS, knowledge, numbered, 0),
	MEMBER(M_STRINGS, knowledge, late_macros, 0),
	MEMBER(M_STRINGS, knowledge, early_macros, 0),
	MEMBER(M_PAIRS, knowledge, renames, 0),
	MEMBER(M_STRINGS, knowledge, outside, 0),
	MEMBER(M_PAIRS, knowledge, copies, 0),
	MEMBER(M_PAIRS, knowledge, registries, 0),
	MEMBER(M_PAIRS, knowledge, delegates, 0),
	MEMBER(M_PAIRS, knowledge, static_slots, 0),
	MEMBER(M_PAIRS, knowledge, module_fields, 0),
	MEMBER(M_PAIRS, knowledge, lives_with, 0),
	MEMBER(M_STRINGS, knowledge, discarded_sections, 0),
	MEMBER(M_STRINGS, knowledge, export_macros, 0),
	MEMBER(M_PAIRS, knowledge, asm_calls, 0),
	MEMBER(M_PAIRS, knowledge, handovers, 0),
	MEMBER(M_PAIRS, knowledge, writers, 0),
	MEMBER(M_STRINGS, knowledge, rare_conditions, 0),
	MEMBER(M_STRINGS, knowledge, rare_functions, 0),
	MEMBER(M_STRINGS, knowledge, messages, 0),
	MEMBER(M_PAIRS, knowledge, state_masks, 0),
	MEMBER(M_PAIRS, knowledge, tied_fields, 0),
	MEMBER_END
};

/* An object whose members are named entries of one kind; `name` is the first
 * member of each struct. */
static int read_table(struct reader *r, const char *where, const struct member *members,
		      const cJSON *v, size_t size, void **out, size_t *nr)
{
	struct strbuf path = STRBUF_INIT;
	const cJSON *e;
	int ret = -1;
	size_t n;
	char *at;

	if (count_members(r, where, v, &n))
		return -1;
	*nr = n;
	*out = at = arena_alloc(&r->k->arena, n * size);
	cJSON_ArrayForEach(e, v) {
		*(const char **)(void *)at = arena_strdup(&r->k->arena, e->string);
		strbuf_clear(&path);
		strbuf_addf(&path, "%s.%s", where, e->string);
		if (read_object(r, path.buf, members, e, at))
			goto out;
		at += size;
	}
	ret = 0;
out:
	strbuf_release(&path);
	return ret;
}

static int read_weights(struct reader *r, cJSON *v)
{
	struct k_weights *w = &r->k->weight;
	cJSON *rule = cJSON_GetObjectItemCaseSensitive(v, "rule");
	const cJSON *e;
	size_t n;
	int i, ret;

	_Static_assert(GR_NR <= ARRAY_SIZE(w->rule), "a weight for each rule");
	if (rule) {
		if (count_members(r, "weights.rule", rule, &n))
			return -1;
		cJSON_ArrayForEach(e, rule) {
			for (i = GR_NONE + 1; i < GR_NR; i++)
				if (!strcmp(e->string, g_rule[i].name))
					break;
			if (i == GR_NR)
				return bad_in(r, "weights.rule", e->string, "is unknown");
			if (read_number(r, arena_printf(&r->k->arena, "weights.rule.%s", e->string),
					e, &w->rule[i]))
				return -1;
		}
		cJSON_DetachItemViaPointer(v, rule);
	}
	ret = read_object(r, "weights", weight_members, v, w);
	if (rule)
		cJSON_AddItemToObject(v, "rule", rule);
	return ret;
}

static int read_part(struct reader *r, cJSON *v)
{
	struct knowledge *k = r->k;
	const struct {
		const char *name;
		const struct member *members;
		size_t size;
		void *to;
		size_t *nr;
	} table[] = {
		{ "mechanisms", mechanism_members, sizeof(*k->mechanism), &k->mechanism,
		  &k->nr_mechanism },
		{ "sections", section_members, sizeof(*k->section), &k->section, &k->nr_section },
		{ "scenarios", scenario_members, sizeof(*k->scenario), &k->scenario,
		  &k->nr_scenario },
		{ "flags", flags_members, sizeof(*k->flags), &k->flags, &k->nr_flags },
		{ "layers", layer_members, sizeof(*k->layer), &k->layer, &k->nr_layer },
	};
	const struct member *m;
	size_t i;
	void *p;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (!strcmp(v->string, table[i].name)) {
			if (read_table(r, table[i].name, table[i].members, v, table[i].size, &p,
				       table[i].nr))
				return -1;
			memcpy(table[i].to, &p, sizeof(p));
			return 0;
		}
	if (!strcmp(v->string, "documents"))
		return read_object(r, "documents", document_members, v, &k->doc);
	if (!strcmp(v->string, "weights"))
		return cJSON_IsObject(v) ? read_weights(r, v) :
					   bad(r, "weights", "is not an object");
	m = find_member(top_members, v->string);
	return m ? read_member(r, v->string, m, v, k) : bad(r, v->string, "is unknown");
}

/* TABLE.ENTRY.MEMBER names what is none of that table. */
static int bad_name(struct reader *r, const char *table, const char *entry, const char *member,
		    const char *name, const char *noun)
{
	struct arena *a = &r->k->arena;

	return bad(r, arena_printf(a, "%s.%s.%s", table, entry, member),
		   arena_printf(a, "names \"%s\", which is no %s", name, noun));
}

/* Depth-first; mark: 1 while its includes are being walked, then 2. */
static int check_includes(struct reader *r, const struct k_scenario *s, char *mark)
{
	char *m = &mark[s - r->k->scenario];
	size_t i;

	if (*m == 2)
		return 0;
	if (*m == 1)
		return bad(r, arena_printf(&r->k->arena, "scenarios.%s.include", s->name),
			   "goes round in a circle");
	*m = 1;
	for (i = 0; i < s->include.nr; i++) {
		const struct k_scenario *t = knowledge_scenario(r->k, s->include.s[i]);

		if (!t)
			return bad_name(r, "scenarios", s->name, "include", s->include.s[i],
					"scenario");
		if (check_includes(r, t, mark))
			return -1;
	}
	*m = 2;
	return 0;
}

static int check_also(struct reader *r, const struct k_section *s)
{
	size_t i, j;

	for (i = 0; i < s->also.nr; i++) {
		for (j = 0; j < r->k->nr_section; j++)
			if (!strcmp(s->also.s[i], r->k->section[j].name))
				break;
		if (j == r->k->nr_section)
			return bad_name(r, "sections", s->name, "also", s->also.s[i], "section");
	}
	return 0;
}

static int read_all(struct reader *r, cJSON *doc)
{
	const struct member *m;
	size_t n, i;
	char *mark;
	cJSON *e;

	for (m = top_members; m->type != M_END; m++)
		if (m->type == M_STRINGS)
			((struct k_strings *)(void *)((char *)r->k + m->offset))->s =
				arena_alloc(&r->k->arena, sizeof(char *));
	if (!cJSON_IsObject(doc))
		return error(r->err, "%s: the text is not a JSON object", r->name);
	if (count_members(r, "", doc, &n))
		return -1;
	cJSON_ArrayForEach(e, doc)
		if (read_part(r, e))
			return -1;
	if (!r->whole)
		return 0;
	mark = arena_alloc(&r->k->arena, r->k->nr_scenario);
	for (i = 0; i < r->k->nr_scenario; i++)
		if (check_includes(r, &r->k->scenario[i], mark))
			return -1;
	for (i = 0; i < r->k->nr_section; i++)
		if (check_also(r, &r->k->section[i]))
			return -1;
	return 0;
}

/* ---- text to document ------------------------------------------------- */

static cJSON *parse_text(const char *text, size_t len, const char *name, struct strbuf *err)
{
	const char *end = NULL, *p;
	unsigned line = 1;
	cJSON *doc;

	/* len counts the NUL: with it cJSON can tell trailing garbage */
	doc = cJSON_ParseWithLengthOpts(text, len + 1, &end, 1);
	if (doc)
		return doc;
	for (p = text; end && p < end && p < text + len; p++)
		line += *p == '\n';
	error(err, "%s:%u: this is not JSON", name, line);
	return NULL;
}

static void merge(cJSON *base, cJSON *over);

/* `v` was taken out of the overlay. */
static void merge_member(cJSON *base, cJSON *v)
{
	cJSON *old = cJSON_GetObjectItemCaseSensitive(base, v->string);

	if (old && cJSON_IsObject(old) && cJSON_IsObject(v)) {
		merge(old, v);
		cJSON_Delete(v);
	} else if (old && cJSON_IsArray(old) && cJSON_IsArray(v)) {
		while (v->child)
			cJSON_AddItemToArray(old, cJSON_DetachItemViaPointer(v, v->child));
		cJSON_Delete(v);
	} else if (old) {
		cJSON_ReplaceItemViaPointer(base, old, v);
	} else {
		cJSON_AddItemToArray(base, v);	/* keeps v->string */
	}
}

static void merge(cJSON *base, cJSON *over)
{
	while (over->child)
		merge_member(base, cJSON_DetachItemViaPointer(over, over->child));
}

/* Globs of link units are tried in order, so new ones go before the old. */
static void put_first(cJSON *base, cJSON *over)
{
	while (base->child) {
		cJSON *v = cJSON_DetachItemViaPointer(base, base->child);

		if (cJSON_GetObjectItemCaseSensitive(over, v->string))
			cJSON_Delete(v);
		else
			cJSON_AddItemToArray(over, v);
	}
	while (over->child)
		cJSON_AddItemToArray(base, cJSON_DetachItemViaPointer(over, over->child));
}

static void merge_top(cJSON *base, cJSON *over)
{
	cJSON *old = cJSON_GetObjectItemCaseSensitive(base, "units");
	cJSON *units = cJSON_GetObjectItemCaseSensitive(over, "units");

	if (old && units)
		put_first(old, units);
	merge(base, over);
}

/* Reads the overlay alone, for messages that name the right file. */
static int check_alone(cJSON *doc, const char *text, const char *name, struct strbuf *err)
{
	struct knowledge k;
	struct reader r = { .k = &k, .name = name, .text = text, .err = err };
	int ret;

	memset(&k, 0, sizeof(k));
	arena_init(&k.arena);
	ret = read_all(&r, doc);
	arena_release(&k.arena);
	return ret;
}

int knowledge_init(struct knowledge *k, const char *extra, const char *extra_name,
		   struct strbuf *err)
{
	/* cppcheck-suppress comparePointers ; the assembler puts one at the end of the other */
	size_t len = (size_t)(kpath_knowledge_text_end - kpath_knowledge_text);
	struct reader r = { .k = k, .whole = 1, .err = err };
	/* cppcheck-suppress comparePointers ; so here */
	size_t len_c = (size_t)(kpath_knowledge_c_text_end - kpath_knowledge_c_text);
	cJSON *doc, *over = NULL;
	int ret = -1;

	memset(k, 0, sizeof(*k));
	arena_init(&k->arena);
	r.name = extra ? extra_name : "built-in knowledge";
	r.text = extra;
	doc = parse_text(kpath_knowledge_text, len, "built-in knowledge", err);
	if (!doc)
		return -1;
	over = parse_text(kpath_knowledge_c_text, len_c, "built-in knowledge of C libraries", err);
	if (!over)
		goto out;
	merge_top(doc, over);
	cJSON_Delete(over);
	over = NULL;
	k->digest = digest_mix(digest64(kpath_knowledge_text, len),
			       digest64(kpath_knowledge_c_text, len_c));
	if (extra) {
		over = parse_text(extra, strlen(extra), extra_name, err);
		if (!over || check_alone(over, extra, extra_name, err))
			goto out;
		merge_top(doc, over);
		k->digest = digest_mix(k->digest, digest_str(extra));
	}
	ret = read_all(&r, doc);
out:
	cJSON_Delete(over);
	cJSON_Delete(doc);
	if (ret)
		knowledge_release(k);
	return ret;
}

void knowledge_release(struct knowledge *k)
{
	arena_release(&k->arena);
	memset(k, 0, sizeof(*k));
}

/* ---- questions -------------------------------------------------------- */

const struct k_scenario *knowledge_scenario(const struct knowledge *k, const char *name)
{
	size_t i;

	for (i = 0; i < k->nr_scenario; i++)
		if (!strcmp(k->scenario[i].name, name))
			return &k->scenario[i];
	return NULL;
}

static int is_wildcard(char c)
{
	return c == '*' || c == '?' || c == '[' || c == '\\';
}

/* Nearly all can be told from what stands before the first wildcard. */
static int may_match(const char *glob, const char *s)
{
	while (*glob && *glob == *s && !is_wildcard(*glob)) {
		glob++;
		s++;
	}
	return *glob == *s || is_wildcard(*glob);
}

int k_strings_match(const struct k_strings *globs, const char *s)
{
	size_t i;

	for (i = 0; i < globs->nr; i++)
		if (may_match(globs->s[i], s) && !fnmatch(globs->s[i], s, 0))
			return 1;
	return 0;
}

const char *k_pairs_get(const struct k_pairs *p, const char *key)
{
	size_t i;

	for (i = 0; i < p->nr; i++)
		if (!strcmp(p->p[i].key, key))
			return p->p[i].value;
	return NULL;
}
