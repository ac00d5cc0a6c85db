/* SPDX-License-Identifier: MIT */
/* Who runs: each task until it sleeps, in the order in which they woke. */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/rcupdate.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/timer.h>

#include "host.h"

struct task_struct init_task = { .comm = "swapper" };
struct task_struct *current_task = &init_task;

static LIST_HEAD(tasks);
static bool booted;

struct process_timer {
	struct timer_list timer;
	struct task_struct *task;
};

void __init sched_init(void)
{
	init_task.stack = host_context_main();
	host_interrupt = common_interrupt;
}

void sched_add(struct task_struct *p)
{
	list_add_tail(&p->tasks, &tasks);
}

void sched_del(struct task_struct *p)
{
	list_del_init(&p->tasks);
}

int wake_up_process(struct task_struct *p)
{
	if (!p || p->__state != TASK_INTERRUPTIBLE)
		return 0;
	p->__state = TASK_RUNNING;
	/* whoever woke last waits longest */
	sched_del(p);
	sched_add(p);
	return 1;
}

static struct task_struct *pick_next_task(void)
{
	struct task_struct *p;

	list_for_each_entry(p, &tasks, tasks)
		if (p->__state == TASK_RUNNING)
			return p;
	return NULL;
}

static void context_switch(struct task_struct *prev, struct task_struct *next)
{
	current_task = next;
	switch_to(prev, next);
}

/* A task always gives way to the idle task, which knows what else there is to do. */
void schedule(void)
{
	if (current->__state == TASK_RUNNING) {
		sched_del(current);
		sched_add(current);
	}
	context_switch(current, &init_task);
}

static void process_timeout(struct timer_list *t)
{
	struct process_timer *timeout = from_timer(timeout, t, timer);

	wake_up_process(timeout->task);
}

long schedule_timeout(long timeout)
{
	struct process_timer timer;
	unsigned long expire;

	if (timeout == (long)MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	expire = jiffies + (unsigned long)timeout;
	timer.task = current;
	timer_setup(&timer.timer, process_timeout, 0);
	mod_timer(&timer.timer, expire);
	schedule();
	del_timer(&timer.timer);
	timeout = (long)(expire - jiffies);
	return timeout < 0 ? 0 : timeout;
}

/* Everything that can be done at this tick; then the clock moves on, but not beyond `until`. */
static void do_idle(unsigned long until)
{
	struct task_struct *next;
	unsigned long now;

	if (local_softirq_pending()) {
		do_softirq();
		return;
	}
	next = pick_next_task();
	if (next) {
		context_switch(&init_task, next);
		rcu_sched_clock_irq();
		return;
	}
	now = host_clock_wait(jiffies, get_next_timer_interrupt(until));
	tick_periodic(now);
}

int sched_wait_for(struct task_struct *p, unsigned long until)
{
	BUG_ON(current != &init_task);
	while (p->__state != TASK_DEAD) {
		if (time_after_eq(jiffies, until))
			return -1;
		do_idle(until);
	}
	return 0;
}

/* Boot ends here: the machine is idle when init and kthreadd sleep. */
void cpu_startup_entry(void)
{
	struct task_struct *init = list_first_entry(&tasks, struct task_struct, tasks);

	BUG_ON(booted);
	booted = true;
	sched_wait_for(init, jiffies + 3600 * HZ);
}

SYSCALL_DEFINE1(nanosleep, unsigned long, ticks)
{
	set_current_state(TASK_INTERRUPTIBLE);
	schedule_timeout((long)ticks);
	return 0;
}

SYSCALL_DEFINE0(getpid)	/* @pitfall 12 */
{
	return current->pid;
}

SYSCALL_DEFINE1(exit, int, code)
{
	do_exit(code);
	return 0;
}
