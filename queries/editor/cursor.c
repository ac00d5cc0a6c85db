/* SPDX-License-Identifier: MIT */
#include "cursor.h"

#include <ctype.h>
#include <stdio.h>

#include "base/xalloc.h"
#include "queries/fold.h"
#include "queries/path/bindings.h"
#include "queries/query.h"

struct found {
	uint32_t *func;
	uint32_t nr, alloc;
};

static void found_add(struct found *f, uint32_t func)
{
	ALLOC_GROW(f->func, f->nr + 1, f->alloc);
	f->func[f->nr++] = func;
}

static int cmp_place(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	const struct g_func *x = graph_func(g, i), *y = graph_func(g, j);
	int c = place_cmp(g, x->file, x->line, y->file, y->line);

	return c ? c : (i < j ? -1 : i > j);
}

/* Into the arena, in order, each once. */
static int found_names(const struct graph *g, struct found *f, struct arena *a,
		       struct q_names *names)
{
	uint32_t i;

	names->func = arena_alloc(a, (f->nr + 1) * sizeof(*names->func));
	names->nr = 0;
	if (f->nr)
		qsort_r(f->func, f->nr, sizeof(*f->func), cmp_place, (void *)g);
	for (i = 0; i < f->nr; i++)
		if (!i || f->func[i] != f->func[i - 1])
			names->func[names->nr++] = f->func[i];
	free(f->func);
	return names->nr ? Q_FOUND : Q_NONE;
}

static int is_word(const struct graph *g, uint32_t id, const char *word, size_t len)
{
	return id && graph_strlen(g, id) == len && !memcmp(graph_str(g, id), word, len);
}

/* "connect" of "__x64_sys_connect". */
static int ends_in_word(const struct graph *g, uint32_t id, const char *word, size_t len)
{
	size_t n = graph_strlen(g, id);
	const char *s = graph_str(g, id);

	return n > len && s[n - len - 1] == '_' && !memcmp(s + n - len, word, len);
}

static int has_body(const struct g_func *f)
{
	return (f->flags & (GF_DEFINED | GF_ASM)) || f->alias_of;
}

/* ---- scenarios ------------------------------------------------------------------- */

struct q_scope {
	struct bindings b;
};

int q_scope_new(struct q_scope **scope, const struct graph *g, const struct knowledge *k,
		const char *const *scenario, const char *const *bind, struct strbuf *err)
{
	int ret;

	*scope = NULL;
	if (!(scenario && *scenario) && !(bind && *bind))
		return Q_FOUND;
	*scope = xcalloc(1, sizeof(**scope));
	ret = bindings_init(&(*scope)->b, g, k, scenario, bind, err);
	if (ret) {
		free(*scope);
		*scope = NULL;
	}
	return ret;
}

void q_scope_free(struct q_scope *scope)
{
	if (scope)
		bindings_release(&scope->b);
	free(scope);
}

int q_scope_rules(struct q_scope *scope, uint32_t site)
{
	return scope && bindings_at(&scope->b, site) != NULL;
}

uint32_t q_scope_reason(struct q_scope *scope, uint32_t edge, uint32_t *slot)
{
	return scope ? binding_reason(&scope->b, graph_edge(scope->b.g, edge), slot) : 0;
}

int q_scope_keeps(struct q_scope *scope, uint32_t edge, uint32_t func)
{
	const struct g_edge *e;
	struct binding *key;
	uint32_t end[2], i;

	if (!scope)
		return 1;
	e = graph_edge(scope->b.g, edge);
	end[0] = edge_caller(scope->b.g, e);
	end[1] = edge_callee(scope->b.g, e);
	for (i = 0; i < 2; i++)
		if (end[i] != func &&
		    bindings_avoid(&scope->b, graph_str(scope->b.g, graph_func(scope->b.g, end[i])->name)))
			return 0;
	if (edge_class(e) == EC_DIRECT)
		return 1;
	key = bindings_at(&scope->b, e->site);
	return !key || binding_allows(&scope->b, key, e);
}

/* ---- definitions ------------------------------------------------------------- */

/* A definition's type may stand on lines of its own above the name. */
static int at_definition(const struct g_func *f, uint32_t file, uint32_t line)
{
	return has_body(f) && f->file == file && line >= f->line && line < f->line + 3 &&
		line <= f->end_line + (f->end_line < f->line);
}

static void find_definition(const struct graph *g, uint32_t file, uint32_t line,
			    const char *word, size_t len, struct found *out)
{
	uint32_t i, syscalls = 0;

	for (i = 1; i < g->nr_func; i++) {
		const struct g_func *f = graph_func(g, i);

		if (!at_definition(f, file, line))
			continue;
		if (is_word(g, f->name, word, len)) {
			found_add(out, i);
		} else if (f->line == line && f->macro &&
			   (is_word(g, f->macro, word, len) ||
			    ends_in_word(g, f->name, word, len))) {
			found_add(out, i);
			syscalls += !!(f->flags & GF_SYSCALL);
		}
	}
	if (syscalls == 1 && out->nr > 1) {
		for (i = 0; !(graph_func(g, out->func[i])->flags & GF_SYSCALL); i++)
			;
		out->func[0] = out->func[i];
		out->nr = 1;
	}
}

/* ---- calls --------------------------------------------------------------------- */

/* C's identifiers may have letters of any script, and gcc allows "$". */
static int in_word(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '$' || c >= 0x80;
}

/* Is the word the last part of "proto_ops.sendmsg" or of "sock->ops->sendmsg"? */
static int is_member(const char *path, const char *word, size_t len)
{
	const char *p = path, *hit = NULL;

	while ((p = strstr(p, word)) != NULL) {
		hit = p;
		p += len;
	}
	if (!hit || (hit > path && in_word((unsigned char)hit[-1])))
		return 0;
	return !in_word((unsigned char)hit[len]) && !strchr(hit + len, '>');
}

static void find_targets(const struct graph *g, uint32_t site, const char *word, size_t len,
			 struct q_scope *scope, struct found *out)
{
	const struct g_site *s = graph_site(g, site);
	const struct g_func *f = graph_func(g, s->func);
	uint32_t n, i, first, nr;
	char text[128];
	int all;

	snprintf(text, sizeof(text), "%.*s", (int)len, word);
	all = is_word(g, s->macro, word, len) ||
		(s->slot && is_member(graph_str(g, graph_slot(g, s->slot)->name), text, len)) ||
		(s->expr && is_member(graph_str(g, s->expr), text, len));
	for (n = 0; n < f->nr_nodes; n++) {
		site_edges(g, f->node + n, site, &first, &nr);
		for (i = first; i < first + nr; i++) {
			uint32_t callee = edge_callee(g, graph_edge(g, i));

			if ((all || is_word(g, graph_func(g, callee)->name, word, len)) &&
			    q_scope_keeps(scope, i, graph_site(g, site)->func))
				found_add(out, callee);
		}
	}
}

static void find_called(const struct graph *g, uint32_t file, uint32_t line,
			const char *word, size_t len, struct q_scope *scope, struct found *out)
{
	uint32_t i;

	for (i = 1; i < g->nr_site && len < 128; i++)
		if (graph_site(g, i)->file == file && graph_site(g, i)->line == line)
			find_targets(g, i, word, len, scope, out);
}

/* ---- names --------------------------------------------------------------------- */

static int in_file(const struct g_func *f, uint32_t file)
{
	return f->file == file && has_body(f);
}

static int visible_body(const struct g_func *f, uint32_t file)
{
	return (!(f->flags & GF_STATIC) || (f->flags & GF_HEADER)) && has_body(f);
}

static int visible(const struct g_func *f, uint32_t file)
{
	return !(f->flags & GF_STATIC) || (f->flags & GF_HEADER);
}

static int any(const struct g_func *f, uint32_t file)
{
	return 1;
}

static void find_named(const struct graph *g, uint32_t file, const char *word, size_t len,
		       struct found *out)
{
	static int (*const good[])(const struct g_func *, uint32_t) = {
		in_file, visible_body, visible, any,
	};
	struct found all = { 0 };
	uint32_t i;
	size_t k;

	for (i = 1; i < g->nr_func; i++)
		if (is_word(g, graph_func(g, i)->name, word, len))
			found_add(&all, i);
	for (k = 0; k < ARRAY_SIZE(good) && !out->nr; k++)
		for (i = 0; i < all.nr; i++)
			if (good[k](graph_func(g, all.func[i]), file))
				found_add(out, all.func[i]);
	free(all.func);
}

int q_at(const struct graph *g, uint32_t file, uint32_t line, const char *word, size_t len,
	 struct q_scope *scope, struct arena *a, struct q_names *names)
{
	struct found out = { 0 };

	if (len && file && line)
		find_definition(g, file, line, word, len, &out);
	if (len && !out.nr && file && line)
		find_called(g, file, line, word, len, scope, &out);
	if (len && !out.nr)
		find_named(g, file, word, len, &out);
	return found_names(g, &out, a, names);
}

/* ---- symbols --------------------------------------------------------------------- */

static int cmp_symbol(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	const struct g_func *x = graph_func(g, *(const uint32_t *)a);
	const struct g_func *y = graph_func(g, *(const uint32_t *)b);
	int c = strcmp(graph_str(g, x->name), graph_str(g, y->name));

	return c ? c : cmp_place(a, b, graph);
}

int q_symbols(const struct graph *g, const char *text, uint32_t limit, struct arena *a,
	      struct q_names *names)
{
	struct found part[2] = { { 0 } };
	size_t len = strlen(text);
	uint32_t i, k;

	for (i = 1; len && i < g->nr_func; i++) {
		const char *name = graph_str(g, graph_func(g, i)->name), *hit;

		if (!has_body(graph_func(g, i)) || !(hit = strcasestr(name, text)))
			continue;
		found_add(&part[hit != name], i);
	}
	names->nr = 0;
	names->func = arena_alloc(a, (part[0].nr + part[1].nr + 1) * sizeof(*names->func));
	for (k = 0; k < 2; k++) {
		if (part[k].nr)
			qsort_r(part[k].func, part[k].nr, sizeof(*part[k].func), cmp_symbol,
				(void *)g);
		for (i = 0; i < part[k].nr && names->nr < limit; i++)
			names->func[names->nr++] = part[k].func[i];
		free(part[k].func);
	}
	return names->nr ? Q_FOUND : Q_NONE;
}
