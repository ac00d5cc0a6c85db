/* SPDX-License-Identifier: MIT */
#include "diff.h"

#include <string.h>

#include "base/xalloc.h"

#define MAX_ALIGNED 2000	/* functions of a route; longer ones are told as all new */

const char *const diff_what_name[4] = { "same", "changed", "gone", "new" };

const struct q_hop *q_diff_hop(const struct q_diff_side *s, int32_t pos)
{
	return pos > 0 ? &s->path.path[0].hop[pos - 1] : NULL;
}

uint32_t q_diff_func(const struct q_diff_side *s, int32_t pos)
{
	const struct q_hop *h = q_diff_hop(s, pos);

	return h ? h->callee : s->path.from;
}

static uint32_t length(const struct q_diff_side *s)
{
	return s->path.nr_paths ? s->path.path[0].nr_hops + 1 : 0;
}

static const char *name_at(const struct q_diff_side *s, int32_t pos)
{
	return graph_str(s->g, graph_func(s->g, q_diff_func(s, pos))->name);
}

static const char *file_at(const struct q_diff_side *s, int32_t pos)
{
	return graph_str(s->g, graph_file(s->g, graph_func(s->g, q_diff_func(s, pos))->file)->name);
}

static const char *kind_at(const struct q_diff_side *s, const struct q_hop *h)
{
	return graph_str(s->g, s->g->kind_name[h->kind]);
}

static unsigned changes(const struct q_diff_result *r, int32_t o, int32_t n)
{
	const struct q_diff_side *a = &r->old_side, *b = &r->new_side;
	const struct q_hop *x = q_diff_hop(a, o), *y = q_diff_hop(b, n);
	unsigned c = 0;

	if (strcmp(file_at(a, o), file_at(b, n)))
		c |= DIFF_FILE;
	if (graph_func(a->g, q_diff_func(a, o))->line != graph_func(b->g, q_diff_func(b, n))->line)
		c |= DIFF_LINE;
	if (!x || !y)
		return c;
	if (strcmp(kind_at(a, x), kind_at(b, y)))
		c |= DIFF_KIND;
	if (strcmp(x->via, y->via))
		c |= DIFF_VIA;
	if (strcmp(name_at(a, o - 1), name_at(b, n - 1)))
		c |= DIFF_CALLER;
	if (x->site.line != y->site.line)
		c |= DIFF_LINE;
	return c;
}

static void add(struct q_diff_result *r, int32_t o, int32_t n)
{
	struct q_diff_step *s = &r->step[r->nr++];

	s->old_pos = o;
	s->new_pos = n;
	if (o >= 0 && n >= 0) {
		s->changes = (uint8_t)changes(r, o, n);
		s->what = s->changes & (unsigned)~DIFF_LINE ? DIFF_CHANGED : DIFF_SAME;
	} else {
		s->what = o >= 0 ? DIFF_GONE : DIFF_NEW;
	}
	if (o > 0 || n > 0)
		r->count[s->what]++;
}

/* The longest common sequence of names. */
static void align(struct q_diff_result *r)
{
	uint32_t n = length(&r->old_side), m = length(&r->new_side), i, j;
	uint32_t *common;

	r->step = arena_alloc(&r->arena, (n + m + 1) * sizeof(*r->step));
	if (n > MAX_ALIGNED || m > MAX_ALIGNED)
		n = 0;
	common = xcalloc((size_t)(n + 1) * (m + 1), sizeof(*common));
#define COMMON(a, b) common[(size_t)(a) * (m + 1) + (b)]
	for (i = n; i-- > 0;)
		for (j = m; j-- > 0;)
			COMMON(i, j) = !strcmp(name_at(&r->old_side, (int32_t)i),
					       name_at(&r->new_side, (int32_t)j)) ?
				COMMON(i + 1, j + 1) + 1 :
				COMMON(i + 1, j) > COMMON(i, j + 1) ? COMMON(i + 1, j) :
								      COMMON(i, j + 1);
	for (i = j = 0; i < n || j < m;) {
		if (i < n && j < m && !strcmp(name_at(&r->old_side, (int32_t)i),
					      name_at(&r->new_side, (int32_t)j)))
			add(r, (int32_t)i++, (int32_t)j++);
		else if (i < n && (j == m || COMMON(i + 1, j) >= COMMON(i, j + 1)))
			add(r, (int32_t)i++, -1);
		else
			add(r, -1, (int32_t)j++);
	}
#undef COMMON
	free(common);
}

int q_diff(const struct graph *old_g, const struct graph *new_g, const struct knowledge *k,
	   const struct q_path_options *old_opt, const struct q_path_options *new_opt,
	   struct q_diff_result *res, struct strbuf *err)
{
	struct q_path_options a = *old_opt, b = *new_opt;

	memset(res, 0, sizeof(*res));
	arena_init(&res->arena);
	a.k = b.k = 1;
	res->old_side.g = old_g;
	res->new_side.g = new_g;
	res->old_side.status = q_path(old_g, k, &a, &res->old_side.path, err);
	if (res->old_side.status > Q_NONE)
		return res->old_side.status;
	res->new_side.status = q_path(new_g, k, &b, &res->new_side.path, err);
	if (res->new_side.status > Q_NONE)
		return res->new_side.status;
	align(res);
	return res->old_side.status == Q_FOUND && res->new_side.status == Q_FOUND ? Q_FOUND : Q_NONE;
}

void q_diff_release(struct q_diff_result *res)
{
	q_path_release(&res->old_side.path);
	q_path_release(&res->new_side.path);
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}
