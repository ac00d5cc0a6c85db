/* SPDX-License-Identifier: MIT */
/*
 * (A kernel's own: lib/dump_stack.c, arch/x86/kernel/dumpstack.c, kernel/stacktrace.c, Linux 6.1.)
 *
 * Stacks as kernels, tracers and debuggers print them, read out of any text:
 * a console log, a mail, a file of perf script. Recognised line by line:
 *
 *   a kernel's own dump	oops, WARN, BUG, KASAN, KCSAN, UBSAN, lockdep, hung task,
 *				watchdog, sysrq-t, /proc/PID/stack: "f+0x12/0x34 [module]",
 *				"[<ffff…>] ? f+0x12/0x34", "f from g+0x1/0x2" (arm), also
 *				with the places that a decoder puts behind ("a.c:12 [inline]")
 *   perf script		"ffffffff81a30012 f+0x12 ([kernel.kallsyms])"
 *   bpftrace, bcc		"f+12" between "@[" and "]: 3"; names alone, indented
 *   gdb				"#1  0xffff… in f (x=1) at a.c:12"
 *   crash			"#1 [ffffc900…] f at ffffffff81…"
 *   ftrace			" => f", and the stack tracer's table
 *   folded stacks		"f;g;h 12", outermost first
 *
 * What stands before a line (log level, time, "[T12]", "> ") is left out. The
 * bytes are hostile: any length, any content.
 */
#ifndef KPATH_QUERIES_STACK_TEXT_H
#define KPATH_QUERIES_STACK_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum stack_form {
	STACK_NONE, STACK_KERNEL, STACK_PERF, STACK_BPF, STACK_GDB, STACK_CRASH, STACK_FTRACE,
	STACK_FOLDED, STACK_FORMS
};
extern const char *const stack_form_name[STACK_FORMS];

struct stack_frame {
	const char *symbol;	/* as printed: "tcp_ack.isra.0" */
	const char *name;	/* without what compilers put behind it */
	const char *module;	/* NULL: none was printed */
	const char *file;	/* place in the source, where the report has it; or NULL */
	uint32_t line;
	uint32_t at;		/* line of the text, from 1 */
	uint32_t offset, size;	/* bytes into the function, and its own (0: not told) */
	uint8_t has_offset;
	uint8_t guess;		/* '?': an address on the stack that the unwinder could not vouch for */
	uint8_t inlined;	/* printed as an inlined one */
	uint8_t pc;		/* where the CPU was: an instruction, not a return address */
	uint8_t user;		/* of a user program */
	uint8_t on_irq;		/* stands between <IRQ> and </IRQ> */
	uint8_t on_nmi;		/* … <NMI> and </NMI> */
};

struct stack_text {
	enum stack_form form;
	const char *title;	/* "BUG: KASAN: use-after-free in f", or "" */
	const char *part;	/* "Freed by task 12", or "" */
	const char *task;	/* its name, or "" */
	int32_t pid, cpu;	/* -1: not told */
	uint32_t first;		/* line of the text */
	uint32_t count;		/* how often, as the text says; 1 */
	struct stack_frame *frame;	/* innermost first */
	uint32_t nr_frames;
};

struct stack_texts {
	struct arena arena;
	struct stack_text *stack;
	uint32_t nr, alloc;
	int truncated;		/* there was more than STACKS_MAX */
};

#define STACKS_MAX 20000
#define STACK_FRAMES_MAX 1024	/* of one stack: what is deeper is left out */

/* Never fails: a text without a stack gives none. */
void stack_texts_read(struct stack_texts *st, const char *text, size_t len);
void stack_texts_release(struct stack_texts *st);

#endif
