/* SPDX-License-Identifier: MIT */
#include "model/rare.h"

#include "model/facts.h"

#define SOME_CASES 7	/* of a switch of which no more is known */
#define MAX_COUNT 5

int guard_is_rare(const struct graph *g, const struct knowledge *k, const struct g_guard *gu)
{
	const char *text = graph_str(g, gu->text);
	int holds = !(gu->flags & GUARDF_NEGATED);

	for (; *text == '!'; text++)
		holds = !holds;
	return holds && k_strings_match(&k->rare_conditions, text);
}

unsigned guard_count(const struct g_guard *gu, uint32_t cases)
{
	unsigned n = 0;

	if (gu->flags & (GUARDF_EARLY | GUARDF_LIKELY))
		return 0;
	if (!(gu->flags & GUARDF_CASE) || gu->rel != GUARD_EQ)
		return 1;
	/* one value of several, or none of them: bits, rounded */
	cases = !cases ? SOME_CASES : cases < 64 ? cases : 64;
	while (n < MAX_COUNT && 2 * cases * cases >= 4u << (2 * n))
		n++;
	return n ? n : 1;
}
