/* SPDX-License-Identifier: MIT */
#include "pchparts.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "pchlines.h"
#include "pchplan.h"

struct directory {
	uint64_t weight;	/* bytes of its headers, times the TUs that read them */
	uint32_t nr_tus;	/* in it and below */
	uint32_t part;
};

struct directories {
	struct strtab name;
	struct directory *v;
	size_t alloc;
};

static struct directory *directory_of(struct directories *d, const char *path, size_t len)
{
	uint32_t id = strtab_addn(&d->name, path, len);
	size_t old = d->alloc;

	ALLOC_GROW(d->v, id + 1, d->alloc);
	if (d->alloc > old)
		memset(d->v + old, 0, (d->alloc - old) * sizeof(*d->v));
	return &d->v[id];
}

/* The length of the directory that `path` is in, of its first `len` bytes; 0: it is not below the tree. */
static size_t directory_above(const struct compdb *db, const char *path, size_t len)
{
	const char *below = path_below(path, db->tree);

	while (len && path[len - 1] != '/')
		len--;
	return below && len && path + len - 1 > below ? len - 1 : 0;
}

static void weigh_headers(struct directories *d, const struct compdb *db, const struct pch_lines *u)
{
	uint32_t i;

	for (i = 1; i < u->path.nr && i < u->alloc_local; i++) {
		const char *path = u->path.str[i];
		size_t len = directory_above(db, path, u->path.len[i]);

		if (len && u->local[i].users >= PCH_ENOUGH_USERS && pch_is_header(path))
			directory_of(d, path, len)->weight += (uint64_t)u->local[i].bytes * u->local[i].users;
	}
}

static struct directory *outermost(struct directories *d, const struct compdb *db, const char *path)
{
	struct directory *found = NULL;
	size_t len;

	for (len = strlen(path); (len = directory_above(db, path, len)); ) {
		struct directory *x = directory_of(d, path, len);

		if (x->weight >= PCH_PART_BYTES && x->nr_tus >= PCH_MIN_TUS)
			found = x;
	}
	return found;
}

uint32_t pch_parts(const struct compdb *db, const uint32_t *of, uint32_t group, uint32_t *part)
{
	struct directories d = { .alloc = 0 };
	struct pch_lines u;
	uint32_t i, nr = 0;
	size_t len;

	strtab_init(&d.name);
	pch_lines_init(&u);
	for (i = 0; i < db->nr; i++) {
		const char *path = db->cmd[i].path;

		if (of[i] != group)
			continue;
		pch_lines_count(&u, &db->cmd[i], i);
		for (len = strlen(path); (len = directory_above(db, path, len)); )
			directory_of(&d, path, len)->nr_tus++;
	}
	weigh_headers(&d, db, &u);
	for (i = 0; i < db->nr; i++) {
		struct directory *outer = of[i] == group ? outermost(&d, db, db->cmd[i].path) : NULL;

		if (!outer)
			continue;
		if (!outer->part)
			outer->part = ++nr;
		part[i] = outer->part;
	}
	pch_lines_release(&u);
	strtab_release(&d.name);
	free(d.v);
	return nr;
}
