/* SPDX-License-Identifier: MIT */
/* A struct is set up by a literal that takes a parameter: init_irq_work() in include/linux/irq_work.h. */
struct irq_work {
	int flags;
	void (*func)(struct irq_work *);
};

static inline void init_irq_work(struct irq_work *work, void (*func)(struct irq_work *))
{
	*work = (struct irq_work){ .flags = 1, .func = func };
}

static struct irq_work *last;

int irq_work_queue(struct irq_work *work)
{
	last = work;
	return 1;
}

void irq_work_single(struct irq_work *work)
{
	work->func(work);
}

void irq_work_run(void)
{
	irq_work_single(last);
}

struct device { struct irq_work work; };
struct buffer { struct irq_work work; };

static void device_work(struct irq_work *work) { }
static void buffer_work(struct irq_work *work) { }

void device_init(struct device *dev)
{
	init_irq_work(&dev->work, device_work);
}

void buffer_init(struct buffer *buf)
{
	init_irq_work(&buf->work, buffer_work);
}

void device_event(struct device *dev)
{
	irq_work_queue(&dev->work);
}

void device_now(struct device *dev)
{
	dev->work.func(&dev->work);
}

/* set up by what is not known: all keep theirs */
void any_now(struct irq_work *work)
{
	work->func(work);
}
