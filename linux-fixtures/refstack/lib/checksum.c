/* SPDX-License-Identifier: MIT */
/* The Internet checksum (RFC 1071). Sums are of bytes as they lie in the packet. */
#include <linux/compiler.h>
#include <net/checksum.h>

__wsum csum_partial(const void *buff, size_t len, __wsum sum)
{
	const u8 *p = buff;
	u64 s = sum;

	for (; len > 1; p += 2, len -= 2)
		s += (u32)(p[0] << 8 | p[1]);
	if (len)
		s += (u32)(p[0] << 8);
	while (s >> 32)
		s = (s & 0xffffffff) + (s >> 32);
	return (__wsum)s;
}

__sum16 csum_fold(__wsum sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((u16)~sum);
}

__wsum csum_tcpudp_nofold(__be32 saddr, __be32 daddr, u32 len, u8 proto, __wsum sum)
{
	struct { __be32 saddr, daddr; u8 zero, proto; __be16 len; } __packed pseudo = {
		saddr, daddr, 0, proto, htons((u16)len),
	};

	return csum_partial(&pseudo, sizeof(pseudo), sum);
}
