/* SPDX-License-Identifier: MIT */
/*
 * The function_graph tracer. A line, as kernel/trace/trace_functions_graph.c (Linux 6.1)
 * writes it (each column may be missing):
 *
 *	  123.456789 |   1)    sh-123    |  d..1. | + 12.345 us |    f [mod](a=1) { } ; comment
 *	  time          CPU    task         flags    duration      function, two columns a level
 *
 * of trace-cmd report (its task's name may hold anything), and of uftrace:
 *
 *	  db [main] wal-7  [001] d..2.   254.123457: funcgraph_entry:   0.5 us  |    f();
 *	   0.145 us [ 28141] |   f();
 */
#include <ctype.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "trace_p.h"

#define MAX_STACK 256		/* of one task; the kernel's own limit is 50 (FTRACE_RETFUNC_DEPTH) */
#define MAX_CPU 4096
#define MAX_TASKS (1u << 16)
#define LEVEL 2			/* TRACE_GRAPH_INDENT */

struct frame {
	uint32_t name;		/* 0: none that can be read */
	uint32_t indent;
};

struct stack {
	struct frame *frame;
	uint32_t nr, alloc;
	uint8_t interrupted;	/* what is entered next was not called */
};

struct trace_graph {
	struct stack *stack;
	uint32_t nr, alloc;
	struct idmap of_task;	/* task -> 1 + stack */
	uint32_t *cpu, nr_cpu;	/* 1 + the stack of who runs there; 0: not known yet */
};

/* Where a line comes from. */
struct origin {
	uint32_t cpu;		/* NO_CPU: not told */
	uint32_t pid;
	int has_pid;
};

#define NO_CPU MAX_CPU		/* has a stack, too */

enum what { IS_NOTHING, IS_COMMENT, IS_EXIT, IS_ENTRY, IS_LEAF };

struct event {
	enum what what;
	const char *name, *caller;	/* caller: of funcgraph-retaddr, or NULL */
	size_t len, caller_len;
	const char *at;		/* where its text begins */
};

struct trace_graph *trace_graph_new(void)
{
	return xcalloc(1, sizeof(struct trace_graph));
}

void trace_graph_free(struct trace_graph *tg)
{
	uint32_t i;

	if (!tg)
		return;
	for (i = 0; i < tg->nr; i++)
		free(tg->stack[i].frame);
	free(tg->stack);
	free(tg->cpu);
	idmap_release(&tg->of_task);
	free(tg);
}

void trace_graph_lost(struct trace_graph *tg)
{
	uint32_t i;

	for (i = 0; i < tg->nr; i++)
		tg->stack[i].nr = 0;
}

/* ---- whose stack ------------------------------------------------------------------ */

/* 1 + a new stack; 0: there are too many. */
static uint32_t stack_new(struct trace_graph *tg)
{
	if (tg->nr == MAX_TASKS)
		return 0;
	ALLOC_GROW(tg->stack, tg->nr + 1, tg->alloc);
	memset(&tg->stack[tg->nr], 0, sizeof(*tg->stack));
	return ++tg->nr;
}

/* Each CPU has an idle task of its own, and all have the number 0. */
static uint64_t task_key(uint32_t pid, uint32_t cpu)
{
	return idmap_pair(pid, pid ? 0 : cpu + 1);
}

static uint32_t stack_of_task(struct trace_graph *tg, uint32_t pid, uint32_t cpu)
{
	uint32_t *id = idmap_put(&tg->of_task, task_key(pid, cpu), 0);

	if (!*id)
		*id = stack_new(tg);
	return *id;
}

static uint32_t *runs_on(struct trace_graph *tg, uint32_t cpu)
{
	if (cpu >= tg->nr_cpu) {
		tg->cpu = xrealloc(tg->cpu, cpu + 1, sizeof(*tg->cpu));
		memset(tg->cpu + tg->nr_cpu, 0, (cpu + 1 - tg->nr_cpu) * sizeof(*tg->cpu));
		tg->nr_cpu = cpu + 1;
	}
	return &tg->cpu[cpu];
}

static struct stack *stack_of(struct trace_graph *tg, const struct origin *o)
{
	uint32_t *at = runs_on(tg, o->cpu);

	if (o->has_pid)
		*at = stack_of_task(tg, o->pid, o->cpu);
	else if (!*at)
		*at = stack_new(tg);
	return *at ? &tg->stack[*at - 1] : NULL;
}

/* " 1)  migration/0--1  =>  sshd-1755": until here the first ran, whatever was
 * believed. */
static void switch_task(struct trace_graph *tg, uint32_t cpu, uint32_t from, uint32_t to)
{
	uint32_t *at = runs_on(tg, cpu), *id = idmap_put(&tg->of_task, task_key(from, cpu), 0);

	if (!*id)
		*id = *at ? *at : stack_new(tg);
	*at = stack_of_task(tg, to, cpu);
}

/* ---- what happened ---------------------------------------------------------------- */

static void pop(struct stack *s, uint32_t indent)
{
	while (s->nr && s->frame[s->nr - 1].indent >= indent)
		s->nr--;
}

static void enter(struct trace *t, struct stack *s, const struct event *e, uint32_t indent,
		  int unsure)
{
	uint32_t name = trace_name_id(t, e->name, e->len);
	struct trace_call call = { .callee = name, .count = 1, .unsure = !!unsure };
	const struct frame *top;

	pop(s, indent);
	top = s->nr ? &s->frame[s->nr - 1] : NULL;
	if (e->caller) {
		call.caller = trace_name_id(t, e->caller, e->caller_len);
		call.unsure = 0;
	} else if (top && top->indent + LEVEL == indent && !s->interrupted) {
		call.caller = top->name;
		call.nested = 1;
	}
	if (call.caller && name)
		trace_add(t, &call);
	s->interrupted = 0;
	if (e->what != IS_ENTRY || s->nr == MAX_STACK)
		return;
	ALLOC_GROW(s->frame, s->nr + 1, s->alloc);
	s->frame[s->nr++] = (struct frame){ name, indent };
}

/* ---- a line's text ---------------------------------------------------------------- */

static const char *blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

static const char *trim(const char *from, const char *end)
{
	while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return end;
}

static int in_name(unsigned char c)
{
	return isalnum(c) || strchr("_.$+/", c) || c >= 0x80;
}

/* Behind the ")" of the "(" at s; NULL: it has none before a bar. */
static const char *close_paren(const char *s, const char *end)
{
	unsigned depth = 0;

	for (; s < end && *s != '|'; s++) {
		depth += *s == '(';
		if (*s == ')' && !--depth)
			return s + 1;
	}
	return NULL;
}

/* "/" "* <-caller+0x10/0x20 ret=0x0 *" "/" */
static int take_comment(const char *s, const char *end, struct event *e)
{
	if (end - s < 4 || memcmp(s, "/*", 2) || memcmp(end - 2, "*/", 2))
		return 0;
	s = blanks(s + 2, end);
	if (end - s > 4 && !memcmp(s, "<-", 2)) {
		e->caller = s + 2;
		e->caller_len = (size_t)(end - 2 - e->caller);
	}
	return 1;
}

/* "f() {", "f [mod]();", "f(a=1); comment", "}", "} comment", a comment */
static enum what take_event(const char *s, const char *end, struct event *e)
{
	memset(e, 0, sizeof(*e));
	e->at = s = blanks(s, end);
	end = trim(s, end);
	if (s == end)
		return IS_NOTHING;
	if (take_comment(s, end, e)) {
		e->caller = NULL;
		return e->what = IS_COMMENT;
	}
	if (*s == '}') {
		s = blanks(s + 1, end);
		return e->what = s == end || *s == ';' || *s == '/' ? IS_EXIT : IS_NOTHING;
	}
	for (e->name = s; s < end && in_name((unsigned char)*s); s++)
		;
	e->len = (size_t)(s - e->name);
	if (!e->len)
		return IS_NOTHING;
	if (s + 1 < end && *s == ' ' && s[1] == '[') {
		s = memchr(s, ']', (size_t)(end - s));
		s = s ? s + 1 : end;
	}
	if (s >= end || *s != '(' || !(s = close_paren(s, end)))
		return IS_NOTHING;
	s = blanks(s, end);
	e->what = s < end && *s == '{' ? IS_ENTRY : IS_LEAF;
	if (s < end && *s != '{' && *s != ';')
		return e->what = IS_NOTHING;
	s = s < end ? blanks(s + 1, end) : s;
	if (s < end && !take_comment(s, end, e))
		return e->what = IS_NOTHING;
	return e->what;
}

/* "sh-123", "migration/0--1", "db [main] wal-7": a task, by its number. */
static int take_task(const char *s, const char *end, uint32_t *pid)
{
	const char *p;

	s = blanks(s, end);
	for (p = end = trim(s, end); p > s && isdigit((unsigned char)p[-1]); p--)
		;
	if (p == end || p == s || p[-1] != '-' || end - p > 10)
		return 0;
	*pid = (uint32_t)strtoul(p, NULL, 10);
	return 1;
}

/* Back over a "[001]" or "(  123)" that ends at `end`; NULL where none does. */
static const char *before_number(const char *from, const char *end, char open, char close,
				 uint32_t *number)
{
	const char *p;

	end = trim(from, end);
	if (end == from || end[-1] != close)
		return NULL;
	for (p = end - 1; p > from && isdigit((unsigned char)p[-1]); p--)
		;
	if (p == end - 1 || end - p > 8)
		return NULL;
	*number = (uint32_t)strtoul(p, NULL, 10);
	p = trim(from, p);
	return p > from && p[-1] == open ? p - 1 : NULL;
}

/* "  db [main] wal-7  (  7) [001] d..2.   254.123457: ": from behind, as the name
 * may hold anything. trace-cmd's short form has "1d..2." instead of the brackets. */
static int take_report(const char *line, const char *end, struct origin *o)
{
	const char *p = trim(line, end), *q;
	uint32_t group;
	int word;

	for (word = 0; word < 3; word++) {
		q = before_number(line, p, '[', ']', &o->cpu);
		if (q)
			break;
		if (word && p > line && take_task(line, p, &o->pid)) {
			o->has_pid = 1;
			return o->cpu < MAX_CPU;
		}
		for (q = p; q > line && q[-1] != ' ' && q[-1] != '\t'; q--)
			;
		if (word && isdigit((unsigned char)*q))
			o->cpu = (uint32_t)strtoul(q, NULL, 10);
		p = trim(line, q);
		q = NULL;
	}
	if (!q || o->cpu >= MAX_CPU)
		return 0;
	p = before_number(line, q, '(', ')', &group);
	o->has_pid = take_task(line, p ? p : q, &o->pid);
	return 1;
}

/* Behind "  123.456789 |" and "   12 us |", where they are there. */
static const char *skip_time(const char *s, const char *end)
{
	const char *p = blanks(s, end);
	struct event e;
	int n;

	for (n = 0; p < end && (isdigit((unsigned char)*p) || *p == '.'); p++)
		n++;
	p = blanks(p, end);
	if (end - p > 2 && !memcmp(p, "us", 2))
		p = blanks(p + 2, end);
	/* right before the function it is the duration */
	if (!n || p == end || *p != '|' || take_event(p + 1, end, &e))
		return s;
	return blanks(p + 1, end);
}

/* "  12) ": behind it, or s. */
static const char *take_cpu(const char *s, const char *end, uint32_t *cpu)
{
	const char *p = blanks(s, end), *digits = p;

	while (p < end && isdigit((unsigned char)*p))
		p++;
	if (p == digits || p >= end || *p != ')' || p - digits > 6)
		return s;
	*cpu = (uint32_t)strtoul(digits, NULL, 10);
	return p + 1;
}

/* Is this the duration: blanks, "0.541 us", "+ 12.1 us", or uftrace's "0.1 us [ 123]"? */
static int is_duration(const char *s, const char *end)
{
	s = blanks(s, end);
	end = trim(s, end);
	return s == end || (end - s > 2 && (!memcmp(end - 2, "us", 2) || !memcmp(end - 2, "ms", 2)));
}

/* ---- lines -------------------------------------------------------------------------- */

static int event_line(struct trace *t, struct trace_graph *tg, const struct origin *o,
		      const struct event *e, const char *column)
{
	struct stack *s = stack_of(tg, o);
	uint32_t indent = (uint32_t)(e->at - column);

	if (!s || e->what == IS_COMMENT)
		return 1;
	if (e->what == IS_EXIT) {
		pop(s, indent);
		s->interrupted = 0;
		return 1;
	}
	enter(t, s, e, indent, o->cpu == NO_CPU && !o->has_pid);
	return 1;
}

static int report_line(struct trace *t, struct trace_graph *tg, const char *line, const char *end)
{
	const char *at = memmem(line, (size_t)(end - line), ": funcgraph_", 12), *bar;
	struct origin o = { .cpu = 0 };
	struct event e;

	if (!at || !take_report(line, at, &o))
		return 0;
	bar = memchr(at, '|', (size_t)(end - at));
	if (!bar)
		return 0;
	if (!take_event(bar + 1, end, &e))
		return blanks(bar + 1, end) == end;
	return event_line(t, tg, &o, &e, bar + 1);
}

/* The line behind its CPU: "    sh-123     =>    cron-99   ". */
static int switch_line(struct trace_graph *tg, uint32_t cpu, const char *s, const char *end)
{
	const char *arrow = NULL, *p = s;
	uint32_t from, to;

	while ((p = memmem(p, (size_t)(end - p), " => ", 4)) != NULL)
		arrow = p++;
	if (!arrow || !take_task(s, arrow, &from) || !take_task(arrow + 4, end, &to))
		return 0;
	switch_task(tg, cpu, from, to);
	return 1;
}

static int irq_line(struct trace_graph *tg, const struct origin *o, const char *s, const char *end)
{
	static const char in[] = "==========>", out[] = "<==========";
	const char *at = memmem(s, (size_t)(end - s), in, sizeof(in) - 1);
	struct stack *st;

	if (!at && !(at = memmem(s, (size_t)(end - s), out, sizeof(out) - 1)))
		return 0;
	st = stack_of(tg, o);
	if (st)
		st->interrupted = *at == '=';
	return 1;
}

/* The columns between the CPU and the function: whose they are. */
static void take_columns(const char *s, const char *end, struct origin *o)
{
	const char *bar;

	for (; s < end && (bar = memchr(s, '|', (size_t)(end - s))); s = bar + 1) {
		if (take_task(s, bar, &o->pid)) {
			o->has_pid = 1;
			return;
		}
	}
	if (before_number(s, end, '[', ']', &o->pid))		/* uftrace */
		o->has_pid = 1;
	else if (take_task(s, end, &o->pid))
		o->has_pid = 1;
}

static int kernel_line(struct trace *t, struct trace_graph *tg, const char *line, const char *end)
{
	struct origin o = { .cpu = NO_CPU };
	const char *s = skip_time(line, end), *rest = take_cpu(s, end, &o.cpu), *bar, *last;
	struct event e;

	if (o.cpu > NO_CPU || (o.cpu == NO_CPU && rest != s))
		return 0;
	if (rest != s && take_event(rest, end, &e))	/* without columns: nofuncgraph-duration */
		return event_line(t, tg, &o, &e, rest);
	for (bar = rest, last = rest; (bar = memchr(bar, '|', (size_t)(end - bar))); last = ++bar) {
		if (!take_event(bar + 1, end, &e))
			continue;
		take_columns(rest, bar, &o);
		if (o.cpu == NO_CPU && !o.has_pid && !is_duration(last, bar))
			return 0;
		return event_line(t, tg, &o, &e, bar + 1);
	}
	bar = memchr(rest, '|', (size_t)(end - rest));
	if (bar)
		take_columns(rest, bar, &o);
	if (irq_line(tg, &o, rest, end))
		return 1;
	return rest != s && switch_line(tg, o.cpu, rest, end);
}

int trace_graph_line(struct trace *t, struct trace_graph *tg, const char *line, size_t len)
{
	const char *end = line + len;

	return report_line(t, tg, line, end) || kernel_line(t, tg, line, end);
}
