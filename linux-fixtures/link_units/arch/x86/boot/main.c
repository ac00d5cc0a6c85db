/* SPDX-License-Identifier: MIT */
int bios_call(void);

/* the same name as in the kernel proper, another program */
int setup_memory(void)
{
	return bios_call();
}

int boot_main(void)
{
	return setup_memory();
}

int memory_size_hint(void)
{
	extern int memory_size(void);

	return memory_size();
}

#include "../../../include/out.h"

struct out out;

void boot_put(int c)
{
	use_plain();
	out.put(c);
}
