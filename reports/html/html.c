/* SPDX-License-Identifier: MIT */
/* One page that needs nothing else: no network, no other file. */
#include "html_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/draw/draw.h"

void html_text(struct report *r, const char *text)
{
	struct strbuf safe = STRBUF_INIT;
	const char *p;

	strbuf_addutf8(&safe, text);
	for (p = safe.buf; *p; p++) {
		switch (*p) {
		case '&': sink_puts(&r->out, "&amp;"); break;
		case '<': sink_puts(&r->out, "&lt;"); break;
		case '>': sink_puts(&r->out, "&gt;"); break;
		case '"': sink_puts(&r->out, "&quot;"); break;
		case '\'': sink_puts(&r->out, "&#39;"); break;
		case '\t': case '\n': sink_putc(&r->out, *p); break;
		default:
			if ((unsigned char)*p < 0x20 || *p == 0x7f)
				sink_puts(&r->out, "\xef\xbf\xbd");
			else
				sink_putc(&r->out, *p);
		}
	}
	strbuf_release(&safe);
}

void html_tr(struct report *r, const char *text)
{
	html_text(r, report_tr(r, text));
}

void html_func(struct report *r, uint32_t func)
{
	const struct g_func *f = graph_func(r->g, func);

	sink_puts(&r->out, "<code class=\"fn\" data-at=\"");
	html_text(r, report_file(r, f->file));
	if (f->line)
		sink_printf(&r->out, ":%u", f->line);
	sink_puts(&r->out, "\">");
	html_text(r, report_func(r, func));
	sink_puts(&r->out, "</code>");
}

void html_code(struct report *r, const char *text)
{
	if (!*text)
		return;
	sink_puts(&r->out, "<code>");
	html_text(r, text);
	sink_puts(&r->out, "</code>");
}

void html_heading(struct report *r, int begin)
{
	sink_puts(&r->out, begin ? (r->headed ? "<h4>" : "<h3>") : r->headed ? "</h4>\n" : "</h3>\n");
}

void html_place(struct report *r, struct q_place place)
{
	struct strbuf url = STRBUF_INIT, text = STRBUF_INIT;

	if (!place.file)
		return;
	report_place(r, place.file, place.line, &text);
	if (!report_url(r, place.file, place.line, &url)) {
		sink_puts(&r->out, "<a class=\"at\" rel=\"noreferrer noopener\" target=\"_blank\" href=\"");
		html_text(r, url.buf);
		sink_puts(&r->out, "\">");
		html_text(r, text.buf);
		sink_puts(&r->out, "</a>");
	} else {
		sink_puts(&r->out, "<span class=\"at\">");
		html_text(r, text.buf);
		sink_puts(&r->out, "</span>");
	}
	strbuf_release(&url);
	strbuf_release(&text);
}

static void html_strong(struct report *r, int on)
{
	sink_puts(&r->out, on ? "<strong>" : "</strong>");
}

const struct prose_ink html_ink = {
	.text = html_text, .code = html_code, .func = html_func, .place = html_place,
	.strong = html_strong,
};

static void next_paragraph(struct report *r)
{
	sink_puts(&r->out, "</p>\n<p>");
}

void html_plain(struct report *r, const char *text)
{
	if (!text[strspn(text, " \t\r\n")])
		return;
	sink_puts(&r->out, "<p>");
	prose_plain(r, &html_ink, text, next_paragraph);
	sink_puts(&r->out, "</p>\n");
}

/* ---- pictures ---------------------------------------------------------------------- */

/*
 * Graphviz's SVG as HTML wants it: points become pixels, ids of several
 * pictures must not clash, and a tooltip is a <title> of its own (what
 * Graphviz has there are its names of nodes). Quotes in texts and values are
 * escaped, so that a word with a quote is markup.
 */
static void put_svg(struct report *r, const char *svg, const char *name, uint32_t no)
{
	static const char id[] = " id=\"", href[] = " xlink:href=\"", tip[] = " xlink:title=\"";
	const char *title = NULL, *end;
	unsigned width, height;
	int n = 0;

	if (sscanf(svg, "<svg width=\"%upt\" height=\"%upt\"%n", &width, &height, &n) == 2 && n) {
		sink_printf(&r->out, "<svg role=\"graphics-document\" width=\"%u\" height=\"%u\" aria-label=\"",
			    width * 4 / 3, height * 4 / 3);
		html_text(r, name);
		sink_putc(&r->out, '"');
		svg += n;
	}
	while (*svg) {
		if (!strncmp(svg, "<title>", 7) && (end = strstr(svg, "</title>"))) {
			svg = end + 8;
		} else if (!strncmp(svg, id, sizeof(id) - 1)) {
			sink_printf(&r->out, "%sd%u-", id, no);
			svg += sizeof(id) - 1;
		} else if (!strncmp(svg, href, sizeof(href) - 1)) {
			sink_puts(&r->out, " href=\"");
			svg += sizeof(href) - 1;
		} else if (!strncmp(svg, tip, sizeof(tip) - 1)) {
			title = svg + sizeof(tip) - 1;
			svg = title + strcspn(title, "\"");
			svg += *svg == '"';
		} else if (*svg == '>' && title) {
			sink_puts(&r->out, "><title>");
			sink_add(&r->out, title, strcspn(title, "\""));
			sink_puts(&r->out, "</title>");
			title = NULL;
			svg++;
		} else {
			size_t plain = 1 + strcspn(svg + 1, "< >");

			sink_add(&r->out, svg, plain);
			svg += plain;
		}
	}
}

int html_diagram(struct report *r, struct Agraph_s *g, const char *caption, struct strbuf *err)
{
	struct strbuf svg = STRBUF_INIT, name = STRBUF_INIT;
	const char *from;
	int ret;

	/* the page's heading names it to those who see it */
	strbuf_addstr(&name, agget(g, (char *)"label"));
	if (caption)
		strbuf_addf(&name, "%s%s", name.len ? ", " : "", caption);
	agsafeset(g, (char *)"label", (char *)"", (char *)"");
	agsafeset(g, (char *)"bgcolor", (char *)"transparent", (char *)"");
	ret = svg_render(r, g, &svg, err);
	from = strstr(svg.buf, "<svg");
	if (!ret && from) {
		sink_puts(&r->out, "<figure class=\"diagram\"><div class=\"canvas\" tabindex=\"0\">");
		put_svg(r, from, name.len ? name.buf : report_tr(r, "Picture"), ++r->serial);
		sink_puts(&r->out, "</div>");
		if (caption) {
			sink_puts(&r->out, "<figcaption>");
			html_text(r, caption);
			sink_puts(&r->out, "</figcaption>");
		}
		sink_puts(&r->out, "</figure>\n");
	}
	strbuf_release(&svg);
	strbuf_release(&name);
	return ret;
}

/* ---- the page ---------------------------------------------------------------------- */

void html_base64(struct report *r, const char *hex)
{
	static const char digit[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, nr = 0, n = 0;

	for (; *hex; hex++) {
		bits = bits << 4 | (unsigned)(*hex <= '9' ? *hex - '0' : (*hex | 32) - 'a' + 10);
		for (nr += 4; nr >= 6; nr -= 6, n++)
			sink_putc(&r->out, digit[bits >> (nr - 6) & 63]);
	}
	if (nr) {
		sink_putc(&r->out, digit[bits << (6 - nr) & 63]);
		n++;
	}
	for (; n % 4; n++)
		sink_putc(&r->out, '=');
}

static void row(struct report *r, const char *name, const char *value)
{
	if (!*value)
		return;
	sink_puts(&r->out, "<dt>");
	html_tr(r, name);
	sink_puts(&r->out, "</dt><dd>");
	html_text(r, value);
	sink_puts(&r->out, "</dd>\n");
}

static uint32_t bad_units(const struct graph *g)
{
	return (uint32_t)strtoul(graph_get_meta(g, "tus_failed"), NULL, 10);
}

static void sources_of(struct report *r, const struct graph *g)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s%s", *graph_get_meta(g, "kernel") ? "Linux " : "",
		    graph_get_meta(g, "version"));
	row(r, "Kernel", sb.buf);
	row(r, "Configuration", graph_get_meta(g, "config"));
	row(r, "Source tree", graph_get_meta(g, "tree"));
	row(r, "Only these parts were read", graph_get_meta(g, "only"));
	if (bad_units(g))
		row(r, "Files that could not be read", graph_get_meta(g, "tus_failed"));
	strbuf_release(&sb);
}

/* Which sources, and which program. */
static void made_of(struct report *r)
{
	sink_puts(&r->out, "<dl class=\"made\">\n");
	if (r->g)
		sources_of(r, r->g);
	row(r, "Made by", "kpath " KPATH_VERSION);
	if (r->stale == 1)
		row(r, "Beware", report_tr(r, "a source that is cited here has changed since it "
						"was indexed"));
	if (r->stale < 0 && r->src)
		row(r, "Beware", report_tr(r, "the sources were not at hand when this was made: no line "
						"of them is quoted"));
	sink_puts(&r->out, "</dl>\n");
}

static void key_row(struct report *r, const char *key, const char *what)
{
	sink_puts(&r->out, "<dt><kbd>");
	html_text(r, key);
	sink_puts(&r->out, "</kbd></dt><dd>");
	html_tr(r, what);
	sink_puts(&r->out, "</dd>\n");
}

static void button(struct report *r, const char *id, const char *face, const char *what)
{
	sink_printf(&r->out, "<button type=\"button\" id=\"%s\" title=\"", id);
	html_tr(r, what);
	sink_puts(&r->out, "\">");
	html_text(r, face);
	sink_puts(&r->out, "</button>\n");
}

static void bar(struct report *r, const char *title)
{
	sink_puts(&r->out, "<header class=\"bar\"><a class=\"top\" href=\"#top\">");
	html_text(r, title);
	sink_puts(&r->out, "</a>\n<div class=\"find\"><input id=\"find\" type=\"search\" "
		  "autocomplete=\"off\" spellcheck=\"false\" placeholder=\"");
	html_tr(r, "find a function");
	sink_puts(&r->out, "\" aria-label=\"");
	html_tr(r, "find a function");
	sink_puts(&r->out, "\"><ul id=\"hits\" hidden></ul></div>\n<div class=\"buttons\">");
	button(r, "all", "⊞", "open or close all hops (e)");
	button(r, "theme", "◐", "light or dark (t)");
	button(r, "help", "?", "keys (?)");
	sink_puts(&r->out, "</div></header>\n<dialog id=\"keys\"><h2>");
	html_tr(r, "Keys");
	sink_puts(&r->out, "</h2>\n<dl>\n");
	key_row(r, "/", "find a function");
	key_row(r, "j k", "next hop, hop before");
	key_row(r, "o", "open or close the hop");
	key_row(r, "e", "open or close all hops");
	key_row(r, "+ − 0", "in a picture: larger, smaller, as it was");
	key_row(r, "t", "light or dark");
	key_row(r, "?", "this list");
	key_row(r, "Esc", "close");
	sink_puts(&r->out, "</dl>\n<button type=\"button\" id=\"shut\">");
	html_tr(r, "close");
	sink_puts(&r->out, "</button></dialog>\n");
}

static void contents(struct report *r, const struct lab *lab)
{
	uint32_t i, j, n = 0;

	sink_puts(&r->out, "<nav class=\"toc\" id=\"contents\" aria-label=\"");
	html_tr(r, "contents");
	sink_puts(&r->out, "\"><ol>\n");
	for (i = 0; i < lab->nr_questions; i++) {
		const struct lab_question *q = &lab->question[i];
		int any = 0;

		sink_printf(&r->out, "<li><a href=\"#q%u\">", i + 1);
		prose_plain(r, &html_ink, lab_tr(r, &q->title), NULL);
		sink_puts(&r->out, "</a>");
		for (j = 0; j < q->nr_parts; j++) {
			if (r->lab->answer[n++].again || !*lab_tr(r, &q->part[j].title))
				continue;
			sink_puts(&r->out, any++ ? "<li>" : "\n<ul>\n<li>");
			sink_printf(&r->out, "<a href=\"#part%u-%u\">", i + 1, j + 1);
			prose_plain(r, &html_ink, lab_tr(r, &q->part[j].title), NULL);
			sink_puts(&r->out, "</a></li>\n");
		}
		sink_puts(&r->out, any ? "</ul></li>\n" : "</li>\n");
	}
	sink_puts(&r->out, "</ol></nav>\n");
}

/* What the signs of a page mean, and what it is not. */
static void legend(struct report *r)
{
	static const char *const sure[] = {
		"a plain call: certain that it is made, under the conditions shown",
		"through a pointer that one table alone fills, or by a registration",
		"one of several that the pointer can hold",
		"a guess by type",
	};
	size_t i;

	sink_puts(&r->out, "<details class=\"legend\"><summary>");
	html_tr(r, "How to read this page");
	sink_puts(&r->out, "</summary>\n<p>");
	html_tr(r, "Ways are what the sources allow, not a recording of a run. Open a hop to see its source.");
	sink_puts(&r->out, "</p>\n<ul>\n");
	for (i = 0; i < sizeof(sure) / sizeof(sure[0]); i++) {
		sink_printf(&r->out, "<li><span class=\"sure s%zu\">", i);
		html_text(r, prose_sure_word(r, (enum prose_sure)i));
		sink_puts(&r->out, "</span> ");
		html_tr(r, sure[i]);
		sink_puts(&r->out, "</li>\n");
	}
	sink_puts(&r->out, "</ul></details>\n");
}

/* Words that the script shows. */
static void words(struct report *r)
{
	static const char *const names[][2] = {
		{ "larger", "larger" }, { "smaller", "smaller" }, { "reset", "as it was" },
		{ "none", "no function of that name is cited here" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		sink_printf(&r->out, " data-%s=\"", names[i][0]);
		html_tr(r, names[i][1]);
		sink_puts(&r->out, "\"");
	}
}

void html_begin(struct report *r, const char *title, const struct lab *lab)
{
	sink_printf(&r->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		    "img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
		    "form-action 'none'; script-src 'sha256-",
		    r->lang == LANG_ZH ? "zh-CN" : "en");
	html_base64(r, HTML_JS_SHA256);
	sink_puts(&r->out, "'\">\n<meta name=\"viewport\" content=\"width=device-width, "
		  "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
		  "<meta name=\"generator\" content=\"kpath " KPATH_VERSION "\">\n"
		  "<link rel=\"icon\" href=\"data:,\">\n<title>");
	html_text(r, title);
	sink_puts(&r->out, "</title>\n<style>\n");
	sink_puts(&r->out, html_css);
	sink_puts(&r->out, "</style>\n</head>\n<body id=\"top\"");
	words(r);
	sink_puts(&r->out, ">\n<a class=\"skip\" href=\"#main\">");
	html_tr(r, "skip to the text");
	sink_puts(&r->out, "</a>\n");
	bar(r, title);
	sink_puts(&r->out, "<main id=\"main\" tabindex=\"-1\">\n<h1>");
	prose_plain(r, &html_ink, title, NULL);
	sink_puts(&r->out, "</h1>\n");
	made_of(r);
	if (lab) {
		html_plain(r, lab_tr(r, &lab->text));
		legend(r);
		contents(r, lab);
	}
}

void html_end(struct report *r)
{
	sink_puts(&r->out, "</main>\n<script>");
	sink_puts(&r->out, html_js);
	sink_puts(&r->out, "</script>\n</body>\n</html>\n");
}
