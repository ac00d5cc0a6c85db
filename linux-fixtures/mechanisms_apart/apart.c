/* SPDX-License-Identifier: MIT */
/* One struct for several mechanisms: include/linux/types.h, kernel/task_work.c, kernel/rcu. */
#define rcu_head callback_head

struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
};

typedef void (*rcu_callback_t)(struct rcu_head *head);
typedef void (*task_work_func_t)(struct callback_head *);

struct task { struct callback_head *task_works; };
struct srcu_struct { struct rcu_head *list; };

static struct rcu_head *done, *tasks;

static void __call_rcu_common(struct rcu_head *head, rcu_callback_t func)
{
	head->func = func;
	head->next = done;
	done = head;
}

void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	__call_rcu_common(head, func);
}

/* what a registrar itself puts in, when it is given the same twice: of no other mechanism */
static void srcu_leak_callback(struct rcu_head *rhp) { }

static void __call_srcu(struct srcu_struct *ssp, struct rcu_head *rhp, rcu_callback_t func)
{
	if (rhp->next) {
		rhp->func = srcu_leak_callback;
		return;
	}
	rhp->func = func;
	rhp->next = ssp->list;
	ssp->list = rhp;
}

void call_srcu(struct srcu_struct *ssp, struct rcu_head *rhp, rcu_callback_t func)
{
	__call_srcu(ssp, rhp, func);
}

void call_rcu_tasks(struct rcu_head *rhp, rcu_callback_t func)
{
	rhp->func = func;
	rhp->next = tasks;
	tasks = rhp;
}

static inline void init_task_work(struct callback_head *twork, task_work_func_t func)
{
	twork->func = func;
}

int task_work_add(struct task *task, struct callback_head *work)
{
	work->next = task->task_works;
	task->task_works = work;
	return 0;
}

void rcu_do_batch(void)
{
	struct rcu_head *rhp = done;
	rcu_callback_t f = rhp->func;

	f(rhp);
}

void srcu_invoke_callbacks(struct srcu_struct *ssp)
{
	ssp->list->func(ssp->list);
}

void rcu_tasks_invoke_cbs(void)
{
	tasks->func(tasks);
}

void task_work_run(struct task *task)
{
	struct callback_head *work = task->task_works;

	work->func(work);
}

/* fs/file_table.c: one struct, both ways. */
struct file {
	union { struct callback_head f_task_work; struct rcu_head f_rcuhead; };
};
/* fs/namespace.c: one head for both. */
struct mount { struct rcu_head mnt_rcu; };
struct dentry { struct rcu_head d_rcu; };
struct probes { struct rcu_head rcu; };
struct tramp { struct rcu_head rcu; };

static void ____fput(struct callback_head *work) { }
static void file_free_rcu(struct rcu_head *head) { }
static void __cleanup_mnt(struct callback_head *head) { }
static void delayed_free_vfsmnt(struct rcu_head *head) { }
static void __d_free(struct rcu_head *head) { }
static void free_tramp(struct rcu_head *head) { }
static void srcu_free_old_probes(struct rcu_head *head) { }
static void by_both(struct rcu_head *head) { }

static struct srcu_struct tracepoint_srcu;

static void rcu_free_old_probes(struct rcu_head *head)
{
	call_srcu(&tracepoint_srcu, head, srcu_free_old_probes);
}

void fput(struct task *task, struct file *file)
{
	init_task_work(&file->f_task_work, ____fput);
	task_work_add(task, &file->f_task_work);
}

void file_free(struct file *file)
{
	call_rcu(&file->f_rcuhead, file_free_rcu);
}

void mntput_no_expire(struct task *task, struct mount *mnt)
{
	init_task_work(&mnt->mnt_rcu, __cleanup_mnt);
	task_work_add(task, &mnt->mnt_rcu);
}

void cleanup_mnt(struct mount *mnt)
{
	call_rcu(&mnt->mnt_rcu, delayed_free_vfsmnt);
}

void dentry_free(struct dentry *dentry)
{
	call_rcu(&dentry->d_rcu, __d_free);
}

void release_probes(struct probes *old)
{
	call_rcu(&old->rcu, rcu_free_old_probes);
}

void free_later(struct tramp *t)
{
	call_rcu_tasks(&t->rcu, free_tramp);
}

/* A wrapper of a registrar is one, and a function may be handed to two of them. */
static void put_later(struct rcu_head *head, rcu_callback_t f)
{
	call_rcu(head, f);
}

void both(struct probes *a, struct probes *b, struct srcu_struct *s)
{
	rcu_callback_t f = by_both;

	put_later(&a->rcu, f);
	call_srcu(s, &b->rcu, f);
}

/* kernel/rcu/tree.c, rcu_barrier(): stored by hand, it may be anybody's. */
static void rcu_barrier_callback(struct rcu_head *rhp) { }

void rcu_barrier(struct rcu_head *head)
{
	head->func = rcu_barrier_callback;
	head->next = done;
	done = head;
}

/* arch/x86/kernel/cpu/mce/core.c: stored by hand, and added as task work. */
struct task_struct { struct task task; struct callback_head mce_kill_me; };

static void kill_me_now(struct callback_head *cb) { }

void queue_task_work(struct task_struct *current)
{
	current->mce_kill_me.func = kill_me_now;
	task_work_add(&current->task, &current->mce_kill_me);
}

static void kill_me_maybe(struct callback_head *cb) { }

static void queue_func(struct task_struct *current, void (*func)(struct callback_head *))
{
	current->mce_kill_me.func = func;
	task_work_add(&current->task, &current->mce_kill_me);
}

void do_machine_check(struct task_struct *current)
{
	queue_func(current, kill_me_maybe);
}
