/* SPDX-License-Identifier: MIT */
#include "check_p.h"

#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/names.h"
#include "queries/path/bindings.h"
#include "queries/path/cost.h"
#include "queries/path/search.h"

static void (*const judge_of[DOC_KIND_NR])(struct checker *c, struct q_verdict *v) = {
#define DOC_KIND(kind, name, judge, names) judge,
#include "queries/document/kinds.def"
#undef DOC_KIND
};

const char *const verdict_name[V_NR] = { "unknown", "false", "imprecise", "true" };

void check_evidence(struct q_verdict *v, uint32_t file, uint32_t line)
{
	uint32_t i;

	if (!file || v->nr_evidence == CHECK_EVIDENCE)
		return;
	for (i = 0; i < v->nr_evidence; i++)
		if (v->evidence[i].file == file && v->evidence[i].line == line)
			return;
	v->evidence[v->nr_evidence++] = (struct q_place){ file, line };
}

const char *check_place(struct checker *c, uint32_t file, uint32_t line)
{
	return arena_printf(c->a, "%s:%u", graph_str(c->g, graph_file(c->g, file)->name), line);
}

/* ---- all claims ------------------------------------------------------------------------ */

/* No way is looked for where only a call would do. */
static int may_be_direct(struct checker *c, const char *from, const char *to)
{
	const struct named *a = check_name(c, from), *b = check_name(c, to);
	uint32_t through;

	return !a->nr || !b->nr || check_edge(c, a, b, &through);
}

/* Who does it was not named: whoever of those that were spoken of calls it itself. */
static void by_others(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const char *from, *to;
	uint32_t i;

	for (i = 0; i < DOC_NEAR && d->near[i]; i++) {
		struct q_verdict other = { .claim = d, .says = "", .why = "", .correct = "" };

		from = d->guessed_b ? d->a : d->near[i];
		to = d->guessed_b ? d->near[i] : d->b;
		if (!check_name(c, from)->nr || (*to != '-' && (!check_name(c, to)->nr || !may_be_direct(c, from, to))))
			continue;
		check_step(c, &other, from, to);
		if (other.verdict != V_TRUE)
			continue;
		*v = other;
		return;
	}
	/* a way to what may not be meant */
	if (d->guessed_b && v->verdict == V_IMPRECISE) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "the sentence does not say so plainly; {1}", v->why);
		v->correct = "";
	}
}

void check_claimed_step(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;

	if (d->order) {
		check_order(c, v);
		return;
	}
	if (d->weak == WEAK_DIRECT && !may_be_direct(c, d->a, d->b) && !(d->alt && may_be_direct(c, d->alt, d->b)))
		return;
	check_step(c, v, d->a, d->b);
	if (d->alt && v->verdict != V_TRUE) {
		struct q_verdict other = { .claim = d, .says = "", .why = "", .correct = "" };

		check_step(c, &other, d->alt, d->b);
		if (other.verdict > v->verdict)
			*v = other;
	}
	if (d->inferred && (!d->weak || d->verb) && v->verdict != V_TRUE)
		by_others(c, v);
}

/* Of no use by itself: what is drawn one after the other is a step too. */
void check_nothing(struct checker *c, struct q_verdict *v)
{
}

/* Not two names of one function. */
static int are_two(struct checker *c, const char *a, const char *b)
{
	const struct named *x = check_name(c, a), *y = check_name(c, b);

	return x->nr && y->nr && !among(y, x->func[0]);
}

/* What is only hinted at does not count, but where a verb says it. */
static void in_doubt(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;

	v->verdict = V_UNKNOWN;
	v->correct = "";
	v->nr_evidence = 0;
	v->says = d->verb && *d->b != '-' ? check_say(c, "{1} is called", d->b) : NULL;
	v->why = "by whom is not said plainly";
}

#define HINTED_HOPS 2		/* calls that a way may have which nothing but "with f()" hints at */

static void judge(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;

	v->says = v->why = v->correct = "";
	c->nowhere = NULL;
	judge_of[d->kind](c, v);
	if (d->weak && v->verdict != V_TRUE &&
	    !(v->verdict == V_IMPRECISE && d->kind == DOC_STEP && d->weak != WEAK_DIRECT &&
	      (d->verb || v->hops <= HINTED_HOPS) && are_two(c, d->a, d->b))) {
		in_doubt(c, v);
		return;
	}
	check_doubts(c, v);
	if (d->weak && v->verdict < V_IMPRECISE)
		in_doubt(c, v);
}

/* Statement after statement of a function that is nowhere: once is enough. */
static int is_said(const struct checker *c, const struct q_verdict *v, uint32_t nr)
{
	const struct q_verdict *before = nr ? &c->res->v[nr - 1] : NULL;

	return before && v->claim->kind == DOC_LISTING && before->claim->kind == DOC_LISTING &&
		v->nowhere && before->nowhere && !strcmp(v->claim->a, before->claim->a);
}

/* What is only hinted at, and was said on this line in other words. */
static int is_told(const struct checker *c, const struct q_verdict *v, uint32_t nr)
{
	const struct q_verdict *x;

	for (; nr && c->res->v[nr - 1].claim->line == v->claim->line; nr--) {
		x = &c->res->v[nr - 1];
		if (x->verdict == v->verdict && !strcmp(x->says, v->says))
			return 1;
	}
	return 0;
}

/* Steps that start deferred work do not count as calls, but for what is in
 * the knowledge's "causes": a thread runs because somebody made it. */
static void take_out_deferred(struct checker *c)
{
	const struct graph *g = c->g;
	uint32_t i, deferred = (uint32_t)(c->k->weight.deferred * COST_UNIT + 0.5);

	for (i = 1; i < g->nr_edge; i++) {
		const struct g_edge *e = graph_edge(g, i);
		const char *kind = graph_str(g, g->kind_name[e->kind]);
		size_t j;

		if (!(e->flags & GE_STARTED_BY) || c->cost.edge[i] <= EDGE_DROPPED)
			continue;
		for (j = 0; j < c->k->doc.causes.nr; j++)
			if (!strcmp(kind, c->k->doc.causes.s[j]))
				break;
		if (j == c->k->doc.causes.nr)
			c->cost.edge[i] = EDGE_OUT;
		else
			c->cost.edge[i] = c->cost.edge[i] > deferred + 2 ?
				c->cost.edge[i] - deferred : 2;
	}
}

static void release(struct checker *c)
{
	check_listing_release(c);
	if (c->nr_wide) {
		search_release(&c->wide_search);
		cost_release(&c->wide);
	}
	idmap_release(&c->wide_pairs);
	free(c->wide_found);
	free(c->open);
	tree_names_release(&c->tree);
	idmap_release(&c->files);
	idmap_release(&c->own);
	lexicon_release(&c->lex);
	search_release(&c->search);
	cost_release(&c->cost);
	bindings_release(&c->bindings);
	idmap_release(&c->names);
	idmap_release(&c->pairs);
	free(c->named);
	free(c->text);
	free(c->places);
	idmap_release(&c->states);
	free(c->way);
}

/* What is counted for each document. */
static void begin_document(struct checker *c, struct q_check_result *res, const struct q_check_text *t)
{
	c->res = res;
	c->nr_exports = c->nr_values = 0;
	c->nr_near = c->nr_moved = c->nr_searched = c->nr_contexts = 0;
	idmap_release(&c->own);
	c->own = (struct idmap)IDMAP_INIT;
	check_note_own(c);
	c->kernel = (uint8_t)check_kernel(c, t->text, t->len);
	c->slips = SLIPS_UNASKED;
}

int q_not_checkable(const struct q_verdict *v)
{
	return v->verdict == V_UNKNOWN && (v->claim->kind == DOC_ACT || (v->claim->kind == DOC_STEP && v->claim->verb));
}

/* Is a call of b told on the same line, by whom it is; is anything told of what a does there? */
static int is_told_better(const struct q_check_result *res, uint32_t i)
{
	const struct doc_claim *d = res->v[i].claim, *o;
	uint32_t k;

	for (k = i; k && res->v[k - 1].claim->line == d->line; k--)
		;
	for (; k < res->nr && res->v[k].claim->line == d->line; k++) {
		o = res->v[k].claim;
		if (d->kind == DOC_ACT && k != i && o->kind != DOC_EXISTS && (!strcmp(o->a, d->a) || !strcmp(o->b, d->a)))
			return 1;
		if (d->kind == DOC_STEP && k != i && o->kind == DOC_STEP && !o->verb && (!strcmp(o->b, d->b) || !strcmp(o->a, d->b)) &&
		    (res->v[k].verdict == V_TRUE || res->v[i].verdict == V_UNKNOWN))
			return 1;
	}
	return 0;
}

/* What a verb says of a function, but not of whom, where that is told beside it. */
static void drop_told(struct checker *c)
{
	struct q_check_result *res = c->res;
	uint32_t i, kept = 0;
	uint8_t *drop = arena_alloc(c->a, res->nr + 1);

	for (i = 0; i < res->nr; i++)
		drop[i] = ((res->v[i].claim->weak && res->v[i].claim->kind == DOC_STEP && res->v[i].verdict != V_TRUE) ||
			   (res->v[i].claim->kind == DOC_ACT && !*res->v[i].claim->b)) && is_told_better(res, i);
	for (i = 0; i < res->nr; i++) {
		if (drop[i]) {
			res->count[res->v[i].verdict]--;
			res->kinds[res->v[i].claim->kind]--;
			res->not_checkable -= q_not_checkable(&res->v[i]);
		} else {
			res->v[kept++] = res->v[i];
		}
	}
	res->nr = kept;
}

static void judge_document(struct checker *c)
{
	struct q_check_result *res = c->res;
	uint32_t i;

	res->v = arena_alloc(c->a, (res->doc.nr + 1) * sizeof(*res->v));
	for (i = 0; i < res->doc.nr; i++) {
		struct q_verdict *v = &res->v[res->nr];

		memset(v, 0, sizeof(*v));
		v->claim = &res->doc.claim[i];
		judge(c, v);
		if (!v->says || is_said(c, v, res->nr) || (v->claim->weak && is_told(c, v, res->nr)))
			continue;
		res->count[v->verdict]++;
		res->not_checkable += q_not_checkable(v);
		res->kinds[v->claim->kind]++;
		res->nr++;
	}
	drop_told(c);
	check_doubt_listings(c);
}

static void begin(struct checker *c)
{
	tree_names_init(&c->tree);
	c->partial = *graph_get_meta(c->g, "only") != '\0';
	cost_init(&c->cost, c->g, &c->k->weight, &c->bindings, GE_EXECUTED_BY, NULL);
	cost_weigh_all(&c->cost);
	take_out_deferred(c);
	search_init(&c->search, &c->cost, 0, 0, 0);
}

int q_check_all(const struct graph *g, const struct knowledge *k, const struct q_check_text *docs,
		uint32_t nr, const struct q_check_options *opt, struct q_check_result *res,
		const char **failed, struct strbuf *err)
{
	struct arena *a = xmalloc(sizeof(*a));
	struct checker c = { .g = g, .k = k, .opt = opt, .a = a, .all = res, .nr_all = nr };
	struct strbuf why = STRBUF_INIT;
	uint32_t i;
	int ret;

	memset(res, 0, nr * sizeof(*res));
	memset(failed, 0, nr * sizeof(*failed));
	arena_init(a);
	for (i = 0; i < nr; i++)
		res[i].arena = a;
	ret = bindings_init(&c.bindings, g, k, opt->scenario, opt->bind, err);
	if (ret)
		return ret;
	lexicon_init(&c.lex, g, k);
	for (i = 0; i < nr; i++) {
		strbuf_clear(&why);
		if (doc_read(&res[i].doc, docs[i].text, docs[i].len, &c.lex, &why))
			failed[i] = arena_strdup(a, why.buf);
	}
	strbuf_release(&why);
	begin(&c);
	for (i = 0; i < nr; i++) {
		begin_document(&c, &res[i], &docs[i]);
		judge_document(&c);
		check_version(&c, docs[i].text, docs[i].len);
	}
	release(&c);
	return Q_FOUND;
}

int q_check(const struct graph *g, const struct knowledge *k, const char *text, size_t len,
	    const struct q_check_options *opt, struct q_check_result *res, struct strbuf *err)
{
	const struct q_check_text doc = { text, len };
	const char *failed;
	int ret = q_check_all(g, k, &doc, 1, opt, res, &failed, err);

	if (ret == Q_FOUND && failed) {
		error(err, "%s", failed);
		ret = Q_FAILED;
	}
	if (ret != Q_FOUND)
		q_check_release(res);
	return ret;
}

void q_check_release_all(struct q_check_result *res, uint32_t nr)
{
	struct arena *a = nr ? res[0].arena : NULL;
	uint32_t i;

	for (i = 0; i < nr; i++) {
		doc_release(&res[i].doc);
		free(res[i].said);
		idmap_release(&res[i].said_map);
	}
	if (a)
		arena_release(a);
	free(a);
	memset(res, 0, nr * sizeof(*res));
}

void q_check_release(struct q_check_result *res)
{
	q_check_release_all(res, 1);
}
