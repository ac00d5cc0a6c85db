/* SPDX-License-Identifier: MIT */
/* The inclusion solver: fields, objects, openness, pointers to pointers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/xalloc.h"
#include "resolve/prog.h"
#include "resolve/type_filter.h"

#define REC 40			/* string id of some struct's name */
#define FUNC_FIELD 7
#define PTR_FIELD 8

static int holds(const struct solver *s, uint32_t node, uint32_t value)
{
	uint32_t i;

	for (i = 0; i < s->node[node].val.nr; i++)
		if (s->node[node].val.id[i] == value)
			return 1;
	return 0;
}

static uint32_t node_with(struct solver *s, uint32_t value)
{
	uint32_t n = solver_node_new(s, FILTER_ANY);

	solver_add(s, n, value, 0);
	return n;
}

/* Two tables of one type: a call through a pointer to one sees that one only. */
static void test_two_layer(void **state)
{
	struct solver s;
	uint32_t a, b, p, load;

	solver_init(&s);
	a = solver_object_new(&s, REC, OBJECT_CONST);
	b = solver_object_new(&s, REC, OBJECT_CONST);
	solver_store_object(&s, a, FUNC_FIELD, node_with(&s, value_func(1)), FILTER_FUNC);
	solver_store_object(&s, b, FUNC_FIELD, node_with(&s, value_func(2)), FILTER_FUNC);
	p = solver_node_new(&s, FILTER_RECORD + REC);
	solver_add(&s, p, value_object(a), 0);
	load = solver_load(&s, p, FUNC_FIELD, FILTER_FUNC);
	solver_solve(&s);
	assert_true(holds(&s, load, value_func(1)));
	assert_false(holds(&s, load, value_func(2)));
	assert_false(s.node[load].open);
	assert_true(holds(&s, solver_field_node(&s, FUNC_FIELD, FILTER_FUNC), value_func(2)));
	solver_release(&s);
}

/* As soon as something unknown may be in the pointer, all stores count. */
static void test_open_pointer(void **state)
{
	struct solver s;
	uint32_t a, b, p, load;

	solver_init(&s);
	a = solver_object_new(&s, REC, 0);
	b = solver_object_new(&s, REC, 0);
	solver_store_object(&s, a, FUNC_FIELD, node_with(&s, value_func(1)), FILTER_FUNC);
	solver_store_object(&s, b, FUNC_FIELD, node_with(&s, value_func(2)), FILTER_FUNC);
	p = solver_node_new(&s, FILTER_RECORD + REC);
	solver_add(&s, p, value_object(a), 0);
	solver_open(&s, p);
	load = solver_load(&s, p, FUNC_FIELD, FILTER_FUNC);
	solver_solve(&s);
	assert_true(holds(&s, load, value_func(1)));
	assert_true(holds(&s, load, value_func(2)));
	solver_release(&s);
}

static int is_kin_of(void *ctx, uint32_t rec, uint32_t other)
{
	(void)ctx;
	return rec + other == 2 * REC + 5;	/* REC + 2 begins with REC + 3 */
}

/*
 * A `void *` that an unknown pointer to another struct comes into is no pointer to any
 * table; to one that begins with it, it is. So it goes through numbers of such pointers, in
 * any order, and where nothing that is known fits.
 */
static void test_open_kinds(void **state)
{
	struct solver s;
	uint32_t table, other, p, next, load, odd, empty, unknown, i;
	uint32_t rec_of_field[] = { [FUNC_FIELD] = REC, [PTR_FIELD] = REC + 2 };

	for (i = 0; i < 4; i++) {
		solver_init(&s);
		table = solver_object_new(&s, REC, OBJECT_CONST);
		other = solver_object_new(&s, REC, OBJECT_CONST);
		solver_store_object(&s, table, FUNC_FIELD, node_with(&s, value_func(1)), FILTER_FUNC);
		solver_store_object(&s, other, FUNC_FIELD, node_with(&s, value_func(2)), FILTER_FUNC);
		p = solver_node_new(&s, FILTER_ANY);
		next = solver_node_new(&s, FILTER_ANY);
		solver_copy(&s, p, next);
		if (i < 3)
			solver_add(&s, p, value_object(table), 0);
		unknown = solver_node_new(&s, i == 1 ? FILTER_RECORD + REC : FILTER_RECORD + REC + 1);
		solver_open(&s, unknown);
		solver_copy(&s, unknown, p);
		if (i == 2) {	/* too many */
			uint32_t k;

			for (k = 0; k < SOLVER_KINDS; k++) {
				unknown = solver_node_new(&s, FILTER_RECORD + REC + 10 + k);
				solver_open(&s, unknown);
				solver_copy(&s, unknown, p);
			}
		}
		load = solver_load(&s, next, FUNC_FIELD, FILTER_FUNC);
		odd = solver_node_new(&s, FILTER_RECORD + REC + 2);
		solver_copy(&s, next, odd);
		empty = solver_node_new(&s, FILTER_RECORD + REC + 2);
		solver_copy(&s, next, empty);
		solver_add(&s, odd, value_object(solver_object_new(&s, REC + 2, 0)), 0);
		s.shape.is_kin = is_kin_of;
		s.shape.field_rec = xcalloc(ARRAY_SIZE(rec_of_field), sizeof(uint32_t));
		memcpy(s.shape.field_rec, rec_of_field, sizeof(rec_of_field));
		solver_solve(&s);
		assert_true(s.node[p].open && s.node[next].open);
		assert_true(holds(&s, load, value_func(1)));
		assert_int_equal(holds(&s, load, value_func(2)), i != 0);
		assert_int_equal(s.node[odd].open, i >= 2);
		assert_true(s.node[empty].open);
		solver_release(&s);
	}
}

/* A pointer to characters is no pointer to a table, if nobody knows what it points to. */
static void test_open_text(void **state)
{
	struct solver s;
	uint32_t text, p, table;

	solver_init(&s);
	text = solver_node_new(&s, FILTER_TEXT);
	p = solver_node_new(&s, FILTER_ANY);
	table = solver_node_new(&s, FILTER_RECORD + REC);
	solver_add(&s, table, value_object(solver_object_new(&s, REC, 0)), 0);
	solver_open(&s, text);
	solver_copy(&s, text, p);
	solver_copy(&s, p, table);
	solver_solve(&s);
	assert_true(s.node[p].open);
	assert_false(s.node[table].open);
	solver_release(&s);
}

/* A store through an unknown pointer reaches named objects that aren't const. */
static void test_dynamic_store(void **state)
{
	struct solver s;
	uint32_t a, c, heap, pa, pc;

	solver_init(&s);
	a = solver_object_new(&s, REC, 0);
	c = solver_object_new(&s, REC, OBJECT_CONST);
	solver_store_object(&s, a, FUNC_FIELD, node_with(&s, value_func(1)), FILTER_FUNC);
	solver_store_object(&s, c, FUNC_FIELD, node_with(&s, value_func(1)), FILTER_FUNC);
	heap = solver_node_new(&s, FILTER_RECORD + REC);
	solver_store(&s, heap, FUNC_FIELD, node_with(&s, value_func(3)), FILTER_FUNC);
	pa = solver_load(&s, node_with(&s, value_object(a)), FUNC_FIELD, FILTER_FUNC);
	pc = solver_load(&s, node_with(&s, value_object(c)), FUNC_FIELD, FILTER_FUNC);
	solver_solve(&s);
	assert_true(holds(&s, pa, value_func(3)));
	assert_false(holds(&s, pc, value_func(3)));
	solver_release(&s);
}

/* A node of pointer type takes pointers to its own kind of struct only. */
static void test_filter(void **state)
{
	struct solver s;
	uint32_t o, from, to, fn;

	solver_init(&s);
	o = solver_object_new(&s, REC, 0);
	from = node_with(&s, value_object(o));
	solver_add(&s, from, value_func(9), 0);
	to = solver_node_new(&s, FILTER_RECORD + REC + 1);
	fn = solver_node_new(&s, FILTER_FUNC);
	solver_copy(&s, from, to);
	solver_copy(&s, from, fn);
	solver_solve(&s);
	assert_int_equal(s.node[to].val.nr, 0);
	assert_int_equal(s.node[fn].val.nr, 1);
	assert_true(holds(&s, fn, value_func(9)));
	solver_release(&s);
}

/* *pp = f through the address of a variable; reading it back. */
static void test_pointer_to_pointer(void **state)
{
	struct solver s;
	uint32_t var, o, pp, back;

	solver_init(&s);
	var = solver_node_new(&s, FILTER_FUNC);
	o = solver_object_new(&s, 0, OBJECT_SLOT);
	s.object[o].node = var;
	pp = node_with(&s, value_object(o));
	solver_store_deref(&s, pp, node_with(&s, value_func(5)));
	back = solver_deref(&s, pp, FILTER_FUNC);
	solver_solve(&s);
	assert_true(holds(&s, var, value_func(5)));
	assert_true(holds(&s, back, value_func(5)));
	solver_release(&s);
}

/* An embedded struct of a named object is told from that of another. */
static void test_embedded(void **state)
{
	struct solver s;
	uint32_t emb, sub1, sub2, r1, remb;

	solver_init(&s);
	emb = solver_object_new(&s, REC, OBJECT_EMBEDDED);
	sub1 = solver_object_new(&s, REC, 0);
	sub2 = solver_object_new(&s, REC, 0);
	s.object[sub1].embedded = s.object[sub2].embedded = emb;
	solver_store_object(&s, sub1, FUNC_FIELD, node_with(&s, value_func(1)), FILTER_FUNC);
	solver_store_object(&s, sub2, FUNC_FIELD, node_with(&s, value_func(2)), FILTER_FUNC);
	r1 = solver_load(&s, node_with(&s, value_object(sub1)), FUNC_FIELD, FILTER_FUNC);
	remb = solver_load(&s, node_with(&s, value_object(emb)), FUNC_FIELD, FILTER_FUNC);
	solver_solve(&s);
	assert_true(holds(&s, r1, value_func(1)));
	assert_false(holds(&s, r1, value_func(2)));
	assert_true(holds(&s, remb, value_func(1)));
	assert_true(holds(&s, remb, value_func(2)));
	solver_release(&s);
}

static uint32_t called_site, called_func;

static void note_target(void *ctx, uint32_t site, uint32_t func)
{
	(void)ctx;
	called_site = site;
	called_func = func;
}

static void test_call(void **state)
{
	struct solver s;
	uint32_t n;

	solver_init(&s);
	s.on_target = note_target;
	n = solver_node_new(&s, FILTER_FUNC);
	solver_call(&s, n, 77);
	solver_copy(&s, node_with(&s, value_func(4)), n);
	solver_solve(&s);
	assert_int_equal(called_site, 77);
	assert_int_equal(called_func, 4);
	solver_release(&s);
}

static void check_filter(struct strtab *str, const char *type, const char *record, uint32_t plain)
{
	assert_int_equal(type_filter(str, type),
			 record ? FILTER_RECORD + strtab_add(str, record) : plain);
}

static void test_type_filters(void **state)
{
	struct strtab str;

	strtab_init(&str);
	check_filter(&str, "const struct proto_ops *", "proto_ops", 0);
	check_filter(&str, "struct timer_list *const", "timer_list", 0);
	check_filter(&str, "int (*)(struct sock *)", NULL, FILTER_FUNC);
	check_filter(&str, "int (*[8])(void)", NULL, FILTER_FUNC);
	check_filter(&str, "int (**)(void)", NULL, FILTER_ANY);
	check_filter(&str, "int (*(*)(long))(void)", NULL, FILTER_FUNC);
	check_filter(&str, "int (*(*)[8])(void)", NULL, FILTER_ANY);
	check_filter(&str, "const struct proto_ops (*)[8]", "proto_ops", 0);
	check_filter(&str, "const struct proto_ops *(*)[8]", NULL, FILTER_ANY);
	check_filter(&str, "char (*)[8]", NULL, FILTER_TEXT);
	check_filter(&str, "const char *", NULL, FILTER_TEXT);
	check_filter(&str, "void *", NULL, FILTER_ANY);
	check_filter(&str, "struct sock **", NULL, FILTER_ANY);
	check_filter(&str, "unsigned long", NULL, FILTER_ANY);
	check_filter(&str, "int", NULL, FILTER_NONE);
	check_filter(&str, "struct list_head", NULL, FILTER_NONE);
	check_filter(&str, "sigset_t *", "sigset_t", 0);
	assert_int_equal(sig_return_filter(&str, "struct sock *(int, void (*)(int))"),
			 FILTER_RECORD + strtab_add(&str, "sock"));
	assert_int_equal(sig_param_filter(&str, "struct sock *(int, void (*)(int, int), struct net *)", 1),
			 FILTER_FUNC);
	assert_int_equal(sig_param_filter(&str, "struct sock *(int, void (*)(int, int), struct net *)", 2),
			 FILTER_RECORD + strtab_add(&str, "net"));
	assert_int_equal(sig_return_filter(&str, "void (*(int))(long)"), FILTER_FUNC);
	assert_int_equal(sig_return_filter(&str, "void (*(*(int))[4])(long)"), FILTER_ANY);
	assert_int_equal(sig_return_filter(&str, "struct sock (*(int))[4]"),
			 FILTER_RECORD + strtab_add(&str, "sock"));
	assert_int_equal(sig_param_filter(&str, "void (*(*(struct sock *))[4])(long)", 0),
			 FILTER_RECORD + strtab_add(&str, "sock"));
	strtab_release(&str);
}

/* Long lists are kept in another way than short ones: each value and each link
 * counts once in either, and values stay in order of arrival. */
static void test_long_lists(void **state)
{
	struct solver s;
	uint32_t from, to[50], i, j, round;

	solver_init(&s);
	from = solver_node_new(&s, FILTER_FUNC);
	for (i = 0; i < 50; i++)
		to[i] = solver_node_new(&s, FILTER_FUNC);
	for (round = 0; round < 3; round++) {
		for (i = 0; i < 50; i++)
			solver_copy(&s, from, to[i]);
		for (i = 0; i < 300; i++)
			solver_add(&s, from, value_func(i / 3 + 1), 0);
	}
	solver_solve(&s);
	assert_int_equal(s.node[from].succ.nr, 50);
	for (i = 0; i < 50; i++) {
		assert_int_equal(s.node[to[i]].val.nr, 100);
		for (j = 0; j < 100; j++)
			assert_int_equal(s.node[to[i]].val.id[j], value_func(j + 1));
	}
	solver_release(&s);
}

/* The objects that a node without a type takes before it counts as open. */
static void test_many_objects(void **state)
{
	struct solver s;
	uint32_t n, next, i, round;

	solver_init(&s);
	n = solver_node_new(&s, FILTER_ANY);
	next = solver_node_new(&s, FILTER_ANY);
	solver_copy(&s, n, next);
	for (round = 0; round < 2; round++) {
		for (i = 0; i < SOLVER_MANY; i++)
			solver_add(&s, n, value_object(i + 1 == s.nr_object ?
				   solver_object_new(&s, REC, 0) : i + 1), 0);
		assert_int_equal(s.node[n].val.nr, SOLVER_MANY);
		assert_false(s.node[n].open);
	}
	solver_add(&s, n, value_object(solver_object_new(&s, REC, 0)), 0);
	solver_add(&s, n, value_func(1), 0);
	solver_solve(&s);
	assert_true(s.node[n].open && s.node[next].open);
	assert_int_equal(s.node[n].val.nr, SOLVER_MANY + 1);
	assert_int_equal(s.node[next].val.nr, SOLVER_MANY + 1);
	solver_release(&s);
}

/* More lists than one piece of the pool holds, grown in turns. */
static void test_lists(void **state)
{
	enum { LISTS = 3000, IDS = 1100 };
	struct idlist *l = xcalloc(LISTS, sizeof(*l));
	struct idpool pool = { .chunk = NULL };
	uint32_t i, k;

	for (k = 1; k <= IDS; k++)
		for (i = 0; i < LISTS; i++)
			assert_int_equal(idlist_add(&pool, &l[i], k * (i + 1)), 1);
	for (i = 0; i < LISTS; i += 7) {
		assert_int_equal(l[i].nr, IDS);
		for (k = 1; k <= IDS; k++) {
			assert_int_equal(l[i].id[k - 1], k * (i + 1));
			assert_true(idlist_has(&l[i], k * (i + 1)));
			assert_int_equal(idlist_add(&pool, &l[i], k * (i + 1)), 0);
		}
		assert_false(idlist_has(&l[i], (IDS + 1) * (i + 1)));
		assert_int_equal(idlist_add(&pool, &l[i], 0), 0);
	}
	idpool_release(&pool);
	free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_layer),
		cmocka_unit_test(test_open_pointer),
		cmocka_unit_test(test_open_kinds),
		cmocka_unit_test(test_open_text),
		cmocka_unit_test(test_dynamic_store),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_pointer_to_pointer),
		cmocka_unit_test(test_embedded),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_type_filters),
		cmocka_unit_test(test_long_lists),
		cmocka_unit_test(test_many_objects),
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
