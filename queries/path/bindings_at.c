/* SPDX-License-Identifier: MIT */
/* What a binding leaves at a call site. */
#include "bindings_p.h"

#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/fold.h"
#include "queries/query.h"
#include "queries/slots.h"

/* 1 + the key that names this slot, and 1 + the one that names its struct. */
static uint32_t keys_of_slot(struct bindings *b, uint32_t slot)
{
	uint32_t memo = b->of_slot[slot], exact = 0, type = 0, i;
	const struct g_slot *s = graph_slot(b->g, slot);

	if (memo)
		return memo;
	for (i = 0; i < b->nr; i++) {
		if (!strcmp(b->key[i].key, graph_str(b->g, s->name)))
			exact = i + 1;
		else if (s->type && !strcmp(b->key[i].key, graph_str(b->g, s->type)))
			type = i + 1;
	}
	return b->of_slot[slot] = SLOT_KNOWN | type << 15 | exact;
}

struct binding *bindings_at(struct bindings *b, uint32_t site)
{
	const struct g_site *s = graph_site(b->g, site);
	uint32_t k, of;

	if (!b->nr || !s->slot || (graph_func(b->g, s->func)->flags & GF_INIT))
		return NULL;
	of = keys_of_slot(b, s->slot);
	k = of & MAX_KEYS;
	if (!k && s->outer)
		k = keys_of_slot(b, s->outer) & MAX_KEYS;
	if (!k)
		k = of >> 15 & MAX_KEYS;
	return k ? &b->key[k - 1] : NULL;
}

/* Is `path` ("[0].ops.connect", "handler[3]") a way to the field `name`? */
static int leads_to_field(const char *path, const char *name)
{
	size_t n = strlen(path), len = strlen(name);
	const char *bracket;

	if (n && path[n - 1] == ']' && (bracket = strrchr(path, '[')) && bracket > path)
		n = (size_t)(bracket - path);
	return n >= len && !memcmp(path + n - len, name, len) &&
		(n == len || path[n - len - 1] == '.');
}

static void allow(struct bindings *b, struct binding *k, uint32_t field, uint32_t value)
{
	uint32_t func = graph_field_value(b->g, value)->func;
	unsigned depth;

	for (depth = 0; func && depth < 4; depth++, func = graph_func(b->g, func)->alias_of)
		idmap_put(&k->allowed, idmap_pair(field, func), value);
}

/* What the key's tables hold in the field of slot `slot`. */
static void learn_field(struct bindings *b, struct binding *k, uint32_t slot)
{
	const struct graph *g = b->g;
	uint32_t name = graph_slot(g, slot)->name, v, nr;
	const char *dot = strchr(graph_str(g, name), '.');
	const char *field = dot ? dot + 1 : graph_str(g, name);
	size_t i;

	if (idmap_get(&k->field, name))
		return;
	idmap_put(&k->field, name, 1);
	for (i = 0; i < k->object.size; i++) {
		uint32_t object = (uint32_t)k->object.tab[i].key;

		if (!k->object.tab[i].used)
			continue;
		nr = q_table_fields(g, object, &v);
		for (nr += v; v < nr; v++)
			if (graph_field_value(g, v)->func &&
			    leads_to_field(graph_str(g, graph_field_value(g, v)->field), field))
				allow(b, k, name, v);
	}
}

void bindings_named(struct bindings *b, uint8_t *named)
{
	const struct graph *g = b->g;
	uint32_t i, v, nr;
	size_t j;

	for (i = 0; i < b->nr; i++) {
		const struct binding *k = &b->key[i];

		for (j = 0; j < k->func.size; j++)
			if (k->func.tab[j].used)
				named[k->func.tab[j].key] = 1;
		for (j = 0; j < k->object.size; j++) {
			if (!k->object.tab[j].used)
				continue;
			nr = q_table_fields(g, (uint32_t)k->object.tab[j].key, &v);
			for (nr += v; v < nr; v++)
				named[graph_field_value(g, v)->func] = 1;
		}
	}
	named[0] = 0;
}

int binding_allows(struct bindings *b, struct binding *k, const struct g_edge *e)
{
	const struct graph *g = b->g;
	uint32_t slot = graph_site(g, e->site)->slot, func = edge_callee(g, e);
	const struct g_evid *v = graph_evid(g, e->evid);

	if (idmap_get(&k->func, func))
		return 1;
	if (v->object && v->slot == slot && idmap_get(&k->object, v->object))
		return 1;
	learn_field(b, k, slot);
	return idmap_get(&k->allowed, idmap_pair(graph_slot(g, slot)->name, func)) != NULL;
}

int bindings_allow_func(struct bindings *b, uint32_t slot, uint32_t func)
{
	uint32_t of = b->nr && slot ? keys_of_slot(b, slot) & MAX_KEYS : 0;
	struct binding *k = of ? &b->key[of - 1] : NULL;

	if (!k || idmap_get(&k->func, func))
		return 1;
	learn_field(b, k, slot);
	return idmap_get(&k->allowed, idmap_pair(graph_slot(b->g, slot)->name, func)) != NULL;
}

int bindings_allow_object(struct bindings *b, uint32_t object)
{
	const char *type = graph_str(b->g, graph_object(b->g, object)->type);
	struct binding *k = *type ? bindings_find_key(b, type, strlen(type)) : NULL;

	return !k || idmap_get(&k->object, object) != NULL;
}

/* The key that names this slot, or its struct. */
static struct binding *key_of_slot(struct bindings *b, uint32_t slot)
{
	uint32_t of = keys_of_slot(b, slot), k = of & MAX_KEYS ? of & MAX_KEYS : of >> 15 & MAX_KEYS;

	return k ? &b->key[k - 1] : NULL;
}

uint32_t binding_reason(struct bindings *b, const struct g_edge *e, uint32_t *slot)
{
	const struct g_evid *v = graph_evid(b->g, e->evid);
	struct binding *k = NULL;
	uint32_t *value;

	*slot = v->slot ? v->slot : graph_site(b->g, e->site)->slot;
	if (*slot == graph_site(b->g, e->site)->slot)
		k = bindings_at(b, e->site);
	else if (*slot)
		k = key_of_slot(b, *slot);
	if (!k || (v->object && idmap_get(&k->object, v->object)))
		return 0;
	learn_field(b, k, *slot);
	value = idmap_get(&k->allowed, idmap_pair(graph_slot(b->g, *slot)->name, edge_callee(b->g, e)));
	return value ? *value : 0;
}

const char *binding_text(const struct binding *k, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;
	uint32_t i;

	strbuf_addf(&sb, "%s =", k->key);
	for (i = 0; i < k->nr; i++)
		strbuf_addf(&sb, "%s %s", i ? "," : "", k->value[i].name);
	text = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

const char *reason_via(const struct graph *g, struct arena *a, uint32_t value, uint32_t slot,
		       uint32_t func)
{
	return arena_printf(a, "%s = %s in %s", graph_str(g, graph_slot(g, slot)->name),
			    graph_str(g, graph_func(g, func)->name),
			    graph_str(g, graph_object(g, graph_field_value(g, value)->object)->name));
}
