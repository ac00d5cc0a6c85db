/* SPDX-License-Identifier: MIT */
/* A thread that does the work it is given, one piece after the other. */
#include <linux/init.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

static LIST_HEAD(worklist);
static wait_queue_head_t more_work = { LIST_HEAD_INIT(more_work.head) };

bool schedule_work(struct work_struct *work)
{
	if (!list_empty(&work->entry))
		return false;
	list_add_tail(&work->entry, &worklist);
	wake_up_interruptible(&more_work);
	return true;
}

void delayed_work_timer_fn(struct timer_list *t)
{
	struct delayed_work *dwork = from_timer(dwork, t, timer);

	schedule_work(&dwork->work);
}

bool schedule_delayed_work(struct delayed_work *work, unsigned long delay)
{
	return !mod_timer(&work->timer, jiffies + delay);
}

static void process_one_work(struct work_struct *work)
{
	work_func_t f = work->func;

	list_del_init(&work->entry);
	f(work);
}

static int worker_thread(void *unused __maybe_unused)
{
	for (;;) {
		wait_event_interruptible(more_work, !list_empty(&worklist));
		while (!list_empty(&worklist))
			process_one_work(list_first_entry(&worklist, struct work_struct, entry));
	}
	return 0;
}

static int __init workqueue_init(void)
{
	kthread_run(worker_thread, NULL, "kworker");
	return 0;
}
early_initcall(workqueue_init);	/* @pitfall 13 */
