/* Ways into one function: by system calls, one of them far-fetched, and by work that runs later. */
#include "syscalls.h"

struct rcu_head { struct rcu_head *next; void (*func)(struct rcu_head *head); };
static struct rcu_head *pending;

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	head->func = func;
	head->next = pending;
	pending = head;
}

void rcu_do_batch(void) { pending->func(pending); }

int a, b, c, d, e, f, g, h;
static long put(int fd) { return fd; }

#define EIGHT(x) if (a) if (b) if (c) if (d) if (e) if (f) if (g) if (h) x

static void fifth(int fd) { EIGHT(put(fd);) }
static void fourth(int fd) { EIGHT(fifth(fd);) }
static void third(int fd) { EIGHT(fourth(fd);) }
static void second(int fd) { EIGHT(third(fd);) }

static long close_it(int fd)
{
	if (a)
		return put(fd);
	return 0;
}

SYSCALL_DEFINE2(close, int, fd, const void *, unused) { return close_it(fd); }
SYSCALL_DEFINE2(dup, int, fd, const void *, unused)
{
	if (a && b)
		return close_it(fd);
	return 0;
}

SYSCALL_DEFINE2(sync, int, fd, const void *, unused)
{
	EIGHT(second(fd);)
	return 0;
}

/* Nearer than any of them, but somebody's system call started it. */
static void put_later(struct rcu_head *head) { put(0); }
static struct rcu_head later;
SYSCALL_DEFINE0(exit)
{
	call_rcu(&later, put_later);
	return 0;
}
