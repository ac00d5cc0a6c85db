/* SPDX-License-Identifier: MIT */
/* What a thread finds when it runs for the first time, and how one gives way to another. */
#include <linux/kernel.h>
#include <linux/sched.h>

#include "host.h"

/* The first function of every thread; it finds in its frame what it is to call. */
static void ret_from_fork(void *task)
{
	struct task_struct *p = task;
	int (*fn)(void *) = p->frame.bx;

	do_exit(fn(p->frame.r12));	/* @pitfall 14 */
}

static void kthread_frame_init(struct inactive_task_frame *frame, int (*fun)(void *), void *arg)
{
	frame->bx = fun;
	frame->r12 = arg;
}

void copy_thread(struct task_struct *p, const struct kernel_clone_args *args)
{
	kthread_frame_init(&p->frame, args->fn, args->fn_arg);
	p->stack = host_context_new(ret_from_fork, p);
}

void switch_to(struct task_struct *prev, struct task_struct *next)
{
	host_context_switch(prev->stack, next->stack);
}
