/* SPDX-License-Identifier: MIT */
/* IPv4, as the protocols above it use it (RFC 791, RFC 1122). */
#ifndef _NET_IP_H
#define _NET_IP_H

#include <net/route.h>
#include <net/sock.h>

/* net/ipv4/ip_input.c */
int ip_rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt, struct net_device *orig_dev);
void ip_protocol_deliver_rcu(struct net *net, struct sk_buff *skb, int protocol);
void raw_local_deliver(struct sk_buff *skb, int protocol);

/* net/ipv4/ip_output.c: all of them take the packet over */
int ip_local_out(struct net *net, struct sock *sk, struct sk_buff *skb);
int __ip_local_out(struct net *net, struct sock *sk, struct sk_buff *skb);
int ip_queue_xmit(struct sock *sk, struct sk_buff *skb);
int __ip_queue_xmit(struct sock *sk, struct sk_buff *skb, u8 tos);
int ip_build_and_send_pkt(struct sk_buff *skb, const struct sock *sk, __be32 saddr, __be32 daddr, u8 tos);
int ip_send_skb(struct net *net, struct sk_buff *skb);
/* A header, and the way, for a datagram of `sk` whose payload is in the skb; it is not sent yet. */
struct sk_buff *ip_make_skb(struct sock *sk, struct flowi4 *fl4, struct rtable **rtp,
			    int (*getfrag)(void *from, u8 *to, int len), void *from,
			    int length, int transhdrlen, int *err);
/* A reply that belongs to no connection: RST, mostly. */
void ip_send_unicast_reply(struct sock *sk, struct sk_buff *orig, __be32 daddr, __be32 saddr,
			   u8 protocol, const void *data, unsigned int len);
void ip_send_check(struct iphdr *iph);

/* net/ipv4/icmp.c */
void icmp_init(void);
int icmp_rcv(struct sk_buff *skb);
int icmp_err(struct sk_buff *skb, u32 info);
void icmp_send(struct sk_buff *skb_in, int type, int code, u32 info);
bool ping_rcv(struct sk_buff *skb);
void ping_err(struct sk_buff *skb, int err);
int icmp_err_convert(int type, int code);

#endif
