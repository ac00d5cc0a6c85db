/* SPDX-License-Identifier: MIT */
/* JSON-RPC, and the life of a session. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "mcp_p.h"

enum mcp_error {
	MCP_PARSE_ERROR = -32700,
	MCP_INVALID_REQUEST = -32600,
	MCP_METHOD_NOT_FOUND = -32601,
	MCP_INVALID_PARAMS = -32602
};

/* Newest first: what a client does not know it is offered the newest. */
static const char *const revision[] = { "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05" };

static const char instructions[] =
	"Answers about one Linux kernel (or another C program), from an index that was made as the "
	"compiler reads the sources: who calls whom, also through tables of function pointers, initcalls, "
	"timers, softirqs. Names are resolved first: a name that does not exist is said not to, with those "
	"that are near. Every statement has its place, FILE:LINE; a hop through a pointer has the rule by which "
	"it was found and the number of candidates: object, two-layer and call-site are strong, slot and type "
	"are guesses. System calls are written connect(2). Where several protocols are possible, \"as\" says "
	"which one is meant (tcp4, udp4, …). Long answers are cut and say how to ask on.";

void mcp_init(struct mcp *m, struct api_index *ix)
{
	uint32_t i;

	m->ix = ix;
	m->unresolved = 0;
	for (i = 1; i < ix->g->nr_site; i++)
		m->unresolved += graph_site(ix->g, i)->cls == GC_UNRESOLVED;
}

static void send(cJSON *msg, struct strbuf *out)
{
	char *text = cJSON_PrintUnformatted(msg);

	if (!text)
		out_of_memory();
	strbuf_addstr(out, text);
	strbuf_addch(out, '\n');
	cJSON_free(text);
	cJSON_Delete(msg);
}

static cJSON *reply_to(const cJSON *id)
{
	cJSON *msg = cJSON_CreateObject();

	cJSON_AddStringToObject(msg, "jsonrpc", "2.0");
	cJSON_AddItemToObject(msg, "id", id ? cJSON_Duplicate(id, 0) : cJSON_CreateNull());
	return msg;
}

static void send_error(const cJSON *id, enum mcp_error code, const char *text, struct strbuf *out)
{
	cJSON *msg = reply_to(id), *e = cJSON_AddObjectToObject(msg, "error");
	struct strbuf safe = STRBUF_INIT;

	strbuf_addtext(&safe, text);
	cJSON_AddNumberToObject(e, "code", code);
	cJSON_AddStringToObject(e, "message", safe.buf);
	strbuf_release(&safe);
	send(msg, out);
}

static cJSON *initialize(struct mcp *m, const cJSON *params)
{
	const cJSON *asked = cJSON_GetObjectItemCaseSensitive(params, "protocolVersion");
	const char *version = revision[0];
	cJSON *o = cJSON_CreateObject(), *info;
	struct strbuf about = STRBUF_INIT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(revision); i++)
		if (cJSON_IsString(asked) && !strcmp(asked->valuestring, revision[i]))
			version = revision[i];
	cJSON_AddStringToObject(o, "protocolVersion", version);
	cJSON_AddItemToObject(cJSON_AddObjectToObject(o, "capabilities"), "tools", cJSON_CreateObject());
	info = cJSON_AddObjectToObject(o, "serverInfo");
	cJSON_AddStringToObject(info, "name", "kpath");
	cJSON_AddStringToObject(info, "version", KPATH_VERSION);
	strbuf_addstr(&about, instructions);
	strbuf_addstr(&about, " The index: ");
	api_about(m->ix, &about);
	strbuf_addch(&about, '.');
	cJSON_AddStringToObject(o, "instructions", about.buf);
	strbuf_release(&about);
	return o;
}

static void request(struct mcp *m, const cJSON *id, const char *method, const cJSON *params,
		    struct strbuf *out)
{
	struct strbuf err = STRBUF_INIT;
	cJSON *result = NULL, *msg;
	enum mcp_error code = MCP_INVALID_PARAMS;

	if (!strcmp(method, "initialize")) {
		result = initialize(m, params);
	} else if (!strcmp(method, "ping")) {
		result = cJSON_CreateObject();
	} else if (!strcmp(method, "tools/list")) {
		result = mcp_tools();
	} else if (!strcmp(method, "tools/call")) {
		result = mcp_call(m, params, &err);
	} else {
		code = MCP_METHOD_NOT_FOUND;
		error(&err, "there is no method \"%s\"", method);
	}
	if (result) {
		msg = reply_to(id);
		cJSON_AddItemToObject(msg, "result", result);
		send(msg, out);
	} else {
		send_error(id, code, err.buf, out);
	}
	strbuf_release(&err);
}

static int is_id(const cJSON *id)
{
	return cJSON_IsString(id) || cJSON_IsNumber(id);
}

void mcp_message(struct mcp *m, const char *line, size_t len, struct strbuf *out)
{
	const char *end = NULL;
	cJSON *msg = cJSON_ParseWithLengthOpts(line, len, &end, 0);
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(msg, "id");
	const cJSON *method = cJSON_GetObjectItemCaseSensitive(msg, "method");
	const cJSON *version = cJSON_GetObjectItemCaseSensitive(msg, "jsonrpc");

	while (msg && end < line + len && (*end == ' ' || *end == '\r' || *end == '\t'))
		end++;
	if (!msg || end < line + len)
		send_error(NULL, MCP_PARSE_ERROR, "the line is no JSON document", out);
	else if (!cJSON_IsObject(msg) || !cJSON_IsString(version) || strcmp(version->valuestring, "2.0"))
		send_error(is_id(id) ? id : NULL, MCP_INVALID_REQUEST,
			   "the message is no JSON-RPC 2.0 request", out);
	else if (id && !is_id(id))
		send_error(NULL, MCP_INVALID_REQUEST, "an id is a string or a number", out);
	else if (cJSON_IsString(method) && id)
		request(m, id, method->valuestring,
			cJSON_GetObjectItemCaseSensitive(msg, "params"), out);
	else if (!cJSON_IsString(method) && !cJSON_GetObjectItemCaseSensitive(msg, "result") &&
		 !cJSON_GetObjectItemCaseSensitive(msg, "error"))
		send_error(id, MCP_INVALID_REQUEST, "the message has no method", out);
	cJSON_Delete(msg);
}

void mcp_too_long(struct strbuf *out)
{
	send_error(NULL, MCP_INVALID_REQUEST, "the message is too long", out);
}
