/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fileio.h"

#define BAR 24

void progress_start(struct progress *p, const char *label, int quiet)
{
	memset(p, 0, sizeof(*p));
	p->label = label;
	p->on = !quiet && isatty(STDERR_FILENO);
	p->start = clock_seconds();
}

static int columns(void)
{
	struct winsize ws;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) || ws.ws_col < 20)
		return 79;
	return ws.ws_col - 1;
}

/* The end of a long name says more than its beginning; odd bytes as '?'. */
static void put_name(const char *what, int room)
{
	size_t n = strlen(what);

	if (room <= 0)
		return;
	if (n > (size_t)room)
		what += n - room;
	for (; *what; what++)
		fputc(*what >= ' ' && *what < 127 ? *what : '?', stderr);
}

void progress_update(struct progress *p, size_t done, size_t total, const char *what)
{
	double now, spent, rate;
	char line[128], bar[BAR + 1];
	long left;
	size_t i;
	int n;

	if (!p->on)
		return;
	now = clock_seconds();
	if (p->shown && now - p->last < 0.1 && done < total)
		return;
	p->last = now;
	p->shown = 1;
	if (!total) {
		n = snprintf(line, sizeof(line), "%s  ", p->label);
	} else {
		for (i = 0; i < BAR; i++)
			bar[i] = i * total < done * BAR ? '#' : '.';
		bar[BAR] = '\0';
		spent = now - p->start;
		rate = spent > 0 ? done / spent : 0;
		left = rate > 0 ? (long)((total - done) / rate + 0.5) : 0;
		n = snprintf(line, sizeof(line), "%s [%s] %zu/%zu  %.0f/s  %ld:%02ld left  ",
			     p->label, bar, done, total, rate, left / 60, left % 60);
	}
	fprintf(stderr, "\r\033[K%.*s", columns(), line);
	if (what)
		put_name(what, columns() - n);
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->shown) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	p->shown = 0;
}
