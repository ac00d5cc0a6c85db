/* SPDX-License-Identifier: MIT */
/*
 * kpath-worker: parses one translation unit after the other for the pool
 * that started it. Reads frames on stdin, answers on stdout (see wire.h).
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "frontend/sandbox.h"
#include "frontend/wire.h"
#include "door.h"
#include "pch.h"
#include "tu.h"

#define CPU_SECONDS 600		/* for one TU; the pool's own limit is shorter, but of the wall clock */
#define PCH_CPU_SECONDS 1800

struct worker_state {
	struct tu_parser *tp;
	struct compdb db;
	int confined;
	unsigned sandbox;	/* what is in force */
};

/* Once, when it is known whether this one is to make a precompiled header:
 * nobody else writes files. */
static void confine(struct worker_state *w, const char *writable)
{
	struct sandbox_options o = { .writable = writable };
	const char **list;
	size_t nr = 0;

	if (w->confined++)
		return;
	while (w->db.readable && w->db.readable[nr])
		nr++;
	list = xcalloc(nr + 4, sizeof(*list));
	if (nr)
		memcpy(list, w->db.readable, nr * sizeof(*list));
	list[nr++] = w->db.tree;
	list[nr++] = w->db.build;
	list[nr++] = tu_resource_dir();
	list[nr] = NULL;
	o.readable = list;
	w->sandbox = sandbox_enter(&o);
	door_close(list);
	free(list);
}

static int answer_pch(struct worker_state *w, struct strbuf *in)
{
	struct arena a = ARENA_INIT;
	struct pch_request req;
	struct wire_reply reply = { 0 };
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT, base = STRBUF_INIT;
	int rc = -1;

	memset(&req, 0, sizeof(req));
	if (!wire_get_pch_request(in->buf, in->len, &a, &req)) {
		confine(w, req.dir);
		sandbox_cpu(PCH_CPU_SECONDS);
		reply.sandbox = w->sandbox;
		reply.used_pch = !pch_make(w->tp, &req, &w->db, &base, &err);
		reply.text = reply.used_pch ? base.buf : err.buf;
		reply.text_len = reply.used_pch ? base.len : err.len;
		wire_put_reply(&out, &reply, NULL);
		rc = fd_write_all(STDOUT_FILENO, out.buf, out.len);
	}
	strbuf_release(&out);
	strbuf_release(&err);
	strbuf_release(&base);
	arena_release(&a);
	return rc;
}

static int answer(struct worker_state *w, struct strbuf *in)
{
	struct arena a = ARENA_INIT;
	struct compile_command cmd;
	struct tu_facts f;
	struct tu_note note = { .why = STRBUF_INIT, .files = STRBUF_INIT, .named = STRBUF_INIT };
	struct wire_reply reply = { 0 };
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	struct tu_pch pch;
	unsigned flags;
	int rc = -1;

	memset(&cmd, 0, sizeof(cmd));
	facts_init(&f);
	if (wire_get_request(in->buf, in->len, &a, &cmd, &pch, &flags))
		goto out;
	if (flags & TU_MAKE_PCH) {
		rc = answer_pch(w, in);
		goto out;
	}
	confine(w, NULL);
	sandbox_cpu(CPU_SECONDS);
	tu_parser_expect(w->tp, pch.named);
	tu_parse(w->tp, &cmd, &w->db, flags, &pch, &f, &note, &err);	/* what failed is in the facts */
	reply.sandbox = w->sandbox;
	reply.used_pch = note.used_pch;
	reply.text = note.why.buf;
	reply.text_len = note.why.len;
	reply.files = note.files.buf;
	reply.files_len = note.files.len;
	reply.named = note.named.buf;
	reply.named_len = note.named.len;
	wire_put_reply(&out, &reply, &f);
	rc = fd_write_all(STDOUT_FILENO, out.buf, out.len);
out:
	facts_release(&f);
	tu_note_release(&note);
	strbuf_release(&out);
	strbuf_release(&err);
	arena_release(&a);
	return rc;
}

/* The user's terminal is none for foreign sources, nor for what the parser says of them as it dies:
 * kpath tells how a worker ended. A sanitizer's report must be seen. */
static void be_silent(void)
{
#ifndef KPATH_SANITIZED
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || dup2(fd, STDERR_FILENO) < 0)
		close(STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
#endif
}

int main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct strbuf in = STRBUF_INIT;
	struct worker_state w = { .confined = 0 };
	struct walk_knowledge k;
	int rc = 0;

	(void)argv;
	if (argc > 1 || isatty(STDIN_FILENO)) {
		fputs("kpath-worker is started by \"kpath index\", not by hand.\n", stderr);
		return 2;
	}
	be_silent();
	sandbox_begin();
	memset(&k, 0, sizeof(k));
	compdb_init(&w.db);
	if (wire_read_frame(STDIN_FILENO, &in) != 1 ||
	    wire_get_hello(in.buf, in.len, &a, &w.db, &k))
		return 6;
	w.tp = tu_parser_new(&k);
	while (!rc && wire_read_frame(STDIN_FILENO, &in) == 1)
		rc = answer(&w, &in);
	tu_parser_free(w.tp);
	strbuf_release(&in);
	compdb_release(&w.db);
	arena_release(&a);
	return rc ? 6 : 0;
}
