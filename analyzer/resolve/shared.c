/* SPDX-License-Identifier: MIT */
/*
 * Which fields share bytes, by their offsets: members of a union, the fields of
 * structs in it, in structs in those. Told to the solver for each field that is
 * read, with the way from the struct around it to the other.
 */
#include "base/xalloc.h"
#include "prog.h"
#include "program.h"
#include "shared.h"

#define MAX_LEAVES 4096		/* of one record's unions: beyond it nothing is said of it */

struct leaf {
	uint64_t from, to;	/* bytes of the record */
	uint32_t path[SHARED_DEPTH];
	unsigned nr;
};

struct find_shared {
	struct prog *p;
	struct leaf *leaf;	uint32_t nr_leaf, alloc_leaf;
	struct solver_shared *out; uint32_t nr_out, alloc_out;
};

static int cmp_record(const void *a, const void *b)
{
	const struct p_field *const *x = a, *const *y = b;

	if ((*x)->rec_id != (*y)->rec_id)
		return (*x)->rec_id < (*y)->rec_id ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

static void add_leaves(struct find_shared *fs, const struct leaf *around, uint32_t field)
{
	struct prog *p = fs->p;
	const struct solver_shape *sh = &p->s.shape;
	const struct p_field *f = &p->field[field];
	struct leaf l = *around;
	uint32_t i;

	if (!f->size || l.nr == SHARED_DEPTH || fs->nr_leaf > MAX_LEAVES)
		return;
	l.path[l.nr++] = field;
	if (l.nr == 1 || !p->field[l.path[l.nr - 2]].is_array) {
		l.from += f->offset;	/* of an array's elements any: all of it */
		if (f->size != FIELD_TO_END && l.from + f->size < l.to)
			l.to = l.from + f->size;
	}
	if (f->cls != TYPE_REC) {
		ALLOC_GROW(fs->leaf, fs->nr_leaf + 1, fs->alloc_leaf);
		fs->leaf[fs->nr_leaf++] = l;
		return;
	}
	if (!f->pointee || f->pointee >= sh->nr_rec)
		return;
	for (i = sh->first[f->pointee]; i < sh->first[f->pointee + 1]; i++)
		add_leaves(fs, &l, sh->field[i]);
}

static void add_shared(struct find_shared *fs, const struct leaf *a, const struct leaf *b)
{
	struct solver_shared *s;
	unsigned i;

	ALLOC_GROW(fs->out, fs->nr_out + 1, fs->alloc_out);
	s = &fs->out[fs->nr_out++];
	memset(s, 0, sizeof(*s));
	s->field = a->path[a->nr - 1];
	s->nr_up = (uint8_t)(a->nr - 1);
	for (i = 0; i < s->nr_up; i++)
		s->up[i] = a->path[a->nr - 2 - i];
	s->nr_down = (uint8_t)b->nr;
	memcpy(s->down, b->path, sizeof(s->down));
}

static int cmp_leaf(const void *a, const void *b)
{
	const struct leaf *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return memcmp(x->path, y->path, sizeof(x->path));
}

/* All pairs that overlap and are not of one member of the union. */
static void pair_leaves(struct find_shared *fs)
{
	uint32_t i, j;

	if (fs->nr_leaf > MAX_LEAVES)
		return;
	if (fs->nr_leaf)
		qsort(fs->leaf, fs->nr_leaf, sizeof(*fs->leaf), cmp_leaf);
	for (i = 0; i < fs->nr_leaf; i++)
		for (j = i + 1; j < fs->nr_leaf && fs->leaf[j].from < fs->leaf[i].to; j++)
			if (fs->leaf[i].path[0] != fs->leaf[j].path[0]) {
				add_shared(fs, &fs->leaf[i], &fs->leaf[j]);
				add_shared(fs, &fs->leaf[j], &fs->leaf[i]);
			}
}

static int cmp_shared(const void *a, const void *b)
{
	const struct solver_shared *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return memcmp(x, y, sizeof(*x));
}

static void tell_solver(struct find_shared *fs)
{
	struct prog *p = fs->p;
	struct solver_shape *sh = &p->s.shape;
	uint32_t i;

	if (fs->nr_out)
		qsort(fs->out, fs->nr_out, sizeof(*fs->out), cmp_shared);
	sh->shared = fs->out;
	sh->shared_first = xcalloc(p->nr_field + 2, sizeof(*sh->shared_first));
	sh->field_type = xcalloc(p->nr_field + 1, sizeof(*sh->field_type));
	for (i = 0; i < fs->nr_out; i++) {
		uint32_t field = fs->out[i].field;

		sh->shared_first[field + 1]++;
		solver_field_node(&p->s, field, p->field[field].filter);
	}
	for (i = 1; i <= p->nr_field; i++)
		sh->shared_first[i] += sh->shared_first[i - 1];
	for (i = 1; i < p->nr_field; i++)
		sh->field_type[i] = p->field[i].cls == TYPE_FUNC_PTR ? p->field[i].sig : 0;
}

void shared_find(struct prog *p)
{
	struct find_shared fs = { .p = p };
	const struct p_field **by_rec = xcalloc(p->nr_field + 1, sizeof(*by_rec));
	const struct leaf whole = { .to = UINT64_MAX };
	uint32_t i, j, nr = 0;

	for (i = 1; i < p->nr_field; i++)
		if (p->field[i].in_union && p->field[i].size)
			by_rec[nr++] = &p->field[i];
	qsort(by_rec, nr, sizeof(*by_rec), cmp_record);
	for (i = 0; i < nr; i = j) {
		fs.nr_leaf = 0;
		for (j = i; j < nr && by_rec[j]->rec_id == by_rec[i]->rec_id; j++)
			add_leaves(&fs, &whole, (uint32_t)(by_rec[j] - p->field));
		pair_leaves(&fs);
	}
	tell_solver(&fs);
	free(by_rec);
	free(fs.leaf);
	for (i = 1; i < p->nr_field; i++)
		if (solver_is_shared(&p->s, i))
			prog_share_address(p, i);
}
