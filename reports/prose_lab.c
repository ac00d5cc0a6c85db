/* SPDX-License-Identifier: MIT */
/* A lab's own words: paragraphs with `code`, **strong** and placeholders. */
#include "prose.h"

#include <string.h>

#include "queries/lab/lab_ref.h"

static const char *blank_line(const char *s)
{
	for (; (s = strchr(s, '\n')); s++)
		if (s[1 + strspn(s + 1, " \t\r")] == '\n')
			return s;
	return NULL;
}

void prose_chain(struct report *r, const struct prose_ink *ink, const struct q_path *p)
{
	uint32_t i;

	if (!p->nr_hops)
		return;
	ink->func(r, p->hop[0].caller);
	for (i = 0; i < p->nr_hops; i++) {
		if (p->hop[i].kind == GK_SYSCALL)
			continue;
		ink->text(r, p->hop[i].deferred ? " ⇢ " : " → ");
		ink->func(r, p->hop[i].callee);
	}
}

/* 1 where the last thing put is a wide bracket. */
static int put_ref(struct report *r, const struct prose_ink *ink, const char *text, size_t len)
{
	const struct lab_ref *ref = r->lab ? lab_ref_find(r->lab, text + 1, len - 2) : NULL;
	int zh = r->lang == LANG_ZH;

	if (!ref || ref->problem) {
		ink->text(r, "⚠ ");
		prose_part(r, ink, text, len);
		return 0;
	}
	if (ref->path) {
		prose_chain(r, ink, ref->path);
		return 0;
	}
	if (!ref->code) {
		ink->place(r, ref->place);
		return 0;
	}
	ink->code(r, ref->code);
	if (!ref->place.file || ink->names_only)
		return 0;
	ink->text(r, zh ? "（" : " (");
	ink->place(r, ref->place);
	ink->text(r, zh ? "）" : ")");
	return zh;
}

static void put_words(struct report *r, const struct prose_ink *ink, const char *s, size_t n);

/* Words of which some are **strong**: pairs of marks only. */
static void put_marked(struct report *r, const struct prose_ink *ink, const char *s, size_t n)
{
	const char *end = s + n, *open, *close;

	while ((open = memmem(s, (size_t)(end - s), "**", 2)) &&
	       (close = memmem(open + 2, (size_t)(end - open - 2), "**", 2)) && close > open + 2) {
		put_words(r, ink, s, (size_t)(open - s));
		if (ink->strong)
			ink->strong(r, 1);
		put_words(r, ink, open + 2, (size_t)(close - open - 2));
		if (ink->strong)
			ink->strong(r, 0);
		s = close + 2;
	}
	put_words(r, ink, s, (size_t)(end - s));
}

/* Words with placeholders among them. */
static void put_words(struct report *r, const struct prose_ink *ink, const char *s, size_t n)
{
	const char *end = s + n, *open;
	size_t len;

	while ((open = memchr(s, '{', (size_t)(end - s)))) {
		len = lab_ref_length(open);
		if (!len || len > (size_t)(end - open)) {
			prose_part(r, ink, s, (size_t)(open + 1 - s));
			s = open + 1;
			continue;
		}
		prose_part(r, ink, s, (size_t)(open - s));
		s = open + len;
		/* a wide bracket has room enough behind it */
		if (put_ref(r, ink, open, len) && s < end && *s == ' ')
			s++;
	}
	prose_part(r, ink, s, (size_t)(end - s));
}

static void plain_paragraph(struct report *r, const struct prose_ink *ink, const char *s,
			    const char *end)
{
	struct strbuf part = STRBUF_INIT;

	while (s < end) {
		const char *open = memchr(s, '`', end - s);
		const char *close = open ? memchr(open + 1, '`', end - open - 1) : NULL;

		/* between the two stands something */
		if (!close || strspn(open + 1, " \t\n`") >= (size_t)(close - open - 1))
			open = NULL;
		put_marked(r, ink, s, (size_t)((open ? open : end) - s));
		if (!open)
			break;
		strbuf_clear(&part);
		strbuf_add(&part, open + 1, close - open - 1);
		ink->code(r, part.buf);
		s = close + 1;
	}
	strbuf_release(&part);
}

void prose_plain(struct report *r, const struct prose_ink *ink, const char *text,
		 void (*para)(struct report *r))
{
	const char *end;

	text += strspn(text, " \t\r\n");
	while ((end = blank_line(text))) {
		plain_paragraph(r, ink, text, end);
		text = end + strspn(end, " \t\r\n");
		if (*text && para)
			para(r);
	}
	plain_paragraph(r, ink, text, text + strlen(text));
}
