/* SPDX-License-Identifier: MIT */
/* A state machine as a table, for people and for programs. */
#include "reports/json/json_p.h"
#include "text_p.h"

/* "TCP_LISTEN, TCP_CLOSE", "not TCP_CLOSE", "?", "never" */
static void from_text(const struct q_state *s, struct strbuf *out)
{
	const struct q_state_names *n = s->known ? &s->from : &s->not_from;
	uint32_t i;

	if (s->known && !n->nr)
		strbuf_addstr(out, "(never)");
	else if (!n->nr)
		strbuf_addstr(out, "?");
	else if (!s->known)
		strbuf_addstr(out, "not ");
	for (i = 0; i < n->nr; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", n->name[i]);
}

int text_states(struct report *r, const struct q_states_result *res, struct strbuf *err)
{
	struct text_table t;
	uint32_t i;

	text_putf(r, TS_HEAD, "%s: %u %s", res->field, res->nr,
		  report_tr(r, report_plural(res->nr, "place", "places")));
	for (i = 0; i < res->nr_slots; i++)
		text_putf(r, TS_PLAIN, "%s %s", i ? "," : " ",
			  graph_str(r->g, graph_slot(r->g, res->slot[i])->name));
	sink_puts(&r->out, "\n\n");
	text_table_init(&t, 2);
	for (i = 0; i < res->nr; i++) {
		const struct q_state *s = &res->state[i];
		struct strbuf from = STRBUF_INIT;

		from_text(s, &from);
		text_row(&t);
		text_cell(&t, 0, TS_PLAIN, "%s", from.buf);
		text_cell(&t, 1, TS_NAME, "-> %s", s->to);
		text_cell(&t, 2, TS_KIND, "%s%s", s->how, s->helper ? " *" : "");
		text_cell(&t, 3, TS_PLAIN, "%s", report_func(r, s->func));
		text_cell(&t, 4, TS_PLACE, "%s", text_place(&t, r, s->site.file, s->site.line));
		strbuf_release(&from);
	}
	text_table_print(r, &t);
	text_table_release(&t);
	sink_printf(&r->out, "\n?  %s\n", report_tr(r, "the code around it does not say from which value"));
	sink_printf(&r->out, "*  %s\n", report_tr(r, "a call of a function that always sets this"));
	if (res->dropped)
		sink_printf(&r->out, "%u %s\n", res->dropped,
			    report_tr(r, "places in functions that the scenario does not reach"));
	return 0;
}

int tsv_states(struct report *r, const struct q_states_result *res, struct strbuf *err)
{
	uint32_t i;

	sink_puts(&r->out, "function\tfile\tline\thow\tto\tfrom\tlevel\n");
	for (i = 0; i < res->nr; i++) {
		const struct q_state *s = &res->state[i];
		struct strbuf from = STRBUF_INIT;

		from_text(s, &from);
		sink_cell(&r->out, report_func(r, s->func));
		sink_putc(&r->out, '\t');
		sink_cell(&r->out, report_file(r, s->site.file));
		sink_printf(&r->out, "\t%u\t", s->site.line);
		sink_cell(&r->out, s->how);
		sink_putc(&r->out, '\t');
		sink_cell(&r->out, s->to);
		sink_putc(&r->out, '\t');
		sink_cell(&r->out, from.buf);
		sink_printf(&r->out, "\t%s\n", s->helper ? "helper" : "direct");
		strbuf_release(&from);
	}
	return 0;
}

static cJSON *names(const struct q_state_names *n)
{
	cJSON *a = cJSON_CreateArray();
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		cJSON_AddItemToArray(a, cJSON_CreateString(n->name[i]));
	return a;
}

int json_states(struct report *r, const struct q_states_result *res, struct strbuf *err)
{
	cJSON *doc = json_document(r), *a;
	uint32_t i;

	json_str(doc, "field", res->field);
	a = cJSON_AddArrayToObject(doc, "slots");
	for (i = 0; i < res->nr_slots; i++)
		cJSON_AddItemToArray(a, cJSON_CreateString(graph_str(r->g,
				     graph_slot(r->g, res->slot[i])->name)));
	a = cJSON_AddArrayToObject(doc, "stores");
	for (i = 0; i < res->nr; i++) {
		const struct q_state *s = &res->state[i];
		cJSON *o = cJSON_CreateObject();

		json_func(o, "function", r, s->func);
		json_site(o, "site", r, s->site.file, s->site.line);
		json_str(o, "how", s->how);
		json_str(o, "to", s->to);
		if (s->known)
			cJSON_AddItemToObject(o, "from", names(&s->from));
		else
			cJSON_AddNullToObject(o, "from");	/* not known, as opposed to none */
		cJSON_AddItemToObject(o, "not_from", names(&s->not_from));
		json_str(o, "from_by", s->where);
		json_str(o, "level", s->helper ? "helper" : "direct");
		json_guards(o, "guards", r, s->guard);
		cJSON_AddItemToArray(a, o);
	}
	cJSON_AddNumberToObject(doc, "dropped", res->dropped);
	return json_print(r, doc, err);
}
