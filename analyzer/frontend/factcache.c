/* SPDX-License-Identifier: MIT */
#include "factcache.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/strtab.h"
#include "base/xalloc.h"

#define MAGIC "kpath facts 1\n"

struct fact_cache {
	const char *dir;
	uint64_t base;			/* digest of what all keys have in common */
	struct strtab path;		/* files seen in this run */
	uint64_t *hash;			/* by path; 0 = there is none */
	uint8_t *used;			/* by path: a TU is made of it */
	size_t alloc, alloc_used;
	struct strbuf text;
};

uint64_t file_digest(const char *path)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t h = 0;

	if (!file_read(path, &text, NULL))
		h = digest64(text.buf, text.len) | 1;
	strbuf_release(&text);
	return h;
}

static uint64_t knowledge_digest(const struct knowledge *k)
{
	struct compdb none;
	struct strbuf hello = STRBUF_INIT;
	uint64_t h;

	compdb_init(&none);
	none.tree = none.build = "";
	wire_put_hello(&hello, &none, k);	/* all that a worker is told */
	h = digest64(hello.buf, hello.len);
	strbuf_release(&hello);
	compdb_release(&none);
	return h;
}

struct fact_cache *fact_cache_new(const char *dir, const char *worker, const struct compdb *db,
				  const struct knowledge *k)
{
	struct fact_cache *c = xcalloc(1, sizeof(*c));
	struct stat st;

	c->dir = dir;
	strtab_init(&c->path);
	strbuf_init(&c->text);
	c->base = digest_mix(FACTS_VERSION, file_digest(worker));
	c->base = digest_mix(c->base, knowledge_digest(k));
	c->base = digest_mix(c->base, digest_str(db->tree));
	c->base = digest_mix(c->base, digest_str(db->build));
	if (!stat(KPATH_LIBCLANG, &st)) {	/* another one may see other things */
		c->base = digest_mix(c->base, (uint64_t)st.st_size);
		c->base = digest_mix(c->base, (uint64_t)st.st_mtime);
	}
	return c;
}

void fact_cache_free(struct fact_cache *c)
{
	if (!c)
		return;
	cache_trim(c->dir, FACT_CACHE_BYTES);
	strtab_release(&c->path);
	strbuf_release(&c->text);
	free(c->hash);
	free(c->used);
	free(c);
}

uint64_t fact_cache_key(struct fact_cache *c, const struct compile_command *cmd)
{
	uint64_t h = digest_mix(c->base, digest_str(cmd->path));
	int i;

	h = digest_mix(h, digest_str(cmd->file));
	h = digest_mix(h, digest_str(cmd->dir));
	h = digest_mix(h, digest_str(cmd->object));
	h = digest_mix(h, digest_str(cmd->unit));
	for (i = 0; i < cmd->argc; i++)
		h = digest_mix(h, digest_str(cmd->argv[i]));
	return h;
}

/* A file as it is now; read once a run. */
static uint32_t look_at(struct fact_cache *c, const char *path, size_t n)
{
	size_t before = c->path.nr, old = c->alloc;
	uint32_t id = strtab_addn(&c->path, path, n);

	if (c->path.nr == before)
		return id;
	ALLOC_GROW(c->hash, id + 1, c->alloc);
	ALLOC_GROW(c->used, id + 1, c->alloc_used);
	if (c->alloc > old)
		memset(c->used + old, 0, c->alloc - old);
	c->hash[id] = file_digest(strtab_str(&c->path, id));
	c->used[id] = 0;
	return id;
}

static void mark(struct fact_cache *c, const char *path, size_t n)
{
	uint32_t id = look_at(c, path, n);	/* may move `used` */

	c->used[id] = 1;
}

static uint64_t hash_of(struct fact_cache *c, const char *path, size_t n)
{
	uint32_t id = look_at(c, path, n);

	return c->hash[id];
}

static void entry_path(const struct fact_cache *c, uint64_t key, struct strbuf *out)
{
	strbuf_addf(out, "%s/%016llx.facts", c->dir, (unsigned long long)key);
}

static int inflate_into(const char *data, size_t len, size_t size, struct strbuf *out)
{
	uLongf n = size;

	if (size > WIRE_MAX_FRAME)
		return -1;
	strbuf_grow(out, size + 1);
	if (uncompress((Bytef *)out->buf + out->len, &n, (const Bytef *)data, len) != Z_OK ||
	    n != size)
		return -1;
	out->len += size;
	out->buf[out->len] = '\0';
	return 0;
}

/* Entry: magic, number of files, (path, digest) of each, then paths where
 * there must be none, then the record's size and its bytes, compressed. */
static int read_entry(struct fact_cache *c, const struct strbuf *text, struct strbuf *rec)
{
	struct bytes_reader r;
	uint32_t i, n;
	const char *s;
	size_t len, size;

	if (text->len < strlen(MAGIC) + 8 || memcmp(text->buf, MAGIC, strlen(MAGIC)))
		return -1;
	bytes_reader_init(&r, text->buf + text->len - 8, 8);
	if (bytes_get_u64(&r) != digest64(text->buf, text->len - 8))
		return -1;
	bytes_reader_init(&r, text->buf + strlen(MAGIC), text->len - 8 - strlen(MAGIC));
	n = bytes_get_count(&r, 9);
	for (i = 0; i < n; i++) {
		uint64_t h;

		s = bytes_get_blob(&r, &len);
		h = bytes_get_u64(&r);
		if (r.bad || hash_of(c, s, len) != h || !h)
			return -1;
	}
	n = bytes_get_count(&r, 1);
	for (i = 0; i < n; i++) {
		s = bytes_get_blob(&r, &len);
		if (r.bad || hash_of(c, s, len))
			return -1;
	}
	size = bytes_get_uint(&r);
	s = bytes_get_blob(&r, &len);
	return r.bad ? -1 : inflate_into(s, len, size, rec);
}

static void mark_used(struct fact_cache *c, const struct strbuf *text)
{
	struct bytes_reader r;
	uint32_t i, n;
	const char *s;
	size_t len;

	bytes_reader_init(&r, text->buf + strlen(MAGIC), text->len - 8 - strlen(MAGIC));
	n = bytes_get_count(&r, 9);
	for (i = 0; i < n; i++) {
		s = bytes_get_blob(&r, &len);
		bytes_get_u64(&r);
		mark(c, s, len);
	}
	n = bytes_get_count(&r, 1);
	for (i = 0; i < n; i++) {
		s = bytes_get_blob(&r, &len);
		mark(c, s, len);
	}
}

int fact_cache_get(struct fact_cache *c, uint64_t key, struct strbuf *rec)
{
	struct strbuf path = STRBUF_INIT;
	int ret;

	entry_path(c, key, &path);
	strbuf_clear(&c->text);
	ret = file_read(path.buf, &c->text, NULL) || read_entry(c, &c->text, rec) ? -1 : 0;
	if (!ret) {
		mark_used(c, &c->text);
		utime(path.buf, NULL);	/* the oldest go first */
	}
	strbuf_release(&path);
	return ret;
}

/* Where the compiler looked for a header before it found it. */
static uint32_t add_absent(struct fact_cache *c, const struct compile_command *cmd,
			   const char *path, size_t n, struct strbuf *out)
{
	uint32_t nr = 0;
	size_t len = 0;
	int i, found = -1;

	for (i = 0; i < cmd->argc && found < 0; i++) {
		const char *d = cmd->argv[i];

		if (strncmp(d, "-I", 2))
			continue;
		len = strlen(d + 2);
		if (len && len < n && !strncmp(path, d + 2, len) && path[len] == '/')
			found = i;
	}
	for (i = 0; i < found; i++) {
		struct strbuf sb = STRBUF_INIT;

		if (strncmp(cmd->argv[i], "-I", 2) || cmd->argv[i][2] != '/')
			continue;
		strbuf_addstr(&sb, cmd->argv[i] + 2);
		strbuf_add(&sb, path + len, n - len);
		bytes_put_blob(out, sb.buf, sb.len);
		mark(c, sb.buf, sb.len);
		strbuf_release(&sb);
		nr++;
	}
	return nr;
}

void fact_cache_put(struct fact_cache *c, uint64_t key, const struct compile_command *cmd,
		    const struct wire_reply *rep)
{
	struct strbuf out = STRBUF_INIT, files = STRBUF_INIT, absent = STRBUF_INIT;
	struct strbuf path = STRBUF_INIT;
	uint32_t nr = 0, nr_absent = 0, id;
	size_t at = 0, n;
	uLongf size = compressBound(rep->facts_len);
	char *packed = xmalloc(size);
	const char *s;

	while ((s = wire_next_file(rep->files, rep->files_len, &at, &n))) {
		id = look_at(c, s, n);
		c->used[id] = 1;
		bytes_put_blob(&files, s, n);
		bytes_put_u64(&files, c->hash[id]);
		nr++;
		nr_absent += add_absent(c, cmd, s, n, &absent);
	}
	strbuf_addstr(&out, MAGIC);
	bytes_put_uint(&out, nr);
	strbuf_add(&out, files.buf, files.len);
	bytes_put_uint(&out, nr_absent);
	strbuf_add(&out, absent.buf, absent.len);
	bytes_put_uint(&out, rep->facts_len);
	if (nr && compress2((Bytef *)packed, &size, rep->facts, rep->facts_len, 1) == Z_OK) {
		bytes_put_blob(&out, packed, size);
		bytes_put_u64(&out, digest64(out.buf, out.len));
		entry_path(c, key, &path);
		file_write_atomic(path.buf, out.buf, out.len, NULL);
	}
	free(packed);
	strbuf_release(&out);
	strbuf_release(&files);
	strbuf_release(&absent);
	strbuf_release(&path);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void fact_cache_inputs(const struct fact_cache *c, struct strbuf *out)
{
	const char **v = xcalloc(c->path.nr + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 1; i < c->path.nr; i++)
		if (c->used[i])
			v[n++] = c->path.str[i];
	if (n)
		qsort(v, n, sizeof(*v), by_path);
	for (i = 0; i < n; i++)
		if (!strchr(v[i], '\n'))
			strbuf_addf(out, "%016llx %s\n",
				    (unsigned long long)c->hash[strtab_find(&c->path, v[i])], v[i]);
	free(v);
}
