/* SPDX-License-Identifier: MIT */
#include "check_body.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define MAX_BODY 4000		/* lines */
#define MAX_TOKENS 256		/* of a statement */

int body_is_word(unsigned char c)
{
	return isalnum(c) || c == '_';
}

#define TOLD 0.001		/* what a constant in common decides between two conditions that are as much alike */
#define CONSTANT 2		/* a name that tells more than one of a variable: VM_WIPEONFORK */

static int is_constant(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!isupper((unsigned char)s[i]) && !isdigit((unsigned char)s[i]) && s[i] != '_')
			return 0;
	return n > 2;
}

static void add_word(struct listing_words *ws, const char *s, size_t n, uint32_t line, int is_name)
{
	ALLOC_GROW(ws->w, ws->nr + 1, ws->alloc);
	ws->w[ws->nr++] = (struct listing_word){ digest64(s, n), line, (uint8_t)(is_name && is_constant(s, n) ? CONSTANT : is_name) };
}

int body_is_keyword(const char *s, size_t n)
{
	static const char *const words[] = { "if", "for", "while", "switch", "return", "sizeof", "do",
		"else", "case", "goto", "struct", "unsigned", "int", "void", "static", "const", "char",
		"long", NULL };
	int i;

	for (i = 0; words[i]; i++)
		if (strlen(words[i]) == n && !memcmp(words[i], s, n))
			return 1;
	return 0;
}

void body_words(struct listing_words *ws, const char *s, uint32_t line, int *comment)
{
	size_t n;

	for (; *s; s += n) {
		n = 1;
		if (*comment) {
			const char *end = strstr(s, "*/");

			if (!end)
				return;
			*comment = 0;
			n = (size_t)(end - s) + 2;
		} else if (s[0] == '/' && s[1] == '*') {
			*comment = 1;
			n = 2;
		} else if (s[0] == '/' && s[1] == '/') {
			return;
		} else if (*s == '"') {
			while (s[n] && s[n] != '"')
				n += s[n] == '\\' && s[n + 1] ? 2 : 1;
			n += s[n] == '"';
			add_word(ws, s, n, line, 0);
		} else if (body_is_word((unsigned char)*s)) {
			while (body_is_word((unsigned char)s[n]))
				n++;
			add_word(ws, s, n, line, !isdigit((unsigned char)*s) && !body_is_keyword(s, n));
		} else if (!isspace((unsigned char)*s)) {
			add_word(ws, s, 1, line, 0);
		}
	}
}

int body_is_condition(const struct listing_words *ws, uint32_t first)
{
	return first < ws->nr && (ws->w[first].digest == digest64("if", 2) ||
				  ws->w[first].digest == digest64("while", 5));
}

/* Statements end at ; { } and at the ) of a condition. */
static void split_body(struct listing_body *b)
{
	const uint64_t semi = digest64(";", 1), open = digest64("{", 1), close = digest64("}", 1);
	const uint64_t lpar = digest64("(", 1), rpar = digest64(")", 1);
	uint32_t i, first = 0;
	int depth = 0;

	for (i = 0; i < b->words.nr; i++) {
		uint64_t d = b->words.w[i].digest;

		depth = i == first ? 0 : depth + (d == lpar) - (d == rpar);
		if (d == rpar && !depth && body_is_condition(&b->words, first)) {
			ALLOC_GROW(b->stmt, b->nr_stmt + 1, b->alloc_stmt);
			b->stmt[b->nr_stmt++] = (struct listing_stmt){ first, i + 1 };
			first = i + 1;
			continue;
		}
		if (d != semi && d != open && d != close)
			continue;
		if (i > first) {
			ALLOC_GROW(b->stmt, b->nr_stmt + 1, b->alloc_stmt);
			b->stmt[b->nr_stmt++] = (struct listing_stmt){ first, i + (d == semi) };
		}
		first = i + 1;
	}
}

struct listing_body *body_of(struct checker *c, uint32_t func)
{
	const struct g_func *f = graph_func(c->g, func);
	struct strbuf line = STRBUF_INIT;
	struct listing_body *b = c->body;
	uint32_t i, from;

	if (!b)
		b = c->body = xcalloc(1, sizeof(*b));
	if (b->func == func)
		return b;
	b->func = func;
	b->words.nr = b->nr_stmt = 0;
	b->comment = b->readable = 0;
	if (!c->opt->read_line || !f->file || !f->end_line)
		return b;
	/* what stands before the name on lines of its own: "static int" */
	from = f->line > 2 ? f->line - 2 : 1;
	for (i = from; i <= f->end_line && i < from + MAX_BODY; i++) {
		strbuf_clear(&line);
		if (c->opt->read_line(c->opt->ctx, f->file, i, &line)) {
			if (i < f->line)
				continue;
			break;
		}
		b->readable |= i >= f->line;
		if (i < f->line && (strpbrk(line.buf, ";}#/*") || !line.len)) {
			b->words.nr = 0;
			continue;
		}
		body_words(&b->words, line.buf, i, &b->comment);
	}
	strbuf_release(&line);
	split_body(b);
	return b;
}

void check_listing_release(struct checker *c)
{
	if (!c->body)
		return;
	free(c->body->words.w);
	free(c->body->stmt);
	free(c->body);
	c->body = NULL;
}

/* ---- comparing ------------------------------------------------------------------------ */

uint32_t body_find(const struct listing_body *b, const struct listing_words *want)
{
	uint32_t i, j;

	for (i = 0; want->nr && i + want->nr <= b->words.nr; i++) {
		for (j = 0; j < want->nr && b->words.w[i + j].digest == want->w[j].digest; j++)
			;
		if (j == want->nr)
			return b->words.w[i].line;
	}
	return 0;
}

/* "ops->open(", "ops.open(": whatever is stored there. */
static int is_of_object(const struct listing_body *b, uint32_t i)
{
	const uint64_t dot = digest64(".", 1), end = digest64(">", 1), dash = digest64("-", 1);

	return i && (b->words.w[i - 1].digest == dot ||
		     (i > 1 && b->words.w[i - 1].digest == end && b->words.w[i - 2].digest == dash));
}

static uint32_t call_in_text(struct checker *c, uint32_t f, const char *name, int of_object, int *readable)
{
	const struct listing_body *b = body_of(c, f);
	uint64_t want = digest64(name, strlen(name)), paren = digest64("(", 1);
	uint32_t i, line = graph_func(c->g, f)->line;

	*readable |= b->readable;
	for (i = 0; i + 1 < b->words.nr; i++)
		if (b->words.w[i].digest == want && b->words.w[i + 1].digest == paren &&
		    b->words.w[i].line > line && is_of_object(b, i) == of_object)
			return b->words.w[i].line;
	return 0;
}

uint32_t check_call_in_text(struct checker *c, uint32_t f, const char *name, int *readable)
{
	return call_in_text(c, f, name, 0, readable);
}

uint32_t check_field_call_in_text(struct checker *c, uint32_t f, const char *name)
{
	int readable = 0;

	return call_in_text(c, f, name, 1, &readable);
}

uint32_t check_word_in_text(struct checker *c, uint32_t f, const char *word)
{
	const struct listing_body *b = body_of(c, f);
	uint64_t want = digest64(word, strlen(word));
	uint32_t i;

	for (i = 0; i < b->words.nr; i++)
		if (b->words.w[i].digest == want)
			return b->words.w[i].line;
	return 0;
}

/* How much of the names of `want` a statement has, and the other way. */
static double alike(const struct listing_body *b, const struct listing_stmt *s, const struct listing_words *want)
{
	uint32_t i, j, names = 0, others = 0, common = 0, told = 0;
	int condition = body_is_condition(want, 0);
	uint8_t used[MAX_TOKENS] = { 0 };

	for (j = s->first; j < s->end; j++)
		others += b->words.w[j].is_name != 0;
	for (i = 0; i < want->nr; i++) {
		if (!want->w[i].is_name)
			continue;
		names++;
		for (j = s->first; j < s->end && j - s->first < MAX_TOKENS; j++)
			if (!used[j - s->first] && b->words.w[j].digest == want->w[i].digest) {
				used[j - s->first] = 1;
				common++;
				told += condition && want->w[i].is_name == CONSTANT;
				break;
			}
	}
	return names + others ? 2.0 * common / (names + others) + TOLD * told : 0;
}

static int calls(const struct listing_body *b, const struct listing_stmt *s, const char *callee)
{
	const uint64_t name = digest64(callee, strlen(callee)), paren = digest64("(", 1);
	uint32_t k;

	for (k = s->first; k + 1 < s->end; k++)
		if (b->words.w[k].digest == name && b->words.w[k + 1].digest == paren)
			return 1;
	return 0;
}

/* Has it a "=" that is no part of "==", "<=" …? */
static int assigns(const struct listing_words *ws, uint32_t first, uint32_t end)
{
	static const char *const before[] = { "=", "!", "<", ">" };
	const uint64_t eq = digest64("=", 1);
	uint32_t i, k;

	for (i = first + 1; i + 1 < end; i++) {
		if (ws->w[i].digest != eq || ws->w[i + 1].digest == eq)
			continue;
		for (k = 0; k < 4 && ws->w[i - 1].digest != digest64(before[k], 1); k++)
			;
		if (k == 4)
			return 1;
	}
	return 0;
}

/* A condition is no declaration of what it asks for, and a declaration no assignment. */
static int is_same_kind(const struct listing_body *b, const struct listing_stmt *s, const struct listing_words *want)
{
	const uint64_t paren = digest64("(", 1);
	int condition = body_is_condition(want, 0);

	return condition == body_is_condition(&b->words, s->first) &&
		(condition || want->w[want->nr > 1].digest == paren || assigns(want, 0, want->nr) == assigns(&b->words, s->first, s->end));
}

const struct listing_stmt *body_most_alike(const struct listing_body *b, const struct listing_words *want,
					  const char *callee, double *how)
{
	const struct listing_stmt *best = NULL;
	uint32_t i;

	*how = 0;
	for (i = 0; i < b->nr_stmt; i++) {
		const struct listing_stmt *s = &b->stmt[i];
		double a;

		if (callee ? !calls(b, s, callee) : !is_same_kind(b, s, want))
			continue;
		a = alike(b, s, want);
		if (a > *how) {
			*how = a;
			best = &b->stmt[i];
		}
	}
	return best;
}
