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

/* Did the branch that left before leave for something that seldom happens? */
static int left_rarely(const struct graph *g, const struct knowledge *k, const struct g_guard *gu)
{
	struct g_guard left = *gu;

	left.flags ^= GUARDF_NEGATED;
	return (gu->flags & (GUARDF_ERROR | GUARDF_LIKELY)) || guard_is_rare(g, k, &left);
}

double guard_bits(const struct graph *g, const struct knowledge *k, const struct g_guard *gu, uint32_t cases)
{
	enum k_condition c = kind_of(g, gu);
	const double *price = k->weight.condition;
	unsigned n = 0;

	if (gu->flags & GUARDF_EARLY)
		return left_rarely(g, k, gu) ? 0 : price[K_STAYED] * price[c];
	if (c != K_CASE)
		return price[c];
	/* one value of several, or none of them: bits, rounded */
	cases = !cases ? SOME_CASES : cases < 64 ? cases : 64;
	while (n < MAX_COUNT && 2 * cases * cases >= 4u << (2 * n))
		n++;
	return (n ? n : 1) * price[c];
}
