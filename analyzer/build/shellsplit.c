/* SPDX-License-Identifier: MIT */
/*
 * Enough of the shell's grammar to read what Kbuild prints and what stands
 * in .cmd files and compile_commands.json. Nothing is ever expanded or run.
 */
#include <ctype.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "shellsplit.h"

void shell_line_init(struct shell_line *l)
{
	memset(l, 0, sizeof(*l));
}

void shell_line_release(struct shell_line *l)
{
	free(l->word);
	free(l->written);
	shell_line_init(l);
}

struct splitter {
	struct shell_line *l;
	struct arena *a;
	const char *p, *end;
	struct strbuf word;
	int in_word;		/* also for an empty "" */
	int redirect;		/* 0 none, 1 the next word is read from, 2 written to */
	int bad;
};

static void push(struct shell_line *l, const char *w)
{
	ALLOC_GROW(l->word, l->nr + 1, l->alloc);
	l->word[l->nr++] = w;
}

static void end_word(struct splitter *s)
{
	const char *w;

	if (!s->in_word)
		return;
	w = arena_strndup(s->a, s->word.buf, s->word.len);
	if (s->redirect == 2) {
		ALLOC_GROW(s->l->written, s->l->written_nr + 1, s->l->written_alloc);
		s->l->written[s->l->written_nr++] = w;
	} else if (!s->redirect) {
		push(s->l, w);
	}
	s->redirect = 0;
	s->in_word = 0;
	strbuf_clear(&s->word);
}

static void end_command(struct splitter *s)
{
	end_word(s);
	s->redirect = 0;
	if (s->l->nr && s->l->word[s->l->nr - 1])
		push(s->l, NULL);
}

/* `p` behind the opening quote; leaves it behind the closing one. */
static void single_quoted(struct splitter *s)
{
	const char *q = memchr(s->p, '\'', (size_t)(s->end - s->p));

	if (!q) {
		s->bad = 1;
		q = s->end;
	}
	strbuf_add(&s->word, s->p, (size_t)(q - s->p));
	s->p = q < s->end ? q + 1 : q;
}

static void double_quoted(struct splitter *s)
{
	for (; s->p < s->end; s->p++) {
		if (*s->p == '"') {
			s->p++;
			return;
		}
		if (*s->p == '\\' && s->p + 1 < s->end) {
			if (s->p[1] == '\n') {
				s->p++;
				continue;
			}
			if (strchr("\"\\$`", s->p[1]))
				s->p++;
		}
		strbuf_addch(&s->word, *s->p);
	}
	s->bad = 1;
}

/* `$(…)`, `${…}` as they stand, so that what is inside splits nothing. */
static void substitution(struct splitter *s)
{
	char open = s->p[1], close = open == '(' ? ')' : '}';
	const char *q = s->p + 2;
	int depth = 1;

	for (; q < s->end && depth; q++) {
		if (*q == open)
			depth++;
		else if (*q == close)
			depth--;
	}
	s->bad |= depth != 0;
	strbuf_add(&s->word, s->p, (size_t)(q - s->p));
	s->p = q;
}

static void backquoted(struct splitter *s)
{
	const char *q = memchr(s->p + 1, '`', (size_t)(s->end - s->p - 1));

	s->bad |= !q;
	q = q ? q + 1 : s->end;
	strbuf_add(&s->word, s->p, (size_t)(q - s->p));
	s->p = q;
}

static void redirection(struct splitter *s)
{
	size_t i;
	int number = s->in_word;

	/* "2>" : the digits belong to the operator */
	for (i = 0; i < s->word.len; i++)
		number &= !!isdigit((unsigned char)s->word.buf[i]);
	if (number) {
		strbuf_clear(&s->word);
		s->in_word = 0;
	}
	end_word(s);
	s->redirect = *s->p == '>' ? 2 : 1;
	s->p++;
	if (s->p < s->end && *s->p == s->p[-1])
		s->p++;
	if (s->p < s->end && *s->p == '&') {
		s->redirect = 1;	/* >&2: a descriptor, not a file */
		s->p++;
	}
}

int shell_split(struct shell_line *l, struct arena *a, const char *text, size_t len)
{
	struct splitter s = { .l = l, .a = a, .p = text, .end = text + len };
	int bad;

	l->nr = l->written_nr = 0;
	strbuf_init(&s.word);
	while (s.p < s.end) {
		char c = *s.p;

		if (c == '\'' || c == '"') {
			s.p++;
			s.in_word = 1;
			if (c == '"')
				double_quoted(&s);
			else
				single_quoted(&s);
		} else if (c == '\\') {
			if (s.p + 1 < s.end && s.p[1] != '\n') {
				s.in_word = 1;
				strbuf_addch(&s.word, s.p[1]);
			}
			s.p += s.p + 1 < s.end ? 2 : 1;
		} else if (c == '$' && s.p + 1 < s.end && (s.p[1] == '(' || s.p[1] == '{')) {
			s.in_word = 1;
			substitution(&s);
		} else if (c == '`') {
			s.in_word = 1;
			backquoted(&s);
		} else if (c == ' ' || c == '\t' || c == '\r') {
			end_word(&s);
			s.p++;
		} else if (c == '#' && !s.in_word) {
			while (s.p < s.end && *s.p != '\n')
				s.p++;
		} else if (c == '>' || c == '<') {
			redirection(&s);
		} else if (c == ';' || c == '&' || c == '|' || c == '\n' ||
			   c == '(' || c == ')') {
			end_command(&s);
			s.p++;
		} else {
			s.in_word = 1;
			strbuf_addch(&s.word, c);
			s.p++;
		}
	}
	bad = s.bad;
	end_command(&s);
	strbuf_release(&s.word);
	return bad ? -1 : 0;
}

/* "gcc" of "gcc", "gcc-12", "gcc-12.2" */
static int is_versioned(const char *s, size_t n, const char *name)
{
	size_t k = strlen(name);

	if (n < k || strncmp(s, name, k))
		return 0;
	if (n == k)
		return 1;
	if (s[k] != '-' || k + 1 == n)
		return 0;
	for (k++; k < n; k++)
		if (!isdigit((unsigned char)s[k]) && s[k] != '.')
			return 0;
	return 1;
}

int is_compiler_name(const char *program)
{
	static const char *const names[] = { "gcc", "clang", "cc", "c99", "c11", "tcc", "icc" };
	const char *base = path_basename(program), *s = base;
	size_t i;

	/* each part after a dash may be where the prefix ends */
	for (;;) {
		for (i = 0; i < ARRAY_SIZE(names); i++)
			if (is_versioned(s, strlen(s), names[i]))
				return 1;
		s = strchr(s, '-');
		if (!s)
			return 0;
		s++;
	}
}

static int is_wrapper(const char *w)
{
	static const char *const names[] = {
		"ccache", "distcc", "sccache", "icecc", "env", "nice", "time", "exec",
		"then", "else", "do", "if", "!", "{", "@",
	};
	const char *base = path_basename(w), *eq = strchr(w, '=');
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(base, names[i]))
			return 1;
	if (!eq || eq == w)
		return 0;
	for (; w < eq; w++)
		if (!isalnum((unsigned char)*w) && *w != '_')
			return 0;
	return 1;
}

const char **shell_compiler_run(const struct shell_line *l, int *argc)
{
	size_t start = 0, end, i;

	for (; start < l->nr; start = end + 1) {
		for (end = start; end < l->nr && l->word[end]; end++)
			;
		while (start < end && is_wrapper(l->word[start]))
			start++;
		if (start == end || !is_compiler_name(l->word[start]))
			continue;
		for (i = start + 1; i < end; i++) {
			if (strcmp(l->word[i], "-c"))
				continue;
			*argc = (int)(end - start);
			return l->word + start;
		}
	}
	return NULL;
}
