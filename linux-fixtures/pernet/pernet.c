/* SPDX-License-Identifier: MIT */
struct net {
	int count;
};

struct list_head {
	struct list_head *next, *prev;
};

struct pernet_operations {
	struct list_head list;
	int (*init)(struct net *net);
	void (*exit)(struct net *net);
};

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#define list_for_each_entry(pos, head, member)					\
	for (pos = container_of((head)->next, __typeof__(*pos), member);	\
	     &pos->member != (head);						\
	     pos = container_of(pos->member.next, __typeof__(*pos), member))

static struct list_head pernet_list = { &pernet_list, &pernet_list };
static struct net init_net;

static void list_add_tail(struct list_head *new, struct list_head *head)
{
	new->next = head;
	new->prev = head->prev;
	head->prev->next = new;
	head->prev = new;
}

static int ops_init(const struct pernet_operations *ops, struct net *net)
{
	if (ops->init)
		return ops->init(net);	/* @init */
	return 0;
}

static void ops_exit(const struct pernet_operations *ops, struct net *net)
{
	if (ops->exit)
		ops->exit(net);
}

static int register_pernet_operations(struct list_head *list, struct pernet_operations *ops)
{
	list_add_tail(&ops->list, list);
	return ops_init(ops, &init_net);
}

int register_pernet_subsys(struct pernet_operations *ops)
{
	return register_pernet_operations(&pernet_list, ops);
}

int setup_net(struct net *net)
{
	const struct pernet_operations *ops;
	int error = 0;

	list_for_each_entry(ops, &pernet_list, list)
		error |= ops_init(ops, net);
	return error;
}

void cleanup_net(struct net *net)
{
	const struct pernet_operations *ops;

	list_for_each_entry(ops, &pernet_list, list)
		ops_exit(ops, net);
}

static int loopback_net_init(struct net *net) { return 0; }
static int tcp_sk_init(struct net *net) { return 0; }
static void tcp_sk_exit(struct net *net) { }

static struct pernet_operations loopback_net_ops = {
	.init = loopback_net_init,
};

static struct pernet_operations tcp_sk_ops = {
	.init = tcp_sk_init,
	.exit = tcp_sk_exit,
};

int net_dev_init(void)
{
	return register_pernet_subsys(&loopback_net_ops);
}

int tcp_v4_init(void)
{
	return register_pernet_subsys(&tcp_sk_ops);
}
