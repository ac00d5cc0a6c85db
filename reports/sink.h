/* SPDX-License-Identifier: MIT */
/*
 * Where a writer's bytes go: to a file descriptor as they come, or into
 * memory (fd -1) to be written as a whole.
 *
 * A write that fails is remembered and what follows is dropped, so that
 * writers need no checks; sink_finish tells.
 */
#ifndef KPATH_REPORTS_SINK_H
#define KPATH_REPORTS_SINK_H

#include <stdint.h>

#include "base/strbuf.h"

struct sink {
	struct strbuf buf;
	int fd;
	int held;		/* nothing is written before sink_finish */
	int error;		/* errno of the first write that failed */
};

/* A buffer before `fd`, which stays the caller's; sink_release() frees it without writing. */
void sink_init(struct sink *s, int fd);
void sink_release(struct sink *s);

/* Each appends and writes when the buffer is full; an error is kept in `error`. */
void sink_add(struct sink *s, const void *data, size_t len);
void sink_puts(struct sink *s, const char *str);
void sink_putc(struct sink *s, int c);
void sink_uint(struct sink *s, uint64_t v);
void sink_printf(struct sink *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Writes what is left. 0, or -1 with errno in s->error (EPIPE: the reader
 * went away, which is no failure of ours). */
int sink_finish(struct sink *s);

/*
 * Appends `str` as text that is safe to show: control characters, characters
 * that change the direction of text or can't be seen, and bytes that are not
 * UTF-8 become `\xNN`.
 */
void strbuf_addtext(struct strbuf *sb, const char *str);

/* The same, but characters below space stay: JSON has its own way for them. */
void strbuf_addutf8(struct strbuf *sb, const char *str);

/* Puts `str` as a cell of tab-separated values: tab, newline and backslash
 * become `\t`, `\n` and `\\`, what else is not safe to show `\xNN`. */
void sink_cell(struct sink *s, const char *str);

/* Columns that `str` takes on a terminal: two for most of Chinese, none for marks over
 * another character, one for a byte that is not UTF-8. */
size_t text_width(const char *str);
/* The bytes of the first character of `str` (not empty), at least 1, and its columns. */
size_t text_char(const char *str, size_t *columns);

#endif
