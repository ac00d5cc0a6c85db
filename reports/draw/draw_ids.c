/* SPDX-License-Identifier: MIT */
/*
 * Ids of a graph's parts, counted up. Those of cgraph itself are addresses of
 * names: the order of clusters, and with it the picture, would depend on
 * where memory happened to lie.
 */
#include <stdlib.h>

#include "base/strtab.h"
#include "base/xalloc.h"
#include "draw.h"

struct ids {
	struct strtab name;	/* named parts have even ids … */
	IDTYPE unnamed;		/* … others odd ones */
};

static void *ids_open(Agraph_t *g, Agdisc_t *disc)
{
	struct ids *ids = xcalloc(1, sizeof(*ids));

	strtab_init(&ids->name);
	return ids;
}

static void ids_close(void *state)
{
	struct ids *ids = state;

	strtab_release(&ids->name);
	free(ids);
}

static long ids_map(void *state, int type, char *name, IDTYPE *id, int create)
{
	struct ids *ids = state;
	uint32_t no;

	if (!name) {
		*id = ids->unnamed++ * 2 + 1;
		return 1;
	}
	no = create ? strtab_add(&ids->name, name) : strtab_find(&ids->name, name);
	if (!no && *name)
		return 0;
	*id = ((IDTYPE)no + 1) * 2;
	return 1;
}

/* Nobody asks for an id of its own choice. */
static long ids_alloc(void *state, int type, IDTYPE id)
{
	return 0;
}

static void ids_free(void *state, int type, IDTYPE id)
{
}

static char *ids_print(void *state, int type, IDTYPE id)
{
	struct ids *ids = state;

	return id % 2 ? NULL : (char *)strtab_str(&ids->name, (uint32_t)(id / 2 - 1));
}

static void ids_register(void *state, int type, void *obj)
{
}

Agdisc_t *draw_disc(void)
{
	static Agiddisc_t ids = {
		.open = ids_open, .map = ids_map, .alloc = ids_alloc, .free = ids_free,
		.print = ids_print, .close = ids_close, .idregister = ids_register,
	};
	static Agdisc_t disc;

	disc.mem = &AgMemDisc;
	disc.id = &ids;
	disc.io = &AgIoDisc;
	return &disc;
}
