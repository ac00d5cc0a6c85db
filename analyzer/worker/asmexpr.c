/* SPDX-License-Identifier: MIT */
/* The assembler's constant expressions, with its own precedence (info as, "Infix Ops"). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "asm_p.h"

#define MAX_PARENS 64

struct parser {
	const struct asm_run *r;
	const char *p;
	unsigned depth;
	int unknown;		/* something that is not known before all is assembled */
};

static int64_t binary(struct parser *x, int level);

static void skip(struct parser *x)
{
	while (*x->p == ' ' || *x->p == '\t')
		x->p++;
}

static int64_t number(struct parser *x)
{
	char *end;
	uint64_t v;

	if (x->p[0] == '0' && (x->p[1] == 'b' || x->p[1] == 'B') && (x->p[2] == '0' || x->p[2] == '1'))
		v = strtoull(x->p + 2, &end, 2);
	else
		v = strtoull(x->p, &end, 0);
	if ((*end == 'f' || *end == 'b') && !asm_is_name((unsigned char)end[1])) {
		x->unknown = 1;		/* a local label */
		end++;
	}
	while (*end == 'u' || *end == 'U' || *end == 'l' || *end == 'L')
		end++;
	x->p = end;
	return (int64_t)v;
}

static int64_t primary(struct parser *x)
{
	const char *name;
	int64_t v = 0;
	size_t n;

	skip(x);
	if (x->depth > MAX_PARENS) {
		x->unknown = 1;
		return 0;
	}
	switch (*x->p) {
	case '-': case '+': case '~': case '!': {
		char op = *x->p++;

		x->depth++;
		v = primary(x);
		x->depth--;
		return op == '-' ? (int64_t)(0 - (uint64_t)v) : op == '~' ? ~v : op == '!' ? !v : v;
	}
	case '(':
		x->p++;
		x->depth++;
		v = binary(x, 0);
		x->depth--;
		skip(x);
		x->p += *x->p == ')';
		return v;
	}
	if (isdigit((unsigned char)*x->p))
		return number(x);
	for (name = x->p; asm_is_name((unsigned char)*x->p); x->p++)
		;
	n = (size_t)(x->p - name);
	if (!n || asm_symbol_value(x->r, name, n, &v)) {
		x->unknown = 1;
		if (!n && *x->p)
			x->p++;
	}
	return v;
}

static const struct { const char *text; int level, op; } ops[] = {
	{ "||", 0, 'O' }, { "&&", 1, 'A' },
	{ "==", 2, 'E' }, { "!=", 2, 'N' }, { "<>", 2, 'N' }, { "<=", 2, 'l' }, { ">=", 2, 'g' },
	{ "<<", 4, 'L' }, { ">>", 4, 'R' }, { "<", 2, '<' }, { ">", 2, '>' },
	{ "+", 2, '+' }, { "-", 2, '-' }, { "|", 3, '|' }, { "&", 3, '&' }, { "^", 3, '^' },
	{ "!", 3, '!' }, { "*", 4, '*' }, { "/", 4, '/' }, { "%", 4, '%' },
};

static int64_t apply(struct parser *x, int op, int64_t a, int64_t b)
{
	uint64_t ua = (uint64_t)a, ub = (uint64_t)b;

	switch (op) {
	case 'O': return a || b;
	case 'A': return a && b;
	case 'E': return -(a == b);
	case 'N': return -(a != b);
	case 'l': return -(a <= b);
	case 'g': return -(a >= b);
	case '<': return -(a < b);
	case '>': return -(a > b);
	case 'L': return ub < 64 ? (int64_t)(ua << ub) : 0;
	case 'R': return ub < 64 ? (int64_t)(ua >> ub) : 0;
	case '+': return (int64_t)(ua + ub);
	case '-': return (int64_t)(ua - ub);
	case '*': return (int64_t)(ua * ub);
	case '|': return a | b;
	case '&': return a & b;
	case '^': return a ^ b;
	case '!': return a | ~b;
	}
	if (!b || (a == INT64_MIN && b == -1)) {
		x->unknown = 1;
		return 0;
	}
	return op == '/' ? a / b : a % b;
}

/* Operators of `level` and those that bind closer. */
static int64_t binary(struct parser *x, int level)
{
	int64_t v;
	size_t i;

	if (level > 4)
		return primary(x);
	v = binary(x, level + 1);
	for (;;) {
		skip(x);
		for (i = 0; i < ARRAY_SIZE(ops); i++)
			if (!strncmp(x->p, ops[i].text, strlen(ops[i].text)))
				break;
		if (i == ARRAY_SIZE(ops) || ops[i].level != level)
			return v;
		x->p += strlen(ops[i].text);
		v = apply(x, ops[i].op, v, binary(x, level + 1));
	}
}

int asm_expression(const struct asm_run *r, const char *text, int64_t *value)
{
	struct parser x = { .r = r, .p = text };

	*value = binary(&x, 0);
	skip(&x);
	return x.unknown || *x.p ? -1 : 0;
}
