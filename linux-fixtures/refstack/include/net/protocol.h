/* SPDX-License-Identifier: MIT */
/* Protocols above IP, by number; and the kinds of sockets that AF_INET has. */
#ifndef _NET_PROTOCOL_H
#define _NET_PROTOCOL_H

#include <linux/net.h>
#include <linux/netdevice.h>

#define MAX_INET_PROTOS	256

struct net_protocol {
	int (*handler)(struct sk_buff *skb);
	int (*err_handler)(struct sk_buff *skb, u32 info);
	unsigned int no_policy:1;
};

struct inet_protosw {
	struct list_head list;
	unsigned short type;
	unsigned short protocol;
	struct proto *prot;
	const struct proto_ops *ops;
};

/* what the receive path reads for every packet, in one place */
struct net_hotdata {
	struct packet_type ip_packet_type;
	struct net_protocol tcp_protocol;
	struct net_protocol udp_protocol;
};

extern struct net_hotdata net_hotdata;
extern struct net_protocol *inet_protos[MAX_INET_PROTOS];
int inet_add_protocol(struct net_protocol *prot, unsigned char num);
void inet_register_protosw(struct inet_protosw *p);

#endif
