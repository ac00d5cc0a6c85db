/* SPDX-License-Identifier: MIT */
/*
 * Statements of a listing against the source of today: by their tokens,
 * whatever the blanks and comments.
 */
#include "check_body.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/fold.h"

#define MAX_MOVED 300		/* statements that are looked for elsewhere */
#define ALIKE_CONDITION 0.4	/* … a condition: "if (tsk)" was "if (tsk && tsk->state)" */
#define NEARLY 0.8		/* … one that stands elsewhere */
#define ALIKE 0.6		/* of its names a statement keeps, to be the same one changed */

/* Does the statement keep most of the names? "free(x);" is not what "if (!x)" was. */
static int keeps_most(const struct listing_body *b, const struct listing_stmt *s,
		      const struct listing_words *want)
{
	uint32_t i, k, names = 0, kept = 0;

	for (i = 0; i < want->nr; i++) {
		if (!want->w[i].is_name)
			continue;
		names++;
		for (k = s->first; k < s->end && b->words.w[k].digest != want->w[i].digest; k++)
			;
		kept += k < s->end;
	}
	return kept * 2 > names;
}

/* "inet_csk(sk)->icsk_ack": what it returns is only looked into. */
static int is_accessor(const char *s)
{
	int depth = 0;

	for (; *s; s++) {
		depth += *s == '(' ? 1 : *s == ')' ? -1 : 0;
		if (*s == ')' && !depth)
			return s[1] == '.' || (s[1] == '-' && s[2] == '>');
	}
	return 0;
}

/* The first function that a statement calls, or NULL. */
static const char *callee_of(struct checker *c, const char *s)
{
	size_t n;

	for (; *s; s += n) {
		n = 1;
		if (!isalpha((unsigned char)*s) && *s != '_')
			continue;
		while (body_is_word((unsigned char)s[n]))
			n++;
		if (s[n + strspn(s + n, " ")] == '(' && !body_is_keyword(s, n) && !is_accessor(s + n))
			return arena_strndup(c->a, s, n);
	}
	return NULL;
}

void check_want_called(struct checker *c, const char *text)
{
	const char *callee = callee_of(c, text);

	if (callee && !(lexicon_kinds(&c->lex, callee, strlen(callee)) & LEX_FUNC))
		tree_names_want(&c->tree, callee);
}

static const char *lines_text(struct checker *c, uint32_t file, uint32_t from, uint32_t to)
{
	struct strbuf sb = STRBUF_INIT;
	const char *kept;
	uint32_t i;

	for (i = from; i <= to && i < from + 4; i++) {
		if (i > from)
			strbuf_addch(&sb, ' ');
		if (c->opt->read_line(c->opt->ctx, file, i, &sb))
			break;
	}
	strbuf_addf(&sb, " (%s)", check_place(c, file, from));
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return kept;
}

static void show_statement(struct checker *c, struct q_verdict *v, const struct listing_body *b,
			   const struct listing_stmt *s)
{
	uint32_t from = b->words.w[s->first].line, to = b->words.w[s->end - 1].line;
	uint32_t file = graph_func(c->g, b->func)->file;

	v->correct = lines_text(c, file, from, to);
	check_evidence(v, file, from);
}

/* ---- verdicts ----------------------------------------------------------------------------- */

/* A statement that names an object, a constant or a function as an argument is
 * not one of those that stand everywhere. */
static int has_object(struct checker *c, const char *s)
{
	const char *callee = callee_of(c, s);
	size_t n;

	for (; *s; s += n) {
		n = 1;
		if (!body_is_word((unsigned char)*s))
			continue;
		while (body_is_word((unsigned char)s[n]))
			n++;
		if (!(callee && strlen(callee) == n && !memcmp(callee, s, n)) &&
		    (lexicon_kinds(&c->lex, s, n) & (LEX_OBJECT | LEX_CONST | LEX_BODY)) &&
		    !(lexicon_kinds(&c->lex, s, n) & LEX_FIELD))
			return 1;
	}
	return 0;
}

static int begins_with_call(struct checker *c, const char *s)
{
	const char *callee = callee_of(c, s);

	return callee && !strncmp(s, callee, strlen(callee));
}

/* Does the same statement stand in a caller or a callee now? */
static int has_moved(struct checker *c, struct q_verdict *v, const struct named *f,
		     const struct listing_words *want, int tells)
{
	const struct graph *g = c->g;
	struct near_funcs near;
	uint32_t i, line;

	if (c->nr_moved++ >= MAX_MOVED)
		return 0;
	check_near(c, f, &near);
	for (i = 0; i < near.nr; i++) {
		line = body_find(body_of(c, near.func[i]), want);
		/* that a caller has "kfree_skb(skb);" too says nothing */
		if (!line || (i >= near.callees && !tells))
			continue;
		v->verdict = V_IMPRECISE;
		v->moved = near.func[i];
		/* "f(x);" does something, "x = f(y);" looks */
		v->usual = (uint8_t)(!tells && !begins_with_call(c, v->claim->b));
		v->why = check_say(c, "it stands in {1} now", check_func_name(c, near.func[i]));
		v->correct = lines_text(c, graph_func(g, near.func[i])->file, line, line);
		check_evidence(v, graph_func(g, near.func[i])->file, line);
		return 1;
	}
	return 0;
}

/* Another function of that name in the tree, which this configuration does not
 * build, may have the statement. */
static const char *other_definition(struct checker *c, const struct named *f)
{
	const struct tree_name *t;
	uint32_t i, k;

	check_elsewhere(c, f->text);
	t = tree_names_get(&c->tree, f->text);
	for (i = 0; t && i < t->nr; i++) {
		if (t->at[i].kind != TREE_FUNCTION)
			continue;
		for (k = 0; k < f->nr; k++) {
			const struct g_func *fn = graph_func(c->g, f->func[k]);

			if (t->at[i].line + 3 >= fn->line && t->at[i].line <= fn->end_line &&
			    !strcmp(graph_str(c->g, graph_file(c->g, fn->file)->name), t->at[i].file))
				break;
		}
		if (k == f->nr)
			return check_say(c, "another {1} is in {2}, not built here", f->text,
					 arena_printf(c->a, "%s:%u", t->at[i].file, t->at[i].line));
	}
	return NULL;
}

/* Does a statement that is nearly the same stand in a callee of the same file? */
static int has_moved_changed(struct checker *c, struct q_verdict *v, const struct named *f,
			     const struct listing_words *want, const char *callee)
{
	const uint32_t file = graph_func(c->g, f->func[0])->file;
	const struct listing_stmt *s;
	const struct listing_body *b;
	struct near_funcs near;
	uint32_t i;
	double how;

	if (!callee || c->nr_moved++ >= MAX_MOVED)
		return 0;
	check_near(c, f, &near);
	for (i = 0; i < near.callees; i++) {
		if (graph_func(c->g, near.func[i])->file != file)
			continue;
		b = body_of(c, near.func[i]);
		s = body_most_alike(b, want, callee, &how);
		if (!s || how < NEARLY || !keeps_most(b, s, want))
			continue;
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "it stands in {1} now, changed", check_func_name(c, near.func[i]));
		show_statement(c, v, b, s);
		return 1;
	}
	return 0;
}

/* A function that only files have which are not built. */
static int is_left_out(struct checker *c, const char *name)
{
	const struct tree_name *t = check_in_tree(c, name);
	uint32_t i, functions = 0;

	for (i = 0; t && i < t->nr; i++) {
		if (check_file_of_tree(c, t->at[i].file))
			return 0;
		functions += t->at[i].kind == TREE_FUNCTION;
	}
	return functions > 0;
}

static int has_callers(struct checker *c, const struct named *n)
{
	const struct g_func *f;
	uint32_t i, k;

	for (i = 0; i < n->nr; i++) {
		f = graph_func(c->g, n->func[i]);
		for (k = 0; k < f->nr_nodes; k++)
			if (graph_node(c->g, f->node + k)->nr_in)
				return 1;
	}
	return 0;
}

static void gone(struct checker *c, struct q_verdict *v, const struct named *f,
		 const struct listing_words *want, const char *callee)
{
	const struct named *b = callee ? check_name(c, callee) : NULL;
	struct q_verdict step = { .claim = v->claim, .says = "", .why = "", .correct = "" };
	const struct way *w;

	const char *other;

	if (want->nr > 2 && has_moved(c, v, f, want, has_object(c, v->claim->b)))
		return;
	if (want->nr > 4 && has_moved_changed(c, v, f, want, callee))
		return;
	if (b && b->nr) {
		/* two calls deep it is still what f does */
		w = check_way(c, f, b);
		if (w && w->nr <= 2) {
			check_step(c, &step, f->text, callee);
			v->verdict = V_IMPRECISE;
			v->why = step.why;
			v->correct = step.correct;
			memcpy(v->evidence, step.evidence, sizeof(v->evidence));
			v->nr_evidence = step.nr_evidence;
			return;
		}
	}
	other = other_definition(c, f);
	if (other) {
		v->why = other;
		return;
	}
	/* not what a writer takes for something else: the listing adds it */
	if (b && !b->nr && is_left_out(c, callee)) {
		v->added = 1;
		v->why = check_say(c, "{1} has no such statement; {2}", f->text, check_elsewhere(c, callee));
		return;
	}
	if (b && b->has_body && !b->today && !has_callers(c, b)) {
		v->added = 1;
		v->why = check_say(c, "{1} has no such statement; nothing in this kernel calls {2}, so the listing may be meant to add it",
				   f->text, callee);
		return;
	}
	v->verdict = V_FALSE;
	if (b && !b->nr && !check_elsewhere(c, callee))
		v->why = check_say(c, "{1} has no such statement; {2}", f->text, check_no_name(c, b));
	else
		v->why = check_say(c, "{1} has no such statement", f->text);
	check_evidence(v, graph_func(c->g, f->func[0])->file, graph_func(c->g, f->func[0])->line);
}

/* Without sources: the calls that the index knows. */
static void by_calls(struct checker *c, struct q_verdict *v, const char *callee)
{
	const char *says = v->says;

	if (!callee) {
		v->why = "without the sources, only calls can be compared";
		return;
	}
	check_step(c, v, v->claim->a, callee);
	v->says = says;
	if (v->verdict == V_TRUE)
		v->why = "the call is there; without the sources, its arguments can't be compared";
}

/* "if (x) f();" on one line, where f(); stands, but under another condition. */
static int is_under_another(struct checker *c, struct q_verdict *v, const struct listing_body *b,
			    const struct listing_words *want)
{
	const uint64_t open = digest64("(", 1), close = digest64(")", 1);
	struct listing_words rest;
	struct listing_stmt s;
	uint32_t i, line;
	int depth = 0;

	if (!body_is_condition(want, 0))
		return 0;
	for (i = 1; i < want->nr; i++) {
		depth += want->w[i].digest == open ? 1 : want->w[i].digest == close ? -1 : 0;
		if (!depth)
			break;
	}
	if (i + 3 >= want->nr)
		return 0;
	rest = (struct listing_words){ want->w + i + 1, want->nr - i - 1, 0 };
	line = body_find(b, &rest);
	if (!line)
		return 0;
	for (i = 0; i < b->words.nr && b->words.w[i].line < line; i++)
		;
	s = (struct listing_stmt){ i, i + 1 };
	v->verdict = V_IMPRECISE;
	v->why = "the condition before it has changed";
	show_statement(c, v, b, &s);
	return 1;
}

/* "if (unlikely(x))": no call tells what is asked. */
static int is_function(const struct checker *c, const char *name)
{
	return (lexicon_kinds(&c->lex, name, strlen(name)) & LEX_FUNC) != 0;
}

void check_statement(struct checker *c, struct q_verdict *v, const struct named *f,
		     const char *text)
{
	const char *callee = callee_of(c, text);
	struct listing_words want = { 0 };
	const struct listing_stmt *s;
	const struct listing_body *b;
	int comment = 0, readable = 0;
	uint32_t line, i, j, nr, shell[CHECK_SHELLS], main = f->func[0];
	double how;

	body_words(&want, text, 0, &comment);
	for (i = 0; i < f->nr; i++) {
		nr = check_shells(c, f->func[i], shell);
		for (j = 0; j < nr; j++) {
			b = body_of(c, shell[j]);
			readable |= b->readable;
			/* the shell that has a body of its own is what is shown */
			if (!i && graph_func(c->g, shell[j])->end_line > graph_func(c->g, main)->end_line)
				main = shell[j];
			line = body_find(b, &want);
			if (!line)
				continue;
			v->verdict = V_TRUE;
			check_evidence(v, graph_func(c->g, shell[j])->file, line);
			goto out;
		}
	}
	if (!readable) {
		by_calls(c, v, callee);
		goto out;
	}
	b = body_of(c, main);
	/* the same function is called, with other arguments or beside something else */
	s = callee && (!body_is_condition(&want, 0) || is_function(c, callee)) ? body_most_alike(b, &want, callee, &how) : NULL;
	if (s && b->words.w[s->end - 1].line > graph_func(c->g, b->func)->line) {
		v->verdict = V_IMPRECISE;
		v->why = how >= ALIKE && keeps_most(b, s, &want) ? "the statement has changed" :
			check_say(c, "the call of {1} has changed", callee);
		show_statement(c, v, b, s);
		goto out;
	}
	/* what calls something else is the same statement only where the function was renamed */
	s = callee && check_name(c, callee)->nr ? NULL : body_most_alike(b, &want, NULL, &how);
	if (s && how >= (body_is_condition(&want, 0) ? ALIKE_CONDITION : ALIKE) && keeps_most(b, s, &want)) {
		v->verdict = V_IMPRECISE;
		v->why = "the statement has changed";
		show_statement(c, v, b, s);
		goto out;
	}
	if (is_under_another(c, v, b, &want))
		goto out;
	gone(c, v, f, &want, callee);
out:
	free(want.w);
}

static void head(struct checker *c, struct q_verdict *v, const struct named *f)
{
	const struct doc_claim *d = v->claim;
	const struct g_func *fn;
	struct listing_words want = { 0 };
	const struct listing_body *b = NULL;
	int comment = 0, same = 0, readable = 0;
	uint32_t i, j, nr, shell[CHECK_SHELLS], at = f->func[0];

	body_words(&want, d->b, 0, &comment);
	for (i = 0; i < f->nr && !same; i++) {
		nr = check_shells(c, f->func[i], shell);
		for (j = 0; j < nr && !same; j++) {
			b = body_of(c, shell[j]);
			readable |= b->readable;
			same = b->readable && body_find(b, &want);
			at = same ? shell[j] : f->func[0];
		}
	}
	fn = graph_func(c->g, at);
	check_evidence(v, fn->file, fn->line);
	v->correct = fn->file ? check_place(c, fn->file, fn->line) : "";
	if (!readable) {
		v->why = "without the sources, the head can't be compared";
	} else if (!same) {
		b = body_of(c, f->func[0]);
		v->verdict = V_IMPRECISE;
		v->why = "the head of the function has changed";
		if (b->nr_stmt)
			show_statement(c, v, b, &b->stmt[0]);
	} else if (d->at && (d->at + 3 < fn->line || d->at > fn->line + 3)) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "the function begins at line {1}, not {2}", check_number(c, fn->line),
				   check_number(c, d->at));
	} else {
		v->verdict = V_TRUE;
	}
	free(want.w);
}

void check_listing(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct named *f = check_name(c, d->a);

	v->says = d->head ? check_say(c, "{1} begins with \"{2}\"", d->a, d->b) :
			    check_say(c, "{1} has the statement \"{2}\"", d->a, d->b);
	if (!f->nr) {
		check_missing(c, v, f);
		return;
	}
	if (d->head)
		head(c, v, f);
	else
		check_statement(c, v, f, d->b);
	if (f->today && v->verdict == V_TRUE) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "{1} is {2} today", f->text, f->today);
	}
}
