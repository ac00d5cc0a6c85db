/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <sqlite3.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "index_p.h"

const struct table_shape table_shape[TABLE_NR] = {
	{ "section", 4 }, { "meta", 2 }, { "kind", 2 }, { "rule", 2 }, { "file", 3 },
	{ "func", 12 }, { "edge", 8 }, { "slot", 7 }, { "store", 8 }, { "object", 7 },
	{ "field_value", 7 }, { "value", 9 }, { "entry", 7 }, { "tu", 6 },
};

uint64_t row_digest_int(uint64_t h, int64_t v)
{
	return digest_mix(digest_mix(h, SQLITE_INTEGER), (uint64_t)v);
}

uint64_t row_digest_null(uint64_t h)
{
	return digest_mix(h, SQLITE_NULL);
}

uint64_t row_digest_bytes(uint64_t h, int type, const void *p, size_t n)
{
	return digest_mix(digest_mix(h, (uint64_t)type), n ? digest64(p, n) : 1);
}

void row_groups_add(struct row_groups *g, const char *table, int64_t first, int64_t last,
		    uint64_t digest)
{
	ALLOC_GROW(g->v, g->nr + 1, g->alloc);
	g->v[g->nr++] = (struct row_group){ table, first, last, digest };
}

/* ---- making rows ---------------------------------------------------------------- */

static void rows_begin(struct rows *r, size_t table)
{
	r->table = table;
	r->row = 0;
	r->first = 1;
	r->digest = 0;
	r->batch = batches_new(r->batches);
	r->batch->table = table;
}

static void put_cell(struct rows *r, const char *text, int64_t num, int type)
{
	r->batch->cell[r->batch->nr++] = (struct cell){ text, num, type };
}

static void put_int(struct rows *r, int64_t v)
{
	put_cell(r, NULL, v, SQLITE_INTEGER);
	r->digest = row_digest_int(r->digest, v);
}

static void put_null(struct rows *r)
{
	put_cell(r, NULL, 0, SQLITE_NULL);
	r->digest = row_digest_null(r->digest);
}

static void put_text(struct rows *r, const char *s, size_t n)
{
	put_cell(r, s, (int64_t)n, SQLITE_TEXT);
	r->digest = row_digest_bytes(r->digest, SQLITE_TEXT, s, n);
}

static void put_id(struct rows *r, uint32_t id)		/* NULL where there is none */
{
	if (id)
		put_int(r, id);
	else
		put_null(r);
}

static void put_str(struct rows *r, uint32_t id)
{
	if (id)
		put_text(r, graph_str(r->g, id), r->g->str.len[id]);
	else
		put_null(r);
}

static void put_name(struct rows *r, uint32_t id)	/* "" instead of NULL */
{
	put_text(r, graph_str(r->g, id), strlen(graph_str(r->g, id)));
}

static void group_end(struct rows *r)
{
	row_groups_add(r->groups, table_shape[r->table].name, r->first, r->row, r->digest);
	r->first = r->row + 1;
	r->digest = 0;
}

static void row_end(struct rows *r)
{
	if (r->batch->nr == BATCH_ROWS * table_shape[r->table].columns) {
		batches_put(r->batches);
		r->batch = batches_new(r->batches);
		r->batch->table = r->table;
	}
	if (++r->row % GROUP_ROWS == 0)
		group_end(r);
}

static void rows_end(struct rows *r)
{
	if (r->batch->nr)
		batches_put(r->batches);
	if (r->row >= r->first)
		group_end(r);
}

/* ---- one function a table ---------------------------------------------------- */

static void fill_meta(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_meta; i++) {
		put_name(r, r->g->meta[i].key);
		put_name(r, r->g->meta[i].value);
		row_end(r);
	}
}

static void fill_kind(struct rows *r)
{
	uint32_t i;

	for (i = 0; i < r->g->nr_kind_name; i++) {
		put_int(r, i);
		put_name(r, r->g->kind_name[i]);
		row_end(r);
	}
}

static void fill_rule(struct rows *r)
{
	int i;

	for (i = 0; i < GR_NR; i++) {
		put_int(r, i);
		put_text(r, g_rule[i].name, strlen(g_rule[i].name));
		row_end(r);
	}
}

static void fill_file(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_file; i++) {
		put_int(r, i);
		put_name(r, r->g->file[i].name);
		put_int(r, (int64_t)r->g->file[i].hash);
		row_end(r);
	}
}

static void fill_func(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_func; i++) {
		const struct g_func *f = &r->g->func[i];

		put_int(r, i);
		put_name(r, f->name);
		put_id(r, f->file);
		put_int(r, f->line);
		put_int(r, f->end_line);
		put_str(r, f->unit);
		put_str(r, f->variant);
		put_int(r, f->flags);
		put_str(r, f->section);
		put_str(r, f->macro);
		put_id(r, f->alias_of);
		put_int(r, f->callers);
		row_end(r);
	}
}

struct folded {
	uint32_t site, callee, edge;
	uint32_t flags;
};

static int cmp_folded(const void *a, const void *b)
{
	const struct folded *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	if (x->callee != y->callee)
		return x->callee < y->callee ? -1 : 1;
	if (x->flags != y->flags)
		return x->flags < y->flags ? -1 : 1;
	return x->edge < y->edge ? -1 : x->edge > y->edge;
}

static void put_edge(struct rows *r, uint32_t caller, const struct folded *f)
{
	const struct g_edge *e = &r->g->edge[f->edge];
	const struct g_site *s = &r->g->site[f->site];

	put_int(r, caller);
	put_int(r, f->callee);
	put_int(r, e->kind);
	put_int(r, e->rule);
	put_int(r, f->flags);
	put_id(r, s->file);
	put_int(r, s->line);
	put_id(r, s->slot);
	row_end(r);
}

static void fill_edge(struct rows *r)
{
	const struct graph *g = r->g;
	struct folded *v = NULL;
	size_t nr, alloc = 0, j;
	uint32_t i, n, e;

	for (i = 1; i < g->nr_func; i++) {
		nr = 0;
		for (n = 0; n < g->func[i].nr_nodes; n++) {
			const struct g_node *node = &g->node[g->func[i].node + n];

			for (e = node->edge; e < node->edge + node->nr_edges; e++) {
				ALLOC_GROW(v, nr + 1, alloc);
				v[nr++] = (struct folded){ g->edge[e].site,
					g->node[g->edge[e].to].func, e,
					g->edge[e].flags & (GE_STARTED_BY | GE_EXECUTED_BY) };
			}
		}
		if (nr)
			qsort(v, nr, sizeof(*v), cmp_folded);
		for (j = 0; j < nr; j++)
			if (!j || v[j].site != v[j - 1].site || v[j].callee != v[j - 1].callee ||
			    v[j].flags != v[j - 1].flags)
				put_edge(r, i, &v[j]);
	}
	free(v);
}

static void fill_slot(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_slot; i++) {
		const struct g_slot *s = &r->g->slot[i];

		put_int(r, i);
		put_name(r, s->name);
		put_str(r, s->type);
		put_id(r, s->file);
		put_int(r, s->line);
		put_int(r, s->kind);
		put_int(r, s->open);
		row_end(r);
	}
}

static void fill_store(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_store; i++) {
		const struct g_store *s = &r->g->store[i];

		put_int(r, s->slot);
		put_id(r, s->func);
		put_id(r, s->target);
		put_id(r, s->object);
		put_id(r, s->in_func);
		put_id(r, s->file);
		put_int(r, s->line);
		put_id(r, s->via);
		row_end(r);
	}
}

static void fill_object(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_object; i++) {
		const struct g_object *o = &r->g->object[i];

		put_int(r, i);
		put_name(r, o->name);
		put_str(r, o->type);
		put_id(r, o->file);
		put_int(r, o->line);
		put_str(r, o->unit);
		put_id(r, o->in_func);
		row_end(r);
	}
}

static void fill_field_value(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_field_value; i++) {
		const struct g_field_value *v = &r->g->field_value[i];

		put_int(r, v->object);
		put_name(r, v->field);
		put_id(r, v->func);
		put_id(r, v->target);
		put_str(r, v->text);
		put_id(r, v->file);
		put_int(r, v->line);
		row_end(r);
	}
}

static void fill_value(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_value; i++) {
		const struct g_value *v = &r->g->value[i];

		put_int(r, v->slot);
		put_id(r, v->func);
		put_id(r, v->file);
		put_int(r, v->line);
		put_str(r, v->macro);
		put_str(r, v->name);
		put_str(r, v->src);
		if (v->is_const)
			put_int(r, v->num);
		else
			put_id(r, 0);
		put_int(r, v->op);
		row_end(r);
	}
}

static void fill_entry(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_entry; i++) {
		const struct g_entry *e = &r->g->entry[i];

		put_int(r, e->func);
		put_str(r, e->kind);
		put_str(r, e->name);
		put_str(r, e->level);
		put_id(r, e->order);
		put_id(r, e->file);
		put_int(r, e->line);
		row_end(r);
	}
}

static void fill_tu(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_tu; i++) {
		const struct g_tu *t = &r->g->tu[i];

		put_id(r, t->file);
		put_str(r, t->object);
		put_str(r, t->unit);
		put_int(r, t->status);
		put_int(r, t->nr_errors);
		put_str(r, t->error);
		row_end(r);
	}
}

static void (*const fill[TABLE_NR])(struct rows *r) = {
	NULL /* written with the chunks */, fill_meta, fill_kind, fill_rule, fill_file, fill_func, fill_edge,
	fill_slot, fill_store, fill_object, fill_field_value, fill_value, fill_entry, fill_tu,
};

void *rows_make(void *ctx)
{
	struct rows *r = ctx;
	size_t i;

	for (i = 1; i < TABLE_NR; i++) {
		rows_begin(r, i);
		fill[i](r);
		rows_end(r);
	}
	batches_done(r->batches);
	return NULL;
}
