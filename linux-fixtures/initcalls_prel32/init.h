/* SPDX-License-Identifier: MIT */
#ifndef INIT_H
#define INIT_H

typedef int (*initcall_t)(void);
typedef int initcall_entry_t;

#define STR_(x)	#x
#define STR(x)	STR_(x)

/* the entry is the distance to the function: half a pointer on 64 bits */
#define ___define_initcall(fn, id, stub, sec) \
	static void *__addressable_##fn __attribute__((__used__, \
		__section__(".discard.addressable"))) = (void *)&fn; \
	asm(".section \"" sec "\", \"a\"\n" \
	    "__initcall__" STR(fn) STR(id) ":\n" \
	    ".long " STR(stub) " - .\n" \
	    ".previous\n");
#define __define_initcall(fn, id) \
	___define_initcall(fn, id, fn, ".initcall" #id ".init")

#define early_initcall(fn)		__define_initcall(fn, early)
#define core_initcall(fn)		__define_initcall(fn, 1)
#define fs_initcall(fn)			__define_initcall(fn, 5)
#define rootfs_initcall(fn)		__define_initcall(fn, rootfs)
#define device_initcall(fn)		__define_initcall(fn, 6)
#define late_initcall(fn)		__define_initcall(fn, 7)

static inline initcall_t initcall_from_entry(initcall_entry_t *entry)
{
	return (initcall_t)((unsigned long)entry + *entry);
}

#endif
