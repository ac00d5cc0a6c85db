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

/* Members of structs: by the text of the struct. */
static void members(void **state)
{
	EXPECT("The `nr_left` field of struct work_item counts.\n",
	       { "struct work_item has a member nr_left", V_TRUE, "core/work.c:5" });
	EXPECT("`work_item` 结构的 `nr_done` 字段记录次数。\n", { "struct work_item has a member nr_done", V_TRUE, "core/work.c:5" });
	EXPECT("struct work_item has a member `stage`.\n", { "struct work_item has a member stage", V_IMPRECISE, "core/work.c:6" });
	/* a comment has it */
	EXPECT("The `nr_lost` field of struct work_item counts.\n",
	       { "struct work_item has a member nr_lost", V_FALSE, "core/work.c:4" });
	/* a macro may make some; no struct of that name; no word of a member */
	EXPECT("The `nr_left` field of struct work_map counts.\n", { "struct work_map has a member nr_left", V_UNKNOWN, NULL });
	EXPECT("The `nr_left` field of struct no_item counts.\n", { "struct no_item has a member nr_left", V_UNKNOWN, NULL });
	EXPECT("The `nr_left` part of struct work_item counts.\n");
}

/* A file that a listing is said to be of. */
static void shown_files(void **state)
{
	EXPECT("```c\n// file: core/work.c\nint do_work(struct thing *t)\n{\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work is in core/work.c", V_TRUE, NULL },
	       { "do_work has the statement \"spin", V_TRUE, NULL });
	EXPECT("代码如下（位于 `core/main.c`）：\n\n```c\nint do_work(struct thing *t)\n{\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work is in core/main.c", V_IMPRECISE, "core/work.c" },
	       { "do_work has the statement \"spin", V_TRUE, NULL });
	/* a comment of more words, another paragraph in between */
	EXPECT("```c\n// taken out of core/main.c and other places\nint do_work(struct thing *t)\n{\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"spin", V_TRUE, NULL });
	EXPECT("It is in `core/main.c`:\n\nMore words.\n\n```c\nint do_work(struct thing *t)\n{\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"spin", V_TRUE, NULL });
}

/* What a text shows as another version than the kernel's proves nothing. */
static void versions(void **state)
{
	const char *body = "\n\n```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tt->lone = b;\n}\n```\n";
	char text[512];

	snprintf(text, sizeof(text), "It does this:%s", body);
	EXPECT(text, { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_FALSE, NULL });
	snprintf(text, sizeof(text), "It might look like this:%s", body);
	EXPECT(text, { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_UNKNOWN, NULL });
	snprintf(text, sizeof(text), "简化后的代码如下：%s", body);
	EXPECT(text, { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_UNKNOWN, NULL });
	/* another sentence, a part of a word */
	snprintf(text, sizeof(text), "It might fail. The wouldbe code is this:%s", body);
	EXPECT(text, { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_FALSE, NULL });
	EXPECT("```c\n// core/work.c (simplified)\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tt->lone = b;\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_UNKNOWN, NULL });
	/* shown twice, with something else between the same statements */
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tspin();\n}\n```\n\nThen:\n\n"
	       "```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tt->lone = b;\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"spin", V_TRUE, NULL },
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_UNKNOWN, NULL }, { "do_work has the statement \"spin", V_TRUE, NULL });
	/* the same mistake twice is one */
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tt->lone = b;\n\tspin();\n}\n```\n\nAgain:\n\n"
	       "```c\nint do_work(struct thing *t)\n{\n\tt->lone = b;\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_FALSE, NULL }, { "do_work has the statement \"spin", V_TRUE, NULL },
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"t->lone", V_FALSE, NULL },
	       { "do_work has the statement \"spin", V_TRUE, NULL });
}

/* A statement that was changed: the one that calls the same, or is of the same kind. */
static void changed(void **state)
{
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\tif (t->bad)\n\t\tgive_up(t, 3);\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"if (t->bad)", V_IMPRECISE, "if (t->bad || work_list.next)" },
	       { "do_work has the statement \"give_up(t, 3)", V_IMPRECISE, "give_up(t);" }, { "do_work has the statement \"spin", V_TRUE, NULL });
	/* what is called is there, but not here; a condition is no call */
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\tmain_loop(t);\n\tspin();\n\tt->bad = t;\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"main_loop", V_UNKNOWN, NULL },
	       { "do_work has the statement \"spin", V_TRUE, NULL }, { "do_work has the statement \"t->bad = t", V_UNKNOWN, NULL });
}

/* What is no call: an order of locks, a field of the same name, a file that makes use of it. */
static void no_calls(void **state)
{
	EXPECT("lone_wolf -> helper_one\n", { "lone_wolf calls helper_one", V_UNKNOWN, NULL });
	EXPECT("`lone_wolf()` calls `helper_one()`.\n", { "lone_wolf calls helper_one", V_FALSE, NULL });
	EXPECT("do_work -> trap_it\n", { "do_work calls trap_it", V_UNKNOWN, NULL });
	EXPECT("`do_work()` calls `run()`.\n", { "do_work calls run", V_TRUE, NULL });
	EXPECT("`do_work()` calls `run_it()`.\n", { "do_work calls run_it", V_TRUE, NULL });
	EXPECT("`helper_one()` is called from core/work.c.\n", { "helper_one is called in core/work.c", V_TRUE, NULL });
	EXPECT("`helper_one()` is called from core/main.c.\n", { "helper_one is called in core/main.c", V_UNKNOWN, NULL });
	EXPECT("`helper_one()` in core/work.c does it.\n", { "helper_one is in core/work.c", V_UNKNOWN, NULL });
	EXPECT("`helper_one()` is defined in core/work.c.\n", { "helper_one is in core/work.c", V_IMPRECISE, "lib/help.c" });
	/* "which" may be the thing as well */
	EXPECT("`helper_one()` is of the last kind, which is in core/main.c.\n", { "helper_one: \"is of the", V_UNKNOWN, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("core/work.c using `lone_wolf()` is slow.\n", { "there is a function lone_wolf", V_TRUE, NULL });
}

/* Drawings of words with some functions among them: a function calls one that stands above, or nothing is said. */
static void pictures(void **state)
{
	EXPECT("```\ndo_work(t)\n    │\n    ▼\n┌──────────────┐\n│ 释放 - helper_one() │\n└──────┬───────┘\n       ▼\n"
	       "┌──────────────┐\n│ lone_wolf()  │ 最后\n└──────────────┘\n```\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	/* words, and a function of nowhere */
	EXPECT("```\n┌─────────┐\n│ page cache │ do_nothing_at_all()\n└─────────┘\n```\n");
}

/* A heading is a function, and what is told below it is mostly of what that does. */
static void headings(void **state)
{
	EXPECT("## `do_work()`\n\nEvery time `helper_one()` finds it. The work is given to `table_fn()`.\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "do_work calls table_fn", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL },
	       { "there is a function table_fn", V_TRUE, NULL });
	EXPECT("## `do_work()`\n\nEvery time `lone_wolf()` finds it.\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("## `do_work()`\n\nDefined in core/work.c, this function is first.\n",
	       { "do_work is in core/work.c", V_TRUE, NULL });
	EXPECT("## `do_work()`\n\nIt checks whether `work_list` is empty.\n", { "there is a function do_work", V_TRUE, NULL },
	       { "do_work uses work_list", V_TRUE, NULL });
	EXPECT("`do_work()` is first. No locks are held by it. Some locks held by it are.\n", { "there is a function do_work", V_TRUE, NULL });
}

/* Who does it is not said in the sentence: whoever was spoken of and does. */
static void others(void **state)
{
	EXPECT("`main_loop()` calls `do_work()`. `lone_wolf()` is another one. It then calls `helper_one()`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	/* where it is said, nobody else is meant */
	EXPECT("`main_loop()` calls `do_work()`. `lone_wolf()` just calls `helper_one()`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "lone_wolf calls helper_one", V_FALSE, NULL });
	EXPECT("`helper_one()` is of much use in `do_work()`.\n", { "there is a function helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`helper_one()` is called when work is left in `do_work()`.\n", { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function helper_one", V_TRUE, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`helper_one()` is called when work is left in `lone_wolf()`.\n",
	       { "there is a function helper_one", V_TRUE, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
}

/* A verb without anybody who does it, a name that is gone, and what nothing decides. */
static void undecided(void **state)
{
	EXPECT("然后程序会调用 `lone_wolf()`。\n", { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("`do_work()` 用于处理剩下的各种事情。\n", { "do_work: \"用于处理", V_UNKNOWN, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()`, and more words of no use at all.\n", { "there is a function do_work", V_TRUE, NULL });
	EXPECT("- old_gone_name 获取需要写入的东西\n", { "there is a function old_gone_name", V_UNKNOWN, NULL });
	EXPECT("- core/work.c::do_work() -> helper_one()\n", { "do_work is in core/work.c", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("main_loop() -> do_work() ->\n-> helper_one()\n", { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_states), cmocka_unit_test(families), cmocka_unit_test(stacks),
		cmocka_unit_test(members), cmocka_unit_test(shown_files), cmocka_unit_test(others), cmocka_unit_test(headings), cmocka_unit_test(undecided),
		cmocka_unit_test(versions), cmocka_unit_test(changed), cmocka_unit_test(no_calls), cmocka_unit_test(pictures),
	};

	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
