/* SPDX-License-Identifier: MIT */
/* A path on a page: what it is in words, its picture, each hop with its
 * source, and what else was considered. */
#include "html_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/facts.h"
#include "reports/draw/draw.h"

/* So many boxes one below the other still fit on a printed page. */
#define BOXES 9


static void links(struct report *r, struct q_place p)
{
	struct strbuf url = STRBUF_INIT;

	if (!report_url(r, p.file, p.line, &url)) {
		sink_puts(&r->out, "<p class=\"links\">");
		html_place(r, p);
		sink_puts(&r->out, " · <a rel=\"noreferrer noopener\" target=\"_blank\" href=\"");
		html_text(r, url.buf);
		sink_puts(&r->out, "\">Elixir</a>");
		strbuf_clear(&url);
		if (!report_git_url(r, p.file, p.line, &url)) {
			sink_puts(&r->out, " · <a rel=\"noreferrer noopener\" target=\"_blank\" href=\"");
			html_text(r, url.buf);
			sink_puts(&r->out, "\">git.kernel.org</a>");
		}
		sink_puts(&r->out, "</p>\n");
	}
	strbuf_release(&url);
}

static void excerpt(struct report *r, struct q_place place, uint32_t func, const char *callee)
{
	if (!place.file)
		return;
	links(r, place);
	if (html_source(r, place, func, callee)) {
		sink_puts(&r->out, "<p class=\"note\">");
		html_tr(r, r->src && source_check(r->src, place.file) == SOURCE_CHANGED ?
			"The source has changed since it was indexed, so it is not quoted." :
			"The source is not at hand, so it is not quoted.");
		sink_puts(&r->out, "</p>\n");
	}
}

static const char *guard_tag(const struct g_guard *g)
{
	if (g->flags & GUARDF_UNLIKELY)
		return "unlikely";
	if (guard_in_error(g->flags))
		return "error branch";
	if (g->flags & GUARDF_LOOP)
		return "loop";
	if (g->flags & GUARDF_EARLY)
		return "else it has left before";
	return NULL;
}

static void guards(struct report *r, const struct q_hop *h)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i, nr, *list = report_guards(r, h->guard, &nr);

	if (nr) {
		sink_puts(&r->out, "<p class=\"label\">");
		html_tr(r, "The call is reached only where");
		sink_puts(&r->out, "</p>\n<ul class=\"guards\">\n");
	}
	for (i = 0; i < nr; i++) {
		const struct g_guard *g = graph_guard(r->g, list[i]);
		const char *tag = guard_tag(g);

		strbuf_clear(&sb);
		report_condition(r, list[i], &sb);
		sink_puts(&r->out, "<li>");
		html_code(r, sb.buf);
		sink_printf(&r->out, " <span class=\"at\">:%u</span>", g->line);
		if (tag) {
			sink_puts(&r->out, " <span class=\"tag\">");
			html_tr(r, tag);
			sink_puts(&r->out, "</span>");
		}
		sink_puts(&r->out, "</li>\n");
	}
	if (nr)
		sink_puts(&r->out, "</ul>\n");
	free(list);
	strbuf_release(&sb);
}

/* Where else the caller calls it, and under what. */
static void other_sites(struct report *r, const struct q_hop *h)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i, j, nr, *list;

	if (!h->nr_other)
		return;
	sink_puts(&r->out, "<p class=\"label\">");
	html_tr(r, "It is called at other places of the same function, too");
	sink_puts(&r->out, "</p>\n<ul class=\"guards\">\n");
	for (i = 0; i < h->nr_other; i++) {
		sink_puts(&r->out, "<li>");
		html_place(r, h->other[i].site);
		list = report_deciding(r, h->other[i].guard, DRAW_DIAMONDS, &nr);
		for (j = 0; j < nr; j++) {
			strbuf_clear(&sb);
			report_condition(r, list[j], &sb);
			sink_puts(&r->out, j ? "; " : " ");
			html_code(r, sb.buf);
		}
		free(list);
		sink_puts(&r->out, "</li>\n");
	}
	sink_puts(&r->out, "</ul>\n");
	strbuf_release(&sb);
}

static void kind_tag(struct report *r, const struct q_hop *h)
{
	if (h->kind == GK_DIRECT && !h->deferred)
		return;
	sink_printf(&r->out, " <span class=\"tag%s\">", h->deferred ? " later" : "");
	html_tr(r, report_kind(r, h->kind));
	if (h->deferred) {
		html_text(r, r->lang == LANG_ZH ? "，" : ", ");
		html_tr(r, "later");
	}
	sink_puts(&r->out, "</span>");
}

static void hop(struct report *r, const struct q_hop *h, uint32_t no)
{
	enum prose_sure sure = prose_sure(r, h);
	struct strbuf at = STRBUF_INIT;

	sink_printf(&r->out, "<li class=\"hop\" id=\"h%u\"><details><summary><span class=\"no\">%u"
		    "</span> <span class=\"call\">", ++r->serial, no);
	html_func(r, h->caller);
	sink_puts(&r->out, " → ");
	html_func(r, h->callee);
	sink_puts(&r->out, "</span>");
	kind_tag(r, h);
	if (h->observed) {
		sink_puts(&r->out, " <span class=\"tag seen\">");
		html_tr(r, "recorded");
		sink_puts(&r->out, "</span>");
	}
	sink_printf(&r->out, " <span class=\"sure s%d\">", sure);
	html_text(r, prose_sure_word(r, sure));
	report_place(r, h->site.file, h->site.line, &at);
	sink_puts(&r->out, "</span> <span class=\"at\">");	/* no link: it stands in what unfolds */
	html_text(r, at.buf);
	strbuf_release(&at);
	sink_puts(&r->out, "</span></summary>\n<div class=\"body\">\n<p>");
	prose_hop(r, &html_ink, h);
	sink_puts(&r->out, "</p>\n<p class=\"why\"><span class=\"label\">");
	html_tr(r, "How sure:");
	sink_puts(&r->out, "</span> ");
	prose_rule(r, &html_ink, h);
	sink_puts(&r->out, "</p>\n");
	guards(r, h);
	other_sites(r, h);
	excerpt(r, h->site, h->caller, report_func(r, h->callee));
	if (h->registered.file && (h->registered.file != h->site.file ||
				   h->registered.line != h->site.line)) {
		sink_puts(&r->out, "<p class=\"label\">");
		html_tr(r, "Where it is registered");
		sink_puts(&r->out, "</p>\n");
		excerpt(r, h->registered, 0, report_func(r, h->callee));
	}
	sink_puts(&r->out, "</div></details></li>\n");
}

/* ---- the picture ------------------------------------------------------------------- */

static int piece(struct report *r, const struct q_path_result *res, const struct q_path *p, uint32_t from,
		 uint32_t to, const char *caption, struct strbuf *err)
{
	struct q_path hops = { .hop = p->hop + from, .nr_hops = to - from };
	struct q_path_result part = {
		.from = from ? 0 : p->hop[0].caller, .to = to < p->nr_hops ? 0 : res->to,
		.path = &hops, .nr_paths = 1, .asked_from = report_func(r, hops.hop[0].caller),
		.asked_to = report_func(r, hops.hop[hops.nr_hops - 1].callee),
	};

	return html_diagram(r, draw_path(r, &part), caption, err);
}

/* A long chain in several pictures, side by side, of about the same height. */
static int pictures(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	struct q_path fold, *p = &fold;
	uint32_t i, total = 0, parts, each, nr = 0, no = 0;
	char caption[32];
	int ret = 0;

	prose_fold(&res->path[0], &fold);
	for (i = 0; i < p->nr_hops; i++)
		total += draw_boxes(r, &p->hop[i]);
	parts = total ? (total + BOXES - 1) / BOXES : 1;
	each = (total + parts - 1) / parts;
	for (i = 0; i < p->nr_hops; i = draw_piece_end(r, p, i, each))
		nr++;
	sink_puts(&r->out, "<div class=\"diagrams\">\n");
	for (i = 0; i < p->nr_hops && !ret;) {
		uint32_t end = draw_piece_end(r, p, i, each);

		snprintf(caption, sizeof(caption), "%u / %u", ++no, nr);
		ret = piece(r, res, p, i, end, nr > 1 ? caption : NULL, err);
		i = end;
	}
	sink_puts(&r->out, "</div>\n");
	free(fold.hop);
	return ret;
}

/* ---- what else there is ------------------------------------------------------------ */

static uint32_t func_at(const struct q_path *p, uint32_t i)
{
	return i ? p->hop[i - 1].callee : p->hop[0].caller;
}

/* The functions of `p` from `from` to `to`, joined by arrows. */
static void chain(struct report *r, const struct q_path *p, uint32_t from, uint32_t to)
{
	uint32_t i;

	for (i = from; i <= to; i++) {
		if (i > from)
			sink_puts(&r->out, " → ");
		html_func(r, func_at(p, i));
	}
}

static void other_way(struct report *r, const struct q_path *best, const struct q_path *p)
{
	uint32_t head = 0, tail = 0, max = best->nr_hops < p->nr_hops ? best->nr_hops : p->nr_hops;
	char number[64];

	while (head < max && func_at(best, head + 1) == func_at(p, head + 1))
		head++;
	while (tail < max - head &&
	       func_at(best, best->nr_hops - tail - 1) == func_at(p, p->nr_hops - tail - 1))
		tail++;
	if (tail > max - head)
		tail = max - head;
	sink_puts(&r->out, "<li><p><span class=\"label\">");
	html_tr(r, "instead of");
	sink_puts(&r->out, "</span> ");
	chain(r, best, head, best->nr_hops - tail);
	sink_puts(&r->out, "<br><span class=\"label\">");
	html_tr(r, "by way of");
	sink_puts(&r->out, "</span> ");
	chain(r, p, head, p->nr_hops - tail);
	snprintf(number, sizeof(number), "%.4g", p->cost);
	{
		const struct prose_gap gaps[] = {
			{ .name = "n", .type = PROSE_UINT, .id = p->nr_hops },
			{ .name = "cost", .type = PROSE_TEXT, .text = number },
			{ .type = PROSE_END }
		};

		sink_puts(&r->out, "<br><span class=\"note\">");
		prose_say(r, &html_ink, "{n} calls, cost {cost}", gaps);
	}
	sink_puts(&r->out, "</span></p></li>\n");
}

static void other_ways(struct report *r, const struct q_path_result *res)
{
	char number[64];
	uint32_t i, nr = prose_ways(res);

	if (nr < 2)
		return;
	snprintf(number, sizeof(number), "%.4g", res->path[0].cost);
	sink_puts(&r->out, "<details class=\"others\"><summary>");
	{
		const struct prose_gap gaps[] = {
			{ .name = "n", .type = PROSE_UINT, .id = nr - 1 },
			{ .type = PROSE_END }
		};

		prose_say(r, &html_ink, "{n} other ways were considered", gaps);
	}
	sink_puts(&r->out, "</summary>\n<p class=\"note\">");
	{
		const struct prose_gap gaps[] = {
			{ .name = "cost", .type = PROSE_TEXT, .text = number },
			{ .type = PROSE_END }
		};

		prose_say(r, &html_ink, "The way above is the least surprising one: it costs {cost}. "
			  "Many candidates, deferred work, unlikely branches and functions that "
			  "everybody calls make a way dearer.", gaps);
	}
	sink_puts(&r->out, "</p>\n<ol start=\"2\">\n");
	for (i = 1; i < nr; i++)
		other_way(r, &res->path[0], &res->path[i]);
	sink_puts(&r->out, "</ol></details>\n");
}

static void meet(struct report *r, const struct q_path_result *res)
{
	if (!res->meet.slot)
		return;
	sink_puts(&r->out, "<p class=\"note\">");
	prose_meet(r, &html_ink, &res->meet);
	sink_puts(&r->out, "</p>\n");
}

static void frontier(struct report *r, const struct q_path_result *res)
{
	const struct prose_gap gaps[] = {
		{ .name = "from", .type = PROSE_FUNC, .id = res->from },
		{ .name = "to", .type = PROSE_FUNC, .id = res->to },
		{ .name = "n", .type = PROSE_UINT, .id = res->reached },
		{ .type = PROSE_END }
	};
	struct strbuf why = STRBUF_INIT;
	uint32_t i;

	sink_puts(&r->out, "<p class=\"gap\">");
	prose_say(r, &html_ink, "In this index no way leads from {from} to {to}; {n} functions were "
		  "reached.", gaps);
	sink_puts(&r->out, "</p>\n");
	meet(r, res);
	if (!res->nr_frontier)
		return;
	sink_puts(&r->out, "<details><summary>");
	html_tr(r, "Where the search stopped");
	sink_puts(&r->out, "</summary>\n<ul>\n");
	for (i = 0; i < res->nr_frontier; i++) {
		const struct q_frontier *f = &res->frontier[i];

		sink_puts(&r->out, "<li>");
		html_func(r, f->func);
		sink_puts(&r->out, " <span class=\"at\">");
		html_place(r, f->site);
		sink_puts(&r->out, "</span> ");
		if (f->slot && *f->slot)
			html_code(r, f->slot);
		sink_puts(&r->out, " ");
		strbuf_clear(&why);
		report_message(r->lang, f->why ? f->why : "", &why);
		html_text(r, why.buf);
		sink_puts(&r->out, "</li>\n");
	}
	sink_puts(&r->out, "</ul></details>\n");
	strbuf_release(&why);
}

/* ---- what an earlier route of the report has shown ------------------------------------- */

#define SHARED 4		/* fewer calls are not worth a fold */

static uint32_t common(const struct q_path *a, const struct q_path *b)
{
	uint32_t i;

	for (i = 0; i < a->nr_hops && i < b->nr_hops; i++)
		if (a->hop[i].caller != b->hop[i].caller || a->hop[i].callee != b->hop[i].callee ||
		    a->hop[i].site.file != b->hop[i].site.file || a->hop[i].site.line != b->hop[i].site.line)
			break;
	return i;
}

static const struct q_path *route_of(const struct lab_answer *a)
{
	const struct q_path_result *p = a->answer.res;
	int is_path = a->part->kind && a->part->kind->shape == ANSWER_PATH && a->state == LAB_FOUND;

	return is_path && p->nr_paths ? p->path : NULL;
}

/* How many calls the route begins with that one above begins with, too; its section. */
static uint32_t shown_above(struct report *r, const struct q_path_result *res, char *section, size_t size)
{
	uint32_t q, j, n, i = 0, best = 0;

	for (q = 0; r->lab && q < r->lab->lab->nr_questions; q++)
		for (j = 0; j < r->lab->lab->question[q].nr_parts; j++, i++) {
			const struct lab_answer *a = &r->lab->answer[i];

			if (a->answer.res == res)
				return best < SHARED ? 0 : best;
			n = route_of(a) ? common(route_of(a), res->path) : 0;
			if (n <= best)
				continue;
			best = n;
			snprintf(section, size, "part%u-%u", q + 1, j + 1);
		}
	return 0;
}

static uint32_t fold_shared(struct report *r, const struct q_path_result *res)
{
	const struct q_path *p = res->path;
	char section[32] = "";
	uint32_t i, nr = shown_above(r, res, section, sizeof(section));
	const struct prose_gap gaps[] = {
		{ .name = "n", .type = PROSE_UINT, .id = nr },
		{ .name = "to", .type = PROSE_FUNC, .id = nr ? p->hop[nr - 1].callee : 0 },
		{ .type = PROSE_END }
	};

	if (!nr || nr == p->nr_hops)
		return 0;
	sink_puts(&r->out, "<li class=\"shared\"><details><summary>");
	prose_say(r, &html_ink, "as above up to {to} ({n} calls)", gaps);
	sink_printf(&r->out, "</summary>\n<p class=\"note\"><a href=\"#%s\">", section);
	html_tr(r, "where it stands first");
	sink_puts(&r->out, "</a></p>\n<ol class=\"hops\">\n");
	for (i = 0; i < nr; i++)
		hop(r, &p->hop[i], i + 1);
	sink_puts(&r->out, "</ol></details></li>\n");
	return nr;
}

int html_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	const struct q_path *p = res->path;
	uint32_t i;

	if (!res->nr_paths) {
		frontier(r, res);
		return 0;
	}
	sink_puts(&r->out, "<p class=\"answer\">");
	prose_path(r, &html_ink, res, p);
	sink_puts(&r->out, "</p>\n");
	if (!p->nr_hops)
		return 0;
	meet(r, res);
	if (pictures(r, res, err))
		return -1;
	sink_puts(&r->out, "<ol class=\"hops\">\n");
	for (i = fold_shared(r, res); i < p->nr_hops; i++)
		hop(r, &p->hop[i], i + 1);
	sink_puts(&r->out, "</ol>\n");
	if (res->executed_by) {
		sink_puts(&r->out, "<p class=\"note\">");
		html_tr(r, "deferred work is followed from who executes it, not from who starts it");
		sink_puts(&r->out, "</p>\n");
	}
	other_ways(r, res);
	return 0;
}
