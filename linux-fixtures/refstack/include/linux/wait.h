/* SPDX-License-Identifier: MIT */
/* Wait queues: tasks that sleep until someone wakes the queue; each entry says how it is woken. */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/sched.h>

#define POLLIN	1UL
#define POLLOUT	4UL
#define POLLERR	8UL

struct wait_queue_entry;
typedef int (*wait_queue_func_t)(struct wait_queue_entry *wq, unsigned mode, int flags, void *key);

struct wait_queue_entry {
	void *private;
	bool woken;
	wait_queue_func_t func;
	struct list_head entry;
};

struct wait_queue_head {
	struct list_head head;
};
typedef struct wait_queue_head wait_queue_head_t;

int default_wake_function(struct wait_queue_entry *wq, unsigned mode, int flags, void *key);
int autoremove_wake_function(struct wait_queue_entry *wq, unsigned mode, int flags, void *key);
int woken_wake_function(struct wait_queue_entry *wq, unsigned mode, int flags, void *key);

#define DEFINE_WAIT_FUNC(name, function) \
	struct wait_queue_entry name = { \
		.private = current, \
		.func = function, \
		.entry = LIST_HEAD_INIT((name).entry), \
	}
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, autoremove_wake_function)
#define DECLARE_WAITQUEUE(name)	DEFINE_WAIT_FUNC(name, default_wake_function)

void init_waitqueue_head(struct wait_queue_head *q);
void add_wait_queue(struct wait_queue_head *q, struct wait_queue_entry *w);
void remove_wait_queue(struct wait_queue_head *q, struct wait_queue_entry *w);
void prepare_to_wait(struct wait_queue_head *q, struct wait_queue_entry *w, int state);
void finish_wait(struct wait_queue_head *q, struct wait_queue_entry *w);
long wait_woken(struct wait_queue_entry *w, unsigned mode, long timeout);
void __wake_up(struct wait_queue_head *q, unsigned mode, int nr, void *key);
void __wake_up_sync_key(struct wait_queue_head *q, unsigned mode, void *key);

#define wake_up_interruptible(q)	__wake_up(q, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_all(q)	__wake_up(q, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync_poll(q, m) \
	__wake_up_sync_key(q, TASK_INTERRUPTIBLE, (void *)(m))

/* Sleeps until `condition` holds; a default entry, taken off by hand. */
#define wait_event_interruptible(q, condition) ({ \
	DECLARE_WAITQUEUE(w_); \
	add_wait_queue(&(q), &w_); \
	for (;;) { \
		set_current_state(TASK_INTERRUPTIBLE); \
		if (condition) \
			break; \
		schedule(); \
	} \
	set_current_state(TASK_RUNNING); \
	remove_wait_queue(&(q), &w_); \
	0; \
})

#endif
