/* SPDX-License-Identifier: MIT */
struct socket;

struct proto_ops {
	int (*sendmsg)(struct socket *sock);
	int (*mmap)(struct socket *sock);
	int (*release)(struct socket *sock);
};

struct socket {
	const struct proto_ops *ops;
};

static void common_xmit(void) { }
static void drain(void) { }

static void flush_queue(void)
{
	drain();
}

static int stream_sendmsg(struct socket *sock)
{
	flush_queue();
	common_xmit();
	return 0;
}

static int dgram_sendmsg(struct socket *sock)
{
	common_xmit();
	return 0;
}

static int dgram_mmap(struct socket *sock)
{
	return 0;
}

static int common_release(struct socket *sock)
{
	return 0;
}

static const struct proto_ops stream_ops = {
	.sendmsg = stream_sendmsg,
	.release = common_release,
};

static const struct proto_ops dgram_ops = {
	.sendmsg = dgram_sendmsg,
	.mmap = dgram_mmap,
	.release = common_release,
};

void create(struct socket *sock, int type)
{
	sock->ops = type == 1 ? &stream_ops : &dgram_ops;
}

int sock_sendmsg(struct socket *sock)
{
	return sock->ops->sendmsg(sock);
}

int sock_mmap(struct socket *sock)
{
	return sock->ops->mmap(sock);
}

int sock_release(struct socket *sock)
{
	return sock->ops->release(sock);
}
