/* SPDX-License-Identifier: MIT */
#include "sink.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#define SINK_CHUNK (64 * 1024)

void sink_init(struct sink *s, int fd)
{
	strbuf_init(&s->buf);
	s->fd = fd;
	s->held = 0;
	s->error = 0;
}

void sink_release(struct sink *s)
{
	strbuf_release(&s->buf);
}

static void sink_flush(struct sink *s)
{
	size_t done = 0;

	if (s->fd < 0)
		return;
	while (!s->error && done < s->buf.len) {
		ssize_t n = write(s->fd, s->buf.buf + done, s->buf.len - done);

		if (n >= 0)
			done += n;
		else if (errno != EINTR)
			s->error = errno;
	}
	strbuf_clear(&s->buf);
}

static inline void sink_check(struct sink *s)
{
	if (s->buf.len >= SINK_CHUNK && !s->held)
		sink_flush(s);
}

void sink_add(struct sink *s, const void *data, size_t len)
{
	strbuf_add(&s->buf, data, len);
	sink_check(s);
}

void sink_puts(struct sink *s, const char *str)
{
	sink_add(s, str, strlen(str));
}

void sink_putc(struct sink *s, int c)
{
	strbuf_addch(&s->buf, c);
	sink_check(s);
}

void sink_uint(struct sink *s, uint64_t v)
{
	char tmp[24], *p = tmp + sizeof(tmp);

	do
		*--p = '0' + v % 10;
	while ((v /= 10));
	sink_add(s, p, tmp + sizeof(tmp) - p);
}

void sink_printf(struct sink *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&s->buf, fmt, ap);
	va_end(ap);
	sink_check(s);
}

int sink_finish(struct sink *s)
{
	sink_flush(s);
	return s->error ? -1 : 0;
}

/* The character at p in *c; its bytes, 0 where they are not UTF-8. */
static size_t utf8_char(const unsigned char *p, utf8proc_int32_t *c)
{
	utf8proc_ssize_t n;

	if (p[0] < 0x80) {
		*c = p[0];
		return 1;
	}
	n = utf8proc_iterate(p, (utf8proc_ssize_t)strnlen((const char *)p, 4), c);
	return n > 0 ? (size_t)n : 0;
}

/* What a terminal acts on or shows nothing of: DEL, C1, marks of direction,
 * other line ends, characters without width, tags. */
static int is_hidden(utf8proc_int32_t c)
{
	if (c < 0x7f)
		return 0;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return 1;
	default:
		return (c >= 0x2060 && c <= 0x206f) || (c >= 0xe0000 && c <= 0xe0fff);
	}
}

static void add_escaped(struct strbuf *sb, const char *str, int controls)
{
	const unsigned char *p = (const unsigned char *)str;

	while (*p) {
		utf8proc_int32_t c = 0;
		size_t n = utf8_char(p, &c);

		if (n && !(controls && *p < 0x20) && !is_hidden(c)) {
			strbuf_add(sb, p, n);
			p += n;
			continue;
		}
		for (n = n ? n : 1; n; n--)
			strbuf_addf(sb, "\\x%02x", *p++);
	}
}

void strbuf_addtext(struct strbuf *sb, const char *str)
{
	add_escaped(sb, str, 1);
}

void strbuf_addutf8(struct strbuf *sb, const char *str)
{
	add_escaped(sb, str, 0);
}

static int is_plain(const char *str)
{
	for (; *str; str++)
		if (*str < ' ' || *str == 0x7f || *str == '\\')
			return 0;
	return 1;
}

void sink_cell(struct sink *s, const char *str)
{
	struct strbuf part = STRBUF_INIT, safe = STRBUF_INIT;
	size_t n = strcspn(str, "\t\n\\");

	if (is_plain(str)) {
		sink_puts(s, str);
		return;
	}
	for (;; str += n + 1, n = strcspn(str, "\t\n\\")) {
		strbuf_clear(&part);
		strbuf_add(&part, str, n);
		strbuf_addtext(&safe, part.buf);
		if (!str[n])
			break;
		strbuf_addstr(&safe, str[n] == '\t' ? "\\t" : str[n] == '\n' ? "\\n" : "\\\\");
	}
	sink_add(s, safe.buf, safe.len);
	strbuf_release(&part);
	strbuf_release(&safe);
}

size_t text_char(const char *str, size_t *columns)
{
	utf8proc_int32_t c = 0;
	size_t n = utf8_char((const unsigned char *)str, &c);

	*columns = !n || c < 0x80 ? 1 : (size_t)utf8proc_charwidth(c);
	return n ? n : 1;
}

size_t text_width(const char *str)
{
	size_t width = 0, columns;

	while (*str) {
		str += text_char(str, &columns);
		width += columns;
	}
	return width;
}
