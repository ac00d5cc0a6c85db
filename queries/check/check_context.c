/* SPDX-License-Identifier: MIT */
/*
 * "f runs in softirq context": by the entries that lead to it (knowledge:
 * documents.contexts). Never false: whoever else calls it may be in a file that the
 * index does not have.
 */
#include "check_p.h"

#include <string.h>

#include "queries/query.h"

#define MAX_CONTEXTS 30		/* of a document: each is a search backwards */
#define MAX_KINDS 16
#define MAX_COST 40		/* of a way from an entry that is still no surprise */

/* "softirq,napi" -> { "softirq", "napi", NULL } */
static void kinds_of(struct checker *c, const char *list, const char **kind)
{
	uint32_t nr = 0;
	size_t n;

	for (; *list && nr + 1 < MAX_KINDS; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		kind[nr++] = arena_strndup(c->a, list, n);
	}
	kind[nr] = NULL;
}

/* The nearest entry of one of the kinds (all where NULL) that leads to f; NULL: none. */
static const char *entry_of(struct checker *c, struct q_verdict *v, uint32_t f, const char *const *kind)
{
	struct q_entries_options opt = { .kind = kind, .max_cost = MAX_COST };
	struct strbuf err = STRBUF_INIT;
	struct q_entries_result res;
	const char *found = NULL;
	uint32_t i, best = 0;

	if (q_entries(c->g, c->k, f, &opt, &res, &err) == Q_FOUND && res.nr) {
		for (i = 1; i < res.nr; i++)
			if (res.entry[i].cost < res.entry[best].cost)
				best = i;
		found = arena_printf(c->a, "%s %s", res.entry[best].kind, res.entry[best].name);
		if (kind)
			check_evidence(v, res.entry[best].registered.file, res.entry[best].registered.line);
	}
	q_entries_release(&res);
	strbuf_release(&err);
	return found;
}

void check_context(struct checker *c, struct q_verdict *v, const struct named *f)
{
	const char *list = k_pairs_get(&c->k->doc.contexts, v->claim->b), *kind[MAX_KINDS], *entry;

	if (c->nr_contexts++ >= MAX_CONTEXTS) {
		v->why = "the document has more steps than are searched for";
		return;
	}
	kinds_of(c, list, kind);
	entry = entry_of(c, v, f->func[0], kind);
	if (entry) {
		v->verdict = V_TRUE;
		v->why = check_say(c, "it is reached from {1}", entry);
		return;
	}
	entry = entry_of(c, v, f->func[0], NULL);
	v->why = entry ? check_say(c, "no entry of that kind leads there; the nearest is {1}", entry) :
		"no entry is known that leads there";
}
