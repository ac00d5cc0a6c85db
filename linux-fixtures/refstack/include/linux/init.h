/* SPDX-License-Identifier: MIT */
/*
 * Functions that run at boot. An initcall is not called by name: its address
 * is put in a section of its own, one per level, and init/main.c walks the
 * sections between symbols of the linker (refstack.lds).
 *
 * There are two forms of entry, as on real machines:
 *  - levels early and console: a pointer to the function;
 *  - levels 0 to 7: 32 bits, the distance from the entry to the function,
 *    which only the assembler sees.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>

typedef int (*initcall_t)(void);
typedef int initcall_entry_t;

static inline initcall_t initcall_from_entry(initcall_entry_t *entry)
{
	return (initcall_t)((unsigned long)entry + (long)*entry);
}

#define __define_initcall_pointer(fn, sec) \
	static initcall_t __initcall_##fn __used \
		__attribute__((section(#sec))) = fn

/* keeps the compiler from dropping a function that only assembler names */
#define __ADDRESSABLE(sym) \
	static void *__attribute__((used, section(".discard.addressable"))) \
		__PASTE(__addressable_, __PASTE(sym, __LINE__)) = (void *)&sym

#define __define_initcall_relative(fn, sec) \
	__ADDRESSABLE(fn); \
	__asm__(".pushsection \"" #sec "\", \"a\"\n" \
		".balign 4\n" \
		".long " #fn " - .\n" \
		".popsection\n"); \
	_Static_assert(__same_type(initcall_t, &fn), "an initcall takes nothing and returns int")

#define early_initcall(fn)	__define_initcall_pointer(fn, .initcallearly.init)
#define console_initcall(fn)	__define_initcall_pointer(fn, .con_initcall.init)
#define pure_initcall(fn)	__define_initcall_relative(fn, .initcall0.init)
#define core_initcall(fn)	__define_initcall_relative(fn, .initcall1.init)
#define postcore_initcall(fn)	__define_initcall_relative(fn, .initcall2.init)
#define arch_initcall(fn)	__define_initcall_relative(fn, .initcall3.init)
#define subsys_initcall(fn)	__define_initcall_relative(fn, .initcall4.init)
#define fs_initcall(fn)		__define_initcall_relative(fn, .initcall5.init)
#define device_initcall(fn)	__define_initcall_relative(fn, .initcall6.init)
#define late_initcall(fn)	__define_initcall_relative(fn, .initcall7.init)
#define module_init(fn)		device_initcall(fn)

int do_one_initcall(initcall_t fn);
void start_kernel(void);
void rest_init(void);
void arch_call_rest_init(void);

/* In the order in which start_kernel() calls them. */
void sched_init(void);
void rcu_init(void);
void init_timers(void);
void softirq_init(void);
void console_init(void);
void net_ns_init(void);

#endif
