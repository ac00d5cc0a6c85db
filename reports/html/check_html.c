/* SPDX-License-Identifier: MIT */
/*
 * The document as it was written, line by line, with the verdicts in its
 * margin. No script, nothing loaded; nothing of the document is taken as HTML.
 */
#include "html_p.h"

#include <string.h>

#define WHOLE_LINES 20000	/* longer documents: only the lines around claims */
#define AROUND 3
#define MAX_LINE 4000

static const char style[] =
	":root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#667;--line:#dde;--t:#1a7f37;--i:#9a6700;"
	"--f:#c4232c;--u:#667;--tb:#eaf6ed;--ib:#fdf5e0;--fb:#fdeaea;--ub:#f1f2f5}"
	"@media(prefers-color-scheme:dark){:root{--bg:#15181d;--fg:#dfe3ea;--dim:#8b94a3;--line:#2c323c;--t:#5fc97e;"
	"--i:#e0b04a;--f:#ff7b72;--u:#8b94a3;--tb:#17281d;--ib:#2b2514;--fb:#331b1d;--ub:#20242b}}"
	"*{box-sizing:border-box}body{margin:0 auto;padding:1rem;max-width:110rem;background:var(--bg);color:var(--fg);"
	"font:15px/1.5 system-ui,'Noto Sans','Noto Sans CJK SC',sans-serif}h1{font-size:1.3rem;margin:.2rem 0}"
	".sum{color:var(--dim);margin:0 0 1rem}.sum b{font-weight:600}.l{display:grid;"
	"grid-template-columns:3.5rem minmax(0,3fr) minmax(0,2fr);column-gap:.8rem;border-top:1px solid transparent}"
	".l.c{border-top-color:var(--line)}.n{color:var(--dim);text-align:right;font-variant-numeric:tabular-nums;"
	"text-decoration:none}.s{white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-monospace,'DejaVu Sans Mono',"
	"'Noto Sans Mono CJK SC',monospace;font-size:.86rem}.m{font-size:.86rem;overflow-wrap:anywhere}"
	".v{border-left:4px solid var(--u);background:var(--ub);padding:.15rem .5rem;margin:.15rem 0;border-radius:0 4px 4px 0}"
	".v b{text-transform:none}.v p{margin:.1rem 0}.t{border-color:var(--t);background:var(--tb)}.t b{color:var(--t)}"
	".i{border-color:var(--i);background:var(--ib)}.i b{color:var(--i)}.f{border-color:var(--f);background:var(--fb)}"
	".f b{color:var(--f)}.u b{color:var(--u)}.e{color:var(--dim)}a{color:inherit}.gap{color:var(--dim);text-align:center}"
	"@media(max-width:50rem){.l{grid-template-columns:2.6rem minmax(0,1fr)}.m{grid-column:2}}"
	"@media print{body{font-size:10px;max-width:none}.v{break-inside:avoid}}";

/* What turns the direction of text around could hide what a line says. */
static int is_direction(const unsigned char *u)
{
	return u[0] == 0xe2 && ((u[1] == 0x80 && u[2] >= 0xaa && u[2] <= 0xae) ||
				(u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

/* Bytes of the document: what is not UTF-8, or controls something, is shown. */
static void foreign_text(struct report *r, const char *s, size_t n)
{
	struct strbuf raw = STRBUF_INIT, safe = STRBUF_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i + 2 < n && is_direction((const unsigned char *)s + i)) {
			strbuf_addf(&raw, "\\x%02x\\x%02x\\x%02x", (unsigned char)s[i],
				    (unsigned char)s[i + 1], (unsigned char)s[i + 2]);
			i += 2;
		} else {
			strbuf_addch(&raw, s[i] == '\t' || !s[i] ? ' ' : s[i]);
		}
	}
	strbuf_addtext(&safe, raw.buf);
	html_text(r, safe.buf);
	strbuf_release(&raw);
	strbuf_release(&safe);
}

static const char *const css_class[V_NR] = { "u", "f", "i", "t" };

static void evidence(struct report *r, const struct q_verdict *v)
{
	struct strbuf url = STRBUF_INIT, place = STRBUF_INIT;
	uint32_t i;

	for (i = 0; i < v->nr_evidence; i++) {
		strbuf_clear(&url);
		strbuf_clear(&place);
		report_place(r, v->evidence[i].file, v->evidence[i].line, &place);
		sink_puts(&r->out, i ? ", " : "<p class=\"e\">");
		if (!report_url(r, v->evidence[i].file, v->evidence[i].line, &url)) {
			sink_puts(&r->out, "<a href=\"");
			html_text(r, url.buf);
			sink_puts(&r->out, "\">");
		}
		html_text(r, place.buf);
		if (url.len)
			sink_puts(&r->out, "</a>");
	}
	if (v->nr_evidence)
		sink_puts(&r->out, "</p>");
	strbuf_release(&url);
	strbuf_release(&place);
}

static void said(struct report *r, const struct q_check_result *res, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	report_said(r, res, text, &sb);
	html_text(r, sb.buf);
	strbuf_release(&sb);
}

void html_verdict_text(struct report *r, const struct q_check_result *res, const struct q_verdict *v)
{
	sink_printf(&r->out, "<b>%s</b> ", report_tr(r, verdict_name[v->verdict]));
	said(r, res, v->says);
	if (*v->why) {
		sink_puts(&r->out, "<p>");
		said(r, res, v->why);
		sink_puts(&r->out, "</p>");
	}
	if (*v->correct && v->verdict != V_TRUE) {
		sink_printf(&r->out, "<p>%s: ", report_tr(r, "right is"));
		said(r, res, v->correct);
		sink_puts(&r->out, "</p>");
	}
	if (v->since) {
		sink_puts(&r->out, "<p>");
		said(r, res, v->since);
		sink_puts(&r->out, "</p>");
	}
	evidence(r, v);
}

void html_verdict(struct report *r, const struct q_check_result *res, const struct q_verdict *v)
{
	sink_printf(&r->out, "<div class=\"v %s\">", css_class[v->verdict]);
	html_verdict_text(r, res, v);
	sink_puts(&r->out, "</div>");
}

static void line(struct report *r, const char *s, size_t n, uint32_t no,
		 const struct q_check_result *res, uint32_t first, uint32_t end)
{
	uint32_t i;

	sink_printf(&r->out, "<div class=\"l%s\" id=\"L%u\"><a class=\"n\" href=\"#L%u\">%u</a><div class=\"s\">",
		    first < end ? " c" : "", no, no, no);
	foreign_text(r, s, n < MAX_LINE ? n : MAX_LINE);
	if (n > MAX_LINE)
		sink_puts(&r->out, " …");
	sink_puts(&r->out, "</div>");
	if (first < end) {
		sink_puts(&r->out, "<div class=\"m\">");
		for (i = first; i < end; i++)
			html_verdict(r, res, &res->v[i]);
		sink_puts(&r->out, "</div>");
	}
	sink_puts(&r->out, "</div>\n");
}

static void lines(struct report *r, const struct report_check *c)
{
	const struct q_check_result *res = c->res;
	const char *s = c->text, *end = c->text + c->len, *nl;
	uint32_t no = 0, at = 0, last = 0, next;
	int all = res->doc.nr_lines <= WHOLE_LINES;

	for (; s < end; s = nl + 1) {
		size_t n;

		nl = memchr(s, '\n', (size_t)(end - s));
		if (!nl)
			nl = end;
		n = (size_t)(nl - s);
		if (n && s[n - 1] == '\r')
			n--;
		no++;
		for (next = at; next < res->nr && res->v[next].claim->line == no; next++)
			;
		if (next > at)
			last = no;
		if (all || next > at || (last && no <= last + AROUND) ||
		    (next < res->nr && res->v[next].claim->line <= no + AROUND))
			line(r, s, n, no, res, at, next);
		else if (last && no == last + AROUND + 1)
			sink_puts(&r->out, "<div class=\"gap\">…</div>\n");
		at = next;
		if (no > res->doc.nr_lines)
			break;
	}
}

int html_check(struct report *r, const void *p, struct strbuf *err)
{
	const struct report_check *c = p;
	uint32_t i;

	sink_printf(&r->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
		    r->lang == LANG_ZH ? "zh-CN" : "en");
	html_text(r, c->name);
	sink_printf(&r->out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
	html_text(r, c->name);
	sink_puts(&r->out, "</h1>\n<p class=\"sum\">");
	html_text(r, graph_get_meta(r->g, "tree"));
	sink_putc(&r->out, ' ');
	html_text(r, graph_get_meta(r->g, "version"));
	sink_puts(&r->out, ", ");
	html_text(r, graph_get_meta(r->g, "config"));
	sink_printf(&r->out, ", kpath %s. %u %s:", KPATH_VERSION, c->res->nr,
		    report_count(r, c->res->nr, "claims"));
	for (i = V_NR; i-- > 0;)
		sink_printf(&r->out, "%s <b>%u</b> %s", i == V_TRUE ? "" : ",", c->res->count[i],
			    report_tr(r, verdict_name[i]));
	sink_puts(&r->out, ".</p>\n<main>\n");
	lines(r, c);
	sink_puts(&r->out, "</main>\n</body>\n</html>\n");
	return 0;
}
