/* SPDX-License-Identifier: MIT */
/* How healthy an index is; what each number counts stands at struct q_doctor. */
#include "fold.h"
#include "query.h"

#include "base/idmap.h"
#include "base/xalloc.h"
#include "model/facts.h"

#define MAX_NO_BODY 20
#define MAX_WHY 20

static int ends_in_body(const struct graph *g, uint32_t func)
{
	unsigned depth;

	for (depth = 0; func && depth < 4; depth++, func = graph_func(g, func)->alias_of)
		if (graph_func(g, func)->flags & (GF_DEFINED | GF_ASM))
			return 1;
	return 0;
}

static void count_tus(const struct graph *g, struct q_doctor *d)
{
	uint32_t i, n = 0;

	d->bad_tu = arena_alloc(&d->arena, (g->nr_tu + 1) * sizeof(*d->bad_tu));
	for (i = 1; i < g->nr_tu; i++) {
		d->tus++;
		d->tus_ok += graph_tu(g, i)->status == TU_OK;
		d->tus_partial += graph_tu(g, i)->status == TU_PARTIAL;
		d->tus_failed += graph_tu(g, i)->status == TU_FAILED;
		if (graph_tu(g, i)->status != TU_OK)
			d->bad_tu[n++] = i;
	}
}

/* ---- direct calls ---------------------------------------------------------------- */

static int in_main_unit(const struct graph *g, uint32_t func)
{
	const char *unit = graph_str(g, graph_func(g, func)->unit);

	return !strcmp(unit, "vmlinux") || !strcmp(unit, "program");
}

static int has_main_unit(const struct graph *g)
{
	uint32_t i;

	for (i = 1; i < g->nr_func; i++)
		if (in_main_unit(g, i))
			return 1;
	return 0;
}

/* By call site: the function that a direct call goes to, else 0. */
static uint32_t *direct_callees(const struct graph *g)
{
	uint32_t *callee = xcalloc((size_t)g->nr_site + 1, sizeof(*callee)), i;

	for (i = 1; i < g->nr_edge; i++) {
		const struct g_edge *e = graph_edge(g, i);

		if (e->rule == GR_DIRECT && !(e->flags & (GE_STARTED_BY | GE_EXECUTED_BY)) &&
		    graph_site(g, e->site)->cls == GC_DIRECT)
			callee[e->site] = edge_callee(g, e);
	}
	return callee;
}

struct missing {
	uint32_t func, count;
};

static int cmp_missing(const void *a, const void *b, void *graph)
{
	const struct missing *x = a, *y = b;
	const struct graph *g = graph;
	int c;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	c = strcmp(graph_str(g, graph_func(g, x->func)->name), graph_str(g, graph_func(g, y->func)->name));
	return c ? c : (x->func < y->func ? -1 : x->func > y->func);
}

static void list_missing(const struct graph *g, const uint32_t *count, struct q_doctor *d)
{
	struct missing *m = NULL;
	uint32_t nr = 0, alloc = 0, i;

	for (i = 1; i < g->nr_func; i++) {
		if (!count[i])
			continue;
		ALLOC_GROW(m, nr + 1, alloc);
		m[nr++] = (struct missing){ i, count[i] };
	}
	if (nr)
		qsort_r(m, nr, sizeof(*m), cmp_missing, (void *)g);
	d->nr_no_body = nr < MAX_NO_BODY ? nr : MAX_NO_BODY;
	d->no_body = arena_alloc(&d->arena, (MAX_NO_BODY + 1) * sizeof(*d->no_body));
	d->no_body_count = arena_alloc(&d->arena, (MAX_NO_BODY + 1) * sizeof(*d->no_body_count));
	for (i = 0; i < d->nr_no_body; i++) {
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): nr > 0, so there is one */
		d->no_body[i] = m[i].func;
		d->no_body_count[i] = m[i].count;
	}
	free(m);
}

/* Shown with its whole path, as it lies neither below the tree nor its build. */
static int is_outside(const struct graph *g, uint32_t func)
{
	return *graph_str(g, graph_file(g, graph_func(g, func)->file)->name) == '/';
}

static void count_direct(const struct graph *g, struct q_doctor *d)
{
	uint32_t *callee = direct_callees(g), *count = xcalloc(g->nr_func, sizeof(*count)), i;
	int main_only = has_main_unit(g);

	for (i = 1; i < g->nr_site; i++) {
		uint32_t f = callee[i];

		if (!f || (graph_func(g, f)->flags & GF_BUILTIN) ||
		    (main_only && !in_main_unit(g, graph_site(g, i)->func)))
			continue;
		d->direct++;
		if (ends_in_body(g, f))
			d->direct_to_body++;
		else
			count[f]++;
		d->direct_outside += !ends_in_body(g, f) && is_outside(g, f);
	}
	list_missing(g, count, d);
	free(callee);
	free(count);
}

/* ---- calls through pointers -------------------------------------------------------- */

static int cmp_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void count_targets(const struct graph *g, struct q_doctor *d)
{
	uint32_t *v = xmalloc((g->nr_site + 1) * sizeof(*v)), nr = 0, typed = 0, i;
	double sum = 0, sum_typed = 0;

	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *s = graph_site(g, i);

		if (s->cls != GC_RESOLVED || !s->nr_targets)
			continue;
		if (s->rule == GR_TYPE) {
			typed++;
			sum_typed += s->nr_targets;
		} else {
			v[nr++] = s->nr_targets;
			sum += s->nr_targets;
		}
	}
	if (nr) {
		qsort(v, nr, sizeof(*v), cmp_u32);
		d->targets_mean = sum / nr;
		d->targets_median = v[(nr - 1) / 2];
		d->targets_p90 = v[(uint32_t)((uint64_t)(nr - 1) * 9 / 10)];
		d->targets_max = v[nr - 1];
	}
	if (nr + typed)
		d->targets_mean_typed = (sum + sum_typed) / (nr + typed);
	free(v);
}

static int cmp_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Without what no entry leads to: targets of calls through pointers, clones folded. */
static void count_reached(const struct graph *g, struct q_doctor *d)
{
	uint64_t *pair = NULL;
	uint32_t i, nr = 0, alloc = 0, sites = 0, targets = 0;

	for (i = 1; i < g->nr_func; i++)
		d->unreached += (graph_func(g, i)->flags & (GF_DEFINED | GF_UNREACHED)) ==
			(GF_DEFINED | GF_UNREACHED);
	for (i = 1; i < g->nr_edge; i++) {
		const struct g_edge *e = graph_edge(g, i);

		if (e->rule == GR_DIRECT || (e->flags & GE_STARTED_BY))
			continue;
		ALLOC_GROW(pair, nr + 1, alloc);
		pair[nr++] = (uint64_t)!!(e->flags & GE_UNREACHED) << 63 | (uint64_t)e->site << 32 | e->func;
	}
	if (nr)
		qsort(pair, nr, sizeof(*pair), cmp_u64);
	for (i = 0; i < nr; i++) {
		if (i && pair[i] == pair[i - 1])
			continue;	/* in another clone */
		d->unreached_targets += pair[i] >> 63;
		targets += !(pair[i] >> 63);
		sites += !(pair[i] >> 63) && (!i || pair[i] >> 32 != pair[i - 1] >> 32);
	}
	d->targets_mean_reached = sites ? (double)targets / sites : 0;
	free(pair);
}

static void count_sites(const struct graph *g, struct q_doctor *d)
{
	uint32_t i;

	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *s = graph_site(g, i);

		d->sites_direct += s->cls == GC_DIRECT;
		d->sites_resolved += s->cls == GC_RESOLVED;
		d->sites_empty += s->cls == GC_EMPTY;
		d->sites_unresolved += s->cls == GC_UNRESOLVED;
		if (s->cls == GC_RESOLVED || s->cls == GC_EMPTY)
			d->by_rule[s->rule]++;
	}
}

static int cmp_why(const void *a, const void *b, void *graph)
{
	const struct missing *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(graph_str(graph, x->func), graph_str(graph, y->func));
}

/* Why sites are unresolved; `func` of struct missing is the reason's string here. */
static void count_reasons(const struct graph *g, struct q_doctor *d)
{
	struct idmap at = IDMAP_INIT;
	struct missing *m = NULL;
	uint32_t nr = 0, alloc = 0, i;

	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *s = graph_site(g, i);
		uint32_t *slot;

		if (s->cls != GC_UNRESOLVED || !s->why)
			continue;
		slot = idmap_put(&at, s->why, 0);
		if (!*slot) {
			ALLOC_GROW(m, nr + 1, alloc);
			m[nr++] = (struct missing){ s->why, 0 };
			*slot = nr;
		}
		m[*slot - 1].count++;
	}
	if (nr)
		qsort_r(m, nr, sizeof(*m), cmp_why, (void *)g);
	d->nr_why = nr < MAX_WHY ? nr : MAX_WHY;
	d->why = arena_alloc(&d->arena, (MAX_WHY + 1) * sizeof(*d->why));
	d->why_count = arena_alloc(&d->arena, (MAX_WHY + 1) * sizeof(*d->why_count));
	for (i = 0; i < d->nr_why; i++) {
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): nr > 0, so there is one */
		d->why[i] = m[i].func;
		d->why_count[i] = m[i].count;
	}
	free(m);
	idmap_release(&at);
}

static void count_ops(const struct graph *g, struct q_doctor *d)
{
	uint32_t i;

	for (i = 1; i < g->nr_field_value; i++) {
		uint32_t f = graph_field_value(g, i)->func;

		d->ops += f != 0;
		d->ops_to_body += f && ends_in_body(g, f);
	}
}

int q_doctor(const struct graph *g, struct q_doctor *d)
{
	uint32_t i;

	memset(d, 0, sizeof(*d));
	count_tus(g, d);
	for (i = 1; i < g->nr_func; i++) {
		d->functions++;
		d->defined += !!(graph_func(g, i)->flags & (GF_DEFINED | GF_ASM));
	}
	count_sites(g, d);
	count_reasons(g, d);
	count_direct(g, d);
	count_targets(g, d);
	count_reached(g, d);
	count_ops(g, d);
	d->clones = g->nr_node > g->nr_func ? g->nr_node - g->nr_func : 0;
	d->modules_left_out = (uint32_t)strtoul(graph_get_meta(g, "modules_left_out"), NULL, 10);
	return Q_FOUND;
}

void q_doctor_release(struct q_doctor *d)
{
	arena_release(&d->arena);
	memset(d, 0, sizeof(*d));
}
