/* SPDX-License-Identifier: MIT */
/* What single words of a sentence say of the name beside them: who does it, when, of what. */
#include "doc_walk.h"

#include <string.h>
#include <strings.h>

/* Does a word that `i` follows name somebody who is no function: "processes that",
 * "用户层"? */
int walk_actor_before(const struct walk *w, uint32_t i)
{
	const struct k_strings *actors = &w->r->lex->k->doc.actors;
	size_t k, n, len;

	while (i && (SMALL | BIT(TOK_THIS_ONE)) >> w->t[i - 1].type & 1)
		i--;
	if (!i || w->t[i - 1].type != TOK_WORD)
		return 0;
	n = w->t[i - 1].end - w->t[i - 1].at;
	for (k = 0; k < actors->nr; k++) {
		len = strlen(actors->s[k]);
		if (w->t[i - 1].chinese ? n >= len && !memcmp(text_of(w, i - 1) + n - len, actors->s[k], len) :
		    n == len && !strncasecmp(text_of(w, i - 1), actors->s[k], len))
			return 1;
	}
	return 0;
}

/* "… epoll_wait() 被阻塞的进程": what stands before was said of a process. */
int walk_is_relative(const struct walk *w, uint32_t i)
{
	const struct k_strings *actors = &w->r->lex->k->doc.actors;
	const char *from = w->r->block.buf + w->t[i].end, *end, *p;
	uint32_t j = i + 1;
	size_t k;

	while (j < w->nr && w->t[j].type != TOK_STOP && w->t[j].type != TOK_COMMA &&
	       w->t[j].type != TOK_FUNC && w->t[j].type != TOK_CELL && j < i + 8)
		j++;
	end = j < w->nr ? text_of(w, j) : w->r->block.buf + w->r->block.len;
	p = memmem(from, (size_t)(end - from), "的", 3);
	for (k = 0; p && k < actors->nr; k++)
		if ((unsigned char)actors->s[k][0] >= 0x80 &&
		    memmem(p, (size_t)(end - p), actors->s[k], strlen(actors->s[k])))
			return 1;
	return 0;
}

/* "after f", "调完 f", "f 返回后，": says when, not who. */
int walk_is_time(const struct walk *w, uint32_t i)
{
	const struct k_strings *behind = &w->r->lex->k->doc.times_behind;
	const char *s = text_behind(w, i);
	size_t k;

	if (i && w->t[i - 1].type == TOK_TIME)
		return 1;
	for (k = 0; k < behind->nr; k++)
		if (!strncmp(s, behind->s[k], strlen(behind->s[k])))
			return 1;
	return 0;
}

int walk_is_whether(const struct walk *w, uint32_t i)
{
	const struct k_strings *words = &w->r->lex->k->doc.conditions;
	size_t n = w->t[i].end - w->t[i].at, k;

	for (k = 0; k < words->nr; k++)
		if (strlen(words->s[k]) == n && !strncasecmp(text_of(w, i), words->s[k], n))
			return 1;
	return 0;
}

/* A name, or whatever else is marked as code, of a list. */
static int is_of_list(const struct walk *w, uint32_t i)
{
	return is_name(w, i) || type_at(w, i) == TOK_COMMA || type_at(w, i) == TOK_AND ||
		(i < w->nr && w->t[i].code);
}

/* "(f)", and nothing is said of f behind it; one of "(f, g and h)". */
int walk_is_remark(const struct walk *w, uint32_t i)
{
	uint32_t next, first = i, last = i;

	while (first && is_of_list(w, first - 1))
		first--;
	while (is_of_list(w, last + 1))
		last++;
	if (!first || type_at(w, first - 1) != TOK_OPEN || type_at(w, last + 1) != TOK_CLOSE)
		return 0;
	if (first != last)
		return 1;
	next = skip(w, i + 2, SMALL, 3);
	return type_at(w, next) != TOK_CALLS && type_at(w, next) != TOK_PASSES &&
		type_at(w, next) != TOK_CALLED_BY && type_at(w, next) != TOK_LOCATED &&
		type_at(w, next) != TOK_AGENT && type_at(w, next) != TOK_SETS;
}

/* "其执行的过程": says which one; in "调用的是 f", "调用的函数是 f" somebody still does it. */
int walk_is_participle(const struct walk *w, uint32_t i)
{
	const char *s = w->r->block.buf + w->t[i].end, *end;

	if (!w->t[i].chinese || strncmp(s, "的", 3))
		return 0;
	for (end = s; *end && (unsigned char)*end >= 0x80; end++)
		;
	return !memmem(s, (size_t)(end - s), "是", 3);
}

/* "f 是 g 的简单封装": f calls g. */
int walk_is_wrapped(const struct walk *w, uint32_t i)
{
	const struct k_strings *words = &w->r->lex->k->doc.wrappers;
	const char *s = text_behind(w, i), *end;
	size_t k;

	if (strncmp(s, "的", 3))
		return 0;
	end = s + strnlen(s, 30);
	for (k = 0; k < words->nr; k++)
		if (memmem(s, (size_t)(end - s), words->s[k], strlen(words->s[k])))
			return 1;
	return 0;
}

/* Programs make system calls, whatever the kernel's function that was spoken of. */
int walk_is_syscall(const struct walk *w, uint32_t i)
{
	const char *s = w->t[i].name;

	return !strchr(s, '_') && (lexicon_kinds(w->r->lex, s, strlen(s)) & LEX_SYSCALL);
}

/* "f 的主要工作由 g 完成": g is what f calls. */
int walk_does_the_work(const struct walk *w, uint32_t x)
{
	const struct k_strings *words = &w->r->lex->k->doc.works;
	const char *s = text_behind(w, x);
	size_t k;

	if (!strncmp(s, "函数", 6))
		s += 6 + strspn(s + 6, " ");
	s += !strncmp(s, "来", 3) ? 3 : 0;
	for (k = 0; k < words->nr; k++)
		if (!strncmp(s, words->s[k], strlen(words->s[k])))
			return 1;
	return 0;
}
