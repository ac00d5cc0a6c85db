/* SPDX-License-Identifier: MIT */
#define __used __attribute__((__used__))
#define __section(s) __attribute__((__section__(s)))
typedef int (*initcall_t)(void);
#define ___define_initcall(fn, id, sec) \
	asm(".section	\"" #sec ".init\", \"a\"		\n" \
	    "__initcall_" #fn #id ":			\n" \
	    ".long	" #fn " - .			\n" \
	    ".previous					\n"); \
	static_assert_type(fn);
#define static_assert_type(fn) _Static_assert(__builtin_types_compatible_p(__typeof__(&fn), initcall_t), "")
#define early_initcall(fn) ___define_initcall(fn, early, .initcallearly)
#define device_initcall(fn) ___define_initcall(fn, 6, .initcall6)
struct obs_kernel_param { const char *str; int (*setup_func)(char *); };
#define __setup(str, fn) \
	static struct obs_kernel_param __setup_##fn __used __section(".init.setup") = { str, fn }

/* what an event's header makes of its event, where the file wants it made */
#ifdef CREATE
#define EVENT_FLAGS(name) \
	static int trace_init_flags_##name(void) { return 0; } \
	early_initcall(trace_init_flags_##name)
#else
#define EVENT_FLAGS(name)
#endif
