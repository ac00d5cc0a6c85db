/* SPDX-License-Identifier: MIT */
/* Work that a task does before it goes back to its program. */
#include <linux/sched.h>

void init_task_work(struct callback_head *twork, void (*func)(struct callback_head *))
{
	twork->func = func;
}

void task_work_add(struct task_struct *p, struct callback_head *twork)
{
	twork->next = p->task_works;
	p->task_works = twork;
}

void task_work_run(void)
{
	struct callback_head *work, *next;

	while ((work = current->task_works)) {
		current->task_works = NULL;
		for (; work; work = next) {
			next = work->next;
			work->func(work);
		}
	}
}
