/* SPDX-License-Identifier: MIT */
/* ICMP (RFC 792): echo, and what went wrong. */
#include <linux/net.h>
#include <net/checksum.h>
#include <net/inet_connection_sock.h>
#include <net/ip.h>
#include <net/protocol.h>

#define ICMP_QUOTE	(sizeof(struct iphdr) + 8)	/* how much of a packet an error quotes */

struct icmp_bxm {
	struct icmphdr icmph;
	const u8 *data;
};

struct icmp_control {
	bool (*handler)(struct sk_buff *skb);
	short error;
};

static int icmp_glue_bits(void *from, u8 *to, int len)
{
	struct icmp_bxm *icmp_param = from;

	memcpy(to, &icmp_param->icmph, sizeof(icmp_param->icmph));
	memcpy(to + sizeof(icmp_param->icmph), icmp_param->data, (size_t)len - sizeof(icmp_param->icmph));
	return 0;
}

static void icmp_push_reply(struct sock *sk, struct icmp_bxm *icmp_param, struct flowi4 *fl4,
			    struct rtable **rt, unsigned int data_len)
{
	unsigned int len = data_len + (unsigned int)sizeof(struct icmphdr);
	struct sk_buff *skb;
	struct icmphdr *icmph;
	int err;

	skb = ip_make_skb(sk, fl4, rt, icmp_glue_bits, icmp_param, (int)len, 0, &err);
	if (!skb)
		return;
	icmph = icmp_hdr(skb);
	icmph->checksum = 0;
	icmph->checksum = ip_compute_csum(icmph, len);
	ip_send_skb(sock_net(sk), skb);
}

static void icmp_xmit(struct net *net, struct icmp_bxm *icmp_param, __be32 daddr, __be32 saddr, unsigned int len)
{
	struct flowi4 fl4 = { .daddr = daddr, .saddr = saddr, .flowi4_proto = IPPROTO_ICMP };
	struct rtable *rt = ip_route_output_flow(net, &fl4, net->ipv4.icmp_sk);

	if (IS_ERR(rt))
		return;
	icmp_push_reply(net->ipv4.icmp_sk, icmp_param, &fl4, &rt, len);
	ip_rt_put(rt);
}

static void icmp_reply(struct icmp_bxm *icmp_param, struct sk_buff *skb, unsigned int len)
{
	bool to_us = !(skb_rtable(skb)->rt_flags & RTCF_BROADCAST);

	icmp_xmit(dev_net(skb->dev), icmp_param, ip_hdr(skb)->saddr, to_us ? ip_hdr(skb)->daddr : 0, len);
}

/* Never about an error, nor about what was sent to many (RFC 1122, 3.2.2). */
void icmp_send(struct sk_buff *skb_in, int type, int code, u32 info)
{
	const struct iphdr *iph = ip_hdr(skb_in);
	unsigned int room = (unsigned int)(skb_in->tail - (u8 *)iph);
	struct net *net = dev_net(skb_in->dev);
	struct icmp_bxm icmp_param = { .icmph = { .type = (u8)type, .code = (u8)code }, .data = (const u8 *)iph };

	icmp_param.icmph.sequence = htons((u16)info);
	if (skb_in->pkt_type == PACKET_BROADCAST || skb_in->pkt_type == PACKET_MULTICAST ||
	    room < ICMP_QUOTE || ipv4_is_multicast(iph->daddr))
		return;
	if (iph->protocol == IPPROTO_ICMP && *((const u8 *)iph + (iph->ver_ihl & 15) * 4) != ICMP_ECHO)
		return;
	icmp_xmit(net, &icmp_param, iph->saddr, 0, ICMP_QUOTE);
}

static bool icmp_echo(struct sk_buff *skb)
{
	struct icmp_bxm icmp_param = { .icmph = *icmp_hdr(skb), .data = skb->data + sizeof(struct icmphdr) };

	icmp_param.icmph.type = ICMP_ECHOREPLY;
	icmp_reply(&icmp_param, skb, skb->len - (unsigned int)sizeof(struct icmphdr));
	return true;
}

static bool icmp_discard(struct sk_buff *skb __maybe_unused)
{
	return true;
}

int icmp_err_convert(int type, int code)
{
	static const int unreach[] = { ENETUNREACH, EHOSTUNREACH, ENOPROTOOPT, ECONNREFUSED };

	if (type == ICMP_DEST_UNREACH && code >= 0 && code < (int)ARRAY_SIZE(unreach))
		return unreach[code];
	return EHOSTUNREACH;
}

static void icmp_socket_deliver(struct sk_buff *skb, u32 info)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	const struct net_protocol *ipprot = rcu_dereference(inet_protos[iph->protocol]);

	if (ipprot && ipprot->err_handler)
		ipprot->err_handler(skb, info);
}

/* The message quotes the packet that it is about. */
static bool icmp_unreach(struct sk_buff *skb)
{
	const struct iphdr *iph;

	skb_pull(skb, sizeof(struct icmphdr));
	iph = (const struct iphdr *)skb->data;
	if (!pskb_may_pull(skb, ICMP_QUOTE) || iph->ver_ihl != 0x45)
		return false;
	icmp_socket_deliver(skb, (u32)(icmp_hdr(skb)->type << 8 | icmp_hdr(skb)->code));
	return true;
}

static const struct icmp_control icmp_pointers[NR_ICMP_TYPES + 1] = {
	[ICMP_ECHOREPLY] = { .handler = ping_rcv },
	[1] = { .handler = icmp_discard, .error = 1 },
	[2] = { .handler = icmp_discard, .error = 1 },
	[ICMP_DEST_UNREACH] = { .handler = icmp_unreach, .error = 1 },
	[4] = { .handler = icmp_unreach, .error = 1 },
	[5 ... 7] = { .handler = icmp_discard, .error = 1 },
	[ICMP_ECHO] = { .handler = icmp_echo },
	[9 ... 10] = { .handler = icmp_discard, .error = 1 },
	[ICMP_TIME_EXCEEDED] = { .handler = icmp_unreach, .error = 1 },
	[12 ... NR_ICMP_TYPES] = { .handler = icmp_discard },
};

int icmp_rcv(struct sk_buff *skb)
{
	const struct icmphdr *icmph = icmp_hdr(skb);

	if (pskb_may_pull(skb, sizeof(*icmph)) && !ip_compute_csum(icmph, skb->len) &&
	    icmph->type <= NR_ICMP_TYPES)
		icmp_pointers[icmph->type].handler(skb);	/* @pitfall 9 */
	kfree_skb(skb);
	return 0;
}

/* An error about an echo of ours. */
int icmp_err(struct sk_buff *skb, u32 info)
{
	ping_err(skb, icmp_err_convert((int)(info >> 8), (int)(info & 0xff)));
	return 0;
}

static int __net_init icmp_sk_init(struct net *net)
{
	struct socket *sock;
	int err = sock_create_kern(net, AF_INET, SOCK_RAW, IPPROTO_ICMP, &sock);

	if (err)
		return err;
	/* it only sends: the socket's other half is not needed */
	net->ipv4.icmp_sk = sock->sk;
	sock->sk->sk_prot->unhash(sock->sk);
	sk_set_socket(sock->sk, NULL);
	kfree(sock);
	return 0;
}

static void __net_exit icmp_sk_exit(struct net *net)
{
	sock_put(net->ipv4.icmp_sk);
}

static struct pernet_operations icmp_sk_ops = {
	.init = icmp_sk_init,
	.exit = icmp_sk_exit,
};

void icmp_init(void)
{
	if (register_pernet_subsys(&icmp_sk_ops) < 0)
		panic("no socket for ICMP");
}
