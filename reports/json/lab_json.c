/* SPDX-License-Identifier: MIT */
/* A lab as JSON: each part as the document of the command of its kind. */
#include <string.h>

#include "json_p.h"
#include "reports/lab_sequence.h"

static const char *const state_name[] = {
	[LAB_FOUND] = "found", [LAB_NOTHING] = "none", [LAB_NO_NAME] = "unknown-name",
	[LAB_AMBIGUOUS] = "ambiguous-name", [LAB_FAILED] = "failed",
	[LAB_LEFT_OUT] = "left-out",
};

/* The document that the command of this kind gives. */
static int json_answer(struct report *r, const struct lab_answer *a, cJSON *part,
		       struct strbuf *err)
{
	struct report one = *r;
	cJSON *doc;
	int ret;

	sink_init(&one.out, -1);
	one.command = lab_kind_name(a->part);
	ret = lab_show(&one, &json_writer, a, err);
	doc = ret ? NULL : cJSON_ParseWithOpts(one.out.buf.buf, NULL, 0);
	if (doc) {
		cJSON_DeleteItemFromObjectCaseSensitive(doc, "index");
		cJSON_AddItemToObject(part, "answer", doc);
	}
	sink_release(&one.out);
	return ret < 0 ? -1 : 0;
}

static void add_filled(struct report *r, cJSON *to, const char *key, const struct lab_text *t)
{
	struct strbuf text = STRBUF_INIT;

	prose_bare(r, lab_tr(r, t), &text);
	json_str(to, key, text.buf ? text.buf : "");
	strbuf_release(&text);
}

/* A text with its placeholders filled in, and the steps of a sequence. */
static void own_part(struct report *r, const struct lab_part *p, cJSON *part)
{
	cJSON *steps, *o;
	uint32_t i;

	if (p->text.in[LAB_EN])
		add_filled(r, part, "text", &p->text);
	if (p->own != LAB_SEQUENCE)
		return;
	steps = cJSON_AddArrayToObject(part, "steps");
	for (i = 0; i < p->nr_steps; i++) {
		const struct lab_step *s = &p->step[i];
		struct q_place place = sequence_place(r, s);

		o = cJSON_CreateObject();
		json_str(o, "from", p->actor[s->from].id);
		json_str(o, "to", p->actor[s->to].id);
		add_filled(r, o, "text", &s->text);
		json_site(o, "site", r, place.file, place.line);
		cJSON_AddItemToArray(steps, o);
	}
}

static int json_part(struct report *r, const struct lab_answer *a, cJSON *parts,
		     struct strbuf *err)
{
	struct strbuf asked = STRBUF_INIT;
	cJSON *part = cJSON_CreateObject(), *hints;
	uint32_t i;

	cJSON_AddItemToArray(parts, part);
	json_str(part, "kind", lab_kind_name(a->part));
	json_str(part, "title", lab_tr(r, &a->part->title));
	lab_command(a->part, &asked);
	json_str_or_null(part, "command", asked.buf);
	strbuf_release(&asked);
	json_str(part, "status", state_name[a->state]);
	if (!a->part->kind && a->part->own != LAB_COMPARE && a->state != LAB_LEFT_OUT) {
		own_part(r, a->part, part);
		return 0;
	}
	if (a->state == LAB_FOUND || a->state == LAB_NOTHING)
		return json_answer(r, a, part, err);
	json_str_or_null(part, "asked", a->asked);
	json_str_or_null(part, "why", a->problem);
	hints = cJSON_AddArrayToObject(part, "near");
	for (i = 0; a->hint[i]; i++) {
		struct strbuf text = STRBUF_INIT;

		strbuf_addutf8(&text, a->hint[i]);
		cJSON_AddItemToArray(hints, cJSON_CreateString(text.buf));
		strbuf_release(&text);
	}
	return 0;
}

int json_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	const struct lab *lab = res->lab;
	cJSON *doc = json_document(r), *questions, *q, *parts;
	uint32_t i, j, n = 0;

	r->lab = res;
	json_str_or_null(doc, "lab", lab->id);
	json_str(doc, "title", lab_tr(r, &lab->title));
	questions = cJSON_AddArrayToObject(doc, "questions");
	for (i = 0; i < lab->nr_questions; i++) {
		q = cJSON_CreateObject();
		cJSON_AddItemToArray(questions, q);
		json_str(q, "title", lab_tr(r, &lab->question[i].title));
		parts = cJSON_AddArrayToObject(q, "parts");
		for (j = 0; j < lab->question[i].nr_parts; j++) {
			if (json_part(r, &res->answer[n++], parts, err)) {
				cJSON_Delete(doc);
				return -1;
			}
		}
	}
	return json_print(r, doc, err);
}
