/* SPDX-License-Identifier: MIT */
#ifndef NETFILTER_H
#define NETFILTER_H

struct sk_buff {
	int mark;
};

int nf_hook_slow(int hook, struct sk_buff *skb, int (*okfn)(struct sk_buff *));

static inline int nf_hook(int hook, struct sk_buff *skb, int (*okfn)(struct sk_buff *))
{
	return skb->mark ? nf_hook_slow(hook, skb, okfn) : 1;
}

static inline int NF_HOOK(int hook, struct sk_buff *skb, int (*okfn)(struct sk_buff *))
{
	int ret = nf_hook(hook, skb, okfn);

	if (ret == 1)
		ret = okfn(skb);
	return ret;
}

static inline int NF_HOOK_COND(int hook, struct sk_buff *skb, int (*okfn)(struct sk_buff *),
			       int cond)
{
	int ret;

	if (!cond || ((ret = nf_hook(hook, skb, okfn)) == 1))
		ret = okfn(skb);
	return ret;
}

#endif
