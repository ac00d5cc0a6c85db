/* SPDX-License-Identifier: MIT */
/* Messages, memory, random numbers: the machine's plainest services. */
#include <linux/kernel.h>

#include "host.h"

int vsnprintf(char *to, size_t size, const char *format, __builtin_va_list args);

static u32 random_state = 0x2545f491;

void printk(const char *format, ...)
{
	__builtin_va_list args;
	char line[256];

	__builtin_va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	__builtin_va_end(args);
	host_message(line, 0);
}

void panic(const char *format, ...)
{
	__builtin_va_list args;
	char line[256];

	__builtin_va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	__builtin_va_end(args);
	host_message(line, 1);
	__builtin_unreachable();
}

void *kzalloc(size_t n, gfp_t gfp __maybe_unused)
{
	return host_alloc(n);
}

void kfree(const void *p)
{
	host_free((void *)p);
}

/* The same numbers in every run: what happens here can be repeated. */
u32 get_random_u32(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}
