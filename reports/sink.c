/* SPDX-License-Identifier: MIT */
#include "sink.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

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

/* Length of the well-formed UTF-8 character at p, 0 where there is none. */
static size_t utf8_len(const unsigned char *p)
{
	uint32_t c, min;
	size_t n, i;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] < 0xe0)
		n = 2, c = p[0] & 0x1f, min = 0x80;
	else if (p[0] >= 0xe0 && p[0] < 0xf0)
		n = 3, c = p[0] & 0x0f, min = 0x800;
	else if (p[0] >= 0xf0 && p[0] < 0xf5)
		n = 4, c = p[0] & 0x07, min = 0x10000;
	else
		return 0;
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < min || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	return n;
}

static uint32_t utf8_value(const unsigned char *p, size_t n)
{
	uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
	size_t i;

	for (i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3f);
	return c;
}

/* What a terminal acts on or shows nothing of: DEL, C1, marks of direction,
 * other line ends, characters without width, tags. */
static int is_hidden(const unsigned char *p, size_t n)
{
	static const uint32_t range[][2] = {
		{ 0x7f, 0x9f }, { 0xad, 0xad }, { 0x61c, 0x61c }, { 0x180e, 0x180e },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
	};
	uint32_t c;
	size_t i;

	if (p[0] < 0x7f)
		return 0;
	c = utf8_value(p, n);
	for (i = 0; i < sizeof(range) / sizeof(range[0]); i++)
		if (c >= range[i][0] && c <= range[i][1])
			return 1;
	return 0;
}

static void add_escaped(struct strbuf *sb, const char *str, int controls)
{
	const unsigned char *p = (const unsigned char *)str;

	while (*p) {
		size_t n = utf8_len(p);

		if (n && !(controls && *p < 0x20) && !is_hidden(p, n)) {
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

size_t text_width(const char *str)
{
	size_t n = 0;

	for (; *str; str++)
		n += ((unsigned char)*str & 0xc0) != 0x80;
	return n;
}
