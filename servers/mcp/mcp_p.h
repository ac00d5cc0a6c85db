/* SPDX-License-Identifier: MIT */
#ifndef KPATH_MCP_MCP_P_H
#define KPATH_MCP_MCP_P_H

#include <cjson/cJSON.h>

#include "mcp.h"

/* {"tools": […]}, with a JSON schema for each. */
cJSON *mcp_tools(void);

/* Is this thing a tool? */
int mcp_is_tool(const struct api_thing *t);

/* The result of tools/call; NULL and a sentence: there is no such tool, or the
 * arguments are no object. */
cJSON *mcp_call(struct mcp *m, const cJSON *params, struct strbuf *err);

#endif
