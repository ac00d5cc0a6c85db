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
	EXPECT("`do_work()` stops if we are in interrupt context.\n", { "do_work: \"stops if", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("如果处于中断上下文，`do_work()` 退出。\n", { "there is a function do_work", V_TRUE, NULL });
}

/* Who is spoken of: the sentence before comes before the heading. */
static void before(void **state)
{
	EXPECT("## main_loop()\n\n`do_work()` looks at it. If all is well `helper_one()` is called at last.\n",
	       { "there is a function main_loop", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
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

/* "通过 g 做 h": g is the means of whoever is spoken of, or of whom that came to. */
static void means(void **state)
{
	EXPECT("`main_loop()` 会进入 `do_work()` 函数。先通过 `helper_one` 分配它。\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` looks at it. This is done with `helper_one()`.\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function do_work", V_TRUE, NULL },
	       { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("`lone_wolf()` begins.\n\n通过 `do_work()` 调用 `helper_one()`。\n",
	       { "there is a function lone_wolf", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	/* it may be another one that does it */
	EXPECT("`do_work()` looks at it. This is done with `lone_wolf()`.\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	/* a macro behind a verb, a name in a list of functions */
	EXPECT("`do_work()` checks the result of the `work_mac`.\n", { "do_work calls work_mac", V_UNKNOWN, NULL });
	EXPECT("Here are `do_work()`, `helper_won` and `lone_wolf()`.\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function helper_won", V_UNKNOWN, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
}

/* A field of pointers that is set, whatever the object. */
static void fields(void **state)
{
	EXPECT("The `run_it` method is set to `table_fn()`.\n", { "a field run_it is set to table_fn", V_TRUE, NULL });
	EXPECT("把 `table_fn` 赋给 `run_it`。\n", { "a field run_it is set to table_fn", V_TRUE, NULL },
	       { "there is a function table_fn", V_TRUE, NULL });
	EXPECT("The `run_it` method is set to `lone_wolf()`.\n", { "a field run_it is set to lone_wolf", V_UNKNOWN, NULL });
	EXPECT("The `run_it` method is not set to `lone_wolf()`.\n", { "there is a function run_it", V_UNKNOWN, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
	/* no field, or a word that only looks like one */
	EXPECT("The run is set to `table_fn()`.\n", { "there is a function table_fn", V_TRUE, NULL });
}

/* A call through a field, as an expression or as a member. */
static void called_fields(void **state)
{
	EXPECT("`do_work()` calls t->ops->run_it(t) at line 5.\n", { "do_work calls ->run_it", V_TRUE, NULL });
	EXPECT("`do_work()` dispatches to t->ops->run_it at line 5.\n", { "do_work calls ->run_it", V_TRUE, NULL });
	/* its arguments are no functions, and where it is called is not where it stands */
	EXPECT("do_work() -> t->ops->run_it(t, other_thing)\n", { "do_work calls ->run_it", V_TRUE, NULL });
	EXPECT("`do_work()` calls t->ops->run_it() at core/work.c:27.\n", { "do_work calls ->run_it", V_TRUE, NULL });
	EXPECT("`lone_wolf()` calls t->ops->run_it(t) at line 5.\n", { "lone_wolf calls ->run_it", V_UNKNOWN, NULL });
	/* of a table, and of whatever */
	EXPECT("The table has .run_it = table_fn in it.\n", { "a field run_it is set to table_fn", V_TRUE, NULL },
	       { "there is a function table_fn", V_TRUE, NULL });
	EXPECT("The table has .run_it = lone_wolf in it.\n", { "a field run_it is set to lone_wolf", V_UNKNOWN, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("把 `table_fn` 赋给 run_it。\n", { "a field run_it is set to table_fn", V_TRUE, NULL },
	       { "there is a function table_fn", V_TRUE, NULL });
	EXPECT("`do_work()` calls sock.connect() of the library.\n", { "do_work: \"calls sock", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
}

/* What is only hinted at counts where it holds. */
static void hints(void **state)
{
	EXPECT("## main_loop()\n\n1. `do_work(t);`\n2. `lone_wolf(t);`\n",
	       { "there is a function main_loop", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("- `do_work()`\n- `helper_one()`: looks\n", { "there is a function do_work", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` calls `helper_one()` to look, and `table_fn()` at line 5 to do it.\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "do_work calls table_fn", V_TRUE, NULL },
	       { "there is a function table_fn", V_TRUE, NULL });
	EXPECT("`do_work()` calls `helper_one()` to look, and `lone_wolf()` at line 5 to do it.\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("看 `do_work()` 里面的 `helper_one()`。\n", { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` 的重点是对 `helper_one()` 的调用。\n", { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` (`lone_wolf` at line 7) calls `helper_one()`.\n", { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("`main_loop()` calls `do_work()`. This creates a thing, and calls `helper_one()`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` performs `helper_one()` on it.\n", { "do_work calls helper_one", V_TRUE, NULL });
}

/* Who is spoken of goes on behind a list in parentheses; "that routine" is who was named last. */
static void lists_aside(void **state)
{
	EXPECT("`main_loop()` calls `do_work()`, which looks around (`table_fn`, `lone_wolf`) and calls `helper_one()`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function table_fn", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("`main_loop()` calls `do_work()`. That routine calls `helper_one()`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` looks around (`no_function`, `table_fn`, `lone_wolf`) and ends in `helper_one()`.\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function table_fn", V_TRUE, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
}

/* What is told one after the other; the place of a call is no function's. */
static void one_by_one(void **state)
{
	EXPECT("`do_work()` looks at it. Finally `give_up()` at line 25 ends it.\n",
	       { "do_work calls give_up", V_TRUE, NULL }, { "there is a function do_work", V_TRUE, NULL },
	       { "there is a function give_up", V_TRUE, NULL });
	EXPECT("`do_work()` looks at it. Finally `lone_wolf()` at line 25 ends it.\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("give_up(&t) at lib/help.c:25 ends it.\n", { "there is a function give_up", V_TRUE, NULL });
	EXPECT("give_up(int t) at lib/help.c:25 ends it.\n", { "give_up is in lib/help.c", V_IMPRECISE, "core/work.c" });
	EXPECT("`nowhere_at_all()` begins with `do_work(&work_list)`.\n",
	       { "there is a function nowhere_at_all", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` calls `give_up()` at core/main.c:7.\n", { "do_work calls give_up", V_TRUE, NULL });
	EXPECT("The result is set to -ENOBUFS.\n");
	EXPECT("`do_work()` looks at it. If it is not there, it calls `helper_one()`.\n",
	       { "do_work calls helper_one", V_TRUE, NULL });
}

/* A flag that a sentence names beside its function: where the text of that has it. */
static void flags(void **state)
{
	EXPECT("`do_work()` checks SOME_FLAG and t->ops->bad.\n", { "do_work: \"checks", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` 会注册 `helper_one`、`lone_wolf`。\n", { "do_work uses helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
}

/* A global that a sentence names beside its function: where the text of that has it. */
static void globals(void **state)
{
	EXPECT("`do_work()` adds it to `work_list` in the end.\n", { "do_work uses work_list", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`helper_one()` adds it to `work_list` in the end.\n", { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` does not touch `work_list`.\n", { "do_work: \"does not touch", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
}

/* A statement that shares one name with another is not that one changed. */
static void changed(void **state)
{
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tspin();\n\tif (t->old_way == gone_way)\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"spin", V_TRUE, NULL },
	       { "do_work has the statement \"if (t->old_way", V_FALSE, NULL });
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tif (t->bad)\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"if (t->bad", V_IMPRECISE, "work_list" });
}

/* "is triggered", "both of them", "inside f", "for TCP that is f": who was spoken of may be meant. */
static void spoken_of(void **state)
{
	EXPECT("`main_loop()` looks. Then `do_work` is triggered, which in turn calls `helper_one`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function main_loop", V_TRUE, NULL });
	EXPECT("`lone_wolf()` looks. Then `do_work` is triggered.\n",
	       { "there is a function lone_wolf", V_TRUE, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`main_loop()` updates it (inside `do_work()`).\n", { "main_loop calls do_work", V_TRUE, NULL },
	       { "there is a function main_loop", V_TRUE, NULL }, { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`lone_wolf()` updates it (inside `do_work()`).\n", { "there is a function lone_wolf", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` looks. The work takes place in `helper_one()`.\n", { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	/* both do it, or only one of them */
	EXPECT("There are `main_loop()` and `do_work()`. All of the above functions call `helper_one()`.\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function main_loop", V_TRUE, NULL });
	EXPECT("先看 `do_work()`，再看 `lone_wolf()`。二者都会调用 `helper_one()`。\n",
	       { "lone_wolf calls helper_one", V_UNKNOWN, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	/* behind a chain it goes on from its end */
	EXPECT("调用链为 main_loop()->do_work()。最终会调用`helper_one()`来做。\n", { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
}

/* A table, its field and a function, whatever the words between them. */
static void members(void **state)
{
	EXPECT("`do_work()` 会调用 `run_it` 函数，对某表来说则是 `table_fn()`。\n", { "do_work calls run_it", V_TRUE, NULL },
	       { "do_work calls table_fn", V_TRUE, NULL }, { "there is a function table_fn", V_TRUE, NULL });
	EXPECT("`do_work()` 会调用 `run_it` 函数，对某表来说则是 `lone_wolf()`。\n", { "do_work calls run_it", V_TRUE, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
}

/* A function, what it does, and its file at the end; a column of them. */
static void whereis(void **state)
{
	EXPECT("1)do_work: 在 helper_one 之前看一看 core/work.c\n", { "do_work is in core/work.c", V_TRUE, "core/work.c:20" },
	       { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("    1 do_work: takes it. core/work.c\n    2 helper_one:core/work.c\n    3 lone_wolf() - core/lone.c:31\n",
	       { "do_work is in core/work.c", V_TRUE, NULL }, { "helper_one is in core/work.c", V_IMPRECISE, "lib/help.c" },
	       { "lone_wolf is in core/lone.c, line 31", V_TRUE, NULL });
	/* one line alone, or words that are no name */
	EXPECT("do_work: calls `helper_one()` in lib/help.c\n", { "helper_one is in lib/help.c", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL });
	/* another folder's is another file; a tree may have any name */
	EXPECT("do_work() is in arch/x/core/work.c.\n", { "do_work is in arch/x/core/work.c", V_IMPRECISE, "core/work.c" });
	EXPECT("do_work() is in /usr/src/linux-6.1/core/work.c.\n", { "do_work is in usr/src/linux-6.1/core/work.c", V_TRUE, NULL });
	EXPECT("`old_name()` calls `helper_one()`.\n", { "old_name calls helper_one", V_UNKNOWN, NULL });
	EXPECT("    1 begin: core/work.c\n    2 end: core/work.c\n");
}

/* A flowchart of one function: what is drawn one after the other does not call each other. */
static void inner_flow(void **state)
{
	EXPECT("```mermaid\nflowchart TD\n    A[do_work 入口] --> B[取数据]\n    B --> C[helper_one]\n    C --> D{好吗?}\n"
	       "    D --> E[give_up]\n    E --> F[返回]\n    F --> G[lone_wolf]\n```\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "helper_one comes before give_up, both called by do_work", V_TRUE, NULL }, { "do_work calls give_up", V_TRUE, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
	/* without such a beginning arrows are calls */
	EXPECT("```mermaid\nflowchart TD\n    A[do_work] --> B[helper_one]\n    B --> C[lone_wolf]\n```\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "helper_one calls lone_wolf", V_FALSE, NULL });
	EXPECT("而后进入`do_work()`。\n\n`main_loop()` 开始。而后进入`do_work`函数。\n", { "there is a function do_work", V_TRUE, NULL },
	       { "main_loop calls do_work", V_TRUE, NULL }, { "there is a function main_loop", V_TRUE, NULL });
}

/* Arrows between lines, with words among them: how data flows. A name in bold below a heading. */
static void flows(void **state)
{
	EXPECT("```\ndo_work()\n   ↓\n[the device]\n   ↓\nhelper_one()\n   ↓\ngive_up()\n   ↓\nlone_wolf()\n```\n",
	       { "helper_one comes before give_up", V_TRUE, NULL });
	EXPECT("```\nmain_loop()\n   ↓\nhelper_two()\n   ↓\nlone_wolf()\n```\n", { "main_loop calls helper_two", V_IMPRECISE, "do_work" },
	       { "helper_two calls lone_wolf", V_FALSE, NULL });
	EXPECT("```c\nmain_loop(x)\n  ↓\ndo_work(x) → give_up(x)\n  ↓\nfar_away(x)\n```\n", { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls give_up", V_TRUE, NULL }, { "give_up calls far_away", V_TRUE, NULL });
	EXPECT("## do_work\n\n**helper_one()** 看一看\n\n**lone_wolf()** 也看\n", { "there is a function do_work", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL },
	       { "there is a function lone_wolf", V_TRUE, NULL });
	/* nobody is "each_one"; it is called */
	EXPECT("`main_loop()` 开始。它为每个 each_one 调用 `do_work()`。\n", { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("`helper_one()` 很短。它会在 do_work 中被调用。\n", { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("- `lib/help.c` - `helper_one()`, `helper_two()`\n", { "helper_one is in lib/help.c", V_TRUE, NULL },
	       { "helper_two is in lib/help.c", V_TRUE, NULL });
}

/* The first line of a paragraph may be moved in; that makes it no part of a list. */
static void moved_in(void **state)
{
	EXPECT("  `do_work()` 的逻辑如下：\n\n* 先看一看情况\n* 调用 `helper_one()` 处理\n* 调用 `give_up()` 收尾\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "do_work calls give_up", V_TRUE, NULL });
	EXPECT("　　`do_work()` 的逻辑如下：\n\n* 先看一看情况\n* 调用 `helper_one()` 处理\n",
	       { "do_work calls helper_one", V_TRUE, NULL });
}

/* A column of functions, and what is said of each. */
static void remarks(void **state)
{
	EXPECT("```\nmain_loop   看\ndo_work     { 直接调用helper_one(2), give_up }\nlone_wolf   { helper_one }\n```\n",
	       { "there is a function main_loop", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL }, { "do_work calls give_up", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("See core/work.c::do_work() for it.\n", { "do_work is in core/work.c", V_TRUE, NULL });
}

/* A claim is marked at the whole name, not within another. */
static void spans(void **state)
{
	static const char text[] = "old_do_work_now and `do_work()`\n";
	struct q_check_options opt = { .read_line = read_line, .tree = tree };
	struct q_check_result res;
	struct world w;

	make_world(&w);
	opt.ctx = &w;
	assert_int_equal(q_check(&w.g, &w.k, text, strlen(text), &opt, &res, &w.err), Q_FOUND);
	assert_int_equal(res.nr, 1);
	assert_string_equal(res.v[0].claim->a, "do_work");
	assert_int_equal(res.v[0].claim->column, 21);
	assert_int_equal(res.v[0].claim->end_column, 28);
	q_check_release(&res);
	free_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macros), cmocka_unit_test(conditions), cmocka_unit_test(before), cmocka_unit_test(means),
		cmocka_unit_test(fields), cmocka_unit_test(called_fields),
		cmocka_unit_test(hints), cmocka_unit_test(one_by_one), cmocka_unit_test(flags), cmocka_unit_test(globals), cmocka_unit_test(changed),
		cmocka_unit_test(spoken_of), cmocka_unit_test(members), cmocka_unit_test(whereis), cmocka_unit_test(moved_in),
		cmocka_unit_test(inner_flow), cmocka_unit_test(flows), cmocka_unit_test(spans), cmocka_unit_test(remarks), cmocka_unit_test(lists_aside),
	};

	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
