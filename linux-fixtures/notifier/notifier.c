/* SPDX-License-Identifier: MIT */
struct notifier_block {
	int (*notifier_call)(struct notifier_block *nb, unsigned long event, void *data);
	struct notifier_block *next;
	int priority;
};

struct raw_notifier_head {
	struct notifier_block *head;
};

static struct raw_notifier_head netdev_chain;

static int notifier_chain_register(struct notifier_block **nl, struct notifier_block *n)
{
	while (*nl) {
		if (n->priority > (*nl)->priority)
			break;
		nl = &(*nl)->next;
	}
	n->next = *nl;
	*nl = n;
	return 0;
}

int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *n)
{
	return notifier_chain_register(&nh->head, n);
}

static int notifier_call_chain(struct notifier_block **nl, unsigned long val, void *v)
{
	struct notifier_block *nb, *next_nb;
	int ret = 0;

	nb = *nl;
	while (nb) {
		next_nb = nb->next;
		ret = nb->notifier_call(nb, val, v);	/* @call */
		nb = next_nb;
	}
	return ret;
}

int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long val, void *v)
{
	return notifier_call_chain(&nh->head, val, v);
}

int register_netdevice_notifier(struct notifier_block *nb)
{
	return raw_notifier_chain_register(&netdev_chain, nb);
}

int call_netdevice_notifiers(unsigned long val, void *dev)
{
	return raw_notifier_call_chain(&netdev_chain, val, dev);
}

static int arp_netdev_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	return 0;
}

static int fib_netdev_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	return 1;
}

static struct notifier_block arp_netdev_notifier = {
	.notifier_call = arp_netdev_event,
};

static struct notifier_block fib_netdev_notifier = {
	.notifier_call = fib_netdev_event,
};

void arp_init(void)
{
	register_netdevice_notifier(&arp_netdev_notifier);
}

void ip_fib_init(void)
{
	register_netdevice_notifier(&fib_netdev_notifier);
}
