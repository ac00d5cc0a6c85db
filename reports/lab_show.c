/* SPDX-License-Identifier: MIT */
#include "lab_show.h"

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
	default:
		return "There is no answer: {why}.";
	}
}

int lab_show(struct report *r, const struct writer *w, const struct lab_answer *a,
	     struct strbuf *err)
{
	const struct ask_value *v = lab_value(a->part, "flow");
	int flow = r->flow, ret;

	if (!a->part->kind)
		return 1;
	r->flow = v && v->number;
	ret = w->form(r, form_find(a->part->kind->name), a->answer.res, err);
	r->flow = flow;
	return ret;
}
