/* SPDX-License-Identifier: MIT */
#include "timer.h"

static struct timer_list *pending;

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *),
		    unsigned int flags, const char *name, void *key)
{
	timer->function = func;
	timer->flags = flags;
}
EXPORT_SYMBOL(init_timer_key);

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	timer->expires = expires;
	pending = timer;
	return 0;
}

void add_timer(struct timer_list *timer)
{
	mod_timer(timer, timer->expires);
}

static void call_timer_fn(struct timer_list *timer, void (*fn)(struct timer_list *))
{
	fn(timer);	/* @run */
}

void expire_timers(void)
{
	struct timer_list *timer = pending;
	void (*fn)(struct timer_list *);

	fn = timer->function;
	call_timer_fn(timer, fn);
}
