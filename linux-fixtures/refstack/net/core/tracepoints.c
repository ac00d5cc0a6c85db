/* SPDX-License-Identifier: MIT */
/* The tracepoints themselves; nobody listens at first. */
#include <linux/tracepoint.h>

DEFINE_TRACE(inet_sock_set_state, (const struct sock *sk, int oldstate, int newstate));
DEFINE_TRACE(net_dev_xmit, (const struct sk_buff *skb));
DEFINE_TRACE(netif_receive_skb, (const struct sk_buff *skb));
