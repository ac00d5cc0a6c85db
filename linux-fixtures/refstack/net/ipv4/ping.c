/* SPDX-License-Identifier: MIT */
/* Sockets that send echo requests and get the replies: for ping(8) without privileges. */
#include <net/checksum.h>
#include <net/udp.h>

static struct udp_table ping_table;

struct pingfakehdr {
	struct icmphdr icmph;
	struct msghdr *msg;
};

/* the program's bytes begin with its header; what they say there is replaced */
static int ping_getfrag(void *from, u8 *to, int len)
{
	struct pingfakehdr *pfh = from;

	if (copy_from_iter(to, (size_t)len, &pfh->msg->msg_iter) != (size_t)len)
		return -EFAULT;
	memcpy(to, &pfh->icmph, sizeof(pfh->icmph));
	return 0;
}

static int ping_v4_push_pending_frames(struct sock *sk, struct sk_buff *skb)
{
	struct icmphdr *icmph = icmp_hdr(skb);

	icmph->checksum = 0;
	icmph->checksum = ip_compute_csum(icmph, (size_t)(skb->tail - (u8 *)icmph));
	return ip_send_skb(sock_net(sk), skb);
}

static int ping_v4_sendmsg(struct sock *sk, struct msghdr *msg, size_t len)
{
	struct inet_sock *inet = inet_sk(sk);
	struct pingfakehdr pfh = { .msg = msg };
	__be32 daddr;
	__be16 unused;
	struct flowi4 fl4;
	struct rtable *rt;
	struct sk_buff *skb;
	int err;

	if (len < sizeof(pfh.icmph) || len > 0xffff)
		return -EINVAL;
	err = datagram_dest(sk, msg, &daddr, &unused);
	if (err)
		return err;
	memcpy(&pfh.icmph, msg->msg_iter.base, sizeof(pfh.icmph));
	if (pfh.icmph.type != ICMP_ECHO)
		return -EINVAL;
	pfh.icmph.id = inet->inet_sport;
	rt = ip_route_output_ports(sock_net(sk), &fl4, sk, daddr, inet->inet_saddr, IPPROTO_ICMP);
	if (IS_ERR(rt))
		return (int)PTR_ERR(rt);
	skb = ip_make_skb(sk, &fl4, &rt, ping_getfrag, &pfh, (int)len, 0, &err);
	if (skb)
		err = ping_v4_push_pending_frames(sk, skb);
	ip_rt_put(rt);
	return err ? err : (int)len;
}

static int ping_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags)
{
	return datagram_recv(sk, msg, len, flags, 0, inet_sk(sk)->inet_sport);
}

static int ping_queue_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	if (sock_queue_rcv_skb(sk, skb) < 0)
		kfree_skb(skb);
	return 0;
}

bool ping_rcv(struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	struct sock *sk = datagram_lookup(&ping_table, dev_net(skb->dev), iph->saddr, 0, iph->daddr,
					  ntohs(icmp_hdr(skb)->id));

	if (!sk)
		return false;
	ping_queue_rcv_skb(sk, skb_clone(skb, GFP_ATOMIC));
	return true;
}

/* skb begins with the echo request that it is about. */
void ping_err(struct sk_buff *skb, int err)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	const struct icmphdr *icmph = (const struct icmphdr *)(iph + 1);
	struct sock *sk = datagram_lookup(&ping_table, dev_net(skb->dev), iph->daddr, 0, iph->saddr,
					  ntohs(icmph->id));

	if (sk)
		datagram_error(sk, err);
}

static int ping_hash(struct sock *sk)
{
	datagram_hash(&ping_table, sk);
	return 0;
}

static int ping_get_port(struct sock *sk, unsigned short ident)
{
	return datagram_get_port(&ping_table, sk, ident);
}

static int ping_init_sock(struct sock *sk)
{
	sk->sk_protocol = IPPROTO_ICMP;
	return 0;
}

static void ping_close(struct sock *sk, long timeout __maybe_unused)
{
	sk_common_release(sk);
}

static void ping_destroy_sock(struct sock *sk)
{
	skb_queue_purge(&sk->sk_receive_queue);
}

struct proto ping_prot = {
	.name = "PING",
	.obj_size = sizeof(struct inet_sock),
	.close = ping_close,
	.connect = ip4_datagram_connect,
	.init = ping_init_sock,
	.destroy = ping_destroy_sock,
	.sendmsg = ping_v4_sendmsg,
	.recvmsg = ping_recvmsg,
	.backlog_rcv = ping_queue_rcv_skb,
	.hash = ping_hash,
	.unhash = datagram_unhash,
	.get_port = ping_get_port,
};
