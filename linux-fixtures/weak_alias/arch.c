/* SPDX-License-Identifier: MIT */
static void arch_work(void)
{
}

/* wins over the weak one */
void setup_arch(void)
{
	arch_work();
}
