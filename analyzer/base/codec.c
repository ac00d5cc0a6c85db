/* SPDX-License-Identifier: MIT */
#include "codec.h"

#include <limits.h>

void codec_u8(struct codec *c, uint8_t *v)
{
	uint32_t n = *v;

	codec_u32(c, &n);
	*v = (uint8_t)n;
}

void codec_u32(struct codec *c, uint32_t *v)
{
	if (c->out)
		bytes_put_uint(c->out, *v);
	else
		*v = bytes_get_u32(c->in);
}

void codec_size(struct codec *c, size_t *v)
{
	if (c->out)
		bytes_put_uint(c->out, *v);
	else
		*v = bytes_get_uint(c->in);
}

void codec_int(struct codec *c, int *v)
{
	uint32_t n = (uint32_t)*v;

	codec_u32(c, &n);
	if (!c->out && n > INT_MAX)
		c->in->bad = 1;
	*v = n > INT_MAX ? 0 : (int)n;
}

void codec_u64(struct codec *c, uint64_t *v)
{
	if (c->out)
		bytes_put_u64(c->out, *v);
	else
		*v = bytes_get_u64(c->in);
}

void codec_str(struct codec *c, const char **s)
{
	if (c->out)
		bytes_put_str(c->out, *s);
	else
		*s = bytes_get_str(c->in, c->arena);
}

void codec_count(struct codec *c, size_t *nr, size_t min)
{
	if (c->out)
		bytes_put_uint(c->out, *nr);
	else
		*nr = bytes_get_count(c->in, min);
}

void codec_strs(struct codec *c, const char ***s, size_t *nr)
{
	size_t i;

	codec_count(c, nr, 1);
	if (!c->out) {
		*s = arena_alloc(c->arena, (*nr + 1) * sizeof(**s));
		(*s)[*nr] = NULL;
	}
	for (i = 0; i < *nr; i++)
		codec_str(c, &(*s)[i]);
}

void codec_blob(struct codec *c, const void **p, size_t *n)
{
	if (c->out)
		bytes_put_blob(c->out, *n ? *p : "", *n);
	else
		*p = bytes_get_blob(c->in, n);
}
