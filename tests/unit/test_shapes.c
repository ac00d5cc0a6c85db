/* SPDX-License-Identifier: MIT */
/*
 * JSON of the right names and the wrong shapes: each value of a text that is read is put in turn as each other kind,
 * an object as the list of its members too. What comes is a sentence, never a crash.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <cjson/cJSON.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "build/ccjson.h"
#include "build/collect.h"
#include "model/knowledge.h"
#include "queries/lab/lab.h"
#include "servers/api/api.h"
#include "servers/lsp/lsp.h"
#include "servers/mcp/mcp.h"
#include "tests/fuzz/fuzz.h"

#define LIST_MOST 2	/* entries of a list that are changed: those behind are read in the same way */

static const char *const shape[] = {
	"null", "true", "0", "-1", "4294967297", "1e308", "\"\"", "\"x\"", "[]", "[1]", "[\"a\"]", "[[1]]", "[null]",
	"[{}]", "{}", "{\"a\":1}", "{\"a\":{\"a\":[]}}", "{\"\":\"\"}",
};

struct taken {
	uint32_t accepted, refused;
};

typedef void take(const char *text, size_t len, struct taken *n);

static void give(const cJSON *doc, take *f, struct taken *n)
{
	char *text = cJSON_PrintUnformatted(doc);

	f(text, strlen(text), n);
	free(text);
}

/* A copy of the object or list as the other of them. */
static cJSON *turned(const cJSON *v)
{
	cJSON *to = cJSON_IsObject(v) ? cJSON_CreateArray() : cJSON_CreateObject();
	const cJSON *m;

	cJSON_ArrayForEach(m, v) {
		if (cJSON_IsArray(to))
			cJSON_AddItemToArray(to, cJSON_Duplicate(m, 1));
		else
			cJSON_AddItemToObject(to, "a", cJSON_Duplicate(m, 1));
	}
	return to;
}

static void put(cJSON *root, cJSON *parent, cJSON *at, cJSON *with, take *f, struct taken *n)
{
	cJSON *old = cJSON_Duplicate(at, 1);
	cJSON **where = &parent->child;

	while (*where != at)
		where = &(*where)->next;
	if (at->string) {
		with->string = strdup(at->string);
		old->string = old->string ? old->string : strdup(at->string);
	}
	assert_true(cJSON_ReplaceItemViaPointer(parent, at, with));
	give(root, f, n);
	assert_true(cJSON_ReplaceItemViaPointer(parent, with, old));
}

static void change(cJSON *root, cJSON *parent, take *f, struct taken *n)
{
	uint32_t nr = (uint32_t)cJSON_GetArraySize(parent), i;
	size_t s;

	for (i = 0; i < nr && (cJSON_IsObject(parent) || i < LIST_MOST); i++) {
		for (s = 0; s < ARRAY_SIZE(shape); s++)
			put(root, parent, cJSON_GetArrayItem(parent, (int)i), cJSON_Parse(shape[s]), f, n);
		if (cJSON_GetArrayItem(parent, (int)i)->child) {
			cJSON *at = cJSON_GetArrayItem(parent, (int)i);

			put(root, parent, at, turned(at), f, n);
			change(root, cJSON_GetArrayItem(parent, (int)i), f, n);
		}
	}
}

/* All shapes of a text that is accepted as it is. */
static void all_shapes(const char *text, take *f, uint32_t least)
{
	cJSON *doc = cJSON_Parse(text);
	struct taken n = { 0, 0 };
	size_t s;

	if (!doc)
		fail_msg("no JSON: %s", text);
	give(doc, f, &n);
	if (!n.accepted)
		fail_msg("refused as it is: %s", text);
	for (s = 0; s < ARRAY_SIZE(shape); s++)
		f(shape[s], strlen(shape[s]), &n);
	change(doc, doc, f, &n);
	if (n.refused < least)
		fail_msg("%u of %u refused", n.refused, n.accepted + n.refused);
	cJSON_Delete(doc);
}

static char *fixture(const char *name)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT, err = STRBUF_INIT;

	strbuf_addf(&path, "%s/%s", KPATH_SOURCE_DIR, name);
	if (file_read(path.buf, &text, &err))
		fail_msg("%s", err.buf);
	strbuf_release(&path);
	return strbuf_detach(&text, NULL);
}

/* ---- readers ---------------------------------------------------------------------------- */

static void told(int failed, struct strbuf *err, struct taken *n)
{
	if (failed)
		assert_true(err->len > 0);
	*(failed ? &n->refused : &n->accepted) += 1;
	strbuf_release(err);
}

static void take_lab(const char *text, size_t len, struct taken *n)
{
	struct strbuf err = STRBUF_INIT;
	struct lab_result res;
	struct lab lab;
	int ret = lab_parse(&lab, text, len, "lab.json", &err);

	if (!ret) {
		lab_run(&lab, fuzz_graph(), fuzz_knowledge(), &res);
		lab_result_release(&res);
	}
	told(ret, &err, n);
	lab_release(&lab);
}

static void lab_files(void **state)
{
	static const char own[] = "{\"id\":\"a\",\"title\":{\"en\":\"T\",\"zh\":\"T\"},\"text\":\"t\",\"reads\":[\"core/\"],"
		"\"variants\":[{\"id\":\"one\",\"needs\":[\"def:do_work\"]},{\"id\":\"two\",\"needs\":\"def:none\"}],"
		"\"questions\":[{\"title\":\"Q\",\"text\":\"x {call:do_work>helper_one}\",\"points\":2,\"needs\":[\"def:do_work\"],\"parts\":["
		"{\"kind\":\"path\",\"from\":\"main_loop\",\"to\":\"helper_one\",\"variant\":\"one\"},"
		"{\"kind\":\"callers\",\"function\":\"do_work\"}]}]}";
	char *more = fixture("tests/fuzz/corpus/lab/seed-sequence-and-source");

	all_shapes(own, take_lab, 100);
	all_shapes(more, take_lab, 100);
	free(more);
}

static void take_knowledge(const char *text, size_t len, struct taken *n)
{
	struct strbuf err = STRBUF_INIT;
	struct knowledge k;
	int ret = knowledge_init(&k, text, "own.json", &err);

	told(ret, &err, n);
	if (!ret)
		knowledge_release(&k);
}

/* The built-in knowledge, of each list and table the first two: laid over itself it is taken. */
static void shorten(cJSON *v)
{
	cJSON *m, *next;
	int i = 0;

	for (m = v->child; m; m = next, i++) {
		next = m->next;
		if (cJSON_IsArray(v) && i >= LIST_MOST)
			cJSON_Delete(cJSON_DetachItemViaPointer(v, m));
		else if (m->child)
			shorten(m);
	}
}

static void knowledge(void **state)
{
	char *text = fixture("knowledge/linux.json"), *small;
	cJSON *doc = cJSON_Parse(text), *part, *one;

	shorten(doc);
	/* part by part: what is read anew each time is short */
	cJSON_ArrayForEach(part, doc) {
		one = cJSON_CreateObject();
		cJSON_AddItemToObject(one, part->string, cJSON_Duplicate(part, 1));
		while (cJSON_IsObject(part) && cJSON_GetArraySize(one->child) > 5)
			cJSON_DeleteItemFromArray(one->child, 5);
		small = cJSON_PrintUnformatted(one);
		all_shapes(small, take_knowledge, 10);
		free(small);
		cJSON_Delete(one);
	}
	cJSON_Delete(doc);
	free(text);
}

static void take_commands(const char *text, size_t len, struct taken *n)
{
	struct kbuild_options opt = { .tree = fuzz_dir(), .build = fuzz_dir() };
	struct strbuf err = STRBUF_INIT;
	struct collector c;
	struct compdb db;
	char path[256];
	int ret;

	fuzz_put(fuzz_path(path, "a.c"), "", 0);
	fuzz_put(fuzz_path(path, "b.c"), "", 0);
	fuzz_put(fuzz_path(path, "compile_commands.json"), text, len);
	compdb_init(&db);
	db.tree = db.build = fuzz_dir();
	db.version = db.config = db.arch = "";
	collector_init(&c, &db, &opt);
	ret = ccjson_collect(&c, path, &err) || collector_finish(&c, &err);
	told(ret, &err, n);
	collector_release(&c);
	compdb_release(&db);
}

static void commands(void **state)
{
	all_shapes("[{\"directory\":\".\",\"file\":\"a.c\",\"arguments\":[\"gcc\",\"-c\",\"a.c\"],\"output\":\"a.o\"},"
		   "{\"directory\":\".\",\"file\":\"b.c\",\"command\":\"gcc -c b.c\"}]", take_commands, 5);
}

static struct api_index small;

static void take_tool(const char *text, size_t len, struct taken *n)
{
	struct strbuf out = STRBUF_INIT;
	struct mcp m;

	mcp_init(&m, &small);
	mcp_message(&m, text, len, &out);
	/* notifications have no answer */
	told(!out.len || strstr(out.buf, "\"error\"") || strstr(out.buf, "\"isError\":true"), &out, n);
}

static void tools(void **state)
{
	static const char call[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}";
	static const char *const asked[][2] = {
		{ "path", "{\"from\":\"main_loop\",\"to\":\"helper_two\",\"k\":2,\"avoid\":[\"give_up\"],\"offset\":1,\"max_tokens\":500}" },
		{ "callers", "{\"function\":\"do_work\",\"depth\":2}" },
		{ "check", "{\"text\":\"`do_work()` calls `helper_one()`.\"}" },
		{ "names", "{\"word\":\"do\"}" },
	};
	char text[600];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(asked); i++) {
		snprintf(text, sizeof(text), call, asked[i][0], asked[i][1]);
		all_shapes(text, take_tool, 20);
	}
	all_shapes("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2024-11-05\","
		   "\"capabilities\":{\"a\":{}},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}}", take_tool, 5);
}

static void take_message(const char *text, size_t len, struct taken *n)
{
	const struct lsp_setup setup = { .g = fuzz_graph(), .k = fuzz_knowledge(), .source = fuzz_dir(), .tree = fuzz_dir() };
	static const char hello[] = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}";
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	struct lsp *lsp;

	assert_int_equal(lsp_new(&lsp, &setup, &err), 0);
	if (!strstr(text, "\"initialize\""))
		lsp_message(lsp, hello, sizeof(hello) - 1, &out);
	strbuf_clear(&out);
	lsp_message(lsp, text, len, &out);
	told(!out.len || strstr(out.buf, "\"error\""), &out, n);
	strbuf_release(&err);
	lsp_free(lsp);
}

static void messages(void **state)
{
#define AT "\"textDocument\":{\"uri\":\"file:///core/work.c\"},\"position\":{\"line\":19,\"character\":5}"
#define PLACE "{\"start\":{\"line\":19,\"character\":4},\"end\":{\"line\":19,\"character\":11}}"
#define ITEM "\"item\":{\"name\":\"do_work\",\"kind\":12,\"uri\":\"file:///core/work.c\",\"range\":" PLACE ",\"selectionRange\":" PLACE \
	",\"data\":{\"id\":2,\"name\":\"do_work\",\"file\":\"core/work.c\",\"line\":20,\"unit\":\"\",\"variant\":\"\"}}"
	static const char *const asked[][2] = {
		{ "initialize", "\"processId\":1,\"rootUri\":\"file:///x\",\"rootPath\":\"/x\",\"workspaceFolders\":[{\"uri\":\"file:///x\",\"name\":\"x\"}],"
			"\"capabilities\":{\"general\":{\"positionEncodings\":[\"utf-8\"]}},\"initializationOptions\":{\"as\":[\"tcp4\"]}" },
		{ "textDocument/hover", AT },
		{ "textDocument/definition", AT },
		{ "textDocument/prepareCallHierarchy", AT },
		{ "callHierarchy/incomingCalls", ITEM },
		{ "callHierarchy/outgoingCalls", ITEM },
		{ "workspace/symbol", "\"query\":\"work\"" },
		{ "textDocument/didOpen", "\"textDocument\":{\"uri\":\"file:///x/n.md\",\"languageId\":\"markdown\",\"version\":1,"
			"\"text\":\"`do_work()` calls `give_up()`.\"}" },
		{ "textDocument/didSave", "\"textDocument\":{\"uri\":\"file:///x/n.md\"},\"text\":\"`do_work()` calls `give_up()`.\"" },
		{ "$/cancelRequest", "\"id\":1" },
	};
	char text[1200];
	struct taken n;
	cJSON *doc;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(asked); i++) {
		snprintf(text, sizeof(text), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}", asked[i][0], asked[i][1]);
		memset(&n, 0, sizeof(n));
		doc = cJSON_Parse(text);
		change(doc, doc, take_message, &n);
		if (!n.refused)
			fail_msg("%s: nothing was refused", asked[i][0]);
		cJSON_Delete(doc);
	}
}

static int setup_index(void **state)
{
	fuzz_put_sources();
	api_index_init(&small, "small", fuzz_graph(), fuzz_knowledge(), fuzz_dir(), NULL);
	return 0;
}

static int release_index(void **state)
{
	api_index_release(&small);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lab_files),
		cmocka_unit_test(knowledge),
		cmocka_unit_test(commands),
		cmocka_unit_test(tools),
		cmocka_unit_test(messages),
	};

	return cmocka_run_group_tests(tests, setup_index, release_index);
}
