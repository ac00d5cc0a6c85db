/* SPDX-License-Identifier: MIT */
/*
 * Memory with the lifetime of a phase: allocate freely, free all at once.
 * Nothing in an arena is freed on its own.
 */
#ifndef KPATH_BASE_ARENA_H
#define KPATH_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *head;
	size_t total;		/* bytes handed out since the last clear */
};

#define ARENA_INIT { NULL, 0 }

/* An empty arena. arena_clear() makes all that was taken free again and keeps a block;
 * arena_release() gives the memory back. */
void arena_init(struct arena *a);
void arena_clear(struct arena *a);	/* everything is free, one block kept */
void arena_release(struct arena *a);
void *arena_alloc(struct arena *a, size_t size);	/* zeroed, 16-aligned */

/* Where an arena stands. arena_rewind() frees all that was allocated since; marks
 * are gone back to in the reverse order of their making. */
struct arena_mark { struct arena_block *head; size_t used, total; };
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

/* Copies in the arena, ended by 0: of `n` bytes, of a string, of what printf would print. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
