/* SPDX-License-Identifier: MIT */
#include "net.h"

int inet_create(struct socket *sock, int protocol);
int ip_local_deliver(struct sk_buff *skb);

static int unix_create(struct socket *sock, int protocol)
{
	return 0;
}

static int tcp_v4_connect(struct socket *sock)
{
	return 0;
}

static int inet_stream_connect(struct socket *sock)
{
	return sock->prot->connect(sock);
}

static int inet_dgram_connect(struct socket *sock)
{
	return 0;
}

static int tcp_v4_rcv(struct sk_buff *skb)
{
	return 0;
}

static int udp_rcv(struct sk_buff *skb)
{
	return 0;
}

static int neigh_resolve_output(struct sk_buff *skb)
{
	return 0;
}

static int neigh_blackhole(struct sk_buff *skb)
{
	return -1;
}

static int ip_output(struct sk_buff *skb)
{
	return 0;
}

static void net_rx_action(struct softirq_action *a)
{
}

static void run_timer_softirq(struct softirq_action *a)
{
}

static const struct net_proto_family inet_family_ops = { .family = PF_INET, .create = inet_create };
static const struct net_proto_family unix_family_ops = { .family = PF_UNIX, .create = unix_create };
static const struct proto tcp_prot = { .name = "TCP", .connect = tcp_v4_connect };
static const struct proto_ops inet_stream_ops = { .family = PF_INET, .connect = inet_stream_connect };
static const struct proto_ops inet_dgram_ops = { .family = PF_INET, .connect = inet_dgram_connect };
static const struct net_protocol tcp_protocol = { .handler = tcp_v4_rcv };
static const struct net_protocol udp_protocol = { .handler = udp_rcv };
static const struct net_protocol never_registered = { .handler = udp_rcv };
static const struct neigh_ops arp_hh_ops = { .family = PF_INET, .output = neigh_resolve_output };

static struct inet_protosw inetsw_array[] = {
	{ .type = SOCK_STREAM, .protocol = IPPROTO_TCP, .prot = &tcp_prot, .ops = &inet_stream_ops },
	{ .type = SOCK_DGRAM, .protocol = IPPROTO_UDP, .ops = &inet_dgram_ops },
};

void inet_init(void)
{
	struct inet_protosw *q;

	sock_register(&inet_family_ops);
	sock_register(&unix_family_ops);
	if (inet_add_protocol(&tcp_protocol, IPPROTO_TCP) < 0)
		return;
	inet_add_protocol(&udp_protocol, IPPROTO_UDP);
	for (q = inetsw_array; q < &inetsw_array[2]; ++q)
		inet_register_protosw(q);
	open_softirq(NET_RX_SOFTIRQ, net_rx_action);
	open_softirq(TIMER_SOFTIRQ, run_timer_softirq);
}

void rt_dst_alloc(struct dst_entry *dst, int local)
{
	dst->output = ip_output;
	if (local)
		dst->input = ip_local_deliver;
}

void arp_again(struct neighbour *n)
{
	n->ops = &arp_hh_ops;
}

void rt_dst_clone(struct dst_entry *dst)
{
	dst->output = ip_output;
}

int dst_input(struct sk_buff *skb)
{
	return skb->dst->input(skb);
}

void arp_constructor(struct neighbour *n, int dead)
{
	n->ops = &arp_hh_ops;
	n->output = n->ops->output;
	if (dead)
		n->output = neigh_blackhole;
}

int neigh_output(struct neighbour *n, struct sk_buff *skb)
{
	return n->output(skb);
}
