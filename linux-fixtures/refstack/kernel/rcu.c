/* SPDX-License-Identifier: MIT */
/* What call_rcu() was given waits for a tick or a change of tasks, then a softirq calls it. */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/rcupdate.h>

static struct rcu_head *waiting, **tail = &waiting;

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *))
{
	head->func = func;
	head->next = NULL;
	*tail = head;
	tail = &head->next;
}

void rcu_sched_clock_irq(void)
{
	if (waiting)
		raise_softirq(RCU_SOFTIRQ);
}

static void rcu_do_batch(void)
{
	struct rcu_head *head = waiting, *next;

	waiting = NULL;
	tail = &waiting;
	for (; head; head = next) {
		next = head->next;
		head->func(head);
	}
}

static void rcu_core_si(struct softirq_action *h __maybe_unused)
{
	rcu_do_batch();
}

void __init rcu_init(void)
{
	open_softirq(RCU_SOFTIRQ, rcu_core_si);
}
