/* SPDX-License-Identifier: MIT */
#include "net.h"

static int inet_bind(struct socket *sock) { return 0; }
static int inet_sendmsg(struct socket *sock, int len) { return len; }
static int inet_release(struct socket *sock) { return 0; }
static int dead_sendmsg(struct socket *sock, int len) { return -1; }
static int dead_bind(struct socket *sock) { return -1; }
static int vs_sendmsg(struct socket *sock, int len) { return 0; }

static const struct proto_ops inet_stream_ops = {
	.family = 2,
	.bind = inet_bind,
	.sendmsg = inet_sendmsg,
	.release = inet_release,
};

/* nobody's socket has these */
const struct proto_ops dead_ops = {
	.bind = dead_bind,
	.sendmsg = dead_sendmsg,
};

static const struct proto_ops vs_ops = {
	.sendmsg = vs_sendmsg,
};

void inet_create(struct socket *sock)
{
	sock->ops = &inet_stream_ops;
}

void vs_create(struct vsock *vs)
{
	vs->ops = &vs_ops;
}
