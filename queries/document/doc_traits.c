/* SPDX-License-Identifier: MIT */
/*
 * What a text says of a name by itself: that a function is static, inline or exported, how many
 * arguments it takes, which option it is built with, and what value a constant has. Knowledge:
 * documents.traits says which words stand for which trait.
 */
#include "doc_walk.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define MOST_WORDS 4		/* between the name and what is said of it */
#define LONGEST_VALUE 40

static int starts(const char *s, const char *end, const char *phrase)
{
	size_t n = strlen(phrase);

	if ((size_t)(end - s) < n || strncasecmp(s, phrase, n))
		return 0;
	return (unsigned char)*phrase >= 0x80 || s + n == end || !doc_is_word((unsigned char)s[n]);
}

/* The longest phrase of the trait's list that stands at s; its length, or 0. */
static size_t trait_at(const struct walk *w, const char *s, const char *end, const char **trait)
{
	const struct k_pairs *words = &w->r->lex->k->doc.traits;
	size_t k, n, best = 0;

	for (k = 0; k < words->nr; k++) {
		n = strlen(words->p[k].key);
		if (n > best && starts(s, end, words->p[k].key)) {
			best = n;
			*trait = words->p[k].value;
		}
	}
	return best;
}

/* Behind blanks, markup and one small word: "is a", "is also", "是一个". */
static const char *behind_small(const char *s, const char *end)
{
	static const char *const small[] = { "is", "are", "was", "a", "an", "also", "both", "itself", "declared", "marked", "as", "the", "being",
					     "only", "just", "是", "被", "为", "一个", "也", "函数", "声明", "定义", "都" };
	size_t k;

	s += strspn(s, " `*()_,");
	for (k = 0; s < end && k < sizeof(small) / sizeof(*small); k++)
		if (starts(s, end, small[k]))
			return s + strlen(small[k]);
	return s;
}

/* "three", "3", "三": or UINT32_MAX. *n: its length. */
static uint32_t number_at(const char *s, const char *end, size_t *n)
{
	static const char *const words[] = { "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine" };
	static const char *const zh[] = { "零", "一", "两", "三", "四", "五", "六", "七", "八", "九" };
	uint32_t i;

	*n = 1;
	if (s < end && isdigit((unsigned char)*s))
		return s + 1 < end && doc_is_word((unsigned char)s[1]) ? UINT32_MAX : (uint32_t)(*s - '0');
	for (i = 0; i < 10; i++)
		if (starts(s, end, words[i]) || starts(s, end, zh[i])) {
			*n = strlen(starts(s, end, zh[i]) ? zh[i] : words[i]);
			return i;
		}
	*n = strlen("a single");
	if (starts(s, end, "a single"))
		return 1;
	*n = strlen("single");
	return starts(s, end, "single") ? 1 : UINT32_MAX;
}

/* "3 arguments" at s: how many, or UINT32_MAX. */
static uint32_t arguments_at(const char *s, const char *end)
{
	static const char *const things[] = { "arguments", "argument", "parameters", "parameter", "args", "个参数", "个形参", "个入参" };
	uint32_t nr;
	size_t n, k;

	s += strspn(s, " ");
	nr = number_at(s, end, &n);
	if (nr == UINT32_MAX)
		return nr;
	s += n;
	s += strspn(s, " ");
	for (k = 0; k < sizeof(things) / sizeof(*things); k++)
		if (starts(s, end, things[k]))
			return nr;
	return UINT32_MAX;
}

/* "CONFIG_VETH" at s; its length, or 0. */
static size_t option_at(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && doc_is_word((unsigned char)s[n]))
		n++;
	return n > 7 && !strncmp(s, "CONFIG_", 7) ? n : 0;
}

static struct doc_claim *add(struct walk *w, uint32_t i, const char *s, const char *end, const char *trait)
{
	const char *from = text_of(w, i) < s ? text_of(w, i) : s;
	struct doc_claim *c = doc_add(w->r, DOC_TRAIT, line_of(w, i), from, (size_t)(end - from));

	if (c) {
		c->a = w->t[i].name;
		c->b = trait;
	}
	return c;
}

/* Denied, asked or supposed: no claim. */
static int is_plain(const struct walk *w, uint32_t i)
{
	const struct k_strings *words = &w->r->lex->k->doc.conditions;
	const char *s;
	uint32_t j;
	size_t k, n;

	for (j = i; j && w->t[j - 1].type != TOK_STOP; j--)
		;
	for (; j < w->nr && w->t[j].type != TOK_STOP; j++) {
		if (w->t[j].type == TOK_NEGATION || w->t[j].type == TOK_WHEN)
			return 0;
		s = text_of(w, j);
		n = w->t[j].end - w->t[j].at;
		for (k = 0; k < words->nr && j < i; k++)
			if (n == strlen(words->s[k]) && !strncasecmp(s, words->s[k], n))
				return 0;
	}
	return 1;
}

/* What stands behind the function at i, up to the next one or the end of the sentence. */
static void trait_behind(struct walk *w, uint32_t i)
{
	const char *s = w->r->block.buf + w->t[i].end, *end, *trait = NULL, *p;
	struct doc_claim *c;
	uint32_t j, words, nr;
	size_t n;

	for (j = i + 1; j < w->nr && w->t[j].type != TOK_STOP && w->t[j].type != TOK_FUNC && w->t[j].type != TOK_CELL; j++)
		;
	end = j < w->nr ? text_of(w, j) : w->r->block.buf + w->r->block.len;
	for (words = 0; words < MOST_WORDS && s < end; words++) {
		s += strspn(s, " `*()_");
		n = trait_at(w, s, end, &trait);
		if (n)
			break;
		p = behind_small(s, end);
		if (p == s)
			return;
		s = p;
	}
	if (!trait)
		return;
	p = s + n;
	if (!strcmp(trait, "parameters")) {
		nr = arguments_at(p, end);
		if (nr == UINT32_MAX || !(c = add(w, i, s, p, trait)))
			return;
		c->at = nr;
	} else if (!strcmp(trait, "option")) {
		p += strspn(p, " `*");
		n = option_at(p, end);
		if (!n || !(c = add(w, i, s, p + n, trait)))
			return;
		c->to = arena_strndup(&w->r->d->arena, p, n);
	} else {
		c = add(w, i, s, p, trait);
		/* "by EXPORT_SYMBOL_GPL" */
		p = c ? memmem(p, (size_t)(end - p), "EXPORT_SYMBOL", 13) : NULL;
		for (n = 0; p && p + n < end && doc_is_word((unsigned char)p[n]); n++)
			;
		if (p)
			c->to = arena_strndup(&w->r->d->arena, p, n);
	}
}

/* "the static function f", "静态函数 f" */
static void trait_before(struct walk *w, uint32_t i)
{
	const struct k_pairs *words = &w->r->lex->k->doc.traits;
	const char *buf = w->r->block.buf, *end = buf + w->t[i].at, *s;
	size_t k, n;

	while (end > buf && strchr(" `*_", end[-1]))
		end--;
	for (k = 0; k < words->nr; k++) {
		n = strlen(words->p[k].key);
		s = end - n;
		if ((size_t)(end - buf) < n || strncasecmp(s, words->p[k].key, n) || (s > buf && (unsigned char)*s < 0x80 && doc_is_word((unsigned char)s[-1])))
			continue;
		/* only with what it is: "static function" */
		if (!memmem(words->p[k].key, n, "function", 8) && !memmem(words->p[k].key, n, "函数", 6))
			continue;
		add(w, i, s, buf + w->t[i].end, words->p[k].value);
		return;
	}
}

/* ---- values ---------------------------------------------------------------------- */

static size_t constant_len(const char *s, const char *end)
{
	size_t n = 0, lines = 0;

	while (s + n < end && (isupper((unsigned char)s[n]) || isdigit((unsigned char)s[n]) || s[n] == '_'))
		lines += s[n++] == '_';
	return n > 3 && lines && isupper((unsigned char)*s) && !(s + n < end && doc_is_word((unsigned char)s[n])) ? n : 0;
}

/* "0x100", "1*HZ", "(1 << 3)" at s: a number at least; its length, or 0. */
static size_t length_of_value(const char *s, const char *end)
{
	size_t n = 0, last = 0;
	int depth = 0;

	if (s == end || !(isdigit((unsigned char)*s) || *s == '(' || *s == '-'))
		return 0;
	for (; s + n < end && n < LONGEST_VALUE; n++) {
		if (s[n] == '(')
			depth++;
		else if (s[n] == ')' && !depth--)
			break;
		else if (!doc_is_word((unsigned char)s[n]) && !strchr("()*<>|+- ", s[n]))
			break;
		if (s[n] != ' ')
			last = n + 1;
		/* a word, but no part of what is computed: "64 entries" */
		if (s[n] == ' ' && !depth && s + n + 1 < end && doc_is_word((unsigned char)s[n + 1]) && !strchr("*<|+-", s[last - 1]))
			break;
	}
	for (n = 0; n < last && !isdigit((unsigned char)s[n]); n++)
		;
	return n < last ? last : 0;
}

/* Does nothing but the end of the clause stand behind? */
static int ends_clause(const char *s, const char *end)
{
	s += strspn(s, "` *");
	return s >= end || strchr(",.;:)\n", *s) || !strncmp(s, "，", 3) || !strncmp(s, "。", 3) || !strncmp(s, "；", 3) || !strncmp(s, "）", 3);
}

void doc_value(struct doc_reader *r, uint32_t line, const char *text, size_t n, const char *name,
	       size_t name_len, const char *value, size_t value_len)
{
	struct doc_claim *c = doc_add(r, DOC_TRAIT, line, text, n);

	if (!c)
		return;
	c->a = arena_strndup(&r->d->arena, name, name_len);
	c->b = "value";
	c->to = arena_strndup(&r->d->arena, value, value_len);
}

/* "`MAX_RESTART` (10)": its value, if that is so. */
static void in_brackets(struct walk *w, const char *name, size_t n, const char *p, const char *end)
{
	uint32_t before = w->r->d->nr;
	size_t len;

	if (p == end || *p != '(' || !isdigit((unsigned char)p[1]))
		return;
	p++;
	len = length_of_value(p, end);
	if (len < 2 || p + len >= end || p[len] != ')')
		return;
	doc_value(w->r, doc_line_at(w->r, (uint32_t)(name - w->r->block.buf)), name, (size_t)(p + len + 1 - name), name, n, p, len);
	if (w->r->d->nr > before)
		w->r->d->claim[before].weak = w->r->d->claim[before].inferred = 1;
}

static void values(struct walk *w)
{
	static const char *const are[] = { "=", "is defined as", "is defined to be", "defined as", "is", "equals", "的值为", "的值是", "值为", "定义为", "等于", "为", "是" };
	const char *buf = w->r->block.buf, *end = buf + w->r->block.len, *s, *p;
	size_t n, k, len;

	for (s = buf; s < end; s += n) {
		n = 1;
		if (!doc_is_word((unsigned char)*s))
			continue;
		while (s + n < end && doc_is_word((unsigned char)s[n]))
			n++;
		if (!constant_len(s, end) || (s > buf && strchr("->.", s[-1])))
			continue;
		p = s + n;
		p += strspn(p, "` *");
		for (k = 0; k < sizeof(are) / sizeof(*are); k++)
			if (starts(p, end, are[k]) || (*are[k] == '=' && !strncmp(p, are[k], strlen(are[k]))))
				break;
		if (k == sizeof(are) / sizeof(*are)) {
			in_brackets(w, s, n, p, end);
			continue;
		}
		p += strlen(are[k]);
		p += strspn(p, "` *");
		len = length_of_value(p, end);
		/* "FLAG = 0" says that the flag is not set; "==" asks */
		/* "irq=5" is an option that is passed */
		if (len && *p != '=' && p[-1] != '=' && !(len == 1 && strchr("01", *p)) && ends_clause(p + len, end))
			doc_value(w->r, doc_line_at(w->r, (uint32_t)(s - buf)), s, (size_t)(p + len - s), s, n, p, len);
	}
}

void doc_define(struct doc_reader *r, uint32_t line, const char *s, size_t n)
{
	const char *end = s + n, *p = s, *name, *value;
	size_t len, k;

	p += *p == '#';
	p += strspn(p, " \t");
	if (end - p < 8 || strncmp(p, "define", 6) || end[-1] == '\\')
		return;
	p += 6;
	name = p += strspn(p, " \t");
	len = constant_len(p, end);
	value = p + len + strspn(p + len, " \t");
	if (!len || value == p + len || value >= end)
		return;
	for (k = 0; value + k < end && strncmp(value + k, "/*", 2) && strncmp(value + k, "//", 2); k++)
		;
	while (k && isspace((unsigned char)value[k - 1]))
		k--;
	if (k && k <= LONGEST_VALUE)
		doc_value(r, line, s, n, name, len, value, k);
}

void walk_traits(struct walk *w)
{
	uint32_t i, before;

	for (i = 0; i < w->nr; i++) {
		if (w->t[i].type != TOK_FUNC || !strncmp(w->t[i].name, "->", 2) || walk_is_syscall(w, i) || !is_plain(w, i))
			continue;
		before = w->r->d->nr;
		trait_behind(w, i);
		if (w->r->d->nr == before)
			trait_before(w, i);
	}
	values(w);
}
