/* SPDX-License-Identifier: MIT */
struct napi_struct {
	struct napi_struct *next;
	int weight;
	int (*poll)(struct napi_struct *napi, int budget);
};

struct net_device {
	int ifindex;
};

struct adapter {
	struct net_device *netdev;
	struct napi_struct napi;
};

struct softnet_data {
	struct napi_struct *poll_list;
	struct napi_struct backlog;
};

static struct softnet_data softnet;

void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *, int), int weight)
{
	napi->poll = poll;
	napi->weight = weight;
}

static inline void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
				  int (*poll)(struct napi_struct *, int))
{
	netif_napi_add_weight(dev, napi, poll, 64);
}

void __napi_schedule(struct napi_struct *n)
{
	n->next = softnet.poll_list;
	softnet.poll_list = n;
}

static inline void napi_schedule(struct napi_struct *n)
{
	__napi_schedule(n);
}

static int __napi_poll(struct napi_struct *n)
{
	return n->poll(n, n->weight);	/* @poll */
}

int net_rx(void)
{
	return __napi_poll(softnet.poll_list);
}

static void clean_rx(void) { }
static void process_packet(void) { }

static int e1000_poll(struct napi_struct *napi, int budget)
{
	clean_rx();
	return 0;
}

static int process_backlog(struct napi_struct *napi, int quota)
{
	process_packet();
	return 0;
}

void e1000_probe(struct adapter *adapter)
{
	netif_napi_add(adapter->netdev, &adapter->napi, e1000_poll);
}

int e1000_intr(struct adapter *adapter)
{
	napi_schedule(&adapter->napi);	/* @intr */
	return 1;
}

void net_dev_init(void)
{
	softnet.backlog.poll = process_backlog;
}

void enqueue_to_backlog(void)
{
	__napi_schedule(&softnet.backlog);
}
