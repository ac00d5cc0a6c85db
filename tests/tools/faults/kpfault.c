// SPDX-License-Identifier: MIT
/*
 * Faults on demand, in a kernel that can be lost: "echo WORD > /proc/kpfault". The files qemu-* of tests/gold/stacks are
 * what Debian's 6.1 (linux-image-6.1.0-57-amd64, QEMU without KVM, slub_debug=FZPU, hung_task_timeout_secs=6) printed
 * for each word; perf record -g, bpftrace (kstack), gdb over QEMU's stub and crash over its dump-guest-memory
 * looked at the same kernel while it copied files on ext4 and sent them over TCP.
 */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/hrtimer.h>
#include <linux/workqueue.h>
#include <linux/kthread.h>
#include <linux/interrupt.h>
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netdevice.h>
#include <linux/uaccess.h>
#include <linux/refcount.h>
#include <linux/rcupdate.h>
#include <linux/irq_work.h>
#include <linux/notifier.h>
#include <linux/reboot.h>

static int *volatile nowhere;
static DEFINE_MUTEX(held);
static DEFINE_SPINLOCK(spin);
static struct timer_list timer;
static struct hrtimer hr;
static void on_work(struct work_struct *w) { WARN(1, "work"); }
static DECLARE_WORK(work, on_work);
static void on_dwork(struct work_struct *w) { *nowhere = 1; }
static DECLARE_DELAYED_WORK(dwork, on_dwork);
static void on_tasklet(struct tasklet_struct *t) { WARN(1, "tasklet"); }
static DECLARE_TASKLET(tasklet, on_tasklet);
static void on_timer(struct timer_list *t) { WARN(1, "timer"); }
static enum hrtimer_restart on_hr(struct hrtimer *t) { WARN(1, "hrtimer"); return HRTIMER_NORESTART; }
static void on_irq_work(struct irq_work *w) { WARN(1, "irq_work"); }
static struct irq_work iw;
static struct rcu_head head;
static void on_rcu(struct rcu_head *h) { WARN(1, "rcu"); }
static int thread_oops(void *p) { *nowhere = 2; return 0; }
static int thread_hang(void *p) { mutex_lock(&held); mutex_unlock(&held); return 0; }
static void on_ipi(void *p) { WARN(1, "ipi"); }

static unsigned int hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *st)
{
	static int once;
	if (once++ < 1)
		WARN(1, "hook %u", st->hook);
	return NF_ACCEPT;
}
static unsigned int hook_out(void *priv, struct sk_buff *skb, const struct nf_hook_state *st)
{
	static int once;
	if (once++ < 1)
		WARN(1, "hook out %u", st->hook);
	return NF_ACCEPT;
}
static struct nf_hook_ops ops[] = {
	{ .hook = hook, .pf = NFPROTO_IPV4, .hooknum = NF_INET_LOCAL_IN, .priority = 0 },
	{ .hook = hook_out, .pf = NFPROTO_IPV4, .hooknum = NF_INET_POST_ROUTING, .priority = 0 },
};
static int rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt, struct net_device *orig)
{
	static int once;
	if (once++ < 1)
		WARN(1, "packet");
	kfree_skb(skb);
	return 0;
}
static struct packet_type pt = { .type = cpu_to_be16(ETH_P_ALL), .func = rcv };
static int on_dev(struct notifier_block *nb, unsigned long ev, void *p) { WARN(1, "netdev %lu", ev); return NOTIFY_DONE; }
static struct notifier_block nb = { .notifier_call = on_dev };

static noinline void deep(int n) { if (n) deep(n - 1); else *nowhere = 3; barrier(); }

static noinline int act(const char *w)
{
	static refcount_t rc = REFCOUNT_INIT(1);
	char *p;

	if (!strcmp(w, "null")) deep(2);
	else if (!strcmp(w, "warn")) WARN(1, "asked for");
	else if (!strcmp(w, "bug")) BUG();
	else if (!strcmp(w, "gpf")) { p = (char *)0xdead000000000100ul; *(volatile char *)p = 1; }
	else if (!strcmp(w, "jump")) ((void (*)(void))0)();
	else if (!strcmp(w, "atomic")) { spin_lock(&spin); msleep(10); spin_unlock(&spin); }
	else if (!strcmp(w, "lockup")) { unsigned long end = jiffies + 40 * HZ; preempt_disable(); while (time_before(jiffies, end)) cpu_relax(); preempt_enable(); }
	else if (!strcmp(w, "hang")) { mutex_lock(&held); kthread_run(thread_hang, NULL, "hanger"); }
	else if (!strcmp(w, "unhang")) mutex_unlock(&held);
	else if (!strcmp(w, "work")) schedule_work(&work);
	else if (!strcmp(w, "dwork")) schedule_delayed_work(&dwork, 1);
	else if (!strcmp(w, "tasklet")) tasklet_schedule(&tasklet);
	else if (!strcmp(w, "timer")) mod_timer(&timer, jiffies + 2);
	else if (!strcmp(w, "hrtimer")) hrtimer_start(&hr, ms_to_ktime(5), HRTIMER_MODE_REL);
	else if (!strcmp(w, "irqwork")) irq_work_queue(&iw);
	else if (!strcmp(w, "rcu")) call_rcu(&head, on_rcu);
	else if (!strcmp(w, "thread")) kthread_run(thread_oops, NULL, "oopser");
	else if (!strcmp(w, "ipi")) smp_call_function(on_ipi, NULL, 1);
	else if (!strcmp(w, "hooks")) nf_register_net_hooks(&init_net, ops, 2);
	else if (!strcmp(w, "unhooks")) nf_unregister_net_hooks(&init_net, ops, 2);
	else if (!strcmp(w, "packet")) dev_add_pack(&pt);
	else if (!strcmp(w, "unpacket")) dev_remove_pack(&pt);
	else if (!strcmp(w, "netdev")) { register_netdevice_notifier(&nb); unregister_netdevice_notifier(&nb); }
	else if (!strcmp(w, "refcount")) { refcount_dec_and_test(&rc); refcount_inc(&rc); }
	else if (!strcmp(w, "uaf")) { p = kmalloc(192, GFP_KERNEL); kfree(p); *(volatile char *)(p + 100) = 1; kfree(kmalloc(192, GFP_KERNEL)); }
	else if (!strcmp(w, "over")) { p = kmalloc(96, GFP_KERNEL); ((volatile char *)p)[97] = 1; kfree(p); }
	else if (!strcmp(w, "double")) { p = kmalloc(512, GFP_KERNEL); kfree(p); kfree(p); }
	else if (!strcmp(w, "big")) free_pages((unsigned long)__get_free_pages(GFP_KERNEL, 10), 10);
	else if (!strcmp(w, "list")) { struct list_head a, b; INIT_LIST_HEAD(&a); b.next = &b; b.prev = &a; list_add(&b, &a); a.next = NULL; list_del(&b); }
	else if (!strcmp(w, "div")) { volatile int z = 0; pr_info("%d", 3 / z); }
	else if (!strcmp(w, "panic")) panic("asked for");
	else return -EINVAL;
	return 0;
}

static ssize_t fault_write(struct file *f, const char __user *u, size_t n, loff_t *pos)
{
	char w[32] = "";
	int err;

	if (n >= sizeof(w) || copy_from_user(w, u, n))
		return -EFAULT;
	err = act(strim(w));
	return err ? err : n;
}
static const struct proc_ops pops = { .proc_write = fault_write };

static int __init start(void)
{
	timer_setup(&timer, on_timer, 0);
	hrtimer_init(&hr, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hr.function = on_hr;
	init_irq_work(&iw, on_irq_work);
	return proc_create("kpfault", 0600, NULL, &pops) ? 0 : -ENOMEM;
}
module_init(start);
MODULE_LICENSE("Dual MIT/GPL");
