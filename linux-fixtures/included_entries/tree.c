/* SPDX-License-Identifier: MIT */
#define CREATE
#include "init.h"
#include "stall.h"
#include "part.c"
#include "plugin.h"

typedef int initcall_entry_t;
extern initcall_entry_t __initcall_start[], __initcall0_start[], __initcall6_start[], __initcall_end[];
extern const struct obs_kernel_param __setup_start[], __setup_end[];

static initcall_t initcall_from_entry(initcall_entry_t *entry)
{
	return (initcall_t)((unsigned long)entry + *entry);
}

int do_early(void)
{
	initcall_entry_t *fn;

	for (fn = __initcall_start; fn < __initcall0_start; fn++)
		initcall_from_entry(fn)();	/* @early */
	return 0;
}

void parse(const struct obs_kernel_param *p)
{
	for (p = __setup_start; p < __setup_end; p++)
		p->setup_func(0);
}

int probe(void) { return header_ops.probe(); }
