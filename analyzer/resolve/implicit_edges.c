/* SPDX-License-Identifier: MIT */
/* Edges that no call shows: aliases, what assembler code calls, and where a
 * new thread begins. */
#include "base/xalloc.h"
#include "callgraph.h"
#include "evidence.h"
#include "implicit_edges.h"
#include "link.h"
#include "mechanism.h"
#include "clones.h"
#include "prog.h"
#include "program.h"
#include "why.h"

static uint32_t make_site(struct graph *g, uint32_t func, uint32_t file, uint32_t line)
{
	ALLOC_GROW(g->site, g->nr_site + 1, g->alloc_site);
	memset(&g->site[g->nr_site], 0, sizeof(*g->site));
	g->site[g->nr_site].func = func;
	g->site[g->nr_site].file = file;
	g->site[g->nr_site].line = line;
	return g->nr_site++;
}

static uint32_t own_site(struct prog *p, uint32_t func)
{
	return make_site(p->g, func, p->g->func[func].file, p->g->func[func].line);
}

/* Functions with a body, by name. */
static void index_names(const struct prog *p, struct idmap *by_name)
{
	uint32_t i;

	for (i = 1; i < p->nr_func; i++)
		if (p->g->func[i].flags & (GF_DEFINED | GF_ASM))
			idmap_put(by_name, p->g->func[i].name, i);
}

/* An alias is entered like the function it stands for. */
static void emit_aliases(struct emit *em)
{
	struct prog *p = em->p;
	uint32_t i, to;

	for (i = 1; i < p->nr_func; i++) {
		to = prog_landing(p, i);
		if (to == i || p->g->func[i].unit != p->g->func[to].unit)
			continue;
		em->ctx = em->c->first[i];
		emit_edge(em, em->c->first[to], own_site(p, i), 0, GK_DIRECT, GR_DIRECT, 0, 0);
	}
}

static void emit_asm_slot(struct emit *em, uint32_t site, const char *slot)
{
	struct prog *p = em->p;
	const char *dot = strchr(slot, '.');
	uint32_t f, i, node, set;

	for (f = 1; dot && f < p->nr_field; f++) {
		const char *rec = graph_str(p->g, p->field[f].rec);
		unsigned mech = 0;

		if (strlen(rec) != (size_t)(dot - slot) || strncmp(rec, slot, (size_t)(dot - slot)) ||
		    strcmp(graph_str(p->g, p->field[f].name), dot + 1))
			continue;
		node = solver_field_node(&p->s, f, p->field[f].filter);
		set = evidence_of_node(p, &em->c->e, node);
		for (i = 0; i < em->c->e.set[set].nr; i++) {
			struct p_bound b = em->c->e.bound[em->c->e.set[set].first + i];

			mech = b.mechanism;
			if (value_is_object(b.value))
				continue;
			emit_edge(em, em->c->first[prog_landing(p, value_id(b.value))], site,
				  evidence_record(p, &b, prog_field_slot(p, f),
						  why_step(&em->why, node, b.value, b.origin)),
				  mech ? mech_kind(p, mech) : GK_OPS, GR_KNOWLEDGE,
				  mech ? GE_EXECUTED_BY : 0, 0);
		}
	}
}

/* Was that call read in the source? */
static int is_called_there(const struct prog *p, uint32_t func, uint32_t to)
{
	const struct p_func *f = &p->func[func];
	uint32_t i;

	for (i = 0; i < f->nr_calls; i++)
		if (p->call[f->call + i].callee == to)
			return 1;
	return 0;
}

/* Calls that assembler code makes in ways that can't be read, from knowledge. */
static void emit_asm_calls(struct emit *em, struct idmap *by_name)
{
	struct prog *p = em->p;
	struct graph *g = p->g;
	uint32_t site;
	size_t k;

	for (k = 0; k < p->k->asm_calls.nr; k++) {
		const char *from = p->k->asm_calls.p[k].key, *s = p->k->asm_calls.p[k].value;
		uint32_t *f = idmap_get(by_name, strtab_find(&g->str, from)), *to;

		if (!f || !strtab_find(&g->str, from))
			continue;
		em->ctx = em->c->first[*f];
		site = own_site(p, *f);
		while (*s) {
			size_t n = strcspn(s, ", ");
			char *name = xstrndup(s, n);
			uint32_t id = strtab_find(&g->str, name);

			if (strchr(name, '.'))
				emit_asm_slot(em, site, name);
			else if (id && (to = idmap_get(by_name, id)) && !is_called_there(p, *f, *to))
				emit_edge(em, em->c->first[*to], site, 0, GK_DIRECT, GR_KNOWLEDGE,
					  0, 0);
			free(name);
			s += n;
			s += strspn(s, ", ");
		}
	}
}

/* "MECHANISM: NAME, NAME": the first of these functions that there is. */
static uint32_t first_named(struct prog *p, struct idmap *by_name, const char *text)
{
	const char *s = strchr(text, ':');

	for (s = s ? s + 1 : text; *s;) {
		size_t n = strcspn(s, ", ");
		char *name = xstrndup(s, n);
		uint32_t id = strtab_find(&p->g->str, name);
		uint32_t *f = id ? idmap_get(by_name, id) : NULL;

		free(name);
		if (f)
			return *f;
		s += n;
		s += strspn(s, ", ");
	}
	return 0;
}

/* What is put into a frame that another function starts with. */
static void emit_handovers(struct emit *em, struct idmap *by_name)
{
	struct prog *p = em->p;
	struct graph *g = p->g;
	uint32_t i;
	size_t m;

	for (i = 0; i < p->nr_handover; i++) {
		const struct p_handover *h = &p->handover[i];
		const char *text = p->k->handovers.p[h->pair].value;
		uint32_t to = first_named(p, by_name, text);
		size_t n = strcspn(text, ":");
		unsigned kind = GK_DIRECT;

		for (m = 0; m < p->k->nr_mechanism; m++)
			if (strlen(p->k->mechanism[m].name) == n &&
			    !strncmp(p->k->mechanism[m].name, text, n))
				kind = mech_kind(p, (unsigned)m + 1);
		em->ctx = em->c->first[h->func];
		if (to)
			emit_edge(em, em->c->first[to], make_site(g, h->func, h->file, h->line), 0,
				  kind, GR_KNOWLEDGE, GE_EXECUTED_BY, 0);
	}
}

void emit_unseen(struct emit *em)
{
	struct idmap by_name = IDMAP_INIT;

	index_names(em->p, &by_name);
	emit_aliases(em);
	emit_asm_calls(em, &by_name);
	emit_handovers(em, &by_name);
	idmap_release(&by_name);
}
