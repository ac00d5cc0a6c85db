/* SPDX-License-Identifier: MIT */
/* What sentences say of macros, contexts, libraries and of who was spoken of before. */
#include "check_world.h"

/* What the preprocessor has replaced stands in the tree. */
static void macros(void **state)
{
	EXPECT("`work_mac()` is defined in core/work.c.\n", { "work_mac is in core/work.c", V_TRUE, "core/work.c:1" });
	EXPECT("`work_mac()` is defined in core/work.c, line 40.\n",
	       { "work_mac is in core/work.c, line 40", V_IMPRECISE, "core/work.c:1" });
	EXPECT("`work_mac()` is defined in core/main.c.\n", { "work_mac is in core/main.c", V_IMPRECISE, "core/work.c:1" });
	EXPECT("`work_mac()` is of use.\n", { "there is a macro work_mac", V_TRUE, NULL });
	/* of a file that is not built: who knows */
	EXPECT("`veth_mac()` is of use.\n", { "there is a function veth_mac", V_UNKNOWN, NULL });
}

/* What is only asked for is not said. */
static void conditions(void **state)
{
	EXPECT("`do_work()` runs in interrupt context.\n",
	       { "do_work: \"in interrupt context", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` stops if we are in interrupt context.\n", { "there is a function do_work", V_TRUE, NULL });
	EXPECT("如果处于中断上下文，`do_work()` 退出。\n", { "there is a function do_work", V_TRUE, NULL });
}

/* Who is spoken of: the sentence before comes before the heading. */
static void before(void **state)
{
	EXPECT("## main_loop()\n\n`do_work()` looks at it. If all is well `helper_one()` is called at last.\n",
	       { "there is a function main_loop", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("## main_loop()\n\nIf all is well `do_work()` is called at last.\n",
	       { "there is a function main_loop", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("No `helper_one()` calls are made from `do_work()`.\n", { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("helper_one 的调用点位于 do_work 函数中。\n", { "do_work calls helper_one", V_TRUE, NULL });
	/* whoever is nowhere calls nobody; whether that is wrong depends on the kernel */
	EXPECT("`nowhere_one()` begins. It calls `nowhere_two()`.\n", { "nowhere_one calls nowhere_two", V_UNKNOWN, NULL });
	EXPECT("`do_work()` begins. It calls `nowhere_two()`.\n", { "do_work calls nowhere_two", V_FALSE, NULL });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macros), cmocka_unit_test(conditions), cmocka_unit_test(before),
	};

	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
