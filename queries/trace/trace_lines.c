/* SPDX-License-Identifier: MIT */
/* One line of a trace at a time. */
#include <ctype.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "trace_p.h"

#define MAX_STACK 256		/* of one CPU; the kernel's own limit is 50 (FTRACE_RETFUNC_DEPTH) */
#define MAX_CPU 4096
#define MAX_COLUMN 32

struct stack {
	uint32_t nr;
	uint32_t name[MAX_STACK];	/* 0: entered before the trace began */
};

struct trace_state {
	struct stack **cpu;		/* function_graph */
	uint32_t nr_cpu;
	uint32_t inner;			/* perf: the frame before this one */
	int in_chain;
	int table;			/* a header was seen */
	int column[6];			/* of the table: caller, callee, site_file, site_line, pointer, count */
};

static const char *const column_name[] = { "caller", "callee", "site_file", "site_line", "pointer", "count" };
enum { COL_CALLER, COL_CALLEE, COL_FILE, COL_LINE, COL_POINTER, COL_COUNT };

struct trace_state *trace_state_new(void)
{
	return xcalloc(1, sizeof(struct trace_state));
}

void trace_state_free(struct trace_state *st)
{
	uint32_t i;

	if (!st)
		return;
	for (i = 0; i < st->nr_cpu; i++)
		free(st->cpu[i]);
	free(st->cpu);
	free(st);
}

static uint32_t name_of(struct trace *t, const char *s, size_t len)
{
	size_t n = trace_name(&s, len), i;

	for (i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '_' && s[i] != '.' && s[i] != '$')
			return 0;
	if (!n || isdigit((unsigned char)s[0]))
		return 0;
	return strtab_addn(&t->str, s, n);
}

/* ---- "callee <-caller", "callee <-- caller" ------------------------------------------ */

static int function_line(struct trace *t, char *line, size_t len)
{
	char *arrow = memmem(line, len, " <-", 3), *from, *start = arrow;
	uint32_t callee, caller;

	if (!arrow)
		return 0;
	while (start > line && start[-1] != ' ' && start[-1] != '\t')
		start--;
	if (arrow > line && arrow[-1] == ']') {		/* "nf_hook [nf_tables] <-x" */
		while (start > line && (start[-1] == ' ' || start[-1] == '\t'))
			start--;
		while (start > line && start[-1] != ' ' && start[-1] != '\t')
			start--;
	}
	from = arrow + 3;
	if (from < line + len && *from == '-')
		from++;
	callee = name_of(t, start, (size_t)(arrow - start));
	caller = name_of(t, from, (size_t)(line + len - from));
	if (!callee || !caller)
		return 0;
	trace_add(t, caller, callee, 0, 0, 1);
	return 1;
}

/* ---- function_graph --------------------------------------------------------------- */

static struct stack *stack_of(struct trace_state *st, uint32_t cpu)
{
	if (cpu >= MAX_CPU)
		return NULL;
	if (cpu >= st->nr_cpu) {
		st->cpu = xrealloc(st->cpu, (cpu + 1), sizeof(*st->cpu));
		memset(st->cpu + st->nr_cpu, 0, (cpu + 1 - st->nr_cpu) * sizeof(*st->cpu));
		st->nr_cpu = cpu + 1;
	}
	if (!st->cpu[cpu])
		st->cpu[cpu] = xcalloc(1, sizeof(*st->cpu[cpu]));
	return st->cpu[cpu];
}

static void enter(struct trace *t, struct stack *s, uint32_t name, int leaf)
{
	if (s->nr && s->nr <= MAX_STACK && s->name[s->nr - 1] && name)
		trace_add(t, s->name[s->nr - 1], name, 0, 0, 1);
	if (leaf)
		return;
	if (s->nr < MAX_STACK)
		s->name[s->nr] = name;
	s->nr++;
}

/* " 1)  0.5 us  |    f() {", "…|  }", and trace-cmd's "[001] … funcgraph_entry: … | f();" */
static int graph_line(struct trace *t, struct trace_state *st, char *line, size_t len)
{
	char *bar = memchr(line, '|', len), *s, *end = line + len, *paren;
	struct stack *stack;
	uint32_t cpu = 0;

	/* the last bar: columns before it may have their own */
	for (s = bar; s && s < end; s++)
		if (*s == '|')
			bar = s;
	if (!bar)
		return 0;
	for (s = line; s < bar && (*s == ' ' || *s == '\t'); s++)
		;
	if (s < bar && isdigit((unsigned char)*s)) {
		cpu = (uint32_t)strtoul(s, &s, 10);
		if (*s != ')')
			return 0;
	} else if ((s = memchr(line, '[', (size_t)(bar - line))) && isdigit((unsigned char)s[1])) {
		cpu = (uint32_t)strtoul(s + 1, NULL, 10);
	} else {
		return 0;
	}
	stack = stack_of(st, cpu);
	if (!stack)
		return 0;
	if (memmem(line, len, "=>", 2)) {	/* a switch of tasks: another stack from here */
		if (!memmem(line, len, "==========>", 11))
			stack->nr = 0;
		return 1;
	}
	for (s = bar + 1; s < end && (*s == ' ' || *s == '\t'); s++)
		;
	if (s == end || (s + 1 < end && s[0] == '/' && s[1] == '*'))
		return 1;		/* an interrupt's arrow, a comment */
	if (*s == '}') {
		if (stack->nr)
			stack->nr--;
		return 1;
	}
	paren = memchr(s, '(', (size_t)(end - s));
	if (!paren)
		return 0;
	while (end > s && (end[-1] == ' ' || end[-1] == '\r'))
		end--;
	enter(t, stack, name_of(t, s, (size_t)(paren - s)), end[-1] != '{');
	return 1;
}

/* ---- perf script -------------------------------------------------------------------- */

/* "\tffffffff81a3 tcp_sendmsg+0x1 ([kernel.kallsyms])": a frame of a chain. */
static int chain_line(struct trace *t, struct trace_state *st, char *line, size_t len)
{
	char *s = line, *end = line + len;
	uint32_t name;
	size_t hex = 0;

	if (!len || (*s != ' ' && *s != '\t'))
		return 0;
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	while (s < end && isxdigit((unsigned char)*s)) {
		s++;
		hex++;
	}
	if (hex < 6 || s == end || *s != ' ' || end[-1] != ')')
		return 0;
	s++;
	name = memmem(s, (size_t)(end - s), "([kernel", 8) || memmem(s, (size_t)(end - s), "([", 2) ||
		memmem(s, (size_t)(end - s), ".ko", 3) || memmem(s, (size_t)(end - s), "vmlinux", 7) ?
		name_of(t, s, (size_t)(end - s)) : 0;
	if (st->in_chain && st->inner && name)
		trace_add(t, name, st->inner, 0, 0, 1);
	st->inner = name;
	st->in_chain = 1;
	return 1;
}

/* ---- dmesg with initcall_debug -------------------------------------------------------- */

static int initcall_line(struct trace *t, char *line, size_t len)
{
	static const char mark[] = "calling  ";
	char *s = memmem(line, len, mark, sizeof(mark) - 1), *end = line + len;
	uint32_t name;

	if (!s || !memmem(s, (size_t)(end - s), " @ ", 3))
		return 0;
	s += sizeof(mark) - 1;
	name = name_of(t, s, (size_t)(end - s));
	if (!name)
		return 0;
	trace_add(t, 0, name, 0, 0, 1);
	return 1;
}

/* ---- a table -------------------------------------------------------------------------- */

static unsigned split(char *line, size_t len, char **field)
{
	unsigned n = 0;
	char *end = line + len, *tab;

	while (n < MAX_COLUMN) {
		field[n++] = line;
		tab = memchr(line, '\t', (size_t)(end - line));
		if (!tab)
			break;
		*tab = '\0';
		line = tab + 1;
	}
	*end = '\0';
	return n;
}

static int header_line(struct trace_state *st, char *line, size_t len)
{
	char *field[MAX_COLUMN];
	unsigned n, i, c;

	if (len < 13 || !memchr(line, '\t', len) || !memmem(line, len, "callee", 6) ||
	    !memmem(line, len, "caller", 6))
		return 0;
	n = split(line, len, field);
	for (c = 0; c < ARRAY_SIZE(column_name); c++) {
		st->column[c] = -1;
		for (i = 0; i < n; i++)
			if (!strcmp(field[i], column_name[c]))
				st->column[c] = (int)i;
	}
	st->table = st->column[COL_CALLER] >= 0 && st->column[COL_CALLEE] >= 0;
	return st->table;
}

static int table_line(struct trace *t, struct trace_state *st, char *line, size_t len)
{
	char *field[MAX_COLUMN];
	const char *of[ARRAY_SIZE(column_name)];
	unsigned n = split(line, len, field), c;
	uint32_t caller, callee, file = 0, number = 0;
	struct trace_call *call;

	for (c = 0; c < ARRAY_SIZE(column_name); c++)
		of[c] = st->column[c] >= 0 && st->column[c] < (int)n ? field[st->column[c]] : "";
	caller = name_of(t, of[COL_CALLER], strlen(of[COL_CALLER]));
	callee = name_of(t, of[COL_CALLEE], strlen(of[COL_CALLEE]));
	if (!caller || !callee)
		return 0;
	if (*of[COL_FILE] && *of[COL_LINE]) {
		file = strtab_add(&t->str, of[COL_FILE]);
		number = (uint32_t)strtoul(of[COL_LINE], NULL, 10);
	}
	call = trace_add(t, caller, callee, file, number,
			 *of[COL_COUNT] ? strtoull(of[COL_COUNT], NULL, 10) : 1);
	call->exact = 1;
	call->pointer |= *of[COL_POINTER] == '1';
	return 1;
}

/* ---- all --------------------------------------------------------------------------------- */

void trace_line(struct trace *t, struct trace_state *st, char *line, size_t len)
{
	enum trace_format f = TRACE_NONE;

	t->lines++;
	if (len && line[len - 1] == '\r')
		len--;
	if (!len || line[0] == '#') {
		st->in_chain = 0;
		st->inner = 0;
		return;
	}
	if (st->table)
		f = table_line(t, st, line, len) ? TRACE_TABLE : TRACE_NONE;
	else if (function_line(t, line, len))
		f = TRACE_FUNCTION;
	else if (graph_line(t, st, line, len))
		f = TRACE_GRAPH;
	else if (chain_line(t, st, line, len))
		f = TRACE_CHAIN;
	else if (initcall_line(t, line, len))
		f = TRACE_INITCALL;
	else if (header_line(st, line, len))
		return;
	if (f != TRACE_CHAIN) {
		st->in_chain = 0;
		st->inner = 0;
	}
	t->of_format[f]++;
	t->strange += f == TRACE_NONE;
}
