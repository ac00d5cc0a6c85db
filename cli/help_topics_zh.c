/* SPDX-License-Identifier: MIT */
/* The topics of help_topics.c in Chinese. */
#include "cli.h"

const struct help_topic help_topics_zh[] = {
	{ "names",
	  "函数：\n"
	  "  tcp_init                      函数名\n"
	  "  net/ipv4/tcp.c:tcp_init       同名函数不止一个时；路径写末尾一段即可\n"
	  "  tcp.c:tcp_init\n"
	  "  fs/binfmt_elf.c:load_elf_binary@fs/compat_binfmt_elf.c\n"
	  "                                由同一份源码产生的两个函数之一，以包含它的\n"
	  "                                文件来区分\n"
	  "  connect(2), send(2)           系统调用，按通常的写法\n"
	  "  sys_connect                   同上\n"
	  "槽位（能存放函数指针的地方）：\n"
	  "  proto_ops.connect             结构体的成员\n"
	  "  inet_protos[]                 数组\n"
	  "  call_timer_fn#1               参数（从 0 数起）\n", NULL },
	{ "exit-codes",
	  "0  找到，完成\n"
	  "1  回答是否定的：什么也没有找到\n"
	  "2  用法错误\n"
	  "3  名称不存在或不唯一；stderr 上列出候选\n"
	  "4  索引不存在、已损坏、太新或太旧\n"
	  "5  kpath index：已完成，但有些文件读不了（索引可用）\n"
	  "6  其他失败\n", NULL },
	{ "kinds",
	  "direct     普通调用\n"
	  "ops        通过结构体成员调用\n"
	  "pointer    通过变量、数组、参数或返回的指针调用\n"
	  "callback   在这次调用中传入、由被调用者调用的函数\n"
	  "initcall   因位于 initcall 段而在启动时被调用\n"
	  "syscall    系统调用的内核入口\n"
	  "thread, softirq, timer, workqueue, irq, rcu, …\n"
	  "           延迟执行的工作：这一跳从启动者（“稍后”）或从真正执行调用的函数出发\n"
	  "           （--executed-by 时只从后者出发）\n", NULL },
	{ "rules",
	  "通过指针的调用，其目标是怎样确定的，依据最强的在前：\n", NULL },
	{ "labs",
	  "实验是一个 JSON 文件：若干问题，以及回答它们的查询。kpath report --new 写出一个\n"
	  "起始文件。每段文字是一个字符串，或 {\"en\": ..., \"zh\": ...}；空行分段，`反引号` 表示代码。\n"
	  "\n"
	  "  {\"title\": T, \"text\": T,\n"
	  "   \"questions\": [{\"title\": T, \"text\": T, \"parts\": [PART, ...]}]}\n"
	  "\n"
	  "问题可以有 \"points\"（分值）和 \"model\"（参考答案，--for grader 时显示）。每个 PART 有\n"
	  "\"kind\"，还可以有 \"title\"、\"text\"、\"id\"、\"folded\"（true：由读者展开）、\"needs\"\n"
	  "（不带花括号的占位符列表：其中一个不成立，这一部分就略去并注明；问题也可以有；\n"
	  "\"optional\": true 则不注明）、\"variant\"（实验的 \"variants\": [{\"id\", \"needs\"}] 中，只讲\n"
	  "第一个成立的；属于其他变体的部分略去）：\n"
	  "  path       \"from\", \"to\"; \"as\", \"via\", \"avoid\", \"bind\"（列表）, \"k\"（几条路径）,\n"
	  "             \"max_hops\", \"flow\"（true：条件画成菱形）\n"
	  "  callers    \"function\", \"depth\"\n"
	  "  callees    \"function\", \"depth\", \"plain\"（true：略去打印与清理）\n"
	  "  entries    \"function\", \"as\", \"kinds\"（列表）, \"max_cost\", \"deferred\"\n"
	  "  resolve    \"site\"（FILE:LINE）\n"
	  "  table      \"object\"\n"
	  "  slot       \"slot\"\n"
	  "  initcalls  \"level\"（不写则全部）\n"
	  "  states     \"field\", \"as\", \"only\"（列表；only：函数）\n"
	  "  flags      \"flag\", \"as\"（列表）\n"
	  "  layers     \"as\", \"only\"（列表；only：槽位）\n"
	  "  story      一段叙述；text 相同\n"
	  "  sequence   \"actors\": [{\"id\", \"name\": T}], \"steps\": [{\"from\", \"to\", \"text\": T, \"at\":\n"
	  "             占位符, \"arrow\": call、packet、later 或 wake}]；没有 \"to\" 的是注记\n"
	  "  source     \"function\"，或 \"file\" 与 \"find\"（某一行的文字）; \"lines\"\n"
	  "  compare    \"from\", \"to\"; \"as\", \"via\"：两个内核中的路径并列；给出第二个 -d 时\n"
	  "             才显示\n"
	  "  note       \"id\"：读者自己的文字，报告重新生成并覆盖时保留\n"
	  "\n"
	  "文字中的占位符在生成时查找，不成立的会在 stderr 上指出：\n"
	  "  {def:F}              F 及其定义处\n"
	  "  {site:F>G}           F 调用 G 之处；{site:F>G#2} 第二处，{site:F>G(CONST)} 传入 CONST\n"
	  "                       的那一处；{site:F>G?COND} 处于以此开头的条件之下的那一处；\n"
	  "                       {call:F>G} 前面带上 G\n"
	  "  {value:FIELD=CONST@F}  F 把 FIELD 设为 CONST 之处\n"
	  "  {table:T.FIELD=F}    F 被放进该表之处\n"
	  "  {entry:F}            F 因何成为入口，在哪里\n"
	  "  {path:ID}            ID 这一部分的路径上的各函数\n"
	  "不同内核版本的不同名称用 | 隔开，取第一个存在的：\n"
	  "{def:__alloc_pages|__alloc_pages_noprof}, \"to\": \"f|g\"。\n"
	  "\n"
	  "含义与同名命令相同：kpath help path。\n", NULL },
	{ "environment",
	  "KPATH_DB   没有给出 -d 时使用的索引\n"
	  "NO_COLOR   不用颜色，除非 --color always\n"
	  "LANG       以 zh 开头时输出中文，除非给出 --lang\n"
	  "TMPDIR     kpath index 工作时存放已读内容的地方\n"
	  "XDG_CACHE_HOME\n"
	  "           kpath index 配置未构建的内核树的地方（否则 ~/.cache）\n", NULL },
	{ NULL, NULL, NULL }
};
