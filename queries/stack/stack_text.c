/* SPDX-License-Identifier: MIT */
#include "stack_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "queries/trace/trace.h"
#include "stack_p.h"

#define LINE_BYTES_MAX 4096	/* of a line; what is behind is not looked at */

const char *const stack_form_name[STACK_FORMS] = {
	"", "kernel", "perf", "bpftrace", "gdb", "crash", "ftrace", "folded"
};

static void push(struct stack_reader *r, const struct stack_frame *f)
{
	struct stack_frame *at;

	if (r->cur.nr_frames == STACK_FRAMES_MAX)
		return;
	ALLOC_GROW(r->cur.frame, r->cur.nr_frames + 1, r->alloc);
	at = &r->cur.frame[r->cur.nr_frames++];
	*at = *f;
	if (!at->at)
		at->at = r->line;
	at->on_irq = r->irq;
	at->on_nmi = r->nmi;
}

static void begin(struct stack_reader *r, enum stack_form form)
{
	r->cur = (struct stack_text){
		.form = form, .title = r->title, .part = r->part, .task = r->task,
		.pid = r->pid, .cpu = r->cpu, .first = r->line, .count = 1, .frame = r->cur.frame,
	};
	if (form == STACK_KERNEL && r->pc.name && !r->closed)
		push(r, &r->pc);
	r->pc.name = NULL;
}

/* The place where the CPU was stands twice: before the trace, and in it. */
static void merge_pc(struct stack_text *t)
{
	uint32_t i;

	if (t->nr_frames < 2 || !t->frame[0].pc || t->form != STACK_KERNEL)
		return;
	for (i = 1; i < t->nr_frames && (t->frame[i].guess || i == 1); i++) {
		struct stack_frame *f = &t->frame[i];

		if (strcmp(f->name, t->frame[0].name) || f->offset != t->frame[0].offset)
			continue;
		f->pc = 1;
		f->guess = 0;
		memmove(t->frame, t->frame + 1, (t->nr_frames - 1) * sizeof(*t->frame));
		t->nr_frames--;
		return;
	}
}

static void end_stack(struct stack_reader *r)
{
	struct stack_texts *out = r->out;
	struct stack_frame *kept;

	if (r->cur.form && out->nr == STACKS_MAX)
		out->truncated = 1;
	merge_pc(&r->cur);
	/* names alone, and nothing that says how often: some list */
	if (r->bare)
		r->cur.nr_frames = 0;
	r->bare = 0;
	if (r->cur.form && r->cur.nr_frames > 1 && out->nr < STACKS_MAX) {
		kept = arena_alloc(&out->arena, r->cur.nr_frames * sizeof(*kept));
		memcpy(kept, r->cur.frame, r->cur.nr_frames * sizeof(*kept));
		ALLOC_GROW(out->stack, out->nr + 1, out->alloc);
		out->stack[out->nr] = r->cur;
		out->stack[out->nr++].frame = kept;
	}
	if (r->cur.form) {
		r->part = "";
		r->irq = r->nmi = 0;
	}
	r->cur.form = STACK_NONE;
	r->cur.nr_frames = 0;
}

/* "<IRQ>", "</IRQ>", "<NMI>", "<TASK>", …: behind all that stand here. */
static const char *markers(struct stack_reader *r, const char *s, const char *end)
{
	for (;;) {
		const char *p = stack_blanks(s, end), *close;
		int off;

		if (p == end || *p != '<' || !(close = memchr(p, '>', (size_t)(end - p))) || close - p > 24)
			return s;
		off = p + 1 < close && p[1] == '/';
		p += 1 + off;
		if (p == close || !(isupper((unsigned char)*p) || *p == '#'))
			return s;
		if (stack_begins(p, close, "IRQ") || stack_begins(p, close, "SOFTIRQ"))
			r->irq = (uint8_t)!off;
		else if (stack_begins(p, close, "NMI"))
			r->nmi = (uint8_t)!off;
		else if (stack_begins(p, close, "EOI") || stack_begins(p, close, "EOE") ||
			 (stack_begins(p, close, "TASK") && !off))
			r->irq = r->nmi = 0;
		s = close + 1;
	}
}

/* "]: 3" of bpftrace, "        3" of bcc: how often. */
static int count_line(struct stack_reader *r, const struct stack_line *l)
{
	const char *p = l->s;
	unsigned long v;

	if (p < l->end && *p == ']') {
		p = memmem(p, (size_t)(l->end - p), "]: ", 3);
		if (!p)
			return 0;
		p += 3;
	}
	if (p == l->end || !isdigit((unsigned char)*p))
		return 0;
	for (v = 0; p < l->end && isdigit((unsigned char)*p) && v < 400000000; p++)
		v = v * 10 + (unsigned long)(*p - '0');
	if (p < l->end)
		return 0;
	if (v)
		r->cur.count = (uint32_t)v;
	return 1;
}

/* "f;g;h 12": a stack in one line, outermost first. */
static int folded_line(struct stack_reader *r, const struct stack_line *l)
{
	const char *end = l->end, *p, *s;
	struct stack_frame f = { 0 };
	struct stack_line number;

	while (end > l->s && isdigit((unsigned char)end[-1]))
		end--;
	number = (struct stack_line){ end, end, l->end };
	if (end == l->end || end == l->s || end[-1] != ' ' || !memchr(l->s, ';', (size_t)(end - l->s)))
		return 0;
	end--;
	for (p = l->s; p < end; p++)
		if (isspace((unsigned char)*p) || *p == '(' || *p == '{' || *p == '"')
			return 0;
	end_stack(r);
	begin(r, STACK_FOLDED);
	count_line(r, &number);
	for (p = end; p > l->s; p = s - (s > l->s)) {
		for (s = p; s > l->s && s[-1] != ';'; s--)
			;
		f.symbol = arena_strndup(&r->out->arena, s, (size_t)(p - s));
		f.name = f.symbol;
		f.name = arena_strndup(&r->out->arena, f.symbol, trace_name(&f.name, (size_t)(p - s)));
		if (*f.name)
			push(r, &f);
	}
	end_stack(r);
	return 1;
}

/* gdb and crash -l put the place on a line of its own. */
static int place_line(struct stack_reader *r, const struct stack_line *l)
{
	struct stack_frame *f = r->cur.nr_frames ? &r->cur.frame[r->cur.nr_frames - 1] : NULL;
	const char *s = l->s, *colon, *p;

	if (!f || (r->cur.form != STACK_GDB && r->cur.form != STACK_CRASH) || l->s == l->from)
		return 0;
	if (stack_begins(s, l->end, "at "))
		s += 3;
	colon = memmem(s, (size_t)(l->end - s), ".c:", 3);
	if (!colon || f->file || memchr(s, ' ', (size_t)(colon - s)))
		return 0;
	p = stack_blanks(colon + 3, l->end);
	f->file = arena_strndup(&r->out->arena, s, (size_t)(colon + 2 - s));
	f->line = 0;
	while (p < l->end && isdigit((unsigned char)*p) && f->line < 100000000)
		f->line = f->line * 10 + (uint32_t)(*p++ - '0');
	return 1;
}

/* The frame where an interrupt or a fault came in stands as a register. */
static void interrupted_at(struct stack_reader *r)
{
	if (r->cur.form == STACK_KERNEL && r->pc.name)
		push(r, &r->pc);
	r->pc.name = NULL;
}

static int other_line(struct stack_reader *r, const struct stack_line *l)
{
	struct stack_frame f;

	if (r->cur.form == STACK_BPF || r->in_map) {
		if (count_line(r, l)) {
			r->in_map = r->bare = 0;
			end_stack(r);
			return 1;
		}
	}
	if (stack_begins(l->s, l->end, "@[") || stack_begins(l->s, l->end, "@stacks[")) {
		end_stack(r);
		r->in_map = 1;
		return 1;
	}
	if (place_line(r, l))
		return 1;
	if (r->cur.form == STACK_KERNEL && stack_is_between(l)) {
		stack_head_line(r, l);
		interrupted_at(r);
		return 1;
	}
	if ((r->cur.form == STACK_CRASH || r->cur.form == STACK_GDB) && l->s - l->from > 2)
		return 1;	/* registers, locals */
	if (folded_line(r, l))
		return 1;
	if ((!r->cur.form || r->cur.form == STACK_BPF) && stack_bare_name(&r->out->arena, l, &f)) {
		if (!r->cur.form) {
			begin(r, STACK_BPF);
			r->bare = !r->in_map;
		}
		push(r, &f);
		return 1;
	}
	return 0;
}

static void take_line(struct stack_reader *r, const char *from, const char *end)
{
	struct stack_line l = { .end = end };
	struct stack_frame f;
	enum stack_form form;

	l.from = stack_skip_prefix(from, end);
	l.from = markers(r, l.from, end);
	l.s = stack_blanks(l.from, end);
	while (l.end > l.s && isspace((unsigned char)l.end[-1]))
		l.end--;
	if (l.s == l.end) {
		/* a marker alone stands inside */
		if (stack_blanks(stack_skip_prefix(from, end), end) == end)
			end_stack(r);
		return;
	}
	form = stack_line_frame(&r->out->arena, &l, r->cur.form, &f);
	if (form == STACK_PERF && !r->sample && r->cur.form != STACK_PERF && !f.has_offset)
		form = STACK_NONE;
	if (form) {
		if (form != r->cur.form || (form == STACK_GDB && stack_begins(l.s, l.end, "#0 ")) ||
		    (form == STACK_CRASH && stack_begins(l.s, l.end, "#0 [")))
			end_stack(r);
		if (!r->cur.form)
			begin(r, form);
		push(r, &f);
		return;
	}
	if (other_line(r, &l))
		return;
	end_stack(r);
	stack_head_line(r, &l);
}

void stack_texts_read(struct stack_texts *st, const char *text, size_t len)
{
	struct stack_reader r = { .out = st, .title = "", .part = "", .task = "", .pid = -1, .cpu = -1 };
	const char *p = text, *end = text + len;

	memset(st, 0, sizeof(*st));
	arena_init(&st->arena);
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p)), *stop = nl ? nl : end;

		r.line++;
		take_line(&r, p, stop - p > LINE_BYTES_MAX ? p + LINE_BYTES_MAX : stop);
		p = nl ? nl + 1 : end;
	}
	end_stack(&r);
	free(r.cur.frame);
}

void stack_texts_release(struct stack_texts *st)
{
	free(st->stack);
	arena_release(&st->arena);
	memset(st, 0, sizeof(*st));
}
