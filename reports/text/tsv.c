/* SPDX-License-Identifier: MIT */
/*
 * Tab-separated values. Answers that are tables: by their forms. Of several
 * tables the columns are put side by side, and the first column names the table.
 */
#include <string.h>

#include "base/xalloc.h"
#include "text_p.h"

/* A column of the output: a part of one of the form's columns. */
struct field {
	const char *head;
	size_t len;
	const char *key;	/* of the column */
	size_t key_len;
	char part;		/* 'n'ame, 'f'ile, 'l'ine */
};

#define FIELDS_MAX 60

static int is_key(const struct field *f, const char *key)
{
	return key && strlen(key) == f->key_len && !memcmp(key, f->key, f->key_len);
}

/* "head=key.part": what is not said is as the head says. */
static const char *read_field(const char *s, struct field *f)
{
	size_t len = strcspn(s, " ");
	const char *eq = memchr(s, '=', len), *dot;

	f->head = s;
	f->len = eq ? (size_t)(eq - s) : len;
	f->key = eq ? eq + 1 : s;
	f->key_len = (size_t)(s + len - f->key);
	dot = memchr(f->key, '.', f->key_len);
	f->part = dot ? dot[1] : 'n';
	if (dot)
		f->key_len = (size_t)(dot - f->key);
	return s + len + strspn(s + len, " ");
}

static size_t add_fields(const struct column *col, struct field *f, size_t nr)
{
	size_t i;

	for (; col->kind != CELL_END; col++) {
		int func = col->kind == CELL_FUNC, place = col->kind == CELL_PLACE;

		for (i = 0; i < nr && col->key && !is_key(&f[i], col->key); i++)
			;
		if (!col->key || col->kind == CELL_GUARDS || i < nr || nr + 2 > FIELDS_MAX)
			continue;
		f[nr] = (struct field){ col->key, strlen(col->key), col->key, strlen(col->key), 'n' };
		if (place)
			f[nr].part = 'f';
		nr++;
		if (!func && !place)
			continue;
		f[nr] = f[nr - 1];
		f[nr++].part = func ? 'f' : 'l';
	}
	return nr;
}

static void put_head(struct report *r, const struct field *f)
{
	sink_add(&r->out, f->head, f->len);
}

/* Where nothing else is said, the parts are told by what is behind the key. */
static const char *suffix(const struct section *s, const struct field *f, size_t i)
{
	if (s->flat || f[i].part == 'n')
		return "";
	return f[i].part == 'f' ? "_file" : "_line";
}

static void put_value(struct report *r, const struct column *col, const struct cell *c, char part)
{
	struct q_place p = c->place;
	struct strbuf sb = STRBUF_INIT;

	if (col->kind == CELL_FUNC && part != 'n') {
		p.file = c->id ? graph_func(r->g, c->id)->file : 0;
		p.line = c->id ? graph_func(r->g, c->id)->line : 0;
	}
	if (c->absent)
		;
	else if (part == 'f')
		sink_cell(&r->out, report_file(r, p.file));
	else if (part == 'l')
		sink_uint(&r->out, p.line);
	else {
		cell_text(r, col, c, &sb);
		sink_cell(&r->out, sb.buf);
	}
	strbuf_release(&sb);
}

static void put_row(struct report *r, const struct section *s, const struct cell *c,
		    const struct field *f, size_t nr, int named)
{
	size_t i, j;

	if (named)
		sink_puts(&r->out, s->key);
	for (i = 0; i < nr; i++) {
		if (i || named)
			sink_putc(&r->out, '\t');
		for (j = 0; s->column[j].kind != CELL_END; j++)
			if (is_key(&f[i], s->column[j].key))
				put_value(r, &s->column[j], &c[j], f[i].part);
	}
	sink_putc(&r->out, '\n');
}

/* The first that TSV shows; those that it leaves out stand before all others. */
static const struct section *first_section(const struct form *f)
{
	size_t i;

	for (i = 0; i < f->nr_sections; i++)
		if (!f->section[i].not_flat && !f->section[i].only_people)
			return &f->section[i];
	return NULL;
}

static int has_rows(const struct form *f)
{
	return form_own(f, "tsv") || !f->nr_sections || first_section(f);
}

/* Do the sections have different arrays? */
static int is_mixed(const struct form *f)
{
	const struct section *s = first_section(f);

	return s && strcmp(s->key, f->section[f->nr_sections - 1].key);
}

static int tsv_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	struct field field[FIELDS_MAX];
	struct arena a = ARENA_INIT;
	struct cell c[COLUMNS_MAX];
	const struct section *top = first_section(f);
	const char *p = top ? top->flat : NULL;
	uint32_t first, n, i;
	size_t s, nr = 0;

	if (form_own(f, "tsv"))
		return form_own(f, "tsv")(r, res, err);
	while (p && *p && nr < FIELDS_MAX)
		p = read_field(p, &field[nr++]);
	for (s = 0; s < f->nr_sections && top && !top->flat; s++)
		if (section_for_data(r, &f->section[s]))
			nr = add_fields(f->section[s].column, field, nr);
	sink_puts(&r->out, is_mixed(f) ? "table\t" : "");
	for (s = 0; s < nr; s++) {
		sink_puts(&r->out, s ? "\t" : "");
		put_head(r, &field[s]);
		sink_puts(&r->out, suffix(top, field, s));
	}
	sink_putc(&r->out, '\n');
	for (s = 0; s < f->nr_sections; s++) {
		if (f->section[s].not_flat || !section_for_data(r, &f->section[s]))
			continue;
		section_span(r, &f->section[s], res, &first, &n);
		for (i = first; i < first + n; i++) {
			section_cells(r, &f->section[s], res, i, c, &a);
			put_row(r, &f->section[s], c, field, nr, is_mixed(f));
		}
	}
	arena_release(&a);
	return 0;
}

/* ---- paths ------------------------------------------------------------------------- */

static void next(struct sink *s, const char *str)
{
	sink_putc(s, '\t');
	sink_cell(s, str);
}

static void next_uint(struct sink *s, uint32_t v)
{
	sink_putc(s, '\t');
	sink_uint(s, v);
}

static void next_func(struct report *r, uint32_t func)
{
	next(&r->out, func ? report_func(r, func) : "");
	next(&r->out, func ? report_file(r, graph_func(r->g, func)->file) : "");
}

static int tsv_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	struct sink *s = &r->out;
	uint32_t i, j;

	sink_puts(s, "path\thop\tcaller\tcaller_file\tcallee\tcallee_file\tkind\trule\t"
		  "site_file\tsite_line\tvia\tregistered_file\tregistered_line\tcandidates\n");
	for (i = 0; i < res->nr_paths; i++) {
		for (j = 0; j < res->path[i].nr_hops; j++) {
			const struct q_hop *h = &res->path[i].hop[j];

			sink_uint(s, i + 1);
			next_uint(s, j + 1);
			next_func(r, h->caller);
			next_func(r, h->callee);
			next(s, report_kind(r, h->kind));
			next(s, report_rule(h->rule));
			next(s, report_file(r, h->site.file));
			next_uint(s, h->site.line);
			next(s, h->via);
			next(s, report_file(r, h->registered.file));
			next_uint(s, h->registered.line);
			next_uint(s, h->candidates);
			sink_putc(s, '\n');
		}
	}
	return 0;
}

const struct writer tsv_writer = {
	.name = "tsv", .rank = 30, .media = "text/tab-separated-values; charset=utf-8",
	.path = tsv_path,
	.form = tsv_form, .has_form = has_rows,
};
