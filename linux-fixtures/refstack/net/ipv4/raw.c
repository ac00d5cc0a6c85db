/* SPDX-License-Identifier: MIT */
/* Sockets for a protocol above IP that the stack need not know. */
#include <net/udp.h>

static struct udp_table raw_table;

static int raw_getfrag(void *from, u8 *to, int len)
{
	return ip_generic_getfrag(from, to, len);
}

static int raw_sendmsg(struct sock *sk, struct msghdr *msg, size_t len)
{
	struct inet_sock *inet = inet_sk(sk);
	__be32 daddr;
	__be16 unused;
	struct flowi4 fl4;
	struct rtable *rt;
	struct sk_buff *skb;
	int err;

	if (len > 0xffff)
		return -EMSGSIZE;
	err = datagram_dest(sk, msg, &daddr, &unused);
	if (err)
		return err;
	rt = ip_route_output_ports(sock_net(sk), &fl4, sk, daddr, inet->inet_saddr, sk->sk_protocol);
	if (IS_ERR(rt))
		return (int)PTR_ERR(rt);
	skb = ip_make_skb(sk, &fl4, &rt, raw_getfrag, msg, (int)len, 0, &err);
	if (skb)
		err = ip_send_skb(sock_net(sk), skb);
	ip_rt_put(rt);
	return err ? err : (int)len;
}

/* The program gets the IP header, too. */
static int raw_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags)
{
	return datagram_recv(sk, msg, len, flags, 0, htons(sk->sk_num));
}

static int raw_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	if (sock_queue_rcv_skb(sk, skb) < 0)
		kfree_skb(skb);
	return 0;
}

static int raw_rcv(struct sock *sk, struct sk_buff *skb)
{
	skb_push(skb, (unsigned int)(skb->data - (u8 *)ip_hdr(skb)));
	return raw_rcv_skb(sk, skb);
}

/* Every socket for the protocol gets a copy; the protocol itself still gets the packet. */
void raw_local_deliver(struct sk_buff *skb, int protocol)
{
	struct sock *sk = datagram_lookup(&raw_table, dev_net(skb->dev), ip_hdr(skb)->saddr, 0,
					  ip_hdr(skb)->daddr, (u16)protocol);

	if (sk)
		raw_rcv(sk, skb_clone(skb, GFP_ATOMIC));
}

static int raw_hash_sk(struct sock *sk)
{
	datagram_hash(&raw_table, sk);
	return 0;
}

static int raw_get_port(struct sock *sk, unsigned short snum __maybe_unused)
{
	return sk->sk_num ? 0 : -EINVAL;
}

static void raw_close(struct sock *sk, long timeout __maybe_unused)
{
	sk_common_release(sk);
}

static void raw_destroy(struct sock *sk)
{
	skb_queue_purge(&sk->sk_receive_queue);
}

static int raw_sk_init(struct sock *sk)
{
	sk->sk_rcvbuf = 16384;
	return 0;
}

struct proto raw_prot = {
	.name = "RAW",
	.obj_size = sizeof(struct inet_sock),
	.close = raw_close,
	.connect = ip4_datagram_connect,
	.init = raw_sk_init,
	.destroy = raw_destroy,
	.sendmsg = raw_sendmsg,
	.recvmsg = raw_recvmsg,
	.backlog_rcv = raw_rcv_skb,
	.hash = raw_hash_sk,
	.unhash = datagram_unhash,
	.get_port = raw_get_port,
};
