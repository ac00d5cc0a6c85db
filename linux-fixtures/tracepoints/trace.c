/* SPDX-License-Identifier: MIT */
/* Probes belong to the tracepoint that they were registered with (kernel/tracepoint.c). */
void *kmalloc(unsigned long size);

struct tracepoint_func {
	void *func;
	void *data;
};

struct tracepoint {
	const char *name;
	int (*regfunc)(void);
	struct tracepoint_func *funcs;
};

struct trace_event_class {
	void *probe;
	void *perf_probe;
};

struct trace_event_call {
	struct trace_event_call *next;
	struct trace_event_class *class;
	struct tracepoint *tp;
};

static int func_add(struct tracepoint_func **funcs, struct tracepoint_func *new)
{
	struct tracepoint_func *copy = kmalloc(2 * sizeof(*copy));

	copy[0] = *new;
	copy[1].func = 0;
	*funcs = copy;
	return 0;
}

int tracepoint_probe_register_prio(struct tracepoint *tp, void *probe, void *data, int prio)
{
	struct tracepoint_func f = { .func = probe, .data = data };
	struct tracepoint_func *funcs = tp->funcs;

	func_add(&funcs, &f);
	tp->funcs = funcs;
	return 0;
}

int tracepoint_probe_register(struct tracepoint *tp, void *probe, void *data)
{
	return tracepoint_probe_register_prio(tp, probe, data, 10);
}

#define EVENT(name)								\
	struct tracepoint __tracepoint_##name = { #name };			\
	int __traceiter_##name(void *data, int x)				\
	{									\
		struct tracepoint_func *it = (&__tracepoint_##name)->funcs;	\
		if (it)								\
			do {							\
				void *f = it->func;				\
				((void (*)(void *, int))f)(it->data, x);	\
			} while ((++it)->func);					\
		return 0;							\
	}									\
	int register_trace_##name(void (*probe)(void *, int), void *data)	\
	{									\
		return tracepoint_probe_register(&__tracepoint_##name, (void *)probe, data); \
	}

EVENT(wake)
EVENT(sleep)
EVENT(fork)
EVENT(user)

static void raw_event_template(void *data, int x) { }
static void perf_template(void *data, int x) { }
static void raw_event_fork(void *data, int x) { }
static void perf_fork(void *data, int x) { }

static struct trace_event_class class_template = { raw_event_template, perf_template };
static struct trace_event_class class_fork = { raw_event_fork, perf_fork };
static struct trace_event_call event_wake = { 0, &class_template, &__tracepoint_wake };
static struct trace_event_call event_sleep = { 0, &class_template, &__tracepoint_sleep };
static struct trace_event_call event_fork = { 0, &class_fork, &__tracepoint_fork };

static struct trace_event_call *events;

void add_events(void)
{
	event_wake.next = &event_sleep;
	event_sleep.next = &event_fork;
	events = &event_wake;
}

int trace_event_reg(struct trace_event_call *call, int perf)
{
	if (perf)
		return tracepoint_probe_register(call->tp, call->class->perf_probe, call);
	return tracepoint_probe_register(call->tp, call->class->probe, call);
}

void enable_all(void)
{
	struct trace_event_call *call;

	for (call = events; call; call = call->next)
		trace_event_reg(call, 0);
}

/* one that is put by hand */
static void probe_wakeup(void *data, int x) { }

void start_tracer(void)
{
	register_trace_wake(probe_wakeup, 0);
}

/* an event that is made at run time, of a tracepoint that is in the struct: set together too */
struct user_event {
	struct trace_event_class class;
	struct trace_event_call call;
	struct tracepoint tracepoint;
};

static void user_probe(void *data, int x) { }

int user_event_make(struct user_event *user)
{
	user->class.probe = user_probe;
	user->call.class = &user->class;
	user->call.tp = &user->tracepoint;
	return trace_event_reg(&user->call, 0);
}

/* a tracepoint that nobody knows: the probe may be at any */
static void any_probe(void *data, int x) { }

int attach_any(struct tracepoint *(*find)(const char *), const char *name)
{
	return tracepoint_probe_register(find(name), any_probe, 0);
}

/* what no registrar is given, but stands in the table, stays */
static void stub(void *data, int x) { }
static struct tracepoint_func stubs[] = { { stub, 0 }, { 0, 0 } };

void stub_user(void)
{
	__tracepoint_user.funcs = stubs;
}
