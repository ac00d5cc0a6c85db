/* SPDX-License-Identifier: MIT */
/* The scenarios that there are, and those that fit a question. */
#include <string.h>

#include "api_p.h"
#include "queries/path/propose.h"

enum { FROM, TO };

/* A function that is asked for: 1; 0: none is. -1 and a sentence. */
static int one_end(struct api_call *c, int which, uint32_t *func)
{
	const char *text = c->ask.v[which].text;
	struct q_names names = { 0 };

	if (!text || !*text)
		return 0;
	return q_resolve_name(c->ix->g, c->ix->k, &c->arena, text, func, &names, &c->err) ? -1 : 1;
}

static void put_proposed(struct api_call *c, cJSON *o, const struct q_propose_result *res)
{
	cJSON *list = cJSON_AddArrayToObject(o, "proposed"), *one;
	uint32_t i;

	if (res->cost > 0)
		cJSON_AddNumberToObject(o, "cost", res->cost);
	for (i = 0; i < res->nr; i++) {
		const struct q_proposed *p = &res->at[i];

		one = cJSON_CreateObject();
		cJSON_AddStringToObject(one, "name", p->scenario->name);
		cJSON_AddNumberToObject(one, "cost", p->cost);
		cJSON_AddNumberToObject(one, "hops", p->nr_hops);
		cJSON_AddNumberToObject(one, "decides", p->decides);
		cJSON_AddItemToArray(list, one);
		if (!api_wants_json(c))
			sink_printf(&c->r.out, "perhaps meant: %s (%u %s, cost %.4g; without it %.4g)\n",
				    p->scenario->name, p->nr_hops, report_count(&c->r, p->nr_hops, "hops"),
				    p->cost, res->cost);
	}
}

static void put_all(struct api_call *c, cJSON *o)
{
	const struct knowledge *k = c->ix->k;
	cJSON *list = cJSON_AddArrayToObject(o, "scenarios"), *one;
	size_t i;

	for (i = 0; i < k->nr_scenario; i++) {
		const char *about = k->scenario[i].about ? k->scenario[i].about : "";

		one = cJSON_CreateObject();
		api_add_text(one, "name", k->scenario[i].name);
		api_add_text(one, "about", about);
		cJSON_AddItemToArray(list, one);
		if (!api_wants_json(c))
			sink_printf(&c->r.out, "%s  %s\n", k->scenario[i].name, about);
	}
}

enum api_status api_run_scenarios(struct api_call *c)
{
	struct q_propose_result res = { .nr = 0 };
	uint32_t from = 0, to = 0;
	int have_from = one_end(c, FROM, &from), have_to = have_from < 0 ? 0 : one_end(c, TO, &to);
	cJSON *o;

	if (have_from < 0 || have_to < 0)
		return API_NAME;
	if (have_from != have_to) {
		error(&c->err, "scenarios takes both \"from\" and \"to\", or none of them");
		return API_BAD;
	}
	if (have_from && q_propose(c->ix->g, c->ix->k, from, to, &res, &c->err) > Q_NONE)
		return API_FAILED;
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "schema", "kpath-scenarios/1");
	put_all(c, o);
	put_proposed(c, o, &res);
	if (api_wants_json(c))
		return api_put_json(c, o);
	cJSON_Delete(o);
	return API_FOUND;
}

const struct ask_param api_scenarios_param[] = {
	[FROM] = { "from", ASK_TEXT, "FUNCTION", "which scenarios a way from this function …" },
	[TO] = { "to", ASK_TEXT, "FUNCTION", "… to this one is about perhaps" },
	{ NULL }
};
