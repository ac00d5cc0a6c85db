/* SPDX-License-Identifier: MIT */
/*
 * Parts that are no query's answer: a text or story, a sequence of steps
 * between actors, a piece of source, a place for the student's own words, and a
 * way in two kernels.
 */
#include <string.h>

#include "base/xalloc.h"
#include "lab_p.h"

#define MAX_ACTORS 8
#define MAX_STEPS 60
#define MAX_LINES 80		/* of source */
#define MAX_STEP_TEXT 400

const char *const lab_own_name[LAB_OWN_NR] = {
	[LAB_TEXT] = "text", [LAB_STORY] = "story", [LAB_SEQUENCE] = "sequence",
	[LAB_SOURCE] = "source", [LAB_NOTE] = "note", [LAB_COMPARE] = "compare",
};

static const char *const members[LAB_OWN_NR][5] = {
	[LAB_SEQUENCE] = { "actors", "steps" },
	[LAB_SOURCE] = { "function", "file", "find", "lines" },
	[LAB_COMPARE] = { "from", "to", "as", "via" },
};

static const char *const arrow_name[] = {
	[ARROW_CALL] = "call", [ARROW_PACKET] = "packet", [ARROW_LATER] = "later", [ARROW_WAKE] = "wake",
};

int lab_own_has(enum lab_own own, const char *key)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(members[own]) && members[own][i]; i++)
		if (!strcmp(members[own][i], key))
			return 1;
	return 0;
}

static int read_actors(struct lab_parser *p, struct lab_part *part, const cJSON *v)
{
	const cJSON *m, *e;
	uint32_t n;

	if (lab_array(p, v, "actors", MAX_ACTORS, &n))
		return -1;
	part->actor = arena_alloc(&p->lab->arena, (n + 1) * sizeof(*part->actor));
	cJSON_ArrayForEach(e, v) {
		struct lab_actor *a = &part->actor[part->nr_actors++];

		if (!cJSON_IsObject(e))
			return lab_bad(p, "an actor must be an object");
		cJSON_ArrayForEach(m, e) {
			if (!strcmp(m->string, "id")) {
				if (lab_name(p, m, "id", &a->id))
					return -1;
			} else if (!strcmp(m->string, "name")) {
				if (lab_text_value(p, m, "name", &a->name))
					return -1;
			} else {
				return lab_bad(p, "an actor has no \"%s\"", m->string);
			}
		}
		if (!a->id || !a->name.in[LAB_EN])
			return lab_bad(p, "an actor needs an \"id\" and a \"name\"");
	}
	return 0;
}

static int read_actor(struct lab_parser *p, const struct lab_part *part, const cJSON *v,
		      uint32_t *to)
{
	const char *id;
	uint32_t i;

	if (lab_name(p, v, v->string, &id))
		return -1;
	for (i = 0; i < part->nr_actors; i++)
		if (!strcmp(part->actor[i].id, id)) {
			*to = i;
			return 0;
		}
	return lab_bad(p, "there is no actor \"%s\"; \"actors\" come before \"steps\"", id);
}

static int read_arrow(struct lab_parser *p, const cJSON *v, enum lab_arrow *to)
{
	const char *name;
	size_t i;

	if (lab_name(p, v, "arrow", &name))
		return -1;
	for (i = 0; i < ARRAY_SIZE(arrow_name); i++)
		if (!strcmp(arrow_name[i], name)) {
			*to = (enum lab_arrow)i;
			return 0;
		}
	return lab_bad(p, "\"arrow\" is call, packet, later or wake, not \"%s\"", name);
}

static int read_step(struct lab_parser *p, const struct lab_part *part, struct lab_step *s,
		     const cJSON *v)
{
	int has_from = 0, has_to = 0, ret = 0;
	const cJSON *m;

	if (!cJSON_IsObject(v))
		return lab_bad(p, "a step must be an object");
	cJSON_ArrayForEach(m, v) {
		if (!strcmp(m->string, "from")) {
			has_from = 1;
			ret = read_actor(p, part, m, &s->from);
		} else if (!strcmp(m->string, "to")) {
			has_to = 1;
			ret = read_actor(p, part, m, &s->to);
		} else if (!strcmp(m->string, "arrow")) {
			ret = read_arrow(p, m, &s->arrow);
		} else if (!strcmp(m->string, "text")) {
			ret = lab_text_value(p, m, "text", &s->text);
		} else if (!strcmp(m->string, "at")) {
			ret = lab_string(p, m, "at", MAX_STEP_TEXT, &s->at);
		} else {
			ret = lab_bad(p, "a step has no \"%s\"", m->string);
		}
		if (ret)
			return ret;
	}
	if (!has_from || !s->text.in[LAB_EN])
		return lab_bad(p, "a step needs \"from\" and \"text\"");
	if (!has_to)
		s->to = s->from;
	return 0;
}

static int read_steps(struct lab_parser *p, struct lab_part *part, const cJSON *v)
{
	const cJSON *e;
	uint32_t n;

	if (lab_array(p, v, "steps", MAX_STEPS, &n))
		return -1;
	part->step = arena_alloc(&p->lab->arena, (n + 1) * sizeof(*part->step));
	cJSON_ArrayForEach(e, v)
		if (read_step(p, part, &part->step[part->nr_steps++], e))
			return -1;
	return 0;
}

int lab_own_member(struct lab_parser *p, struct lab_part *part, const cJSON *v)
{
	const char *key = v->string;

	if (!strcmp(key, "actors"))
		return read_actors(p, part, v);
	if (!strcmp(key, "steps"))
		return read_steps(p, part, v);
	if (!strcmp(key, "function"))
		return lab_name(p, v, key, &part->function);
	if (!strcmp(key, "file"))
		return lab_name(p, v, key, &part->file);
	if (!strcmp(key, "find"))
		return lab_name(p, v, key, &part->find);
	if (!strcmp(key, "from"))
		return lab_name(p, v, key, &part->from);
	if (!strcmp(key, "to"))
		return lab_name(p, v, key, &part->to);
	if (!strcmp(key, "as"))
		return lab_list(p, v, key, &part->as);
	if (!strcmp(key, "via"))
		return lab_list(p, v, key, &part->via);
	return lab_number(p, v, "lines", MAX_LINES, &part->lines);
}

int lab_own_complete(struct lab_parser *p, const struct lab_part *part)
{
	switch (part->own) {
	case LAB_SEQUENCE:
		return part->nr_actors && part->nr_steps ? 0 :
			lab_bad(p, "a sequence needs \"actors\" and \"steps\"");
	case LAB_SOURCE:
		return part->function || (part->file && part->find) ? 0 :
			lab_bad(p, "a source needs a \"function\", or \"file\" and \"find\"");
	case LAB_COMPARE:
		return part->from && part->to ? 0 : lab_bad(p, "a comparison needs \"from\" and \"to\"");
	case LAB_STORY:
		return part->text.in[LAB_EN] ? 0 : lab_bad(p, "a story needs a \"text\"");
	case LAB_NOTE:
		return part->id ? 0 : lab_bad(p, "a note needs an \"id\"");
	default:
		return 0;
	}
}
