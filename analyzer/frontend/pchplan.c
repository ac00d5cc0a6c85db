/* SPDX-License-Identifier: MIT */
#include "pchplan.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/strtab.h"
#include "base/xalloc.h"
#include "pchtab.h"

/* A header that this many TUs of a large tree include is worth it. */
#define ENOUGH_USERS 8

struct group {
	uint64_t key;
	uint64_t early;			/* macros, as bits */
	uint32_t first;			/* command */
	uint32_t nr;
	uint32_t nr_dirs;		/* leading -I that all have */
	uint32_t request;
};

/* -DNAME=… of a macro that each TU has its own value of. */
static int is_late(const struct knowledge *k, const char *arg)
{
	size_t i, n;

	if (strncmp(arg, "-D", 2))
		return 0;
	n = strcspn(arg + 2, "=");
	for (i = 0; i < k->late_macros.nr; i++)
		if (strlen(k->late_macros.s[i]) == n && !memcmp(k->late_macros.s[i], arg + 2, n))
			return 1;
	return 0;
}

/* Does a line of the text define `name`? */
static int defines(const char *text, size_t len, const char *name)
{
	const char *p = text, *end = text + len, *s;
	size_t n = strlen(name);

	while ((p = memmem(p, (size_t)(end - p), name, n))) {
		for (s = p; s > text && (s[-1] == ' ' || s[-1] == '\t'); s--)
			;
		p += n;
		if (s - text < 7 || memcmp(s - 6, "define", 6) ||
		    (p < end && (isalnum((unsigned char)*p) || *p == '_')))
			continue;
		for (s -= 6; s > text && (s[-1] == ' ' || s[-1] == '\t'); s--)
			;
		if (s > text && s[-1] == '#' && (s - 1 == text || s[-2] == '\n'))
			return 1;
	}
	return 0;
}

/* A bit for each of k->early_macros that the file defines. */
static uint64_t early_macros(const struct compile_command *c, const struct knowledge *k)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t found = 0;
	size_t i;

	if (k->early_macros.nr && !file_read(c->path, &text, NULL))
		for (i = 0; i < k->early_macros.nr && i < 64; i++)
			if (defines(text.buf, text.len, k->early_macros.s[i]))
				found |= 1ull << i;
	strbuf_release(&text);
	return found;
}

static int is_dir(const char *arg)
{
	return !strncmp(arg, "-I", 2);
}

static uint64_t flags_key(const struct compile_command *c, const struct knowledge *k)
{
	uint64_t h = digest_str(c->dir);
	int i;

	for (i = 0; i < c->argc; i++)
		if (!is_late(k, c->argv[i]) && !is_dir(c->argv[i]))
			h = digest_mix(h, digest_str(c->argv[i]));
	return h;
}

static const char *nth_dir(const struct compile_command *c, uint32_t n)
{
	int i;

	for (i = 0; i < c->argc; i++)
		if (is_dir(c->argv[i]) && !n--)
			return c->argv[i];
	return NULL;
}

static uint32_t common_dirs(const struct compile_command *a, const struct compile_command *b,
			    uint32_t most)
{
	uint32_t n;

	for (n = 0; n < most; n++) {
		const char *x = nth_dir(a, n), *y = nth_dir(b, n);

		if (!x || !y || strcmp(x, y))
			break;
	}
	return n;
}

/* ---- the #include lines ------------------------------------------------------- */

/*
 * Names in <…> count for a TU, be they in its file or in a file that it
 * includes by "…" from the same or a nearby directory.
 */
struct users {
	struct strtab name;
	uint32_t *nr, *last;		/* by name: how many TUs, and the last that was counted */
	size_t alloc, alloc_last;
	struct strtab path;		/* local files that were read */
	struct local {
		uint32_t *name, *inner;	/* <…> names, and paths of "…" */
		uint32_t nr, nr_inner, last;
		size_t alloc, alloc_inner;
	} *local;			/* by path */
	size_t alloc_local;
};

static void add_id(uint32_t **v, uint32_t *nr, size_t *alloc, uint32_t id)
{
	ALLOC_GROW(*v, *nr + 1, *alloc);
	(*v)[(*nr)++] = id;
}

static void see_line(struct users *u, uint32_t file, const char *dir, const char *p,
		     const char *end)
{
	struct local *l = &u->local[file];
	const char *s;
	char close;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p >= end || *p++ != '#')
		return;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (end - p < 7 || memcmp(p, "include", 7))
		return;
	for (p += 7; p < end && (*p == ' ' || *p == '\t'); p++)
		;
	if (p >= end || (*p != '<' && *p != '"'))
		return;
	close = *p++ == '<' ? '>' : '"';
	for (s = p; p < end && *p != close; p++)
		if (isspace((unsigned char)*p) || (unsigned char)*p < ' ')
			return;
	if (p == end || p == s)
		return;
	if (close == '>') {
		add_id(&l->name, &l->nr, &l->alloc, strtab_addn(&u->name, s, (size_t)(p - s)));
	} else {
		struct strbuf rel = STRBUF_INIT, path = STRBUF_INIT;

		strbuf_add(&rel, s, (size_t)(p - s));
		path_join(&path, dir, rel.buf);
		add_id(&l->inner, &l->nr_inner, &l->alloc_inner,
		       strtab_addn(&u->path, path.buf, path.len));
		strbuf_release(&rel);
		strbuf_release(&path);
	}
}

static void read_local(struct users *u, uint32_t file)
{
	const char *path = strtab_str(&u->path, file), *p, *end, *nl;
	struct strbuf text = STRBUF_INIT, dir = STRBUF_INIT;

	strbuf_add(&dir, path, (size_t)(path_basename(path) - path));
	if (!file_read(path, &text, NULL)) {
		for (p = text.buf, end = p + text.len; p < end; p = nl + 1) {
			nl = memchr(p, '\n', (size_t)(end - p));
			nl = nl ? nl : end;
			see_line(u, file, dir.buf, p, nl);
		}
	}
	strbuf_release(&text);
	strbuf_release(&dir);
}

static void count_name(struct users *u, uint32_t id, uint32_t tu)
{
	size_t old = u->alloc;

	ALLOC_GROW(u->nr, id + 1, u->alloc);
	ALLOC_GROW(u->last, id + 1, u->alloc_last);
	if (u->alloc > old) {
		memset(u->nr + old, 0, (u->alloc - old) * sizeof(*u->nr));
		memset(u->last + old, 0, (u->alloc - old) * sizeof(*u->last));
	}
	if (u->last[id] == tu + 1)
		return;
	u->last[id] = tu + 1;
	u->nr[id]++;
}

static void count_file(struct users *u, const char *path, uint32_t tu)
{
	uint32_t *todo = NULL, nr = 0, i;
	size_t alloc = 0;

	add_id(&todo, &nr, &alloc, strtab_add(&u->path, path));
	while (nr) {
		uint32_t file = todo[--nr];
		size_t old = u->alloc_local;

		ALLOC_GROW(u->local, file + 1, u->alloc_local);
		if (u->alloc_local > old)
			memset(u->local + old, 0, (u->alloc_local - old) * sizeof(*u->local));
		if (u->local[file].last == tu + 1)
			continue;
		if (!u->local[file].last)
			read_local(u, file);
		u->local[file].last = tu + 1;
		for (i = 0; i < u->local[file].nr; i++)
			count_name(u, u->local[file].name[i], tu);
		for (i = 0; i < u->local[file].nr_inner; i++)
			add_id(&todo, &nr, &alloc, u->local[file].inner[i]);
	}
	free(todo);
}

static void users_release(struct users *u)
{
	size_t i;

	for (i = 0; i < u->alloc_local; i++) {
		free(u->local[i].name);
		free(u->local[i].inner);
	}
	free(u->local);
	free(u->nr);
	free(u->last);
	strtab_release(&u->name);
	strtab_release(&u->path);
}

/* A header that a TU includes and finds in the PCH must bear to be read again. */
static int bears_reading_again(const struct pch_request *req, const char *name)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	int i, ok = 1;

	for (i = 0; i < req->cmd.argc && !text.len; i++) {
		if (!is_dir(req->cmd.argv[i]))
			continue;
		strbuf_clear(&path);
		path_join(&path, req->cmd.dir, req->cmd.argv[i] + 2);
		strbuf_addf(&path, "/%s", name);
		if (!file_read(path.buf, &text, NULL))
			ok = !is_once_only(text.buf, text.len);
	}
	strbuf_release(&path);
	strbuf_release(&text);
	return ok;
}

struct candidate { const char *name; uint32_t nr; };

static int by_users(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->nr != y->nr)
		return x->nr > y->nr ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void choose_headers(struct pch_plan *p, const struct compdb *db, uint32_t g, uint32_t nr_tus)
{
	struct pch_request *req = &p->req[g];
	struct users u = { .alloc = 0 };
	uint32_t i, enough = nr_tus / 20 < ENOUGH_USERS ? nr_tus / 20 : ENOUGH_USERS;
	struct candidate *c;

	if (enough < 2)
		enough = 2;
	strtab_init(&u.name);
	strtab_init(&u.path);
	for (i = 0; i < db->nr; i++)
		if (p->of[i] == g + 1)
			count_file(&u, db->cmd[i].path, i);
	c = xcalloc(u.name.nr + 1, sizeof(*c));
	for (i = 1; i < u.name.nr && i < u.alloc; i++)
		if (u.nr[i] >= enough && bears_reading_again(req, u.name.str[i]))
			c[req->nr_header++] = (struct candidate){ u.name.str[i], u.nr[i] };
	if (req->nr_header)
		qsort(c, req->nr_header, sizeof(*c), by_users);
	req->header = arena_alloc(&p->arena, (req->nr_header + 1) * sizeof(*req->header));
	for (i = 0; i < req->nr_header; i++)
		req->header[i] = arena_strdup(&p->arena, c[i].name);
	free(c);
	users_release(&u);
}

/* ---- groups --------------------------------------------------------------------- */

static void common_flags(struct pch_plan *p, struct pch_request *req, const struct compdb *db,
			 const struct knowledge *k, const struct group *g)
{
	const struct compile_command *c = &db->cmd[g->first];
	uint32_t dirs = 0;
	int i;

	req->cmd = *c;
	req->cmd.argv = arena_alloc(&p->arena, ((size_t)c->argc + 1) * sizeof(*req->cmd.argv));
	req->define = arena_alloc(&p->arena, ((size_t)c->argc + 1) * sizeof(*req->define));
	req->cmd.argc = 0;
	req->early = arena_alloc(&p->arena, (k->early_macros.nr + 1) * sizeof(*req->early));
	for (i = 0; i < (int)k->early_macros.nr; i++)
		if (g->early >> i & 1)
			req->early[req->nr_early++] = k->early_macros.s[i];
	for (i = 0; i < c->argc; i++) {
		if (is_late(k, c->argv[i])) {
			char *d = arena_strdup(&p->arena, c->argv[i] + 2), *eq = strchr(d, '=');

			if (eq)
				*eq = ' ';
			req->define[req->nr_define++] = d;
			continue;
		}
		if (is_dir(c->argv[i]) && dirs++ >= g->nr_dirs)
			continue;
		req->cmd.argv[req->cmd.argc++] = c->argv[i];
	}
}

static void choose_samples(struct pch_plan *p, struct pch_request *req, const struct compdb *db,
			   uint32_t no, uint32_t nr_tus)
{
	uint32_t i, seen = 0, step = nr_tus / PCH_SAMPLES > 16 ? nr_tus / PCH_SAMPLES : 16;

	req->sample = arena_alloc(&p->arena, PCH_SAMPLES * sizeof(*req->sample));
	for (i = 0; i < db->nr && req->nr_sample < PCH_SAMPLES; i++)
		if (p->of[i] == no && seen++ % step == step / 2)
			req->sample[req->nr_sample++] = db->cmd[i];
}

static void plan_core(struct pch_plan *p, uint32_t request)
{
	struct pch_request *core = &p->req[p->nr++];

	*core = p->req[request - 1];
	if (core->nr_header > PCH_CORE_HEADERS)
		core->nr_header = PCH_CORE_HEADERS;
	if (core->nr_sample > PCH_SAMPLES / 4)
		core->nr_sample = PCH_SAMPLES / 4;
	p->core[request] = p->nr;
}

void pch_plan_make(struct pch_plan *p, const struct compdb *db, const struct knowledge *k,
		   const char *dir)
{
	struct idmap by_key = IDMAP_INIT;
	struct group *g = NULL;
	uint32_t nr = 0, i, *of;
	size_t alloc = 0;

	memset(p, 0, sizeof(*p));
	of = xcalloc(db->nr + 1, sizeof(*of));
	for (i = 0; i < db->nr - db->asm_nr; i++) {
		uint64_t early = early_macros(&db->cmd[i], k);
		uint64_t key = digest_mix(flags_key(&db->cmd[i], k), early);
		uint32_t *id = idmap_put(&by_key, key, 0);

		if (!*id) {
			ALLOC_GROW(g, nr + 1, alloc);
			g[nr] = (struct group){ .key = key, .early = early, .first = i, .nr_dirs = UINT32_MAX };
			*id = ++nr;
		}
		of[i] = *id;
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): made when *id was given */
		g[*id - 1].nr++;
		g[*id - 1].nr_dirs = common_dirs(&db->cmd[g[*id - 1].first], &db->cmd[i],
						 g[*id - 1].nr_dirs);
	}
	p->of = arena_alloc(&p->arena, (db->nr + 1) * sizeof(*p->of));
	p->req = arena_alloc(&p->arena, (2 * (size_t)nr + 1) * sizeof(*p->req));
	p->core = arena_alloc(&p->arena, (2 * (size_t)nr + 1) * sizeof(*p->core));
	for (i = 0; i < nr; i++)
		if (g[i].nr >= PCH_MIN_TUS)
			g[i].request = ++p->nr;
	for (i = 0; i < db->nr; i++)
		p->of[i] = of[i] ? g[of[i] - 1].request : 0;
	for (i = 0; i < nr; i++) {
		struct pch_request *req;

		if (!g[i].request)
			continue;
		req = &p->req[g[i].request - 1];
		req->dir = dir;
		common_flags(p, req, db, k, &g[i]);
		choose_headers(p, db, g[i].request - 1, g[i].nr);
		choose_samples(p, req, db, g[i].request, g[i].nr);
	}
	for (i = 0; i < nr; i++)
		if (g[i].request && g[i].nr >= PCH_CORE_MIN_TUS)
			plan_core(p, g[i].request);
	free(of);
	free(g);
	idmap_release(&by_key);
}

void pch_plan_release(struct pch_plan *p)
{
	arena_release(&p->arena);
	memset(p, 0, sizeof(*p));
}
