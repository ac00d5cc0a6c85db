/* SPDX-License-Identifier: MIT */
#include "api_p.h"

#include <stdlib.h>
#include <string.h>

#include "reports/columns.h"

#define LIST_MAX 64		/* words of one list */
#define NUMBER_MAX 10000	/* where a parameter does not say itself */
#define SHOWN_NAMES 10

void api_index_init(struct api_index *ix, const char *name, const struct graph *g,
		    const struct knowledge *k, const char *tree, const char *build)
{
	char *real_tree = tree ? realpath(tree, NULL) : NULL;
	char *real_build = build ? realpath(build, NULL) : NULL;

	ix->name = name;
	ix->g = g;
	ix->k = k;
	source_init(&ix->src, g, real_tree, real_build);
	free(real_tree);
	free(real_build);
}

void api_index_release(struct api_index *ix)
{
	source_release(&ix->src);
}

void api_about(const struct api_index *ix, struct strbuf *out)
{
	static const char *const key[] = { "version", "arch", "config" };
	const char *kernel = graph_get_meta(ix->g, "kernel"), *failed = graph_get_meta(ix->g, "tus_failed");
	size_t i;

	strbuf_addtext(out, *kernel ? "Linux" : graph_get_meta(ix->g, "tree"));
	for (i = 0; i < sizeof(key) / sizeof(*key); i++)
		if (*graph_get_meta(ix->g, key[i])) {
			strbuf_addstr(out, i ? ", " : " ");
			strbuf_addtext(out, graph_get_meta(ix->g, key[i]));
		}
	strbuf_addf(out, "; %u translation unit%s", ix->g->nr_tu - 1, plural(ix->g->nr_tu - 1));
	if (strtoul(failed, NULL, 10))
		strbuf_addf(out, ", %s of them could not be read", failed);
}

/* ---- what can be asked ------------------------------------------------------------------ */

int api_thing_at(size_t i, struct api_thing *t)
{
	size_t k;

	for (k = 0; answer_kinds[k]; k++)
		if (k == i) {
			*t = (struct api_thing){ answer_kinds[k]->name, answer_kinds[k]->about,
						 answer_kinds[k]->param, answer_kinds[k] };
			return 0;
		}
	for (i -= k, k = 0; api_more[k].name; k++)
		if (k == i) {
			*t = (struct api_thing){ api_more[k].name, api_more[k].about,
						 api_more[k].param, NULL };
			return 0;
		}
	return -1;
}

int api_thing_find(const char *name, struct api_thing *t)
{
	size_t i;

	for (i = 0; !api_thing_at(i, t); i++)
		if (!strcmp(t->name, name))
			return 0;
	return -1;
}

const struct api_extra *api_extra_find(const char *name)
{
	const struct api_extra *e;

	for (e = api_more; e->name; e++)
		if (!strcmp(e->name, name))
			return e;
	return NULL;
}

void api_formats(const struct api_thing *t, struct strbuf *out)
{
	if (t->kind)
		writer_formats(form_find(t->name), 0, "json", out);
	else
		strbuf_addstr(out, api_extra_find(t->name)->formats);
}

/* ---- values ------------------------------------------------------------------------------ */

static int add_word(struct api_call *c, struct ask_value *v, const char *word)
{
	const char **list = arena_alloc(&c->arena, (LIST_MAX + 1) * sizeof(*list));
	uint32_t n = 0;

	while (v->list && v->list[n]) {
		list[n] = v->list[n];
		n++;
	}
	if (n == LIST_MAX)
		return -1;
	list[n] = word;
	v->list = list;
	return 0;
}

static int add_words(struct api_call *c, struct ask_value *v, const char *value)
{
	while (*value) {
		size_t n = strcspn(value, ",");

		if (n && add_word(c, v, arena_strndup(&c->arena, value, n)))
			return -1;
		value += n + (value[n] == ',');
	}
	return 0;
}

static int set_number(const struct ask_param *p, struct ask_value *v, const char *value)
{
	uint32_t max = p->max ? p->max : NUMBER_MAX;
	unsigned long n;
	char *end;

	if (*value < '0' || *value > '9')
		return -1;
	n = strtoul(value, &end, 10);
	if (*end || n > max || (p->usual && !n))
		return -1;
	v->number = (uint32_t)n;
	return 0;
}

static int set_value(struct api_call *c, const struct ask_param *p, struct ask_value *v,
		     const char *value)
{
	switch (p->type) {
	case ASK_LIST: case ASK_FUNCS:
		if (add_words(c, v, value))
			return error(&c->err, "%s: at most %d words", p->name, LIST_MAX);
		return 0;
	case ASK_NUMBER:
		if (set_number(p, v, value))
			return error(&c->err, "%s is a number from %u to %u", p->name, p->usual ? 1 : 0,
				     p->max ? p->max : NUMBER_MAX);
		return 0;
	case ASK_FLAG:
		v->number = strcmp(value, "0") && strcmp(value, "false");
		return 0;
	default:
		v->text = value;
		return 0;
	}
}

static int is_name(const char *asked, const char *name)
{
	for (; *asked && *name; asked++, name++)
		if (*asked != *name && !(*asked == '-' && *name == '_'))
			return 0;
	return *asked == *name;
}

static int unknown_param(struct api_call *c, const struct ask_param *p, const char *name)
{
	struct strbuf known = STRBUF_INIT;

	for (; p->name; p++)
		strbuf_addf(&known, "%s%s", known.len ? ", " : "", p->name);
	error(&c->err, "%s is not asked for by \"%s\"; it takes: %s", c->q->what, name,
	      known.len ? known.buf : "nothing");
	strbuf_release(&known);
	return -1;
}

static int take_values(struct api_call *c, const struct ask_param *param)
{
	const struct ask_param *p;
	uint32_t i;

	for (i = 0; i < c->q->nr; i++) {
		for (p = param; p->name && !is_name(c->q->pair[i].name, p->name); p++)
			;
		if (!p->name)
			return unknown_param(c, param, c->q->pair[i].name);
		if (set_value(c, p, &c->ask.v[p - param], c->q->pair[i].value))
			return -1;
	}
	for (p = param; p->name; p++)
		if (!p->about && !c->ask.v[p - param].text)
			return error(&c->err, "%s needs \"%s\" (%s)", c->q->what, p->name, p->arg);
	return 0;
}

/* ---- answers ------------------------------------------------------------------------------ */

static void say_names(struct api_call *c, const struct report_error *e, struct strbuf *out)
{
	const struct graph *g = c->ix->g;
	uint32_t i, nr = e->nr_funcs + e->nr_slots + e->nr_objects;

	strbuf_addtext(out, e->message);
	strbuf_addch(out, '\n');
	for (i = 0; i < nr && i < SHOWN_NAMES; i++) {
		struct strbuf raw = STRBUF_INIT;

		if (e->nr_funcs)
			q_paste_form(g, e->func[i], &raw);
		else if (e->nr_slots)
			strbuf_addf(&raw, "%s:%s", graph_str(g, graph_file(g, graph_slot(g, e->slot[i])->file)->name),
				    graph_str(g, graph_slot(g, e->slot[i])->name));
		else
			strbuf_addf(&raw, "%s:%s", graph_str(g, graph_file(g, graph_object(g, e->object[i])->file)->name),
				    graph_str(g, graph_object(g, e->object[i])->name));
		strbuf_addstr(out, "  ");
		strbuf_addtext(out, raw.buf);
		strbuf_addch(out, '\n');
		strbuf_release(&raw);
	}
	if (nr > SHOWN_NAMES)
		strbuf_addf(out, "  … and %u more\n", nr - SHOWN_NAMES);
}

static void say_error(struct api_call *c, const struct q_names *near)
{
	struct report_error e = { .message = c->err.buf };

	if (near && near->asked && near->what == Q_FUNC) {
		e.func = near->func;
		e.nr_funcs = near->nr;
	} else if (near && near->asked && near->what == Q_SLOT) {
		e.slot = near->func;
		e.nr_slots = near->nr;
	} else if (near && near->asked) {
		e.object = near->func;
		e.nr_objects = near->nr;
	}
	strbuf_setlen(&c->r.out.buf, 0);
	if (!c->q->format || !strcmp(c->q->format, "json"))
		json_writer.error(&c->r, &e, NULL);
	else
		say_names(c, &e, &c->r.out.buf);
}

/* What was asked, as the title of a page. */
static void say_asked(struct api_call *c, const struct ask_param *param)
{
	struct strbuf sb = STRBUF_INIT;
	const struct ask_param *p;

	strbuf_addstr(&sb, c->q->what);
	for (p = param; p->name; p++)
		if (!p->about && c->ask.v[p - param].text && strlen(c->ask.v[p - param].text) < 200)
			strbuf_addf(&sb, " %s", c->ask.v[p - param].text);
	c->r.asked = arena_strdup(&c->arena, sb.buf);
	strbuf_release(&sb);
}

static enum api_status ask_row(struct api_call *c, const struct writer *w)
{
	const struct form *f = form_find(c->q->what);
	enum api_status status;
	struct answer a;
	int ret;

	if (!w->form || (w->has_form && !w->has_form(f))) {
		error(&c->err, "%s has no format \"%s\"", c->q->what, c->q->format);
		say_error(c, NULL);
		return API_BAD;
	}
	say_asked(c, c->ask.kind->param);
	ret = answer_run(&c->ask, &a, &c->err);
	status = ret == Q_FOUND ? API_FOUND : ret == Q_NONE ? API_NONE : ret == Q_UNKNOWN ? API_NAME :
		 API_FAILED;
	if (status > API_NONE)
		say_error(c, &a.near);
	else if (w->form(&c->r, f, a.res, &c->err)) {
		status = API_FAILED;
		say_error(c, NULL);
	}
	answer_release(&a);
	return status;
}

static enum api_status ask_one(struct api_call *c)
{
	const struct writer *w = writer_find(c->q->format ? c->q->format : "json");
	const struct api_extra *extra = api_extra_find(c->q->what);
	const struct answer_kind *kind = extra ? NULL : answer_find(c->q->what);
	enum api_status status = API_BAD;

	if (!extra && !kind)
		error(&c->err, "nothing of the name \"%s\" can be asked", c->q->what);
	else if (!w)
		error(&c->err, "there is no format \"%s\"", c->q->format);
	if (kind)
		ask_init(&c->ask, kind, c->ix->g, c->ix->k);
	if (c->err.len || take_values(c, kind ? kind->param : extra->param)) {
		say_error(c, NULL);
		return status;
	}
	if (kind)
		return ask_row(c, w);
	status = extra->run(c);
	if (c->err.len)
		say_error(c, NULL);
	return status;
}

enum api_status api_ask(struct api_index *ix, const struct api_request *q, struct strbuf *out)
{
	struct api_call c = { .ix = ix, .q = q };
	enum api_status status;

	arena_init(&c.arena);
	strbuf_init(&c.err);
	report_init(&c.r, -1);
	c.r.command = q->what;
	c.r.g = ix->g;
	c.r.k = ix->k;
	c.r.src = &ix->src;
	c.r.lang = q->lang;
	status = ask_one(&c);
	strbuf_add(out, c.r.out.buf.buf, c.r.out.buf.len);
	report_release(&c.r);
	arena_release(&c.arena);
	strbuf_release(&c.err);
	return status;
}
