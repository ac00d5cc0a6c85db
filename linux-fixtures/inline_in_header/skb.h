/* SPDX-License-Identifier: MIT */
#ifndef SKB_H
#define SKB_H

struct sk_buff {
	int len;
};

void __kfree_skb(struct sk_buff *skb);

static inline void skb_put_ref(struct sk_buff *skb)
{
	if (skb->len)
		__kfree_skb(skb);	/* @free */
}

#endif
