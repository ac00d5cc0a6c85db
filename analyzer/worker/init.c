/* SPDX-License-Identifier: MIT */
/*
 * Initialisers. libclang shows their syntactic form: designators are
 * children of a wrapper of type void, positional values carry no member and
 * inner braces may be left out (C11 6.7.9), so the fields are counted here.
 */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "cursors.h"
#include "expr.h"
#include "field.h"
#include "init.h"
#include "record.h"
#include "sym.h"
#include "walk.h"

#define MAX_NUMBERS 256		/* a longer array of numbers is data, no table of states */
#define MAX_LOOK_BACK 4096	/* stores of a list that are searched for what is overridden */
#define MAX_RANGE 16		/* elements of a range that are told apart */

struct members { struct walk *w; CXCursor *c; unsigned nr, alloc; };

static enum CXChildVisitResult see_member(CXCursor c, CXCursor parent, CXClientData data)
{
	struct members *m = data;
	int unnamed_bits;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_FieldDecl)
		return CXChildVisit_Continue;
	unnamed_bits = clang_Cursor_isBitField(c);
	if (unnamed_bits) {
		CXString s = clang_getCursorSpelling(c);

		unnamed_bits = !*clang_getCString(s);
		clang_disposeString(s);
	}
	if (unnamed_bits)
		return CXChildVisit_Continue;
	if (m->nr == m->alloc) {
		unsigned alloc = m->alloc ? m->alloc * 2 : 16;
		CXCursor *n = arena_alloc(&m->w->arena, alloc * sizeof(*n));

		if (m->nr)
			memcpy(n, m->c, m->nr * sizeof(*n));
		m->c = n;
		m->alloc = alloc;
	}
	m->c[m->nr++] = c;
	return CXChildVisit_Continue;
}

static enum CXVisitorResult see_type_field(CXCursor c, CXClientData data)
{
	see_member(c, c, data);
	return CXVisit_Continue;
}

static struct members members_of(struct walk *w, CXType type)
{
	struct members m = { w, NULL, 0, 0 };

	clang_Type_visitFields(clang_getCanonicalType(type), see_type_field, &m);
	return m;
}

static CXType canonical(CXType t)
{
	return clang_getCanonicalType(t);
}

static int is_array(CXType t)
{
	return t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray;
}

static uint32_t index_value(struct walk *w, long long i)
{
	char buf[32];

	snprintf(buf, sizeof(buf), "%lld", i);
	return facts_val(w->f, VAL_CONST, strtab_add(&w->f->str, buf), 0, i, 0);
}

/* lvalue.member; an unnamed member is the struct around it. */
static uint32_t member_value(struct walk *w, uint32_t dst, CXCursor field)
{
	if (field_is_unnamed(field))
		return dst;
	return facts_val(w->f, VAL_FIELD, dst, field_of(w, field), 0, 0);
}

/* ---- a cursor over the elements of an aggregate --------------------------------- */

struct walk_init {
	struct walk *w;
	struct cursors list;
	unsigned at;		/* next initialiser of the list */
	uint32_t first;		/* store of the list */
	int goes_back;		/* a designator may name what has a value already */
	unsigned flags;
};

static void fill(struct walk_init *wi, uint32_t dst, CXType type, int braced);

static int is_designated(struct walk *w, CXCursor c, struct cursors *ch)
{
	if (clang_getCursorKind(c) != CXCursor_UnexposedExpr ||
	    canonical(clang_getCursorType(c)).kind != CXType_Void)
		return 0;
	*ch = cursor_children(w, c);
	return ch->nr >= 2;
}

static int is_aggregate(CXType t)
{
	return t.kind == CXType_Record || is_array(t);
}

static int is_list(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_InitListExpr;
}

static int is_string(struct walk *w, CXCursor c)
{
	return clang_getCursorKind(strip(w, c)) == CXCursor_StringLiteral;
}

/* Elements are the same where their numbers are, however they are written. */
static int is_same_place(const struct walk *w, uint32_t v, uint32_t of)
{
	const struct tu_val *x = val_of(w, v), *y = val_of(w, of);

	if (v == of)
		return 1;
	if (x->kind != y->kind || (x->kind != VAL_FIELD && x->kind != VAL_INDEX))
		return 0;
	if (x->b != y->b && (x->kind == VAL_FIELD || val_of(w, x->b)->kind != VAL_CONST ||
			     val_of(w, y->b)->kind != VAL_CONST ||
			     val_of(w, x->b)->num != val_of(w, y->b)->num))
		return 0;
	return is_same_place(w, x->a, y->a);
}

/* Is v the lvalue `of`, or a part of it? Not where an index is not known. */
static int is_part(const struct walk *w, uint32_t v, uint32_t of)
{
	for (;;) {
		const struct tu_val *x = val_of(w, v);

		if (is_same_place(w, v, of))
			return 1;
		if ((x->kind != VAL_FIELD && x->kind != VAL_INDEX) || (x->kind == VAL_INDEX && !x->b))
			return 0;
		v = x->a;
	}
}

static int is_one_place(const struct walk *w, uint32_t v)
{
	const struct tu_val *x = val_of(w, v);

	for (; x->kind == VAL_FIELD || x->kind == VAL_INDEX; x = val_of(w, x->a))
		if (x->kind == VAL_INDEX && !x->b)
			return 0;
	return 1;
}

/* A later initialiser of a place takes the place of an earlier one. */
static void override(struct walk_init *wi, uint32_t dst)
{
	struct tu_facts *f = wi->w->f;
	uint32_t i, nr = wi->first;

	if (!wi->goes_back || wi->w->quiet || f->nr_store - wi->first > MAX_LOOK_BACK ||
	    !is_one_place(wi->w, dst))
		return;
	for (i = wi->first; i < f->nr_store; i++)
		if (!is_part(wi->w, f->store[i].dst, dst))
			f->store[nr++] = f->store[i];
	f->nr_store = nr;
}

/* One value into one place. */
static void leaf(struct walk_init *wi, uint32_t dst, CXType type, CXCursor value)
{
	struct walk *w = wi->w;
	enum type_class cls = stored_class(w, type, value);
	CXCursor v = strip(w, value);
	uint32_t src;

	if (cls == TYPE_REC && clang_getCursorKind(v) == CXCursor_CompoundLiteralExpr) {
		struct cursors ch = cursor_children(w, v);

		if (ch.nr)
			init_value(w, dst, type, ch.c[ch.nr - 1], wi->flags);
		return;
	}
	src = cls != TYPE_SCALAR && cls != TYPE_REC && expr_is_null(w, value) ?
		facts_val(w->f, VAL_NULL, 0, 0, 0, 0) : expr(w, value);
	record_store(w, dst, src, value, cls, STORE_SET, wi->flags);
}

/* The value at hand belongs to an element of `type`: a list of its own, one
 * expression of that type, or (braces left out) the list goes on inside. */
static void element(struct walk_init *wi, uint32_t dst, CXType type)
{
	CXCursor v = wi->list.c[wi->at];
	CXType t = canonical(type);

	if (is_list(v)) {
		wi->at++;
		init_value(wi->w, dst, t, v, wi->flags);
		return;
	}
	if (is_array(t) && is_string(wi->w, v)) {
		wi->at++;
		return;
	}
	if (!is_aggregate(t) ||
	    canonical(clang_getCursorType(strip(wi->w, v))).kind == CXType_Record) {
		wi->at++;
		leaf(wi, dst, t, v);
		return;
	}
	fill(wi, dst, t, 0);
}

/* An lvalue with one part of it in the place of another. */
static uint32_t with_part(struct walk *w, uint32_t v, uint32_t from, uint32_t to)
{
	const struct tu_val x = *val_of(w, v);

	if (v == from)
		return to;
	if (x.kind != VAL_FIELD && x.kind != VAL_INDEX)
		return v;
	return facts_val(w->f, x.kind, with_part(w, x.a, from, to), x.b, x.num, x.flags);
}

struct range {			/* [lo ... hi] of an array: its element lo, how many follow */
	uint32_t array, first;
	long long lo;
	unsigned more;
};

static uint32_t range_element(struct walk *w, const struct range *r, unsigned i)
{
	return facts_val(w->f, VAL_INDEX, r->array, index_value(w, r->lo + i), 0, 0);
}

/* What was stored from `from` on into the first element of a range into all of them. */
static void repeat(struct walk *w, const struct range *r, uint32_t from)
{
	uint32_t i, nr = w->f->nr_store;
	unsigned k;

	for (k = 1; k <= r->more && !w->quiet; k++)
		for (i = from; i < nr; i++) {
			uint32_t id = facts_store(w->f);

			w->f->store[id] = w->f->store[i];
			w->f->store[id].dst = with_part(w, w->f->store[i].dst, r->first,
							range_element(w, r, k));
		}
}

/* Follows a designator list from `type` down; *first is the index of the
 * member or element that it starts with. */
static void designated(struct walk_init *wi, uint32_t dst, CXType type, struct cursors ch,
		       const struct members *m, long long *first)
{
	struct walk *w = wi->w;
	CXCursor value = ch.c[ch.nr - 1];
	struct range r = { 0 };
	uint32_t at = dst, from;
	CXType t = canonical(type);
	unsigned i, j;

	for (i = 0; i + 1 < ch.nr; i++) {
		if (is_array(t)) {
			uint32_t lo = expr_const(w, ch.c[i]), idx = lo;
			long long n = lo ? w->f->val[lo].num : 0;

			/* a range [a ... b] has two index expressions in a row */
			if (i + 2 < ch.nr && clang_isExpression(clang_getCursorKind(ch.c[i + 1])) &&
			    clang_getCursorKind(ch.c[i + 1]) != CXCursor_MemberRef &&
			    !is_array(canonical(clang_getArrayElementType(t)))) {
				uint32_t hi = expr_const(w, ch.c[i + 1]);

				if (hi && w->f->val[hi].num - n >= 0) {
					long long more = w->f->val[hi].num - n;

					if (lo && !r.array && more < MAX_RANGE)
						r = (struct range){ at, 0, n, (unsigned)more };
					else
						idx = 0;
					n = w->f->val[hi].num;
					i++;
				}
			}
			if (at == dst)
				*first = n;
			at = facts_val(w->f, VAL_INDEX, at, idx, 0, 0);
			if (r.array && !r.first)
				r.first = at;
			t = canonical(clang_getArrayElementType(t));
			continue;
		}
		if (clang_getCursorKind(ch.c[i]) == CXCursor_MemberRef) {
			CXCursor field = clang_getCursorReferenced(ch.c[i]);

			for (j = 0; i == 0 && j < m->nr; j++) {	/* most come in order */
				unsigned next = (unsigned)(((unsigned long long)*first + j) % m->nr);

				if (clang_equalCursors(m->c[next], field)) {
					*first = next;
					break;
				}
			}
			at = member_value(w, at, field);
			t = canonical(clang_getCursorType(field));
		}
	}
	wi->goes_back = 1;
	for (i = 0; i <= r.more; i++)
		override(wi, i ? with_part(w, at, r.first, range_element(w, &r, i)) : at);
	from = w->f->nr_store;
	if (is_list(value))
		init_value(w, at, t, value, wi->flags);
	else if (!is_array(t) || !is_string(w, value))
		leaf(wi, at, t, value);
	if (r.more)
		repeat(w, &r, from);
}

/* Fills an aggregate from the list; unless it has braces of its own, it
 * takes no more values than it has places, and no designated one. */
static void fill(struct walk_init *wi, uint32_t dst, CXType type, int braced)
{
	struct walk *w = wi->w;
	CXType t = canonical(type);
	struct members m = { w, NULL, 0, 0 };
	long long pos = 0, size = -1;
	int is_union = 0;
	struct cursors ch;
	uint32_t at;

	if (t.kind == CXType_Record) {
		m = members_of(w, t);
		size = m.nr;
		is_union = clang_getCursorKind(clang_getTypeDeclaration(t)) == CXCursor_UnionDecl;
	} else {
		size = clang_getArraySize(t);
	}
	if (walk_stops(w)) {
		wi->at = wi->list.nr;
		return;
	}
	w->depth++;
	while (wi->at < wi->list.nr) {
		if (is_designated(w, wi->list.c[wi->at], &ch)) {
			if (!braced)
				break;
			wi->at++;
			designated(wi, dst, t, ch, &m, &pos);
			pos++;
			continue;
		}
		if (size >= 0 && pos >= size && (t.kind == CXType_Record || size > 0)) {
			if (braced)
				wi->at = wi->list.nr;
			break;
		}
		if (t.kind == CXType_Record) {
			at = member_value(w, dst, m.c[pos]);
			type = clang_getCursorType(m.c[pos]);
		} else {
			at = facts_val(w->f, VAL_INDEX, dst, index_value(w, pos), 0, 0);
			type = clang_getArrayElementType(t);
		}
		if (at != dst)		/* else an unnamed member */
			override(wi, at);
		element(wi, at, type);
		pos++;
		if (is_union && !braced)
			break;
	}
	w->depth--;
}

void init_value(struct walk *w, uint32_t dst, CXType type, CXCursor init, unsigned flags)
{
	struct walk_init wi = { .w = w, .flags = flags, .first = w->f->nr_store };
	CXType t = canonical(type);

	if (!is_list(init)) {
		if (is_array(t) && is_string(w, init)) {
			uint32_t text = w->f->sym[w->sym].kind == SYM_VAR ? expr(w, strip(w, init)) : 0;

			if (w->f->val[text].a)
				record_store(w, dst, text, init, TYPE_PTR, STORE_SET, flags);
			return;
		}
		leaf(&wi, dst, t, init);
		return;
	}
	wi.list = cursor_children(w, init);
	if (is_array(t) && class_of(t) == TYPE_SCALAR && wi.list.nr > MAX_NUMBERS)
		return;
	if (is_aggregate(t))
		fill(&wi, dst, t, 1);
	else if (wi.list.nr)
		leaf(&wi, dst, t, wi.list.c[0]);
}

uint32_t init_compound(struct walk *w, CXCursor literal)
{
	struct cursors ch = cursor_children(w, literal);
	CXType type = clang_getCursorType(literal);
	struct place p = place_of(w, literal);
	char name[64];
	uint32_t sym;

	if (!ch.nr || !is_list(ch.c[ch.nr - 1]))
		return 0;
	snprintf(name, sizeof(name), "(literal:%u)", p.line);
	if (w->f->sym[w->sym].kind == SYM_FUNC) {
		sym = sym_local(w, name, type, p.line);
	} else {
		struct strbuf usr = STRBUF_INIT;
		struct tu_sym s;

		/* lives as long as the variable whose initialiser it stands in */
		strbuf_addf(&usr, "%s@literal%u", facts_str(w->f, w->f->sym[w->sym].usr),
			    w->nr_compound++);
		sym = sym_local(w, name, type, p.line);
		s = w->f->sym[sym];
		s.kind = SYM_VAR;
		s.linkage = LINK_INTERNAL;
		s.owner = 0;
		s.usr = strtab_addn(&w->f->str, usr.buf, usr.len);
		s.flags |= (w->f->sym[w->sym].flags & (SYM_HEADER | SYM_INCLUDED_C)) | SYM_DEFINED;
		w->f->sym[sym] = s;
		strbuf_release(&usr);
	}
	w->f->sym[sym].flags |= SYM_COMPOUND;
	init_value(w, facts_val(w->f, VAL_VAR, sym, 0, 0, 0), type, ch.c[ch.nr - 1], 0);
	return sym;
}
