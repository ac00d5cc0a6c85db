/* SPDX-License-Identifier: MIT */
/* A path: no table, so by writers of its own. */
#include "reports/draw/draw.h"
#include "reports/html/html_p.h"
#include "reports/markdown/md_p.h"

static int by_text(struct report *r, const void *res, struct strbuf *err)
{
	return text_writer.path(r, res, err);
}

static int by_json(struct report *r, const void *res, struct strbuf *err)
{
	return json_writer.path(r, res, err);
}

static int by_tsv(struct report *r, const void *res, struct strbuf *err)
{
	return tsv_writer.path(r, res, err);
}

static int by_mermaid(struct report *r, const void *res, struct strbuf *err)
{
	return mermaid_writer.path(r, res, err);
}

static int by_html(struct report *r, const void *res, struct strbuf *err)
{
	return html_path(r, res, err);
}

static int by_markdown(struct report *r, const void *res, struct strbuf *err)
{
	return md_path(r, res, err);
}

static void by_cite(struct report *r, const void *res)
{
	cite_writer.path(r, res, NULL);
}

static struct Agraph_s *picture(struct report *r, const void *res, uint32_t max)
{
	return draw_path(r, res);
}

const struct form path_form = {
	.name = "path",
	.own = (const struct form_own[]){
		{ "text", by_text }, { "json", by_json }, { "tsv", by_tsv }, { "html", by_html },
		{ "markdown", by_markdown }, { NULL, NULL }
	},
	.cite = by_cite, .draw = picture, .mermaid = by_mermaid,
};
