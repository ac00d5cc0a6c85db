/* SPDX-License-Identifier: MIT */
#include "lab_p.h"
#include "lab_ref.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_QUESTIONS 100
#define MAX_PARTS 100		/* of a question */
#define MAX_LIST 50
#define MAX_TEXT 20000
#define MAX_POINTS 1000

const char *lab_kind_name(const struct lab_part *p)
{
	return p->kind ? p->kind->name : lab_own_name[p->own];
}

const struct ask_value *lab_value(const struct lab_part *p, const char *name)
{
	size_t i;

	for (i = 0; p->kind && p->kind->param[i].name; i++)
		if (!strcmp(p->kind->param[i].name, name))
			return &p->v[i];
	return NULL;
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

/* "--max-hops", "-k"; nothing for a parameter that is told by its place. */
static void add_option(struct strbuf *out, const struct ask_param *p)
{
	const char *s;

	if (!p->about)
		return;
	strbuf_addstr(out, p->name[1] ? " --" : " -");
	for (s = p->name; *s; s++)
		strbuf_addch(out, *s == '_' ? '-' : *s);
}

static void add_value(struct strbuf *out, const struct ask_param *p, const struct ask_value *v)
{
	struct strbuf all = STRBUF_INIT;
	const char *const *item;

	switch (p->type) {
	case ASK_TEXT: case ASK_FUNC:
		if (!v->text)
			break;
		add_option(out, p);
		add_word(out, v->text);
		break;
	case ASK_LIST: case ASK_FUNCS:
		for (item = v->list; item && *item; item++)
			strbuf_addf(&all, "%s%s", all.len ? "," : "", *item);
		if (all.len) {
			add_option(out, p);
			add_word(out, all.buf);
		}
		break;
	case ASK_NUMBER:
		if (v->number == p->usual)
			break;
		add_option(out, p);
		strbuf_addf(out, " %u", v->number);
		break;
	case ASK_FLAG:
		if (v->number)
			add_option(out, p);
	}
	strbuf_release(&all);
}

void lab_command(const struct lab_part *p, struct strbuf *out)
{
	size_t i;

	if (!p->kind)
		return;
	strbuf_addf(out, "kpath %s", p->kind->name);
	for (i = 0; p->kind->param[i].name; i++)
		add_value(out, &p->kind->param[i], &p->v[i]);
}

int lab_bad(struct lab_parser *p, const char *fmt, ...)
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

int lab_string(struct lab_parser *p, const cJSON *v, const char *key, size_t max,
			const char **to)
{
	if (!cJSON_IsString(v))
		return lab_bad(p, "\"%s\" must be a string", key);
	if (strlen(v->valuestring) > max)
		return lab_bad(p, "\"%s\" is longer than %zu bytes", key, max);
	*to = arena_strdup(&p->lab->arena, v->valuestring);
	return 0;
}

int lab_text_value(struct lab_parser *p, const cJSON *v, const char *key, struct lab_text *to)
{
	const cJSON *m;

	if (cJSON_IsString(v)) {
		if (lab_string(p, v, key, MAX_TEXT, &to->in[LAB_EN]))
			return -1;
	} else if (cJSON_IsObject(v)) {
		cJSON_ArrayForEach(m, v) {
			int lang = !strcmp(m->string, "zh");

			if (!lang && strcmp(m->string, "en"))
				return lab_bad(p, "\"%s\" has the languages en and zh, not \"%s\"",
					   key, m->string);
			if (lab_string(p, m, key, MAX_TEXT, &to->in[lang]))
				return -1;
		}
	} else {
		return lab_bad(p, "\"%s\" must be a string, or an object with \"en\" and \"zh\"", key);
	}
	if (!to->in[LAB_EN])
		to->in[LAB_EN] = to->in[LAB_ZH];
	if (!to->in[LAB_ZH])
		to->in[LAB_ZH] = to->in[LAB_EN];
	return 0;
}

int lab_list(struct lab_parser *p, const cJSON *v, const char *key, const char *const **to)
{
	const char **list;
	int i, n = cJSON_IsArray(v) ? cJSON_GetArraySize(v) : 1;
	const cJSON *m = cJSON_IsArray(v) ? v->child : v;

	if (n > MAX_LIST)
		return lab_bad(p, "\"%s\" has more than %d names", key, MAX_LIST);
	list = arena_alloc(&p->lab->arena, ((size_t)n + 1) * sizeof(*list));
	for (i = 0; i < n && m; i++, m = m->next) {
		if (!cJSON_IsString(m) || !*m->valuestring)
			return lab_bad(p, "\"%s\" must be a list of names", key);
		list[i] = arena_strdup(&p->lab->arena, m->valuestring);
	}
	*to = list;
	return 0;
}

int lab_number(struct lab_parser *p, const cJSON *v, const char *key, uint32_t max,
			uint32_t *to)
{
	if (!cJSON_IsNumber(v) || v->valuedouble < 1 || v->valuedouble > max ||
	    v->valuedouble != (double)(uint32_t)v->valuedouble)
		return lab_bad(p, "\"%s\" must be a number from 1 to %u", key, max);
	*to = (uint32_t)v->valuedouble;
	return 0;
}

int lab_flag(struct lab_parser *p, const cJSON *v, const char *key, uint32_t *to)
{
	if (!cJSON_IsBool(v))
		return lab_bad(p, "\"%s\" must be true or false", key);
	*to = (uint32_t)cJSON_IsTrue(v);
	return 0;
}

int lab_name(struct lab_parser *p, const cJSON *v, const char *key, const char **to)
{
	if (lab_string(p, v, key, 500, to))
		return -1;
	return **to ? 0 : lab_bad(p, "\"%s\" is empty", key);
}

static int param_value(struct lab_parser *p, const struct ask_param *param, const cJSON *v,
		       struct ask_value *to)
{
	switch (param->type) {
	case ASK_TEXT: case ASK_FUNC:
		return lab_name(p, v, param->name, &to->text);
	case ASK_LIST: case ASK_FUNCS:
		return lab_list(p, v, param->name, &to->list);
	case ASK_NUMBER:
		return lab_number(p, v, param->name, param->max, &to->number);
	default:
		return lab_flag(p, v, param->name, &to->number);
	}
}

/* "kind" of a part is something else. */
static const char *member_name(const struct ask_param *param)
{
	return strcmp(param->name, "kind") ? param->name : "kinds";
}

static int part_member(struct lab_parser *p, struct lab_part *part, const cJSON *v)
{
	const char *key = v->string;
	size_t i;

	if (!strcmp(key, "kind"))
		return 0;
	if (!strcmp(key, "id"))
		return lab_name(p, v, key, &part->id);
	if (!strcmp(key, "folded"))
		return lab_flag(p, v, key, &part->folded);
	if (!strcmp(key, "optional"))
		return lab_flag(p, v, key, &part->optional);
	if (!strcmp(key, "title"))
		return lab_text_value(p, v, key, &part->title);
	if (!strcmp(key, "text"))
		return lab_text_value(p, v, key, &part->text);
	if (!strcmp(key, "needs"))
		return lab_needs_value(p, v, &part->needs);
	if (!strcmp(key, "variant"))
		return lab_name(p, v, key, &part->variant);
	for (i = 0; part->kind && part->kind->param[i].name; i++)
		if (!strcmp(key, member_name(&part->kind->param[i])))
			return param_value(p, &part->kind->param[i], v, &part->v[i]);
	if (!part->kind && lab_own_has(part->own, key))
		return lab_own_member(p, part, v);
	return lab_bad(p, "a part of kind \"%s\" has no \"%s\"", lab_kind_name(part), key);
}

static int unknown_kind(struct lab_parser *p, const char *name)
{
	struct strbuf known = STRBUF_INIT;
	size_t i;

	for (i = 0; i < LAB_OWN_NR; i++)
		strbuf_addf(&known, ", %s", lab_own_name[i]);
	for (i = 0; answer_kinds[i]; i++)
		if (!answer_kinds[i]->not_in_labs)
			strbuf_addf(&known, ", %s", answer_kinds[i]->name);
	lab_bad(p, "there is no kind \"%s\"; there are: %s", name, known.buf + 2);
	strbuf_release(&known);
	return -1;
}

static int part_kind(struct lab_parser *p, const cJSON *v, struct lab_part *part)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(v, "kind");
	size_t i;

	if (!cJSON_IsString(m))
		return lab_bad(p, "it needs a \"kind\", which is a string");
	for (i = 0; i < LAB_OWN_NR; i++)
		if (!strcmp(m->valuestring, lab_own_name[i])) {
			part->own = (enum lab_own)i;
			return 0;
		}
	part->kind = answer_find(m->valuestring);
	if (!part->kind || part->kind->not_in_labs)
		return unknown_kind(p, m->valuestring);
	for (i = 0; part->kind->param[i].name; i++)
		part->v[i].number = part->kind->param[i].usual;
	return 0;
}

static int parse_part(struct lab_parser *p, struct lab_part *part, const cJSON *v)
{
	const struct ask_param *param;
	const cJSON *m;

	if (!cJSON_IsObject(v))
		return lab_bad(p, "it must be an object");
	if (part_kind(p, v, part))
		return -1;
	cJSON_ArrayForEach(m, v)
		if (part_member(p, part, m))
			return -1;
	for (param = part->kind ? part->kind->param : NULL; param && param->name; param++)
		if (!param->about && !lab_value(part, param->name)->text)
			return lab_bad(p, "a part of kind \"%s\" needs \"%s\"", part->kind->name,
				   param->name);
	return part->kind ? 0 : lab_own_complete(p, part);
}

/* An array of at most `max` entries; its size in *nr. */
int lab_array(struct lab_parser *p, const cJSON *v, const char *key, int max, uint32_t *nr)
{
	if (!cJSON_IsArray(v))
		return lab_bad(p, "\"%s\" must be an array", key);
	if (cJSON_GetArraySize(v) > max)
		return lab_bad(p, "\"%s\" has more than %d entries", key, max);
	*nr = (uint32_t)cJSON_GetArraySize(v);
	return 0;
}

static int parse_question(struct lab_parser *p, struct lab_question *q, const cJSON *v)
{
	const cJSON *m, *part;
	uint32_t n = 0;

	if (!cJSON_IsObject(v))
		return lab_bad(p, "it must be an object");
	cJSON_ArrayForEach(m, v) {
		if (!strcmp(m->string, "title")) {
			if (lab_text_value(p, m, "title", &q->title))
				return -1;
		} else if (!strcmp(m->string, "text")) {
			if (lab_text_value(p, m, "text", &q->text))
				return -1;
		} else if (!strcmp(m->string, "model")) {
			if (lab_text_value(p, m, "model", &q->model))
				return -1;
		} else if (!strcmp(m->string, "points")) {
			if (lab_number(p, m, "points", MAX_POINTS, &q->points))
				return -1;
		} else if (!strcmp(m->string, "needs")) {
			if (lab_needs_value(p, m, &q->needs))
				return -1;
		} else if (strcmp(m->string, "parts")) {
			return lab_bad(p, "a question has no \"%s\"", m->string);
		} else {
			if (q->part)
				return lab_bad(p, "\"parts\" stands there twice");
			if (lab_array(p, m, "parts", MAX_PARTS, &n))
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
	return q->title.in[0] ? 0 : lab_bad(p, "it needs a \"title\"");
}

static int parse_lab(struct lab_parser *p, const cJSON *doc)
{
	struct lab *lab = p->lab;
	const cJSON *m, *q;
	uint32_t n = 0;

	if (!cJSON_IsObject(doc))
		return lab_bad(p, "a lab must be a JSON object");
	cJSON_ArrayForEach(m, doc) {
		int ret = 0;

		if (!strcmp(m->string, "id"))
			ret = lab_name(p, m, "id", &lab->id);
		else if (!strcmp(m->string, "title"))
			ret = lab_text_value(p, m, "title", &lab->title);
		else if (!strcmp(m->string, "text"))
			ret = lab_text_value(p, m, "text", &lab->text);
		else if (!strcmp(m->string, "reads"))
			ret = lab_list(p, m, "reads", &lab->reads);
		else if (!strcmp(m->string, "variants"))
			ret = lab_variants_value(p, m);
		else if (strcmp(m->string, "questions"))
			ret = lab_bad(p, "a lab has no \"%s\"", m->string);
		else if (lab->question)
			ret = lab_bad(p, "\"questions\" stands there twice");
		if (ret)
			return ret;
		if (strcmp(m->string, "questions"))
			continue;
		if (lab_array(p, m, "questions", MAX_QUESTIONS, &n))
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
		return lab_bad(p, "a lab needs a \"title\"");
	return lab->nr_questions ? lab_variants_known(p) : lab_bad(p, "a lab needs \"questions\"");
}

static int parse_json(struct lab_parser *p, const char *json, size_t len)
{
	const char *end = NULL, *at;
	unsigned line = 1;
	cJSON *doc;
	int ret;

	if (memchr(json, '\0', len))
		return lab_bad(p, "it is not JSON: it has NUL bytes in it");
	doc = cJSON_ParseWithLengthOpts(json, len + 1, &end, 1);
	if (!doc) {
		for (at = json; end && at < end && at < json + len; at++)
			line += *at == '\n';
		return lab_bad(p, "it is not JSON: line %u is wrong", line);
	}
	ret = parse_lab(p, doc);
	cJSON_Delete(doc);
	return ret;
}

int lab_parse(struct lab *lab, const char *json, size_t len, const char *where,
	      struct strbuf *err)
{
	struct lab_parser p = { .lab = lab, .where = where, .err = err };

	memset(lab, 0, sizeof(*lab));
	arena_init(&lab->arena);
	return parse_json(&p, json, len);
}

void lab_release(struct lab *lab)
{
	arena_release(&lab->arena);
	memset(lab, 0, sizeof(*lab));
}
