/* SPDX-License-Identifier: MIT */
/* Records and their fields: names, identity, and where in its record a field is. */
#include <string.h>

#include "cursors.h"
#include "field.h"
#include "sym.h"
#include "walk.h"

/* ---- records ------------------------------------------------------------------ */

struct find_member { CXCursor rec; CXCursor found; int ok; };

static enum CXChildVisitResult find_member(CXCursor c, CXCursor parent, CXClientData data)
{
	struct find_member *fm = data;

	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_FieldDecl &&
	    clang_equalCursors(clang_getTypeDeclaration(element_type(clang_getCursorType(c))),
			       fm->rec)) {
		fm->found = c;
		fm->ok = 1;
		return CXChildVisit_Break;
	}
	return CXChildVisit_Continue;
}

static int is_record(CXCursor c)
{
	enum CXCursorKind k = clang_getCursorKind(c);

	return k == CXCursor_StructDecl || k == CXCursor_UnionDecl;
}

static uint32_t rec_of_decl(struct walk *w, CXCursor decl);

/* The name of a record: its tag, its typedef, or outer.member. */
static void record_name(struct walk *w, CXCursor decl, struct strbuf *out)
{
	CXString s = clang_getTypeSpelling(clang_getCanonicalType(clang_getCursorType(decl)));
	const char *name = clang_getCString(s);
	CXCursor parent;

	if (name && !strncmp(name, "struct ", 7))
		name += 7;
	else if (name && !strncmp(name, "union ", 6))
		name += 6;
	if (name && *name && !strchr(name, '(')) {
		strbuf_addstr(out, name);
		clang_disposeString(s);
		return;
	}
	clang_disposeString(s);
	parent = clang_getCursorSemanticParent(decl);
	if (is_record(parent)) {
		struct find_member fm = { decl, clang_getNullCursor(), 0 };
		uint32_t outer = rec_of_decl(w, parent);

		strbuf_addstr(out, facts_str(w->f, w->f->rec[outer].name));
		clang_visitChildren(parent, find_member, &fm);
		if (fm.ok) {
			s = clang_getCursorSpelling(fm.found);
			strbuf_addf(out, ".%s", clang_getCString(s));
			clang_disposeString(s);
			return;
		}
	}
	strbuf_addstr(out, "(unnamed)");
}

/* The named record around, its canonical declaration. */
static CXCursor record_decl(CXCursor decl)
{
	CXCursor def = clang_getCursorDefinition(decl), parent;

	if (!clang_Cursor_isNull(def))
		decl = def;
	while (clang_Cursor_isAnonymousRecordDecl(decl)) {
		parent = clang_getCursorSemanticParent(decl);
		if (!is_record(parent))
			break;
		decl = parent;
	}
	return clang_getCanonicalCursor(decl);
}

static uint32_t rec_of_decl(struct walk *w, CXCursor decl)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t *slot, id;

	decl = record_decl(decl);
	slot = cursor_map_put(&w->recs, decl);
	if (*slot)
		return *slot;
	id = facts_rec(w->f);
	*slot = id;
	record_name(w, decl, &sb);
	w->f->rec[id].name = w->f->rec[id].key = strtab_addn(&w->f->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}

/* Where a record is defined that a field is used of. */
static void place_record(struct walk *w, uint32_t id, CXCursor decl)
{
	struct strbuf sb = STRBUF_INIT;
	CXCursor def, parent;
	struct place p;

	if (w->f->rec[id].path)
		return;
	decl = record_decl(decl);
	def = clang_getCursorDefinition(decl);
	if (clang_Cursor_isNull(def))
		return;
	p = place_of(w, def);
	file_is_used(w, p.file);
	strbuf_addstr(&sb, facts_str(w->f, w->f->rec[id].name));
	w->f->rec[id].path = p.file ? p.file->path : 0;
	w->f->rec[id].line = p.line;
	/* two records of one name in one file: told apart by where they stand */
	if (strchr(sb.buf, '(') || strchr(sb.buf, '.') || p.in_macro)
		strbuf_addf(&sb, ":%u:%u", p.line, p.col);
	parent = clang_getCursorSemanticParent(decl);
	if (clang_getCursorKind(parent) == CXCursor_FunctionDecl) {
		CXString fn = clang_getCursorSpelling(parent);

		strbuf_addf(&sb, "@%s", clang_getCString(fn));
		clang_disposeString(fn);
	}
	w->f->rec[id].key = strtab_addn(&w->f->str, sb.buf, sb.len);
	strbuf_release(&sb);
}

uint32_t rec_of_type(struct walk *w, CXType type)
{
	CXCursor decl;

	type = element_type(type);
	if (type.kind != CXType_Record)
		return 0;
	decl = clang_getTypeDeclaration(type);
	return is_record(decl) ? rec_of_decl(w, decl) : 0;
}

int field_is_unnamed(CXCursor field)
{
	CXCursor rec = clang_getTypeDeclaration(element_type(clang_getCursorType(field)));

	return is_record(rec) && clang_Cursor_isAnonymousRecordDecl(rec);
}

/* Unnamed structs lie between a member and its union. */
static int is_in_union(CXCursor field)
{
	CXCursor rec = clang_getCursorSemanticParent(field);

	while (clang_getCursorKind(rec) == CXCursor_StructDecl && clang_Cursor_isAnonymousRecordDecl(rec))
		rec = clang_getCursorSemanticParent(rec);
	return clang_getCursorKind(rec) == CXCursor_UnionDecl;
}

static int is_pointer_wide(struct walk *w, const struct tu_field *f, CXType type)
{
	if (f->bits || f->cls == TYPE_OTHER)
		return 0;
	return f->cls != TYPE_SCALAR || clang_Type_getSizeOf(element_type(type)) == w->pointer_size;
}

/* libclang looks at all fields of a record to tell where one is. */
#define MAX_MEASURED 1000

static enum CXVisitorResult count_field(CXCursor c, CXClientData data)
{
	(void)c;
	++*(uint32_t *)data;
	return CXVisit_Continue;
}

static int is_wide(struct walk *w, CXCursor rec)
{
	uint32_t *nr = cursor_map_put(&w->rec_sizes, rec);

	if (!*nr) {
		clang_Type_visitFields(clang_getCursorType(rec), count_field, nr);
		++*nr;
	}
	return *nr > MAX_MEASURED;
}

/* Where in its record a field is, which may be within unnamed structs. */
static void measure_field(struct walk *w, struct tu_field *f, CXCursor decl, CXType type)
{
	CXCursor rec = record_decl(clang_getCursorSemanticParent(decl));
	CXString name = clang_getCursorSpelling(decl);
	long long size = 0, offset = 0;

	if (is_pointer_wide(w, f, type) && !is_wide(w, rec)) {
		size = clang_Type_getSizeOf(type);
		if (size <= 0 && f->is_array)
			size = FIELD_TO_END;
		offset = clang_Type_getOffsetOf(clang_getCursorType(rec), clang_getCString(name));
	}
	if (size > 0 && size <= FIELD_TO_END && offset >= 0 && offset / 8 <= UINT32_MAX) {
		f->size = (uint32_t)size;
		f->offset = (uint32_t)(offset / 8);
	}
	clang_disposeString(name);
}

/* Who copies a struct that shares its bytes copies what is known by other names: its
 * fields have to be known as well. */
static enum CXVisitorResult want_member(CXCursor c, CXClientData data)
{
	struct walk *w = data;
	CXType type = clang_getCursorType(c);
	struct tu_field f = { .cls = (uint8_t)class_of(type), .bits = (uint8_t)clang_Cursor_isBitField(c) };

	if (field_is_unnamed(c))
		clang_Type_visitFields(element_type(type), want_member, w);
	else if (is_pointer_wide(w, &f, type))
		field_of(w, c);
	return CXVisit_Continue;
}

uint32_t field_of(struct walk *w, CXCursor decl)
{
	uint32_t *slot = cursor_map_put(&w->fields, decl), id;
	CXType type = clang_getCursorType(decl), canonical = clang_getCanonicalType(type);
	struct tu_field f;

	if (*slot)
		return *slot;
	memset(&f, 0, sizeof(f));
	f.name = cx_str(w, clang_getCursorSpelling(decl));
	f.rec = rec_of_decl(w, clang_getCursorSemanticParent(decl));
	place_record(w, f.rec, clang_getCursorSemanticParent(decl));
	f.line = place_of(w, decl).line;
	f.cls = (uint8_t)class_of(type);
	f.is_array = canonical.kind == CXType_ConstantArray ||
		canonical.kind == CXType_IncompleteArray;
	if (clang_Cursor_isBitField(decl))
		f.bits = (uint8_t)clang_getFieldDeclBitWidth(decl);
	if (f.cls == TYPE_REC)
		f.pointee = rec_of_type(w, type);
	else if (f.cls == TYPE_REC_PTR)
		f.pointee = rec_of_type(w, pointee_of(type));
	else if (f.cls == TYPE_FUNC_PTR)
		f.sig = type_text(w, pointee_of(type), NULL);
	f.in_union = (uint8_t)is_in_union(decl);
	measure_field(w, &f, decl, type);
	id = facts_field(w->f);
	w->f->field[id] = f;
	*cursor_map_put(&w->fields, decl) = id;
	if (f.in_union && (is_wide(w, record_decl(clang_getCursorSemanticParent(decl))) ||
			   (f.cls == TYPE_REC && is_wide(w, clang_getTypeDeclaration(element_type(type))))))
		w->too_wide++;
	if (f.in_union && f.cls == TYPE_REC)
		clang_Type_visitFields(element_type(type), want_member, w);
	return id;
}
