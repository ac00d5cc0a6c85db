/* SPDX-License-Identifier: MIT */
#include "factcache.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/strtab.h"
#include "base/tempfile.h"
#include "base/xalloc.h"

#define MAGIC "kpath facts 3\n"
#define MAX_PACKED 1032		/* zlib makes nothing smaller than by this */
#define MAX_PATHS (64u << 20)	/* bytes of the list of paths; then it starts anew */

struct fact_cache {
	const char *dir;
	uint64_t base;			/* digest of what all keys have in common */
	struct strtab path;		/* every path that an entry may name */
	struct idmap by_digest;		/* of the path -> id */
	struct file {
		uint64_t now;		/* input_now() */
		uint8_t looked;		/* in this run */
	} *file;			/* by path */
	size_t alloc;
	uint32_t listed;		/* paths that stand in the list on disk */
	struct strbuf text;
};

uint64_t file_digest(const char *path)
{
	uint64_t h;

	return digest_file(path, &h) ? 0 : h | 1;
}

uint64_t fact_cache_key(struct fact_cache *c, const struct compile_command *cmd)
{
	return digest_mix(c->base, compile_command_digest(cmd));
}

static uint32_t add_path(struct fact_cache *c, const char *path, size_t n)
{
	size_t before = c->path.nr;
	uint32_t id = strtab_addn(&c->path, path, n);

	if (c->path.nr == before)
		return id;
	ALLOC_GROW(c->file, id + 1, c->alloc);
	memset(&c->file[id], 0, sizeof(*c->file));
	*idmap_put(&c->by_digest, digest64(path, n), id) = id;
	return id;
}

/* As it is now; looked at once a run. */
static uint64_t look_at(struct fact_cache *c, uint32_t id)
{
	struct file *f = &c->file[id];

	if (!f->looked)
		f->now = input_now(strtab_str(&c->path, id));
	f->looked = 1;
	return f->now;
}

static void list_path(const struct fact_cache *c, struct strbuf *out)
{
	strbuf_addf(out, "%s/paths", c->dir);
}

static void read_paths(struct fact_cache *c)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	const char *p, *nl;

	list_path(c, &path);
	if (!cache_read(path.buf, &text) && text.len < MAX_PATHS)
		for (p = text.buf; (nl = strchr(p, '\n')); p = nl + 1)
			add_path(c, p, (size_t)(nl - p));
	c->listed = (uint32_t)c->path.nr;
	strbuf_release(&path);
	strbuf_release(&text);
}

/* Two runs at a time may lose paths of one of them: entries that name such
 * are of no use then, that is all. */
static void write_paths(const struct fact_cache *c)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	size_t i;

	if (c->listed == c->path.nr)
		return;
	list_path(c, &path);
	for (i = 1; i < c->path.nr; i++)
		if (!strchr(c->path.str[i], '\n'))
			strbuf_addf(&text, "%s\n", c->path.str[i]);
	file_write_atomic(path.buf, text.buf, text.len, NULL);
	strbuf_release(&path);
	strbuf_release(&text);
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
	c->base = digest_mix(c->base, wire_knowledge_digest(k));
	c->base = digest_mix(c->base, digest_str(db->tree));
	c->base = digest_mix(c->base, digest_str(db->build));
	if (!stat(KPATH_LIBCLANG, &st)) {	/* another one may see other things */
		c->base = digest_mix(c->base, (uint64_t)st.st_size);
		c->base = digest_mix(c->base, (uint64_t)st.st_mtime);
	}
	strbuf_addf(&c->text, "%s/", dir);
	tempfile_sweep(c->text.buf);
	read_paths(c);
	return c;
}

void fact_cache_free(struct fact_cache *c)
{
	if (!c)
		return;
	write_paths(c);
	cache_trim(c->dir, FACT_CACHE_BYTES);
	strtab_release(&c->path);
	idmap_release(&c->by_digest);
	strbuf_release(&c->text);
	free(c->file);
	free(c);
}

static void entry_path(const struct fact_cache *c, uint64_t key, struct strbuf *out)
{
	strbuf_addf(out, "%s/%016llx.facts", c->dir, (unsigned long long)key);
}

/* Entry: magic, number of inputs, of each the digest of its path and what is
 * expected there, then the record's size and its bytes, compressed. */
static int read_entry(struct fact_cache *c, const struct strbuf *text, struct inputs *in,
		      struct fact_entry *e)
{
	struct bytes_reader r;
	uint32_t i, n;
	int round;

	if (text->len < strlen(MAGIC) + 8 || memcmp(text->buf, MAGIC, strlen(MAGIC)))
		return -1;
	bytes_reader_init(&r, text->buf + text->len - 8, 8);
	if (bytes_get_u64(&r) != digest64(text->buf, text->len - 8))
		return -1;
	for (round = 0; round < 2; round++) {	/* all are good: they are used */
		bytes_reader_init(&r, text->buf + strlen(MAGIC), text->len - 8 - strlen(MAGIC));
		n = bytes_get_count(&r, 16);
		for (i = 0; i < n; i++) {
			const uint32_t *at = idmap_get(&c->by_digest, bytes_get_u64(&r));
			uint64_t expect = bytes_get_u64(&r);
			uint32_t id = at ? *at : 0;

			if (r.bad || !id)
				return -1;
			if (!round && !input_same(expect, look_at(c, id)))
				return -1;
			if (round)
				inputs_add(in, strtab_str(&c->path, id), c->path.len[id], expect);
		}
	}
	e->size = bytes_get_uint(&r);
	e->data = bytes_get_blob(&r, &e->len);
	return r.bad || e->size > WIRE_MAX_FRAME || e->size / MAX_PACKED > e->len ? -1 : 0;
}

int fact_cache_doubts(const struct fact_cache *c, uint64_t key, const struct compile_command *cmd)
{
	struct strbuf path = STRBUF_INIT;
	struct stat file, entry;
	int none;

	entry_path(c, key, &path);
	none = stat(path.buf, &entry) || stat(cmd->path, &file);
	strbuf_release(&path);
	return none || file.st_mtim.tv_sec > entry.st_mtim.tv_sec ||
		(file.st_mtim.tv_sec == entry.st_mtim.tv_sec &&
		 file.st_mtim.tv_nsec > entry.st_mtim.tv_nsec);
}

int fact_cache_get(struct fact_cache *c, uint64_t key, struct inputs *in, struct fact_entry *e)
{
	struct strbuf path = STRBUF_INIT;
	int ret;

	entry_path(c, key, &path);
	strbuf_clear(&c->text);
	ret = cache_read(path.buf, &c->text) || read_entry(c, &c->text, in, e) ? -1 : 0;
	if (!ret)
		utime(path.buf, NULL);	/* the oldest go first */
	strbuf_release(&path);
	return ret;
}

/* The list of what a unit is made of, -1 where it was not the same all the time. */
static int put_inputs(struct fact_cache *c, const struct wire_reply *rep, struct strbuf *out)
{
	struct strbuf list = STRBUF_INIT;
	enum input_kind kind;
	uint64_t expect;
	size_t at = 0, n;
	uint32_t nr = 0;
	const char *s;
	int bad = 0;

	while ((s = inputs_next(rep->files, rep->files_len, &at, &kind, &n, &expect))) {
		if (kind == INPUT_REFUSED)
			continue;
		add_path(c, s, n);
		bytes_put_u64(&list, digest64(s, n));
		bytes_put_u64(&list, expect);
		bad |= expect == INPUT_UNKNOWN || memchr(s, '\n', n);
		nr++;
	}
	bytes_put_uint(out, nr);
	strbuf_add(out, list.buf, list.len);
	strbuf_release(&list);
	return bad || !nr || at != rep->files_len ? -1 : 0;
}

void fact_cache_put(struct fact_cache *c, uint64_t key, const struct wire_reply *rep)
{
	struct strbuf out = STRBUF_INIT, path = STRBUF_INIT;
	uLongf size = compressBound(rep->facts_len);
	char *packed = xmalloc(size);

	strbuf_addstr(&out, MAGIC);
	if (!put_inputs(c, rep, &out) &&
	    compress2((Bytef *)packed, &size, rep->facts, rep->facts_len, 1) == Z_OK) {
		bytes_put_uint(&out, rep->facts_len);
		bytes_put_blob(&out, packed, size);
		bytes_put_u64(&out, digest64(out.buf, out.len));
		entry_path(c, key, &path);
		file_write_atomic(path.buf, out.buf, out.len, NULL);
	}
	free(packed);
	strbuf_release(&out);
	strbuf_release(&path);
}
