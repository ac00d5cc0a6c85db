/* SPDX-License-Identifier: MIT */
int memory_size(void)
{
	return 4096;
}
