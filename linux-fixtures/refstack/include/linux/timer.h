/* SPDX-License-Identifier: MIT */
/* Timers: a function that the timer softirq calls when the clock has reached `expires`. */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/kernel.h>
#include <linux/list.h>

struct timer_list {
	struct list_head entry;
	unsigned long expires;
	void (*function)(struct timer_list *timer);
	unsigned int flags;
};

#define from_timer(var, callback_timer, timer_fieldname) \
	container_of(callback_timer, __typeof__(*var), timer_fieldname)

void timer_setup(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags);
/* 1 where the timer was pending already. */
int mod_timer(struct timer_list *timer, unsigned long expires);
int del_timer(struct timer_list *timer);

static inline bool timer_pending(const struct timer_list *timer)
{
	return !list_empty(&timer->entry);
}

/* When the next timer is due; `none` where there is none. */
unsigned long get_next_timer_interrupt(unsigned long none);
/* The clock moves on to `now`, and asks for the timer softirq. */
void tick_periodic(unsigned long now);

#endif
