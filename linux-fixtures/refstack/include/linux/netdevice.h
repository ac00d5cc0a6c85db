/* SPDX-License-Identifier: MIT */
/* Network interfaces: what a driver provides, and what net/core/dev.c does for it. */
#ifndef _LINUX_NETDEVICE_H
#define _LINUX_NETDEVICE_H

#include <linux/interrupt.h>
#include <linux/notifier.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/timer.h>

struct net;
struct neighbour;
struct hh_cache;
struct net_device;
struct Qdisc;
struct in_device;

#define IFF_UP		0x1
#define IFF_BROADCAST	0x2
#define IFF_LOOPBACK	0x8
#define IFF_NOARP	0x80
#define IFNAMSIZ	16

enum { NETDEV_TX_OK, NETDEV_TX_BUSY = 16 };
typedef int netdev_tx_t;
enum { NET_RX_SUCCESS, NET_RX_DROP, NET_XMIT_DROP = 1 };
enum { __LINK_STATE_NOCARRIER = 1, __QUEUE_STATE_XOFF = 2 };
enum { NETDEV_UP = 1, NETDEV_DOWN, NETDEV_CHANGE, NETDEV_REGISTER, NETDEV_UNREGISTER };

struct net_device_ops {
	int (*ndo_init)(struct net_device *dev);
	int (*ndo_open)(struct net_device *dev);
	int (*ndo_stop)(struct net_device *dev);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
};

struct header_ops {
	int (*create)(struct sk_buff *skb, struct net_device *dev, unsigned short type,
		      const void *daddr, const void *saddr, unsigned int len);
	int (*cache)(const struct neighbour *neigh, struct hh_cache *hh, __be16 type);
};

struct net_device_stats {
	unsigned long rx_packets, tx_packets, rx_dropped, tx_dropped;
};

struct net_device {
	char name[IFNAMSIZ];
	struct list_head dev_list;
	struct net *nd_net;
	int ifindex;
	unsigned int flags, mtu, state;
	unsigned short type, hard_header_len;
	u8 dev_addr[ETH_ALEN], broadcast[ETH_ALEN];
	const struct net_device_ops *netdev_ops;
	const struct header_ops *header_ops;
	struct Qdisc *qdisc;
	struct in_device *ip_ptr;
	struct net_device_stats stats;
	struct list_head link_watch_list;
	void *priv;
};

struct packet_type {
	__be16 type;
	struct net_device *dev;		/* only from this one, if it is set */
	int (*func)(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		    struct net_device *orig_dev);
	void *af_packet_priv;
	struct list_head list;
};

struct napi_struct {
	struct list_head poll_list;
	bool scheduled;
	int weight;
	int (*poll)(struct napi_struct *napi, int budget);
	struct net_device *dev;
};

struct softnet_data {
	struct list_head poll_list;
	struct sk_buff_head input_pkt_queue;
	struct napi_struct backlog;
	struct Qdisc *output_queue;
};

/* net/core/dev.c */
struct net_device *alloc_netdev(const char *name, void (*setup)(struct net_device *dev));
int register_netdev(struct net *net, struct net_device *dev);
void unregister_netdev(struct net_device *dev);
int dev_change_flags(struct net_device *dev, unsigned int flags);
struct net_device *dev_get_by_name(struct net *net, const char *name);
struct net_device *dev_get_by_index(struct net *net, int ifindex);
int register_netdevice_notifier(struct notifier_block *nb);
void dev_add_pack(struct packet_type *pt);
void dev_remove_pack(struct packet_type *pt);
int __dev_queue_xmit(struct sk_buff *skb, struct net_device *sb_dev);
struct sk_buff *dev_hard_start_xmit(struct sk_buff *skb, struct net_device *dev, int *ret);
int netif_rx(struct sk_buff *skb);
int netif_receive_skb(struct sk_buff *skb);
void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
		    int (*poll)(struct napi_struct *, int));
void napi_schedule(struct napi_struct *n);
bool napi_complete_done(struct napi_struct *n, int work_done);
void __netif_schedule(struct Qdisc *q);
void call_netdevice_notifiers(unsigned long val, struct net_device *dev);
void flush_all_backlogs(void);

/* net/core/link_watch.c */
void netif_carrier_on(struct net_device *dev);
void netif_carrier_off(struct net_device *dev);

/* net/ethernet/eth.c, in net/core here */
void ether_setup(struct net_device *dev);
void eth_hw_addr_set(struct net_device *dev, u8 last);
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev);

static inline int dev_queue_xmit(struct sk_buff *skb)
{
	return __dev_queue_xmit(skb, NULL);
}

static inline netdev_tx_t __netdev_start_xmit(const struct net_device_ops *ops,
					      struct sk_buff *skb, struct net_device *dev)
{
	return ops->ndo_start_xmit(skb, dev);	/* @pitfall 3 */
}

static inline netdev_tx_t netdev_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;	/* @pitfall 3 */

	return __netdev_start_xmit(ops, skb, dev);
}

static inline int dev_hard_header(struct sk_buff *skb, struct net_device *dev, unsigned short type,
				  const void *daddr, const void *saddr, unsigned int len)
{
	if (!dev->header_ops || !dev->header_ops->create)
		return 0;
	return dev->header_ops->create(skb, dev, type, daddr, saddr, len);
}

static inline struct net *dev_net(const struct net_device *dev)
{
	return dev->nd_net;
}

static inline bool netif_running(const struct net_device *dev)
{
	return dev->flags & IFF_UP;
}

static inline bool netif_queue_stopped(const struct net_device *dev)
{
	return dev->state & __QUEUE_STATE_XOFF;
}

static inline void netif_stop_queue(struct net_device *dev)
{
	dev->state |= __QUEUE_STATE_XOFF;
}

void netif_wake_queue(struct net_device *dev);

#endif
