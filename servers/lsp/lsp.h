/* SPDX-License-Identifier: MIT */
/*
 * The Language Server Protocol over one index: call hierarchy through pointers,
 * definitions, hover, symbols. Bytes in, bytes out; who reads and writes them
 * is the caller's business.
 *
 * What a client sends is hostile: no message, header or position crashes it or
 * makes it need more memory than LSP_MAX_MESSAGE stands for, and only files
 * below the tree and its build directory are looked at.
 *
 * Texts about the code (Markdown, reStructuredText) are checked when they are
 * opened or saved; what is wrong in them is published as diagnostics.
 *
 * Answers come from the index and the files on disk, not from unsaved buffers.
 * Where a file is no longer the one that was indexed, the word under the cursor
 * is looked up by its name alone and the answer says so.
 */
#ifndef KPATH_LSP_LSP_H
#define KPATH_LSP_LSP_H

#include "base/strbuf.h"
#include "model/graph.h"
#include "model/knowledge.h"

/* ---- messages out of a stream (lsp_frame.c) --------------------------------- */

#define LSP_MAX_MESSAGE (4u << 20)	/* bytes of one message */
#define LSP_MAX_HEADER 4096

struct lsp_reader {
	struct strbuf buf;	/* bytes that were not used yet */
	size_t used;		/* of buf: the message given last */
	uint64_t skip;		/* bytes to throw away: rest of a message that is too long */
	int broken;
};

enum lsp_read {
	LSP_MORE,		/* not a whole message yet */
	LSP_MESSAGE,
	LSP_TOO_LONG,		/* a message was thrown away */
	LSP_BROKEN		/* no header can be read any more: the stream is lost */
};

/* A reader without bytes; lsp_reader_feed() gives it some, cut anywhere. */
void lsp_reader_init(struct lsp_reader *r);
void lsp_reader_release(struct lsp_reader *r);
void lsp_reader_feed(struct lsp_reader *r, const void *data, size_t len);
/* The next message; `*body` is valid until the next call of any function of r. */
enum lsp_read lsp_reader_next(struct lsp_reader *r, const char **body, size_t *len);

/* Appends a message with its header. */
void lsp_frame(struct strbuf *out, const char *body, size_t len);

/* ---- the server ---------------------------------------------------------------- */

struct lsp_setup {
	const struct graph *g;		/* with sites, slots and objects; outlives the server */
	const struct knowledge *k;
	const char *source;		/* where the tree is, from the user; or NULL */
	const char *tree, *build;	/* where it was indexed; NULL = unknown */
	const char *const *scenario;	/* from the command line; as struct q_path_options; */
	const char *const *bind;	/* initializationOptions add to them */
};

struct lsp;

/* *lsp is the caller's; NULL, Q_UNKNOWN and a sentence for a scenario or binding
 * that does not exist, else Q_FOUND. */
int lsp_new(struct lsp **lsp, const struct lsp_setup *setup, struct strbuf *err);
void lsp_free(struct lsp *lsp);

/* From now on it answers from another graph, of the same tree: what the client said at its
 * beginning holds on. Scenarios that the new one does not have are left out, and that is said. */
void lsp_renew(struct lsp *lsp, const struct lsp_setup *setup, struct strbuf *out);

/* Handles one message and appends the answers, framed. 1 where the client said
 * exit, else 0. */
int lsp_message(struct lsp *lsp, const char *body, size_t len, struct strbuf *out);

/* Answers what was no message: an error without an id. */
void lsp_bad_stream(struct lsp *lsp, enum lsp_read what, struct strbuf *out);

/* Did the client say shutdown? */
int lsp_was_shut_down(const struct lsp *lsp);

#endif
