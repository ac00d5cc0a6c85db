/* SPDX-License-Identifier: MIT */
/* Answers that are tables, on a page: by their forms. */
#include "html_grid.h"

static void none(struct report *r, const char *text)
{
	sink_puts(&r->out, "<p class=\"gap\">");
	html_tr(r, text);
	sink_puts(&r->out, "</p>\n");
}

static void heading(struct report *r, const struct section *s)
{
	if (!s->page_title)
		return;
	if (s->folded)
		sink_puts(&r->out, "<details><summary>");
	else
		html_heading(r, 1);
	html_tr(r, s->page_title);
	if (s->folded)
		sink_puts(&r->out, "</summary>\n");
	else
		html_heading(r, 0);
}

/* Ends the table above and says what the rows below have in common. */
static void group(struct report *r, const struct section *s, const struct group_head *h,
		  struct grid *g, int open)
{
	if (open)
		grid_end(g);
	if (*h->title) {
		html_heading(r, 1);
		html_text(r, h->title);
		html_heading(r, 0);
	}
	if (*h->about) {
		sink_puts(&r->out, h->name ? "<p>" : "<p class=\"note\">");
		if (h->name)
			html_code(r, h->name);
		sink_puts(&r->out, h->name ? " " : "");
		html_text(r, h->about);
		sink_puts(&r->out, "</p>\n");
	}
	grid_columns(g, r, s->column);
}

static int is_route(const struct column *col, unsigned page)
{
	for (; col->kind != CELL_END; col++)
		if (col->kind == CELL_ROUTE && col->page == page)
			return 1;
	return 0;
}

static void section(struct report *r, const struct section *s, const void *res)
{
	unsigned columns = page_columns(s->column), page;
	struct arena a = ARENA_INIT;
	struct cell c[COLUMNS_MAX];
	uint32_t first, nr, i, rows;
	struct grid g;

	section_span(r, s, res, &first, &nr);
	if (!section_for_people(r, s))
		return;
	if (!nr) {
		if (s->empty)
			none(r, s->empty);
		return;
	}
	heading(r, s);
	rows = nr;
	if (!s->group)
		grid_columns(&g, r, s->column);
	for (i = first; i < first + nr; i++) {
		const struct group_head *head = s->group ? s->group(r, res, i, &a) : NULL;

		if (head)
			group(r, s, head, &g, i > first);
		else if (s->group && i == first)
			grid_columns(&g, r, s->column);
		rows = head ? head->rows : rows;
		section_cells(r, s, res, i, c, &a);
		if (c[0].hidden)
			continue;
		grid_row(&g, rows);
		for (page = 1; page <= columns; page++) {
			if (page > 1)
				grid_cell(&g);
			sink_puts(&r->out, is_route(s->column, page) ? "<span class=\"route\">" : "");
			page_cell(r, &html_ink, s->column, c, page);
			sink_puts(&r->out, is_route(s->column, page) ? "</span>" : "");
		}
	}
	grid_end(&g);
	if (s->page_title && s->folded)
		sink_puts(&r->out, "</details>\n");
	arena_release(&a);
}

static void notes(struct report *r, const struct form *f, const struct cell *head,
		  const struct prose_gap *gaps, int first, uint32_t nr)
{
	const struct form_note *n;
	int any = 0;

	for (n = f->note; n && n->text; n++) {
		if (!note_on_page(f, head, n, first, nr))
			continue;
		sink_puts(&r->out, any++ ? "<br>" : "<p class=\"note\">");
		if (n->mark) {
			html_text(r, n->mark);
			sink_putc(&r->out, ' ');
		}
		prose_say(r, &html_ink, n->text, gaps);
	}
	sink_puts(&r->out, any ? "</p>\n" : "");
}

int html_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	uint32_t nr = form_rows(r, f, res);
	struct prose_gap gaps[COLUMNS_MAX + 1];
	struct cell head[COLUMNS_MAX];
	struct arena a = ARENA_INIT;
	int ret = 0;
	size_t i;

	if (form_own(f, "html"))
		return form_own(f, "html")(r, res, err);
	form_head(r, f, res, head, &a);
	head_gaps(r, f, head, gaps);
	if (form_leads(f, nr)) {
		sink_puts(&r->out, "<p class=\"answer\">");
		prose_say(r, &html_ink, f->lead, gaps);
		sink_puts(&r->out, "</p>\n");
	}
	notes(r, f, head, gaps, 1, nr);
	if (nr && f->draw && f->pictured)
		ret = html_diagram(r, f->draw(r, res, 0), NULL, err);
	for (i = 0; i < f->nr_sections && !ret; i++)
		section(r, &f->section[i], res);
	if (!ret)
		notes(r, f, head, gaps, 0, nr);
	arena_release(&a);
	return ret;
}

int html_form_page(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	int ret;

	if (f->page)
		return f->page(r, res, err);
	html_begin(r, r->asked ? r->asked : f->name, NULL);
	sink_printf(&r->out, "<section class=\"part %s\">\n", f->name);
	ret = html_form(r, f, res, err);
	sink_puts(&r->out, "</section>\n");
	html_end(r);
	return ret;
}
