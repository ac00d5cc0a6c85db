/* SPDX-License-Identifier: MIT */
/* Parts of a lab that are no query's answer. */
#include "md_p.h"

#include <string.h>

#include "reports/lab_sequence.h"

#define STEPS_EACH 12		/* of one Mermaid picture */

static void mermaid_text(struct report *r, const struct lab_text *t, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	prose_bare(r, lab_tr(r, t), &text);
	mermaid_label(out, text.buf ? text.buf : "");
	strbuf_release(&text);
}

static void sequence_mermaid(struct report *r, const struct lab_part *p)
{
	static const char *const arrow[] = {
		[ARROW_CALL] = "->>", [ARROW_PACKET] = "-)", [ARROW_LATER] = "-->>", [ARROW_WAKE] = "--)",
	};
	struct strbuf out = STRBUF_INIT;
	uint32_t i, j;

	for (i = 0; i < p->nr_steps; i += STEPS_EACH) {
		strbuf_addstr(&out, "```mermaid\nsequenceDiagram\n");
		for (j = 0; j < p->nr_actors; j++) {
			strbuf_addf(&out, "    participant a%u as ", j + 1);
			mermaid_text(r, &p->actor[j].name, &out);
			strbuf_addch(&out, '\n');
		}
		for (j = i; j < p->nr_steps && j < i + STEPS_EACH; j++) {
			const struct lab_step *s = &p->step[j];

			if (s->from == s->to)
				strbuf_addf(&out, "    Note over a%u: ", s->from + 1);
			else
				strbuf_addf(&out, "    a%u%sa%u: ", s->from + 1, arrow[s->arrow], s->to + 1);
			mermaid_text(r, &s->text, &out);
			strbuf_addch(&out, '\n');
		}
		strbuf_addstr(&out, "```\n\n");
	}
	sink_add(&r->out, out.buf ? out.buf : "", out.len);
	strbuf_release(&out);
}

static void sequence(struct report *r, const struct lab_part *p)
{
	uint32_t i;

	sequence_mermaid(r, p);
	for (i = 0; i < p->nr_steps; i++) {
		const struct lab_step *s = &p->step[i];
		struct q_place place = sequence_place(r, s);

		sink_printf(&r->out, "%u. ", i + 1);
		md_text(r, lab_tr(r, &p->actor[s->from].name));
		if (s->to != s->from) {
			sink_puts(&r->out, " → ");
			md_text(r, lab_tr(r, &p->actor[s->to].name));
		}
		md_text(r, r->lang == LANG_ZH ? "：" : ": ");
		prose_plain(r, &md_ink, lab_tr(r, &s->text), NULL);
		if (place.file) {
			sink_putc(&r->out, ' ');
			md_place(r, place);
		}
		sink_putc(&r->out, '\n');
	}
	sink_putc(&r->out, '\n');
}

static void source(struct report *r, const struct lab_part *p)
{
	struct strbuf line = STRBUF_INIT;
	struct lab_quote q;
	const char *text;
	uint32_t i;

	if (lab_lines(r, p, &q)) {
		md_tr(r, "The source is not at hand, so it is not quoted.");
		sink_puts(&r->out, "\n\n");
		return;
	}
	md_place(r, q.from);
	sink_puts(&r->out, "\n\n```c\n");
	text = source_text(r->src, q.from.file, NULL);
	for (i = 1; text && i <= q.to; i++) {
		size_t n = strcspn(text, "\n");

		if (i >= q.from.line && !memmem(text, n, "```", 3)) {
			strbuf_clear(&line);
			strbuf_add(&line, text, n);
			sink_puts(&r->out, line.buf);
			sink_putc(&r->out, '\n');
		}
		text = text[n] ? text + n + 1 : NULL;
	}
	sink_puts(&r->out, "```\n\n");
	if (q.end) {
		md_tr(r, "… and on to line ");
		sink_printf(&r->out, "%u\n\n", q.end);
	}
	strbuf_release(&line);
}

static void note(struct report *r, const struct lab_part *p)
{
	size_t len = 0;
	const char *kept = lab_note(r, p->id, &len);

	sink_puts(&r->out, NOTE_BEGIN);
	md_text(r, p->id);
	sink_puts(&r->out, NOTE_BEGIN_END);
	if (kept) {
		sink_add(&r->out, kept, len);
	} else {
		sink_puts(&r->out, "\n\n");
		md_tr(r, "Your own words: write here; they stay when the report is made anew.");
		sink_puts(&r->out, "\n\n");
	}
	sink_puts(&r->out, NOTE_END "\n\n");
}

void md_own_part(struct report *r, const struct lab_part *p)
{
	static const struct lab_own_writer own = { sequence, source, note };

	lab_own_part(r, p, &own);
}
