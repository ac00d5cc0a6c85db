/* SPDX-License-Identifier: MIT */
struct rcu_head {
	struct rcu_head *next;
	void (*func)(struct rcu_head *head);
};

struct dst_entry {
	int refs;
	struct rcu_head rcu_head;
};

struct route {
	struct rcu_head rcu;
};

static struct rcu_head *pending;

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	head->func = func;
	head->next = pending;
	pending = head;
}

void rcu_do_batch(void)
{
	struct rcu_head *rhp = pending;
	void (*f)(struct rcu_head *head);

	f = rhp->func;
	f(rhp);	/* @run */
}

static void dst_destroy(void) { }
static void dst_destroy_rcu(struct rcu_head *head) { dst_destroy(); }
static void route_free(struct rcu_head *head) { }

void dst_release(struct dst_entry *dst)
{
	if (!--dst->refs)
		call_rcu(&dst->rcu_head, dst_destroy_rcu);	/* @release */
}

void route_delete(struct route *rt)
{
	call_rcu(&rt->rcu, route_free);
}
