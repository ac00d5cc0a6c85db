/* SPDX-License-Identifier: MIT */
#include "pchplan.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/strtab.h"
#include "base/xalloc.h"
#include "pchlines.h"
#include "pchparts.h"
#include "pchtab.h"

struct group {
	uint64_t early;			/* macros, as bits */
	uint32_t first;			/* command */
	uint32_t nr;
	uint32_t nr_dirs;		/* leading -I that all have */
	uint32_t request;
	uint32_t whole;			/* 1 + the group that it was a part of, 0: none */
};

struct groups {
	struct group *v;
	uint32_t nr;
	size_t alloc;
	uint32_t *of;			/* by command: 1 + group; 0: an assembler source */
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

/* ---- the headers ------------------------------------------------------------------- */

struct candidate { const char *name; uint32_t nr; };	/* a header, and how many TUs include it */

/* A header that a TU includes and finds in the PCH must bear to be read again; -1: there is none
 * at that path. */
static int bears_reading_again(const char *path)
{
	struct strbuf text = STRBUF_INIT;
	int ok = file_read(path, &text, NULL) || !text.len ? -1 : !is_once_only(text.buf, text.len);

	strbuf_release(&text);
	return ok;
}

static int named_bears_it(const struct pch_request *req, const char *name)
{
	struct strbuf path = STRBUF_INIT;
	int i, ok = -1;

	for (i = 0; i < req->cmd.argc && ok < 0; i++) {
		if (!is_dir(req->cmd.argv[i]))
			continue;
		strbuf_clear(&path);
		path_join(&path, req->cmd.dir, req->cmd.argv[i] + 2);
		strbuf_addf(&path, "/%s", name);
		ok = bears_reading_again(path.buf);
	}
	strbuf_release(&path);
	return ok != 0;
}

/* A part's own headers, which are paths, come last as they do in its files: their macros are
 * made for those, and not for the headers of the whole tree. */
static int by_users(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int own = (*x->name == '/') - (*y->name == '/');

	if (own)
		return own;
	if (x->nr != y->nr)
		return x->nr > y->nr ? -1 : 1;
	return strcmp(x->name, y->name);
}

int pch_is_header(const char *path)
{
	size_t n = strlen(path);

	return n > 2 && !strcmp(path + n - 2, ".h");
}

/* The directory of a part, with a slash, whose headers its files include by "…"; NULL. */
static char *own_directory(const struct pch_plan *p, const struct compdb *db, uint32_t g)
{
	const char *first = NULL;
	size_t n = 0, root = strlen(db->tree);
	uint32_t i;

	for (i = 0; i < db->nr; i++) {
		const char *path = db->cmd[i].path;
		size_t same = 0;

		if (p->of[i] != g + 1)
			continue;
		if (!first) {
			first = path;
			n = strlen(path);
		}
		while (same < n && path[same] == first[same])
			same++;
		n = same;
	}
	while (n && first[n - 1] != '/')
		n--;
	return n > root + 1 && !strncmp(first, db->tree, root) && first[root] == '/' ? xstrndup(first, n) : NULL;
}

static size_t add_own_headers(const struct pch_lines *u, const char *below, uint32_t enough,
			      struct candidate *c, size_t nr)
{
	uint32_t i;

	for (i = 1; below && i < u->path.nr && i < u->alloc_local; i++) {
		const char *path = u->path.str[i];

		if (u->local[i].users >= enough && !strncmp(path, below, strlen(below)) &&
		    pch_is_header(path) && bears_reading_again(path) > 0)
			c[nr++] = (struct candidate){ path, u->local[i].users };
	}
	return nr;
}

static void choose_headers(struct pch_plan *p, const struct compdb *db, uint32_t g, const struct group *of)
{
	struct pch_request *req = &p->req[g];
	char *below = of->whole ? own_directory(p, db, g) : NULL;
	struct pch_lines u;
	uint32_t i, enough = of->nr / 20 < PCH_ENOUGH_USERS ? of->nr / 20 : PCH_ENOUGH_USERS;
	struct candidate *c;

	if (enough < 2)
		enough = 2;
	pch_lines_init(&u);
	for (i = 0; i < db->nr; i++)
		if (p->of[i] == g + 1)
			pch_lines_count(&u, &db->cmd[i], i);
	c = xcalloc(u.name.nr + u.path.nr + 1, sizeof(*c));
	for (i = 1; i < u.name.nr && i < u.alloc; i++)
		if (u.nr[i] >= enough && named_bears_it(req, u.name.str[i]))
			c[req->nr_header++] = (struct candidate){ u.name.str[i], u.nr[i] };
	req->nr_header = add_own_headers(&u, below, enough, c, req->nr_header);
	if (req->nr_header)
		qsort(c, req->nr_header, sizeof(*c), by_users);
	req->header = arena_alloc(&p->arena, (req->nr_header + 1) * sizeof(*req->header));
	for (i = 0; i < req->nr_header; i++)
		req->header[i] = arena_strdup(&p->arena, c[i].name);
	free(c);
	free(below);
	pch_lines_release(&u);
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

static void join_group(struct groups *g, const struct compdb *db, uint32_t which, uint32_t tu)
{
	struct group *x = &g->v[which];

	if (!x->nr++) {
		x->first = tu;
		x->nr_dirs = UINT32_MAX;
	}
	g->of[tu] = which + 1;
	x->nr_dirs = common_dirs(&db->cmd[x->first], &db->cmd[tu], x->nr_dirs);
}

static uint32_t new_group(struct groups *g, uint64_t early, uint32_t whole)
{
	ALLOC_GROW(g->v, g->nr + 1, g->alloc);
	g->v[g->nr] = (struct group){ .early = early, .whole = whole };
	return g->nr++;
}

/* Parts of a group that have headers of their own become groups of their own. */
static void split_group(struct groups *g, const struct compdb *db, uint32_t which)
{
	uint32_t *part = xcalloc(db->nr + 1, sizeof(*part)), first = g->nr, i, nr;

	nr = pch_parts(db, g->of, which + 1, part);
	for (i = 0; i < nr; i++)
		new_group(g, g->v[which].early, which + 1);
	for (i = 0; i < db->nr; i++) {
		if (!part[i])
			continue;
		g->v[which].nr--;
		join_group(g, db, first + part[i] - 1, i);
	}
	free(part);
}

static void find_groups(struct groups *g, const struct compdb *db, const struct knowledge *k)
{
	struct idmap by_key = IDMAP_INIT;
	uint32_t i, nr;

	g->of = xcalloc(db->nr + 1, sizeof(*g->of));
	for (i = 0; i < db->nr - db->asm_nr; i++) {
		uint64_t early = early_macros(&db->cmd[i], k);
		uint64_t key = digest_mix(flags_key(&db->cmd[i], k), early);
		uint32_t *id = idmap_put(&by_key, key, 0);

		if (!*id)
			*id = new_group(g, early, 0) + 1;
		join_group(g, db, *id - 1, i);
	}
	for (i = 0, nr = g->nr; i < nr; i++)
		if (g->v[i].nr >= PCH_MIN_TUS)
			split_group(g, db, i);
	idmap_release(&by_key);
}

/* What a TU that its own header does not suit is tried over next. */
static void plan_second(struct pch_plan *p, const struct groups *g, uint32_t which)
{
	const struct group *x = &g->v[which];

	if (x->whole)
		p->core[x->request] = g->v[x->whole - 1].request;
	else if (x->nr >= PCH_CORE_MIN_TUS)
		plan_core(p, x->request);
}

void pch_plan_make(struct pch_plan *p, const struct compdb *db, const struct knowledge *k,
		   const char *dir)
{
	struct groups g = { .nr = 0 };
	uint32_t i;

	memset(p, 0, sizeof(*p));
	find_groups(&g, db, k);
	p->of = arena_alloc(&p->arena, (db->nr + 1) * sizeof(*p->of));
	p->req = arena_alloc(&p->arena, (2 * (size_t)g.nr + 1) * sizeof(*p->req));
	p->core = arena_alloc(&p->arena, (2 * (size_t)g.nr + 1) * sizeof(*p->core));
	for (i = 0; i < g.nr; i++)
		if (g.v[i].nr >= PCH_MIN_TUS)
			g.v[i].request = ++p->nr;
	for (i = 0; i < db->nr; i++)
		p->of[i] = g.of[i] ? g.v[g.of[i] - 1].request : 0;
	for (i = 0; i < g.nr; i++) {
		struct pch_request *req;

		if (!g.v[i].request)
			continue;
		req = &p->req[g.v[i].request - 1];
		req->dir = dir;
		common_flags(p, req, db, k, &g.v[i]);
		choose_headers(p, db, g.v[i].request - 1, &g.v[i]);
		choose_samples(p, req, db, g.v[i].request, g.v[i].nr);
	}
	for (i = 0; i < g.nr; i++)
		if (g.v[i].request)
			plan_second(p, &g, i);
	free(g.of);
	free(g.v);
}

void pch_plan_release(struct pch_plan *p)
{
	arena_release(&p->arena);
	memset(p, 0, sizeof(*p));
}
