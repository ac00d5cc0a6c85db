/* SPDX-License-Identifier: MIT */
/*
 * A card whose cable ends in a file of the host: a TAP device, behind which
 * is the host's own stack, or one end of a pair of sockets.
 */
#include <net/net_namespace.h>
#include <net/sch_generic.h>

#include "drivers.h"
#include "host.h"

#define TAP_FRAME_MAX	(ETH_HLEN + 4 + ETH_DATA_LEN)

struct tap {
	struct net_device *dev;
	int fd;
	unsigned int irq;
	struct napi_struct napi;
	struct tasklet_struct tx_done;
	unsigned long sent;
};

static u8 next_addr = 0x41;

static netdev_tx_t tap_net_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct tap *tap = dev->priv;

	dev->stats.tx_packets++;
	host_pcap_frame(jiffies, skb->data, skb->len);
	if (host_frame_write(tap->fd, skb->data, skb->len) < 0)
		dev->stats.tx_dropped++;
	consume_skb(skb);
	tasklet_schedule(&tap->tx_done);
	return NETDEV_TX_OK;
}

static void tap_tx_done(struct tasklet_struct *t)
{
	struct tap *tap = container_of(t, struct tap, tx_done);

	tap->sent++;
	netif_wake_queue(tap->dev);
}

static irqreturn_t tap_interrupt(int irq __maybe_unused, void *dev_id)
{
	struct tap *tap = dev_id;

	napi_schedule(&tap->napi);
	return IRQ_HANDLED;
}

static struct sk_buff *tap_get_user(struct tap *tap)
{
	u8 frame[TAP_FRAME_MAX];
	long n = host_frame_read(tap->fd, frame, sizeof(frame));
	struct sk_buff *skb;

	if (n < 0)
		return NULL;
	skb = alloc_skb(TAP_FRAME_MAX, GFP_ATOMIC);
	memcpy(skb_put(skb, (unsigned int)n), frame, (size_t)n);
	return skb;
}

static int tap_poll(struct napi_struct *napi, int budget)
{
	struct tap *tap = container_of(napi, struct tap, napi);
	struct sk_buff *skb;
	int work = 0;

	while (work < budget && (skb = tap_get_user(tap))) {
		work++;
		if (!netif_running(tap->dev) || !pskb_may_pull(skb, ETH_HLEN)) {
			kfree_skb(skb);
			continue;
		}
		host_pcap_frame(jiffies, skb->data, skb->len);
		skb->protocol = eth_type_trans(skb, tap->dev);
		netif_receive_skb(skb);
	}
	if (work < budget)
		napi_complete_done(napi, work);
	return work;
}

/* A header of its own, and none kept ready: every packet gets it made anew. */
static int tap_header(struct sk_buff *skb, struct net_device *dev, unsigned short type,
		      const void *daddr, const void *saddr, unsigned int len __maybe_unused)
{
	struct ethhdr *eth = skb_push(skb, ETH_HLEN);

	memcpy(eth->h_dest, daddr ? daddr : dev->broadcast, ETH_ALEN);
	memcpy(eth->h_source, saddr ? saddr : dev->dev_addr, ETH_ALEN);
	eth->h_proto = htons(type);
	return ETH_HLEN;
}

static const struct header_ops tap_header_ops = {
	.create = tap_header,
};

static int tap_net_open(struct net_device *dev)
{
	dev->qdisc = qdisc_create_dflt(dev, &prio_qdisc_ops);
	netif_carrier_on(dev);
	return 0;
}

static int tap_net_close(struct net_device *dev)
{
	netif_carrier_off(dev);
	return 0;
}

static int tap_net_init(struct net_device *dev)
{
	eth_hw_addr_set(dev, next_addr++);
	return 0;
}

static const struct net_device_ops tap_netdev_ops = {
	.ndo_init = tap_net_init,
	.ndo_open = tap_net_open,
	.ndo_stop = tap_net_close,
	.ndo_start_xmit = tap_net_xmit,
};

static void tap_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &tap_netdev_ops;
	dev->header_ops = &tap_header_ops;
}

int tap_create(struct net *net, const char *name, int fd, unsigned int irq)
{
	struct net_device *dev = alloc_netdev(name, tap_setup);
	struct tap *tap = kzalloc(sizeof(*tap), GFP_KERNEL);
	int err;

	dev->priv = tap;
	tap->dev = dev;
	tap->fd = fd;
	tap->irq = irq;
	netif_napi_add(dev, &tap->napi, tap_poll);
	tasklet_setup(&tap->tx_done, tap_tx_done);	/* @pitfall 7 */
	err = request_irq(irq, tap_interrupt, 0, dev->name, tap);
	if (err)
		return err;
	host_watch(fd, irq);
	return register_netdev(net, dev);
}
