/* SPDX-License-Identifier: MIT */
/* Interrupts: each line has a driver's function. What it puts off is done right after. */
#include <linux/interrupt.h>
#include <linux/kernel.h>

static struct irqaction irq_desc[NR_IRQS];

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags __maybe_unused,
		const char *name, void *dev)
{
	if (irq >= NR_IRQS || irq_desc[irq].handler)
		return -EINVAL;
	irq_desc[irq].handler = handler;
	irq_desc[irq].dev_id = dev;
	irq_desc[irq].name = name;
	return 0;
}

void free_irq(unsigned int irq)
{
	irq_desc[irq].handler = NULL;
}

static void handle_irq_event(struct irqaction *action, unsigned int irq)
{
	if (action->handler((int)irq, action->dev_id) == IRQ_NONE)
		printk("irq %u: nobody cared", irq);
}

void common_interrupt(unsigned int irq)
{
	if (irq < NR_IRQS && irq_desc[irq].handler)
		handle_irq_event(&irq_desc[irq], irq);
}
