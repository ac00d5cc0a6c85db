/* SPDX-License-Identifier: MIT */
/* What the names of a document stand for in the index, and what is said where they stand for nothing. */
#include "check_p.h"

#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/names.h"

#define MAX_NEAR 100		/* names that are looked up by distance: each costs a walk over all */

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

void check_note_own(struct checker *c)
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
