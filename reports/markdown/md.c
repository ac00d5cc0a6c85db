/* SPDX-License-Identifier: MIT */
#include "md_p.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#define ROWS 60

/* ---- pieces ------------------------------------------------------------------------ */

void md_text(struct report *r, const char *text)
{
	struct strbuf safe = STRBUF_INIT;
	const char *p;

	strbuf_addutf8(&safe, text);
	for (p = safe.buf; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f) {
			sink_putc(&r->out, ' ');
		} else if (*p == '<') {
			sink_puts(&r->out, "&lt;");
		} else if (*p == '>') {
			sink_puts(&r->out, "&gt;");
		} else if (*p == '&') {
			sink_puts(&r->out, "&amp;");
		} else {
			/* what begins a block does so at the begin only */
			if (strchr("\\`*_[]|~$", *p) ||
			    (p == safe.buf && strchr("#+-=", *p)) ||
			    (p > safe.buf && strchr(".)", *p) && isdigit((unsigned char)p[-1]) &&
			     strspn(safe.buf, "0123456789") == (size_t)(p - safe.buf)))
				sink_putc(&r->out, '\\');
			sink_putc(&r->out, *p);
		}
	}
	strbuf_release(&safe);
}

static void code(struct report *r, const char *text, int cell)
{
	struct strbuf safe = STRBUF_INIT;
	const char *p, *fence = strchr(text, '`') ? "``" : "`";

	strbuf_addtext(&safe, text);
	if (!safe.len)
		return;
	sink_puts(&r->out, fence);
	if (fence[1])
		sink_putc(&r->out, ' ');
	for (p = safe.buf; *p; p++) {
		if (*p == '|' && cell)
			sink_putc(&r->out, '\\');
		/* a run of two would end it */
		if (*p == '`' && p > safe.buf && p[-1] == '`')
			sink_putc(&r->out, ' ');
		sink_putc(&r->out, *p);
	}
	if (fence[1])
		sink_putc(&r->out, ' ');
	sink_puts(&r->out, fence);
	strbuf_release(&safe);
}

void md_code(struct report *r, const char *text)
{
	code(r, text, 0);
}

void md_cell_code(struct report *r, const char *text)
{
	code(r, text, 1);
}

void md_func(struct report *r, uint32_t func)
{
	md_code(r, report_func(r, func));
}

void md_place(struct report *r, struct q_place place)
{
	struct strbuf url = STRBUF_INIT, text = STRBUF_INIT;

	report_place(r, place.file, place.line, &text);
	if (!report_url(r, place.file, place.line, &url)) {
		sink_putc(&r->out, '[');
		md_cell_code(r, text.buf);
		sink_printf(&r->out, "](%s)", url.buf);
	} else {
		md_cell_code(r, text.buf);
	}
	strbuf_release(&url);
	strbuf_release(&text);
}

static void md_strong(struct report *r, int on)
{
	sink_puts(&r->out, "**");
}

const struct prose_ink md_ink = {
	.text = md_text, .code = md_code, .func = md_func, .place = md_place,
	.strong = md_strong,
};

void md_tr(struct report *r, const char *text)
{
	md_text(r, report_tr(r, text));
}

void md_say(struct report *r, const char *text, const struct prose_gap *gaps)
{
	prose_say(r, &md_ink, text, gaps);
	sink_puts(&r->out, "\n\n");
}

static void next_paragraph(struct report *r)
{
	sink_puts(&r->out, "\n\n");
}

void md_plain(struct report *r, const char *text)
{
	if (!text[strspn(text, " \t\r\n")])
		return;
	prose_plain(r, &md_ink, text, next_paragraph);
	sink_puts(&r->out, "\n\n");
}

/* A table's head; its rows are "| a | b |". */
void md_head(struct report *r, unsigned columns, ...)
{
	va_list ap;
	unsigned i;

	va_start(ap, columns);
	for (i = 0; i < columns; i++) {
		sink_puts(&r->out, "| ");
		md_tr(r, va_arg(ap, const char *));
		sink_putc(&r->out, ' ');
	}
	va_end(ap);
	sink_puts(&r->out, "|\n");
	for (i = 0; i < columns; i++)
		sink_puts(&r->out, "| --- ");
	sink_puts(&r->out, "|\n");
}

void md_columns(struct report *r, const struct column *col)
{
	unsigned i, nr = page_columns(col);

	for (i = 1; i <= nr; i++) {
		sink_puts(&r->out, "| ");
		md_tr(r, page_label(col, i));
		sink_putc(&r->out, ' ');
	}
	sink_puts(&r->out, "|\n");
	for (i = 0; i < nr; i++)
		sink_puts(&r->out, "| --- ");
	sink_puts(&r->out, "|\n");
}

void md_cell(struct report *r)
{
	sink_puts(&r->out, " | ");
}

void md_row(struct report *r)
{
	sink_puts(&r->out, "| ");
}

void md_row_end(struct report *r)
{
	sink_puts(&r->out, " |\n");
}

/* GitHub shows files up to 512 KiB: of a long table the begin. Returns how
 * many rows of `total` there is room for. */
uint32_t md_rows(uint32_t total)
{
	return total > ROWS ? ROWS : total;
}

void md_tail(struct report *r, uint32_t total)
{
	const struct prose_gap gaps[] = {
		{ .name = "n", .type = PROSE_UINT, .id = total > ROWS ? total - ROWS : 0 },
		{ .type = PROSE_END }
	};

	sink_putc(&r->out, '\n');
	if (total > ROWS)
		md_say(r, "{n} more", gaps);
}
