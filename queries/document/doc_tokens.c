/* SPDX-License-Identifier: MIT */
/* Text -> names, files, states and phrases. */
#include "doc_toks.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#define MAX_NAME 96
#define MAX_ARGS 240
#define MAX_PATH_NAME 200

/* ---- phrases ----------------------------------------------------------------- */

static void add_phrase(struct doc_reader *r, const char *text, enum tok_type type, const char *act)
{
	unsigned char c = (unsigned char)tolower((unsigned char)*text);
	struct phrase *p, **at = &r->phrase[c];

	if (!c || strlen(text) > 200)
		return;
	p = arena_alloc(&r->phrases, sizeof(*p));
	p->text = text;
	p->len = (uint16_t)strlen(text);
	p->type = (uint8_t)type;
	p->act = act;
	while (*at && (*at)->len >= p->len)	/* the longest first */
		at = &(*at)->next;
	p->next = *at;
	*at = p;
}

static void add_phrases(struct doc_reader *r, const struct k_strings *s, enum tok_type type)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		add_phrase(r, s->s[i], type, NULL);
}

void phrases_init(struct doc_reader *r)
{
	const struct k_documents *k = &r->lex->k->doc;
	size_t i;

	for (i = 0; i < k->acts.nr; i++)
		add_phrase(r, k->acts.p[i].key, TOK_ACT, k->acts.p[i].value);
	add_phrases(r, &k->calls, TOK_CALLS);
	add_phrases(r, &k->passes, TOK_PASSES);
	add_phrases(r, &k->called_by, TOK_CALLED_BY);
	add_phrases(r, &k->called, TOK_CALLED);
	add_phrases(r, &k->sets, TOK_SETS);
	add_phrases(r, &k->agents, TOK_AGENT);
	add_phrases(r, &k->located, TOK_LOCATED);
	add_phrases(r, &k->registers, TOK_REGISTERS);
	add_phrases(r, &k->from, TOK_FROM);
	add_phrases(r, &k->to, TOK_TO);
	add_phrases(r, &k->within, TOK_WITHIN);
	add_phrases(r, &k->through, TOK_THROUGH);
	add_phrases(r, &k->when, TOK_WHEN);
	add_phrases(r, &k->times, TOK_TIME);
	add_phrases(r, &k->such_as, TOK_SUCH_AS);
	add_phrases(r, &k->does, TOK_DOES);
	add_phrases(r, &k->that_call, TOK_THAT_CALL);
	add_phrases(r, &k->all_of, TOK_ALL_OF);
	add_phrases(r, &k->this_one, TOK_THIS_ONE);
	add_phrases(r, &k->it, TOK_IT);
	add_phrases(r, &k->list_heads, TOK_LIST_HEAD);
	add_phrases(r, &k->negations, TOK_NEGATION);
	add_phrases(r, &k->about, TOK_ABOUT);
	add_phrases(r, &k->lines, TOK_LINE);
	add_phrases(r, &k->functions, TOK_FUNCTION);
	add_phrases(r, &k->structs, TOK_STRUCTURE);
	add_phrases(r, &k->and_also, TOK_AND);
	add_phrases(r, &k->fillers, TOK_FILLER);
}

static const struct phrase *find_phrase(const struct doc_reader *r, const char *s, size_t n)
{
	const struct phrase *p = r->phrase[(unsigned char)tolower((unsigned char)*s)];

	for (; p; p = p->next) {
		if (p->len > n || ((unsigned char)*s >= 0x80 ? memcmp(p->text, s, p->len) :
				   strncasecmp(p->text, s, p->len)))
			continue;
		if (doc_is_word((unsigned char)p->text[p->len - 1]) && p->len < n &&
		    doc_is_word((unsigned char)s[p->len]))
			continue;
		return p;
	}
	return NULL;
}

/* ---- pieces ------------------------------------------------------------------- */

struct tok *toks_new(struct doc_reader *r, enum tok_type type, size_t at, size_t end)
{
	struct toks *ts = &r->toks;

	ALLOC_GROW(ts->t, ts->nr + 1, ts->alloc);
	memset(&ts->t[ts->nr], 0, sizeof(*ts->t));
	ts->t[ts->nr].type = (uint8_t)type;
	ts->t[ts->nr].at = (uint32_t)at;
	ts->t[ts->nr].end = (uint32_t)end;
	return &ts->t[ts->nr++];
}

/* Length of a file name that begins at s ("net/ipv4/tcp.c"), or 0. */
static size_t file_len(const char *s, size_t n)
{
	size_t len = 0;

	while (len < n && len < MAX_PATH_NAME && doc_in_path((unsigned char)s[len]))
		len++;
	while (len && (s[len - 1] == '.' || s[len - 1] == '-' || s[len - 1] == '/'))
		len--;
	if (len < 3 || s[len - 2] != '.' || !strchr("chS", s[len - 1]) || s[0] == '-' ||
	    !doc_is_word((unsigned char)s[len - 3]))
		return 0;
	return len;
}

static uint32_t number_at(const char *s, size_t n, size_t *len)
{
	uint32_t v = 0;
	size_t i = 0;

	while (i < n && i < 8 && isdigit((unsigned char)s[i]))
		v = v * 10 + (uint32_t)(s[i++] - '0');
	*len = i && !(i < n && doc_is_word((unsigned char)s[i])) ? i : 0;
	return v;
}

/* "file.c", "file.c:12", "file.c:func", "file.c#L12". Returns its end. */
static size_t take_file(struct doc_reader *r, const char *s, size_t n, size_t at)
{
	size_t len = file_len(s + at, n - at), end = at + len, k = 0;
	struct tok *t = toks_new(r, TOK_FILE, at, end);
	const char *p = s + at;

	while (len > 2 && p[0] == '.' && (p[1] == '/' || (p[1] == '.' && p[2] == '/'))) {
		size_t skip = p[1] == '/' ? 2 : 3;

		p += skip;
		len -= skip;
	}
	if (*p == '/')
		p++, len--;
	t->name = arena_strndup(&r->d->arena, p, len);
	if (end + 1 < n && (s[end] == ':' || s[end] == '#' || s[end] == '@')) {
		size_t skip = (s[end] == '#' && s[end + 1] == 'L') || (s[end] == ':' && s[end + 1] == ':') ? 2 : 1;
		size_t from = end + skip;

		if (from < n && s[from] == ' ' && from + 1 < n && isdigit((unsigned char)s[from + 1]))
			from++;
		if (from >= n)
			return end;
		t->num = number_at(s + from, n - from, &k);
		if (k) {
			end = from + k;
		} else {
			t->num = 0;
			while (from + k < n && k < MAX_NAME && doc_is_word((unsigned char)s[from + k]))
				k++;
			if (k > 2 && (lexicon_kinds(r->lex, s + from, k) & (LEX_FUNC | LEX_RENAMED))) {
				t->func = arena_strndup(&r->d->arena, s + from, k);
				end = from + k;
			}
		}
	}
	r->toks.t[r->toks.nr - 1].end = (uint32_t)end;
	return end;
}

size_t toks_args_len(const char *s, size_t n)
{
	int depth = 0;
	size_t i;

	for (i = 0; i < n && i < MAX_ARGS; i++) {
		if (s[i] == '(')
			depth++;
		else if (s[i] == ')' && !--depth)
			return i + 1;
		else if ((unsigned char)s[i] >= 0x80 || s[i] == '`')
			return 0;
	}
	return 0;
}

static int is_all_caps(const char *s, size_t n)
{
	size_t i, letters = 0;

	for (i = 0; i < n; i++) {
		if (islower((unsigned char)s[i]))
			return 0;
		letters += isupper((unsigned char)s[i]) != 0;
	}
	return letters >= 3;
}

static int followed_by(const struct doc_reader *r, const char *s, size_t n, enum tok_type type)
{
	const struct phrase *p;

	while (n && (*s == ' ' || *s == '`' || *s == '*'))
		s++, n--;
	if (n > 3 && !memcmp(s, "的", 3))
		s += 3, n -= 3;
	p = n ? find_phrase(r, s, n) : NULL;
	return p && p->type == type;
}

static int preceded_by(const struct doc_reader *r, enum tok_type type)
{
	return r->toks.nr && r->toks.t[r->toks.nr - 1].type == type;
}

static enum tok_type word_type(struct doc_reader *r, const char *s, size_t len, const char *rest,
			       size_t nrest, int code, int parens)
{
	unsigned kinds = lexicon_kinds(r->lex, s, len);
	int snake = memchr(s, '_', len) != NULL;
	int noun = followed_by(r, rest, nrest, TOK_FUNCTION) || preceded_by(r, TOK_FUNCTION);
	int structure = followed_by(r, rest, nrest, TOK_STRUCTURE) ||
			preceded_by(r, TOK_STRUCTURE);

	if (is_all_caps(s, len)) {
		if (kinds & LEX_STATE)
			return TOK_STATE;
		return (kinds & LEX_FUNC) && (parens || (snake && (kinds & LEX_BODY))) ? TOK_FUNC : TOK_WORD;
	}
	if ((kinds & LEX_STRUCT) && structure && !parens)
		return TOK_STRUCT;
	if (kinds & LEX_INITCALL)
		return TOK_INITCALL;
	if (structure && !parens && len > 1 && !(kinds & LEX_FUNC))
		return TOK_STRUCT;
	if (kinds & (LEX_FUNC | LEX_RENAMED)) {
		if (parens || snake || (code && (kinds & LEX_BODY) && !(kinds & LEX_FIELD)))
			return TOK_FUNC;
		return noun && (kinds & LEX_SYSCALL) ? TOK_FUNC : TOK_MAYBE;
	}
	if ((kinds & LEX_SYSCALL) && (parens || noun || snake))
		return TOK_FUNC;
	/* "the _bh() variants": the end of a name */
	if (*s == '_' && len > 1 && s[1] != '_' && !kinds)
		return TOK_WORD;
	if (kinds & (LEX_FIELD | LEX_OBJECT | LEX_STRUCT | LEX_CONST))
		return parens && !(kinds & (LEX_OBJECT | LEX_STRUCT)) ? TOK_FUNC :
		       noun && snake ? TOK_FUNC : TOK_WORD;
	if (parens && len > 2 && !doc_is_keyword(s, len) && !isupper((unsigned char)*s))
		return TOK_FUNC;
	if (snake && noun)
		return TOK_FUNC;
	if (snake && !kinds && doc_is_own(r, s, len))
		return TOK_FUNC;
	if ((kinds & LEX_SYSCALL) || (snake && islower((unsigned char)*s)))
		return TOK_MAYBE;
	return TOK_WORD;
}

/* "SYSCALL_DEFINE3(ioctl, …)" stands for the system call: the length of its name, or 0. */
static size_t macro_name(const struct doc_reader *r, const char *macro, size_t nr, const char *args, size_t n)
{
	char name[MAX_NAME + 1];
	size_t len = 0;

	memcpy(name, macro, nr);
	name[nr] = '\0';
	if (!k_strings_match(&r->lex->k->syscall_macros, name))
		return 0;
	while (len < n && len < MAX_NAME && doc_is_word((unsigned char)args[len]))
		len++;
	return len > 1 ? len : 0;
}

static size_t take_word(struct doc_reader *r, const char *s, size_t n, size_t at, int code)
{
	size_t end = at, args = 0, after, len;
	enum tok_type type;
	struct tok *t;

	while (end < n && doc_is_word((unsigned char)s[end]))
		end++;
	/* "copy_*": any of a family, none of them */
	if (end - at > MAX_NAME || (end - at > 1 && s[end - 1] == '_' && end < n && s[end] == '*' &&
				    !lexicon_kinds(r->lex, s + at, end - at))) {
		toks_new(r, TOK_WORD, at, end);
		return end;
	}
	/* FIN-WAIT-1 */
	if (is_all_caps(s + at, end - at) && end + 1 < n && s[end] == '-' &&
	    isupper((unsigned char)s[end + 1])) {
		size_t e = end;

		while (e < n && (isupper((unsigned char)s[e]) || isdigit((unsigned char)s[e]) ||
				 s[e] == '-'))
			e++;
		while (e > end && s[e - 1] == '-')
			e--;
		if (lexicon_kinds(r->lex, s + at, e - at) & LEX_STATE)
			end = e;
	}
	after = toks_expression_end(s, n, end);
	if (after != end && !(lexicon_kinds(r->lex, s + at, end - at) & LEX_FUNC &&
			      memchr(s + at, '_', end - at) && s[end] == '-'))
		return toks_take_expression(r, s, n, at, after);
	after = end;
	if (after < n && s[after] == ' ' && after + 1 < n && s[after + 1] == '(' &&
	    after + 2 < n && s[after + 2] == ')')
		after++;
	if (after < n && s[after] == '(')
		args = toks_args_len(s + after, n - after);
	if (args && is_all_caps(s + at, end - at) && (len = macro_name(r, s + at, end - at, s + after + 1, args - 2))) {
		t = toks_new(r, TOK_FUNC, at, after + args);
		t->name = arena_strndup(&r->d->arena, s + after + 1, len);
		t->args = "";
		t->code = 1;
		return after + args;
	}
	type = word_type(r, s + at, end - at, s + end + args, n - end - args, code, args != 0);
	t = toks_new(r, type, at, end);
	if (type == TOK_WORD) {
		/* "the attached `output` function": a field may be meant */
		if ((code || followed_by(r, s + end, n - end, TOK_FUNCTION)) && end - at > 1 &&
		    (lexicon_kinds(r->lex, s + at, end - at) & (LEX_FIELD | LEX_OBJECT)) == LEX_FIELD)
			t->name = arena_printf(&r->d->arena, "->%.*s", (int)(end - at), s + at);
		return end;
	}
	if (args && toks_member_of(r, s, n, after + args)) {
		r->toks.nr--;
		return toks_take_expression(r, s, n, at, toks_expression_end(s, n, after + args));
	}
	t->name = arena_strndup(&r->d->arena, s + at, end - at);
	t->code = (uint8_t)(code || args);
	if (args && type != TOK_STATE) {
		t->args = arena_strndup(&r->d->arena, s + after + 1, args - 2);
		t->end = (uint32_t)(after + args);
		return after + args;
	}
	return end;
}

/* Length of a UTF-8 character. */
static size_t char_len(const char *s, size_t n)
{
	unsigned char c = (unsigned char)*s;
	size_t len = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return len <= n ? len : 1;
}

static size_t starts(const char *s, size_t n, const char *with)
{
	size_t len = strlen(with);

	return len <= n && !memcmp(s, with, len) ? len : 0;
}

static size_t arrow_len(const char *s, size_t n)
{
	static const char *const arrows[] = {
		"→", "⇒", "⟶", "➔", "➜", "⟹", "->>", "-->", "--->", "==>", "=>", "->", "—>", "–>",
	};
	size_t i, len, best = 0;

	for (i = 0; i < ARRAY_SIZE(arrows); i++) {
		len = starts(s, n, arrows[i]);
		best = len > best ? len : best;
	}
	return best;
}

static const struct { const char *text; enum tok_type type; } marks[] = {
	{ "。", TOK_STOP }, { "！", TOK_STOP }, { "？", TOK_STOP }, { "；", TOK_STOP },
	{ "，", TOK_COMMA }, { "：", TOK_COMMA }, { "（", TOK_OPEN }, { "）", TOK_CLOSE },
	{ "；", TOK_STOP }, { ";", TOK_STOP }, { ",", TOK_COMMA }, { ":", TOK_COMMA },
	{ "(", TOK_OPEN }, { ")", TOK_CLOSE }, { "!", TOK_STOP }, { "?", TOK_STOP },
	{ "|", TOK_CELL }, { " – ", TOK_COMMA }, { " — ", TOK_COMMA }, { "——", TOK_COMMA },
};

static size_t take_mark(struct doc_reader *r, const char *s, size_t n, size_t at)
{
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(marks); i++) {
		len = starts(s + at, n - at, marks[i].text);
		if (len) {
			toks_new(r, marks[i].type, at, at + len);
			return at + len;
		}
	}
	if (s[at] == '.' && (at + 1 >= n || s[at + 1] == ' ' || s[at + 1] == '*')) {
		toks_new(r, TOK_STOP, at, at + 1);
		return at + 1;
	}
	return at;
}

static void take_other(struct doc_reader *r, const char *s, size_t at, size_t len)
{
	struct tok *t = r->toks.nr ? &r->toks.t[r->toks.nr - 1] : NULL;
	int chinese = (unsigned char)s[at] >= 0xe3;

	if (!chinese && (unsigned char)s[at] < 0x80)
		return;
	if (t && t->type == TOK_WORD && t->chinese && t->end == at && chinese) {
		t->end = (uint32_t)(at + len);
		return;
	}
	t = toks_new(r, TOK_WORD, at, at + len);
	t->chinese = (uint8_t)chinese;
}

void toks_read(struct doc_reader *r, const char *s, size_t n)
{
	const struct phrase *p;
	size_t at = 0, len;
	int code = 0;

	r->toks.nr = 0;
	while (at < n) {
		unsigned char c = (unsigned char)s[at];
		int begins = c >= 0x80 || !at || !doc_is_word((unsigned char)s[at - 1]);

		if (c == '`') {
			code = !code;
			at++;
		} else if (c == ' ' || c == '\t' || c == '*' || c == '\n') {
			at++;
		} else if ((len = toks_take_field(r, s, n, at, code)) != at) {
			at = len;
		} else if ((len = arrow_len(s + at, n - at))) {
			toks_new(r, TOK_ARROW, at, at + len);
			at += len;
		} else if (begins && doc_in_path(c) && file_len(s + at, n - at)) {
			at = take_file(r, s, n, at);
		} else if (begins && (p = find_phrase(r, s + at, n - at)) &&
			   !(doc_is_word(c) && at + p->len < n &&
			     (s[at + p->len] == '(' || s[at + p->len] == '/') &&
			     !memchr(p->text, ' ', p->len)) &&
			   !(code && c < 0x80 && p->type != TOK_STRUCTURE)) {
			struct tok *t = toks_new(r, p->type, at, at + p->len);

			t->chinese = c >= 0x80;
			t->name = p->act;
			at += p->len;
		} else if (isdigit(c) && begins) {
			uint32_t v = number_at(s + at, n - at, &len);

			if (len) {
				toks_new(r, TOK_NUMBER, at, at + len)->num = v;
				at += len;
			} else {
				while (at < n && doc_is_word((unsigned char)s[at]))
					at++;
			}
		} else if (doc_is_word(c)) {
			at = take_word(r, s, n, at, code);
		} else if ((len = take_mark(r, s, n, at) - at)) {
			at += len;
		} else {
			len = char_len(s + at, n - at);
			take_other(r, s, at, len);
			at += len;
		}
	}
}

int doc_is_known(const struct doc_reader *r, const char *name)
{
	return (lexicon_kinds(r->lex, name, strlen(name)) & (LEX_FUNC | LEX_RENAMED | LEX_SYSCALL)) ||
		k_pairs_get(&r->lex->k->doc.gone, name);
}
