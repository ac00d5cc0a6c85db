/* SPDX-License-Identifier: MIT */
/*
 * Three users of the hooks: a counter of what is forwarded, a filter that
 * drops packets to a port, and a check of ARP packets.
 */
#include <linux/init.h>
#include <linux/netfilter.h>
#include <net/ip.h>

unsigned int nf_filter_port;		/* 0: the filter lets everything pass */
unsigned long nf_forwarded, nf_filtered, nf_arp_seen;

static unsigned int ipv4_count_hook(void *priv, struct sk_buff *skb __maybe_unused,
				    const struct nf_hook_state *state __maybe_unused)
{
	unsigned long *count = priv;

	++*count;
	return NF_ACCEPT;
}

static unsigned int iptable_filter_hook(void *priv, struct sk_buff *skb,
					const struct nf_hook_state *state __maybe_unused)
{
	unsigned int port = *(unsigned int *)priv;
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	const u8 *ports = skb->data + (iph->ver_ihl & 15) * 4;

	if (!port || (iph->protocol != IPPROTO_TCP && iph->protocol != IPPROTO_UDP) ||
	    !pskb_may_pull(skb, (unsigned int)(iph->ver_ihl & 15) * 4 + 4))
		return NF_ACCEPT;
	if (((unsigned int)ports[2] << 8 | ports[3]) != port)
		return NF_ACCEPT;
	nf_filtered++;
	return NF_DROP;
}

static unsigned int arptable_filter_hook(void *priv __maybe_unused, struct sk_buff *skb,
					 const struct nf_hook_state *state __maybe_unused)
{
	nf_arp_seen++;
	return arp_hdr(skb)->ar_hln == ETH_ALEN ? NF_ACCEPT : NF_DROP;
}

static struct nf_hook_ops filter_ops[] = {
	{
		.hook = ipv4_count_hook,
		.priv = &nf_forwarded,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_FORWARD,
	}, {
		.hook = iptable_filter_hook,
		.priv = &nf_filter_port,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN,
	}, {
		.hook = arptable_filter_hook,
		.pf = NFPROTO_ARP,
		.hooknum = NF_ARP_IN,
	},
};

static int __init filter_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(filter_ops); i++)
		nf_register_net_hook(&filter_ops[i]);
	return 0;
}
device_initcall(filter_init);
