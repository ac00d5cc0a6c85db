/* SPDX-License-Identifier: MIT */
/* Queueing disciplines: in which order an interface sends, and what it drops. */
#ifndef _NET_SCH_GENERIC_H
#define _NET_SCH_GENERIC_H

#include <linux/netdevice.h>

struct Qdisc_ops {
	const char *id;
	int (*enqueue)(struct sk_buff *skb, struct Qdisc *sch);
	struct sk_buff *(*dequeue)(struct Qdisc *sch);
};

#define QDISC_BANDS	2

struct Qdisc {
	int (*enqueue)(struct sk_buff *skb, struct Qdisc *sch);
	struct sk_buff *(*dequeue)(struct Qdisc *sch);
	const struct Qdisc_ops *ops;
	struct net_device *dev;
	struct Qdisc *next_sched;
	bool scheduled;
	struct sk_buff_head band[QDISC_BANDS];
	struct sk_buff *gso_skb;	/* taken out, but the interface was full */
	unsigned int limit, drop_nth, seen;
};

extern const struct Qdisc_ops pfifo_qdisc_ops, prio_qdisc_ops, netem_qdisc_ops;

struct Qdisc *qdisc_create_dflt(struct net_device *dev, const struct Qdisc_ops *ops);
void qdisc_destroy(struct Qdisc *q);
/* The discipline of `dev` becomes `id`; netem drops the `drop_nth` packet. -1: no such one. */
int qdisc_change(struct net_device *dev, const char *id, unsigned int drop_nth);
void __qdisc_run(struct Qdisc *q);

#endif
