/* SPDX-License-Identifier: MIT */
/* Scenarios and --bind: which targets stay at a call site. */
#include "bindings_p.h"
#include "queries/fold.h"
#include "queries/query.h"
#include "queries/slots.h"

#include <fnmatch.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define MAX_INCLUDE 8
/* ---- keys and values as written ---------------------------------------------- */

struct binding *bindings_find_key(struct bindings *b, const char *key, size_t len)
{
	uint32_t i;

	for (i = 0; i < b->nr; i++)
		if (strlen(b->key[i].key) == len && !memcmp(b->key[i].key, key, len))
			return &b->key[i];
	return NULL;
}

static struct binding *add_key(struct bindings *b, const char *key, size_t len)
{
	struct binding *k = bindings_find_key(b, key, len);

	if (k)
		return k;
	ALLOC_GROW(b->key, b->nr + 1, b->alloc);
	k = &b->key[b->nr++];
	memset(k, 0, sizeof(*k));
	k->key = xstrndup(key, len);
	return k;
}

static void clear_values(struct binding *k)
{
	uint32_t i;

	for (i = 0; i < k->nr; i++)
		free(k->value[i].name);
	k->nr = 0;
}

/* "a, b" → a and b; a value that is there already is not added again. */
static void add_values(struct binding *k, const char *text)
{
	while (*text) {
		size_t len;
		uint32_t i;

		text += strspn(text, ", ");
		len = strcspn(text, ", ");
		for (i = 0; i < k->nr; i++)
			if (strlen(k->value[i].name) == len && !memcmp(k->value[i].name, text, len))
				break;
		if (len && i == k->nr) {
			ALLOC_GROW(k->value, k->nr + 1, k->alloc);
			memset(&k->value[k->nr], 0, sizeof(*k->value));
			k->value[k->nr++].name = xstrndup(text, len);
		}
		text += len;
	}
}

static void free_key(struct binding *k)
{
	clear_values(k);
	free(k->value);
	free(k->key);
	idmap_release(&k->object);
	idmap_release(&k->func);
	idmap_release(&k->field);
	idmap_release(&k->allowed);
}

/* ---- scenarios ------------------------------------------------------------------ */

/* One scenario into `own`: what it includes first, its own values instead of
 * those for the same key. */
static void expand(struct bindings *own, const struct knowledge *k, const struct k_scenario *s,
		   unsigned depth)
{
	size_t i;

	for (i = 0; i < s->include.nr && depth < MAX_INCLUDE; i++) {
		const struct k_scenario *in = knowledge_scenario(k, s->include.s[i]);

		if (in)
			expand(own, k, in, depth + 1);
	}
	for (i = 0; i < s->bind.nr; i++) {
		struct binding *key = add_key(own, s->bind.p[i].key, strlen(s->bind.p[i].key));

		clear_values(key);
		add_values(key, s->bind.p[i].value);
	}
	ALLOC_GROW(own->avoid, own->nr_avoid + 1, own->alloc_avoid);
	own->avoid[own->nr_avoid++] = s->avoid;
}

static void join(struct bindings *b, struct bindings *own)
{
	uint32_t i, j;

	for (i = 0; i < own->nr; i++) {
		struct binding *k = add_key(b, own->key[i].key, strlen(own->key[i].key));

		for (j = 0; j < own->key[i].nr; j++)
			add_values(k, own->key[i].value[j].name);
	}
	for (i = 0; i < own->nr_avoid; i++) {
		ALLOC_GROW(b->avoid, b->nr_avoid + 1, b->alloc_avoid);
		b->avoid[b->nr_avoid++] = own->avoid[i];
	}
	for (i = 0, j = 0; i < own->nr_avoid; i++)
		j += (uint32_t)own->avoid[i].nr;
	if (j) {
		ALLOC_GROW(b->group_end, b->nr_group + 1, b->alloc_group);
		b->group_end[b->nr_group++] = b->nr_avoid;
	}
}

/* fnmatch, where the part before the first special character matches. */
static int glob_match(const char *glob, const char *name)
{
	size_t n = strcspn(glob, "*?[\\");

	return !strncmp(glob, name, n) && !fnmatch(glob, name, 0);
}

int bindings_avoid(const struct bindings *b, const char *name)
{
	uint32_t group, i = 0;
	size_t j;
	int hit;

	for (group = 0; group < b->nr_group; group++) {
		for (hit = 0; i < b->group_end[group]; i++)
			for (j = 0; j < b->avoid[i].nr && !hit; j++)
				hit = glob_match(b->avoid[i].s[j], name);
		if (!hit)
			return 0;
	}
	return b->nr_group != 0;
}

static int unknown_scenario(const struct knowledge *k, const char *name, struct strbuf *err)
{
	struct strbuf sb = STRBUF_INIT, near = STRBUF_INIT;
	size_t i, len = strlen(name);

	for (i = 0; i < k->nr_scenario; i++) {
		strbuf_addf(&sb, "%s%s", i ? ", " : "", k->scenario[i].name);
		if (len > 1 && !strncasecmp(k->scenario[i].name, name, len))
			strbuf_addf(&near, "%s--as %s", near.len ? ", " : "", k->scenario[i].name);
	}
	if (near.len)
		error(err, "there is no scenario \"%s\"; write %s? there are: %s", name, near.buf, sb.buf);
	else
		error(err, "there is no scenario \"%s\"; there are: %s", name, sb.len ? sb.buf : "none");
	strbuf_release(&near);
	strbuf_release(&sb);
	return Q_UNKNOWN;
}

static int add_scenarios(struct bindings *b, const struct knowledge *k, const char *names,
			 struct strbuf *err)
{
	struct bindings own = { 0 };
	int ret = Q_FOUND;

	while (*names && !ret) {
		size_t len = strcspn(names, ", ");
		char *name = xstrndup(names, len);
		const struct k_scenario *s = len ? knowledge_scenario(k, name) : NULL;

		if (s) {
			expand(&own, k, s, 0);
			join(b, &own);
			bindings_release(&own);
		} else if (len) {
			ret = unknown_scenario(k, name, err);
		}
		free(name);
		names += len;
		names += strspn(names, ", ");
	}
	return ret;
}

/* ---- names to ids --------------------------------------------------------------- */

struct wanted {
	struct idmap head;	/* digest of a name -> 1 + index into `at` */
	struct {
		uint32_t key, value, next;
	} *at;
	uint32_t nr, alloc;
	uint8_t len[256];	/* lengths that occur: most names are none of them */
};

static void want_all(struct wanted *w, const struct bindings *b)
{
	uint32_t i, j, *head;

	for (i = 0; i < b->nr; i++) {
		for (j = 0; j < b->key[i].nr; j++) {
			const char *name = b->key[i].value[j].name;

			head = idmap_put(&w->head, digest_str(name), 0);
			ALLOC_GROW(w->at, w->nr + 1, w->alloc);
			w->at[w->nr].key = i;
			w->at[w->nr].value = j;
			w->at[w->nr++].next = *head;
			*head = w->nr;
			w->len[strlen(name) & 255] = 1;
		}
	}
}

static void offer_object(struct wanted *w, struct bindings *b, uint32_t object)
{
	uint32_t name = graph_object(b->g, object)->name, *head, i;

	if (!name || !w->len[graph_told_strlen(b->g, name) & 255])
		return;
	head = idmap_get(&w->head, digest64(graph_str(b->g, name), graph_strlen(b->g, name)));
	for (i = head ? *head : 0; i; i = w->at[i - 1].next) {
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a head says that `at` has i */
		struct binding *k = &b->key[w->at[i - 1].key];

		k->value[w->at[i - 1].value].found = 1;
		idmap_put(&k->object, object, 1);
	}
}

/* Functions are sorted by name. */
static void find_functions(const struct graph *g, struct binding *k, struct bound_value *v)
{
	uint32_t hash = graph_name_hash(v->name, strlen(v->name)), i;

	for (i = graph_first_named(g, hash); graph_is_named(g, i, hash); i++) {
		uint32_t func = graph_func_name(g, i)->func;

		if (strcmp(graph_str(g, graph_func(g, func)->name), v->name) != 0)
			continue;
		v->found = 1;
		idmap_put(&k->func, func, 1);
	}
}

static void find_values(struct bindings *b)
{
	struct wanted w = { .head = IDMAP_INIT };
	uint32_t i, j;

	if (!b->nr)
		return;
	want_all(&w, b);
	for (i = 1; i < b->g->nr_object; i++)
		offer_object(&w, b, i);
	for (i = 0; i < b->nr; i++)
		for (j = 0; j < b->key[i].nr; j++)
			find_functions(b->g, &b->key[i], &b->key[i].value[j]);
	idmap_release(&w.head);
	free(w.at);
}

static int key_exists(const struct graph *g, const char *key)
{
	uint32_t i;

	for (i = 1; i < g->nr_slot; i++)
		if (!strcmp(graph_str(g, graph_slot(g, i)->name), key) ||
		    (graph_slot(g, i)->type && !strcmp(graph_str(g, graph_slot(g, i)->type), key)))
			return 1;
	return 0;
}

/* Keys none of whose values exist are dropped; one that the user wrote has
 * to exist. */
static int settle(struct bindings *b, struct strbuf *err)
{
	uint32_t i, j, n = 0;

	for (i = 0; i < b->nr; i++) {
		struct binding *k = &b->key[i];
		int found = !k->nr;

		for (j = 0; j < k->nr; j++)
			found |= k->value[j].found;
		if (k->asked && !key_exists(b->g, k->key)) {
			error(err, "--bind: there is no slot and no struct \"%s\" in this index; "
				   "write STRUCT.FIELD=NAME or STRUCT=TABLE", k->key);
			return Q_UNKNOWN;
		}
		if (k->asked && !found) {
			error(err, "--bind: there is no function and no table \"%s\" in this index",
			      k->value[0].name);
			return Q_UNKNOWN;
		}
	}
	for (i = 0; i < b->nr; i++) {
		struct binding *k = &b->key[i];
		int found = !k->nr;

		for (j = 0; j < k->nr; j++)
			found |= k->value[j].found;
		if (!found)
			free_key(k);
		else
			b->key[n++] = *k;
	}
	b->nr = n;
	return Q_FOUND;
}

int bindings_init(struct bindings *b, const struct graph *g, const struct knowledge *k,
		  const char *const *scenario, const char *const *bind, struct strbuf *err)
{
	int ret = Q_FOUND;

	memset(b, 0, sizeof(*b));
	b->g = g;
	for (; scenario && *scenario && !ret; scenario++)
		ret = add_scenarios(b, k, *scenario, err);
	for (; bind && *bind && !ret; bind++) {
		const char *eq = strchr(*bind, '=');
		struct binding *key;

		if (!eq || eq == *bind) {
			error(err, "--bind \"%s\": write KEY=NAME,NAME2", *bind);
			ret = Q_UNKNOWN;
			break;
		}
		key = add_key(b, *bind, (size_t)(eq - *bind));
		if (!key->asked)
			clear_values(key);
		key->asked = 1;
		add_values(key, eq + 1);
	}
	if (!ret && b->nr > MAX_KEYS) {
		error(err, "there are more than %d keys bound", MAX_KEYS);
		ret = Q_UNKNOWN;
	}
	if (!ret) {
		find_values(b);
		ret = settle(b, err);
	}
	if (!ret)
		b->of_slot = xcalloc(g->nr_slot + 1, sizeof(*b->of_slot));
	else
		bindings_release(b);
	return ret;
}

void bindings_release(struct bindings *b)
{
	uint32_t i;

	for (i = 0; i < b->nr; i++)
		free_key(&b->key[i]);
	free(b->key);
	free(b->of_slot);
	free(b->avoid);
	free(b->group_end);
	memset(b, 0, sizeof(*b));
}
