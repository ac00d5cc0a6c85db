/* SPDX-License-Identifier: MIT */
/*
 * Functions of shared libraries that few commands need. Most of a short question's time would go into
 * loading, relocating and initialising them all.
 *
 * A header includes the library's own and says, for each function or variable that is used of it,
 *     #define agnode LAZY(KPATH_LAZY_GVC, agnode)
 * where CMake's kpath_lazy() defines KPATH_LAZY_GVC, the library's name, and does not link it: a name that is
 * forgotten is an error of the linker. The type is that of the library's own declaration.
 */
#ifndef KPATH_BASE_LAZY_H
#define KPATH_BASE_LAZY_H

/*
 * The address of what a shared library, or one that it needs, calls by this name. The library is opened when the
 * first is asked for, and stays. One that is missing, or too old, ends the program with exit code 6 and one line
 * on stderr, as it does where the dynamic linker loads it at the start.
 */
void *lazy_symbol(const char *library, const char *name);

/* A pointer to what `name` declares, looked up once at each place; threads that come at the same time find the same. */
#define LAZY(library, name) (*({ \
	static __typeof__(name) *lazy_found; \
	__typeof__(name) *lazy_at = __atomic_load_n(&lazy_found, __ATOMIC_ACQUIRE); \
	if (!lazy_at) { \
		lazy_at = (__typeof__(name) *)lazy_symbol(library, #name); \
		__atomic_store_n(&lazy_found, lazy_at, __ATOMIC_RELEASE); \
	} \
	lazy_at; }))

#endif
