/* SPDX-License-Identifier: MIT */
/* What is joined once the last TU is known. */
#include "base/digest.h"
#include "base/xalloc.h"
#include "library.h"
#include "link.h"
#include "mechanism.h"
#include "prog.h"
#include "program.h"
#include "type_filter.h"

static int is_other_unit(const struct prog *p, const char *unit)
{
	size_t i;

	for (i = 0; i < p->k->units.nr; i++)
		if (!strcmp(p->k->units.p[i].value, unit) && strcmp(unit, "vmlinux"))
			return 1;
	return 0;
}

int prog_is_own_program(const struct prog *p, uint32_t func)
{
	uint32_t unit = p->g->func[func].unit;

	return unit && is_other_unit(p, graph_str(p->g, unit));
}

int prog_same_program(const struct prog *p, uint32_t a, uint32_t b)
{
	uint32_t x = p->g->func[a].unit, y = p->g->func[b].unit;

	return x == y || !x || !y || (!is_other_unit(p, graph_str(p->g, x)) &&
				      !is_other_unit(p, graph_str(p->g, y)));
}

/* By function: is its address taken by a macro that exports it? */
static uint8_t *exported_functions(const struct prog *p)
{
	uint8_t *is = xcalloc(p->g->nr_func + 1, 1);
	uint32_t i;

	for (i = 1; i < p->nr_origin; i++) {
		const struct p_origin *o = &p->origin[i];

		if (o->macro && !value_is_object(o->value) &&
		    k_strings_match(&p->k->export_macros, graph_str(p->g, o->macro)))
			is[value_id(o->value)] = 1;
	}
	return is;
}

/* Whoever calls `from` lands in `to`. */
static void join_functions(struct prog *p, uint32_t from, uint32_t to)
{
	uint32_t j;

	for (j = 0; j < p->func[from].nparams; j++) {
		solver_copy(&p->s, prog_func_param(p, from, j), prog_func_param(p, to, j));
		if (j < 64 && j < p->func[to].nparams && (p->func[from].by_value >> j & 1))
			solver_copy_object(&p->s, prog_param_object(p, from, j),
					   prog_param_object(p, to, j));
	}
	solver_copy(&p->s, prog_func_ret(p, to), prog_func_ret(p, from));
	if (sig_return_record(&p->g->str, graph_str(p->g, p->g->func[from].sig)))
		solver_copy_object(&p->s, prog_ret_object(p, to), prog_ret_object(p, from));
}

/* Where a module's undefined function is: in vmlinux, which was linked with all that
 * it offers, else in a module that exports it. */
static void link_modules(struct prog *p)
{
	struct graph *g = p->g;
	struct idmap exported = IDMAP_INIT;
	uint32_t i, vmlinux = strtab_find(&g->str, "vmlinux"), nr = g->nr_func;
	uint8_t *is_exported;

	if (!vmlinux)
		return;
	is_exported = exported_functions(p);
	for (i = 1; i < nr; i++) {
		const struct g_func *f = &g->func[i];
		uint32_t *at;

		if ((f->flags & GF_STATIC) ||
		    !((f->flags & (GF_DEFINED | GF_ASM)) || f->alias_of) ||
		    is_other_unit(p, graph_str(g, f->unit)))
			continue;
		if (f->unit == vmlinux) {
			at = idmap_put(&exported, f->name, i);
			if (g->func[*at].unit != vmlinux)
				*at = i;
		} else if (is_exported[i] || (f->flags & GF_ASM)) {
			idmap_put(&exported, f->name, i);
		}
	}
	for (i = 1; i < nr; i++) {
		struct g_func *f = &g->func[i];
		uint32_t *to;

		if ((f->flags & (GF_DEFINED | GF_ASM | GF_STATIC)) || f->alias_of ||
		    f->unit == vmlinux || is_other_unit(p, graph_str(g, f->unit)))
			continue;
		to = idmap_get(&exported, f->name);
		if (!to)
			continue;
		f->alias_of = *to;
		join_functions(p, i, *to);
	}
	free(is_exported);
	idmap_release(&exported);
}

/* Directories that two objects' names begin with alike. */
static unsigned nearness(const char *a, const char *b)
{
	unsigned n = 0;

	for (; *a && *a == *b; a++, b++)
		n += *a == '/';
	return n;
}

static const char *object_of(const struct prog *p, uint32_t func)
{
	return graph_str(p->g, p->g->tu[p->func[func].tu].object);
}

/* Of the functions that bear this name in several programs, the caller's. */
static uint32_t in_program_of(const struct prog *p, uint32_t caller, uint32_t first)
{
	uint32_t best = first, i;
	unsigned most = nearness(object_of(p, caller), object_of(p, first)), n;

	if (!p->func[caller].tu)
		return first;
	for (i = first; i; i = p->func[i].next_program) {
		if (p->func[i].tu == p->func[caller].tu)
			return i;
		n = nearness(object_of(p, caller), object_of(p, i));
		if (n > most) {
			most = n;
			best = i;
		}
	}
	return best;
}

static void link_programs(struct prog *p)
{
	uint32_t i, j, to;

	for (i = 0; i < p->nr_call; i++) {
		struct p_call *pc = &p->call[i];

		if (!pc->callee || !p->func[pc->callee].next_program ||
		    (to = in_program_of(p, pc->caller, pc->callee)) == pc->callee)
			continue;
		pc->callee = to;
		for (j = 0; j < pc->nr_args; j++)
			if (p->arg[pc->arg + j].node && prog_func_param(p, to, j))
				solver_copy(&p->s, p->arg[pc->arg + j].node,
					    prog_func_param(p, to, j));
		if (pc->result)
			solver_copy(&p->s, prog_func_ret(p, to), pc->result);
	}
}

/* Names for the linker: int f(void) __asm__("g"). */
static void link_labels(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t i, nr = g->nr_func;

	for (i = 1; i < nr; i++) {
		uint32_t label = p->func[i].label, *at, body;

		if (!label || label == g->func[i].name)
			continue;
		at = idmap_get(&p->func_map, key3(KEY_EXTERNAL_FUNC, g->func[i].unit,
						  digest_str(graph_str(g, label)), 0));
		if (!at || *at == i)
			continue;
		body = g->func[i].flags & (GF_DEFINED | GF_ASM);
		if (body && !(g->func[*at].flags & (GF_DEFINED | GF_ASM)) && !g->func[*at].alias_of)
			g->func[*at].alias_of = i;
		else if (!body && !g->func[i].alias_of)
			g->func[i].alias_of = *at;
	}
}

/* Objects of one source, where it was compiled more than once. */
static void name_objects(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t i, v;

	for (i = 1; i < p->nr_func; i++)
		for (v = p->func[i].next_program; v; v = p->func[v].next_program) {
			if (g->func[v].file != g->func[i].file || g->func[v].variant)
				continue;
			g->func[v].variant = g->tu[p->func[v].tu].object;
			if (!g->func[i].variant)
				g->func[i].variant = g->tu[p->func[i].tu].object;
		}
}

/* Is there another variant of the same source in the list from `first` on? */
static int is_compiled_again(const struct prog *p, uint32_t first, uint32_t func)
{
	uint32_t v;

	for (v = first; v; v = p->func[v].next_variant)
		if (v != func && p->func[v].tu &&
		    p->g->tu[p->func[v].tu].file == p->g->tu[p->func[func].tu].file)
			return 1;
	return 0;
}

static void name_variants(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t i, v;

	for (i = 1; i < p->nr_func; i++) {
		if (!p->func[i].next_variant)
			continue;
		for (v = i; v; v = p->func[v].next_variant) {
			uint32_t main_file;

			if (!p->func[v].tu)
				continue;
			main_file = g->file[g->tu[p->func[v].tu].file].name;
			if (main_file != g->file[g->func[v].file].name)
				g->func[v].variant = main_file;
			else if (is_compiled_again(p, i, v))
				g->func[v].variant = g->tu[p->func[v].tu].object;
		}
	}
}

void link_finish(struct prog *p)
{
	uint32_t i;

	link_programs(p);
	link_labels(p);
	link_modules(p);
	name_variants(p);
	name_objects(p);
	for (i = 1; i < p->nr_func; i++) {
		uint32_t to = p->g->func[i].alias_of;

		if (!to || p->g->func[i].unit != p->g->func[to].unit)
			continue;
		join_functions(p, i, to);
	}
}
