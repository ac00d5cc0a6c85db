/* SPDX-License-Identifier: MIT */
/* UDP (RFC 768). */
#include <net/checksum.h>
#include <net/protocol.h>
#include <net/udp.h>

static struct udp_table udp_table;

static int udp_send_skb(struct sk_buff *skb, struct flowi4 *fl4, __be16 sport, __be16 dport)
{
	struct udphdr *uh = udp_hdr(skb);
	unsigned int len = (unsigned int)(skb->tail - (u8 *)uh);

	uh->source = sport;
	uh->dest = dport;
	uh->len = htons((u16)len);
	uh->check = 0;
	uh->check = csum_tcpudp_magic(fl4->saddr, fl4->daddr, len, IPPROTO_UDP, csum_partial(uh, len, 0));
	/* 0 would mean: no checksum */
	if (!uh->check)
		uh->check = 0xffff;
	return ip_send_skb(sock_net(skb->sk), skb);
}

int udp_sendmsg(struct sock *sk, struct msghdr *msg, size_t len)
{
	struct inet_sock *inet = inet_sk(sk);
	__be32 daddr;
	__be16 dport;
	struct flowi4 fl4;
	struct rtable *rt;
	struct sk_buff *skb;
	int err;

	if (len > 0xffff)
		return -EMSGSIZE;
	err = datagram_dest(sk, msg, &daddr, &dport);
	if (err)
		return err;
	rt = ip_route_output_ports(sock_net(sk), &fl4, sk, daddr, inet->inet_saddr, IPPROTO_UDP);
	if (IS_ERR(rt))
		return (int)PTR_ERR(rt);
	skb = ip_make_skb(sk, &fl4, &rt, ip_generic_getfrag, msg, (int)len, sizeof(struct udphdr), &err);
	if (skb)
		err = udp_send_skb(skb, &fl4, inet->inet_sport, dport);
	ip_rt_put(rt);
	return err ? err : (int)len;
}

int udp_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags)
{
	return datagram_recv(sk, msg, len, flags, sizeof(struct udphdr), 0);
}

static int udp_queue_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	if (sock_queue_rcv_skb(sk, skb) < 0)
		kfree_skb(skb);
	return 0;
}

static int udp_unicast_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	/* a program that is in the middle of something gets it later */
	if (sock_owned_by_user(sk)) {
		sk_add_backlog(sk, skb);
		return 0;
	}
	return udp_queue_rcv_skb(sk, skb);
}

int udp_rcv(struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	const struct udphdr *uh = udp_hdr(skb);
	unsigned int ulen;
	struct sock *sk;

	if (!pskb_may_pull(skb, sizeof(*uh)))
		goto drop;
	ulen = ntohs(uh->len);
	if (ulen > skb->len || ulen < sizeof(*uh))
		goto drop;
	skb_trim(skb, ulen);
	if (uh->check && csum_tcpudp_magic(iph->saddr, iph->daddr, ulen, IPPROTO_UDP, csum_partial(uh, ulen, 0)))
		goto drop;
	sk = datagram_lookup(&udp_table, dev_net(skb->dev), iph->saddr, uh->source, iph->daddr, ntohs(uh->dest));
	if (sk)
		return udp_unicast_rcv_skb(sk, skb);
	icmp_send(skb, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0);
drop:
	kfree_skb(skb);
	return 0;
}

/* ICMP says that what we sent did not arrive. */
int udp_err(struct sk_buff *skb, u32 info)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	const struct udphdr *uh = (const struct udphdr *)(iph + 1);
	struct sock *sk;

	sk = datagram_lookup(&udp_table, dev_net(skb->dev), iph->daddr, uh->dest, iph->saddr, ntohs(uh->source));
	if (!sk)
		return -ENOENT;
	datagram_error(sk, icmp_err_convert((int)(info >> 8), (int)(info & 0xff)));
	return 0;
}

static int udp_lib_hash(struct sock *sk)
{
	datagram_hash(&udp_table, sk);
	return 0;
}

static int udp_v4_get_port(struct sock *sk, unsigned short snum)
{
	return datagram_get_port(&udp_table, sk, snum);
}

static int udp_init_sock(struct sock *sk)
{
	sk->sk_rcvbuf = 8192;
	return 0;
}

static void udp_lib_close(struct sock *sk, long timeout __maybe_unused)
{
	sk_common_release(sk);
}

static void udp_destroy_sock(struct sock *sk)
{
	skb_queue_purge(&sk->sk_receive_queue);
	skb_queue_purge(&sk->sk_backlog);
}

static int udp_disconnect(struct sock *sk, int flags __maybe_unused)
{
	sk->sk_daddr = 0;
	sk->sk_dport = 0;
	return 0;
}

static int udp_ioctl(struct sock *sk, int cmd, int *karg)
{
	struct sk_buff *skb = skb_peek(&sk->sk_receive_queue);

	if (cmd != SIOCINQ)
		return -ENOTTY;
	*karg = skb ? (int)(skb->len - sizeof(struct udphdr)) : 0;
	return 0;
}

struct proto udp_prot = {
	.name = "UDP",
	.obj_size = sizeof(struct inet_sock),
	.close = udp_lib_close,
	.connect = ip4_datagram_connect,
	.disconnect = udp_disconnect,
	.ioctl = udp_ioctl,
	.init = udp_init_sock,
	.destroy = udp_destroy_sock,
	.sendmsg = udp_sendmsg,
	.recvmsg = udp_recvmsg,
	.backlog_rcv = udp_queue_rcv_skb,
	.hash = udp_lib_hash,
	.unhash = datagram_unhash,
	.get_port = udp_v4_get_port,
};

void udp_init(void)
{
	udp_table.next_port = 32768;
}
