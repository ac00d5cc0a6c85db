/* SPDX-License-Identifier: MIT */
/* What reports say, and what a small index says of it. */
#include "check_world.h"

#include "queries/check/tree_names.h"
#include "queries/path/diff.h"

static void steps(void **state)
{
	EXPECT("main_loop -> do_work -> helper_two\n",
	       { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls helper_two", V_IMPRECISE, "do_work -> helper_one" });
	EXPECT("`do_work()` → `main_loop()`\n", { "do_work calls main_loop", V_FALSE, "main_loop -> do_work" });
	/* where something went wrong is a way, too */
	EXPECT("do_work() => far_away()\n", { "do_work calls far_away", V_IMPRECISE, "give_up" });
	EXPECT("do_work() --> table_fn()\n", { "do_work calls table_fn", V_TRUE, NULL });
	EXPECT("do_work -> old_name\n", { "do_work calls old_name", V_IMPRECISE, "helper_one" });
	EXPECT("do_work -> no_such_thing\n", { "do_work calls no_such_thing", V_FALSE, NULL });
	EXPECT("main_loop -> lone_wolf\n", { "main_loop calls lone_wolf", V_FALSE, NULL });
	/* C, and arrows between other things, say nothing */
	EXPECT("sk->sk_prot->connect and packet -> driver; lone_wolf\n",
	       { "there is a function lone_wolf", V_TRUE, NULL });
}

static void sentences(void **state)
{
	EXPECT("Then `main_loop()` calls `do_work()`, which calls `helper_one()`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("main\\_loop calls do\\_work.\n", { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("`helper_one()` is called by `do_work()`.\n", { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("`main_loop()` does not call `helper_two()`.\n",
	       { "there is a function main_loop", V_TRUE, NULL },
	       { "there is a function helper_two", V_TRUE, NULL });
	EXPECT("当收到报文时，main_loop 函数会调用do_work函数，该函数位于core/work.c中，它会调用helper_one。\n",
	       { "do_work is in core/work.c", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("helper_one 由 do_work 调用。\n", { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("- **do_work 函数**：它会完成以下步骤：\n  - 调用 helper_one 函数；\n  - 最后调用 main_loop 函数。\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "do_work calls main_loop", V_UNKNOWN, NULL });
}

/* What is said to be done, without a name. */
static void acts(void **state)
{
	EXPECT("`do_work()` frees the thing.\n", { "do_work: \"frees the thing", V_UNKNOWN, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` does not free it, and it never drops anything.\n",
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("`do_work()` 释放的东西。\n", { "do_work: \"释放的东西", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL });
}

/* reStructuredText, and what tracers print. */
static void other_forms(void **state)
{
	EXPECT("Title\n=====\n\n.. note:: ``main_loop()`` calls :c:func:`do_work`.\n\n"
	       "Shown is::\n\n   int do_work(struct thing *t)\n   {\n     helper_one(t, 2);\n   }\n\nThe end.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work begins", V_TRUE, NULL },
	       { "do_work has the statement \"helper_one", V_TRUE, NULL });
	EXPECT("```\n bash-1 [0] 1.0: helper_one <-do_work\n bash-1 [0] 1.1: do_work <-main_loop\n```\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("```\n => helper_one\n => do_work\n => main_loop\n```\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL });
	/* a field, a patch, a macro: nobody calls anybody */
	EXPECT("Both ->open() and ->release() sleep.\n");
	EXPECT("```c\n@@ -1,3 +1,3 @@ int do_work(struct thing *t)\n-\tspin();\n+\tgive_up(t);\n```\n");
	EXPECT("```\n#define f(n)\t\\\n\t(helper_one(n) ? \\\n\t do_work(n) : 0)\n```\n");
}

/* What does not prove that a text is wrong. */
static void no_proof(void **state)
{
	/* a recording is of the kernel that ran, and shows nothing that was inlined */
	EXPECT("```\n#0  lone_wolf (t=0x1) at core/lone.c:30\n#1  0x55 in do_work () at core/work.c:22\n```\n",
	       { "do_work calls lone_wolf", V_UNKNOWN, NULL });
	/* a picture of something else */
	EXPECT("```\nthing_dir\n├── do_work\n├── size_now\n└── name_now\n```\n",
	       { "thing_dir calls do_work", V_UNKNOWN, NULL }, { "thing_dir calls size_now", V_UNKNOWN, NULL },
	       { "thing_dir calls name_now", V_UNKNOWN, NULL });
	EXPECT("```\nmain_loop\n├── do_work\n└── name_now\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "main_loop calls name_now", V_FALSE, NULL });
	/* another function of that name: nothing of it stands there */
	EXPECT("```c\nvoid do_work(void)\n{\n\tlone_wolf(a, b);\n\tmutex_lock(&m);\n}\n```\n",
	       { "do_work begins", V_IMPRECISE, NULL }, { "do_work has the statement \"lone_wolf", V_UNKNOWN, NULL },
	       { "do_work has the statement \"mutex_lock", V_UNKNOWN, NULL });
	/* nor does its head prove that it is this one, but half of what it says does */
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tgone_one(t);\n\tlone_wolf(a, b);\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"gone_one", V_UNKNOWN, NULL },
	       { "do_work has the statement \"lone_wolf", V_UNKNOWN, NULL });
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tt->lone = b;\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"t->lone", V_FALSE, NULL });
	/* what nothing calls is there for others: the text adds it */
	EXPECT("```c\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n\tlone_wolf(a, b);\n}\n```\n",
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"lone_wolf", V_UNKNOWN, NULL });
	/* a program, a file of another project, a field of what is not built */
	EXPECT("The archive is made by gen_archive, see core/gen_archive.c.\n",
	       { "gen_archive is in core/gen_archive.c", V_UNKNOWN, NULL });
	EXPECT("`nowhere_open()` is in elsewhere.c.\n", { "nowhere_open is in elsewhere.c", V_UNKNOWN, NULL });
	EXPECT("`nowhere_open()` is in core/work.c.\n", { "nowhere_open is in core/work.c", V_FALSE, NULL });
	EXPECT("`do_work()` calls `veth_hook()`.\n", { "do_work calls veth_hook", V_UNKNOWN, NULL });
	EXPECT("Intel(R) Gateway => Acme(R)\n");
	/* a mail: what it says counts, the patch below is two texts at once */
	EXPECT("Subject: [PATCH] work\n\n`do_work()` calls `lone_wolf()`.\n\n"
	       "diff --git a/core/work.c b/core/work.c\nindex 522fff..69d4fd 100644\n--- a/core/work.c\n"
	       "+++ b/core/work.c\n@@ -1,2 +1,2 @@ int do_work(struct thing *t)\n-\thelper_one() calls lone_wolf()\n"
	       "+\tgive_up(t);\n> `do_work()` calls `helper_one()`\n",
	       { "do_work calls lone_wolf", V_FALSE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
}

/* Only what is said plainly can be false. */
static void plain(void **state)
{
	EXPECT("`do_work()` calls `lone_wolf()`.\n", { "do_work calls lone_wolf", V_FALSE, NULL });
	EXPECT("The caller of `do_work()` calls `lone_wolf()`.\n", { "do_work calls lone_wolf", V_UNKNOWN, NULL });
	EXPECT("`do_work()` must call `lone_wolf()`.\n", { "do_work calls lone_wolf", V_UNKNOWN, NULL });
	EXPECT("`lone_wolf()` is called by `do_work()`.\n", { "do_work calls lone_wolf", V_FALSE, NULL });
	EXPECT("`do_work()` stops with `lone_wolf()`.\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
}

/* Who does what; what is not said. */
static void subjects(void **state)
{
	/* questions, negations, times, remarks */
	EXPECT("Does `main_loop()` call `lone_wolf()`? `main_loop()` calls `do_work()`.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("`do_work()` calls not `lone_wolf()` but `helper_one()`.\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("`do_work` 调用的不是 `lone_wolf`，而是 `helper_one`。\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("调完 `helper_one()` 后，都需要调用 `lone_wolf()`。\n",
	       { "there is a function helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("新建时（`helper_one`）会关联文件，实际调用了 `lone_wolf`。\n",
	       { "there is a function helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("`helper_one(t)->input` 调用的是 `lone_wolf`。\n", { "there is a function lone_wolf", V_TRUE, NULL });
	/* processes do it, not the function before */
	EXPECT("`helper_one()` 唤醒调用 `main_loop()` 被阻塞的进程。\n",
	       { "helper_one: \"唤醒调用", V_UNKNOWN, NULL }, { "there is a function helper_one", V_TRUE, NULL }, { "there is a function main_loop", V_TRUE, NULL });
	EXPECT("`do_work()` wakes processes that call `lone_wolf()`.\n",
	       { "do_work: \"wakes processes", V_UNKNOWN, NULL }, { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	/* "其中" is the agent of the sentence before */
	EXPECT("软中断由 `do_work()` 执行，其中会调用 `helper_one()`。\n",
	       { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("`fd`：由 `do_work()` 创建的句柄。\n");
	/* whoever was named in an earlier sentence: no proof */
	EXPECT("`do_work()` begins. It calls `lone_wolf()`.\n", { "do_work calls lone_wolf", V_UNKNOWN, NULL });
	EXPECT("`do_work()` calls `lone_wolf()`.\n", { "do_work calls lone_wolf", V_FALSE, NULL });
	EXPECT("`helper_one()` is used by `do_work()`.\n", { "do_work calls helper_one", V_TRUE, NULL });
	/* the text calls it, whatever is compiled */
	EXPECT("`do_work()` calls `spin()`.\n", { "do_work calls spin", V_TRUE, NULL });
}

/* Sentences that say it in a roundabout way: they count where they hold. */
static void roundabout(void **state)
{
	EXPECT("`main_loop()` runs the `do_work()` function that looks at the state and calls the `helper_one()` function.\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("`main_loop()` 的主要工作由 `do_work()` 完成。\n", { "main_loop calls do_work", V_TRUE, NULL }, { "there is a function main_loop", V_TRUE, NULL });
	EXPECT("`main_loop()` 是 `do_work()` 的简单封装。\n", { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("`main_loop()` is a thin wrapper around `do_work()`.\n", { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("`helper_one()` comes next, and `do_work()` calls it.\n", { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("在 `do_work()` 函数中，`helper_one()` 查找它。\n", { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL });
	EXPECT("## do_work()\n\nWhat is left is handled by `helper_one()`. In the end `lone_wolf()` is called.\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "there is a function helper_one", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	EXPECT("`do_work()` 其执行的过程跟 `lone_wolf()` 相同。\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "there is a function lone_wolf", V_TRUE, NULL });
	/* a fence goes on with what the text speaks of */
	EXPECT("`do_work()` looks at it:\n\n```c\nhelper_one(t, 2);\n```\n",
	       { "there is a function do_work", V_TRUE, NULL }, { "do_work has the statement \"helper_one", V_TRUE, NULL });
	EXPECT("```c\nmain_loop->do_work->helper_one:\n\nint do_work(struct thing *t)\n{\n\thelper_one(t, 2);\n}\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "do_work begins", V_TRUE, NULL }, { "do_work has the statement", V_TRUE, NULL });
	/* lists below a function */
	EXPECT("1. do_work()\n   1. 位置：`core/work.c`\n   2. 作用：\n      1. 利用 `helper_one()` 创建它\n      2. 调用 `give_up()`\n",
	       { "do_work is in core/work.c", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL }, { "there is a function helper_one", V_TRUE, NULL },
	       { "do_work calls give_up", V_TRUE, NULL });
	/* steps that are told in words come one after the other */
	EXPECT("`helper_one()` -> then it gives up: `give_up()` -> and runs `lone_wolf()`\n",
	       { "helper_one comes before give_up", V_TRUE, NULL });
	EXPECT("`do_work()` returns -ENODATA.\n", { "do_work returns ENODATA", V_UNKNOWN, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
}

static void not_built(void **state)
{
	EXPECT("`veth_open()` calls `do_work()`.\n", { "veth_open calls do_work", V_UNKNOWN, NULL });
	EXPECT("`nowhere_open()` calls `do_work()`.\n", { "nowhere_open calls do_work", V_FALSE, NULL });
	EXPECT("`veth_open()` is in drivers/veth/veth.c.\n", { "veth_open is in drivers/veth/veth.c", V_UNKNOWN, NULL });
	/* once is enough */
	EXPECT("```c\nint nowhere_open(struct thing *t)\n{\n\thelper_one(t, 2);\n\thelper_one(t, 3);\n}\n```\n",
	       { "nowhere_open begins", V_UNKNOWN, NULL });
	EXPECT("`nowhere_open()` is in drivers/veth/veth.c.\n\n"
	       "```c\nint nowhere_open(struct thing *t)\n{\n\thelper_one(t, 2);\n}\n```\n",
	       { "nowhere_open is in", V_FALSE, NULL }, { "nowhere_open begins", V_FALSE, NULL });
	EXPECT("`foo_open()` calls `do_work()`.\n", { "foo_open calls do_work", V_UNKNOWN, NULL });
}

static void tree_files(void **state)
{
	struct strbuf config = STRBUF_INIT;
	struct tree_names t;

	tree_names_init(&t);
	tree_names_want(&t, "veth_open");
	tree_names_want(&t, "veth_mac");
	tree_names_want(&t, "declared_only");
	tree_names_want(&t, "called_only");
	tree_names_look(&t, tree);
	assert_int_equal(tree_names_get(&t, "veth_open")->at[0].line, 3);
	assert_int_equal(tree_names_get(&t, "veth_open")->at[0].kind, TREE_FUNCTION);
	assert_int_equal(tree_names_get(&t, "veth_mac")->at[0].kind, TREE_MACRO);
	assert_int_equal(tree_names_get(&t, "declared_only")->at[0].kind, TREE_DECLARED);
	assert_null(tree_names_get(&t, "called_only"));
	assert_int_equal(tree_config(tree, "drivers/veth/veth.c", &config), 0);
	assert_string_equal(config.buf, "CONFIG_VETH");
	assert_int_equal(tree_config(tree, "drivers/veth/part.c", &config), 0);
	assert_string_equal(config.buf, "CONFIG_WHOLE");
	assert_int_equal(tree_config(tree, "drivers/veth/other.c", &config), 0);
	assert_string_equal(config.buf, "CONFIG_DRIVERS");
	assert_int_equal(tree_config(tree, "elsewhere/x.c", &config), -1);
	strbuf_release(&config);
	tree_names_release(&t);
}

static void places(void **state)
{
	EXPECT("`do_work()` (core/work.c) and `helper_one()`, in core/work.c:10.\n",
	       { "do_work is in core/work.c", V_TRUE, NULL },
	       { "helper_one is in core/work.c", V_IMPRECISE, "lib/help.c:10" });
	EXPECT("do_work is defined in linux/core/work.c at line 400.\n",
	       { "do_work is in linux/core/work.c, line 400", V_IMPRECISE, "core/work.c:20" });
	EXPECT("do_work 位于 core/work.c 第 25 行左右\n", { "do_work is in core/work.c, line 25", V_TRUE, NULL });
	/* the place of the call, where it is right; not where it is said to be the function's */
	EXPECT("`do_work()` calls `helper_one()` (core/work.c:22).\n",
	       { "helper_one is called in core/work.c, line 22", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("`do_work()` calls `helper_one()` (core/work.c:23).\n",
	       { "helper_one is in core/work.c, line 23", V_IMPRECISE, "lib/help.c:10" },
	       { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("`helper_one()` is defined in core/work.c:22.\n",
	       { "helper_one is in core/work.c, line 22", V_IMPRECISE, "lib/help.c:10" });
	EXPECT("| function | file |\n|---|---|\n| `do_work` | core/work.c |\n| give_up | core/main.c |\n",
	       { "do_work is in core/work.c", V_TRUE, NULL },
	       { "give_up is in core/main.c", V_IMPRECISE, "core/work.c:90" });
	EXPECT("`struct thing` is defined in include/thing.h\n", { "struct thing is in", V_TRUE, NULL });
}

static void registrations(void **state)
{
	EXPECT("It is registered by `fs_initcall(start_it)`.\n",
	       { "start_it is registered by fs_initcall", V_TRUE, NULL });
	EXPECT("通过 core_initcall(start_it) 注册\n",
	       { "start_it is registered by core_initcall", V_FALSE, "fs_initcall(start_it), level 5" });
	EXPECT("`fs_initcall(do_work)`\n", { "do_work is registered by", V_FALSE, NULL });
}

static void states(void **state)
{
	EXPECT("The state goes from LISTEN to SYN_SENT in `do_work()`.\n",
	       { "in do_work the state becomes SYN_SENT after LISTEN", V_TRUE, NULL });
	EXPECT("```mermaid\nstateDiagram-v2\n  [*] --> LISTEN\n  LISTEN --> SYN_SENT: do_work\n"
	       "  SYN_SENT --> LISTEN: do_work\n```\n",
	       { "in do_work the state becomes SYN_SENT after LISTEN", V_TRUE, NULL },
	       { "in do_work the state becomes LISTEN", V_UNKNOWN, NULL });
	EXPECT("| from | to | how | function |\n|---|---|---|---|\n"
	       "| LISTEN | SYN_SENT | `helper_one` | `do_work` |\n",
	       { "in do_work the state becomes SYN_SENT after LISTEN", V_TRUE, NULL },
	       { "there is a function helper_one", V_TRUE, NULL },
	       { "there is a function do_work", V_TRUE, NULL });
	EXPECT("main_loop 将状态从 LISTEN 变为 SYN_SENT\n",
	       { "in main_loop the state becomes SYN_SENT", V_IMPRECISE, "main_loop -> do_work" });
	EXPECT("give_up 将状态从 LISTEN 变为 SYN_SENT\n",
	       { "in give_up the state becomes SYN_SENT", V_FALSE, "do_work" });
}

static void drawings(void **state)
{
	EXPECT("```mermaid\ngraph TD\n  A[\"user: main_loop()\"] -->|then| B(do_work)\n  B --> C{\"ok?\"}\n  C --> D[helper_two]\n"
	       "  B -.-> D\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls helper_two", V_IMPRECISE, NULL },
	       { "do_work calls helper_two", V_IMPRECISE, NULL });
	EXPECT("```mermaid\ngraph TD\n  A[main_loop] --> B{!likely_ready}\n  B --> C[do_work]\n"
	       "  C --> D{sizeof(x) > n} --> E{helper_one}\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL },
	       { "do_work calls helper_one", V_TRUE, NULL });
	/* a condition is no step; who comes before it calls what is behind it */
	EXPECT("```mermaid\ngraph TD\n  A[main_loop] --> B{t->ready?} -->|yes| C[do_work]\n"
	       "  C --> D{helper_one} -->|no| E[helper_two]\n  D -->|yes| B\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "do_work calls helper_two", V_IMPRECISE, NULL });
	EXPECT("```mermaid\nsequenceDiagram\n  participant M as main_loop\n  M->>do_work: go\n  do_work-->>M: done\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls main_loop", V_FALSE, NULL });
	EXPECT("```\nmain_loop()\n└── do_work()\n    ├── helper_one()\n    └── main_loop()\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL },
	       { "do_work calls main_loop", V_FALSE, NULL });
	EXPECT("```\nmain_loop\n   ↓\ndo_work\n   ↓\nhelper_one\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	/* statements on one line; ";" in a text or "#9829;" ends none */
	EXPECT("```mermaid\ngraph TD; main_loop-->do_work; do_work-->main_loop;\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls main_loop", V_FALSE, NULL });
	EXPECT("```mermaid\ngraph TD\n  A[\"main_loop();\"] --> B[\"do_work;\"]; B --> C[main_loop]\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls main_loop", V_FALSE, NULL });
	/* Mermaid 11: shapes by name, arrows with names */
	EXPECT("```mermaid\nflowchart TD\n  a@{ shape: rect, label: \"main_loop\" }\n"
	       "  a e1@--> b@{ shape: rounded, label: \"do_work\" }\n  e1@{ animate: true }\n"
	       "  b --> c@{ shape: diam, label: \"ok?\" } --> d@{ label: \"helper_one\" }\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	/* steps of a story: an order where one function makes both, else nothing */
	EXPECT("```mermaid\ngraph TD\n  A[\"main_loop: begin\"] --> B[\"do_work: go\"]\n"
	       "  B --> C[\"lone_wolf: end\"]\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("```mermaid\ngraph TD\n  A[\"helper_one: first\"] --> B[\"give_up: then\"] -->|ok| C[return fine_result]\n```\n",
	       { "helper_one comes before give_up", V_TRUE, NULL });
	EXPECT("```mermaid\ngraph TD\n  A[offset] --> B[page_0]\n```\n");
	EXPECT("```dot\ndigraph g {\n n1 [label=\"main_loop()\"];\n n1 -> do_work; do_work -> helper_one;\n}\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("```plantuml\n@startuml\nmain_loop -> do_work : go\n@enduml\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL });
	/* what debuggers and tracers print */
	EXPECT("```\n#0  helper_one (t=0x1) at lib/help.c:12\n#1  0x55 in do_work () at core/work.c:22\n"
	       "#2  main_loop ()\n```\n",
	       { "do_work calls helper_one", V_TRUE, NULL }, { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("```\n[ 1.0]  do_work+0x1/0x2\n[ 1.0]  ? give_up+0x1/0x2\n[ 1.0]  main_loop+0x1/0x2 [mod]\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("```\n 0)               |  main_loop() {\n 0)   0.1 us      |    do_work();\n 0)   0.2 us      |  }\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("```\nmain_loop\n  -> do_work();\n       -> helper_one();\n```\n",
	       { "main_loop calls do_work", V_TRUE, NULL }, { "do_work calls helper_one", V_TRUE, NULL });
	EXPECT("```\ndo_work() calls:\n    t->ops->run()\n    t->ops->nothing()\nmain_loop() calls:\n    do_work()\n```\n",
	       { "do_work calls ->run", V_UNKNOWN, NULL }, { "do_work calls ->nothing", V_UNKNOWN, NULL },
	       { "main_loop calls do_work", V_TRUE, NULL });
	EXPECT("```python\ndef main_loop(x):\n    do_work(x)\n```\n");
	/* does not parse: says nothing */
	EXPECT("```mermaid\ngraph TD\n A[[[[(( --> & & -->|\n```\n`do_work()`\n",
	       { "there is a function do_work", V_TRUE, NULL });
}

static void listings(void **state)
{
	EXPECT("```c\n20 int do_work(struct thing *t)\n21 {\n22 	helper_one(t,  2);\n...\n25 	give_up(t, 0);\n26 	gone_for_good(t);\n28 }\n```\n",
	       { "do_work begins with", V_TRUE, NULL },
	       { "do_work has the statement \"helper_one", V_TRUE, NULL },
	       { "do_work has the statement \"give_up", V_IMPRECISE, "give_up(t);" },
	       { "do_work has the statement \"gone_for_good", V_FALSE, NULL });
	EXPECT("```c\nstatic long do_work(void)\n{\n}\n```\n", { "do_work begins with", V_IMPRECISE, "int do_work" });
}

static void documents(void **state)
{
	struct q_check_options opt = { .read_line = NULL };
	struct q_check_result res;
	struct world w;

	make_world(&w);
	assert_int_equal(q_check(&w.g, &w.k, "", 0, &opt, &res, &w.err), Q_FOUND);
	assert_int_equal(res.nr, 0);
	q_check_release(&res);
	assert_int_equal(q_check(&w.g, &w.k, "a\0b", 3, &opt, &res, &w.err), Q_FAILED);
	assert_true(w.err.len > 0);
	q_check_release(&res);
	free_world(&w);
}

static void two_kernels(void **state)
{
	struct q_path_options a = { .k = 1 }, b = { .k = 1 };
	struct q_diff_result res;
	struct world w, n;
	uint32_t from, mid, to, f;

	make_world(&w);
	world_init(&n);
	from = add_clones(&n, "main_loop", "core/main.c", 120, 1);
	mid = add_clones(&n, "new_layer", "core/work.c", 20, 1);
	f = add_clones(&n, "do_work", "core/moved.c", 20, 1);
	to = add_clones(&n, "helper_one", "lib/help.c", 10, 1);
	add_edge(&n, add_site(&n, from, 122, GC_DIRECT), 0, mid, 0, GK_DIRECT, GR_DIRECT, 0);
	add_edge(&n, add_site(&n, mid, 22, GC_DIRECT), 0, f, 0, GK_DIRECT, GR_DIRECT, 0);
	add_edge(&n, add_site(&n, f, 23, GC_RESOLVED), 0, to, 0, GK_OPS, GR_SLOT, 0);
	graph_finish(&n.g);
	a.from = 1;
	a.to = 3;
	b.from = from;
	b.to = to;
	assert_int_equal(q_diff(&w.g, &n.g, &w.k, &a, &b, &res, &w.err), Q_FOUND);
	assert_int_equal(res.nr, 4);
	assert_int_equal(res.step[0].what, DIFF_SAME);
	assert_int_equal(res.step[1].what, DIFF_NEW);
	assert_int_equal(res.step[2].what, DIFF_CHANGED);
	assert_int_equal(res.step[2].changes & (DIFF_FILE | DIFF_CALLER), DIFF_FILE | DIFF_CALLER);
	assert_int_equal(res.step[3].what, DIFF_CHANGED);
	assert_true(res.step[3].changes & DIFF_KIND);
	assert_int_equal(res.count[DIFF_NEW], 1);
	q_diff_release(&res);
	b.to = from;
	b.from = to;
	assert_int_equal(q_diff(&w.g, &n.g, &w.k, &a, &b, &res, &w.err), Q_NONE);
	q_diff_release(&res);
	world_release(&n);
	free_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps), cmocka_unit_test(sentences), cmocka_unit_test(places),
		cmocka_unit_test(subjects), cmocka_unit_test(acts), cmocka_unit_test(other_forms), cmocka_unit_test(plain), cmocka_unit_test(no_proof), cmocka_unit_test(roundabout),
		cmocka_unit_test(not_built), cmocka_unit_test(tree_files),
		cmocka_unit_test(registrations), cmocka_unit_test(states), cmocka_unit_test(drawings),
		cmocka_unit_test(listings), cmocka_unit_test(documents), cmocka_unit_test(two_kernels),
	};

	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
