/* SPDX-License-Identifier: MIT */
/*
 * "In f, the state goes from A to B": by the places that store B, or call a
 * setter with it, and by the conditions on the same field around them.
 */
#include "check_p.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "model/facts.h"

#define MAX_STORES 512
#define MAX_STATES 400		/* different ones in a document */
#define SHOWN 4
#define MAX_CONSTANTS 4	/* of one word for a state that are looked for in sources */

struct place {			/* where a state is set */
	uint32_t func, file, line, guard, slot;
};

struct places {
	struct place at[MAX_STORES];
	uint32_t nr;		/* MAX_STORES: there may be more */
	const char *name[MAX_CONSTANTS];	/* of the constants */
	uint32_t nr_names;
};

/* "SYN_SENT", "SYN-SENT" and "CLOSED" for TCP_SYN_SENT and TCP_CLOSE. */
static int is_state(const struct checker *c, const char *constant, const char *said)
{
	const char *want = lexicon_state(&c->lex, said);
	size_t n = strlen(constant), m = strlen(want), i;

	if (m > n || (m < n && constant[n - m - 1] != '_'))
		return 0;
	/* one prefix only: "NEW_SYN_RECV" is not SYN_RECV */
	if (m < n && memchr(constant, '_', n - m - 1))
		return 0;
	for (i = 0; i < m; i++)
		if (constant[n - m + i] != (want[i] == '-' ? '_' : want[i]))
			return 0;
	return 1;
}

static void add_place(struct places *p, struct place x, const char *constant)
{
	uint32_t i;

	for (i = 0; i < p->nr_names && strcmp(p->name[i], constant); i++)
		;
	if (i == p->nr_names && i < MAX_CONSTANTS)
		p->name[p->nr_names++] = constant;

	for (i = 0; i < p->nr; i++)
		if (p->at[i].func == x.func && p->at[i].line == x.line)
			return;
	if (p->nr < MAX_STORES)
		p->at[p->nr++] = x;
}

/* Every place that puts a value of that name into a field. */
static const struct places *find_places(struct checker *c, const char *to)
{
	uint32_t *at = idmap_put(&c->states, digest_str(to), c->nr_places), i;
	const struct graph *g = c->g;
	struct places *out;

	if (*at != c->nr_places)
		return c->places[*at];
	ALLOC_GROW(c->places, c->nr_places + 1, c->alloc_places);
	out = c->places[c->nr_places++] = arena_alloc(c->a, sizeof(*out));
	if (c->nr_places > MAX_STATES)
		return out;
	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *x = graph_value(g, i);

		if (x->name && x->op == STORE_SET && x->func && is_state(c, graph_str(g, x->name), to))
			add_place(out, (struct place){ x->func, x->file, x->line, x->guard, x->slot },
				  graph_str(g, x->name));
	}
	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *x = graph_arg(g, i);
		const struct g_site *s = graph_site(g, x->site);

		if (x->text && is_state(c, graph_str(g, x->text), to))
			add_place(out, (struct place){ s->func, s->file, s->line, s->guard, x->slot },
				  graph_str(g, x->text));
	}
	return out;
}

static int is_constant_of(const struct checker *c, const struct g_guard *gu, const char *said)
{
	uint32_t i;

	for (i = 0; i < gu->nr_consts; i++)
		if (is_state(c, graph_str(c->g, graph_constant(c->g, gu->consts + i)->name), said))
			return 1;
	return 0;
}

/* What the conditions around a place say about coming from a state: 1 they
 * name it, -1 they exclude it, 0 nothing. */
static int comes_from(struct checker *c, const struct place *p, const char *from)
{
	const struct graph *g = c->g;
	uint32_t id, last = UINT32_MAX;
	int says = 0;

	for (id = p->guard; id && id < g->nr_guard && id < last; id = graph_guard(g, id)->parent) {
		const struct g_guard *gu = graph_guard(g, id);
		const char *subject = graph_str(g, gu->subject);
		int in, positive;

		last = id;
		if (!gu->subject || !gu->nr_consts || strcmp(subject, graph_str(g, graph_slot(g, p->slot)->name)))
			continue;
		in = is_constant_of(c, gu, from);
		positive = gu->rel == GUARD_EQ || gu->rel == GUARD_IN;
		if (!positive && gu->rel != GUARD_NE && gu->rel != GUARD_NOT_IN)
			continue;
		if (positive)
			return in ? 1 : -1;	/* the innermost decides */
		if (in)
			says = -1;
	}
	return says;
}

static int is_near(struct checker *c, const struct place *p, const char *dir)
{
	const char *file = graph_str(c->g, graph_file(c->g, p->file)->name);
	size_t n = strlen(dir);

	return !strncmp(file, dir, n);
}

/* The folder of f's file, where one of the places is in it too; else "". */
static const char *folder_of(struct checker *c, const struct places *p, uint32_t f)
{
	const char *file = f ? graph_str(c->g, graph_file(c->g, graph_func(c->g, f)->file)->name) : "";
	const char *slash = strrchr(file, '/');
	const char *dir = slash ? arena_strndup(c->a, file, (size_t)(slash + 1 - file)) : "";
	uint32_t i;

	for (i = 0; i < p->nr; i++)
		if (is_near(c, &p->at[i], dir))
			return dir;
	return "";
}

/* Those of f's own subsystem, where there are any (f 0: all). */
static const char *list_places(struct checker *c, const struct places *p, uint32_t f)
{
	const char *dir = folder_of(c, p, f);
	uint32_t shown = 0;

	struct strbuf sb = STRBUF_INIT;
	const char *kept;
	uint32_t i;

	for (i = 0; i < p->nr && shown < SHOWN; i++)
		if (is_near(c, &p->at[i], dir))
			strbuf_addf(&sb, "%s%s (%s)", shown++ ? ", " : "", check_func_name(c, p->at[i].func),
				    check_place(c, p->at[i].file, p->at[i].line));
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return p->nr > shown ? check_say(c, "{1} and {2} more", kept, check_number(c, p->nr - shown)) : kept;
}

/* The places that are in one of the functions; and what they say of `from`. */
static int in_function(struct checker *c, struct q_verdict *v, const struct places *all,
		       const struct named *f, int *says)
{
	uint32_t i, j, found = 0;

	*says = -2;
	for (i = 0; i < all->nr; i++)
		for (j = 0; j < f->nr; j++) {
			int s;

			if (all->at[i].func != f->func[j])
				continue;
			s = *v->claim->from ? comes_from(c, &all->at[i], v->claim->from) : 0;
			if (s > *says) {
				*says = s;
				v->nr_evidence = 0;
				check_evidence(v, all->at[i].file, all->at[i].line);
			}
			found++;
		}
	return found != 0;
}

static const char *says_text(struct checker *c, const struct doc_claim *d)
{
	if (*d->a && *d->from)
		return check_say(c, "in {1} the state becomes {2} after {3}", d->a, d->to, d->from);
	if (*d->a)
		return check_say(c, "in {1} the state becomes {2}", d->a, d->to);
	return check_say(c, *d->from ? "the state becomes {1} after {2}" : "the state becomes {1}", d->to,
			 d->from);
}

static int is_slot_of(const struct places *all, uint32_t slot)
{
	uint32_t i;

	for (i = 0; i < all->nr && all->at[i].slot != slot; i++)
		;
	return slot && i < all->nr;
}

/* What f sets instead, in a field that may have that state: "TCP_ESTABLISHED (net/ipv4/tcp_input.c:12)"; or NULL. */
static const char *sets_instead(struct checker *c, const struct places *all, const struct named *f)
{
	const struct graph *g = c->g;
	uint32_t i;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *x = graph_value(g, i);

		if (x->name && x->op == STORE_SET && x->is_const && among(f, x->func) && is_slot_of(all, x->slot))
			return arena_printf(c->a, "%s (%s)", graph_str(g, x->name), check_place(c, x->file, x->line));
	}
	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *x = graph_arg(g, i);
		const struct g_site *s = graph_site(g, x->site);

		if (x->text && isupper((unsigned char)*graph_str(g, x->text)) && among(f, s->func) && is_slot_of(all, x->slot))
			return arena_printf(c->a, "%s (%s)", graph_str(g, x->text), check_place(c, s->file, s->line));
	}
	return NULL;
}

/* f itself does not set it: does what it calls? */
static void in_callee(struct checker *c, struct q_verdict *v, const struct places *all,
		      const struct named *f)
{
	const struct way *best = NULL;
	const char *instead;
	uint32_t i, at = 0;

	for (i = 0; i < all->nr && i < 32; i++) {
		struct named target = { .nr = 1 };
		const struct way *w;

		target.func[0] = all->at[i].func;
		target.text = check_func_name(c, target.func[0]);
		if (*v->claim->from && comes_from(c, &all->at[i], v->claim->from) < 0)
			continue;
		w = check_way(c, f, &target);
		if (w && (w->nr == 1 || w->bits <= c->k->doc.short_bits / 2) && (!best || w->nr < best->nr || (w->nr == best->nr && w->bits < best->bits))) {
			best = w;
			at = i;
		}
	}
	if (best && best->nr <= c->k->doc.short_hops / 3) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "{1} does not set it itself, {2} does", f->text,
				      check_func_name(c, all->at[at].func));
		v->correct = check_way_text(c, best, 0);
		check_evidence(v, all->at[at].file, all->at[at].line);
		return;
	}
	/* "resume()" may be any driver's */
	if (!strchr(f->text, '_') && (lexicon_kinds(&c->lex, f->text, strlen(f->text)) & LEX_FIELD)) {
		v->why = check_say(c, "{1} is a field as well: whatever is stored there may be meant", f->text);
		return;
	}
	v->verdict = V_FALSE;
	v->why = check_say(c, "{1} does not set this state", f->text);
	instead = sets_instead(c, all, f);
	v->correct = instead ? check_say(c, "{1} sets {2}; {3} is set in {4}", f->text, instead, v->claim->to,
					 list_places(c, all, f->func[0])) :
		check_say(c, "{1} is set in {2}", v->claim->to, list_places(c, all, f->func[0]));
}

static void anywhere(struct checker *c, struct q_verdict *v, const struct places *all)
{
	uint32_t i, excluded = 0;

	for (i = 0; i < all->nr; i++) {
		int s = comes_from(c, &all->at[i], v->claim->from);

		if (s > 0) {
			v->verdict = V_TRUE;
			check_evidence(v, all->at[i].file, all->at[i].line);
		}
		excluded += s < 0;
	}
	if (v->verdict == V_TRUE)
		return;
	v->correct = list_places(c, all, 0);
	if (excluded == all->nr) {
		v->verdict = V_FALSE;
		v->why = check_say(c, "no place that sets {1} comes from {2}", v->claim->to,
				      v->claim->from);
	} else {
		v->why = "the conditions around the places that set it do not say from which state";
	}
}

/* A word in capitals is a state of the field that the other one is a state of. */
static int are_of_one_field(struct checker *c, const struct places *to, const char *from)
{
	const struct places *other = find_places(c, from);
	uint32_t i, k;

	for (i = 0; i < to->nr; i++)
		for (k = 0; k < other->nr; k++)
			if (to->at[i].slot == other->at[k].slot)
				return 1;
	return !other->nr;
}

/* Is one of the places a field that holds states? */
static int is_of_state_field(struct checker *c, const struct places *all)
{
	uint32_t i;

	for (i = 0; i < all->nr; i++)
		if (k_strings_match(&c->k->doc.state_fields,
				    graph_str(c->g, graph_slot(c->g, all->at[i].slot)->name)))
			return 1;
	return 0;
}

static int stands_in_text(struct checker *c, const struct named *f, const struct places *all)
{
	uint32_t i, k, j, nr, shell[CHECK_SHELLS];

	if (all->nr == MAX_STORES)
		return 1;
	for (i = 0; i < f->nr; i++) {
		nr = check_shells(c, f->func[i], shell);
		for (j = 0; j < nr; j++)
			for (k = 0; k < all->nr_names; k++)
				if (check_word_in_text(c, shell[j], all->name[k]))
					return 1;
	}
	return 0;
}

void check_state(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct places *all = find_places(c, d->to);
	const struct named *f;
	int says;

	v->says = says_text(c, d);
	if (!all->nr) {
		v->why = check_say(c, "no place in this index sets a state {1}", d->to);
		return;
	}
	if (*d->from && !are_of_one_field(c, all, d->from)) {
		v->says = NULL;
		return;
	}
	if (!*d->a) {
		if (*d->from)
			anywhere(c, v, all);
		else
			v->why = "the claim names no function";
		return;
	}
	f = check_name(c, d->a);
	if (!f->nr) {
		check_missing(c, v, f);
		return;
	}
	if (!in_function(c, v, all, f, &says)) {
		if (stands_in_text(c, f, all))
			v->why = check_say(c, "{1} stands in the source of {2}, but no store of it is known",
					   d->to, f->text);
		else
			in_callee(c, v, all, f);
		if (v->verdict == V_FALSE && !is_of_state_field(c, all)) {
			v->verdict = V_UNKNOWN;
			v->correct = "";
			v->why = check_say(c, "no field that holds states is known to hold {1}", d->to);
		}
	} else if (says < 0) {
		v->verdict = V_FALSE;
		v->why = check_say(c, "there it is set, but not from {1}", d->from);
	} else {
		v->verdict = V_TRUE;
		if (!says && *d->from)
			v->why = check_say(c, "nothing there says or excludes that it was {1}", d->from);
	}
}
