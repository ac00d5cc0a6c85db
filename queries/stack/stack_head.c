/* SPDX-License-Identifier: MIT */
#include "stack_p.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_MAX 200
#define TASK_MAX 64

int stack_begins(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - s) >= n && !memcmp(s, word, n);
}

/* "<4>", "[   12.345678]", "[ T123]", "[   C0]": behind it. */
static const char *skip_tag(const char *s, const char *end)
{
	const char *p = s + 1;

	if (s == end || (*s != '<' && *s != '['))
		return s;
	if (*s == '<') {
		while (p < end && isdigit((unsigned char)*p))
			p++;
		return p > s + 1 && p < end && *p == '>' ? p + 1 : s;
	}
	while (p < end && *p == ' ')
		p++;
	p += p < end && (*p == 'T' || *p == 'C');
	if (p == end || !isdigit((unsigned char)*p))
		return s;
	while (p < end && (isdigit((unsigned char)*p) || *p == '.'))
		p++;
	return p < end && *p == ']' ? p + 1 : s;
}

const char *stack_skip_prefix(const char *s, const char *end)
{
	const char *p, *kernel = memmem(s, end - s > 90 ? 90 : (size_t)(end - s), " kernel: ", 9);

	while (s < end && (*s == '>' || *s == '|'))	/* of a mail */
		s += 1 + (s + 1 < end && s[1] == ' ');
	if (kernel && kernel > s)
		s = kernel + 9;
	for (;;) {
		p = stack_blanks(s, end);
		if (skip_tag(p, end) == p)
			return s;
		s = skip_tag(p, end);
	}
}

static const char *keep(struct stack_reader *r, const char *s, const char *end, size_t max)
{
	size_t n = (size_t)(end - s);

	while (n && (s[n - 1] == ' ' || s[n - 1] == ':' || s[n - 1] == '\t'))
		n--;
	return arena_strndup(&r->out->arena, s, n > max ? max : n);
}

static int is_title(const char *s, const char *end)
{
	static const char *const word[] = {
		"BUG:", "WARNING:", "INFO:", "Oops", "kernel BUG at", "general protection fault",
		"Kernel panic", "Unable to handle", "UBSAN:", "Internal error:", "watchdog:",
		"NMI backtrace", "stack segment", "divide error", "invalid opcode", "sysrq:",
		"page allocation failure", "double fault", "int3:", "traps:",
	};
	size_t i;

	for (i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (stack_begins(s, end, word[i]))
			return 1;
	return memmem(s, (size_t)(end - s), "page allocation failure", 23) != NULL;
}

/* A number behind `key`; -1 where the line has none. */
static int32_t number_of(const struct stack_line *l, const char *key)
{
	const char *p = memmem(l->s, (size_t)(l->end - l->s), key, strlen(key));
	long v = 0;
	int n;

	if (!p)
		return -1;
	p = stack_blanks(p + strlen(key), l->end);
	for (n = 0; p + n < l->end && n < 9 && isdigit((unsigned char)p[n]); n++)
		v = v * 10 + (p[n] - '0');
	return n ? (int32_t)v : -1;
}

static void new_task(struct stack_reader *r, const char *s, const char *end)
{
	r->task = keep(r, s, end, TASK_MAX);
	r->pid = r->cpu = -1;
}

/* "CPU: 0 PID: 12 Comm: a name Not tainted 6.1.0" (lib/dump_stack.c) */
static int cpu_line(struct stack_reader *r, const struct stack_line *l)
{
	const char *comm = memmem(l->s, (size_t)(l->end - l->s), " Comm: ", 7), *stop;

	if (!comm || !stack_begins(l->s, l->end, "CPU: "))
		return 0;
	comm += 7;
	stop = memmem(comm, (size_t)(l->end - comm), " Not tainted", 12);
	if (!stop)
		stop = memmem(comm, (size_t)(l->end - comm), " Tainted", 8);
	new_task(r, comm, stop ? stop : l->end);
	r->pid = number_of(l, "PID:");
	r->cpu = number_of(l, "CPU:");
	return 1;
}

/* "task:kworker/0:1     state:I stack:0     pid:8 …", "sh    D ffff88  0  12  1 0x0" */
static int task_line(struct stack_reader *r, const struct stack_line *l)
{
	const char *state = memmem(l->s, (size_t)(l->end - l->s), " state:", 7);

	if (!state || !stack_begins(l->s, l->end, "task:"))
		return 0;
	new_task(r, l->s + 5, state);
	r->pid = number_of(l, "pid:");
	r->title = "";
	return 1;
}

/* crash: 'PID: 1  TASK: ffff…  CPU: 0  COMMAND: "init"' */
static int crash_line(struct stack_reader *r, const struct stack_line *l)
{
	const char *command = memmem(l->s, (size_t)(l->end - l->s), "COMMAND: \"", 10), *quote;

	if (!command || !stack_begins(l->s, l->end, "PID:"))
		return 0;
	command += 10;
	quote = memchr(command, '"', (size_t)(l->end - command));
	new_task(r, command, quote ? quote : l->end);
	r->pid = number_of(l, "PID:");
	r->cpu = number_of(l, "CPU:");
	r->title = r->part = "";
	return 1;
}

/* perf: "prog  123 [000] 12.345678:     250000 cycles:"; ftrace: "sh-12  [000] d..1. 1.2: <stack trace>" */
static int sample_line(struct stack_reader *r, const struct stack_line *l)
{
	const char *p = l->from, *s, *bracket = memmem(l->from, (size_t)(l->end - l->from), " [", 2);
	const char *dash, *end;
	int perf;

	if (!bracket || bracket + 5 > l->end || !isdigit((unsigned char)bracket[2]))
		return 0;
	perf = l->end[-1] == ':' && l->s == l->from;
	if (!perf && !memmem(bracket, (size_t)(l->end - bracket), ": ", 2))
		return 0;
	p = stack_blanks(p, bracket);
	for (end = bracket; end > p && end[-1] == ' '; end--)
		;
	for (s = end; s > p && (isdigit((unsigned char)s[-1]) || s[-1] == '/'); s--)
		;
	if (s == end || s == p)
		return 0;
	dash = s[-1] == '-' ? s - 1 : s;
	if (!perf && *dash != '-')
		return 0;
	new_task(r, p, dash);
	r->pid = atoi(arena_strndup(&r->out->arena, s, (size_t)(end - s)));
	r->cpu = atoi(arena_strndup(&r->out->arena, bracket + 2, 5));
	r->title = r->part = "";
	r->sample = (uint8_t)perf;
	return 1;
}

/* "RIP: 0010:f+0x1/0x2", "pc : f+0x1/0x2", "PC is at f+0x1/0x2", "epc : f+0x1/0x2" */
static int pc_line(struct stack_reader *r, const struct stack_line *l)
{
	static const char *const word[] = { "RIP: 0010:", "EIP: ", "pc : ", "PC is at ", "epc : ", "NIP " };
	struct stack_frame f = { 0 };
	size_t i;

	for (i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (stack_begins(l->s, l->end, word[i]))
			break;
	if (i == sizeof(word) / sizeof(*word))
		return 0;
	if (stack_symbol(&r->out->arena, stack_blanks(l->s + strlen(word[i]), l->end), l->end, &f)) {
		f.pc = 1;
		f.at = r->line;
		if (!r->closed)
			r->pc = f;
	}
	return 1;
}

int stack_head_line(struct stack_reader *r, const struct stack_line *l)
{
	if (is_title(l->s, l->end)) {
		r->title = keep(r, l->s, l->end, TITLE_MAX);
		r->part = "";
		r->closed = 0;
		r->pc.name = NULL;
		return 1;
	}
	if (stack_begins(l->s, l->end, "---[ end")) {
		r->closed = 1;
		r->part = r->title = "";
		return 1;
	}
	if (cpu_line(r, l) || task_line(r, l) || crash_line(r, l)) {
		r->closed = 0;
		r->pc.name = NULL;
		return 1;
	}
	if (pc_line(r, l) || sample_line(r, l))
		return 1;
	if (l->end > l->s && l->end[-1] == ':' && l->end - l->s < TITLE_MAX &&
	    strcasecmp(keep(r, l->s, l->end, 16), "call trace")) {
		r->part = keep(r, l->s, l->end, TITLE_MAX);
		return 1;
	}
	return 0;
}

int stack_is_between(const struct stack_line *l)
{
	static const char *const word[] = {
		"RIP:", "RSP:", "RAX:", "RDX:", "RBP:", "R10:", "R13:", "FS:", "CS:", "CR2:", "DR0:",
		"DR3:", "PKRU:", "Code:", "EAX:", "ESI:", "DS:", "ORIG_RAX:", "pstate:", "sp :",
		"Call Trace:", "Call trace:", "Stack:", "Exception stack", "Kernel panic - not",
	};
	size_t i;

	for (i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (stack_begins(l->s, l->end, word[i]))
			return 1;
	/* registers of arm64 and riscv: "x29: ffff… x28: …" */
	return l->end - l->s > 4 && l->s[0] == 'x' && isdigit((unsigned char)l->s[1]) &&
		memchr(l->s, ':', 5) != NULL;
}
