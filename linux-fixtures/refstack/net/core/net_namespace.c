/* SPDX-License-Identifier: MIT */
/* Hosts within the machine, and what each subsystem does when one is made. */
#include <linux/init.h>
#include <net/net_namespace.h>

struct net init_net;
LIST_HEAD(net_namespace_list);

static LIST_HEAD(pernet_list);
static struct list_head *first_device = &pernet_list;
static LIST_HEAD(cleanup_list);

static void cleanup_net(struct work_struct *work);
static struct work_struct net_cleanup_work;

static int ops_init(const struct pernet_operations *ops, struct net *net)
{
	return ops->init ? ops->init(net) : 0;
}

static void ops_exit(const struct pernet_operations *ops, struct net *net)
{
	if (ops->exit)
		ops->exit(net);
}

static int __register_pernet_operations(struct list_head *list, struct pernet_operations *ops)
{
	struct net *net;
	int error;

	list_add_tail(&ops->list, list);
	list_for_each_entry(net, &net_namespace_list, list) {
		error = ops_init(ops, net);
		if (error)
			return error;
	}
	return 0;
}

static int register_pernet_operations(struct list_head *list, struct pernet_operations *ops)
{
	return __register_pernet_operations(list, ops);
}

int register_pernet_subsys(struct pernet_operations *ops)
{
	return register_pernet_operations(first_device, ops);
}

/* Devices come after all subsystems. */
int register_pernet_device(struct pernet_operations *ops)
{
	int error = register_pernet_operations(&pernet_list, ops);

	if (!error && first_device == &pernet_list)
		first_device = &ops->list;
	return error;
}

static int setup_net(struct net *net, const char *name)
{
	struct pernet_operations *ops;
	int error;

	snprintf(net->name, sizeof(net->name), "%s", name);
	INIT_LIST_HEAD(&net->dev_base_head);
	list_add_tail(&net->list, &net_namespace_list);
	list_for_each_entry(ops, &pernet_list, list) {
		error = ops_init(ops, net);
		if (error)
			return error;
	}
	return 0;
}

struct net *copy_net_ns(const char *name)
{
	struct net *net = kzalloc(sizeof(*net), GFP_KERNEL);
	int error = setup_net(net, name);

	return error ? ERR_PTR(error) : net;
}

static void cleanup_net(struct work_struct *work __maybe_unused)
{
	struct pernet_operations *ops;

	while (!list_empty(&cleanup_list)) {
		struct net *net = list_first_entry(&cleanup_list, struct net, cleanup_list);
		struct list_head *at;

		list_del_init(&net->cleanup_list);
		/* the last that was set up goes first */
		for (at = pernet_list.prev; at != &pernet_list; at = at->prev) {
			ops = list_entry(at, struct pernet_operations, list);
			ops_exit(ops, net);
		}
		list_del_init(&net->list);
		if (net != &init_net)
			kfree(net);
	}
}

void put_net(struct net *net)
{
	list_add_tail(&net->cleanup_list, &cleanup_list);
	schedule_work(&net_cleanup_work);
}

void __init net_ns_init(void)
{
	INIT_WORK(&net_cleanup_work, cleanup_net);
	setup_net(&init_net, "alice");
}
