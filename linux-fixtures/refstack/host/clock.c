/* SPDX-License-Identifier: MIT */
/* Time, and what happens in it: interrupts that are due, files that have something. */
#include <poll.h>
#include <time.h>

#include "host.h"

#define EVENTS	4096
#define WATCHED	4

static struct { unsigned long at; unsigned irq; } events[EVENTS];
static int nr_events;
static struct { int fd; unsigned irq; } watched[WATCHED];
static int nr_watched, real;
static struct timespec start;

void host_clock_real(void)
{
	real = 1;
	clock_gettime(CLOCK_MONOTONIC, &start);
}

int host_clock_is_real(void)
{
	return real;
}

void host_watch(int fd, unsigned irq)
{
	if (nr_watched == WATCHED)
		return;
	watched[nr_watched].fd = fd;
	watched[nr_watched++].irq = irq;
}

void host_interrupt_at(unsigned long at, unsigned irq)
{
	int i;

	for (i = 0; i < nr_events; i++)
		if (events[i].at == at && events[i].irq == irq)
			return;
	if (nr_events == EVENTS)
		host_message("too many interrupts are due", 1);
	events[nr_events].at = at;
	events[nr_events++].irq = irq;
}

/* What has something now is read now, before the clock moves on. */
static int poll_watched(int timeout)
{
	struct pollfd p[WATCHED];
	int i, n;

	for (i = 0; i < nr_watched; i++)
		p[i] = (struct pollfd){ .fd = watched[i].fd, .events = POLLIN };
	n = poll(p, (nfds_t)nr_watched, timeout);
	for (i = 0; n > 0 && i < nr_watched; i++)
		if (p[i].revents & POLLIN)
			host_interrupt(watched[i].irq);
	return n > 0;
}

static unsigned long real_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (unsigned long)((t.tv_sec - start.tv_sec) * 1000 + (t.tv_nsec - start.tv_nsec) / 1000000);
}

unsigned long host_clock_wait(unsigned long now, unsigned long until)
{
	unsigned long next = until;
	int i;

	for (i = 0; i < nr_events; i++)
		if (events[i].at < next)
			next = events[i].at;
	if (next < now)
		next = now;
	if (poll_watched(real && next > now ? (int)(next - now) : 0) || real)
		next = real ? real_now() : now;
	for (i = 0; i < nr_events; ) {
		if (events[i].at > next) {
			i++;
			continue;
		}
		host_interrupt(events[i].irq);
		events[i] = events[--nr_events];
	}
	return next;
}
