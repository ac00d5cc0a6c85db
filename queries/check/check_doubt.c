/* SPDX-License-Identifier: MIT */
/* What is not proved: a verdict falls back to unknown where the text can be read in
 * another way, or speaks of another kernel or function. */
#include "check_p.h"

#include <string.h>

#define FEW_HOPS 4

static int is_system_call(const struct checker *c, const char *name)
{
	unsigned kinds = lexicon_kinds(&c->lex, name, strlen(name));

	return (kinds & LEX_SYSCALL) && (!strchr(name, '_') || !(kinds & LEX_BODY));
}

void check_doubts(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;

	if (d->recorded && v->verdict == V_FALSE) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "recorded, perhaps on another kernel: {1}", v->why);
	}
	if (d->loose && v->verdict == V_FALSE) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "most names of this drawing are no functions; {1}", v->why);
		v->correct = "";
	}
	/* of another kernel, who calls whom is not proved by this one */
	if (c->kernel == KERNEL_OTHER && v->verdict == V_FALSE && !v->backwards &&
	    (d->kind == DOC_STEP || (d->kind == DOC_REGISTRATION && !*d->macro && !d->stored))) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1}; the text is about another kernel, where that may be so", v->why);
	}
	/* what leads there over many others need not be what is meant */
	if (d->inferred && v->verdict == V_IMPRECISE &&
	    (v->later || (v->hops > FEW_HOPS && !is_system_call(c, d->a)))) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "the sentence does not say so plainly; {1}", v->why);
	}
	/* whoever is said to call it: there is no such function */
	if (d->inferred && c->nowhere && !k_pairs_get(&c->k->doc.gone, d->b) && !strcmp(c->nowhere, d->b) && strchr(d->b, '_') &&
	    check_name(c, d->a)->nr && !check_name(c, d->a)->today)
		return;
	/* what a sentence does not say plainly can't be disproved */
	if (d->inferred && v->verdict == V_FALSE) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "the sentence does not say so plainly; {1}", v->why);
		v->correct = "";
	}
}

/* A listing of which more than half does not stand in the function of that name shows another one: an
 * example, a patch, a proposal, an older or simpler version. Its head proves nothing. */
void check_doubt_listings(struct checker *c)
{
	struct q_check_result *res = c->res;
	uint32_t i, k, end, stands, wrong;

	for (i = 0; i < res->nr; i = end) {
		const struct doc_claim *first = res->v[i].claim;

		for (end = i + 1, stands = wrong = 0; end < res->nr && res->v[end].claim->kind == DOC_LISTING &&
		     !res->v[end].claim->head && !strcmp(res->v[end].claim->a, first->a); end++)
			;
		if (first->kind != DOC_LISTING)
			continue;
		for (k = i; k < end; k++) {
			stands += !res->v[k].claim->head &&
				(res->v[k].verdict == V_TRUE || res->v[k].verdict == V_IMPRECISE);
			wrong += res->v[k].verdict == V_FALSE && !res->v[k].nowhere;
		}
		for (k = i; k < end && stands < wrong; k++) {
			struct q_verdict *v = &res->v[k];

			if (v->verdict != V_FALSE || v->nowhere)
				continue;
			res->count[V_FALSE]--;
			res->count[V_UNKNOWN]++;
			v->verdict = V_UNKNOWN;
			v->why = check_say(c, "too little of this listing stands in {1}: it may show another one",
					   first->a);
			v->correct = "";
		}
	}
}
