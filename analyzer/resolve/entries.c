/* SPDX-License-Identifier: MIT */
/* Where control comes in from outside: initcalls in order (include/linux/init.h, Linux 6.1), system calls
 * (include/linux/syscalls.h, arch/x86/include/asm/syscall_wrapper.h), … */
#include <string.h>

#include "base/xalloc.h"
#include "entries.h"
#include "link.h"
#include "prog.h"
#include "program.h"

static struct g_entry *new_entry(struct graph *g)
{
	ALLOC_GROW(g->entry, g->nr_entry + 1, g->alloc_entry);
	memset(&g->entry[g->nr_entry], 0, sizeof(*g->entry));
	return &g->entry[g->nr_entry++];
}

struct initcall {
	uint32_t func, origin;
	uint32_t section;	/* index in the knowledge's order, which is that of execution */
	unsigned link_order;
	const char *file;
	uint32_t line;
};

static int cmp_initcall(const void *a, const void *b)
{
	const struct initcall *x = a, *y = b;
	int c;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	/* what is not known comes last: 0 - 1 */
	if (x->link_order != y->link_order)
		return x->link_order - 1u < y->link_order - 1u ? -1 : 1;
	c = strcmp(x->file, y->file);
	if (c)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->func < y->func ? -1 : x->func > y->func;
}

static unsigned link_order(const struct prog *p, uint32_t func)
{
	uint32_t tu = p->func[func].tu;

	return tu && tu <= p->db->nr ? p->db->cmd[tu - 1].link_order : 0;
}

static void add_initcalls(struct prog *p)
{
	struct graph *g = p->g;
	struct initcall *ic = NULL;
	size_t nr = 0, alloc = 0, i, s;

	for (i = 1; i < p->nr_origin; i++) {
		const struct p_origin *o = &p->origin[i];

		if (g->slot[o->slot].kind != GS_SECTION || value_is_object(o->value))
			continue;
		for (s = 0; s < p->k->nr_section; s++)
			if (!strcmp(p->k->section[s].name, graph_str(g, g->slot[o->slot].name)))
				break;
		if (s == p->k->nr_section || *p->k->section[s].field)
			continue;
		ALLOC_GROW(ic, nr + 1, alloc);
		ic[nr++] = (struct initcall){ value_id(o->value), (uint32_t)i, (uint32_t)s,
			link_order(p, value_id(o->value)),
			graph_str(g, g->file[o->file].name), o->line };
	}
	if (nr)
		qsort(ic, nr, sizeof(*ic), cmp_initcall);
	for (i = 0; i < nr; i++) {
		const struct k_section *ks = &p->k->section[ic[i].section];
		const struct p_origin *o = &p->origin[ic[i].origin];
		struct g_entry *e = new_entry(g);

		e->func = ic[i].func;
		e->kind = strtab_add(&g->str, ks->kind);
		e->name = o->macro ? o->macro : strtab_add(&g->str, ks->macro);
		e->level = strtab_add(&g->str, ks->level);
		e->order = (uint32_t)i + 1;
		e->file = o->file;
		e->line = o->line;
	}
	free(ic);
}

/* "__x64_sys_connect" is connect(2). */
static void add_syscalls(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t i;
	size_t s;

	for (i = 1; i < p->nr_func; i++) {
		const struct g_func *f = &g->func[i];
		const char *name = graph_str(g, f->name);
		struct strbuf sb = STRBUF_INIT;
		struct g_entry *e;

		if (!(f->flags & GF_DEFINED) && !f->alias_of)
			continue;
		if (f->flags & (GF_STATIC | GF_WEAK))
			continue;
		for (s = 0; s < p->k->syscall_prefixes.nr; s++) {
			const char *prefix = p->k->syscall_prefixes.s[s];

			if (strncmp(name, prefix, strlen(prefix)))
				continue;
			if (!f->macro || !k_strings_match(&p->k->syscall_macros, graph_str(g, f->macro)))
				continue;
			strbuf_addf(&sb, "%s(2)", name + strlen(prefix));
			g->func[i].flags |= GF_SYSCALL;
			e = new_entry(g);
			e->func = i;
			e->kind = strtab_add(&g->str, "syscall");
			e->name = strtab_addn(&g->str, sb.buf, sb.len);
			e->file = f->file;
			e->line = f->line;
			break;
		}
		strbuf_release(&sb);
	}
}

/* By function of assembler: does it lead to C, itself or by others of assembler? */
static uint8_t *leads_to_c(const struct prog *p)
{
	uint8_t *leads = xcalloc(p->nr_func + 1, 1);
	uint32_t i, j, to;
	int again = 1;

	while (again) {
		again = 0;
		for (i = 1; i < p->nr_func; i++) {
			const struct p_func *f = &p->func[i];

			if (!(p->g->func[i].flags & GF_ASM) || leads[i])
				continue;
			for (j = 0; j < f->nr_calls && !leads[i]; j++) {
				to = prog_landing(p, p->call[f->call + j].callee);
				leads[i] = to && (leads[to] || (p->g->func[to].flags & GF_DEFINED));
			}
			again |= leads[i];
		}
	}
	return leads;
}

/* By function: calls or jumps of another lead to it. */
static uint8_t *called_functions(const struct prog *p)
{
	uint8_t *called = xcalloc(p->nr_func + 1, 1);
	uint32_t i;

	for (i = 0; i < p->nr_call; i++)
		if (p->call[i].callee && p->call[i].callee != p->call[i].caller)
			called[p->call[i].callee] = called[prog_landing(p, p->call[i].callee)] = 1;
	return called;
}

/* A label inside of another function of assembler. */
static int is_inner(const struct prog *p, uint32_t func)
{
	const struct g_func *f = &p->g->func[func];
	uint32_t i;

	for (i = 1; i < p->nr_func; i++) {
		const struct g_func *o = &p->g->func[i];

		if (i != func && (o->flags & GF_ASM) && o->file == f->file && o->unit == f->unit &&
		    o->line < f->line && o->end_line >= f->end_line)
			return 1;
	}
	return 0;
}

/*
 * Assembler that leads to C and that nobody calls: where the hardware, a boot
 * loader or a hypervisor comes in. And what knowledge says of some.
 */
static void add_asm_entries(struct prog *p)
{
	uint8_t *leads = leads_to_c(p), *called = called_functions(p);
	struct graph *g = p->g;
	uint32_t i;

	for (i = 1; i < p->nr_func; i++) {
		struct g_entry *e;

		if (!(g->func[i].flags & GF_ASM))
			continue;
		if (!k_pairs_get(&p->k->asm_calls, graph_str(g, g->func[i].name)) &&
		    (!leads[i] || called[i] || is_inner(p, i)))
			continue;
		e = new_entry(g);
		e->func = i;
		e->kind = strtab_add(&g->str, "asm");
		e->name = g->func[i].name;
		e->file = g->func[i].file;
		e->line = g->func[i].line;
	}
	free(leads);
	free(called);
}

/* What the module loader calls. */
static void add_modules(struct prog *p)
{
	struct graph *g = p->g;
	struct g_entry *e;
	uint32_t i;

	for (i = 1; i < p->nr_func; i++) {
		if (!prog_module_field(p, i))
			continue;
		e = new_entry(g);
		e->func = i;
		e->kind = strtab_add(&g->str, "module");
		e->name = g->func[i].macro ? g->func[i].macro : g->func[i].name;
		e->file = g->func[i].file;
		e->line = g->func[i].line;
	}
}

/* Functions whose address leaves the tree: others call them. */
static void add_handed(struct prog *p)
{
	struct graph *g = p->g;
	uint32_t i;

	for (i = 1; i < p->nr_func; i++) {
		struct strbuf sb = STRBUF_INIT;
		struct g_entry *e;

		if (!p->handed[i] || !(g->func[i].flags & GF_DEFINED))
			continue;
		strbuf_addf(&sb, "handed to %s, outside the tree",
			    graph_str(g, g->func[p->handed[i] - 1].name));
		e = new_entry(g);
		e->func = i;
		e->kind = strtab_add(&g->str, "outside");
		e->name = strtab_addn(&g->str, sb.buf, sb.len);
		e->file = g->func[i].file;
		e->line = g->func[i].line;
		strbuf_release(&sb);
	}
}

/* A program of user space: what the loader calls of it. */
static void add_program(struct prog *p)
{
	static const char *const kind[] = { "program", "constructor", "destructor" };
	struct graph *g = p->g;
	uint32_t i, k;

	for (i = 1; i < p->nr_func && !p->db->is_kernel; i++) {
		const struct g_func *f = &g->func[i];
		const int is[] = { !(f->flags & GF_STATIC) && !strcmp(graph_str(g, f->name), "main"),
			p->func[i].at_start, p->func[i].at_exit };

		for (k = 0; k < ARRAY_SIZE(kind) && (f->flags & GF_DEFINED); k++) {
			struct g_entry *e = is[k] ? new_entry(g) : NULL;

			if (!e)
				continue;
			e->func = i;
			e->kind = strtab_add(&g->str, kind[k]);
			e->name = f->name;
			e->file = f->file;
			e->line = f->line;
		}
	}
}

void entries_build(struct prog *p)
{
	add_program(p);
	add_initcalls(p);
	add_syscalls(p);
	add_asm_entries(p);
	add_modules(p);
	add_handed(p);
}
