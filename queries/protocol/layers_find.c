/* SPDX-License-Identifier: MIT */
/* What is looked up often while layers are tied together, and the keys of registrations. */
#include "layers_p.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/fold.h"

static int cmp_held(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	if (graph_store(g, i)->target != graph_store(g, j)->target)
		return graph_store(g, i)->target < graph_store(g, j)->target ? -1 : 1;
	return i < j ? -1 : i > j;
}

uint64_t layers_place_key(uint32_t object, uint32_t func, uint32_t file, uint32_t line)
{
	return digest_mix(idmap_pair(object, func), idmap_pair(file, line));
}

void layers_prepare(struct layers *s, const struct knowledge *k)
{
	const struct graph *g = s->g;
	uint32_t *at, i;
	size_t j, l;

	for (i = g->nr_slot; i-- > 1;)
		*idmap_put(&s->slot_named, digest_str(graph_str(g, graph_slot(g, i)->name)), 0) = i;
	for (l = 0; l < k->nr_layer; l++)
		for (j = 0; j < k->layer[l].stored.nr; j++) {
			const char *text = k->layer[l].stored.s[j];

			if (strchr(text, '#'))
				idmap_put(&s->func_named, digest64(text, strcspn(text, "#")), 0);
		}
	for (i = g->nr_func; i-- > 1;) {
		at = idmap_get(&s->func_named, digest_str(graph_str(g, graph_func(g, i)->name)));
		if (at && graph_func(g, i)->flags & GF_DEFINED)
			*at = i;
	}
	s->held = xcalloc(g->nr_store + 1, sizeof(*s->held));
	for (i = 1; i < g->nr_store; i++)
		if (graph_store(g, i)->target)
			s->held[s->nr_held++] = i;
	qsort_r(s->held, s->nr_held, sizeof(*s->held), cmp_held, (void *)g);
	for (i = s->nr_held; i-- > 0;)
		*idmap_put(&s->of_object, graph_store(g, s->held[i])->target, 0) = i + 1;

	for (i = 1; i < g->nr_store; i++)
		if (graph_store(g, i)->object && graph_store(g, i)->func)
			*idmap_put(&s->slot_at, layers_place_key(graph_store(g, i)->object, graph_store(g, i)->func,
							  graph_store(g, i)->file, graph_store(g, i)->line), 0) =
				graph_store(g, i)->slot;
}

uint32_t layers_slot(const struct layers *s, const char *name)
{
	uint32_t *at = idmap_get(&s->slot_named, digest_str(name));

	return at ? *at : 0;
}

static int cmp_site(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	const struct g_site *x = graph_site(g, i), *y = graph_site(g, j);
	int c = place_cmp(g, x->file, x->line, y->file, y->line);

	return c ? c : (i < j ? -1 : i > j);
}

/* The call sites that go through `slot` and can reach `func`: appended. */
void layers_add_calls(struct layers *s, uint32_t slot, uint32_t func, uint32_t **call, uint32_t *nr)
{
	const struct graph *g = s->g;
	const struct g_func *f = graph_func(g, func);
	uint32_t *all, n, i, total = *nr, unique = 0;

	for (n = f->node; n < f->node + f->nr_nodes; n++)
		total += graph_node(g, n)->nr_in;
	all = arena_alloc(&s->res->arena, (total + 1) * sizeof(*all));
	if (*nr)
		memcpy(all, *call, *nr * sizeof(*all));
	total = *nr;
	for (n = f->node; slot && n < f->node + f->nr_nodes; n++)
		for (i = graph_node(g, n)->in; i < graph_node(g, n)->in + graph_node(g, n)->nr_in; i++)
			if (graph_site(g, graph_edge(g, graph_in_edge(g, i))->site)->slot == slot)
				all[total++] = graph_edge(g, graph_in_edge(g, i))->site;
	if (total)
		qsort_r(all, total, sizeof(*all), cmp_site, (void *)g);
	for (i = 0; i < total; i++)
		if (!unique || all[i] != all[unique - 1])
			all[unique++] = all[i];
	*call = all;
	*nr = unique;
}

int layers_lists(const struct k_strings *l, const char *name)
{
	size_t i;

	for (i = 0; i < l->nr; i++)
		if (!strcmp(l->s[i], name))
			return 1;
	return 0;
}

/* ---- keys ---------------------------------------------------------------------------------- */

/* "inet_add_protocol#2": the constant that the call at this place passes there. */
static const char *key_of_call(const struct layers *s, const char *spec, uint32_t func,
			       struct q_place place)
{
	const struct graph *g = s->g;
	size_t len = strcspn(spec, "#");
	uint32_t index = (uint32_t)atoi(spec + len + 1) - 1, i;

	for (i = 1; i < g->nr_arg && !graph_arg(g, i)->slot; i++) {
		const struct g_arg *a = graph_arg(g, i);
		const struct g_site *site = graph_site(g, a->site);
		const char *name = graph_str(g, graph_func(g, a->callee)->name);

		if (a->index == index && site->func == func && site->file == place.file &&
		    site->line == place.line && strlen(name) == len && !strncmp(name, spec, len))
			return graph_str(g, a->text);
	}
	return "";
}

static const char *key_of_field(const struct layers *s, const char *field, const struct layer_element *e)
{
	const struct graph *g = s->g;
	uint32_t i;

	for (i = e->first; e->object && i < e->first + e->nr; i++)
		if (!strcmp(graph_str(g, graph_field_value(g, i)->field) + e->len, field))
			return graph_str(g, graph_field_value(g, i)->text);
	return "";
}

const char *layers_key(struct layers *s, const struct k_layer_binding *b, const struct layer_element *e,
			  uint32_t func, struct q_place place)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text = "";
	size_t i;

	for (i = 0; i < b->keys.nr; i++) {
		text = strchr(b->keys.s[i], '#') ? key_of_call(s, b->keys.s[i], func, place) :
						   key_of_field(s, b->keys.s[i], e);
		if (*text)
			strbuf_addf(&sb, "%s%s", sb.len ? ", " : "", text);
	}
	if (sb.len)
		text = arena_strndup(&s->res->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}
