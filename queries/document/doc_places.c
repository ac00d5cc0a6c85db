/* SPDX-License-Identifier: MIT */
/* Where sentences say that things are, and the chains in them. */
#include "doc_walk.h"

#include <string.h>
#include <strings.h>

/* A name that the index does not have is a function where the words around it
 * say so. */
void walk_promote(struct walk *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++) {
		struct tok *t = &w->t[i];
		int before = i ? w->t[i - 1].type : TOK_STOP;
		uint32_t k = i;

		if (t->type == TOK_MAYBE && !strchr(t->name, '_') && (before == TOK_STOP || before == TOK_COMMA) &&
		    (lexicon_kinds(w->r->lex, t->name, strlen(t->name)) & LEX_SYSCALL) &&
		    type_at(w, i + 1) == TOK_WORD && w->t[i + 1].chinese && type_at(w, i + 2) == TOK_CALLS)
			t->type = TOK_FUNC;
		/* "calls `schedule`": a field of that name, too */
		if (t->type == TOK_MAYBE && t->code && before == TOK_CALLS &&
		    (lexicon_kinds(w->r->lex, t->name, strlen(t->name)) & (LEX_BODY | LEX_SYSCALL)) == LEX_BODY)
			t->type = TOK_FUNC;
		if (t->type != TOK_MAYBE || !strchr(t->name, '_'))
			continue;
		if (before == TOK_SUCH_AS || before == TOK_CALLS || before == TOK_CALLED_BY || before == TOK_THROUGH ||
		    before == TOK_FUNCTION || type_at(w, i + 1) == TOK_CALLS ||
		    (type_at(w, i + 1) == TOK_COMMA && type_at(w, i + 2) == TOK_THIS_ONE))
			t->type = TOK_FUNC;
		/* an item, or a sentence in Chinese, that begins with it says what it does */
		if (before == TOK_STOP && i + 1 < w->nr && w->t[i + 1].chinese)
			t->type = TOK_FUNC;
		t->said = t->type == TOK_FUNC && (before == TOK_STOP || before == TOK_CALLS);
		/* "为每个 x 调用 f": nobody does that */
		if (i && w->t[i - 1].chinese && w->t[i - 1].end >= 6 &&
		    !memcmp(w->r->block.buf + w->t[i - 1].end - 6, "每个", 6))
			t->type = TOK_MAYBE;
		/* "checks the result of the `f`" */
		while (k && t->code && (SMALL >> w->t[k - 1].type & 1))
			k--;
		if (k && t->code && (w->t[k - 1].type == TOK_CALLS || w->t[k - 1].type == TOK_CALLED_BY))
			t->type = TOK_FUNC;
		/* "`f`, `g`": as f is one, so is g */
		if (t->code && i > 1 && (before == TOK_COMMA || before == TOK_AND) && w->t[i - 2].type == TOK_FUNC &&
		    w->t[i - 2].code)
			t->type = TOK_FUNC;
	}
}

/* ---- places --------------------------------------------------------------------- */

/* "line 393", "第 826 行", "393行左右", near token i. */
static uint32_t number_near(const struct walk *w, uint32_t i, int *about)
{
	uint32_t j, k, n = 0;

	*about = 0;
	for (j = i + 1; j < w->nr && j <= i + GAP; j++) {
		const struct tok *t = &w->t[j];

		if (t->type == TOK_NUMBER && (type_at(w, j + 1) == TOK_LINE ||
					      type_at(w, j - 1) == TOK_LINE)) {
			n = t->num;
			break;
		}
		if (t->type == TOK_STOP || t->type == TOK_FUNC || t->type == TOK_FILE)
			return 0;
	}
	for (k = i + 1; n && k < w->nr && k <= j + 3; k++)
		*about |= w->t[k].type == TOK_ABOUT;
	return n;
}

void walk_add_place(struct walk *w, uint32_t from, uint32_t file, const char *name, int is_struct)
{
	const struct tok *f = &w->t[file];
	struct doc_claim *c;
	uint32_t lo = from < file ? from : file, hi = from < file ? file : from, at;
	int about = 0;

	at = f->num ? f->num : number_near(w, file, &about);
	c = doc_place(w->r, line_of(w, file), text_of(w, lo), w->t[hi].end - w->t[lo].at, name,
		      f->name, at);
	if (!c)
		return;
	c->is_struct = (uint8_t)is_struct;
	c->about = (uint8_t)about;
	/* "f is defined at net/x.c:12" speaks of no call */
	for (c->beside = 1; lo < hi; lo++)
		c->beside &= w->t[lo].type != TOK_LOCATED;
	c->called = c->beside && f->num;
}

/* "this function", "the structure": not "which", "it". */
static int names_its_kind(const struct walk *w, uint32_t i)
{
	static const char *const kinds[] = { "function", "struct", "handler", "routine", "helper", "method", "函数", "结构", "方法", "宏" };
	size_t k;

	for (k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
		if (memmem(text_of(w, i), w->t[i].end - w->t[i].at, kinds[k], strlen(kinds[k])))
			return 1;
	return 0;
}

static int means_struct(const struct walk *w, uint32_t i)
{
	const char *s = text_of(w, i);
	size_t n = w->t[i].end - w->t[i].at;

	return memmem(s, n, "结构", 6) || memmem(s, n, "struct", 6);
}

/* What "this function" before token i stands for; its token, or UINT32_MAX. */
uint32_t walk_named_before(const struct walk *w, uint32_t i, int structs)
{
	while (i--)
		if (structs ? w->t[i].type == TOK_STRUCT : w->t[i].type == TOK_FUNC)
			return i;
	return UINT32_MAX;
}

/* "f, called by g, is in …": before the comma at i, the comma that the remark
 * begins with; or i. */
static uint32_t before_remark(const struct walk *w, uint32_t i)
{
	uint32_t j = i;

	while (j-- && i - j < 10 && w->t[j].type != TOK_STOP && w->t[j].type != TOK_FILE)
		if (w->t[j].type == TOK_COMMA)
			return j && w->t[j + 1].type != TOK_FUNC && w->t[j + 1].type != TOK_THIS_ONE &&
				(w->t[j - 1].type == TOK_FUNC || w->t[j - 1].type == TOK_STRUCT ||
				 w->t[j - 1].type == TOK_STRUCTURE || w->t[j - 1].type == TOK_FUNCTION) ? j : i;
	return i;
}

/* "**File**: `net/ipv4/tcp.c:12`" below a heading that is a function. */
static int place_of_heading(struct walk *w, uint32_t file)
{
	const struct k_strings *places = &w->r->lex->k->doc.places;
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;
	const char *s = w->r->block.buf, *who = topic && topic->func ? topic->func : w->r->heading;
	struct doc_claim *c;
	size_t k, n;

	if (!who || !file || file > 2 || w->t[file - 1].type != TOK_COMMA)
		return 0;
	s += strspn(s, "*_ `");
	for (k = 0; k < places->nr; k++) {
		n = strlen(places->s[k]);
		if (strncasecmp(s, places->s[k], n) || !strchr("*_ :`\xef", s[n]))
			continue;
		c = doc_place(w->r, line_of(w, file), text_of(w, 0), w->t[file].end - w->t[0].at,
			      who, w->t[file].name, w->t[file].num);
		if (c)
			c->inferred = 1;
		return 1;
	}
	return 0;
}

/* "f(&x, y) at kernel/signal.c:12": the line of the call; "f(struct x *a)" has types. */
static int is_made_call(const struct tok *t, const struct tok *file)
{
	const char *s = t->args, *p;

	if (!s || !*s || !file->num || !strcmp(s, "void") || strstr(s, "..."))
		return 0;
	if (strchr(s, '&') || strstr(s, "->"))
		return 1;
	for (p = s; *p; p++)
		if (*p == ' ' && p > s && doc_is_word((unsigned char)p[-1]) && (doc_is_word((unsigned char)p[1]) || p[1] == '*'))
			return 0;
	return 1;
}

/* "->poll() at net/core/dev.c:12" says where that is called; "the driver's ioctl handler
 * (include/linux/fs.h:12)" is no system call. */
static int is_method(const struct walk *w, uint32_t i, uint32_t file)
{
	const char *path = w->t[file].name;

	return w->t[i].type == TOK_FUNC && (!strncmp(w->t[i].name, "->", 2) || is_made_call(&w->t[i], &w->t[file]) ||
		(!w->t[i].args && walk_is_syscall(w, i) && path[strlen(path) - 1] == 'h'));
}

/* "calls f() at init/main.c:1210", "f() is called at init/main.c:1083": the line of the call. */
static int is_place_of_call(const struct walk *w, uint32_t i, uint32_t file)
{
	uint32_t k;

	if (!w->t[file].num || w->t[file - 1].end - w->t[file - 1].at != 2 || strncmp(text_of(w, file - 1), "at", 2))
		return 0;
	for (k = i + 1; k < file; k++)
		if (w->t[k].type == TOK_CALLED)
			return 1;
	for (k = i; k && (SMALL >> w->t[k - 1].type & 1); k--)
		;
	return k && w->t[k - 1].type == TOK_CALLS;
}

/* "struct proto tcp_prot": an object of that type, which it is that is somewhere; or NULL. */
static const char *object_of(const struct walk *w, uint32_t i)
{
	const char *s = w->r->block.buf + w->t[i].end;
	size_t n = 0;

	if (*s != ' ')
		return NULL;
	for (s++; doc_is_word((unsigned char)s[n]); n++)
		;
	return n && (lexicon_kinds(w->r->lex, s, n) & LEX_OBJECT) ? arena_strndup(&w->r->d->arena, s, n) : NULL;
}

static int place_before(struct walk *w, uint32_t file)
{
	unsigned words = 0, seen = 0, located = 0, commas = 0, called = 0;
	uint32_t i = file, j, before;
	const char *object;

	while (i-- && seen++ < 12) {
		const struct tok *t = &w->t[i];

		switch (t->type) {
		case TOK_LOCATED:
		case TOK_WITHIN:
			located++;
			break;
		case TOK_FUNC:
		case TOK_STRUCT:
			object = t->type == TOK_STRUCT ? object_of(w, i) : NULL;
			if ((words && !located) || words > 3 || (commas && !located) || is_method(w, i, file) ||
			    is_place_of_call(w, i, file))
				return 0;
			before = w->r->d->nr;
			walk_add_place(w, i, file, object ? object : t->name, t->type == TOK_STRUCT && !object);
			if (w->r->d->nr > before)
				w->r->d->claim[before].by_call = (uint8_t)called;
			return 1;
		case TOK_MAYBE:
			if (!located || words || !strchr(t->name, '_'))
				return 0;
			walk_add_place(w, i, file, t->name, 0);
			return 1;
		case TOK_CALLED_BY:
		case TOK_CALLED:
			called = 1;
			break;
		case TOK_THIS_ONE:
		case TOK_IT:
			if (words > 3 || (!located && !called))
				return 0;
			before = w->r->d->nr;
			j = walk_named_before(w, i, means_struct(w, i));
			if (j == UINT32_MAX && (means_struct(w, i) || !w->r->last))
				return 0;
			walk_add_place(w, i, file, j == UINT32_MAX ? w->r->last : w->t[j].name,
				       j != UINT32_MAX && w->t[j].type == TOK_STRUCT);
			if (w->r->d->nr > before) {
				w->r->d->claim[before].by_call = (uint8_t)called;
				/* "which is in x.h" may be anything that was spoken of */
				if (!names_its_kind(w, i) && !(i > 1 && j == i - 2 && w->t[i - 1].type == TOK_COMMA))
					w->r->d->claim[before].inferred = w->r->d->claim[before].weak = 1;
			}
			return 1;
		case TOK_COMMA:
			if (++commas > 1)
				return 0;
			i = before_remark(w, i);
			break;
		case TOK_WORD:
			words++;
			break;
		case TOK_STOP:
		case TOK_CELL:
		case TOK_ARROW:
		case TOK_FILE:
		case TOK_CALLS:
		case TOK_NEGATION:
			return 0;
		default:
			break;
		}
	}
	return 0;
}

/* "In net/ipv4/tcp.c, f() …", "net/ipv4/tcp.c 中的 f". */
static int place_after(struct walk *w, uint32_t file)
{
	int within = file && (w->t[file - 1].type == TOK_WITHIN ||
			      w->t[file - 1].type == TOK_LOCATED);
	unsigned words = 0, commas = 0;
	uint32_t i;

	/* "at kernel/signal.c:12: for those of f()" */
	if (type_at(w, file + 1) == TOK_COMMA && walk_is_colon(w, file + 1))
		return 0;
	for (i = file + 1; i < w->nr && i < file + 8; i++) {
		const struct tok *t = &w->t[i];

		if (t->type == TOK_FUNC && is_method(w, i, file))
			return 0;
		if (t->type == TOK_FUNC) {
			walk_add_place(w, i, file, t->name, 0);
			walk_more_places(w, i, file);
			return 1;
		}
		words += t->type == TOK_WORD;
		commas += t->type == TOK_COMMA;
		if ((t->type == TOK_WORD && t->name) || t->type == TOK_STOP || (t->type == TOK_THROUGH && !t->chinese) || t->type == TOK_FILE || t->type == TOK_CALLS ||
		    t->type == TOK_CELL || t->type == TOK_ARROW || t->type == TOK_CLOSE ||
		    words > 2 || commas > (unsigned)within)
			return 0;
	}
	return 0;
}

/* "The source is in kernel/irq/manage.c": of whom the text before speaks. */
static void place_of_topic(struct walk *w, uint32_t file)
{
	uint32_t before = w->r->d->nr, i;
	int located = 0;

	for (i = 0; i < file; i++) {
		located |= w->t[i].type == TOK_LOCATED;
		if (w->t[i].type == TOK_FUNC || w->t[i].type == TOK_STRUCT || w->t[i].type == TOK_MAYBE)
			return;
	}
	if (type_at(w, file + 1) == TOK_COMMA && type_at(w, file + 2) == TOK_THIS_ONE && w->r->heading && located && !w->r->is_item) {
		walk_add_place(w, file, file, w->r->heading, 0);
		if (w->r->d->nr > before)
			w->r->d->claim[before].inferred = 1;
		return;
	}
	if (!located || !w->r->subject)
		return;
	walk_add_place(w, file, file, w->r->subject, 0);
	if (w->r->d->nr > before)
		w->r->d->claim[before].inferred = w->r->d->claim[before].weak = 1;
}

void walk_places(struct walk *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++) {
		if (w->t[i].type != TOK_FILE)
			continue;
		if (w->t[i].func)
			walk_add_place(w, i, i, w->t[i].func, 0);
		else if (!place_of_heading(w, i) && !walk_item_place(w, i) && !place_before(w, i) && !place_after(w, i))
			place_of_topic(w, i);
	}
}
