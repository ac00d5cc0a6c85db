/* SPDX-License-Identifier: MIT */
/*
 * The ways in from a program. SYSCALL_DEFINEn makes three functions: one that
 * takes the registers, one that takes every argument as a long, and the body.
 */
#ifndef _LINUX_SYSCALLS_H
#define _LINUX_SYSCALLS_H

#include <linux/compiler.h>

struct pt_regs {
	unsigned long di, si, dx, r10, r8, r9;
};

#define __MAP1(m, t, a)		m(t, a)
#define __MAP2(m, t, a, ...)	m(t, a), __MAP1(m, __VA_ARGS__)
#define __MAP3(m, t, a, ...)	m(t, a), __MAP2(m, __VA_ARGS__)
#define __MAP4(m, t, a, ...)	m(t, a), __MAP3(m, __VA_ARGS__)
#define __MAP5(m, t, a, ...)	m(t, a), __MAP4(m, __VA_ARGS__)
#define __MAP6(m, t, a, ...)	m(t, a), __MAP5(m, __VA_ARGS__)
#define __MAP(n, m, ...)	__MAP##n(m, __VA_ARGS__)

#define __SC_DECL(t, a)	t a
#define __SC_LONG(t, a)	unsigned long a
#define __SC_CAST(t, a)	(t)a

#define __REGS1	regs->di
#define __REGS2	__REGS1, regs->si
#define __REGS3	__REGS2, regs->dx
#define __REGS4	__REGS3, regs->r10
#define __REGS5	__REGS4, regs->r8
#define __REGS6	__REGS5, regs->r9

#define __SYSCALL_DEFINEx(x, name, ...) \
	static long __se_sys_##name(__MAP(x, __SC_LONG, __VA_ARGS__)); \
	static inline long __do_sys_##name(__MAP(x, __SC_DECL, __VA_ARGS__)); \
	long __x64_sys_##name(const struct pt_regs *regs); \
	long __x64_sys_##name(const struct pt_regs *regs) \
	{ \
		return __se_sys_##name(__REGS##x); \
	} \
	static long __se_sys_##name(__MAP(x, __SC_LONG, __VA_ARGS__)) \
	{ \
		long ret = __do_sys_##name(__MAP(x, __SC_CAST, __VA_ARGS__)); \
		return ret; \
	} \
	static inline long __do_sys_##name(__MAP(x, __SC_DECL, __VA_ARGS__))

#define SYSCALL_DEFINE1(name, ...)	__SYSCALL_DEFINEx(1, name, __VA_ARGS__)
#define SYSCALL_DEFINE2(name, ...)	__SYSCALL_DEFINEx(2, name, __VA_ARGS__)
#define SYSCALL_DEFINE3(name, ...)	__SYSCALL_DEFINEx(3, name, __VA_ARGS__)
#define SYSCALL_DEFINE4(name, ...)	__SYSCALL_DEFINEx(4, name, __VA_ARGS__)
#define SYSCALL_DEFINE5(name, ...)	__SYSCALL_DEFINEx(5, name, __VA_ARGS__)
#define SYSCALL_DEFINE6(name, ...)	__SYSCALL_DEFINEx(6, name, __VA_ARGS__)
/* no arguments: the body is the entry, under a second name */
#define SYSCALL_DEFINE0(name) \
	static long __do_sys_##name(const struct pt_regs *unused); \
	long __x64_sys_##name(const struct pt_regs *regs) __alias(__do_sys_##name); \
	static long __do_sys_##name(const struct pt_regs *unused __maybe_unused)
/* calls that this machine does not have */
#define COND_SYSCALL(name) \
	long __weak __x64_sys_##name(const struct pt_regs *regs); \
	long __weak __x64_sys_##name(const struct pt_regs *regs __maybe_unused) \
	{ \
		return sys_ni_syscall(); \
	}

long sys_ni_syscall(void);
/* arch/syscall.c: call number `nr`, as the processor hands it over. */
long do_syscall_64(struct pt_regs *regs, int nr);

#endif
