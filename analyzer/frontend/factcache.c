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
#include "base/tempfile.h"
#include "base/xalloc.h"

#define MAGIC "kpath facts 2\n"
#define MAX_PATHS (64u << 20)	/* bytes of the list of paths; then it starts anew */

struct fact_cache {
	const char *dir;
	uint64_t base;			/* digest of what all keys have in common */
	struct strtab path;		/* every path that an entry may name */
	struct idmap by_digest;		/* of the path -> id */
	struct file {
		uint64_t hash;		/* 0 = there is none */
		uint64_t dirs;		/* -I list for which no other is found first */
		uint8_t looked, used;	/* read in this run; a TU is made of it */
		uint8_t changing;	/* written since this run began */
	} *file;			/* by path */
	size_t alloc;
	uint32_t listed;		/* paths that stand in the list on disk */
	struct timespec start;
	struct strbuf text;
};

uint64_t file_digest(const char *path)
{
	uint64_t h;

	return digest_file(path, &h) ? 0 : h | 1;
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

/* A file as it is now; read once a run. */
static struct file *look_at(struct fact_cache *c, uint32_t id)
{
	struct file *f = &c->file[id];
	struct stat st;

	if (!f->looked)
		f->hash = file_digest(strtab_str(&c->path, id));
	if (!f->looked && !stat(strtab_str(&c->path, id), &st))
		f->changing = st.st_mtim.tv_sec > c->start.tv_sec ||
			(st.st_mtim.tv_sec == c->start.tv_sec &&
			 st.st_mtim.tv_nsec > c->start.tv_nsec);
	f->looked = 1;
	return f;
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
	if (!file_read(path.buf, &text, NULL) && text.len < MAX_PATHS)
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
	c->base = digest_mix(c->base, knowledge_digest(k));
	c->base = digest_mix(c->base, digest_str(db->tree));
	c->base = digest_mix(c->base, digest_str(db->build));
	if (!stat(KPATH_LIBCLANG, &st)) {	/* another one may see other things */
		c->base = digest_mix(c->base, (uint64_t)st.st_size);
		c->base = digest_mix(c->base, (uint64_t)st.st_mtime);
	}
	clock_gettime(CLOCK_REALTIME_COARSE, &c->start);
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

/*
 * Is there no file where the compiler looks before it finds `id`? The -I
 * directories before the one that it is in are looked into, once for each
 * list of directories.
 */
static int is_found_first(struct fact_cache *c, const struct compile_command *cmd, uint64_t dirs,
			  uint32_t id)
{
	const char *path = strtab_str(&c->path, id);
	size_t n = c->path.len[id], len = 0;
	int i, found = -1;

	if (c->file[id].dirs == dirs || !strcmp(path, cmd->path))
		return 1;	/* the file that is compiled is not looked for */
	for (i = 0; i < cmd->argc && found < 0; i++) {
		const char *d = cmd->argv[i];

		len = strncmp(d, "-I", 2) ? 0 : strlen(d + 2);
		if (len && len < n && !strncmp(path, d + 2, len) && path[len] == '/')
			found = i;
	}
	for (i = 0; i < found; i++) {
		struct strbuf sb = STRBUF_INIT;
		uint32_t other;

		if (strncmp(cmd->argv[i], "-I", 2) || cmd->argv[i][2] != '/')
			continue;
		strbuf_addstr(&sb, cmd->argv[i] + 2);
		strbuf_add(&sb, path + len, n - len);
		other = add_path(c, sb.buf, sb.len);
		strbuf_release(&sb);
		path = strtab_str(&c->path, id);
		c->file[other].used = 1;
		if (look_at(c, other)->hash)
			return 0;
	}
	c->file[id].dirs = dirs;
	return 1;
}

static uint64_t dirs_digest(const struct compile_command *cmd)
{
	uint64_t h = 1;
	int i;

	for (i = 0; i < cmd->argc; i++)
		if (!strncmp(cmd->argv[i], "-I", 2))
			h = digest_mix(h, digest_str(cmd->argv[i]));
	return h;
}

static void entry_path(const struct fact_cache *c, uint64_t key, struct strbuf *out)
{
	strbuf_addf(out, "%s/%016llx.facts", c->dir, (unsigned long long)key);
}

/* Entry: magic, number of files, digests of path and bytes of each, then the
 * record's size and its bytes, compressed. */
static int read_entry(struct fact_cache *c, const struct compile_command *cmd,
		      const struct strbuf *text, struct fact_entry *e)
{
	struct bytes_reader r;
	uint64_t dirs = dirs_digest(cmd);
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
			const uint32_t *id = idmap_get(&c->by_digest, bytes_get_u64(&r));
			uint64_t h = bytes_get_u64(&r);

			if (r.bad || !id || !h)
				return -1;
			if (round)
				c->file[*id].used = 1;
			else if (look_at(c, *id)->hash != h || !is_found_first(c, cmd, dirs, *id))
				return -1;
		}
	}
	e->size = bytes_get_uint(&r);
	e->data = bytes_get_blob(&r, &e->len);
	return r.bad || e->size > WIRE_MAX_FRAME ? -1 : 0;
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

int fact_cache_get(struct fact_cache *c, uint64_t key, const struct compile_command *cmd,
		   struct fact_entry *e)
{
	struct strbuf path = STRBUF_INIT;
	int ret;

	entry_path(c, key, &path);
	strbuf_clear(&c->text);
	ret = file_read(path.buf, &c->text, NULL) || read_entry(c, cmd, &c->text, e) ? -1 : 0;
	if (!ret)
		utime(path.buf, NULL);	/* the oldest go first */
	strbuf_release(&path);
	return ret;
}

void fact_cache_put(struct fact_cache *c, uint64_t key, const struct compile_command *cmd,
		    const struct wire_reply *rep)
{
	struct strbuf out = STRBUF_INIT, files = STRBUF_INIT, path = STRBUF_INIT;
	uint64_t dirs = dirs_digest(cmd);
	uint32_t nr = 0, changing = 0;
	size_t at = 0, n;
	uLongf size = compressBound(rep->facts_len);
	char *packed = xmalloc(size);
	const char *s;

	while ((s = wire_next_file(rep->files, rep->files_len, &at, &n))) {
		uint32_t id = add_path(c, s, n);

		is_found_first(c, cmd, dirs, id);
		bytes_put_u64(&files, digest64(s, n));
		bytes_put_u64(&files, look_at(c, id)->hash);
		c->file[id].used = 1;
		changing += c->file[id].changing;
		nr++;
	}
	strbuf_addstr(&out, MAGIC);
	bytes_put_uint(&out, nr);
	strbuf_add(&out, files.buf, files.len);
	bytes_put_uint(&out, rep->facts_len);
	if (nr && !changing && compress2((Bytef *)packed, &size, rep->facts, rep->facts_len, 1) == Z_OK) {
		bytes_put_blob(&out, packed, size);
		bytes_put_u64(&out, digest64(out.buf, out.len));
		entry_path(c, key, &path);
		file_write_atomic(path.buf, out.buf, out.len, NULL);
	}
	free(packed);
	strbuf_release(&out);
	strbuf_release(&files);
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
		if (c->file[i].used)
			v[n++] = c->path.str[i];
	if (n)
		qsort(v, n, sizeof(*v), by_path);
	for (i = 0; i < n; i++)
		if (!strchr(v[i], '\n'))
			strbuf_addf(out, "%016llx %s\n",
				    (unsigned long long)c->file[strtab_find(&c->path, v[i])].hash,
				    v[i]);
	free(v);
}
