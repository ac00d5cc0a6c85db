/* SPDX-License-Identifier: MIT */
/* What commands say below their options; the Chinese examples are those of the English text. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"

static const struct { const char *name, *more; } more_zh[] = {
	{ "index",
	  "TREE 是内核源码树（未构建或已构建均可），或任何带 compile_commands.json 的 C 项目。\n"
	  "源码树不会被写入。索引旁边的 FILE.log 记录这次运行的经过。退出码 5：已完成，\n"
	  "但有些文件读不了。\n" },
	{ "link",
	  "FACTS 是 kpath index --shard K/N -o FILE 产生的文件，N 个都要给出。得到的索引（-o FILE\n"
	  "或 -d FILE）与一次建成的索引逐字节相同。不需要源码树。\n" },
	{ "pack",
	  "打包的内容是索引和建索引时读过的全部源码（tar 加 zstd）。拿到包的人用 kpath fetch 解开，\n"
	  "既不需要源码树，也不需要编译器。包里有源码，也有生成的头文件，只打包允许公开的内容。\n"
	  "签名用 minisign -Sm FILE；取用之前用 minisign -Vm FILE 验证。\n" },
	{ "fetch",
	  "建立一个目录，其中有 kpath.db 和源码（src/、build/），目录可以移动。先校验索引，每个\n"
	  "源文件的摘要都必须与索引中的一致，否则什么也不留下。不会写目录以外的任何地方。\n" },
	{ "watch",
	  "与 kpath index 一样建立索引，然后监视源码树（以及构建目录和 --allow 所列的目录）的变化，\n"
	  "只对改动过的部分重新建立。新索引完成之前，或者建不成时，仍由旧索引回答。用 SIGINT 或\n"
	  "SIGTERM 结束，退出码 0。Linux 限制可以监视的目录数：fs.inotify.max_user_watches。\n" },
	{ "doctor",
	  "读了什么、没读什么，通过指针的调用结果如何，建索引之后源码是否改动过。\n" },
	{ "path",
	  "FROM 和 TO 是函数（同名时写成 路径/文件.c:函数名），或按通常写法的系统调用：\n"
	  "connect(2)。退出码 1：没有路径。\n" },
	{ "callers", "退出码 1：没有调用者。\n" },
	{ "callees", "退出码 1：不调用任何函数。\n" },
	{ "edges",
	  "TSV 有标题行：caller、caller_file、callee、callee_file、kind、rule、site_file、\n"
	  "site_line、slot、candidates、edge（executed-by 或 started-by）、unreached（yes：\n"
	  "没有已知的入口能到达）。没有目标的调用，callee 一栏为空。制表符、换行和反斜杠写作\n"
	  "\\t、\\n 和 \\\\。\n" },
	{ "entries", "最近的排在最前。退出码 1：没有能到达的入口。\n" },
	{ "resolve", "退出码 1：那一行没有调用。\n" },
	{ "slot",
	  "槽位是结构体的成员（proto_ops.connect）、数组（inet_protos[]）、全局变量或参数\n"
	  "（call_timer_fn#1）。\n" },
	{ "why",
	  "CALLER 是函数，或 文件:行号。从写出该函数名的地方开始，一步步讲到这次调用。中间经过指针时，\n"
	  "接着缩进给出指针所指对象的来历。\n"
	  "\n"
	  "退出码 1：不会调用；此时说明 CALLEE 存放在哪里，是否存入那里所调用的槽位，以及按哪条规则\n"
	  "它不是目标。\n" },
	{ "uses",
	  "calls：通过它调用；tests：在调用或存储的条件中；stores：存入函数或表；writes：写入值；\n"
	  "passes：传给把值放进去的函数；updates：既读又写（x++、x |= y）；address：取地址，\n"
	  "得到地址者读写皆有可能；reads：其余的读取。\n" },
	{ "states",
	  "FIELD 是结构体的成员（sock_common.skc_state）或通常的叫法（sk_state）。代码里写明的，\n"
	  "才给出原来的值：switch 的 case、条件、前面的一次存储，或全部调用者。“?” 表示判断不出，\n"
	  "不等于任何值都可能。退出码 1：没有任何地方设置它。\n" },
	{ "flags",
	  "NAME 是一个标志（SYN），或同时设置的几个（'SYN|ACK'、SYN,ACK）。`set` 是设置标志之处，\n"
	  "`sent by` 是把数据包交给发送函数的那次调用；途径沿调用向下（->），或先回到调用者（<-）。\n"
	  "退出码 1：没有任何地方用到它。\n" },
	{ "layers",
	  "每个注册到某一层的对象列一项：它的键、由谁在哪里注册、哪些调用经过它。-v：列出表的全部\n"
	  "成员，不只是各层要用的那些。退出码 1：没有任何注册。\n" },
	{ "report",
	  "LAB 是内置的实验（tcpip：TCP/IP 协议栈课程的五个问题；boot、driver、interrupt、memory、\n"
	  "process、syscall、vfs），或一个实验文件；写法见 kpath help labs。生成的网页不需要网络，\n"
	  "也不需要其他文件。退出码 1：索引对每一部分都没有答案，或实验文字中有占位符不成立，stderr\n"
	  "会指出是哪一个。给出第二个 -d 时，compare 部分把两个内核中的路径并列显示。\n" },
	{ "check",
	  "读取中文或英文的 Markdown 或纯文本，找出其中关于代码的说法：调用链（a -> b -> c）、\n"
	  "Mermaid 图、调用树、表格、代码清单，以及“x 调用 y”、“x 在 net/ipv4/tcp.c 中”、\n"
	  "“由 fs_initcall(x) 注册”、“在 f 中从 A 变为 B”这样的句子。\n"
	  "\n"
	  "判断结果：正确；不精确（中间隔着别的函数、已改名、在别处）；错误；未知（索引判断不了）。\n"
	  "退出码 1：有错误的说法。\n"
	  "\n"
	  "给出几篇文档，或 -o 指定目录时：每篇一页，判断写在正文旁边；index.html 用一张表汇总全部，\n"
	  "并列出几篇共有的错误。用 -f json 时每篇一个 JSON 文件。\n"
	  "\n"
	  "给出几个 -d 时，按文中所说的内核版本选用索引（没有说明则用第一个），其他版本中不同的地方\n"
	  "一并说明。\n" },
	{ "stack",
	  "从任意文本中取出 oops、WARN，KASAN、KCSAN 和 lockdep 的报告，hung task，sysrq-t，\n"
	  "perf script、bpftrace、gdb、crash 和 ftrace 的调用栈，逐级说明由哪次调用而来：某一行\n"
	  "代码，或把函数存入指针的那次存储。缺少的栈帧（内联函数、尾调用）会补上并标 +；带 ? 的是\n"
	  "可能的调用者，或残留在栈上的地址。相同的栈只显示一次。给出目录时读取其中的全部文件。\n"
	  "\n"
	  "有 --vmlinux 时，内联函数和行号取自崩溃的那个内核的调试信息。\n"
	  "\n"
	  "没有已知的调用能解释的一级为“未知”；没有任何调用通到那里，而且沿途的调用全部已知时，为\n"
	  "“不可能”。退出码 1：没有调用栈，或其中有一级不可能。\n" },
	{ "diff",
	  "把两个索引中最自然的路径并列。退出码 1：其中一个没有路径。\n"
	  "\n"
	  "  -  只在旧内核中    +  只在新内核中    ~  两者都有，但有变化\n" },
	{ "verify",
	  "TRACE 是 ftrace（function、function_graph）、trace-cmd report、perf script 的输出，\n"
	  "打开 initcall_debug 的 dmesg，或带 caller、callee 两栏的表；可以用 gzip 压缩。记录中\n"
	  "的调用若在调用图中，或能经由不可跟踪的函数到达，就算覆盖。退出码 1：记录中有调用图里没有的\n"
	  "调用；4：索引不存在或已损坏；6：FILE 不是运行记录。\n" },
	{ "serve",
	  "打印一个地址。在那个网页上可以问一个函数怎样到达另一个，答案有列表也有图；源码中每个调用都是\n"
	  "链接；粘贴的调用栈会得到解释；钉住的内容可以保存为图或文字。/api/ 以 JSON 给出答案\n"
	  "（docs/api.md）。只监听本机，只答复持有带令牌的地址的人。给出 TREE 而索引还不存在时，先建立\n"
	  "索引，网页上显示进度。此外什么也不写，也没有任何内容离开本机。怎样供全班使用，见\n"
	  "docs/serve.md。\n" },
	{ "lsp",
	  "由编辑器启动，通过 stdin 和 stdout 使用语言服务器协议（LSP）：调用层次（调用者与被调用者，\n"
	  "各附依据）、转到定义、悬停提示、工作区符号。Markdown 文件在打开或保存时，其中关于代码的错误\n"
	  "说法会加下划线（见 kpath help check）。答案来自索引和磁盘上的文件。\n"
	  "initializationOptions：{\"as\": \"tcp4\"} 或 {\"as\": [\"tcp4\", \"e1000\"]}。一些编辑器的\n"
	  "设置见 docs/editor.md。\n"
	  "\n"
	  "退出码 1：客户端没有先 shutdown 就断开了。\n" },
	{ "mcp",
	  "通过 stdin 和 stdout 使用模型上下文协议（MCP）：每种回答是一个工具（path、callers、callees、\n"
	  "resolve、slot、table、states、entries、stack、check、source 等），带 JSON schema。\n"
	  "回答是文字，每个说法都注明位置；不另作要求时不超过 2,000 个 token，截断时说明总量以及怎样\n"
	  "接着问。不存在的名称会明说不存在；“没有找到”会附上查过哪些内容。\n"
	  "\n"
	  "什么也不写，索引的源码树以外的文件都读不到。\n" },
	{ "complete",
	  "参数是 “kpath” 之后的各个词；最后一个正在输入，可以为空。函数名取自命令行中 -d 指定的索引，\n"
	  "否则取自 $KPATH_DB 或 ./kpath.db。\n" },
	{ "help",
	  "给出实验名（tcpip）时，列出其中的问题以及回答每个问题的命令。-f man 写出某个命令的手册页，\n"
	  "或 kpath(1)。\n" },
};

const char *help_examples(const char *more)
{
	const char *s, *nl;

	for (s = more; strncmp(s, "examples:\n", 10) && strncmp(s, "example:\n", 9); s = nl + 1) {
		nl = strchr(s, '\n');
		if (!nl)
			return s + strlen(s);
	}
	return s;
}

/* An example, and what is said of it behind four spaces. */
static void add_example(const char *lang, const char *line, size_t len, struct strbuf *out)
{
	const char *said = len > 2 ? memmem(line + 2, len - 2, "    ", 4) : NULL;
	char *remark;

	if (!said) {
		strbuf_add(out, line, len);
		return;
	}
	while (*said == ' ')
		said++;
	strbuf_add(out, line, (size_t)(said - line));
	remark = strndup(said, len - (size_t)(said - line));
	if (remark)
		strbuf_addstr(out, cli_tr(lang, remark));
	free(remark);
}

void help_more(const char *lang, const struct command *cmd, struct strbuf *out)
{
	const char *examples = help_examples(cmd->more), *nl;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(more_zh) && strcmp(more_zh[i].name, cmd->name); i++)
		;
	if (strcmp(lang, "zh") || (i == ARRAY_SIZE(more_zh) && examples > cmd->more)) {
		strbuf_addstr(out, cmd->more);
		return;
	}
	if (i < ARRAY_SIZE(more_zh)) {
		strbuf_addstr(out, more_zh[i].more);
		strbuf_addstr(out, *examples ? "\n" : "");
	}
	if (!*examples)
		return;
	strbuf_addf(out, "%s\n", cli_tr(lang, "examples:"));
	for (examples = strchr(examples, '\n') + 1; *examples; examples = nl + 1) {
		nl = strchr(examples, '\n');
		if (!nl)
			nl = examples + strlen(examples) - 1;
		add_example(lang, examples, (size_t)(nl - examples), out);
		strbuf_addch(out, '\n');
	}
}
