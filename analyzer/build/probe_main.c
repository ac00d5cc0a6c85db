/* SPDX-License-Identifier: MIT */
/*
 * kpath-probe: stands in Kbuild's PATH under the compiler's name. Kbuild asks the compiler some hundred times whether
 * it takes an option (cc-option: an empty source, an output that nobody reads), the same again in each of its runs;
 * what has been asked before is answered from a file. Everything else is the compiler's: it takes this one's place.
 *
 * KPATH_PROBE_CC    the compiler's path
 * KPATH_PROBE_KEY   what tells it from every other compiler
 * KPATH_PROBE_DIR   where answers are kept
 * KPATH_PROBE_SKIP  a file with objects, one a line, that need not be made (dryrun.c)
 *
 * The first directory of PATH, where this program is found, is not handed on.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "probe.h"

static _Noreturn void become(const char *cc, char **argv)
{
	execv(cc, argv);
	fprintf(stderr, "kpath-probe: cannot run %s: %s\n", cc, strerror(errno));
	_exit(127);
}

static void leave_path(void)
{
	const char *path = getenv("PATH"), *rest = path ? strchr(path, ':') : NULL;

	if (rest)
		setenv("PATH", rest + 1, 1);
}

/* ---- objects that need not be made ------------------------------------------ */

static int is_skipped(const char *list, int argc, char **argv)
{
	struct strbuf all = STRBUF_INIT, line = STRBUF_INIT;
	int i, found = 0;

	for (i = 1; i + 1 < argc && strcmp(argv[i], "-o"); i++)
		;
	if (i + 1 < argc && !file_read(list, &all, NULL)) {
		strbuf_addf(&line, "\n%s\n", argv[i + 1]);
		found = strstr(all.buf, line.buf) != NULL;
	}
	strbuf_release(&all);
	strbuf_release(&line);
	return found;
}

/* ---- answers ------------------------------------------------------------------ */

struct answer {
	const char *key, *said, *made;	/* made: the output file, NULL where there is none */
	size_t key_len, said_len, made_len;
	int code;
};

static int answer_get(struct answer *a, const struct strbuf *text)
{
	struct bytes_reader r;

	bytes_reader_init(&r, text->buf, text->len);
	a->key = bytes_get_blob(&r, &a->key_len);
	a->code = (int)bytes_get_u32(&r);
	a->said = bytes_get_blob(&r, &a->said_len);
	a->made = bytes_get_u32(&r) ? bytes_get_blob(&r, &a->made_len) : NULL;
	return r.bad || r.p != r.end || a->code > 1 ? -1 : 0;
}

static void answer_put(const struct answer *a, struct strbuf *out)
{
	bytes_put_blob(out, a->key, a->key_len);
	bytes_put_uint(out, (uint64_t)a->code);
	bytes_put_blob(out, a->said, a->said_len);
	bytes_put_uint(out, !!a->made);
	if (a->made)
		bytes_put_blob(out, a->made, a->made_len);
}

/* The exit code, -1 where nothing is known. */
static int replay(const char *file, const struct strbuf *key, const char *output)
{
	struct strbuf text = STRBUF_INIT;
	struct answer a = { .made = NULL };
	int code = -1;

	if (!cache_read(file, &text) && !answer_get(&a, &text) && a.key_len == key->len &&
	    !memcmp(a.key, key->buf, key->len) &&
	    (!a.made || !file_write_atomic(output, a.made, a.made_len, NULL))) {
		fd_write_all(STDERR_FILENO, a.said, a.said_len);
		code = a.code;
	}
	strbuf_release(&text);
	return code;
}

/* Runs the compiler, all that it prints to `said`; what waitpid() gives. */
static int run(const char *cc, char **argv, struct strbuf *said)
{
	int fd[2], status = -1;
	char buf[4096];
	ssize_t n;
	pid_t pid;

	if (pipe(fd))
		become(cc, argv);
	pid = fork();
	if (pid < 0)
		become(cc, argv);
	if (!pid) {
		dup2(fd[1], STDOUT_FILENO);
		dup2(fd[1], STDERR_FILENO);
		close(fd[0]);
		close(fd[1]);
		become(cc, argv);
	}
	close(fd[1]);
	while ((n = read(fd[0], buf, sizeof(buf))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			strbuf_add(said, buf, (size_t)n);
	close(fd[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static int run_and_keep(const char *cc, char **argv, const char *file, const struct strbuf *key, const char *output)
{
	struct strbuf said = STRBUF_INIT, made = STRBUF_INIT, text = STRBUF_INIT;
	struct answer a = { .key = key->buf, .key_len = key->len };
	int status = run(cc, argv, &said);

	fd_write_all(STDERR_FILENO, said.buf, said.len);
	a.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	a.said = said.len ? said.buf : "";
	a.said_len = said.len;
	if (strcmp(output, "/dev/null") && !file_read(output, &made, NULL)) {
		a.made = made.len ? made.buf : "";
		a.made_len = made.len;
	}
	/* a compiler that was killed may do better another time */
	if (a.code <= 1) {
		answer_put(&a, &text);
		file_write_atomic(file, text.buf, text.len, NULL);
	}
	strbuf_release(&said);
	strbuf_release(&made);
	strbuf_release(&text);
	return a.code;
}

int main(int argc, char **argv)
{
	const char *cc = getenv("KPATH_PROBE_CC"), *dir = getenv("KPATH_PROBE_DIR");
	const char *id = getenv("KPATH_PROBE_KEY"), *skip = getenv("KPATH_PROBE_SKIP"), *output;
	struct strbuf key = STRBUF_INIT, file = STRBUF_INIT;
	int code;

	if (!cc || !argc) {
		fprintf(stderr, "kpath-probe is run by kpath, when it asks Kbuild\n");
		return 2;
	}
	leave_path();
	if (skip && is_skipped(skip, argc, argv))
		return 1;
	output = dir && id ? probe_output(argc, (const char *const *)argv) : NULL;
	if (!output)
		become(cc, argv);
	probe_key(&key, id, argc, (const char *const *)argv);
	strbuf_addf(&file, "%s/%016llx", dir, (unsigned long long)digest64(key.buf, key.len));
	code = replay(file.buf, &key, output);
	if (code < 0)
		code = run_and_keep(cc, argv, file.buf, &key, output);
	strbuf_release(&key);
	strbuf_release(&file);
	return code;
}
