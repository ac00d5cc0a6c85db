/* SPDX-License-Identifier: MIT */
/* Answers that are told of one of several things: of the disk's file system that was built. */
#include <stdio.h>
#include <string.h>

#include "lab_p.h"
#include "lab_ref.h"

#define MAX_VARIANTS 8

/* Placeholders, without their braces. */
int lab_needs_value(struct lab_parser *p, const cJSON *v, const char *const **to)
{
	char text[600];
	size_t i;

	if (lab_list(p, v, "needs", to))
		return -1;
	for (i = 0; (*to)[i]; i++) {
		snprintf(text, sizeof(text), "{%s}", (*to)[i]);
		if (!lab_ref_length(text))
			return lab_bad(p, "\"needs\" must be placeholders, as \"def:F\", not \"%s\"", (*to)[i]);
	}
	return 0;
}

int lab_variants_value(struct lab_parser *p, const cJSON *v)
{
	struct lab *lab = p->lab;
	const cJSON *one, *m;
	uint32_t n;

	if (lab_array(p, v, "variants", MAX_VARIANTS, &n))
		return -1;
	lab->variant = arena_alloc(&lab->arena, ((size_t)n + 1) * sizeof(*lab->variant));
	lab->nr_variants = 0;
	cJSON_ArrayForEach(one, v) {
		struct lab_variant *to = &lab->variant[lab->nr_variants++];

		if (!cJSON_IsObject(one))
			return lab_bad(p, "a variant must be an object");
		cJSON_ArrayForEach(m, one) {
			if (!strcmp(m->string, "id") ? lab_name(p, m, "id", &to->id) :
			    !strcmp(m->string, "needs") ? lab_needs_value(p, m, &to->needs) :
			    lab_bad(p, "a variant has no \"%s\"", m->string))
				return -1;
		}
		if (!to->id || !to->needs)
			return lab_bad(p, "a variant needs an \"id\" and \"needs\"");
	}
	return 0;
}

static const struct lab_variant *find(const struct lab *lab, const char *id)
{
	uint32_t i;

	for (i = 0; i < lab->nr_variants; i++)
		if (!strcmp(lab->variant[i].id, id))
			return &lab->variant[i];
	return NULL;
}

int lab_variants_known(struct lab_parser *p)
{
	const struct lab *lab = p->lab;
	uint32_t i, j;

	for (i = 0; i < lab->nr_questions; i++)
		for (j = 0; j < lab->question[i].nr_parts; j++) {
			const char *id = lab->question[i].part[j].variant;

			if (id && !find(lab, id))
				return lab_bad(p, "there is no variant \"%s\"", id);
		}
	return 0;
}

const struct lab_variant *lab_variant_here(struct lab_result *res, const struct graph *g,
					   const struct knowledge *k)
{
	const struct lab *lab = res->lab;
	uint32_t i, j;

	for (i = 0; i < lab->nr_variants; i++) {
		const char *const *needs = lab->variant[i].needs;

		for (j = 0; needs[j] && !lab_ref_problem(res, g, k, needs[j]); j++)
			;
		if (!needs[j])
			return &lab->variant[i];
	}
	return lab->nr_variants ? &lab->variant[0] : NULL;
}
