/* SPDX-License-Identifier: MIT */
/*
 * Five places on a packet's way where others may look at it, and drop it. The
 * function that goes on afterwards (okfn) is an argument.
 */
#ifndef _LINUX_NETFILTER_H
#define _LINUX_NETFILTER_H

#include <linux/netdevice.h>

enum { NFPROTO_IPV4 = 2, NFPROTO_ARP = 3, NFPROTO_NUMPROTO };
enum { NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_FORWARD, NF_INET_LOCAL_OUT,
       NF_INET_POST_ROUTING, NF_INET_NUMHOOKS };
enum { NF_ARP_IN, NF_ARP_OUT };
enum { NF_DROP, NF_ACCEPT };

struct nf_hook_state {
	u8 hook, pf;
	struct net_device *in, *out;
	struct sock *sk;
	struct net *net;
	int (*okfn)(struct net *net, struct sock *sk, struct sk_buff *skb);
};

typedef unsigned int nf_hookfn(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);

struct nf_hook_ops {
	struct list_head list;
	nf_hookfn *hook;
	void *priv;
	u8 pf;
	unsigned int hooknum;
	int priority;
};

extern unsigned int nf_hooks_needed[NFPROTO_NUMPROTO][NF_INET_NUMHOOKS];

void nf_register_net_hook(struct nf_hook_ops *ops);
void nf_unregister_net_hook(struct nf_hook_ops *ops);
/* 1: go on; else the packet is gone. */
int nf_hook_slow(struct sk_buff *skb, struct nf_hook_state *state);

/* Does not call okfn: the caller does, where this says 1. */
static inline int nf_hook(u8 pf, unsigned int hook, struct net *net, struct sock *sk,
			  struct sk_buff *skb, struct net_device *in, struct net_device *out,
			  int (*okfn)(struct net *, struct sock *, struct sk_buff *))
{
	struct nf_hook_state state = {
		.hook = (u8)hook, .pf = pf, .in = in, .out = out, .sk = sk, .net = net, .okfn = okfn,
	};

	if (!nf_hooks_needed[pf][hook])
		return 1;
	return nf_hook_slow(skb, &state);
}

static inline int NF_HOOK_COND(u8 pf, unsigned int hook, struct net *net, struct sock *sk,
			       struct sk_buff *skb, struct net_device *in, struct net_device *out,
			       int (*okfn)(struct net *, struct sock *, struct sk_buff *), bool cond)
{
	int ret;

	if (!cond || (ret = nf_hook(pf, hook, net, sk, skb, in, out, okfn)) == 1)
		ret = okfn(net, sk, skb);
	return ret;
}

static inline int NF_HOOK(u8 pf, unsigned int hook, struct net *net, struct sock *sk,
			  struct sk_buff *skb, struct net_device *in, struct net_device *out,
			  int (*okfn)(struct net *, struct sock *, struct sk_buff *))
{
	int ret = nf_hook(pf, hook, net, sk, skb, in, out, okfn);

	if (ret == 1)
		ret = okfn(net, sk, skb);	/* @pitfall 8 */
	return ret;
}

#endif
