/* SPDX-License-Identifier: MIT */
/* Where routes come from: addresses of interfaces, and programs. */
#include <linux/net.h>
#include <net/net_namespace.h>
#include <net/route.h>

static void fib_add_ifaddr(struct in_ifaddr *ifa)
{
	struct net_device *dev = ifa->ifa_dev->dev;
	struct net *net = dev_net(dev);
	__be32 addr = ifa->ifa_local, mask = inet_make_mask(ifa->ifa_prefixlen);

	fib_table_insert(net->fib_local, addr, 32, RTN_LOCAL, 0, addr, dev);
	if (dev->flags & IFF_LOOPBACK)
		fib_table_insert(net->fib_local, addr, ifa->ifa_prefixlen, RTN_LOCAL, 0, addr, dev);
	if (dev->flags & IFF_BROADCAST) {
		fib_table_insert(net->fib_local, addr | ~mask, 32, RTN_BROADCAST, 0, addr, dev);
		fib_table_insert(net->fib_main, htonl(0xe0000000), 4, RTN_UNICAST, 0, addr, dev);
	}
	if (!(dev->flags & IFF_LOOPBACK))
		fib_table_insert(net->fib_main, addr & mask, ifa->ifa_prefixlen, RTN_UNICAST, 0, addr, dev);
}

static void fib_disable_ip(struct net_device *dev)
{
	struct net *net = dev_net(dev);

	fib_table_flush(net->fib_main, dev);
	fib_table_flush(net->fib_local, dev);
	dev->ip_ptr->ifa.ifa_local = 0;
}

static int fib_inetaddr_event(struct notifier_block *this __maybe_unused, unsigned long event, void *ptr)
{
	if (event == NETDEV_UP)
		fib_add_ifaddr(ptr);
	return NOTIFY_DONE;
}

static int fib_netdev_event(struct notifier_block *this __maybe_unused, unsigned long event, void *ptr)
{
	struct net_device *dev = ptr;

	if (event == NETDEV_DOWN && dev->ip_ptr)
		fib_disable_ip(dev);
	return NOTIFY_DONE;
}

static struct notifier_block fib_inetaddr_notifier = {
	.notifier_call = fib_inetaddr_event,
};

static struct notifier_block fib_netdev_notifier = {
	.notifier_call = fib_netdev_event,
};

int ip_rt_ioctl(struct net *net, unsigned int cmd, struct rtentry *rt)
{
	struct net_device *dev = dev_get_by_name(net, rt->rt_dev);

	if (cmd != SIOCADDRT || !dev || rt->rt_prefixlen < 0 || rt->rt_prefixlen > 32)
		return -EINVAL;
	fib_table_insert(net->fib_main, rt->rt_dst, (u8)rt->rt_prefixlen, RTN_UNICAST, rt->rt_gateway,
			 inet_select_addr(dev), dev);
	return 0;
}

static int __net_init fib_net_init(struct net *net)
{
	net->fib_main = fib_new_table();
	net->fib_local = fib_new_table();
	return 0;
}

static void __net_exit fib_net_exit(struct net *net)
{
	fib_free_table(net->fib_main);
	fib_free_table(net->fib_local);
}

static struct pernet_operations fib_net_ops = {
	.init = fib_net_init,
	.exit = fib_net_exit,
};

void ip_fib_init(void)
{
	register_pernet_subsys(&fib_net_ops);
	register_netdevice_notifier(&fib_netdev_notifier);
	register_inetaddr_notifier(&fib_inetaddr_notifier);
}
