/* SPDX-License-Identifier: MIT */
/* A packet for somebody else, passed on (RFC 1812). */
#include <linux/netfilter.h>
#include <net/ip.h>

static int ip_forward_finish(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	return dst_output(net, sk, skb);
}

int ip_forward(struct sk_buff *skb)
{
	struct iphdr *iph = ip_hdr(skb);
	struct sk_buff *copy;

	if (skb->pkt_type != PACKET_HOST) {
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	if (iph->ttl <= 1) {
		icmp_send(skb, ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, 0);
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	/* a received packet may have no room for another link's header */
	copy = alloc_skb(MAX_HEADER + skb->len, GFP_ATOMIC);
	skb_reserve(copy, MAX_HEADER);
	memcpy(skb_put(copy, skb->len), skb->data, skb->len);
	skb_reset_network_header(copy);
	copy->dev = skb->dev;
	skb_dst_set(copy, dst_hold(skb_dst(skb)));
	consume_skb(skb);
	iph = ip_hdr(copy);
	iph->ttl--;
	ip_send_check(iph);
	return NF_HOOK(NFPROTO_IPV4, NF_INET_FORWARD, dev_net(copy->dev), NULL, copy, copy->dev,
		       skb_dst(copy)->dev, ip_forward_finish);
}
