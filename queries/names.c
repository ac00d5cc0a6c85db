/* SPDX-License-Identifier: MIT */
/* From what people write to functions, objects and slots. */
#include "names.h"
#include "query.h"

#include "base/xalloc.h"

#define MAX_SUGGESTIONS 8

/* ---- parts of a name ------------------------------------------------------- */

int q_path_tail(const char *path, const char *tail, size_t len)
{
	size_t n = strlen(path);

	if (len > n || memcmp(path + n - len, tail, len))
		return 0;
	return len == n || path[n - len - 1] == '/';
}

void q_name_split(const char *text, struct q_name *n)
{
	const char *colon = strrchr(text, ':'), *at;

	memset(n, 0, sizeof(*n));
	n->name = text;
	if (colon && colon > text && strchr(text, '.') && strchr(text, '.') < colon) {
		n->file = text;
		n->file_len = (size_t)(colon - text);
		n->name = colon + 1;
	}
	at = strchr(n->name, '@');
	n->len = at ? (size_t)(at - n->name) : strlen(n->name);
	n->variant = at ? at + 1 : NULL;
}

int q_name_is(const struct graph *g, const struct q_name *n, uint32_t name, uint32_t file)
{
	if (graph_strlen(g, name) != n->len || memcmp(graph_str(g, name), n->name, n->len))
		return 0;
	return !n->file || q_path_tail(graph_str(g, graph_file(g, file)->name), n->file, n->file_len);
}

/* ---- near names --------------------------------------------------------------- */

/* Levenshtein's distance, or `limit` where it is not below. */
static unsigned distance(const char *a, size_t na, const char *b, size_t nb, unsigned limit)
{
	unsigned row[80];
	size_t i, j;

	if ((na > nb ? na - nb : nb - na) >= limit || nb >= ARRAY_SIZE(row))
		return limit;
	for (j = 0; j <= nb; j++)
		row[j] = (unsigned)j;
	for (i = 1; i <= na; i++) {
		unsigned diagonal = row[0], best = row[0] = (unsigned)i;

		for (j = 1; j <= nb; j++) {
			unsigned v = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			v = diagonal + 1 < v ? diagonal + 1 : v;
			v = row[j - 1] + 1 < v ? row[j - 1] + 1 : v;
			row[j] = v;
			best = v < best ? v : best;
		}
		if (best >= limit)
			return limit;
	}
	return row[nb] < limit ? row[nb] : limit;
}

void q_near_init(struct q_near *near, const char *text, size_t len)
{
	memset(near, 0, sizeof(*near));
	near->text = text;
	near->len = len;
	near->limit = (unsigned)(len / 3) + 2;
}

void q_near_offer(struct q_near *near, const char *name, size_t len, uint32_t id)
{
	unsigned d = distance(name, len, near->text, near->len, near->limit), i;

	if (d >= near->limit || !len)
		return;
	i = near->nr < MAX_SUGGESTIONS ? near->nr++ : MAX_SUGGESTIONS - 1;
	for (; i && near->d[i - 1] > d; i--) {
		near->d[i] = near->d[i - 1];
		near->id[i] = near->id[i - 1];
	}
	near->d[i] = d;
	near->id[i] = id;
	if (near->nr == MAX_SUGGESTIONS)
		near->limit = near->d[MAX_SUGGESTIONS - 1];
}

void q_near_names(const struct q_near *near, struct arena *a, struct q_names *names)
{
	names->nr = near->nr;
	names->func = arena_alloc(a, (near->nr + 1) * sizeof(*names->func));
	memcpy(names->func, near->id, near->nr * sizeof(*near->id));
}

/* ---- functions ---------------------------------------------------------------- */

static int has_body(const struct g_func *f)
{
	return (f->flags & (GF_DEFINED | GF_ASM)) || f->alias_of;
}

static int in_main_unit(const struct graph *g, const struct g_func *f)
{
	const char *unit = graph_str(g, f->unit);

	return !strcmp(unit, "vmlinux") || !strcmp(unit, "program");
}

static int is_strong(const struct graph *g, const struct g_func *f)
{
	return !(f->flags & GF_WEAK);
}

/* The variant that belongs to the file that it stands in. */
static int is_own_variant(const struct graph *g, const struct g_func *f)
{
	return !f->variant ||
		!strcmp(graph_str(g, f->variant), graph_str(g, graph_file(g, f->file)->name));
}

/* Keeps the candidates for which `good` holds, where that leaves exactly one
 * (`one`) or any at all. */
static uint32_t narrow(const struct graph *g, uint32_t *c, uint32_t nr, int one,
		       int (*good)(const struct graph *g, const struct g_func *f))
{
	uint32_t i, n = 0;

	for (i = 0; i < nr; i++)
		n += !!good(g, graph_func(g, c[i]));
	if (!n || (one && n != 1))
		return nr;
	for (i = 0, n = 0; i < nr; i++)
		if (good(g, graph_func(g, c[i])))
			c[n++] = c[i];
	return n;
}

static int body_of(const struct graph *g, const struct g_func *f)
{
	return has_body(f);
}

static int same_place(const struct graph *g, const uint32_t *c, uint32_t nr)
{
	uint32_t i;

	for (i = 1; i < nr; i++)
		if (graph_func(g, c[i])->file != graph_func(g, c[0])->file ||
		    graph_func(g, c[i])->line != graph_func(g, c[0])->line)
			return 0;
	return 1;
}

static int cmp_candidates(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	const struct g_func *x = graph_func(g, *(const uint32_t *)a);
	const struct g_func *y = graph_func(g, *(const uint32_t *)b);
	int c = in_main_unit(g, y) - in_main_unit(g, x);

	if (!c)
		c = strcmp(graph_str(g, graph_file(g, x->file)->name),
			   graph_str(g, graph_file(g, y->file)->name));
	if (!c)
		c = x->line < y->line ? -1 : x->line > y->line;
	if (!c)
		c = strcmp(graph_str(g, x->variant), graph_str(g, y->variant));
	return c ? c : (x < y ? -1 : x > y);
}

static uint32_t find_functions(const struct graph *g, const struct q_name *n, uint32_t **out)
{
	uint32_t hash = graph_name_hash(n->name, n->len), *c = NULL, nr = 0, alloc = 0, i;

	for (i = graph_first_named(g, hash); graph_is_named(g, i, hash); i++) {
		uint32_t func = graph_func_name(g, i)->func;
		const struct g_func *f = graph_func(g, func);

		if (!q_name_is(g, n, f->name, f->file))
			continue;
		if (n->variant && !q_path_tail(graph_str(g, f->variant), n->variant,
					       strlen(n->variant)))
			continue;
		ALLOC_GROW(c, nr + 1, alloc);
		c[nr++] = func;
	}
	if (nr > 1)
		nr = narrow(g, c, nr, 0, body_of);
	if (nr > 1)
		nr = narrow(g, c, nr, 1, in_main_unit);
	if (nr > 1)
		nr = narrow(g, c, nr, 1, is_strong);
	if (nr > 1 && same_place(g, c, nr))
		nr = narrow(g, c, nr, 1, is_own_variant);
	if (nr > 1)
		qsort_r(c, nr, sizeof(*c), cmp_candidates, (void *)g);
	*out = c;
	return nr;
}

/* The function that system call `name` enters. */
static uint32_t find_syscall(const struct graph *g, const struct knowledge *k, const char *name,
			     uint32_t **out)
{
	struct strbuf sb = STRBUF_INIT;
	struct q_name n;
	uint32_t nr = 0;
	size_t i;

	*out = NULL;
	for (i = 0; i < k->syscall_prefixes.nr && !nr; i++) {
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%s%s", k->syscall_prefixes.s[i], name);
		free(*out);
		q_name_split(sb.buf, &n);
		nr = find_functions(g, &n, out);
		if (nr && !has_body(graph_func(g, (*out)[0])))
			nr = 0;
	}
	strbuf_release(&sb);
	return nr;
}

/* "connect(2)", "sys_connect": the wrapper's system call first. */
static uint32_t find_by_syscall_name(const struct graph *g, const struct knowledge *k,
				     const char *text, size_t len, uint32_t **out)
{
	char *name = xstrndup(text, len);
	const char *wrapped = k_pairs_get(&k->wrappers, name);
	uint32_t nr = 0;

	*out = NULL;
	if (wrapped)
		nr = find_syscall(g, k, wrapped, out);
	if (!nr) {
		free(*out);
		nr = find_syscall(g, k, name, out);
	}
	free(name);
	return nr;
}

static int answer(const struct graph *g, struct arena *a, const char *text, uint32_t *c,
		  uint32_t nr, uint32_t *func, struct q_names *names, struct strbuf *err)
{
	names->nr = nr;
	names->func = arena_alloc(a, (nr + 1) * sizeof(*names->func));
	memcpy(names->func, c, nr * sizeof(*c));
	free(c);
	if (nr == 1) {
		*func = names->func[0];
		return Q_FOUND;
	}
	error(err, "\"%s\" is ambiguous: there are %u functions of that name; write one as "
	      "FILE:NAME%s", text, nr,
	      same_place(g, names->func, nr) ? "@MAIN-FILE" : "");
	return Q_UNKNOWN;
}

static int is_table(const struct graph *g, const char *name)
{
	uint32_t i;

	for (i = 1; i < g->nr_object; i++)
		if (!strcmp(graph_str(g, graph_object(g, i)->name), name))
			return 1;
	return 0;
}

/* "tcp_init()", "tcp_v4_rcv(skb)"; no "send(2)" */
static int is_called(const char *text, size_t len)
{
	size_t open = strcspn(text, "(");

	return open && open + 1 < len && text[len - 1] == ')' && (text[open + 1] < '0' || text[open + 1] > '9');
}

int q_resolve_name(const struct graph *g, const struct knowledge *k,
		   struct arena *a, const char *text, uint32_t *func,
		   struct q_names *names, struct strbuf *err)
{
	size_t len = strlen(text);
	struct q_near near;
	struct q_name n;
	uint32_t *c = NULL, nr, i;

	*func = 0;
	if (is_called(text, len))	/* as people write a function */
		return q_resolve_name(g, k, a, arena_strndup(a, text, strcspn(text, "(")), func, names, err);
	if (len > 3 && !strcmp(text + len - 3, "(2)")) {
		nr = find_by_syscall_name(g, k, text, len - 3, &c);
		if (nr)
			return answer(g, a, text, c, nr, func, names, err);
		free(c);
		len -= 3;
		memset(&n, 0, sizeof(n));
		n.name = text;
		n.len = len;
	} else {
		q_name_split(text, &n);
		nr = find_functions(g, &n, &c);
		if (!strncmp(text, "sys_", 4) && (!nr || !has_body(graph_func(g, c[0])))) {
			uint32_t *s, found = find_by_syscall_name(g, k, text + 4, len - 4, &s);

			if (found) {
				free(c);
				c = s;
				nr = found;
			} else {
				free(s);
			}
		}
		if (nr)
			return answer(g, a, text, c, nr, func, names, err);
		free(c);
	}
	graph_read_all(g);
	q_near_init(&near, n.name, n.len);
	for (i = 1; i < g->nr_func; i++)
		if (has_body(graph_func(g, i)))
			q_near_offer(&near, graph_str(g, graph_func(g, i)->name),
				     graph_strlen(g, graph_func(g, i)->name), i);
	q_near_names(&near, a, names);
	c = NULL;
	nr = n.name == text && n.len == len ? find_by_syscall_name(g, k, text, len, &c) : 0;
	free(c);
	if (nr) {
		error(err, "there is no function \"%s\" in this index; the system call is written "
		      "'%s(2)'", text, text);
		return Q_UNKNOWN;
	}
	if (n.name == text && is_table(g, text)) {
		names->nr = 0;
		error(err, "\"%s\" is no function but a table: kpath table %s shows what it holds", text, text);
		return Q_UNKNOWN;
	}
	error(err, n.name == text ? "there is no function \"%s\" in this index" :
	      "there is no function \"%s\" in that file in this index", text);
	return Q_UNKNOWN;
}

void q_paste_form(const struct graph *g, uint32_t func, struct strbuf *out)
{
	const struct g_func *f = graph_func(g, func);

	if (f->file)
		strbuf_addf(out, "%s:", graph_str(g, graph_file(g, f->file)->name));
	strbuf_addstr(out, graph_str(g, f->name));
	if (f->variant)
		strbuf_addf(out, "@%s", graph_str(g, f->variant));
}
