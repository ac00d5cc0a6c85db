/* SPDX-License-Identifier: MIT */
/* What an entry leads to, and what is only there. */
#define EXPORT_SYMBOL(sym) \
	static void *const __attribute__((used, section("___ksymtab+" #sym))) \
		__ksymtab_##sym = (void *)&sym
#define module_init(fn) \
	static int (*__initcall_##fn)(void) __attribute__((used, section(".initcall6.init"))) = fn
#define module_exit(fn) \
	static void (*__exitcall_##fn)(void) __attribute__((used, section(".exitcall.exit"))) = fn

struct ops { int (*open)(void); int (*ioctl)(void); };
struct driver { const struct ops *ops; struct driver *next; };

static struct driver *drivers;

/* ---- the core: nobody calls start_kernel, but a boot loader's code does by its name */

static int helper(void) { return 0; }

int open_all(void)
{
	struct driver *d;

	for (d = drivers; d; d = d->next)
		d->ops->open();
	return helper();
}

void start_kernel(void) { open_all(); }

int register_driver(struct driver *d)
{
	d->next = drivers;
	drivers = d;
	return 0;
}
EXPORT_SYMBOL(register_driver);

/* ---- a driver that is there */

static int real_open(void) { return 1; }
static const struct ops real_ops = { .open = real_open };
static struct driver real = { .ops = &real_ops };
static int real_init(void) { return register_driver(&real); }
module_init(real_init);
static int only_exit(void) { return 0; }
static void real_exit(void) { only_exit(); }
module_exit(real_exit);

/* ---- a stack that waits for a driver which this configuration has not */

static int stack_open(void) { return 2; }
static const struct ops stack_ops = { .open = stack_open };
static struct driver stack = { .ops = &stack_ops };
static int stack_alloc(void) { return helper(); }

int stack_register(void)
{
	stack_alloc();
	return register_driver(&stack);
}
EXPORT_SYMBOL(stack_register);

/* ---- stored by code that runs, called by none that is known: it may be called */

struct firmware { void (*notify)(void); };
static struct firmware *table;
static void notified(void) { helper(); }

static int firmware_init(void)
{
	table->notify = notified;
	return 0;
}
module_init(firmware_init);

/* ---- a table that is used by its name */

static int by_name(void) { return 3; }
static struct ops named_ops = { .ioctl = by_name };
static int name_init(void) { return named_ops.ioctl(); }
module_init(name_init);

/* ---- an event that only what nobody calls fires: its text is printed nowhere */

struct tracepoint { int (*iterator)(int); };
struct trace_event_call { struct tracepoint *tp; void (*print)(void); };

#define TRACE_EVENT(name)								\
	TRACE_ONLY(name)								\
	static int trace_##name(int x) { return __tracepoint_##name.iterator(x); }

#define TRACE_ONLY(name)								\
	static int __traceiter_##name(int x) { return x; }				\
	static struct tracepoint __tracepoint_##name = { __traceiter_##name };		\
	static void print_##name(void) { }						\
	static struct trace_event_call event_##name = { &__tracepoint_##name, print_##name };	\
	static struct trace_event_call *__event_##name					\
		__attribute__((used, section("_ftrace_events"))) = &event_##name;

TRACE_EVENT(fired)
TRACE_EVENT(silent)
TRACE_ONLY(kept)	/* for old programs: nothing fires it */

extern struct trace_event_call *__start_ftrace_events[], *__stop_ftrace_events[];

static int print_init(void)
{
	struct trace_event_call **call;

	for (call = __start_ftrace_events; call < __stop_ftrace_events; call++)
		(*call)->print();
	return trace_fired(1);
}
module_init(print_init);

int stack_trace(void) { return trace_silent(2); }
EXPORT_SYMBOL(stack_trace);

/* ---- a subsystem without a device: only what nobody calls makes one. What calls its table
 * on every way is not come into, nor what it calls before and behind that */

struct radio_ops { int (*tune)(int); int (*scan)(void); int (*stop)(void); };
struct radio { const struct radio_ops *ops; struct radio *next; };

static struct radio *radios;
static int radio_log(int x) { return x; }
static int soft_tune(int x) { return x; }
static int soft_scan(void) { return 0; }
static const struct radio_ops soft_ops = { .tune = soft_tune, .scan = soft_scan };
static struct radio soft = { .ops = &soft_ops };

int soft_register(void)
{
	soft.next = radios;
	radios = &soft;
	return 0;
}
EXPORT_SYMBOL(soft_register);

static int radio_tune(struct radio *r, int x)
{
	int ret;

	radio_log(x);
	ret = r->ops->tune(x);
	radio_log(ret);
	return ret;
}

/* under a condition it may be come into, and what it calls before */
static int radio_state(int x) { return x; }
static int radio_scan(struct radio *r)
{
	radio_state(2);
	return r->ops->scan ? r->ops->scan() : -1;
}

static int radio_init(void)
{
	struct radio *r;

	for (r = radios; r; r = r->next)
		radio_tune(r, radio_scan(r));
	return 0;
}
module_init(radio_init);

/* what is stored by a function that is called before, or by the caller itself, is there */
static int (*late)(void);
static int late_handler(void) { return 4; }
static int late_store(void) { late = late_handler; return 0; }
static int late_init(void) { late_store(); return late(); }
module_init(late_init);

static int (*own)(void);
static int own_handler(void) { return 5; }
static int own_init(void) { own = own_handler; return own(); }
module_init(own_init);

/* what an entry needs is there, whoever stores it */
static struct { int (*idle)(void); } board;
static int board_idle(void) { return 6; }
int board_setup(void) { board.idle = board_idle; return 0; }
EXPORT_SYMBOL(board_setup);
static int idle_init(void) { return board.idle(); }
module_init(idle_init);

/* ---- nothing in the whole kernel refers to it: it never runs, nor do what it alone calls and
 * what it alone stores */

static void (*alarm_hook)(void);
static void alarm_ring(void) { helper(); }
static void alarm_click(void) { helper(); }
static void alarm_prepare(void) { }

void alarm_arm(void)
{
	alarm_prepare();
	alarm_hook = alarm_ring;
}

static int alarm_init(void)
{
	alarm_hook = alarm_click;
	alarm_hook();
	return 0;
}
module_init(alarm_init);

static void (*fire_hook)(void);
static void fire_now(void) { helper(); }
void fire_arm(void) { fire_hook = fire_now; }
static int fire_init(void)
{
	if (fire_hook)
		fire_hook();
	return 0;
}
module_init(fire_init);

/* programs of another kind call it by its name */
void bpf_fire_log(void) { helper(); }

/* a pointer that is never set is called by nobody who comes there always; under a condition,
 * be it a macro's, he may come */
struct clock_ops { void (*tick)(void); void (*wind)(void); };
static struct clock_ops clock_ops;
static void clock_log(void) { }
static void clock_note(void) { }
static void clock_tick(void) { clock_log(); clock_ops.tick(); }
#define SHOW(member) static void clock_##member(void) { clock_note(); if (clock_ops.member) clock_ops.member(); }
SHOW(wind)
static int clock_init(int x)
{
	if (x)
		clock_tick();
	clock_wind();
	return 0;
}
static int clock_first(void) { return clock_init(0); }
module_init(clock_first);
