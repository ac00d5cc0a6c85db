/* SPDX-License-Identifier: MIT */
/*
 * The Model Context Protocol over one index: a tool for each answer, for
 * programs that ask on behalf of a language model. JSON-RPC 2.0, one message
 * a line; bytes in, bytes out: who reads and writes them is the caller's
 * business. Revisions 2024-11-05 to 2025-11-25 of the protocol.
 *
 * Tools are made of the rows of answers (servers/api/api.h). A result is
 * text with the place of every statement; it keeps to a budget of tokens
 * and says how much there is and how to ask for more. Where nothing was found it
 * says what that is a statement about.
 *
 * What comes is hostile: no message crashes it, none is longer than
 * MCP_MAX_MESSAGE.
 */
#ifndef KPATH_MCP_MCP_H
#define KPATH_MCP_MCP_H

#include "servers/api/api.h"

#define MCP_MAX_MESSAGE (8u << 20)	/* bytes of a line */
#define MCP_TOKENS 2000			/* of an answer, where the client does not say */

struct mcp {
	struct api_index *ix;
	uint32_t unresolved;		/* call sites that can't be followed */
};

/* A session over an index, before the client has said anything. */
void mcp_init(struct mcp *m, struct api_index *ix);

/* Handles one line and appends what is to be answered, each a line. */
void mcp_message(struct mcp *m, const char *line, size_t len, struct strbuf *out);

/* Answers a line that was too long. */
void mcp_too_long(struct strbuf *out);

#endif
