/* SPDX-License-Identifier: MIT */
/* The life of a neighbour's entry: asked for, known, doubted, confirmed or given up. */
#include <linux/init.h>
#include <net/neighbour.h>

static void neigh_timer_handler(struct timer_list *t);
static void neigh_periodic_work(struct work_struct *work);

static struct hlist_head *neigh_bucket(struct neigh_table *tbl, __be32 key)
{
	return &tbl->hash_buckets[(ntohl(key) ^ ntohl(key) >> 8) % NEIGH_HASH];
}

struct neighbour *neigh_lookup(struct neigh_table *tbl, __be32 key, struct net_device *dev)
{
	struct neighbour *n;

	hlist_for_each_entry(n, neigh_bucket(tbl, key), hash)
		if (n->primary_key == key && n->dev == dev)
			return n;
	return NULL;
}

static struct neighbour *neigh_alloc(struct neigh_table *tbl, struct net_device *dev)
{
	struct neighbour *n = kzalloc(sizeof(*n), GFP_ATOMIC);

	skb_queue_head_init(&n->arp_queue);
	n->tbl = tbl;
	n->dev = dev;
	n->nud_state = NUD_NONE;
	n->refcnt = 1;
	n->updated = n->used = n->confirmed = jiffies;
	timer_setup(&n->timer, neigh_timer_handler, 0);
	return n;
}

static struct neighbour *___neigh_create(struct neigh_table *tbl, __be32 key, struct net_device *dev)
{
	struct neighbour *n = neigh_alloc(tbl, dev);

	n->primary_key = key;
	if (tbl->constructor && tbl->constructor(n) < 0) {
		kfree(n);
		return NULL;
	}
	hlist_add_head(&n->hash, neigh_bucket(tbl, key));
	return n;
}

struct neighbour *__neigh_create(struct neigh_table *tbl, __be32 key, struct net_device *dev)
{
	return ___neigh_create(tbl, key, dev);
}

static void neigh_destroy_rcu(struct rcu_head *head)
{
	kfree(container_of(head, struct neighbour, rcu));
}

void neigh_destroy(struct neighbour *neigh)
{
	del_timer(&neigh->timer);
	skb_queue_purge(&neigh->arp_queue);
	call_rcu(&neigh->rcu, neigh_destroy_rcu);	/* @pitfall 7 */
}

static void neigh_remove(struct neighbour *n)
{
	hlist_del_init(&n->hash);
	n->dead = true;
	neigh_release(n);
}

/* ---- how packets are sent in each state */

static void neigh_suspect(struct neighbour *neigh)
{
	WRITE_ONCE(neigh->output, neigh->ops->output);
}

static void neigh_connect(struct neighbour *neigh)
{
	WRITE_ONCE(neigh->output, neigh->ops->connected_output);	/* @pitfall 6 */
}

static void neigh_hh_init(struct neighbour *n)
{
	if (!n->hh.hh_len)
		n->dev->header_ops->cache(n, &n->hh, n->tbl->protocol);
}

int neigh_resolve_output(struct neighbour *neigh, struct sk_buff *skb)
{
	struct net_device *dev = neigh->dev;

	if (neigh_event_send(neigh, skb))
		return 0;
	if (dev->header_ops->cache)
		neigh_hh_init(neigh);
	dev_hard_header(skb, dev, ntohs(skb->protocol), neigh->ha, NULL, skb->len);
	return dev_queue_xmit(skb);
}

int neigh_connected_output(struct neighbour *neigh, struct sk_buff *skb)
{
	struct net_device *dev = neigh->dev;

	dev_hard_header(skb, dev, ntohs(skb->protocol), neigh->ha, NULL, skb->len);
	return dev_queue_xmit(skb);
}

/* on links without headers there is nothing to find out */
int neigh_direct_output(struct neighbour *neigh __maybe_unused, struct sk_buff *skb)
{
	return dev_queue_xmit(skb);
}

/* ---- asking */

static void neigh_probe(struct neighbour *neigh)
{
	struct sk_buff *skb = skb_peek(&neigh->arp_queue);

	neigh->probes++;
	neigh->ops->solicit(neigh, skb);
}

static int neigh_max_probes(const struct neighbour *n)
{
	return n->tbl->ucast_probes + (n->nud_state & NUD_PROBE ? 0 : n->tbl->mcast_probes);
}

static void neigh_invalidate(struct neighbour *neigh)
{
	struct sk_buff *skb;

	while (neigh->nud_state == NUD_FAILED && (skb = skb_dequeue(&neigh->arp_queue)))
		neigh->ops->error_report(neigh, skb);
}

/* 1: the packet waits for the answer (or was dropped); 0: it can be sent. */
int __neigh_event_send(struct neighbour *neigh, struct sk_buff *skb)
{
	bool immediate_probe = false;

	if (!(neigh->nud_state & (NUD_STALE | NUD_INCOMPLETE))) {
		neigh->nud_state = NUD_INCOMPLETE;
		neigh->probes = 0;
		neigh->updated = jiffies;
		mod_timer(&neigh->timer, jiffies + neigh->tbl->retrans_time);
		immediate_probe = true;
	} else if (neigh->nud_state & NUD_STALE) {
		neigh->nud_state = NUD_DELAY;
		neigh->updated = jiffies;
		mod_timer(&neigh->timer, jiffies + neigh->tbl->delay_probe_time);
		return 0;
	}
	if (neigh->arp_queue.qlen >= (u32)neigh->tbl->queue_len)
		kfree_skb(skb_dequeue(&neigh->arp_queue));
	skb_queue_tail(&neigh->arp_queue, skb);
	if (immediate_probe)
		neigh_probe(neigh);
	return 1;
}

/* ---- an answer, or none */

static void __neigh_update(struct neighbour *neigh, const u8 *lladdr, u8 new, u32 flags)
{
	u8 old = neigh->nud_state;
	bool changed = lladdr && memcmp(lladdr, neigh->ha, ETH_ALEN);
	struct sk_buff *skb;

	if (changed && (old & NUD_VALID) && !(flags & NEIGH_UPDATE_F_OVERRIDE))
		return;
	if (changed) {
		memcpy(neigh->ha, lladdr, ETH_ALEN);
		neigh->hh.hh_len = 0;
	}
	if (new & NUD_CONNECTED)
		neigh->confirmed = jiffies;
	neigh->updated = jiffies;
	neigh->nud_state = new;
	del_timer(&neigh->timer);
	if (new & NUD_IN_TIMER)
		mod_timer(&neigh->timer, jiffies + neigh->tbl->base_reachable_time);
	if (new & NUD_CONNECTED)
		neigh_connect(neigh);
	else
		neigh_suspect(neigh);
	if (old & NUD_VALID)
		return;
	/* what waited for the answer goes out, as the state now has it */
	while ((neigh->nud_state & NUD_VALID) && (skb = skb_dequeue(&neigh->arp_queue)))
		READ_ONCE(neigh->output)(neigh, skb);	/* @pitfall 28 */
}

int neigh_update(struct neighbour *neigh, const u8 *lladdr, u8 new, u32 flags)
{
	__neigh_update(neigh, lladdr, new, flags);
	return 0;
}

static void neigh_timer_handler(struct timer_list *t)
{
	struct neighbour *neigh = from_timer(neigh, t, timer);
	unsigned long now = jiffies, next = now + neigh->tbl->retrans_time;

	switch (neigh->nud_state) {
	case NUD_REACHABLE:
		if (time_before(now, neigh->used + neigh->tbl->delay_probe_time)) {
			neigh->nud_state = NUD_DELAY;
			next = now + neigh->tbl->delay_probe_time;
		} else {
			neigh->nud_state = NUD_STALE;
		}
		neigh_suspect(neigh);
		break;
	case NUD_DELAY:
		if (time_before(now, neigh->confirmed + neigh->tbl->delay_probe_time)) {
			neigh->nud_state = NUD_REACHABLE;
			neigh_connect(neigh);
			next = neigh->confirmed + neigh->tbl->base_reachable_time;
		} else {
			neigh->nud_state = NUD_PROBE;
			neigh->probes = 0;
		}
		break;
	default:
		break;
	}
	if ((neigh->nud_state & (NUD_INCOMPLETE | NUD_PROBE)) && neigh->probes >= neigh_max_probes(neigh)) {
		neigh->nud_state = NUD_FAILED;
		neigh_invalidate(neigh);
	}
	if (neigh->nud_state & NUD_IN_TIMER)
		mod_timer(&neigh->timer, next);
	if (neigh->nud_state & (NUD_INCOMPLETE | NUD_PROBE))
		neigh_probe(neigh);
}

/* ---- tidying up */

static void neigh_flush(struct neigh_table *tbl, struct net_device *dev, unsigned long unused_since)
{
	int i;

	for (i = 0; i < NEIGH_HASH; i++) {
		struct hlist_node *node = tbl->hash_buckets[i].first;

		while (node) {
			struct neighbour *n = container_of(node, struct neighbour, hash);

			node = node->next;
			if (dev ? n->dev == dev : !(n->nud_state & (NUD_PERMANENT | NUD_IN_TIMER)) &&
			    time_before(n->used, unused_since))
				neigh_remove(n);
		}
	}
}

void neigh_changeaddr(struct neigh_table *tbl, struct net_device *dev)
{
	neigh_flush(tbl, dev, 0);
}

static void neigh_periodic_work(struct work_struct *work)
{
	struct neigh_table *tbl = container_of(work, struct neigh_table, gc_work.work);

	neigh_flush(tbl, NULL, jiffies - tbl->gc_staletime);
	schedule_delayed_work(&tbl->gc_work, tbl->base_reachable_time);
}

void neigh_table_init(struct neigh_table *tbl)
{
	INIT_DELAYED_WORK(&tbl->gc_work, neigh_periodic_work);
	schedule_delayed_work(&tbl->gc_work, tbl->base_reachable_time);
}
