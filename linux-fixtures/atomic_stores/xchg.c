/* SPDX-License-Identifier: MIT */
/* xchg() as arm64 has it: pointers are handed to assembler, and come back, as numbers. */
typedef void (*fn)(void);
typedef unsigned long u64;

static inline u64 __xchg_case_64(u64 x, volatile void *ptr)
{
	unsigned int tmp;
	u64 ret;

	__asm__ volatile("1: ldxr %0, %2\n\tstlxr %w1, %3, %2\n\tcbnz %w1, 1b"
			 : "=&r" (ret), "=&r" (tmp), "+m" (*(u64 *)ptr) : "r" (x) : "memory");
	return ret;
}

static inline unsigned long __xchg(unsigned long x, volatile void *ptr, int size)
{
	switch (size) {
	case 8:
		return __xchg_case_64(x, ptr);
	default:
		__builtin_unreachable();
	}
}

#define xchg(ptr, x) ({								\
	__typeof__(*(ptr)) __ret;						\
	__ret = (__typeof__(*(ptr)))__xchg((unsigned long)(x), (ptr), sizeof(*(ptr))); \
	__ret;									\
})

static void xchg_new(void) { }
static void xchg_old(void) { }
static void xchg_none(void) { }
static fn xchg_hook = xchg_old;

void xchg_set(void)
{
	fn old = xchg(&xchg_hook, xchg_new);

	old();		/* @old */
}
void xchg_run(void) { xchg_hook(); }
fn xchg_unused(void) { return xchg_none; }

/* numbers stay numbers */
static int numbers(int a, int b)
{
	int r;

	__asm__ volatile("add %1, %0" : "=r" (r) : "r" (a), "0" (b));
	return r;
}
int xchg_numbers(void) { return numbers(1, 2); }
