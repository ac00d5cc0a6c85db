/* SPDX-License-Identifier: MIT */
/* What a checked document is told, in its reader's language. */
#include "prose.h"

#include <string.h>

void report_said(const struct report *r, const struct q_check_result *res, const char *text,
		 struct strbuf *out)
{
	const struct q_said *s = r->lang == LANG_EN ? NULL : q_said(res, text);
	const char *zh, *open;

	if (!s) {
		strbuf_addstr(out, report_tr(r, text));
		return;
	}
	/* the arguments may be sentences themselves */
	for (zh = report_tr(r, s->text); (open = strchr(zh, '{')); zh = open + 3) {
		uint32_t n = (uint32_t)(open[1] - '1');

		strbuf_add(out, zh, (size_t)(open - zh));
		/* one word is a name, whatever it means elsewhere, but for the kind of a call */
		if (n < s->nr && (strchr(s->arg[n], ' ') || !strncmp(s->text, "{1}: ", 5) || !strncmp(s->text, "{1}, later", 10)))
			report_said(r, res, s->arg[n], out);
		else if (n < s->nr)
			strbuf_addstr(out, s->arg[n]);
	}
	strbuf_addstr(out, zh);
}

void report_about(const struct report *r, const struct q_check_result *res, struct strbuf *out)
{
	const struct q_check_about *a = &res->about;
	const struct prose_gap gap[] = {
		{ .name = "text", .type = PROSE_TEXT, .text = a->version ? a->version : a->before },
		{ .name = "index", .type = PROSE_TEXT, .text = graph_get_meta(r->g, "version") },
		{ .name = "n", .type = PROSE_UINT, .id = a->names ? (a->gone * 100 + a->names / 2) / a->names : 0 },
		{ .type = PROSE_END }
	};

	if (!*graph_get_meta(r->g, "kernel"))
		return;
	prose_fill(r, out, a->version ? "this text is about Linux {text}; the index is {index}; {n} % of the functions it names are gone" :
		   a->before ? "this text is about a Linux before {text}; the index is {index}; {n} % of the functions it names are gone" :
		   "this text names no version of Linux; the index is {index}; {n} % of the functions it names are gone", gap);
}
