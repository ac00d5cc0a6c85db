/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "columns.h"
#include "model/facts.h"

static const struct writer *const writers[] = {
#define WRITER(name) &name##_writer,
#include "reports/writers.def"
#undef WRITER
};

/* The one that is offered after `before` (NULL: first); NULL behind the last. */
static const struct writer *writer_after(const struct writer *before)
{
	const struct writer *next = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(writers); i++)
		if ((!before || writers[i]->rank > before->rank) &&
		    (!next || writers[i]->rank < next->rank))
			next = writers[i];
	return next;
}

const struct writer *writer_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(writers); i++)
		if (!strcmp(writers[i]->name, name))
			return writers[i];
	return NULL;
}

static int writer_shows(const struct writer *w, const struct form *f, size_t method)
{
	int (*m)(void);

	if (f)
		return w->form && (!w->has_form || w->has_form(f));
	memcpy(&m, (const char *)w + method, sizeof(m));
	return !!m;
}

void writer_formats(const struct form *f, size_t method, const char *first, struct strbuf *out)
{
	const struct writer *w;
	const char *gap = "";
	size_t n;

	if (f)
		first = f->first_format;
	if (!first)
		first = "text";
	for (n = 0; n < 2; n++) {
		for (w = writer_after(NULL); w; w = writer_after(w)) {
			if (!strcmp(w->name, first) != !n || !writer_shows(w, f, method))
				continue;
			strbuf_addf(out, "%s%s", gap, w->name);
			gap = " ";
		}
	}
}

void report_init(struct report *r, int fd)
{
	memset(r, 0, sizeof(*r));
	sink_init(&r->out, fd);
	strbuf_init(&r->notes);
	r->stale = -1;
}

void report_release(struct report *r)
{
	svg_release(r);
	sink_release(&r->out);
	strbuf_release(&r->notes);
	free(r->cited);
	r->cited = NULL;
}

const char *report_func(const struct report *r, uint32_t func)
{
	return func < r->g->nr_func ? graph_str(r->g, graph_func(r->g, func)->name) : "";
}

const char *report_file(const struct report *r, uint32_t file)
{
	return file < r->g->nr_file ? graph_str(r->g, graph_file(r->g, file)->name) : "";
}

const char *report_kind(const struct report *r, uint32_t kind)
{
	return kind < r->g->nr_kind_name ? graph_str(r->g, r->g->kind_name[kind]) : "";
}

const char *report_rule(uint32_t rule)
{
	return rule < GR_NR ? g_rule[rule].name : "";
}

void report_place(const struct report *r, uint32_t file, uint32_t line, struct strbuf *out)
{
	if (!file)
		return;
	strbuf_addstr(out, report_file(r, file));
	if (line)
		strbuf_addf(out, ":%u", line);
}

void report_guard(const struct report *r, uint32_t guard, struct strbuf *out)
{
	const struct g_guard *gu = graph_guard(r->g, guard);
	const char *text = graph_str(r->g, gu->text);

	/* not (!skb) is skb */
	if ((gu->flags & GUARDF_NEGATED) && text[0] == '!' && text[1] &&
	    !text[1 + strcspn(text + 1, " !=<&|?+*/%(")])
		strbuf_addstr(out, text + 1);
	else if (gu->flags & GUARDF_NEGATED)
		strbuf_addf(out, "not (%s)", text);
	else
		strbuf_addstr(out, text);
}

void report_condition(const struct report *r, uint32_t guard, struct strbuf *out)
{
	static const char negated[] = "not (", jump[] = "after goto ", other[] = "default, not ";
	size_t from = out->len;
	char *rest;

	report_guard(r, guard, out);
	if (r->lang == LANG_EN)
		return;
	rest = xstrdup(out->buf + from);
	if (!strncmp(rest, negated, strlen(negated))) {
		strbuf_setlen(out, from);
		strbuf_addf(out, "!(%s", rest + strlen(negated));
	} else if (!strncmp(rest, jump, strlen(jump))) {
		strbuf_setlen(out, from);
		strbuf_addf(out, "goto %s 之后", rest + strlen(jump));
	} else if (!strncmp(rest, other, strlen(other))) {
		strbuf_setlen(out, from);
		strbuf_addf(out, "default（非 %s）", rest + strlen(other));
	}
	free(rest);
}

uint32_t *report_guards(const struct report *r, uint32_t innermost, uint32_t *nr)
{
	uint32_t *list = NULL, id, i, n = 0, alloc = 0;

	/* a parent always comes before its child; this also ends on damage */
	for (id = innermost; id && id < r->g->nr_guard; id = graph_guard(r->g, id)->parent) {
		if (n && id >= list[n - 1])
			break;
		ALLOC_GROW(list, n + 1, alloc);
		list[n++] = id;
	}
	for (i = 0; i < n / 2; i++) {
		id = list[i];
		list[i] = list[n - 1 - i];
		list[n - 1 - i] = id;
	}
	*nr = n;
	return list;
}

/* How much a condition tells of why the call is made. */
static int decides(const struct report *r, const struct g_guard *g)
{
	const char *subject = graph_str(r->g, g->subject);
	int of_field = strchr(subject, '.') && !strstr(subject, "->");
	int n;

	if (g->flags & GUARDF_CASE)
		n = 6;
	else if (g->nr_consts && (g->rel == GUARD_EQ || g->rel == GUARD_IN))
		n = 5;
	else if (of_field && g->rel == GUARD_TRUE)
		n = 4;
	else if (of_field || g->nr_consts)
		n = 3;
	else
		n = 2;
	if (g->flags & (GUARDF_EARLY | GUARDF_GOTO))
		n -= 3;
	if (guard_in_error(g->flags) || (g->flags & (GUARDF_UNLIKELY | GUARDF_LOOP)))
		n -= 1;
	return n;
}

uint32_t *report_deciding(const struct report *r, uint32_t innermost, uint32_t max, uint32_t *nr)
{
	uint32_t *list = report_guards(r, innermost, nr), i, worst, at;

	while (*nr > max) {
		for (i = worst = 0; i < *nr; i++) {	/* of equal ones the outermost goes */
			at = (uint32_t)(decides(r, graph_guard(r->g, list[i])) + 8);
			if (at < (uint32_t)(decides(r, graph_guard(r->g, list[worst])) + 8))
				worst = i;
		}
		memmove(list + worst, list + worst + 1, (*nr - worst - 1) * sizeof(*list));
		--*nr;
	}
	return list;
}

/* Elixir's tag of a version: "6.12.0" is v6.12. */
static int elixir_tag(const char *version, char *out, size_t size)
{
	int major, minor, n = 0;

	if (sscanf(version, "%d.%d%n", &major, &minor, &n) != 2 || !n)
		return -1;
	if (version[n] == '.') {
		const char *p = version + n + 1;

		if (!isdigit((unsigned char)*p))
			return -1;
		if (strtoul(p, NULL, 10))
			n += 1 + strspn(p, "0123456789");
		else
			n = -1;
	} else if (!strncmp(version + n, "-rc", 3)) {
		n += 3 + strspn(version + n + 3, "0123456789");
	}
	if (n < 0)
		snprintf(out, size, "v%d.%d", major, minor);
	else
		snprintf(out, size, "v%.*s", n, version);
	return 0;
}

static int path_is_plain(const char *p)
{
	if (!*p || *p == '/' || *p == '<')
		return 0;
	for (; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("/._-+,", *p))
			return 0;
	return 1;
}

/* The version's tag where `file` is a source of a kernel whose version is known. */
static int tag_of(const struct report *r, uint32_t file, char *tag, size_t size)
{
	if (!file || !*graph_get_meta(r->g, "kernel") || !path_is_plain(report_file(r, file)))
		return -1;
	return elixir_tag(graph_get_meta(r->g, "version"), tag, size);
}

int report_url(const struct report *r, uint32_t file, uint32_t line, struct strbuf *out)
{
	char tag[64];

	if (tag_of(r, file, tag, sizeof(tag)))
		return -1;
	strbuf_addf(out, "https://elixir.bootlin.com/linux/%s/source/%s#L%u",
		    tag, report_file(r, file), line);
	return 0;
}

int report_git_url(const struct report *r, uint32_t file, uint32_t line, struct strbuf *out)
{
	char tag[64];

	if (tag_of(r, file, tag, sizeof(tag)))
		return -1;
	strbuf_addf(out, "https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git"
		    "/tree/%s?h=%s#n%u", report_file(r, file), tag, line);
	return 0;
}

uint32_t report_edge_slot(const struct graph *g, uint32_t edge)
{
	const struct g_edge *e;

	if (!edge || edge >= g->nr_edge)
		return 0;
	e = graph_edge(g, edge);
	if (e->evid && e->evid < g->nr_evid && graph_evid(g, e->evid)->slot)
		return graph_evid(g, e->evid)->slot;
	return e->site < g->nr_site ? graph_site(g, e->site)->slot : 0;
}

static uint32_t at(const struct q_path *p, uint32_t pos)
{
	return pos ? p->hop[pos - 1].callee : p->hop[0].caller;
}

uint32_t report_again(const struct q_path *p, uint32_t pos)
{
	uint32_t i, n = 0;

	for (i = 0; i < pos; i++)
		n += at(p, i) == at(p, pos);
	return n;
}

const char *report_handed(const struct report *r, uint32_t func)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_entry; i++) {
		const struct g_entry *e = graph_entry(r->g, i);

		if (e->func == func && !strcmp(graph_str(r->g, e->kind), "outside"))
			return graph_str(r->g, e->name);
	}
	return "";
}

int report_unread_callers(const struct report *r, uint32_t func, struct strbuf *out)
{
	const char *p = graph_get_meta(r->g, "other_languages");

	if (!*p || (graph_func(r->g, func)->flags & GF_STATIC))
		return 0;
	while (*p) {		/* "c++ 3,rust 1" */
		size_t n = strcspn(p, ","), name = strcspn(p, " ,");

		strbuf_addf(out, "%s%.*s", out->len ? ", " : "", (int)name, p);
		if (name < n)
			strbuf_addf(out, " (%.*s)", (int)(n - name - 1), p + name + 1);
		p += n + (p[n] == ',');
	}
	return 1;
}
