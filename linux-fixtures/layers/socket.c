/* SPDX-License-Identifier: MIT */
#include "net.h"

static const struct net_proto_family *net_families[4];
static const struct net_protocol *inet_protos[32];
static struct inet_protosw *inetsw[4];
static struct softirq_action softirq_vec[8];

int sock_register(const struct net_proto_family *family)
{
	net_families[family->family] = family;
	return 0;
}

int sock_create(struct socket *sock, int family, int protocol)
{
	return net_families[family]->create(sock, protocol);
}

int sys_connect(struct socket *sock)
{
	return sock->ops->connect(sock);
}

int inet_add_protocol(const struct net_protocol *prot, unsigned char protocol)
{
	inet_protos[protocol] = prot;
	return 0;
}

int ip_local_deliver(struct sk_buff *skb)
{
	return inet_protos[skb->protocol]->handler(skb);
}

void inet_register_protosw(struct inet_protosw *p)
{
	inetsw[p->type] = p;
}

int inet_create(struct socket *sock, int protocol)
{
	const struct inet_protosw *answer = inetsw[sock->type];

	sock->ops = answer->ops;
	return 0;
}

void open_softirq(int nr, void (*action)(struct softirq_action *))
{
	softirq_vec[nr].action = action;
}

void do_softirq(int nr)
{
	softirq_vec[nr].action(&softirq_vec[nr]);
}
