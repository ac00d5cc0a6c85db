/* SPDX-License-Identifier: MIT */
/* New threads, and the end of old ones. */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/wait.h>

#include "host.h"

struct kthread_create_info {
	struct list_head list;
	int (*threadfn)(void *data);
	void *data;
	char name[16];
};

static LIST_HEAD(kthread_create_list);
static wait_queue_head_t kthreadd_wait = { LIST_HEAD_INIT(kthreadd_wait.head) };
static int last_pid;

static struct task_struct *copy_process(struct kernel_clone_args *args)
{
	struct task_struct *p = kzalloc(sizeof(*p), GFP_KERNEL);

	snprintf(p->comm, sizeof(p->comm), "%s", args->name);
	p->pid = ++last_pid;
	p->nsproxy = current->nsproxy;
	copy_thread(p, args);
	return p;
}

struct task_struct *kernel_clone(struct kernel_clone_args *args)
{
	struct task_struct *p = copy_process(args);

	sched_add(p);
	return p;
}

struct task_struct *user_mode_thread(int (*fn)(void *), void *arg, const char *name)
{
	struct kernel_clone_args args = { .name = name, .fn = fn, .fn_arg = arg };

	return kernel_clone(&args);
}

struct task_struct *kernel_thread(int (*fn)(void *), void *arg, const char *name)
{
	struct kernel_clone_args args = { .name = name, .fn = fn, .fn_arg = arg };

	return kernel_clone(&args);
}

void do_exit(int code)
{
	exit_files(current);
	task_work_run();
	current->exit_code = code;
	current->__state = TASK_DEAD;
	schedule();
	panic("a dead task ran");
}

/* What is left of a task that is dead, or that will never run again. */
void release_task(struct task_struct *p)
{
	sched_del(p);
	host_context_free(p->stack);
	kfree(p);
}

/* A kernel thread begins here, and goes on with the function it was made for. */
static int kthread(void *_create)
{
	struct kthread_create_info *create = _create;
	int (*threadfn)(void *data) = create->threadfn;
	void *data = create->data;

	kfree(create);
	return threadfn(data);
}

static void create_kthread(struct kthread_create_info *create)
{
	kernel_thread(kthread, create, create->name);
}

/* The thread that makes the other kernel threads. */
int kthreadd(void *unused __maybe_unused)
{
	for (;;) {
		wait_event_interruptible(kthreadd_wait, !list_empty(&kthread_create_list));
		while (!list_empty(&kthread_create_list)) {
			struct kthread_create_info *create =
				list_first_entry(&kthread_create_list, struct kthread_create_info, list);

			list_del_init(&create->list);
			create_kthread(create);
		}
	}
	return 0;
}

/* The thread comes to be when kthreadd has its turn, so there is nothing to return yet. */
struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, const char *name)
{
	struct kthread_create_info *create = kzalloc(sizeof(*create), GFP_KERNEL);

	create->threadfn = threadfn;
	create->data = data;
	snprintf(create->name, sizeof(create->name), "%s", name);
	list_add_tail(&create->list, &kthread_create_list);
	wake_up_interruptible(&kthreadd_wait);
	return NULL;
}
