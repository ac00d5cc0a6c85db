/* SPDX-License-Identifier: MIT */
/* A program's buffer, and how much of it is left to fill or to take. */
#ifndef _LINUX_UIO_H
#define _LINUX_UIO_H

#include <linux/types.h>

struct iov_iter {
	u8 *base;
	size_t count;
};

struct msghdr {
	void *msg_name;
	int msg_namelen;
	unsigned int msg_flags;
	struct iov_iter msg_iter;
};

static inline void iov_iter_init(struct iov_iter *i, void *base, size_t count)
{
	i->base = base;
	i->count = count;
}

/* Both return how many bytes were copied, and move on. */
size_t _copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i);
size_t _copy_from_iter(void *addr, size_t bytes, struct iov_iter *i);

static inline size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	return _copy_to_iter(addr, bytes, i);
}

static inline size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	return _copy_from_iter(addr, bytes, i);
}

#endif
