/* SPDX-License-Identifier: MIT */
/* What sockets without connections have in common: tables of ports, addresses, queues. */
#include <net/udp.h>

void datagram_hash(struct udp_table *t, struct sock *sk)
{
	if (hlist_unhashed(&sk->sk_bind_node))
		hlist_add_head(&sk->sk_bind_node, &t->head);
}

void datagram_unhash(struct sock *sk)
{
	hlist_del_init(&sk->sk_bind_node);
}

static bool datagram_port_taken(struct udp_table *t, const struct sock *sk, u16 num)
{
	struct sock *other;

	hlist_for_each_entry(other, &t->head, sk_bind_node)
		if (other != sk && sock_net(other) == sock_net(sk) && other->sk_num == num &&
		    (!other->sk_rcv_saddr || !sk->sk_rcv_saddr || other->sk_rcv_saddr == sk->sk_rcv_saddr))
			return true;
	return false;
}

/* 0: any port that is free. */
int datagram_get_port(struct udp_table *t, struct sock *sk, u16 snum)
{
	int tries;

	if (!snum) {
		for (tries = 0; tries < 28000; tries++) {
			if (t->next_port < 32768 || t->next_port >= 60000)
				t->next_port = 32768;
			snum = t->next_port++;
			if (!datagram_port_taken(t, sk, snum))
				break;
		}
	}
	if (datagram_port_taken(t, sk, snum))
		return -EADDRINUSE;
	sk->sk_num = snum;
	sk->sk_prot->hash(sk);
	return 0;
}

struct sock *datagram_lookup(struct udp_table *t, struct net *net, __be32 saddr, __be16 sport,
			     __be32 daddr, u16 hnum)
{
	struct sock *sk, *best = NULL;

	hlist_for_each_entry(sk, &t->head, sk_bind_node) {
		if (sock_net(sk) != net || sk->sk_num != hnum)
			continue;
		if (sk->sk_rcv_saddr && sk->sk_rcv_saddr != daddr && !(sk->sk_type == SOCK_RAW))
			continue;
		if (sk->sk_daddr && (sk->sk_daddr != saddr || (sk->sk_dport && sport && sk->sk_dport != sport)))
			continue;
		/* the one that is connected to the sender knows best */
		if (!best || sk->sk_daddr)
			best = sk;
	}
	return best;
}

int ip4_datagram_connect(struct sock *sk, struct sockaddr *uaddr, int len)
{
	const struct sockaddr_in *usin = (const struct sockaddr_in *)uaddr;
	struct inet_sock *inet = inet_sk(sk);
	struct flowi4 fl4;
	struct rtable *rt;

	if (len < (int)sizeof(*usin) || usin->sin_family != AF_INET)
		return -EINVAL;
	rt = ip_route_connect(&fl4, usin->sin_addr, inet->inet_saddr, sk->sk_protocol, sock_net(sk), sk);
	if (IS_ERR(rt))
		return (int)PTR_ERR(rt);
	inet->inet_saddr = fl4.saddr;
	if (!sk->sk_rcv_saddr)
		sk->sk_rcv_saddr = fl4.saddr;
	sk->sk_daddr = fl4.daddr;
	sk->sk_dport = usin->sin_port;
	sk->sk_state = 1;
	ip_rt_put(rt);
	return 0;
}

/* Where a datagram is to go: what the message says, else what the socket is connected to. */
int datagram_dest(struct sock *sk, struct msghdr *msg, __be32 *daddr, __be16 *dport)
{
	const struct sockaddr_in *usin = msg->msg_name;

	if (usin) {
		if (msg->msg_namelen < (int)sizeof(*usin) || usin->sin_family != AF_INET)
			return -EINVAL;
		*daddr = usin->sin_addr;
		*dport = usin->sin_port;
		return 0;
	}
	*daddr = sk->sk_daddr;
	*dport = sk->sk_dport;
	return sk->sk_daddr ? 0 : -EDESTADDRREQ;
}

/* One datagram to the program, without its first `skip` bytes. */
int datagram_recv(struct sock *sk, struct msghdr *msg, size_t len, int flags, int skip, __be16 sport)
{
	struct sockaddr_in *sin = msg->msg_name;
	struct sk_buff *skb;
	int err, copied;

	skb = skb_recv_datagram(sk, (unsigned int)flags, &err);
	if (!skb)
		return err;
	copied = (int)skb->len - skip;
	if (copied > (int)len)
		copied = (int)len;
	err = skb_copy_datagram_msg(skb, skip, msg, copied);
	if (!err && sin) {
		sin->sin_family = AF_INET;
		sin->sin_port = sport ? sport : udp_hdr(skb)->source;
		sin->sin_addr = ip_hdr(skb)->saddr;
	}
	skb_free_datagram(sk, skb);
	return err ? err : copied;
}

void datagram_error(struct sock *sk, int err)
{
	sk->sk_err = err;
	sk->sk_error_report(sk);
}
