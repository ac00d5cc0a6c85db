/* SPDX-License-Identifier: MIT */
/*
 * Call chains, innermost first: what perf script prints below a sample, and
 * ftrace's stack traces (kernel/trace/trace_output.c, Linux 6.1).
 *
 *	prog  123 [000] 12.345678:     250000 cycles:
 *		ffffffff81a30012 tcp_sendmsg+0x12 ([kernel.kallsyms])
 *	  net/ipv4/tcp.c:1421				-F +srcline
 *		    55d0c0a01110 helper (inlined)	the same address as the next frame
 *		    55d0c0a01110 main+0x10 (/home/someone/a prog)
 *
 * An empty line ends a chain.
 */
#include <ctype.h>

#include "trace_p.h"

#define HEX_MIN 6		/* digits of the first frame's address: no number looks like that */

void trace_chain_end(struct trace_chain *c)
{
	memset(c, 0, sizeof(*c));
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Does the address lie in the upper half, as a 64-bit kernel's do? */
static int is_kernel_address(const char *hex, size_t n)
{
	return n == 16 && hex[0] >= '8';
}

/* "([kernel.kallsyms])", "([nf_tables])", "(/lib/modules/x.ko.xz)", "(vmlinux)" */
static int is_kernel_object(const char *dso, size_t n)
{
	static const char *const not[] = { "[unknown", "[vdso", "[vsyscall", "[stack", "[heap", "[anon" };
	size_t i;

	for (i = 0; i < sizeof(not) / sizeof(*not); i++)
		if (n > strlen(not[i]) && !memcmp(dso, not[i], strlen(not[i])))
			return 0;
	return (n && *dso == '[') || memmem(dso, n, ".ko", 3) || memmem(dso, n, "vmlinux", 7);
}

struct frame {
	const char *name;
	size_t len;
	uint8_t user, inlined, trace;
};

static void frame_take(struct trace *t, struct trace_chain *c, const struct frame *f)
{
	uint32_t name = trace_name_id(t, f->name, f->len);
	struct trace_call call = {
		.caller = name, .callee = c->inner, .count = 1, .user = f->user, .nested = 1,
		.chain = 1, .loose = !f->trace,
	};

	if (c->trace != f->trace)
		c->nr = 0;
	if (c->nr && c->inner && name && c->user == f->user)
		trace_add(t, &call);
	c->inner = name;
	c->user = f->user;
	c->trace = f->trace;
	c->nr++;
}

/* " => tcp_v4_rcv", " => tcp_v4_rcv+0x1/0x2 <ffffffff81000000>" */
static int stack_trace_line(struct trace *t, struct trace_chain *c, const char *s, const char *end)
{
	struct frame f = { .trace = 1 };

	if (end - s < 4 || memcmp(s, "=> ", 3))
		return 0;
	f.name = s + 3;
	f.len = (size_t)(end - f.name);
	frame_take(t, c, &f);
	return 1;
}

/* What follows the address: "name+0x1 (dso)", "name (inlined)", "name". */
static int frame_line(struct trace *t, struct trace_chain *c, const char *hex, size_t nr_hex,
		      const char *s, const char *end)
{
	static const char inlined[] = "(inlined)";
	size_t n = sizeof(inlined) - 1;
	const char *dso = memmem(s, (size_t)(end - s), " (", 2);
	struct frame f = { .name = s, .len = (size_t)((dso ? dso : end) - s) };

	f.inlined = (size_t)(end - s) > n && !memcmp(end - n, inlined, n);
	if (nr_hex && is_kernel_address(hex, nr_hex))
		f.user = 0;
	else if (f.inlined || !dso)
		f.user = c->nr ? c->user : 1;
	else
		f.user = !is_kernel_object(dso + 2, (size_t)(end - dso - 2));
	frame_take(t, c, &f);
	return 1;
}

int trace_chain_line(struct trace *t, struct trace_chain *c, const char *line, size_t len)
{
	const char *s = line, *end = line + len, *hex;
	size_t n;

	while (end > s && is_blank(end[-1]))
		end--;
	if (s < end && *s == '|' && c->nr)	/* -F +srccode */
		return 1;
	while (s < end && is_blank(*s))
		s++;
	if (s > line && stack_trace_line(t, c, s, end))
		return 1;
	for (hex = s; s < end && isxdigit((unsigned char)*s); s++)
		;
	n = (size_t)(s - hex);
	if (hex > line && n >= (c->nr || c->sample ? 1 : HEX_MIN) && s < end && *s == ' ' &&
	    (end[-1] == ')' || n >= HEX_MIN))
		return frame_line(t, c, hex, n, s + 1, end);
	if (hex > line && hex < end && (c->nr || c->sample) && end[-1] == ')' &&
	    memmem(hex, (size_t)(end - hex), " (", 2) && !isdigit((unsigned char)*hex) &&
	    memchr(hex, ':', (size_t)(end - hex)) == NULL)
		return frame_line(t, c, hex, 0, hex, end);
	if (hex > line && c->nr && !c->trace)	/* -F +srcline */
		return 1;
	trace_chain_end(c);
	c->sample = end > line && end[-1] == ':';
	return 0;
}
