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

/* Another chain: what is on it is not on netdev_chain. */
static struct raw_notifier_head reboot_list;

static int halt_disks(struct notifier_block *nb, unsigned long event, void *ptr)
{
	return 2;
}

static struct notifier_block disk_notifier = {
	.notifier_call = halt_disks,
};

int register_reboot_notifier(struct notifier_block *nb)
{
	return raw_notifier_chain_register(&reboot_list, nb);
}

int kernel_halt(void)
{
	return raw_notifier_call_chain(&reboot_list, 1, 0);
}

void disk_init(void)
{
	register_reboot_notifier(&disk_notifier);
}

/* On one of two chains, as it is asked for; by a struct around the block. */
struct handler {
	struct notifier_block nb;
	struct raw_notifier_head *list;
};

static struct raw_notifier_head power_off_list;
static struct raw_notifier_head restart_list;

static int run_handler(struct notifier_block *nb, unsigned long event, void *ptr)
{
	return 3;
}

void *kmalloc(unsigned long size);

int add_handler(int restart)
{
	struct handler *h = kmalloc(sizeof(*h));

	h->list = restart ? &restart_list : &power_off_list;
	h->nb.notifier_call = run_handler;
	return raw_notifier_chain_register(h->list, &h->nb);
}

int machine_restart(void)
{
	return raw_notifier_call_chain(&restart_list, 1, 0);
}

/* A chain in each of some devices: those of one field are held to be one. */
struct device {
	struct raw_notifier_head chain;
};

static int bus_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	return 4;
}

static struct notifier_block bus_notifier = {
	.notifier_call = bus_event,
};

void watch_device(struct device *d)
{
	raw_notifier_chain_register(&d->chain, &bus_notifier);
}

int device_changed(struct device *d)
{
	return raw_notifier_call_chain(&d->chain, 1, 0);
}

/* Put on whatever chain is handed in from outside: it may be on any. */
static int any_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	return 5;
}

static struct notifier_block any_notifier = {
	.notifier_call = any_event,
};

extern struct raw_notifier_head *chain_of_firmware(void);

void watch_firmware(void)
{
	raw_notifier_chain_register(chain_of_firmware(), &any_notifier);
}

/* A chain of somebody else, on which anything may be. */
int call_firmware(void)
{
	return raw_notifier_call_chain(chain_of_firmware(), 1, 0);
}
