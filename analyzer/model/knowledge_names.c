/* SPDX-License-Identifier: MIT */
/* What one entry of a knowledge file says of others: that they are there, and form no circle. */
#include <string.h>

#include "knowledge_json.h"

#define MAX_NAMED 32		/* each is looked for among all */

/* TABLE.ENTRY.MEMBER names what is none of that table. */
static int bad_name(struct k_reader *r, const char *table, const char *entry, const char *member,
		    const char *name, const char *noun)
{
	struct arena *a = &r->k->arena;

	return k_bad(r, arena_printf(a, "%s.%s.%s", table, entry, member),
		   arena_printf(a, "names \"%s\", which is no %s", name, noun));
}

/* Depth-first; mark: 1 while its includes are being walked, then 2. */
static int check_includes(struct k_reader *r, const struct k_scenario *s, char *mark)
{
	char *m = &mark[s - r->k->scenario];
	size_t i;

	if (*m == 2)
		return 0;
	if (*m == 1)
		return k_bad(r, arena_printf(&r->k->arena, "scenarios.%s.include", s->name),
			   "goes round in a circle");
	*m = 1;
	if (s->include.nr > MAX_NAMED)
		return k_bad(r, arena_printf(&r->k->arena, "scenarios.%s.include", s->name), "has too many entries");
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

static int check_also(struct k_reader *r, const struct k_section *s)
{
	size_t i, j;

	if (s->also.nr > MAX_NAMED)
		return k_bad(r, arena_printf(&r->k->arena, "sections.%s.also", s->name), "has too many entries");
	for (i = 0; i < s->also.nr; i++) {
		for (j = 0; j < r->k->nr_section; j++)
			if (!strcmp(s->also.s[i], r->k->section[j].name))
				break;
		if (j == r->k->nr_section)
			return bad_name(r, "sections", s->name, "also", s->also.s[i], "section");
	}
	return 0;
}

int k_check_names(struct k_reader *r)
{
	char *mark = arena_alloc(&r->k->arena, r->k->nr_scenario);
	size_t i;

	for (i = 0; i < r->k->nr_scenario; i++)
		if (check_includes(r, &r->k->scenario[i], mark))
			return -1;
	for (i = 0; i < r->k->nr_section; i++)
		if (check_also(r, &r->k->section[i]))
			return -1;
	return 0;
}
