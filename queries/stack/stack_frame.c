/* SPDX-License-Identifier: MIT */
#include "stack_p.h"

#include <ctype.h>
#include <string.h>

#include "queries/trace/trace.h"

static int in_symbol(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '.' || c == '$' || c >= 0x80;
}

static size_t symbol_len(const char *s, const char *end)
{
	const char *p = s;

	if (s == end || isdigit((unsigned char)*s) || *s == '.')
		return 0;
	while (p < end && in_symbol((unsigned char)*p))
		p++;
	return (size_t)(p - s);
}

static void set_name(struct arena *a, struct stack_frame *f, const char *s, size_t len)
{
	const char *name = s;
	size_t n = trace_name(&name, len);

	f->symbol = arena_strndup(a, s, len);
	f->name = arena_strndup(a, name, n);
}

/* A number of base 16 or 10; behind it, or s where there is none. */
static const char *number(const char *s, const char *end, unsigned base, uint64_t *v)
{
	const char *p = s;

	*v = 0;
	for (; p < end && p - s < 18; p++) {
		int c = tolower((unsigned char)*p);
		unsigned d = isdigit(c) ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 99;

		if (d >= base)
			break;
		*v = *v * base + d;
	}
	return p;
}

/* "+0x12/0x34", "+0x12", "+38": behind it; `s` where there is none. */
static const char *offset(const char *s, const char *end, struct stack_frame *f)
{
	const char *p = s;
	uint64_t v, size = 0;

	if (p == end || *p != '+')
		return s;
	p++;
	if (stack_begins(p, end, "0x")) {
		p = number(p + 2, end, 16, &v);
		if (stack_begins(p, end, "/0x"))
			p = number(p + 3, end, 16, &size);
	} else {
		const char *d = number(p, end, 10, &v);

		if (d == p)
			return s;
		p = d;
	}
	f->offset = v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
	f->size = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
	f->has_offset = 1;
	return p;
}

/* " [nf_tables 1a2b…]": behind it. "[inline]" is none. */
static const char *module(struct arena *a, const char *s, const char *end, struct stack_frame *f)
{
	const char *p = stack_blanks(s, end), *close;
	size_t n;

	if (p == end || *p != '[' || stack_begins(p, end, "[inline]") ||
	    !(close = memchr(p, ']', (size_t)(end - p))))
		return s;
	n = symbol_len(p + 1, close);
	if (!n)
		return s;
	f->module = arena_strndup(a, p + 1, n);
	return close + 1;
}

/* " net/ipv4/tcp.c:123", behind it; `s` where there is none. */
static const char *place(struct arena *a, const char *s, const char *end, struct stack_frame *f)
{
	const char *p = stack_blanks(s, end), *word = p, *colon = NULL, *q;
	uint64_t line;

	for (; p < end && *p != ' ' && *p != '\t' && *p != ')'; p++)
		if (*p == ':' && p + 1 < end && isdigit((unsigned char)p[1]) && !colon)
			colon = p;
	if (!colon || colon - word < 3 || !memchr(word, '.', (size_t)(colon - word)))
		return s;
	q = number(colon + 1, end, 10, &line);
	f->file = arena_strndup(a, word, (size_t)(colon - word));
	f->line = line > UINT32_MAX ? 0 : (uint32_t)line;
	return q < p ? p : q;
}

const char *stack_symbol(struct arena *a, const char *s, const char *end, struct stack_frame *f)
{
	size_t n = symbol_len(s, end);
	const char *p = s + n;

	if (!n)
		return NULL;
	p = offset(p, end, f);
	if (p == s + n)
		return NULL;
	set_name(a, f, s, n);
	return module(a, p, end, f);
}

/* "[<ffffffff81a30012>] ", "[<0>] ", powerpc's "[c000…] [c000…] ", s390's "([<000…>] ":
 * behind them. *inlined: "[<     inline     >]" was one of them. */
static const char *skip_address(const char *s, const char *end, int *inlined)
{
	const char *p, *close;

	if (end - s > 2 && *s == '(' && s[1] == '[')
		s++;
	while (s < end && *s == '[' && (close = memchr(s, ']', (size_t)(end - s)))) {
		for (p = s + 1; p < close && (isxdigit((unsigned char)*p) || strchr("<> ", *p)); p++)
			;
		*inlined |= p < close && memmem(s, (size_t)(close - s), " inline ", 8) != NULL;
		if ((p < close && !*inlined) || close == s + 1)
			return s;
		s = stack_blanks(close + 1, end);
	}
	return s;
}

/* What may stand behind a frame of a kernel's dump: "(O)", "<ffff…>", "(P)". */
static int is_tail(const char *s, const char *end)
{
	s = stack_blanks(s, end);
	return s == end || strchr("(<[)", *s);
}

/* "tcp_v4_rcv (net/ipv4/tcp.c:12 net/ipv4/tcp_ipv4.c:34 (discriminator 3)) tcp", as
 * scripts/decode_stacktrace.sh of the kernel puts it: the last place is the function's own. */
static int decoded_frame(struct arena *a, const char *s, const char *end, struct stack_frame *f)
{
	size_t n = symbol_len(s, end);
	const char *p = s + n, *q;
	int places = 0;

	if (!n || end - p < 6 || memcmp(p, " (", 2))
		return 0;
	for (p += 2; (q = place(a, p, end, f)) != p; p = q)
		places++;
	if (!places || p == end || (*p != ')' && !stack_begins(p, end, " (")))
		return 0;
	set_name(a, f, s, n);
	return 1;
}

/* "tcp_v4_rcv net/ipv4/tcp_ipv4.c:12 [inline]", as a decoder puts it. */
static int inline_frame(struct arena *a, const char *s, const char *end, int marked,
			struct stack_frame *f)
{
	size_t n = symbol_len(s, end);
	const char *p = s + n, *q;

	if (!n || p == end || *p != ' ')
		return 0;
	q = place(a, p, end, f);
	if (q == p || (!marked && !stack_begins(stack_blanks(q, end), end, "[inline]")))
		return 0;
	set_name(a, f, s, n);
	f->inlined = 1;
	return 1;
}

/* arm: "[<c0010db0>] (f) from [<c0123456>] (g+0x10/0x14)", "f from g+0x10/0x14" */
static int from_frame(struct arena *a, const char *s, const char *end, struct stack_frame *f)
{
	const char *from = memmem(s, (size_t)(end - s), " from ", 6), *p;
	int inlined = 0;

	if (!from || memchr(s, '+', (size_t)(from - s)))
		return 0;
	p = skip_address(from + 6, end, &inlined);
	p += p < end && *p == '(';
	return stack_symbol(a, p, end, f) != NULL;
}

static int kernel_frame(struct arena *a, const struct stack_line *l, struct stack_frame *f)
{
	int marked = 0;
	const char *s = skip_address(l->s, l->end, &marked), *p;

	if (from_frame(a, s, l->end, f))
		return 1;
	if (s < l->end && *s == '?') {
		f->guess = 1;
		s = stack_blanks(s + 1, l->end);
	}
	p = s + symbol_len(s, l->end);
	p = stack_begins(p, l->end, "+0x") ? stack_symbol(a, s, l->end, f) : NULL;
	if (!p)
		return decoded_frame(a, s, l->end, f) ||
			(!f->guess && inline_frame(a, s, l->end, marked, f));
	p = place(a, p, l->end, f);
	return is_tail(p, l->end);
}

static int is_kernel_object(const char *s, const char *end)
{
	size_t n = (size_t)(end - s);

	if (memmem(s, n, "[unknown", 8) || memmem(s, n, "[vdso", 5) || memmem(s, n, "[stack", 6) ||
	    memmem(s, n, "[heap", 5) || memmem(s, n, "[vsyscall", 9))
		return 0;
	return (n > 1 && s[1] == '[') || memmem(s, n, ".ko", 3) || memmem(s, n, "vmlinux", 7);
}

/* "\tffffffff81a30012 f+0x12 ([kernel.kallsyms])" */
static int perf_frame(struct arena *a, const struct stack_line *l, struct stack_frame *f)
{
	const char *s = l->s, *p, *dso;
	uint64_t address;
	size_t n;

	p = number(s, l->end, 16, &address);
	if (l->s == l->from || p - s < 6 || p == l->end || *p != ' ')
		return 0;
	s = stack_blanks(p, l->end);
	n = symbol_len(s, l->end);
	if (!n) {
		f->user = 1;	/* "[unknown]", a C++ name */
		f->symbol = f->name = "";
		return stack_begins(s, l->end, "[unknown") || address >> 63 == 0;
	}
	set_name(a, f, s, n);
	p = offset(s + n, l->end, f);
	dso = memchr(p, '(', (size_t)(l->end - p));
	f->inlined = dso && stack_begins(dso, l->end, "(inlined)");
	f->user = address >> 63 == 0 && !(dso && is_kernel_object(dso, l->end));
	return 1;
}

/* "    f+12" of bpftrace; "    b'f+0x12'" of bcc */
static int bpf_frame(struct arena *a, const struct stack_line *l, struct stack_frame *f)
{
	const char *s = l->s, *end = l->end, *p;
	size_t n;

	if (l->s == l->from)
		return 0;
	if (stack_begins(s, end, "b'") && end - s > 3 && end[-1] == '\'') {
		s += 2;
		end--;
	}
	n = symbol_len(s, end);
	p = s + n;
	if (!n || (s == l->s && (p == end || *p != '+' || stack_begins(p, end, "+0x"))))
		return 0;
	p = offset(p, end, f);
	set_name(a, f, s, n);
	p = module(a, p, end, f);
	return stack_blanks(p, end) == end;
}

int stack_bare_name(struct arena *a, const struct stack_line *l, struct stack_frame *f)
{
	size_t n = symbol_len(l->s, l->end);
	const char *p = l->s + n;

	memset(f, 0, sizeof(*f));
	if (n < 2 || l->s - l->from < 2)
		return 0;
	p = module(a, p, l->end, f);
	set_name(a, f, l->s, n);
	return stack_blanks(p, l->end) == l->end;
}

/* "#1  0xffff… in f (x=1) at a.c:12", "#0 [ffffc900…] f+38 at ffffffff81…" */
static enum stack_form numbered_frame(struct arena *a, const struct stack_line *l,
				      struct stack_frame *f)
{
	const char *s = l->s, *end = l->end, *p, *in;
	enum stack_form form = STACK_GDB;
	uint64_t v;
	size_t n;

	if (s == end || *s != '#')
		return STACK_NONE;
	p = number(s + 1, end, 10, &v);
	if (p == s + 1 || p == end || *p != ' ')
		return STACK_NONE;
	s = stack_blanks(p, end);
	if (s < end && *s == '[') {
		p = memchr(s, ']', (size_t)(end - s));
		if (!p)
			return STACK_NONE;
		form = STACK_CRASH;
		s = stack_blanks(p + 1, end);
	} else if (stack_begins(s, end, "0x")) {
		in = memmem(s, (size_t)(end - s), " in ", 4);
		if (!in || in - s > 24)
			return STACK_NONE;
		s = stack_blanks(in + 4, end);
	}
	n = symbol_len(s, end);
	if (!n)
		return STACK_NONE;
	set_name(a, f, s, n);
	p = offset(s + n, end, f);
	if (form == STACK_GDB) {
		const char *at = NULL, *q = p;

		if (p < end && !stack_begins(p, end, " (") && !f->has_offset)
			return STACK_NONE;
		while ((q = memmem(q, (size_t)(end - q), ") at ", 5)) != NULL)
			at = q++;
		if (at)
			place(a, at + 5, end, f);
		f->pc = v == 0;
	}
	return form;
}

/* "=> f", and "  0)     2928     224   f+0xbc/0x4ac" of the stack tracer */
static int ftrace_frame(struct arena *a, const struct stack_line *l, struct stack_frame *f)
{
	const char *s = l->s, *end = l->end, *p;
	uint64_t v;
	size_t n;
	int i;

	if (stack_begins(s, end, "=> ")) {
		s = stack_blanks(s + 3, end);
		n = symbol_len(s, end);
		if (!n)
			return 0;
		p = offset(s + n, end, f);
		set_name(a, f, s, n);
		return is_tail(module(a, p, end, f), end);
	}
	p = number(s, end, 10, &v);
	if (p == s || p == end || *p != ')')
		return 0;
	for (p++, i = 0; i < 2; i++) {
		s = stack_blanks(p, end);
		p = number(s, end, 10, &v);
		if (p == s)
			return 0;
	}
	p = stack_symbol(a, stack_blanks(p, end), end, f);
	return p && is_tail(p, end);
}

enum stack_form stack_line_frame(struct arena *a, const struct stack_line *l, enum stack_form open,
				 struct stack_frame *f)
{
	static int (*const read[])(struct arena *, const struct stack_line *, struct stack_frame *) = {
		[STACK_KERNEL] = kernel_frame, [STACK_PERF] = perf_frame, [STACK_BPF] = bpf_frame,
		[STACK_FTRACE] = ftrace_frame,
	};
	static const enum stack_form order[] = { STACK_FTRACE, STACK_KERNEL, STACK_PERF, STACK_BPF };
	enum stack_form form;
	size_t i;

	memset(f, 0, sizeof(*f));
	if (l->s == l->end)
		return STACK_NONE;
	form = numbered_frame(a, l, f);
	for (i = 0; !form && i < sizeof(order) / sizeof(*order); i++) {
		memset(f, 0, sizeof(*f));
		if (read[order[i]](a, l, f))
			form = order[i];
	}
	/* crash prints where an exception came from between its frames */
	if (!form && open == STACK_CRASH && stack_begins(l->s, l->end, "[exception RIP: ")) {
		memset(f, 0, sizeof(*f));
		if (stack_symbol(a, l->s + 16, l->end, f)) {
			f->pc = 1;
			form = STACK_CRASH;
		}
	}
	return form;
}
