/* SPDX-License-Identifier: MIT */
/* Sockets without connections: UDP (RFC 768), ping (ICMP echo), raw IP. */
#ifndef _NET_UDP_H
#define _NET_UDP_H

#include <net/inet_connection_sock.h>
#include <net/ip.h>

extern struct proto udp_prot, ping_prot, raw_prot;
extern const struct proto_ops inet_sockraw_ops;

void udp_init(void);
int udp_rcv(struct sk_buff *skb);
int udp_err(struct sk_buff *skb, u32 info);
int udp_sendmsg(struct sock *sk, struct msghdr *msg, size_t len);
int udp_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags);

/* net/ipv4/datagram.c: what the three have in common */
struct udp_table {
	struct hlist_head head;
	u16 next_port;
};

void datagram_hash(struct udp_table *t, struct sock *sk);
void datagram_unhash(struct sock *sk);
int datagram_get_port(struct udp_table *t, struct sock *sk, u16 snum);
/* A socket for what came from saddr:sport to daddr:hnum; NULL where there is none. */
struct sock *datagram_lookup(struct udp_table *t, struct net *net, __be32 saddr, __be16 sport,
			     __be32 daddr, u16 hnum);
int datagram_dest(struct sock *sk, struct msghdr *msg, __be32 *daddr, __be16 *dport);
int datagram_recv(struct sock *sk, struct msghdr *msg, size_t len, int flags, int skip, __be16 sport);
void datagram_error(struct sock *sk, int err);
int ip_generic_getfrag(void *from, u8 *to, int len);

#endif
