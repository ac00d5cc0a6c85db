/* SPDX-License-Identifier: MIT */
/* A cable was plugged in or pulled out: a worker tells who wants to know. */
#include <linux/init.h>
#include <linux/workqueue.h>
#include <linux/netdevice.h>

static LIST_HEAD(lweventlist);
static struct delayed_work linkwatch_work;

static void linkwatch_do_dev(struct net_device *dev)
{
	call_netdevice_notifiers(NETDEV_CHANGE, dev);
}

static void linkwatch_event(struct work_struct *work __maybe_unused)
{
	while (!list_empty(&lweventlist)) {
		struct net_device *dev = list_first_entry(&lweventlist, struct net_device, link_watch_list);

		list_del_init(&dev->link_watch_list);
		linkwatch_do_dev(dev);
	}
}

static void linkwatch_fire_event(struct net_device *dev)
{
	if (!list_empty(&dev->link_watch_list))
		return;
	list_add_tail(&dev->link_watch_list, &lweventlist);
	schedule_delayed_work(&linkwatch_work, 1);
}

void netif_carrier_on(struct net_device *dev)
{
	dev->state &= ~__LINK_STATE_NOCARRIER;
	linkwatch_fire_event(dev);
}

void netif_carrier_off(struct net_device *dev)
{
	dev->state |= __LINK_STATE_NOCARRIER;
	linkwatch_fire_event(dev);
}

static int __init linkwatch_init(void)
{
	INIT_DELAYED_WORK(&linkwatch_work, linkwatch_event);
	return 0;
}
core_initcall(linkwatch_init);
