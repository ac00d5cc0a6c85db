/* SPDX-License-Identifier: MIT */
/*
 * What goes through the pipes between the pool and a worker: frames of a
 * 32-bit little-endian length and that many bytes. The first frame to a
 * worker is a hello, every further one a request; each request is answered
 * by one frame, a reply.
 */
#ifndef KPATH_FRONTEND_WIRE_H
#define KPATH_FRONTEND_WIRE_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "model/compdb.h"
#include "model/facts.h"
#include "model/knowledge.h"
#include "pchplan.h"
#include "tu_flags.h"
#include "walk_knowledge.h"

#define WIRE_MAX_FRAME (256u << 20)

/* What the walk needs to know of the tree, and the part of the knowledge that
 * struct walk_knowledge has. Appended to `out`, which then is a whole frame. */
void wire_put_hello(struct strbuf *out, const struct compdb *db, const struct knowledge *k);
/* Digest of what a hello says of the knowledge, and of nothing else: facts that
 * were made with one digest are what any worker told the same would have made. */
uint64_t wire_knowledge_digest(const struct knowledge *k);
/* A TU to parse; `pch` may be NULL. */
void wire_put_request(struct strbuf *out, const struct compile_command *cmd,
		      const struct tu_pch *pch,
		      unsigned flags);
/* A precompiled header to make; its flags are TU_MAKE_PCH. */
void wire_put_pch_request(struct strbuf *out, const struct pch_request *req);

struct wire_reply {
	unsigned sandbox;		/* SANDBOX_ bits: what the worker has laid on itself */
	int used_pch;
	const void *text;		/* characters: why the PCH was not used; of a PCH: its base name */
	size_t text_len;
	const void *files;		/* what was looked at, see inputs_next() */
	size_t files_len;
	const void *named;		/* characters: functions for tu_pch.named of the next ones */
	size_t named_len;
	const void *facts;		/* a facts record; empty: there is no PCH, text says why */
	size_t facts_len;
};
#define WIRE_REPLY(M, R, x) \
	M(x, u32, sandbox) M(x, int, used_pch) R(x, blob, text, text_len) \
	R(x, blob, files, files_len) R(x, blob, named, named_len) R(x, rest, facts, facts_len)

/* Appends a worker's answer as bytes; wire_get_reply() reads it. */
void wire_put_reply(struct strbuf *out, const struct wire_reply *r, const struct tu_facts *f);
/* Points into `data`. */
int wire_get_reply(const void *data, size_t len, struct wire_reply *r);

/* The other way; what they point to lives in `a`. -1 where the bytes are
 * not what they should be. */
int wire_get_hello(const void *data, size_t len, struct arena *a, struct compdb *db,
		   struct walk_knowledge *k);
int wire_get_request(const void *data, size_t len, struct arena *a,
		     struct compile_command *cmd, struct tu_pch *pch, unsigned *flags);
int wire_get_pch_request(const void *data, size_t len, struct arena *a,
			 struct pch_request *req);

/* Blocking; 1 = a frame, 0 = the other side is gone, -1 = nonsense. One is written by
 * fd_write_all(). */
int wire_read_frame(int fd, struct strbuf *out);

#endif
