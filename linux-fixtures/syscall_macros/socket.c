/* SPDX-License-Identifier: MIT */
#include "syscalls.h"

long inner_connect(int fd, const void *addr)
{
	return fd + (addr != 0);
}

long inner_send(int fd, const void *buf)
{
	return fd + (buf != 0);
}

SYSCALL_DEFINE2(connect, int, fd, const void *, addr)
{
	return inner_connect(fd, addr);	/* @connect */
}

SYSCALL_DEFINE2(sendto, int, fd, const void *, buf)
{
	return inner_send(fd, buf);
}

static long task_pid(void)
{
	return 1;
}

SYSCALL_DEFINE0(getpid)
{
	return task_pid();
}
