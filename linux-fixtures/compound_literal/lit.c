/* SPDX-License-Identifier: MIT */
struct dev {
	int id;
	int (*open)(struct dev *dev);
	int (*close)(struct dev *dev);
};

struct param {
	int (*fn)(int x);
	int x;
};

static int net_open(struct dev *dev) { return dev->id; }
static int net_close(struct dev *dev) { return 0; }
static int compute(int x) { return x; }
static int other(int x) { return x; }

void dev_init(struct dev *dev)
{
	*dev = (struct dev) {
		.id = 1,
		.open = net_open,
		.close = net_close,
	};
}

int dev_open(struct dev *dev)
{
	return dev->open(dev);	/* @open */
}

static int run(const struct param *p)
{
	return p->fn(p->x);	/* @run */
}

int start(void)
{
	return run(&(struct param) { .fn = compute, .x = 3 });
}

int start_by_value(void)
{
	struct param p = { other, 4 };

	return run(&p);
}
