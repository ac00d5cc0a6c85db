/* SPDX-License-Identifier: MIT */
#include "trace.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "trace_p.h"

#define READ_SIZE (1u << 20)
#define MAX_BYTES (256u << 20)	/* before the first call */
#define LINE_MAX_BYTES (1u << 16)	/* longer lines are cut: no tracer prints such */

const char *const trace_format_name[TRACE_NR] = {
	"", "function tracer", "function_graph tracer", "call chains", "initcall_debug", "table"
};

void trace_init(struct trace *t)
{
	memset(t, 0, sizeof(*t));
	strtab_init(&t->str);
}

void trace_release(struct trace *t)
{
	strtab_release(&t->str);
	free(t->call);
	idmap_release(&t->by_pair);
	memset(t, 0, sizeof(*t));
}

/* A name in C has no dot: what follows one was put there by a compiler. Assembler's
 * names may have dots, so only what compilers are known to write is cut off. */
static int is_suffix(const char *s, size_t n)
{
	static const char *const word[] = {
		"isra", "constprop", "part", "cold", "llvm", "lto_priv", "clone", "localalias",
		"__uniq", "cfi", "cfi_jt", "hot", "unlikely", "warm", "resolver", "ifunc",
	};
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(word); i++) {
		len = strlen(word[i]);
		if (n >= len && !memcmp(s, word[i], len) && (n == len || s[len] == '.'))
			return 1;
	}
	for (i = 0; i < n && s[i] >= '0' && s[i] <= '9'; i++)
		;
	return i == n || (i && s[i] == '.');	/* a nested or renamed static function */
}

size_t trace_name(const char **s, size_t len)
{
	size_t n = 0, i;

	while (len && (**s == ' ' || **s == '\t')) {
		(*s)++;
		len--;
	}
	while (n < len && !strchr(" +[(\t;/<", (*s)[n]))
		n++;
	for (i = 1; i + 1 < n; i++)
		if ((*s)[i] == '.' && is_suffix(*s + i + 1, n - i - 1))
			return i;
	return n;
}

uint32_t trace_name_id(struct trace *t, const char *s, size_t len)
{
	size_t n = trace_name(&s, len), i;

	for (i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && !strchr("_.$", s[i]) && (unsigned char)s[i] < 0x80)
			return 0;
	if (!n || isdigit((unsigned char)s[0]))
		return 0;
	return strtab_addn(&t->str, s, n);
}

#define ANYWHERE UINT32_MAX	/* as a line: a pair without its place and kind */

static uint64_t pair_key(uint32_t caller, uint32_t callee, uint32_t file, uint32_t line)
{
	return digest_mix(idmap_pair(caller, callee), idmap_pair(file, line));
}

static uint64_t call_key(const struct trace_call *c)
{
	return digest_mix(pair_key(c->caller, c->callee, c->file, c->line), c->user);
}

struct trace_call *trace_add(struct trace *t, const struct trace_call *call)
{
	uint32_t *id = idmap_put(&t->by_pair, call_key(call), 0), at = *id;
	struct trace_call *c;

	if (!*id) {
		ALLOC_GROW(t->call, t->nr_call + 1, t->alloc_call);
		t->call[t->nr_call] = *call;
		t->call[t->nr_call].count = 0;
		*id = at = ++t->nr_call;
		idmap_put(&t->by_pair, pair_key(call->caller, call->callee, 0, ANYWHERE), at);
	}
	c = &t->call[at - 1];
	c->nested &= call->nested;
	c->chain &= call->chain;
	c->loose &= call->loose;
	c->unsure &= call->unsure;
	c->count += call->count;
	t->calls += call->count;
	return c;
}

int trace_has(const struct trace *t, const char *caller, const char *callee)
{
	uint32_t a = strtab_find(&t->str, caller), b = strtab_find(&t->str, callee);

	return a && b && idmap_get(&t->by_pair, pair_key(a, b, 0, ANYWHERE)) != NULL;
}

/* ---- files --------------------------------------------------------------------- */

struct lines {
	char *buf;
	size_t len;		/* of a line that goes on */
};

static void take_block(struct trace *t, struct trace_state *st, struct lines *l, char *p, size_t n)
{
	char *end = p + n, *nl;

	while (p < end) {
		size_t part;

		nl = memchr(p, '\n', (size_t)(end - p));
		part = (size_t)((nl ? nl : end) - p);
		if (!l->len && nl) {
			trace_line(t, st, p, part);
		} else {
			if (part > LINE_MAX_BYTES - l->len)
				part = LINE_MAX_BYTES - l->len;
			memcpy(l->buf + l->len, p, part);
			l->len += part;
			if (nl) {
				trace_line(t, st, l->buf, l->len);
				l->len = 0;
			}
		}
		if (!nl)
			break;
		p = nl + 1;
	}
}

int trace_read(struct trace *t, const char *path, struct strbuf *err)
{
	gzFile f = gzopen(path, "rb");
	struct trace_state *st;
	struct lines l = { 0 };
	size_t total = 0;
	char *block;
	int n, bad;

	if (!f)
		return error(err, "cannot open the trace %s: %s", path, strerror(errno));
	gzbuffer(f, READ_SIZE);
	block = xmalloc(READ_SIZE);
	l.buf = xmalloc(LINE_MAX_BYTES + 1);
	st = trace_state_new();
	/* what never ends, or unpacks to nothing but zeros, has no calls to wait for */
	while ((n = gzread(f, block, READ_SIZE)) > 0 && (t->nr_call || (total += (size_t)n) < MAX_BYTES))
		take_block(t, st, &l, block, (size_t)n);
	bad = n < 0;
	/* without its newline nobody knows where a name ends */
	if (l.len)
		t->cut = 1;
	trace_state_free(st);
	free(l.buf);
	free(block);
	gzclose(f);
	if (bad && !t->nr_call)
		return error(err, "the trace %s can't be read to its end: it is damaged", path);
	t->cut |= bad;
	if (!t->nr_call)
		return error(err, "no line of %s is a recorded call; ftrace (function, function_graph), trace-cmd report, perf script, initcall_debug and tables of caller and callee are understood",
			     path);
	return 0;
}
