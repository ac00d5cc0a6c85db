/* SPDX-License-Identifier: MIT */
/*
 * A block is packed column by column: one byte of mode, a base, and for each
 * record its distance from the base (or from the record before, less the
 * smallest such step) in as few bytes as the largest one needs. That is half
 * the size of the plain arrays and as quick to read.
 */
#include "index_p.h"

#define MODE_WIDTH 0x07
#define MODE_STEPS 0x08

static unsigned width_of(uint32_t v)
{
	return v == 0 ? 0 : v < 1u << 8 ? 1 : v < 1u << 16 ? 2 : v < 1u << 24 ? 3 : 4;
}

/* Writes four bytes, of which `width` count. */
static inline char *put_le(char *p, uint32_t v, unsigned width)
{
	p[0] = (char)v;
	p[1] = (char)(v >> 8);
	p[2] = (char)(v >> 16);
	p[3] = (char)(v >> 24);
	return p + width;
}

static void pack_column(struct strbuf *out, const uint32_t *col, uint32_t nr, unsigned stride)
{
	uint32_t min = col[0], max = col[0], i, v, last;
	int32_t smin = 0, smax = 0, step;
	unsigned w, ws;
	char *p;

	for (i = 1; i < nr; i++) {
		v = col[(size_t)i * stride];
		step = (int32_t)(v - col[(size_t)(i - 1) * stride]);
		min = v < min ? v : min;
		max = v > max ? v : max;
		smin = i == 1 || step < smin ? step : smin;
		smax = i == 1 || step > smax ? step : smax;
	}
	w = width_of(max - min);
	ws = width_of((uint32_t)smax - (uint32_t)smin);
	strbuf_grow(out, 9 + 4 * ((size_t)nr + 1));
	p = out->buf + out->len;
	if (w && ws < w) {
		*p++ = (char)(MODE_STEPS | ws);
		p = put_le(p, col[0], 4);
		p = put_le(p, (uint32_t)smin, 4);
		for (i = 1, last = col[0]; i < nr; i++) {
			v = col[(size_t)i * stride];
			p = put_le(p, v - last - (uint32_t)smin, ws);
			last = v;
		}
	} else {
		*p++ = (char)w;
		p = put_le(p, min, 4);
		for (i = 0; i < nr; i++)
			p = put_le(p, col[(size_t)i * stride] - min, w);
	}
	out->len = (size_t)(p - out->buf);
	*p = '\0';
}

void pack_block(struct strbuf *out, const uint32_t *rec, uint32_t nr, unsigned words)
{
	unsigned w;

	for (w = 0; nr && w < words; w++)
		pack_column(out, rec + w, nr, words);
}

static inline uint32_t get_le(const unsigned char *p, unsigned width)
{
	switch (width) {
	case 1: return p[0];
	case 2: return p[0] | (uint32_t)p[1] << 8;
	case 3: return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
	case 4: return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
	}
	return 0;
}

/* Called with a constant width, so that each becomes its own loop. */
static inline __attribute__((always_inline)) void
unpack_plain(const unsigned char *p, uint32_t *col, uint32_t nr, unsigned stride,
	     uint32_t base, unsigned width)
{
	uint32_t i;

	for (i = 0; i < nr; i++, p += width, col += stride)
		*col = base + get_le(p, width);
}

static inline __attribute__((always_inline)) void
unpack_steps(const unsigned char *p, uint32_t *col, uint32_t nr, unsigned stride,
	     uint32_t v, uint32_t step, unsigned width)
{
	uint32_t i;

	*col = v;
	for (i = 1, col += stride; i < nr; i++, p += width, col += stride)
		*col = v += step + get_le(p, width);
}

static void unpack_column(const unsigned char *p, uint32_t *col, uint32_t nr,
			  unsigned stride, unsigned mode, uint32_t base, uint32_t step)
{
	switch (mode) {
	case 0: unpack_plain(p, col, nr, stride, base, 0); break;
	case 1: unpack_plain(p, col, nr, stride, base, 1); break;
	case 2: unpack_plain(p, col, nr, stride, base, 2); break;
	case 3: unpack_plain(p, col, nr, stride, base, 3); break;
	case 4: unpack_plain(p, col, nr, stride, base, 4); break;
	case MODE_STEPS | 0: unpack_steps(p, col, nr, stride, base, step, 0); break;
	case MODE_STEPS | 1: unpack_steps(p, col, nr, stride, base, step, 1); break;
	case MODE_STEPS | 2: unpack_steps(p, col, nr, stride, base, step, 2); break;
	case MODE_STEPS | 3: unpack_steps(p, col, nr, stride, base, step, 3); break;
	}
}

/* How many bytes a column of nr > 0 records takes, and how many of them stand before its records; 0: it is none. */
static size_t column_bytes(const unsigned char *p, const unsigned char *end, uint32_t nr, size_t *head)
{
	unsigned mode = p == end ? 0xff : *p;
	size_t bytes;

	if ((mode & ~(unsigned)MODE_STEPS) > 4 || mode == (MODE_STEPS | 4))
		return 0;
	*head = mode & MODE_STEPS ? 9 : 5;
	bytes = *head + (size_t)(mode & MODE_WIDTH) * (mode & MODE_STEPS ? nr - 1 : nr);
	return (size_t)(end - p) < bytes ? 0 : bytes;
}

int unpack_block(const unsigned char **p, const unsigned char *end,
		 uint32_t *rec, uint32_t nr, unsigned words)
{
	size_t head, bytes;
	unsigned w;

	for (w = 0; nr && w < words; w++, *p += bytes) {
		uint32_t step;

		bytes = column_bytes(*p, end, nr, &head);
		if (!bytes)
			return -1;
		step = **p & MODE_STEPS ? get_le(*p + 5, 4) : 0;
		unpack_column(*p + head, rec + w, nr, words, **p, get_le(*p + 1, 4), step);
	}
	return 0;
}

int skip_block(const unsigned char **p, const unsigned char *end, uint32_t nr, unsigned words)
{
	size_t head, bytes;
	unsigned w;

	for (w = 0; nr && w < words; w++, *p += bytes) {
		bytes = column_bytes(*p, end, nr, &head);
		if (!bytes)
			return -1;
	}
	return 0;
}

int unpack_word(const unsigned char **p, const unsigned char *end, uint32_t *out, uint32_t nr, unsigned words,
		unsigned word)
{
	if (skip_block(p, end, nr, word) || unpack_block(p, end, out, nr, 1))
		return -1;
	return skip_block(p, end, nr, words - word - 1);
}
