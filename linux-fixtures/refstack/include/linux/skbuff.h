/* SPDX-License-Identifier: MIT */
/*
 * A packet on its way through the stack. `head`..`end` is one piece of memory,
 * `data`..`tail` what counts at the moment: going down, every layer pushes its
 * header in front; going up, every layer pulls its header off.
 */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/headers.h>
#include <linux/kernel.h>
#include <linux/uio.h>

struct dst_entry;
struct net_device;
struct sock;

enum { PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST, PACKET_OUTGOING };

struct sk_buff {
	struct sk_buff *next, *prev;	/* as in sk_buff_head: a queue is a ring */
	struct sock *sk;		/* who pays for the memory */
	struct net_device *dev;
	struct dst_entry *_skb_refdst;
	void (*destructor)(struct sk_buff *skb);
	u8 cb[48];			/* private to the layer that has the packet */
	unsigned long when;		/* ticks: when it was sent, or is due on a wire */
	unsigned int len, truesize, priority;
	int skb_iif;
	__be16 protocol;
	u8 pkt_type;
	u8 cloned;
	u16 mac_header, network_header, transport_header;
	u8 *head, *data, *tail, *end;
};

struct sk_buff_head {
	struct sk_buff *next, *prev;
	u32 qlen;
};

#define MAX_HEADER	128	/* room that every sender leaves for the headers below it */

/* net/core/skbuff.c */
struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp);
void __kfree_skb(struct sk_buff *skb);
void kfree_skb(struct sk_buff *skb);
void consume_skb(struct sk_buff *skb);
/* Another packet with the same bytes; it belongs to no socket. */
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp);
void skb_orphan(struct sk_buff *skb);
void *skb_push(struct sk_buff *skb, unsigned int len);
void *skb_pull(struct sk_buff *skb, unsigned int len);
void *skb_put(struct sk_buff *skb, unsigned int len);
void skb_trim(struct sk_buff *skb, unsigned int len);
void skb_queue_purge(struct sk_buff_head *list);
void __skb_insert(struct sk_buff *skb, struct sk_buff *prev, struct sk_buff_head *list);
void __skb_unlink(struct sk_buff *skb, struct sk_buff_head *list);
struct sk_buff *skb_dequeue(struct sk_buff_head *list);
struct sk_buff *sock_alloc_send_skb(struct sock *sk, unsigned int size, int *err);

/* net/core/datagram.c */
struct sk_buff *skb_recv_datagram(struct sock *sk, unsigned int flags, int *err);
void skb_free_datagram(struct sock *sk, struct sk_buff *skb);
int skb_copy_datagram_iter(const struct sk_buff *skb, int offset, struct iov_iter *to, int len);

static inline int skb_copy_datagram_msg(const struct sk_buff *skb, int offset, struct msghdr *msg, int len)
{
	return skb_copy_datagram_iter(skb, offset, &msg->msg_iter, len);
}

static inline void skb_queue_head_init(struct sk_buff_head *list)
{
	list->next = list->prev = (struct sk_buff *)list;
	list->qlen = 0;
}

static inline bool skb_queue_empty(const struct sk_buff_head *list)
{
	return list->next == (const struct sk_buff *)list;
}

static inline struct sk_buff *skb_peek(const struct sk_buff_head *list)
{
	return skb_queue_empty(list) ? NULL : list->next;
}

static inline void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb)
{
	__skb_insert(skb, list->prev, list);
}

#define skb_queue_walk(list, skb) \
	for (skb = (list)->next; skb != (struct sk_buff *)(list); skb = skb->next)

static inline void skb_reserve(struct sk_buff *skb, unsigned int len)
{
	skb->data += len;
	skb->tail += len;
}

static inline unsigned int skb_headroom(const struct sk_buff *skb)
{
	return (unsigned int)(skb->data - skb->head);
}

/* Are `len` bytes there? Nothing outside a packet is ever read. */
static inline bool pskb_may_pull(const struct sk_buff *skb, unsigned int len)
{
	return skb->len >= len;
}

static inline void skb_reset_mac_header(struct sk_buff *skb)
{
	skb->mac_header = (u16)skb_headroom(skb);
}

static inline void skb_reset_network_header(struct sk_buff *skb)
{
	skb->network_header = (u16)skb_headroom(skb);
}

static inline void skb_reset_transport_header(struct sk_buff *skb)
{
	skb->transport_header = (u16)skb_headroom(skb);
}

static inline struct ethhdr *eth_hdr(const struct sk_buff *skb)
{
	return (struct ethhdr *)(skb->head + skb->mac_header);
}

static inline struct arphdr *arp_hdr(const struct sk_buff *skb)
{
	return (struct arphdr *)(skb->head + skb->network_header);
}

static inline struct iphdr *ip_hdr(const struct sk_buff *skb)
{
	return (struct iphdr *)(skb->head + skb->network_header);
}

static inline unsigned int ip_hdrlen(const struct sk_buff *skb)
{
	return (ip_hdr(skb)->ver_ihl & 15u) * 4;
}

static inline struct icmphdr *icmp_hdr(const struct sk_buff *skb)
{
	return (struct icmphdr *)(skb->head + skb->transport_header);
}

static inline struct udphdr *udp_hdr(const struct sk_buff *skb)
{
	return (struct udphdr *)(skb->head + skb->transport_header);
}

static inline struct tcphdr *tcp_hdr(const struct sk_buff *skb)
{
	return (struct tcphdr *)(skb->head + skb->transport_header);
}

static inline struct dst_entry *skb_dst(const struct sk_buff *skb)
{
	return skb->_skb_refdst;
}

#endif
