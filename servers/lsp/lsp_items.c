/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include "lsp_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define KIND_FUNCTION 12	/* of SymbolKind */
#define MAX_REASONS 4		/* shown of one pair of functions */

/* ---- places ---------------------------------------------------------------------- */

/* The range of the word on the line, after `skip` others where there are as many;
 * or NULL. */
static cJSON *nth_range(struct lsp *l, uint32_t file, uint32_t line, const char *word,
			uint32_t skip)
{
	size_t len;
	const char *text = lsp_line(l, file, line, &len);
	long at = text ? lsp_find_word(text, len, word) : -1, next;

	if (at < 0)
		return NULL;
	for (; skip; skip--, at += 1 + next) {
		next = lsp_find_word(text + at + 1, len - (size_t)at - 1, word);
		if (next < 0)
			break;
	}
	return lsp_range(line - 1, lsp_column(text, (size_t)at, l->utf8),
			 line - 1, lsp_column(text, (size_t)at + strlen(word), l->utf8));
}

static cJSON *word_range(struct lsp *l, uint32_t file, uint32_t line, const char *word)
{
	return nth_range(l, file, line, word, 0);
}

/* What stands on a line, without the blanks around it. */
static cJSON *line_range(struct lsp *l, uint32_t file, uint32_t line)
{
	size_t len, from = 0;
	const char *text = lsp_line(l, file, line, &len);

	if (!text)
		return lsp_range(line ? line - 1 : 0, 0, line ? line - 1 : 0, 0);
	while (from < len && isspace((unsigned char)text[from]))
		from++;
	while (len > from && isspace((unsigned char)text[len - 1]))
		len--;
	return lsp_range(line - 1, lsp_column(text, from, l->utf8),
			 line - 1, lsp_column(text, len, l->utf8));
}

/* The name of a function where it is defined; a macro that makes it is given a
 * part of the name only ("connect" of __x64_sys_connect). */
static cJSON *name_range(struct lsp *l, uint32_t func)
{
	const struct graph *g = l->set.g;
	const struct g_func *f = graph_func(g, func);
	const char *name = graph_str(g, f->name), *part;
	uint32_t line;
	cJSON *range = NULL;

	for (line = f->line; line < f->line + 4 && !range; line++)
		range = word_range(l, f->file, line, name);
	for (part = name; !range && f->macro && (part = strchr(part, '_')) && *++part;)
		range = word_range(l, f->file, f->line, part);
	return range ? range : line_range(l, f->file, f->line);
}

static double number_at(const cJSON *range, const char *end, const char *what)
{
	const cJSON *p = cJSON_GetObjectItemCaseSensitive(range, end);

	return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(p, what));
}

static cJSON *body_range(const struct g_func *f, const cJSON *name)
{
	uint32_t last = (uint32_t)number_at(name, "end", "line");

	if (f->end_line > last)
		return lsp_range(f->line ? f->line - 1 : 0, 0, f->end_line, 0);
	return lsp_range(f->line ? f->line - 1 : 0, 0, last,
			 (size_t)number_at(name, "end", "character"));
}

cJSON *lsp_location(struct lsp *l, uint32_t func)
{
	struct strbuf uri = STRBUF_INIT;
	cJSON *o = NULL;

	if (!lsp_file_uri(l, graph_func(l->set.g, func)->file, &uri)) {
		o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "uri", uri.buf);
		cJSON_AddItemToObject(o, "range", name_range(l, func));
	}
	strbuf_release(&uri);
	return o;
}

/* ---- items ------------------------------------------------------------------------ */

static void add_text(cJSON *o, const char *key, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addtext(&sb, text);
	cJSON_AddStringToObject(o, key, sb.buf);
	strbuf_release(&sb);
}

cJSON *lsp_item(struct lsp *l, uint32_t func, const char *detail)
{
	const struct graph *g = l->set.g;
	const struct g_func *f = graph_func(g, func);
	struct strbuf uri = STRBUF_INIT, name = STRBUF_INIT, text = STRBUF_INIT;
	cJSON *o = NULL, *data, *range;

	if (lsp_file_uri(l, f->file, &uri))
		goto out;
	strbuf_addstr(&name, graph_str(g, f->name));
	if (f->variant)
		strbuf_addf(&name, " @%s", graph_str(g, f->variant));
	o = cJSON_CreateObject();
	add_text(o, "name", name.buf);
	cJSON_AddNumberToObject(o, "kind", KIND_FUNCTION);
	strbuf_addstr(&text, detail);
	range = name_range(l, func);
	if (source_check(&l->src, f->file) == SOURCE_CHANGED)
		strbuf_addstr(&text, " (changed since it was indexed)");
	add_text(o, "detail", text.buf);
	cJSON_AddStringToObject(o, "uri", uri.buf);
	cJSON_AddItemToObject(o, "range", body_range(f, range));
	cJSON_AddItemToObject(o, "selectionRange", range);
	data = cJSON_AddObjectToObject(o, "data");
	cJSON_AddNumberToObject(data, "id", func);
	add_text(data, "name", graph_str(g, f->name));
	add_text(data, "file", graph_str(g, graph_file(g, f->file)->name));
	cJSON_AddNumberToObject(data, "line", f->line);
	add_text(data, "unit", graph_str(g, f->unit));
	add_text(data, "variant", graph_str(g, f->variant));
out:
	strbuf_release(&uri);
	strbuf_release(&name);
	strbuf_release(&text);
	return o;
}

static int text_is(const cJSON *obj, const char *key, const char *text)
{
	const char *have = lsp_string(obj, key);
	struct strbuf sb = STRBUF_INIT;
	int same;

	strbuf_addtext(&sb, text);
	same = have && !strcmp(have, sb.buf);
	strbuf_release(&sb);
	return same;
}

static int data_is(const struct graph *g, const cJSON *data, uint32_t func)
{
	const struct g_func *f = graph_func(g, func);
	const cJSON *line = cJSON_GetObjectItemCaseSensitive(data, "line");

	return cJSON_IsNumber(line) && line->valuedouble == f->line &&
		text_is(data, "name", graph_str(g, f->name)) &&
		text_is(data, "file", graph_str(g, graph_file(g, f->file)->name)) &&
		text_is(data, "unit", graph_str(g, f->unit)) &&
		text_is(data, "variant", graph_str(g, f->variant));
}

/* A client that does not keep `data`: the name, where it is defined. */
static uint32_t by_place(struct lsp *l, const cJSON *item)
{
	const char *name = lsp_string(item, "name"), *uri = lsp_string(item, "uri");
	const cJSON *range = cJSON_GetObjectItemCaseSensitive(item, "selectionRange");
	double line = number_at(range, "start", "line");
	struct strbuf path = STRBUF_INIT;
	struct q_names names = { 0 };
	uint32_t file;

	if (!name || !uri || !(line >= 0 && line < 1e9))
		return 0;
	file = lsp_file(l, uri, &path);
	strbuf_release(&path);
	if (file)
		q_at(l->set.g, file, (uint32_t)line + 1, name, strcspn(name, " "), NULL,
		     &l->arena, &names);
	return names.nr == 1 ? names.func[0] : 0;
}

uint32_t lsp_item_func(struct lsp *l, const cJSON *item)
{
	const struct graph *g = l->set.g;
	const cJSON *data = cJSON_GetObjectItemCaseSensitive(item, "data");
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(data, "id");
	uint32_t i;

	if (!cJSON_IsObject(data))
		return by_place(l, item);
	if (cJSON_IsNumber(id) && id->valuedouble >= 1 && id->valuedouble < g->nr_func &&
	    data_is(g, data, (uint32_t)id->valuedouble))
		return (uint32_t)id->valuedouble;
	/* of an index that was made anew since */
	for (i = 1; i < g->nr_func; i++)
		if (data_is(g, data, i))
			return i;
	return 0;
}

/* ---- calls ------------------------------------------------------------------------- */

/* The last name in "sock->ops->sendmsg", "proto_ops.sendmsg", "inet_protos[]". */
static void last_name(const char *expr, struct strbuf *out)
{
	const char *end = expr + strlen(expr), *p;

	while (end > expr && !lsp_in_word(end[-1]))
		end--;
	for (p = end; p > expr && lsp_in_word(p[-1]);)
		p--;
	strbuf_clear(out);
	strbuf_add(out, p, (size_t)(end - p));
}

/* Where a call stands: its range on its line, where `skip` calls to the same
 * function stand before it. */
static cJSON *lsp_call_range(struct lsp *l, const struct q_edge *e, uint32_t skip)
{
	const struct graph *g = l->set.g;
	const struct g_site *s = graph_site(g, graph_edge(g, e->edge)->site);
	struct strbuf word = STRBUF_INIT;
	cJSON *range = NULL;

	if (s->expr) {
		last_name(graph_str(g, s->expr), &word);
		range = nth_range(l, s->file, s->line, word.buf, skip);
	}
	if (!range && s->slot) {
		last_name(graph_str(g, graph_slot(g, s->slot)->name), &word);
		range = nth_range(l, s->file, s->line, word.buf, skip);
	}
	if (!range)
		range = nth_range(l, s->file, s->line, graph_str(g, graph_func(g, e->callee)->name),
				  skip);
	if (!range && s->macro)
		range = nth_range(l, s->file, s->line, graph_str(g, s->macro), skip);
	strbuf_release(&word);
	return range ? range : line_range(l, s->file, s->line);
}

/* "via proto.sendmsg = tcp_sendmsg in tcp_prot, registered at …" */
static void add_via(struct lsp *l, const struct q_edge *e, struct strbuf *out)
{
	const struct graph *g = l->set.g;
	uint32_t slot, value = q_scope_reason(l->scope, e->edge, &slot);
	const struct g_field_value *v = graph_field_value(g, value);
	uint32_t same = graph_evid(g, graph_edge(g, e->edge)->evid)->nr;
	struct q_place at = e->registered;

	if (value) {
		strbuf_addf(out, "via %s = %s in %s", graph_str(g, graph_slot(g, slot)->name),
			    graph_str(g, graph_func(g, e->callee)->name),
			    graph_str(g, graph_object(g, v->object)->name));
		at = (struct q_place){ v->file, v->line };
	} else if (*e->via) {
		strbuf_addf(out, "via %s", e->via);
	} else {
		strbuf_addstr(out, report_kind(&l->r, e->kind));
	}
	if (!at.file)
		return;
	strbuf_addstr(out, ", registered at ");
	report_place(&l->r, at.file, at.line, out);
	if (same > 1 && !l->scope)
		strbuf_addf(out, same == 2 ? " and %u more place" : " and %u more places", same - 1);
}

void lsp_reason(struct lsp *l, const struct q_edge *e, struct strbuf *out)
{
	const struct graph *g = l->set.g;
	const struct g_site *s = graph_site(g, graph_edge(g, e->edge)->site);

	if (e->rule == GR_DIRECT && !*e->via) {
		strbuf_addstr(out, "direct");
		if (s->macro)
			strbuf_addf(out, ", in macro %s", graph_str(g, s->macro));
		return;
	}
	if (e->started_by)
		strbuf_addf(out, "%s, runs later: ", report_kind(&l->r, e->kind));
	else if (e->executed_by)
		strbuf_addf(out, "%s, runs it: ", report_kind(&l->r, e->kind));
	if (e->rule == GR_TYPE)
		strbuf_addstr(out, "a guess, ");
	add_via(l, e, out);
	if (e->candidates > 1 && !q_scope_rules(l->scope, graph_edge(g, e->edge)->site))
		strbuf_addf(out, ", one of %u", e->candidates);
}

void lsp_edges(struct lsp *l, uint32_t func, int callers, struct q_edges_result *res)
{
	uint32_t i, n = 0;

	q_neighbours(l->set.g, func, callers, 1, res);
	for (i = 0; i < res->nr; i++)
		if (q_scope_keeps(l->scope, res->edge[i].edge, func))
			res->edge[n++] = res->edge[i];
	res->nr = n;
}

/* All the edges between two functions as one call of the protocol: the reasons
 * that differ, and each place once. */
struct pair {
	struct lsp *l;
	uint32_t other;
	struct strbuf detail;
	const char *reason[MAX_REASONS];
	uint32_t nr_reasons, more;
	uint32_t site;			/* the last one whose range was added */
	cJSON *ranges;
};

static void pair_add_reason(struct pair *p, const struct q_edge *e)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	lsp_reason(p->l, e, &sb);
	for (i = 0; i < p->nr_reasons && strcmp(p->reason[i], sb.buf); i++)
		;
	if (i == MAX_REASONS)
		p->more++;
	else if (i == p->nr_reasons)
		p->reason[p->nr_reasons++] = arena_strdup(&p->l->arena, sb.buf);
	strbuf_release(&sb);
}

/* Ranges are of the caller's file; code that another file includes stands elsewhere. */
static void pair_add_range(struct pair *p, const struct q_edge *e)
{
	const struct graph *g = p->l->set.g;
	uint32_t site = graph_edge(g, e->edge)->site, skip = 0;
	cJSON *range, *old;

	if (e->site.file != graph_func(g, e->caller)->file || site == p->site)
		return;
	p->site = site;
	cJSON_ArrayForEach(old, p->ranges)
		skip += number_at(old, "start", "line") + 1 == e->site.line;
	range = lsp_call_range(p->l, e, skip);
	cJSON_ArrayForEach(old, p->ranges) {
		if (cJSON_Compare(old, range, 1)) {
			cJSON_Delete(range);
			return;
		}
	}
	cJSON_AddItemToArray(p->ranges, range);
}

static void pair_detail(struct pair *p)
{
	const struct g_func *f = graph_func(p->l->set.g, p->other);
	uint32_t i;

	strbuf_clear(&p->detail);
	for (i = 0; i < p->nr_reasons; i++)
		strbuf_addf(&p->detail, "%s%s", i ? "; " : "", p->reason[i]);
	if (p->more)
		strbuf_addf(&p->detail, "; and %u more", p->more);
	strbuf_addstr(&p->detail, " · ");
	strbuf_addstr(&p->detail, report_file(&p->l->r, f->file));
}

static cJSON *pair_call(struct pair *p, int callers)
{
	cJSON *call, *item;

	pair_detail(p);
	item = lsp_item(p->l, p->other, p->detail.buf);
	if (!item) {
		cJSON_Delete(p->ranges);
		return NULL;
	}
	call = cJSON_CreateObject();
	cJSON_AddItemToObject(call, callers ? "from" : "to", item);
	cJSON_AddItemToObject(call, "fromRanges", p->ranges);
	return call;
}

static uint32_t other_end(const struct q_edges_result *res, uint32_t i)
{
	return res->callers ? res->edge[i].caller : res->edge[i].callee;
}

/* All of p->other's edges. They come by name, so the functions of one name can be
 * mixed; what was taken has no ends any more. */
static void pair_fill(struct pair *p, struct q_edges_result *res, uint32_t i)
{
	const struct graph *g = p->l->set.g;
	uint32_t name = graph_func(g, p->other)->name, end;

	for (; i < res->nr; i++) {
		end = other_end(res, i);
		if (end && graph_func(g, end)->name != name)
			break;
		if (end != p->other)
			continue;
		pair_add_reason(p, &res->edge[i]);
		pair_add_range(p, &res->edge[i]);
		res->edge[i].caller = res->edge[i].callee = 0;
	}
}

cJSON *lsp_calls(struct lsp *l, uint32_t func, int callers)
{
	cJSON *calls = cJSON_CreateArray(), *call;
	struct q_edges_result res;
	struct pair p;
	uint32_t i;

	memset(&res, 0, sizeof(res));
	memset(&p, 0, sizeof(p));
	strbuf_init(&p.detail);
	p.l = l;
	lsp_edges(l, func, callers, &res);
	for (i = 0; i < res.nr; i++) {
		p.other = other_end(&res, i);
		if (!p.other)
			continue;
		p.nr_reasons = p.more = p.site = 0;
		p.ranges = cJSON_CreateArray();
		pair_fill(&p, &res, i);
		/* clients show a call for each range, so one without any is not seen */
		if (!p.ranges->child)
			cJSON_AddItemToArray(p.ranges, name_range(l, callers ? p.other : func));
		call = pair_call(&p, callers);
		if (call)
			cJSON_AddItemToArray(calls, call);
	}
	strbuf_release(&p.detail);
	q_edges_release(&res);
	return calls;
}
