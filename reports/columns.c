/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include <string.h>

#include "base/xalloc.h"
#include "queries/protocol/flags.h"

static const struct form *const forms[] = {
#define ANSWER(name) &name##_form,
#include "queries/answers.def"
#undef ANSWER
};

int (*form_own(const struct form *f, const char *format))(struct report *r, const void *res,
							  struct strbuf *err)
{
	const struct form_own *o;

	for (o = f->own; o && o->format; o++)
		if (!strcmp(o->format, format))
			return o->write;
	return NULL;
}

const struct form *form_find(const char *answer)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(forms); i++)
		if (!strcmp(forms[i]->name, answer))
			return forms[i];
	return NULL;
}

void section_span(const struct report *r, const struct section *s, const void *res, uint32_t *first,
		  uint32_t *nr)
{
	*first = 0;
	if (s->count)
		*nr = s->count(r, res);
	else if (s->span)
		s->span(res, s->arg, first, nr);
	else
		memcpy(nr, (const char *)res + s->nr, sizeof(*nr));
}

int section_for_people(const struct report *r, const struct section *s)
{
	return !s->only_data && (r->verbose || !s->only_verbose);
}

int section_for_data(const struct report *r, const struct section *s)
{
	return !s->only_people && (r->verbose || !s->only_verbose);
}

uint32_t form_rows(const struct report *r, const struct form *f, const void *res)
{
	uint32_t first, nr, sum = 0;
	size_t i;

	for (i = 0; i < f->nr_sections; i++) {
		section_span(r, &f->section[i], res, &first, &nr);
		sum += nr;
	}
	return sum;
}

void section_cells(const struct report *r, const struct section *s, const void *res, uint32_t i,
		   struct cell *c, struct arena *a)
{
	memset(c, 0, COLUMNS_MAX * sizeof(*c));
	arena_clear(a);
	s->row(r, res, i, c, a);
}

void form_head(const struct report *r, const struct form *f, const void *res, struct cell *c,
	       struct arena *a)
{
	memset(c, 0, COLUMNS_MAX * sizeof(*c));
	if (f->head_row)
		f->head_row(r, res, c, a);
}

int cell_is_empty(const struct column *col, const struct cell *c)
{
	if (c->absent || c->null)
		return 1;
	switch (col->kind) {
	case CELL_WORD: case CELL_CODE:
		return !c->text || !*c->text;
	case CELL_PLACE:
		return !c->place.file;
	case CELL_UINT: case CELL_REAL:
		return 0;
	case CELL_NAMES: case CELL_FUNCS: case CELL_PLACES: case CELL_CALLS: case CELL_PAIRS: case CELL_COUNTS: case CELL_ROUTE:
		return !c->nr;
	default:
		return !c->id;
	}
}

static const char *name_of(const struct report *r, const struct column *col, const struct cell *c)
{
	switch (col->kind) {
	case CELL_FUNC:
		return report_func(r, c->id);
	case CELL_OBJECT:
		return graph_str(r->g, graph_object(r->g, c->id)->name);
	case CELL_SLOT:
		return graph_str(r->g, graph_slot(r->g, c->id)->name);
	case CELL_RULE:
		return report_rule(c->id);
	case CELL_KIND:
		return report_kind(r, c->id);
	case CELL_BOOL: case CELL_TRUE:
		return c->id ? "yes" : "";
	default:
		return c->text ? c->text : "";
	}
}

/* One of a list, but of a way. */
static void list_item(const struct report *r, const struct column *col, const struct cell *c,
		      uint32_t i, struct strbuf *out)
{
	const struct cell_count *n = c->list;
	const struct k_pair *p = c->list;
	const struct q_place *at = c->list;

	if (col->kind == CELL_CALLS) {
		const struct g_site *site = graph_site(r->g, ((const uint32_t *)c->list)[i]);

		strbuf_addf(out, "%s ", report_func(r, site->func));
		report_place(r, site->file, site->line, out);
	} else if (col->kind == CELL_COUNTS) {
		strbuf_addf(out, "%s %.10g", n[i].name, n[i].n);
	} else if (col->kind == CELL_PAIRS) {
		strbuf_addf(out, "%s = %s", p[i].key, *p[i].value ? p[i].value : "(nothing)");
	} else if (col->kind == CELL_PLACES) {
		report_place(r, at[i].file, at[i].line, out);
	} else if (col->kind == CELL_NAMES) {
		strbuf_addstr(out, ((const char *const *)c->list)[i]);
	} else {
		strbuf_addstr(out, report_func(r, ((const uint32_t *)c->list)[i]));
	}
}

static void list_text(const struct report *r, const struct column *col, const struct cell *c,
		      struct strbuf *out)
{
	const struct q_flag_step *step = c->list;
	uint32_t i;

	for (i = 0; i < c->nr; i++) {
		if (col->kind == CELL_ROUTE) {
			strbuf_addstr(out, report_func(r, step[i].func));
			if (i + 1 < c->nr)
				strbuf_addstr(out, step[i].back ? " <- " : " -> ");
			continue;
		}
		strbuf_addstr(out, i ? ", " : "");
		list_item(r, col, c, i, out);
	}
}

void cell_text(const struct report *r, const struct column *col, const struct cell *c,
	       struct strbuf *out)
{
	if (c->absent)
		return;
	switch (col->kind) {
	case CELL_PLACE:
		report_place(r, c->place.file, c->place.line, out);
		break;
	case CELL_UINT:
		strbuf_addf(out, "%u", c->id);
		break;
	case CELL_REAL:
		strbuf_addf(out, "%.4g", c->real);
		break;
	case CELL_NAMES: case CELL_FUNCS: case CELL_PLACES: case CELL_CALLS: case CELL_PAIRS: case CELL_COUNTS: case CELL_ROUTE:
		list_text(r, col, c, out);
		break;
	default:
		if (col->kind > CELL_CODE && !c->id)
			break;
		strbuf_addstr(out, name_of(r, col, c));
	}
}

/* A function, or a call site. */
static void link_ink(struct report *r, const struct prose_ink *ink, const struct column *col, uint32_t id)
{
	const struct g_site *s = col->kind == CELL_CALLS ? graph_site(r->g, id) : NULL;

	ink->func(r, s ? s->func : id);
	if (s) {
		ink->text(r, " ");
		ink->place(r, (struct q_place){ s->file, s->line });
	}
}

static void list_ink(struct report *r, const struct prose_ink *ink, const struct column *col,
		     const struct cell *c)
{
	const struct q_flag_step *step = c->list;
	struct strbuf one = STRBUF_INIT;
	uint32_t i;

	for (i = 0; i < c->nr; i++) {
		if (col->kind == CELL_ROUTE) {
			ink->func(r, step[i].func);
			if (i + 1 < c->nr)
				ink->text(r, step[i].back ? " ↩ " : " → ");
			continue;
		}
		if (i)
			ink->text(r, ", ");
		if (col->kind == CELL_PLACES) {
			ink->place(r, ((const struct q_place *)c->list)[i]);
			continue;
		}
		if (col->kind == CELL_FUNCS || col->kind == CELL_CALLS) {
			link_ink(r, ink, col, ((const uint32_t *)c->list)[i]);
			continue;
		}
		strbuf_clear(&one);
		list_item(r, col, c, i, &one);
		ink->code(r, one.buf);
	}
	strbuf_release(&one);
}

void cell_ink(struct report *r, const struct prose_ink *ink, const struct column *col,
	      const struct cell *c)
{
	struct strbuf sb = STRBUF_INIT, own = STRBUF_INIT;

	switch (col->kind) {
	case CELL_FUNC:
		ink->func(r, c->id);
		break;
	case CELL_PLACE:
		ink->place(r, c->place);
		break;
	case CELL_OBJECT: case CELL_SLOT: case CELL_CODE:
		ink->code(r, name_of(r, col, c));
		break;
	case CELL_KIND:
		ink->text(r, report_tr(r, report_kind(r, c->id)));
		break;
	case CELL_NAMES: case CELL_FUNCS: case CELL_PLACES: case CELL_CALLS: case CELL_PAIRS: case CELL_COUNTS: case CELL_ROUTE:
		list_ink(r, ink, col, c);
		break;
	default:
		cell_text(r, col, c, &sb);
		if (strchr(sb.buf, ' '))	/* a sentence */
			report_message(r->lang, sb.buf, &own);
		else
			strbuf_addstr(&own, col->kind == CELL_WORD ? report_tr(r, sb.buf) : sb.buf);
		ink->text(r, own.buf);
	}
	strbuf_release(&own);
	strbuf_release(&sb);
}

void page_cell(struct report *r, const struct prose_ink *ink, const struct column *col,
	       const struct cell *c, unsigned page)
{
	int any = 0;

	for (; col->kind != CELL_END; col++, c++) {
		if (col->page != page || cell_is_empty(col, c) || (any && !(col->flags & COL_JOIN)))
			continue;
		if (any)
			sink_putc(&r->out, ' ');
		cell_ink(r, ink, col, c);
		any = 1;
	}
}

unsigned page_columns(const struct column *col)
{
	unsigned max = 0;

	for (; col->kind != CELL_END; col++)
		if (col->page > max)
			max = col->page;
	return max;
}

const char *page_label(const struct column *col, unsigned page)
{
	for (; col->kind != CELL_END; col++)
		if (col->page == page && col->label)
			return col->label;
	return "";
}

void head_gaps(const struct report *r, const struct form *f, const struct cell *c,
	       struct prose_gap *gap)
{
	const struct column *col;

	for (col = f->head; col && col->kind != CELL_END; col++, c++, gap++) {
		*gap = (struct prose_gap){ .name = col->key, .id = c->id, .place = c->place };
		switch (col->kind) {
		case CELL_FUNC:
			gap->type = PROSE_FUNC;
			break;
		case CELL_PLACE:
			gap->type = PROSE_PLACE;
			break;
		case CELL_UINT:
			gap->type = PROSE_UINT;
			break;
		default:
			gap->type = col->kind == CELL_WORD ? PROSE_TEXT : PROSE_CODE;
			gap->text = name_of(r, col, c);
		}
	}
	*gap = (struct prose_gap){ .type = PROSE_END };
}

int note_holds(const struct form *f, const struct cell *head, const struct form_note *n)
{
	const struct column *col;

	if (!n->when)
		return 1;
	for (col = f->head; col && col->kind != CELL_END; col++, head++)
		if (!strcmp(col->key, n->when))
			return col->kind == CELL_UINT ? head->id > 0 : !cell_is_empty(col, head);
	return 0;
}

int note_on_page(const struct form *f, const struct cell *head, const struct form_note *n,
		 int first, uint32_t nr)
{
	return n->first == first && !n->only_text && (!n->mark || nr) && note_holds(f, head, n);
}

int form_leads(const struct form *f, uint32_t nr)
{
	return f->lead && (nr || f->nr_sections != 1 || !f->section[0].empty);
}
