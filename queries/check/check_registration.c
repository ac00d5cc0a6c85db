/* SPDX-License-Identifier: MIT */
/* "x is registered by fs_initcall(x)", "f makes the call g(&x, Y)". */
#include "check_p.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"
#include "queries/fold.h"

#define MAX_SITES 4000
#define MAX_LINES 6		/* of one call */

/* ---- initcalls ------------------------------------------------------------------- */

/* The level that a macro stands for: "5"; NULL where nothing says so. */
static const char *level_of(const struct checker *c, const char *macro)
{
	uint32_t i;
	size_t j;

	for (j = 0; j < c->k->nr_section; j++)
		if (c->k->section[j].macro && !strcmp(c->k->section[j].macro, macro))
			return c->k->section[j].level;
	for (i = 1; i < c->g->nr_entry; i++)
		if (!strcmp(graph_str(c->g, graph_entry(c->g, i)->name), macro))
			return graph_str(c->g, graph_entry(c->g, i)->level);
	return NULL;
}

static const struct g_entry *initcall_of(const struct checker *c, const struct named *n)
{
	uint32_t i, j;

	for (i = 1; i < c->g->nr_entry; i++)
		for (j = 0; j < n->nr; j++)
			if (graph_entry(c->g, i)->func == n->func[j] &&
			    !strcmp(graph_str(c->g, graph_entry(c->g, i)->kind), "initcall"))
				return graph_entry(c->g, i);
	return NULL;
}

/* Who runs it, where a drawing has the macro as a step between two functions. */
static void runs(struct checker *c, struct q_verdict *v, const struct named *n)
{
	const struct doc_claim *d = v->claim;
	struct q_verdict step = { .claim = d, .says = "", .why = "", .correct = "" };
	const char *says = v->says;

	if (*d->from) {
		check_step(c, &step, d->from, d->a);
		step.says = says;
		*v = step;
	} else if (*d->to && strcmp(d->to, d->a)) {
		v->verdict = V_FALSE;
		v->why = check_say(c, "{1}({2}) makes the kernel run {3}", d->macro, d->a, n->text);
	}
}

static void initcall(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct named *n = check_name(c, d->a);
	const struct g_entry *e = initcall_of(c, n);
	const char *name, *level;

	v->says = *d->from ? arena_printf(c->a, "%s -> %s(%s)", d->from, d->macro, d->a) :
		  *d->to ? arena_printf(c->a, "%s(%s) -> %s", d->macro, d->a, d->to) :
			   check_say(c, "{1} is registered by {2}({3})", d->a, d->macro, d->a);
	if (!n->nr) {
		check_missing(c, v, n);
		return;
	}
	if (!e) {
		v->verdict = c->partial ? V_UNKNOWN : V_FALSE;
		v->why = check_say(c, "{1} is no initcall of this kernel", d->a);
		return;
	}
	name = graph_str(c->g, e->name);
	check_evidence(v, e->file, e->line);
	v->correct = check_say(c, "{1}({2}), level {3}, {4}", name, d->a,
				  graph_str(c->g, e->level), check_place(c, e->file, e->line));
	level = level_of(c, d->macro);
	if (!strcmp(name, d->macro)) {
		v->verdict = V_TRUE;
		runs(c, v, n);
	} else if (level && !strcmp(level, graph_str(c->g, e->level))) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "the same level, but the source says {1}", name);
	} else {
		v->verdict = V_FALSE;
		v->why = check_say(c, "it is registered by {1}", name);
	}
}

/* ---- calls with arguments ----------------------------------------------------------- */

/* Appends `s` without blanks. */
static void squeeze(struct strbuf *out, const char *s)
{
	for (; *s; s++)
		if (*s != ' ' && *s != '\t' && *s != '\n')
			strbuf_addch(out, *s);
}

/* The source of a call, from its line on. */
static int source_of(struct checker *c, const struct g_site *s, struct strbuf *out)
{
	struct strbuf line = STRBUF_INIT;
	uint32_t i;

	strbuf_clear(out);
	for (i = 0; i < MAX_LINES; i++) {
		strbuf_clear(&line);
		if (c->opt->read_line(c->opt->ctx, s->file, s->line + i, &line))
			break;
		squeeze(out, line.buf);
		if (strchr(line.buf, ';'))
			break;
	}
	strbuf_release(&line);
	return i || out->len ? 0 : -1;
}

static void show_real(struct checker *c, struct q_verdict *v, const struct g_site *s)
{
	struct strbuf line = STRBUF_INIT;

	if (!c->opt->read_line(c->opt->ctx, s->file, s->line, &line))
		v->correct = arena_printf(c->a, "%s (%s)", line.buf, check_place(c, s->file, s->line));
	check_evidence(v, s->file, s->line);
	strbuf_release(&line);
}

struct calls {			/* call sites of one function, and the one that fits */
	uint32_t nr, in_caller, fits, fits_elsewhere;
};

static void look_at_calls(struct checker *c, const struct named *callee, const struct named *who,
			  const char *want, struct calls *out)
{
	const struct graph *g = c->g;
	struct strbuf text = STRBUF_INIT;
	uint32_t i, n, k, last = 0;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < callee->nr; i++) {
		const struct g_func *f = graph_func(g, callee->func[i]);

		for (n = 0; n < f->nr_nodes; n++) {
			const struct g_node *node = graph_node(g, f->node + n);

			for (k = node->in; k < node->in + node->nr_in && out->nr < MAX_SITES; k++) {
				const struct g_edge *e = graph_edge(g, graph_in_edge(g, k));
				uint32_t caller = edge_caller(g, e), j;
				int mine = !who;

				if (e->site == last)
					continue;
				last = e->site;
				out->nr++;
				for (j = 0; who && j < who->nr; j++)
					mine |= who->func[j] == caller;
				if (mine && !out->in_caller)
					out->in_caller = e->site;
				if (!c->opt->read_line || source_of(c, graph_site(g, e->site), &text) ||
				    !strstr(text.buf, want))
					continue;
				if (mine)
					out->fits = e->site;
				else
					out->fits_elsewhere = e->site;
			}
		}
	}
	strbuf_release(&text);
}

static void whole_call(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const char *paren = strchr(d->b, '(');
	const char *name = arena_strndup(c->a, d->b, paren ? (size_t)(paren - d->b) : strlen(d->b));
	const struct named *callee = check_name(c, name), *who = *d->a ? check_name(c, d->a) : NULL;
	struct strbuf want = STRBUF_INIT;
	struct calls calls;

	v->says = who ? check_say(c, "{1} calls {2}", d->a, d->b) :
			check_say(c, "somebody calls {1}", d->b);
	if (who && !who->nr) {
		v->why = check_no_name(c, who);
		return;
	}
	if (!callee->nr) {
		v->why = check_no_name(c, callee);
		v->verdict = callee->near && !c->partial ? V_FALSE : V_UNKNOWN;
		return;
	}
	squeeze(&want, d->b);
	if (callee->today) {	/* under its name of today */
		strbuf_clear(&want);
		strbuf_addstr(&want, callee->today);
		squeeze(&want, paren ? paren : "");
	}
	look_at_calls(c, callee, who, want.buf, &calls);
	strbuf_release(&want);
	if (calls.fits) {
		v->verdict = callee->today ? V_IMPRECISE : V_TRUE;
		check_evidence(v, graph_site(c->g, calls.fits)->file, graph_site(c->g, calls.fits)->line);
		if (callee->today)
			v->why = check_say(c, "today it is {1}", callee->today);
	} else if (calls.fits_elsewhere) {
		const struct g_site *s = graph_site(c->g, calls.fits_elsewhere);

		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "the call stands in {1}", check_func_name(c, s->func));
		show_real(c, v, s);
	} else if (!c->opt->read_line) {
		v->why = "without the sources, the arguments of a call can't be compared";
	} else if (calls.in_caller && who) {
		check_statement(c, v, who, d->b);
	} else if (calls.in_caller) {
		v->verdict = V_IMPRECISE;
		v->why = "the call has other arguments";
		show_real(c, v, graph_site(c->g, calls.in_caller));
	} else if (calls.nr == MAX_SITES) {
		v->why = "too many places call it to look at all";
	} else {
		v->verdict = V_FALSE;
		v->why = who ? check_say(c, "{1} makes no such call", d->a) : "nobody makes such a call";
	}
}

/* ---- initialisers ---------------------------------------------------------------------- */

/* "read" of "read", "ops.read", "[0].read". */
static int is_field(const char *field, const char *name)
{
	size_t n = strlen(field), m = strlen(name);

	return n >= m && !strcmp(field + n - m, name) && (n == m || field[n - m - 1] == '.');
}

/* "->input is set to f": whatever the object. What is not seen may still be. */
static void stored_somewhere(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct named *f = check_name(c, d->to);
	uint32_t i;

	v->says = check_say(c, "a field {1} is set to {2}", d->b, d->to);
	for (i = 1; f->nr && i < c->g->nr_store; i++) {
		const struct g_store *s = graph_store(c->g, i);

		if (!s->func || !among(f, s->func) || !is_field(graph_str(c->g, graph_slot(c->g, s->slot)->name), d->b))
			continue;
		v->verdict = V_TRUE;
		check_evidence(v, s->file, s->line);
		return;
	}
	for (i = 1; f->nr && i < c->g->nr_field_value; i++) {
		const struct g_field_value *x = graph_field_value(c->g, i);

		if (!x->func || !among(f, x->func) || !is_field(graph_str(c->g, x->field), d->b))
			continue;
		v->verdict = V_TRUE;
		check_evidence(v, x->file, x->line);
		return;
	}
	v->why = f->nr ? check_say(c, "no store of {1} in a field {2} is seen", d->to, d->b) : check_no_name(c, f);
}

void check_stored(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct g_field_value *other = NULL;
	uint32_t i, object = 0;
	const char *where;

	if (!*d->a) {
		stored_somewhere(c, v);
		return;
	}
	v->says = arena_printf(c->a, "%s.%s = %s", d->a, d->b, d->to);
	for (i = 1; i < c->g->nr_field_value; i++) {
		const struct g_field_value *x = graph_field_value(c->g, i);
		const struct g_object *o = graph_object(c->g, x->object);

		if (strcmp(graph_str(c->g, o->name), d->a))
			continue;
		object = x->object;
		if (!x->func || !is_field(graph_str(c->g, x->field), d->b))
			continue;
		if (!strcmp(check_func_name(c, x->func), d->to)) {
			v->verdict = V_TRUE;
			v->nr_evidence = 0;
			check_evidence(v, x->file, x->line);
			return;
		}
		if (!other)
			other = x;
		check_evidence(v, x->file, x->line);
	}
	if (other) {
		v->verdict = V_FALSE;
		v->why = check_say(c, "it is {1}", check_func_name(c, other->func));
		v->correct = arena_printf(c->a, "%s.%s = %s (%s)", d->a, d->b,
					  check_func_name(c, other->func),
					  check_place(c, other->file, other->line));
		return;
	}
	where = object ? NULL : check_elsewhere(c, d->a);
	v->why = where ? where : object ? check_say(c, "no function is seen in the field {1}", d->b) :
		check_say(c, "the index has no object {1}", d->a);
}

/* "f runs at boot at level 5" */
static void initcall_level(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct named *n = check_name(c, d->a);
	const struct g_entry *e = initcall_of(c, n);
	const char *level;

	v->says = check_say(c, "{1} runs at boot at level {2}", d->a, check_number(c, d->level - 1u));
	if (!n->nr || !e) {
		v->why = n->nr ? check_say(c, "{1} is no initcall of this kernel", d->a) : check_no_name(c, n);
		return;
	}
	level = graph_str(c->g, e->level);
	check_evidence(v, e->file, e->line);
	v->correct = check_say(c, "{1}({2}), level {3}, {4}", graph_str(c->g, e->name), d->a, level,
			       check_place(c, e->file, e->line));
	v->verdict = isdigit((unsigned char)*level) && *level - '0' == d->level - 1 ?
		(level[1] ? V_IMPRECISE : V_TRUE) : V_FALSE;
	v->why = v->verdict == V_TRUE ? "" : check_say(c, "its level is {1}", level);
}

void check_registration(struct checker *c, struct q_verdict *v)
{
	if (v->claim->level)
		initcall_level(c, v);
	else if (v->claim->stored)
		check_stored(c, v);
	else if (*v->claim->macro)
		initcall(c, v);
	else
		whole_call(c, v);
}
