/* SPDX-License-Identifier: MIT */
/*
 * A piece of an asm()'s text that is a macro's argument as a string: "call __" #fn "_%P4"
 * (arch/x86/include/asm/uaccess.h, Linux 6.1). What stands for it is read where the macro
 * is used: in the source, or in the one macro of the same file that the source uses.
 */
#include <ctype.h>
#include <string.h>

#include "asmpiece.h"
#include "cursors.h"
#include "walk.h"

struct macro_text {		/* "#define name(params) body" */
	struct word_text name;
	const char *params, *params_end, *body, *end;
};

static int is_word(int c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static struct word_text name_at(const char *s, const char *end)
{
	struct word_text w = { s, 0 };

	while (s + w.n < end && is_word(s[w.n]))
		w.n++;
	return w;
}

static int is_same(struct word_text a, struct word_text b)
{
	return a.n == b.n && a.n && !memcmp(a.s, b.s, a.n);
}

static const char *blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\\'))
		s++;
	return s;
}

/* Does a macro with parameters begin at s, the start of a line? */
static int read_macro(const char *s, const char *end, struct macro_text *m)
{
	s = blanks(s, end);
	if (s == end || *s != '#')
		return 0;
	s = blanks(s + 1, end);
	if (end - s < 7 || memcmp(s, "define", 6) || is_word(s[6]))
		return 0;
	m->name = name_at(blanks(s + 6, end), end);
	s = m->name.s + m->name.n;
	if (!m->name.n || s == end || *s != '(')
		return 0;
	m->params = s + 1;
	m->params_end = memchr(s, ')', (size_t)(end - s));
	if (!m->params_end)
		return 0;
	m->body = m->params_end + 1;
	for (s = m->body; s < end && (*s != '\n' || s[-1] == '\\'); s++)
		;
	m->end = s;
	return 1;
}

/* The macro whose body `at` is in. */
static int macro_around(const char *text, const char *end, const char *at, struct macro_text *m)
{
	const char *s = at;

	while (s > text && (s[-1] != '\n' || (s - text > 1 && s[-2] == '\\')))
		s--;
	return read_macro(s, end, m) && at >= m->body && at < m->end;
}

static int parameter(const struct macro_text *m, struct word_text name)
{
	const char *s = m->params;
	int i;

	for (i = 0; s < m->params_end; i++) {
		struct word_text w = name_at(blanks(s, m->params_end), m->params_end);

		if (is_same(w, name))
			return i;
		s = memchr(s, ',', (size_t)(m->params_end - s));
		if (!s)
			break;
		s++;
	}
	return -1;
}

/* Of a use, behind its parenthesis: argument i where it is one word. */
static struct word_text argument(const char *s, const char *end, int i)
{
	struct word_text none = { s, 0 }, w;
	unsigned depth = 0;

	for (; i && s < end; s++) {
		if (*s == '"' || *s == '\'')	/* may hold anything */
			return none;
		if (*s == ')' && !depth)
			return none;
		depth += *s == '(';
		depth -= *s == ')';
		i -= *s == ',' && !depth;
	}
	w = name_at(blanks(s, end), end);
	s = blanks(w.s + w.n, end);
	return s < end && (*s == ',' || *s == ')') ? w : none;
}

/* Behind the parenthesis of the only use of a macro in a text; NULL. */
static const char *only_use(const char *s, const char *end, struct word_text name)
{
	const char *found = NULL;

	while (s < end) {
		struct word_text w = name_at(s, end);

		if (!w.n) {
			s++;
			continue;
		}
		s += w.n;
		if (!is_same(w, name) || s == end || *s != '(')
			continue;
		if (found)
			return NULL;
		found = s + 1;
	}
	return found;
}

/* What macro `m`, which the source uses with the arguments behind `args`, hands to parameter i
 * of `in`. */
static struct word_text handed_on(const struct macro_text *m, const struct macro_text *in, int i,
			     const char *args, const char *args_end)
{
	const char *use = only_use(m->body, m->end, in->name);
	struct word_text w = { args, 0 };
	int outer;

	if (!use)
		return w;
	w = argument(use, m->end, i);
	outer = parameter(m, w);
	return outer < 0 ? w : argument(args, args_end, outer);
}

/* … of all macros of the name in the file: they have to agree. */
static int find_handed_on(const struct source_file *sf, struct word_text used, const struct macro_text *in,
			  int i, const char *args, const char *args_end, struct word_text *got)
{
	const char *end = sf->text + sf->len, *line = sf->text;
	struct macro_text m;
	struct word_text one;

	while (line < end) {
		if (*line != '\n' && read_macro(line, end, &m) && is_same(m.name, used)) {
			one = handed_on(&m, in, i, args, args_end);
			if (!one.n || (got->n && !is_same(*got, one)))
				return 0;
			*got = one;
		}
		line = memchr(line, '\n', (size_t)(end - line));
		if (!line)
			break;
		line++;
	}
	return got->n != 0;
}

int asm_piece(struct walk *w, CXCursor c, const struct source_file *sf, const char *at,
	      struct word_text *out)
{
	const char *end = sf->text + sf->len, *s, *used_end;
	struct word_text name = name_at(at, end), used, got = { at, 0 };
	struct place p = place_of(w, c);
	struct macro_text in;
	int i;

	if (!p.file || !p.file->text || p.offset >= p.file->len ||
	    !macro_around(sf->text, end, at, &in) || (i = parameter(&in, name)) < 0)
		return 0;
	used_end = p.file->text + p.file->len;
	used = name_at(p.file->text + p.offset, used_end);
	s = blanks(used.s + used.n, used_end);
	if (!used.n || s == used_end || *s++ != '(')
		return 0;
	if (is_same(used, in.name))
		got = argument(s, used_end, i);
	else if (!find_handed_on(sf, used, &in, i, s, used_end, &got))
		return 0;
	*out = got;
	return got.n != 0;
}
