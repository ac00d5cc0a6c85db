/* SPDX-License-Identifier: MIT */
#include "layers_p.h"

#include <fnmatch.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/answer.h"
#include "queries/fold.h"
#include "queries/path/bindings.h"
#include "queries/query.h"
#include "store/index.h"
#include "queries/slots.h"

static struct q_layer_fact *add(struct layers *s, const struct k_layer_binding *b, uint32_t in_func,
				struct q_place place)
{
	struct q_layer_fact *f;

	ALLOC_GROW(s->f, s->nr + 1, s->alloc);
	f = &s->f[s->nr++];
	memset(f, 0, sizeof(*f));
	f->binding = b;
	f->key = f->value = f->by = f->from = "";
	f->in_func = in_func;
	f->registered = place;
	return f;
}

static void add_members(struct layers *s, struct q_layer_fact *f, const struct layer_element *e)
{
	const struct graph *g = s->g;
	const struct k_layer_binding *b = f->binding;
	uint32_t i;

	f->member = arena_alloc(&s->res->arena, (e->nr + 1) * sizeof(*f->member));
	for (i = e->first; i < e->first + e->nr; i++) {
		const struct g_field_value *v = graph_field_value(g, i);
		struct q_layer_member *m = &f->member[f->nr_members];
		uint32_t *slot, at;

		if (!v->func && !v->target)
			continue;
		m->field = graph_str(g, v->field) + e->len;
		slot = idmap_get(&s->slot_at, layers_place_key(e->object, v->func, v->file, v->line));
		m->slot = slot ? graph_str(g, graph_slot(g, *slot)->name) :
			arena_printf(&s->res->arena, "%s.%s", b->type, m->field);
		m->func = v->func;
		m->object = v->target;
		m->site = (struct q_place){ v->file, v->line };
		m->first = !b->members.nr || layers_lists(&b->members, m->field);
		at = slot ? *slot : layers_slot(s, m->slot);
		if (v->func)
			layers_add_calls(s, at, v->func, &m->call, &m->nr_calls);
		if (v->func && m->first)
			layers_add_calls(s, at, v->func, &f->call, &f->nr_calls);
		f->nr_members++;
	}
}

/* "[0]." of "[0].ops". */
static size_t element_len(const char *field)
{
	const char *end = *field == '[' ? strstr(field, "].") : NULL;

	return end ? (size_t)(end + 2 - field) : 0;
}

/* A table, or each element of an array of them. */
static void add_object(struct layers *s, const struct k_layer_binding *b, uint32_t object,
		       const char *by, uint32_t in_func, struct q_place place)
{
	const struct graph *g = s->g;
	uint32_t i, nr = q_table_fields(g, object, &i), end = i + nr;
	const char *name = graph_str(g, graph_object(g, object)->name);

	do {
		struct layer_element e = { .object = object, .first = i };
		struct q_layer_fact *f = add(s, b, in_func, place);

		if (nr) {
			e.prefix = graph_str(g, graph_field_value(g, i)->field);
			e.len = element_len(e.prefix);
		}
		for (; i < end && element_len(graph_str(g, graph_field_value(g, i)->field)) == e.len &&
		     !strncmp(graph_str(g, graph_field_value(g, i)->field), e.prefix, e.len); i++)
			e.nr++;
		f->object = object;
		f->by = by;
		f->value = e.len ? arena_printf(&s->res->arena, "%s%.*s", name, (int)e.len - 1, e.prefix) :
				   name;
		f->key = layers_key(s, b, &e, in_func, place);
		add_members(s, f, &e);
	} while (i < end);
}

static void add_func(struct layers *s, const struct k_layer_binding *b, const char *slot,
		     const struct g_store *st, const char *by)
{
	const struct layer_element none = { 0 };
	struct q_layer_fact *f = add(s, b, st->in_func, (struct q_place){ st->file, st->line });
	size_t i;

	f->func = st->func;
	f->value = graph_str(s->g, graph_func(s->g, st->func)->name);
	f->by = by;
	f->key = layers_key(s, b, &none, st->in_func, f->registered);
	for (i = 0; i < b->called.nr; i++)
		layers_add_calls(s, layers_slot(s, b->called.s[i]), st->func, &f->call, &f->nr_calls);
	if (!b->called.nr)
		layers_add_calls(s, layers_slot(s, slot), st->func, &f->call, &f->nr_calls);
}

/* "inet_add_protocol" of "inet_add_protocol#1"; "" of a field. */
static const char *registrar(struct layers *s, const char *stored)
{
	const char *hash = strchr(stored, '#');

	return hash ? arena_strndup(&s->res->arena, stored, (size_t)(hash - stored)) : "";
}

static int is_type(const struct graph *g, uint32_t object, const char *type)
{
	return object && !strcmp(graph_str(g, graph_object(g, object)->type), type);
}

/* What is stored in slots of that name. */
static void from_stores(struct layers *s, const struct k_layer_binding *b, const char *stored,
			struct idmap *seen)
{
	const struct graph *g = s->g;
	const char *by = registrar(s, stored);
	uint32_t i;

	for (i = 1; i < g->nr_store; i++) {
		const struct g_store *st = graph_store(g, i);

		if ((i > 1 && st->slot == graph_store(g, i - 1)->slot) ? 0 :
		    strcmp(graph_str(g, graph_slot(g, st->slot)->name), stored)) {
			while (i + 1 < g->nr_store && graph_store(g, i + 1)->slot == st->slot)
				i++;
			continue;
		}
		if (st->via)
			continue;	/* told where it is put */
		if (!*b->type && st->func) {
			add_func(s, b, b->slot, st, by);
		} else if (*b->type && is_type(g, st->target, b->type)) {
			add_object(s, b, st->target, by, st->in_func,
				   (struct q_place){ st->file, st->line });
			idmap_put(seen, st->target, 1);
		}
	}
}

/* The call of `callee` in `func`; 0: there is none. */
static uint32_t call_in(const struct graph *g, uint32_t func, uint32_t callee)
{
	const struct g_func *f = graph_func(g, func);
	uint32_t n, e;

	for (n = f->node; n < f->node + f->nr_nodes; n++)
		for (e = graph_node(g, n)->edge; e < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; e++)
			if (graph_edge(g, e)->rule == GR_DIRECT && edge_callee(g, graph_edge(g, e)) == callee)
				return graph_edge(g, e)->site;
	return 0;
}

/* Tables that a function walks, giving each element to the registrar: what
 * is passed there is a local variable. */
static void from_walks(struct layers *s, const struct k_layer_binding *b, const char *stored,
		       const struct idmap *seen)
{
	const struct graph *g = s->g;
	const char *by = registrar(s, stored);
	uint32_t *callee = idmap_get(&s->func_named, digest_str(by)), o, i;

	if (!*by || !callee || !*callee)
		return;
	for (o = 1; o < g->nr_object; o++) {
		uint32_t *at = is_type(g, o, b->type) ? idmap_get(&s->of_object, o) : NULL;

		if (!at || idmap_get(seen, o))
			continue;
		for (i = *at - 1; i < s->nr_held && graph_store(g, s->held[i])->target == o; i++) {
			const struct g_store *st = graph_store(g, s->held[i]);
			uint32_t site = st->in_func && graph_slot(g, st->slot)->kind != GS_PARAM ?
				call_in(g, st->in_func, *callee) : 0;

			if (!site)
				continue;
			add_object(s, b, o, by, st->in_func,
				   (struct q_place){ graph_site(g, site)->file, graph_site(g, site)->line });
			break;
		}
	}
}

/* ---- scenarios ------------------------------------------------------------------------------- */

static int member_stays(struct layers *s, const struct q_layer_member *m)
{
	const struct graph *g = s->g;

	if (m->object)
		return bindings_allow_object(s->b, m->object);
	return bindings_allow_func(s->b, layers_slot(s, m->slot), m->func) &&
		!bindings_avoid(s->b, graph_str(g, graph_func(g, m->func)->name));
}

static int stays(struct layers *s, const struct q_layer_fact *f)
{
	const struct k_layer_binding *b = f->binding;
	uint32_t i, funcs = 0, left = 0;
	size_t j;

	if (f->in_func && bindings_avoid(s->b, graph_str(s->g, graph_func(s->g, f->in_func)->name)))
		return 0;
	if (!f->func && !f->object)
		return 1;
	if (f->func) {
		for (j = 0; j < b->called.nr; j++)
			if (!bindings_allow_func(s->b, layers_slot(s, b->called.s[j]), f->func))
				return 0;
		return bindings_allow_func(s->b, layers_slot(s, b->slot), f->func) &&
			!bindings_avoid(s->b, f->value);
	}
	if (!bindings_allow_object(s->b, f->object))
		return 0;
	for (i = 0; i < f->nr_members; i++) {
		const struct q_layer_member *m = &f->member[i];
		int ok = member_stays(s, m);

		if (!ok && (m->object || !bindings_allow_func(s->b, layers_slot(s, m->slot), m->func)))
			return 0;
		funcs += m->func != 0;
		left += m->func && ok;
	}
	return !funcs || left;
}

/* ---- the answer --------------------------------------------------------------------------------- */

static int cmp_fact(const void *a, const void *b, void *layers)
{
	const struct layers *s = layers;
	const struct q_layer_fact *x = a, *y = b;
	int c;

	if (x->binding != y->binding)
		return x->binding < y->binding ? -1 : 1;
	c = (!x->func && !x->object) - (!y->func && !y->object);	/* copies last */
	if (c)
		return c;
	c = place_cmp(s->g, x->registered.file, x->registered.line, y->registered.file,
		      y->registered.line);
	if (!c && x->object && x->object == y->object && x->nr_members && y->nr_members)
		return x->member[0].site.line < y->member[0].site.line ? -1 :
			x->member[0].site.line > y->member[0].site.line;
	return c ? c : strcmp(x->value, y->value);
}

static int is_wanted(const struct q_layer_fact *f)
{
	return !f->binding->only.nr || k_strings_match(&f->binding->only, f->key);
}

/* What else is put there: copies of what other fields and parameters hold. */
static void from_copies(struct layers *s, const struct k_layer_binding *b)
{
	const struct graph *g = s->g;
	uint32_t *call = NULL, nr_calls = 0, alloc = 0, i;

	for (i = 1; i < g->nr_site && !*b->type; i++) {
		uint32_t slot = graph_site(g, i)->slot;

		if (!slot || strcmp(graph_str(g, graph_slot(g, slot)->name), b->slot))
			continue;
		ALLOC_GROW(call, nr_calls + 1, alloc);
		call[nr_calls++] = i;
	}
	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);
		struct q_layer_fact *f;

		if (v->is_const || !v->src || strcmp(graph_str(g, graph_slot(g, v->slot)->name), b->slot) ||
		    !strcmp(graph_str(g, v->name), b->slot))
			continue;
		f = add(s, b, v->func, (struct q_place){ v->file, v->line });
		f->value = graph_str(g, v->src);
		f->from = graph_str(g, v->name);
		f->call = arena_alloc(&s->res->arena, (nr_calls + 1) * sizeof(*call));
		f->nr_calls = nr_calls;
		if (nr_calls)
			memcpy(f->call, call, nr_calls * sizeof(*call));
	}
	free(call);
}

static void collect(struct layers *s, const struct k_layer_binding *b)
{
	struct idmap seen = IDMAP_INIT;
	size_t i;

	for (i = 0; i < b->stored.nr; i++)
		from_stores(s, b, b->stored.s[i], &seen);
	for (i = 0; i < b->stored.nr && *b->type; i++)
		from_walks(s, b, b->stored.s[i], &seen);
	from_copies(s, b);
	idmap_release(&seen);
}

/* Calls by functions that the scenario avoids go. Returns whether that leaves none. */
static int drop_calls(struct layers *s, uint32_t *call, uint32_t *nr)
{
	uint32_t i, n = 0, before = *nr;

	for (i = 0; i < *nr; i++) {
		const struct g_site *site = graph_site(s->g, call[i]);

		if (!bindings_avoid(s->b, graph_str(s->g, graph_func(s->g, site->func)->name)))
			call[n++] = call[i];
	}
	*nr = n;
	return before && !n;
}

static void mark_again(struct layers *s, struct q_layer_fact *f)
{
	uint32_t i = (uint32_t)(f - s->res->fact);

	while (f->object && i-- > 0 && s->res->fact[i].binding == f->binding)
		if (s->res->fact[i].object == f->object && !strcmp(s->res->fact[i].value, f->value))
			f->again = 1;
}

static void fill(struct layers *s)
{
	uint32_t i, j, n = 0;

	for (i = 0; i < s->nr; i++) {
		if (!is_wanted(&s->f[i]))
			continue;
		if (stays(s, &s->f[i]))
			s->f[n++] = s->f[i];
		else
			s->res->dropped++;
	}
	s->nr = n;
	if (n)
		qsort_r(s->f, n, sizeof(*s->f), cmp_fact, s);
	s->res->fact = arena_alloc(&s->res->arena, (n + 1) * sizeof(*s->f));
	for (i = 0; i < s->nr; i++)
		if (s->res->nr && !cmp_fact(&s->f[i], &s->res->fact[s->res->nr - 1], s))
			continue;
		else if (drop_calls(s, s->f[i].call, &s->f[i].nr_calls))
			s->res->dropped++;
		else
			s->res->fact[s->res->nr++] = s->f[i];
	for (i = 0; i < s->res->nr; i++) {
		struct q_layer_fact *f = &s->res->fact[i];

		mark_again(s, f);
		for (j = 0; j < f->nr_members; j++)
			drop_calls(s, f->member[j].call, &f->member[j].nr_calls);
	}
}

int q_layers(const struct graph *g, const struct knowledge *k, const char *const *scenario,
	     struct q_layers_result *res, struct strbuf *err)
{
	struct bindings b;
	struct layers s = { .g = g, .res = res, .b = &b };
	size_t i;
	int ret;

	memset(res, 0, sizeof(*res));
	ret = bindings_init(&b, g, k, scenario, NULL, err);
	if (ret)
		return ret;
	layers_prepare(&s, k);
	for (i = 0; i < k->nr_layer; i++)
		collect(&s, &k->layer[i]);
	fill(&s);
	bindings_release(&b);
	idmap_release(&s.slot_named);
	idmap_release(&s.func_named);
	idmap_release(&s.of_object);
	idmap_release(&s.slot_at);
	free(s.held);
	free(s.f);
	return res->nr ? Q_FOUND : Q_NONE;
}

void q_layers_release(struct q_layers_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int is_wanted_slot(const char *const *list, const char *name)
{
	while (*list && strcmp(*list, name))
		list++;
	return *list != NULL;
}

/* A slot that layers are bound by; else an error that names those that are. */
static int known_slots(const struct knowledge *k, const char *const *only, struct strbuf *err)
{
	struct strbuf all = STRBUF_INIT;
	uint32_t i, n;
	int ret = 0;

	for (; !ret && *only; only++) {
		strbuf_clear(&all);
		for (i = n = 0; i < k->nr_layer && strcmp(k->layer[i].slot, *only); i++)
			if (!i || strcmp(k->layer[i].slot, k->layer[i - 1].slot))
				strbuf_addf(&all, "%s%s", n++ ? ", " : "", k->layer[i].slot);
		if (i == k->nr_layer)
			ret = error(err, "\"%s\" is nothing that layers are registered in; there are: %s", *only, all.buf);
	}
	strbuf_release(&all);
	return ret;
}

static int run_layers(const struct ask *q, void *p, struct q_names *near, struct strbuf *err)
{
	const char *const *only = q->v[1].list;
	struct q_layers_result *res = p;
	uint32_t i, n = 0;
	int ret;

	if (only && known_slots(q->k, only, err))
		return Q_UNKNOWN;
	ret = q_layers(q->g, q->k, q->v[0].list, res, err);
	if (ret || !only || !*only)
		return ret;
	for (i = 0; i < res->nr; i++)
		if (is_wanted_slot(only, res->fact[i].binding->slot))
			res->fact[n++] = res->fact[i];
	res->nr = n;
	return n ? Q_FOUND : Q_NONE;
}

static void release_layers(void *res)
{
	q_layers_release(res);
}

static const struct ask_param layers_param[] = {
	{ "as", ASK_LIST, "SCENARIO,…", "only what the scenario leaves" },
	{ "only", ASK_LIST, "SLOT,…", "only what is registered in these: inet_protos[],ptype_base[]" },
	{ NULL }
};

const struct answer_kind layers_answer = {
	.name = "layers",
	.param = layers_param,
	.about = "how the layers are tied together: what registers where, under which key",
	.more =
	"One entry for each thing that is registered with a layer: its key, who registers it and\n"
	"where, and the calls that go through it. -v: every field of the tables, not only those\n"
	"that they are for. Exit code 1: nothing is registered.\n"
	"\n"
	"examples:\n"
	"  kpath layers --as tcp4,e1000\n"
	"  kpath layers --as tcp4 -f svg -o layers.svg\n",
	.size = sizeof(struct q_layers_result),
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES,
	.run = run_layers,
	.release = release_layers,
};
