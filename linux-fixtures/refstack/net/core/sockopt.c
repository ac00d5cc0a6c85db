/* SPDX-License-Identifier: MIT */
/* Options of a socket: those of SOL_SOCKET here, others are the protocol's. */
#include <net/sock.h>
#include <net/tcp.h>

static int sk_attach_filter(struct sock *sk, const void *val, int len)
{
	if (len != (int)sizeof(sk->sk_filter))
		return -EINVAL;
	memcpy(&sk->sk_filter, val, sizeof(sk->sk_filter));
	return 0;
}

bool sk_filter_trim_cap(struct sock *sk, const struct sk_buff *skb)
{
	const struct sock_filter *f = &sk->sk_filter;

	return f->mask && pskb_may_pull(skb, f->offset + 1u) && (skb->data[f->offset] & f->mask) == f->value;
}

int sock_setsockopt(struct socket *sock, int name, const void *val, int len)
{
	struct sock *sk = sock->sk;
	int n;

	if (name == SO_ATTACH_FILTER)
		return sk_attach_filter(sk, val, len);
	if (len != (int)sizeof(n))
		return -EINVAL;
	memcpy(&n, val, sizeof(n));
	switch (name) {
	case SO_RCVBUF:
		sk->sk_rcvbuf = max(n, 1024);
		return 0;
	case SO_SNDBUF:
		sk->sk_sndbuf = max(n, 4096);
		return 0;
	case SO_PRIORITY:
		sk->sk_priority = (u32)n;
		return 0;
	case SO_KEEPALIVE:
		if (sk->sk_protocol == IPPROTO_TCP)
			tcp_set_keepalive(sk, n);
		return 0;
	default:
		return -ENOPROTOOPT;
	}
}

int sock_getsockopt(struct socket *sock, int name, void *val, int *len)
{
	int n;

	if (*len != (int)sizeof(n))
		return -EINVAL;
	switch (name) {
	case SO_ERROR:
		n = -sock_error(sock->sk);
		break;
	case SO_RCVBUF:
		n = sock->sk->sk_rcvbuf;
		break;
	default:
		return -ENOPROTOOPT;
	}
	memcpy(val, &n, sizeof(n));
	return 0;
}

int sock_common_setsockopt(struct socket *sock, int level, int name, const void *val, int len)
{
	struct sock *sk = sock->sk;

	if (!sk->sk_prot->setsockopt)
		return -ENOPROTOOPT;
	return READ_ONCE(sk->sk_prot)->setsockopt(sk, level, name, val, len);
}

int sock_common_getsockopt(struct socket *sock, int level, int name, void *val, int *len)
{
	struct sock *sk = sock->sk;

	if (!sk->sk_prot->getsockopt)
		return -ENOPROTOOPT;
	return READ_ONCE(sk->sk_prot)->getsockopt(sk, level, name, val, len);
}
