/* SPDX-License-Identifier: MIT */
/* One line of a trace at a time. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "trace_p.h"

#define MAX_COLUMN 32

struct trace_state {
	struct trace_graph *graph;
	struct trace_chain chain;
	int table;			/* a header was seen */
	int column[6];			/* of the table: caller, callee, site_file, site_line, pointer, count */
};

static const char *const column_name[] = { "caller", "callee", "site_file", "site_line", "pointer", "count" };
enum { COL_CALLER, COL_CALLEE, COL_FILE, COL_LINE, COL_POINTER, COL_COUNT };

struct trace_state *trace_state_new(void)
{
	struct trace_state *st = xcalloc(1, sizeof(*st));

	st->graph = trace_graph_new();
	return st;
}

void trace_state_free(struct trace_state *st)
{
	if (!st)
		return;
	trace_graph_free(st->graph);
	free(st);
}

/* ---- "callee <-caller", "callee <-- caller" ------------------------------------------ */

static char *trim(char *from, char *end)
{
	while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return end;
}

/* Back over what stands behind a name: " <ffffffff81000000>" (sym-addr), " [module]",
 * "(a=1, b=2)" (func-args, 6.15). NULL: an opening one is missing. */
static char *name_end(char *from, char *end)
{
	static const char close[] = ">])", open[] = "<[(";
	const char *kind;
	unsigned depth;
	char *p;

	for (end = trim(from, end); end > from && (kind = strchr(close, end[-1])); end = trim(from, p)) {
		for (depth = 0, p = end; p > from; p--) {
			depth += p[-1] == *kind;
			if (p[-1] == open[kind - close] && !--depth)
				break;
		}
		if (p == from)
			return NULL;
		p--;
	}
	return end;
}

static int function_line(struct trace *t, char *line, size_t len)
{
	char *arrow = memmem(line, len, " <-", 3), *from, *start, *end;
	struct trace_call call = { .count = 1 };

	end = arrow ? name_end(line, arrow) : NULL;
	if (!end)
		return 0;
	for (start = end; start > line && start[-1] != ' ' && start[-1] != '\t'; start--)
		;
	from = arrow + 3;
	if (from < line + len && *from == '-')
		from++;
	call.callee = trace_name_id(t, start, (size_t)(end - start));
	call.caller = trace_name_id(t, from, (size_t)(line + len - from));
	if (!call.callee || !call.caller)
		return 0;
	trace_add(t, &call);
	return 1;
}

/* ---- dmesg with initcall_debug -------------------------------------------------------- */

static int initcall_line(struct trace *t, char *line, size_t len)
{
	static const char mark[] = "calling  ";
	char *s = memmem(line, len, mark, sizeof(mark) - 1), *end = line + len;
	struct trace_call call = { .count = 1 };

	if (!s || !memmem(s, (size_t)(end - s), " @ ", 3))
		return 0;
	s += sizeof(mark) - 1;
	call.callee = trace_name_id(t, s, (size_t)(end - s));
	if (!call.callee)
		return 0;
	trace_add(t, &call);
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
	struct trace_call call = { 0 }, *at;

	for (c = 0; c < ARRAY_SIZE(column_name); c++)
		of[c] = st->column[c] >= 0 && st->column[c] < (int)n ? field[st->column[c]] : "";
	call.caller = trace_name_id(t, of[COL_CALLER], strlen(of[COL_CALLER]));
	call.callee = trace_name_id(t, of[COL_CALLEE], strlen(of[COL_CALLEE]));
	if (!call.caller || !call.callee)
		return 0;
	if (*of[COL_FILE] && *of[COL_LINE]) {
		call.file = strtab_add(&t->str, of[COL_FILE]);
		call.line = (uint32_t)strtoul(of[COL_LINE], NULL, 10);
	}
	call.count = *of[COL_COUNT] ? strtoull(of[COL_COUNT], NULL, 10) : 1;
	at = trace_add(t, &call);
	at->exact = 1;
	at->pointer |= *of[COL_POINTER] == '1';
	return 1;
}

/* ---- all --------------------------------------------------------------------------------- */

/* "CPU:0 [LOST 53 EVENTS]", trace-cmd's "CPU:0 [53 EVENTS DROPPED]", and
 * "##### CPU 2 buffer started ####": a buffer's older part was overwritten. */
static int is_gap(const char *line, size_t len)
{
	if (line[0] == '#')
		return memmem(line, len, " buffer started ", 16) != NULL;
	return len > 4 && !memcmp(line, "CPU:", 4) && memmem(line, len, "EVENTS", 6) &&
		(memmem(line, len, "LOST", 4) || memmem(line, len, "DROPPED", 7));
}

void trace_line(struct trace *t, struct trace_state *st, char *line, size_t len)
{
	enum trace_format f = TRACE_NONE;

	t->lines++;
	if (len && line[len - 1] == '\r')
		len--;
	if (len && is_gap(line, len))
		trace_graph_lost(st->graph);
	if (!len || line[0] == '#') {
		trace_chain_end(&st->chain);
		return;
	}
	if (st->table)
		f = table_line(t, st, line, len) ? TRACE_TABLE : TRACE_NONE;
	else if (trace_graph_line(t, st->graph, line, len))
		f = TRACE_GRAPH;
	else if (function_line(t, line, len))
		f = TRACE_FUNCTION;
	else if (trace_chain_line(t, &st->chain, line, len))
		f = TRACE_CHAIN;
	else if (initcall_line(t, line, len))
		f = TRACE_INITCALL;
	else if (header_line(st, line, len))
		return;
	if (f == TRACE_GRAPH || f == TRACE_FUNCTION)
		trace_chain_end(&st->chain);
	t->of_format[f]++;
	t->strange += f == TRACE_NONE;
}
