/* SPDX-License-Identifier: MIT */
/*
 * A virtual LAN (IEEE 802.1Q): an interface on top of another one, whose
 * frames carry a number. Sending goes through the stack's sending twice.
 */
#include <linux/init.h>
#include <net/neighbour.h>
#include <net/net_namespace.h>

#include "drivers.h"

struct vlan_dev_priv {
	struct net_device *real_dev;
	u16 vlan_id;
};

static int vlan_dev_hard_header(struct sk_buff *skb, struct net_device *dev, unsigned short type,
				const void *daddr, const void *saddr, unsigned int len)
{
	struct vlan_dev_priv *vlan = dev->priv;
	struct vlan_hdr *vhdr = skb_push(skb, sizeof(*vhdr));

	vhdr->h_vlan_TCI = htons(vlan->vlan_id);
	vhdr->h_vlan_encapsulated_proto = htons(type);
	skb->protocol = htons(ETH_P_8021Q);
	return dev_hard_header(skb, vlan->real_dev, ETH_P_8021Q, daddr, saddr ? saddr : dev->dev_addr, len);
}

static int vlan_header_cache(const struct neighbour *neigh, struct hh_cache *hh, __be16 type)
{
	struct vlan_dev_priv *vlan = neigh->dev->priv;
	struct vlan_hdr *vhdr = (struct vlan_hdr *)(hh->hh_data + ETH_HLEN);
	struct ethhdr *eth = (struct ethhdr *)hh->hh_data;

	memcpy(eth->h_dest, neigh->ha, ETH_ALEN);
	memcpy(eth->h_source, neigh->dev->dev_addr, ETH_ALEN);
	eth->h_proto = htons(ETH_P_8021Q);
	vhdr->h_vlan_TCI = htons(vlan->vlan_id);
	vhdr->h_vlan_encapsulated_proto = type;
	hh->hh_len = ETH_HLEN + sizeof(*vhdr);
	return 0;
}

static const struct header_ops vlan_header_ops = {
	.create = vlan_dev_hard_header,
	.cache = vlan_header_cache,
};

static netdev_tx_t start_xmit(struct sk_buff *skb, struct net_device *dev)	/* @pitfall 22 */
{
	struct vlan_dev_priv *vlan = dev->priv;

	dev->stats.tx_packets++;
	skb->dev = vlan->real_dev;
	dev_queue_xmit(skb);	/* @pitfall 29 */
	return NETDEV_TX_OK;
}

static int vlan_dev_open(struct net_device *dev)
{
	struct vlan_dev_priv *vlan = dev->priv;

	return netif_running(vlan->real_dev) ? 0 : -ENETDOWN;
}

static int vlan_dev_init(struct net_device *dev)
{
	struct vlan_dev_priv *vlan = dev->priv;

	memcpy(dev->dev_addr, vlan->real_dev->dev_addr, ETH_ALEN);
	dev->hard_header_len = ETH_HLEN + sizeof(struct vlan_hdr);
	return 0;
}

static const struct net_device_ops vlan_netdev_ops = {
	.ndo_init = vlan_dev_init,
	.ndo_open = vlan_dev_open,
	.ndo_start_xmit = start_xmit,
};

static void vlan_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &vlan_netdev_ops;
	dev->header_ops = &vlan_header_ops;
}

int vlan_create(struct net_device *real_dev, const char *name, u16 vid)
{
	struct net_device *dev = alloc_netdev(name, vlan_setup);
	struct vlan_dev_priv *vlan = kzalloc(sizeof(*vlan), GFP_KERNEL);

	vlan->real_dev = real_dev;
	vlan->vlan_id = vid;
	dev->priv = vlan;
	return register_netdev(dev_net(real_dev), dev);
}

static struct net_device *vlan_find_dev(struct net_device *real_dev, u16 vid)
{
	struct net_device *dev;

	list_for_each_entry(dev, &dev_net(real_dev)->dev_base_head, dev_list) {
		struct vlan_dev_priv *vlan = dev->priv;

		if (dev->netdev_ops == &vlan_netdev_ops && vlan->real_dev == real_dev && vlan->vlan_id == vid)
			return dev;
	}
	return NULL;
}

static int vlan_skb_recv(struct sk_buff *skb, struct net_device *dev,
			 struct packet_type *pt __maybe_unused, struct net_device *orig_dev __maybe_unused)
{
	const struct vlan_hdr *vhdr = (const struct vlan_hdr *)skb->data;
	struct net_device *vlan_dev = NULL;

	if (pskb_may_pull(skb, sizeof(*vhdr)))
		vlan_dev = vlan_find_dev(dev, ntohs(vhdr->h_vlan_TCI) & 0xfff);
	if (!vlan_dev || !netif_running(vlan_dev)) {
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	skb->protocol = vhdr->h_vlan_encapsulated_proto;
	skb_pull(skb, sizeof(*vhdr));
	skb->dev = vlan_dev;
	return netif_receive_skb(skb);
}

static struct packet_type vlan_packet_type = {
	.type = htons(ETH_P_8021Q),
	.func = vlan_skb_recv,
};

static int __init vlan_proto_init(void)
{
	dev_add_pack(&vlan_packet_type);
	return 0;
}
module_init(vlan_proto_init);
