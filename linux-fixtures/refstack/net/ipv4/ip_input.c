/* SPDX-License-Identifier: MIT */
/* IPv4, coming in: is it sound, is it for us, whose protocol is it? */
#include <linux/netfilter.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/protocol.h>
#include <net/tcp.h>
#include <net/udp.h>

void ip_protocol_deliver_rcu(struct net *net __maybe_unused, struct sk_buff *skb, int protocol)
{
	const struct net_protocol *ipprot;

	raw_local_deliver(skb, protocol);
	ipprot = rcu_dereference(inet_protos[protocol]);	/* @pitfall 9 */
	if (!ipprot) {
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, 0);
		kfree_skb(skb);
		return;
	}
	INDIRECT_CALL_2(ipprot->handler, tcp_v4_rcv, udp_rcv, skb);	/* @pitfall 4 */
}

static int ip_local_deliver_finish(struct net *net, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	skb_pull(skb, ip_hdrlen(skb));
	skb_reset_transport_header(skb);
	ip_protocol_deliver_rcu(net, skb, ip_hdr(skb)->protocol);
	return 0;
}

int ip_local_deliver(struct sk_buff *skb)
{
	struct net *net = dev_net(skb->dev);

	/* nobody here sends fragments, and nobody puts them together */
	if (ip_hdr(skb)->frag_off & htons(IP_MF | IP_OFFSET)) {
		kfree_skb(skb);
		return 0;
	}
	return NF_HOOK(NFPROTO_IPV4, NF_INET_LOCAL_IN, net, NULL, skb, skb->dev, NULL, ip_local_deliver_finish);
}

static int ip_rcv_finish_core(struct sk_buff *skb, struct net_device *dev)
{
	const struct iphdr *iph = ip_hdr(skb);

	if (ip_route_input_noref(skb, iph->daddr, iph->saddr, dev)) {
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	return NET_RX_SUCCESS;
}

static int ip_rcv_finish(struct net *net __maybe_unused, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	int ret = ip_rcv_finish_core(skb, skb->dev);

	if (ret != NET_RX_DROP)
		ret = dst_input(skb);
	return ret;
}

/* NULL where the packet is not one (RFC 1122, 3.2.1.1 to 3.2.1.3). */
static struct sk_buff *ip_rcv_core(struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	unsigned int len;

	if (skb->pkt_type == PACKET_OTHERHOST || !pskb_may_pull(skb, sizeof(*iph)))
		goto drop;
	len = ntohs(iph->tot_len);
	if (iph->ver_ihl >> 4 != 4 || ip_hdrlen(skb) < sizeof(*iph) || len < ip_hdrlen(skb) ||
	    skb->len < len || ip_compute_csum(iph, ip_hdrlen(skb)))
		goto drop;
	skb_trim(skb, len);	/* small frames are padded */
	return skb;
drop:
	kfree_skb(skb);
	return NULL;
}

int ip_rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt __maybe_unused,
	   struct net_device *orig_dev __maybe_unused)
{
	skb = ip_rcv_core(skb);
	if (!skb)
		return NET_RX_DROP;
	return NF_HOOK(NFPROTO_IPV4, NF_INET_PRE_ROUTING, dev_net(dev), NULL, skb, dev, NULL, ip_rcv_finish);
}
