/* SPDX-License-Identifier: MIT */
/* ARP (RFC 826): who has this IP address on this link? */
#include <linux/net.h>
#include <linux/netfilter.h>
#include <net/arp.h>
#include <net/ip.h>

static int arp_constructor(struct neighbour *neigh);
static void arp_solicit(struct neighbour *neigh, struct sk_buff *skb);
static void arp_error_report(struct neighbour *neigh, struct sk_buff *skb);

static const struct neigh_ops arp_generic_ops = {
	.family = AF_INET,
	.solicit = arp_solicit,
	.error_report = arp_error_report,
	.output = neigh_resolve_output,
	.connected_output = neigh_connected_output,
};

static const struct neigh_ops arp_hh_ops = {
	.family = AF_INET,
	.solicit = arp_solicit,
	.error_report = arp_error_report,
	.output = neigh_resolve_output,
	.connected_output = neigh_resolve_output,
};

static const struct neigh_ops arp_direct_ops = {
	.family = AF_INET,
	.output = neigh_direct_output,
	.connected_output = neigh_direct_output,
};

struct neigh_table arp_tbl = {
	.family = AF_INET,
	.protocol = htons(ETH_P_IP),
	.constructor = arp_constructor,
	.base_reachable_time = 30 * HZ,
	.retrans_time = 1 * HZ,
	.delay_probe_time = 5 * HZ,
	.gc_staletime = 60 * HZ,
	.mcast_probes = 3,
	.ucast_probes = 3,
	.queue_len = 64,
};

/* an IP multicast address's own Ethernet address (RFC 1112) */
static void ip_eth_mc_map(__be32 naddr, u8 *buf)
{
	u32 addr = ntohl(naddr);

	buf[0] = 1;
	buf[1] = 0;
	buf[2] = 0x5e;
	buf[3] = addr >> 16 & 0x7f;
	buf[4] = addr >> 8 & 0xff;
	buf[5] = addr & 0xff;
}

static int inet_addr_type(struct net *net, __be32 addr)
{
	struct flowi4 fl4 = { .daddr = addr };
	struct fib_result res;

	return fib_lookup(net, &fl4, &res) ? RTN_UNICAST : res.type;
}

static int arp_constructor(struct neighbour *neigh)
{
	struct net_device *dev = neigh->dev;
	__be32 addr = neigh->primary_key;

	if (!dev->header_ops) {
		neigh->nud_state = NUD_NOARP;
		neigh->ops = &arp_direct_ops;
		neigh->output = neigh_direct_output;
		return 0;
	}
	if (ipv4_is_multicast(addr)) {
		neigh->nud_state = NUD_NOARP;
		ip_eth_mc_map(addr, neigh->ha);
	} else if (dev->flags & (IFF_NOARP | IFF_LOOPBACK)) {
		neigh->nud_state = NUD_NOARP;
		memcpy(neigh->ha, dev->dev_addr, ETH_ALEN);
	} else if (inet_addr_type(dev_net(dev), addr) == RTN_BROADCAST) {
		neigh->nud_state = NUD_NOARP;
		memcpy(neigh->ha, dev->broadcast, ETH_ALEN);
	}
	if (dev->header_ops->cache)
		neigh->ops = &arp_hh_ops;	/* @pitfall 11 */
	else
		neigh->ops = &arp_generic_ops;
	if (neigh->nud_state & NUD_VALID)
		neigh->output = neigh->ops->connected_output;
	else
		neigh->output = neigh->ops->output;	/* @pitfall 6 */
	return 0;
}

static struct sk_buff *arp_create(u16 op, __be32 dest_ip, struct net_device *dev, __be32 src_ip,
				  const u8 *dest_hw, const u8 *target_hw)
{
	struct sk_buff *skb = alloc_skb(MAX_HEADER + sizeof(struct arphdr), GFP_ATOMIC);
	struct arphdr *arp;

	skb_reserve(skb, MAX_HEADER);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_ARP);
	skb->priority = 1;
	arp = skb_put(skb, sizeof(*arp));
	skb_reset_network_header(skb);
	arp->ar_hrd = htons(ARPHRD_ETHER);
	arp->ar_pro = htons(ETH_P_IP);
	arp->ar_hln = ETH_ALEN;
	arp->ar_pln = 4;
	arp->ar_op = htons(op);
	memcpy(arp->ar_sha, dev->dev_addr, ETH_ALEN);
	arp->ar_sip = src_ip;
	if (target_hw)
		memcpy(arp->ar_tha, target_hw, ETH_ALEN);
	arp->ar_tip = dest_ip;
	dev_hard_header(skb, dev, ETH_P_ARP, dest_hw ? dest_hw : dev->broadcast, dev->dev_addr, skb->len);
	return skb;
}

static int arp_xmit_finish(struct net *net __maybe_unused, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	return dev_queue_xmit(skb);
}

static void arp_xmit(struct sk_buff *skb)
{
	NF_HOOK(NFPROTO_ARP, NF_ARP_OUT, dev_net(skb->dev), NULL, skb, NULL, skb->dev, arp_xmit_finish);
}

static void arp_send_dst(u16 op, __be32 dest_ip, struct net_device *dev, __be32 src_ip,
			 const u8 *dest_hw, const u8 *target_hw)
{
	arp_xmit(arp_create(op, dest_ip, dev, src_ip, dest_hw, target_hw));
}

/* To one machine where it was known lately, else to all. */
static void arp_solicit(struct neighbour *neigh, struct sk_buff *skb __maybe_unused)
{
	const u8 *dst_hw = neigh->nud_state & NUD_PROBE ? neigh->ha : NULL;
	__be32 saddr = inet_select_addr(neigh->dev);

	if (!saddr)
		return;
	arp_send_dst(ARPOP_REQUEST, neigh->primary_key, neigh->dev, saddr, dst_hw, NULL);
}

static void arp_error_report(struct neighbour *neigh __maybe_unused, struct sk_buff *skb)
{
	icmp_send(skb, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0);
	kfree_skb(skb);
}

static int arp_process(struct net *net, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	struct arphdr *arp = arp_hdr(skb);
	struct net_device *dev = skb->dev;
	struct neighbour *n;
	bool for_us = inet_addr_type(net, arp->ar_tip) == RTN_LOCAL;

	if (arp->ar_op == htons(ARPOP_REQUEST) && for_us) {
		/* whoever asks will be asked for soon */
		n = neigh_lookup(&arp_tbl, arp->ar_sip, dev);
		if (!n)
			n = __neigh_create(&arp_tbl, arp->ar_sip, dev);
		if (n && !(n->nud_state & NUD_NOARP) && inet_select_addr(dev))
			neigh_update(n, arp->ar_sha, n->nud_state & NUD_CONNECTED ? n->nud_state : NUD_STALE,
				     NEIGH_UPDATE_F_OVERRIDE);
		arp_send_dst(ARPOP_REPLY, arp->ar_sip, dev, arp->ar_tip, arp->ar_sha, arp->ar_sha);
	} else if (arp->ar_op == htons(ARPOP_REPLY)) {
		n = neigh_lookup(&arp_tbl, arp->ar_sip, dev);
		if (n && !(n->nud_state & NUD_NOARP))
			neigh_update(n, arp->ar_sha, skb->pkt_type == PACKET_HOST ? NUD_REACHABLE : NUD_STALE,
				     NEIGH_UPDATE_F_OVERRIDE);
	}
	consume_skb(skb);
	return NET_RX_SUCCESS;
}

static int arp_rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt __maybe_unused,
		   struct net_device *orig_dev __maybe_unused)
{
	const struct arphdr *arp = arp_hdr(skb);

	if (!pskb_may_pull(skb, sizeof(*arp)) || (dev->flags & IFF_NOARP) ||
	    skb->pkt_type == PACKET_OTHERHOST || arp->ar_hrd != htons(ARPHRD_ETHER) ||
	    arp->ar_pro != htons(ETH_P_IP) || arp->ar_pln != 4) {
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	return NF_HOOK(NFPROTO_ARP, NF_ARP_IN, dev_net(dev), NULL, skb, dev, NULL, arp_process);
}

static struct packet_type arp_packet_type = {
	.type = htons(ETH_P_ARP),
	.func = arp_rcv,
};

static int arp_netdev_event(struct notifier_block *this __maybe_unused, unsigned long event, void *ptr)
{
	if (event == NETDEV_DOWN)
		neigh_changeaddr(&arp_tbl, ptr);
	return NOTIFY_DONE;
}

static struct notifier_block arp_netdev_notifier = {
	.notifier_call = arp_netdev_event,
};

void arp_init(void)
{
	neigh_table_init(&arp_tbl);
	dev_add_pack(&arp_packet_type);
	register_netdevice_notifier(&arp_netdev_notifier);
}
