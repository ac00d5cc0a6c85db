/* SPDX-License-Identifier: MIT */
/* Timers, in one list sorted by when they are due. */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/rcupdate.h>
#include <linux/timer.h>

unsigned long jiffies;

static LIST_HEAD(timers);

void timer_setup(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags)
{
	INIT_LIST_HEAD(&timer->entry);
	timer->function = func;
	timer->flags = flags;
}

int del_timer(struct timer_list *timer)
{
	int was_pending = timer_pending(timer);

	list_del_init(&timer->entry);
	return was_pending;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	int was_pending = del_timer(timer);
	struct timer_list *t;

	timer->expires = expires;
	/* before the first that is later: those of the same tick run in the order of their setting */
	list_for_each_entry(t, &timers, entry)
		if (time_after(t->expires, expires))
			break;
	list_add_tail(&timer->entry, &t->entry);
	return was_pending;
}

unsigned long get_next_timer_interrupt(unsigned long none)
{
	struct timer_list *t;

	if (list_empty(&timers))
		return none;
	t = list_first_entry(&timers, struct timer_list, entry);
	return time_before(t->expires, none) ? t->expires : none;
}

static void call_timer_fn(struct timer_list *timer, void (*fn)(struct timer_list *))
{
	fn(timer);
}

static void expire_timers(struct list_head *head)
{
	while (!list_empty(head)) {
		struct timer_list *timer = list_first_entry(head, struct timer_list, entry);
		void (*fn)(struct timer_list *);

		list_del_init(&timer->entry);
		fn = timer->function;	/* @pitfall 3 */
		call_timer_fn(timer, fn);
	}
}

static void __run_timers(void)
{
	LIST_HEAD(expired);

	while (!list_empty(&timers)) {
		struct timer_list *t = list_first_entry(&timers, struct timer_list, entry);

		if (time_after(t->expires, jiffies))
			break;
		list_del_init(&t->entry);
		list_add_tail(&t->entry, &expired);
	}
	expire_timers(&expired);
}

static void run_timer_softirq(struct softirq_action *h __maybe_unused)
{
	__run_timers();
}

void tick_periodic(unsigned long now)
{
	jiffies = now;
	raise_softirq(TIMER_SOFTIRQ);
	rcu_sched_clock_irq();
}

void __init init_timers(void)
{
	open_softirq(TIMER_SOFTIRQ, run_timer_softirq);
}
