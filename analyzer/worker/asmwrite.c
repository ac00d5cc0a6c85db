/* SPDX-License-Identifier: MIT */
/* Which symbols of an assembler source are functions and which are data, and facts of them. */
#include <string.h>

#include "asmfacts_p.h"
#include "base/digest.h"

#define MAX_VISITS (50u << 20)	/* events looked at while ranges are walked */
#define MAX_FOREIGN 4096	/* pieces of other functions that one function jumps to */
#define MAX_OPEN 64	/* functions that lie in each other */

/* ---- which symbols are what ----------------------------------------------------------- */

static int is_code(const struct asm_facts *a, const struct asm_sym *s)
{
	return asm_run_section(a->r, a->ev[s->label].section)->code;
}

/* Does data that names something follow at once? */
static int data_follows(const struct asm_facts *a, const struct asm_sym *s)
{
	uint32_t i, section = a->ev[s->label].section;

	for (i = s->label + 1; i < a->nr_ev; i++) {
		if (a->ev[i].section != section || a->ev[i].kind == EV_LABEL)
			continue;
		return a->ev[i].kind == EV_DATA;
	}
	return 0;
}

static void classify(struct asm_facts *a)
{
	uint32_t i;

	for (i = 1; i < a->nr_sym; i++) {
		struct asm_sym *s = &a->sym[i];

		if (!(s->bits & S_LABEL) || asm_is_local_name(strtab_str(&a->name, i)))
			continue;
		if ((s->bits & S_FUNC) && !(s->bits & S_OBJECT))
			s->is_func = 1;
		else if ((s->bits & S_OBJECT) || !is_code(a, s) || data_follows(a, s))
			s->is_data = 1;
		else
			s->is_func = (s->bits & (S_GLOBAL | S_SIZED | S_CALLED)) != 0 ||
				(a->c_sym && a->c_sym(a->c_ctx, strtab_str(&a->name, i), SYM_FUNC));
	}
}

/* An alias is what it stands for, through others. */
static uint32_t landing(const struct asm_facts *a, uint32_t id)
{
	unsigned hops;

	for (hops = 0; hops < 16 && a->sym[id].alias; hops++)
		id = a->sym[id].alias;
	return id;
}

/* Where functions end. */
static void find_ends(struct asm_facts *a)
{
	uint32_t open[MAX_OPEN], i, j, nr_open = 0;	/* functions that are not over yet */

	if (!a->sym)
		return;
	for (i = 0; i < a->nr_ev; i++) {
		const struct asm_event *e = &a->ev[i];
		struct asm_sym *s = &a->sym[e->sym];

		for (j = 0; j < nr_open;)	/* few at a time */
			if (a->sym[open[j]].size != NO_EVENT && a->sym[open[j]].size <= i)
				open[j] = open[--nr_open];
			else
				j++;
		if (e->kind != EV_LABEL || s->label != i || !s->is_func)
			continue;
		/* a new function ends those of this section that have no size of their own */
		for (j = 0; j < nr_open;) {
			struct asm_sym *o = &a->sym[open[j]];

			if (o->size == NO_EVENT && o->end == NO_EVENT &&
			    a->ev[o->label].section == e->section) {
				o->end = i;
				open[j] = open[--nr_open];
			} else {
				j++;
			}
		}
		s->end = s->size;
		for (j = 0; j < nr_open && s->size == NO_EVENT; j++)	/* inside of a sized one */
			if (a->sym[open[j]].size != NO_EVENT && a->sym[open[j]].size > i &&
			    a->ev[a->sym[open[j]].label].section == e->section)
				s->end = a->sym[open[j]].size;
		if ((s->end == NO_EVENT || s->size != NO_EVENT) && nr_open < MAX_OPEN)
			open[nr_open++] = e->sym;
	}
	for (i = 1; i < a->nr_sym; i++)
		if (a->sym[i].is_func && a->sym[i].end == NO_EVENT)
			a->sym[i].end = (uint32_t)a->nr_ev;
}

/* ---- writing ------------------------------------------------------------------------------ */

static uint32_t fact_sym(struct asm_facts *a, uint32_t id, int kind, uint32_t flags)
{
	struct asm_sym *s = &a->sym[id];
	const char *name = strtab_str(&a->name, id);
	struct strbuf usr = STRBUF_INIT;
	struct tu_sym *t;

	if (s->fact)
		return s->fact;
	if (a->c_sym) {
		s->fact = a->c_sym(a->c_ctx, name, kind);
		t = &a->f->sym[s->fact];
		if (s->fact && (s->is_func || s->is_data) && !t->rec) {	/* which field is not known */
			t->flags = (t->flags & ~(uint32_t)(SYM_EXTERN | SYM_HEADER)) |
				(flags & ~(uint32_t)SYM_ARRAY);
			t->path = s->at.file;
			t->line = t->end_line = s->at.line;
		}
		if (s->fact)
			return s->fact;
	}
	s->fact = facts_sym(a->f);
	t = &a->f->sym[s->fact];
	t->kind = (uint8_t)kind;
	t->linkage = !(s->bits & S_LABEL) && !s->alias ? LINK_EXTERNAL :
		s->bits & S_GLOBAL ? LINK_EXTERNAL : LINK_INTERNAL;
	t->name = strtab_add(&a->f->str, name);
	strbuf_addf(&usr, kind == SYM_FUNC ? "c:@F@%s" : "c:@%s", name);
	t->usr = strtab_addn(&a->f->str, usr.buf, usr.len);
	strbuf_release(&usr);
	t->flags = flags | (s->bits & S_WEAK ? SYM_WEAK : 0);
	t->path = s->at.file ? s->at.file : a->f->file;
	t->line = t->end_line = s->at.line;
	if (s->is_func && s->end > s->label && s->end <= a->nr_ev && s->end) {
		const struct asm_place *end = &a->ev[s->end < a->nr_ev ? s->end : s->end - 1].at;

		if (end->file == s->at.file && end->line > t->line)
			t->end_line = s->size == NO_EVENT && s->end < a->nr_ev ? end->line - 1 :
				end->line;
	}
	if (s->bits & S_LABEL)
		t->section = strtab_add(&a->f->str,
			asm_run_section(a->r, a->ev[s->label].section)->name);
	return s->fact;
}

/* The function that is called or jumped to. */
static uint32_t func_fact(struct asm_facts *a, uint32_t id)
{
	const struct asm_sym *s = &a->sym[id];

	return fact_sym(a, id, SYM_FUNC, s->is_func ? SYM_DEFINED | SYM_ASM : 0);
}

static uint32_t func_value(struct asm_facts *a, uint32_t fact)
{
	return facts_val(a->f, VAL_FUNC, fact, 0, 0, 0);
}

static void set_place(const struct asm_place *at, uint32_t body_file, uint32_t *file,
		      uint32_t *line)
{
	*file = at->file == body_file ? 0 : at->file;
	*line = at->line;
}

static void add_call(struct asm_facts *a, const struct asm_event *e, uint32_t to, uint32_t body_file)
{
	uint32_t fact = func_fact(a, to), v = func_value(a, fact), id, *first;
	struct tu_call *c;

	/* a line may make many: of a table of entries, all of them alike */
	first = idmap_put(&a->calls, digest_mix(idmap_pair((uint32_t)a->f->nr_body, fact),
						idmap_pair(e->at.file, e->at.line)), 0);
	if (*first)
		return;
	*first = 1;
	id = facts_call(a->f);
	c = &a->f->call[id];
	c->callee = v;
	c->col = 1;
	c->arg = a->f->nr_arg;
	set_place(&e->at, body_file, &c->file, &c->line);
}

/* The address of a symbol of which nobody here knows what it is: SYM_ASM without
 * SYM_DEFINED is a function only where another source says so. */
static void add_store(struct asm_facts *a, const struct asm_event *e, uint32_t dst, uint32_t body_file)
{
	uint32_t to = landing(a, e->sym), v, id;
	struct asm_sym *s = &a->sym[to];
	struct tu_store *st;

	if (s->is_data || ((s->bits & S_LABEL) && !s->is_func) ||
	    asm_is_local_name(strtab_str(&a->name, e->sym)))
		return;
	if (a->sym[e->sym].alias)
		to = e->sym;
	v = a->sym[to].fact && a->f->sym[a->sym[to].fact].kind != SYM_FUNC ? 0 :
		func_value(a, a->sym[to].is_func || a->sym[to].alias ? func_fact(a, to) :
			   fact_sym(a, to, SYM_FUNC, SYM_ASM));
	if (!v)
		return;
	id = facts_store(a->f);
	st = &a->f->store[id];
	st->dst = dst;
	st->src = v;
	st->cls = TYPE_FUNC_PTR;
	st->flags = STOREF_INIT;
	set_place(&e->at, body_file, &st->file, &st->line);
}

struct walk_func {
	uint32_t id, number, body_file;
	const struct asm_sym *s;
	uint32_t todo[MAX_FOREIGN];	/* labels of other functions */
	unsigned nr_todo;
};

static int is_inside(const struct asm_facts *a, const struct walk_func *w, uint32_t label)
{
	return label >= w->s->label && label < w->s->end && label < a->nr_ev;
}

/* A call or jump of function w. */
static void transfer(struct asm_facts *a, struct walk_func *w, const struct asm_event *e)
{
	const struct asm_sym *to = &a->sym[e->sym];

	if (!e->sym)
		return;
	if (to->is_func || to->alias || !(to->bits & S_LABEL)) {
		if (e->kind != EV_CALL && to->is_func && is_inside(a, w, to->label))
			return;		/* a loop */
		add_call(a, e, e->sym, w->body_file);
		return;
	}
	/* a local label: of this function, or shared with another */
	if (!to->is_data && !is_inside(a, w, to->label) && a->seen[to->label] != w->number &&
	    w->nr_todo < MAX_FOREIGN)
		w->todo[w->nr_todo++] = to->label;
}

static void take_event(struct asm_facts *a, struct walk_func *w, const struct asm_event *e)
{
	switch ((enum asm_event_kind)e->kind) {
	case EV_CALL:
	case EV_JUMP:
	case EV_BRANCH:
		transfer(a, w, e);
		return;
	case EV_ADDRESS:
		add_store(a, e, 0, w->body_file);
		return;
	default:
		return;
	}
}

/* Is the event part of a function whose label is `l`: of its section, or pushed inside? */
static int belongs(const struct asm_event *l, const struct asm_event *e)
{
	return e->section == l->section || e->depth > l->depth;
}

/* From a local label of another function on, until control leaves. */
static void foreign(struct asm_facts *a, struct walk_func *w, uint32_t from)
{
	const struct asm_event *l = &a->ev[from];
	uint32_t i;

	for (i = from; i < a->nr_ev && a->seen[i] != w->number; i++) {
		const struct asm_event *e = &a->ev[i];

		if (++a->visits > MAX_VISITS)
			return;
		if (!belongs(l, e))
			continue;
		a->seen[i] = w->number;
		if (e->kind == EV_LABEL && i != from && a->sym[e->sym].is_func &&
		    a->sym[e->sym].label == i) {
			add_call(a, e, e->sym, w->body_file);
			return;
		}
		take_event(a, w, e);
		if ((e->kind == EV_JUMP || e->kind == EV_LEAVE) && e->section == l->section)
			return;
	}
}

/* Without a size, a function may run on into the next. */
static void fall_through(struct asm_facts *a, struct walk_func *w, int left)
{
	const struct asm_event *e;

	if (w->s->size != NO_EVENT || w->s->end >= a->nr_ev || left)
		return;
	e = &a->ev[w->s->end];
	if (e->kind == EV_LABEL && a->sym[e->sym].is_func && a->sym[e->sym].label == w->s->end)
		add_call(a, e, e->sym, w->body_file);
}

static void function(struct asm_facts *a, struct walk_func *w, uint32_t id)
{
	struct asm_sym *s = &a->sym[id];
	const struct asm_event *l = &a->ev[s->label];
	uint32_t fact = func_fact(a, id), body = facts_body(a->f), i;
	int left = 1;

	w->id = id;
	w->s = s;
	w->number++;
	w->nr_todo = 0;
	w->body_file = a->f->sym[fact].path;
	a->f->body[body].sym = fact;
	a->f->body[body].call = a->f->nr_call;
	a->f->body[body].store = a->f->nr_store;
	for (i = s->label; i < s->end; i++) {
		const struct asm_event *e = &a->ev[i];

		if (++a->visits > MAX_VISITS)
			break;
		if (!belongs(l, e))
			continue;
		a->seen[i] = w->number;
		take_event(a, w, e);
		if (e->section == l->section && e->kind != EV_LABEL)
			left = e->kind == EV_JUMP || e->kind == EV_LEAVE;
	}
	fall_through(a, w, left);
	for (i = 0; i < w->nr_todo; i++)
		foreign(a, w, w->todo[i]);
	a->f->body[body].nr_calls = a->f->nr_call - a->f->body[body].call;
	a->f->body[body].nr_stores = a->f->nr_store - a->f->body[body].store;
}

/* Data under a label that others can name is an array of what it names; beside C, where it
 * names nothing it is known to be here all the same. */
static void data_object(struct asm_facts *a, uint32_t id)
{
	const struct asm_sym *s = &a->sym[id];
	uint32_t section = a->ev[s->label].section, i, fact = 0, body = 0, dst = 0;

	if (a->c_sym)
		fact_sym(a, id, SYM_VAR, SYM_DEFINED | SYM_ARRAY | SYM_ASM);
	for (i = s->label + 1; i < a->nr_ev && i < s->size; i++) {
		const struct asm_event *e = &a->ev[i];

		if (++a->visits > MAX_VISITS || e->section != section)
			continue;
		if (e->kind == EV_LABEL && !asm_is_local_name(strtab_str(&a->name, e->sym)))
			break;
		if (e->kind != EV_DATA)
			continue;
		if (!fact) {
			fact = fact_sym(a, id, SYM_VAR, SYM_DEFINED | SYM_ARRAY | SYM_ASM);
			body = facts_body(a->f);
			a->f->body[body].sym = fact;
			a->f->body[body].call = a->f->nr_call;
			a->f->body[body].store = a->f->nr_store;
			dst = facts_val(a->f, VAL_VAR, fact, 0, 0, 0);
			if (a->f->sym[fact].flags & SYM_ARRAY)
				dst = facts_val(a->f, VAL_INDEX, dst, 0, 0, 0);
		}
		add_store(a, e, dst, a->f->sym[fact].path);
		a->seen[i] = UINT32_MAX;	/* it has its place */
		a->f->body[body].nr_stores = a->f->nr_store - a->f->body[body].store;
	}
}

/* The rest: entries of linker sections, tables without a name. */
static void file_scope(struct asm_facts *a, int (*is_walked)(void *, const char *), void *ctx)
{
	uint32_t first = a->f->nr_store, body, i;

	for (i = 0; i < a->nr_ev; i++) {
		const struct asm_event *e = &a->ev[i];
		const char *section = asm_run_section(a->r, e->section)->name;
		int known = is_walked(ctx, section);

		if (e->kind != EV_DATA || (a->seen[i] == UINT32_MAX && !known) || (a->c_sym && known))
			continue;
		add_store(a, e, known ? facts_val(a->f, VAL_SECTION,
			  strtab_add(&a->f->str, section), 0, 0, 0) : 0, a->f->file);
	}
	if (a->f->nr_store == first)
		return;
	body = facts_body(a->f);
	a->f->body[body].call = a->f->nr_call;
	a->f->body[body].store = first;
	a->f->body[body].nr_stores = a->f->nr_store - first;
}

/* An alias of one defined here; others are not told, as nothing is known of them. */
static void aliases(struct asm_facts *a)
{
	uint32_t i, to, fact;

	for (i = 1; i < a->nr_sym; i++) {
		to = landing(a, i);
		if (!a->sym[i].alias)
			continue;
		if (to == i || a->sym[to].alias || (!a->sym[to].is_func &&
		    !(a->c_sym && a->c_sym(a->c_ctx, strtab_str(&a->name, to), SYM_FUNC))))
			a->sym[i].alias = 0;
	}
	for (i = 1; i < a->nr_sym; i++) {
		if (!a->sym[i].alias)
			continue;
		to = landing(a, i);
		func_fact(a, to);
		fact = func_fact(a, i);
		a->f->sym[fact].alias = strtab_add(&a->f->str, strtab_str(&a->name, to));
	}
}

int asm_facts_finish(struct asm_facts *a, const struct asm_run *r,
		     int (*is_walked)(void *ctx, const char *section), void *ctx)
{
	struct walk_func *w = xcalloc(1, sizeof(*w));
	uint32_t i;

	a->r = r;
	a->seen = xcalloc(a->nr_ev + 1, sizeof(*a->seen));
	classify(a);
	find_ends(a);
	aliases(a);
	for (i = 0; i < a->nr_ev; i++) {	/* in the order of the source */
		uint32_t id = a->ev[i].sym;

		if (a->ev[i].kind == EV_LABEL && a->sym[id].label == i && a->sym[id].is_func)
			function(a, w, id);
	}
	memset(a->seen, 0, a->nr_ev * sizeof(*a->seen));
	for (i = 1; i < a->nr_sym; i++)
		if (a->sym[i].is_data && !a->sym[i].is_func &&
		    (!a->c_sym || (a->sym[i].bits & S_GLOBAL)))
			data_object(a, i);
	file_scope(a, is_walked, ctx);
	free(w);
	return a->visits > MAX_VISITS ? -1 : 0;
}
