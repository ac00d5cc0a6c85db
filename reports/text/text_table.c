/* SPDX-License-Identifier: MIT */
#include "text_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static const char *const colour[] = {
	[TS_NAME] = "\033[1m",
	[TS_KIND] = "\033[36m",
	[TS_LATER] = "\033[33m",
	[TS_PLACE] = "\033[32m",
	[TS_HEAD] = "\033[1m",
	[TS_NOTE] = "\033[2m",
	[TS_BAD] = "\033[31m",
};

/* Widest first column that others are aligned to. */
#define NAME_MAX_WIDTH 40

void text_put(struct report *r, enum text_style style, const char *str)
{
	struct strbuf safe = STRBUF_INIT;
	const char *on = r->color && *str ? colour[style] : NULL;

	strbuf_addtext(&safe, str);
	if (on)
		sink_puts(&r->out, on);
	sink_add(&r->out, safe.buf, safe.len);
	if (on)
		sink_puts(&r->out, "\033[0m");
	strbuf_release(&safe);
}

void text_putf(struct report *r, enum text_style style, const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	text_put(r, style, sb.buf);
	strbuf_release(&sb);
}

void text_table_init(struct text_table *t, int indent)
{
	memset(t, 0, sizeof(*t));
	arena_init(&t->arena);
	t->indent = indent;
}

void text_table_release(struct text_table *t)
{
	arena_release(&t->arena);
	free(t->row);
	memset(t, 0, sizeof(*t));
}

void text_row(struct text_table *t)
{
	ALLOC_GROW(t->row, t->nr + 1, t->alloc);
	memset(&t->row[t->nr++], 0, sizeof(*t->row));
}

static const char *vtext(struct text_table *t, const char *fmt, va_list ap)
{
	struct strbuf raw = STRBUF_INIT, safe = STRBUF_INIT;
	const char *ret;

	strbuf_vaddf(&raw, fmt, ap);
	strbuf_addtext(&safe, raw.buf);
	ret = arena_strdup(&t->arena, safe.buf);
	strbuf_release(&raw);
	strbuf_release(&safe);
	return ret;
}

void text_cell(struct text_table *t, unsigned col, enum text_style style, const char *fmt, ...)
{
	struct text_row *row = &t->row[t->nr - 1];
	va_list ap;

	va_start(ap, fmt);
	row->cell[col] = vtext(t, fmt, ap);
	row->style[col] = style;
	va_end(ap);
}

void text_below(struct text_table *t, enum text_style style, const char *fmt, ...)
{
	struct text_row *row = &t->row[t->nr - 1];
	struct text_note *n = arena_alloc(&t->arena, sizeof(*n)), **p;
	va_list ap;

	va_start(ap, fmt);
	n->text = vtext(t, fmt, ap);
	va_end(ap);
	n->style = style;
	for (p = &row->note; *p; p = &(*p)->next)
		;
	*p = n;
}

const char *text_place(struct text_table *t, struct report *r, uint32_t file, uint32_t line)
{
	struct strbuf sb = STRBUF_INIT;
	const char *ret;

	report_place(r, file, line, &sb);
	ret = arena_strdup(&t->arena, sb.buf);
	strbuf_release(&sb);
	return ret;
}

static void spaces(struct report *r, size_t n)
{
	while (n--)
		sink_putc(&r->out, ' ');
}

static void put_safe(struct report *r, enum text_style style, const char *str, size_t n)
{
	const char *on = r->color && n ? colour[style] : NULL;

	if (on)
		sink_puts(&r->out, on);
	sink_add(&r->out, str, n);
	if (on)
		sink_puts(&r->out, "\033[0m");
}

/* Wraps at blanks and behind wide characters; a word that is longer than the line stands alone. */
static void print_note(struct report *r, const struct text_note *n, size_t indent)
{
	const char *p = n->text;

	while (*p) {
		size_t room = r->width > (int)indent + 20 ? r->width - indent : 20;
		size_t take = strlen(p), cols = text_width(p), i, len, best = 0, w = 0;

		if (r->width && cols > room) {
			for (i = 0; p[i] && !(w > room && best); i += len) {
				len = text_char(p + i, &cols);
				w += cols;
				if (p[i] == ' ' && (w <= room || !best))
					best = i;
				else if (cols > 1 && i && w <= room)
					best = i + len;
			}
			if (best)
				take = best;
		}
		spaces(r, indent);
		put_safe(r, n->style, p, take);
		sink_putc(&r->out, '\n');
		p += take;
		while (*p == ' ')
			p++;
	}
}

void text_table_print(struct report *r, const struct text_table *t)
{
	size_t width[TEXT_COLS] = { 0 }, total = t->indent, note_indent;
	unsigned c, last = 0, fold = 0;
	size_t i;

	for (i = 0; i < t->nr; i++) {
		for (c = 0; c < TEXT_COLS; c++) {
			size_t w = t->row[i].cell[c] ? text_width(t->row[i].cell[c]) : 0;

			if (w && c > last)
				last = c;
			if (w > NAME_MAX_WIDTH && c < TEXT_COLS - 1)
				w = NAME_MAX_WIDTH;
			if (w > width[c])
				width[c] = w;
		}
	}
	for (c = 0; c <= last; c++)
		total += width[c] ? width[c] + 2 : 0;
	if (r->width && last && (int)total - 2 > r->width)
		fold = last;
	note_indent = t->indent + 2 + (width[0] && width[0] <= 4 ? width[0] + 2 : 2);

	for (i = 0; i < t->nr; i++) {
		const struct text_row *row = &t->row[i];
		const struct text_note *n;
		unsigned end = 0;
		size_t owed = t->indent;

		for (c = 0; c <= last; c++)
			if (row->cell[c] && *row->cell[c] && !(fold && c == fold))
				end = c;
		for (c = 0; c <= end; c++) {
			const char *s = row->cell[c] ? row->cell[c] : "";
			size_t w = text_width(s);

			if (!width[c])
				continue;
			if (w) {
				spaces(r, owed);
				put_safe(r, row->style[c], s, strlen(s));
				owed = 0;
			}
			owed += (w < width[c] ? width[c] - w : 0) + 2;
		}
		sink_putc(&r->out, '\n');
		if (fold && row->cell[fold] && *row->cell[fold]) {
			spaces(r, note_indent);
			put_safe(r, row->style[fold], row->cell[fold], strlen(row->cell[fold]));
			sink_putc(&r->out, '\n');
		}
		for (n = row->note; n; n = n->next)
			print_note(r, n, note_indent);
	}
}
