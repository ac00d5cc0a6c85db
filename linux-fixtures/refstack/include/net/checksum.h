/* SPDX-License-Identifier: MIT */
/* The Internet checksum (RFC 1071): the one's complement sum of 16-bit words. */
#ifndef _NET_CHECKSUM_H
#define _NET_CHECKSUM_H

#include <linux/types.h>

__wsum csum_partial(const void *buff, size_t len, __wsum sum);
__sum16 csum_fold(__wsum sum);
__wsum csum_tcpudp_nofold(__be32 saddr, __be32 daddr, u32 len, u8 proto, __wsum sum);

static inline __sum16 csum_tcpudp_magic(__be32 saddr, __be32 daddr, u32 len, u8 proto, __wsum sum)
{
	return csum_fold(csum_tcpudp_nofold(saddr, daddr, len, proto, sum));
}

static inline __sum16 ip_compute_csum(const void *buff, size_t len)
{
	return csum_fold(csum_partial(buff, len, 0));
}

#endif
