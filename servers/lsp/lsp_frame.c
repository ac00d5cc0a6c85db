/* SPDX-License-Identifier: MIT */
#include "lsp.h"

#include <string.h>
#include <strings.h>

void lsp_reader_init(struct lsp_reader *r)
{
	memset(r, 0, sizeof(*r));
	strbuf_init(&r->buf);
}

void lsp_reader_release(struct lsp_reader *r)
{
	strbuf_release(&r->buf);
	lsp_reader_init(r);
}

static void drop(struct strbuf *sb, size_t n)
{
	if (!n)
		return;
	memmove(sb->buf, sb->buf + n, sb->len - n);
	strbuf_setlen(sb, sb->len - n);
}

void lsp_reader_feed(struct lsp_reader *r, const void *data, size_t len)
{
	const char *p = data;

	drop(&r->buf, r->used);
	r->used = 0;
	if (r->skip) {
		size_t n = r->skip < len ? (size_t)r->skip : len;

		r->skip -= n;
		p += n;
		len -= n;
	}
	if (!r->broken)
		strbuf_add(&r->buf, p, len);
}

/* "Content-Length: 12" → 12; -1 where it is no number that can be skipped. */
static int64_t length_of(const char *value, size_t len)
{
	int64_t n = 0;
	size_t i = 0, digits = 0;

	while (i < len && (value[i] == ' ' || value[i] == '\t'))
		i++;
	for (; i < len && value[i] >= '0' && value[i] <= '9' && digits < 16; i++, digits++)
		n = n * 10 + (value[i] - '0');
	while (i < len && (value[i] == ' ' || value[i] == '\t'))
		i++;
	return !digits || digits > 15 || i < len ? -1 : n;
}

/* Bytes of the header with its empty line, 0 where its end is not there yet;
 * *length -1 where it names none. */
static size_t read_header(const char *p, size_t len, int64_t *length)
{
	const char *line = p, *nl;

	*length = -1;
	while ((nl = memchr(line, '\n', len - (size_t)(line - p))) != NULL) {
		size_t n = (size_t)(nl - line);

		if (n && line[n - 1] == '\r')
			n--;
		if (!n)
			return (size_t)(nl + 1 - p);
		if (n > 15 && !strncasecmp(line, "Content-Length:", 15))
			*length = length_of(line + 15, n - 15);
		line = nl + 1;
	}
	return 0;
}

enum lsp_read lsp_reader_next(struct lsp_reader *r, const char **body, size_t *len)
{
	int64_t length;
	size_t head;

	drop(&r->buf, r->used);
	r->used = 0;
	if (r->broken)
		return LSP_BROKEN;
	if (r->skip)
		return LSP_MORE;
	head = read_header(r->buf.buf, r->buf.len, &length);
	if (head > LSP_MAX_HEADER || (!head && r->buf.len > LSP_MAX_HEADER) ||
	    (head && length < 0)) {
		r->broken = 1;
		return LSP_BROKEN;
	}
	if (!head)
		return LSP_MORE;
	if (length > LSP_MAX_MESSAGE) {
		size_t have = r->buf.len - head;
		size_t n = (int64_t)have < length ? have : (size_t)length;

		r->skip = (uint64_t)length - n;
		drop(&r->buf, head + n);
		return LSP_TOO_LONG;
	}
	if (r->buf.len - head < (size_t)length)
		return LSP_MORE;
	*body = r->buf.buf + head;
	*len = (size_t)length;
	r->used = head + (size_t)length;
	return LSP_MESSAGE;
}

void lsp_frame(struct strbuf *out, const char *body, size_t len)
{
	strbuf_addf(out, "Content-Length: %zu\r\n\r\n", len);
	strbuf_add(out, body, len);
}
