/* SPDX-License-Identifier: MIT */
/*
 * Listings: which function a fence shows, its head, and its statements, with
 * the line numbers printed before them.
 */
#include "doc_shown.h"
#include "doc_fence.h"
#include "doc_p.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_STATEMENT 2000

struct lister {
	struct doc_reader *r;
	const char *func;	/* whose body this is; NULL outside */
	const char *object;	/* … or whose initialiser */
	const char *shown;	/* the function that was shown last */
	int headless;		/* statements of `func`, which the text before speaks of */
	int depth;		/* of braces */
	int comment;
	int numbered;
	struct strbuf stmt;	/* statement collected so far, comments taken out */
	uint32_t line, number;	/* of its first line; number 0: none printed */
	const char *text;	/* of its first line, as written */
	size_t n;
};

static void clear(struct lister *l)
{
	strbuf_clear(&l->stmt);
	l->line = l->number = 0;
}

/* Words before a name that are no types: "This is optional. If given it …". */
static int is_sentence(const char *s, const char *name)
{
	unsigned words = 0;
	const char *p;

	for (p = s; p < name; p++) {
		if (!doc_is_word((unsigned char)*p) && !strchr(" *()", *p))
			return 1;
		words += *p == ' ' && doc_is_word((unsigned char)p[1]);
	}
	return words > 8;
}

/* The last name before the first '(' of a head: what it defines. */
static const char *defined_name(struct lister *l)
{
	const char *s = l->stmt.buf, *p = strchr(s, '('), *end;
	size_t n;

	if (!p || p == s || strchr(s, '=') || *s == '#')
		return NULL;
	for (end = p; end > s && end[-1] == ' '; end--)
		;
	for (p = end; p > s && doc_is_word((unsigned char)p[-1]); p--)
		;
	n = (size_t)(end - p);
	if (n < 2 || n > 96 || isdigit((unsigned char)*p) || is_sentence(s, p))
		return NULL;
	/* SYSCALL_DEFINE3(connect, …) defines sys_connect; DEFINE_IDTENTRY(f) f */
	if (isupper((unsigned char)*p)) {
		const char *arg = strchr(s, '(') + 1;
		size_t k = 0;

		while (doc_is_word((unsigned char)arg[k]))
			k++;
		if (!k || !strncmp(arg, "void", 4))
			return NULL;
		if (!memmem(p, n, "SYSCALL", 7) ||
		    (lexicon_kinds(l->r->lex, arg, k) & (LEX_BODY | LEX_SYSCALL)) == LEX_BODY)
			return arena_strndup(&l->r->d->arena, arg, k);
		return arena_printf(&l->r->d->arena, "sys_%.*s", (int)k, arg);
	}
	if (p == s)
		return NULL;	/* a call, not a head */
	return arena_strndup(&l->r->d->arena, p, n);
}

int doc_is_keyword(const char *s, size_t n)
{
	static const char *const words[] = { "if", "for", "while", "switch", "return", "sizeof",
					     "do", "else", "case", "default", "goto", "break",
					     "continue", "struct", "unsigned", "int", NULL };
	int i;

	for (i = 0; words[i]; i++)
		if (strlen(words[i]) == n && !memcmp(words[i], s, n))
			return 1;
	return 0;
}

/* "static const struct net_protocol tcp_protocol =": tcp_protocol. */
static const char *initialised(struct lister *l)
{
	const char *s = l->stmt.buf, *eq = l->stmt.len ? strchr(s, '=') : NULL, *end = eq, *p;

	if (!eq || !strncmp(s, "enum", 4))
		return NULL;
	/* "fair_sched_class __section("x") =": the name stands before what is told of it */
	p = memchr(s, '(', (size_t)(eq - s));
	if (p) {
		while (p > s && doc_is_word((unsigned char)p[-1]))
			p--;
		if (strncmp(p, "__", 2) || p == s)
			return NULL;
		end = p;
	}
	while (end > s && end[-1] == ' ')
		end--;
	if (end > s && end[-1] == ']')
		for (end--; end > s && *end != '['; end--)
			;
	for (p = end; p > s && doc_is_word((unsigned char)p[-1]); p--)
		;
	return p > s && end - p > 1 ? arena_strndup(&l->r->d->arena, p, (size_t)(end - p)) : NULL;
}

/* ".handler = tcp_v4_rcv": a function is stored. */
static void end_member(struct lister *l)
{
	const char *s = l->stmt.buf, *field, *value;
	size_t n = 0, k = 0;
	struct doc_claim *c;

	if (l->stmt.len && *s == '.') {
		for (field = s + 1; doc_is_word((unsigned char)field[n]); n++)
			;
		value = field + n + strspn(field + n, " ");
		if (*value == '=') {
			value++;
			value += strspn(value, " &");
			while (doc_is_word((unsigned char)value[k]))
				k++;
			if (n && k > 2 && !value[k + strspn(value + k, " ")] &&
			    (lexicon_kinds(l->r->lex, value, k) & (LEX_FUNC | LEX_RENAMED)) &&
			    (c = doc_add(l->r, DOC_REGISTRATION, l->line, l->text, l->n))) {
				c->a = l->object;
				c->b = arena_strndup(&l->r->d->arena, field, n);
				c->to = arena_strndup(&l->r->d->arena, value, k);
				c->stored = 1;
			}
		}
	}
	clear(l);
}

/* "fs_initcall(inet_init)" outside of functions. */
static int initcall_line(struct lister *l)
{
	const char *s = l->stmt.buf, *arg;
	size_t n = 0, k = 0;
	struct doc_claim *c;

	while (doc_is_word((unsigned char)s[n]))
		n++;
	if (!n || s[n] != '(' || !(lexicon_kinds(l->r->lex, s, n) & LEX_INITCALL))
		return 0;
	for (arg = s + n + 1; doc_is_word((unsigned char)arg[k]); k++)
		;
	if (k < 2 || arg[k] != ')')
		return 0;
	c = doc_add(l->r, DOC_REGISTRATION, l->line, l->text, l->n);
	if (c) {
		c->a = arena_strndup(&l->r->d->arena, arg, k);
		c->macro = arena_strndup(&l->r->d->arena, s, n);
	}
	return 1;
}

/* Names in it that are no keywords. */
static unsigned names_in(const char *s)
{
	unsigned nr = 0;
	size_t n;

	for (; *s; s += n) {
		n = 1;
		if (!isalpha((unsigned char)*s) && *s != '_')
			continue;
		while (doc_is_word((unsigned char)s[n]))
			n++;
		nr += !doc_is_keyword(s, n);
	}
	return nr;
}

static void add_claim(struct lister *l, int head)
{
	struct doc_claim *c = doc_add(l->r, DOC_LISTING, l->line, l->text, l->n);

	if (!c)
		return;
	while (l->stmt.len && l->stmt.buf[l->stmt.len - 1] == ' ')
		strbuf_setlen(&l->stmt, l->stmt.len - 1);
	c->a = l->func;
	c->b = arena_strndup(&l->r->d->arena, l->stmt.buf, l->stmt.len);
	c->at = l->number;
	c->head = (uint8_t)head;
	c->variant = (uint8_t)l->r->variant;
	c->inferred = c->weak = (uint8_t)l->headless;
}

static int is_label(const char *s)
{
	size_t n = 0;

	while (doc_is_word((unsigned char)s[n]))
		n++;
	return n && s[n] == ':' && !s[n + 1] && strncmp(s, "default", 7);
}

static void end_statement(struct lister *l)
{
	const char *s = l->stmt.buf;

	while (l->stmt.len && l->stmt.buf[l->stmt.len - 1] == ' ')
		strbuf_setlen(&l->stmt, l->stmt.len - 1);
	if (!l->depth && l->stmt.len && initcall_line(l)) {
		clear(l);
		return;
	}
	/* a name, a keyword or a brace says nothing */
	if (l->headless && !(strchr(s, '(') || names_in(s) > 2)) {
		clear(l);
		return;
	}
	if (l->func && l->stmt.len > 3 && !is_label(s) && names_in(s) &&
	    (names_in(s) > 1 || strchr(s, '(')) && strncmp(s, "goto ", 5) && *s != '#')
		add_claim(l, 0);
	clear(l);
}

static void open_brace(struct lister *l)
{
	const char *name = l->depth == 0 && !l->headless ? defined_name(l) : NULL;

	if (l->depth == 0 && !l->headless) {
		l->object = name ? NULL : initialised(l);
		l->func = name;
		if (name)
			l->shown = name;
		if (name && l->stmt.len) {
			add_claim(l, 1);
			doc_shown_place(l->r, l->line, l->text, l->n, name);
		}
		clear(l);
	} else {
		end_statement(l);
	}
	l->depth++;
}

static void close_brace(struct lister *l)
{
	if (l->object && l->depth == 1)
		end_member(l);
	else
		end_statement(l);
	if (l->depth)
		l->depth--;
	if (!l->depth && !l->headless)
		l->func = l->object = NULL;
}

/* Length of the number that listings print before a line; 0: none. */
static size_t number_len(const char *s, size_t n, uint32_t *number)
{
	size_t i = 0, digits;

	*number = 0;
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	for (digits = i; i < n && i - digits < 7 && isdigit((unsigned char)s[i]); i++)
		*number = *number * 10 + (uint32_t)(s[i] - '0');
	if (i == digits)
		return 0;
	if (i < n && (s[i] == ':' || s[i] == '|' || s[i] == '.') && !(i + 1 < n && s[i + 1] == '.'))
		i++;
	return i;
}

/* Numbers that begin with 1 are the listing's own. */
static int is_numbered(const struct doc_lines *l, int *own)
{
	uint32_t i, with = 0, all = 0, number;

	*own = 0;
	for (i = 0; i < l->nr; i++) {
		if (!l->len[i] || l->at[i][0] == '.')
			continue;
		all++;
		with += number_len(l->at[i], l->len[i], &number) && number;
		*own |= with == 1 && number == 1;
	}
	return with > 1 && with * 10 >= all * 7;
}

static void elided(struct lister *l)
{
	/* what stood before it is not whole */
	clear(l);
}

/* "schedule->__schedule->pick_next_task:" above the listing: a chain of functions. */
static int is_chain_line(const struct lister *l, const char *s, size_t n)
{
	size_t i = 0, k, names = 0;

	while (n && (s[n - 1] == ' ' || s[n - 1] == ':' || s[n - 1] == '\t'))
		n--;
	while (i < n) {
		for (k = 0; i + k < n && doc_is_word((unsigned char)s[i + k]); k++)
			;
		if (!k || !(lexicon_kinds(l->r->lex, s + i, k) & (LEX_FUNC | LEX_RENAMED)))
			return 0;
		names++;
		i += k;
		i += i + 1 < n && s[i] == '(' && s[i + 1] == ')' ? 2 : 0;
		while (i < n && s[i] == ' ')
			i++;
		if (i == n)
			break;
		if (n - i < 3 || memcmp(s + i, "->", 2))
			return 0;
		for (i += 2; i < n && s[i] == ' '; i++)
			;
	}
	return names > 1;
}

static void one_line(struct lister *l, const char *s, size_t n, uint32_t line, uint32_t number)
{
	size_t i;
	int quoted = 0, paren = 0;

	for (i = 0; i < n && (s[i] == ' ' || s[i] == '\t'); i++)
		;
	if (!l->depth && !l->stmt.len && !l->comment && is_chain_line(l, s + i, n - i)) {
		strbuf_clear(&l->r->block);
		for (; i < n; i++)	/* "a->b" would be C */
			if (s[i] == '-' && i + 1 < n && s[i + 1] == '>')
				strbuf_addstr(&l->r->block, l->r->block.buf[l->r->block.len - 1] == ')' ? " -" : "() -");
			else if (i && s[i - 1] == '>' && s[i] != ' ')
				strbuf_addf(&l->r->block, " %c", s[i]);
			else
				strbuf_addch(&l->r->block, s[i]);
		strbuf_addch(&l->r->block, ' ');
		ALLOC_GROW(l->r->part, 1, l->r->alloc_part);
		l->r->part[0].at = 0;
		l->r->part[0].line = line;
		l->r->nr_part = 1;
		doc_prose(l->r, 0);
		strbuf_clear(&l->r->block);
		l->r->nr_part = 0;
		return;
	}
	if (n - i >= 3 && !memcmp(s + i, "...", 3) && !l->comment) {
		elided(l);
		return;
	}
	if (i < n && s[i] == '#' && !l->comment) {
		doc_define(l->r, line, s + i, n - i);
		return;
	}
	if (!l->depth && !l->stmt.len && !l->comment)
		doc_shown_comment(l->r, s + i, n - i);
	for (; i < n; i++) {
		char c = s[i];

		if (l->comment) {
			if (c == '*' && i + 1 < n && s[i + 1] == '/') {
				l->comment = 0;
				i++;
			}
			continue;
		}
		if (!quoted && c == '/' && i + 1 < n && s[i + 1] == '*') {
			l->comment = 1;
			i++;
			continue;
		}
		if (!quoted && c == '/' && i + 1 < n && s[i + 1] == '/')
			break;
		if (c == '"' && !(i && s[i - 1] == '\\'))
			quoted = !quoted;
		if (!quoted && c == '}' && !paren) {
			close_brace(l);
			continue;
		}
		if (!l->stmt.len) {
			if (c == ' ' || c == '\t' || c == ';')
				continue;
			l->line = line;
			l->number = number;
			l->text = s;
			l->n = n;
		}
		if (!quoted && c == ',' && !paren && l->object && l->depth == 1) {
			end_member(l);
			continue;
		}
		if (!quoted && c == '{' && !(l->stmt.len && l->depth && strchr(l->stmt.buf, '=') &&
					     !strchr(l->stmt.buf, '('))) {
			open_brace(l);
			continue;
		}
		if (l->stmt.len < MAX_STATEMENT &&
		    !((c == ' ' || c == '\t') && l->stmt.buf[l->stmt.len - 1] == ' '))
			strbuf_addch(&l->stmt, c == '\t' ? ' ' : c);
		if (!quoted && c == '(')
			paren++;
		if (!quoted && c == ')')
			paren--;
		if (!quoted && c == ';' && paren <= 0) {
			int open = 0;
			const char *p;

			for (p = l->stmt.buf; *p; p++)
				open += *p == '(' ? 1 : *p == ')' ? -1 : 0;
			if (open <= 0)
				end_statement(l);
		}
		if (!quoted && c == ':' && l->stmt.len &&
		    (!strncmp(l->stmt.buf, "case ", 5) || is_label(l->stmt.buf)))
			clear(l);
	}
	if (l->stmt.len && l->stmt.buf[l->stmt.len - 1] != ' ' && !l->comment)
		strbuf_addch(&l->stmt, ' ');
}

/* "if (x)" without a brace: the condition is a statement of its own. */
static void end_condition(struct lister *l)
{
	const char *s = l->stmt.buf, *p;
	int depth = 0;

	if (strncmp(s, "if ", 3) && strncmp(s, "if(", 3) && strncmp(s, "for ", 4) &&
	    strncmp(s, "while ", 6) && strncmp(s, "else if", 7))
		return;
	for (p = s; *p; p++) {
		depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		if (*p == ')' && !depth)
			break;
	}
	if (*p && !p[1 + strspn(p + 1, " ")])
		end_statement(l);
}

void doc_listing(struct doc_reader *r, const struct doc_lines *lines)
{
	struct lister l = { .r = r };
	uint32_t i, number;
	int own;

	if (listing_is_user_program(r, lines) || listing_is_patch(lines))
		return;

	l.headless = listing_is_headless(lines) && r->subject;
	if (l.headless)
		l.func = r->subject;
	l.numbered = is_numbered(lines, &own);
	strbuf_init(&l.stmt);
	for (i = 0; i < lines->nr; i++) {
		const char *s = lines->at[i];
		size_t n = lines->len[i], skip = 0;

		number = 0;
		if (l.numbered)
			skip = number_len(s, n, &number);
		one_line(&l, s + skip, n - skip, lines->first + i, own ? 0 : number);
		if (l.depth || l.headless)
			end_condition(&l);
		if (l.stmt.len > MAX_STATEMENT)
			clear(&l);
	}
	strbuf_release(&l.stmt);
	/* the sentence behind it goes on: "this function first …" */
	if (!l.shown)
		l.shown = listing_only_call(r, lines);
	if (l.shown)
		r->subject = r->last = l.shown;
	r->shown_in = NULL;
}
