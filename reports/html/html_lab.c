/* SPDX-License-Identifier: MIT */
/* Parts of a lab that are no query's answer. */
#include "html_p.h"

#include <string.h>

#include "reports/lab_sequence.h"

static void sequence(struct report *r, const struct lab_part *p)
{
	uint32_t i;

	sink_puts(&r->out, "<figure class=\"diagram\"><div class=\"canvas\">\n");
	sequence_svg(r, p);
	sink_puts(&r->out, "</div></figure>\n<details class=\"steps\"><summary>");
	html_tr(r, "The steps as a list");
	sink_puts(&r->out, "</summary>\n<ol>\n");
	for (i = 0; i < p->nr_steps; i++) {
		const struct lab_step *s = &p->step[i];
		struct q_place place = sequence_place(r, s);

		sink_puts(&r->out, "<li><b>");
		html_text(r, lab_tr(r, &p->actor[s->from].name));
		if (s->to != s->from) {
			sink_puts(&r->out, " → ");
			html_text(r, lab_tr(r, &p->actor[s->to].name));
		}
		sink_puts(&r->out, "</b> ");
		prose_plain(r, &html_ink, lab_tr(r, &s->text), NULL);
		if (place.file)
			sink_putc(&r->out, ' ');
		html_place(r, place);
		sink_puts(&r->out, "</li>\n");
	}
	sink_puts(&r->out, "</ol></details>\n");
}

static void source(struct report *r, const struct lab_part *p)
{
	struct lab_quote q;

	if (lab_lines(r, p, &q)) {
		sink_puts(&r->out, "<p class=\"note\">");
		html_tr(r, "The source is not at hand, so it is not quoted.");
		sink_puts(&r->out, "</p>\n");
		return;
	}
	sink_puts(&r->out, "<p class=\"links\">");
	html_place(r, q.from);
	sink_puts(&r->out, "</p>\n");
	html_lines(r, q.from.file, q.from.line, q.to);
	if (!q.end)
		return;
	sink_puts(&r->out, "<p class=\"note\">");
	html_tr(r, "… and on to line ");
	sink_printf(&r->out, "%u</p>\n", q.end);
}

/* What was written by hand, with nothing but the plainest marks. */
static void put_kept(struct report *r, const char *s, size_t len)
{
	static const char *const plain[] = {
		"<p>", "</p>", "<br>", "<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<ul>", "</ul>",
		"<ol>", "</ol>", "<li>", "</li>",
	};
	const char *end = s + len;
	size_t i, n;

	while (s < end) {
		const char *open = memchr(s, '<', (size_t)(end - s));

		sink_add(&r->out, s, (size_t)((open ? open : end) - s));
		if (!open)
			break;
		for (i = 0, n = 0; i < sizeof(plain) / sizeof(plain[0]) && !n; i++)
			if (!strncmp(open, plain[i], strlen(plain[i])))
				n = strlen(plain[i]);
		if (n)
			sink_add(&r->out, open, n);
		else
			sink_puts(&r->out, "&lt;");
		s = open + (n ? n : 1);
	}
}

static void note(struct report *r, const struct lab_part *p)
{
	size_t len = 0;
	const char *kept = lab_note(r, p->id, &len);

	sink_puts(&r->out, "<div class=\"own\">" NOTE_BEGIN);
	html_text(r, p->id);
	sink_puts(&r->out, NOTE_BEGIN_END);
	if (kept) {
		put_kept(r, kept, len);
	} else {
		sink_puts(&r->out, "<p>");
		html_tr(r, "Your own words: write here; they stay when the report is made anew.");
		sink_puts(&r->out, "</p>");
	}
	sink_puts(&r->out, NOTE_END "</div>\n");
}

void html_own_part(struct report *r, const struct lab_part *p)
{
	static const struct lab_own_writer own = { sequence, source, note };

	lab_own_part(r, p, &own);
}
