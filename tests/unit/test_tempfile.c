/* SPDX-License-Identifier: MIT */
/* Files that take their place when whole; cache directories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cachedir.h"
#include "base/fileio.h"
#include "base/tempfile.h"
#include "base/xalloc.h"

static char top[] = "/tmp/kpath-tempfile-XXXXXX";

static const char *in_top(const char *name)
{
	static char path[4][160];
	static unsigned n;
	char *p = path[n++ % 4];

	snprintf(p, sizeof(path[0]), "%s/%s", top, name);
	return p;
}

static int set_up(void **state)
{
	return mkdtemp(top) ? 0 : -1;
}

static int tear_down(void **state)
{
	return dir_remove_all(top, NULL);
}

static void put(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void takes_its_place(void **state)
{
	struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;
	struct tempfile t = TEMPFILE_INIT, u = TEMPFILE_INIT;

	assert_int_equal(tempfile_open(&t, in_top("a"), &err), 0);
	assert_int_equal(tempfile_open(&u, in_top("a"), &err), 0);	/* two at once */
	assert_string_not_equal(t.path.buf, u.path.buf);
	assert_false(file_exists(in_top("a")));
	assert_int_equal(write(t.fd, "new", 3), 3);
	assert_int_equal(tempfile_commit(&t, in_top("a"), &err), 0);
	tempfile_discard(&u);
	tempfile_discard(&t);		/* after a commit: nothing */
	assert_int_equal(file_read(in_top("a"), &text, &err), 0);
	assert_string_equal(text.buf, "new");
	assert_int_equal(tempfile_open(&t, in_top("no/a"), &err), -1);
	assert_non_null(strstr(err.buf, "no/a"));
	/* what is no file is not replaced by one */
	strbuf_clear(&err);
	assert_int_equal(mkfifo(in_top("pipe"), 0600), 0);
	assert_int_equal(tempfile_open(&t, in_top("pipe"), &err), -1);
	assert_non_null(strstr(err.buf, "no regular file"));
	unlink(in_top("pipe"));
	strbuf_release(&err);
	strbuf_release(&text);
}

static void sweeps_only_what_is_dead(void **state)
{
	struct tempfile t = TEMPFILE_INIT;
	int status;
	pid_t pid;

	assert_int_equal(tempfile_open(&t, in_top("k.db"), NULL), 0);
	pid = fork();
	if (!pid) {
		struct tempfile dead = TEMPFILE_INIT;

		_exit(tempfile_open(&dead, in_top("k.db"), NULL) ? 1 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	put(in_top("k.db.tmp.12"));
	put(in_top("k.db.tmp.notes"));
	put(in_top("k.db.tmp."));
	put(in_top("other.db.tmp.12"));
	assert_int_equal(symlink(in_top("a"), in_top("k.db.tmp.13")), 0);
	put(in_top("a"));
	tempfile_sweep(in_top("k.db"));
	assert_true(file_exists(t.path.buf));
	assert_false(file_exists(in_top("k.db.tmp.12")));
	assert_true(file_exists(in_top("k.db.tmp.notes")));
	assert_true(file_exists(in_top("k.db.tmp.")));
	assert_true(file_exists(in_top("other.db.tmp.12")));
	assert_true(file_exists(in_top("a")));
	tempfile_sweep(in_top(""));
	assert_false(file_exists(in_top("other.db.tmp.12")));
	assert_true(file_exists(t.path.buf));
	tempfile_discard(&t);
}

/* How a process ends that writes a file when the signal comes; `forked`: it comes to one that it has started. */
static int ends_by(int sig, int forked)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		struct tempfile a = TEMPFILE_INIT, b = TEMPFILE_INIT, c = TEMPFILE_INIT;

		if (tempfile_open(&a, in_top("sig"), NULL) || tempfile_open(&b, in_top("sig"), NULL) ||
		    tempfile_open(&c, in_top("done"), NULL) || tempfile_commit(&c, in_top("done"), NULL))
			_exit(100);
		if (forked) {
			pid = fork();
			if (!pid) {
				raise(sig);
				_exit(101);
			}
			if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status) || !file_exists(a.path.buf))
				_exit(102);
			tempfile_discard(&a);
			tempfile_discard(&b);
			_exit(0);
		}
		raise(sig);
		_exit(file_exists(a.path.buf) && file_exists(b.path.buf) ? 0 : 103);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static int nr_left(void)
{
	DIR *d = opendir(top);
	struct dirent *de;
	int n = 0;

	while ((de = readdir(d)))
		n += !strncmp(de->d_name, "sig.tmp.", 8);
	closedir(d);
	return n;
}

static void signals_take_it_away(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	int status;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		status = ends_by(signals[i], 0);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
		assert_int_equal(nr_left(), 0);
		assert_true(file_exists(in_top("done")));
		unlink(in_top("done"));
		assert_int_equal(ends_by(signals[i], 1), 0);
		assert_int_equal(nr_left(), 0);
	}
	signal(SIGHUP, SIG_IGN);	/* nohup */
	status = ends_by(SIGHUP, 0);
	signal(SIGHUP, SIG_DFL);
	assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
	assert_int_equal(nr_left(), 2);
	tempfile_sweep(in_top("sig"));
	assert_int_equal(nr_left(), 0);
}

static void folders(void **state)
{
	struct tempfile t = TEMPFILE_INIT, u = TEMPFILE_INIT;
	struct strbuf err = STRBUF_INIT, in = STRBUF_INIT;
	struct stat st;
	sigset_t old;

	assert_int_equal(tempdir_open(&t, in_top("d"), &err), 0);
	assert_int_equal(tempdir_open(&u, in_top("d"), &err), 0);
	assert_string_not_equal(t.path.buf, u.path.buf);
	assert_true(!stat(t.path.buf, &st) && S_ISDIR(st.st_mode) && (st.st_mode & 0777) == 0700);
	strbuf_addf(&in, "%s/file", t.path.buf);
	put(in.buf);
	tempfile_sweep(in_top("d"));	/* both are in use */
	assert_true(file_exists(in.buf) && dir_exists(u.path.buf));
	assert_int_equal(tempdir_commit(&t, in_top("d"), &err), 0);
	assert_true(file_exists(in_top("d/file")));
	/* not over one that is there */
	assert_int_equal(tempdir_commit(&u, in_top("d"), &err), -1);
	assert_non_null(strstr(err.buf, "cannot rename"));
	assert_int_equal(tempdir_open(&u, in_top("none/d"), &err), -1);
	assert_int_equal(tempdir_open(&u, in_top("e"), &err), 0);
	tempdir_discard(&u);
	tempdir_discard(&u);
	/* what nobody holds, and what only looks like it */
	assert_int_equal(mkdir(in_top("d.tmp.7"), 0700), 0);
	assert_int_equal(mkdir(in_top("d.tmp.x"), 0700), 0);
	tempfile_sweep(in_top("d"));
	assert_false(dir_exists(in_top("d.tmp.7")));
	assert_true(dir_exists(in_top("d.tmp.x")));
	rmdir(in_top("d.tmp.x"));
	dir_remove_all(in_top("d"), NULL);
	/* a signal waits until it may come */
	signal(SIGHUP, SIG_IGN);
	assert_false(signals_waiting());
	signal(SIGHUP, SIG_DFL);
	signals_hold(&old);
	raise(SIGHUP);
	assert_true(signals_waiting());
	signal(SIGHUP, SIG_IGN);
	sigprocmask(SIG_SETMASK, &old, NULL);
	signal(SIGHUP, SIG_DFL);
	assert_false(signals_waiting());
	strbuf_release(&err);
	strbuf_release(&in);
}

static void caches_are_private(void **state)
{
	struct strbuf path = STRBUF_INIT, err = STRBUF_INIT;
	struct stat st;

	assert_int_equal(cache_subdir(&path, in_top("cache"), "pch", &err), 0);
	assert_int_equal(stat(in_top("cache"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(path.buf, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(chmod(in_top("cache"), 0777), 0);
	assert_int_equal(cache_subdir(&path, in_top("cache"), "pch", &err), -1);
	assert_non_null(strstr(err.buf, "others may write"));
	assert_int_equal(chmod(in_top("cache"), 0700), 0);
	assert_int_equal(symlink("/tmp", in_top("cache/link")), 0);
	assert_int_equal(cache_subdir(&path, in_top("cache"), "link", &err), -1);
	if (!geteuid()) {
		strbuf_clear(&err);
		assert_int_equal(chown(in_top("cache"), 65534, 65534), 0);
		unsetenv("SUDO_UID");
		assert_int_equal(cache_root(in_top("cache"), &err), -1);
		assert_non_null(strstr(err.buf, "another user"));
	}
	strbuf_release(&path);
	strbuf_release(&err);
}

static void a_pipe_is_no_file(void **state)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	assert_int_equal(mkfifo(in_top("fifo"), 0600), 0);
	assert_int_equal(file_read(in_top("fifo"), &text, &err), -1);
	strbuf_release(&text);
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_its_place),
		cmocka_unit_test(sweeps_only_what_is_dead),
		cmocka_unit_test(signals_take_it_away), cmocka_unit_test(folders),
		cmocka_unit_test(caches_are_private),
		cmocka_unit_test(a_pipe_is_no_file),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
