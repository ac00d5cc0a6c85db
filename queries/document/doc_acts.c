/* SPDX-License-Identifier: MIT */
/*
 * What a function is said to do without a name of what it calls: "drops the
 * segment", "looks it up in inet_protos". Knowledge: documents.acts says which
 * word stands for which act.
 */
#include "doc_walk.h"

#include <string.h>
#include <strings.h>

#define AROUND 8		/* tokens between a verb and the table that it is about */
#define LONGEST 60		/* bytes that are shown of what is done */

/* The global that stands near the verb, in the same sentence; or NULL. */
static const char *table_near(const struct walk *w, uint32_t verb)
{
	uint32_t i, lo = verb > AROUND ? verb - AROUND : 0;

	for (i = verb; i > lo && w->t[i - 1].type != TOK_STOP; i--)
		;
	for (; i < w->nr && i < verb + AROUND && (i <= verb || w->t[i].type != TOK_STOP); i++) {
		const struct tok *t = &w->t[i];
		const char *s = text_of(w, i);
		size_t n = t->end - t->at;

		if (t->type == TOK_WORD && !t->chinese && memchr(s, '_', n) &&
		    (lexicon_kinds(w->r->lex, s, n) & (LEX_OBJECT | LEX_FUNC | LEX_STATE)) == LEX_OBJECT)
			return arena_strndup(&w->r->d->arena, s, n);
	}
	return NULL;
}

/* "-ENOMEM", "EINVAL": the error that is returned, right behind the verb; or NULL. */
static const char *error_behind(const struct walk *w, uint32_t verb)
{
	uint32_t i;

	for (i = verb + 1; i < w->nr && i < verb + 5 && w->t[i].type != TOK_STOP && w->t[i].type != TOK_FUNC; i++) {
		const char *s = text_of(w, i);
		size_t n = w->t[i].end - w->t[i].at, k;

		for (k = 0; k < n && ((s[k] >= 'A' && s[k] <= 'Z') || (s[k] >= '0' && s[k] <= '9')); k++)
			;
		if (*s == 'E' && k == n && n > 3 && n < 20)
			return arena_strndup(&w->r->d->arena, s, n);
	}
	return NULL;
}

/* The lock that is taken, whatever the index knows of it; "" where none is named. */
static const char *lock_behind(const struct walk *w, uint32_t verb)
{
	uint32_t i;

	for (i = verb + 1; i < w->nr && i < verb + AROUND && w->t[i].type != TOK_STOP && w->t[i].type != TOK_COMMA &&
	     w->t[i].type != TOK_FUNC; i++) {
		const char *s = text_of(w, i);
		size_t n = w->t[i].end - w->t[i].at, k = n;

		while (k && doc_is_word((unsigned char)s[k - 1]))	/* "sk->sk_lock": the last one */
			k--;
		if ((w->t[i].type == TOK_WORD || w->t[i].type == TOK_MAYBE) && !w->t[i].chinese && memchr(s + k, '_', n - k))
			return arena_strndup(&w->r->d->arena, s + k, n - k);
	}
	return "";
}

static int is_said_already(const struct walk *w, uint32_t line, const char *a, const char *act,
			   const char *object)
{
	const struct doc *d = w->r->d;
	uint32_t i;

	for (i = d->nr; i-- && d->nr - i < 20;)
		if (d->claim[i].kind == DOC_ACT && d->claim[i].line == line && !strcmp(d->claim[i].a, a) &&
		    !strcmp(d->claim[i].b, act) && !strcmp(d->claim[i].to, object))
			return 1;
	return 0;
}

/* "释放的页面", "唤醒后": the word says which one, or when. */
static int is_attribute(const struct walk *w, uint32_t i)
{
	static const char *const behind[] = { "的", "后", "前", "时", "之", "状态", "体系", "器", "了的" };
	const char *s = w->r->block.buf + w->t[i].end;
	size_t k;

	for (k = 0; k < sizeof(behind) / sizeof(*behind); k++)
		if (!strncmp(s, behind[k], strlen(behind[k])))
			return 1;
	return 0;
}

/* "allocates it with f()": who does it is named, and is a claim of its own. */
static int names_function(const struct walk *w, uint32_t i)
{
	uint32_t k;

	for (k = i + 1; k < w->nr && k < i + AROUND && w->t[k].type != TOK_STOP &&
	     w->t[k].type != TOK_COMMA; k++)
		if (w->t[k].type == TOK_FUNC)
			return 1;
	return 0;
}

/* "if we are in interrupt context", "如果在中断上下文中": asked, not said. */
static int is_asked(const struct walk *w, uint32_t i)
{
	const struct k_strings *words = &w->r->lex->k->doc.conditions;
	const char *s;
	size_t k, n, len;

	while (i-- && w->t[i].type != TOK_STOP && w->t[i].type != TOK_COMMA && w->t[i].type != TOK_CELL)
		for (k = 0; k < words->nr; k++) {
			s = text_of(w, i);
			n = w->t[i].end - w->t[i].at;
			len = strlen(words->s[k]);
			if ((unsigned char)words->s[k][0] >= 0x80 ? memmem(s, n, words->s[k], len) != NULL :
			    n == len && !strncasecmp(s, words->s[k], n))
				return 1;
		}
	return 0;
}

/* "it's NOT safe to call it from any context, e.g. from interrupt context": denied, commas or not. */
static int is_denied(const struct walk *w, uint32_t i)
{
	while (i-- && w->t[i].type != TOK_STOP && w->t[i].type != TOK_CELL)
		if (w->t[i].type == TOK_NEGATION)
			return 1;
	return 0;
}

/* "locks held", "two locks (…)": things, and nothing that is done. */
static int is_noun(const struct walk *w, uint32_t i)
{
	static const char *const objects[] = { "the ", "a ", "an ", "its ", "it", "this ", "that ", "both ", "`", "all " };
	const char *s = w->r->block.buf + w->t[i].end;
	size_t k;

	if (w->t[i].chinese || w->t[i].end - w->t[i].at > 7 || strncasecmp(s - 5, "locks", 5))
		return 0;
	s += strspn(s, " ");
	if (i && w->t[i - 1].end - w->t[i - 1].at == 2 && !strncasecmp(text_of(w, i - 1), "no", 2))
		return 1;
	for (k = 0; k < sizeof(objects) / sizeof(*objects); k++)
		if (!strncasecmp(s, objects[k], strlen(objects[k])))
			return 0;
	return !memchr(s, '_', strcspn(s, " ,.;"));
}

void walk_act(struct walk *w, uint32_t i)
{
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;
	const char *act = w->t[i].name, *object = "", *who = w->subject;
	size_t from = w->t[i].at, n = w->r->block.len - from, stop;
	struct doc_claim *c;

	/* "if there is no route, returns": that is no negation of it */
	if ((w->negated && !(i && !strcmp(act, "return") && w->t[i - 1].type != TOK_NEGATION)) || (is_attribute(w, i) && !k_pairs_get(&w->r->lex->k->doc.contexts, act)) || names_function(w, i) ||
	    is_noun(w, i))
		return;
	if (k_pairs_get(&w->r->lex->k->doc.contexts, act) && (is_asked(w, i) || is_denied(w, i)))
		return;
	if (!who && !w->foreign)
		who = topic && topic->func ? topic->func : w->r->heading;
	if (!strcmp(act, "use")) {
		object = table_near(w, i);
		if (!object)
			return;
	}
	/* "takes the rq_lock", not "takes a reference" */
	if (!strcmp(act, "hold")) {
		object = lock_behind(w, i);
		if (!strstr(object, "lock") && !strstr(object, "mutex") && !strstr(object, "sem"))
			return;
		act = "lock";
	} else if (!strcmp(act, "lock")) {
		object = table_near(w, i);
		object = object ? object : lock_behind(w, i);
	}
	if (!strcmp(act, "return")) {
		object = error_behind(w, i);
		if (!object)
			return;
	}
	if (!who || is_said_already(w, line_of(w, i), who, act, object))
		return;
	for (stop = 0; stop < n && stop < LONGEST && !strchr(".;\n", w->r->block.buf[from + stop]) &&
	     strncmp(w->r->block.buf + from + stop, "，", 3) && strncmp(w->r->block.buf + from + stop, "。", 3); stop++)
		;
	while (stop && from + stop < w->r->block.len &&
	       ((unsigned char)w->r->block.buf[from + stop] & 0xc0) == 0x80)
		stop--;
	/* what is done to nothing is no claim */
	if (from + stop < w->t[i].end + 3u && !*object && !k_pairs_get(&w->r->lex->k->doc.contexts, act))
		return;
	c = doc_add(w->r, DOC_ACT, line_of(w, i), w->r->block.buf + from, stop);
	if (!c)
		return;
	c->a = who;
	c->b = act;
	c->to = object;
	c->inferred = !w->named || w->guessed;
}
