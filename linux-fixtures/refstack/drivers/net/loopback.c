/* SPDX-License-Identifier: MIT */
/* The interface to oneself: what is sent is received. */
#include <linux/init.h>
#include <net/dst.h>
#include <net/net_namespace.h>

static netdev_tx_t loopback_xmit(struct sk_buff *skb, struct net_device *dev)
{
	skb_orphan(skb);
	skb_dst_drop(skb);
	dev->stats.tx_packets++;
	dev->stats.rx_packets++;
	skb->protocol = eth_type_trans(skb, dev);
	netif_rx(skb);
	return NETDEV_TX_OK;
}

static int loopback_dev_init(struct net_device *dev)
{
	dev->mtu = 16384;
	return 0;
}

static const struct net_device_ops loopback_ops = {
	.ndo_init = loopback_dev_init,
	.ndo_start_xmit = loopback_xmit,
};

static void loopback_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->type = ARPHRD_LOOPBACK;
	dev->flags = IFF_LOOPBACK;
	dev->netdev_ops = &loopback_ops;
}

static int __net_init loopback_net_init(struct net *net)
{
	struct net_device *dev = alloc_netdev("lo", loopback_setup);

	net->loopback_dev = dev;
	return register_netdev(net, dev);
}

static void __net_exit loopback_net_exit(struct net *net)
{
	unregister_netdev(net->loopback_dev);
}

struct pernet_operations loopback_net_ops = {
	.init = loopback_net_init,
	.exit = loopback_net_exit,
};
