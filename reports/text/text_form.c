/* SPDX-License-Identifier: MIT */
/* Answers that are tables, as text: by their forms. */
#include <ctype.h>
#include <string.h>

#include "text_p.h"

static const struct prose_gap *gap_of(const struct prose_gap *gap, const char *name, size_t n)
{
	for (; gap->type != PROSE_END; gap++)
		if (strlen(gap->name) == n && !strncmp(gap->name, name, n))
			return gap;
	return NULL;
}

static void gap_text(struct report *r, const struct prose_gap *g, struct strbuf *out)
{
	switch (g->type) {
	case PROSE_FUNC:
		strbuf_addstr(out, report_func(r, (uint32_t)g->id));
		break;
	case PROSE_PLACE:
		report_place(r, g->place.file, g->place.line, out);
		break;
	case PROSE_UINT:
		strbuf_addf(out, "%llu", (unsigned long long)g->id);
		break;
	default:
		strbuf_addstr(out, g->text ? g->text : "");
	}
}

/* Has the part of a template that ends with ']' a gap that nothing fills? */
static int has_empty_gap(struct report *r, const char *s, const struct prose_gap *gap)
{
	struct strbuf sb = STRBUF_INIT;
	int empty = 0;

	for (; *s && *s != ']' && !empty; s++) {
		const struct prose_gap *g;

		if (*s != '{')
			continue;
		g = gap_of(gap, s + 1, strcspn(s + 1, "}"));
		strbuf_clear(&sb);
		if (g)
			gap_text(r, g, &sb);
		empty = !sb.len;
	}
	strbuf_release(&sb);
	return empty;
}

/* A template in the report's language; names are stressed. */
static void say(struct report *r, const char *text, const struct prose_gap *gap)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s = prose_words(r, text, gap);

	while (*s) {
		const struct prose_gap *g;
		size_t n = strcspn(s, "{[]");

		sink_add(&r->out, s, n);
		s += n;
		if (*s == '[' && has_empty_gap(r, s, gap))
			s += strcspn(s, "]");
		if (*s == '[' || *s == ']')
			s++;
		if (*s != '{')
			continue;
		n = strcspn(s + 1, "}");
		g = gap_of(gap, s + 1, n);
		strbuf_clear(&sb);
		if (g)
			gap_text(r, g, &sb);
		text_put(r, g && g->type != PROSE_UINT && g->type != PROSE_PLACE ? TS_HEAD : TS_PLAIN,
			 sb.buf);
		s += n + 1 + (s[n + 1] == '}');
	}
	strbuf_release(&sb);
}

/* What stands around a cell: a word is a key of the catalogue, the space beside it is not. */
static void around(const struct report *r, const char *text, struct strbuf *out)
{
	size_t n = text ? strlen(text) : 0, from = n && text[0] == ' ';
	char word[32];

	if (n && text[n - 1] == ' ')
		n--;
	if (n - from >= sizeof(word) || !n || !isalpha((unsigned char)text[from])) {
		strbuf_addstr(out, text ? text : "");
		return;
	}
	memcpy(word, text + from, n - from);
	word[n - from] = '\0';
	strbuf_addf(out, "%s%s%s", from ? " " : "", report_tr(r, word), text[n] ? " " : "");
}

static void set_off(const struct report *r, const struct column *col, const char *cell, struct strbuf *out)
{
	around(r, col->before, out);
	strbuf_addstr(out, cell);
	around(r, col->after, out);
}

static enum text_style style_of(const struct column *col, const struct cell *c)
{
	return c->style ? (enum text_style)c->style : col->style;
}

static void say_cell(struct report *r, const struct column *col, const struct cell *c, struct strbuf *out)
{
	if (col->flags & COL_SENTENCE)
		report_message(r->lang, c->text ? c->text : "", out);
	else if (col->kind == CELL_WORD && !c->absent)
		strbuf_addstr(out, report_tr(r, c->text ? c->text : ""));
	else if (col->kind == CELL_KIND && !c->absent)
		strbuf_addstr(out, report_tr(r, report_kind(r, c->id)));
	else
		cell_text(r, col, c, out);
}

/* What stands in one cell: the first column that is not empty, and those that join it. */
static enum text_style cell_of(struct report *r, const struct column *col, const struct cell *c,
			       unsigned at, struct strbuf *out)
{
	enum text_style style = TS_PLAIN;

	for (; col->kind != CELL_END; col++, c++) {
		struct strbuf one = STRBUF_INIT;

		if (col->text != at || (col->flags & COL_BELOW) || cell_is_empty(col, c) ||
		    (out->len && !(col->flags & COL_JOIN)))
			continue;
		say_cell(r, col, c, &one);
		if (out->len)
			strbuf_addstr(out, ", ");
		else
			style = style_of(col, c);
		if (col->flags & COL_RIGHT)
			strbuf_addf(out, "%*s", col->wide ? col->wide : 4, one.buf);
		else
			set_off(r, col, one.buf, out);
		strbuf_release(&one);
	}
	return style;
}

/* A line of its own; of pairs and lines one for each. */
static void below(struct report *r, struct text_table *t, const struct column *col, const struct cell *c)
{
	struct strbuf sb = STRBUF_INIT;
	struct cell one = *c;
	uint32_t i;

	for (i = 0; i < (col->kind == CELL_PAIRS ? c->nr : 1); i++) {
		if (col->kind == CELL_PAIRS) {
			one.list = (const struct k_pair *)c->list + i;
			one.nr = 1;
		}
		strbuf_clear(&sb);
		say_cell(r, col, &one, &sb);
		text_below(t, style_of(col, c), "%s%s%s", col->before ? report_tr(r, col->before) : "",
			   col->before ? " " : "", sb.buf);
	}
	strbuf_release(&sb);
}

static void row(struct report *r, struct text_table *t, const struct section *s,
		const struct cell *c)
{
	struct strbuf sb = STRBUF_INIT;
	const struct column *col;
	enum text_style style;
	unsigned at;

	text_row(t);
	for (at = 1; at <= TEXT_COLS; at++) {
		strbuf_clear(&sb);
		style = cell_of(r, s->column, c, at, &sb);
		text_cell(t, at - 1, style, "%s", sb.buf);
	}
	for (col = s->column; col->kind != CELL_END; col++, c++)
		if ((col->flags & COL_BELOW) && !cell_is_empty(col, c))
			below(r, t, col, c);
	strbuf_release(&sb);
}

/* Ends the table above and says what the rows below have in common. */
static void group(struct report *r, const struct group_head *h, struct text_table *t, int indent)
{
	int first = !t->nr;

	text_table_print(r, t);
	text_table_release(t);
	text_table_init(t, indent);
	if (!first)
		sink_putc(&r->out, '\n');
	text_put(r, TS_HEAD, h->title);
	sink_putc(&r->out, '\n');
	if (*h->about) {
		text_put(r, TS_NOTE, h->about);
		sink_putc(&r->out, '\n');
	}
}

static void more(struct report *r, uint32_t n)
{
	const struct prose_gap gap[] = { { .name = "n", .type = PROSE_UINT, .id = n }, { .type = PROSE_END } };
	struct strbuf sb = STRBUF_INIT;

	prose_fill(r, &sb, "… and {n} more (-v shows all)", gap);
	sink_printf(&r->out, "  %s\n", sb.buf);
	strbuf_release(&sb);
}

static void section(struct report *r, const struct form *f, const struct section *s,
		    const void *res)
{
	const struct group_head *head;
	struct arena a = ARENA_INIT;
	struct cell c[COLUMNS_MAX];
	struct text_table t;
	uint32_t first, nr, i, shown;

	section_span(r, s, res, &first, &nr);
	if ((!nr && !s->empty && (s->title || s->group)) || !section_for_people(r, s))
		return;
	shown = s->limit && nr > s->limit && !r->verbose ? s->limit : nr;
	if (f->title)
		sink_putc(&r->out, '\n');
	if (nr && s->title)
		text_put(r, s->stressed ? TS_HEAD : TS_PLAIN, report_tr(r, s->title));
	if (nr && s->title)
		sink_printf(&r->out, " (%u)%s\n", nr, s->stressed ? "" : ":");
	text_table_init(&t, f->title ? 2 : 0);
	for (i = first; i < first + shown; i++) {
		head = s->group ? s->group(r, res, i, &a) : NULL;
		if (head)
			group(r, head, &t, f->title ? 2 : 0);
		section_cells(r, s, res, i, c, &a);
		if (!c[0].hidden)
			row(r, &t, s, c);
	}
	text_table_print(r, &t);
	text_table_release(&t);
	if (shown < nr)
		more(r, nr - shown);
	if (!nr && s->empty)
		sink_printf(&r->out, "%s\n", report_tr(r, s->empty));
	arena_release(&a);
}

static void notes(struct report *r, const struct form *f, const struct cell *head,
		  const struct prose_gap *gaps, int first)
{
	const struct form_note *n;
	int marks = 0;

	for (n = f->note; n && n->text; n++) {
		if (n->first != first || !note_holds(f, head, n))
			continue;
		if (n->mark)
			sink_printf(&r->out, "%s%s  ", marks++ ? "" : "\n", n->mark);
		if (n->apart && !first)
			sink_putc(&r->out, '\n');
		say(r, n->text, gaps);
		sink_puts(&r->out, n->apart && first ? "\n\n" : "\n");
	}
}

void text_notes(struct report *r, const struct form *f, const void *res)
{
	struct prose_gap gaps[COLUMNS_MAX + 1];
	struct cell head[COLUMNS_MAX];
	struct arena a = ARENA_INIT;

	form_head(r, f, res, head, &a);
	head_gaps(r, f, head, gaps);
	notes(r, f, head, gaps, 0);
	arena_release(&a);
}

int text_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	struct prose_gap gaps[COLUMNS_MAX + 1];
	struct cell head[COLUMNS_MAX];
	struct arena a = ARENA_INIT;
	size_t i;

	if (form_own(f, "text"))
		return form_own(f, "text")(r, res, err);
	form_head(r, f, res, head, &a);
	head_gaps(r, f, head, gaps);
	if (f->title) {
		say(r, f->title, gaps);
		sink_putc(&r->out, '\n');
	}
	notes(r, f, head, gaps, 1);
	for (i = 0; i < f->nr_sections; i++)
		section(r, f, &f->section[i], res);
	notes(r, f, head, gaps, 0);
	arena_release(&a);
	return 0;
}
