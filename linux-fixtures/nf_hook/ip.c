/* SPDX-License-Identifier: MIT */
#include "netfilter.h"

static int dst_input(struct sk_buff *skb) { return 0; }
static int dst_output(struct sk_buff *skb) { return 1; }

static int ip_rcv_finish(struct sk_buff *skb)
{
	return dst_input(skb);
}

static int ip_finish_output(struct sk_buff *skb)
{
	return 0;
}

int ip_rcv(struct sk_buff *skb)
{
	return NF_HOOK(0, skb, ip_rcv_finish);	/* @rcv */
}

int ip_output(struct sk_buff *skb)
{
	return NF_HOOK_COND(4, skb, ip_finish_output, !skb->mark);
}

int ip_local_out(struct sk_buff *skb)
{
	return NF_HOOK(3, skb, dst_output);
}
