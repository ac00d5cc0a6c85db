/* SPDX-License-Identifier: MIT */
/* Sockets that see every frame of an interface, coming and going: for tcpdump(8). */
#include <linux/init.h>
#include <net/net_namespace.h>
#include <net/sock.h>

struct packet_sock {
	struct sock sk;
	struct packet_type prot_hook;
	struct list_head node;
	bool running;
};

static LIST_HEAD(packet_sklist);

static struct packet_sock *pkt_sk(struct sock *sk)
{
	return (struct packet_sock *)sk;
}

static int packet_rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		      struct net_device *orig_dev __maybe_unused)
{
	struct sock *sk = pt->af_packet_priv;

	if (dev_net(dev) != sock_net(sk)) {
		kfree_skb(skb);
		return 0;
	}
	/* the program gets the frame with its header; what is not the last gets a copy */
	if (skb->pkt_type != PACKET_OUTGOING)
		skb_push(skb, (unsigned int)(skb->data - (u8 *)eth_hdr(skb)));
	if (sock_queue_rcv_skb(sk, skb) < 0)
		kfree_skb(skb);
	return 0;
}

static int packet_bind(struct socket *sock, struct sockaddr *uaddr, int len)
{
	struct sockaddr_ll *sll = (struct sockaddr_ll *)uaddr;
	struct packet_sock *po = pkt_sk(sock->sk);

	if (len < (int)sizeof(*sll) || sll->sll_family != AF_PACKET || po->running)
		return -EINVAL;
	po->prot_hook.dev = sll->sll_ifindex ? dev_get_by_index(sock_net(sock->sk), sll->sll_ifindex) : NULL;
	if (sll->sll_ifindex && !po->prot_hook.dev)
		return -ENODEV;
	po->prot_hook.type = sll->sll_protocol ? sll->sll_protocol : htons(ETH_P_ALL);
	po->prot_hook.func = packet_rcv;
	po->prot_hook.af_packet_priv = sock->sk;
	dev_add_pack(&po->prot_hook);
	list_add_tail(&po->node, &packet_sklist);
	po->running = true;
	return 0;
}

static void packet_unhook(struct packet_sock *po)
{
	if (!po->running)
		return;
	dev_remove_pack(&po->prot_hook);
	list_del_init(&po->node);
	po->running = false;
}

static int packet_release(struct socket *sock)
{
	struct packet_sock *po = pkt_sk(sock->sk);

	packet_unhook(po);
	skb_queue_purge(&po->sk.sk_receive_queue);
	sock_orphan(&po->sk);
	sock_put(&po->sk);
	return 0;
}

static int packet_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct packet_sock *po = pkt_sk(sock->sk);
	struct net_device *dev = po->prot_hook.dev;
	struct sk_buff *skb;

	if (!po->running || !dev)
		return -EDESTADDRREQ;
	if (len < dev->hard_header_len || len > dev->mtu + dev->hard_header_len)
		return -EMSGSIZE;
	skb = alloc_skb(MAX_HEADER + (unsigned int)len, GFP_KERNEL);
	skb_reserve(skb, MAX_HEADER);
	copy_from_iter(skb_put(skb, (unsigned int)len), len, &msg->msg_iter);
	skb->dev = dev;
	skb->protocol = ((struct ethhdr *)skb->data)->h_proto;
	dev_queue_xmit(skb);
	return (int)len;
}

static int packet_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags)
{
	struct sk_buff *skb;
	int err, copied;

	skb = skb_recv_datagram(sock->sk, (unsigned int)flags, &err);
	if (!skb)
		return err;
	copied = (int)min(len, (size_t)skb->len);
	err = skb_copy_datagram_msg(skb, 0, msg, copied);
	skb_free_datagram(sock->sk, skb);
	return err ? err : copied;
}

static int packet_getname(struct socket *sock, struct sockaddr *uaddr, int peer)
{
	struct sockaddr_ll *sll = (struct sockaddr_ll *)uaddr;
	struct net_device *dev = pkt_sk(sock->sk)->prot_hook.dev;

	if (peer)
		return -EOPNOTSUPP;
	*sll = (struct sockaddr_ll){ .sll_family = AF_PACKET, .sll_protocol = pkt_sk(sock->sk)->prot_hook.type };
	sll->sll_ifindex = dev ? dev->ifindex : 0;
	return (int)sizeof(*sll);
}

static int packet_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	struct sk_buff *skb = skb_peek(&sock->sk->sk_receive_queue);

	if (cmd != SIOCINQ)
		return -ENOTTY;
	*(int *)arg = skb ? (int)skb->len : 0;
	return 0;
}

static int packet_shutdown(struct socket *sock __maybe_unused, int how __maybe_unused)
{
	return -EOPNOTSUPP;
}

static int packet_sockopt(struct socket *sock __maybe_unused, int level __maybe_unused, int name __maybe_unused,
			  const void *val __maybe_unused, int len __maybe_unused)
{
	return -ENOPROTOOPT;
}

static int packet_getsockopt(struct socket *sock __maybe_unused, int level __maybe_unused, int name __maybe_unused,
			     void *val __maybe_unused, int *len __maybe_unused)
{
	return -ENOPROTOOPT;
}

static const struct proto_ops packet_ops = {
	.family = AF_PACKET,
	.release = packet_release,
	.bind = packet_bind,
	.connect = sock_no_connect,
	.accept = sock_no_accept,
	.getname = packet_getname,
	.ioctl = packet_ioctl,
	.listen = sock_no_listen,
	.shutdown = packet_shutdown,
	.setsockopt = packet_sockopt,
	.getsockopt = packet_getsockopt,
	.sendmsg = packet_sendmsg,
	.recvmsg = packet_recvmsg,
};

static struct proto packet_proto = {
	.name = "PACKET",
	.obj_size = sizeof(struct packet_sock),
};

static int packet_create(struct net *net, struct socket *sock, int protocol __maybe_unused, int kern __maybe_unused)
{
	struct sock *sk;

	if (sock->type != SOCK_RAW)
		return -ESOCKTNOSUPPORT;
	sock->ops = &packet_ops;
	sk = sk_alloc(net, AF_PACKET, &packet_proto);
	sock_init_data(sock, sk);
	return 0;
}

static const struct net_proto_family packet_family_ops = {
	.family = AF_PACKET,
	.create = packet_create,
};

/* An interface that goes must not be listened to any more. */
static int packet_notifier(struct notifier_block *this __maybe_unused, unsigned long event, void *ptr)
{
	struct packet_sock *po, *next;

	if (event != NETDEV_UNREGISTER)
		return NOTIFY_DONE;
	list_for_each_entry_safe(po, next, &packet_sklist, node)
		if (po->prot_hook.dev == ptr)
			packet_unhook(po);
	return NOTIFY_OK;
}

static struct notifier_block packet_netdev_notifier = {
	.notifier_call = packet_notifier,
};

static int __init packet_init(void)
{
	register_netdevice_notifier(&packet_netdev_notifier);
	return sock_register(&packet_family_ops);
}
module_init(packet_init);
