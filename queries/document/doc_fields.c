/* SPDX-License-Identifier: MIT */
/* Fields in a text: "->poll()", ".open", "sk->sk_prot->connect(sk)". */
#include "doc_toks.h"

#include <ctype.h>
#include <string.h>

static int begins_name(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

size_t toks_expression_end(const char *s, size_t n, size_t end)
{
	size_t mark;

	while (end + 1 < n && ((s[end] == '-' && s[end + 1] == '>') || s[end] == '.')) {
		mark = s[end] == '.' ? 1 : 2;
		if (end + mark >= n || !begins_name(s[end + mark]))
			break;
		end += mark;
		while (end < n && doc_is_word((unsigned char)s[end]))
			end++;
	}
	return end;
}

int toks_member_of(const struct doc_reader *r, const char *s, size_t n, size_t end)
{
	size_t from = end + (end < n && s[end] == '.' ? 1 : 2), len = 0;

	if (toks_expression_end(s, n, end) == end)
		return 0;
	while (from + len < n && doc_is_word((unsigned char)s[from + len]))
		len++;
	return !(lexicon_kinds(r->lex, s + from, len) & (LEX_FUNC | LEX_RENAMED)) ||
		!(memchr(s + from, '_', len) || (from + len < n && s[from + len] == '('));
}

/* "->poll" of the field whose `len` bytes are at s, in the document's arena. */
static const char *field_name(struct doc_reader *r, const char *s, size_t len)
{
	return arena_printf(&r->d->arena, "->%.*s", (int)len, s);
}

/* "inet_prot.connect" of a variable, "sk->sk_prot->connect"; but "socket.connect" is of
 * some language. */
static int is_of_kernel(const struct doc_reader *r, const char *s, size_t at, size_t end)
{
	size_t len = 0;

	if (memchr(s + at, '>', end - at))
		return 1;
	while (at + len < end && doc_is_word((unsigned char)s[at + len]))
		len++;
	return (lexicon_kinds(r->lex, s + at, len) & LEX_OBJECT) && memchr(s + at, '_', len);
}

size_t toks_take_expression(struct doc_reader *r, const char *s, size_t n, size_t at, size_t end)
{
	size_t args = end < n && s[end] == '(' ? toks_args_len(s + end, n - end) : 0, len = 0;
	struct tok *t = toks_new(r, TOK_WORD, at, end + args);

	while (doc_is_word((unsigned char)s[end - len - 1]))
		len++;
	if (!(lexicon_kinds(r->lex, s + end - len, len) & LEX_FIELD) || !is_of_kernel(r, s, at, end))
		return end + args;
	t->name = field_name(r, s + end - len, len);
	if (args) {
		t->type = TOK_FUNC;
		t->code = 1;
	}
	return end + args;
}

/* Bytes of "->" or "." before a name at s, or 0. */
static size_t field_mark(const char *s, size_t n)
{
	size_t len = n > 2 && s[0] == '-' && s[1] == '>' ? 2 : n > 1 && s[0] == '.' ? 1 : 0;

	return len && len < n && begins_name(s[len]) ? len : 0;
}

/* " ->poll()" between words: a field, unless a chain goes on there. */
static int is_arrow_field(const struct doc_reader *r, const char *s, size_t at)
{
	const struct tok *before = r->toks.nr ? &r->toks.t[r->toks.nr - 1] : NULL;

	return !(at && !strchr(" \t(`\"'/", s[at - 1])) &&
		!(before && before->type == TOK_FUNC && before->end + 1 >= at && s[at - 1] != '/');
}

/* Only where it is called does a sentence speak of it as of a function. */
size_t toks_take_field(struct doc_reader *r, const char *s, size_t n, size_t at, int code)
{
	size_t mark = field_mark(s + at, n - at), from = at + mark, end = from, args = 0;
	int field;
	struct tok *t;

	if (!mark)
		return at;
	while (end < n && doc_is_word((unsigned char)s[end]))
		end++;
	field = (lexicon_kinds(r->lex, s + from, end - from) & LEX_FIELD) != 0;
	if (!(code && at && s[at - 1] == '`') && !(mark == 2 && is_arrow_field(r, s, at)) &&
	    !(mark == 1 && field && (!at || strchr(" (", s[at - 1]))))
		return at;
	if (end < n && s[end] == '(')
		args = toks_args_len(s + end, n - end);
	t = toks_new(r, args ? TOK_FUNC : TOK_WORD, at, end + args);
	if (args || field)
		t->name = field_name(r, s + from, end - from);
	t->code = args != 0;
	return end + args;
}
