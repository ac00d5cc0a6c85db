/* SPDX-License-Identifier: MIT */
#include "lab.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_QUESTIONS 100
#define MAX_PARTS 100		/* of a question */
#define MAX_LIST 50
#define MAX_K 20
#define MAX_DEPTH 4
#define MAX_TEXT 20000

/* Members that a part may have, beside kind, title and text. */
enum {
	M_NAME = 1, M_ENDS = 2, M_LISTS = 4, M_K = 8, M_FLOW = 16, M_DEPTH = 32, M_HOPS = 64,
	M_AS = 256,
	M_OPTIONAL = 128	/* the name may be left out */
};

static const struct kind {
	const char *name, *key;
	unsigned members;
} kinds[LAB_NR] = {
	[LAB_TEXT]	= { "text", NULL, 0 },
	[LAB_PATH]	= { "path", NULL, M_ENDS | M_AS | M_LISTS | M_K | M_FLOW | M_HOPS },
	[LAB_CALLERS]	= { "callers", "function", M_NAME | M_DEPTH },
	[LAB_CALLEES]	= { "callees", "function", M_NAME | M_DEPTH },
	[LAB_ENTRIES]	= { "entries", "function", M_NAME },
	[LAB_SLOT]	= { "slot", "slot", M_NAME },
	[LAB_TABLE]	= { "table", "object", M_NAME },
	[LAB_INITCALLS]	= { "initcalls", "level", M_NAME | M_OPTIONAL },
	[LAB_STATES]	= { "states", "field", M_NAME | M_AS },
	[LAB_LAYERS]	= { "layers", NULL, M_AS },
	[LAB_FLAGS]	= { "flags", "flag", M_NAME | M_AS },
};

struct parser {
	struct lab *lab;
	const char *where;
	uint32_t question, part;	/* where we are, from 1; 0 = above */
	struct strbuf *err;
};

const char *lab_kind_name(enum lab_kind kind)
{
	return kinds[kind].name;
}

const char *lab_gap_text(const struct lab_answer *a)
{
	switch (a->state) {
	case LAB_NO_NAME:
		return "This index has nothing of the name {name}, so there is no answer.";
	case LAB_AMBIGUOUS:
		return "The name {name} stands for several in this index, so there is no answer.";
	default:
		return "There is no answer: {why}.";
	}
}

/* A word as a shell takes it. */
static void add_word(struct strbuf *out, const char *word)
{
	strbuf_addch(out, ' ');
	if (*word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789_./:@=+-")]) {
		strbuf_addstr(out, word);
		return;
	}
	strbuf_addch(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			strbuf_addstr(out, "'\\''");
		else
			strbuf_addch(out, *word);
	}
	strbuf_addch(out, '\'');
}

static void add_list(struct strbuf *out, const char *option, const char **list)
{
	for (; *list; list++) {
		strbuf_addf(out, " %s", option);
		add_word(out, *list);
	}
}

void lab_command(const struct lab_part *p, struct strbuf *out)
{
	if (p->kind == LAB_TEXT)
		return;
	strbuf_addf(out, "kpath %s", kinds[p->kind].name);
	if (p->kind == LAB_INITCALLS && p->name)
		strbuf_addstr(out, " --level");
	if (p->name)
		add_word(out, p->name);
	if (p->from) {
		add_word(out, p->from);
		add_word(out, p->to);
	}
	add_list(out, "--as", p->as);
	add_list(out, "--bind", p->bind);
	add_list(out, "--via", p->via);
	add_list(out, "--avoid", p->avoid);
	if (p->max_hops)
		strbuf_addf(out, " --max-hops %u", p->max_hops);
	if (p->k > 1)
		strbuf_addf(out, " -k %u", p->k);
	if (p->depth > 1)
		strbuf_addf(out, " --depth %u", p->depth);
	if (p->flow)
		strbuf_addstr(out, " --flow");
}

const char *lab_tr(const struct report *r, const struct lab_text *t)
{
	return t->in[r->lang] ? t->in[r->lang] : "";
}

static int bad(struct parser *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int bad(struct parser *p, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	strbuf_addf(&text, "%s: ", p->where);
	if (p->question)
		strbuf_addf(&text, "question %u", p->question);
	if (p->part)
		strbuf_addf(&text, ", part %u", p->part);
	if (p->question)
		strbuf_addstr(&text, ": ");
	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	error(p->err, "%s", text.buf);
	strbuf_release(&text);
	return -1;
}

static int string_value(struct parser *p, const cJSON *v, const char *key, size_t max,
			const char **to)
{
	if (!cJSON_IsString(v))
		return bad(p, "\"%s\" must be a string", key);
	if (strlen(v->valuestring) > max)
		return bad(p, "\"%s\" is longer than %zu bytes", key, max);
	*to = arena_strdup(&p->lab->arena, v->valuestring);
	return 0;
}

static int text_value(struct parser *p, const cJSON *v, const char *key, struct lab_text *to)
{
	const cJSON *m;

	if (cJSON_IsString(v)) {
		if (string_value(p, v, key, MAX_TEXT, &to->in[LANG_EN]))
			return -1;
	} else if (cJSON_IsObject(v)) {
		cJSON_ArrayForEach(m, v) {
			int lang = !strcmp(m->string, "zh");

			if (!lang && strcmp(m->string, "en"))
				return bad(p, "\"%s\" has the languages en and zh, not \"%s\"",
					   key, m->string);
			if (string_value(p, m, key, MAX_TEXT, &to->in[lang]))
				return -1;
		}
	} else {
		return bad(p, "\"%s\" must be a string, or an object with \"en\" and \"zh\"", key);
	}
	if (!to->in[LANG_EN])
		to->in[LANG_EN] = to->in[LANG_ZH];
	if (!to->in[LANG_ZH])
		to->in[LANG_ZH] = to->in[LANG_EN];
	return 0;
}

/* A list of names, or one name. */
static int list_value(struct parser *p, const cJSON *v, const char *key, const char ***to)
{
	int i, n = cJSON_IsArray(v) ? cJSON_GetArraySize(v) : 1;
	const cJSON *m = cJSON_IsArray(v) ? v->child : v;

	if (n > MAX_LIST)
		return bad(p, "\"%s\" has more than %d names", key, MAX_LIST);
	*to = arena_alloc(&p->lab->arena, ((size_t)n + 1) * sizeof(**to));
	for (i = 0; i < n && m; i++, m = m->next) {
		if (!cJSON_IsString(m) || !*m->valuestring)
			return bad(p, "\"%s\" must be a list of names", key);
		(*to)[i] = arena_strdup(&p->lab->arena, m->valuestring);
	}
	return 0;
}

static int number_value(struct parser *p, const cJSON *v, const char *key, uint32_t max,
			uint32_t *to)
{
	if (!cJSON_IsNumber(v) || v->valuedouble < 1 || v->valuedouble > max ||
	    v->valuedouble != (double)(uint32_t)v->valuedouble)
		return bad(p, "\"%s\" must be a number from 1 to %u", key, max);
	*to = (uint32_t)v->valuedouble;
	return 0;
}

static int flag_value(struct parser *p, const cJSON *v, const char *key, int *to)
{
	if (!cJSON_IsBool(v))
		return bad(p, "\"%s\" must be true or false", key);
	*to = cJSON_IsTrue(v);
	return 0;
}

static int name_value(struct parser *p, const cJSON *v, const char *key, const char **to)
{
	if (string_value(p, v, key, 500, to))
		return -1;
	return **to ? 0 : bad(p, "\"%s\" is empty", key);
}

static int part_member(struct parser *p, struct lab_part *part, const cJSON *v)
{
	const struct kind *k = &kinds[part->kind];
	const char *key = v->string;

	if (!strcmp(key, "kind"))
		return 0;
	if (!strcmp(key, "title"))
		return text_value(p, v, key, &part->title);
	if (!strcmp(key, "text"))
		return text_value(p, v, key, &part->text);
	if (k->key && !strcmp(key, k->key))
		return name_value(p, v, key, &part->name);
	if ((k->members & M_ENDS) && !strcmp(key, "from"))
		return name_value(p, v, key, &part->from);
	if ((k->members & M_ENDS) && !strcmp(key, "to"))
		return name_value(p, v, key, &part->to);
	if ((k->members & M_AS) && !strcmp(key, "as"))
		return list_value(p, v, key, &part->as);
	if ((k->members & M_LISTS) && !strcmp(key, "bind"))
		return list_value(p, v, key, &part->bind);
	if ((k->members & M_LISTS) && !strcmp(key, "via"))
		return list_value(p, v, key, &part->via);
	if ((k->members & M_LISTS) && !strcmp(key, "avoid"))
		return list_value(p, v, key, &part->avoid);
	if ((k->members & M_K) && !strcmp(key, "k"))
		return number_value(p, v, key, MAX_K, &part->k);
	if ((k->members & M_HOPS) && !strcmp(key, "max_hops"))
		return number_value(p, v, key, 10000, &part->max_hops);
	if ((k->members & M_DEPTH) && !strcmp(key, "depth"))
		return number_value(p, v, key, MAX_DEPTH, &part->depth);
	if ((k->members & M_FLOW) && !strcmp(key, "flow"))
		return flag_value(p, v, key, &part->flow);
	return bad(p, "a part of kind \"%s\" has no \"%s\"", k->name, key);
}

static int unknown_kind(struct parser *p, const char *name)
{
	struct strbuf known = STRBUF_INIT;
	unsigned i;

	for (i = 0; i < LAB_NR; i++)
		strbuf_addf(&known, "%s%s", i ? ", " : "", kinds[i].name);
	bad(p, "there is no kind \"%s\"; there are: %s", name, known.buf);
	strbuf_release(&known);
	return -1;
}

static int part_kind(struct parser *p, const cJSON *v, enum lab_kind *kind)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(v, "kind");
	unsigned i;

	if (!cJSON_IsString(m))
		return bad(p, "it needs a \"kind\", which is a string");
	for (i = 0; i < LAB_NR; i++) {
		if (!strcmp(kinds[i].name, m->valuestring)) {
			*kind = i;
			return 0;
		}
	}
	return unknown_kind(p, m->valuestring);
}

static int parse_part(struct parser *p, struct lab_part *part, const cJSON *v)
{
	static const char *nothing[] = { NULL };
	const cJSON *m;

	part->as = part->bind = part->via = part->avoid = nothing;
	part->k = part->depth = 1;
	if (!cJSON_IsObject(v))
		return bad(p, "it must be an object");
	if (part_kind(p, v, &part->kind))
		return -1;
	cJSON_ArrayForEach(m, v)
		if (part_member(p, part, m))
			return -1;
	if ((kinds[part->kind].members & M_ENDS) && (!part->from || !part->to))
		return bad(p, "a path needs \"from\" and \"to\"");
	if ((kinds[part->kind].members & (M_NAME | M_OPTIONAL)) == M_NAME && !part->name)
		return bad(p, "a part of kind \"%s\" needs \"%s\"", kinds[part->kind].name,
			   kinds[part->kind].key);
	return 0;
}

/* An array of at most `max` entries; its size in *nr. */
static int array_value(struct parser *p, const cJSON *v, const char *key, int max, uint32_t *nr)
{
	if (!cJSON_IsArray(v))
		return bad(p, "\"%s\" must be an array", key);
	if (cJSON_GetArraySize(v) > max)
		return bad(p, "\"%s\" has more than %d entries", key, max);
	*nr = (uint32_t)cJSON_GetArraySize(v);
	return 0;
}

static int parse_question(struct parser *p, struct lab_question *q, const cJSON *v)
{
	const cJSON *m, *part;
	uint32_t n = 0;

	if (!cJSON_IsObject(v))
		return bad(p, "it must be an object");
	cJSON_ArrayForEach(m, v) {
		if (!strcmp(m->string, "title")) {
			if (text_value(p, m, "title", &q->title))
				return -1;
		} else if (!strcmp(m->string, "text")) {
			if (text_value(p, m, "text", &q->text))
				return -1;
		} else if (strcmp(m->string, "parts")) {
			return bad(p, "a question has no \"%s\"", m->string);
		} else {
			if (q->part)
				return bad(p, "\"parts\" stands there twice");
			if (array_value(p, m, "parts", MAX_PARTS, &n))
				return -1;
			q->part = arena_alloc(&p->lab->arena, ((size_t)n + 1) * sizeof(*q->part));
			cJSON_ArrayForEach(part, m) {
				p->part = q->nr_parts + 1;
				if (parse_part(p, &q->part[q->nr_parts++], part))
					return -1;
			}
			p->part = 0;
		}
	}
	return q->title.in[0] ? 0 : bad(p, "it needs a \"title\"");
}

static int parse_lab(struct parser *p, const cJSON *doc)
{
	struct lab *lab = p->lab;
	const cJSON *m, *q;
	uint32_t n = 0;

	if (!cJSON_IsObject(doc))
		return bad(p, "a lab must be a JSON object");
	cJSON_ArrayForEach(m, doc) {
		int ret = 0;

		if (!strcmp(m->string, "id"))
			ret = name_value(p, m, "id", &lab->id);
		else if (!strcmp(m->string, "title"))
			ret = text_value(p, m, "title", &lab->title);
		else if (!strcmp(m->string, "text"))
			ret = text_value(p, m, "text", &lab->text);
		else if (strcmp(m->string, "questions"))
			ret = bad(p, "a lab has no \"%s\"", m->string);
		else if (lab->question)
			ret = bad(p, "\"questions\" stands there twice");
		if (ret)
			return ret;
		if (strcmp(m->string, "questions"))
			continue;
		if (array_value(p, m, "questions", MAX_QUESTIONS, &n))
			return -1;
		lab->question = arena_alloc(&lab->arena, ((size_t)n + 1) * sizeof(*lab->question));
		cJSON_ArrayForEach(q, m) {
			p->question = lab->nr_questions + 1;
			if (parse_question(p, &lab->question[lab->nr_questions++], q))
				return -1;
		}
		p->question = 0;
	}
	if (!lab->title.in[0])
		return bad(p, "a lab needs a \"title\"");
	return lab->nr_questions ? 0 : bad(p, "a lab needs \"questions\"");
}

static int parse_json(struct parser *p, const char *json, size_t len)
{
	const char *end = NULL, *at;
	unsigned line = 1;
	cJSON *doc;
	int ret;

	if (memchr(json, '\0', len))
		return bad(p, "it is not JSON: it has NUL bytes in it");
	doc = cJSON_ParseWithLengthOpts(json, len + 1, &end, 1);
	if (!doc) {
		for (at = json; end && at < end && at < json + len; at++)
			line += *at == '\n';
		return bad(p, "it is not JSON: line %u is wrong", line);
	}
	ret = parse_lab(p, doc);
	cJSON_Delete(doc);
	return ret;
}

int lab_parse(struct lab *lab, const char *json, size_t len, const char *where,
	      struct strbuf *err)
{
	struct parser p = { .lab = lab, .where = where, .err = err };

	memset(lab, 0, sizeof(*lab));
	arena_init(&lab->arena);
	return parse_json(&p, json, len);
}

void lab_release(struct lab *lab)
{
	arena_release(&lab->arena);
	memset(lab, 0, sizeof(*lab));
}
