/* SPDX-License-Identifier: MIT */
#include "prose.h"

#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"

#define CODE(n, s)	{ .name = (n), .type = PROSE_CODE, .text = (s) }
#define TEXT(n, s)	{ .name = (n), .type = PROSE_TEXT, .text = (s) }
#define FUNC(n, f)	{ .name = (n), .type = PROSE_FUNC, .id = (f) }
#define PLACE(n, p)	{ .name = (n), .type = PROSE_PLACE, .place = (p) }
#define UINT(n, v)	{ .name = (n), .type = PROSE_UINT, .id = (v) }

const char *prose_words(const struct report *r, const char *text, const struct prose_gap *gap)
{
	const char *open = text;
	const struct prose_gap *g;

	for (; (open = strchr(open, '{')); open++)
		for (g = gap; g->type != PROSE_END; g++)
			if (g->type == PROSE_UINT && !strncmp(g->name, open + 1, strlen(g->name)) &&
			    open[1 + strlen(g->name)] == '}')
				return report_count(r, g->id, text);
	return report_tr(r, text);
}

static void put_gap(struct report *r, const struct prose_ink *ink, const struct prose_gap *g)
{
	char number[24];

	switch (g->type) {
	case PROSE_TEXT:
		ink->text(r, g->text);
		break;
	case PROSE_CODE:
		ink->code(r, g->text);
		break;
	case PROSE_FUNC:
		ink->func(r, (uint32_t)g->id);
		break;
	case PROSE_PLACE:
		ink->place(r, g->place);
		break;
	case PROSE_UINT:
		snprintf(number, sizeof(number), "%llu", (unsigned long long)g->id);
		ink->text(r, number);
		break;
	case PROSE_END:
		break;
	}
}

void prose_part(struct report *r, const struct prose_ink *ink, const char *s, size_t n)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_add(&sb, s, n);
	if (n)
		ink->text(r, sb.buf);
	strbuf_release(&sb);
}

void prose_say(struct report *r, const struct prose_ink *ink, const char *text,
	       const struct prose_gap *gap)
{
	const char *s = prose_words(r, text, gap), *open, *close;
	const struct prose_gap *g;

	while ((open = strchr(s, '{')) && (close = strchr(open, '}'))) {
		prose_part(r, ink, s, open - s);
		for (g = gap; g->type != PROSE_END; g++)
			if (strlen(g->name) == (size_t)(close - open - 1) &&
			    !strncmp(g->name, open + 1, close - open - 1))
				break;
		put_gap(r, ink, g);
		s = close + 1;
	}
	prose_part(r, ink, s, strlen(s));
}

void prose_fill(const struct report *r, struct strbuf *out, const char *text,
		const struct prose_gap *gap)
{
	const char *s = prose_words(r, text, gap), *open, *close;
	const struct prose_gap *g;

	while ((open = strchr(s, '{')) && (close = strchr(open, '}'))) {
		strbuf_add(out, s, (size_t)(open - s));
		for (g = gap; g->type != PROSE_END; g++)
			if (strlen(g->name) == (size_t)(close - open - 1) &&
			    !strncmp(g->name, open + 1, (size_t)(close - open - 1)))
				break;
		if (g->type == PROSE_UINT)
			strbuf_addf(out, "%llu", (unsigned long long)g->id);
		else if (g->type != PROSE_END)
			strbuf_addstr(out, g->text);
		s = close + 1;
	}
	strbuf_addstr(out, s);
}

/* A sync call without any pointer: these are told in one breath. */
static int is_plain(const struct q_hop *h)
{
	return h->kind == GK_DIRECT && !h->deferred && h->rule != GR_KNOWLEDGE;
}

static const char *ops_template(const struct q_hop *h)
{
	if (h->object && h->registered.file)
		return "{caller} calls through {expr} at {site}: that is {callee}, because {table} "
		       "({registered}) holds it as {slot}.";
	if (h->registered.file && h->slot)
		return "{caller} calls through {expr} at {site}: that is {callee}, which is stored "
		       "in {slot} at {registered}.";
	if (h->slot)
		return "{caller} calls through {expr} at {site}: that is {callee}, by way of {slot}.";
	return "{caller} calls {callee} through a pointer at {site}.";
}

static const char *later_template(const struct q_hop *h)
{
	if (h->registered.file)
		return "At {site} {caller} has {callee} run later ({kind}); it was set up for that at "
		       "{registered}.";
	return "At {site} {caller} has {callee} run later ({kind}).";
}

static const char *hop_template(const struct q_hop *h)
{
	int same = h->registered.file == h->site.file && h->registered.line == h->site.line;

	if (h->deferred)
		return same ? "At {site} {caller} has {callee} run later ({kind})." :
			later_template(h);
	switch (h->kind) {
	case GK_DIRECT:
		if (h->rule == GR_KNOWLEDGE)
			return "{caller} goes on in {callee}, as the knowledge file says: the source does not "
			       "show it as a call ({site}).";
		return *h->macro ? "{caller} calls {callee} at {site}, by way of the macro {macro}." :
			"{caller} calls {callee} at {site}.";
	case GK_INITCALL:
		return *h->note && h->registered.file ?
			"At {site} {caller} calls what the initcall sections hold, one after "
			"another; {callee} is there because of {note} at {registered}." :
			"At {site} {caller} calls what the initcall sections hold, {callee} among it.";
	case GK_SYSCALL:
		return "{caller} calls {callee}: the macro at {site} makes both.";
	case GK_CALLBACK:
		return h->registered.file ?
			"At {site} {caller} calls back {callee}, which was passed to it at "
			"{registered}." :
			"At {site} {caller} calls back {callee}.";
	case GK_OPS:
	case GK_POINTER:
		return ops_template(h);
	}
	return h->registered.file ?
		"At {site} {caller} calls {callee} ({kind}), which was set up at {registered}." :
		"At {site} {caller} calls {callee} ({kind}).";
}

void prose_hop(struct report *r, const struct prose_ink *ink, const struct q_hop *h)
{
	const struct prose_gap gaps[] = {
		FUNC("caller", h->caller), FUNC("callee", h->callee),
		PLACE("site", h->site), PLACE("registered", h->registered),
		CODE("expr", *h->expr ? h->expr : graph_str(r->g, graph_slot(r->g, h->slot)->name)),
		CODE("slot", graph_str(r->g, graph_slot(r->g, h->slot)->name)),
		CODE("table", graph_str(r->g, graph_object(r->g, h->object)->name)),
		CODE("macro", h->macro), CODE("note", h->note),
		TEXT("kind", report_kind(r, h->kind)), { .type = PROSE_END }
	};

	prose_say(r, ink, hop_template(h), gaps);
	if (h->kind != GK_INITCALL && h->candidates > 1) {
		const struct prose_gap count[] = {
			UINT("n", h->candidates), { .type = PROSE_END }
		};

		prose_say(r, ink, " {n} functions can be called there.", count);
	}
}

/* Direct calls one after another: "a calls b (x.c:1), which calls c (x.c:9)." */
static uint32_t plain_run(struct report *r, const struct prose_ink *ink, const struct q_path *p,
			  uint32_t from)
{
	uint32_t i;

	for (i = from; i < p->nr_hops && is_plain(&p->hop[i]); i++) {
		const struct prose_gap gaps[] = {
			FUNC("caller", p->hop[i].caller), FUNC("callee", p->hop[i].callee),
			PLACE("site", p->hop[i].site), { .type = PROSE_END }
		};

		prose_say(r, ink, i == from ? "{caller} calls {callee} ({site})" :
			  ", which calls {callee} ({site})", gaps);
	}
	prose_say(r, ink, ".", (const struct prose_gap[]){ { .type = PROSE_END } });
	return i;
}

static int is_wrapper(const struct q_hop *h)
{
	return h->kind == GK_SYSCALL && !h->deferred;
}

void prose_fold(const struct q_path *p, struct q_path *out)
{
	uint32_t i, first = 0, nr = 0;
	struct q_hop *hop = xcalloc((size_t)p->nr_hops + 1, sizeof(*hop));

	*out = *p;
	for (i = 0; i < p->nr_hops; i++) {
		if (is_wrapper(&p->hop[i]) && i + 1 < p->nr_hops) {
			first = first ? first : p->hop[i].caller;
			continue;
		}
		hop[nr] = p->hop[i];
		if (first)
			hop[nr].caller = first;
		first = 0;
		nr++;
	}
	out->hop = hop;
	out->nr_hops = nr;
}

/* "a, b and c come from the macro at …", once. */
static uint32_t wrappers(struct report *r, const struct prose_ink *ink, const struct q_path *p, uint32_t i)
{
	const struct prose_gap gaps[] = { PLACE("site", p->hop[i].site), { .type = PROSE_END } };

	ink->func(r, p->hop[i].caller);
	for (; i < p->nr_hops && is_wrapper(&p->hop[i]); i++) {
		ink->text(r, r->lang == LANG_ZH ? "、" : i + 1 < p->nr_hops && is_wrapper(&p->hop[i + 1]) ? ", " : " and ");
		ink->func(r, p->hop[i].callee);
	}
	prose_say(r, ink, " come from the system call's macro at {site}.", gaps);
	return i;
}

void prose_path(struct report *r, const struct prose_ink *ink,
		const struct q_path_result *res, const struct q_path *p)
{
	const struct prose_gap gaps[] = {
		FUNC("from", p->nr_hops ? p->hop[0].caller : res->from), FUNC("to", res->to),
		UINT("n", p->nr_hops), UINT("d", p->deferred), { .type = PROSE_END }
	};
	const char *space = r->lang == LANG_ZH ? "" : " ";
	uint32_t i = 0;

	prose_say(r, ink, !p->nr_hops ? "{from} is {to} itself." :
		  p->nr_hops == 1 ? "{from} reaches {to} in one call." :
		  p->deferred == 1 ? "{from} reaches {to} in {n} calls; one of them is deferred, so "
		  "what follows it runs later." :
		  p->deferred ? "{from} reaches {to} in {n} calls; {d} of them are deferred, so what "
		  "follows them runs later." :
		  "{from} reaches {to} in {n} calls, one within the other.", gaps);
	while (i < p->nr_hops) {
		if (*space)
			ink->text(r, space);
		if (is_wrapper(&p->hop[i]))
			i = wrappers(r, ink, p, i);
		else if (is_plain(&p->hop[i]))
			i = plain_run(r, ink, p, i);
		else
			prose_hop(r, ink, &p->hop[i++]);
	}
}

uint32_t prose_ways(const struct q_path_result *res)
{
	uint32_t i;

	for (i = 1; i < res->nr_paths && res->path[i].cost < 2 * res->path[0].cost; i++)
		;
	return i < res->nr_paths ? i : res->nr_paths;
}

/* ---- how sure ---------------------------------------------------------------------- */

enum prose_sure prose_sure(const struct report *r, const struct q_hop *h)
{
	switch (h->rule) {
	case GR_DIRECT:
		return SURE_CERTAIN;
	case GR_TYPE:
		return SURE_GUESS;
	}
	if (h->kind == GK_INITCALL || h->candidates <= 1)
		return SURE_STRONG;
	return SURE_ONE_OF;
}

const char *prose_sure_word(const struct report *r, enum prose_sure sure)
{
	static const char *const words[] = { "certain", "well founded", "one of several", "a guess" };

	return report_tr(r, words[sure]);
}

static const char *rule_template(const struct report *r, const struct q_hop *h)
{
	const struct g_rule_info *rule = &g_rule[h->rule < GR_NR ? h->rule : GR_NONE];
	const struct g_text *t = h->candidates <= 1 && rule->says_single.en ? &rule->says_single :
		&rule->says;
	const char *text = r->lang == LANG_ZH ? t->zh : t->en;

	if (h->kind == GK_SYSCALL)
		return "The system call's macro makes the wrappers; no pointer is involved.";
	if (h->kind == GK_INITCALL && h->rule == GR_CALL_SITE)
		return "All {n} functions of these sections are called here in turn, this one among "
		       "them.";
	return text ? text : "";
}

void prose_rule(struct report *r, const struct prose_ink *ink, const struct q_hop *h)
{
	const struct prose_gap gaps[] = { UINT("n", h->candidates), { .type = PROSE_END } };

	prose_say(r, ink, rule_template(r, h), gaps);
}

void prose_from(const struct report *r, const struct q_state *s, struct strbuf *out)
{
	const struct q_state_names *n = s->known ? &s->from : &s->not_from;
	uint32_t i;

	if (!n->nr)
		strbuf_addstr(out, "?");
	else if (!s->known)
		strbuf_addf(out, "%s ", report_tr(r, "not"));
	for (i = 0; i < n->nr; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", n->name[i]);
}

/* ---- without marks ------------------------------------------------------------------- */

static void bare_text(struct report *r, const char *text)
{
	sink_puts(&r->out, text);
}

static void bare_func(struct report *r, uint32_t func)
{
	sink_puts(&r->out, report_func(r, func));
}

static void bare_place(struct report *r, struct q_place place)
{
	struct strbuf sb = STRBUF_INIT;

	report_place(r, place.file, place.line, &sb);
	sink_puts(&r->out, sb.buf ? sb.buf : "");
	strbuf_release(&sb);
}

static void bare_paragraph(struct report *r)
{
	sink_puts(&r->out, "\n\n");
}

static const struct prose_ink bare_ink = {
	.text = bare_text, .code = bare_text, .func = bare_func, .place = bare_place,
};

static const struct prose_ink caption_ink = {
	.text = bare_text, .code = bare_text, .func = bare_func, .place = bare_place, .names_only = 1,
};

static void bare(const struct report *r, const struct prose_ink *ink, const char *text, struct strbuf *out)
{
	struct report one = *r;

	sink_init(&one.out, -1);
	prose_plain(&one, ink, text, bare_paragraph);
	strbuf_add(out, one.out.buf.buf, one.out.buf.len);
	sink_release(&one.out);
}

void prose_bare(const struct report *r, const char *text, struct strbuf *out)
{
	bare(r, &bare_ink, text, out);
}

void prose_caption(const struct report *r, const char *text, struct strbuf *out)
{
	bare(r, &caption_ink, text, out);
}

void prose_meet(struct report *r, const struct prose_ink *ink, const struct q_meet *m)
{
	const struct prose_gap gaps[] = {
		{ .name = "field", .type = PROSE_CODE, .text = graph_str(r->g, graph_slot(r->g, m->slot)->name) },
		{ .name = "here", .type = PROSE_FUNC, .id = m->here },
		{ .name = "there", .type = PROSE_FUNC, .id = m->there },
		{ .name = "here_at", .type = PROSE_PLACE, .place = m->here_at },
		{ .name = "there_at", .type = PROSE_PLACE, .place = m->there_at },
		{ .type = PROSE_END }
	};

	prose_say(r, ink, "Perhaps they meet at {field}: {here} uses it at {here_at}, {there} at {there_at}.", gaps);
}
