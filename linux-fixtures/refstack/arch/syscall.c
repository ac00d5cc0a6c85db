/* SPDX-License-Identifier: MIT */
/* From a call's number to its function: a switch made from the table. */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>

#define __SYSCALL(nr, name)	long __x64_##name(const struct pt_regs *regs);
#include <asm/syscalls_64.h>
#undef __SYSCALL

long sys_ni_syscall(void)
{
	return -ENOSYS;
}

COND_SYSCALL(ptrace)	/* @pitfall 23 */

#define __SYSCALL(nr, name)	case nr: return __x64_##name(regs);	/* @pitfall 12 */
static long x64_sys_call(const struct pt_regs *regs, int nr)
{
	switch (nr) {
#include <asm/syscalls_64.h>
	default:
		return sys_ni_syscall();
	}
}
#undef __SYSCALL

static void exit_to_user_mode(void)
{
	if (current->task_works)
		task_work_run();
}

long do_syscall_64(struct pt_regs *regs, int nr)
{
	long ret = x64_sys_call(regs, nr);

	exit_to_user_mode();
	return ret;
}
