/* SPDX-License-Identifier: MIT */
int user_mode_thread(int (*fn)(void *), void *arg, unsigned long flags);
int kernel_thread(int (*fn)(void *), void *arg, unsigned long flags);
void *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node);
int wake_up_process(void *task);
int kthreadd(void *unused);

#define kthread_create(threadfn, data) kthread_create_on_node(threadfn, data, -1)
#define kthread_run(threadfn, data) ({				\
	void *k_ = kthread_create(threadfn, data);		\
	wake_up_process(k_);					\
	k_;							\
})

static void free_initmem(void)
{
}

static int kernel_init(void *unused)
{
	free_initmem();
	return 0;
}

static int flush_thread(void *data)
{
	return 0;
}

void rest_init(void)
{
	user_mode_thread(kernel_init, 0, 0);	/* @init */
	kernel_thread(kthreadd, 0, 0);
}

void start_flusher(void)
{
	kthread_run(flush_thread, 0);	/* @flush */
}
