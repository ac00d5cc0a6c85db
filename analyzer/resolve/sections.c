/* SPDX-License-Identifier: MIT */
/*
 * Arrays that the linker makes: "extern struct entry __start_x[]" is what all
 * files put into section x. Which section belongs to a symbol is said by
 * knowledge, else by a linker script of the tree, else by names (GNU ld makes __start_NAME and __stop_NAME of any
 * section that is called like a C identifier), else by what is in it: entries
 * of the array's own type. (include/asm-generic/vmlinux.lds.h, Linux 6.1.)
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "prog.h"
#include "program.h"
#include "sections.h"

struct kind {			/* what is in a section */
	uint32_t section;	/* string */
	uint32_t type;		/* string, as bare_type() has it */
};

struct sections {
	struct prog *p;
	struct kind *kind;	uint32_t nr_kind, alloc_kind;
	struct idmap seen;	/* (section, type) */
	struct idmap placed;	/* symbol -> 1 + its first of prog.placed */
	struct idmap names;	/* sections that variables stand in, by name */
	uint32_t *name, nr_name, alloc_name;
};

/* A type without qualifiers of its element and without dimensions. */
static uint32_t bare_type(struct prog *p, uint32_t type)
{
	const char *s = graph_str(p->g, type), *end = strchr(s, '[');
	size_t n;

	for (;;) {
		if (!strncmp(s, "const ", 6))
			s += 6;
		else if (!strncmp(s, "volatile ", 9))
			s += 9;
		else
			break;
	}
	n = end && end > s ? (size_t)(end - s) : strlen(s);
	while (n && (s[n - 1] == ' ' || s[n - 1] == '('))
		n--;
	if (n > 6 && !strncmp(s + n - 6, "*const", 6))
		n -= 5;
	return strtab_addn(&p->g->str, s, n);
}

static uint32_t section_if_filled(const struct prog *p, uint32_t name)
{
	const uint32_t *node = idmap_get(&p->section_map, name);

	return node && p->s.node[*node].pred ? *node : 0;
}

static void gather(struct sections *s)
{
	struct prog *p = s->p;
	uint32_t i, type, *old;

	for (i = 1; i < p->nr_var; i++) {
		const struct p_var *v = &p->var[i];

		if (!v->section)
			continue;
		old = idmap_put(&s->names, v->section, 0);
		if (!*old) {
			*old = 1;
			ALLOC_GROW(s->name, s->nr_name + 1, s->alloc_name);
			s->name[s->nr_name++] = v->section;
		}
		if (!section_if_filled(p, v->section))
			continue;
		type = bare_type(p, p->var[i].type);
		old = idmap_put(&s->seen, idmap_pair(p->var[i].section, type), 0);
		if (*old)
			continue;
		*old = 1;
		ALLOC_GROW(s->kind, s->nr_kind + 1, s->alloc_kind);
		s->kind[s->nr_kind++] = (struct kind){ p->var[i].section, type };
	}
}

/* ---- the array's content ------------------------------------------------------------- */

static void copy_struct(struct prog *p, uint32_t from, uint32_t to, unsigned depth)
{
	uint32_t rec = p->s.object[from].rec, i, child;

	for (i = 1; rec && i < p->nr_field; i++)
		if (p->field[i].rec == rec && p->field[i].cls != TYPE_REC &&
		    solver_cell(&p->s, from, i, 0))
			solver_copy(&p->s, solver_cell_all(&p->s, from, i),
				    solver_cell(&p->s, to, i, 1));
	for (child = p->s.object[from].child; child && depth; child = p->s.object[child].sibling)
		copy_struct(p, child, prog_sub_object(p, to, p->s.object[child].field), depth - 1);
}

/* What is put into the section under this node, one link each. */
static void fill(struct prog *p, uint32_t var, uint32_t section)
{
	uint32_t node = section_if_filled(p, section), l, i, object = 0;

	if (p->var[var].rec)
		object = prog_var_object(p, var);
	p->var[var].is_linker_symbol = 1;
	for (l = node ? p->s.node[node].pred : 0; l; l = p->s.link[l].next) {
		uint32_t from = p->s.link[l].node;

		if (!object) {
			solver_copy(&p->s, from, prog_var_node(p, var));
			continue;
		}
		for (i = 0; i < p->s.node[from].val.nr; i++) {
			uint32_t v = p->s.node[from].val.id[i];

			if (value_is_object(v) &&
			    p->s.object[value_id(v)].rec == p->s.object[object].rec)
				copy_struct(p, value_id(v), object, 3);
		}
	}
}

/* ---- linker scripts ------------------------------------------------------------------------ */

static int cmp_placed(const void *a, const void *b)
{
	const struct p_placed *x = a, *y = b;

	if (x->symbol != y->symbol)
		return x->symbol < y->symbol ? -1 : 1;
	return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

static void read_scripts(struct sections *s)
{
	struct prog *p = s->p;
	uint32_t i;

	if (p->nr_placed)
		qsort(p->placed, p->nr_placed, sizeof(*p->placed), cmp_placed);
	for (i = p->nr_placed; i-- > 0;)
		*idmap_put(&s->placed, p->placed[i].symbol, 0) = i + 1;
}

static int is_bytes(const char *type)
{
	return !strcmp(type, "char") || !strcmp(type, "unsigned char");
}

/* "char *", as bare_type() has it of "const char *const []" too */
static int is_text(const char *type)
{
	return !strcmp(type, "char *");
}

/* Does a script say what is behind it? Its sections are put there, and nothing else is in it;
 * of what has no type that could hold a pointer (__per_cpu_load) it is only known where its
 * bytes come from, of texts that no pointer to code is among them. Where the tree puts nothing
 * there, assembler may. */
static int by_script(struct sections *s, uint32_t var)
{
	struct prog *p = s->p;
	uint32_t symbol = p->var[var].name, *first = idmap_get(&s->placed, symbol), i, j;
	const char *type = graph_str(p->g, bare_type(p, p->var[var].type));

	if (!first)
		return 0;
	for (i = *first - 1; i < p->nr_placed && p->placed[i].symbol == symbol; i++)
		for (j = 0; j < s->nr_name; j++)
			if (!fnmatch(graph_str(p->g, p->placed[i].pattern), graph_str(p->g, s->name[j]), 0))
				fill(p, var, s->name[j]);
	if (p->var[var].rec)
		p->s.object[prog_var_object(p, var)].flags |= OBJECT_STORED;
	else if (is_bytes(type) || is_text(type))
		p->var[var].is_linker_symbol = 1;
	return 1;
}

/* ---- which section ---------------------------------------------------------------------- */

/* "__setup_start" is about "setup", ".init.setup" too. */
static size_t core(const char *name, const char **out)
{
	static const char *const before[] = { "__start_", "__stop_", ".init.", "." }, *const after[] = {
		"_start", "_end", "_begin", "_table", ".init"
	};
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(before); i++)
		if (!strncmp(name, before[i], strlen(before[i]))) {
			name += strlen(before[i]);
			break;
		}
	while (*name == '_')
		name++;
	n = strlen(name);
	for (i = 0; i < ARRAY_SIZE(after); i++) {
		size_t k = strlen(after[i]);

		if (n > k && !strncmp(name + n - k, after[i], k))
			n -= k;
	}
	*out = name;
	return n;
}

static int is_named_like(const char *symbol, const char *section)
{
	const char *a, *b;
	size_t n = core(symbol, &a), m = core(section, &b);

	return n && m && (memmem(a, n, b, m) || memmem(b, m, a, n));
}

static int is_named_for(const char *symbol, const char *section)
{
	if (!strncmp(symbol, "__start_", 8) && !strcmp(symbol + 8, section))
		return 1;
	return (!strncmp(symbol, "__stop_", 7) && !strcmp(symbol + 7, section)) ||
		!strcmp(symbol, section);
}

static void find_section(struct sections *s, uint32_t var)
{
	struct prog *p = s->p;
	const char *name = graph_str(p->g, p->var[var].name);
	uint32_t type = bare_type(p, p->var[var].type), i;
	int named = 0;

	if (by_script(s, var))
		return;
	for (i = 0; i < s->nr_kind; i++)
		if (is_named_for(name, graph_str(p->g, s->kind[i].section))) {
			fill(p, var, s->kind[i].section);
			return;
		}
	for (i = 0; i < s->nr_kind; i++)
		named |= s->kind[i].type == type &&
			is_named_like(name, graph_str(p->g, s->kind[i].section));
	for (i = 0; i < s->nr_kind; i++)
		if (s->kind[i].type == type &&
		    (!named || is_named_like(name, graph_str(p->g, s->kind[i].section))))
			fill(p, var, s->kind[i].section);
}

void sections_connect(struct prog *p)
{
	struct sections s = { .p = p };
	uint32_t i, nr = p->nr_var;

	gather(&s);
	read_scripts(&s);
	for (i = 1; i < nr && (s.nr_kind || p->nr_placed); i++) {
		const struct p_var *v = &p->var[i];

		if (!v->local && (v->flags & SYM_EXTERN) && (v->flags & SYM_ARRAY) &&
		    !v->is_linker_symbol)
			find_section(&s, i);
	}
	free(s.kind);
	free(s.name);
	idmap_release(&s.seen);
	idmap_release(&s.placed);
	idmap_release(&s.names);
}
