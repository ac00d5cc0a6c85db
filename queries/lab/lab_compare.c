/* SPDX-License-Identifier: MIT */
/* A lab's parts of kind "compare": one way in two kernels, side by side. */
#include "lab_ref.h"

#include <string.h>

#include "base/xalloc.h"

/* The ends and the functions between mean other ids in each index. -1 and a sentence. */
static int options(const struct lab_part *p, const struct graph *g, const struct knowledge *k,
		   struct arena *a, struct q_path_options *o, struct strbuf *err)
{
	struct q_names near = { .nr = 0 };
	uint32_t *via, n = 0, i;

	while (p->via && p->via[n])
		n++;
	via = arena_alloc(a, (n + 1) * sizeof(*via));
	*o = (struct q_path_options){ .via = via, .nr_via = n, .scenario = p->as, .k = 1 };
	if (q_resolve_name(g, k, a, lab_name_there(g, k, a, p->from), &o->from, &near, err) ||
	    q_resolve_name(g, k, a, lab_name_there(g, k, a, p->to), &o->to, &near, err))
		return -1;
	for (i = 0; i < n; i++)
		if (q_resolve_name(g, k, a, lab_name_there(g, k, a, p->via[i]), &via[i], &near, err))
			return -1;
	return 0;
}

static void compare(struct lab_result *res, struct lab_answer *ans, const struct graph *g,
		    const struct graph *other, const struct knowledge *k)
{
	const struct lab_part *p = ans->part;
	struct strbuf err = STRBUF_INIT;
	struct q_path_options opt[2];
	struct q_diff_result *d;
	int status;

	ans->again = ans->waits = 0;
	ans->state = LAB_FAILED;
	if (!options(p, g, k, &res->arena, &opt[0], &err) &&
	    !options(p, other, k, &res->arena, &opt[1], &err)) {
		d = arena_alloc(&res->arena, sizeof(*d));
		status = q_diff(g, other, k, &opt[0], &opt[1], d, &err);
		ans->compared = d;
		d->asked_from = lab_name_there(g, k, &res->arena, p->from);
		d->asked_to = lab_name_there(g, k, &res->arena, p->to);
		if (status == Q_FOUND || status == Q_NONE)
			ans->state = LAB_FOUND;
	}
	if (ans->state == LAB_FAILED) {
		ans->problem = arena_strdup(&res->arena, err.buf ? err.buf : "");
		res->missing++;
	}
	strbuf_release(&err);
}

void lab_compare(struct lab_result *res, const struct graph *g, const struct graph *other,
		 const struct knowledge *k)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++) {
		if (res->answer[i].waits)
			compare(res, &res->answer[i], g, other, k);
	}
}
