/* SPDX-License-Identifier: MIT */
/*
 * A type as it is written ("const struct box *", "void (*)(int)"), compared
 * with one that clang knows. libclang does not show the types of _Generic's
 * associations, only their text can be read.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "pch.h"
#include "typename.h"
#include "walk.h"

#define MAX_LEVELS 32

#define ARRAY_INCOMPLETE -1L
#define ARRAY_EXPRESSION -2L

enum form { FORM_BASE, FORM_POINTER, FORM_FUNCTION, FORM_ARRAY };

struct ctype {
	enum form form;
	int is_const, is_volatile, is_atomic;
	struct ctype *inner;		/* pointee, result, element */
	struct ctype **param;
	unsigned nr_param;
	int variadic, no_params;	/* "()" says nothing about parameters */
	enum CXCursorKind tag;		/* struct, union or enum of that name, else 0 */
	uint32_t name;			/* string: of the tag, or a typedef's */
	enum CXTypeKind builtin;	/* or CXType_Invalid */
	long size;			/* of an array, or ARRAY_ */
};

struct parser {
	struct walk *w;
	const char *p, *end;
	unsigned level;
	int bad;
};

static void skip_blank(struct parser *r)
{
	for (;;) {
		while (r->p < r->end && (isspace((unsigned char)*r->p) || *r->p == '\\'))
			r->p++;
		if (r->end - r->p < 2 || r->p[0] != '/' || r->p[1] != '*')
			return;
		for (r->p += 2; r->p + 1 < r->end && (r->p[0] != '*' || r->p[1] != '/'); r->p++)
			;
		r->p = r->p + 2 < r->end ? r->p + 2 : r->end;
	}
}

static int at(struct parser *r, char c)
{
	skip_blank(r);
	return r->p < r->end && *r->p == c;
}

static int take(struct parser *r, char c)
{
	if (!at(r, c))
		return 0;
	r->p++;
	return 1;
}

/* The word at hand; 0 = none. */
static size_t word(struct parser *r, const char **out)
{
	size_t n = 0;

	skip_blank(r);
	*out = r->p;
	while (r->p + n < r->end && (isalnum((unsigned char)r->p[n]) || r->p[n] == '_'))
		n++;
	return n && !isdigit((unsigned char)*r->p) ? n : 0;
}

static int is(const char *s, size_t n, const char *what)
{
	while (n > 4 && s[0] == '_' && s[1] == '_' && s[n - 1] == '_' && s[n - 2] == '_') {
		s += 2;
		n -= 4;
	}
	return strlen(what) == n && !memcmp(s, what, n);
}

static int qualifier(struct parser *r, struct ctype *t)
{
	const char *s;
	size_t n = word(r, &s);

	if (!n)
		return 0;
	if (is(s, n, "const") || is(s, n, "__const"))
		t->is_const = 1;
	else if (is(s, n, "volatile") || is(s, n, "__volatile"))
		t->is_volatile = 1;
	else if (is(s, n, "_Atomic") && (s + n >= r->end || s[n] != '('))
		t->is_atomic = 1;
	else if (!is(s, n, "restrict") && !is(s, n, "__restrict"))
		return 0;
	r->p += n;
	return 1;
}

static struct ctype *new_type(struct parser *r, enum form form)
{
	struct ctype *t = arena_alloc(&r->w->arena, sizeof(*t));

	memset(t, 0, sizeof(*t));
	t->form = form;
	t->builtin = CXType_Invalid;
	return t;
}

/* ---- specifiers --------------------------------------------------------------- */

struct counts { unsigned is_signed, is_unsigned, is_short, is_long, is_int, is_char, other; };

static int basic_word(struct counts *n, struct ctype *t, const char *s, size_t len)
{
	static const struct { const char *word; enum CXTypeKind kind; } one[] = {
		{ "void", CXType_Void }, { "float", CXType_Float }, { "double", CXType_Double },
		{ "_Bool", CXType_Bool }, { "bool", CXType_Bool }, { "__int128", CXType_Int128 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(one); i++) {
		if (!is(s, len, one[i].word))
			continue;
		t->builtin = one[i].kind;
		n->other++;
		return 1;
	}
	if (is(s, len, "signed") || is(s, len, "__signed"))
		n->is_signed++;
	else if (is(s, len, "unsigned"))
		n->is_unsigned++;
	else if (is(s, len, "short"))
		n->is_short++;
	else if (is(s, len, "long"))
		n->is_long++;
	else if (is(s, len, "int"))
		n->is_int++;
	else if (is(s, len, "char"))
		n->is_char++;
	else
		return 0;
	return 1;
}

static enum CXTypeKind number_kind(const struct counts *n, enum CXTypeKind named)
{
	if (n->other)
		return named == CXType_Double && n->is_long ? CXType_LongDouble :
			named == CXType_Int128 && n->is_unsigned ? CXType_UInt128 : named;
	if (n->is_char)
		return n->is_unsigned ? CXType_UChar : n->is_signed ? CXType_SChar : CXType_Char_S;
	if (n->is_short)
		return n->is_unsigned ? CXType_UShort : CXType_Short;
	if (n->is_long > 1)
		return n->is_unsigned ? CXType_ULongLong : CXType_LongLong;
	if (n->is_long)
		return n->is_unsigned ? CXType_ULong : CXType_Long;
	return n->is_unsigned ? CXType_UInt : CXType_Int;
}

static enum CXCursorKind tag_kind(const char *s, size_t n)
{
	return is(s, n, "struct") ? CXCursor_StructDecl : is(s, n, "union") ? CXCursor_UnionDecl :
		is(s, n, "enum") ? CXCursor_EnumDecl : (enum CXCursorKind)0;
}

static struct ctype *specifiers(struct parser *r)
{
	struct ctype *t = new_type(r, FORM_BASE);
	struct counts n = { 0 };
	int basic = 0;
	const char *s;
	size_t len;

	for (;;) {
		if (qualifier(r, t))
			continue;
		len = word(r, &s);
		if (!len)
			break;
		if (basic_word(&n, t, s, len)) {
			basic = 1;
		} else if (basic || t->name) {
			break;
		} else if (tag_kind(s, len)) {
			t->tag = tag_kind(s, len);
			r->p += len;
			len = word(r, &s);
			if (!len)
				break;
			t->name = strtab_addn(&r->w->f->str, s, len);
		} else {
			t->name = strtab_addn(&r->w->f->str, s, len);
		}
		r->p += len;
	}
	if (basic)
		t->builtin = number_kind(&n, t->builtin);
	r->bad |= !basic && !t->name;
	return t;
}

/* ---- declarators ------------------------------------------------------------------- */

static struct ctype *declarator(struct parser *r, struct ctype *base);

static struct ctype *parameters(struct parser *r, struct ctype *result)
{
	struct ctype *t = new_type(r, FORM_FUNCTION), *param[16];

	t->inner = result;
	t->no_params = at(r, ')');
	while (!r->bad && !at(r, ')')) {
		if (take(r, '.')) {
			t->variadic = take(r, '.') && take(r, '.');
		} else {
			if (t->nr_param == ARRAY_SIZE(param)) {
				r->bad = 1;
				break;
			}
			param[t->nr_param] = declarator(r, specifiers(r));
			t->nr_param++;
		}
		if (!take(r, ','))
			break;
	}
	r->bad |= !take(r, ')');
	if (t->nr_param == 1 && param[0]->form == FORM_BASE && param[0]->builtin == CXType_Void)
		t->nr_param = 0;
	t->param = arena_alloc(&r->w->arena, (t->nr_param + 1) * sizeof(*t->param));
	memcpy(t->param, param, t->nr_param * sizeof(*t->param));	/* cppcheck-suppress uninitvar */
	return t;
}

static struct ctype *suffixes(struct parser *r, struct ctype *base)
{
	for (;;) {
		if (take(r, '(')) {
			base = parameters(r, base);
		} else if (take(r, '[')) {
			struct ctype *t = new_type(r, FORM_ARRAY);

			t->size = at(r, ']') ? ARRAY_INCOMPLETE : ARRAY_EXPRESSION;
			if (r->p < r->end && isdigit((unsigned char)*r->p)) {
				char *end;
				long n = strtol(r->p, &end, 0);

				if (end < r->end && *end == ']')
					t->size = n;
			}
			while (r->p < r->end && *r->p != ']')
				r->p++;
			r->bad |= !take(r, ']');
			t->inner = base;
			base = t;
		} else {
			return base;
		}
	}
}

/* "(*)" and the like stand before what is behind them: that is read first. */
static struct ctype *grouped(struct parser *r, struct ctype *base)
{
	const char *inside = r->p, *after;
	unsigned depth = 1;
	struct ctype *t;

	while (r->p < r->end && depth) {
		depth += *r->p == '(';
		depth -= *r->p == ')';
		r->p++;
	}
	if (depth) {
		r->bad = 1;
		return base;
	}
	base = suffixes(r, base);
	after = r->p;
	r->p = inside;
	t = declarator(r, base);
	r->bad |= !take(r, ')');
	r->p = after;
	return t;
}

static struct ctype *declarator(struct parser *r, struct ctype *base)
{
	const char *s;

	if (r->level++ >= MAX_LEVELS)
		r->bad = 1;
	while (!r->bad && take(r, '*')) {
		struct ctype *t = new_type(r, FORM_POINTER);

		t->inner = base;
		while (qualifier(r, t))
			;
		base = t;
	}
	if (!r->bad && at(r, '(')) {
		const char *start = r->p++;

		skip_blank(r);
		if (r->p < r->end && (*r->p == '*' || *r->p == '(')) {
			base = grouped(r, base);
		} else {
			r->p = start;
			base = suffixes(r, base);
		}
	} else if (!r->bad) {
		r->p += word(r, &s);	/* a parameter's name */
		base = suffixes(r, base);
	}
	r->level--;
	return base;
}

/* ---- comparing -------------------------------------------------------------------------- */

static enum type_match both(enum type_match a, enum type_match b)
{
	if (a == TYPE_DIFFERS || b == TYPE_DIFFERS)
		return TYPE_DIFFERS;
	return a == TYPE_SAME && b == TYPE_SAME ? TYPE_SAME : TYPE_UNKNOWN;
}

struct find_typedef { const char *name; CXCursor found; int ok; };

static enum CXChildVisitResult find_typedef(CXCursor c, CXCursor parent, CXClientData data)
{
	struct find_typedef *ft = data;
	CXString s;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_TypedefDecl)
		return CXChildVisit_Continue;
	s = clang_getCursorSpelling(c);
	if (!strcmp(clang_getCString(s), ft->name)) {
		ft->found = c;
		ft->ok = 1;
	}
	clang_disposeString(s);
	return ft->ok ? CXChildVisit_Break : CXChildVisit_Continue;
}

static int typedef_named(struct walk *w, uint32_t name, CXType *type)
{
	struct find_typedef ft = { facts_str(w->f, name), clang_getNullCursor(), 0 };
	uint32_t *memo = idmap_put(&w->typedefs, name, 0);

	if (!*memo) {
		clang_visitChildren(clang_getTranslationUnitCursor(w->tu), find_typedef, &ft);
		if (!ft.ok && w->view)	/* those of a precompiled header are not visited */
			pch_view_uses(w->view, ft.name);
		ALLOC_GROW(w->typedef_type, w->nr_typedef + 1, w->alloc_typedef);
		w->typedef_type[w->nr_typedef] = (CXType){ .kind = CXType_Invalid };
		if (ft.ok)
			w->typedef_type[w->nr_typedef] = clang_getCanonicalType(
				clang_getTypedefDeclUnderlyingType(ft.found));
		*memo = ++w->nr_typedef;
	}
	*type = w->typedef_type[*memo - 1];
	return type->kind != CXType_Invalid;
}

static enum type_match match_typedef(struct walk *w, const struct ctype *t, CXType type)
{
	CXType u;

	if (!typedef_named(w, t->name, &u))
		return TYPE_UNKNOWN;
	if ((t->is_const || clang_isConstQualifiedType(u)) != !!clang_isConstQualifiedType(type) ||
	    (t->is_volatile || clang_isVolatileQualifiedType(u)) !=
	    !!clang_isVolatileQualifiedType(type))
		return TYPE_DIFFERS;
	return clang_equalTypes(clang_getUnqualifiedType(u), clang_getUnqualifiedType(type)) ?
		TYPE_SAME : TYPE_DIFFERS;
}

static enum type_match match_base(struct walk *w, const struct ctype *t, CXType type)
{
	CXCursor decl = clang_getTypeDeclaration(type);
	enum CXTypeKind kind = type.kind;
	enum type_match m;
	CXString s;

	if (!t->tag && t->name)
		return match_typedef(w, t, type);
	if (t->is_const != !!clang_isConstQualifiedType(type) ||
	    t->is_volatile != !!clang_isVolatileQualifiedType(type))
		return TYPE_DIFFERS;
	if (t->tag) {
		s = clang_getCursorSpelling(decl);
		m = clang_getCursorKind(decl) == t->tag &&
			!strcmp(clang_getCString(s), facts_str(w->f, t->name)) ?
			TYPE_SAME : TYPE_DIFFERS;
		clang_disposeString(s);
		return m;
	}
	if (kind == CXType_Enum)	/* compatible with its integer type: C11 6.7.2.2p4 */
		kind = clang_getCanonicalType(clang_getEnumDeclIntegerType(decl)).kind;
	if (kind == CXType_Char_U)
		kind = CXType_Char_S;
	return kind == t->builtin ? TYPE_SAME : TYPE_DIFFERS;
}

static enum type_match match(struct walk *w, const struct ctype *t, CXType type);

static enum type_match match_function(struct walk *w, const struct ctype *t, CXType type)
{
	enum type_match m = match(w, t->inner, clang_getResultType(type));
	unsigned i;

	if (type.kind == CXType_FunctionNoProto || t->no_params)
		return both(m, TYPE_UNKNOWN);
	if (clang_getNumArgTypes(type) != (int)t->nr_param ||
	    t->variadic != (clang_isFunctionTypeVariadic(type) != 0))
		return TYPE_DIFFERS;
	for (i = 0; i < t->nr_param && m != TYPE_DIFFERS; i++) {
		struct ctype *p = t->param[i], adjusted = *p;

		if (p->form == FORM_ARRAY)
			adjusted.form = FORM_POINTER;
		if (p->form == FORM_FUNCTION)
			return both(m, TYPE_UNKNOWN);
		adjusted.is_const = adjusted.is_volatile = 0;
		m = both(m, match(w, &adjusted, clang_getUnqualifiedType(
				  clang_getCanonicalType(clang_getArgType(type, i)))));
	}
	return m;
}

static enum type_match match(struct walk *w, const struct ctype *t, CXType type)
{
	type = clang_getCanonicalType(type);
	if (t->is_atomic || type.kind == CXType_Atomic)
		return (type.kind == CXType_Atomic) != (t->is_atomic != 0) ? TYPE_DIFFERS :
			TYPE_UNKNOWN;
	switch (t->form) {
	case FORM_BASE:
		return match_base(w, t, type);
	case FORM_POINTER:
		if (type.kind != CXType_Pointer ||
		    t->is_const != !!clang_isConstQualifiedType(type) ||
		    t->is_volatile != !!clang_isVolatileQualifiedType(type))
			return TYPE_DIFFERS;
		return match(w, t->inner, clang_getPointeeType(type));
	case FORM_FUNCTION:
		if (type.kind != CXType_FunctionProto && type.kind != CXType_FunctionNoProto)
			return TYPE_DIFFERS;
		return match_function(w, t, type);
	case FORM_ARRAY:
		if (type.kind != CXType_ConstantArray && type.kind != CXType_IncompleteArray)
			return TYPE_DIFFERS;
		if (t->size >= 0 && type.kind == CXType_ConstantArray && t->size != clang_getArraySize(type))
			return TYPE_DIFFERS;
		return both(t->size == ARRAY_EXPRESSION ? TYPE_UNKNOWN : TYPE_SAME,
			    match(w, t->inner, clang_getArrayElementType(type)));
	}
	return TYPE_UNKNOWN;
}

enum type_match type_name_match(struct walk *w, const char *text, size_t len, CXType type)
{
	struct parser r = { w, text, text + len, 0, 0 };
	struct ctype *t = declarator(&r, specifiers(&r));

	skip_blank(&r);
	if (r.bad || r.p != r.end)
		return TYPE_UNKNOWN;
	return match(w, t, type);
}
