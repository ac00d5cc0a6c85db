/* SPDX-License-Identifier: MIT */
#include "lab_show.h"

#include <string.h>

#include "lab_sequence.h"
#include "queries/lab/lab_ref.h"

const char *lab_tr(const struct report *r, const struct lab_text *t)
{
	const char *text = t->in[r->lang == LANG_ZH ? LAB_ZH : LAB_EN];

	return text ? text : "";
}

const char *lab_gap_text(const struct lab_answer *a)
{
	switch (a->state) {
	case LAB_NO_NAME:
		return "This index has nothing of the name {name}, so there is no answer.";
	case LAB_AMBIGUOUS:
		return "The name {name} stands for several in this index, so there is no answer.";
	case LAB_LEFT_OUT:
		return "This is about what is not in this index, so it is left out: {why}.";
	default:
		return "There is no answer: {why}.";
	}
}

struct strbuf lab_gap_why(const struct report *r, const struct lab_answer *a)
{
	struct strbuf out = STRBUF_INIT;

	report_message(r->lang, a->problem ? a->problem : "", &out);
	return out;
}

int lab_show(struct report *r, const struct writer *w, const struct lab_answer *a,
	     struct strbuf *err)
{
	const struct ask_value *v = lab_value(a->part, "flow");
	int flow = r->flow, ret;

	if (a->compared)
		return w->form(r, &diff_form, a->compared, err);
	if (!a->part->kind)
		return 1;
	r->flow = v && v->number;
	ret = w->form(r, form_find(a->part->kind->name), a->answer.res, err);
	r->flow = flow;
	return ret;
}

#define USUAL_LINES 1

static uint32_t file_named(const struct graph *g, const char *name)
{
	uint32_t i;

	for (i = 1; i < g->nr_file; i++)
		if (!strcmp(graph_str(g, graph_file(g, i)->name), name))
			return i;
	return 0;
}

static int find_line(const struct report *r, const struct lab_part *p, struct q_place *from)
{
	const char *text, *hit, *s;

	from->file = file_named(r->g, p->file);
	text = from->file && r->src ? source_text(r->src, from->file, NULL) : NULL;
	hit = text ? strstr(text, p->find) : NULL;
	if (!hit)
		return -1;
	from->line = 1;
	for (s = text; s < hit; s++)
		from->line += *s == '\n';
	return 0;
}

/* No blank lines at the end. */
static void trim(const struct report *r, struct lab_quote *q)
{
	struct strbuf line = STRBUF_INIT;

	while (q->to > q->from.line && !source_line(r->src, q->from.file, q->to, &line) && !line.len)
		q->to--;
	strbuf_release(&line);
}

int lab_lines(const struct report *r, const struct lab_part *p, struct lab_quote *q)
{
	const struct graph *g = r->g;
	uint32_t i;

	memset(q, 0, sizeof(*q));
	if (!p->function) {
		if (find_line(r, p, &q->from))
			return -1;
		q->to = q->from.line + (p->lines ? p->lines : USUAL_LINES) - 1;
		trim(r, q);
		return 0;
	}
	for (i = 1; i < g->nr_func; i++) {
		const struct g_func *f = graph_func(g, i);

		if (!(f->flags & GF_DEFINED) || strcmp(graph_str(g, f->name), p->function))
			continue;
		if (!r->src || !source_text(r->src, f->file, NULL))
			return -1;
		q->from = (struct q_place){ f->file, f->line };
		q->to = f->end_line;
		if (p->lines && f->line + p->lines - 1 < f->end_line) {
			q->to = f->line + p->lines - 1;
			q->end = f->end_line;
			trim(r, q);
		}
		return 0;
	}
	return -1;
}

const char *lab_note(const struct report *r, const char *id, size_t *len)
{
	struct strbuf mark = STRBUF_INIT;
	const char *s, *end;

	strbuf_addf(&mark, NOTE_BEGIN "%s" NOTE_BEGIN_END, id);
	s = r->notes_from ? strstr(r->notes_from, mark.buf) : NULL;
	s = s ? s + mark.len : NULL;
	end = s ? strstr(s, NOTE_END) : NULL;
	strbuf_release(&mark);
	if (!end)
		return NULL;
	*len = (size_t)(end - s);
	return s;
}

struct q_place sequence_place(const struct report *r, const struct lab_step *s)
{
	const struct lab_ref *ref = s->at && r->lab ? lab_ref_find(r->lab, s->at, strlen(s->at)) : NULL;

	return ref && !ref->problem ? ref->place : (struct q_place){ 0, 0 };
}

void lab_own_part(struct report *r, const struct lab_part *p, const struct lab_own_writer *own)
{
	if (p->own == LAB_SEQUENCE)
		own->sequence(r, p);
	else if (p->own == LAB_SOURCE)
		own->source(r, p);
	else if (p->own == LAB_NOTE)
		own->note(r, p);
}
