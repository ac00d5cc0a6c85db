/* SPDX-License-Identifier: MIT */
struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
};

struct task_struct {
	struct callback_head *task_works;
};

struct file {
	struct callback_head f_task_work;
};

static inline void init_task_work(struct callback_head *twork,
				  void (*func)(struct callback_head *))
{
	twork->func = func;
}

int task_work_add(struct task_struct *task, struct callback_head *work, int notify)
{
	work->next = task->task_works;
	task->task_works = work;
	return 0;
}

void task_work_run(struct task_struct *task)
{
	struct callback_head *work = task->task_works;

	work->func(work);	/* @run */
}

static void __fput(void) { }
static void ____fput(struct callback_head *work) { __fput(); }

void fput(struct task_struct *task, struct file *file)
{
	init_task_work(&file->f_task_work, ____fput);
	task_work_add(task, &file->f_task_work, 1);	/* @add */
}
