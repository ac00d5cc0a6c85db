/* SPDX-License-Identifier: MIT */
/*
 * What an editor asks: which functions a word of a source line stands for, which
 * names begin with what was typed, and which edges a scenario leaves.
 */
#ifndef KPATH_QUERIES_EDITOR_CURSOR_H
#define KPATH_QUERIES_EDITOR_CURSOR_H

#include "queries/query.h"

/* What scenarios and bindings leave of the edges. */
struct q_scope;

/* Q_FOUND and *scope (NULL where nothing is asked for), or Q_UNKNOWN and a
 * sentence. Both lists as in struct q_path_options. g and k must outlive it. */
int q_scope_new(struct q_scope **scope, const struct graph *g, const struct knowledge *k,
		const char *const *scenario, const char *const *bind, struct strbuf *err);
void q_scope_free(struct q_scope *scope);

/* Does edge `edge` stay, and neither of its ends but `func` belong to what the
 * scenario never enters? A NULL scope keeps all. */
int q_scope_keeps(struct q_scope *scope, uint32_t edge, uint32_t func);

/* Does the scenario say what can be called at this call site? */
int q_scope_rules(struct q_scope *scope, uint32_t site);

/* The field value (id of g->field_value) of a table that the scenario names, by
 * which the edge stays, where the edge's own evidence is of another table; else
 * 0. *slot: what it is stored in. */
uint32_t q_scope_reason(struct q_scope *scope, uint32_t edge, uint32_t *slot);

/*
 * Functions that the word `word` (`len` bytes) stands for on line `line` of file
 * `file`; line 0 or file 0: anywhere. The first of these that gives any:
 *
 *  - the function that is defined there by this name, or made there by a macro
 *    (SYSCALL_DEFINE3(connect, …): "connect" and the macro's name, the system
 *    call itself first);
 *  - what the calls on that line reach by this name, by a field of this name
 *    (sock->ops->sendmsg) or by a macro of this name: the functions that are
 *    really called, also of several of one name;
 *  - a function of this name in the same file;
 *  - those of this name that the file could see: not static, or of a header,
 *    with a body where there are any;
 *  - all of this name.
 *
 * Of calls, only what `scope` leaves. `func` lies in `a`, by file and line, each once. Q_FOUND or Q_NONE.
 */
int q_at(const struct graph *g, uint32_t file, uint32_t line, const char *word, size_t len,
	 struct q_scope *scope, struct arena *a, struct q_names *names);

/*
 * Functions with a body whose name begins with `text`, then those that contain
 * it (letters of any case); at most `limit`, by name, file and line. An empty
 * text names none.
 */
int q_symbols(const struct graph *g, const char *text, uint32_t limit, struct arena *a,
	      struct q_names *names);

#endif
