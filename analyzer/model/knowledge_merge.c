/* SPDX-License-Identifier: MIT */
/* One knowledge text laid over another. */
#include <cjson/cJSON.h>

#include "knowledge_json.h"

cJSON *k_parse(const char *text, size_t len, const char *name, struct strbuf *err)
{
	const char *end = NULL, *p;
	unsigned line = 1;
	cJSON *doc;

	/* len counts the NUL: with it cJSON can tell trailing garbage */
	doc = cJSON_ParseWithLengthOpts(text, len + 1, &end, 1);
	if (doc)
		return doc;
	for (p = text; end && p < end && p < text + len; p++)
		line += *p == '\n';
	error(err, "%s:%u: this is not JSON", name, line);
	return NULL;
}

static void merge(cJSON *base, cJSON *over);

/* `v` was taken out of the overlay. */
static void merge_member(cJSON *base, cJSON *v)
{
	cJSON *old = cJSON_GetObjectItemCaseSensitive(base, v->string);

	if (old && cJSON_IsObject(old) && cJSON_IsObject(v)) {
		merge(old, v);
		cJSON_Delete(v);
	} else if (old && cJSON_IsArray(old) && cJSON_IsArray(v)) {
		while (v->child)
			cJSON_AddItemToArray(old, cJSON_DetachItemViaPointer(v, v->child));
		cJSON_Delete(v);
	} else if (old) {
		cJSON_ReplaceItemViaPointer(base, old, v);
	} else {
		cJSON_AddItemToArray(base, v);	/* keeps v->string */
	}
}

static void merge(cJSON *base, cJSON *over)
{
	while (over->child)
		merge_member(base, cJSON_DetachItemViaPointer(over, over->child));
}

/* Globs of link units are tried in order, so new ones go before the old. */
static void put_first(cJSON *base, cJSON *over)
{
	while (base->child) {
		cJSON *v = cJSON_DetachItemViaPointer(base, base->child);

		if (cJSON_GetObjectItemCaseSensitive(over, v->string))
			cJSON_Delete(v);
		else
			cJSON_AddItemToArray(over, v);
	}
	while (over->child)
		cJSON_AddItemToArray(base, cJSON_DetachItemViaPointer(over, over->child));
}

void k_merge(cJSON *base, cJSON *over)
{
	cJSON *old = cJSON_GetObjectItemCaseSensitive(base, "units");
	cJSON *units = cJSON_GetObjectItemCaseSensitive(over, "units");

	if (old && units)
		put_first(old, units);
	merge(base, over);
}
