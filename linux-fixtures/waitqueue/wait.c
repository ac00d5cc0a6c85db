/* SPDX-License-Identifier: MIT */
struct list_head {
	struct list_head *next, *prev;
};

struct wait_queue_head {
	struct list_head head;
};

struct wait_queue_entry {
	unsigned int flags;
	int (*func)(struct wait_queue_entry *wq_entry, unsigned int mode);
	struct list_head entry;
};

struct eppoll_entry {
	struct wait_queue_entry wait;
};

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#define DEFINE_WAIT_FUNC(name, function) \
	struct wait_queue_entry name = { .func = function }

static void add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *e)
{
	e->entry.next = wq->head.next;
	wq->head.next = &e->entry;
}

static void __wake_up_common(struct wait_queue_head *wq, unsigned int mode)
{
	struct wait_queue_entry *curr;

	curr = container_of(wq->head.next, struct wait_queue_entry, entry);
	curr->func(curr, mode);	/* @wake */
}

void __wake_up(struct wait_queue_head *wq, unsigned int mode)
{
	__wake_up_common(wq, mode);
}

static void try_to_wake_up(void) { }
static int autoremove_wake_function(struct wait_queue_entry *e, unsigned int mode)
{
	try_to_wake_up();
	return 1;
}

static int ep_poll_callback(struct wait_queue_entry *e, unsigned int mode)
{
	return 0;
}

static void init_waitqueue_func_entry(struct wait_queue_entry *e,
				      int (*func)(struct wait_queue_entry *, unsigned int))
{
	e->func = func;
}

void prepare_to_wait(struct wait_queue_head *wq)
{
	DEFINE_WAIT_FUNC(wait, autoremove_wake_function);

	add_wait_queue(wq, &wait);
}

void ep_ptable_queue_proc(struct eppoll_entry *pwq, struct wait_queue_head *whead)
{
	init_waitqueue_func_entry(&pwq->wait, ep_poll_callback);
	add_wait_queue(whead, &pwq->wait);
}

void sock_def_readable(struct wait_queue_head *wq)
{
	__wake_up(wq, 1);
}
