/* SPDX-License-Identifier: MIT */
/* What a path is to pass: functions, or calls by their place. */
#include "queries/query.h"

#include <string.h>

#include "base/xalloc.h"

static int is_place(const char *text)
{
	const char *colon = strrchr(text, ':');

	return colon && colon > text && colon[1] && !colon[1 + strspn(colon + 1, "0123456789")];
}

struct vias {
	uint32_t *func;
	uint8_t *call;		/* by function: is it what a call at a place calls? */
	struct q_place *pin;
	uint32_t nr, nr_pin;
};

static void add(struct vias *v, uint32_t func)
{
	if (!v->nr || v->func[v->nr - 1] != func)
		v->func[v->nr++] = func;
}

/* The caller, and the callee where there is one only. */
static int add_place(const struct graph *g, const char *text, struct vias *v, struct strbuf *err)
{
	struct q_sites_result res;
	int ret = q_resolve_site(g, text, &res, err);
	uint32_t i, callee = 0;

	if (ret == Q_FOUND) {
		const struct g_site *s = graph_site(g, res.site[0].site);

		v->pin[v->nr_pin++] = (struct q_place){ s->file, s->line };
		add(v, s->func);
		for (i = 0; i < res.nr; i++)
			if (res.site[i].nr_targets == 1)
				callee = res.site[i].target[0];
		if (res.nr == 1 && callee) {
			add(v, callee);
			v->call[v->nr - 1] = callee != s->func;
		}
	}
	q_sites_release(&res);
	return ret == Q_NONE ? Q_UNKNOWN : ret;
}

int q_path_via(const struct graph *g, const struct knowledge *k, struct arena *a,
	       const char *const *list, struct q_path_options *opt, struct q_names *names,
	       struct strbuf *err)
{
	struct vias v = { .nr = 0 };
	uint32_t n = 0, i;
	int ret = Q_FOUND;

	while (list && list[n])
		n++;
	v.func = arena_alloc(a, (2 * (size_t)n + 1) * sizeof(*v.func));
	v.call = arena_alloc(a, 2 * (size_t)n + 1);
	v.pin = arena_alloc(a, ((size_t)n + 1) * sizeof(*v.pin));
	for (i = 0; i < n && !ret; i++) {
		uint32_t func;

		if (is_place(list[i])) {
			ret = add_place(g, list[i], &v, err);
			continue;
		}
		ret = q_resolve_name(g, k, a, list[i], &func, names, err);
		names->asked = ret ? list[i] : NULL;
		if (!ret)
			add(&v, func);
	}
	opt->via = v.func;
	opt->via_call = v.call;
	opt->nr_via = v.nr;
	opt->pin = v.pin;
	opt->nr_pin = v.nr_pin;
	return ret;
}
