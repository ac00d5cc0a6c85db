/* SPDX-License-Identifier: MIT */
/* Claims, and a document as a whole. */
#include "doc_blocks.h"

#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define MAX_EXCERPT 160

const char *const doc_kind_name[DOC_KIND_NR] = {
#define DOC_KIND(kind, name, judge, names) name,
#include "kinds.def"
#undef DOC_KIND
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
	c->called = at != 0;
	return c;
}

void doc_step(struct doc_reader *r, uint32_t line, const char *text, size_t n,
	      const char *a, const char *b, int graph)
{
	struct doc_claim *c;

	if (!strcmp(a, b) || is_said(r->d, line, DOC_STEP, a, b))
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

/* "old() -> new()", one below the other: what replaces what is no call. */
#define LIST_LINES 80
#define LIST_OTHERS 2
static void find_replacements(struct doc *d)
{
	uint32_t i, k, others, beside;

	for (i = 0; i < d->nr; i++) {
		struct doc_claim *c = &d->claim[i];

		if (c->kind != DOC_STEP || !c->alone)
			continue;
		for (others = beside = 0, k = i > 200 ? i - 200 : 0; k < d->nr && d->claim[k].line <= c->line + LIST_LINES; k++) {
			const struct doc_claim *o = &d->claim[k];

			int other = k != i && o->kind == DOC_STEP && o->alone && o->line + LIST_LINES >= c->line &&
				strcmp(o->a, c->b) && strcmp(o->b, c->a) && strcmp(o->a, c->a);

			others += (uint32_t)other;
			beside += other && o->line + 2 >= c->line && o->line <= c->line + 2;
		}
		/* two that stand beside each other and have nothing in common */
		c->inferred |= others >= LIST_OTHERS || beside;
	}
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
		if (c->kind == DOC_ACT || c->weak)	/* it may not be shown */
			continue;
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
	if (r->nr_mention >= DOC_MAX_CLAIMS || !name || !strncmp(name, "->", 2))
		return;
	ALLOC_GROW(r->mention, r->nr_mention + 1, r->alloc_mention);
	r->mention[r->nr_mention++] = (struct doc_mention){ name, line, (uint8_t)graph };
}

/* The lines of a patch in a mail, which are two texts at once; *patch: within one. What
 * stands above it is read as any text. */
static int in_patch(int *patch, const char *s, size_t n)
{
	static const char *const heads[] = { "diff --git ", "index ", "--- a/", "+++ b/", "--- /dev/null",
					     "+++ /dev/null", "new file mode", "deleted file mode", "rename ",
					     "similarity index", "old mode", "new mode" };
	size_t i, len;

	if (n > 11 && !memcmp(s, heads[0], 11))
		*patch = 1;
	if (n > 6 && !memcmp(s, "@@ -", 4))
		return *patch = 1;
	if (!*patch)
		return 0;
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		len = strlen(heads[i]);
		if (n >= len && !memcmp(s, heads[i], len))
			return 1;
	}
	/* within a hunk every line begins so */
	if (!n || *s == '+' || *s == '-' || *s == ' ' || *s == '\\' || *s == '\t')
		return 1;
	*patch = 0;
	return 0;
}

int doc_read(struct doc *d, const char *text, size_t len, const struct lexicon *lex,
	     struct strbuf *err)
{
	struct doc_reader r = { .d = d, .lex = lex, .own = IDMAP_INIT, .item.indent = -1 };
	struct blocks b = { .r = &r, .indent = -1, .text_end = text + len };
	const char *s = text, *end = text + len, *nl;
	int rst = rst_is(text, len), patch = 0;

	memset(d, 0, sizeof(*d));
	arena_init(&d->arena);
	if (!is_text(text, len))
		return error(err, "the document is not text: it has NUL or control bytes in it");
	if (len > 2 && !memcmp(text, "\xef\xbb\xbf", 3))
		s += 3;
	arena_init(&r.phrases);
	strbuf_init(&r.block);
	phrases_init(&r);
	doc_own_names(&r, s, (size_t)(end - s));
	for (; s < end && !d->truncated; s = nl + 1) {
		size_t n;

		nl = memchr(s, '\n', (size_t)(end - s));
		if (!nl)
			nl = end;
		n = (size_t)(nl - s);
		while (n && s[n - 1] == '\r')
			n--;
		++d->nr_lines;
		if (!b.in_fence && in_patch(&patch, s, n))
			continue;
		if (rst)
			rst_line(&b, s, n, d->nr_lines);
		else
			markdown_line(&b, s, n, d->nr_lines);
	}
	if (rst)
		rst_end(&b);
	else
		markdown_end(&b);
	add_mentions(&r);
	free(r.mention);
	idmap_release(&r.own);
	sort_claims(d);
	find_replacements(d);
	d->rst = rst;
	doc_spans(d, text, len);
	blocks_release(&b);
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
