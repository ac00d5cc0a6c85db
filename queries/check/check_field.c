/* SPDX-License-Identifier: MIT */
/* Calls through fields: "f calls ->poll()", "f calls ndo_start_xmit()". */
#include "check_p.h"

#include <string.h>

#include "queries/fold.h"

#define FIELD_HOPS 4		/* calls below a function that a call through a field may be */
#define MAX_BELOW 160		/* functions that are looked at for one */

/* The site of f that calls through a field of that name; 0: none. */
static uint32_t field_site(struct checker *c, uint32_t f, const char *field)
{
	const struct graph *g = c->g;
	const struct g_func *x = graph_func(g, f);
	size_t n = strlen(field), m;
	uint32_t i, e, site;

	for (i = 0; i < x->nr_nodes; i++) {
		const struct g_node *node = graph_node(g, x->node + i);

		for (e = node->edge; e < node->edge + node->nr_edges; e++) {
			const char *expr;

			site = graph_edge(g, e)->site;
			expr = site ? graph_str(g, graph_site(g, site)->expr) : "";
			m = strlen(expr);
			if (m > n && !strcmp(expr + m - n, field) && (expr[m - n - 1] == '>' || expr[m - n - 1] == '.'))
				return site;
		}
	}
	return 0;
}

/* The same of what those call, at once or by few others: *by. */
static uint32_t field_below(struct checker *c, const uint32_t *from, uint32_t nr_from, const char *field,
			    uint32_t *by)
{
	uint32_t seen[MAX_BELOW], depth[MAX_BELOW], nr, i, k, e, site;

	for (nr = 0; nr < nr_from && nr < MAX_BELOW; nr++) {
		seen[nr] = from[nr];
		depth[nr] = 0;
	}
	for (i = 0; i < nr; i++) {
		const struct g_func *f = graph_func(c->g, seen[i]);
		const struct g_node *node = graph_node(c->g, f->node);

		for (e = node->edge; f->nr_nodes && depth[i] < FIELD_HOPS && e < node->edge + node->nr_edges; e++) {
			uint32_t to = edge_callee(c->g, graph_edge(c->g, e));

			if (graph_edge(c->g, e)->rule != GR_DIRECT)
				continue;
			for (k = 0; k < nr && seen[k] != to; k++)
				;
			if (k < nr || nr == MAX_BELOW)
				continue;
			site = field_site(c, to, field);
			if (site) {
				*by = to;
				return site;
			}
			seen[nr] = to;
			depth[nr++] = depth[i] + 1;
		}
	}
	return 0;
}

int check_through_field(struct checker *c, struct q_verdict *v, const struct named *a,
			const struct named *b)
{
	const char *field = b->text + (strncmp(b->text, "->", 2) ? 0 : 2);
	uint32_t shell[CHECK_SHELLS], nr, i, j, site = 0, by = 0;

	if (!a->nr || !(lexicon_kinds(&c->lex, field, strlen(field)) & LEX_FIELD))
		return 0;
	for (i = 0; i < a->nr && !site; i++) {
		nr = check_shells(c, a->func[i], shell);
		for (j = 0; j < nr && !site; j++)
			site = field_site(c, shell[j], field);
		/* a function of that name is what is meant sooner than what others do */
		if (!site && !b->nr)
			site = field_below(c, shell, nr, field, &by);
	}
	if (site) {
		v->verdict = by ? V_IMPRECISE : V_TRUE;
		v->why = graph_str(c->g, graph_site(c->g, site)->expr);
		v->why = by ? check_say(c, "{1} does, through {2}", check_func_name(c, by), v->why) :
			check_say(c, "through a pointer: {1}", v->why);
		check_evidence(v, graph_site(c->g, site)->file, graph_site(c->g, site)->line);
	} else if (b->nr) {
		return 0;
	} else {
		v->why = check_say(c, "{1} is a field; no call of {2} through it is seen", field, a->text);
	}
	return 1;
}
