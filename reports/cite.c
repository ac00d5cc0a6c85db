/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include "base/xalloc.h"
#include "lab_show.h"

void cite_file(struct report *r, uint32_t file)
{
	if (!r->cited)
		r->cited = xcalloc(r->g->nr_file + 1, 1);
	if (file < r->g->nr_file)
		r->cited[file] = 1;
}

void cite_func(struct report *r, uint32_t func)
{
	if (func && func < r->g->nr_func)
		cite_file(r, graph_func(r->g, func)->file);
}

static int cite_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	uint32_t i, j;

	cite_func(r, res->from);
	cite_func(r, res->to);
	for (i = 0; i < res->nr_paths; i++) {
		for (j = 0; j < res->path[i].nr_hops; j++) {
			const struct q_hop *h = &res->path[i].hop[j];

			cite_func(r, h->caller);
			cite_func(r, h->callee);
			cite_file(r, h->site.file);
			cite_file(r, h->registered.file);
		}
	}
	for (i = 0; i < res->nr_frontier; i++)
		cite_file(r, res->frontier[i].site.file);
	return 0;
}

static int cite_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++)
		if (res->answer[i].state == LAB_FOUND || res->answer[i].state == LAB_NOTHING)
			lab_show(r, &cite_writer, &res->answer[i], err);
	return 0;
}

void cite_layers(struct report *r, const void *p)
{
	const struct q_layers_result *res = p;
	uint32_t i, j, c;

	for (i = 0; i < res->nr; i++) {
		const struct q_layer_fact *f = &res->fact[i];

		cite_file(r, f->registered.file);
		for (j = 0; j < f->nr_members; j++)
			cite_file(r, f->member[j].site.file);
		for (c = 0; c < f->nr_calls; c++)
			cite_file(r, graph_site(r->g, f->call[c])->file);
	}
}

/* ---- by the form ------------------------------------------------------------------- */

static void cite_list(struct report *r, const struct column *col, const struct cell *c)
{
	const struct q_flag_step *step = c->list;
	uint32_t i;

	for (i = 0; i < c->nr; i++) {
		if (col->kind == CELL_PLACES) {
			cite_file(r, ((const struct q_place *)c->list)[i].file);
		} else if (col->kind == CELL_FUNCS) {
			cite_func(r, ((const uint32_t *)c->list)[i]);
		} else if (col->kind == CELL_ROUTE) {
			cite_func(r, step[i].func);
			cite_file(r, step[i].site.file);
		}
	}
}

static void cite_cells(struct report *r, const struct column *col, const struct cell *c)
{
	for (; col && col->kind != CELL_END; col++, c++) {
		if (col->kind == CELL_FUNC)
			cite_func(r, c->id);
		else if (col->kind == CELL_PLACE)
			cite_file(r, c->place.file);
		else
			cite_list(r, col, c);
	}
}

void report_cite(struct report *r, const struct form *f, const void *res)
{
	struct cell c[COLUMNS_MAX];
	struct arena a = ARENA_INIT;
	uint32_t first, nr, i;
	size_t s;

	if (f->cite)
		f->cite(r, res);
	form_head(r, f, res, c, &a);
	cite_cells(r, f->head, c);
	for (s = 0; s < f->nr_sections; s++) {
		section_span(r, &f->section[s], res, &first, &nr);
		for (i = first; i < first + nr; i++) {
			section_cells(r, &f->section[s], res, i, c, &a);
			cite_cells(r, f->section[s].column, c);
		}
	}
	arena_release(&a);
}

static int cite_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	report_cite(r, f, res);
	return 0;
}

const struct writer cite_writer = {
	.form = cite_form,
	.name = "",
	.path = cite_path,
	.report = cite_report,
};
