/* SPDX-License-Identifier: MIT */
#ifndef NET_H
#define NET_H

#define READ_ONCE(x)	(*(const volatile __typeof__(x) *)&(x))

struct socket;

struct proto_ops {
	int family;
	int (*bind)(struct socket *sock);
	int (*sendmsg)(struct socket *sock, int len);
	int (*release)(struct socket *sock);
};

struct socket {
	int state;
	const struct proto_ops *ops;
};

struct vsock {
	const struct proto_ops *ops;
	struct socket *sock;
};

extern const struct proto_ops unix_ops;

#endif
