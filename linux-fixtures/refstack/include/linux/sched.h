/* SPDX-License-Identifier: MIT */
/*
 * Tasks: threads of the machine, one running at a time. A task gives way only
 * in schedule(), so nothing here needs locks; softirqs run between tasks, and
 * where a section that held them back ends (local_bh_enable).
 */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/list.h>

struct file;
struct net;

#define TASK_RUNNING		0
#define TASK_INTERRUPTIBLE	1
#define TASK_DEAD		64
#define MAX_SCHEDULE_TIMEOUT	(~0UL >> 1)
#define NR_OPEN			16

struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
};

/* What a new thread finds on its stack: the function that it is for. */
struct inactive_task_frame {
	int (*bx)(void *arg);
	void *r12;
};

struct nsproxy {
	struct net *net_ns;
};

struct task_struct {
	struct list_head tasks;
	char comm[16];
	int pid;
	int exit_code;
	unsigned int __state;
	bool wake_flag;
	void *stack;			/* the host's execution context */
	struct inactive_task_frame frame;
	struct nsproxy nsproxy;
	struct file *files[NR_OPEN];
	struct callback_head *task_works;
};

struct kernel_clone_args {
	const char *name;
	int (*fn)(void *arg);
	void *fn_arg;
};

extern struct task_struct init_task;
extern struct task_struct *current_task;
#define current	current_task

#define set_current_state(s)	WRITE_ONCE(current->__state, (s))

/* kernel/fork.c */
struct task_struct *kernel_clone(struct kernel_clone_args *args);
struct task_struct *user_mode_thread(int (*fn)(void *), void *arg, const char *name);
struct task_struct *kernel_thread(int (*fn)(void *), void *arg, const char *name);
void do_exit(int code);
void release_task(struct task_struct *p);
int kthreadd(void *unused);
struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, const char *name);
#define kthread_run(threadfn, data, name) ({ \
	struct task_struct *k_ = kthread_create_on_node(threadfn, data, name); \
	wake_up_process(k_); \
	k_; \
})

/* arch/process.c */
void copy_thread(struct task_struct *p, const struct kernel_clone_args *args);
void switch_to(struct task_struct *prev, struct task_struct *next);

/* kernel/sched.c */
void schedule(void);
long schedule_timeout(long timeout);
int wake_up_process(struct task_struct *p);
void sched_add(struct task_struct *p);
void sched_del(struct task_struct *p);
void cpu_startup_entry(void);
/* Idle until `p` is dead or `until` ticks have passed; 0 where it died. */
int sched_wait_for(struct task_struct *p, unsigned long until);

/* kernel/task_work.c: runs before the task returns to its program */
void init_task_work(struct callback_head *twork, void (*func)(struct callback_head *));
void task_work_add(struct task_struct *p, struct callback_head *twork);
void task_work_run(void);

#endif
