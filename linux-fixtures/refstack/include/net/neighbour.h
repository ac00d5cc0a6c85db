/* SPDX-License-Identifier: MIT */
/*
 * Neighbours: the machines on the same link. Each entry maps an IP address to
 * a hardware address, or is about to find it; `output` is how a packet is sent
 * to it in the state it is in.
 */
#ifndef _NET_NEIGHBOUR_H
#define _NET_NEIGHBOUR_H

#include <linux/netdevice.h>
#include <linux/workqueue.h>

#define NUD_NONE	0x00
#define NUD_INCOMPLETE	0x01
#define NUD_REACHABLE	0x02
#define NUD_STALE	0x04
#define NUD_DELAY	0x08
#define NUD_PROBE	0x10
#define NUD_FAILED	0x20
#define NUD_NOARP	0x40
#define NUD_PERMANENT	0x80
#define NUD_IN_TIMER	(NUD_INCOMPLETE | NUD_REACHABLE | NUD_DELAY | NUD_PROBE)
#define NUD_VALID	(NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | NUD_PROBE | NUD_STALE | NUD_DELAY)
#define NUD_CONNECTED	(NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE)

#define NEIGH_UPDATE_F_OVERRIDE	1

struct neighbour;
struct neigh_table;

struct neigh_ops {
	int family;
	void (*solicit)(struct neighbour *neigh, struct sk_buff *skb);
	void (*error_report)(struct neighbour *neigh, struct sk_buff *skb);
	int (*output)(struct neighbour *neigh, struct sk_buff *skb);
	int (*connected_output)(struct neighbour *neigh, struct sk_buff *skb);
};

/* a link header made ready, to be copied in front of each packet */
struct hh_cache {
	unsigned int hh_len;
	u8 hh_data[32];
};

struct neighbour {
	struct hlist_node hash;
	struct neigh_table *tbl;
	struct net_device *dev;
	__be32 primary_key;
	u8 nud_state;
	u8 ha[ETH_ALEN];
	int probes, refcnt;
	unsigned long confirmed, updated, used;
	struct timer_list timer;
	struct sk_buff_head arp_queue;
	struct hh_cache hh;
	const struct neigh_ops *ops;
	int (*output)(struct neighbour *neigh, struct sk_buff *skb);
	bool dead;
	struct rcu_head rcu;
};

#define NEIGH_HASH	16

struct neigh_table {
	int family;
	__be16 protocol;
	int (*constructor)(struct neighbour *neigh);
	unsigned long base_reachable_time, retrans_time, delay_probe_time, gc_staletime;
	int mcast_probes, ucast_probes, queue_len;
	struct hlist_head hash_buckets[NEIGH_HASH];
	struct delayed_work gc_work;
};

void neigh_table_init(struct neigh_table *tbl);
struct neighbour *neigh_lookup(struct neigh_table *tbl, __be32 key, struct net_device *dev);
struct neighbour *__neigh_create(struct neigh_table *tbl, __be32 key, struct net_device *dev);
int neigh_update(struct neighbour *neigh, const u8 *lladdr, u8 new, u32 flags);
int __neigh_event_send(struct neighbour *neigh, struct sk_buff *skb);
void neigh_changeaddr(struct neigh_table *tbl, struct net_device *dev);
int neigh_resolve_output(struct neighbour *neigh, struct sk_buff *skb);
int neigh_connected_output(struct neighbour *neigh, struct sk_buff *skb);
int neigh_direct_output(struct neighbour *neigh, struct sk_buff *skb);
void neigh_destroy(struct neighbour *neigh);

static inline void neigh_release(struct neighbour *neigh)
{
	if (--neigh->refcnt == 0)
		neigh_destroy(neigh);
}

static inline int neigh_event_send_probe(struct neighbour *neigh, struct sk_buff *skb)
{
	neigh->used = jiffies;
	if (!(neigh->nud_state & (NUD_CONNECTED | NUD_DELAY | NUD_PROBE)))
		return __neigh_event_send(neigh, skb);
	return 0;
}

static inline int neigh_event_send(struct neighbour *neigh, struct sk_buff *skb)
{
	return neigh_event_send_probe(neigh, skb);
}

static inline int neigh_hh_output(const struct hh_cache *hh, struct sk_buff *skb)
{
	memcpy(skb_push(skb, hh->hh_len), hh->hh_data, hh->hh_len);
	return dev_queue_xmit(skb);
}

static inline int neigh_output(struct neighbour *n, struct sk_buff *skb, bool skip_cache)
{
	const struct hh_cache *hh = &n->hh;

	if (!skip_cache && (READ_ONCE(n->nud_state) & NUD_CONNECTED) && READ_ONCE(hh->hh_len))
		return neigh_hh_output(hh, skb);
	return READ_ONCE(n->output)(n, skb);	/* @pitfall 2 */
}

#endif
