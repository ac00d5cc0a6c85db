/* SPDX-License-Identifier: MIT */
/* Packets between the protocols and the drivers: down by dev_queue_xmit(), up by netif_receive_skb(). */
#include <linux/indirect_call_wrapper.h>
#include <linux/init.h>
#include <linux/tracepoint.h>
#include <net/ip.h>
#include <net/net_namespace.h>
#include <net/sch_generic.h>

#define PTYPE_HASH	16
#define NAPI_WEIGHT	64

static struct list_head ptype_base[PTYPE_HASH];
static LIST_HEAD(ptype_all);
static struct softnet_data softnet_data;
static struct work_struct flush_work;
static int process_backlog(struct napi_struct *napi, int quota);

static struct list_head *ptype_head(const struct packet_type *pt)
{
	return pt->type == htons(ETH_P_ALL) ? &ptype_all : &ptype_base[ntohs(pt->type) % PTYPE_HASH];
}

void dev_add_pack(struct packet_type *pt)
{
	list_add_tail(&pt->list, ptype_head(pt));
}

void dev_remove_pack(struct packet_type *pt)
{
	list_del_init(&pt->list);
}

static int deliver_skb(struct sk_buff *skb, struct packet_type *pt_prev, struct net_device *orig_dev)
{
	return pt_prev->func(skb, skb->dev, pt_prev, orig_dev);
}

/* ---- down */

/* Whoever listens to everything gets what is sent, too. */
static void dev_queue_xmit_nit(struct sk_buff *skb, struct net_device *dev)
{
	struct packet_type *ptype;

	list_for_each_entry(ptype, &ptype_all, list) {
		struct sk_buff *skb2;

		if (ptype->dev && ptype->dev != dev)
			continue;
		skb2 = skb_clone(skb, GFP_ATOMIC);
		skb2->pkt_type = PACKET_OUTGOING;
		deliver_skb(skb2, ptype, dev);
	}
}

static int xmit_one(struct sk_buff *skb, struct net_device *dev)
{
	if (!list_empty(&ptype_all))
		dev_queue_xmit_nit(skb, dev);
	trace_net_dev_xmit(skb);
	return netdev_start_xmit(skb, dev);
}

/* NULL where the driver took it; the packet where it could not. */
struct sk_buff *dev_hard_start_xmit(struct sk_buff *skb, struct net_device *dev, int *ret)
{
	*ret = xmit_one(skb, dev);
	return *ret == NETDEV_TX_OK ? NULL : skb;
}

static int __dev_xmit_skb(struct sk_buff *skb, struct Qdisc *q)
{
	int rc = q->enqueue(skb, q);

	__qdisc_run(q);
	return rc;
}

int __dev_queue_xmit(struct sk_buff *skb, struct net_device *sb_dev __maybe_unused)
{
	struct net_device *dev = skb->dev;
	struct Qdisc *q = dev->qdisc;
	int rc = -ENETDOWN;

	local_bh_disable();
	skb_reset_mac_header(skb);
	if (!netif_running(dev)) {
		dev->stats.tx_dropped++;
		kfree_skb(skb);
	} else if (q && q->enqueue) {
		rc = __dev_xmit_skb(skb, q);
	} else if ((skb = dev_hard_start_xmit(skb, dev, &rc))) {
		dev->stats.tx_dropped++;
		kfree_skb(skb);
	}
	local_bh_enable();
	return rc;
}

void __netif_schedule(struct Qdisc *q)
{
	if (q->scheduled)
		return;
	q->scheduled = true;
	q->next_sched = softnet_data.output_queue;
	softnet_data.output_queue = q;
	raise_softirq(NET_TX_SOFTIRQ);
}

void netif_wake_queue(struct net_device *dev)
{
	if (!netif_queue_stopped(dev))
		return;
	dev->state &= ~__QUEUE_STATE_XOFF;
	if (dev->qdisc)
		__netif_schedule(dev->qdisc);
}

static void net_tx_action(struct softirq_action *h __maybe_unused)
{
	struct Qdisc *q, *head = softnet_data.output_queue;

	softnet_data.output_queue = NULL;
	while ((q = head)) {
		head = q->next_sched;
		q->scheduled = false;
		__qdisc_run(q);
	}
}

/* ---- up */

static int __netif_receive_skb_core(struct sk_buff *skb, struct packet_type **ppt_prev)
{
	struct packet_type *ptype, *pt_prev = NULL;
	struct net_device *orig_dev = skb->dev;

	trace_netif_receive_skb(skb);
	skb_reset_network_header(skb);
	list_for_each_entry(ptype, &ptype_all, list) {
		if (ptype->dev && ptype->dev != skb->dev)
			continue;
		if (pt_prev)
			deliver_skb(skb_clone(skb, GFP_ATOMIC), pt_prev, orig_dev);
		pt_prev = ptype;
	}
	list_for_each_entry(ptype, &ptype_base[ntohs(skb->protocol) % PTYPE_HASH], list) {	/* @pitfall 9 */
		if (ptype->type != skb->protocol || (ptype->dev && ptype->dev != skb->dev))
			continue;
		if (pt_prev)
			deliver_skb(skb_clone(skb, GFP_ATOMIC), pt_prev, orig_dev);
		pt_prev = ptype;
	}
	*ppt_prev = pt_prev;
	return pt_prev ? NET_RX_SUCCESS : NET_RX_DROP;
}

/* The last of those that want the packet gets the packet itself. */
static int __netif_receive_skb_one_core(struct sk_buff *skb)
{
	struct net_device *orig_dev = skb->dev;
	struct packet_type *pt_prev;
	int ret = __netif_receive_skb_core(skb, &pt_prev);

	if (ret == NET_RX_SUCCESS)
		return INDIRECT_CALL_INET_1(pt_prev->func, ip_rcv, skb, skb->dev, pt_prev, orig_dev);
	skb->dev->stats.rx_dropped++;
	kfree_skb(skb);
	return ret;
}

static int __netif_receive_skb(struct sk_buff *skb)
{
	return __netif_receive_skb_one_core(skb);
}

static int netif_receive_skb_internal(struct sk_buff *skb)
{
	return __netif_receive_skb(skb);
}

int netif_receive_skb(struct sk_buff *skb)
{
	skb->dev->stats.rx_packets++;
	return netif_receive_skb_internal(skb);
}

static void ____napi_schedule(struct softnet_data *sd, struct napi_struct *napi)
{
	list_add_tail(&napi->poll_list, &sd->poll_list);
	raise_softirq(NET_RX_SOFTIRQ);
}

void napi_schedule(struct napi_struct *n)
{
	if (n->scheduled)
		return;
	n->scheduled = true;
	____napi_schedule(&softnet_data, n);
}

bool napi_complete_done(struct napi_struct *n, int work_done __maybe_unused)
{
	n->scheduled = false;
	list_del_init(&n->poll_list);
	return true;
}

void netif_napi_add(struct net_device *dev, struct napi_struct *napi, int (*poll)(struct napi_struct *, int))
{
	INIT_LIST_HEAD(&napi->poll_list);
	napi->scheduled = false;
	napi->weight = NAPI_WEIGHT;
	napi->poll = poll;
	napi->dev = dev;
}

static int enqueue_to_backlog(struct sk_buff *skb)
{
	skb_queue_tail(&softnet_data.input_pkt_queue, skb);
	napi_schedule(&softnet_data.backlog);
	return NET_RX_SUCCESS;
}

static int netif_rx_internal(struct sk_buff *skb)
{
	return enqueue_to_backlog(skb);
}

/* For drivers without a poll function: the packet waits in the machine's own queue. */
int netif_rx(struct sk_buff *skb)
{
	return netif_rx_internal(skb);
}

static int process_backlog(struct napi_struct *napi, int quota)
{
	struct sk_buff *skb;
	int work = 0;

	while (work < quota && (skb = skb_dequeue(&softnet_data.input_pkt_queue))) {
		__netif_receive_skb(skb);
		work++;
	}
	if (work < quota)
		napi_complete_done(napi, work);
	return work;
}

static int __napi_poll(struct napi_struct *n)
{
	int weight = n->weight;

	return n->poll(n, weight);
}

static int napi_poll(struct napi_struct *n, struct list_head *repoll)
{
	int work = __napi_poll(n);

	if (work >= n->weight) {
		list_del_init(&n->poll_list);
		list_add_tail(&n->poll_list, repoll);
	}
	return work;
}

static void net_rx_action(struct softirq_action *h __maybe_unused)
{
	struct softnet_data *sd = &softnet_data;
	LIST_HEAD(repoll);

	while (!list_empty(&sd->poll_list))
		napi_poll(list_first_entry(&sd->poll_list, struct napi_struct, poll_list), &repoll);
	while (!list_empty(&repoll)) {
		struct list_head *n = repoll.next;

		list_del_init(n);
		list_add_tail(n, &sd->poll_list);
		raise_softirq(NET_RX_SOFTIRQ);
	}
}

/* ---- what is left of an interface that goes */

static void flush_backlog(struct work_struct *work __maybe_unused)
{
	struct sk_buff *skb, *next;

	for (skb = softnet_data.input_pkt_queue.next;
	     skb != (struct sk_buff *)&softnet_data.input_pkt_queue; skb = next) {
		next = skb->next;
		if (netif_running(skb->dev))
			continue;
		__skb_unlink(skb, &softnet_data.input_pkt_queue);
		kfree_skb(skb);
	}
}

void flush_all_backlogs(void)
{
	schedule_work(&flush_work);
}

static int __init net_dev_init(void)
{
	extern struct pernet_operations loopback_net_ops;
	struct softnet_data *sd = &softnet_data;
	int i;

	for (i = 0; i < PTYPE_HASH; i++)
		INIT_LIST_HEAD(&ptype_base[i]);
	INIT_WORK(&flush_work, flush_backlog);	/* @pitfall 7 */
	INIT_LIST_HEAD(&sd->poll_list);
	skb_queue_head_init(&sd->input_pkt_queue);
	INIT_LIST_HEAD(&sd->backlog.poll_list);
	sd->backlog.poll = process_backlog;
	sd->backlog.weight = NAPI_WEIGHT;
	open_softirq(NET_TX_SOFTIRQ, net_tx_action);
	open_softirq(NET_RX_SOFTIRQ, net_rx_action);	/* @pitfall 7 */
	return register_pernet_device(&loopback_net_ops);
}
subsys_initcall(net_dev_init);
