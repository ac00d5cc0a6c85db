/* SPDX-License-Identifier: MIT */
#include "ruled.h"

#include "base/xalloc.h"

/* Of one call, by one rule; more are told as one: of a tracepoint's call, all that is
 * registered with the others. */
#define MAX_EACH 64

void ruled_note(struct ruled *r, uint32_t site, uint32_t func, unsigned why)
{
	uint32_t *count;

	if (idmap_get(&r->pair, idmap_pair(site, func)))
		return;
	count = idmap_put(&r->count, idmap_pair(site, why), 0);
	if (++*count > MAX_EACH)
		return;
	idmap_put(&r->pair, idmap_pair(site, func), 1);
	ALLOC_GROW(r->row, r->nr + 1, r->alloc);
	r->row[r->nr++] = (struct ruled_row){ site, func, why };
}

static int is_full(const struct ruled *r, uint32_t site, unsigned why)
{
	const uint32_t *count = idmap_get(&r->count, idmap_pair(site, why));

	return count && *count > MAX_EACH;
}

/* The only one of the site's rules that has too many functions; 0 = several have. */
static unsigned only_full(const struct ruled *r, uint32_t site)
{
	unsigned why, found = 0;

	for (why = 1; why < RULED_NR; why++) {
		if (!is_full(r, site, why))
			continue;
		if (found)
			return 0;
		found = why;
	}
	return found;
}

static void write_row(struct graph *g, uint32_t site, uint32_t func, unsigned why)
{
	ALLOC_GROW(g->known, g->nr_known + 1, g->alloc_known);
	g->known[g->nr_known++] = (struct g_known){ .site = site, .num = (int32_t)func,
						    .kind = GN_RULED_OUT, .index = (uint8_t)why };
}

void ruled_write(struct ruled *r, struct graph *g)
{
	struct idmap told = { 0 };	/* sites with a row for many */
	uint32_t i;

	for (i = 0; i < r->nr; i++) {
		const struct ruled_row *row = &r->row[i];

		if (!is_full(r, row->site, row->why)) {
			write_row(g, row->site, row->func, row->why);
			continue;
		}
		if (!only_full(r, row->site) || *idmap_put(&told, row->site, 0))
			continue;
		*idmap_put(&told, row->site, 0) = 1;
		write_row(g, row->site, 0, row->why);
	}
	idmap_release(&told);
	idmap_release(&r->pair);
	idmap_release(&r->count);
	free(r->row);
	memset(r, 0, sizeof(*r));
}
