/* SPDX-License-Identifier: MIT */
struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
};

#define rcu_head callback_head

struct dentry {
	struct rcu_head rcu;
};

struct file {
	struct callback_head work;
};

static struct callback_head *rcu_list, *works;

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *))
{
	head->func = func;
	head->next = rcu_list;
	rcu_list = head;
}

void init_task_work(struct callback_head *work, void (*func)(struct callback_head *))
{
	work->func = func;
}

/* as a compare-and-exchange on a word does it: nobody can tell what it holds */
unsigned long exchange(void *place, unsigned long value);

void task_work_add(struct callback_head *work)
{
	exchange(&works, (unsigned long)work);
}

void task_work_run(void)
{
	struct callback_head *work = (struct callback_head *)exchange(&works, 0);

	work->func(work);		/* @work */
}

void rcu_do_batch(void)
{
	struct rcu_head *head = (struct rcu_head *)exchange(&rcu_list, 0);

	head->func(head);		/* @rcu */
}

static void d_free(struct rcu_head *head) { }
static void fput_work(struct callback_head *work) { }

void dput(struct dentry *dentry)
{
	call_rcu(&dentry->rcu, d_free);
}

void fput(struct file *file)
{
	init_task_work(&file->work, fput_work);
	task_work_add(&file->work);
}
