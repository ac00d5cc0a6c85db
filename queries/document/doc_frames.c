/* SPDX-License-Identifier: MIT */
/*
 * What debuggers and tracers print, pasted into a report:
 *
 *	#1  0xffff in inet_sendmsg (sock=0x2) at net/ipv4/af_inet.c:830		gdb
 *	 tcp_sendmsg+0x27/0x40							an oops, ftrace
 *	 0)   0.5 us      |    tcp_push();					function_graph
 *	 bash-1977 [000] .... 17284.99: sys_close <-system_call_fastpath		function
 *	 => vfs_write								… with its stack
 */
#include "doc_p.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_DEPTH 64

static const char *blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

static const char *keep_name(struct doc_reader *r, const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && doc_is_word((unsigned char)s[n]))
		n++;
	if (n < 2 || isdigit((unsigned char)*s) || doc_is_keyword(s, n))
		return NULL;
	return arena_strndup(&r->d->arena, s, n);
}

/* "#1  0xffffffff in f (", "[  1.2]  f+0x27/0x40 [mod]", "? f+0x1/0x2" is a guess. */
static const char *frame_name(struct doc_reader *r, const char *s, const char *end)
{
	const char *p;

	s = blanks(s, end);
	if (s < end && *s == '#' && s + 1 < end && isdigit((unsigned char)s[1])) {
		for (s++; s < end && isdigit((unsigned char)*s); s++)
			;
		s = blanks(s, end);
		p = memmem(s, (size_t)(end - s), " in ", 4);
		if (p && p < s + 24 && s + 1 < end && s[0] == '0' && s[1] == 'x')
			s = blanks(p + 4, end);
		return keep_name(r, s, end);
	}
	if (s < end && *s == '[' && (p = memchr(s, ']', (size_t)(end - s))))
		s = blanks(p + 1, end);
	/* the stack that a tracer prints with an event */
	if (end - s > 3 && !memcmp(s, "=> ", 3)) {
		s = blanks(s + 3, end);
		for (p = s; p < end && doc_is_word((unsigned char)*p); p++)
			;
		if (blanks(p, end) == end)
			return keep_name(r, s, end);
	}
	for (p = s; p < end && (doc_is_word((unsigned char)*p) || *p == '.'); p++)
		;
	return end - p > 3 && !memcmp(p, "+0x", 3) ? keep_name(r, s, end) : NULL;
}

static void recorded(struct doc_reader *r, uint32_t line, const char *s, size_t n, const char *caller,
		     const char *callee)
{
	uint32_t before = r->d->nr;

	doc_step(r, line, s, n, caller, callee, 1);
	if (r->d->nr > before)
		r->d->claim[before].recorded = 1;
}

static uint32_t read_frames(struct doc_reader *r, const struct doc_lines *l, int tell)
{
	const char *inner = NULL, *name;
	uint32_t i, nr = 0;

	for (i = 0; i < l->nr; i++) {
		name = frame_name(r, l->at[i], l->at[i] + l->len[i]);
		if (tell && inner && name)
			recorded(r, l->first + i, l->at[i], l->len[i], name, inner);
		/* a line between that is no frame, such as a guess, hides nothing */
		if (name || !memchr(l->at[i], '?', l->len[i]))
			inner = name;
		nr += name != NULL;
	}
	return nr;
}

/* The text behind the last column of " 0)   0.5 us |    f();", or NULL. */
static const char *graph_text(const char *s, const char *end)
{
	const char *bar = NULL, *p = blanks(s, end);

	while (p < end && isdigit((unsigned char)*p))
		p++;
	if (p == end || *p != ')')
		return NULL;
	for (; p < end && *p != '(' && *p != '/'; p++)
		if (*p == '|')
			bar = p;
	while (!bar && p > s)		/* "0) f() {": no columns */
		if (*--p == ')')
			bar = p;
	return bar ? blanks(bar + 1, end) : NULL;
}

static uint32_t read_graph(struct doc_reader *r, const struct doc_lines *l, int tell)
{
	const char *stack[MAX_DEPTH];
	uint32_t i, nr = 0, depth = 0;

	for (i = 0; i < l->nr; i++) {
		const char *end = l->at[i] + l->len[i], *s = graph_text(l->at[i], end), *name;

		if (!s)
			continue;
		nr++;
		if (s < end && *s == '}') {
			depth -= depth > 0;
			continue;
		}
		name = tell ? keep_name(r, s, end) : NULL;
		if (name && depth && stack[depth - 1])
			recorded(r, l->first + i, s, (size_t)(end - s), stack[depth - 1], name);
		if (memchr(s, '{', (size_t)(end - s)) && depth < MAX_DEPTH)
			stack[depth++] = name;
	}
	return nr;
}

/* "callee <-caller" at a line's end. */
static uint32_t read_function(struct doc_reader *r, const struct doc_lines *l, int tell)
{
	const char *mark, *s, *caller, *callee;
	uint32_t i, nr = 0;

	for (i = 0; i < l->nr; i++) {
		const char *end = l->at[i] + l->len[i];

		mark = memmem(l->at[i], l->len[i], " <-", 3);
		if (!mark)
			continue;
		for (s = mark; s > l->at[i] && doc_is_word((unsigned char)s[-1]); s--)
			;
		nr++;
		if (!tell)
			continue;
		callee = keep_name(r, s, mark);
		caller = keep_name(r, blanks(mark + 3, end), end);
		if (caller && callee)
			recorded(r, l->first + i, s, (size_t)(end - s), caller, callee);
	}
	return nr;
}

static int are_traced(const struct doc_lines *l)
{
	uint32_t i, nr = 0;

	for (i = 0; i < l->nr; i++)
		nr += l->len[i] > 4 && !memcmp(blanks(l->at[i], l->at[i] + l->len[i]), "=> ", 3);
	return nr > 1;
}

int doc_traced(struct doc_reader *r, const struct doc_lines *l)
{
	uint32_t i;

	for (i = 0; i < l->nr; i++)
		if (l->len[i] < 4 || memcmp(blanks(l->at[i], l->at[i] + l->len[i]), "=> ", 3))
			return -1;
	if (l->nr < 3 || read_frames(r, l, 0) != l->nr)
		return -1;
	read_frames(r, l, 1);
	return 0;
}

int doc_frames(struct doc_reader *r, const struct doc_lines *l)
{
	uint32_t text = 0, i;

	for (i = 0; i < l->nr; i++)
		text += l->len[i] > 0;
	if (read_graph(r, l, 0) * 2 > text && text > 1) {
		read_graph(r, l, 1);
		return 0;
	}
	if (read_function(r, l, 0) > 1) {
		read_function(r, l, 1);
		read_frames(r, l, 1);
		return 0;
	}
	/* what a tracer prints around the stacks is no code */
	if (read_frames(r, l, 0) > 1 && (read_frames(r, l, 0) * 2 >= text || are_traced(l))) {
		read_frames(r, l, 1);
		return 0;
	}
	return -1;
}
