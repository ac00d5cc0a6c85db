/* SPDX-License-Identifier: MIT */
/*
 * Two network cards and the cable between them. Sending puts a frame on the
 * cable; when it arrives, the other card raises its interrupt, and the driver
 * fetches frames from softirq context (NAPI).
 */
#include <net/net_namespace.h>
#include <net/sch_generic.h>

#include "drivers.h"
#include "host.h"

#define WIRE_TX_RING	4

struct wire {
	struct net_device *dev;
	struct wire *peer;
	unsigned int irq;
	unsigned long latency;
	unsigned int drop_in;
	int tx_used;			/* frames on the cable, ours */
	struct sk_buff_head cable;	/* frames on the cable, for us */
	struct napi_struct napi;
};

static unsigned int next_irq = 1;
static u8 next_addr = 1;

static netdev_tx_t wire_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct wire *w = dev->priv;
	struct sk_buff *frame;

	if (w->tx_used == WIRE_TX_RING) {
		netif_stop_queue(dev);
		return NETDEV_TX_BUSY;
	}
	dev->stats.tx_packets++;
	host_pcap_frame(jiffies, skb->data, skb->len);
	if (w->drop_in && --w->drop_in == 0) {
		kfree_skb(skb);
		return NETDEV_TX_OK;
	}
	/* what the other card will see are bytes, nothing else */
	frame = alloc_skb(skb->len, GFP_ATOMIC);
	memcpy(skb_put(frame, skb->len), skb->data, skb->len);
	frame->when = jiffies + w->latency;
	consume_skb(skb);
	w->tx_used++;
	skb_queue_tail(&w->peer->cable, frame);
	host_interrupt_at(frame->when, w->peer->irq);
	return NETDEV_TX_OK;
}

static irqreturn_t wire_interrupt(int irq __maybe_unused, void *dev_id)
{
	struct wire *w = dev_id;	/* @pitfall 32 */

	napi_schedule(&w->napi);
	return IRQ_HANDLED;
}

static void wire_rx(struct wire *w, struct sk_buff *skb)
{
	if (!netif_running(w->dev) || !pskb_may_pull(skb, ETH_HLEN)) {
		w->dev->stats.rx_dropped++;
		kfree_skb(skb);
		return;
	}
	skb->protocol = eth_type_trans(skb, w->dev);
	netif_receive_skb(skb);
}

static int wire_poll(struct napi_struct *napi, int budget)
{
	struct wire *w = container_of(napi, struct wire, napi);
	struct sk_buff *skb;
	int work = 0;

	while (work < budget && (skb = skb_peek(&w->cable)) && time_after_eq(jiffies, skb->when)) {
		__skb_unlink(skb, &w->cable);
		w->peer->tx_used--;
		netif_wake_queue(w->peer->dev);
		wire_rx(w, skb);
		work++;
	}
	if (work < budget)
		napi_complete_done(napi, work);
	return work;
}

static int wire_open(struct net_device *dev)
{
	dev->qdisc = qdisc_create_dflt(dev, &pfifo_qdisc_ops);
	netif_carrier_on(dev);
	return 0;
}

static int wire_stop(struct net_device *dev)
{
	netif_carrier_off(dev);
	return 0;
}

static int wire_dev_init(struct net_device *dev)
{
	eth_hw_addr_set(dev, next_addr++);
	return 0;
}

static const struct net_device_ops wire_netdev_ops = {
	.ndo_init = wire_dev_init,
	.ndo_open = wire_open,
	.ndo_stop = wire_stop,
	.ndo_start_xmit = wire_xmit,
};

static void wire_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &wire_netdev_ops;
}

static struct wire *wire_create(struct net *net, const char *name, unsigned long latency)
{
	struct net_device *dev = alloc_netdev(name, wire_setup);
	struct wire *w = kzalloc(sizeof(*w), GFP_KERNEL);
	irq_handler_t handler = wire_interrupt;	/* @pitfall 7 */

	dev->priv = w;
	w->dev = dev;
	w->latency = latency;
	w->irq = next_irq++;
	skb_queue_head_init(&w->cable);
	netif_napi_add(dev, &w->napi, wire_poll);	/* @pitfall 7 */
	if (request_irq(w->irq, handler, 0, dev->name, w) || register_netdev(net, dev))
		panic("%s: no interrupt is left", name);
	return w;
}

int wire_create_pair(struct net *a, struct net *b, const char *name, unsigned long latency)
{
	struct wire *wa = wire_create(a, name, latency), *wb = wire_create(b, name, latency);

	wa->peer = wb;
	wb->peer = wa;
	return 0;
}

void wire_drop(struct net_device *dev, unsigned int nth)
{
	struct wire *w = dev->priv;

	w->drop_in = nth;
}
