/* SPDX-License-Identifier: MIT */
/* Memory, strings, messages, errors, time: what every file needs. */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/compiler.h>

enum {
	EPERM = 1, ENOENT = 2, EINTR = 4, EBADF = 9, EAGAIN = 11, ENOMEM = 12, EFAULT = 14,
	EEXIST = 17, ENODEV = 19, EINVAL = 22, EMFILE = 24, ENOTTY = 25, EPIPE = 32,
	ENOSYS = 38, ENOTSOCK = 88, EDESTADDRREQ = 89, EMSGSIZE = 90, ENOPROTOOPT = 92,
	EPROTONOSUPPORT = 93, ESOCKTNOSUPPORT = 94, EOPNOTSUPP = 95, EAFNOSUPPORT = 97,
	EADDRINUSE = 98, EADDRNOTAVAIL = 99, ENETDOWN = 100, ENETUNREACH = 101,
	ECONNRESET = 104, ENOBUFS = 105, EISCONN = 106, ENOTCONN = 107, ETIMEDOUT = 110,
	ECONNREFUSED = 111, EHOSTUNREACH = 113, EALREADY = 114, EINPROGRESS = 115,
};

#define MAX_ERRNO	4095
#define ERR_PTR(e)	((void *)(long)(e))
#define PTR_ERR(p)	((long)(p))
#define IS_ERR(p)	((unsigned long)(p) >= (unsigned long)-MAX_ERRNO)

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int snprintf(char *to, size_t size, const char *format, ...) __printf(3, 4);

/* Zeroed memory; never NULL: the machine stops where there is none. */
void *kzalloc(size_t n, gfp_t gfp);
void kfree(const void *p);

void printk(const char *format, ...) __printf(1, 2);
void panic(const char *format, ...) __printf(1, 2) __attribute__((noreturn));
#define BUG_ON(c)	do { if (unlikely(c)) panic("BUG: %s:%d: %s", __FILE__, __LINE__, #c); } while (0)

/* Ticks since boot; a tick is a millisecond, and the clock is the machine's own (kernel/timer.c). */
extern unsigned long jiffies;
#define HZ	1000UL
#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)

u32 get_random_u32(void);

#endif
