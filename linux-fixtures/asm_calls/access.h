/* SPDX-License-Identifier: MIT */
/* As in arch/x86/include/asm/uaccess.h: the text stands in a header, the use in a source. */
#define do_get(fn, x, ptr) ({ int err; \
	__asm__ volatile("call __" #fn "_%P4" : "=a" (err), "=r" (x), ASM_CALL_CONSTRAINT \
			 : "0" (ptr), "i" (sizeof(*(ptr)))); err; })
#define get_int(x, ptr) ({ net_rx_action(); do_get(get_int, x, ptr); })
#define __get_int(x, ptr)	do_get(get_int_nocheck, x, ptr)
#define put_named(name, x, ptr) do_put(name, x, ptr)
#define do_put(fn, x, ptr) \
	__asm__ volatile("call __" #fn "_%P[size]" : "=a" (x), ASM_CALL_CONSTRAINT \
			 : "0" (ptr), [size] "i" (sizeof(*(ptr))))
#define either(x, ptr) ({ do_get(get_int, x, ptr); do_get(get_int_nocheck, x, ptr); })
