/* SPDX-License-Identifier: MIT */
/* What is stored by a setter is listed with the slot it arrives in. */
struct softirq { void (*action)(void); };
struct irqaction { int (*handler)(int irq); struct irqaction *next; };
struct template { int (*init)(int irq); };

static struct softirq vec[4];
static struct irqaction first;
static int (*hook)(int irq);

static void net_rx(void) { }
static void net_tx(void) { }
static int uart(int irq) { return 0; }
static int timer(int irq) { return 0; }
static int unused(int irq) { return 0; }

void open_vec(int nr, void (*action)(void)) { vec[nr].action = action; }

static void request(struct irqaction *a, int (*handler)(int irq))
{
	a->handler = handler;
}

static const struct template timers = { .init = timer };

void set_hook(int (*fn)(int irq)) { hook = fn; }

void boot(void)
{
	open_vec(0, net_rx);
	open_vec(1, net_tx);
	request(&first, uart);
	first.handler = timers.init;
	set_hook(uart);
}

void run(int nr) { vec[nr].action(); }
int irq(int nr) { return first.handler(nr); }
int call_hook(int nr) { return hook(nr); }
int (*keep(void))(int irq) { return unused; }
