/* SPDX-License-Identifier: MIT */
/* Interfaces come, go up, go down, and go; everybody who asked is told. */
#include <linux/init.h>
#include <net/net_namespace.h>
#include <net/sch_generic.h>

static struct raw_notifier_head netdev_chain;

int register_netdevice_notifier(struct notifier_block *nb)
{
	return raw_notifier_chain_register(&netdev_chain, nb);
}

void call_netdevice_notifiers(unsigned long val, struct net_device *dev)
{
	raw_notifier_call_chain(&netdev_chain, val, dev);
}

struct net_device *alloc_netdev(const char *name, void (*setup)(struct net_device *dev))
{
	struct net_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	snprintf(dev->name, sizeof(dev->name), "%s", name);
	dev->mtu = ETH_DATA_LEN;
	INIT_LIST_HEAD(&dev->link_watch_list);
	setup(dev);
	return dev;
}

int register_netdev(struct net *net, struct net_device *dev)
{
	int ret;

	dev->nd_net = net;
	dev->ifindex = ++net->ifindex;
	if (dev->netdev_ops->ndo_init) {
		ret = dev->netdev_ops->ndo_init(dev);
		if (ret)
			return ret;
	}
	list_add_tail(&dev->dev_list, &net->dev_base_head);
	call_netdevice_notifiers(NETDEV_REGISTER, dev);
	return 0;
}

static int __dev_open(struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;
	int ret = 0;

	if (ops->ndo_open)
		ret = ops->ndo_open(dev);
	if (ret)
		return ret;
	dev->flags |= IFF_UP;
	call_netdevice_notifiers(NETDEV_UP, dev);
	return 0;
}

static void __dev_close(struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;

	dev->flags &= ~IFF_UP;
	call_netdevice_notifiers(NETDEV_DOWN, dev);
	if (ops->ndo_stop)
		ops->ndo_stop(dev);
	if (dev->qdisc)
		qdisc_destroy(dev->qdisc);
	dev->qdisc = NULL;
	flush_all_backlogs();
}

int dev_change_flags(struct net_device *dev, unsigned int flags)
{
	if ((flags ^ dev->flags) & IFF_UP) {
		if (flags & IFF_UP)
			return __dev_open(dev);
		__dev_close(dev);
	}
	return 0;
}

void unregister_netdev(struct net_device *dev)
{
	if (netif_running(dev))
		__dev_close(dev);
	call_netdevice_notifiers(NETDEV_UNREGISTER, dev);
	list_del_init(&dev->link_watch_list);
	list_del_init(&dev->dev_list);
	kfree(dev->priv);
	kfree(dev);
}

struct net_device *dev_get_by_name(struct net *net, const char *name)
{
	struct net_device *dev;

	list_for_each_entry(dev, &net->dev_base_head, dev_list)
		if (!strcmp(dev->name, name))
			return dev;
	return NULL;
}

struct net_device *dev_get_by_index(struct net *net, int ifindex)
{
	struct net_device *dev;

	list_for_each_entry(dev, &net->dev_base_head, dev_list)
		if (dev->ifindex == ifindex)
			return dev;
	return NULL;
}
