/* SPDX-License-Identifier: MIT */
/* Tells what happens while it happens: steps, packets, states, and the calls that led there. */
#include <stdio.h>
#include <string.h>

#include "demo.h"
#include "view.h"

static int zh;

void demo_language(int chinese)
{
	zh = chinese;
}

static void say_chain(void)
{
	char text[4096];
	const char *from = text, *start;
	char *end;
	int width = 0;

	if (!trace_chain(text, sizeof(text)))
		return;
	/* what called the first function of the stack is of no interest */
	if ((start = strstr(text, "__x64_sys_")) || (start = strstr(text, "do_softirq")))
		from = start;
	/* nor is how the tracepoint got here */
	if ((end = strstr(text, " > trace_")))
		*end = '\0';
	printf("        %s", zh ? "调用链：" : "calls: ");
	while (*from) {
		size_t n = strcspn(from, ">");

		if (width + (int)n > 84) {
			printf("\n            ");
			width = 0;
		}
		width += printf("%.*s", (int)n, from);
		from += n;
		if (*from)
			width += printf("%c", *from++);
	}
	printf("\n");
}

void demo_step(const char *en, const char *text_zh)
{
	printf("\n== %s\n", zh ? text_zh : en);
}

void demo_state(const char *host, const char *from, const char *to)
{
	printf("    [%s] %s %s -> %s\n", host, zh ? "状态" : "state", from, to);
	say_chain();
}

void demo_packet(const char *host, const char *dev, int sent, const char *text)
{
	if (zh)
		printf("    [%s %s] %s %s\n", host, dev, sent ? "发送" : "收到", text);
	else
		printf("    [%s %s] %s %s\n", host, dev, sent ? "sends" : "receives", text);
	if (sent)
		say_chain();
}
