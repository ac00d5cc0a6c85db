/* SPDX-License-Identifier: MIT */
/* From addresses to a route: where a packet goes, and by which function. */
#include <linux/net.h>
#include <net/ip.h>

static int ip_error(struct sk_buff *skb);
static int ip_rt_bug(struct net *net, struct sock *sk, struct sk_buff *skb);

/* A route of its own for everybody who asks. */
static struct rtable *rt_dst_alloc(struct net_device *dev, unsigned int flags, const struct fib_result *res)
{
	struct rtable *rt = dst_alloc(sizeof(*rt), dev);

	rt->rt_flags = flags;
	rt->rt_gw4 = res ? res->gateway : 0;
	rt->rt_src = res ? res->prefsrc : 0;
	rt->dst.output = ip_output;	/* @pitfall 5 */
	if (flags & RTCF_LOCAL)
		rt->dst.input = ip_local_deliver;
	return rt;
}

/* ---- for what is sent */

static struct rtable *__mkroute_output(const struct fib_result *res, struct flowi4 *fl4, struct net_device *dev_out)
{
	unsigned int flags = 0;
	struct rtable *rth;

	if (res->type == RTN_LOCAL)
		flags = RTCF_LOCAL;
	else if (res->type == RTN_BROADCAST)
		flags = RTCF_BROADCAST;
	else if (ipv4_is_multicast(fl4->daddr))
		flags = RTCF_MULTICAST;
	rth = rt_dst_alloc(dev_out, flags, res);
	if (flags & (RTCF_BROADCAST | RTCF_MULTICAST))
		rth->dst.output = ip_mc_output;
	return rth;
}

struct rtable *ip_route_output_key_hash_rcu(struct net *net, struct flowi4 *fl4, struct fib_result *res)
{
	struct net_device *dev_out;
	int err;

	if (!fl4->daddr)
		fl4->daddr = htonl(0x7f000001);
	err = fib_lookup(net, fl4, res);
	if (err)
		return ERR_PTR(err);
	if (!fl4->saddr)
		fl4->saddr = res->prefsrc;
	dev_out = res->type == RTN_LOCAL ? net->loopback_dev : res->dev;
	if (!netif_running(dev_out))
		return ERR_PTR(-ENETUNREACH);
	return __mkroute_output(res, fl4, dev_out);
}

struct rtable *ip_route_output_key_hash(struct net *net, struct flowi4 *fl4)
{
	struct fib_result res = { 0 };
	struct rtable *rth;

	rcu_read_lock();
	rth = ip_route_output_key_hash_rcu(net, fl4, &res);
	rcu_read_unlock();
	return rth;
}

struct rtable *ip_route_output_flow(struct net *net, struct flowi4 *flp4, const struct sock *sk __maybe_unused)
{
	return __ip_route_output_key(net, flp4);
}

/* ---- for what came in */

static int __mkroute_input(struct sk_buff *skb, const struct fib_result *res)
{
	struct rtable *rth = rt_dst_alloc(res->dev, 0, res);

	rth->dst.input = ip_forward;
	skb_dst_set(skb, &rth->dst);
	return 0;
}

static int ip_mkroute_input(struct sk_buff *skb, const struct fib_result *res)
{
	return __mkroute_input(skb, res);
}

static int ip_route_input_slow(struct sk_buff *skb, __be32 daddr, __be32 saddr, struct net_device *dev)
{
	struct net *net = dev_net(dev);
	struct flowi4 fl4 = { .daddr = daddr, .saddr = saddr };
	struct fib_result res = { 0 };
	struct rtable *rth;
	unsigned int flags = RTCF_LOCAL;

	if (ipv4_is_multicast(saddr) || (ipv4_is_loopback(saddr) && !(dev->flags & IFF_LOOPBACK)))
		return -EINVAL;
	if (daddr == ~0u || ipv4_is_multicast(daddr)) {
		flags |= RTCF_BROADCAST;
	} else if (fib_lookup(net, &fl4, &res)) {
		flags = 0;
	} else if (res.type == RTN_BROADCAST) {
		flags |= RTCF_BROADCAST;
	} else if (res.type != RTN_LOCAL) {
		if (net->ipv4.sysctl_ip_forward)
			return ip_mkroute_input(skb, &res);
		flags = 0;
	}
	rth = rt_dst_alloc(dev, flags, NULL);
	if (!flags) {
		rth->dst.input = ip_error;
		rth->dst.error = -EHOSTUNREACH;
	}
	/* such a route is for taking packets in, not for sending */
	rth->dst.output = ip_rt_bug;
	skb_dst_set(skb, &rth->dst);
	return 0;
}

static int ip_route_input_rcu(struct sk_buff *skb, __be32 daddr, __be32 saddr, struct net_device *dev)
{
	return ip_route_input_slow(skb, daddr, saddr, dev);
}

int ip_route_input_noref(struct sk_buff *skb, __be32 daddr, __be32 saddr, struct net_device *dev)
{
	return ip_route_input_rcu(skb, daddr, saddr, dev);
}

static int ip_error(struct sk_buff *skb)
{
	if (dev_net(skb->dev)->ipv4.sysctl_ip_forward)
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_NET_UNREACH, 0);
	kfree_skb(skb);
	return 0;
}

static int ip_rt_bug(struct net *net __maybe_unused, struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	printk("%s: a packet is sent by a route for receiving", skb->dev->name);
	kfree_skb(skb);
	return 0;
}

