/* SPDX-License-Identifier: MIT */
/*
 * Which function called which, from where, and whether through a pointer: the
 * compiler has every function call __cyg_profile_func_enter() first
 * (-finstrument-functions). This file itself is compiled without that.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "view.h"

#define CALLS	(1u << 16)	/* different calls; a power of two */
#define DEPTH	256

struct call {
	unsigned long site, callee, count;	/* site: where the call returns to */
};

struct shadow {
	unsigned long fn[DEPTH];
	unsigned depth;
};

extern char __executable_start[], etext[];

static struct call calls[CALLS];
static unsigned nr_calls, lost;
static struct shadow *shadow;
static char exe[4096];

void __cyg_profile_func_enter(void *fn, void *site);
void __cyg_profile_func_exit(void *fn, void *site);

void __cyg_profile_func_enter(void *fn, void *site)
{
	unsigned long s = (unsigned long)site, f = (unsigned long)fn;
	unsigned h = (unsigned)((s * 31 + f) * 0x9e3779b97f4a7c15UL >> 48) % CALLS;

	if (shadow) {
		if (shadow->depth < DEPTH)
			shadow->fn[shadow->depth] = f;
		shadow->depth++;
	}
	/* called by the C library: nobody of ours */
	if (s < (unsigned long)__executable_start || s >= (unsigned long)etext)
		return;
	while (calls[h].count && (calls[h].site != s || calls[h].callee != f))
		h = (h + 1) % CALLS;
	if (!calls[h].count) {
		if (nr_calls >= CALLS / 2) {
			lost++;
			return;
		}
		nr_calls++;
		calls[h].site = s;
		calls[h].callee = f;
	}
	calls[h].count++;
}

void __cyg_profile_func_exit(void *fn, void *site)
{
	(void)fn;
	(void)site;
	if (shadow && shadow->depth)
		shadow->depth--;
}

void *trace_context_new(void)
{
	struct shadow *s = calloc(1, sizeof(*s));

	if (!shadow)
		shadow = s;
	return s;
}

void trace_context_free(void *s)
{
	free(s);
}

void trace_context_switch(void *s)
{
	shadow = s;
}

int trace_chain(char *text, unsigned long size)
{
	unsigned i, n = shadow ? shadow->depth : 0;
	size_t len = 0;

	text[0] = '\0';
	for (i = 0; i < n && i < DEPTH; i++) {
		const char *name = symbols_find(shadow->fn[i], NULL);

		if (!name || len + strlen(name) + 5 > size)
			break;
		len += (size_t)sprintf(text + len, "%s%s", len ? " > " : "", name);
	}
	return len != 0;
}

int trace_start(const char *argv0)
{
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	(void)argv0;
	if (n <= 0)
		return -1;
	exe[n] = '\0';
	return symbols_load(exe);
}

/* The instruction before the return address says how the call was made. */
static int through_pointer(const struct call *c)
{
#if defined(__x86_64__)
	const unsigned char *p = (const unsigned char *)c->site - 5;
	int distance;

	if (*p != 0xe8)
		return 1;
	memcpy(&distance, p + 1, 4);
	return c->site + (unsigned long)(long)distance != c->callee;
#elif defined(__aarch64__)
	const unsigned *p = (const unsigned *)c->site - 1;

	return *p >> 26 != 0x25;
#else
#error "tell how a call looks on this processor"
#endif
}

/* ---- names and lines, by addr2line */

struct place {
	unsigned long address;
	char *function, *file;
	int line;
};

static struct place *places;
static size_t nr_places;

static int by_address(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

static const struct place *place_of(unsigned long address)
{
	struct place key = { .address = address };

	return bsearch(&key, places, nr_places, sizeof(key), by_address);
}

static void add_place(unsigned long address)
{
	places[nr_places++].address = address;
}

static void collect_places(void)
{
	unsigned long start;
	unsigned i;
	size_t n = 0;

	places = calloc(3u * nr_calls + 1, sizeof(*places));
	if (!places)
		return;
	for (i = 0; i < CALLS; i++) {
		if (!calls[i].count)
			continue;
		add_place(calls[i].site - 1);
		add_place(calls[i].callee);
		if (symbols_find(calls[i].site - 1, &start))
			add_place(start);
	}
	qsort(places, nr_places, sizeof(*places), by_address);
	for (i = 0; i < nr_places; i++)
		if (!n || places[n - 1].address != places[i].address)
			places[n++] = places[i];
	nr_places = n;
}

static FILE *run_addr2line(FILE *in, pid_t *pid)
{
	char *argv[] = { "addr2line", "-f", "-e", exe, NULL };
	extern char **environ;
	posix_spawn_file_actions_t actions;
	FILE *out = tmpfile();
	int err;

	if (!out)
		return NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fileno(in), 0);
	posix_spawn_file_actions_adddup2(&actions, fileno(out), 1);
	err = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (err) {
		fprintf(stderr, "refstack: addr2line can't be run: %s (package binutils)\n", strerror(err));
		fclose(out);
		return NULL;
	}
	return out;
}

static char *own_file(char *text)
{
	char *end = strpbrk(text, ":\n");

	if (end)
		*end = '\0';
	while (!strncmp(text, "./", 2))
		text += 2;
	return strdup(text);
}

static int resolve_places(void)
{
	char name[1024], where[4096];
	FILE *in = tmpfile(), *out;
	pid_t pid;
	size_t i;
	int status;

	if (!in)
		return -1;
	for (i = 0; i < nr_places; i++)
		fprintf(in, "%#lx\n", places[i].address);
	rewind(in);
	out = run_addr2line(in, &pid);
	fclose(in);
	if (!out)
		return -1;
	waitpid(pid, &status, 0);
	rewind(out);
	for (i = 0; i < nr_places && fgets(name, sizeof(name), out) && fgets(where, sizeof(where), out); i++) {
		char *colon = strrchr(where, ':');

		places[i].line = colon ? atoi(colon + 1) : 0;
		places[i].file = own_file(where);
		name[strcspn(name, "\n")] = '\0';
		places[i].function = strdup(name);
	}
	fclose(out);
	return i == nr_places ? 0 : -1;
}

static void write_call(FILE *f, const struct call *c)
{
	const struct place *site = place_of(c->site - 1), *callee = place_of(c->callee), *caller = NULL;
	unsigned long start;

	if (symbols_find(c->site - 1, &start))
		caller = place_of(start);
	if (!site || !callee || !caller)
		return;
	fprintf(f, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%lu\n", caller->function, caller->file, callee->function,
		callee->file, site->file, site->line, through_pointer(c), c->count);
}

static int by_site(const void *a, const void *b)
{
	const struct call *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	return x->callee < y->callee ? -1 : x->callee > y->callee;
}

int trace_write(const char *file)
{
	FILE *f;
	unsigned i;

	if (lost)
		fprintf(stderr, "refstack: the table of calls is full; %u calls were not recorded\n", lost);
	collect_places();
	if (!places || resolve_places() < 0) {
		fprintf(stderr, "refstack: the trace has no names, and was not written\n");
		return -1;
	}
	f = fopen(file, "w");
	if (!f) {
		perror(file);
		return -1;
	}
	fprintf(f, "caller\tcaller_file\tcallee\tcallee_file\tsite_file\tsite_line\tpointer\tcount\n");
	/* recording is over: the order may go */
	qsort(calls, CALLS, sizeof(*calls), by_site);
	for (i = 0; i < CALLS; i++)
		if (calls[i].count)
			write_call(f, &calls[i]);
	return fclose(f) ? -1 : 0;
}
