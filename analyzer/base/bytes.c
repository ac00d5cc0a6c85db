/* SPDX-License-Identifier: MIT */
#include "bytes.h"

#include <string.h>

void bytes_put_uint(struct strbuf *sb, uint64_t v)
{
	unsigned char tmp[10];
	size_t n = 0;

	do {
		tmp[n++] = (unsigned char)((v & 0x7f) | (v > 0x7f ? 0x80 : 0));
		v >>= 7;
	} while (v);
	strbuf_add(sb, tmp, n);
}

void bytes_put_int(struct strbuf *sb, int64_t v)
{
	bytes_put_uint(sb, ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0));
}

void bytes_put_blob(struct strbuf *sb, const void *p, size_t n)
{
	bytes_put_uint(sb, n);
	strbuf_add(sb, p, n);
}

void bytes_put_u64(struct strbuf *sb, uint64_t v)
{
	unsigned char tmp[8];
	int i;

	for (i = 0; i < 8; i++)
		tmp[i] = (unsigned char)(v >> (8 * i));
	strbuf_add(sb, tmp, 8);
}

void bytes_put_str(struct strbuf *sb, const char *s)
{
	bytes_put_blob(sb, s ? s : "", s ? strlen(s) : 0);
}

void bytes_reader_init(struct bytes_reader *r, const void *p, size_t n)
{
	r->p = p;
	r->end = r->p + n;
	r->bad = 0;
}

uint64_t bytes_get_uint(struct bytes_reader *r)
{
	uint64_t v = 0;
	int shift = 0;

	while (!r->bad) {
		unsigned char c;

		if (r->p == r->end || shift > 63)
			break;
		c = *r->p++;
		v |= (uint64_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			return v;
		shift += 7;
	}
	r->bad = 1;
	return 0;
}

uint32_t bytes_get_u32(struct bytes_reader *r)
{
	uint64_t v = bytes_get_uint(r);

	if (v > UINT32_MAX) {
		r->bad = 1;
		return 0;
	}
	return (uint32_t)v;
}

int64_t bytes_get_int(struct bytes_reader *r)
{
	uint64_t v = bytes_get_uint(r);

	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

uint64_t bytes_get_u64(struct bytes_reader *r)
{
	uint64_t v = 0;
	int i;

	if (r->bad || r->end - r->p < 8) {
		r->bad = 1;
		return 0;
	}
	for (i = 0; i < 8; i++)
		v |= (uint64_t)r->p[i] << (8 * i);
	r->p += 8;
	return v;
}

const char *bytes_get_blob(struct bytes_reader *r, size_t *n)
{
	uint64_t len = bytes_get_uint(r);
	const char *p = (const char *)r->p;

	*n = 0;
	if (r->bad || len > (uint64_t)(r->end - r->p)) {
		r->bad = 1;
		return "";
	}
	r->p += len;
	*n = (size_t)len;
	return p;
}

uint32_t bytes_get_count(struct bytes_reader *r, size_t min)
{
	uint64_t n = bytes_get_uint(r);

	if (r->bad || n > UINT32_MAX || n * (min ? min : 1) > (uint64_t)(r->end - r->p)) {
		r->bad = 1;
		return 0;
	}
	return (uint32_t)n;
}

const char *bytes_get_str(struct bytes_reader *r, struct arena *a)
{
	size_t n;
	const char *s = bytes_get_blob(r, &n);

	return arena_strndup(a, s, n);
}
