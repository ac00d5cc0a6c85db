/* SPDX-License-Identifier: MIT */
/*
 * Functions and, at the end of what is said of each, the file that it is in: an item
 * of a list, or a column of such lines.
 */
#include "doc_walk.h"

#include <ctype.h>
#include <string.h>

#define MAX_PLACE 160

int walk_item_place(struct walk *w, uint32_t file)
{
	uint32_t first = 0, k;

	while (first < 2 && first < file && (w->t[first].type == TOK_NUMBER || w->t[first].type == TOK_CLOSE))
		first++;
	if ((w->t[first].type != TOK_FUNC && (w->t[first].type != TOK_MAYBE || !strchr(w->t[first].name, '_'))) ||
	    first + 2 > file || type_at(w, first + 1) != TOK_COMMA || !walk_is_colon(w, first + 1) ||
	    (file + 1 < w->nr && (w->t[file + 1].type != TOK_STOP || file + 2 < w->nr)))
		return 0;
	/* "f: calls g in net/x.c" says where g is */
	if (w->t[file - 1].type == TOK_LOCATED || w->t[file - 1].type == TOK_WITHIN)
		return 0;
	for (k = first + 1; k < file; k++)
		if (w->t[k].type == TOK_FILE || w->t[k].type == TOK_ARROW || w->t[k].type == TOK_CELL)
			return 0;
	doc_place(w->r, line_of(w, file), text_of(w, first), w->t[file].end - w->t[first].at, w->t[first].name,
		  w->t[file].name, w->t[file].num);
	return 1;
}

void walk_more_places(struct walk *w, uint32_t i, uint32_t file)
{
	uint32_t next;

	/* "net/core/dev.c - `f()`, `g()`": up to the end */
	for (next = i + 1; next + 1 < w->nr && (w->t[next].type == TOK_COMMA || w->t[next].type == TOK_AND) &&
	     w->t[next + 1].type == TOK_FUNC; next += 2)
		;
	if (next < w->nr && w->t[next].type != TOK_STOP)
		return;
	for (i += 2; i < next; i += 2)
		walk_add_place(w, i, file, w->t[i].name, 0);
}

/* ---- lines ----------------------------------------------------------------------- */

struct place_line {
	const char *name, *file;	/* in the line */
	uint32_t nr_name, nr_file, at;
};

static const char *skip_number(const char *s, const char *end)
{
	const char *p = s;

	while (p < end && strchr(" \t(-*[", *p))
		p++;
	s = p;
	while (p < end && isdigit((unsigned char)*p))
		p++;
	if (p > s && p < end && (*p == '.' || *p == ')' || *p == ']' || *p == ':'))
		p++;
	else if (p > s && p + 2 < end && !memcmp(p, "、", 3))
		p += 3;
	while (p < end && strchr(" \t`", *p))
		p++;
	return p;
}

/* "net/ipv4/tcp.c:12" at the end of the line. */
static int take_file(const char *s, const char *end, struct place_line *out)
{
	const char *to = end, *from, *slash;

	while (to > s && strchr(" \t`),;.", to[-1]))
		to--;
	for (from = to; from > s && isdigit((unsigned char)from[-1]); from--)
		;
	out->at = 0;
	if (from > s + 1 && from < to && to - from < 7 && from[-1] == ':') {
		const char *p;

		for (p = from; p < to; p++)
			out->at = out->at * 10 + (uint32_t)(*p - '0');
		to = from - 1;
	}
	for (from = to; from > s && (doc_is_word((unsigned char)from[-1]) || strchr("/.-+", from[-1])); from--)
		;
	slash = memchr(from, '/', (size_t)(to - from));
	if (!slash || to - from < 5 || to - from > 120 || to[-2] != '.' || !strchr("chS", to[-1]) || *from == '/')
		return -1;
	out->file = from;
	out->nr_file = (uint32_t)(to - from);
	return 0;
}

static int read_place(const char *s, size_t n, struct place_line *out)
{
	const char *end = s + n, *p = skip_number(s, end);

	out->name = p;
	while (p < end && doc_is_word((unsigned char)*p))
		p++;
	out->nr_name = (uint32_t)(p - out->name);
	if (out->nr_name < 3 || out->nr_name > 96 || isdigit((unsigned char)*out->name) ||
	    !memchr(out->name, '_', out->nr_name))
		return -1;
	if (end - p > 1 && p[0] == '(' && p[1] == ')')
		p += 2;
	while (p < end && strchr("` \t", *p))
		p++;
	if (p == end || !(*p == ':' || *p == '-' || *p == '(' || (end - p > 2 && (!memcmp(p, "：", 3) || !memcmp(p, "—", 3)))))
		return -1;
	return take_file(p + 1, end, out);
}

int doc_place_lines(struct doc_reader *r, const struct doc_lines *l)
{
	struct place_line x;
	uint32_t i, nr = 0, lines = 0;

	for (i = 0; i < l->nr; i++) {
		const char *s = l->at[i], *end = s + l->len[i];

		while (s < end && strchr(" \t", *s))
			s++;
		lines += s < end;
		nr += s < end && !read_place(l->at[i], l->len[i], &x);
	}
	if (nr < 2 || nr * 2 < lines)
		return -1;
	for (i = 0; i < l->nr; i++)
		if (!read_place(l->at[i], l->len[i], &x))
			doc_place(r, l->first + i, l->at[i], l->len[i] < MAX_PLACE ? l->len[i] : MAX_PLACE,
				  arena_strndup(&r->d->arena, x.name, x.nr_name),
				  arena_strndup(&r->d->arena, x.file, x.nr_file), x.at);
	return 0;
}

/* ---- names and remarks ------------------------------------------------------------- */

static size_t word_at(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && doc_is_word((unsigned char)s[n]))
		n++;
	return n;
}

/* "udp_rcv    { calls __udp4_lib_rcv(IPPROTO_UDP) }": the name, and *rest behind it; or NULL. */
static const char *remarked_name(struct doc_reader *r, const char *s, const char *end, const char **rest)
{
	const char *name;
	size_t n;

	while (s < end && strchr(" \t", *s))
		s++;
	n = word_at(s, end);
	if (n < 4 || n > 96 || !memchr(s, '_', n))
		return NULL;
	name = arena_strndup(&r->d->arena, s, n);
	s += n;
	if (end - s > 1 && s[0] == '(' && s[1] == ')')
		s += 2;
	/* a column of its own */
	if (end - s < 3 || (strncmp(s, "  ", 2) && *s != '\t' && strncmp(s, " {", 2)) || !doc_is_known(r, name))
		return NULL;
	*rest = s;
	return name;
}

void doc_hint_step(struct doc_reader *r, uint32_t line, const char *a, const char *b)
{
	uint32_t before = r->d->nr;

	if (!strcmp(a, b))
		return;
	doc_step(r, line, b, strlen(b), a, b, 1);
	if (r->d->nr == before)
		return;
	r->d->claim[before].weak = WEAK_DIRECT;
	r->d->claim[before].inferred = 1;
}

int doc_remarks(struct doc_reader *r, const struct doc_lines *l)
{
	const char *rest = NULL, *name, *above = NULL;
	uint32_t i, nr = 0, lines = 0;

	for (i = 0; i < l->nr; i++) {
		lines += word_at(l->at[i], l->at[i] + l->len[i]) > 0;
		nr += remarked_name(r, l->at[i], l->at[i] + l->len[i], &rest) != NULL;
	}
	if (nr < 3 || nr * 3 < lines * 2)
		return -1;
	for (i = 0; i < l->nr; i++) {
		const char *end = l->at[i] + l->len[i], *s;
		size_t n;

		name = remarked_name(r, l->at[i], end, &rest);
		if (!name) {
			above = NULL;
			continue;
		}
		doc_mention(r, name, l->first + i, 0);
		if (above)
			doc_hint_step(r, l->first + i, above, name);
		for (s = rest; s < end; s += n ? n : 1) {
			const char *other;

			n = word_at(s, end);
			other = n > 3 && n < 97 && memchr(s, '_', n) ? arena_strndup(&r->d->arena, s, n) : NULL;
			if (other && doc_is_known(r, other))
				doc_hint_step(r, l->first + i, name, other);
		}
		above = name;
	}
	return 0;
}
