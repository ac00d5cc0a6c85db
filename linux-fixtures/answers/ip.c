/* SPDX-License-Identifier: MIT */
#include "net.h"

void outside(struct sk_buff *skb);

static int (*never)(struct sk_buff *skb);

static int ip_output(struct sk_buff *skb)
{
	outside(skb);
	return never ? never(skb) : skb->len;
}

int ip_queue_xmit(struct sock *sk, struct sk_buff *skb)
{
	if (sk->sk_state == TCP_CLOSE)
		return -1;
	return ip_output(skb);
}
