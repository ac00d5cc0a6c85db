/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"

uint64_t input_now(const char *path)
{
	struct stat st;
	uint64_t h;

	if (stat(path, &st))
		return INPUT_NONE;
	return S_ISREG(st.st_mode) && !digest_file(path, &h) ? input_digest(h) : INPUT_EXISTS;
}

int input_same(uint64_t expected, uint64_t now)
{
	if (expected == INPUT_UNKNOWN)
		return 0;
	return expected == INPUT_EXISTS ? now != INPUT_NONE : expected == now;
}

void inputs_pack(struct strbuf *out, enum input_kind kind, const char *path, uint64_t digest)
{
	bytes_put_uint(out, kind);
	bytes_put_blob(out, path, strlen(path));
	if (kind == INPUT_READ)
		bytes_put_u64(out, digest);
}

const char *inputs_next(const void *data, size_t len, size_t *at, enum input_kind *kind,
			size_t *n, uint64_t *digest)
{
	struct bytes_reader r;
	const char *s;
	uint32_t k;

	if (*at >= len)
		return NULL;
	bytes_reader_init(&r, (const char *)data + *at, len - *at);
	k = bytes_get_u32(&r);
	s = bytes_get_blob(&r, n);
	*digest = k == INPUT_READ ? bytes_get_u64(&r) :
		k == INPUT_THERE ? INPUT_EXISTS : INPUT_NONE;
	*kind = (enum input_kind)k;
	if (r.bad || k > INPUT_REFUSED || !s || memchr(s, '\0', *n))
		return NULL;
	*at = (size_t)((const char *)r.p - (const char *)data);
	return s;
}

void inputs_init(struct inputs *in)
{
	memset(in, 0, sizeof(*in));
	strtab_init(&in->path);
	strtab_init(&in->refused);
}

void inputs_release(struct inputs *in)
{
	strtab_release(&in->path);
	strtab_release(&in->refused);
	free(in->expect);
	memset(in, 0, sizeof(*in));
}

void inputs_add(struct inputs *in, const char *path, size_t n, uint64_t expect)
{
	size_t before = in->path.nr;
	uint32_t id = strtab_addn(&in->path, path, n);
	uint64_t *e;

	ALLOC_GROW(in->expect, id + 1, in->alloc);
	e = &in->expect[id];
	if (in->path.nr != before || (*e == INPUT_EXISTS && expect > INPUT_UNKNOWN))
		*e = expect;
	else if (*e != expect && !(expect == INPUT_EXISTS && *e > INPUT_UNKNOWN))
		*e = INPUT_UNKNOWN;
}

void inputs_add_packed(struct inputs *in, const void *data, size_t len)
{
	enum input_kind kind;
	uint64_t digest;
	const char *s;
	size_t at = 0, n;

	while ((s = inputs_next(data, len, &at, &kind, &n, &digest))) {
		if (kind == INPUT_REFUSED)
			strtab_addn(&in->refused, s, n);
		else
			inputs_add(in, s, n, digest);
	}
}

uint64_t inputs_of(const struct inputs *in, const char *path)
{
	uint32_t id = strtab_find(&in->path, path);

	return id ? in->expect[id] : INPUT_NONE;
}

void inputs_shown(const struct inputs *in, const struct compdb *db, struct inputs *out)
{
	struct arena a = ARENA_INIT;
	size_t i;

	for (i = 1; i < in->path.nr; i++)
		if (in->expect[i] > INPUT_EXISTS && *in->path.str[i] == '/') {
			struct strbuf folded = STRBUF_INIT;
			const char *s;

			path_join(&folded, "/", in->path.str[i]);
			s = compdb_display_path(db, &a, folded.buf);
			inputs_add(out, s, strlen(s), in->expect[i]);
			strbuf_release(&folded);
		}
	arena_release(&a);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void inputs_lines(const struct inputs *in, struct strbuf *out)
{
	const char **v = xcalloc(in->path.nr + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 1; i < in->path.nr; i++)
		v[n++] = in->path.str[i];
	if (n)
		qsort(v, n, sizeof(*v), by_path);
	for (i = 0; i < n; i++) {
		if (strchr(v[i], '\n'))
			strbuf_addf(out, "%016llx /\n", INPUT_UNKNOWN);
		else
			strbuf_addf(out, "%016llx %s\n",
				    (unsigned long long)in->expect[strtab_find(&in->path, v[i])],
				    v[i]);
	}
	free(v);
}
