/* SPDX-License-Identifier: MIT */
/* Sequences: no layout is to be found, so they are drawn by hand. */
#include "html_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "reports/lab_sequence.h"

#define COLUMN 190		/* pixels from actor to actor */
#define NARROW 150		/* the same of a sequence with many */
#define FEW 5
#define MARGIN 100		/* from the edge to the first actor */
#define LINE 17			/* height of a line of text */
#define HEAD 44
#define GLYPH 7.0		/* width of one column of text, 12 px, where many are capitals */
#define MAX_LINES 8

/* ---- lines of text ------------------------------------------------------------------------ */

struct lines {
	char *text;		/* NULs between the lines */
	const char *line[MAX_LINES];
	uint32_t nr;
};

/* No line begins with what ends a clause. */
static int ends_clause(const char *text)
{
	static const char *const marks[] = { "：", "，", "。", "；", "？", "！", "、", "）", "”", "》" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(marks); i++)
		if (!strncmp(text, marks[i], strlen(marks[i])))
			return 1;
	return 0;
}

/* Breaks at blanks, and between characters that are two columns wide; a long name behind "->" or "_". */
static void wrap(struct lines *l, const char *text, size_t columns)
{
	struct strbuf out = STRBUF_INIT;
	size_t width = 0, blank = 0, soft = 0, start = 0, at[MAX_LINES], w, n, nr = 0;
	uint32_t i;
	int behind = 0;		/* what ends a clause, which needs no blank */

	memset(l, 0, sizeof(*l));
	at[nr++] = 0;
	for (; *text; text += n) {
		n = text_char(text, &w);
		if (*text == ' ' || ((w == 2 || behind) && !ends_clause(text)))
			blank = out.len;
		behind = ends_clause(text);
		if (width + w > columns && blank <= start)
			blank = soft;
		if (width + w > columns && blank > start && nr < MAX_LINES) {
			struct strbuf rest = STRBUF_INIT;
			size_t skip = out.buf[blank] == ' ';

			strbuf_addstr(&rest, out.len > blank + skip ? out.buf + blank + skip : "");
			strbuf_setlen(&out, blank);
			strbuf_addch(&out, '\n');
			at[nr++] = start = out.len;
			width = text_width(rest.buf ? rest.buf : "");
			strbuf_addstr(&out, rest.buf ? rest.buf : "");
			strbuf_release(&rest);
			blank = start;
		}
		strbuf_add(&out, *text == '\n' ? " " : text, n);
		width += w;
		if (*text == '>' || *text == '_')
			soft = out.len;
	}
	l->text = strdup(out.buf ? out.buf : "");
	for (i = 0; i < nr && l->text; i++) {
		l->line[i] = l->text + at[i];
		if (i)
			l->text[at[i] - 1] = '\0';
	}
	l->nr = (uint32_t)nr;
	strbuf_release(&out);
}

/* ---- SVG ------------------------------------------------------------------------------- */

static int column_of(const struct lab_part *p)
{
	return p->nr_actors > FEW ? NARROW : COLUMN;
}

static int x_of(const struct lab_part *p, uint32_t actor)
{
	return MARGIN + (int)actor * column_of(p);
}

static void put_lines(struct report *r, const struct lines *l, int x, int y, const char *class,
		      const char *anchor)
{
	uint32_t i;

	for (i = 0; i < l->nr; i++) {
		sink_printf(&r->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">", x,
			    y + (int)i * LINE, anchor, class);
		html_text(r, l->line[i]);
		sink_puts(&r->out, "</text>\n");
	}
}

static void put_place(struct report *r, struct q_place place, int x, int y)
{
	struct strbuf url = STRBUF_INIT, text = STRBUF_INIT;
	const char *base;
	int linked;

	if (!place.file)
		return;
	report_place(r, place.file, place.line, &text);
	base = strrchr(text.buf, '/') ? strrchr(text.buf, '/') + 1 : text.buf;
	linked = !report_url(r, place.file, place.line, &url);
	if (linked) {
		sink_puts(&r->out, "<a target=\"_blank\" rel=\"noreferrer noopener\" href=\"");
		html_text(r, url.buf);
		sink_puts(&r->out, "\">");
	}
	sink_printf(&r->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" class=\"where\">", x, y);
	html_text(r, base);
	sink_puts(&r->out, linked ? "</text></a>\n" : "</text>\n");
	strbuf_release(&url);
	strbuf_release(&text);
}

struct row {			/* of one step */
	struct lines text;
	struct q_place place;
	int y, height;
};

static void measure(struct report *r, const struct lab_part *p, const struct lab_step *s, struct row *row)
{
	uint32_t span = s->from > s->to ? s->from - s->to : s->to - s->from;
	struct strbuf text = STRBUF_INIT;
	double room = (span ? (double)span : 1.0) * column_of(p) - 24;

	prose_caption(r, lab_tr(r, &s->text), &text);
	wrap(&row->text, text.buf ? text.buf : "", (size_t)(room / GLYPH));
	row->place = sequence_place(r, s);
	row->height = (int)row->text.nr * LINE + (row->place.file ? LINE : 0) + 16;
	strbuf_release(&text);
}

static void step(struct report *r, const struct lab_part *p, const struct lab_step *s, const struct row *row)
{
	int a = x_of(p, s->from), b = x_of(p, s->to), column = column_of(p), mid = (a + b) / 2, y = row->y + 14;
	int below = row->y + (int)row->text.nr * LINE + 8;

	if (s->from == s->to) {
		sink_printf(&r->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" "
			    "class=\"aside\"/>\n", a - column / 2 + 6, row->y - 2, column - 12,
			    row->height - 8);
		put_lines(r, &row->text, a, y, "say", "middle");
		put_place(r, row->place, a, y + (int)row->text.nr * LINE);
		return;
	}
	put_lines(r, &row->text, mid, y, "say", "middle");
	sink_printf(&r->out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"arrow a%d\" "
		    "marker-end=\"url(#tip%u)\"/>\n", a, below, b + (b > a ? -3 : 3), below,
		    (int)s->arrow, r->serial);
	put_place(r, row->place, mid, below + 14);
}

void sequence_svg(struct report *r, const struct lab_part *p)
{
	struct row *row = calloc(p->nr_steps + 1, sizeof(*row));
	int column = column_of(p), width = 2 * MARGIN + (int)(p->nr_actors - 1) * column, y = HEAD + 14;
	uint32_t i;

	for (i = 0; row && i < p->nr_steps; i++) {
		measure(r, p, &p->step[i], &row[i]);
		row[i].y = y;
		y += row[i].height;
	}
	r->serial++;
	sink_printf(&r->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sequence\" role=\"graphics-document\" "
		    "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-label=\"", width, y + 8, width, y + 8);
	html_text(r, lab_tr(r, &p->title));
	sink_printf(&r->out, "\">\n<defs><marker id=\"tip%u\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
		    "markerWidth=\"11\" markerHeight=\"11\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" "
		    "class=\"tip\"/></marker></defs>\n", r->serial);
	for (i = 0; i < p->nr_actors; i++) {
		struct lines name;

		sink_printf(&r->out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"life\"/>\n"
			    "<rect x=\"%d\" y=\"4\" width=\"%d\" height=\"%d\" rx=\"6\" class=\"actor\"/>\n",
			    x_of(p, i), HEAD, x_of(p, i), y, x_of(p, i) - column / 2 + 10, column - 20, HEAD - 8);
		wrap(&name, lab_tr(r, &p->actor[i].name), (size_t)(column - 30) / 7);
		put_lines(r, &name, x_of(p, i), name.nr > 1 ? 20 : 28, "name", "middle");
		free(name.text);
	}
	for (i = 0; row && i < p->nr_steps; i++) {
		step(r, p, &p->step[i], &row[i]);
		free(row[i].text.text);
	}
	sink_puts(&r->out, "</svg>\n");
	free(row);
}
