/* SPDX-License-Identifier: MIT */
/* Queueing disciplines: the first comes first, two bands by priority, and a bad line on purpose. */
#include <net/sch_generic.h>

static int qdisc_enqueue_tail(struct sk_buff *skb, struct Qdisc *sch, int band)
{
	if (sch->band[0].qlen + sch->band[1].qlen >= sch->limit) {
		sch->dev->stats.tx_dropped++;
		kfree_skb(skb);
		return NET_XMIT_DROP;
	}
	skb_queue_tail(&sch->band[band], skb);
	return 0;
}

static int pfifo_enqueue(struct sk_buff *skb, struct Qdisc *sch)
{
	return qdisc_enqueue_tail(skb, sch, 0);
}

static struct sk_buff *pfifo_dequeue(struct Qdisc *sch)
{
	return skb_dequeue(&sch->band[0]);
}

const struct Qdisc_ops pfifo_qdisc_ops = {
	.id = "pfifo",
	.enqueue = pfifo_enqueue,
	.dequeue = pfifo_dequeue,
};

static int prio_enqueue(struct sk_buff *skb, struct Qdisc *sch)
{
	return qdisc_enqueue_tail(skb, sch, skb->priority ? 0 : 1);
}

static struct sk_buff *prio_dequeue(struct Qdisc *sch)
{
	struct sk_buff *skb = skb_dequeue(&sch->band[0]);

	return skb ? skb : skb_dequeue(&sch->band[1]);
}

const struct Qdisc_ops prio_qdisc_ops = {
	.id = "prio",
	.enqueue = prio_enqueue,
	.dequeue = prio_dequeue,
};

static int netem_enqueue(struct sk_buff *skb, struct Qdisc *sch)
{
	/* the sender must not notice: on a real line it does not */
	if (++sch->seen == sch->drop_nth) {
		kfree_skb(skb);
		return 0;
	}
	return qdisc_enqueue_tail(skb, sch, 0);
}

static struct sk_buff *netem_dequeue(struct Qdisc *sch)
{
	return skb_dequeue(&sch->band[0]);
}

const struct Qdisc_ops netem_qdisc_ops = {
	.id = "netem",
	.enqueue = netem_enqueue,
	.dequeue = netem_dequeue,
};

struct Qdisc *qdisc_create_dflt(struct net_device *dev, const struct Qdisc_ops *ops)
{
	struct Qdisc *sch = kzalloc(sizeof(*sch), GFP_KERNEL);
	int i;

	for (i = 0; i < QDISC_BANDS; i++)
		skb_queue_head_init(&sch->band[i]);
	sch->ops = ops;
	sch->enqueue = ops->enqueue;
	sch->dequeue = ops->dequeue;
	sch->dev = dev;
	sch->limit = 1000;
	return sch;
}

void qdisc_destroy(struct Qdisc *q)
{
	int i;

	/* a softirq that still has it would find nothing */
	BUG_ON(q->scheduled);
	for (i = 0; i < QDISC_BANDS; i++)
		skb_queue_purge(&q->band[i]);
	kfree_skb(q->gso_skb);
	kfree(q);
}

static const struct Qdisc_ops *qdisc_lookup_ops(const char *id)
{
	static const struct Qdisc_ops *const qdisc_base[] = {
		&pfifo_qdisc_ops, &prio_qdisc_ops, &netem_qdisc_ops,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(qdisc_base); i++)
		if (!strcmp(qdisc_base[i]->id, id))
			return qdisc_base[i];
	return NULL;
}

int qdisc_change(struct net_device *dev, const char *id, unsigned int drop_nth)
{
	const struct Qdisc_ops *ops = qdisc_lookup_ops(id);

	if (!ops)
		return -ENOENT;
	if (dev->qdisc)
		qdisc_destroy(dev->qdisc);
	dev->qdisc = qdisc_create_dflt(dev, ops);
	dev->qdisc->drop_nth = drop_nth;
	return 0;
}

static struct sk_buff *dequeue_skb(struct Qdisc *q)
{
	struct sk_buff *skb = q->gso_skb;

	q->gso_skb = NULL;
	return skb ? skb : q->dequeue(q);
}

static bool sch_direct_xmit(struct sk_buff *skb, struct Qdisc *q)
{
	int ret = NETDEV_TX_BUSY;

	if (!netif_queue_stopped(q->dev))
		skb = dev_hard_start_xmit(skb, q->dev, &ret);
	if (ret == NETDEV_TX_OK)
		return true;
	q->gso_skb = skb;
	return false;
}

static bool qdisc_restart(struct Qdisc *q)
{
	struct sk_buff *skb = dequeue_skb(q);

	return skb && sch_direct_xmit(skb, q);
}

void __qdisc_run(struct Qdisc *q)
{
	while (qdisc_restart(q))
		;
}
