/* SPDX-License-Identifier: MIT */
#include <fnmatch.h>
#include <strings.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "graph.h"
#include "knowledge_data.h"
#include "knowledge_json.h"

static const struct k_member mechanism_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_BOOL, k_mechanism, deferred, 1),
	MEMBER(M_BOOL, k_mechanism, user_space, 0),
	MEMBER(M_STRINGS, k_mechanism, registrars, 0),
	MEMBER(M_STRINGS, k_mechanism, fields, 0),
	MEMBER(M_STRINGS, k_mechanism, starters, 0),
	MEMBER(M_STRINGS, k_mechanism, executors, 0),
	MEMBER_END
};

static const struct k_member section_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_STRING, k_section, kind, 1),
	MEMBER(M_STRING, k_section, level, 0),
	MEMBER(M_STRING, k_section, macro, 0),
	MEMBER(M_STRINGS, k_section, symbols, 0),
	MEMBER(M_STRING, k_section, field, 0),
	MEMBER(M_STRINGS, k_section, also, 0),
	MEMBER_END
};

static const struct k_member scenario_members[] = {
	MEMBER(M_STRING, k_scenario, about, 0),
	MEMBER(M_PAIRS, k_scenario, bind, 0),
	MEMBER(M_STRINGS, k_scenario, avoid, 0),
	MEMBER(M_STRINGS, k_scenario, include, 0),
	MEMBER_END
};

static const struct k_member flags_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_PAIRS, k_flags, bits, 1),
	MEMBER(M_STRINGS, k_flags, words, 0),
	MEMBER(M_PAIRS, k_flags, bit_fields, 0),
	MEMBER(M_STRINGS, k_flags, prefixes, 0),
	MEMBER(M_STRINGS, k_flags, senders, 0),
	MEMBER_END
};

static const struct k_member layer_members[] = {
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

static const struct k_member weight_members[] = {
	MEMBER(M_NUMBER, k_weights, hop, 0),
	MEMBER(M_NUMBER, k_weights, wrapper, 0),
	MEMBER(M_NUMBER, k_weights, candidates, 0),
	MEMBER(M_NUMBER, k_weights, deferred, 0),
	MEMBER(M_NUMBER, k_weights, executed, 0),
	MEMBER(M_NUMBER, k_weights, prompt, 0),
	MEMBER(M_STRINGS, k_weights, prompt_kinds, 0),
	MEMBER(M_NUMBER, k_weights, set_up, 0),
	MEMBER(M_NUMBER, k_weights, in_goto, 0),
	MEMBER(M_NUMBER, k_weights, leaf, 0),
	MEMBER(M_NUMBER, k_weights, rare, 0),
	MEMBER(M_NUMBER, k_weights, rare_function, 0),
	MEMBER(M_NUMBER, k_weights, boot, 0),
	MEMBER(M_NUMBER, k_weights, company, 0),
	MEMBER(M_NUMBER, k_weights, goal, 0),
	MEMBER(M_NUMBER, k_weights, settled, 0),
	MEMBER(M_NUMBER, k_weights, far, 0),
	MEMBER(M_NUMBER, k_weights, unlikely, 0),
	MEMBER(M_NUMBER, k_weights, error, 0),
	MEMBER(M_NUMBER, k_weights, guard, 0),
	MEMBER(M_NUMBER, k_weights, hub, 0),
	MEMBER(M_NUMBER, k_weights, hub_free, 0),
	MEMBER_END
};

static const struct k_member document_members[] = {
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
	MEMBER(M_STRINGS, k_documents, members, 0),
	MEMBER(M_STRINGS, k_documents, state_fields, 0),
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
	MEMBER(M_STRINGS, k_documents, conditions, 0),
	MEMBER(M_STRINGS, k_documents, times_behind, 0),
	MEMBER(M_PAIRS, k_documents, gone, 0),
	MEMBER(M_PAIRS, k_documents, acts, 0),
	MEMBER(M_PAIRS, k_documents, contexts, 0),
	MEMBER(M_PAIRS, k_documents, traits, 0),
	MEMBER(M_STRINGS, k_documents, called, 0),
	MEMBER(M_STRINGS, k_documents, works, 0),
	MEMBER(M_STRINGS, k_documents, wrappers, 0),
	MEMBER(M_STRINGS, k_documents, all_of, 0),
	MEMBER(M_STRINGS, k_documents, entries, 0),
	MEMBER(M_STRINGS, k_documents, hosts, 0),
	MEMBER(M_STRINGS, k_documents, kernels, 0),
	MEMBER(M_STRINGS, k_documents, inner, 0),
	MEMBER(M_STRINGS, k_documents, next, 0),
	MEMBER(M_STRINGS, k_documents, boots, 0),
	MEMBER(M_STRINGS, k_documents, traces, 0),
	MEMBER(M_STRINGS, k_documents, variants, 0),
	MEMBER(M_STRINGS, k_documents, same_file, 0),
	MEMBER(M_STRINGS, k_documents, does, 0),
	MEMBER(M_STRINGS, k_documents, that_call, 0),
	MEMBER(M_PAIRS, k_documents, act_functions, 0),
	MEMBER(M_PAIRS, k_documents, renamed, 0),
	MEMBER(M_PAIRS, k_documents, states, 0),
	MEMBER_END
};

static const struct k_member top_members[] = {
	{ "about", M_TEXT, 0, 0 },
	MEMBER(M_PAIRS, knowledge, units, 0),
	MEMBER(M_PAIRS, knowledge, zh, 0),
	MEMBER(M_STRINGS, knowledge, syscall_prefixes, 0),
	MEMBER(M_STRINGS, knowledge, string_compares, 0),
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
	MEMBER(M_PAIRS, knowledge, chains, 0),
	MEMBER(M_PAIRS, knowledge, delegates, 0),
	MEMBER(M_PAIRS, knowledge, static_slots, 0),
	MEMBER(M_PAIRS, knowledge, module_fields, 0),
	MEMBER(M_PAIRS, knowledge, lives_with, 0),
	MEMBER(M_STRINGS, knowledge, discarded_sections, 0),
	MEMBER(M_STRINGS, knowledge, export_macros, 0),
	MEMBER(M_STRINGS, knowledge, named_outside, 0),
	MEMBER(M_PAIRS, knowledge, asm_calls, 0),
	MEMBER(M_PAIRS, knowledge, handovers, 0),
	MEMBER(M_PAIRS, knowledge, writers, 0),
	MEMBER(M_STRINGS, knowledge, rare_conditions, 0),
	MEMBER(M_STRINGS, knowledge, meetings, 0),
	MEMBER(M_STRINGS, knowledge, rare_functions, 0),
	MEMBER(M_STRINGS, knowledge, messages, 0),
	MEMBER(M_PAIRS, knowledge, state_masks, 0),
	MEMBER(M_PAIRS, knowledge, tied_fields, 0),
	MEMBER_END
};

#define TABLE(name, noun, members) \
	{ name, members, sizeof(*((struct knowledge *)0)->noun), offsetof(struct knowledge, noun), \
	  offsetof(struct knowledge, nr_##noun) }

const struct k_part k_part[K_PARTS] = {
	TABLE("mechanisms", mechanism, mechanism_members),
	TABLE("sections", section, section_members),
	TABLE("scenarios", scenario, scenario_members),
	TABLE("flags", flags, flags_members),
	TABLE("layers", layer, layer_members),
	{ "documents", document_members, 0, offsetof(struct knowledge, doc), 0 },
	{ "weights", weight_members, 0, offsetof(struct knowledge, weight), 0 },
	{ "", top_members, 0, 0, 0 },
};

/* An object whose members are named entries of one kind; `name` is the first
 * member of each struct. */
static int read_table(struct k_reader *r, const char *where, const struct k_member *members,
		      const cJSON *v, size_t size, void **out, size_t *nr)
{
	struct strbuf path = STRBUF_INIT;
	const cJSON *e;
	int ret = -1;
	size_t n;
	char *at;

	if (k_count_members(r, where, v, &n))
		return -1;
	*nr = n;
	*out = at = arena_alloc(&r->k->arena, n * size);
	cJSON_ArrayForEach(e, v) {
		*(const char **)(void *)at = arena_strdup(&r->k->arena, e->string);
		strbuf_clear(&path);
		strbuf_addf(&path, "%s.%s", where, e->string);
		if (k_read_object(r, path.buf, members, e, at))
			goto out;
		at += size;
	}
	ret = 0;
out:
	strbuf_release(&path);
	return ret;
}

const char *const k_condition_name[K_CONDITION_NR] = {
	"true", "false", "equal", "unequal", "order", "bit", "no-bit", "one-of", "none-of", "other", "not",
	"case", "default", "loop", "likely", "stayed"
};

/* Numbers by name: what `name` calls the first … last - 1 of `to`. */
static int read_named(struct k_reader *r, const char *where, const cJSON *v,
		      const char *(*name)(int i), int first, int last, double *to)
{
	const cJSON *e;
	size_t n;
	int i;

	if (v && k_count_members(r, where, v, &n))
		return -1;
	cJSON_ArrayForEach(e, v) {
		for (i = first; i < last && strcmp(e->string, name(i)); i++)
			;
		if (i == last)
			return k_bad_in(r, where, e->string, "is unknown");
		if (k_read_number(r, arena_printf(&r->k->arena, "%s.%s", where, e->string), e, &to[i]))
			return -1;
	}
	return 0;
}

static const char *rule_name(int i)
{
	return g_rule[i].name;
}

static const char *condition_name(int i)
{
	return k_condition_name[i];
}

static int read_weights(struct k_reader *r, cJSON *v)
{
	struct k_weights *w = &r->k->weight;
	cJSON *rule = cJSON_GetObjectItemCaseSensitive(v, "rule");
	cJSON *condition = cJSON_GetObjectItemCaseSensitive(v, "condition");
	int ret;

	_Static_assert(GR_NR <= ARRAY_SIZE(w->rule), "a weight for each rule");
	if (read_named(r, "weights.rule", rule, rule_name, GR_NONE + 1, GR_NR, w->rule) ||
	    read_named(r, "weights.condition", condition, condition_name, 0, K_CONDITION_NR, w->condition))
		return -1;
	if (rule)
		cJSON_DetachItemViaPointer(v, rule);
	if (condition)
		cJSON_DetachItemViaPointer(v, condition);
	ret = k_read_object(r, "weights", weight_members, v, w);
	if (rule)
		cJSON_AddItemToObject(v, "rule", rule);
	if (condition)
		cJSON_AddItemToObject(v, "condition", condition);
	return ret;
}

static int read_part(struct k_reader *r, cJSON *v)
{
	char *k = (char *)r->k;
	const struct k_member *m;
	size_t i;
	void *p;

	if (!strcmp(v->string, "weights"))
		return cJSON_IsObject(v) ? read_weights(r, v) :
					   k_bad(r, "weights", "is not an object");
	for (i = 0; i < K_PARTS; i++) {
		const struct k_part *part = &k_part[i];

		if (!*part->name || strcmp(v->string, part->name))
			continue;
		if (!part->size)
			return k_read_object(r, part->name, part->members, v, k + part->offset);
		if (read_table(r, part->name, part->members, v, part->size, &p,
			       (size_t *)(void *)(k + part->nr_offset)))
			return -1;
		memcpy(k + part->offset, &p, sizeof(p));
		return 0;
	}
	m = k_find_member(top_members, v->string);
	return m ? k_read_member(r, v->string, m, v, k) : k_bad(r, v->string, "is unknown");
}

static int read_all(struct k_reader *r, cJSON *doc)
{
	const struct k_member *m;
	cJSON *e;
	size_t n;

	for (m = top_members; m->type != M_END; m++)
		if (m->type == M_STRINGS)
			((struct k_strings *)(void *)((char *)r->k + m->offset))->s =
				arena_alloc(&r->k->arena, sizeof(char *));
	if (!cJSON_IsObject(doc))
		return error(r->err, "%s: the text is not a JSON object", r->name);
	if (k_count_members(r, "", doc, &n))
		return -1;
	cJSON_ArrayForEach(e, doc)
		if (read_part(r, e))
			return -1;
	return r->whole ? k_check_names(r) : 0;
}

/* Reads the overlay alone, for messages that name the right file. */
static int check_alone(cJSON *doc, const char *text, const char *name, struct strbuf *err)
{
	struct knowledge k;
	struct k_reader r = { .k = &k, .name = name, .text = text, .err = err };
	int ret;

	memset(&k, 0, sizeof(k));
	arena_init(&k.arena);
	ret = read_all(&r, doc);
	arena_release(&k.arena);
	return ret;
}

int knowledge_read(struct knowledge *k, const char *extra, const char *extra_name,
		   struct strbuf *err)
{
	/* cppcheck-suppress comparePointers ; the assembler puts one at the end of the other */
	size_t len = (size_t)(kpath_knowledge_text_end - kpath_knowledge_text);
	struct k_reader r = { .k = k, .whole = 1, .err = err };
	/* cppcheck-suppress comparePointers ; so here */
	size_t len_c = (size_t)(kpath_knowledge_c_text_end - kpath_knowledge_c_text);
	cJSON *doc, *over = NULL;
	int ret = -1;

	memset(k, 0, sizeof(*k));
	arena_init(&k->arena);
	r.name = extra ? extra_name : "built-in knowledge";
	r.text = extra;
	doc = k_parse(kpath_knowledge_text, len, "built-in knowledge", err);
	if (!doc)
		return -1;
	over = k_parse(kpath_knowledge_c_text, len_c, "built-in knowledge of C libraries", err);
	if (!over)
		goto out;
	k_merge(doc, over);
	cJSON_Delete(over);
	over = NULL;
	k->digest = digest_mix(digest64(kpath_knowledge_text, len),
			       digest64(kpath_knowledge_c_text, len_c));
	if (extra) {
		over = k_parse(extra, strlen(extra), extra_name, err);
		if (!over || check_alone(over, extra, extra_name, err))
			goto out;
		k_merge(doc, over);
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
	for (i = 0; i < k->nr_scenario; i++)
		if (!strcasecmp(k->scenario[i].name, name))
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
