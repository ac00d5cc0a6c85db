/* SPDX-License-Identifier: MIT */
/* Small call graphs made by hand, for the tests of queries. */
#ifndef KPATH_TESTS_QUERY_WORLD_H
#define KPATH_TESTS_QUERY_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/xalloc.h"
#include "model/graph.h"
#include "model/knowledge.h"
#include "queries/query.h"

struct world {
	struct graph g;
	struct knowledge k;
	struct arena a;
	struct strbuf err;
	uint32_t timer;		/* a kind */
};

static inline uint32_t str(struct world *w, const char *s)
{
	return strtab_add(&w->g.str, s);
}

static inline void world_init(struct world *w)
{
	struct k_weights *wt = &w->k.weight;

	memset(w, 0, sizeof(*w));
	graph_init(&w->g);
	arena_init(&w->a);
	strbuf_init(&w->err);
	wt->hop = wt->wrapper = wt->candidates = wt->hub = wt->rule[GR_SLOT] = 1;
	wt->hub_free = 6;
	wt->guard = 0.25;
	wt->unlikely = wt->error = 2;
	wt->deferred = 12;
	wt->leaf = 20;
	wt->rule[GR_TYPE] = 8;
	ALLOC_GROW(w->g.kind_name, w->g.nr_kind_name + 1, w->g.alloc_kind_name);
	w->timer = w->g.nr_kind_name;
	w->g.kind_name[w->g.nr_kind_name++] = str(w, "timer");
}

static inline void world_release(struct world *w)
{
	graph_release(&w->g);
	arena_release(&w->a);
	strbuf_release(&w->err);
}

#define X(type, noun) \
static inline uint32_t new_##noun(struct world *w) \
{ \
	ALLOC_GROW(w->g.noun, w->g.nr_##noun + 1, w->g.alloc_##noun); \
	memset(&w->g.noun[w->g.nr_##noun], 0, sizeof(*w->g.noun)); \
	return w->g.nr_##noun++; \
}
GRAPH_ARRAYS(X)
#undef X

static inline uint32_t add_file(struct world *w, const char *name)
{
	uint32_t i;

	for (i = 1; i < w->g.nr_file; i++)
		if (w->g.file[i].name == str(w, name))
			return i;
	i = new_file(w);
	w->g.file[i].name = str(w, name);
	return i;
}

/* A function with `nodes` nodes: itself and its clones. */
static inline uint32_t add_clones(struct world *w, const char *name, const char *file,
				  uint32_t line, unsigned nodes)
{
	uint32_t f = new_func(w), n;

	w->g.func[f].name = str(w, name);
	w->g.func[f].file = add_file(w, file);
	w->g.func[f].line = line;
	w->g.func[f].flags = GF_DEFINED;
	w->g.func[f].unit = str(w, "vmlinux");
	w->g.func[f].node = w->g.nr_node;
	w->g.func[f].nr_nodes = nodes;
	while (nodes--) {
		n = new_node(w);
		w->g.node[n].func = f;
	}
	return f;
}

static inline uint32_t fn(struct world *w, const char *name)
{
	return add_clones(w, name, "a.c", w->g.nr_func * 10, 1);
}

static inline uint32_t add_site(struct world *w, uint32_t func, uint32_t line, unsigned cls)
{
	uint32_t s = new_site(w);

	w->g.site[s].func = func;
	w->g.site[s].file = w->g.func[func].file;
	w->g.site[s].line = line;
	w->g.site[s].cls = (uint8_t)cls;
	return s;
}

/* An edge from clone `fc` of the site's function to clone `tc` of `to`. */
static inline uint32_t add_edge(struct world *w, uint32_t site, unsigned fc, uint32_t to,
				unsigned tc, unsigned kind, unsigned rule, unsigned flags)
{
	uint32_t e = new_edge(w);

	w->g.edge[e].from = w->g.func[w->g.site[site].func].node + fc;
	w->g.edge[e].to = w->g.func[to].node + tc;
	w->g.edge[e].site = site;
	w->g.edge[e].kind = (uint8_t)kind;
	w->g.edge[e].rule = (uint8_t)rule;
	w->g.edge[e].flags = (uint8_t)flags;
	w->g.site[site].rule = (uint8_t)rule;
	return e;
}

/* A direct call; returns the edge (its number until graph_finish). */
static inline uint32_t calls(struct world *w, uint32_t from, uint32_t to, uint32_t line)
{
	return add_edge(w, add_site(w, from, line, GC_DIRECT), 0, to, 0, GK_DIRECT, GR_DIRECT, 0);
}

static inline uint32_t add_slot(struct world *w, const char *name, const char *type)
{
	uint32_t s = new_slot(w);

	w->g.slot[s].name = str(w, name);
	w->g.slot[s].type = type ? str(w, type) : 0;
	w->g.slot[s].file = add_file(w, "ops.h");
	w->g.slot[s].line = s;
	w->g.slot[s].kind = type ? GS_FIELD : GS_GLOBAL;
	return s;
}

/* A call through a slot. */
static inline uint32_t slot_site(struct world *w, uint32_t func, uint32_t line, uint32_t slot,
				 uint32_t outer)
{
	uint32_t s = add_site(w, func, line, GC_RESOLVED);

	w->g.site[s].slot = slot;
	w->g.site[s].outer = outer;
	w->g.site[s].expr = str(w, "p->ops->f");
	return s;
}

static inline uint32_t add_object(struct world *w, const char *name, const char *type)
{
	uint32_t o = new_object(w);

	w->g.object[o].name = str(w, name);
	w->g.object[o].type = str(w, type);
	w->g.object[o].file = add_file(w, "tables.c");
	w->g.object[o].line = o * 5;
	return o;
}

static inline void add_field(struct world *w, uint32_t object, const char *field, uint32_t func)
{
	uint32_t v = new_field_value(w);

	w->g.field_value[v].object = object;
	w->g.field_value[v].field = str(w, field);
	w->g.field_value[v].func = func;
	w->g.field_value[v].file = add_file(w, "tables.c");
	w->g.field_value[v].line = v;
}

/* What a query answered, as text: "a b c | a c". */
static inline const char *path_text(struct world *w, const struct q_path_result *r)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;
	uint32_t i, j;

	for (i = 0; i < r->nr_paths; i++) {
		strbuf_addf(&sb, "%s", i ? " | " : "");
		for (j = 0; j < r->path[i].nr_hops; j++) {
			const struct q_hop *h = &r->path[i].hop[j];

			if (!j)
				strbuf_addstr(&sb, graph_str(&w->g, w->g.func[h->caller].name));
			else
				assert_int_equal(h->caller, h[-1].callee);
			strbuf_addf(&sb, " %s", graph_str(&w->g, w->g.func[h->callee].name));
		}
	}
	text = arena_strdup(&w->a, sb.buf);
	strbuf_release(&sb);
	return text;
}

/* Asks and compares; returns the result for a closer look. */
static inline struct q_path_result *ask(struct world *w, struct q_path_options o, const char *want)
{
	static struct q_path_result r;
	int status;

	q_path_release(&r);
	status = q_path(&w->g, &w->k, &o, &r, &w->err);
	assert_int_equal(status, *want ? Q_FOUND : Q_NONE);
	assert_string_equal(path_text(w, &r), want);
	return &r;
}

static inline void forget(struct world *w)
{
	struct q_path_options o = { 0 };

	ask(w, o, "");		/* empties the static result, too */
	world_release(w);
}

#endif
