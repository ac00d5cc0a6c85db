/* SPDX-License-Identifier: MIT */
/* Where a packet goes: how it is sent (output), and what is done with one that came in (input). */
#ifndef _NET_DST_H
#define _NET_DST_H

#include <linux/indirect_call_wrapper.h>
#include <linux/netdevice.h>

struct dst_entry {
	struct net_device *dev;
	int (*input)(struct sk_buff *skb);
	int (*output)(struct net *net, struct sock *sk, struct sk_buff *skb);
	int error;
	int __refcnt;
	struct rcu_head rcu_head;
};

void *dst_alloc(size_t size, struct net_device *dev);
void dst_release(struct dst_entry *dst);
int dst_discard(struct sk_buff *skb);
int dst_discard_out(struct net *net, struct sock *sk, struct sk_buff *skb);

int ip_output(struct net *net, struct sock *sk, struct sk_buff *skb);
int ip_mc_output(struct net *net, struct sock *sk, struct sk_buff *skb);
int ip_local_deliver(struct sk_buff *skb);
int ip_forward(struct sk_buff *skb);

static inline struct dst_entry *dst_hold(struct dst_entry *dst)
{
	dst->__refcnt++;
	return dst;
}

static inline void skb_dst_drop(struct sk_buff *skb)
{
	if (skb->_skb_refdst)
		dst_release(skb->_skb_refdst);
	skb->_skb_refdst = NULL;
}

/* The packet takes over the caller's reference. */
static inline void skb_dst_set(struct sk_buff *skb, struct dst_entry *dst)
{
	skb->_skb_refdst = dst;
}

static inline int dst_output(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	return INDIRECT_CALL_INET_1(skb_dst(skb)->output, ip_output, net, sk, skb);	/* @pitfall 4 */
}

static inline int dst_input(struct sk_buff *skb)	/* @pitfall 21 */
{
	return INDIRECT_CALL_INET_1(skb_dst(skb)->input, ip_local_deliver, skb);
}

#endif
