/* SPDX-License-Identifier: MIT */
/*
 * What a process that parses foreign sources can still do: read the tree and
 * the system's headers, use some memory and time, and answer. Set up by the
 * process itself, before it reads anything foreign; there is no way back.
 */
#ifndef KPATH_FRONTEND_SANDBOX_H
#define KPATH_FRONTEND_SANDBOX_H

#include <unistd.h>

#include "base/strbuf.h"

/* What is in force, as bits; Landlock's version from SANDBOX_ABI_SHIFT on. */
#define SANDBOX_NO_PRIVS	(1u << 0)	/* no new privileges (set-uid programs, …) */
#define SANDBOX_LIMITS		(1u << 1)	/* memory, size of files, open files */
#define SANDBOX_LANDLOCK	(1u << 2)	/* only the given directories */
#define SANDBOX_SECCOMP		(1u << 3)	/* no network, no programs, no writing */
#define SANDBOX_ABI_SHIFT	8

struct sandbox_options {
	const char *const *readable;	/* directories and files, NULL-ended; missing ones are skipped */
	const char *writable;		/* one directory, or NULL: nothing is written */
};

/* MiB that a process which parses may take: half of the machine's, and four times what the
 * largest files of a kernel need. */
static inline long sandbox_memory(void)
{
	long most = 1280, pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE), half;

	half = pages > 0 && size > 0 ? (long)((unsigned long long)pages * (unsigned long)size >> 21) : most;
	return half < most ? half : most;
}

/*
 * Limits and privileges; cheap, first thing in main(). It also drops what the
 * environment could tell the compiler (CPATH and the like), ends this process
 * when its parent ends, and offers it to the kernel where memory runs out.
 */
void sandbox_begin(void);

/* The rest. What this system does not have is left out; the bits tell. */
unsigned sandbox_enter(const struct sandbox_options *o);

/* Seconds of CPU time from now on; SIGXCPU ends the process then. */
void sandbox_cpu(unsigned seconds);

/* "no new privileges, limits, Landlock 7, seccomp"; "nothing" for 0. */
void sandbox_tell(unsigned bits, struct strbuf *out);

#endif
