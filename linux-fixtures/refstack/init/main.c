/* SPDX-License-Identifier: MIT */
/* Boot: from start_kernel() to the first program. */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/sched.h>

extern initcall_t __initcall_start[], __con_initcall_start[], __con_initcall_end[];
extern initcall_entry_t __initcall0_start[];
extern initcall_entry_t __initcall1_start[];
extern initcall_entry_t __initcall2_start[];
extern initcall_entry_t __initcall3_start[];
extern initcall_entry_t __initcall4_start[];
extern initcall_entry_t __initcall5_start[];
extern initcall_entry_t __initcall6_start[];
extern initcall_entry_t __initcall7_start[];
extern initcall_entry_t __initcall_end[];

static initcall_entry_t *initcall_levels[] = {
	__initcall0_start,
	__initcall1_start,
	__initcall2_start,
	__initcall3_start,
	__initcall4_start,
	__initcall5_start,
	__initcall6_start,
	__initcall7_start,
	__initcall_end,
};

/* the machine's own first program; what it runs is up to whoever started it */
extern int run_init_process(void *unused);

int do_one_initcall(initcall_t fn)
{
	int ret;

	ret = fn();	/* @pitfall 13 */
	if (ret)
		printk("initcall returned %d", ret);
	return ret;
}

static void do_initcall_level(int level)
{
	initcall_entry_t *fn;

	for (fn = initcall_levels[level]; fn < initcall_levels[level + 1]; fn++)
		do_one_initcall(initcall_from_entry(fn));
}

static void do_initcalls(void)
{
	unsigned int level;

	for (level = 0; level < ARRAY_SIZE(initcall_levels) - 1; level++)
		do_initcall_level((int)level);
}

static void do_basic_setup(void)
{
	do_initcalls();
}

static void do_pre_smp_initcalls(void)
{
	initcall_t *fn;

	for (fn = __initcall_start; fn < __con_initcall_start; fn++)
		do_one_initcall(*fn);
}

void console_init(void)
{
	initcall_t *fn;

	for (fn = __con_initcall_start; fn < __con_initcall_end; fn++)
		do_one_initcall(*fn);
}

static noinline void kernel_init_freeable(void)
{
	do_pre_smp_initcalls();
	do_basic_setup();
}

static int __ref kernel_init(void *unused)
{
	kernel_init_freeable();
	return run_init_process(unused);
}

noinline void __ref rest_init(void)
{
	user_mode_thread(kernel_init, NULL, "init");	/* @pitfall 7 */
	kernel_thread(kthreadd, NULL, "kthreadd");
	cpu_startup_entry();
}

void __init __weak arch_call_rest_init(void)	/* @pitfall 23 */
{
	rest_init();
}

void __init start_kernel(void)
{
	sched_init();
	rcu_init();
	init_timers();
	softirq_init();
	console_init();
	net_ns_init();
	arch_call_rest_init();
}
