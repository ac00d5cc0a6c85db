/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <string.h>

#include "base/xalloc.h"

/* The catalogue, words.json: by the English text. `one`: of a text that goes with a number, what
 * is said of 1; else NULL. */
static const struct { const char *en, *one, *zh; } words[] = {
#include "reports/words.inc"
};

const char *report_tr(const struct report *r, const char *text)
{
	size_t i;

	if (r->lang == LANG_EN)
		return text;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].en, text))
			return words[i].zh;
	for (i = 0; r->k && i < r->k->zh.nr; i++)	/* what the knowledge file says of itself */
		if (!strcmp(r->k->zh.p[i].key, text))
			return r->k->zh.p[i].value;
	return text;
}

const char *report_count(const struct report *r, uint64_t n, const char *many)
{
	size_t i;

	if (n != 1 || r->lang != LANG_EN)	/* Chinese has one form for all numbers */
		return report_tr(r, many);
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].one && !strcmp(words[i].en, many))
			return words[i].one;
	return many;
}
