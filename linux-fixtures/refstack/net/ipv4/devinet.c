/* SPDX-License-Identifier: MIT */
/* The IPv4 address of each interface; setting it, and telling who needs to know. */
#include <linux/net.h>
#include <net/net_namespace.h>
#include <net/route.h>
#include <net/sch_generic.h>

static struct raw_notifier_head inetaddr_chain;

int register_inetaddr_notifier(struct notifier_block *nb)
{
	return raw_notifier_chain_register(&inetaddr_chain, nb);
}

__be32 inet_select_addr(const struct net_device *dev)
{
	return dev->ip_ptr ? dev->ip_ptr->ifa.ifa_local : 0;
}

static void in_dev_free_rcu(struct rcu_head *head)
{
	kfree(container_of(head, struct in_device, rcu_head));
}

static void inetdev_destroy(struct net_device *dev)
{
	struct in_device *in_dev = dev->ip_ptr;

	dev->ip_ptr = NULL;
	if (in_dev)
		call_rcu(&in_dev->rcu_head, in_dev_free_rcu);
}

static int inet_set_ifa(struct net_device *dev, __be32 addr, int prefixlen)
{
	struct in_device *in_dev = dev->ip_ptr;

	if (prefixlen < 0 || prefixlen > 32 || in_dev->ifa.ifa_local)
		return -EINVAL;
	in_dev->ifa.ifa_local = addr;
	in_dev->ifa.ifa_prefixlen = (u8)prefixlen;
	raw_notifier_call_chain(&inetaddr_chain, NETDEV_UP, &in_dev->ifa);
	return 0;
}

int devinet_ioctl(struct net *net, unsigned int cmd, struct ifreq *ifr)
{
	struct net_device *dev = dev_get_by_name(net, ifr->ifr_name);

	if (!dev)
		return -ENODEV;
	switch (cmd) {
	case SIOCSIFADDR:
		return inet_set_ifa(dev, ifr->ifr_addr, ifr->ifr_prefixlen);
	case SIOCGIFADDR:
		ifr->ifr_addr = inet_select_addr(dev);
		return ifr->ifr_addr ? 0 : -EADDRNOTAVAIL;
	case SIOCSIFFLAGS:
		return dev_change_flags(dev, ifr->ifr_flags);
	case SIOCSIFQDISC:
		return qdisc_change(dev, ifr->ifr_qdisc, ifr->ifr_drop_nth);
	default:
		return -EINVAL;
	}
}

static int inetdev_event(struct notifier_block *this __maybe_unused, unsigned long event, void *ptr)
{
	struct net_device *dev = ptr;

	switch (event) {
	case NETDEV_REGISTER:
		dev->ip_ptr = kzalloc(sizeof(*dev->ip_ptr), GFP_KERNEL);
		dev->ip_ptr->dev = dev;
		dev->ip_ptr->ifa.ifa_dev = dev->ip_ptr;
		break;
	case NETDEV_UP:
		if (dev->flags & IFF_LOOPBACK)
			inet_set_ifa(dev, htonl(0x7f000001), 8);
		break;
	case NETDEV_UNREGISTER:
		inetdev_destroy(dev);
		break;
	default:
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block ip_netdev_notifier = {
	.notifier_call = inetdev_event,
	.priority = 10,		/* before those that need the address */
};

void devinet_init(void)
{
	struct net_device *dev;
	struct net *net;

	register_netdevice_notifier(&ip_netdev_notifier);
	/* the interfaces that were there before */
	list_for_each_entry(net, &net_namespace_list, list)
		list_for_each_entry(dev, &net->dev_base_head, dev_list)
			inetdev_event(&ip_netdev_notifier, NETDEV_REGISTER, dev);
}
