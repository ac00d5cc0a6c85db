/* SPDX-License-Identifier: MIT */
/* A document into blocks: paragraphs, items of lists, tables, fences. */
#include "doc_p.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define MAX_BLOCK (64 * 1024)
#define MAX_LINE (16 * 1024)
#define MAX_FENCE 20000		/* lines */
#define MAX_EXCERPT 160

const char *const doc_kind_name[DOC_KIND_NR] = {
	"step", "location", "registration", "state", "exists", "order", "listing",
};

/* ---- claims ---------------------------------------------------------------------- */

/* Blanks around and runs of them do not matter. */
static const char *excerpt(struct doc_reader *r, const char *s, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	const char *kept;
	size_t i;

	for (i = 0; i < n && sb.len < MAX_EXCERPT; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			if (sb.len && sb.buf[sb.len - 1] != ' ')
				strbuf_addch(&sb, ' ');
		} else {
			strbuf_addch(&sb, c);
		}
	}
	if (i < n) {
		while (sb.len && ((unsigned char)s[i] & 0xc0) == 0x80 && i--)
			strbuf_setlen(&sb, sb.len - 1);
		strbuf_addstr(&sb, "…");
	}
	while (sb.len && sb.buf[sb.len - 1] == ' ')
		strbuf_setlen(&sb, sb.len - 1);
	kept = arena_strndup(&r->d->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return kept;
}

struct doc_claim *doc_add(struct doc_reader *r, enum doc_kind kind, uint32_t line,
			  const char *text, size_t n)
{
	struct doc *d = r->d;
	struct doc_claim *c;

	if (d->nr >= DOC_MAX_CLAIMS) {
		d->truncated = 1;
		return NULL;
	}
	ALLOC_GROW(d->claim, d->nr + 1, d->alloc);
	c = &d->claim[d->nr++];
	memset(c, 0, sizeof(*c));
	c->kind = (uint8_t)kind;
	c->line = line;
	c->text = excerpt(r, text, n);
	c->a = c->b = c->file = c->macro = c->from = c->to = "";
	return c;
}

/* Has this been said on this line already? `b`: the callee, or the file. */
static int is_said(const struct doc *d, uint32_t line, enum doc_kind kind, const char *a,
		   const char *b)
{
	uint32_t i;

	for (i = d->nr; i-- && d->claim[i].line == line && d->nr - i < 200;)
		if (d->claim[i].kind == kind && !strcmp(d->claim[i].a, a) &&
		    !strcmp(kind == DOC_STEP ? d->claim[i].b : d->claim[i].file, b))
			return 1;
	return 0;
}

struct doc_claim *doc_place(struct doc_reader *r, uint32_t line, const char *text, size_t n,
			    const char *name, const char *file, uint32_t at)
{
	struct doc_claim *c;

	if (is_said(r->d, line, DOC_LOCATION, name, file))
		return NULL;
	c = doc_add(r, DOC_LOCATION, line, text, n);
	if (!c)
		return NULL;
	c->a = name;
	c->file = file;
	c->at = at;
	return c;
}

void doc_step(struct doc_reader *r, uint32_t line, const char *text, size_t n,
	      const char *a, const char *b, int graph)
{
	struct doc_claim *c;

	if (is_said(r->d, line, DOC_STEP, a, b))
		return;
	c = doc_add(r, DOC_STEP, line, text, n);
	if (!c)
		return;
	c->a = a;
	c->b = b;
	c->graph = (uint8_t)graph;
}

void doc_edge(struct doc_reader *r, uint32_t line, const char *text, size_t n,
	      const char *a, const char *amacro, const char *b, const char *bmacro)
{
	struct doc_claim *c;

	if (!amacro && !bmacro) {
		doc_step(r, line, text, n, a, b, 1);
		return;
	}
	c = doc_add(r, DOC_REGISTRATION, line, text, n);
	if (!c)
		return;
	c->a = bmacro ? b : a;
	c->macro = bmacro ? bmacro : amacro;
	c->from = bmacro && !amacro ? a : "";	/* who is said to run it */
	c->to = amacro && !bmacro ? b : "";
	c->graph = 1;
}

/* ---- blocks ----------------------------------------------------------------------- */

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

struct blocks {
	struct doc_reader *r;
	int indent;		/* of the block being collected; -1: none */
	struct doc_lines table;
	struct doc_lines fence;
	int in_fence, fence_indent, in_comment, indented, in_list;
	char fence_char;
	size_t fence_len;
	char lang[32];
};

static void end_block(struct blocks *b)
{
	struct doc_reader *r = b->r;

	if (r->block.len)
		doc_prose(r, b->indent);
	if (b->table.nr)
		doc_table(r, &b->table);
	strbuf_clear(&r->block);
	r->nr_part = 0;
	b->table.nr = 0;
	b->indent = -1;
}

static void add_line(struct doc_lines *l, const char *s, size_t n, uint32_t line)
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

static void add_prose(struct blocks *b, const char *s, size_t n, uint32_t line, int indent)
{
	struct doc_reader *r = b->r;

	if (r->block.len + n > MAX_BLOCK)
		end_block(b);
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
static void end_fence(struct blocks *b)
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
	if (l->nr && is_lang(b, c))
		doc_listing(r, l);
	else if (l->nr && is_lang(b, drawn) && doc_mermaid(r, l) && doc_frames(r, l) && doc_tree(r, l))
		doc_listing(r, l);
	else if (l->nr && is_lang(b, output) && doc_frames(r, l))
		doc_tree(r, l);
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

static void begin_fence(struct blocks *b, const char *s, size_t n, int indent)
{
	size_t i = b->fence_len, k = 0;

	end_block(b);
	b->in_fence = 1;
	b->fence_indent = indent;
	while (i < n && (s[i] == ' ' || s[i] == '{' || s[i] == '.'))
		i++;
	while (i < n && k + 1 < sizeof(b->lang) && (isalnum((unsigned char)s[i]) || s[i] == '+'))
		b->lang[k++] = (char)tolower((unsigned char)s[i++]);
	b->lang[k] = '\0';
}

/* Columns of blanks before the text. */
static int indent_of(const char *s, size_t n, size_t *skip)
{
	int col = 0;
	size_t i;

	for (i = 0; i < n && (s[i] == ' ' || s[i] == '\t' || s[i] == '>'); i++)
		col = s[i] == '\t' ? (col / 4 + 1) * 4 : col + 1;
	*skip = i;
	return col < 1000 ? col : 1000;
}

/* Length of "- ", "* ", "+ ", "12. ", "1) ", "1、", "(1)" before an item. */
static size_t bullet_len(const char *s, size_t n)
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

static void heading(struct blocks *b, const char *s, size_t n, uint32_t line)
{
	struct doc_reader *r = b->r;
	const char *macro;

	end_block(b);
	r->nr_topic = 0;
	r->heading = doc_label(r, s, n, &macro);
	r->subject = r->last = r->heading;
	if (n > 8)
		add_prose(b, s, n, line, 0);
	end_block(b);
	r->subject = r->last = r->heading;
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

static void one_line(struct blocks *b, const char *s, size_t n, uint32_t line)
{
	size_t skip, k, bullet;
	int indent = indent_of(s, n, &skip);
	const char *t = s + skip;
	size_t len = n - skip, fl;
	char c;

	if (b->in_fence && !b->indented) {
		if (is_fence(t, len, &c, &fl) && c == b->fence_char && fl >= b->fence_len) {
			end_fence(b);
			return;
		}
		/* a fence within a list is indented with it */
		for (k = 0; k < n && k < (size_t)b->fence_indent && (s[k] == ' ' || s[k] == '\t'); k++)
			;
		add_line(&b->fence, s + k, n - k, line);
		return;
	}
	if (b->in_comment || (len > 3 && !memcmp(t, "<!--", 4))) {
		b->in_comment = !memmem(t, len, "-->", 3);
		return;
	}
	/* an indented block of code stands alone, after an empty line */
	if (b->indented) {
		if (indent >= 4 || !len) {
			add_line(&b->fence, s, n, line);
			return;
		}
		end_fence(b);
	}
	if (is_fence(t, len, &b->fence_char, &b->fence_len)) {
		begin_fence(b, t, len, (int)skip);
		return;
	}
	if (!len) {
		end_block(b);
		return;
	}
	if (indent >= 4 && b->indent < 0 && !bullet_len(t, len) && !b->in_list) {
		end_block(b);
		b->indented = b->in_fence = 1;
		b->lang[0] = '\0';
		add_line(&b->fence, s, n, line);
		return;
	}
	t = without_escapes(b->r, t, &len);
	t = doc_links(b->r, t, &len, line);
	if (!len)
		return;
	if (*t == '#') {
		heading(b, t, len, line);
		return;
	}
	if (*t == '|' || (b->table.nr && memchr(t, '|', len))) {
		if (b->r->block.len)
			end_block(b);
		add_line(&b->table, t, len, line);
		return;
	}
	bullet = bullet_len(t, len);
	if (bullet || indent < 2)
		b->in_list = bullet != 0;
	if (bullet || b->table.nr)
		end_block(b);
	add_prose(b, t + bullet, len - bullet, line, bullet ? indent + 1 : indent);
}

/* ---- the whole --------------------------------------------------------------------- */

/* By line; claims of one line stay as they were found. */
static void sort_claims(struct doc *d)
{
	uint32_t *count = xcalloc((size_t)d->nr_lines + 2, sizeof(*count)), i;
	struct doc_claim *sorted = xmalloc((d->nr + 1) * sizeof(*sorted));

	for (i = 0; i < d->nr; i++)
		count[d->claim[i].line + 1]++;
	for (i = 1; i <= d->nr_lines + 1; i++)
		count[i] += count[i - 1];
	for (i = 0; i < d->nr; i++)
		sorted[count[d->claim[i].line]++] = d->claim[i];
	free(count);
	free(d->claim);
	d->claim = sorted;
	d->alloc = d->nr + 1;
}

static int is_text(const char *s, size_t n)
{
	size_t i, odd = 0, end = n < 65536 ? n : 65536;

	for (i = 0; i < end; i++) {
		unsigned char c = (unsigned char)s[i];

		if (!c)
			return 0;
		odd += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b;
	}
	return odd * 20 <= end;
}

/* Drawings and sentences each have their own. */
static int is_new(struct idmap *seen, const char *name, int graph)
{
	uint32_t *at = idmap_put(seen, digest_mix(digest_str(name), (uint64_t)graph), 0);
	uint32_t before = *at;

	*at = 1;
	return !before;
}

/* Functions that are named and of which nothing else is said: that there are
 * such functions. */
static void add_mentions(struct doc_reader *r)
{
	struct idmap seen = IDMAP_INIT;
	struct doc_claim *c;
	uint32_t i;

	for (i = 0; i < r->d->nr; i++) {
		c = &r->d->claim[i];
		is_new(&seen, c->a, c->graph);
		if (c->kind == DOC_STEP)
			is_new(&seen, c->b, c->graph);
		if (c->alt)
			is_new(&seen, c->alt, c->graph);
	}
	for (i = 0; i < r->nr_mention && !r->d->truncated; i++) {
		const struct doc_mention *m = &r->mention[i];

		if (!is_new(&seen, m->name, m->graph))
			continue;
		c = doc_add(r, DOC_EXISTS, m->line, m->name, strlen(m->name));
		if (!c)
			break;
		c->a = m->name;
		c->graph = m->graph;
	}
	idmap_release(&seen);
}

void doc_mention(struct doc_reader *r, const char *name, uint32_t line, int graph)
{
	if (r->nr_mention >= DOC_MAX_CLAIMS || !name)
		return;
	ALLOC_GROW(r->mention, r->nr_mention + 1, r->alloc_mention);
	r->mention[r->nr_mention++] = (struct doc_mention){ name, line, (uint8_t)graph };
}

int doc_read(struct doc *d, const char *text, size_t len, const struct lexicon *lex,
	     struct strbuf *err)
{
	struct doc_reader r = { .d = d, .lex = lex };
	struct blocks b = { .r = &r, .indent = -1 };
	const char *s = text, *end = text + len, *nl;

	memset(d, 0, sizeof(*d));
	arena_init(&d->arena);
	if (!is_text(text, len))
		return error(err, "the document is not text: it has NUL or control bytes in it");
	if (len > 2 && !memcmp(text, "\xef\xbb\xbf", 3))
		s += 3;
	arena_init(&r.phrases);
	strbuf_init(&r.block);
	phrases_init(&r);
	for (; s < end && !d->truncated; s = nl + 1) {
		size_t n;

		nl = memchr(s, '\n', (size_t)(end - s));
		if (!nl)
			nl = end;
		n = (size_t)(nl - s);
		while (n && s[n - 1] == '\r')
			n--;
		one_line(&b, s, n, ++d->nr_lines);
	}
	if (b.in_fence)
		end_fence(&b);
	end_block(&b);
	add_mentions(&r);
	free(r.mention);
	sort_claims(d);
	free(b.table.at);
	free(b.table.len);
	free(b.fence.at);
	free(b.fence.len);
	free(r.part);
	free(r.toks.t);
	strbuf_release(&r.block);
	arena_release(&r.phrases);
	return 0;
}

void doc_release(struct doc *d)
{
	arena_release(&d->arena);
	free(d->claim);
	memset(d, 0, sizeof(*d));
}
