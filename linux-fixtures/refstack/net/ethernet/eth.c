/* SPDX-License-Identifier: MIT */
/* Ethernet: the header of 14 bytes, made, read, and kept ready. */
#include <net/neighbour.h>

static int eth_header(struct sk_buff *skb, struct net_device *dev, unsigned short type,
		      const void *daddr, const void *saddr, unsigned int len __maybe_unused)
{
	struct ethhdr *eth = skb_push(skb, ETH_HLEN);

	eth->h_proto = htons(type);
	memcpy(eth->h_source, saddr ? saddr : dev->dev_addr, ETH_ALEN);
	if (daddr)
		memcpy(eth->h_dest, daddr, ETH_ALEN);
	else
		memset(eth->h_dest, 0, ETH_ALEN);
	return ETH_HLEN;
}

static int eth_header_cache(const struct neighbour *neigh, struct hh_cache *hh, __be16 type)
{
	struct ethhdr *eth = (struct ethhdr *)hh->hh_data;

	eth->h_proto = type;
	memcpy(eth->h_source, neigh->dev->dev_addr, ETH_ALEN);
	memcpy(eth->h_dest, neigh->ha, ETH_ALEN);
	hh->hh_len = ETH_HLEN;
	return 0;
}

static const struct header_ops eth_header_ops = {
	.create = eth_header,
	.cache = eth_header_cache,
};

void ether_setup(struct net_device *dev)
{
	dev->header_ops = &eth_header_ops;
	dev->type = ARPHRD_ETHER;
	dev->hard_header_len = ETH_HLEN;
	dev->flags |= IFF_BROADCAST;
	memset(dev->broadcast, 0xff, ETH_ALEN);
}

/* Addresses of this machine's cards: 02:00:00:00:00:xx, locally administered. */
void eth_hw_addr_set(struct net_device *dev, u8 last)
{
	dev->dev_addr[0] = 2;
	dev->dev_addr[5] = last;
}

/* For a driver that received a frame: whose is it, and what is in it? The caller saw to the length. */
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	const struct ethhdr *eth;

	skb->dev = dev;
	skb->skb_iif = dev->ifindex;
	skb_reset_mac_header(skb);
	eth = eth_hdr(skb);
	skb_pull(skb, ETH_HLEN);
	if (!memcmp(eth->h_dest, dev->broadcast, ETH_ALEN))
		skb->pkt_type = PACKET_BROADCAST;
	else if (eth->h_dest[0] & 1)
		skb->pkt_type = PACKET_MULTICAST;
	else if (memcmp(eth->h_dest, dev->dev_addr, ETH_ALEN) && !(dev->flags & IFF_LOOPBACK))
		skb->pkt_type = PACKET_OTHERHOST;
	else
		skb->pkt_type = PACKET_HOST;
	return eth->h_proto;
}
