/* SPDX-License-Identifier: MIT */
/* First sequence numbers: hard to guess, and later is higher (RFC 6528). */
#include <linux/kernel.h>
#include <net/tcp.h>

static u32 net_secret;

static u32 mix(u32 h, u32 word)
{
	h = (h ^ word) * 0x9e3779b1;
	return h ^ h >> 15;
}

/* a step of the clock is 4 microseconds (RFC 9293, 3.4.1) */
static u32 seq_scale(u32 seq)
{
	return seq + (u32)(jiffies * (250000 / HZ));
}

u32 secure_tcp_seq(__be32 saddr, __be32 daddr, __be16 sport, __be16 dport)
{
	if (!net_secret)
		net_secret = get_random_u32();
	return seq_scale(mix(mix(mix(net_secret, saddr), daddr), (u32)sport << 16 | dport));
}
