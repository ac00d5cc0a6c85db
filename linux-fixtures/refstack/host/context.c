/* SPDX-License-Identifier: MIT */
/* Execution contexts: a stack each, and a switch from one to the other. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "host.h"
#include "view.h"

/* far apart, so that a memory checker sees a switch and not a huge frame */
#define STACK_ROOM	(8UL << 20)
#define STACK_SIZE	(256UL << 10)

struct context {
	ucontext_t uc;
	void (*fn)(void *);
	void *arg;
	char *room;
	void *shadow;
};

static void context_start(unsigned high, unsigned low)
{
	struct context *c = (struct context *)((unsigned long)high << 32 | low);

	c->fn(c->arg);
	abort();
}

void *host_context_main(void)
{
	struct context *c = host_alloc(sizeof(*c));

	c->shadow = trace_context_new();
	return c;
}

void *host_context_new(void (*fn)(void *), void *arg)
{
	struct context *c = host_alloc(sizeof(*c));
	unsigned long p = (unsigned long)c;

	c->fn = fn;
	c->arg = arg;
	c->shadow = trace_context_new();
	c->room = mmap(NULL, STACK_ROOM, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (c->room == MAP_FAILED ||
	    mprotect(c->room + STACK_ROOM - STACK_SIZE, STACK_SIZE, PROT_READ | PROT_WRITE)) {
		perror("refstack: no room for a stack");
		exit(1);
	}
	getcontext(&c->uc);
	c->uc.uc_stack.ss_sp = c->room + STACK_ROOM - STACK_SIZE;
	c->uc.uc_stack.ss_size = STACK_SIZE;
	c->uc.uc_link = NULL;
	makecontext(&c->uc, (void (*)(void))context_start, 2, (unsigned)(p >> 32), (unsigned)p);
	return c;
}

void host_context_free(void *context)
{
	struct context *c = context;

	munmap(c->room, STACK_ROOM);
	trace_context_free(c->shadow);
	host_free(c);
}

void host_context_switch(void *from, void *to)
{
	struct context *f = from, *t = to;

	trace_context_switch(t->shadow);
	swapcontext(&f->uc, &t->uc);
	trace_context_switch(f->shadow);
}
