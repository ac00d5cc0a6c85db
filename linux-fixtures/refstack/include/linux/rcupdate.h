/* SPDX-License-Identifier: MIT */
/*
 * Freeing what somebody may still read: call_rcu() has its function called
 * when every task has been through schedule().
 */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/compiler.h>

struct rcu_head {
	struct rcu_head *next;
	void (*func)(struct rcu_head *head);
};

static inline void rcu_read_lock(void)
{
}

static inline void rcu_read_unlock(void)
{
}

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *));
void rcu_sched_clock_irq(void);

#endif
