/* SPDX-License-Identifier: MIT */
/* The labs that are built in: the files of queries/lab/labs/, listed by CMake. */
#include <string.h>

#include "base/embed.h"
#include "base/xalloc.h"
#include "lab.h"

EMBED(lab_template, LAB_TEMPLATE);

#define LAB(sym, id, path) \
	EMBED(lab_text_##sym, path); \
	extern const char lab_text_##sym[], lab_text_##sym##_end[];
#include LAB_LIST
#undef LAB

static const struct { const char *id, *text, *end; } built_in[] = {
#define LAB(sym, id, path) { id, lab_text_##sym, lab_text_##sym##_end },
#include LAB_LIST
#undef LAB
};

const char *lab_builtin_name(size_t i)
{
	return i < ARRAY_SIZE(built_in) ? built_in[i].id : NULL;
}

const char *lab_builtin(const char *id, size_t *len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(built_in); i++) {
		if (strcmp(built_in[i].id, id))
			continue;
		if (len)
			*len = (size_t)(built_in[i].end - built_in[i].text);
		return built_in[i].text;
	}
	return NULL;
}
