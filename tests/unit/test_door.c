/* SPDX-License-Identifier: MIT */
/* The one door to an index: SQLite reads that file, and touches nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "store/index_p.h"

static char dir[] = "/tmp/kpath-door-XXXXXX";
static int interrupted;		/* so many reads are, one after another */

/* Instead of the C library's. */
ssize_t pread64(int fd, void *to, size_t n, off64_t at);
ssize_t pread64(int fd, void *to, size_t n, off64_t at)
{
	if (interrupted) {
		interrupted--;
		errno = EINTR;
		return -1;
	}
	return syscall(SYS_pread64, fd, to, n, at);
}

ssize_t pread(int fd, void *to, size_t n, off_t at)
{
	return pread64(fd, to, n, at);
}

/* In a process of its own: here the door is to be who uses SQLite first. */
static int make_file(void **state)
{
	int status;
	pid_t pid;

	if (!mkdtemp(dir) || chdir(dir))
		return -1;
	pid = fork();
	if (!pid) {
		sqlite3 *db;

		_exit(sqlite3_open("x.db", &db) || sqlite3_exec(db, "CREATE TABLE t(a); WITH RECURSIVE n(i) AS "
			"(SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) INSERT INTO t SELECT 'some text ' || i FROM n",
			NULL, NULL, NULL) || sqlite3_close(db));
	}
	return waitpid(pid, &status, 0) == pid && !status ? 0 : -1;
}

static int remove_files(void **state)
{
	return system("rm -rf x.db x.db-journal other folder loop") || chdir("/") || rmdir(dir);
}

struct door {
	int fd;
	sqlite3 *db;
	sqlite3_file *file;
};

static void enter(struct door *d)
{
	struct strbuf err = STRBUF_INIT;
	struct stat st;

	d->fd = index_open_file("x.db", &st, &err);
	assert_true(d->fd >= 0);
	assert_int_equal(index_connect(&d->db, d->fd), 0);
	assert_int_equal(sqlite3_file_control(d->db, "main", SQLITE_FCNTL_FILE_POINTER, &d->file), SQLITE_OK);
	strbuf_release(&err);
}

static void leave(struct door *d)
{
	assert_int_equal(sqlite3_close(d->db), SQLITE_OK);
	close(d->fd);
}

static int rows(struct door *d)
{
	sqlite3_stmt *s;
	int n = -1;

	assert_int_equal(sqlite3_prepare_v2(d->db, "SELECT count(*) FROM t WHERE a LIKE '%text%'", -1, &s, NULL), SQLITE_OK);
	if (sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return n;
}

static void whole(struct strbuf *sb)
{
	struct strbuf err = STRBUF_INIT;

	strbuf_clear(sb);
	assert_int_equal(file_read("x.db", sb, &err), 0);
}

static void nothing_is_written(void **state)
{
	static const char *const sql[] = {
		"INSERT INTO t VALUES(1)", "DELETE FROM t", "DROP TABLE t", "CREATE TABLE u(a)", "PRAGMA user_version=7",
		"VACUUM INTO 'other'", "ATTACH 'other' AS o", "ATTACH ':memory:' AS o", "CREATE VIEW v AS SELECT 1",
	};
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct door d;
	size_t i;
	int held = 1;

	whole(&before);
	enter(&d);
	for (i = 0; i < ARRAY_SIZE(sql); i++)
		if (!sqlite3_exec(d.db, sql[i], NULL, NULL, NULL) && strncmp(sql[i], "PRAGMA", 6))
			fail_msg("%s is done", sql[i]);
	assert_int_equal(d.file->pMethods->xWrite(d.file, "evil", 4, 0), SQLITE_READONLY);
	assert_int_equal(d.file->pMethods->xTruncate(d.file, 0), SQLITE_READONLY);
	assert_int_equal(d.file->pMethods->xSync(d.file, SQLITE_SYNC_FULL), SQLITE_OK);
	/* it never changes: nobody is waited for */
	assert_int_equal(d.file->pMethods->xLock(d.file, SQLITE_LOCK_EXCLUSIVE), SQLITE_OK);
	assert_int_equal(d.file->pMethods->xCheckReservedLock(d.file, &held), SQLITE_OK);
	assert_int_equal(held, 0);
	assert_int_equal(d.file->pMethods->xFileControl(d.file, SQLITE_FCNTL_SIZE_HINT, NULL), SQLITE_NOTFOUND);
	assert_int_equal(d.file->pMethods->xSectorSize(d.file), INDEX_PAGE_SIZE);
	assert_int_equal(rows(&d), 3000);
	leave(&d);
	whole(&after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.buf, after.buf, before.len);
	assert_int_not_equal(access("other", F_OK), 0);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void no_other_file_is_looked_at(void **state)
{
	static const int kinds[] = { SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_WAL, SQLITE_OPEN_TEMP_DB,
				     SQLITE_OPEN_SUBJOURNAL, SQLITE_OPEN_SUPER_JOURNAL };
	sqlite3_vfs *vfs;
	sqlite3_file *f;
	struct door d;
	char name[8];
	size_t i;
	int is = 1;

	enter(&d);
	vfs = sqlite3_vfs_find("kpath-descriptor");
	assert_non_null(vfs);
	f = sqlite3_malloc(vfs->szOsFile);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		assert_int_equal(vfs->xOpen(vfs, "other", f, kinds[i] | SQLITE_OPEN_CREATE, NULL), SQLITE_CANTOPEN);
		assert_null(f->pMethods);	/* so that it is not closed */
	}
	assert_int_equal(vfs->xOpen(vfs, NULL, f, SQLITE_OPEN_MAIN_DB, NULL), SQLITE_CANTOPEN);
	sqlite3_free(f);
	assert_int_equal(vfs->xDelete(vfs, "x.db", 1), SQLITE_READONLY);
	assert_int_equal(access("x.db", F_OK), 0);
	assert_int_equal(vfs->xAccess(vfs, "x.db", SQLITE_ACCESS_EXISTS, &is), SQLITE_OK);
	assert_int_equal(is, 0);
	assert_int_equal(vfs->xFullPathname(vfs, "a long name", sizeof(name), name), SQLITE_OK);
	assert_string_equal(name, "a long ");
	leave(&d);
}

/* Interrupted reads go on; what is not there any more, or can't be read, is an error and no empty answer. */
static void reads_that_fail(void **state)
{
	sqlite3_int64 size;
	char page[INDEX_PAGE_SIZE];
	struct door d;
	int fd, i;

	enter(&d);
	for (i = 0; i < 3; i++) {
		interrupted = 5;
		assert_int_equal(d.file->pMethods->xRead(d.file, page, sizeof(page), 0), SQLITE_OK);
		assert_int_equal(interrupted, 0);
		assert_memory_equal(page, "SQLite format 3", 16);
	}
	assert_int_equal(d.file->pMethods->xFileSize(d.file, &size), SQLITE_OK);
	memset(page, 'x', sizeof(page));
	assert_int_equal(d.file->pMethods->xRead(d.file, page, sizeof(page), size - 10), SQLITE_IOERR_SHORT_READ);
	assert_int_equal(page[10], 0);
	assert_int_equal(page[sizeof(page) - 1], 0);
	/* another descriptor in its place, of which nothing can be read */
	fd = open("x.db", O_WRONLY);
	assert_int_equal(dup2(fd, d.fd), d.fd);
	close(fd);
	assert_int_equal(d.file->pMethods->xRead(d.file, page, sizeof(page), 0), SQLITE_IOERR_READ);
	assert_int_equal(rows(&d), -1);
	close(d.fd);
	assert_int_equal(d.file->pMethods->xFileSize(d.file, &size), SQLITE_IOERR_FSTAT);
	assert_int_equal(sqlite3_close(d.db), SQLITE_OK);
}

static void time_that_is_over(void **state)
{
	double until = clock_seconds() + 1000;
	struct door d;

	enter(&d);
	index_deadline(d.db, &until);
	assert_int_equal(rows(&d), 3000);
	until = 0;
	assert_int_equal(rows(&d), -1);
	assert_int_equal(sqlite3_errcode(d.db), SQLITE_INTERRUPT);
	leave(&d);
}

/* What SQLite takes is counted by the C library, and is there as long as it is used. */
static void memory(void **state)
{
	struct door d;
	char *p;

	enter(&d);
	p = sqlite3_malloc(1000);
	memset(p, 'x', 1000);
	p = sqlite3_realloc(p, 100000);
	assert_int_equal(p[999], 'x');
	assert_true(sqlite3_msize(p) >= 100000);
	sqlite3_free(p);
	leave(&d);
	assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
	enter(&d);		/* the door opens again */
	assert_int_equal(rows(&d), 3000);
	leave(&d);
}

static void refused(const char *path, const char *why)
{
	struct strbuf err = STRBUF_INIT;
	struct stat st;

	assert_int_equal(index_open_file(path, &st, &err), -1);
	if (!strstr(err.buf, why))
		fail_msg("%s: %s", path, err.buf);
	strbuf_release(&err);
}

static void what_is_no_file(void **state)
{
	sqlite3 *db;
	int fd;

	assert_int_equal(mkdir("folder", 0700), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	refused("none.db", "make one with");
	refused("folder", "not a regular file");
	refused("/dev/zero", "not a regular file");
	refused("x.db/y", "cannot be opened");
	refused("loop", "cannot be opened");
	fd = open("folder", O_RDONLY | O_DIRECTORY);
	assert_int_equal(index_connect(&db, fd), -1);
	sqlite3_close(db);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_written),
		cmocka_unit_test(no_other_file_is_looked_at),
		cmocka_unit_test(reads_that_fail),
		cmocka_unit_test(time_that_is_over),
		cmocka_unit_test(memory),
		cmocka_unit_test(what_is_no_file),
	};

	return cmocka_run_group_tests(tests, make_file, remove_files);
}
