/* SPDX-License-Identifier: MIT */
/* Pointers stored as the kernel's macros do it (x86, asm-generic, rcupdate.h). */
#define NULL ((void *)0)

typedef void (*fn)(void);
struct ops { fn run, stop; };

static void a1(void) { }
static void a2(void) { }
static void a3(void) { }
static void a4(void) { }
static void a5(void) { }
static void a6(void) { }
static void a7(void) { }
static void a8(void) { }

#define barrier() __asm__ __volatile__("" : : : "memory")
#define WRITE_ONCE(x, val) do { *(volatile __typeof__(x) *)&(x) = (val); } while (0)
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define smp_store_release(p, v) do { barrier(); WRITE_ONCE(*p, v); } while (0)
#define rcu_assign_pointer(p, v) do {						\
	unsigned long _r_a_p__v = (unsigned long)(v);				\
	if (__builtin_constant_p(v) && _r_a_p__v == (unsigned long)NULL)	\
		WRITE_ONCE((p), (__typeof__(p))(_r_a_p__v));			\
	else									\
		smp_store_release(&p, (__typeof__(*p) *)(__typeof__(p))_r_a_p__v); \
} while (0)
#define rcu_dereference(p) ({ __typeof__(*p) *__p = (__typeof__(*p) *)READ_ONCE(p); __p; })

#define __xchg_op(ptr, arg) ({							\
	__typeof__(*(ptr)) __ret = (arg);					\
	__asm__ volatile("xchgq %q0, %1\n" : "+r" (__ret), "+m" (*(ptr)) : : "memory", "cc"); \
	__ret; })
#define xchg(ptr, v) __xchg_op((ptr), (v))
#define cmpxchg(_ptr, _old, _new) ({						\
	__typeof__(*(_ptr)) __ret;						\
	__typeof__(*(_ptr)) __old = (_old);					\
	__typeof__(*(_ptr)) __new = (_new);					\
	volatile unsigned long *__ptr = (volatile unsigned long *)(_ptr);	\
	__asm__ volatile("lock; cmpxchgq %2,%1" : "=a" (__ret), "+m" (*__ptr)	\
			 : "r" (__new), "0" (__old) : "memory");		\
	__ret; })
#define try_cmpxchg(_ptr, _pold, _new) ({					\
	_Bool success;								\
	__typeof__(_ptr) _old = (__typeof__(_ptr))(_pold);			\
	__typeof__(*(_ptr)) __old = *_old;					\
	__typeof__(*(_ptr)) __new = (_new);					\
	volatile unsigned long *__ptr = (volatile unsigned long *)(_ptr);	\
	__asm__ volatile("lock; cmpxchgq %[new], %[ptr]"			\
			 : "=@ccz" (success), [ptr] "+m" (*__ptr), [old] "+a" (__old) \
			 : [new] "r" (__new) : "memory");			\
	if (!success)								\
		*_old = __old;							\
	success; })

static fn once, released, swapped, compared, tried;
static struct ops *current_ops;
static struct ops first = { .run = a6 }, second = { .run = a7, .stop = a8 };
struct holder { struct ops *ops; fn hook; };

void set_all(struct holder *h)
{
	fn none = NULL;

	WRITE_ONCE(once, a1);
	smp_store_release(&released, a2);
	xchg(&swapped, a3);
	cmpxchg(&compared, NULL, a4);
	try_cmpxchg(&tried, &none, a5);
	rcu_assign_pointer(current_ops, &first);
	rcu_assign_pointer(h->ops, &second);
}

void call_once(void) { READ_ONCE(once)(); }
void call_released(void) { released(); }
void call_swapped(void) { swapped(); }
void call_compared(void) { compared(); }
void call_tried(void) { tried(); }
void call_ops(void) { rcu_dereference(current_ops)->run(); }
void call_holder(struct holder *h) { rcu_dereference(h->ops)->run(); }
void stop_ops(void) { rcu_dereference(current_ops)->stop(); }	/* @stop */
void call_hook(void) { static fn hook; hook(); }	/* @hook */
