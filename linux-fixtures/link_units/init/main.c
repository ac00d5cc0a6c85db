/* SPDX-License-Identifier: MIT */
int memory_size(void);

int setup_memory(void)
{
	return memory_size();
}

int kernel_main(void)
{
	return setup_memory();
}

#include "../include/out.h"

struct out out;

void kernel_put(int c)
{
	use_plain();
	out.put(c);
}
