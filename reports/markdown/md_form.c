/* SPDX-License-Identifier: MIT */
/* Answers that are tables, in Markdown: by their forms. */
#include "md_p.h"

static const struct prose_ink cell_of = {
	.text = md_text, .code = md_cell_code, .func = md_func, .place = md_place,
};

/* Ends the table above and says what the rows below have in common. */
static void group(struct report *r, const struct section *s, const struct group_head *h)
{
	if (*h->title) {
		sink_puts(&r->out, "#### ");
		md_text(r, h->title);
		sink_puts(&r->out, "\n\n");
	}
	if (*h->about) {
		if (h->name)
			md_code(r, h->name);
		sink_puts(&r->out, h->name ? " " : "");
		md_text(r, h->about);
		sink_puts(&r->out, "\n\n");
	}
	md_columns(r, s->column);
}

static void section(struct report *r, const struct section *s, const void *res)
{
	unsigned columns = page_columns(s->column), page;
	struct arena a = ARENA_INIT;
	struct cell c[COLUMNS_MAX];
	uint32_t first, nr, i, rows, in_group = 0;

	section_span(r, s, res, &first, &nr);
	if (!section_for_people(r, s))
		return;
	if (nr && s->page_title) {
		sink_puts(&r->out, "#### ");
		md_tr(r, s->page_title);
		sink_puts(&r->out, "\n\n");
	} else if (!nr && s->empty) {
		md_tr(r, s->empty);
		sink_puts(&r->out, "\n\n");
	}
	if (!nr)
		return;
	if (!s->group)
		md_columns(r, s->column);
	rows = nr;
	for (i = first; i < first + nr; i++) {
		const struct group_head *head = s->group ? s->group(r, res, i, &a) : NULL;

		if (head && i > first)
			md_tail(r, rows);
		if (head) {
			group(r, s, head);
			rows = head->rows;
			in_group = 0;
		} else if (s->group && i == first) {
			md_columns(r, s->column);
		}
		if (in_group++ >= md_rows(rows))
			continue;
		section_cells(r, s, res, i, c, &a);
		if (c[0].hidden)
			continue;
		md_row(r);
		for (page = 1; page <= columns; page++) {
			if (page > 1)
				md_cell(r);
			page_cell(r, &cell_of, s->column, c, page);
		}
		md_row_end(r);
	}
	md_tail(r, rows);
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
		sink_puts(&r->out, "- ");
		if (n->mark) {
			md_code(r, n->mark);
			sink_putc(&r->out, ' ');
		}
		prose_say(r, &md_ink, n->text, gaps);
		sink_putc(&r->out, '\n');
		any = 1;
	}
	sink_puts(&r->out, any ? "\n" : "");
}

int md_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	uint32_t nr = form_rows(r, f, res);
	struct prose_gap gaps[COLUMNS_MAX + 1];
	struct cell head[COLUMNS_MAX];
	struct arena a = ARENA_INIT;
	size_t i;
	int ret = 0;

	if (form_own(f, "markdown"))
		return form_own(f, "markdown")(r, res, err);
	form_head(r, f, res, head, &a);
	head_gaps(r, f, head, gaps);
	if (form_leads(f, nr))
		md_say(r, f->lead, gaps);
	notes(r, f, head, gaps, 1, nr);
	if (nr && f->pictured && f->crowded && f->crowded(res)) {
		f->grid(r, res);
	} else if (nr && f->mermaid && f->pictured) {
		sink_puts(&r->out, "```mermaid\n");
		ret = f->mermaid(r, res, err);
		sink_puts(&r->out, "```\n\n");
	}
	for (i = 0; i < f->nr_sections && !ret; i++)
		section(r, &f->section[i], res);
	if (!ret)
		notes(r, f, head, gaps, 0, nr);
	arena_release(&a);
	return ret;
}
