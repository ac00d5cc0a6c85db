/* SPDX-License-Identifier: MIT */
/* An interface that leads nowhere: packets are counted and gone. It has no link headers. */
#include <net/net_namespace.h>

#include "drivers.h"

static netdev_tx_t start_xmit(struct sk_buff *skb, struct net_device *dev)	/* @pitfall 22 */
{
	dev->stats.tx_packets++;
	consume_skb(skb);
	return NETDEV_TX_OK;
}

static int dummy_dev_init(struct net_device *dev)
{
	dev->flags |= IFF_NOARP;
	return 0;
}

static const struct net_device_ops dummy_netdev_ops = {
	.ndo_init = dummy_dev_init,
	.ndo_start_xmit = start_xmit,
};

static void dummy_setup(struct net_device *dev)
{
	dev->type = ARPHRD_NONE;
	dev->netdev_ops = &dummy_netdev_ops;
}

int dummy_create(struct net *net, const char *name)
{
	return register_netdev(net, alloc_netdev(name, dummy_setup));
}
