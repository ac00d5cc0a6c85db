/* SPDX-License-Identifier: MIT */
/*
 * Variable arguments: va_start() makes a va_list point to what the function was
 * given beyond its parameters, va_arg() reads any of it. What a va_list is made of
 * differs by architecture: a struct (of one field here), or a plain pointer.
 */
#include <string.h>

#include "cursors.h"
#include "expr.h"
#include "field.h"
#include "record.h"
#include "varargs.h"
#include "walk.h"

static CXType canonical(CXCursor c)
{
	return clang_getCanonicalType(clang_getCursorType(c));
}

/* The struct that a va_list is, where it is one: an array of it, as a parameter a pointer. */
static CXType va_struct(CXType type)
{
	if (type.kind == CXType_Pointer)
		return clang_getCanonicalType(clang_getPointeeType(type));
	return type.kind == CXType_ConstantArray ?
		clang_getCanonicalType(clang_getArrayElementType(type)) : type;
}

static int has_name(CXType type, const char *const *names)
{
	CXString s = clang_getTypeSpelling(type);
	int found = 0;

	for (; *names && !found; names++)
		found = !strcmp(clang_getCString(s), *names);
	clang_disposeString(s);
	return found;
}

static int is_va_list(CXCursor c)
{
	CXType type = canonical(c);
	static const char *const records[] = {
		"struct __va_list_tag", "struct __va_list", "__va_list_tag", "__va_list", NULL
	};
	static const char *const typedefs[] = {
		"va_list", "__builtin_va_list", "__gnuc_va_list", NULL
	};

	if (type.kind != CXType_Pointer && va_struct(type).kind != CXType_Record)
		return 0;
	return has_name(va_struct(type), records) || has_name(clang_getCursorType(c), typedefs);
}

/* What va_list `ap` points with, as an lvalue. */
static uint32_t place(struct walk *w, CXCursor ap)
{
	CXType type = canonical(ap);
	uint32_t v = expr(w, ap), rec = rec_of_type(w, va_struct(type));
	unsigned arrow = type.kind == CXType_Record ? 0 : VALF_ARROW;

	if (!rec || !v)
		return v;
	if (!w->va_field) {
		w->va_field = facts_field(w->f);
		w->f->field[w->va_field].rec = rec;
		w->f->field[w->va_field].name = strtab_add(&w->f->str, "...");
		w->f->field[w->va_field].cls = TYPE_VOID_PTR;
	}
	return facts_val(w->f, VAL_FIELD, v, w->va_field, 0, arrow);
}

int varargs_call(struct walk *w, CXCursor call, const char *name, uint32_t *value)
{
	int n = clang_Cursor_getNumArguments(call);
	const struct tu_sym *own = &w->f->sym[w->sym];
	uint32_t dst, src;

	*value = 0;
	if (!strcmp(name, "__builtin_va_start") && n >= 1 && own->kind == SYM_FUNC) {
		src = facts_val(w->f, VAL_PARAM, w->sym, own->nparams,
				strtab_add(&w->f->str, "..."), 0);
		src = facts_val(w->f, VAL_ADDR, src, 0, 0, 0);
	} else if (!strcmp(name, "__builtin_va_copy") && n == 2) {
		src = place(w, clang_Cursor_getArgument(call, 1));
	} else {
		return 0;
	}
	dst = place(w, clang_Cursor_getArgument(call, 0));
	if (dst && src)
		record_store(w, dst, src, call, TYPE_VOID_PTR, STORE_SET, 0);
	return 1;
}

int varargs_expr(struct walk *w, CXCursor c, struct cursors ch, uint32_t *value)
{
	CXCursor ap = ch.nr ? ch.c[ch.nr - 1] : c;	/* behind what names the type */
	CXType type = canonical(c);
	uint32_t from;

	/* an implicit cast has the same shape, but gives the list itself */
	if (!ch.nr || !clang_isExpression(clang_getCursorKind(ap)) ||
	    clang_equalTypes(type, canonical(ap)) ||
	    clang_equalTypes(va_struct(type), va_struct(canonical(ap))) || !is_va_list(ap))
		return 0;
	from = place(w, ap);
	*value = from ? facts_val(w->f, VAL_DEREF, from, 0, 0, 0) : 0;
	if (*value && type.kind == CXType_Record)	/* a struct is passed as where it is */
		*value = facts_val(w->f, VAL_DEREF, *value, 0, 0, 0);
	return 1;
}
