/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "own_guard.h"
#include "own_text.h"

#define MAX_DEPTH 32		/* parentheses in parentheses */

struct reader {
	const struct prog *p;
	const char *s;		/* what is left */
	const char *base;
	uint32_t var;
	unsigned depth;
	int is_related;		/* the operand read last was compared with 0 */
};

static void skip_space(struct reader *r)
{
	while (isspace((unsigned char)*r->s))
		r->s++;
}

static int takes(struct reader *r, const char *token)
{
	size_t n = strlen(token);

	skip_space(r);
	if (strncmp(r->s, token, n))
		return 0;
	r->s += n;
	return 1;
}

static int is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Reads "base->name" and nothing behind it that is a part of it: the field; 0 = it is none. */
static uint32_t read_field(struct reader *r)
{
	const struct solver_shape *sh = &r->p->s.shape;
	uint32_t rec = r->p->var[r->var].rec, i, field = 0;
	const char *name;
	size_t n = strlen(r->base);

	skip_space(r);
	if (strncmp(r->s, r->base, n) || strncmp(r->s + n, "->", 2))
		return 0;
	name = r->s + n + 2;
	for (n = 0; is_word(name[n]); n++)
		;
	for (i = rec < sh->nr_rec ? sh->first[rec] : 0; rec < sh->nr_rec && i < sh->first[rec + 1]; i++) {
		const char *f = graph_str(r->p->g, r->p->field[sh->field[i]].name);

		if (!strncmp(f, name, n) && !f[n])
			field = sh->field[i];
	}
	r->s = name + n;
	skip_space(r);
	return *r->s && strchr(".[(", *r->s) ? 0 : *r->s == '-' && r->s[1] == '>' ? 0 : field;
}

/* The end of an operand that is not understood: at &&, || or ) of those around it. */
static void skip_operand(struct reader *r)
{
	int depth = 0;

	for (; *r->s; r->s++) {
		char c = *r->s;

		if (c == '"' || c == '\'') {
			for (r->s++; *r->s && *r->s != c; r->s++)
				r->s += *r->s == '\\' && r->s[1];
			if (!*r->s)
				return;
		} else if (c == '(' || c == '[' || c == '{') {
			depth++;
		} else if (c == ')' || c == ']' || c == '}') {
			if (!depth)
				return;
			depth--;
		} else if (!depth && (!strncmp(r->s, "&&", 2) || !strncmp(r->s, "||", 2))) {
			return;
		}
	}
}

static int at_end(struct reader *r)
{
	skip_space(r);
	return !*r->s || *r->s == ')' || !strncmp(r->s, "&&", 2) || !strncmp(r->s, "||", 2);
}

/* The literal that a field holds for ever (string); 0 = it is not known. */
static uint32_t text_of(const struct prog *p, uint32_t var, uint32_t field)
{
	const uint32_t *at;

	if (!own_guard_is_kept(p, var, field))
		return 0;
	at = idmap_get(&p->own_array, idmap_pair(var, field));
	if (at && *at) {
		if (!(p->var[*at].flags & SYM_CONST))
			return 0;
		var = *at;
		field = 0;
	}
	at = idmap_get(&p->own_text, idmap_pair(var, field));
	return at ? *at : 0;
}

/* "(p->str, "console")" of a function that compares: TEXT_TRUE where they are equal. */
static unsigned read_compared(struct reader *r)
{
	uint32_t field = 0, text;
	const char *literal = NULL;
	size_t n = 0;
	unsigned i;

	if (!takes(r, "("))
		return TEXT_UNKNOWN;
	for (i = 0; i < 2; i++) {
		skip_space(r);
		if (*r->s == '"') {
			literal = r->s++;
			while (*r->s && *r->s != '"')
				r->s += *r->s == '\\' && r->s[1] ? 2 : 1;
			n = (size_t)(r->s - literal) + (*r->s == '"');
			r->s = literal + n;
		} else {
			field = read_field(r);
		}
		if (!takes(r, i ? ")" : ","))
			return TEXT_UNKNOWN;
	}
	text = field && literal ? text_of(r->p, r->var, field) : 0;
	if (!text)
		return TEXT_UNKNOWN;
	return strlen(graph_str(r->p->g, text)) == n &&
		!strncmp(graph_str(r->p->g, text), literal, n) ? TEXT_TRUE : TEXT_FALSE;
}

static unsigned negated(unsigned holds)
{
	return holds == TEXT_UNKNOWN ? TEXT_UNKNOWN : holds == TEXT_TRUE ? TEXT_FALSE : TEXT_TRUE;
}

/* What is behind a value that is zero or not: nothing, == 0, != NULL. */
static unsigned read_relation(struct reader *r, unsigned nonzero)
{
	int equal = 0;

	r->is_related = 0;
	if (at_end(r))
		return nonzero;
	r->is_related = 1;
	if (takes(r, "=="))
		equal = 1;
	else if (!takes(r, "!="))
		return TEXT_UNKNOWN;
	if ((takes(r, "0") || takes(r, "NULL") || takes(r, "false")) && at_end(r))
		return equal ? negated(nonzero) : nonzero;
	return TEXT_UNKNOWN;
}

static unsigned read_or(struct reader *r);

/* "(…)", no cast and no part of an operand. */
static unsigned read_group(struct reader *r)
{
	unsigned holds;

	r->s++;
	r->depth++;
	holds = read_or(r);
	r->depth--;
	return takes(r, ")") && at_end(r) ? holds : TEXT_UNKNOWN;
}

static unsigned read_plain(struct reader *r)
{
	char name[64];
	size_t n = 0;
	uint32_t field;

	skip_space(r);
	while (is_word(r->s[n]))
		n++;
	if (n && n < sizeof(name)) {
		memcpy(name, r->s, n);
		name[n] = 0;
		if (k_strings_match(&r->p->k->string_compares, name)) {
			r->s += n;
			return read_relation(r, negated(read_compared(r)));
		}
	}
	field = read_field(r);
	if (!field)
		return TEXT_UNKNOWN;
	n = own_guard_holds(r->p, r->var, field);
	return read_relation(r, n == HOLDS_UNKNOWN ? TEXT_UNKNOWN : n == HOLDS_OTHER ? TEXT_TRUE : TEXT_FALSE);
}

static unsigned read_unary(struct reader *r)
{
	const char *start;
	unsigned holds, not = 0;

	for (skip_space(r); *r->s == '!' && r->s[1] != '='; skip_space(r)) {
		r->s++;
		not = !not;
	}
	start = r->s;
	r->is_related = 0;
	holds = *r->s == '(' && r->depth < MAX_DEPTH ? read_group(r) : read_plain(r);
	if (*start == '(')
		r->is_related = 0;
	/* of "!x == 0" the ! is of x alone */
	if (holds == TEXT_UNKNOWN || (not && r->is_related) || !at_end(r)) {
		r->s = start;
		skip_operand(r);
		return TEXT_UNKNOWN;
	}
	return not ? negated(holds) : holds;
}

static unsigned read_and(struct reader *r)
{
	unsigned holds = read_unary(r), next;

	while (takes(r, "&&")) {
		next = read_unary(r);
		holds = holds == TEXT_FALSE || next == TEXT_FALSE ? TEXT_FALSE :
			holds == TEXT_TRUE && next == TEXT_TRUE ? TEXT_TRUE : TEXT_UNKNOWN;
	}
	return holds;
}

static unsigned read_or(struct reader *r)
{
	unsigned holds = read_and(r), next;

	while (takes(r, "||")) {
		next = read_and(r);
		holds = holds == TEXT_TRUE || next == TEXT_TRUE ? TEXT_TRUE :
			holds == TEXT_FALSE && next == TEXT_FALSE ? TEXT_FALSE : TEXT_UNKNOWN;
	}
	return holds;
}

int own_text_speaks_of(const char *text, const char *base)
{
	size_t n = strlen(base);
	const char *s;

	/* "?:" and "," bind less than "||"; comments are no part of a condition */
	if (!n || strpbrk(text, "?{") || strstr(text, "/*"))
		return 0;
	for (s = strstr(text, base); s; s = strstr(s + 1, base))
		if (!strncmp(s + n, "->", 2) && (s == text || (!is_word(s[-1]) && s[-1] != '.' && s[-1] != '>')))
			return 1;
	return 0;
}

unsigned own_text_holds(const struct prog *p, const struct p_own *own, uint32_t var)
{
	struct reader r = { .p = p, .s = graph_str(p->g, own->text),
		.base = graph_str(p->g, own->base), .var = var };
	unsigned holds = read_or(&r);

	skip_space(&r);
	return *r.s ? TEXT_UNKNOWN : holds;
}
