/* SPDX-License-Identifier: MIT */
/* "a calls b": an edge, a short way, the other way round, or nothing. */
#include "check_p.h"

#include <string.h>

#include "base/xalloc.h"
#include "queries/fold.h"
#include "queries/path/bindings.h"

#define SHOWN_CALLERS 3

/* ---- what else there is to say ---------------------------------------------------------- */

/* Who calls it, for those who were told wrongly. */
static const char *callers_text(struct checker *c, const struct named *b)
{
	const struct graph *g = c->g;
	const struct g_func *f = graph_func(g, b->func[0]);
	uint32_t seen[SHOWN_CALLERS + 1], nr = 0, n, i, k;
	struct strbuf sb = STRBUF_INIT;
	const char *kept;

	for (n = 0; n < f->nr_nodes; n++) {
		const struct g_node *node = graph_node(g, f->node + n);

		for (i = node->in; i < node->in + node->nr_in && nr <= SHOWN_CALLERS; i++) {
			uint32_t caller = edge_caller(g, graph_edge(g, graph_in_edge(g, i)));

			if (graph_edge(g, graph_in_edge(g, i))->rule == GR_TYPE)
				continue;
			for (k = 0; k < nr && seen[k] != caller; k++)
				;
			if (k == nr)
				seen[nr++] = caller;
		}
	}
	if (!nr)
		return "";
	for (i = 0; i < nr && i < SHOWN_CALLERS; i++)
		strbuf_addf(&sb, "%s%s", i ? ", " : "", check_func_name(c, seen[i]));
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return check_say(c, nr > SHOWN_CALLERS ? "{1} is called by {2} and others" : "{1} is called by {2}",
			 check_func_name(c, b->func[0]), kept);
}

/* The name without what the kernel puts before inner halves. */
static const char *stem(const char *s)
{
	while (*s == '_')
		s++;
	return s;
}

/* Inner or outer half of b ("__b" for "b") that a does come to. */
static int by_half(struct checker *c, struct q_verdict *v, const struct named *a,
		   const struct named *b)
{
	static const char *const before[] = { "", "_", "__", "___" };
	const struct way *w, *best = NULL;
	const struct named *half;
	uint32_t through, edge, i;

	for (i = 0; i < ARRAY_SIZE(before); i++) {
		const char *name = arena_printf(c->a, "%s%s", before[i], stem(b->text));

		if (!strcmp(name, b->text) || !(lexicon_kinds(&c->lex, name, strlen(name)) & LEX_BODY))
			continue;
		half = check_name(c, name);
		edge = check_edge(c, a, half, &through);
		if (edge) {
			const struct g_site *s = graph_site(c->g, graph_edge(c->g, edge)->site);

			v->verdict = V_IMPRECISE;
			v->half = 1;
			v->why = check_say(c, "it calls {1}, not {2}", name, b->text);
			v->correct = arena_printf(c->a, "%s -> %s", check_func_name(c, a->func[0]),
						  name);
			check_evidence(v, s->file, s->line);
			return 1;
		}
		w = check_way(c, a, half);
		if (w && (!best || w->nr < best->nr))
			best = w;
	}
	if (!best || best->nr > c->k->doc.short_hops / 2)
		return 0;
	v->verdict = V_IMPRECISE;
	v->half = 1;
	v->correct = check_way_text(c, best, 1);
	v->why = check_say(c, "the way leads to {1}, not to {2} itself",
			      check_func_name(c, edge_callee(c->g, graph_edge(c->g, best->edge[best->nr - 1]))),
			      b->text);
	return 1;
}

static void way_evidence(struct checker *c, struct q_verdict *v, const struct way *w);

/* a calls what took over from b, which is still there for others. */
static int by_successor(struct checker *c, struct q_verdict *v, const struct named *a,
			const struct named *b)
{
	const char *to = k_pairs_get(&c->k->doc.renamed, b->text);
	uint32_t through, edge;
	size_t len;

	for (; to && *to && b->has_body && !b->today; to += len + (to[len] == ',')) {
		const struct named *n;

		len = strcspn(to, ",");
		n = check_name(c, arena_strndup(c->a, to, len));
		edge = n->nr && n->has_body ? check_edge(c, a, n, &through) : 0;
		if (edge) {
			const struct g_site *s = graph_site(c->g, graph_edge(c->g, edge)->site);

			v->verdict = V_IMPRECISE;
			v->why = check_say(c, "it calls {1}, the {2} of today", n->text, b->text);
			v->correct = arena_printf(c->a, "%s -> %s", check_func_name(c, a->func[0]), n->text);
			check_evidence(v, s->file, s->line);
			return 1;
		}
	}
	return 0;
}

static void way_evidence(struct checker *c, struct q_verdict *v, const struct way *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++) {
		const struct g_site *s = graph_site(c->g, graph_edge(c->g, w->edge[i])->site);

		check_evidence(v, s->file, s->line);
	}
}

static int is_later(const struct checker *c, const struct way *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++)
		if (graph_edge(c->g, w->edge[i])->flags & GE_STARTED_BY)
			return 1;
	return 0;
}

static void by_edge(struct checker *c, struct q_verdict *v, uint32_t edge, uint32_t through)
{
	const struct g_edge *e = graph_edge(c->g, edge);
	const struct g_site *s = graph_site(c->g, e->site);

	v->verdict = e->rule == GR_TYPE ? V_UNKNOWN : V_TRUE;
	check_evidence(v, s->file, s->line);
	if (e->rule == GR_TYPE) {
		v->why = "the call is through a pointer that can't be followed; only the type fits";
	} else if (through) {
		v->why = check_say(c, "by way of {1}, which it is handed to",
				      check_func_name(c, through));
	} else if (e->rule != GR_DIRECT) {
		uint32_t slot, value = binding_reason(&c->bindings, e, &slot);
		struct q_place p = edge_registered(c->g, edge);
		const char *via = value ? reason_via(c->g, c->a, value, slot,
						     graph_node(c->g, e->to)->func) :
					  edge_via(c->g, c->a, edge);

		if (value)
			p = (struct q_place){ graph_field_value(c->g, value)->file,
					      graph_field_value(c->g, value)->line };
		v->why = check_say(c, e->flags & GE_STARTED_BY ? "{1}, later: {2}" : "{1}: {2}",
				   graph_str(c->g, c->g->kind_name[e->kind]), via);
		check_evidence(v, p.file, p.line);
	}
}

/* The text of a calls b, whatever the compiler made of it: a macro, a call that is
 * left out in this configuration. */
static int is_in_text(struct checker *c, const struct named *a, const struct named *b,
		      struct q_verdict *v)
{
	uint32_t shell[CHECK_SHELLS], nr, i, j, line = 0;
	int readable = 0, stored = 0;

	for (i = 0; i < a->nr; i++) {
		nr = check_shells(c, a->func[i], shell);
		for (j = 0; j < nr && !line; j++) {
			line = check_call_in_text(c, shell[j], b->text, &readable);
			if (!line && !b->nr)
				stored = (line = check_field_call_in_text(c, shell[j], b->text)) != 0;
			if (line)
				check_evidence(v, graph_func(c->g, shell[j])->file, line);
		}
		if (line)
			break;
	}
	if (!line)
		return 0;
	/* what the compiler makes of it is no call */
	if (!strncmp(b->text, "__builtin_", strlen("__builtin_"))) {
		v->verdict = V_TRUE;
		v->why = check_say(c, "{1} is built into the compiler", b->text);
		return 1;
	}
	if (stored) {
		v->verdict = V_TRUE;
		v->why = check_say(c, "through a pointer: {1}", arena_printf(c->a, "->%s", b->text));
		return 1;
	}
	v->verdict = b->nr ? V_IMPRECISE : V_TRUE;
	v->why = b->nr ? "the call stands in the source, but this configuration leaves it out" :
		check_say(c, "{1} is a macro", b->text);
	if (b->nr)
		v->correct = check_place(c, v->evidence[0].file, line);
	return 1;
}

static void no_names(struct checker *c, struct q_verdict *v, const struct named *a,
		     const struct named *b)
{
	if (!b->nr && check_through_field(c, v, a, b))
		return;
	if (!strncmp(a->text, "->", 2) || !strncmp(b->text, "->", 2)) {
		v->why = "the index has no such field";
		return;
	}
	if (a->nr && is_in_text(c, a, b, v))
		return;
	check_missing(c, v, a->nr ? b : a);
	if (v->verdict == V_FALSE && !a->nr && b->nr)
		v->correct = callers_text(c, b);
}

/* Does a call through a pointer that can't be followed? */
static int has_open_call(struct checker *c, const struct named *a)
{
	uint32_t shell[CHECK_SHELLS], nr, i, j;

	if (!c->open) {
		c->open = xcalloc(c->g->nr_func + 1, 1);
		for (i = 1; i < c->g->nr_site; i++)
			if (graph_site(c->g, i)->cls == GC_UNRESOLVED)
				c->open[graph_site(c->g, i)->func] = 1;
	}
	for (i = 0; i < a->nr; i++) {
		nr = check_shells(c, a->func[i], shell);
		for (j = 0; j < nr; j++)
			if (c->open[shell[j]])
				return 1;
	}
	return 0;
}

/* Under a name of today it is true only loosely. */
static void renamed(struct checker *c, struct q_verdict *v, const struct named *n)
{
	if (!n->today || v->verdict < V_IMPRECISE)
		return;
	v->why = check_say(c, *v->why ? "{1} does not exist any more, today it is {2}; {3}" :
			   "{1} does not exist any more, today it is {2}", n->text, n->today, v->why);
	if (v->verdict == V_TRUE && !*v->correct)
		v->correct = n->today;
	v->verdict = V_IMPRECISE;
}

static void reversed_or_not(struct checker *c, struct q_verdict *v, const struct named *a,
			    const struct named *b)
{
	uint32_t through, edge = check_edge(c, b, a, &through);
	const struct way *w;

	v->verdict = V_FALSE;
	if (edge) {
		const struct g_site *s = graph_site(c->g, graph_edge(c->g, edge)->site);

		v->backwards = 1;
		v->why = "it is the other way round";
		v->correct = arena_printf(c->a, "%s -> %s", check_func_name(c, b->func[0]),
					  check_func_name(c, a->func[0]));
		check_evidence(v, s->file, s->line);
		return;
	}
	w = check_way(c, b, a);
	if (w) {
		v->why = "it is the other way round";
		v->correct = check_way_text(c, w, 0);
		way_evidence(c, v, w);
		return;
	}
	v->why = check_say(c, "{1} does not call {2}, and nothing short leads there", a->text,
			   b->text);
	edge = check_common_caller(c, a, b);
	v->correct = edge ? check_say(c, "both are called by {1}", check_func_name(c, edge)) :
		callers_text(c, b);
}

/* The assembler's entry that f is called from at once, and from nowhere else; or 0. */
static uint32_t entry_above(const struct checker *c, uint32_t f)
{
	const struct graph *g = c->g;
	const struct g_func *fn = graph_func(g, f);
	const struct g_node *node = graph_node(g, fn->node);
	uint32_t e, i, caller = 0;

	if (!fn->nr_nodes || node->nr_in != 1)
		return 0;
	caller = edge_caller(g, graph_edge(g, graph_in_edge(g, node->in)));
	if (!(graph_func(g, caller)->flags & GF_ASM))
		return 0;
	for (i = e = 0; i < g->nr_entry && !e; i++)
		e = graph_entry(g, i)->func == caller;
	return e ? caller : 0;
}

/* Not even by what runs later? 1: that is the verdict. */
static int by_wide_way(struct checker *c, struct q_verdict *v, const struct named *a,
		       const struct named *b)
{
	const struct wide_found *w = check_wide(c, a, b);
	uint32_t through;

	if (w->reach == REACH_SHORT && !(w->way.nr > 3 && check_edge(c, b, a, &through))) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, is_later(c, &w->way) ? "only by way of {1}, later" :
				   "only by way of {1}", check_between(c, &w->way));
		v->correct = check_way_text(c, &w->way, 1);
		v->hops = (uint8_t)(w->way.nr < 255 ? w->way.nr : 255);
		v->later = (uint8_t)is_later(c, &w->way);
		way_evidence(c, v, &w->way);
		return 1;
	}
	if (w->reach == REACH_FAR && !check_edge(c, b, a, &through)) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1} does not call {2} itself, but a long or unlikely way may lead there",
				      a->text, b->text);
		return 1;
	}
	if (w->reach == REACH_UNASKED) {
		v->verdict = V_UNKNOWN;
		v->why = "the document has more steps than are searched for";
		return 1;
	}
	if (has_open_call(c, a)) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1} calls through a pointer that can't be followed", a->text);
		return 1;
	}
	return 0;
}

/* "a -> exc_page_fault": what a processor's exception enters, none calls. 1: that is the verdict. */
static int by_exception(struct checker *c, struct q_verdict *v, const struct named *a, const struct named *b)
{
	uint32_t entry = 0, i;

	for (i = 0; i < b->nr && !entry; i++)
		entry = entry_above(c, b->func[i]);
	if (!entry)
		return 0;
	v->why = check_say(c, "{1} is entered from {2} whenever an exception or interrupt occurs; whether {3} causes it is not known",
			   b->text, check_func_name(c, entry), a->text);
	return 1;
}

static int may_be_field(const struct checker *c, const struct named *n, int callee)
{
	unsigned kinds = lexicon_kinds(&c->lex, n->text, strlen(n->text));

	/* the kernel calls no system calls by their plain names: "poll()" is ->poll() */
	return (kinds & LEX_FIELD) && (!(kinds & LEX_SYSCALL) || (callee && !strchr(n->text, '_')));
}

/* "open(2) -> sys_openat": what programs call, and the kernel's side of it. Which call a
 * library makes is its own affair. 1: that is the verdict. */
static int by_library(struct checker *c, struct q_verdict *v, const char *from, const char *to)
{
	if (strncmp(to, "sys_", 4) || !(lexicon_kinds(&c->lex, from, strlen(from)) & LEX_SYSCALL) ||
	    !check_name(c, to)->nr)
		return 0;
	if (!strcmp(to + 4, from)) {
		v->verdict = V_TRUE;
		v->why = "both are names of one system call";
	} else {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "which system call a program's {1} makes is its library's affair", from);
	}
	return 1;
}

void check_step(struct checker *c, struct q_verdict *v, const char *from, const char *to)
{
	const struct named *a = check_name(c, from), *b = check_name(c, to);
	const struct way *w;
	uint32_t edge, through, i;

	v->says = check_say(c, "{1} calls {2}", from, to);
	if (!a->nr || !b->nr) {
		no_names(c, v, a, b);
		return;
	}
	for (i = 0; i < a->nr; i++)
		if (among(b, a->func[i]) && a->nr == 1 && b->nr == 1) {
			/* which was called by the other is no more */
			if (a->today || b->today) {
				v->why = check_say(c, "{1} and {2} are one function today", from, to);
				return;
			}
			v->verdict = V_TRUE;
			v->why = strcmp(from, to) && !a->today && !b->today ?
				"both are names of one system call" : "";
			check_evidence(v, graph_func(c->g, a->func[i])->file, graph_func(c->g, a->func[i])->line);
			goto out;
		}
	if (by_library(c, v, from, to))
		return;
	edge = check_edge(c, a, b, &through);
	if (edge) {
		by_edge(c, v, edge, through);
		goto out;
	}
	w = check_way(c, a, b);
	/* what calls it comes before it, even where it leads back to its caller */
	if (w && w->nr > 3 && check_edge(c, b, a, &through))
		w = NULL;
	if (w) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, is_later(c, w) ? "only by way of {1}, in another thread" :
				   "only by way of {1}", check_between(c, w));
		v->correct = check_way_text(c, w, 1);
		v->hops = (uint8_t)(w->nr < 255 ? w->nr : 255);
		way_evidence(c, v, w);
		goto out;
	}
	if (by_half(c, v, a, b) || by_successor(c, v, a, b))
		goto out;
	if (!a->has_body) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1} has no body in this index", a->text);
		return;
	}
	if (c->nr_way >= CHECK_MAX_WAYS) {
		v->verdict = V_UNKNOWN;
		v->why = "the document has more steps than are searched for";
		return;
	}
	if (is_in_text(c, a, b, v) || check_through_field(c, v, a, b) || by_exception(c, v, a, b) ||
	    by_wide_way(c, v, a, b))
		goto out;
	/* "->open()" is written "open()", too: another function may be meant */
	if (may_be_field(c, a, 0) || may_be_field(c, b, 1)) {
		v->verdict = V_UNKNOWN;
		v->why = check_say(c, "{1} is a field as well: whatever is stored there may be meant",
				   may_be_field(c, a, 0) ? from : to);
		goto out;
	}
	reversed_or_not(c, v, a, b);
out:
	renamed(c, v, a);
	renamed(c, v, b);
}
