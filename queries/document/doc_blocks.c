/* SPDX-License-Identifier: MIT */
/* Markdown into blocks: paragraphs, items of lists, tables, fences. */
#include "doc_blocks.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_BLOCK (64 * 1024)
#define MAX_LINE (16 * 1024)
#define MAX_FENCE 20000		/* lines */

uint32_t doc_line_at(const struct doc_reader *r, uint32_t at)
{
	uint32_t lo = 0, hi = r->nr_part;

	while (lo + 1 < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (r->part[mid].at <= at)
			lo = mid;
		else
			hi = mid;
	}
	return r->nr_part ? r->part[lo].line : 0;
}

/* A paragraph that is no sentence: a column of names, a tree in braces. 1: it was one. */
static int block_lines(struct blocks *b)
{
	struct doc_reader *r = b->r;
	struct doc_lines l = { 0 };
	const char *kept;
	uint32_t i, end;
	int ret;

	if (r->is_item || (r->nr_part < 2 && !memchr(r->block.buf, '{', r->block.len)))
		return 0;
	kept = arena_strndup(&r->phrases, r->block.buf, r->block.len);
	for (i = 0; i < r->nr_part; i++) {
		end = i + 1 < r->nr_part ? r->part[i + 1].at : (uint32_t)r->block.len;
		blocks_add_line(&l, kept + r->part[i].at, end - r->part[i].at, r->part[i].line);
	}
	ret = !doc_place_lines(r, &l) || !doc_traced(r, &l) || !doc_column(r, &l) || !doc_braces(r, &l);
	free(l.at);
	free(l.len);
	return ret;
}

void blocks_end(struct blocks *b)
{
	struct doc_reader *r = b->r;

	if (r->block.len && !block_lines(b)) {
		doc_prose(r, b->indent);
		doc_stack_said(r);
	}
	if (b->table.nr)
		doc_table(r, &b->table);
	strbuf_clear(&r->block);
	r->nr_part = 0;
	r->is_item = 0;
	b->table.nr = 0;
	b->indent = -1;
}

void blocks_add_line(struct doc_lines *l, const char *s, size_t n, uint32_t line)
{
	if (!l->nr)
		l->first = line;
	if (l->nr >= MAX_FENCE)
		return;
	if (l->nr == l->alloc) {
		l->alloc = l->alloc ? l->alloc * 2 : 64;
		l->at = xrealloc(l->at, l->alloc, sizeof(*l->at));
		l->len = xrealloc(l->len, l->alloc, sizeof(*l->len));
	}
	l->at[l->nr] = s;
	l->len[l->nr++] = (uint32_t)(n < MAX_LINE ? n : MAX_LINE);
}

void blocks_add_prose(struct blocks *b, const char *s, size_t n, uint32_t line, int indent)
{
	struct doc_reader *r = b->r;

	if (r->block.len + n > MAX_BLOCK)
		blocks_end(b);
	if (b->indent < 0)
		b->indent = indent;
	ALLOC_GROW(r->part, r->nr_part + 1, r->alloc_part);
	r->part[r->nr_part].at = (uint32_t)r->block.len;
	r->part[r->nr_part++].line = line;
	strbuf_add(&r->block, s, n < MAX_BLOCK ? n : MAX_BLOCK);
	strbuf_addch(&r->block, ' ');
}

static int is_lang(const struct blocks *b, const char *const *set)
{
	for (; *set; set++)
		if (!strcmp(b->lang, *set))
			return 1;
	return 0;
}

/* What a fence holds: by its language, else by what it looks like. */
void blocks_end_fence(struct blocks *b)
{
	static const char *const c[] = { "c", "cpp", "c++", "h", "cc", NULL };
	static const char *const drawn[] = { "", "text", "plain", "txt", "flow", "mermaid", "dot",
					     "graphviz", "plantuml", "puml", "uml", "ascii", "tree", NULL };
	static const char *const output[] = { "sh", "bash", "shell", "console", "log", "trace", "none",
					      "zsh", "gdb", NULL };
	struct doc_reader *r = b->r;
	const struct doc_lines *l = &b->fence;

	b->in_fence = 0;
	b->indented = 0;
	if (l->nr && is_lang(b, c)) {
		if (doc_braces(r, l) && (!doc_is_drawn(l) || doc_tree(r, l)))
			doc_listing(r, l);
	} else if (l->nr && is_lang(b, drawn)) {
		if (doc_mermaid(r, l) && doc_frames(r, l) && doc_perf(r, l) && doc_place_lines(r, l) && doc_remarks(r, l) &&
		    doc_column(r, l) && doc_braces(r, l) && doc_tree(r, l))
			doc_listing(r, l);
	} else if (l->nr && is_lang(b, output)) {
		if (doc_frames(r, l) && doc_perf(r, l) && doc_column(r, l))
			doc_tree(r, l);
	}
	r->stack_said = 0;
	b->fence.nr = 0;
}

static int is_fence(const char *s, size_t n, char *c, size_t *len)
{
	size_t i = 0;

	if (!n || (*s != '`' && *s != '~'))
		return 0;
	while (i < n && s[i] == *s)
		i++;
	*c = *s;
	*len = i;
	return i >= 3;
}

/* What has no marks: preformatted text, C as it was pasted. 1: the line was a part of it. */
static int unmarked_fence(struct blocks *b, const char *s, size_t n, uint32_t line)
{
	int pre = doc_begins_pre(s, n);

	if (!pre && !(b->text_end && !b->in_list && bare_begins(s, n, b->text_end)))
		return 0;
	blocks_end(b);
	b->in_fence = 1;
	b->fence_kind = pre ? FENCE_PRE : FENCE_BARE;
	b->fence_indent = 0;
	strcpy(b->lang, pre ? "" : "c");
	if (!pre) {
		blocks_add_line(&b->fence, s, n, line);
		return 1;
	}
	if (doc_ends_pre(s, n)) {
		b->fence_kind = FENCE_MARKS;
		b->in_fence = 0;
		return 0;
	}
	s = doc_html_text(b->r, s, &n, 1);
	if (n)
		blocks_add_line(&b->fence, s, n, line);
	return 1;
}

/* A line of such a fence. */
static void unmarked_line(struct blocks *b, const char *s, size_t n, uint32_t line)
{
	int ends = b->fence_kind == FENCE_PRE ? doc_ends_pre(s, n) : n && *s == '}';

	if (b->fence_kind == FENCE_PRE)
		s = doc_html_text(b->r, s, &n, 1);
	blocks_add_line(&b->fence, s, n, line);
	if (!ends)
		return;
	blocks_end_fence(b);
	b->fence_kind = FENCE_MARKS;
}

static void begin_fence(struct blocks *b, const char *s, size_t n, int indent)
{
	size_t i = b->fence_len, k = 0;

	blocks_end(b);
	b->in_fence = 1;
	b->fence_indent = indent;
	while (i < n && (s[i] == ' ' || s[i] == '{' || s[i] == '.'))
		i++;
	while (i < n && k + 1 < sizeof(b->lang) && (isalnum((unsigned char)s[i]) || s[i] == '+'))
		b->lang[k++] = (char)tolower((unsigned char)s[i++]);
	b->lang[k] = '\0';
}

/* Columns of blanks before the text. */
int blocks_indent(const char *s, size_t n, size_t *skip)
{
	int col = 0;
	size_t i;

	for (i = 0; i < n && (s[i] == ' ' || s[i] == '\t' || s[i] == '>'); i++)
		col = s[i] == '\t' ? (col / 4 + 1) * 4 : col + 1;
	*skip = i;
	return col < 1000 ? col : 1000;
}

/* Length of "- ", "* ", "+ ", "12. ", "1) ", "1、", "(1)" before an item. */
size_t blocks_bullet(const char *s, size_t n)
{
	size_t i = 0;

	if (n > 1 && (*s == '-' || *s == '*' || *s == '+') && (s[1] == ' ' || s[1] == '\t'))
		return 2;
	if (n > 2 && *s == '(')
		i = 1;
	if (i >= n || !isdigit((unsigned char)s[i]))
		return 0;
	while (i < n && i < 5 && isdigit((unsigned char)s[i]))
		i++;
	if (i + 1 < n && (s[i] == '.' || s[i] == ')') && (s[i + 1] == ' ' || s[0] == '('))
		return i + 2;
	if (i + 2 < n && !memcmp(s + i, "、", 3))
		return i + 3;
	return 0;
}

void blocks_heading(struct blocks *b, const char *s, size_t n, uint32_t line)
{
	struct doc_reader *r = b->r;
	const char *macro;

	blocks_end(b);
	b->in_list = 0;
	r->nr_topic = 0;
	r->heading = doc_label(r, s, n, &macro);
	r->subject = r->last = r->heading;
	if (n > 8)
		blocks_add_prose(b, s, n, line, 0);
	blocks_end(b);
	r->subject = r->last = r->heading;
}

/* "=====" or "-----" below a paragraph of one line: that is a heading. */
static int is_underline(const struct blocks *b, const char *s, size_t n)
{
	size_t i;

	if (n < 3 || (*s != '=' && *s != '-') || b->r->nr_part != 1 || b->indent || b->in_list)
		return 0;
	for (i = 0; i < n && s[i] == *s; i++)
		;
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i == n;
}

static void underlined(struct blocks *b)
{
	struct doc_reader *r = b->r;
	size_t n = r->block.len;
	const char *text = arena_strndup(&r->phrases, r->block.buf, n);
	uint32_t line = r->part[0].line;

	strbuf_clear(&r->block);
	r->nr_part = 0;
	blocks_heading(b, text, n, line);
}

/* Editors write "TCP\\_CLOSE" for a name outside of code. */
static const char *without_escapes(struct doc_reader *r, const char *s, size_t *n)
{
	size_t i, len = 0;
	char *copy;

	if (!memmem(s, *n, "\\_", 2))
		return s;
	copy = arena_alloc(&r->phrases, *n + 1);
	for (i = 0; i < *n; i++)
		if (s[i] != '\\' || i + 1 == *n || s[i + 1] != '_')
			copy[len++] = s[i];
	*n = len;
	return copy;
}

void markdown_line(struct blocks *b, const char *s, size_t n, uint32_t line)
{
	size_t skip, k, bullet;
	int indent = blocks_indent(s, n, &skip);
	const char *t = s + skip;
	size_t len = n - skip, fl;
	char c;

	/* paragraphs in Chinese begin with two wide blanks, which are no indentation */
	while (!b->in_fence && len > 3 && !memcmp(t, "　", 3))
		t += 3, len -= 3;

	if (b->in_fence && b->fence_kind != FENCE_MARKS) {
		unmarked_line(b, s, n, line);
		return;
	}
	if (b->in_fence && !b->indented) {
		if (is_fence(t, len, &c, &fl) && c == b->fence_char && fl >= b->fence_len) {
			blocks_end_fence(b);
			return;
		}
		/* a fence within a list is indented with it */
		for (k = 0; k < n && k < (size_t)b->fence_indent && (s[k] == ' ' || s[k] == '\t'); k++)
			;
		blocks_add_line(&b->fence, s + k, n - k, line);
		return;
	}
	if (b->in_comment || (len > 3 && !memcmp(t, "<!--", 4))) {
		b->in_comment = !memmem(t, len, "-->", 3);
		return;
	}
	/* an indented block of code stands alone, after an empty line */
	if (b->indented) {
		if (indent >= 4 || !len) {
			blocks_add_line(&b->fence, s, n, line);
			return;
		}
		blocks_end_fence(b);
	}
	if (is_fence(t, len, &b->fence_char, &b->fence_len)) {
		begin_fence(b, t, len, (int)skip);
		b->in_list = b->in_list && skip;	/* … or it ends the list */
		return;
	}
	if (!len) {
		blocks_end(b);
		return;
	}
	if (indent >= 4 && b->indent < 0 && !blocks_bullet(t, len) && !b->in_list) {
		blocks_end(b);
		b->indented = b->in_fence = 1;
		b->lang[0] = '\0';
		blocks_add_line(&b->fence, s, n, line);
		return;
	}
	if (!indent && unmarked_fence(b, t, len, line))
		return;
	t = without_escapes(b->r, t, &len);
	t = doc_html_text(b->r, t, &len, 0);
	t = doc_links(b->r, t, &len, line);
	if (!len)
		return;
	if (*t == '#') {
		blocks_heading(b, t, len, line);
		return;
	}
	if (is_underline(b, t, len)) {
		underlined(b);
		return;
	}
	if (*t == '|' || (b->table.nr && memchr(t, '|', len))) {
		if (b->r->block.len)
			blocks_end(b);
		blocks_add_line(&b->table, t, len, line);
		return;
	}
	bullet = blocks_bullet(t, len);
	if (bullet || indent < 2)
		b->in_list = bullet != 0;
	if (bullet || b->table.nr)
		blocks_end(b);
	b->r->is_item |= bullet != 0;
	/* the first line of a paragraph may be moved in */
	blocks_add_prose(b, t + bullet, len - bullet, line, bullet ? indent + 1 : b->in_list ? indent : 0);
}

void markdown_end(struct blocks *b)
{
	if (b->in_fence)
		blocks_end_fence(b);
	blocks_end(b);
}

void blocks_release(struct blocks *b)
{
	free(b->table.at);
	free(b->table.len);
	free(b->fence.at);
	free(b->fence.len);
}
