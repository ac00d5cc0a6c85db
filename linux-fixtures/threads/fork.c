/* SPDX-License-Identifier: MIT */
struct kernel_clone_args {
	int (*fn)(void *);
	void *fn_arg;
};

struct kthread_create_info {
	int (*threadfn)(void *data);
	void *data;
};

int kernel_clone(struct kernel_clone_args *args);

int user_mode_thread(int (*fn)(void *), void *arg, unsigned long flags)
{
	struct kernel_clone_args args = { .fn = fn, .fn_arg = arg };

	return kernel_clone(&args);
}

int kernel_thread(int (*fn)(void *), void *arg, unsigned long flags)
{
	struct kernel_clone_args args = { .fn = fn, .fn_arg = arg };

	return kernel_clone(&args);
}

static int kthread(void *_create)
{
	struct kthread_create_info *create = _create;
	int (*threadfn)(void *data) = create->threadfn;
	void *data = create->data;

	return threadfn(data);	/* @run */
}

static struct kthread_create_info pending;

void *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node)
{
	struct kthread_create_info *create = &pending;

	create->threadfn = threadfn;
	create->data = data;
	return create;
}

int kthreadd(void *unused)
{
	return kernel_thread(kthread, &pending, 0);
}
