/* SPDX-License-Identifier: MIT */
/* What is no proof, and claims that the text of the tree decides. */
#include "check_world.h"

/* Words in capitals are states only where a field that holds states has them. */
static void no_states(void **state)
{
	EXPECT("`do_work()` is set to DMA.\n", { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` sets the state to ZONE_DMA.\n",
	       { "in do_work the state becomes ZONE_DMA", V_IMPRECISE, NULL });
	EXPECT("`lone_wolf()` sets the state to ZONE_DMA.\n",
	       { "in lone_wolf the state becomes ZONE_DMA", V_UNKNOWN, NULL });
	EXPECT("`lone_wolf()` sets the state to SYN_SENT.\n",
	       { "in lone_wolf the state becomes SYN_SENT", V_FALSE, NULL });
}

/* Families of names are no names. */
static void families(void **state)
{
	EXPECT("The do_* functions call lone_* functions.\n");
	EXPECT("`do_work()` calls lone_* and `helper_one()`.\n", { "do_work calls helper_one", V_TRUE, NULL });
}

/* A tracer's stack, the innermost first, wherever it stands. */
static void stacks(void **state)
{
	EXPECT("It waited:\n\n => helper_two\n => helper_one\n => do_work\n => main_loop\n\nThat was it.\n",
	       { "helper_one calls helper_two", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "main_loop calls do_work", V_TRUE, NULL });
	/* others draw with that arrow, too */
	EXPECT("main_loop\n=> do_work\n=> helper_one\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_states), cmocka_unit_test(families), cmocka_unit_test(stacks),
	};

	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
