/* SPDX-License-Identifier: MIT */
/*
 * "TCP_TIMEOUT_INIT is 1*HZ": by the text of the macro. Names in it stay names: two texts with
 * the same ones are equal where they are whatever those stand for, and differ where they do.
 */
#include "check_p.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VALUES 2000		/* that are looked at for one document */
#define MAX_DEPTH 40
#define MAX_TEXTS 600		/* files that are read */
#define TRIES 3

struct expr {			/* an expression of C, while it is computed */
	const char *s;
	int failed, depth;
	unsigned seed;		/* names stand for numbers made of this */
	uint64_t names;		/* digest of all names that it has */
};

static int64_t sum(struct expr *e, int level);

static void blanks(struct expr *e)
{
	e->s += strspn(e->s, " \t");
}

static size_t word_len(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

/* "(unsigned int)", "(__force gfp_t)" before a value: a type. Behind it, or NULL. */
static const char *behind_cast(const char *s)
{
	const char *p = s + 1 + strspn(s + 1, " ");
	size_t n;

	while ((n = word_len(p)) != 0 && !isdigit((unsigned char)*p) && !isupper((unsigned char)*p)) {
		p += n;
		p += strspn(p, " *");
	}
	if (*p != ')' || p == s + 1)
		return NULL;
	p += 1 + strspn(p + 1, " ");
	return *p == '(' || *p == '-' || *p == '~' || word_len(p) ? p : NULL;
}

static int64_t name_value(struct expr *e, size_t n)
{
	uint64_t d = digest64(e->s, n);

	e->names += d | 1;
	e->s += n;
	blanks(e);
	if (*e->s == '(')		/* a macro's call */
		e->failed = 1;
	return (int64_t)((d * (2u * e->seed + 3u)) >> 44) + 5;
}

static int64_t unary(struct expr *e)
{
	const char *cast;
	char *end;
	int64_t x;

	blanks(e);
	if (e->failed || ++e->depth > MAX_DEPTH) {
		e->failed = 1;
		return 0;
	}
	if (*e->s == '-' || *e->s == '~' || *e->s == '+') {
		char op = *e->s++;

		x = unary(e);
		x = op == '-' ? (int64_t)(0 - (uint64_t)x) : op == '~' ? ~x : x;
	} else if (*e->s == '(') {
		cast = behind_cast(e->s);
		if (cast) {
			e->s = cast;
			x = unary(e);
		} else {
			e->s++;
			x = sum(e, 0);
			blanks(e);
			e->failed |= *e->s != ')';
			e->s += *e->s == ')';
		}
	} else if (isdigit((unsigned char)*e->s)) {
		x = (int64_t)strtoull(e->s, &end, 0);
		e->s = end + strspn(end, "uUlL");
		e->failed |= isalnum((unsigned char)*e->s) || *e->s == '.' || *e->s == '_';
	} else if (word_len(e->s)) {
		x = name_value(e, word_len(e->s));
	} else {
		e->failed = 1;
		x = 0;
	}
	e->depth--;
	return x;
}

/* Operators by how tightly they bind, the loosest first. */
static int operator_at(const char *s, int level)
{
	static const char *const of[] = { "|", "^", "&", "<>", "+-", "*/%" };

	if (!*s || !strchr(of[level], *s))
		return 0;
	if (level == 3)
		return s[1] == *s ? *s : 0;
	return s[1] == '=' || (s[1] == *s && strchr("|&", *s)) ? 0 : *s;
}

static int64_t apply(struct expr *e, int op, int64_t a, int64_t b)
{
	switch (op) {
	case '|': return a | b;
	case '^': return a ^ b;
	case '&': return a & b;
	case '<': return b < 0 || b > 63 ? 0 : (int64_t)((uint64_t)a << (b & 63));
	case '>': return b < 0 || b > 63 ? 0 : (int64_t)((uint64_t)a >> (b & 63));
	case '+': return (int64_t)((uint64_t)a + (uint64_t)b);
	case '-': return (int64_t)((uint64_t)a - (uint64_t)b);
	case '*': return (int64_t)((uint64_t)a * (uint64_t)b);
	default:
		if (!b || b == -1) {
			e->failed = 1;
			return 0;
		}
		return op == '/' ? a / b : a % b;
	}
}

static int64_t sum(struct expr *e, int level)
{
	int64_t x = level == 5 ? unary(e) : sum(e, level + 1);
	int op;

	for (blanks(e); !e->failed && (op = operator_at(e->s, level)) != 0; blanks(e)) {
		e->s += level == 3 ? 2 : 1;
		x = apply(e, op, x, level == 5 ? unary(e) : sum(e, level + 1));
	}
	return x;
}

/* 0, and what the text is worth; -1: it is no expression that can be computed. */
static int compute(const char *s, unsigned seed, int64_t *value, uint64_t *names)
{
	struct expr e = { .s = s, .seed = seed };

	*value = sum(&e, 0);
	blanks(&e);
	*names = e.names;
	return e.failed || *e.s ? -1 : 0;
}

/* 1: equal, 0: different, -1: it can't be said. */
static int compare(const char *a, const char *b)
{
	uint64_t an, bn;
	int64_t x, y;
	unsigned i;

	for (i = 1; i <= TRIES; i++) {
		if (compute(a, i, &x, &an) || compute(b, i, &y, &bn))
			return -1;
		if (x != y)
			return an == bn ? 0 : -1;
	}
	return 1;
}

/* The line of a file of the tree; the last file is kept. NULL: it has none. */
static const char *line_of_tree(struct checker *c, const struct tree_place *p)
{
	const char *s;
	uint32_t i;

	if (!c->text_of || strcmp(c->text_of, p->file)) {
		free(c->text);
		c->text = c->nr_texts++ < MAX_TEXTS ? tree_text(c->opt->tree, p->file) : NULL;
		c->text_of = p->file;
	}
	for (i = 1, s = c->text; s && i < p->line; i++) {
		s = strchr(s, '\n');
		s = s ? s + 1 : NULL;
	}
	return s;
}

/* The text that the line defines the name as, comments taken out; NULL: it does not, or has parameters, or goes on. */
static const char *defined_as(struct checker *c, const struct tree_place *p, const char *name)
{
	const char *s = line_of_tree(c, p), *end = s ? strchrnul(s, '\n') : NULL;
	size_t n = strlen(name), len;

	if (!s)
		return NULL;
	s += strspn(s, " \t#");
	if (strncmp(s, "define", 6))
		return NULL;
	s += 6;
	s += strspn(s, " \t");
	if (strncmp(s, name, n) || (s[n] != ' ' && s[n] != '\t'))
		return NULL;
	s += n;
	s += strspn(s, " \t");
	for (len = 0; s + len < end && strncmp(s + len, "/*", 2) && strncmp(s + len, "//", 2); len++)
		;
	while (len && isspace((unsigned char)s[len - 1]))
		len--;
	return s < end && len && s[len - 1] != '\\' ? arena_strndup(c->a, s, len) : NULL;
}

/* Copies for tools and examples, which need not be what the kernel has. */
static int is_copy(const char *file)
{
	static const char *const folders[] = { "tools/", "scripts/", "samples/", "Documentation/" };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (!strncmp(file, folders[i], strlen(folders[i])))
			return 1;
	return 0;
}

void check_value(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct tree_name *t;
	const struct tree_place *at = NULL;
	const char *text, *shown = NULL;
	uint32_t i, known = 0, differ = 0;
	int same;

	t = c->opt->tree && c->nr_values++ < MAX_VALUES ? check_in_tree(c, d->a) : NULL;
	for (i = 0; t && i < t->nr && v->verdict != V_TRUE; i++) {
		if (t->at[i].kind != TREE_MACRO || is_copy(t->at[i].file))
			continue;
		known++;
		text = defined_as(c, &t->at[i], d->a);
		same = text ? compare(d->to, text) : -1;
		differ += !same;
		if (same > 0 || !shown) {
			shown = text;
			at = &t->at[i];
		}
		v->verdict = same > 0 ? V_TRUE : V_UNKNOWN;
	}
	if (!known)
		return;		/* a constant of the text's own, or of an enum */
	v->says = check_say(c, "{1} is {2}", d->a, d->to);
	check_evidence(v, check_file_of_tree(c, at->file), at->line);
	if (v->verdict == V_TRUE)
		return;
	if (!check_file_of_tree(c, at->file) && strncmp(at->file, "include/", 8)) {
		/* some driver's own, as the text's may be */
		v->why = check_say(c, "{1} is a macro, in {2}", d->a, arena_printf(c->a, "%s:%u", at->file, at->line));
	} else if (differ == known && t->nr < TREE_PLACES) {
		v->verdict = V_FALSE;
		v->why = "it is defined as something else";
		v->correct = arena_printf(c->a, "#define %s %s (%s:%u)", d->a, shown, at->file, at->line);
	} else {
		v->why = known > 1 ? "there are several definitions of it" : "its value can't be computed from its text";
	}
}
