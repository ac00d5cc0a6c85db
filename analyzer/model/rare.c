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

static enum k_condition kind_of(const struct graph *g, const struct g_guard *gu)
{
	const char *text = graph_str(g, gu->text);
	int negated = !!(gu->flags & GUARDF_NEGATED);

	if (gu->flags & GUARDF_EARLY)
		return K_STAYED;
	if (gu->flags & GUARDF_LIKELY)
		return K_LIKELY;
	if (gu->flags & GUARDF_LOOP)
		return K_LOOP;
	if (gu->flags & GUARDF_CASE)
		return gu->rel == GUARD_EQ ? K_CASE : gu->rel == GUARD_IN ? K_ONE_OF : K_DEFAULT;
	switch ((enum guard_rel)gu->rel) {
	case GUARD_EQ: return K_EQUAL;
	case GUARD_NE: return K_UNEQUAL;
	case GUARD_LT:
	case GUARD_LE:
	case GUARD_GT:
	case GUARD_GE: return K_ORDER;
	case GUARD_TRUE: return K_TRUE;
	case GUARD_FALSE: return K_FALSE;
	case GUARD_IN: return K_ONE_OF;
	case GUARD_NOT_IN: return K_NONE_OF;
	case GUARD_ANY_BIT: return K_BIT;
	case GUARD_NO_BIT: return K_NO_BIT;
	case GUARD_OPAQUE: break;
	}
	for (; *text == '!'; text++)
		negated = !negated;
	return negated ? K_NOT : K_OTHER;
}

double guard_bits(const struct graph *g, const struct k_weights *w, const struct g_guard *gu, uint32_t cases)
{
	enum k_condition k = kind_of(g, gu);
	unsigned n = 0;

	if (k != K_CASE)
		return w->condition[k];
	/* one value of several, or none of them: bits, rounded */
	cases = !cases ? SOME_CASES : cases < 64 ? cases : 64;
	while (n < MAX_COUNT && 2 * cases * cases >= 4u << (2 * n))
		n++;
	return (n ? n : 1) * w->condition[k];
}
