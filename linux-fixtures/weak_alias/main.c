/* SPDX-License-Identifier: MIT */
#define __weak	__attribute__((weak))

void generic_work(void)
{
}

void __weak setup_arch(void)
{
	generic_work();
}

void __weak setup_board(void)
{
	generic_work();
}

void modern_name(void)
{
	generic_work();
}

/* an old name for it */
extern void old_name(void) __attribute__((alias("modern_name")));

void start(void)
{
	setup_arch();
	setup_board();
	old_name();
}
