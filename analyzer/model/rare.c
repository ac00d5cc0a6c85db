/* SPDX-License-Identifier: MIT */
#include "model/rare.h"

#include "model/facts.h"

#define CASE_COUNT 2	/* of recorded calls, one value's branch is taken as seldom as what stands
			 * under two to three conditions */

int guard_is_rare(const struct graph *g, const struct knowledge *k, const struct g_guard *gu)
{
	const char *text = graph_str(g, gu->text);
	int holds = !(gu->flags & GUARDF_NEGATED);

	for (; *text == '!'; text++)
		holds = !holds;
	return holds && k_strings_match(&k->rare_conditions, text);
}

unsigned guard_count(const struct g_guard *gu)
{
	if (gu->flags & (GUARDF_EARLY | GUARDF_LIKELY))
		return 0;
	return (gu->flags & GUARDF_CASE) && gu->rel == GUARD_EQ ? CASE_COUNT : 1;
}
