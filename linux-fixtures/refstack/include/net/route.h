/* SPDX-License-Identifier: MIT */
/* Routes: which interface and which neighbour an address is reached through (FIB: the table of them). */
#ifndef _NET_ROUTE_H
#define _NET_ROUTE_H

#include <net/dst.h>
#include <net/net_namespace.h>

#define RTN_UNICAST	1
#define RTN_LOCAL	2
#define RTN_BROADCAST	3
#define RTCF_LOCAL	1
#define RTCF_BROADCAST	2
#define RTCF_MULTICAST	4

struct ifreq;
struct rtentry;

struct flowi4 {
	__be32 saddr, daddr;
	int flowi4_oif;
	u8 flowi4_proto;
};

struct rtable {
	struct dst_entry dst;
	unsigned int rt_flags;
	__be32 rt_gw4;
	__be32 rt_src;
};

struct fib_result {
	u8 type;
	u8 prefixlen;
	__be32 gateway;
	__be32 prefsrc;
	struct net_device *dev;
};

struct fib_alias {
	struct list_head fa_list;
	__be32 dst;
	u8 plen, type;
	__be32 gateway, prefsrc;
	struct net_device *dev;
	struct rcu_head rcu;
};

struct fib_table {
	struct list_head aliases;	/* the longest prefixes first */
};

struct in_ifaddr {
	struct in_device *ifa_dev;
	__be32 ifa_local;
	u8 ifa_prefixlen;
};

struct in_device {
	struct net_device *dev;
	struct in_ifaddr ifa;
	struct rcu_head rcu_head;
};

static inline __be32 inet_make_mask(int plen)
{
	return plen ? htonl(~0u << (32 - plen)) : 0;
}

static inline bool ipv4_is_multicast(__be32 addr)
{
	return (ntohl(addr) & 0xf0000000) == 0xe0000000;
}

static inline bool ipv4_is_loopback(__be32 addr)
{
	return ntohl(addr) >> 24 == 127;
}

/* net/ipv4/fib_trie.c */
int fib_table_lookup(struct fib_table *tb, const struct flowi4 *flp, struct fib_result *res);
void fib_table_insert(struct fib_table *tb, __be32 dst, u8 plen, u8 type, __be32 gw, __be32 src,
		      struct net_device *dev);
void fib_table_flush(struct fib_table *tb, struct net_device *dev);
struct fib_table *fib_new_table(void);
void fib_free_table(struct fib_table *tb);

#ifdef CONFIG_IP_MULTIPLE_TABLES	/* @pitfall 20 */
int __fib_lookup(struct net *net, struct flowi4 *flp, struct fib_result *res);
static inline int fib_lookup(struct net *net, struct flowi4 *flp, struct fib_result *res)
{
	return __fib_lookup(net, flp, res);
}
#else
static inline int fib_lookup(struct net *net, struct flowi4 *flp, struct fib_result *res)
{
	if (!fib_table_lookup(net->fib_local, flp, res))
		return 0;
	return fib_table_lookup(net->fib_main, flp, res);
}
#endif

/* net/ipv4/fib_frontend.c */
void ip_fib_init(void);
int ip_rt_ioctl(struct net *net, unsigned int cmd, struct rtentry *rt);

/* net/ipv4/devinet.c */
void devinet_init(void);
int devinet_ioctl(struct net *net, unsigned int cmd, struct ifreq *ifr);
int register_inetaddr_notifier(struct notifier_block *nb);
__be32 inet_select_addr(const struct net_device *dev);

/* net/ipv4/route.c: the routes come with a reference, or as ERR_PTR */
struct rtable *ip_route_output_key_hash_rcu(struct net *net, struct flowi4 *fl4, struct fib_result *res);
struct rtable *ip_route_output_key_hash(struct net *net, struct flowi4 *fl4);
struct rtable *ip_route_output_flow(struct net *net, struct flowi4 *fl4, const struct sock *sk);
int ip_route_input_noref(struct sk_buff *skb, __be32 daddr, __be32 saddr, struct net_device *dev);

static inline struct rtable *__ip_route_output_key(struct net *net, struct flowi4 *fl4)
{
	return ip_route_output_key_hash(net, fl4);
}

static inline struct rtable *ip_route_output_ports(struct net *net, struct flowi4 *fl4, const struct sock *sk,
						   __be32 daddr, __be32 saddr, u8 proto)
{
	*fl4 = (struct flowi4){ .daddr = daddr, .saddr = saddr, .flowi4_proto = proto };
	return ip_route_output_flow(net, fl4, sk);
}

static inline struct rtable *ip_route_connect(struct flowi4 *fl4, __be32 dst, __be32 src, u8 proto,
					      struct net *net, const struct sock *sk)
{
	*fl4 = (struct flowi4){ .daddr = dst, .saddr = src, .flowi4_proto = proto };
	return ip_route_output_flow(net, fl4, sk);
}

static inline void ip_rt_put(struct rtable *rt)
{
	dst_release(&rt->dst);
}

static inline struct rtable *skb_rtable(const struct sk_buff *skb)
{
	return (struct rtable *)skb_dst(skb);
}

#endif
