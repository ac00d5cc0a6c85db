/* SPDX-License-Identifier: MIT */
/* The server's own parts. cJSON objects belong to whoever they are added to. */
#ifndef KPATH_LSP_LSP_P_H
#define KPATH_LSP_LSP_P_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "lsp.h"
#include "queries/editor/cursor.h"
#include "reports/report.h"

enum lsp_error {
	LSP_PARSE_ERROR = -32700,
	LSP_INVALID_REQUEST = -32600,
	LSP_METHOD_NOT_FOUND = -32601,
	LSP_INVALID_PARAMS = -32602,
	LSP_NOT_INITIALIZED = -32002
};

enum lsp_state { LSP_NEW, LSP_READY, LSP_SHUT_DOWN };

struct lsp {
	struct lsp_setup set;
	struct report r;		/* for names and places */
	struct source_tree src;
	char *root;			/* the tree as the client writes it; NULL = not there */
	struct q_scope *scope;
	cJSON *params;			/* of initialize; NULL before */
	struct arena arena;		/* of one message */
	enum lsp_state state;
	uint32_t *prepared;		/* functions of the last call hierarchy's items */
	uint32_t nr_prepared, alloc_prepared;
	int utf8;			/* columns are bytes, not UTF-16 units */
	struct strbuf err;
};

/* ---- lsp_text.c: URIs, columns, ranges ----------------------------------------- */

/* Path of a file URI, appended; -1 where it is none. */
int lsp_uri_path(const char *uri, struct strbuf *out);

/* Units (UTF-16, or bytes) of the first `byte` bytes of a line, and back: the byte
 * at which unit `column` begins, at most `len`. A byte that is no UTF-8 is one unit. */
size_t lsp_column(const char *line, size_t byte, int utf8);
size_t lsp_byte(const char *line, size_t len, size_t column, int utf8);

/* File id of a URI, 0 where the index does not have it; `path` is set to its real
 * path where it lies below tree or build directory, else left empty. */
uint32_t lsp_file(struct lsp *l, const char *uri, struct strbuf *path);
/* URI of a file as the client writes it, appended; -1 where the tree is not known. */
int lsp_file_uri(struct lsp *l, uint32_t file, struct strbuf *out);

/* Line `line` (from 1), raw; NULL where the text is not that which was indexed. */
const char *lsp_line(struct lsp *l, uint32_t file, uint32_t line, size_t *len);

/* Finds `word` as a whole word; its first byte or -1. */
long lsp_find_word(const char *line, size_t len, const char *word);
/* Can the byte stand in an identifier? C allows letters of any script, gcc "$". */
int lsp_in_word(int c);

/* {"start":…,"end":…}; lines from 0, columns in units. */
cJSON *lsp_range(uint32_t line1, size_t col1, uint32_t line2, size_t col2);

/* ---- lsp_calls.c: the requests ---------------------------------------------------- */

/* Each gives a result, or NULL with a sentence in l->err (invalid params). */
cJSON *lsp_prepare(struct lsp *l, const cJSON *params);
cJSON *lsp_incoming(struct lsp *l, const cJSON *params);
cJSON *lsp_outgoing(struct lsp *l, const cJSON *params);
cJSON *lsp_definition(struct lsp *l, const cJSON *params);
cJSON *lsp_hover(struct lsp *l, const cJSON *params);
cJSON *lsp_symbols(struct lsp *l, const cJSON *params);

/* ---- lsp_check.c: documents ------------------------------------------------------- */

/* didOpen, didSave and didClose of a text about the code: the parameters of the
 * diagnostics to publish, or NULL. */
cJSON *lsp_document(struct lsp *l, const char *method, const cJSON *params);

/* The string member of an object, or NULL. */
const char *lsp_string(const cJSON *obj, const char *key);

/* ---- lsp_items.c: functions and calls as the protocol shows them -------------------- */

/* A CallHierarchyItem with `detail`; NULL where the function has no place that a
 * client could open. */
cJSON *lsp_item(struct lsp *l, uint32_t func, const char *detail);
/* The function that an item's `data` (or its name and place) stands for, 0 = none. */
uint32_t lsp_item_func(struct lsp *l, const cJSON *item);
/* {"uri","range"} of a function's name, or NULL. */
cJSON *lsp_location(struct lsp *l, uint32_t func);
/* Why an edge is there: "via proto_ops.sendmsg = …, registered at …". Appended. */
void lsp_reason(struct lsp *l, const struct q_edge *e, struct strbuf *out);
/* Callers or callees that the scenario leaves; release with q_edges_release. */
void lsp_edges(struct lsp *l, uint32_t func, int callers, struct q_edges_result *res);
/* CallHierarchyIncomingCall[] (OutgoingCall[]): one for each function. */
cJSON *lsp_calls(struct lsp *l, uint32_t func, int callers);

#endif
