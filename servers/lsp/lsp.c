/* SPDX-License-Identifier: MIT */
/* JSON-RPC and the life of a session. */
#include "lsp_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#define LOOK_AT 8		/* files that tell whether a folder is the tree */
#define MAX_NAMES 64		/* scenarios that initializationOptions may name */

/* ---- messages ---------------------------------------------------------------------- */

static void send(cJSON *msg, struct strbuf *out)
{
	char *text;

	cJSON_AddStringToObject(msg, "jsonrpc", "2.0");
	text = cJSON_PrintUnformatted(msg);
	if (!text)
		out_of_memory();
	lsp_frame(out, text, strlen(text));
	cJSON_free(text);
	cJSON_Delete(msg);
}

static cJSON *reply_to(const cJSON *id)
{
	cJSON *msg = cJSON_CreateObject();

	cJSON_AddItemToObject(msg, "id", id ? cJSON_Duplicate(id, 0) : cJSON_CreateNull());
	return msg;
}

static void send_error(const cJSON *id, enum lsp_error code, const char *text, struct strbuf *out)
{
	cJSON *msg = reply_to(id), *e = cJSON_AddObjectToObject(msg, "error");
	struct strbuf sb = STRBUF_INIT;

	cJSON_AddNumberToObject(e, "code", code);
	strbuf_addtext(&sb, text);
	cJSON_AddStringToObject(e, "message", sb.buf);
	strbuf_release(&sb);
	send(msg, out);
}

static void send_result(const cJSON *id, cJSON *result, struct strbuf *out)
{
	cJSON *msg = reply_to(id);

	cJSON_AddItemToObject(msg, "result", result);
	send(msg, out);
}

/* A line that the editor shows; `type` 2 is a warning. */
static void show_message(int type, const char *text, struct strbuf *out)
{
	cJSON *msg = cJSON_CreateObject(), *p;
	struct strbuf sb = STRBUF_INIT;

	strbuf_addtext(&sb, text);
	cJSON_AddStringToObject(msg, "method", "window/showMessage");
	p = cJSON_AddObjectToObject(msg, "params");
	cJSON_AddNumberToObject(p, "type", type);
	cJSON_AddStringToObject(p, "message", sb.buf);
	strbuf_release(&sb);
	send(msg, out);
}

/* ---- the tree ------------------------------------------------------------------------ */

/* Does this folder hold the files of the index? */
static int holds_tree(struct lsp *l, const char *dir)
{
	const struct graph *g = l->set.g;
	struct strbuf path = STRBUF_INIT;
	uint32_t i, seen = 0, there = 0;

	for (i = 1; i < g->nr_file && seen < LOOK_AT; i++) {
		const char *name = graph_str(g, graph_file(g, i)->name);

		if (!*name || *name == '<' || *name == '/')
			continue;
		strbuf_clear(&path);
		path_join(&path, dir, name);
		seen++;
		there += file_exists(path.buf);
	}
	strbuf_release(&path);
	return there > seen / 2;
}

/* The folder the editor opened, where that is the tree; else where it was indexed. */
static void find_tree(struct lsp *l, const char *root)
{
	const char *tree = l->set.source ? l->set.source : l->set.tree;
	char *real_root = root ? realpath(root, NULL) : NULL, *real;

	if (!l->set.source && real_root && holds_tree(l, real_root))
		tree = root;
	real = tree ? realpath(tree, NULL) : NULL;
	source_release(&l->src);
	source_init(&l->src, l->set.g, real, l->set.build);
	free(l->root);
	l->root = real ? xstrdup(real_root && !strcmp(real, real_root) ? root : real) : NULL;
	free(real_root);
	free(real);
}

static void client_root(const cJSON *params, struct strbuf *out)
{
	const cJSON *folders = cJSON_GetObjectItemCaseSensitive(params, "workspaceFolders");
	const char *uri = lsp_string(params, "rootUri");
	const char *path = lsp_string(params, "rootPath");

	if (!uri && cJSON_IsArray(folders))
		uri = lsp_string(folders->child, "uri");
	if (uri)
		lsp_uri_path(uri, out);
	else if (path && *path == '/')
		strbuf_addstr(out, path);
	while (out->len > 1 && out->buf[out->len - 1] == '/')
		strbuf_setlen(out, out->len - 1);
}

/* ---- initialize ------------------------------------------------------------------------- */

/* A string or an array of strings, after those of the command line. */
static int add_names(struct lsp *l, const cJSON *value, const char *const *own,
		     const char **names, const char *what)
{
	size_t nr = 0;
	const cJSON *one;

	for (; own && *own && nr < MAX_NAMES; own++)
		names[nr++] = *own;
	if (cJSON_IsString(value) && nr < MAX_NAMES) {
		names[nr++] = value->valuestring;
	} else if (cJSON_IsArray(value)) {
		cJSON_ArrayForEach(one, value) {
			if (!cJSON_IsString(one) || nr == MAX_NAMES)
				return error(&l->err, "\"%s\" is a string or a list of at most %d strings",
					     what, MAX_NAMES);
			names[nr++] = one->valuestring;
		}
	} else if (value && !cJSON_IsNull(value)) {
		return error(&l->err, "\"%s\" is a string or a list of strings", what);
	}
	names[nr] = NULL;
	return 0;
}

static void of_graph(struct lsp *l)
{
	report_init(&l->r, -1);
	l->r.command = "lsp";
	l->r.g = l->set.g;
	l->r.k = l->set.k;
}

static int set_scope(struct lsp *l, const cJSON *options)
{
	const char *as[MAX_NAMES + 1], *bind[MAX_NAMES + 1];
	struct q_scope *scope = NULL;

	if (add_names(l, cJSON_GetObjectItemCaseSensitive(options, "as"), l->set.scenario, as, "as") ||
	    add_names(l, cJSON_GetObjectItemCaseSensitive(options, "bind"), l->set.bind, bind, "bind") ||
	    q_scope_new(&scope, l->set.g, l->set.k, as, bind, &l->err))
		return -1;
	q_scope_free(l->scope);
	l->scope = scope;
	return 0;
}

static int wants_utf8(const cJSON *params)
{
	const cJSON *c = cJSON_GetObjectItemCaseSensitive(params, "capabilities"), *one;
	const cJSON *general = cJSON_GetObjectItemCaseSensitive(c, "general");

	c = cJSON_GetObjectItemCaseSensitive(general, "positionEncodings");
	cJSON_ArrayForEach(one, c)
		if (cJSON_IsString(one) && !strcmp(one->valuestring, "utf-8"))
			return 1;
	return 0;
}

static cJSON *capabilities(const struct lsp *l)
{
	cJSON *result = cJSON_CreateObject(), *c, *o;

	c = cJSON_AddObjectToObject(result, "capabilities");
	cJSON_AddStringToObject(c, "positionEncoding", l->utf8 ? "utf-8" : "utf-16");
	o = cJSON_AddObjectToObject(c, "textDocumentSync");
	cJSON_AddBoolToObject(o, "openClose", 1);
	cJSON_AddNumberToObject(o, "change", 0);
	cJSON_AddBoolToObject(cJSON_AddObjectToObject(o, "save"), "includeText", 1);
	cJSON_AddBoolToObject(c, "callHierarchyProvider", 1);
	cJSON_AddBoolToObject(c, "definitionProvider", 1);
	cJSON_AddBoolToObject(c, "hoverProvider", 1);
	cJSON_AddBoolToObject(c, "workspaceSymbolProvider", 1);
	o = cJSON_AddObjectToObject(result, "serverInfo");
	cJSON_AddStringToObject(o, "name", "kpath");
	cJSON_AddStringToObject(o, "version", KPATH_VERSION);
	return result;
}

static cJSON *initialize(struct lsp *l, const cJSON *params)
{
	const cJSON *options = cJSON_GetObjectItemCaseSensitive(params, "initializationOptions");
	struct strbuf root = STRBUF_INIT;

	if (set_scope(l, options))
		return NULL;
	l->utf8 = wants_utf8(params);
	cJSON_Delete(l->params);
	l->params = cJSON_Duplicate(params, 1);
	client_root(params, &root);
	find_tree(l, root.len ? root.buf : NULL);
	strbuf_release(&root);
	l->state = LSP_READY;
	return capabilities(l);
}

/* What the answers lack is said once. */
static void initialized(struct lsp *l, struct strbuf *out)
{
	const char *failed = graph_get_meta(l->set.g, "tus_failed");
	struct strbuf sb = STRBUF_INIT;

	if (!l->root)
		show_message(2, "kpath: the source tree of this index is not here; start "
			     "kpath lsp with --source DIR", out);
	if (strtoul(failed, NULL, 10)) {
		strbuf_addf(&sb, "kpath: %s translation units could not be read; calls in them are "
			    "missing", failed);
		show_message(2, sb.buf, out);
	}
	strbuf_release(&sb);
}

static void document(struct lsp *l, const char *method, const cJSON *params, struct strbuf *out)
{
	cJSON *found = lsp_document(l, method, params), *msg;

	if (!found)
		return;
	msg = cJSON_CreateObject();
	cJSON_AddStringToObject(msg, "method", "textDocument/publishDiagnostics");
	cJSON_AddItemToObject(msg, "params", found);
	send(msg, out);
}

/* ---- requests --------------------------------------------------------------------------- */

static const struct method {
	const char *name;
	cJSON *(*run)(struct lsp *l, const cJSON *params);
} methods[] = {
	{ "textDocument/prepareCallHierarchy", lsp_prepare },
	{ "callHierarchy/incomingCalls", lsp_incoming },
	{ "callHierarchy/outgoingCalls", lsp_outgoing },
	{ "textDocument/definition", lsp_definition },
	{ "textDocument/hover", lsp_hover },
	{ "workspace/symbol", lsp_symbols },
};

static void run_method(struct lsp *l, const struct method *m, const cJSON *id,
		       const cJSON *params, struct strbuf *out)
{
	cJSON *result = m->run(l, params);

	if (result)
		send_result(id, result, out);
	else
		send_error(id, LSP_INVALID_PARAMS, l->err.buf, out);
}

static void request(struct lsp *l, const char *name, const cJSON *id, const cJSON *params,
		    struct strbuf *out)
{
	static const struct method init = { "initialize", initialize };
	size_t i;

	if (l->state == LSP_SHUT_DOWN) {
		send_error(id, LSP_INVALID_REQUEST, "the server was shut down", out);
	} else if (!strcmp(name, init.name)) {
		if (l->state == LSP_NEW)
			run_method(l, &init, id, params, out);
		else
			send_error(id, LSP_INVALID_REQUEST, "the server is initialized already", out);
	} else if (l->state == LSP_NEW) {
		send_error(id, LSP_NOT_INITIALIZED, "initialize comes first", out);
	} else if (!strcmp(name, "shutdown")) {
		l->state = LSP_SHUT_DOWN;
		send_result(id, cJSON_CreateNull(), out);
	} else {
		for (i = 0; i < ARRAY_SIZE(methods); i++) {
			if (!strcmp(name, methods[i].name)) {
				run_method(l, &methods[i], id, params, out);
				return;
			}
		}
		strbuf_clear(&l->err);
		strbuf_addf(&l->err, "there is no method %.80s here", name);
		send_error(id, LSP_METHOD_NOT_FOUND, l->err.buf, out);
	}
}

static int message(struct lsp *l, const cJSON *msg, struct strbuf *out)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(msg, "id");
	const cJSON *params = cJSON_GetObjectItemCaseSensitive(msg, "params");
	const char *name = lsp_string(msg, "method");

	if (!cJSON_IsObject(msg) || (id && !cJSON_IsNumber(id) && !cJSON_IsString(id)) ||
	    (!name && !(id && (cJSON_HasObjectItem(msg, "result") ||
			       cJSON_HasObjectItem(msg, "error"))))) {
		send_error(NULL, LSP_INVALID_REQUEST, "this is no request", out);
		return 0;
	}
	if (!name)		/* an answer, though nothing was asked */
		return 0;
	if (id)
		request(l, name, id, params, out);
	else if (!strcmp(name, "exit"))
		return 1;
	else if (!strcmp(name, "initialized") && l->state == LSP_READY)
		initialized(l, out);
	else if (!strncmp(name, "textDocument/did", 16) && l->state == LSP_READY)
		document(l, name, params, out);
	return 0;
}

int lsp_message(struct lsp *l, const char *body, size_t len, struct strbuf *out)
{
	const char *end = body;
	cJSON *msg = cJSON_ParseWithLengthOpts(body, len, &end, 0);
	int ret = 0;

	while (msg && end < body + len && strchr(" \t\r\n", *end) && *end)
		end++;
	if (!msg || end != body + len)
		send_error(NULL, LSP_PARSE_ERROR, "this is not JSON", out);
	else
		ret = message(l, msg, out);
	cJSON_Delete(msg);
	/* files change while the server runs, and their texts add up */
	source_forget(&l->src);
	arena_release(&l->arena);
	arena_init(&l->arena);
	strbuf_clear(&l->err);
	return ret;
}

void lsp_bad_stream(struct lsp *l, enum lsp_read what, struct strbuf *out)
{
	struct strbuf sb = STRBUF_INIT;

	if (what == LSP_TOO_LONG)
		strbuf_addf(&sb, "a message has at most %u bytes", LSP_MAX_MESSAGE);
	else
		strbuf_addstr(&sb, "there is no header with a Content-Length");
	send_error(NULL, what == LSP_TOO_LONG ? LSP_INVALID_REQUEST : LSP_PARSE_ERROR, sb.buf, out);
	strbuf_release(&sb);
}

/* ---- life ------------------------------------------------------------------------------- */

int lsp_new(struct lsp **lsp, const struct lsp_setup *setup, struct strbuf *err)
{
	struct lsp *l = xcalloc(1, sizeof(*l));

	*lsp = NULL;
	l->set = *setup;
	of_graph(l);
	arena_init(&l->arena);
	strbuf_init(&l->err);
	if (set_scope(l, NULL)) {
		error(err, "%s", l->err.buf);
		lsp_free(l);
		return Q_UNKNOWN;
	}
	find_tree(l, NULL);
	*lsp = l;
	return Q_FOUND;
}

void lsp_renew(struct lsp *l, const struct lsp_setup *setup, struct strbuf *out)
{
	struct strbuf root = STRBUF_INIT;

	l->set = *setup;
	report_release(&l->r);
	of_graph(l);
	l->nr_prepared = 0;
	if (set_scope(l, cJSON_GetObjectItemCaseSensitive(l->params, "initializationOptions"))) {
		show_message(2, l->err.buf, out);
		strbuf_clear(&l->err);
		l->set.scenario = l->set.bind = NULL;
		set_scope(l, NULL);
	}
	client_root(l->params, &root);
	find_tree(l, root.len ? root.buf : NULL);
	strbuf_release(&root);
}

void lsp_free(struct lsp *l)
{
	if (!l)
		return;
	q_scope_free(l->scope);
	cJSON_Delete(l->params);
	source_release(&l->src);
	report_release(&l->r);
	arena_release(&l->arena);
	strbuf_release(&l->err);
	free(l->root);
	free(l->prepared);
	free(l);
}

int lsp_was_shut_down(const struct lsp *l)
{
	return l->state == LSP_SHUT_DOWN;
}
