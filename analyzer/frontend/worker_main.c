/* SPDX-License-Identifier: MIT */
/*
 * kpath-worker: parses one translation unit after the other for the pool
 * that started it. Reads frames on stdin, answers on stdout (see wire.h).
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "pch.h"
#include "tu.h"
#include "wire.h"

#define MAX_DATA ((rlim_t)8 << 30)	/* bytes; a kernel TU takes 0.2 GiB */

static void limit_self(void)
{
	struct rlimit none = { 0, 0 };
#if !defined(__SANITIZE_ADDRESS__)
	struct rlimit data = { MAX_DATA, MAX_DATA };

	setrlimit(RLIMIT_DATA, &data);
#endif
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	setrlimit(RLIMIT_CORE, &none);
}

/* Only the maker of a PCH writes files. */
static void write_nothing(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_FSIZE, &none);
}

static int answer_pch(struct tu_parser *tp, const struct compdb *db, struct strbuf *in)
{
	struct arena a = ARENA_INIT;
	struct pch_request req;
	struct wire_reply reply = { 0 };
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT, base = STRBUF_INIT;
	int rc = -1;

	memset(&req, 0, sizeof(req));
	if (!wire_get_pch_request(in->buf, in->len, &a, &req)) {
		reply.used_pch = !pch_make(tp, &req, db, &base, &err);
		reply.text = reply.used_pch ? base.buf : err.buf;
		reply.text_len = reply.used_pch ? base.len : err.len;
		wire_put_reply(&out, &reply, NULL);
		rc = wire_write(STDOUT_FILENO, out.buf, out.len);
	}
	strbuf_release(&out);
	strbuf_release(&err);
	strbuf_release(&base);
	arena_release(&a);
	return rc;
}

static int answer(struct tu_parser *tp, const struct compdb *db, struct strbuf *in)
{
	struct arena a = ARENA_INIT;
	struct compile_command cmd;
	struct tu_facts f;
	struct tu_note note = { .why = STRBUF_INIT, .files = STRBUF_INIT };
	struct wire_reply reply = { 0 };
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	const char *pch;
	unsigned flags;
	int rc = -1;

	memset(&cmd, 0, sizeof(cmd));
	facts_init(&f);
	if (wire_get_request(in->buf, in->len, &a, &cmd, &pch, &flags))
		goto out;
	if (flags & TU_MAKE_PCH) {
		rc = answer_pch(tp, db, in);
		goto out;
	}
	write_nothing();
	tu_parse(tp, &cmd, db, flags, pch, &f, &note, &err);	/* what failed is in the facts */
	reply.used_pch = note.used_pch;
	reply.text = note.why.buf;
	reply.text_len = note.why.len;
	reply.files = note.files.buf;
	reply.files_len = note.files.len;
	wire_put_reply(&out, &reply, &f);
	rc = wire_write(STDOUT_FILENO, out.buf, out.len);
out:
	facts_release(&f);
	tu_note_release(&note);
	strbuf_release(&out);
	strbuf_release(&err);
	arena_release(&a);
	return rc;
}

int main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct strbuf in = STRBUF_INIT;
	struct knowledge k;
	struct compdb db;
	struct tu_parser *tp;
	int rc = 0;

	(void)argv;
	if (argc > 1 || isatty(STDIN_FILENO)) {
		fputs("kpath-worker is started by \"kpath index\", not by hand.\n", stderr);
		return 2;
	}
	limit_self();
	memset(&k, 0, sizeof(k));
	compdb_init(&db);
	if (wire_read_frame(STDIN_FILENO, &in) != 1 ||
	    wire_get_hello(in.buf, in.len, &a, &db, &k))
		return 6;
	tp = tu_parser_new(&k);
	while (!rc && wire_read_frame(STDIN_FILENO, &in) == 1)
		rc = answer(tp, &db, &in);
	tu_parser_free(tp);
	strbuf_release(&in);
	compdb_release(&db);
	arena_release(&a);
	return rc ? 6 : 0;
}
