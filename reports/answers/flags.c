/* SPDX-License-Identifier: MIT */
/* Where flags of packets are put in, sent, tested and cleared. */
#include <stddef.h>
#include <string.h>

#include "reports/columns.h"

static const struct column head[] = {
	{ "flag", CELL_CODE },
	{ "set", CELL_WORD },
	{ "dropped", CELL_UINT, .flags = COL_TAIL },
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ "places", CELL_WORD, .flags = COL_NOT_JSON },
	{ "puts", CELL_UINT, .flags = COL_NOT_JSON },	/* by role, in their order */
	{ "sends", CELL_UINT, .flags = COL_NOT_JSON },
	{ "tests", CELL_UINT, .flags = COL_NOT_JSON },
	{ "clears", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_flags_result *res = p;
	uint32_t i;

	c[0].text = res->flag;
	c[1].text = res->set;
	c[2].id = res->dropped;
	c[3].id = res->nr;
	c[4].text = report_count(r, res->nr, "places");
	for (i = 0; i < res->nr; i++)
		c[5 + res->place[i].role].id++;
}

/* The route is shown where something is sent. */
#define PLACES(route_page) { \
	{ "role", CELL_WORD }, \
	{ "function", CELL_FUNC, 2, 2, .style = TS_NAME, .label = "function" }, \
	{ "site", CELL_PLACE, 4, 4, .style = TS_PLACE, .label = "where" }, \
	{ "how", CELL_CODE, 0, 3, .label = "how" }, \
	{ "slot", CELL_CODE, .flags = COL_NULL }, \
	{ "flags", CELL_CODE, 1, 1, .style = TS_KIND, .label = "flags" }, \
	{ "value", CELL_CODE, 0, 3, COL_JOIN }, \
	{ "exact", CELL_BOOL }, \
	{ "maybe", CELL_BOOL }, \
	{ "route", CELL_ROUTE, 0, route_page, .label = "route" }, \
	{ "sent", CELL_PLACE, 0, route_page, COL_JOIN }, \
	{ "guards", CELL_GUARDS }, \
	{ NULL, CELL_WORD, 0, 1, COL_JOIN }, \
	{ NULL, CELL_WORD, 3 }, \
	{ NULL, CELL_ROUTE, 1, 0, COL_BELOW, TS_NOTE }, \
	{ NULL, CELL_PLACE, 1, 0, COL_BELOW, TS_NOTE, .before = "sent at" }, \
	{ NULL, CELL_WORD, 1, 0, COL_BELOW, TS_NOTE }, \
	{ NULL } \
}

static const struct column sending[] = PLACES(5);
static const struct column looking[] = PLACES(0);

/* What is done there, as the code says it. */
static const char *done(const struct q_flag_place *p, struct arena *a)
{
	if (p->role == QF_TEST)
		return p->text;
	if (p->role == QF_SEND)
		return arena_printf(a, "%s()", p->how);
	if (*p->text && strchr("=|&+-", p->how[0]))
		return arena_printf(a, "%s %s %s%s", p->slot, p->how, p->text,
				    p->maybe ? " (calculated)" : "");
	return arena_printf(a, "%s(%s)", p->how, p->text);
}

static void read_place(const struct report *r, const void *res, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct q_flag_place *p = &((const struct q_flags_result *)res)->place[i];

	c[0].text = q_flag_role_name[p->role];
	c[1].id = p->func;
	c[2].place = p->site;
	c[3].text = p->how;
	c[4].text = p->slot;
	c[5].text = p->flags;
	c[6].text = p->text;
	c[7].id = (uint32_t)p->exact;
	c[8].id = (uint32_t)p->maybe;
	c[9] = (struct cell){ .list = p->route, .nr = p->nr_route };
	c[10].place = p->sent;
	c[11].id = p->guard;
	c[12].text = p->maybe ? "?" : "";
	c[13].text = done(p, a);
	if (p->role == QF_SET && p->nr_route > 1) {
		c[14] = c[9];
		c[15].place = p->sent;
	} else if (p->role == QF_SET && !p->nr_route) {
		c[16].text = report_tr(r, "no way to a function that sends was found");
	}
}

/* They are sorted by role. */
static void of_role(const void *p, unsigned role, uint32_t *first, uint32_t *nr)
{
	const struct q_flags_result *res = p;

	while (*first < res->nr && res->place[*first].role < role)
		++*first;
	for (*nr = 0; *first + *nr < res->nr && res->place[*first + *nr].role == role;)
		++*nr;
}

#define ROLE(role, text_title, on_page, columns, unfolds) \
	{ .key = "places", .title = text_title, .page_title = on_page, .column = columns, \
	  .span = of_role, .arg = role, .row = read_place, .stressed = 1, .folded = unfolds, \
	  .flat = "role flags function file=site.file line=site.line how value route" }

static const struct section sections[] = {
	ROLE(QF_SET, "set in", "Where it is put in", sending, 0),
	ROLE(QF_SEND, "sent by", "Where it is sent", sending, 0),
	ROLE(QF_TEST, "tested in", "Where it is tested", looking, 1),
	ROLE(QF_CLEAR, "cleared in", "Where it is cleared", looking, 1),
};

static const struct form_note notes[] = {
	{ "n", "->", "calls   <-  returns to", .only_text = 1 },
	{ "dropped", NULL, "{dropped} places in functions that the scenario does not reach" },
	{ NULL }
};

const struct form flags_form = {
	.name = "flags",
	.title = "{flag} ({set}): {n} {places}",
	.lead = "{flag} is put in at {puts} places and sent at {sends}; it is tested at {tests} and "
		"cleared at {clears}.",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 4,
	.note = notes,
};
