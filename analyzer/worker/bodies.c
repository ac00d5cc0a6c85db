/* SPDX-License-Identifier: MIT */
#include "bodies.h"

#include <string.h>

#include "asmscope.h"
#include "cursors.h"
#include "expr.h"
#include "init.h"
#include "jump.h"
#include "record.h"
#include "section.h"
#include "stmt.h"
#include "sym.h"
#include "use.h"

static uint32_t begin_body(struct walk *w, uint32_t sym, struct source_file *file)
{
	uint32_t id = facts_body(w->f);
	struct tu_body *b = &w->f->body[id];

	b->sym = sym;
	b->call = w->f->nr_call;
	b->store = w->f->nr_store;
	b->use = w->f->nr_use;
	w->body = id;
	w->sym = sym;
	w->body_file = file;
	w->guard = 0;
	w->nr_locals = 0;
	w->nr_assigned = w->nr_copies = w->nr_known = 0;
	idmap_clear(&w->assigned_map);
	w->depth = 0;
	use_begin(w);
	jump_begin(w);
	return id;
}

static void end_body(struct walk *w)
{
	struct tu_body *b = &w->f->body[w->body];

	record_copies(w);
	b->nr_calls = w->f->nr_call - b->call;
	b->nr_stores = w->f->nr_store - b->store;
	b->nr_uses = w->f->nr_use - b->use;
	w->body = UINT32_MAX;
	w->sym = 0;
	w->guard = 0;
	arena_clear(&w->arena);
}

static void function_body(struct walk *w, CXCursor def, uint32_t sym)
{
	struct place p = place_of(w, def);
	int i, n = clang_Cursor_getNumArguments(def);
	struct cursors ch;
	unsigned j;

	for (i = 0; i < n; i++)
		*cursor_map_put(&w->params, clang_Cursor_getArgument(def, (unsigned)i)) =
			(uint32_t)i + 1;
	w->f->sym[sym].flags |= SYM_DEFINED;
	begin_body(w, sym, p.file);
	w->def = def;
	ch = cursor_children(w, def);
	for (j = 0; j < ch.nr; j++)
		if (clang_getCursorKind(ch.c[j]) == CXCursor_CompoundStmt)
			stmt(w, ch.c[j]);
	end_body(w);
}

/* A pointer in a linker section is an entry of the array that the section
 * is; a struct in one is reached by its address. */
static void section_entry(struct walk *w, uint32_t sym, CXCursor def, CXCursor init)
{
	uint32_t section = w->f->sym[sym].section, src, dst, i, nr = w->f->nr_store;
	enum type_class cls = class_of(clang_getCursorType(def));

	if (!section || !section_is_walked(w, facts_str(w->f, section)))
		return;
	dst = facts_val(w->f, VAL_SECTION, section, 0, 0, 0);
	if (cls == TYPE_REC) {
		src = facts_val(w->f, VAL_ADDR, facts_val(w->f, VAL_VAR, sym, 0, 0, 0), 0, 0, 0);
		cls = TYPE_REC_PTR;
	} else if (cls != TYPE_SCALAR && (w->f->sym[sym].flags & SYM_ARRAY)) {
		for (i = w->f->body[w->body].store; i < nr; i++)	/* one of several */
			record_store(w, dst, w->f->store[i].src, def, cls, STORE_SET, STOREF_INIT);
		return;
	} else if (cls != TYPE_SCALAR && !clang_Cursor_isNull(init)) {
		src = expr(w, init);
	} else {
		return;
	}
	record_store(w, dst, src, def, cls, STORE_SET, STOREF_INIT);
}

/* Kept for the compiler's eyes only; the linker throws it away
 * (include/asm-generic/vmlinux.lds.h, DISCARDS). */
#define DISCARDED_SECTIONS ".discard."

#define MAX_PLAIN_STORES 256

/* Long tables of numbers and strings (device ids, register values). */
static int is_plain_data(const struct walk *w)
{
	const struct tu_facts *f = w->f;
	uint32_t i, first = f->body[w->body].store;

	if (f->nr_store - first <= MAX_PLAIN_STORES)
		return 0;
	for (i = first; i < f->nr_store; i++) {
		uint8_t kind = f->val[f->store[i].src].kind;

		if (kind != VAL_CONST && kind != VAL_NULL && kind != VAL_STRING &&
		    kind != VAL_UNKNOWN && kind != VAL_ARITH)
			return 0;
	}
	return 1;
}

static void variable_body(struct walk *w, CXCursor def, uint32_t sym)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(def);
	struct place p = place_of(w, def);

	if (clang_Cursor_isNull(init) && !w->f->sym[sym].section)
		return;
	if (!strncmp(facts_str(w->f, w->f->sym[sym].section), DISCARDED_SECTIONS,
		     strlen(DISCARDED_SECTIONS)))
		return;
	w->f->sym[sym].flags |= SYM_DEFINED;
	begin_body(w, sym, p.file);
	if (!clang_Cursor_isNull(init))
		init_value(w, facts_val(w->f, VAL_VAR, sym, 0, 0, 0), clang_getCursorType(def),
			   init, STOREF_INIT);
	if (is_plain_data(w))
		w->f->nr_store = w->f->body[w->body].store;
	section_entry(w, sym, def, init);
	end_body(w);
}

static void ifunc_body(struct walk *w, struct ifunc f)
{
	w->f->sym[f.sym].flags |= SYM_DEFINED;
	begin_body(w, f.sym, place_of(w, f.decl).file);
	section_ifunc(w, &f);
	end_body(w);
}

void bodies_walk(struct walk *w)
{
	struct asm_scope *scope = NULL;
	uint32_t i, nr_ifunc = 0;

	if (w->nr_asm) {
		begin_body(w, 0, w->main);
		for (i = 0; i < w->nr_asm; i++)
			section_asm(w, w->asms[i], &scope);
		end_body(w);
		asm_scope_finish(scope);
	}
	for (i = 0; i < w->nr_todo || nr_ifunc < w->nr_ifunc;) {	/* both grow on the way */
		CXCursor def;
		uint32_t sym;

		if (i == w->nr_todo) {
			ifunc_body(w, w->ifunc[nr_ifunc++]);
			continue;
		}
		def = w->todo[i];
		sym = w->todo_sym[i++];
		if (clang_getCursorKind(def) == CXCursor_FunctionDecl)
			function_body(w, def, sym);
		else
			variable_body(w, def, sym);
	}
}
