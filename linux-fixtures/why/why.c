/* SPDX-License-Identifier: MIT */
/* Ways of a function to its call: through a table and the pointer to it, a setter, a copy, an argument. */
struct ops {
	void (*handler)(int);
	void (*other)(int);
};

struct device {
	const struct ops *ops;
	void (*done)(int);
};

static void direct_handler(int x) { }
static void second_handler(int x) { }
static void third_handler(int x) { }
static void finished(int x) { }
static void passed(int x) { }

static const struct ops direct_ops = { .handler = direct_handler };
static const struct ops second_ops = { .handler = second_handler };
static const struct ops third_ops = { .handler = third_handler };

static struct device first, next, last;

static void attach(struct device *dev, const struct ops *ops)
{
	dev->ops = ops;			/* @attach */
}

void setup(void)
{
	attach(&first, &direct_ops);
	attach(&next, &second_ops);
	last.ops = &third_ops;
}

static void set_done(struct device *dev, void (*done)(int))
{
	dev->done = done;
}

void arm(void)
{
	set_done(&first, finished);
}

void run(void)
{
	first.ops->handler(1);
	first.done(2);
}

static void each(void (*fn)(int))
{
	fn(3);
}

void walk(void)
{
	each(passed);
}

void all(struct device *dev)
{
	dev->ops->handler(4);
}
