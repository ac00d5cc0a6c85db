/* SPDX-License-Identifier: MIT */
/* Routes in use, counted. */
#include <net/dst.h>

void *dst_alloc(size_t size, struct net_device *dev)
{
	struct dst_entry *dst = kzalloc(size, GFP_ATOMIC);

	dst->dev = dev;
	dst->input = dst_discard;
	dst->output = dst_discard_out;
	dst->__refcnt = 1;
	return dst;
}

static void dst_destroy_rcu(struct rcu_head *head)
{
	kfree(container_of(head, struct dst_entry, rcu_head));
}

void dst_release(struct dst_entry *dst)
{
	BUG_ON(dst->__refcnt <= 0);
	if (--dst->__refcnt == 0)
		call_rcu(&dst->rcu_head, dst_destroy_rcu);
}

int dst_discard(struct sk_buff *skb)
{
	kfree_skb(skb);
	return 0;
}

int dst_discard_out(struct net *net __maybe_unused, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	kfree_skb(skb);
	return 0;
}
