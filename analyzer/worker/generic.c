/* SPDX-License-Identifier: MIT */
/*
 * Which arm of _Generic is taken. libclang shows the controlling expression
 * and the arms, but not their types. An arm of another type than the whole
 * is not the one; of what is left, the types' text decides. Where that can't
 * be read (a macro makes it), all that may be meant stay.
 */
#include <ctype.h>
#include <string.h>

#include "typename.h"
#include "cursors.h"
#include "expr.h"
#include "generic.h"

#define MAX_ARMS 64

struct arm {
	CXCursor c;
	const char *type;	/* text, NULL: not known */
	size_t len;
	int possible;
};

/* Past a string, a character or a comment at p; p itself where there is none. */
static const char *skip_quoted(const char *p, const char *end)
{
	char quote = *p;

	if (quote == '/' && p + 1 < end && p[1] == '*') {
		for (p += 2; p + 1 < end && (p[0] != '*' || p[1] != '/'); p++)
			;
		return p + 1 < end ? p + 2 : end;
	}
	if (quote != '"' && quote != '\'')
		return p;
	for (p++; p < end && *p != quote; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p < end ? p + 1 : end;
}

/* The end of an operand that begins at p: its comma or the closing bracket. */
static const char *operand_end(const char *p, const char *end, const char **colon)
{
	unsigned depth = 0;

	*colon = NULL;
	while (p < end) {
		const char *q = skip_quoted(p, end);

		if (q != p) {
			p = q;
			continue;
		}
		if (!depth && (*p == ',' || *p == ')'))
			return p;
		if (!depth && *p == ':' && !*colon)
			*colon = p;
		depth += *p == '(' || *p == '[' || *p == '{';
		depth -= *p == ')' || *p == ']' || *p == '}';
		p++;
	}
	return NULL;
}

/* The text of "_Generic(…" where it is spelt, from behind its bracket. */
static const char *operands(struct walk *w, CXCursor c, const char **end)
{
	const struct source_file *sf;
	const char *p;
	CXFile file;
	unsigned offset;

	clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(c)), &file, NULL, NULL,
				  &offset);
	sf = source_file_of(w, file);
	if (!sf || !sf->text || offset + 9 > sf->len || memcmp(sf->text + offset, "_Generic", 8))
		return NULL;
	*end = sf->text + sf->len;
	for (p = sf->text + offset + 8; p < *end && isspace((unsigned char)*p); p++)
		;
	return p < *end && *p == '(' ? p + 1 : NULL;
}

static int read_types(const char *p, const char *end, struct arm *arm, unsigned nr)
{
	const char *colon, *stop = operand_end(p, end, &colon);
	unsigned i;

	for (i = 0; i < nr && stop && *stop == ','; i++) {
		p = stop + 1;
		stop = operand_end(p, end, &colon);
		if (!stop || !colon)
			return -1;
		arm[i].type = p;
		arm[i].len = (size_t)(colon - p);
	}
	return i == nr && stop && *stop == ')' ? 0 : -1;
}

static int is_default(const struct arm *a)
{
	const char *p = a->type, *end = a->type + a->len;

	while (p < end && (isspace((unsigned char)*p) || *p == '\\'))
		p++;
	while (end > p && (isspace((unsigned char)end[-1]) || end[-1] == '\\'))
		end--;
	return end - p == 7 && !memcmp(p, "default", 7);
}

/* Leaves those arms possible that the controlling type can mean. */
static void choose(struct walk *w, CXType control, struct arm *arm, unsigned nr)
{
	struct arm *otherwise = NULL;
	unsigned i, unknown = 0;

	for (i = 0; i < nr; i++) {
		enum type_match m;

		if (!arm[i].type) {
			unknown += arm[i].possible;
			continue;
		}
		if (is_default(&arm[i])) {
			otherwise = &arm[i];
			continue;
		}
		m = type_name_match(w, arm[i].type, arm[i].len, control);
		if (m == TYPE_SAME) {
			for (unsigned j = 0; j < nr; j++)
				arm[j].possible = j == i;
			return;
		}
		arm[i].possible &= m == TYPE_UNKNOWN;
		unknown += arm[i].possible;
	}
	if (otherwise && !unknown)
		otherwise->possible = 1;
}

static unsigned count_possible(const struct arm *arm, unsigned nr)
{
	unsigned i, n = 0;

	for (i = 0; i < nr; i++)
		n += arm[i].possible;
	return n;
}

uint32_t generic_expr(struct walk *w, CXCursor c, struct cursors ch)
{
	CXType whole = clang_getCanonicalType(clang_getCursorType(c));
	struct arm arm[MAX_ARMS];
	const char *p, *end;
	uint32_t value = 0;
	unsigned i, nr = 0, n;

	for (i = 1; i < ch.nr && nr < MAX_ARMS; i++) {
		CXType t = clang_getCanonicalType(clang_getCursorType(ch.c[i]));

		if (!clang_isExpression(clang_getCursorKind(ch.c[i])))
			continue;
		arm[nr++] = (struct arm){ .c = ch.c[i], .possible = clang_equalTypes(t, whole) != 0 };
	}
	if (count_possible(arm, nr) > 1) {
		p = operands(w, c, &end);
		if (p && read_types(p, end, arm, nr))
			for (i = 0; i < nr; i++)
				arm[i].type = NULL;
		choose(w, clang_getCursorType(ch.c[0]), arm, nr);
	}
	n = count_possible(arm, nr);
	for (i = 0; i < nr; i++) {
		uint32_t v;

		if (n && !arm[i].possible)
			continue;
		v = expr(w, arm[i].c);
		value = !value || value == v ? v : facts_val(w->f, VAL_CHOICE, value, v, 0, 0);
	}
	return value;
}
