/* SPDX-License-Identifier: MIT */
/* Files and folders as a tree brings them along: endless, growing, without a type, interrupted. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fileio.h"
#include "base/strbuf.h"
#include "base/treewalk.h"
#include "base/xalloc.h"

static char dir[] = "/tmp/kpath-files-XXXXXX";
static int interrupted;		/* so many calls are, one after another */
static int typeless;		/* a file system that does not say what an entry is */
static int failing;		/* errno of the next write or unlink */

static int is_interrupted(void)
{
	if (!interrupted)
		return 0;
	interrupted--;
	errno = EINTR;
	return 1;
}

/* ---- instead of the C library's --------------------------------------------------- */

ssize_t read(int fd, void *to, size_t n)
{
	return is_interrupted() ? -1 : syscall(SYS_read, fd, to, n);
}

ssize_t write(int fd, const void *from, size_t n)
{
	if (failing) {
		errno = failing;
		failing = 0;
		return -1;
	}
	/* little by little, too */
	return is_interrupted() ? -1 : syscall(SYS_write, fd, from, n > 1000 ? 1000 : n);
}

int fsync(int fd)
{
	return is_interrupted() ? -1 : (int)syscall(SYS_fsync, fd);
}

int unlink(const char *path)
{
	if (failing) {
		errno = failing;
		failing = 0;
		return -1;
	}
	return (int)syscall(SYS_unlink, path);
}

struct dirent64 *readdir64(DIR *d)
{
	static struct dirent64 *(*real)(DIR *d);
	struct dirent64 *de;

	if (!real)
		real = (struct dirent64 *(*)(DIR *))(uintptr_t)dlsym(RTLD_NEXT, "readdir64");
	de = real(d);
	if (de && typeless)
		de->d_type = DT_UNKNOWN;
	return de;
}

/* the same struct on machines of 64 bits */
struct dirent *readdir(DIR *d)
{
	return (struct dirent *)readdir64(d);
}

/* ---- a tree ------------------------------------------------------------------------- */

static int enter(void **state)
{
	return !mkdtemp(dir) || chdir(dir) ? -1 : 0;
}

static int leave(void **state)
{
	struct strbuf err = STRBUF_INIT;

	return chdir("/") || dir_remove_all(dir, &err);
}

static void put(const char *path, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write_atomic(path, text, strlen(text), &err), 0);
}

static void folder(const char *path)
{
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(dir_make_all(path, 0700, &err), 0);
}

struct seen {
	struct strbuf files, dirs;
};

static void saw_file(void *ctx, int at, const char *path, const char *name)
{
	struct seen *s = ctx;
	struct stat st;

	assert_int_equal(fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW), 0);
	assert_string_equal(path_basename(path), name);
	strbuf_addf(&s->files, "%s\n", path);
}

static void saw_dir(void *ctx, const char *path)
{
	strbuf_addf(&((struct seen *)ctx)->dirs, "%s\n", path);
}

static void walk(const char *root, struct seen *s)
{
	static const char *const skip[] = { "skipped", NULL };
	const struct tree_walk w = { .skip = skip, .dir = saw_dir, .file = saw_file, .ctx = s };

	strbuf_clear(&s->files);
	strbuf_clear(&s->dirs);
	tree_walk(&w, root);
}

static uint32_t lines(const struct strbuf *sb)
{
	uint32_t n = 0;
	const char *p;

	for (p = sb->buf; (p = strchr(p, '\n')); p++)
		n++;
	return n;
}

static void what_a_walk_sees(void **state)
{
	struct seen s = { STRBUF_INIT, STRBUF_INIT };

	folder("t/a/b");
	folder("t/a/skipped");
	folder("t/skipped");
	folder("t/.hidden");
	put("t/a/b/one.c", "");
	put("t/a/skipped/two.c", "");
	put("t/skipped/not.c", "");
	put("t/.hidden/not.c", "");
	put("t/.dot", "");
	assert_int_equal(symlink("../..", "t/a/up"), 0);
	assert_int_equal(symlink("/etc", "t/a/etc"), 0);
	assert_int_equal(mkfifo("t/a/pipe", 0600), 0);
	for (typeless = 0; typeless < 2; typeless++) {
		walk("t", &s);
		assert_int_equal(lines(&s.dirs), 4);
		assert_non_null(strstr(s.files.buf, "/a/b/one.c\n"));
		assert_non_null(strstr(s.files.buf, "/a/skipped/two.c\n"));
		assert_non_null(strstr(s.files.buf, "/a/etc\n"));	/* the link, not what is behind it */
		assert_null(strstr(s.files.buf, "not.c"));
		assert_null(strstr(s.files.buf, "/etc/"));
		assert_null(strstr(s.files.buf, "/up/"));
	}
	typeless = 0;
	walk("t/a/etc", &s);
	assert_int_equal(lines(&s.dirs), 0);
	walk("t/a/b/one.c", &s);
	walk("none", &s);
	assert_int_equal(lines(&s.dirs) + lines(&s.files), 0);
	strbuf_release(&s.files);
	strbuf_release(&s.dirs);
}

static void folders_in_folders(void **state)
{
	struct seen s = { STRBUF_INIT, STRBUF_INIT };
	struct strbuf path = STRBUF_INIT;
	int i;

	strbuf_addstr(&path, "deep");
	for (i = 0; i < 300; i++)
		strbuf_addstr(&path, "/d");
	folder(path.buf);
	strbuf_addstr(&path, "/f.c");
	put(path.buf, "");
	put("deep/d/f.c", "");
	walk("deep", &s);
	assert_int_equal(lines(&s.files), 1);
	assert_in_range(lines(&s.dirs), 20, 60);
	strbuf_release(&s.files);
	strbuf_release(&s.dirs);
	strbuf_release(&path);
}

/* ---- files ------------------------------------------------------------------------------ */

static void fails(int ret, struct strbuf *err, const char *why)
{
	assert_int_equal(ret, -1);
	if (!strstr(err->buf, why))
		fail_msg("\"%s\" is not in \"%s\"", why, err->buf);
	strbuf_clear(err);
}

static void what_cannot_be_read(void **state)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	char head[8];

	folder("dir");
	put("large", "0123456789");
	strbuf_addstr(&out, "before");
	fails(file_read("none", &out, &err), &err, "cannot open none");
	fails(file_read("dir", &out, &err), &err, "not a regular file");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	fails(file_read("pipe", &out, &err), &err, "not a regular file");
	fails(file_read_most("large", 9, &out, &err), &err, "larger than");
	/* says that it is empty, and is not */
	fails(file_read_most("/proc/self/status", 100, &out, &err), &err, "larger than");
	/* opens, and has nothing at its first address */
	fails(file_read("/proc/self/mem", &out, &err), &err, "cannot read");
	assert_string_equal(out.buf, "before");
	assert_int_equal(file_read_most("large", 10, &out, &err), 0);
	assert_string_equal(out.buf, "before0123456789");
	assert_int_equal(file_head("none", head, 4), 0);
	assert_int_equal(file_head("dir", head, 4), 0);
	assert_int_equal(file_head("pipe", head, 4), 0);
	assert_int_equal(file_head("large", head, 4), 4);
	assert_memory_equal(head, "0123", 4);
	strbuf_release(&out);
	strbuf_release(&err);
}

static void interrupted_calls(void **state)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT, text = STRBUF_INIT;
	int fd, i, pair[2];

	for (i = 0; i < 5000; i++)
		strbuf_addf(&text, "%d ", i);
	interrupted = 7;
	put("cut", text.buf);
	assert_int_equal(interrupted, 0);
	interrupted = 7;
	assert_int_equal(file_read("cut", &out, &err), 0);
	assert_int_equal(interrupted, 0);
	assert_string_equal(out.buf, text.buf);
	fd = file_open("cut", O_RDONLY, 0);
	interrupted = 3;
	assert_int_equal(fd_read_all(fd, out.buf, 10000), 0);
	assert_int_equal(fd_read_all_at(fd, out.buf, 10, 4), 0);
	assert_memory_equal(out.buf, "2 3 4 5 6 ", 10);
	assert_int_equal(fd_read_all_at(fd, out.buf, 10, text.len - 9), -1);	/* one more than there is */
	interrupted = 2;
	assert_int_equal(file_sync(fd), 0);
	assert_int_equal(interrupted, 0);
	close(fd);
	assert_int_equal(file_sync(fd), -1);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(fd_send_all(pair[0], "four", 4), 0);
	assert_int_equal(fd_read_all(pair[1], out.buf, 4), 0);
	assert_memory_equal(out.buf, "four", 4);
	close(pair[1]);
	assert_int_equal(fd_send_all(pair[0], "four", 4), -1);	/* and no signal */
	assert_int_equal(errno, EPIPE);
	close(pair[0]);
	strbuf_release(&out);
	strbuf_release(&err);
	strbuf_release(&text);
}

static void what_cannot_be_written(void **state)
{
	struct strbuf err = STRBUF_INIT, out = STRBUF_INIT;

	put("kept", "old");
	failing = ENOSPC;
	fails(file_write_atomic("kept", "new", 3, &err), &err, "cannot write kept: No space left");
	fails(file_write_atomic("no/such/file", "new", 3, &err), &err, "no/such/");
	assert_int_equal(file_read("kept", &out, &err), 0);
	assert_string_equal(out.buf, "old");
	assert_true(file_exists("kept") && !file_exists("dir") && !file_exists("none"));
	assert_true(dir_exists("dir") && !dir_exists("kept") && !dir_exists("none"));
	fails(dir_make_all("kept/below/it", 0700, &err), &err, "cannot make the directory kept");
	fails(dir_remove_all("kept", &err), &err, "cannot open the directory kept");
	assert_int_equal(dir_remove_all("none", &err), 0);
	folder("full/of");
	put("full/of/it", "");
	failing = EPERM;
	fails(dir_remove_all("full", &err), &err, "cannot remove full/of/it");
	assert_true(file_exists("full/of/it"));
	failing = ENOENT;	/* somebody else was faster, it seems */
	fails(dir_remove_all("full", &err), &err, "cannot remove full/of:");
	assert_int_equal(dir_remove_all("full", &err), 0);
	strbuf_release(&err);
	strbuf_release(&out);
}

static void joined(const char *d, const char *name, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	path_join(&sb, d, name);
	assert_string_equal(sb.buf, want);
	strbuf_clear(&sb);
	strbuf_addstr(&sb, "x");	/* what stands before is none of its business */
	path_join(&sb, d, name);
	assert_string_equal(sb.buf + 1, want);
	strbuf_release(&sb);
}

static void paths(void **state)
{
	struct strbuf out = STRBUF_INIT;

	joined("a/b", "../../..", "..");
	joined("a", "../../../b", "../../b");
	joined("/a", "../../..", "/");
	joined("/a", "../../../etc/passwd", "/etc/passwd");
	joined(NULL, "./..//.", "..");
	joined("", "a/..", ".");
	joined("a", "/b/../c", "/c");
	joined("..", "../a/..", "../..");
	assert_string_equal(path_below("/a/b", "/a/"), "b");
	assert_null(path_below("/ab", "/a"));
	assert_null(path_below("/b", "/a"));
	assert_string_equal(path_below("/b", "/"), "b");
	assert_null(path_below("/a", "/a"));
	assert_string_equal(path_basename("b"), "b");
	assert_int_equal(program_beside(&out, "no-such-program"), -1);
	strbuf_clear(&out);
	assert_int_equal(program_beside(&out, "test_files"), 0);
	assert_int_equal(access(out.buf, X_OK), 0);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_walk_sees),
		cmocka_unit_test(folders_in_folders),
		cmocka_unit_test(what_cannot_be_read),
		cmocka_unit_test(interrupted_calls),
		cmocka_unit_test(what_cannot_be_written),
		cmocka_unit_test(paths),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
