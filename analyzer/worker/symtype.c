/* SPDX-License-Identifier: MIT */
/* Types of symbols: their class, and how they are written. */
#include <ctype.h>
#include <string.h>

#include "cursors.h"
#include "sym.h"
#include "walk.h"

CXType bare_type(CXType t)
{
	t = clang_getCanonicalType(t);
	while (t.kind == CXType_Atomic)
		t = clang_getCanonicalType(clang_Type_getValueType(t));
	return t;
}

CXType element_type(CXType t)
{
	t = bare_type(t);
	while (t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray ||
	       t.kind == CXType_VariableArray)
		t = bare_type(clang_getArrayElementType(t));
	return t;
}

CXType pointee_of(CXType type)
{
	type = element_type(type);
	return bare_type(clang_getPointeeType(type));
}

enum type_class class_of(CXType type)
{
	CXType to;

	type = element_type(type);
	switch (type.kind) {
	case CXType_Pointer:
		to = bare_type(clang_getPointeeType(type));
		if (to.kind == CXType_FunctionProto || to.kind == CXType_FunctionNoProto)
			return TYPE_FUNC_PTR;
		if (to.kind == CXType_Record)
			return TYPE_REC_PTR;
		return to.kind == CXType_Void ? TYPE_VOID_PTR : TYPE_PTR;
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		return TYPE_FUNC_PTR;
	case CXType_Record:
		return TYPE_REC;
	case CXType_Enum:
		return TYPE_SCALAR;
	default:
		return type.kind >= CXType_Bool && type.kind <= CXType_Int128 ?
			TYPE_SCALAR : TYPE_OTHER;
	}
}

uint32_t type_text(struct walk *w, CXType type, int *noreturn)
{
	static const char suffix[] = " __attribute__((noreturn))";
	CXString s = clang_getTypeSpelling(clang_getCanonicalType(type));
	const char *text = clang_getCString(s);
	size_t n = strlen(text), m = sizeof(suffix) - 1;
	int found = n > m && !strcmp(text + n - m, suffix);
	uint32_t id = strtab_addn(&w->f->str, text, found ? n - m : n);

	clang_disposeString(s);
	if (noreturn)
		*noreturn = found;
	return id;
}
