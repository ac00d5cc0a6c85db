/* SPDX-License-Identifier: MIT */
#include "shard.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/codec.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/strtab.h"
#include "base/tempfile.h"
#include "base/xalloc.h"
#include "frontend/wire.h"
#include "run.h"

#define MAX_BYTES (4ull << 30)	/* of a shard */
#define MAX_RECORD (256u << 20)
#define MAX_PACKED 1032		/* zlib makes nothing smaller than by this */

struct shards {
	struct strtab name;
	uint64_t *hash;			/* by name */
	size_t alloc;
};

/* ---- the head that all shards of one index have in common ------------------------ */

/* A command here: which unit it is. How it was parsed is of no use any more. */
#define SHARD_COMMAND(M, R, x) \
	M(x, str, file) M(x, str, object) M(x, str, unit) M(x, u32, link_order) \
	M(x, none, path) M(x, none, dir) M(x, none, argv) M(x, none, argc)
CODEC_COMPLETE(struct compile_command, SHARD_COMMAND, 0);

#define SHARD_OTHER(M, R, x) M(x, str, name) M(x, str, file) M(x, size, count)
CODEC_COMPLETE(struct other_language, SHARD_OTHER, 0);

/* All of a compdb, in two parts: what is asked for stands between them. The
 * directories are of the machine that made the shard. */
#define SHARD_TREE(M, R, x) \
	M(x, str, tree) M(x, str, version) M(x, str, config) M(x, str, arch) M(x, int, is_kernel) \
	M(x, int, partial) M(x, size, modules_left_out) \
	M(x, none, build) M(x, none, readable) M(x, none, refused) \
	M(x, none, dropped) M(x, none, nr_dropped) M(x, none, alloc_dropped)
#define SHARD_UNITS(M, R, x) \
	R(x, commands, cmd, nr) M(x, size, asm_nr) R(x, others, other, nr_other) \
	M(x, none, arena) M(x, none, alloc) M(x, none, alloc_other)
#define SHARD_COMPDB(M, R, x) SHARD_TREE(M, R, x) SHARD_UNITS(M, R, x)
CODEC_COMPLETE(struct compdb, SHARD_COMPDB, 0);

static void codec_commands(struct codec *c, struct compile_command **cmd, size_t *nr)
{
	size_t i;

	codec_count(c, nr, 4);
	if (!c->out)
		*cmd = xcalloc(*nr + 1, sizeof(**cmd));
	for (i = 0; i < *nr; i++) {
		CODEC_MEMBERS(c, SHARD_COMMAND, &(*cmd)[i]);
		if (!c->out)
			(*cmd)[i].path = (*cmd)[i].dir = "";
	}
}

static void codec_others(struct codec *c, struct other_language **o, size_t *nr)
{
	size_t i;

	codec_count(c, nr, 3);
	if (!c->out)
		*o = xcalloc(*nr + 1, sizeof(**o));
	for (i = 0; i < *nr; i++)
		CODEC_MEMBERS(c, SHARD_OTHER, &(*o)[i]);
}

struct head {
	const char *version;		/* of kpath */
	uint64_t knowledge;		/* wire_knowledge_digest() */
	struct compdb *db;
	const char **only;
	size_t nr_only;
	uint32_t nr_shards;
	int modules;
};
#define HEAD(M, R, x) \
	M(x, str, version) M(x, u64, knowledge) M(x, tree, db) M(x, int, modules) \
	M(x, u32, nr_shards) R(x, strs, only, nr_only)
CODEC_COMPLETE(struct head, HEAD, 0);

static void codec_tree(struct codec *c, struct compdb **db)
{
	CODEC_MEMBERS(c, SHARD_TREE, *db);
}

static void codec_head(struct codec *c, struct head *h)
{
	CODEC_MEMBERS(c, HEAD, h);
	CODEC_MEMBERS(c, SHARD_UNITS, h->db);
}

/* ---- writing ------------------------------------------------------------------- */

static void put_head(struct strbuf *out, const struct index_run *x)
{
	struct compdb db = x->db;	/* as it is wherever the shards are made */
	struct head h = {
		.version = KPATH_VERSION, .knowledge = wire_knowledge_digest(x->k), .db = &db,
		.modules = x->modules, .nr_shards = x->nr_shards, .only = x->only,
		.nr_only = x->nr_only,
	};
	struct codec c = { .out = out };

	db.tree = path_basename(db.tree);
	db.config = path_basename(db.config);
	codec_head(&c, &h);
}

/* Files that a record names. */
static void note_files(struct strtab *names, const struct tu_facts *f)
{
	uint32_t i;

	strtab_add(names, facts_str(f, f->file));
	for (i = 1; i < f->nr_sym; i++)
		strtab_add(names, facts_str(f, f->sym[i].path));
	for (i = 1; i < f->nr_rec; i++)
		strtab_add(names, facts_str(f, f->rec[i].path));
	for (i = 0; i < f->nr_call; i++)
		strtab_add(names, facts_str(f, f->call[i].file));
	for (i = 0; i < f->nr_store; i++)
		strtab_add(names, facts_str(f, f->store[i].file));
}

static int put_record(struct strbuf *out, const void *rec, size_t len, struct strbuf *err)
{
	uLongf size = compressBound(len);
	char *packed = xmalloc(size);
	int ret = 0;

	if (compress2((Bytef *)packed, &size, rec, len, 1) != Z_OK)
		ret = error(err, "a facts record can't be compressed");
	bytes_put_uint(out, len);
	bytes_put_blob(out, packed, size);
	free(packed);
	return ret;
}

/* Of all that was read, by the names that facts have: link compares them. */
static void put_hashes(struct strbuf *out, const struct index_run *x, struct strtab *names)
{
	struct inputs shown;
	size_t i;

	inputs_init(&shown);
	inputs_shown(&x->fstats.seen, &x->db, &shown);
	for (i = 1; i < shown.path.nr; i++)
		strtab_add(names, shown.path.str[i]);
	bytes_put_uint(out, names->nr - 1);
	for (i = 1; i < names->nr; i++) {
		bytes_put_str(out, names->str[i]);
		bytes_put_u64(out, inputs_of(&shown, names->str[i]));
	}
	inputs_release(&shown);
}

int shard_write(const char *path, struct index_run *x)
{
	struct strbuf *err = x->err;
	struct strbuf out = STRBUF_INIT, common = STRBUF_INIT, rec = STRBUF_INIT;
	struct strtab names;
	struct tu_facts f;
	uint32_t i;
	int ret = 0;

	strtab_init(&names);
	facts_init(&f);
	strbuf_addstr(&out, SHARD_MAGIC);
	put_head(&common, x);
	bytes_put_blob(&out, common.buf, common.len);
	bytes_put_str(&out, x->db.tree);
	bytes_put_str(&out, x->db.build);
	bytes_put_uint(&out, x->shard);
	bytes_put_uint(&out, x->facts.nr);
	for (i = 0; i < x->facts.nr && !ret; i++) {
		strbuf_clear(&rec);
		if (recfile_read(&x->facts, i, &rec))
			ret = error(err, "a facts record is missing");
		else if (facts_read(&f, rec.buf, rec.len, err))
			ret = -1;
		else
			ret = put_record(&out, rec.buf, rec.len, err);
		if (!ret)
			note_files(&names, &f);
	}
	put_hashes(&out, x, &names);
	bytes_put_u64(&out, digest64(out.buf, out.len));
	if (!ret) {
		tempfile_sweep(path);
		ret = file_write_atomic(path, out.buf, out.len, err);
	}
	facts_release(&f);
	strtab_release(&names);
	strbuf_release(&out);
	strbuf_release(&common);
	strbuf_release(&rec);
	return ret;
}

/* ---- reading -------------------------------------------------------------------- */

struct reading {
	struct index_run *x;
	struct strbuf text, common, record;
	uint8_t *seen;			/* by shard, from 1 */
};

static int get_head(struct reading *rd, const char *data, size_t len)
{
	struct index_run *x = rd->x;
	struct compdb *db = &x->db;
	struct bytes_reader r;
	struct codec c = { .in = &r, .arena = &x->arena };
	struct head h = { .db = db };

	bytes_reader_init(&r, data, len);
	codec_head(&c, &h);
	db->build = db->tree;
	x->modules = h.modules;
	x->nr_shards = h.nr_shards;
	x->only = h.only;
	x->nr_only = h.nr_only;
	if (strcmp(h.version, KPATH_VERSION) || h.knowledge != wire_knowledge_digest(x->k))
		return -2;
	return r.bad || db->asm_nr > db->nr || !x->nr_shards || x->nr_shards > MAX_SHARDS ? -1 : 0;
}

static int take_record(struct reading *rd, struct bytes_reader *r, uint32_t i, struct strbuf *err)
{
	uint64_t size = bytes_get_uint(r);
	uLongf n = size;
	size_t len;
	const char *s = bytes_get_blob(r, &len);

	if (r->bad || size > MAX_RECORD || size / MAX_PACKED > len || i >= rd->x->facts.nr)
		return error(err, "a record is damaged");
	strbuf_clear(&rd->record);
	strbuf_grow(&rd->record, size + 1);
	if (uncompress((Bytef *)rd->record.buf, &n, (const Bytef *)s, len) != Z_OK || n != size)
		return error(err, "a record is damaged");
	return recfile_put(&rd->x->facts, i, rd->record.buf, size, err);
}

/* Shards must be of one state of the tree: of one file, one digest. */
static int take_hashes(struct shards *s, struct bytes_reader *r, const char *path,
		       struct strbuf *err)
{
	uint32_t i, n = bytes_get_count(r, 9);

	for (i = 0; i < n && !r->bad; i++) {
		size_t len;
		const char *name = bytes_get_blob(r, &len);
		uint64_t h = bytes_get_u64(r);
		uint32_t id = name ? strtab_addn(&s->name, name, len) : 0;
		size_t old = s->alloc;

		ALLOC_GROW(s->hash, id + 1, s->alloc);
		if (s->alloc > old)
			memset(s->hash + old, 0, (s->alloc - old) * sizeof(*s->hash));
		if (h == INPUT_UNKNOWN || (h && s->hash[id] && s->hash[id] != h))
			return error(err, "%s is of another state of the tree than the shards before it: %s is not the same file in them; make them all anew",
				     path, strtab_str(&s->name, id));
		s->hash[id] = h ? h : s->hash[id];
	}
	return 0;
}

/* The head that all have in common: read from the first, compared with the others. */
static int take_head(struct reading *rd, const char *common, size_t len, const char *path,
		     struct strbuf *err)
{
	struct index_run *x = rd->x;
	int ret;

	if (rd->common.len) {
		if (len == rd->common.len && !memcmp(common, rd->common.buf, len))
			return 0;
		return error(err, "%s is of another tree, configuration, split or kpath than the shards before it",
			     path);
	}
	strbuf_add(&rd->common, common, len);
	ret = get_head(rd, common, len);
	if (ret == -2)
		return error(err, "%s was made by another version of kpath or with knowledge that tells its workers something else",
			     path);
	if (ret)
		return error(err, "%s is damaged", path);
	rd->seen = xcalloc(x->nr_shards + 1, 1);
	return recfile_init(&x->facts, NULL, (uint32_t)x->db.nr, err);
}

/* Looked at before all of it is read: what is named may be anything. */
static int begins_as_shard(const char *path)
{
	char magic[sizeof(SHARD_MAGIC) - 1];

	return file_head(path, magic, sizeof(magic)) == sizeof(magic) && !memcmp(magic, SHARD_MAGIC, sizeof(magic));
}

static int read_shard(struct reading *rd, const char *path, struct strbuf *err)
{
	struct index_run *x = rd->x;
	struct bytes_reader r;
	const char *common, *tree, *build;
	uint32_t i, n, k;
	size_t len;

	strbuf_clear(&rd->text);
	if (file_exists(path) && !begins_as_shard(path))
		return error(err, "%s is no shard of this kpath (kpath index --shard makes them)", path);
	if (file_read_most(path, MAX_BYTES, &rd->text, err))
		return -1;
	if (rd->text.len < strlen(SHARD_MAGIC) + 8 || memcmp(rd->text.buf, SHARD_MAGIC, strlen(SHARD_MAGIC)))
		return error(err, "%s is no shard of this kpath (kpath index --shard makes them)", path);
	bytes_reader_init(&r, rd->text.buf + rd->text.len - 8, 8);
	if (bytes_get_u64(&r) != digest64(rd->text.buf, rd->text.len - 8))
		return error(err, "%s is damaged (its checksum does not match)", path);
	bytes_reader_init(&r, rd->text.buf + strlen(SHARD_MAGIC), rd->text.len - 8 - strlen(SHARD_MAGIC));
	common = bytes_get_blob(&r, &len);
	if (!common || take_head(rd, common, len, path, err))
		return common ? -1 : error(err, "%s is damaged", path);
	tree = bytes_get_str(&r, &x->arena);
	build = bytes_get_str(&r, &x->arena);
	k = bytes_get_u32(&r);
	n = bytes_get_u32(&r);
	if (r.bad || !k || k > x->nr_shards)
		return error(err, "%s is damaged", path);
	if (rd->seen[k]++)
		return error(err, "shard %u of %u is given twice, as %s too", k, x->nr_shards, path);
	if (k == 1) {	/* for the log: where sources are looked for */
		x->db.tree = tree;
		x->db.build = build;
	}
	for (i = 0; i < n; i++)
		if (take_record(rd, &r, k - 1 + i * x->nr_shards, err))
			return -1;
	if (take_hashes(x->shards, &r, path, err))
		return -1;
	return r.bad ? error(err, "%s is damaged", path) : 0;
}

int shards_read(struct index_run *x, const char *const *paths, int nr)
{
	struct strbuf *err = x->err;
	struct reading rd = { .x = x };
	uint32_t k, missing = 0, first = 0;
	int i, ret = 0;

	strbuf_init(&rd.text);
	strbuf_init(&rd.common);
	strbuf_init(&rd.record);
	x->shards = xcalloc(1, sizeof(*x->shards));
	strtab_init(&x->shards->name);
	for (i = 0; i < nr && !ret; i++)
		ret = read_shard(&rd, paths[i], err);
	for (k = 1; k <= x->nr_shards && !ret; k++) {
		if (rd.seen[k])
			continue;
		missing++;
		first = first ? first : k;
	}
	if (missing)
		ret = error(err, "missing: %u of %u shards, the first is %u", missing,
			    x->nr_shards, first);
	strbuf_release(&rd.text);
	strbuf_release(&rd.common);
	strbuf_release(&rd.record);
	free(rd.seen);
	return ret;
}

void shards_free(struct shards *s)
{
	if (!s)
		return;
	strtab_release(&s->name);
	free(s->hash);
	free(s);
}

uint64_t shard_file_hash(const struct shards *s, const char *displayed)
{
	uint32_t id = strtab_find(&s->name, displayed);

	return id < s->alloc ? s->hash[id] : 0;
}
