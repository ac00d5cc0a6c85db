/* SPDX-License-Identifier: MIT */
/*
 * The record of a TU, member by member. The members come from the lists of
 * facts.h, so one that is added there is tested without a word here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/xalloc.h"
#include "model/facts.h"

/* Two of everything, all members zero but what identifies them and the ranges of the body. */
static void make(struct tu_facts *f)
{
	uint32_t i;

	facts_init(f);
	strtab_add(&f->str, "one");
	strtab_add(&f->str, "two");
	for (i = 0; i < 2; i++) {
		facts_sym(f);
		facts_rec(f);
		facts_field(f);
		facts_guard(f, &(struct tu_guard){ .line = i ? 0 : 5 });
		facts_call(f);
		facts_store(f);
		facts_use(f);
		facts_body(f);
		facts_val(f, VAL_NULL, 0, 0, i, 0);
	}
	f->sym[1].usr = f->rec[1].key = f->field[1].name = 1;	/* no two are the same */
	ALLOC_GROW(f->arg, 4, f->alloc_arg);
	ALLOC_GROW(f->gconst, 4, f->alloc_gconst);
	f->nr_arg = f->nr_gconst = 2;
	f->arg[0] = f->gconst[0] = 1;
	f->arg[1] = f->gconst[1] = 2;
	f->call[0].guard = 2;
	f->call[0].callee = 1;
	f->store[0].guard = 2;
	f->store[0].dst = 2;
	f->store[0].src = 1;
	f->body[0].sym = 1;
	f->body[0].nr_calls = f->body[0].nr_stores = f->body[0].nr_uses = 2;
}

static uint64_t digest(struct tu_facts *f)
{
	facts_digest(f);
	return f->body[0].digest;
}

static int comes_back(const struct tu_facts *f, struct tu_facts *back)
{
	struct strbuf rec = STRBUF_INIT, err = STRBUF_INIT;
	int ret;

	facts_write(f, &rec);
	facts_init(back);
	ret = facts_read(back, rec.buf, rec.len, &err);
	strbuf_release(&rec);
	strbuf_release(&err);
	return ret;
}

/* What a member holds: may it be changed to 1, is it an id that can lead nowhere? */
#define IS_u8 1, 0
#define IS_u16 1, 0
#define IS_u32 1, 0
#define IS_u64 1, 0
#define IS_i64 1, 0
#define IS_str 1, 0
#define IS_digest 1, 0
#define IS_none 0, 0
#define IS_sym 1, 1
#define IS_rec 1, 1
#define IS_field 1, 1
#define IS_val 1, 0		/* values are numbered anew when they are written */
#define IS_guard 1, 1
#define IS_outer 1, 1

static void check_member(const char *name, size_t at, size_t size, size_t array, size_t entry,
			 int changes, int is_id, int in_body)
{
	struct tu_facts a, b, back;
	unsigned char *base, *m;
	uint32_t beyond = 77;

	if (!changes)
		return;
	make(&a);
	make(&b);
	base = array ? *(unsigned char **)((char *)&b + array) + entry : (unsigned char *)&b;
	m = base + at;
	m[0] = m[0] != 1;	/* little-endian */
	if (in_body && digest(&a) == digest(&b))
		fail_msg("bodies that differ by %s have one digest", name);
	if (comes_back(&b, &back))
		fail_msg("%s can't be 1", name);
	base = array ? *(unsigned char **)((char *)&back + array) + entry : (unsigned char *)&back;
	if (memcmp(base + at, m, size))
		fail_msg("%s is not what was written", name);
	facts_release(&back);
	if (is_id && size == sizeof(beyond)) {
		memcpy(m, &beyond, sizeof(beyond));
		if (!comes_back(&b, &back))
			fail_msg("%s leads nowhere, and that was not seen", name);
		facts_release(&back);
	}
	facts_release(&a);
	facts_release(&b);
}

#define CHECK_MEMBER(x, holds, m) \
	check_member(#x "." #m, offsetof(struct tu_##x, m), sizeof(((struct tu_##x *)0)->m), \
		     offsetof(struct tu_facts, x), (which) * sizeof(struct tu_##x), IS_##holds, \
		     in_body);
#define CHECK_RANGE(x, noun, first, nr)

static void test_members(void **state)
{
	int which = 1, in_body = 1;

	TU_SYM(CHECK_MEMBER, CHECK_RANGE, sym)
	in_body = 0;		/* told by what identifies them */
	TU_REC(CHECK_MEMBER, CHECK_RANGE, rec)
	TU_FIELD(CHECK_MEMBER, CHECK_RANGE, field)
	TU_BODY(CHECK_MEMBER, CHECK_RANGE, body)
	in_body = 1;
	which = 2;
	TU_GUARD(CHECK_MEMBER, CHECK_RANGE, guard)
	which = 0;
	TU_CALL(CHECK_MEMBER, CHECK_RANGE, call)
	TU_STORE(CHECK_MEMBER, CHECK_RANGE, store)
	TU_USE(CHECK_MEMBER, CHECK_RANGE, use)
}

static void test_head(void **state)
{
#define HEAD(x, holds, m) \
	check_member(#m, offsetof(struct tu_facts, m), sizeof(((struct tu_facts *)0)->m), 0, 0, \
		     IS_##holds, 0);
	TU_FACTS(HEAD, CHECK_RANGE, facts)
}

/* A value of each kind. */
static void test_values(void **state)
{
	static const struct {
		enum val_kind kind;
		uint32_t a, b;
		int64_t num;
	} row[] = {
		{ VAL_CONST, 1, 0, -5 }, { VAL_SECTION, 2, 0, 0 },
		{ VAL_FUNC, 1, 0, 0 }, { VAL_VAR, 2, 0, 0 },
		{ VAL_RETURN, 1, 0, 0 }, { VAL_PARAM, 1, 3, 2 },
		{ VAL_FIELD, 1, 1, 0 }, { VAL_INDEX, 1, 2, 0 },
		{ VAL_CHOICE, 1, 2, 0 }, { VAL_ARITH, 1, 0, OP_ADD },
		{ VAL_JUST, 1, 2, 1ll << 32 }, { VAL_DEREF, 1, 0, 0 },
		{ VAL_ADDR, 1, 0, 0 }, { VAL_CALL, 1, 0, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(row); i++) {
		struct tu_facts f, g, back;
		uint32_t v;

		make(&f);
		make(&g);
		v = facts_val(&f, row[i].kind, row[i].a, row[i].b, row[i].num, 0);
		f.store[0].src = v;
		assert_int_equal(comes_back(&f, &back), 0);
		assert_int_equal(back.val[back.store[0].src].kind, row[i].kind);
		assert_int_not_equal(digest(&f), digest(&g));
		facts_release(&back);
		facts_release(&f);
		facts_release(&g);
	}
	assert_int_equal(VAL_KIND_NR, ARRAY_SIZE(row) + 3);	/* but UNKNOWN, NULL, STRING */
}

/* ---- what is shared, and limits ------------------------------------------------ */

static void test_guards_are_shared(void **state)
{
	struct tu_facts f;
	struct tu_guard g = { .line = 3 };
	uint32_t a, b, v, i;

	facts_init(&f);
	for (i = a = b = 0; i < 2; i++) {
		g.first = f.nr_gconst;
		g.nr = 2;
		for (v = 0; v < 2; v++)
			facts_gconst(&f, facts_val(&f, VAL_CONST, 0, 0, v, 0));
		b = a;
		a = facts_guard(&f, &g);
	}
	assert_int_equal(a, b);
	assert_int_equal(f.nr_gconst, 2);
	facts_gconst(&f, facts_val(&f, VAL_CONST, 0, 0, 7, 0));	/* other constants */
	g.first = 1;
	assert_int_not_equal(facts_guard(&f, &g), a);
	assert_int_equal(f.nr_gconst, 3);
	g.parent = a;
	g.first = 0;
	assert_int_not_equal(facts_guard(&f, &g), a);
	facts_release(&f);
}

static void test_depth(void **state)
{
	struct tu_facts f, back;
	struct tu_guard g = { .line = 1 };
	uint32_t i, v;

	facts_init(&f);
	v = facts_val(&f, VAL_STRING, 0, 0, 0, 0);
	for (i = 1; i < FACTS_MAX_VAL_DEPTH; i++)
		v = facts_val(&f, VAL_DEREF, v, 0, 0, 0);
	assert_int_not_equal(v, 0);
	assert_int_equal(f.too_deep, 0);
	assert_int_equal(facts_val(&f, VAL_DEREF, v, 0, 0, 0), 0);
	assert_int_equal(f.too_deep, 1);
	for (i = 0; i < FACTS_MAX_GUARDS; i++)
		g.parent = facts_guard(&f, &g);
	g.subject = v;
	g.line = 2;
	assert_int_equal(facts_guard(&f, &g), g.parent);
	assert_int_equal(f.too_deep, 2);
	f.guard[g.parent].subject = v;
	assert_int_equal(comes_back(&f, &back), 0);
	assert_int_equal(back.guard[g.parent].depth, FACTS_MAX_GUARDS);
	facts_release(&back);
	/* a record that is deeper than what may be written */
	ALLOC_GROW(f.val, f.nr_val + 1, f.alloc_val);
	f.val[f.nr_val] = (struct tu_val){ .kind = VAL_DEREF, .a = v };
	f.guard[g.parent].subject = f.nr_val++;
	assert_int_equal(comes_back(&f, &back), -1);
	facts_release(&back);
	facts_release(&f);
}

static void test_text_ends(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct tu_facts f;
	uint32_t v, i;

	facts_init(&f);
	v = facts_val(&f, VAL_STRING, 0, 0, 0, 0);
	for (i = 0; i < 1000; i++)	/* of 2^1000 parts */
		v = facts_val(&f, VAL_ARITH, v, v, OP_ADD, 0);
	facts_val_text(&f, v, &sb);
	assert_in_range(sb.len, 1000, 20000);
	strbuf_release(&sb);
	facts_release(&f);
}

static void says(const struct tu_facts *f, uint32_t val, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	facts_val_text(f, val, &sb);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
}

static void test_text(void **state)
{
	struct tu_facts f;
	uint32_t x, rec, member, call, null, var, field, i;

	facts_init(&f);
	x = facts_sym(&f);
	rec = facts_rec(&f);
	member = facts_field(&f);
	call = facts_call(&f);
	f.sym[x].name = strtab_add(&f.str, "f");
	f.rec[rec].name = strtab_add(&f.str, "rec");
	f.field[member].name = strtab_add(&f.str, "m");
	f.field[member].rec = rec;
	null = facts_val(&f, VAL_NULL, 0, 0, 0, 0);
	var = facts_val(&f, VAL_VAR, x, 0, 0, 0);
	field = facts_val(&f, VAL_FIELD, var, member, 0, VALF_ARROW);
	f.call[call].callee = facts_val(&f, VAL_FUNC, x, 0, 0, 0);
	says(&f, null, "NULL");
	says(&f, facts_val(&f, VAL_CONST, strtab_add(&f.str, "0x10"), 0, 16, 0), "0x10");
	says(&f, facts_val(&f, VAL_RETURN, x, 0, 0, 0), "f()");
	says(&f, facts_val(&f, VAL_PARAM, x, 1, 0, 0), "f#2");
	says(&f, facts_val(&f, VAL_PARAM, x, 1, strtab_add(&f.str, "sk"), 0), "sk");
	says(&f, field, "f->m");
	says(&f, facts_val(&f, VAL_FIELD, field, member, 0, 0), "f->m.m");
	says(&f, facts_val(&f, VAL_INDEX, field, 0, 0, 0), "f->m[]");
	says(&f, facts_val(&f, VAL_INDEX, field, var, 0, 0), "f->m[f]");
	says(&f, facts_val(&f, VAL_DEREF, var, 0, 0, 0), "*f");
	says(&f, facts_val(&f, VAL_ADDR, field, 0, 0, 0), "&f->m");
	/* the address of a member of a struct at address 0 */
	says(&f, facts_val(&f, VAL_ADDR, facts_val(&f, VAL_FIELD, null, member, 0, VALF_ARROW), 0, 0, 0), "offsetof(rec, m)");
	says(&f, facts_val(&f, VAL_CALL, call, 0, 0, 0), "f()");
	says(&f, facts_val(&f, VAL_CHOICE, var, null, 0, 0), "{f | NULL}");
	says(&f, facts_val(&f, VAL_ARITH, var, null, OP_SHR, 0), "(f >> NULL)");
	says(&f, facts_val(&f, VAL_ARITH, var, 0, OP_NEG, 0), "(f)");
	/* operators that no version knows yet */
	says(&f, facts_val(&f, VAL_ARITH, var, null, 99, 0), "(f op NULL)");
	says(&f, facts_val(&f, VAL_ARITH, var, null, -1, 0), "(f op NULL)");
	says(&f, facts_val(&f, VAL_SECTION, strtab_add(&f.str, ".init"), 0, 0, 0), "section(.init)");
	says(&f, facts_val(&f, VAL_STRING, 0, 0, 0, 0), "\"…\"");
	says(&f, facts_val(&f, VAL_JUST, field, var, 0, 0), "f->m");
	says(&f, 0, "?");
	/* each kind again is the same value */
	for (i = 1; i < f.nr_val; i++)
		assert_int_equal(facts_val(&f, f.val[i].kind, f.val[i].a, f.val[i].b, f.val[i].num, f.val[i].flags), i);
	assert_int_equal(facts_val(&f, VAL_UNKNOWN, 1, 2, 3, 4), 0);
	/* what is cleared is as new, and has its memory still */
	facts_clear(&f);
	assert_int_equal(f.nr_val, 1);
	assert_int_equal(f.nr_sym, 1);
	assert_int_equal(f.str.nr, 1);
	assert_int_equal(facts_val(&f, VAL_NULL, 0, 0, 0, 0), 1);
	facts_release(&f);
}

static void test_full(void **state)
{
	struct tu_facts f, back;

	facts_init(&f);
	while (f.nr_gconst < FACTS_MAX_ENTRIES - 1)
		facts_gconst(&f, 0);
	assert_null(facts_full(&f));
	facts_gconst(&f, 0);
	assert_string_equal(facts_full(&f), "gconst");
	while (f.nr_gconst < 2 * FACTS_MAX_ENTRIES)
		facts_gconst(&f, 0);
	assert_int_equal(comes_back(&f, &back), 0);
	facts_release(&back);
	facts_gconst(&f, 0);
	assert_int_equal(comes_back(&f, &back), -1);
	facts_release(&back);
	facts_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_guards_are_shared), cmocka_unit_test(test_depth),
		cmocka_unit_test(test_text_ends), cmocka_unit_test(test_text), cmocka_unit_test(test_full),
		cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
