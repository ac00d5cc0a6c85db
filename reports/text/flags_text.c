/* SPDX-License-Identifier: MIT */
/* Where flags are set, sent, tested and cleared: for people and for programs. */
#include <string.h>

#include "reports/json/json_p.h"
#include "text_p.h"

/* "tcp_connect -> tcp_transmit_skb", "tcp_make_synack (returns to) tcp_v4_send_synack -> …" */
static void route_text(const struct report *r, const struct q_flag_place *p, struct strbuf *out)
{
	uint32_t i;

	for (i = 0; i < p->nr_route; i++) {
		strbuf_addstr(out, report_func(r, p->route[i].func));
		if (i + 1 < p->nr_route)
			strbuf_addstr(out, p->route[i].back ? " <- " : " -> ");
	}
}

static void place_row(struct report *r, struct text_table *t, const struct q_flag_place *p)
{
	struct strbuf sb = STRBUF_INIT;

	text_row(t);
	text_cell(t, 0, TS_KIND, "%s", p->flags);
	text_cell(t, 1, TS_NAME, "%s", report_func(r, p->func));
	if (p->role == QF_TEST)
		text_cell(t, 2, TS_PLAIN, "%s", p->text);
	else if (p->role == QF_SEND)
		text_cell(t, 2, TS_PLAIN, "%s()", p->how);
	else if (*p->text && strchr("=|&+-", p->how[0]))
		text_cell(t, 2, TS_PLAIN, "%s %s %s%s", p->slot, p->how, p->text, p->maybe ? " (calculated)" : "");
	else
		text_cell(t, 2, TS_PLAIN, "%s(%s)", p->how, p->text);
	text_cell(t, 3, TS_PLACE, "%s", text_place(t, r, p->site.file, p->site.line));
	if (p->role == QF_SET && p->nr_route > 1) {
		strbuf_clear(&sb);
		route_text(r, p, &sb);
		text_below(t, TS_NOTE, "%s", sb.buf);
		text_below(t, TS_NOTE, "%s %s", report_tr(r, "sent at"),
			   text_place(t, r, p->sent.file, p->sent.line));
	} else if (p->role == QF_SET && !p->nr_route) {
		text_below(t, TS_NOTE, "%s", report_tr(r, "no way to a function that sends was found"));
	}
	strbuf_release(&sb);
}

int text_flags(struct report *r, const struct q_flags_result *res, struct strbuf *err)
{
	static const char *const head[QF_NR] = { "set in", "sent by", "tested in", "cleared in" };
	uint32_t role, i;

	text_putf(r, TS_HEAD, "%s", res->flag);
	sink_printf(&r->out, " (%s): %u %s\n", res->set, res->nr,
		  report_tr(r, report_plural(res->nr, "place", "places")));
	for (role = 0; role < QF_NR; role++) {
		struct text_table t;

		text_table_init(&t, 2);
		for (i = 0; i < res->nr; i++)
			if (res->place[i].role == role)
				place_row(r, &t, &res->place[i]);
		if (t.nr) {
			sink_puts(&r->out, "\n");
			text_putf(r, TS_HEAD, "%s", report_tr(r, head[role]));
			sink_printf(&r->out, " (%zu)\n", t.nr);
			text_table_print(r, &t);
		}
		text_table_release(&t);
	}
	if (res->nr)
		sink_printf(&r->out, "\n->  %s   <-  %s\n", report_tr(r, "calls"),
			    report_tr(r, "returns to"));
	if (res->dropped)
		sink_printf(&r->out, "%u %s\n", res->dropped,
			    report_tr(r, "places in functions that the scenario does not reach"));
	return 0;
}

int tsv_flags(struct report *r, const struct q_flags_result *res, struct strbuf *err)
{
	uint32_t i;

	sink_puts(&r->out, "role\tflags\tfunction\tfile\tline\thow\tvalue\troute\n");
	for (i = 0; i < res->nr; i++) {
		const struct q_flag_place *p = &res->place[i];
		struct strbuf route = STRBUF_INIT;

		route_text(r, p, &route);
		sink_printf(&r->out, "%s\t%s\t", q_flag_role_name[p->role], p->flags);
		sink_cell(&r->out, report_func(r, p->func));
		sink_putc(&r->out, '\t');
		sink_cell(&r->out, report_file(r, p->site.file));
		sink_printf(&r->out, "\t%u\t", p->site.line);
		sink_cell(&r->out, p->how);
		sink_putc(&r->out, '\t');
		sink_cell(&r->out, p->text);
		sink_putc(&r->out, '\t');
		sink_cell(&r->out, route.buf);
		sink_putc(&r->out, '\n');
		strbuf_release(&route);
	}
	return 0;
}

static cJSON *route_json(const struct report *r, const struct q_flag_place *p)
{
	cJSON *a = cJSON_CreateArray();
	uint32_t i;

	for (i = 0; i < p->nr_route; i++) {
		const struct q_flag_step *st = &p->route[i];
		cJSON *f = json_func_new(r, st->func);

		json_site(f, "site", r, st->site.file, st->site.line);
		json_str_or_null(f, "step", i + 1 == p->nr_route ? "" : st->back ? "returns" : "calls");
		cJSON_AddItemToArray(a, f);
	}
	return a;
}

int json_flags(struct report *r, const struct q_flags_result *res, struct strbuf *err)
{
	cJSON *doc = json_document(r), *a;
	uint32_t i;

	json_str(doc, "flag", res->flag);
	json_str(doc, "set", res->set);
	a = cJSON_AddArrayToObject(doc, "places");
	for (i = 0; i < res->nr; i++) {
		const struct q_flag_place *p = &res->place[i];
		cJSON *o = cJSON_CreateObject();

		json_str(o, "role", q_flag_role_name[p->role]);
		json_func(o, "function", r, p->func);
		json_site(o, "site", r, p->site.file, p->site.line);
		json_str(o, "how", p->how);
		json_str_or_null(o, "slot", p->slot);
		json_str(o, "flags", p->flags);
		json_str(o, "value", p->text);
		cJSON_AddBoolToObject(o, "exact", p->exact);
		cJSON_AddBoolToObject(o, "maybe", p->maybe);
		cJSON_AddItemToObject(o, "route", route_json(r, p));
		json_site(o, "sent", r, p->sent.file, p->sent.line);
		json_guards(o, "guards", r, p->guard);
		cJSON_AddItemToArray(a, o);
	}
	cJSON_AddNumberToObject(doc, "dropped", res->dropped);
	return json_print(r, doc, err);
}
