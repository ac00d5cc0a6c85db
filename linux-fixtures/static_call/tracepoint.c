/* SPDX-License-Identifier: MIT */
/* A key that is reached by a pointer: with one probe, a tracepoint's call is patched to go there. */
#include "static_call.h"

struct tracepoint_func { void *func, *data; };
struct tracepoint { struct static_call_key *key; void *tramp, *iterator; struct tracepoint_func *funcs; };

extern int __traceiter_exec(void *data, int pid), __traceiter_wake(void *data, long cpu);
DEFINE_STATIC_CALL(tp_exec, __traceiter_exec);
DEFINE_STATIC_CALL(tp_wake, __traceiter_wake);

struct tracepoint tp_exec = { &__SCK__tp_exec, &__SCT__tp_exec, __traceiter_exec };
struct tracepoint tp_wake = { &__SCK__tp_wake, &__SCT__tp_wake, __traceiter_wake };

int __traceiter_exec(void *data, int pid)
{
	struct tracepoint_func *f = tp_exec.funcs;

	((void (*)(void *, int))f->func)(f->data, pid);
	return 0;
}

int __traceiter_wake(void *data, long cpu)
{
	struct tracepoint_func *f = tp_wake.funcs;

	((void (*)(void *, long))f->func)(f->data, cpu);
	return 0;
}

void tracepoint_probe_register(struct tracepoint *tp, void *probe)
{
	static struct tracepoint_func funcs[2];

	funcs[0].func = probe;
	tp->funcs = funcs;
	__static_call_update(tp->key, tp->tramp, tp->funcs[1].func ? tp->iterator : tp->funcs[0].func);
}

static void probe_exec(void *data, int pid) { }
static void probe_wake(void *data, long cpu) { }

void trace_setup(void)
{
	tracepoint_probe_register(&tp_exec, probe_exec);
	tracepoint_probe_register(&tp_wake, probe_wake);
}

void trace_exec(int pid) { static_call(tp_exec)(0, pid); }
void trace_wake(long cpu) { static_call(tp_wake)(0, cpu); }

/* two of one type, each set with its probe */
extern int __traceiter_on(void *data, char c), __traceiter_off(void *data, char c);
DEFINE_STATIC_CALL(tp_on, __traceiter_on);
DEFINE_STATIC_CALL(tp_off, __traceiter_off);
struct tracepoint tp_on = { &__SCK__tp_on, &__SCT__tp_on, __traceiter_on }, tp_off = { &__SCK__tp_off, &__SCT__tp_off, __traceiter_off };
int __traceiter_on(void *data, char c) { return 0; }
int __traceiter_off(void *data, char c) { return 0; }
static void probe_on(void *data, char c) { }
static void probe_off(void *data, char c) { }

void trace_setup_both(void)
{
	tracepoint_probe_register(&tp_on, probe_on);
	tracepoint_probe_register(&tp_off, probe_off);
}

void trace_on(void) { static_call(tp_on)(0, 1); }
void trace_off(void) { static_call(tp_off)(0, 2); }
