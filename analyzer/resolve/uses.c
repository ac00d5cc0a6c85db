/* SPDX-License-Identifier: MIT */
/*
 * Uses of variables and fields. Until the end `slot` holds a field's number and `object` a
 * variable's: most of them are asked for by nothing else, and slots that come before the
 * solver's would move its own.
 */
#include <stdlib.h>

#include "base/order.h"
#include "base/xalloc.h"
#include "link.h"
#include "program.h"
#include "uses.h"

void uses_import(struct prog *p, struct tu_map *t, const struct tu_body *b, uint32_t func,
		 uint32_t file)
{
	struct graph *g = p->g;
	uint32_t i;

	for (i = b->use; i < b->use + b->nr_uses; i++) {
		const struct tu_use *u = &t->f.use[i];
		struct g_use x = { .func = func, .line = u->line, .nr = u->nr, .how = u->how };

		if (u->how >= USE_NR)
			continue;
		if (u->field)
			x.slot = tu_field(p, t, u->field);
		else
			x.object = tu_var(p, t, u->sym);
		if (!x.slot && (!x.object || p->var[x.object].local))
			continue;
		x.file = prog_file(p, u->file ? tu_str(p, t, u->file) : file);
		ALLOC_GROW(g->use, g->nr_use + 1, g->alloc_use);
		g->use[g->nr_use++] = x;
	}
}

static int by_target(const void *a, const void *b)
{
	const struct g_use *x = a, *y = b;
	const uint32_t kx[] = { x->slot, x->object, x->func, x->how, x->file, x->line };
	const uint32_t ky[] = { y->slot, y->object, y->func, y->how, y->file, y->line };

	return words_cmp(kx, ky, ARRAY_SIZE(kx));
}

void uses_write(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t i;

	for (i = 1; i < g->nr_use; i++) {
		struct g_use *u = &g->use[i];
		const struct p_var *v = &p->var[u->object];

		if (u->slot) {
			u->slot = prog_field_slot(p, u->slot);
		} else if (!v->slot && v->gobject) {
			u->object = v->gobject;
		} else {
			u->slot = prog_var_slot(p, u->object);
			u->object = 0;
		}
	}
	if (g->nr_use > 1)
		qsort(g->use + 1, g->nr_use - 1, sizeof(*g->use), by_target);
}
