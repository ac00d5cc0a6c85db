/* SPDX-License-Identifier: MIT */
#include "marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "cmark.h"
#include "html_p.h"
#include "reports/draw/draw.h"

EMBED(marks_css, KPATH_HTML_DIR "/marks.css");
EMBED(marks_js, KPATH_HTML_DIR "/marks.js");
extern const char marks_css[], marks_js[];

#define OPTIONS (CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_GITHUB_PRE_LANG)

struct page {
	struct report *r;
	const struct report_check *c;
	cmark_parser *parser;
	uint32_t next;		/* verdict that was not shown yet */
};

/* ---- verdicts ------------------------------------------------------------------- */

static const char *const css_class[V_NR] = { "u", "f", "i", "t" };

static void verdict(struct page *p, const struct q_verdict *v)
{
	struct report *r = p->r;

	sink_printf(&r->out, "<div class=\"v %s\" data-a=\"", css_class[v->verdict]);
	html_text(r, v->claim->a);
	sink_puts(&r->out, "\" data-b=\"");
	html_text(r, v->claim->kind == DOC_STEP ? v->claim->b : "");
	sink_printf(&r->out, "\"><span class=\"l\">%s %u</span>", report_tr(r, "line"), v->claim->line);
	html_verdict_text(r, p->c->res, v);
	sink_puts(&r->out, "</div>");
}

enum fold { SHOWN, FOLD_TRUE, FOLD_UNDECIDED };

static enum fold fold_of(const struct q_verdict *v)
{
	return v->verdict == V_TRUE ? FOLD_TRUE : q_not_checkable(v) ? FOLD_UNDECIDED : SHOWN;
}

/* Those from p->next up to `last` that are of the kind; folded away, but SHOWN. */
static void some(struct page *p, uint32_t last, enum fold kind, const char *name)
{
	const struct q_check_result *res = p->c->res;
	struct report *r = p->r;
	uint32_t i, nr = 0;

	for (i = p->next; i < last; i++)
		nr += fold_of(&res->v[i]) == kind;
	if (nr && name)
		sink_printf(&r->out, "<details%s><summary>%u %s</summary>", kind == FOLD_TRUE ? "" : " class=\"n\"", nr,
			    report_tr(r, name));
	for (i = p->next; i < last; i++)
		if (fold_of(&res->v[i]) == kind)
			verdict(p, &res->v[i]);
	if (nr && name)
		sink_puts(&r->out, "</details>");
}

/* Those up to line `end`: what is true, and what can't be decided, is folded away. */
static void verdicts(struct page *p, uint32_t end)
{
	const struct q_check_result *res = p->c->res;
	uint32_t last = p->next;

	while (last < res->nr && res->v[last].claim->line < end)
		last++;
	sink_puts(&p->r->out, "<div class=\"m\">");
	some(p, last, SHOWN, NULL);
	some(p, last, FOLD_UNDECIDED, "not checkable");
	some(p, last, FOLD_TRUE, "true");
	sink_puts(&p->r->out, "</div>");
	p->next = last;
}

/* ---- the document ------------------------------------------------------------------ */

/* What turns the direction of text around could hide what a line says, and so
 * could other controls: they are shown, or are blanks. */
static void tamed(struct strbuf *out, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const unsigned char *u = (const unsigned char *)s + i;

		if (i + 2 < n && u[0] == 0xe2 && ((u[1] == 0x80 && u[2] >= 0xaa && u[2] <= 0xae) ||
						  (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9))) {
			strbuf_addf(out, "\\x%02x\\x%02x\\x%02x", u[0], u[1], u[2]);
			i += 2;
		} else {
			strbuf_addch(out, (*u < 0x20 && *u != '\n' && *u != '\t') || *u == 0x7f ? ' ' : (char)*u);
		}
	}
}

static int is_mermaid(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
		!strncmp(cmark_node_get_fence_info(node), "mermaid", 7);
}

static void block_html(struct page *p, cmark_node *node)
{
	struct strbuf svg = STRBUF_INIT;
	const char *code = is_mermaid(node) ? cmark_node_get_literal(node) : NULL;
	char *html;

	if (code && !draw_flowchart(p->r, code, strlen(code), (uint32_t)cmark_node_get_start_line(node) + 1,
				    p->c->res, &svg)) {
		sink_add(&p->r->out, svg.buf, svg.len);
	} else {
		html = cmark_render_html(node, OPTIONS, cmark_parser_get_syntax_extensions(p->parser));
		sink_puts(&p->r->out, html);
		free(html);
	}
	strbuf_release(&svg);
}

/* One block and the verdicts on it; `end`: the line that the next one begins at. */
static void block(struct page *p, cmark_node *node, uint32_t end)
{
	const struct q_check_result *res = p->c->res;
	cmark_node *list = cmark_node_parent(node);
	int item = cmark_node_get_type(node) == CMARK_NODE_ITEM;
	int ordered = item && cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	struct report *r = p->r;

	sink_printf(&r->out, "<section class=\"b%s\" id=\"L%d\"><div class=\"d\">",
		    p->next < res->nr && res->v[p->next].claim->line < end ? " c" : "",
		    cmark_node_get_start_line(node));
	if (ordered) {
		cmark_node *n = node;
		int at = cmark_node_get_list_start(list);

		while ((n = cmark_node_previous(n)))
			at++;
		sink_printf(&r->out, "<ol start=\"%d\">", at);
	} else if (item) {
		sink_puts(&r->out, "<ul>");
	}
	block_html(p, node);
	sink_puts(&r->out, ordered ? "</ol></div>" : item ? "</ul></div>" : "</div>");
	verdicts(p, end);
	sink_puts(&r->out, "</section>\n");
}

static cmark_node *first_part(cmark_node *node)
{
	return node && cmark_node_get_type(node) == CMARK_NODE_LIST && cmark_node_first_child(node) ?
		cmark_node_first_child(node) : node;
}

/* The block after this one: an item, where its list has more. */
static cmark_node *next_part(cmark_node *node)
{
	if (cmark_node_next(node))
		return first_part(cmark_node_next(node));
	node = cmark_node_parent(node);
	return node && cmark_node_get_type(node) == CMARK_NODE_LIST && cmark_node_next(node) ?
		first_part(cmark_node_next(node)) : NULL;
}

static void document(struct page *p)
{
	static const char *const extensions[] = { "table", "strikethrough", "tasklist" };
	struct strbuf text = STRBUF_INIT;
	cmark_node *root, *node, *next;
	size_t i;

	cmark_gfm_core_extensions_ensure_registered();
	p->parser = cmark_parser_new(OPTIONS);
	for (i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		if (cmark_find_syntax_extension(extensions[i]))
			cmark_parser_attach_syntax_extension(p->parser,
							     cmark_find_syntax_extension(extensions[i]));
	tamed(&text, p->c->text, p->c->len);
	cmark_parser_feed(p->parser, text.buf, text.len);
	root = cmark_parser_finish(p->parser);
	for (node = first_part(cmark_node_first_child(root)); node; node = next) {
		next = next_part(node);
		block(p, node, next ? (uint32_t)cmark_node_get_start_line(next) : UINT32_MAX);
	}
	cmark_node_free(root);
	cmark_parser_free(p->parser);
	strbuf_release(&text);
}

/* ---- pages --------------------------------------------------------------------------- */

static void head(struct report *r, const char *title)
{
	sink_printf(&r->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-",
		    r->lang == LANG_ZH ? "zh-CN" : "en");
	html_base64(r, MARKS_JS_SHA256);
	sink_puts(&r->out, "'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		  "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
	html_text(r, title);
	sink_puts(&r->out, "</title>\n<style>\n");
	sink_puts(&r->out, marks_css);
	sink_puts(&r->out, "</style>\n</head>\n<body>\n<h1>");
	html_text(r, title);
	sink_puts(&r->out, "</h1>\n");
}

static void tail(struct report *r)
{
	sink_puts(&r->out, "<script>");
	sink_puts(&r->out, marks_js);
	sink_puts(&r->out, "</script>\n</body>\n</html>\n");
}

static void counts(struct report *r, const struct q_check_result *res)
{
	uint32_t i;

	sink_printf(&r->out, "%u %s:", res->nr, report_count(r, res->nr, "claims"));
	for (i = V_NR; i-- > 0;)
		sink_printf(&r->out, "%s <b>%u</b> %s", i == V_TRUE ? "" : ",", res->count[i],
			    report_tr(r, verdict_name[i]));
}

static void index_line(struct report *r)
{
	html_text(r, graph_get_meta(r->g, "tree"));
	sink_putc(&r->out, ' ');
	html_text(r, graph_get_meta(r->g, "version"));
	sink_puts(&r->out, ", ");
	html_text(r, graph_get_meta(r->g, "config"));
	sink_printf(&r->out, ", kpath %s. ", KPATH_VERSION);
}

int marks_page(struct report *r, const struct report_check *c, struct strbuf *err)
{
	struct page p = { .r = r, .c = c };
	struct strbuf about = STRBUF_INIT;

	/* what is no Markdown is shown as it was written */
	if (c->res->doc.rst)
		return html_check(r, c, err);
	head(r, c->name);
	sink_puts(&r->out, "<p class=\"sum\">");
	index_line(r);
	counts(r, c->res);
	report_about(r, c->res, &about);
	sink_puts(&r->out, ". ");
	html_text(r, about.buf);
	strbuf_release(&about);
	sink_printf(&r->out, "</p>\n<p class=\"keys\"><button data-step=\"1\">%s</button>"
		    "<button data-step=\"-1\">%s</button><kbd>n</kbd> <kbd>p</kbd> "
		    "<a href=\"index.html\">%s</a></p>\n<main>\n",
		    report_tr(r, "next false claim"), report_tr(r, "previous one"), report_tr(r, "all reports"));
	document(&p);
	if (p.next < c->res->nr)
		verdicts(&p, UINT32_MAX);
	sink_puts(&r->out, "</main>\n");
	tail(r);
	return 0;
}

/* ---- the overview ----------------------------------------------------------------------- */

struct mistake {
	const struct q_check_result *res;
	const struct q_verdict *v;
	uint32_t nr;		/* documents that make it */
};

#define MAX_MISTAKES 400	/* different ones that are compared */
#define SHOWN_MISTAKES 30

static void add_mistake(struct mistake *all, uint32_t *nr, const struct q_check_result *res,
			const struct q_verdict *v)
{
	uint32_t i;

	for (i = 0; i < *nr; i++)
		if (!strcmp(all[i].v->says, v->says)) {
			all[i].nr += all[i].res != res;
			all[i].res = res;
			return;
		}
	if (*nr < MAX_MISTAKES)
		all[(*nr)++] = (struct mistake){ res, v, 1 };
}

static int by_number(const void *a, const void *b)
{
	const struct mistake *x = a, *y = b;

	return x->nr != y->nr ? (x->nr < y->nr ? 1 : -1) : strcmp(x->v->says, y->v->says);
}

static void mistakes(struct report *r, const struct marked *m, uint32_t nr)
{
	struct mistake all[MAX_MISTAKES];
	uint32_t i, k, found = 0;

	for (i = 0; i < nr; i++)
		for (k = 0; m[i].page && k < m[i].check.res->nr; k++)
			if (m[i].check.res->v[k].verdict == V_FALSE)
				add_mistake(all, &found, m[i].check.res, &m[i].check.res->v[k]);
	if (!found)
		return;
	qsort(all, found, sizeof(*all), by_number);
	sink_printf(&r->out, "<h2>%s</h2>\n<table class=\"o\"><tr><th class=\"n\">%s</th><th>%s</th></tr>\n",
		    report_tr(r, "mistakes"), report_tr(r, "reports"), report_tr(r, "what is said"));
	for (i = 0; i < found && i < SHOWN_MISTAKES; i++) {
		sink_printf(&r->out, "<tr><td class=\"n\">%u</td><td>", all[i].nr);
		html_verdict(r, all[i].res, all[i].v);
		sink_puts(&r->out, "</td></tr>\n");
	}
	sink_puts(&r->out, "</table>\n");
}

int marks_index(struct report *r, const struct marked *m, uint32_t nr, struct strbuf *err)
{
	uint32_t i, k;

	head(r, report_tr(r, "reports"));
	sink_puts(&r->out, "<p class=\"sum\">");
	index_line(r);
	sink_puts(&r->out, "</p>\n<main>\n<table class=\"o\"><tr>");
	sink_printf(&r->out, "<th>%s</th><th class=\"n\">%s</th>", report_tr(r, "report"), report_tr(r, "all claims"));
	for (i = V_NR; i-- > 0;)
		sink_printf(&r->out, "<th class=\"n\">%s</th>", report_tr(r, verdict_name[i]));
	sink_printf(&r->out, "<th class=\"n\">%s</th></tr>\n", report_tr(r, "not checkable"));
	for (i = 0; i < nr; i++) {
		sink_puts(&r->out, "<tr><td>");
		if (m[i].page) {
			sink_puts(&r->out, "<a href=\"");
			html_text(r, m[i].page);
			sink_puts(&r->out, "\">");
		}
		html_text(r, m[i].check.name);
		sink_puts(&r->out, m[i].page ? "</a>" : ": ");
		if (!m[i].page) {
			html_text(r, m[i].failed);
			sink_puts(&r->out, "</td></tr>\n");
			continue;
		}
		sink_printf(&r->out, "</td><td class=\"n\">%u</td>", m[i].check.res->nr);
		for (k = V_NR; k-- > 0;)
			sink_printf(&r->out, "<td class=\"n\">%u</td>", m[i].check.res->count[k] -
				    (k == V_UNKNOWN ? m[i].check.res->not_checkable : 0));
		sink_printf(&r->out, "<td class=\"n\">%u</td></tr>\n", m[i].check.res->not_checkable);
	}
	sink_puts(&r->out, "</table>\n");
	mistakes(r, m, nr);
	sink_puts(&r->out, "</main>\n");
	tail(r);
	return 0;
}
