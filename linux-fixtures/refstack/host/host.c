/* SPDX-License-Identifier: MIT */
/* Memory, messages, and the machine's console. */
#include <stdio.h>
#include <stdlib.h>

#include "host.h"

int host_verbose;
void (*host_interrupt)(unsigned irq);

static int in_use;

void *host_alloc(unsigned long size)
{
	void *p = calloc(1, size);

	if (!p) {
		fprintf(stderr, "refstack: no memory is left\n");
		exit(1);
	}
	in_use++;
	return p;
}

void host_free(void *p)
{
	in_use -= p != NULL;
	free(p);
}

int host_in_use(void)
{
	return in_use;
}

void host_message(const char *text, int fatal)
{
	if (host_verbose || fatal)
		fprintf(stderr, "refstack: %s\n", text);
	if (fatal)
		abort();
}

unsigned long host_write_console(const void *text, unsigned long len)
{
	return fwrite(text, 1, len, stdout);
}
