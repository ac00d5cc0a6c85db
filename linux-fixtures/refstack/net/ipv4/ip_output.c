/* SPDX-License-Identifier: MIT */
/* IPv4, going out: the header, the hooks, the neighbour. */
#include <linux/net.h>
#include <linux/netfilter.h>
#include <net/arp.h>
#include <net/checksum.h>
#include <net/inet_connection_sock.h>
#include <net/ip.h>

void ip_send_check(struct iphdr *iph)
{
	iph->check = 0;
	iph->check = ip_compute_csum(iph, (size_t)(iph->ver_ihl & 15) * 4);
}

static void ip_build_header(struct sk_buff *skb, __be32 saddr, __be32 daddr, u8 proto, u8 ttl, u16 id)
{
	struct iphdr *iph = skb_push(skb, sizeof(*iph));

	skb_reset_network_header(skb);
	*iph = (struct iphdr){
		.ver_ihl = 0x45, .id = htons(id), .frag_off = htons(IP_DF), .ttl = ttl,
		.protocol = proto, .saddr = saddr, .daddr = daddr,
	};
}

/* ---- what every packet goes through */

int __ip_local_out(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	struct iphdr *iph = ip_hdr(skb);

	iph->tot_len = htons((u16)skb->len);
	ip_send_check(iph);
	skb->protocol = htons(ETH_P_IP);
	return nf_hook(NFPROTO_IPV4, NF_INET_LOCAL_OUT, net, sk, skb, NULL, skb_dst(skb)->dev, dst_output);	/* @pitfall 8 */
}

int ip_local_out(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	int err = __ip_local_out(net, sk, skb);

	if (likely(err == 1))
		err = dst_output(net, sk, skb);
	return err;
}

static int ip_finish_output2(struct net *net __maybe_unused, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	struct rtable *rt = skb_rtable(skb);
	struct neighbour *neigh = ip_neigh_for_gw(rt, skb);

	if (neigh)
		return neigh_output(neigh, skb, false);
	kfree_skb(skb);
	return -EINVAL;
}

static int __ip_finish_output(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	if (skb->len > skb_dst(skb)->dev->mtu) {
		kfree_skb(skb);
		return -EMSGSIZE;
	}
	return ip_finish_output2(net, sk, skb);
}

static int ip_finish_output(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	return __ip_finish_output(net, sk, skb);
}

int ip_output(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	struct net_device *dev = skb_dst(skb)->dev, *indev = skb->dev;

	skb->dev = dev;
	skb->protocol = htons(ETH_P_IP);
	return NF_HOOK_COND(NFPROTO_IPV4, NF_INET_POST_ROUTING, net, sk, skb, indev, dev,
			    ip_finish_output, true);
}

static int ip_mc_finish_output(struct net *net __maybe_unused, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	skb_dst_drop(skb);
	skb->pkt_type = PACKET_BROADCAST;
	return netif_rx(skb);
}

/* To many: this host hears it, too. */
int ip_mc_output(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	struct net_device *dev = skb_dst(skb)->dev;
	struct sk_buff *newskb;

	skb->dev = dev;
	skb->protocol = htons(ETH_P_IP);
	newskb = skb_clone(skb, GFP_ATOMIC);
	NF_HOOK(NFPROTO_IPV4, NF_INET_POST_ROUTING, net, sk, newskb, NULL, dev, ip_mc_finish_output);
	return NF_HOOK_COND(NFPROTO_IPV4, NF_INET_POST_ROUTING, net, sk, skb, NULL, dev,
			    ip_finish_output, true);
}

/* ---- for connections */

int __ip_queue_xmit(struct sock *sk, struct sk_buff *skb, u8 tos)
{
	struct inet_sock *inet = inet_sk(sk);
	struct net *net = sock_net(sk);
	struct dst_entry *dst = sk_dst_get(sk);

	if (!dst) {
		struct flowi4 fl4;
		struct rtable *rt = ip_route_output_ports(net, &fl4, sk, sk->sk_daddr, inet->inet_saddr,
							  sk->sk_protocol);

		if (IS_ERR(rt)) {
			kfree_skb(skb);
			return -EHOSTUNREACH;
		}
		sk_dst_set(sk, dst_hold(&rt->dst));
		dst = &rt->dst;
	}
	skb_dst_set(skb, dst);
	ip_build_header(skb, inet->inet_saddr, sk->sk_daddr, sk->sk_protocol, inet->uc_ttl, inet->inet_id++);
	ip_hdr(skb)->tos = tos;
	skb->priority = sk->sk_priority;
	return ip_local_out(net, sk, skb);
}

int ip_queue_xmit(struct sock *sk, struct sk_buff *skb)
{
	return __ip_queue_xmit(sk, skb, inet_sk(sk)->tos);
}

/* For what is sent before there is a connection: the route is in the packet already. */
int ip_build_and_send_pkt(struct sk_buff *skb, const struct sock *sk, __be32 saddr, __be32 daddr, u8 tos)
{
	ip_build_header(skb, saddr, daddr, sk->sk_protocol, inet_sk(sk)->uc_ttl, 0);
	ip_hdr(skb)->tos = tos;
	return ip_local_out(sock_net(sk), skb->sk, skb);
}

/* ---- for datagrams */

int ip_generic_getfrag(void *from, u8 *to, int len)
{
	struct msghdr *msg = from;

	return copy_from_iter(to, (size_t)len, &msg->msg_iter) == (size_t)len ? 0 : -EFAULT;
}

struct sk_buff *ip_make_skb(struct sock *sk, struct flowi4 *fl4, struct rtable **rtp,
			    int (*getfrag)(void *from, u8 *to, int len), void *from,
			    int length, int transhdrlen, int *err)
{
	struct inet_sock *inet = inet_sk(sk);
	struct rtable *rt = *rtp;
	struct sk_buff *skb;
	u8 *data;

	*err = -EMSGSIZE;
	if (length < 0 || (unsigned int)(length + transhdrlen) + sizeof(struct iphdr) > rt->dst.dev->mtu)
		return NULL;
	skb = sock_alloc_send_skb(sk, MAX_HEADER + sizeof(struct iphdr) + (unsigned int)(length + transhdrlen), err);
	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER + sizeof(struct iphdr));
	skb_reset_transport_header(skb);
	skb_put(skb, (unsigned int)transhdrlen);
	data = skb_put(skb, (unsigned int)length);
	*err = getfrag(from, data, length);
	if (*err) {
		kfree_skb(skb);
		return NULL;
	}
	ip_build_header(skb, fl4->saddr, fl4->daddr, sk->sk_protocol, inet->uc_ttl, inet->inet_id++);
	skb_dst_set(skb, dst_hold(&rt->dst));
	return skb;
}

int ip_send_skb(struct net *net, struct sk_buff *skb)
{
	int err = ip_local_out(net, skb->sk, skb);

	/* what a queue dropped counts as sent */
	return err > 0 ? 0 : err;
}

void ip_send_unicast_reply(struct sock *sk, struct sk_buff *orig, __be32 daddr, __be32 saddr,
			   u8 protocol, const void *data, unsigned int len)
{
	struct net *net = dev_net(orig->dev);
	struct flowi4 fl4 = { .daddr = daddr, .saddr = saddr, .flowi4_proto = protocol };
	struct rtable *rt = ip_route_output_flow(net, &fl4, sk);
	struct sk_buff *skb;

	if (IS_ERR(rt))
		return;
	skb = alloc_skb(MAX_HEADER + sizeof(struct iphdr) + len, GFP_ATOMIC);
	skb_reserve(skb, MAX_HEADER + sizeof(struct iphdr));
	memcpy(skb_put(skb, len), data, len);
	skb_reset_transport_header(skb);
	ip_build_header(skb, saddr, daddr, protocol, (u8)net->ipv4.sysctl_ip_default_ttl, 0);
	skb_dst_set(skb, &rt->dst);
	ip_send_skb(net, skb);
}
