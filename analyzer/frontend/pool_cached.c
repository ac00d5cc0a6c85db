/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static int take_one(struct pool *p, uint32_t i)
{
	struct fact_entry e;

	if (fact_cache_get(p->cache, p->key[i], &p->stats->seen, &e))
		return 0;
	p->have[i] = 1;
	p->stats->reused++;
	if (recfile_put_packed(p->rf, i, e.data, e.len, e.size, p->err))
		return -1;
	pool_finished(p, i);
	return 0;
}

/* After an edit a few files are to be parsed again: workers begin with them
 * while the others are looked at. `seen` tells which have been. */
static int start_early(struct pool *p, uint8_t *seen)
{
	uint32_t i, nr = 0;
	int rc = 0;

	for (i = 0; i < p->db->nr && nr < PCH_MIN_TUS; i++) {
		seen[i] = (uint8_t)fact_cache_doubts(p->cache, p->key[i], &p->db->cmd[i]);
		nr += seen[i];
	}
	if (nr == PCH_MIN_TUS) {	/* too many for that */
		memset(seen, 0, p->db->nr);
		return 0;
	}
	for (i = 0; i < p->db->nr && !rc; i++) {
		if (!seen[i])
			continue;
		rc = take_one(p, i);
		if (!rc && !p->have[i]) {
			p->have[i] = 1;
			p->early[p->nr_early++] = i;
		}
	}
	for (i = 0; i < p->nr && p->nr_early && !rc; i++)
		rc = pool_hand_out(p, &p->w[i]);
	return rc;
}

int pool_take_cached(struct pool *p)
{
	uint8_t *seen = xcalloc(p->db->nr + 1, 1);
	uint32_t i;
	int rc;

	p->key = xcalloc(p->db->nr + 1, sizeof(*p->key));
	p->have = xcalloc(p->db->nr + 1, 1);
	p->early = xcalloc(PCH_MIN_TUS, sizeof(*p->early));
	for (i = 0; i < p->db->nr; i++)
		p->key[i] = fact_cache_key(p->cache, &p->db->cmd[i]);
	rc = start_early(p, seen);
	for (i = 0; i < p->db->nr && !rc; i++)
		if (!seen[i])
			rc = take_one(p, i);
	free(seen);
	return rc;
}
