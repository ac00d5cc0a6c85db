/* SPDX-License-Identifier: MIT */
/* More calls than anybody can read: one box for each folder, with how many calls lead where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"
#include "base/strtab.h"
#include "base/xalloc.h"
#include "draw.h"

#define MAX_LEVEL 8		/* parts of a folder's path that are told apart */
#define PER_PAIR 4		/* this many calls of a picture cost as much as two folders with their arrow */

struct pair {
	uint32_t from, to, calls, pointers;	/* folders; the function that was asked for is 0 */
};

struct folded {
	struct report *r;
	const struct q_edges_result *res;
	struct strtab name;
	struct idmap seen, of_pair;	/* functions counted; pairs */
	struct pair *pair;
	uint32_t nr, alloc;
	uint32_t *funcs;		/* by folder: functions in it */
	size_t funcs_alloc;
};

/* "net/ipv4/tcp.c" at level 1: "net"; files of no folder: "."; without a file: "?". */
static uint32_t folder_of(struct folded *f, uint32_t func, unsigned level)
{
	const char *file, *end;
	uint32_t id;
	size_t old = f->funcs_alloc;

	if (func == f->res->func)
		return 0;
	file = report_file(f->r, graph_func(f->r->g, func)->file);
	for (end = strchr(file, '/'); end && --level && strchr(end + 1, '/'); end = strchr(end + 1, '/'))
		;
	id = end > file ? strtab_addn(&f->name, file, (size_t)(end - file)) : strtab_add(&f->name, *file ? "." : "?");
	ALLOC_GROW(f->funcs, id + 1, f->funcs_alloc);
	if (f->funcs_alloc > old)
		memset(f->funcs + old, 0, (f->funcs_alloc - old) * sizeof(*f->funcs));
	if (!idmap_get(&f->seen, func)) {
		idmap_put(&f->seen, func, 1);
		f->funcs[id]++;
	}
	return id;
}

static void fold(struct folded *f, unsigned level)
{
	uint32_t i;

	strtab_clear(&f->name);
	idmap_clear(&f->seen);
	idmap_clear(&f->of_pair);
	if (f->funcs)
		memset(f->funcs, 0, f->funcs_alloc * sizeof(*f->funcs));
	f->nr = 0;
	for (i = 0; i < f->res->nr; i++) {
		const struct q_edge *e = &f->res->edge[i];
		uint32_t from, to, *at;

		if (!e->caller || !e->callee)
			continue;
		from = folder_of(f, e->caller, level);
		to = folder_of(f, e->callee, level);
		at = idmap_put(&f->of_pair, idmap_pair(from, to), f->nr);
		if (*at == f->nr) {
			ALLOC_GROW(f->pair, f->nr + 1, f->alloc);
			f->pair[f->nr++] = (struct pair){ .from = from, .to = to };
		}
		f->pair[*at].calls++;
		f->pair[*at].pointers += e->kind != GK_DIRECT;
	}
}

static Agnode_t *box(struct folded *f, Agraph_t *g, uint32_t folder)
{
	struct strbuf text = STRBUF_INIT;
	Agnode_t *n;

	if (!folder) {
		n = draw_node(g, report_func(f->r, f->res->func));
		draw_colour(n, "#0969da");
		return n;
	}
	strbuf_addf(&text, "%s: %u %s", strtab_str(&f->name, folder), f->funcs[folder],
		    report_tr(f->r, f->funcs[folder] == 1 ? "function" : "functions"));
	n = draw_node(g, text.buf);
	strbuf_release(&text);
	return n;
}

static void arrow(struct folded *f, Agraph_t *g, const struct pair *p)
{
	struct strbuf text = STRBUF_INIT;
	Agedge_t *e = agedge(g, box(f, g, p->from), box(f, g, p->to), NULL, 1);

	strbuf_addf(&text, "%u", p->calls);
	if (p->pointers)
		strbuf_addf(&text, ", %s: %u", report_tr(f->r, "through pointers"), p->pointers);
	draw_label(e, text.buf);
	strbuf_release(&text);
}

Agraph_t *draw_folded(struct report *r, const struct q_edges_result *res, uint32_t max)
{
	struct folded f = { .r = r, .res = res };
	struct strbuf title = STRBUF_INIT;
	unsigned level = MAX_LEVEL;
	Agraph_t *g;
	uint32_t i;

	strtab_init(&f.name);
	idmap_init(&f.seen);
	idmap_init(&f.of_pair);
	do
		fold(&f, level);
	while (f.nr > max / PER_PAIR && --level);
	strbuf_addf(&title, "%s of %s (%u calls, by folder)", res->callers ? "Callers" : "Callees",
		    report_func(r, res->func), res->nr);
	strbuf_addf(&r->notes, "the picture shows folders, as %u calls are too many for one; -f dot has all of them\n",
		    res->nr);
	g = draw_new(title.buf, "LR");
	for (i = 0; i < f.nr; i++)
		arrow(&f, g, &f.pair[i]);
	strbuf_release(&title);
	strtab_release(&f.name);
	idmap_release(&f.seen);
	idmap_release(&f.of_pair);
	free(f.pair);
	free(f.funcs);
	return g;
}
