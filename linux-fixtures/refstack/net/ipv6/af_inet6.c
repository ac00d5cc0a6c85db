/* SPDX-License-Identifier: MIT */
/* The family AF_INET6, as far as IPv4 goes. */
#include <linux/init.h>
#include <net/tcp.h>

#include "ipv6.h"

static int inet6_bind(struct socket *sock, struct sockaddr *uaddr, int len)
{
	struct sockaddr_in sin;
	int err;

	if (len < (int)sizeof(struct sockaddr_in6))
		return -EINVAL;
	err = ipv6_to_v4((struct sockaddr_in6 *)uaddr, &sin);
	return err ? err : inet_bind(sock, (struct sockaddr *)&sin, sizeof(sin));
}

static int inet6_getname(struct socket *sock, struct sockaddr *uaddr, int peer)
{
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)uaddr;
	struct sock *sk = sock->sk;

	if (peer && !sk->sk_dport)
		return -ENOTCONN;
	*sin6 = (struct sockaddr_in6){ .sin6_family = AF_INET6 };
	sin6->sin6_port = peer ? sk->sk_dport : inet_sk(sk)->inet_sport;
	sin6->sin6_addr[2] = htonl(0xffff);
	sin6->sin6_addr[3] = peer ? sk->sk_daddr : inet_sk(sk)->inet_saddr;
	return (int)sizeof(*sin6);
}

int inet6_sendmsg(struct socket *sock, struct msghdr *msg, size_t size)
{
	struct sock *sk = sock->sk;

	if (inet_autobind(sk))
		return -EAGAIN;
	return INDIRECT_CALL_1(sk->sk_prot->sendmsg, tcp_sendmsg, sk, msg, size);
}

int inet6_recvmsg(struct socket *sock, struct msghdr *msg, size_t size, int flags)
{
	struct sock *sk = sock->sk;

	return INDIRECT_CALL_1(sk->sk_prot->recvmsg, tcp_recvmsg, sk, msg, size, flags);
}

static const struct proto_ops inet6_stream_ops = {
	.family = AF_INET6,
	.release = inet_release,
	.bind = inet6_bind,
	.connect = inet_stream_connect,
	.accept = inet_accept,
	.getname = inet6_getname,
	.ioctl = inet_ioctl,
	.listen = inet_listen,
	.shutdown = inet_shutdown,
	.setsockopt = sock_common_setsockopt,
	.getsockopt = sock_common_getsockopt,
	.sendmsg = inet6_sendmsg,
	.recvmsg = inet6_recvmsg,
};

static int inet6_create(struct net *net, struct socket *sock, int protocol, int kern __maybe_unused)
{
	struct sock *sk;

	if (sock->type != SOCK_STREAM || (protocol && protocol != IPPROTO_TCP))
		return -ESOCKTNOSUPPORT;
	sock->ops = &inet6_stream_ops;
	sk = sk_alloc(net, AF_INET6, &tcpv6_prot);
	sock_init_data(sock, sk);
	sk->sk_destruct = inet_sock_destruct;
	sk->sk_protocol = IPPROTO_TCP;
	sk->sk_backlog_rcv = sk->sk_prot->backlog_rcv;
	inet_sk(sk)->uc_ttl = (u8)net->ipv4.sysctl_ip_default_ttl;
	return sk->sk_prot->init(sk);
}

static const struct net_proto_family inet6_family_ops = {
	.family = AF_INET6,
	.create = inet6_create,
};

static int __init inet6_init(void)
{
	return sock_register(&inet6_family_ops);
}
module_init(inet6_init);
