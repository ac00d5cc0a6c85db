/* SPDX-License-Identifier: MIT */
#include "lazy.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

static void __attribute__((noreturn)) missing(void)
{
	const char *why = dlerror();

	dprintf(STDERR_FILENO, "kpath: gave up: a shared library can't be used: %s\n", why ? why : "no reason is known");
	_exit(6);
}

void *lazy_symbol(const char *library, const char *name)
{
	/* the second time this finds what is open, and counts it */
	void *lib = dlopen(library, RTLD_LAZY | RTLD_LOCAL), *at;

	if (!lib)
		missing();
	at = dlsym(lib, name);
	if (!at)
		missing();
	return at;
}
