/* SPDX-License-Identifier: MIT */
#include "net.h"

int sock_sendmsg(struct socket *sock, int len)
{
	return sock->ops->sendmsg(sock, len);	/* @sendmsg */
}

int sock_bind(struct socket *sock)
{
	const struct proto_ops *ops = READ_ONCE(sock->ops);

	return ops->bind(sock);	/* @bind */
}

int sock_release(struct socket *sock)
{
	return READ_ONCE(sock->ops)->release(sock);	/* @release */
}

int vsock_sendmsg(struct vsock *vs, int len)
{
	return vs->ops->sendmsg(vs->sock, len);
}
