/* SPDX-License-Identifier: MIT */
/* The calls at a line, and what they can call. */
#include "fold.h"
#include "names.h"
#include "query.h"
#include "sites.h"

#include <errno.h>

#include "answer.h"
#include "base/xalloc.h"
#include "store/index.h"

int q_parse_place(const struct graph *g, const char *text, uint32_t *file, uint32_t *line,
		  struct strbuf *err)
{
	const char *colon = strrchr(text, ':');
	uint32_t i, nr = 0;
	unsigned long v;
	char *end;

	if (!colon || colon == text || colon[1] < '0' || colon[1] > '9') {
		error(err, "\"%s\" is not FILE:LINE", text);
		return -1;
	}
	errno = 0;
	v = strtoul(colon + 1, &end, 10);
	if (*end || errno || v > UINT32_MAX) {
		error(err, "\"%s\" is not FILE:LINE", text);
		return -1;
	}
	*line = (uint32_t)v;
	for (i = 1; i < g->nr_file; i++) {
		const char *name = graph_str(g, graph_file(g, i)->name);

		if (!q_path_tail(name, text, (size_t)(colon - text)))
			continue;
		if (strlen(name) == (size_t)(colon - text)) {
			*file = i;
			return 0;
		}
		*file = i;
		nr++;
	}
	if (nr == 1)
		return 0;
	if (nr)
		error(err, "there are %u files whose path ends in \"%.*s\"; write more of it", nr,
		      (int)(colon - text), text);
	else
		error(err, "there is no file \"%.*s\" in this index", (int)(colon - text), text);
	return -1;
}

static int cmp_by_name(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	const struct g_func *x = graph_func(g, i), *y = graph_func(g, j);
	int c = strcmp(graph_str(g, x->name), graph_str(g, y->name));

	if (!c)
		c = place_cmp(g, x->file, x->line, y->file, y->line);
	return c ? c : (i < j ? -1 : i > j);
}

void q_site_targets(const struct graph *g, struct arena *a, struct q_site *q)
{
	const struct g_func *f = graph_func(g, graph_site(g, q->site)->func);
	uint32_t *v = NULL, nr, alloc = 0, n, i, first, count, start;

	for (start = 0, nr = 0; start < 2 && !nr; start++) {
		for (n = 0; n < f->nr_nodes; n++) {
			site_edges(g, f->node + n, q->site, &first, &count);
			for (i = first; i < first + count; i++) {
				if (!!(graph_edge(g, i)->flags & GE_STARTED_BY) != (int)start)
					continue;
				ALLOC_GROW(v, nr + 1, alloc);
				v[nr++] = edge_callee(g, graph_edge(g, i));
			}
		}
	}
	if (nr)
		qsort_r(v, nr, sizeof(*v), cmp_by_name, (void *)g);
	q->target = arena_alloc(a, (nr + 1) * sizeof(*q->target));
	for (i = 0; i < nr; i++)
		if (!i || v[i] != v[i - 1])
			q->target[q->nr_targets++] = v[i];
	free(v);
}

/* A site is what was called there, not what a macro made besides. */
static int is_call(const struct graph *g, uint32_t site)
{
	uint32_t first, nr, n;
	const struct g_func *f = graph_func(g, graph_site(g, site)->func);

	if (graph_site(g, site)->cls != GC_NONE)
		return 1;
	for (n = 0; n < f->nr_nodes; n++) {
		site_edges(g, f->node + n, site, &first, &nr);
		if (nr)
			return 1;
	}
	return 0;
}

static uint32_t nearest_line(const struct graph *g, uint32_t file, uint32_t line)
{
	uint32_t i, best = 0, d = UINT32_MAX;

	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *s = graph_site(g, i);
		uint32_t e = s->line > line ? s->line - line : line - s->line;

		if (s->file == file && e < d) {
			d = e;
			best = s->line;
		}
	}
	return best;
}

int q_resolve_site(const struct graph *g, const char *text,
		   struct q_sites_result *res, struct strbuf *err)
{
	uint32_t file, line, i, *v = NULL, nr = 0, alloc = 0;

	memset(res, 0, sizeof(*res));
	if (q_parse_place(g, text, &file, &line, err))
		return Q_UNKNOWN;
	for (i = 1; i < g->nr_site; i++) {
		if (graph_site(g, i)->file != file || graph_site(g, i)->line != line || !is_call(g, i))
			continue;
		ALLOC_GROW(v, nr + 1, alloc);
		v[nr++] = i;
	}
	res->nr = nr;
	res->site = arena_alloc(&res->arena, (nr + 1) * sizeof(*res->site));
	for (i = 0; i < nr; i++) {
		res->site[i].site = v[i];
		q_site_targets(g, &res->arena, &res->site[i]);
	}
	free(v);
	if (nr)
		return Q_FOUND;
	i = nearest_line(g, file, line);
	if (i)
		error(err, "nothing is called at %s:%u; the nearest call is at line %u",
		      graph_str(g, graph_file(g, file)->name), line, i);
	else
		error(err, "nothing is called in %s", graph_str(g, graph_file(g, file)->name));
	return Q_NONE;
}

void q_sites_release(struct q_sites_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int run_resolve(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_resolve_site(q->g, q->v[0].text, res, err);
}

static void release_resolve(void *res)
{
	q_sites_release(res);
}

static const struct ask_param resolve_param[] = {
	{ "site", ASK_TEXT, "FILE:LINE" },
	{ NULL }
};

const struct answer_kind resolve_answer = {
	.name = "resolve",
	.param = resolve_param,
	.about = "what the calls on a line can reach, and by which rule",
	.more =
	"Exit code 1: no call stands on that line.\n"
	"\n"
	"example:\n"
	"  kpath resolve net/ipv4/ip_input.c:205\n",
	.size = sizeof(struct q_sites_result),
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS,
	.run = run_resolve,
	.release = release_resolve,
};
