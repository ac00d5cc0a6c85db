/* SPDX-License-Identifier: MIT */
#ifndef INIT_H
#define INIT_H

typedef int (*initcall_t)(void);
typedef initcall_t initcall_entry_t;

/* the entry is the pointer */
#define __define_initcall(fn, id) \
	static initcall_t __initcall_##fn##id __attribute__((__used__, \
		__section__(".initcall" #id ".init"))) = fn

#define early_initcall(fn)		__define_initcall(fn, early)
#define core_initcall(fn)		__define_initcall(fn, 1)
#define fs_initcall(fn)			__define_initcall(fn, 5)
#define rootfs_initcall(fn)		__define_initcall(fn, rootfs)
#define device_initcall(fn)		__define_initcall(fn, 6)
#define late_initcall(fn)		__define_initcall(fn, 7)

static inline initcall_t initcall_from_entry(initcall_entry_t *entry)
{
	return *entry;
}

#endif
