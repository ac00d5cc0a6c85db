/* SPDX-License-Identifier: MIT */
/* Work that a thread does later, where it may sleep. */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/timer.h>

struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
	struct list_head entry;
	work_func_t func;
};

struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
};

void delayed_work_timer_fn(struct timer_list *t);

#define INIT_WORK(w, f)	do { INIT_LIST_HEAD(&(w)->entry); (w)->func = (f); } while (0)
#define INIT_DELAYED_WORK(w, f)	do { \
	INIT_WORK(&(w)->work, (f)); \
	timer_setup(&(w)->timer, delayed_work_timer_fn, 0); \
} while (0)

bool schedule_work(struct work_struct *work);
bool schedule_delayed_work(struct delayed_work *work, unsigned long delay);

#endif
