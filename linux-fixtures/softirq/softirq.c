/* SPDX-License-Identifier: MIT */
enum {
	TIMER_SOFTIRQ = 1,
	NET_TX_SOFTIRQ,
	NET_RX_SOFTIRQ,
	NR_SOFTIRQS = 10
};

struct softirq_action {
	void (*action)(struct softirq_action *h);
};

static struct softirq_action softirq_vec[NR_SOFTIRQS];
static unsigned int pending;

void open_softirq(int nr, void (*action)(struct softirq_action *))
{
	softirq_vec[nr].action = action;
}

void raise_softirq(unsigned int nr)
{
	pending |= 1u << nr;
}

void __do_softirq(void)
{
	struct softirq_action *h = softirq_vec;

	while (pending) {
		h->action(h);	/* @run */
		h++;
		pending >>= 1;
	}
}

static void process_backlog(void)
{
}

static void net_rx_action(struct softirq_action *h)
{
	process_backlog();
}

static void net_tx_action(struct softirq_action *h)
{
}

void net_dev_init(void)
{
	open_softirq(NET_TX_SOFTIRQ, net_tx_action);
	open_softirq(NET_RX_SOFTIRQ, net_rx_action);
}

void netif_rx(void)
{
	raise_softirq(NET_RX_SOFTIRQ);	/* @raise */
}

void netif_schedule(void)
{
	raise_softirq(NET_TX_SOFTIRQ);
}
