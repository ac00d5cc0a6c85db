/* SPDX-License-Identifier: MIT */
/* Slots and tables: who is stored, who calls, who holds whom. */
#include "fold.h"
#include "names.h"
#include "query.h"
#include "slots.h"

#include "answer.h"
#include "base/bisect.h"
#include "base/xalloc.h"
#include "store/index.h"

/* ---- picking one by name ------------------------------------------------------ */

/* A name and the place it is declared at: what slots and objects share. */
struct thing {
	uint32_t name, file;
};

typedef struct thing (*thing_at)(const struct graph *g, uint32_t id);

static struct thing slot_at(const struct graph *g, uint32_t id)
{
	return (struct thing){ graph_slot(g, id)->name, graph_slot(g, id)->file };
}

static struct thing object_at(const struct graph *g, uint32_t id)
{
	return (struct thing){ graph_object(g, id)->name, graph_object(g, id)->file };
}

static void keep_names(struct q_names *names, struct arena *a, const uint32_t *v, uint32_t nr)
{
	names->nr = nr;
	names->func = arena_alloc(a, (nr + 1) * sizeof(*names->func));
	if (nr)
		memcpy(names->func, v, nr * sizeof(*v));
}

/* All things of that name; with `field`, also slots whose field it is. */
static uint32_t find_things(const struct graph *g, const char *text, uint32_t nr_things,
			    thing_at at, int field, uint32_t **out)
{
	uint32_t *v = NULL, nr = 0, alloc = 0, i;
	struct q_name n;

	q_name_split(text, &n);
	for (i = 1; i < nr_things; i++) {
		struct thing t = at(g, i);
		const char *name = graph_str(g, t.name), *dot = strchr(name, '.');
		int is = q_name_is(g, &n, t.name, t.file);

		if (!is && field && dot && strlen(dot + 1) == n.len &&
		    !memcmp(dot + 1, n.name, n.len))
			is = !n.file || q_path_tail(graph_str(g, graph_file(g, t.file)->name), n.file,
						    n.file_len);
		if (!is)
			continue;
		ALLOC_GROW(v, nr + 1, alloc);
		v[nr++] = i;
	}
	*out = v;
	return nr;
}

/* No one thing has the name: names->func says which have it, or one that is near to it. */
static int unknown(struct q_names *names, const char *text, const char *what)
{
	names->asked = text;
	names->what = !strcmp(what, "slot") ? Q_SLOT : Q_OBJECT;
	return Q_UNKNOWN;
}

static int pick(const struct graph *g, const char *text, const char *what, uint32_t nr_things,
		thing_at at, uint32_t *v, uint32_t nr, struct arena *a, uint32_t *id,
		struct q_names *names, struct strbuf *err)
{
	struct q_near near;
	struct q_name n;
	uint32_t i;

	*id = nr == 1 ? v[0] : 0;
	keep_names(names, a, v, nr);
	free(v);
	if (nr == 1)
		return Q_FOUND;
	if (nr) {
		error(err, "\"%s\" is ambiguous: there are %u %ss of that name; write one as "
		      "FILE:NAME", text, nr, what);
		return unknown(names, text, what);
	}
	q_name_split(text, &n);
	q_near_init(&near, n.name, n.len);
	for (i = 1; i < nr_things; i++) {
		uint32_t name = at(g, i).name;

		q_near_offer(&near, graph_str(g, name), graph_strlen(g, name), i);
	}
	q_near_names(&near, a, names);
	error(err, "there is no %s \"%s\" in this index", what, text);
	return unknown(names, text, what);
}

uint32_t q_find_fields(const struct graph *g, const char *text, uint32_t **v)
{
	uint32_t nr = find_things(g, text, g->nr_slot, slot_at, 0, v);

	if (nr)
		return nr;
	free(*v);
	return find_things(g, text, g->nr_slot, slot_at, 1, v);
}

int q_pick_slot(const struct graph *g, const char *text, uint32_t *v, uint32_t nr, struct arena *a,
		uint32_t *id, struct q_names *names, struct strbuf *err)
{
	return pick(g, text, "slot", g->nr_slot, slot_at, v, nr, a, id, names, err);
}

/* ---- slots --------------------------------------------------------------------- */

/* Where several slots have the name, those that nothing is stored in and
 * nothing is called through do not count. */
static uint32_t used_slots(const struct graph *g, uint32_t *v, uint32_t nr)
{
	uint8_t *used = xcalloc(g->nr_slot, 1);
	uint32_t i, n = 0;

	for (i = 1; i < g->nr_store; i++)
		used[graph_store(g, i)->slot] = 1;
	for (i = 1; i < g->nr_site; i++)
		used[graph_site(g, i)->slot] = 1;
	for (i = 0; i < nr; i++)
		n += used[v[i]];
	if (n) {
		for (i = 0, n = 0; i < nr; i++)
			if (used[v[i]])
				v[n++] = v[i];
	}
	free(used);
	return n ? n : nr;
}

static uint32_t find_slots(const struct graph *g, const struct knowledge *k, const char *text,
			   uint32_t **v)
{
	const char *renamed = k ? k_pairs_get(&k->renames, text) : NULL;
	uint32_t nr = find_things(g, text, g->nr_slot, slot_at, 0, v);

	if (!nr && renamed) {
		free(*v);
		nr = find_things(g, renamed, g->nr_slot, slot_at, 0, v);
	}
	if (!nr) {
		free(*v);
		nr = find_things(g, text, g->nr_slot, slot_at, 1, v);
	}
	return nr > 1 ? used_slots(g, *v, nr) : nr;
}

static int cmp_store_place(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	const struct g_store *x = graph_store(g, i), *y = graph_store(g, j);
	int c = place_cmp(g, x->file, x->line, y->file, y->line);

	return c ? c : (i < j ? -1 : i > j);
}

void q_slot_stores(const struct graph *g, uint32_t slot, uint32_t *first, uint32_t *nr)
{
	uint32_t lo = 1, i;

	BISECT(lo, g->nr_store, mid, graph_store(g, mid)->slot < slot);
	for (i = lo; i < g->nr_store && graph_store(g, i)->slot == slot; i++)
		;
	*first = lo;
	*nr = i - lo;
}

static void fill_stores(const struct graph *g, struct q_slot_result *res)
{
	uint32_t first, nr;

	q_slot_stores(g, res->slot, &first, &nr);
	res->store = arena_alloc(&res->arena, (nr + 1) * sizeof(*res->store));
	while (res->nr_stores < nr)
		res->store[res->nr_stores++] = first++;
	qsort_r(res->store, res->nr_stores, sizeof(*res->store), cmp_store_place, (void *)g);
}

static int cmp_call(const void *a, const void *b, void *graph)
{
	const struct q_slot_call *x = a, *y = b;
	int c = place_cmp(graph, x->site.file, x->site.line, y->site.file, y->site.line);

	if (c)
		return c;
	return x->caller < y->caller ? -1 : x->caller > y->caller;
}

static void fill_calls(const struct graph *g, struct q_slot_result *res)
{
	uint32_t i, n = 0;

	for (i = 1; i < g->nr_site; i++)
		n += graph_site(g, i)->slot == res->slot;
	res->call = arena_alloc(&res->arena, (n + 1) * sizeof(*res->call));
	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *s = graph_site(g, i);

		if (s->slot == res->slot)
			res->call[res->nr_calls++] = (struct q_slot_call){ s->func,
				{ s->file, s->line }, s->rule, s->nr_targets };
	}
	qsort_r(res->call, res->nr_calls, sizeof(*res->call), cmp_call, (void *)g);
}

int q_slot(const struct graph *g, const struct knowledge *k, const char *text,
	   struct q_slot_result *res, struct q_names *names, struct strbuf *err)
{
	uint32_t *v, nr;
	int ret;

	memset(res, 0, sizeof(*res));
	nr = find_slots(g, k, text, &v);
	ret = pick(g, text, "slot", g->nr_slot, slot_at, v, nr, &res->arena, &res->slot, names,
		   err);
	if (ret)
		return ret;
	fill_stores(g, res);
	fill_calls(g, res);
	return res->nr_stores || res->nr_calls ? Q_FOUND : Q_NONE;
}

void q_slot_release(struct q_slot_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int run_slot(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_slot(q->g, q->k, q->v[0].text, res, near, err);
}

static void release_slot(void *res)
{
	q_slot_release(res);
}

static const struct ask_param slot_param[] = {
	{ "slot", ASK_TEXT, "STRUCT.FIELD" },
	{ NULL }
};

const struct answer_kind slot_answer = {
	.name = "slot",
	.param = slot_param,
	.about = "what is stored in a function pointer, and who calls through it",
	.more =
	"A slot is a struct's field (proto_ops.connect), an array (inet_protos[]), a global\n"
	"variable or a parameter (call_timer_fn#1).\n"
	"\n"
	"examples:\n"
	"  kpath slot net_protocol.handler\n"
	"  kpath slot proto_ops.connect -f json\n",
	.size = sizeof(struct q_slot_result),
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS,
	.run = run_slot,
	.release = release_slot,
};

/* ---- tables ----------------------------------------------------------------------- */

uint32_t q_table_fields(const struct graph *g, uint32_t object, uint32_t *first)
{
	uint32_t lo = 1, n = 0;

	BISECT(lo, g->nr_field_value, mid, graph_field_value(g, mid)->object < object);
	*first = lo;
	while (lo + n < g->nr_field_value && graph_field_value(g, lo + n)->object == object)
		n++;
	return n;
}

/* Of several tables of one name those that hold nothing do not count. */
static uint32_t filled_tables(const struct graph *g, uint32_t *v, uint32_t nr)
{
	uint32_t i, n = 0, first;

	for (i = 0; i < nr; i++)
		n += q_table_fields(g, v[i], &first) > 0;
	if (!n)
		return nr;
	for (i = 0, n = 0; i < nr; i++)
		if (q_table_fields(g, v[i], &first))
			v[n++] = v[i];
	return n;
}

int q_table(const struct graph *g, const char *text, struct q_table_result *res,
	    struct q_names *names, struct strbuf *err)
{
	uint32_t *v, nr, i, first;
	int ret;

	memset(res, 0, sizeof(*res));
	nr = find_things(g, text, g->nr_object, object_at, 0, &v);
	if (nr > 1)
		nr = filled_tables(g, v, nr);
	ret = pick(g, text, "table", g->nr_object, object_at, v, nr, &res->arena, &res->object,
		   names, err);
	if (ret)
		return ret;
	res->nr_fields = q_table_fields(g, res->object, &first);
	res->field = arena_alloc(&res->arena, (res->nr_fields + 1) * sizeof(*res->field));
	for (i = 0; i < res->nr_fields; i++)
		res->field[i] = first + i;
	for (i = 1, nr = 0; i < g->nr_store; i++)
		nr += graph_store(g, i)->target == res->object;
	res->held = arena_alloc(&res->arena, (nr + 1) * sizeof(*res->held));
	for (i = 1; i < g->nr_store; i++)
		if (graph_store(g, i)->target == res->object)
			res->held[res->nr_held++] = i;
	qsort_r(res->held, res->nr_held, sizeof(*res->held), cmp_store_place, (void *)g);
	return Q_FOUND;
}

void q_table_release(struct q_table_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int run_table(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_table(q->g, q->v[0].text, res, near, err);
}

static void release_table(void *res)
{
	q_table_release(res);
}

static const struct ask_param table_param[] = {
	{ "object", ASK_TEXT, "OBJECT" },
	{ NULL }
};

const struct answer_kind table_answer = {
	.name = "table",
	.param = table_param,
	.about = "an ops table: its fields, their functions, and what points to it",
	.more =
	"examples:\n"
	"  kpath table inet_stream_ops\n"
	"  kpath table net/ipv4/tcp_ipv4.c:tcp_prot -f json\n",
	.size = sizeof(struct q_table_result),
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS,
	.run = run_table,
	.release = release_table,
};
