/* SPDX-License-Identifier: MIT */
/* System calls as a program makes them. All return what the kernel returns: an error is negative. */
#ifndef USER_LIBC_H
#define USER_LIBC_H

#include <linux/headers.h>
#include <linux/net.h>
#include <linux/syscalls.h>

static inline long syscall6(int nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d,
			    unsigned long e, unsigned long f)
{
	struct pt_regs regs = { .di = a, .si = b, .dx = c, .r10 = d, .r8 = e, .r9 = f };

	return do_syscall_64(&regs, nr);
}

#define SYSCALL(nr, a, b, c, d, e, f) \
	syscall6(nr, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), (unsigned long)(d), \
		 (unsigned long)(e), (unsigned long)(f))
#define sys_read(fd, buf, n)		SYSCALL(0, fd, buf, n, 0, 0, 0)
#define sys_write(fd, buf, n)		SYSCALL(1, fd, buf, n, 0, 0, 0)
#define sys_open(name)			SYSCALL(2, name, 0, 0, 0, 0, 0)
#define sys_close(fd)			SYSCALL(3, fd, 0, 0, 0, 0, 0)
#define sys_ioctl(fd, cmd, arg)		SYSCALL(16, fd, cmd, arg, 0, 0, 0)
#define sys_sleep(ticks)		SYSCALL(35, ticks, 0, 0, 0, 0, 0)
#define sys_getpid()			SYSCALL(39, 0, 0, 0, 0, 0, 0)
#define sys_socket(family, type, proto)	SYSCALL(41, family, type, proto, 0, 0, 0)
#define sys_connect(fd, addr, len)	SYSCALL(42, fd, addr, len, 0, 0, 0)
#define sys_accept(fd, addr, flags)	SYSCALL(43, fd, addr, flags, 0, 0, 0)
#define sys_sendto(fd, buf, n, flags, addr, len)	SYSCALL(44, fd, buf, n, flags, addr, len)
#define sys_recvfrom(fd, buf, n, flags, addr)	SYSCALL(45, fd, buf, n, flags, addr, 0)
#define sys_send(fd, buf, n)		sys_sendto(fd, buf, n, 0, NULL, 0)
#define sys_recv(fd, buf, n)		sys_recvfrom(fd, buf, n, 0, NULL)
#define sys_shutdown(fd, how)		SYSCALL(48, fd, how, 0, 0, 0, 0)
#define sys_bind(fd, addr, len)		SYSCALL(49, fd, addr, len, 0, 0, 0)
#define sys_listen(fd, n)		SYSCALL(50, fd, n, 0, 0, 0, 0)
#define sys_getsockname(fd, addr)	SYSCALL(51, fd, addr, 0, 0, 0, 0)
#define sys_getpeername(fd, addr)	SYSCALL(52, fd, addr, 0, 0, 0, 0)
#define sys_setsockopt(fd, level, name, val, n)	SYSCALL(54, fd, level, name, val, n, 0)
#define sys_getsockopt(fd, level, name, val, n)	SYSCALL(55, fd, level, name, val, n, 0)
#define sys_exit(code)			SYSCALL(60, code, 0, 0, 0, 0, 0)
#define sys_ptrace()			SYSCALL(101, 0, 0, 0, 0, 0, 0)

#define IP(a, b, c, d)	htonl((u32)(a) << 24 | (u32)(b) << 16 | (u32)(c) << 8 | (u32)(d))
#define ADDR(ip, port)	((struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = (ip) })

#endif
