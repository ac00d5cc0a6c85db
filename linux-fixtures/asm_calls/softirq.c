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

/* by name, in the text; through an operand by its number */
extern void __put_user_8(void);
void __put_user_8(void) { }
static void other_way(void) { }
static void by_number(void) { }

int put_user(long x)
{
	int ret;

	__asm__ volatile("movq %1, %%rax\n\tcall __put_user_8" : "=c" (ret) : "r" (x));
	return ret;
}

void leave(void) { __asm__ volatile("1: lock; jmp __do_softirq" : : : "memory"); }
void call_operand(void) { __asm__ volatile("call %P1\n" : "=m" (current_stack_pointer) : "i" (by_number)); }
void mention(void) { __asm__ volatile("# call other_way\n\tmovq $other_way, %rax"); }

#define CALL(name) __asm__ volatile("call " name ::: "memory")
void call_piece(void) { CALL("other_way"); }

/* one of two instructions, which a macro puts there: each may be run */
#define FEATURE 7
#define STR(x) #x
#define XSTR(x) STR(x)
#define ALTERNATIVE(old, new, feature) "661:\n\t" old "\n662:\n.byte " XSTR(feature) "\n\t" new "\n"
#define JOINED(a, b) a b
void other(void) { }
static void by_feature(void) { }
void slow_copy(void) { }
void quick_copy(void) { }
void quick(void) { }
void copy_either(void) { __asm__ volatile("1:\n\t" ALTERNATIVE("call slow_copy", "call quick_copy", FEATURE) "2:\n" ::: "memory"); }
void copy_operand(void) { __asm__ volatile(ALTERNATIVE("nop", "call %P[f]", FEATURE) : : [f] "i" (by_feature)); }
void copy_joined(void) { __asm__ volatile(JOINED("call quick", "_copy") ::: "memory"); }

/* the name's pieces: a macro's argument as it is written, and a number that is an operand */
extern int __get_int_1(void), __get_int_4(void), __get_int_nocheck_4(void), __put_int_4(void), __fn_4(void);
int __get_int_1(void) { return 0; }
int __get_int_4(void) { return 0; }
int __get_int_nocheck_4(void) { return 0; }
int __put_int_4(void) { return 0; }
int __fn_4(void) { return 0; }
#include "access.h"
int get_char(char *p) { int x; return get_int(x, p) ? 0 : x; }
int get_whole(int *p) { int x; return get_int(x, p) ? 0 : x; }
int get_unchecked(int *p) { int x; return __get_int(x, p) ? 0 : x; }
int get_itself(int *p) { int x; return do_get(get_int, x, p) ? 0 : x; }
int put_through(int *p) { int x; put_named(put_int, x, p); return x; }
int get_either(int *p) { int x; return either(x, p); }

/* include/linux/static_call_types.h: a name that is pasted, then a string; a function that a macro makes */
#define TRAMP(name) __tramp_of_##name
void TRAMP(it)(void) { }
void trampoline(void) { __asm__ volatile("call " XSTR(TRAMP(it)) : ASM_CALL_CONSTRAINT); }
#define MAKE(name) int name(int *p, char *q) { int x; put_named(put_int, x, p); return get_int_only(x, q); }
#define get_int_only(x, q) do_get(get_int, x, q)
MAKE(both_made)

void maybe_leave(int x) { __asm__ volatile("test %0, %0\n\tjnz __do_softirq" : : "r" (x)); }
void to_label(void) { __asm__ goto("jmp %l[out]" : : "i" (slow_copy) : : out); by_number(); out: by_feature(); }
static void only_taken(void) { }
void take(void) { __asm__ volatile("lea only_taken(%%rip), %%rax\n\tpush $only_taken" : : : "rax"); }
