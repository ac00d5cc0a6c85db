/* SPDX-License-Identifier: MIT */
/* Canonical C types, as clang spells them, to what a value of them can hold. */
#include <ctype.h>
#include <string.h>

#include "prog.h"
#include "type_filter.h"

static int is_word(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(s, word, n);
}

static int is_qualifier(const char *s, size_t n)
{
	return is_word(s, n, "const") || is_word(s, n, "volatile") ||
		is_word(s, n, "restrict") || is_word(s, n, "__restrict");
}

static int is_basic(const char *s, size_t n)
{
	static const char *const basic[] = {
		"void", "char", "signed", "unsigned", "short", "int", "long",
		"float", "double", "_Bool", "bool", "__int128", "enum",
	};
	size_t i;

	for (i = 0; i < sizeof(basic) / sizeof(basic[0]); i++)
		if (is_word(s, n, basic[i]))
			return 1;
	return 0;
}

struct type_words {
	const char *name;	/* last word that is no qualifier */
	size_t len;
	int basic, record, wide;	/* wide: an integer a pointer fits in */
	unsigned stars;
};

/* `len` bytes of a type without function or array declarators. */
static void split_words(const char *s, size_t len, struct type_words *w)
{
	size_t i = 0, start;

	memset(w, 0, sizeof(*w));
	while (i < len) {
		if (s[i] == '*') {
			w->stars++;
			i++;
			continue;
		}
		if (isspace((unsigned char)s[i])) {
			i++;
			continue;
		}
		start = i;
		if (s[i] == '(') {	/* "struct (unnamed at …)" */
			unsigned depth = 0;

			do {
				depth += s[i] == '(';
				depth -= s[i] == ')';
			} while (++i < len && depth);
			w->name = s + start;
			w->len = i - start;
			continue;
		}
		while (i < len && !isspace((unsigned char)s[i]) && s[i] != '*' && s[i] != '(')
			i++;
		if (is_qualifier(s + start, i - start))
			continue;
		if (is_word(s + start, i - start, "struct") || is_word(s + start, i - start, "union")) {
			w->record = 1;
			continue;
		}
		if (is_word(s + start, i - start, "long"))
			w->wide = 1;
		if (is_basic(s + start, i - start) && !w->record)
			w->basic = 1;
		w->name = s + start;
		w->len = i - start;
	}
}

/*
 * What is declared innermost in "R (*A)B", from the first "(*" on: "(*(*)(int))(void)"
 * points to a function, "(*[4])(void)" is an array of what do, "(*(*)[4])(void)" points
 * to such an array, and holds the address of its first element.
 */
static uint32_t filter_of_declared(struct strtab *str, const char *type, const char *p, size_t len)
{
	const char *end = type + len, *q;
	struct strbuf element = STRBUF_INIT;
	unsigned stars, depth = 1, nested = 0;
	uint32_t filter = FILTER_ANY;

	for (;; p = q, nested = 1) {
		for (stars = 0, q = p + 1; q < end && *q != '(' && *q != ')' && *q != '['; q++)
			stars += *q == '*';
		if (q + 1 >= end || *q != '(' || q[1] != '*')
			break;
	}
	if (stars > 1)
		return FILTER_ANY;
	for (q = p + 1; q < end && depth; q++) {
		depth += *q == '(';
		depth -= *q == ')';
	}
	if (q == end || *q != '[')
		return FILTER_FUNC;
	if (!nested) {
		strbuf_add(&element, type, (size_t)(p - type));
		strbuf_addch(&element, '*');
		filter = type_filter(str, element.buf);
		strbuf_release(&element);
	}
	return filter;
}

/* "_Atomic(T)" holds what T holds; a pointer to one is a pointer to any such. */
static uint32_t filter_of(struct strtab *str, const char *type, size_t len)
{
	static const char atomic[] = "_Atomic(";
	const size_t n = sizeof(atomic) - 1;
	const char *p, *bracket;
	struct type_words w;

	while (len > n && !memcmp(type, atomic, n) && type[len - 1] == ')') {
		type += n;
		len -= n + 1;
	}
	if (memmem(type, len, atomic, n))
		return FILTER_ANY;
	p = memmem(type, len, "(*", 2);
	if (p)
		return filter_of_declared(str, type, p, len);
	bracket = memchr(type, '[', len);
	if (bracket)
		len = (size_t)(bracket - type);
	split_words(type, len, &w);
	if (w.stars > 1)
		return FILTER_ANY;
	if (!w.stars) {
		if (w.basic)
			return w.wide ? FILTER_ANY : FILTER_NONE;
		return FILTER_NONE;
	}
	if (w.basic && is_word(w.name, w.len, "char"))
		return FILTER_TEXT;
	if (w.basic || !w.name)
		return FILTER_ANY;
	return FILTER_RECORD + strtab_addn(str, w.name, w.len);
}

uint32_t type_filter(struct strtab *str, const char *type)
{
	return filter_of(str, type, strlen(type));
}

/* The parenthesis that opens the parameters: of "R (A, B)" the first one; of
 * "R (*(A))(B)" and "R (*(*(A))[4])(B)" the one in the middle. */
static const char *params_start(const char *sig)
{
	const char *p = strchr(sig, '(');

	while (p && p[1] == '*') {
		const char *inner = p + 1;

		while (*inner == '*' || isspace((unsigned char)*inner))
			inner++;
		if (*inner == '(' && inner[1] != '*')
			return inner;
		p = strchr(inner, '(');
	}
	return p;
}

/* The type that is left without the parameters: "R (*)(B)". */
static uint32_t declared_return(struct strtab *str, const char *sig)
{
	const char *start = params_start(sig), *end;
	struct strbuf type = STRBUF_INIT;
	uint32_t filter = FILTER_FUNC;
	unsigned depth = 0;

	for (end = start; end && *end; end++) {
		depth += *end == '(';
		depth -= *end == ')';
		if (!depth)
			break;
	}
	if (end && *end) {
		strbuf_add(&type, sig, (size_t)(start - sig));
		strbuf_addstr(&type, end + 1);
		filter = type_filter(str, type.buf);
		strbuf_release(&type);
	}
	return filter;
}

uint32_t sig_return_filter(struct strtab *str, const char *sig)
{
	const char *p = strchr(sig, '(');

	if (!p)
		return FILTER_ANY;
	if (p[1] == '*')
		return declared_return(str, sig);
	return filter_of(str, sig, (size_t)(p - sig));
}

/* The text of parameter i; NULL where there is none. */
static const char *param_text(const char *sig, unsigned i, size_t *len)
{
	const char *p = params_start(sig), *start;
	unsigned n = 0;
	int depth = 0;

	if (!p)
		return NULL;
	for (start = ++p; *p; p++) {
		if (*p == '(' || *p == '[')
			depth++;
		else if (*p == ']' || (*p == ')' && depth))
			depth--;
		else if ((*p == ',' && !depth) || *p == ')') {
			*len = (size_t)(p - start);
			if (n++ == i)
				return start;
			if (*p == ')')
				break;
			start = p + 1;
		}
	}
	return NULL;
}

uint32_t sig_param_filter(struct strtab *str, const char *sig, unsigned i)
{
	size_t len;
	const char *text = param_text(sig, i, &len);

	if (!text || memchr(text, '[', len))
		return FILTER_ANY;
	return filter_of(str, text, len);
}

static uint32_t record_of(struct strtab *str, const char *type, size_t len)
{
	struct type_words w;

	if (memmem(type, len, "(*", 2) || memchr(type, '[', len))
		return 0;
	split_words(type, len, &w);
	return w.stars || w.basic || !w.name ? 0 : strtab_addn(str, w.name, w.len);
}

uint32_t sig_param_record(struct strtab *str, const char *sig, unsigned i)
{
	size_t len;
	const char *text = param_text(sig, i, &len);

	return text ? record_of(str, text, len) : 0;
}

uint32_t sig_return_record(struct strtab *str, const char *sig)
{
	const char *p = strchr(sig, '(');

	/* "struct (unnamed at …) (int)" */
	if (p && p > sig && p[1] != '*' && !strncmp(p, "(unnamed", 8))
		p = strchr(p + 1, '(');
	return p && p[1] != '*' ? record_of(str, sig, (size_t)(p - sig)) : 0;
}

int sig_param_is_read(const char *sig, unsigned i)
{
	static const char to_const[] = "*const *", word[] = "const ";
	size_t len;
	const char *start = param_text(sig, i, &len), *star;

	if (!start)
		return 0;
	while (len && isspace((unsigned char)*start)) {
		start++;
		len--;
	}
	if (memmem(start, len, to_const, sizeof(to_const) - 1))
		return 1;
	star = memchr(start, '*', len);
	return star && len > sizeof(word) && !memcmp(start, word, sizeof(word) - 1) &&
		!memchr(star + 1, '*', (size_t)(start + len - star - 1));
}
