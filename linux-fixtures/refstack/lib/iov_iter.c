/* SPDX-License-Identifier: MIT */
/* Copying to and from programs. */
#include <linux/kernel.h>
#include <linux/uio.h>

size_t _copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	bytes = min(bytes, i->count);
	if (!bytes)
		return 0;
	memcpy(i->base, addr, bytes);
	i->base += bytes;
	i->count -= bytes;
	return bytes;
}

size_t _copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	bytes = min(bytes, i->count);
	if (!bytes)
		return 0;
	memcpy(addr, i->base, bytes);
	i->base += bytes;
	i->count -= bytes;
	return bytes;
}
