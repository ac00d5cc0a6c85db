/* SPDX-License-Identifier: MIT */
/* Address resolution over Ethernet (RFC 826). */
#ifndef _NET_ARP_H
#define _NET_ARP_H

#include <net/neighbour.h>
#include <net/route.h>

extern struct neigh_table arp_tbl;

void arp_init(void);

/* The neighbour for `key`, made if need be; NULL where there is none yet. */
static inline struct neighbour *__ipv4_neigh_lookup_noref(struct net_device *dev, __be32 key)
{
	return neigh_lookup(&arp_tbl, key, dev);
}

static inline struct neighbour *ip_neigh_gw4(struct net_device *dev, __be32 daddr)
{
	struct neighbour *neigh = __ipv4_neigh_lookup_noref(dev, daddr);

	if (unlikely(!neigh))
		neigh = __neigh_create(&arp_tbl, daddr, dev);
	return neigh;
}

static inline struct neighbour *ip_neigh_for_gw(struct rtable *rt, struct sk_buff *skb)
{
	if (rt->rt_gw4)
		return ip_neigh_gw4(rt->dst.dev, rt->rt_gw4);
	return ip_neigh_gw4(rt->dst.dev, ip_hdr(skb)->daddr);
}

#endif
