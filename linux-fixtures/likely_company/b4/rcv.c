/* SPDX-License-Identifier: MIT */
#include "../skb.h"

int handle_v4(struct sk_buff *skb) { return 4; }
int v4_deliver(struct sk_buff *skb) { return handle_v4(skb); }

int v4_rcv(struct sk_buff *skb)
{
	return dst_input(skb);
}

static const struct packet_type v4_packet_type = { .func = v4_rcv };

void v4_init(struct sk_buff *skb)
{
	skb->input = v4_deliver;
	add_pack(&v4_packet_type);
}
