/* SPDX-License-Identifier: MIT */
#define ASM_CALL_CONSTRAINT "+r" (current_stack_pointer)

unsigned long current_stack_pointer;

struct pv_mmu_ops {
	void (*flush_tlb_user)(void);
	void (*flush_tlb_kernel)(void);
};

static void native_flush_tlb_local(void) { }
static void native_flush_tlb_global(void) { }

struct pv_mmu_ops pv_mmu = {
	.flush_tlb_user = native_flush_tlb_local,
	.flush_tlb_kernel = native_flush_tlb_global,
};

void net_rx_action(void) { }

void __do_softirq(void)
{
	net_rx_action();
}

/* on another stack */
void do_softirq_own_stack(void)
{
	__asm__ volatile("# call %P[func]"		/* @own */
			 : ASM_CALL_CONSTRAINT
			 : [func] "i" (__do_softirq));
}

void flush_tlb_func(void)
{
	__asm__ volatile("# call *%[op]"		/* @pv */
			 : ASM_CALL_CONSTRAINT
			 : [op] "m" (pv_mmu.flush_tlb_user));
}

/* an exchange is no call */
void replace(void (*new)(void))
{
	__asm__ volatile("# xchg %0, %1" : "+r" (new), "+m" (pv_mmu.flush_tlb_kernel));
}

void init(void)
{
	replace(net_rx_action);
}
