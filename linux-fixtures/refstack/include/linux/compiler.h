/* SPDX-License-Identifier: MIT */
/* What the sources expect of the compiler; attributes that place or mark functions. */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/types.h>

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define READ_ONCE(x)	(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v)	do { *(volatile __typeof__(x) *)&(x) = (v); } while (0)
#define rcu_dereference(p)	READ_ONCE(p)
#define rcu_assign_pointer(p, v)	WRITE_ONCE(p, v)
#define smp_store_release(p, v)	do { *(volatile __typeof__(*(p)) *)(p) = (v); } while (0)

#define __weak		__attribute__((weak))
#define __used		__attribute__((used))
#define __init		__attribute__((cold))
#define __ref
#define __net_init
#define __net_exit
#define noinline	__attribute__((noinline))
#define __alias(name)	__attribute__((alias(#name)))
#define __packed	__attribute__((packed))
#define fallthrough	__attribute__((fallthrough))
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#define __maybe_unused	__attribute__((unused))
#define __user

#define offsetof(type, member)	__builtin_offsetof(type, member)
#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define __same_type(a, b)	__builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define min(a, b)	({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); \
			   a_ < (__typeof__(a))b_ ? a_ : (__typeof__(a))b_; })
#define max(a, b)	({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); \
			   a_ > (__typeof__(a))b_ ? a_ : (__typeof__(a))b_; })
#define __stringify_1(x)	#x
#define __stringify(x)	__stringify_1(x)
#define __PASTE_1(a, b)	a##b
#define __PASTE(a, b)	__PASTE_1(a, b)
#define EXPORT_SYMBOL(sym)	extern __typeof__(sym) sym

#endif
