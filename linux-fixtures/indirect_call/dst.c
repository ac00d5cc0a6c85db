/* SPDX-License-Identifier: MIT */
#include "indirect.h"

struct sk_buff;

struct dst_entry {
	int (*input)(struct sk_buff *skb);
	int (*output)(struct dst_entry *dst, struct sk_buff *skb);
};

int ip_output(struct dst_entry *dst, struct sk_buff *skb) { return 4; }
int ip6_output(struct dst_entry *dst, struct sk_buff *skb) { return 6; }
int ip_mc_output(struct dst_entry *dst, struct sk_buff *skb) { return 5; }
int ip_local_deliver(struct sk_buff *skb) { return 1; }
int ip_forward(struct sk_buff *skb) { return 2; }

int dst_output(struct dst_entry *dst, struct sk_buff *skb)
{
	return INDIRECT_CALL_INET(dst->output, ip6_output, ip_output, dst, skb);	/* @output */
}

int dst_input(struct dst_entry *dst, struct sk_buff *skb)
{
	return INDIRECT_CALL_1(dst->input, ip_local_deliver, skb);	/* @input */
}

void ip_route(struct dst_entry *dst, int mc)
{
	dst->output = mc ? ip_mc_output : ip_output;
	dst->input = ip_forward;
	if (!mc)
		dst->input = ip_local_deliver;
}

void ip6_route(struct dst_entry *dst)
{
	dst->output = ip6_output;
}
