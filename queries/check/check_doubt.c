/* SPDX-License-Identifier: MIT */
/* What is not proved: a verdict falls back to unknown where the text can be read in
 * another way, or speaks of another kernel or function. */
#include "check_p.h"

#include <string.h>

#include "base/xalloc.h"

#define FEW_HOPS 4

static int is_system_call(const struct checker *c, const char *name)
{
	unsigned kinds = lexicon_kinds(&c->lex, name, strlen(name));

	if (!strncmp(name, "sys_", 4))
		return (lexicon_kinds(&c->lex, name + 4, strlen(name + 4)) & LEX_SYSCALL) != 0;
	return (kinds & LEX_SYSCALL) && (!strchr(name, '_') || !(kinds & LEX_BODY));
}

static int is_drawn_chain(const char *text)
{
	static const char *const arrows[] = { "->", "=>", "\xe2\x86\x92" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(arrows); i++)
		if (strstr(text, arrows[i]))
			return 1;
	return 0;
}

static int takes_locks(const struct checker *c, const char *name)
{
	const char *list = k_pairs_get(&c->k->doc.act_functions, "lock");
	size_t n, len = strlen(name);

	for (; list && *list; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		if (n == len && !memcmp(list, name, n))
			return 1;
	}
	return 0;
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
	if (d->variant && v->verdict == V_FALSE && !c->nowhere) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1}; the text says that this listing is another version", v->why);
		v->correct = "";
	}
	if (d->kind == DOC_STEP && v->verdict == V_FALSE && is_drawn_chain(d->text) && takes_locks(c, d->a)) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1} takes a lock: an order of locks may be meant", d->a);
		v->correct = "";
	}
	/* of another kernel, who calls whom is not proved by this one */
	if (c->kernel == KERNEL_OTHER && v->verdict == V_FALSE && !v->backwards &&
	    (d->kind == DOC_STEP || d->kind == DOC_TRAIT || (d->kind == DOC_REGISTRATION && !*d->macro && !d->stored))) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1}; the text is about another kernel, where that may be so", v->why);
	}
	/* what leads there over many others need not be what is meant */
	if (d->inferred && v->verdict == V_IMPRECISE &&
	    (v->later || (v->half && !is_drawn_chain(d->text)) || (v->hops > FEW_HOPS && !is_system_call(c, d->a)))) {
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

/* ---- listings ---------------------------------------------------------------------- */

struct shown {			/* a listing of a function: a range of verdicts */
	uint32_t first, end;
};

#define MAX_SHOWN 32		/* listings of one function that are held against each other */
#define MAX_COMPARED 200	/* statements of one */

static uint32_t find_statement(const struct q_check_result *res, const struct shown *in, const char *text)
{
	uint32_t i;

	for (i = in->first; i < in->end && i < in->first + MAX_COMPARED; i++)
		if (!res->v[i].claim->head && !strcmp(res->v[i].claim->b, text))
			return i;
	return UINT32_MAX;
}

/* Does the other listing show what stands around statement k, and something else there? Then the
 * text itself has two versions of that function. */
static int is_contradicted(const struct q_check_result *res, const struct shown *own, uint32_t k,
			   const struct shown *other)
{
	uint32_t i, at, before = UINT32_MAX;

	if (find_statement(res, other, res->v[k].claim->b) != UINT32_MAX)
		return 0;
	for (i = k; i-- > own->first && k - i < MAX_COMPARED && before == UINT32_MAX;)
		before = find_statement(res, other, res->v[i].claim->b);
	for (i = k + 1; before != UINT32_MAX && i < own->end && i - k < MAX_COMPARED; i++) {
		at = find_statement(res, other, res->v[i].claim->b);
		if (at != UINT32_MAX && at > before)
			return 1;
	}
	return 0;
}

static void doubt(struct checker *c, struct q_verdict *v, const char *text)
{
	c->res->count[V_FALSE]--;
	c->res->count[V_UNKNOWN]++;
	v->verdict = V_UNKNOWN;
	v->why = check_say(c, text, v->claim->a);
	v->correct = "";
}

/* The listing that begins with verdict i: it ends where another function's or another head begins. */
static struct shown listing_at(const struct q_check_result *res, uint32_t i)
{
	struct shown s = { i, i + 1 };

	for (; s.end < res->nr && res->v[s.end].claim->kind == DOC_LISTING && !res->v[s.end].claim->head &&
	     !strcmp(res->v[s.end].claim->a, res->v[i].claim->a); s.end++)
		;
	return s;
}

/* Other listings of the function that `own` shows. */
static uint32_t others_of(const struct q_check_result *res, const struct shown *own, struct shown *out)
{
	const char *name = res->v[own->first].claim->a;
	uint32_t i, nr = 0;

	for (i = 0; i < res->nr && nr < MAX_SHOWN; i++)
		if (res->v[i].claim->kind == DOC_LISTING && res->v[i].claim->head && i != own->first &&
		    !strcmp(res->v[i].claim->a, name))
			out[nr++] = listing_at(res, i);
	return nr;
}

/* A statement of a kind that many have is known again where others of the listing stand, too. */
static void doubt_moved(struct checker *c, const struct shown *own)
{
	struct q_check_result *res = c->res;
	uint32_t k, i, beside;

	for (k = own->first; k < own->end && k < own->first + MAX_COMPARED; k++) {
		struct q_verdict *v = &res->v[k];

		if (!v->moved || !v->usual || v->verdict != V_IMPRECISE)
			continue;
		for (i = own->first, beside = 0; i < own->end && i < own->first + MAX_COMPARED; i++)
			beside += i != k && res->v[i].moved == v->moved;
		if (beside)
			continue;
		res->count[V_IMPRECISE]--;
		res->count[V_UNKNOWN]++;
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "such a statement stands in {1}, which need not be the one that is meant",
				   check_func_name(c, v->moved));
		v->correct = "";
	}
}

static void doubt_versions(struct checker *c, const struct shown *own)
{
	struct q_check_result *res = c->res;
	struct shown other[MAX_SHOWN];
	uint32_t k, i, nr = UINT32_MAX;

	for (k = own->first; k < own->end && k < own->first + MAX_COMPARED; k++) {
		if (res->v[k].verdict != V_FALSE || res->v[k].nowhere || res->v[k].claim->head)
			continue;
		if (nr == UINT32_MAX)
			nr = others_of(res, own, other);
		for (i = 0; i < nr; i++)
			if (is_contradicted(res, own, k, &other[i])) {
				doubt(c, &res->v[k], "the text shows {1} in two versions");
				break;
			}
	}
}

/* A listing of which more than half does not stand in the function of that name shows another one: an
 * example, a patch, a proposal, an older or simpler version. Its head proves nothing. */
void check_doubt_listings(struct checker *c)
{
	struct q_check_result *res = c->res;
	struct shown s;
	uint32_t i, k, stands, wrong;

	for (i = 0; i < res->nr; i = s.end) {
		s = listing_at(res, i);
		if (res->v[i].claim->kind != DOC_LISTING)
			continue;
		for (k = i, stands = wrong = 0; k < s.end; k++) {
			stands += !res->v[k].claim->head &&
				(res->v[k].verdict == V_TRUE || res->v[k].verdict == V_IMPRECISE);
			wrong += (res->v[k].verdict == V_FALSE && !res->v[k].nowhere) || res->v[k].added;
		}
		for (k = i; k < s.end && stands < wrong; k++)
			if (res->v[k].verdict == V_FALSE && !res->v[k].nowhere)
				doubt(c, &res->v[k], "too little of this listing stands in {1}: it may show another one");
		doubt_versions(c, &s);
		doubt_moved(c, &s);
	}
}
