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
	       { "do_work begins", V_TRUE, NULL }, { "do_work is in core/work.c", V_TRUE, NULL },
	       { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_UNKNOWN, NULL });
	/* what is called is not built: it was added */
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tveth_open(t, 1);\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"veth_open", V_UNKNOWN, NULL });
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
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\tif (!work_list.next) give_up(t);\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"if (!work_list.next) give_up", V_IMPRECISE, "give_up(t);" },
	       { "do_work has the statement \"spin", V_TRUE, NULL });
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

/* What a function is by its declaration; the world's files export nothing. */
static void traits(void **state)
{
	EXPECT("`do_work()` is a static function.\n", { "do_work is static", V_FALSE, NULL });
	EXPECT("`table_fn()` is exported by EXPORT_SYMBOL_GPL.\n", { "table_fn is exported by EXPORT_SYMBOL_GPL", V_FALSE, NULL });
	EXPECT("`table_fn` 是静态函数。静态函数 `table_fn` 返回。\n", { "table_fn is static", V_TRUE, NULL }, { "table_fn is static", V_TRUE, NULL });
	EXPECT("`do_work()` is exported.\n", { "do_work is exported", V_TRUE, NULL });
	EXPECT("`do_work()` is exported by EXPORT_SYMBOL.\n", { "do_work is exported by EXPORT_SYMBOL", V_IMPRECISE, "EXPORT_SYMBOL_GPL(do_work)" });
	EXPECT("`helper_one()` is exported.\n", { "helper_one is exported", V_UNKNOWN, NULL });
	EXPECT("`table_fn()` takes two arguments.\n", { "table_fn takes 2 arguments", V_TRUE, NULL });
	EXPECT("`table_fn` 有三个参数。\n", { "table_fn takes 3 arguments", V_FALSE, "int (struct thing *, int)" });
	EXPECT("`do_work()` takes two arguments.\n", { "do_work takes 2 arguments", V_UNKNOWN, NULL });
	EXPECT("`do_work()` is inline.\n", { "do_work is inline", V_IMPRECISE, NULL });
	/* asked, denied, supposed, of something else */
	EXPECT("`do_work()` is not static.\n", { "there is a function do_work", V_TRUE, NULL });
	EXPECT("If `do_work()` is static, it is safe.\n", { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` takes two locks.\n", { "do_work: \"takes two", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` and the static table.\n", { "there is a function do_work", V_TRUE, NULL });
}

/* Values of constants, by the text of their macros. */
static void values(void **state)
{
	EXPECT("WORK_LEN is 64.\n", { "WORK_LEN is 64", V_TRUE, NULL });
	EXPECT("`WORK_LEN` 的值为 0x40。\n", { "WORK_LEN is 0x40", V_TRUE, NULL });
	EXPECT("WORK_LEN = (1 << 5), and WORK_LEN is 2 * 32.\n", { "WORK_LEN is (1 << 5)", V_FALSE, "#define WORK_LEN (1UL << 6) (core/work.c:11)" },
	       { "WORK_LEN is 2 * 32", V_TRUE, NULL });
	EXPECT("WORK_TIME is 3*HZ. WORK_TIME is ( 2*HZ + HZ ). WORK_TIME is 2*HZ.\n", { "WORK_TIME is 3*HZ", V_TRUE, NULL },
	       { "WORK_TIME is ( 2*HZ + HZ )", V_TRUE, NULL }, { "WORK_TIME is 2*HZ", V_FALSE, "3*HZ" });
	/* a driver's own macro, an option of a command */
	EXPECT("VETH_MOST is 9. WORK_LEN=65.\n", { "VETH_MOST is 9", V_UNKNOWN, NULL });
	/* behind a name it counts where it is so */
	EXPECT("`WORK_LEN` (64) and `WORK_LEN` (32) times.\n", { "WORK_LEN is 64", V_TRUE, NULL });
	/* other names, two definitions, what takes parameters */
	EXPECT("WORK_TIME is 300.\n", { "WORK_TIME is 300", V_UNKNOWN, NULL });
	EXPECT("WORK_MOST is 8. WORK_MOST is 9.\n", { "WORK_MOST is 8", V_TRUE, NULL }, { "WORK_MOST is 9", V_UNKNOWN, NULL });
	EXPECT("WORK_NOWHERE is 8. WORK_LEN is 64 bytes long, and WORK_LEN == 3 asks. WORK_LEN = 0.\n");
	EXPECT("```c\n#define WORK_LEN 64	/* x */\n#define WORK_LEN\t(1 << 7)\n#define WORK_LEN \\\n#define work_len 3\n```\n",
	       { "WORK_LEN is 64", V_TRUE, NULL }, { "WORK_LEN is (1 << 7)", V_FALSE, "1UL << 6" });
}

/* What a function sets instead of what it is said to. */
static void instead(void **state)
{
	EXPECT("`give_up()` sets the state to SYN_SENT.\n", { "in give_up the state becomes SYN_SENT", V_FALSE, "give_up sets TCP_CLOSE (core/work.c:91); SYN_SENT is set in do_work" });
	EXPECT("`lone_wolf()` sets the state to SYN_SENT.\n", { "in lone_wolf the state becomes SYN_SENT", V_FALSE, "SYN_SENT is set in do_work" });
}

/* Drawings of words with some functions among them: a function calls one that stands above, or nothing is said. */
static void pictures(void **state)
{
	EXPECT("```\ndo_work(t)\n    │\n    ▼\n┌──────────────┐\n│ 释放 - helper_one() │\n└──────┬───────┘\n       ▼\n"
	       "┌──────────────┐\n│ lone_wolf()  │ 最后\n└──────────────┘\n```\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	/* arrows are steps where words stand among them, but none is disproved by that */
	EXPECT("```\nmain_loop()\n    → do_work()\n        → take the thing that is left\n        → helper_one()\n"
	       "            → find it\n            → lone_wolf()\n    → wait for more of it\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "helper_one calls lone_wolf", V_UNKNOWN, NULL });
	/* states below a function */
	EXPECT("```\n      do_work()\n        ↓\nLISTEN → SYN_SENT\n```\n", { "there is a function do_work", V_TRUE, NULL },
	       { "the state becomes SYN_SENT after LISTEN", V_TRUE, NULL });
	/* words, and a function of nowhere */
	EXPECT("```\n┌─────────┐\n│ page cache │ do_nothing_at_all()\n└─────────┘\n```\n");
}

/* Words that stand for a file. */
static void words_for_files(void **state)
{
	EXPECT("`do_work()` is defined in the [same](https://github.com/torvalds/linux/blob/master/core/work.c#L20) file.\n",
	       { "do_work is in core/work.c", V_TRUE, NULL });
	EXPECT("`do_work()` is defined in the [last](https://github.com/torvalds/linux/blob/master/core/work.c) file.\n",
	       { "do_work: \"is defined", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("```c\n/* core/work.c do_work() (simplified) */\nint do_work(struct thing *t)\n{\n\tspin();\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work is in core/work.c", V_TRUE, NULL },
	       { "do_work has the statement \"spin", V_TRUE, NULL });
}

/* Who it is said of: after a call that stands alone, in a clause that says when; an object is no struct. */
static void said_of(void **state)
{
	EXPECT("The next one is:\n\n```c\ndo_work();\n```\n\nThis function is defined in core/work.c.\n",
	       { "do_work is in core/work.c", V_TRUE, NULL });
	EXPECT("`helper_one()` runs after `lone_wolf()` has set the state to SYN_SENT.\n",
	       { "in lone_wolf the state becomes SYN_SENT", V_FALSE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` runs after `lone_wolf()`.\n", { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	/* "this routine" of another sentence is a guess, an item of a list about f is none */
	EXPECT("`lone_wolf()` is first. This function sets the state to SYN_SENT.\n",
	       { "in lone_wolf the state becomes SYN_SENT", V_UNKNOWN, NULL });
	EXPECT("- `lone_wolf()`:\n  - sets the state to SYN_SENT\n", { "in lone_wolf the state becomes SYN_SENT", V_FALSE, NULL });
	EXPECT("The table `struct work_item work_table` at core/work.c.\n", { "work_table is in core/work.c", V_TRUE, "core/work.c:3" });
	EXPECT("It is not safe to call `do_work()` from any of them, e.g., in softirq context.\n", { "do_work: \"from any of", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
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
		cmocka_unit_test(traits), cmocka_unit_test(values), cmocka_unit_test(said_of), cmocka_unit_test(words_for_files), cmocka_unit_test(instead),
	};

	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
