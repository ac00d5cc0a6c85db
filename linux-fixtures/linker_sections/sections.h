/* SPDX-License-Identifier: MIT */
#define __section(s) __attribute__((__section__(s)))
#define __used __attribute__((__used__))

struct obs_kernel_param { const char *str; int (*setup_func)(char *); int early; };
struct earlycon_id { char name[16]; int (*setup)(void); };
struct event_ops { int (*reg)(void); };
struct event { const struct event_ops *ops; int flags; };
struct command { const char *name; void (*run)(void); };
struct device_id { const char *compatible; void (*init)(void); };
struct nobody { void (*f)(void); };
typedef void (*test_fn)(void);

#define __setup_param(str, id, fn, early) \
	static const char __setup_str_##id[] __section(".init.rodata") = str; \
	static struct obs_kernel_param __setup_##id __used __section(".init.setup") = \
		{ __setup_str_##id, fn, early }
#define __setup(str, fn) __setup_param(str, fn, fn, 0)
#define early_param(str, fn) __setup_param(str, fn, fn, 1)
#define EARLYCON_DECLARE(n, fn) \
	static const struct earlycon_id __earlycon_##n __used __section("__earlycon_table") = \
		{ .name = #n, .setup = fn }
#define EVENT(n, o) \
	static struct event event_##n = { .ops = o }; \
	static struct event *__event_##n __used __section("my_events") = &event_##n
#define COMMAND(n, fn) static const struct command cmd_##n __used __section("cmds") = { #n, fn }
#define OF_DECLARE(table, n, fn) \
	static const struct device_id __of_##n __used __section("__" #table "_of_table") = { #n, fn }
#define TEST(fn) static test_fn __test_##fn __used __section("tests") = fn

struct apic { void (*probe)(void); };
