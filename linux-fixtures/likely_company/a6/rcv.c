/* SPDX-License-Identifier: MIT */
#include "../skb.h"

int handle_v6(struct sk_buff *skb) { return 6; }
int v6_deliver(struct sk_buff *skb) { return handle_v6(skb); }

int v6_rcv(struct sk_buff *skb)
{
	return dst_input(skb);
}

static const struct packet_type v6_packet_type = { .func = v6_rcv };

void v6_init(struct sk_buff *skb)
{
	skb->input = v6_deliver;
	add_pack(&v6_packet_type);
}
