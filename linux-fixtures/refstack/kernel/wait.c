/* SPDX-License-Identifier: MIT */
/* Wait queues, and the functions by which their entries are woken. */
#include <linux/kernel.h>
#include <linux/wait.h>

void init_waitqueue_head(struct wait_queue_head *q)
{
	INIT_LIST_HEAD(&q->head);
}

void add_wait_queue(struct wait_queue_head *q, struct wait_queue_entry *w)
{
	list_add_tail(&w->entry, &q->head);
}

void remove_wait_queue(struct wait_queue_head *q __maybe_unused, struct wait_queue_entry *w)
{
	list_del_init(&w->entry);
}

static void __wake_up_common(struct wait_queue_head *q, unsigned int mode, int nr, void *key)
{
	struct wait_queue_entry *curr, *next;

	list_for_each_entry_safe(curr, next, &q->head, entry) {
		if (curr->func(curr, mode, 0, key) && nr && !--nr)
			break;
	}
}

void __wake_up(struct wait_queue_head *q, unsigned int mode, int nr, void *key)
{
	__wake_up_common(q, mode, nr, key);
}

void __wake_up_sync_key(struct wait_queue_head *q, unsigned int mode, void *key)
{
	__wake_up_common(q, mode, 1, key);
}

int default_wake_function(struct wait_queue_entry *wq, unsigned int mode __maybe_unused,
			  int flags __maybe_unused, void *key __maybe_unused)
{
	return wake_up_process(wq->private);
}

int autoremove_wake_function(struct wait_queue_entry *wq, unsigned int mode, int flags, void *key)
{
	int ret = default_wake_function(wq, mode, flags, key);

	if (ret)
		list_del_init(&wq->entry);
	return ret;
}

/* Remembers that it was woken: a sleeper that was about to sleep sees it. */
int woken_wake_function(struct wait_queue_entry *wq, unsigned int mode, int flags, void *key)
{
	wq->woken = true;
	return default_wake_function(wq, mode, flags, key);
}

void prepare_to_wait(struct wait_queue_head *q, struct wait_queue_entry *w, int state)
{
	if (list_empty(&w->entry))
		add_wait_queue(q, w);
	set_current_state((unsigned int)state);
}

void finish_wait(struct wait_queue_head *q __maybe_unused, struct wait_queue_entry *w)
{
	set_current_state(TASK_RUNNING);
	list_del_init(&w->entry);
}

long wait_woken(struct wait_queue_entry *w, unsigned int mode, long timeout)
{
	set_current_state(mode);
	if (!w->woken && timeout)
		timeout = schedule_timeout(timeout);
	set_current_state(TASK_RUNNING);
	w->woken = false;
	return timeout;
}
