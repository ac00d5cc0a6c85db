/* SPDX-License-Identifier: MIT */
/*
 * What goes through the pipes between the pool and a worker: frames of a
 * 32-bit little-endian length and that many bytes. The first frame to a
 * worker is a hello, every further one a request; each request is answered
 * by one frame, a facts record.
 */
#ifndef KPATH_FRONTEND_WIRE_H
#define KPATH_FRONTEND_WIRE_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "model/compdb.h"
#include "model/knowledge.h"

#define WIRE_MAX_FRAME (256u << 20)

/* What the walk needs to know of the tree and of the knowledge. Appended to
 * `out`, which then is a whole frame. */
void wire_put_hello(struct strbuf *out, const struct compdb *db, const struct knowledge *k);
void wire_put_request(struct strbuf *out, const struct compile_command *cmd, unsigned flags);

/* The other way; what they point to lives in `a`. -1 where the bytes are
 * not what they should be. */
int wire_get_hello(const void *data, size_t len, struct arena *a, struct compdb *db,
		   struct knowledge *k);
int wire_get_request(const void *data, size_t len, struct arena *a,
		     struct compile_command *cmd, unsigned *flags);

/* Blocking; 1 = a frame, 0 = the other side is gone, -1 = nonsense. */
int wire_read_frame(int fd, struct strbuf *out);
/* Blocking; -1 where the other side is gone. */
int wire_write(int fd, const void *data, size_t len);

#endif
