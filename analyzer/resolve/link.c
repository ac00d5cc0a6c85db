/* SPDX-License-Identifier: MIT */
#include "base/digest.h"
#include "base/xalloc.h"
#include "library.h"
#include "link.h"
#include "mechanism.h"
#include "prog.h"
#include "program.h"
#include "type_filter.h"

void tu_map_init(struct tu_map *t)
{
	memset(t, 0, sizeof(*t));
	facts_init(&t->f);
}

static void free_maps(struct tu_map *t)
{
	free(t->str);
	free(t->sym);
	free(t->field);
	free(t->rec);
	free(t->rec_id);
	free(t->node);
	free(t->guard);
	free(t->gconst);
	free(t->piece);
	t->gconst = t->piece = NULL;
	idmap_release(&t->cases);
	t->has_cases = 0;
	free(t->call);
	free(t->body);
	free(t->local_store);
	free(t->param_store);
	free(t->param_address);
	idmap_release(&t->param_constant);
	free(t->take);
}

void tu_map_release(struct tu_map *t)
{
	free_maps(t);
	facts_release(&t->f);
	free(t->digest);
	memset(t, 0, sizeof(*t));
}

static uint32_t *ids(size_t nr)
{
	return xcalloc(nr + 1, sizeof(uint32_t));
}

static void alloc_maps(struct tu_map *t)
{
	const struct tu_facts *f = &t->f;

	free_maps(t);
	t->str = ids(f->str.nr);
	t->sym = ids(f->nr_sym);
	t->field = ids(f->nr_field);
	t->rec = ids(f->nr_rec);
	t->rec_id = xcalloc(f->nr_rec + 1, sizeof(*t->rec_id));
	t->node = ids(f->nr_val);
	t->guard = ids(f->nr_guard);
	t->call = ids(f->nr_call);
	t->body = ids(f->nr_sym);
	t->local_store = ids(f->nr_sym);
	t->param_store = xcalloc((size_t)f->nr_sym + 1, sizeof(*t->param_store));
	t->param_address = xcalloc((size_t)f->nr_sym + 1, sizeof(*t->param_address));
	t->take = xcalloc(f->nr_body + 1, 1);
}

uint32_t tu_str(struct prog *p, struct tu_map *t, uint32_t id)
{
	if (id >= t->f.str.nr || !id)
		return 0;
	if (!t->str[id])
		t->str[id] = strtab_add_digest(&p->g->str, t->f.str.str[id], t->f.str.len[id],
					       t->digest[id]);
	return t->str[id];
}

static void map_records(struct prog *p, struct tu_map *t)
{
	uint32_t i;

	for (i = 1; i < t->f.nr_rec; i++) {
		const struct tu_rec *r = &t->f.rec[i];

		t->rec[i] = tu_str(p, t, r->name);
		t->rec_id[i] = digest_mix(tu_digest(t, r->path),
					  tu_digest(t, r->key));
	}
}

static uint32_t field_filter(uint8_t cls, uint32_t pointee)
{
	switch ((enum type_class)cls) {
	case TYPE_FUNC_PTR:
		return FILTER_FUNC;
	case TYPE_REC_PTR:
		return pointee ? FILTER_RECORD + pointee : FILTER_ANY;
	case TYPE_OTHER:
	case TYPE_REC:
		return FILTER_NONE;
	default:
		return FILTER_ANY;
	}
}

uint32_t tu_field(struct prog *p, struct tu_map *t, uint32_t id)
{
	const struct tu_field *f = &t->f.field[id];
	struct p_field *pf;
	uint32_t *slot;
	uint64_t key;

	if (!id || t->field[id])
		return t->field[id];
	key = key3(KEY_FIELD, t->rec_id[f->rec], tu_digest(t, f->name), 0);
	slot = idmap_put(&p->field_map, key, 0);
	if (*slot)
		return t->field[id] = *slot;
	ALLOC_GROW(p->field, p->nr_field + 1, p->alloc_field);
	*slot = p->nr_field;
	pf = &p->field[p->nr_field++];
	memset(pf, 0, sizeof(*pf));
	pf->rec = t->rec[f->rec];
	pf->path = tu_str(p, t, t->f.rec[f->rec].path);
	pf->name = tu_str(p, t, f->name);
	pf->line = f->line;
	pf->pointee = t->rec[f->pointee];
	pf->cls = f->cls;
	pf->is_array = f->is_array;
	pf->in_union = f->in_union;
	pf->rec_id = t->rec_id[f->rec];
	pf->sig = tu_str(p, t, f->sig);
	pf->offset = f->offset;
	pf->size = f->size;
	pf->filter = field_filter(f->cls, pf->pointee);
	if (field_of_section(p, graph_str(p->g, pf->rec), graph_str(p->g, pf->name)))
		pf->filter = FILTER_ANY;	/* an offset to a function */
	pf->mechanism = (uint8_t)mech_of_field(p, graph_str(p->g, pf->rec), graph_str(p->g, pf->name));
	pf->handover = (uint8_t)handover_of_field(p, graph_str(p->g, pf->rec),
						  graph_str(p->g, pf->name));
	pf->layer = (uint8_t)ties_layers(p, graph_str(p->g, pf->rec), graph_str(p->g, pf->name));
	return t->field[id] = *slot;
}

/* A struct in a union has fields that nobody names but by their other names: the worker
 * tells them right after it. */
static void map_union_fields(struct prog *p, struct tu_map *t)
{
	uint8_t *in_union = xcalloc((size_t)t->f.nr_rec + 1, 1);
	uint32_t i;

	for (i = 1; i < t->f.nr_field; i++) {
		const struct tu_field *f = &t->f.field[i];

		if (!f->size || (!f->in_union && !in_union[f->rec]))
			continue;
		tu_field(p, t, i);
		if (f->cls == TYPE_REC && f->pointee)
			in_union[f->pointee] = 1;
	}
	free(in_union);
}

/* ---- functions ----------------------------------------------------------- */

static uint32_t func_flags(const struct tu_sym *s, int defined, const char *section)
{
	uint32_t fl = 0;

	if (defined)
		fl |= s->flags & SYM_ASM ? GF_ASM : GF_DEFINED;
	if (s->linkage == LINK_INTERNAL)
		fl |= GF_STATIC;
	if (s->flags & SYM_INLINE)
		fl |= GF_INLINE;
	if (s->flags & SYM_WEAK)
		fl |= GF_WEAK;
	if (s->flags & SYM_NOTRACE)
		fl |= GF_NOTRACE;
	if (s->flags & SYM_HEADER)
		fl |= GF_HEADER;
	if (s->flags & (SYM_BUILTIN | SYM_ERROR))
		fl |= GF_BUILTIN;
	if (!strncmp(section, ".init", 5))
		fl |= GF_INIT;
	return fl;
}

static void fill_func(struct prog *p, struct tu_map *t, uint32_t id, uint32_t sym, int defined)
{
	const struct tu_sym *s = &t->f.sym[sym];
	uint32_t name = tu_str(p, t, s->name), path = tu_str(p, t, s->path);
	uint32_t file = prog_file(p, path);
	struct g_func *f = &p->g->func[id];

	f->name = name;
	f->file = file;
	f->line = s->line;
	f->end_line = s->end_line;
	f->unit = t->unit;
	f->flags = func_flags(s, defined, facts_str(&t->f, s->section)) |
		(f->flags & GF_ADDR_TAKEN);
	if (k_strings_match(&p->k->leaves, facts_str(&t->f, s->name)))
		f->flags |= GF_LEAF;
	if (k_strings_match(&p->k->rare_functions, facts_str(&t->f, s->name)))
		f->flags |= GF_RARE;
	p->func[id].noreturn |= (s->flags & SYM_NORETURN) != 0;
	p->func[id].at_start |= (s->flags & SYM_AT_START) != 0;
	p->func[id].at_exit |= (s->flags & SYM_AT_EXIT) != 0;
	p->func[id].allocates = (uint8_t)k_strings_match(&p->k->allocators, facts_str(&t->f, s->name));
	p->func[id].opaque = (uint8_t)(k_strings_match(&p->k->opaque, facts_str(&t->f, s->name)) ||
		(!defined && s->linkage == LINK_EXTERNAL && !p->db->is_kernel &&
		 library_is_fresh(p, facts_str(&t->f, s->name))));
	p->func[id].copier = (uint8_t)copier_of(p, graph_str(p->g, name));
	f->macro = tu_str(p, t, s->macro);
	f->section = tu_str(p, t, s->section);
	if (!p->func[id].has_param_nodes) {
		f->sig = tu_str(p, t, s->sig);
		p->func[id].nparams = s->nparams;
		p->func[id].variadic = (s->flags & SYM_VARIADIC) != 0;
	}
	p->func[id].mechanism = (uint8_t)mech_of_registrar(p, graph_str(p->g, name));
	p->func[id].starter = (uint8_t)mech_of_starter(p, graph_str(p->g, name));
	p->func[id].executor = (uint8_t)mech_of_executor(p, graph_str(p->g, name));
	if (defined)
		p->func[id].tu = t->index + 1;
}

/* A weak body gives way: it becomes a function of its own that nobody calls. */
static void set_aside_weak(struct prog *p, uint32_t id)
{
	uint32_t w = prog_func_new(p), i;
	struct p_func *pf = &p->func[id], *pw = &p->func[w];

	p->g->func[w] = p->g->func[id];
	pw->nparams = pf->nparams;
	pw->variadic = pf->variadic;
	pw->call = pf->call;
	pw->nr_calls = pf->nr_calls;
	pw->reg = pf->reg;
	pw->tu = pf->tu;
	pf->call = pf->nr_calls = pf->reg = 0;
	for (i = 0; i < pw->nr_calls; i++) {
		p->call[pw->call + i].caller = w;
		p->g->site[p->call[pw->call + i].site].func = w;
	}
}

/* Is one source compiled twice, this time to another object than that of `id`? */
static int is_other_object(struct prog *p, struct tu_map *t, uint32_t id)
{
	const struct g_tu *old = &p->g->tu[p->func[id].tu];

	return p->func[id].tu && p->func[id].tu != t->index + 1 && old->object &&
	       *facts_str(&t->f, t->f.object) &&
	       old->object != tu_str(p, t, t->f.object) &&
	       old->file == prog_file(p, tu_str(p, t, t->f.file));
}

/* Is this body of another program than that of `id`? Two .c files of one do not define one name. */
static int of_other_program(struct prog *p, struct tu_map *t, uint32_t sym, uint32_t id)
{
	const struct tu_sym *s = &t->f.sym[sym];
	const struct g_func *f = &p->g->func[id];

	return !(s->flags & (SYM_ASM | SYM_HEADER | SYM_WEAK | SYM_INLINE)) &&
	       !(f->flags & (GF_ASM | GF_HEADER | GF_WEAK | GF_INLINE)) &&
	       (f->file != prog_file(p, tu_str(p, t, s->path)) || is_other_object(p, t, id));
}

/* A tree has several programs, each with its main. Who calls this from another file is
 * taken to mean the one whose object lies nearest to the caller's, see
 * link_programs(): no list of a program's files comes with compile commands. */
static uint32_t link_other_program(struct prog *p, struct tu_map *t, uint32_t sym, uint32_t first,
				   int *take)
{
	const struct tu_sym *s = &t->f.sym[sym];
	uint64_t key = key3(KEY_EXTERNAL_FUNC, t->unit, digest_str(facts_str(&t->f, s->name)),
			    digest_mix(digest_str(facts_str(&t->f, s->path)),
				       digest_str(facts_str(&t->f, t->f.object))));
	uint32_t *slot = idmap_put(&p->func_map, key, 0), id = *slot;

	if (!id) {
		id = prog_func_new(p);
		*slot = id;
		fill_func(p, t, id, sym, 1);
		p->func[id].next_program = p->func[first].next_program;
		p->func[first].next_program = id;
		*take = 1;
	}
	return id;
}

static uint32_t link_external_func(struct prog *p, struct tu_map *t, uint32_t sym, int *take)
{
	const struct tu_sym *s = &t->f.sym[sym];
	int defined = t->body[sym] || (s->flags & SYM_ASM);
	uint64_t key = key3(KEY_EXTERNAL_FUNC, t->unit, tu_digest(t, s->name), 0);
	uint32_t *slot, id, old;

	*take = 0;
	/* assembler names it, maybe as data: a function where others say so */
	if ((s->flags & (SYM_ASM | SYM_DEFINED)) == SYM_ASM) {
		slot = idmap_get(&p->func_map, key);
		return slot ? *slot : 0;
	}
	slot = idmap_put(&p->func_map, key, 0);
	id = *slot;
	if (!id) {
		id = prog_func_new(p);
		*slot = id;
		fill_func(p, t, id, sym, defined);
		*take = defined;
		return id;
	}
	old = p->g->func[id].flags;
	if (!defined) {
		if (s->flags & SYM_NOTRACE)
			p->g->func[id].flags |= GF_NOTRACE;
		return id;
	}
	if (p->g->func[id].alias_of) {	/* a definition as well: weak gives way to strong */
		if ((s->flags & SYM_WEAK) || !(old & GF_WEAK))
			return id;
		p->g->func[id].alias_of = 0;
		old = 0;
	}
	if (!(old & (GF_DEFINED | GF_ASM))) {
		fill_func(p, t, id, sym, 1);
		*take = 1;
	} else if ((old & GF_WEAK) && !(s->flags & SYM_WEAK)) {
		set_aside_weak(p, id);
		fill_func(p, t, id, sym, 1);
		*take = 1;
	} else if (of_other_program(p, t, sym, id)) {
		return link_other_program(p, t, sym, id, take);
	}
	return id;
}

/* A function of a header is one where its facts agree, whoever includes it;
 * of a .c file, each TU has its own. */
static uint32_t link_internal_func(struct prog *p, struct tu_map *t, uint32_t sym, int *take)
{
	const struct tu_sym *s = &t->f.sym[sym];
	uint32_t body = t->body[sym];
	uint64_t digest = body ? t->f.body[body - 1].digest : 0;
	int shared = (s->flags & SYM_HEADER) && !(s->flags & SYM_INCLUDED_C);
	uint64_t key = key3(KEY_INTERNAL_FUNC, digest_mix(t->unit, shared),
			    tu_digest(t, s->path),
			    tu_digest(t, s->usr));
	uint32_t *slot = idmap_put(&p->func_map, key, 0), id = *slot, last = 0;

	*take = 0;
	for (; id; last = id, id = p->func[id].next_variant) {
		struct p_func *f = &p->func[id];

		if (f->tu == t->index + 1)
			return id;
		if (shared && (!body || !f->tu || f->digest == digest))
			break;
	}
	if (!id) {
		id = prog_func_new(p);
		if (last)
			p->func[last].next_variant = id;
		else
			*slot = id;
		fill_func(p, t, id, sym, body != 0);
		*take = body != 0;
	} else if (body && !p->func[id].tu) {
		fill_func(p, t, id, sym, 1);
		*take = 1;
	}
	if (*take)
		p->func[id].digest = digest;
	return id;
}

uint32_t tu_func(struct prog *p, struct tu_map *t, uint32_t sym)
{
	const struct tu_sym *s = &t->f.sym[sym];
	int take;

	if (t->sym[sym])
		return t->sym[sym];
	if (s->linkage == LINK_INTERNAL)
		t->sym[sym] = link_internal_func(p, t, sym, &take);
	else
		t->sym[sym] = link_external_func(p, t, sym, &take);
	if (take && t->body[sym])
		t->take[t->body[sym] - 1] = 1;
	return t->sym[sym];
}

/* An alias is a definition: of two, the strong one is linked, in whatever order
 * they come. (SYSCALL_DEFINE0 makes the system call's symbol an alias, and
 * COND_SYSCALL a weak body for the same name: arch/x86/include/asm/syscall_wrapper.h, Linux 6.1) */
static void link_alias(struct prog *p, struct tu_map *t, uint32_t sym)
{
	const struct tu_sym *s = &t->f.sym[sym];
	uint32_t id = t->sym[sym], i;
	struct g_func *f;

	for (i = 1; i < t->f.nr_sym && !t->body[sym]; i++)
		if (t->f.sym[i].kind == SYM_FUNC && t->f.sym[i].name == s->alias && i != sym)
			break;
	if (t->body[sym] || i == t->f.nr_sym) {
		p->func[id].label = tu_str(p, t, s->alias);	/* see link_labels() */
		return;
	}
	if (p->g->func[id].flags & GF_DEFINED) {
		if ((s->flags & SYM_WEAK) || !(p->g->func[id].flags & GF_WEAK))
			return;
		set_aside_weak(p, id);
		fill_func(p, t, id, sym, 0);
	} else if (p->g->func[id].alias_of && (s->flags & SYM_WEAK)) {
		return;
	}
	f = &p->g->func[id];
	f->alias_of = tu_func(p, t, i);
	f->file = prog_file(p, tu_str(p, t, s->path));
	f->line = s->line;
	f->end_line = s->end_line;
	f->flags = (f->flags & ~(unsigned)GF_WEAK) | (s->flags & SYM_WEAK ? GF_WEAK : 0);
}

void link_tu(struct prog *p, struct tu_map *t, uint32_t index)
{
	uint32_t i;

	alloc_maps(t);
	t->index = index;
	t->unit = tu_str(p, t, t->f.unit);
	for (i = 0; i < t->f.nr_body; i++) {
		if (t->f.body[i].sym)
			t->body[t->f.body[i].sym] = i + 1;
		else
			t->take[i] = 1;
	}
	map_records(p, t);
	map_union_fields(p, t);
	for (i = 1; i < t->f.nr_sym; i++) {
		if (t->f.sym[i].kind == SYM_FUNC)
			tu_func(p, t, i);
		else if (t->f.sym[i].kind == SYM_VAR &&
			 (t->body[i] || !(t->f.sym[i].flags & SYM_EXTERN)))
			tu_var(p, t, i);
	}
	for (i = 1; i < t->f.nr_sym; i++)
		if (t->f.sym[i].kind == SYM_FUNC && t->f.sym[i].alias)
			link_alias(p, t, i);
}
