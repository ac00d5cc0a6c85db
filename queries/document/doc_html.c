/* SPDX-License-Identifier: MIT */
/* What Markdown has of HTML: <pre> blocks, <code> between words, entities. */
#include "doc_blocks.h"

#include <string.h>
#include <strings.h>

static const struct { const char *name, *becomes; } tags[] = {
	{ "code", "`" }, { "tt", "`" }, { "kbd", "`" }, { "pre", "" }, { "span", "" }, { "b", "" }, { "i", "" },
	{ "em", "" }, { "strong", "" }, { "u", "" }, { "font", "" }, { "p", "" }, { "div", "" }, { "br", " " },
	{ "a", "" }, { "li", "" }, { "ul", "" }, { "ol", "" }, { "sup", "" }, { "sub", "" }, { "figure", "" },
};

static const struct { const char *name, *text; } entities[] = {
	{ "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" }, { "&quot;", "\"" }, { "&nbsp;", " " }, { "&#39;", "'" },
	{ "&#x27;", "'" },
};

/* The tag at s ("<code class=x>", "</code>"): its length, or 0; *becomes: what takes its place. */
static size_t tag_len(const char *s, const char *end, const char **becomes)
{
	const char *name = s + 1 + (s + 1 < end && s[1] == '/'), *close = memchr(s, '>', (size_t)(end - s));
	size_t i, n = 0;

	if (!close || close - s > 200)
		return 0;
	while (name + n < close && doc_is_word((unsigned char)name[n]))
		n++;
	if (!n || !strchr(" />", name[n]))
		return 0;
	for (i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (strlen(tags[i].name) == n && !strncasecmp(tags[i].name, name, n)) {
			*becomes = tags[i].becomes;
			return (size_t)(close - s) + 1;
		}
	return 0;
}

static size_t entity_len(const char *s, const char *end, const char **becomes)
{
	size_t i, n;

	for (i = 0; i < sizeof(entities) / sizeof(*entities); i++) {
		n = strlen(entities[i].name);
		if ((size_t)(end - s) >= n && !memcmp(s, entities[i].name, n)) {
			*becomes = entities[i].text;
			return n;
		}
	}
	return 0;
}

const char *doc_html_text(struct doc_reader *r, const char *s, size_t *n, int code)
{
	const char *end = s + *n, *p, *becomes = "";
	size_t len = 0, k;
	char *copy;

	for (p = s; p < end; p++)
		if ((*p == '<' && tag_len(p, end, &becomes)) || (*p == '&' && entity_len(p, end, &becomes)))
			break;
	if (p == end)
		return s;
	copy = arena_alloc(&r->phrases, *n + 1);
	for (p = s; p < end;) {
		k = *p == '<' ? tag_len(p, end, &becomes) : *p == '&' ? entity_len(p, end, &becomes) : 0;
		if (!k) {
			copy[len++] = *p++;
			continue;
		}
		if (!(code && *becomes == '`'))
			for (; *becomes; becomes++)
				copy[len++] = *becomes;
		p += k;
	}
	*n = len;
	return copy;
}

int doc_begins_pre(const char *s, size_t n)
{
	return n > 4 && !strncasecmp(s, "<pre", 4) && (s[4] == '>' || s[4] == ' ');
}

int doc_ends_pre(const char *s, size_t n)
{
	const char *p = memmem(s, n, "</", 2);

	for (; p; p = memmem(p + 2, n - (size_t)(p + 2 - s), "</", 2))
		if (n - (size_t)(p - s) > 5 && !strncasecmp(p + 2, "pre>", 4))
			return 1;
	return 0;
}
