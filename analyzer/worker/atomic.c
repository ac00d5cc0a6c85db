/* SPDX-License-Identifier: MIT */
/*
 * Atomic builtins: what they store and load. clang makes an expression of its
 * own of __atomic_* and __c11_atomic_*, which libclang does not name; its
 * operands come as pointer, order, first value, order of a failure, second
 * value, weak (clang/AST/Expr.h, AtomicExpr). __sync_* are calls of functions
 * that end in the operand's size.
 */
#include <string.h>

#include "atomic.h"
#include "cursors.h"
#include "expr.h"
#include "record.h"
#include "sym.h"
#include "use.h"
#include "walk.h"

#define SYNC "__sync_"

enum atomic_operand { BY_VALUE, BY_POINTER };

struct atomic {			/* of one builtin; numbers are those of children */
	const char *name;	/* behind __atomic_, __c11_atomic_, … */
	unsigned src;		/* child that is stored, 0 = none */
	enum atomic_operand how;
	unsigned out;		/* pointer child that the old value is stored through, 0 = none */
	enum store_op op;
};

static const struct atomic atomics[] = {
	{ "init", 1, BY_VALUE, 0, STORE_SET },
	{ "load_n", 0, BY_VALUE, 0, STORE_SET },
	{ "load", 0, BY_VALUE, 2, STORE_SET },
	{ "store_n", 2, BY_VALUE, 0, STORE_SET },
	{ "store", 2, BY_POINTER, 0, STORE_SET },
	{ "exchange_n", 2, BY_VALUE, 0, STORE_SET },
	{ "exchange", 2, BY_POINTER, 3, STORE_SET },
	{ "compare_exchange_n", 4, BY_VALUE, 2, STORE_SET },
	{ "compare_exchange_strong", 4, BY_VALUE, 2, STORE_SET },
	{ "compare_exchange_weak", 4, BY_VALUE, 2, STORE_SET },
	{ "compare_exchange", 4, BY_POINTER, 2, STORE_SET },
	{ "fetch_or", 2, BY_VALUE, 0, STORE_OR },
	{ "or_fetch", 2, BY_VALUE, 0, STORE_OR },
	{ "fetch_and", 2, BY_VALUE, 0, STORE_AND },
	{ "and_fetch", 2, BY_VALUE, 0, STORE_AND },
	{ "fetch_add", 2, BY_VALUE, 0, STORE_ADD },
	{ "add_fetch", 2, BY_VALUE, 0, STORE_ADD },
	{ "fetch_sub", 2, BY_VALUE, 0, STORE_SUB },
	{ "sub_fetch", 2, BY_VALUE, 0, STORE_SUB },
};

static const struct atomic other = { "", 2, BY_VALUE, 0, STORE_OTHER };

/* Values of __sync_NAME(ptr, …): the argument that is stored. */
static const struct atomic syncs[] = {
	{ "bool_compare_and_swap", 2, BY_VALUE, 0, STORE_SET },
	{ "val_compare_and_swap", 2, BY_VALUE, 0, STORE_SET },
	{ "lock_test_and_set", 1, BY_VALUE, 0, STORE_SET },
	{ "swap", 1, BY_VALUE, 0, STORE_SET },
	{ "lock_release", 0, BY_VALUE, 0, STORE_SET },
	{ "fetch_and_or", 1, BY_VALUE, 0, STORE_OR },
	{ "or_and_fetch", 1, BY_VALUE, 0, STORE_OR },
	{ "fetch_and_and", 1, BY_VALUE, 0, STORE_AND },
	{ "and_and_fetch", 1, BY_VALUE, 0, STORE_AND },
	{ "fetch_and_add", 1, BY_VALUE, 0, STORE_ADD },
	{ "add_and_fetch", 1, BY_VALUE, 0, STORE_ADD },
	{ "fetch_and_sub", 1, BY_VALUE, 0, STORE_SUB },
	{ "sub_and_fetch", 1, BY_VALUE, 0, STORE_SUB },
	{ "fetch_and_xor", 1, BY_VALUE, 0, STORE_OTHER },
	{ "xor_and_fetch", 1, BY_VALUE, 0, STORE_OTHER },
	{ "fetch_and_nand", 1, BY_VALUE, 0, STORE_OTHER },
	{ "nand_and_fetch", 1, BY_VALUE, 0, STORE_OTHER },
};

static const struct atomic *find(const struct atomic *list, size_t nr, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (strlen(list[i].name) == n && !memcmp(list[i].name, name, n))
			return &list[i];
	return &other;
}

/* The operand behind one of the prefixes that `word` begins with; NULL: none. */
static const char *behind_prefix(const char *word)
{
	static const char *const prefix[] = {
		"__atomic_", "__c11_atomic_", "__scoped_atomic_", "__opencl_atomic_"
	};
	size_t i;

	for (i = 0; i < sizeof(prefix) / sizeof(prefix[0]); i++)
		if (!strncmp(word, prefix[i], strlen(prefix[i])))
			return word + strlen(prefix[i]);
	return NULL;
}

static CXType value_type(CXType pointer)
{
	CXType t = clang_getCanonicalType(pointee_of(pointer));

	return t.kind == CXType_Atomic ? clang_getCanonicalType(clang_Type_getValueType(t)) : t;
}

/* *dst = src; `from` is the expression that src is the value of. */
static void store(struct walk *w, CXCursor at, uint32_t dst, uint32_t src, CXType type,
		  CXCursor from, enum store_op op)
{
	enum type_class cls = class_of(type);

	if (cls == TYPE_SCALAR)
		cls = stored_class(w, type, from);
	record_store(w, dst, src, at, cls, op, 0);
}

static uint32_t apply(struct walk *w, CXCursor at, const struct atomic *a, const CXCursor *c,
		      unsigned nr)
{
	CXType type = value_type(clang_getCursorType(c[0]));
	uint32_t dst, src;

	w->use = a->src ? use_through(USE_UPDATE) : USE_READ;
	dst = expr_deref(w, expr(w, c[0]));
	if (a->src && a->src < nr) {
		src = expr_value(w, c[a->src], type);
		if (a->how == BY_POINTER)
			src = expr_deref(w, expr(w, c[a->src]));
		store(w, at, dst, src, type, c[a->src], a->op);
	}
	if (a->out && a->out < nr)
		store(w, at, expr_deref(w, expr(w, c[a->out])), dst, type, c[0], STORE_SET);
	return dst;
}

int atomic_expr(struct walk *w, CXCursor c, struct cursors ch, uint32_t *value)
{
	const char *word = facts_str(w->f, spelt_word(w, c)), *name = behind_prefix(word);
	const struct atomic *a;
	int c11;

	if (!name || ch.nr < 2)
		return 0;
	c11 = strncmp(word, "__atomic_", 9) != 0;
	a = find(atomics, sizeof(atomics) / sizeof(atomics[0]), name, strlen(name));
	if (c11 && a->how == BY_POINTER) {	/* __c11_atomic_store takes the value itself */
		struct atomic by_value = *a;

		by_value.how = BY_VALUE;
		by_value.out = 0;
		*value = apply(w, c, &by_value, ch.c, ch.nr);
	} else if (c11 && a->out && !a->src) {	/* and __c11_atomic_load returns it */
		*value = expr_deref(w, expr(w, ch.c[0]));
	} else {
		*value = apply(w, c, a, ch.c, ch.nr);
	}
	return 1;
}

/* __sync_NAME, or __sync_NAME_8; others' functions may begin like that too */
static const struct atomic *find_sync(const char *name)
{
	size_t len;

	if (strncmp(name, SYNC, strlen(SYNC)))
		return &other;
	name += strlen(SYNC);
	len = strlen(name);
	if (len > 2 && name[len - 2] == '_' && strchr("1248", name[len - 1]))
		len -= 2;
	else if (len > 3 && !strcmp(name + len - 3, "_16"))
		len -= 3;
	return find(syncs, sizeof(syncs) / sizeof(syncs[0]), name, len);
}

int atomic_is_builtin(const char *name)
{
	return find_sync(name) != &other;
}

int atomic_call(struct walk *w, CXCursor call, const char *name, uint32_t *value)
{
	const struct atomic *a = find_sync(name);
	int n = clang_Cursor_getNumArguments(call), i;
	CXCursor arg[4];

	if (a == &other || n < 1)
		return 0;
	for (i = 0; i < n && i < 4; i++)
		arg[i] = clang_Cursor_getArgument(call, (unsigned)i);
	*value = apply(w, call, a, arg, (unsigned)i);
	return 1;
}
