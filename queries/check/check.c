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

#define MAX_NEAR 100		/* names that are looked up by distance: each costs a walk over all */

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

/* ---- names ----------------------------------------------------------------------- */

static int has_body(const struct g_func *f)
{
	return (f->flags & (GF_DEFINED | GF_ASM)) || f->alias_of;
}

/* All functions of that name; those with a body where there are any. */
static void functions_of(struct checker *c, const char *s, struct named *n)
{
	const struct lex_word *w = lexicon_find(&c->lex, s, strlen(s));
	uint32_t f;
	int pass;

	for (pass = 0; w && pass < 2 && !n->nr; pass++)
		for (f = w->func; f && n->nr < MAX_NAMED; f = c->lex.next_func[f])
			if (!strcmp(check_func_name(c, f), s) &&
			    (pass || has_body(graph_func(c->g, f))))
				n->func[n->nr++] = f;
	n->has_body = n->nr && has_body(graph_func(c->g, n->func[0]));
}

static void by_syscall(struct checker *c, const char *s, struct named *n)
{
	struct q_names names = { 0 };
	struct arena a = ARENA_INIT;
	struct strbuf sb = STRBUF_INIT, err = STRBUF_INIT;
	uint32_t f;

	strbuf_addf(&sb, "%s%s", s, strncmp(s, "sys_", 4) ? "(2)" : "");
	if (q_resolve_name(c->g, c->k, &a, sb.buf, &f, &names, &err) == Q_FOUND && f &&
	    has_body(graph_func(c->g, f))) {
		n->func[0] = f;
		n->nr = 1;
		n->has_body = 1;
	}
	arena_release(&a);
	strbuf_release(&sb);
	strbuf_release(&err);
}

static void by_rename(struct checker *c, const char *s, struct named *n)
{
	const char *to = k_pairs_get(&c->k->doc.renamed, s);

	while (to && *to && !n->nr) {
		size_t len = strcspn(to, ",");
		const char *name = arena_strndup(c->a, to, len);

		functions_of(c, name, n);
		if (n->nr && n->has_body)
			n->today = name;
		else
			n->nr = 0;
		to += len + (to[len] == ',');
	}
}

/* Do both begin with one word ("tcp" of "__tcp_v4_rcv"), or is there none, or a wrong letter in it? */
static int is_of_subsystem(const char *a, const char *b)
{
	size_t n, m;

	a += strspn(a, "_");
	b += strspn(b, "_");
	n = strcspn(a, "_");
	m = strcspn(b, "_");
	return !b[m] || (n == m && !memcmp(a, b, n)) || (n > 4 && m > 4);
}

static void nearest(struct checker *c, struct named *n)
{
	unsigned most = strlen(n->text) < 20 ? 1 : 2;
	struct q_near near;
	uint32_t i;

	if (strlen(n->text) < 4 || c->nr_near++ >= MAX_NEAR)
		return;
	q_near_init(&near, n->text, strlen(n->text));
	near.limit = 3;		/* a far one would only mislead */
	for (i = 1; i < c->g->nr_func; i++)
		if (has_body(graph_func(c->g, i)))
			q_near_offer(&near, check_func_name(c, i), graph_strlen(c->g, graph_func(c->g, i)->name),
				     i);
	/* … and so would one of another subsystem */
	for (i = 0; i < near.nr && !n->near; i++)
		if ((near.d[i] <= most || !strncmp(check_func_name(c, near.id[i]), n->text, strlen(n->text))) && is_of_subsystem(check_func_name(c, near.id[i]), n->text))
			n->near = check_func_name(c, near.id[i]);
}

const struct named *check_name(struct checker *c, const char *text)
{
	uint32_t *at = idmap_put(&c->names, digest_str(text), c->nr_named);
	unsigned kinds = lexicon_kinds(&c->lex, text, strlen(text));
	struct named *n;

	if (*at != c->nr_named)
		return c->named[*at];
	ALLOC_GROW(c->named, c->nr_named + 1, c->alloc_named);
	n = c->named[c->nr_named++] = arena_alloc(c->a, sizeof(*n));
	n->text = text;
	/* a plain word is the system call that people know */
	if ((kinds & LEX_SYSCALL) && !strchr(text, '_'))
		by_syscall(c, text, n);
	if (!n->nr)
		functions_of(c, text, n);
	if (!n->has_body && (!strncmp(text, "sys_", 4) || (kinds & LEX_SYSCALL)))
		by_syscall(c, text, n);
	if (!n->has_body) {
		struct named old = { .text = text };

		by_rename(c, text, &old);
		if (old.nr)
			*n = old;
	}
	/* one without arguments is a system call whose entry has another shape */
	if (!n->nr && !strchr(text, '_'))
		by_syscall(c, text, n);
	if (!n->nr)
		nearest(c, n);
	return n;
}

const char *check_no_name(struct checker *c, const struct named *n)
{
	const char *gone = k_pairs_get(&c->k->doc.gone, n->text);

	if (gone)
		return check_say(c, "there is no function {1} any more, since Linux {2}", n->text, gone);
	if (n->near)
		return check_say(c, "there is no function {1} in this index; the nearest name is {2}",
				    n->text, n->near);
	return check_say(c, "there is no function {1} in this index", n->text);
}

/* ---- the document's own functions ---------------------------------------------------- */

enum own { OWN_SHOWN = 1, OWN_PLACED };	/* PLACED: it says in which file of the kernel */

static void note_own(struct checker *c)
{
	const struct doc *d = &c->res->doc;
	uint32_t i;

	for (i = 0; i < d->nr; i++) {
		const struct doc_claim *x = &d->claim[i];

		if (x->kind == DOC_LOCATION)
			*idmap_put(&c->own, digest_str(x->a), OWN_PLACED) = OWN_PLACED;
		else if (x->kind == DOC_LISTING && x->head)
			idmap_put(&c->own, digest_str(x->a), OWN_SHOWN);
	}
}

/* "foo_init", "my_release", or a function that the text writes out and that no
 * list of old names has: it may be an example. */
static int may_be_example(const struct checker *c, const char *name)
{
	const struct k_strings *words = &c->k->doc.examples;
	const uint32_t *own = idmap_get(&c->own, digest_str(name));
	size_t i, n, len;

	if (k_pairs_get(&c->k->doc.gone, name) || k_pairs_get(&c->k->doc.renamed, name))
		return 0;
	if (own && *own == OWN_SHOWN)
		return 1;
	name += strspn(name, "_");
	len = strcspn(name, "_");
	for (i = 0; i < words->nr; i++) {
		n = strlen(words->s[i]);
		if (n == len && !memcmp(words->s[i], name, n))
			return 1;
	}
	return 0;
}

/* A name that is nowhere is false in a whole tree, and unknown in a part. */
void check_missing(struct checker *c, struct q_verdict *v, const struct named *n)
{
	const char *where = check_elsewhere(c, n->text);

	v->verdict = V_UNKNOWN;
	if (where) {
		v->why = where;
		return;
	}
	v->why = check_no_name(c, n);
	if (c->partial || !c->opt->tree)
		return;
	v->nowhere = 1;
	if (may_be_example(c, n->text)) {
		v->why = check_say(c, "the tree has no function {1}: an older kernel's, or the text's own example",
				      n->text);
		return;
	}
	v->correct = n->near && (c->kernel == KERNEL_SAME || check_is_slip(n)) ? n->near : "";
	if (c->kernel == KERNEL_OTHER) {
		v->why = check_say(c, "{1}; that of the text may have it", v->why);
		return;
	}
	if (c->kernel == KERNEL_UNTOLD && !(check_is_slip(n) && check_mostly_slips(c))) {
		v->why = check_say(c, "{1}; the text names no version of Linux, and another one may have it", v->why);
		return;
	}
	v->verdict = V_FALSE;
	c->nowhere = n->text;
}

/* ---- all claims ------------------------------------------------------------------------ */

/* No way is looked for where only a call would do. */
static int may_be_direct(struct checker *c, const char *from, const char *to)
{
	const struct named *a = check_name(c, from), *b = check_name(c, to);
	uint32_t through;

	return !a->nr || !b->nr || check_edge(c, a, b, &through);
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

static void judge(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;

	v->says = v->why = v->correct = "";
	c->nowhere = NULL;
	judge_of[d->kind](c, v);
	if (d->weak && v->verdict != V_TRUE &&
	    !(v->verdict == V_IMPRECISE && d->kind == DOC_STEP && d->weak != WEAK_DIRECT &&
	      are_two(c, d->a, d->b))) {
		v->says = NULL;
		return;
	}
	check_doubts(c, v);
	if (d->weak && v->verdict < V_IMPRECISE)	/* in doubt, it does not count */
		v->says = NULL;
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
	free(c->places);
	idmap_release(&c->states);
	free(c->way);
}

/* What is counted for each document. */
static void begin_document(struct checker *c, struct q_check_result *res, const struct q_check_text *t)
{
	c->res = res;
	c->nr_near = c->nr_moved = c->nr_searched = c->nr_contexts = 0;
	idmap_release(&c->own);
	c->own = (struct idmap)IDMAP_INIT;
	note_own(c);
	c->kernel = (uint8_t)check_kernel(c, t->text, t->len);
	c->slips = SLIPS_UNASKED;
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
		res->not_checkable += v->verdict == V_UNKNOWN && v->claim->kind == DOC_ACT;
		res->kinds[v->claim->kind]++;
		res->nr++;
	}
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
