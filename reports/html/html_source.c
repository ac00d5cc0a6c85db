/* SPDX-License-Identifier: MIT */
/* A few lines of a source file, with colours. */
#include "html_p.h"

#include <string.h>

#include "clex.h"

#define AROUND 5

static void piece(struct report *r, enum clex_class c, const char *s, size_t len, int mark)
{
	static const char *const classes[] = {
		[CLEX_KEYWORD] = "k", [CLEX_NUMBER] = "n", [CLEX_STRING] = "s",
		[CLEX_COMMENT] = "c", [CLEX_CPP] = "p",
	};
	const char *class = mark ? "m" : classes[c];
	struct strbuf sb = STRBUF_INIT;

	strbuf_add(&sb, s, len);
	if (class)
		sink_printf(&r->out, "<b class=\"%s\">", class);
	html_text(r, sb.buf);
	if (class)
		sink_puts(&r->out, "</b>");
	strbuf_release(&sb);
}

/* Lines `from` to `to`; `hit` is marked. */
static void lines(struct report *r, struct clex *x, uint32_t from, uint32_t to, uint32_t hit,
		  const char *callee)
{
	uint32_t line;

	for (line = from; line <= to; line++) {
		const char *s = NULL;
		size_t len = 0;

		if (x->p >= x->end)
			break;
		sink_printf(&r->out, "<span class=\"l%s\"><i>%u</i>", line == hit ? " hit" : "", line);
		for (;;) {
			enum clex_class c = clex_next(x, &s, &len);

			if (!len || *s == '\n')
				break;
			piece(r, c, s, len, line == hit && c == CLEX_WORD && callee &&
			      strlen(callee) == len && !memcmp(callee, s, len));
		}
		sink_puts(&r->out, "\n</span>");
	}
}

int html_source(struct report *r, struct q_place place, uint32_t func, const char *callee)
{
	const struct g_func *f = graph_func(r->g, func);
	size_t len;
	const char *text = r->src ? source_text(r->src, place.file, &len) : NULL;
	uint32_t from, to, head = 0;
	struct clex x, y;

	if (!text || !place.line)
		return -1;
	from = place.line > AROUND ? place.line - AROUND : 1;
	to = place.line + AROUND;
	if (func && f->file == place.file && f->line <= place.line && place.line <= f->end_line) {
		if (from <= f->line)
			from = f->line;
		else
			head = f->line;
		if (to > f->end_line)
			to = f->end_line;
	}
	clex_init(&x, text, len);
	y = x;
	if (clex_skip(&x, place.line) || x.p >= x.end)
		return -1;
	x = y;
	sink_puts(&r->out, "<pre class=\"src\" tabindex=\"0\"><code>");
	if (head && !clex_skip(&x, head)) {
		lines(r, &x, head, head, 0, NULL);
		if (head + 1 < from)
			sink_puts(&r->out, "<span class=\"l cut\"><i>⋮</i>\n</span>");
		x = y;
	}
	clex_skip(&x, from);
	lines(r, &x, from, to, place.line, callee);
	sink_puts(&r->out, "</code></pre>\n");
	return 0;
}

int html_lines(struct report *r, uint32_t file, uint32_t from, uint32_t to)
{
	size_t len;
	const char *text = r->src && file ? source_text(r->src, file, &len) : NULL;
	struct clex x;

	if (!text || !from)
		return -1;
	clex_init(&x, text, len);
	if (clex_skip(&x, from) || x.p >= x.end)
		return -1;
	sink_puts(&r->out, "<pre class=\"src\" tabindex=\"0\"><code>");
	lines(r, &x, from, to, 0, NULL);
	sink_puts(&r->out, "</code></pre>\n");
	return 0;
}
