/* SPDX-License-Identifier: MIT */
#ifndef SYSCALLS_H
#define SYSCALLS_H

struct pt_regs {
	unsigned long di, si, dx;
};

#define alias_of(f)	__attribute__((alias(#f)))

/* x86-64: registers, then longs, then the declared types */
#define SYSCALL_DEFINE2(name, t1, a1, t2, a2) \
	static long __se_sys_##name(long a1, long a2); \
	static inline long __do_sys_##name(t1 a1, t2 a2); \
	long __x64_sys_##name(const struct pt_regs *regs); \
	long __x64_sys_##name(const struct pt_regs *regs) \
	{ \
		return __se_sys_##name(regs->di, regs->si); \
	} \
	static long __se_sys_##name(long a1, long a2) \
	{ \
		long ret = __do_sys_##name((t1)a1, (t2)a2); \
		return ret; \
	} \
	static inline long __do_sys_##name(t1 a1, t2 a2)

#define SYSCALL_DEFINE0(name) \
	static long __do_sys_##name(const struct pt_regs *unused); \
	long __x64_sys_##name(const struct pt_regs *regs) alias_of(__do_sys_##name); \
	static long __do_sys_##name(const struct pt_regs *unused)

#endif
