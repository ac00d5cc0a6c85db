/* SPDX-License-Identifier: MIT */
/* Interrupts, and the work that they put off: softirqs and tasklets. */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/list.h>

enum { HI_SOFTIRQ, TIMER_SOFTIRQ, NET_TX_SOFTIRQ, NET_RX_SOFTIRQ, TASKLET_SOFTIRQ, RCU_SOFTIRQ, NR_SOFTIRQS };

struct softirq_action {
	void (*action)(struct softirq_action *h);
};

void open_softirq(int nr, void (*action)(struct softirq_action *));
void raise_softirq(unsigned int nr);
void do_softirq(void);
void handle_softirqs(void);
void local_bh_disable(void);
void local_bh_enable(void);
bool local_softirq_pending(void);
bool in_softirq(void);

struct tasklet_struct {
	struct tasklet_struct *next;
	bool scheduled;
	void (*callback)(struct tasklet_struct *t);
};

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
void tasklet_schedule(struct tasklet_struct *t);

typedef enum { IRQ_NONE, IRQ_HANDLED } irqreturn_t;
typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

struct irqaction {
	irq_handler_t handler;
	void *dev_id;
	const char *name;
};

#define NR_IRQS	16
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name, void *dev);
void free_irq(unsigned int irq);
/* The hardware's end of it: line `irq` was raised. */
void common_interrupt(unsigned int irq);

#endif
