/* SPDX-License-Identifier: MIT */
/*
 * The one way to an index file: it is opened once, and header, tables and
 * chunks are read from that descriptor by pread(). Another file that is
 * renamed over it meanwhile is not seen; one that is cut off or overwritten in
 * place shows as a wrong checksum, where a mapping would end the process.
 */
#include "index_p.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#define VFS "kpath-descriptor"
#define MAX_STEPS 1000		/* of SQLite's machine between two looks at the clock */

int index_open_file(const char *path, struct stat *st, struct strbuf *err)
{
	int fd = file_open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);

	if (fd < 0 && errno == ENOENT)
		return error(err, "there is no index %s; make one with \"kpath index TREE\", or name one "
			     "with -d", path);
	if (fd < 0)
		return error(err, "the index %s cannot be opened: %s", path, strerror(errno));
	if (!fstat(fd, st) && S_ISREG(st->st_mode))
		return fd;
	close(fd);
	return error(err, "%s is not a regular file, so no index", path);
}

/* ---- a file of SQLite's that is a descriptor ---------------------------------- */

/* A chunk lies in pages one behind the other, which SQLite asks for one by one. */
#define AHEAD (32 * 1024)

struct fd_file {
	sqlite3_file base;
	int fd;			/* not ours to close */
	char *ahead;		/* bytes of the file from `from` on, of which `have` were read */
	sqlite3_int64 from, next;	/* next: where the last page that was asked for ends */
	int have;
};

static int fd_close(sqlite3_file *f)
{
	free(((struct fd_file *)f)->ahead);
	return SQLITE_OK;
}

/* Where the page before was the last one asked for, those behind are read too. */
static int is_ahead(struct fd_file *f, int n, sqlite3_int64 at)
{
	int in_turn = at == f->next && n < AHEAD;
	ssize_t got;

	f->next = at + n;
	if (at >= f->from && at + n <= f->from + f->have)
		return 1;
	if (!in_turn)
		return 0;
	if (!f->ahead)
		f->ahead = xmalloc(AHEAD);
	got = pread(f->fd, f->ahead, AHEAD, at);
	f->from = at;
	f->have = got > 0 ? (int)got : 0;
	return f->have >= n;
}

static int fd_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
	struct fd_file *f = (struct fd_file *)file;
	char *p = to;

	if (is_ahead(f, n, at)) {
		memcpy(to, f->ahead + (at - f->from), (size_t)n);
		return SQLITE_OK;
	}
	while (n > 0) {
		ssize_t got = pread(f->fd, p, (size_t)n, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return SQLITE_IOERR_READ;
		if (!got) {
			memset(p, 0, (size_t)n);
			return SQLITE_IOERR_SHORT_READ;
		}
		p += got;
		at += got;
		n -= (int)got;
	}
	return SQLITE_OK;
}

static int fd_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	(void)f;
	(void)from;
	(void)n;
	(void)at;
	return SQLITE_READONLY;
}

static int fd_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	(void)f;
	(void)size;
	return SQLITE_READONLY;
}

static int fd_size(sqlite3_file *f, sqlite3_int64 *size)
{
	struct stat st;

	if (fstat(((struct fd_file *)f)->fd, &st))
		return SQLITE_IOERR_FSTAT;
	*size = st.st_size;
	return SQLITE_OK;
}

static int fd_nothing(sqlite3_file *f, int arg)	/* to sync, lock, unlock */
{
	(void)f;
	(void)arg;
	return SQLITE_OK;
}

static int fd_reserved(sqlite3_file *f, int *is)
{
	(void)f;
	*is = 0;
	return SQLITE_OK;
}

static int fd_control(sqlite3_file *f, int op, void *arg)
{
	(void)f;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int fd_sector(sqlite3_file *f)
{
	(void)f;
	return INDEX_PAGE_SIZE;
}

static int fd_features(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_IMMUTABLE;
}

static const sqlite3_io_methods fd_methods = {
	.iVersion = 1, .xClose = fd_close, .xRead = fd_read, .xWrite = fd_write,
	.xTruncate = fd_truncate, .xSync = fd_nothing, .xFileSize = fd_size, .xLock = fd_nothing,
	.xUnlock = fd_nothing, .xCheckReservedLock = fd_reserved, .xFileControl = fd_control,
	.xSectorSize = fd_sector, .xDeviceCharacteristics = fd_features,
};

/* Nothing but the index itself: no journal, no temporary file. */
static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	(void)vfs;
	f->pMethods = NULL;
	if (!name || !(flags & SQLITE_OPEN_MAIN_DB))
		return SQLITE_CANTOPEN;
	*(struct fd_file *)f = (struct fd_file){ .fd = (int)sqlite3_uri_int64(name, "fd", -1), .next = -1 };
	f->pMethods = &fd_methods;
	if (out_flags)
		*out_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
	return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	(void)name;
	(void)sync;
	return SQLITE_READONLY;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *is)
{
	(void)vfs;
	(void)name;
	(void)flags;
	*is = 0;
	return SQLITE_OK;
}

static int vfs_name(sqlite3_vfs *vfs, const char *name, int max, char *out)
{
	(void)vfs;
	snprintf(out, (size_t)max, "%s", name);
	return SQLITE_OK;
}

/* What SQLite allocates never fails, as everything here: else a file would seem damaged that is not. */
static void *memory_get(int n)
{
	return xmalloc((size_t)n);
}

static void *memory_resize(void *p, int n)
{
	return xrealloc(p, (size_t)n, 1);
}

static int memory_size(void *p)
{
	return (int)malloc_usable_size(p);
}

static int memory_round(int n)
{
	return (n + 7) & ~7;
}

static int memory_init(void *data)
{
	(void)data;
	return SQLITE_OK;
}

static void memory_end(void *data)
{
	(void)data;
}

/* Of no effect where SQLite has run already. */
static void set_memory(void)
{
	const sqlite3_mem_methods m = { memory_get, free, memory_resize, memory_size, memory_round,
					memory_init, memory_end, NULL };

	sqlite3_config(SQLITE_CONFIG_MALLOC, &m);
}

/* Time, chance and sleep are the usual ones'. */
static int add_vfs(void)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *usual;

	set_memory();
	if (sqlite3_vfs_find(VFS))
		return 0;
	usual = sqlite3_vfs_find(NULL);
	if (!usual)
		return -1;
	vfs = *usual;
	vfs.iVersion = 1;
	vfs.pNext = NULL;
	vfs.zName = VFS;
	vfs.szOsFile = sizeof(struct fd_file);
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	vfs.xAccess = vfs_access;
	vfs.xFullPathname = vfs_name;
	return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? 0 : -1;
}

/* ---- connections -------------------------------------------------------------------- */

static void set_limits(sqlite3 *db)
{
	static const struct { int id, max; } limits[] = {
		{ SQLITE_LIMIT_LENGTH, 1 << 30 }, { SQLITE_LIMIT_SQL_LENGTH, 1 << 16 },
		{ SQLITE_LIMIT_ATTACHED, 0 }, { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 4 }, { SQLITE_LIMIT_WORKER_THREADS, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(limits); i++)
		sqlite3_limit(db, limits[i].id, limits[i].max);
}

int index_connect(sqlite3 **db, int fd)
{
	char uri[80];
	int rc, off = 0;

	*db = NULL;
	snprintf(uri, sizeof(uri), "file:index?mode=ro&immutable=1&vfs=" VFS "&fd=%d", fd);
	if (add_vfs())
		return -1;
	rc = sqlite3_open_v2(uri, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
			     SQLITE_OPEN_PRIVATECACHE, NULL);
	if (rc != SQLITE_OK)
		return -1;
	sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, &off);
	sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &off);
	sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, &off);
	sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, &off);
	sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, &off);
	set_limits(*db);
	rc = sqlite3_exec(*db, "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=64;"
			  "PRAGMA query_only=ON", NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : -1;
}

/* ---- a limit of time -------------------------------------------------------------- */

static int is_late(void *ctx)
{
	return clock_seconds() > *(const double *)ctx;
}

void index_deadline(sqlite3 *db, const double *until)
{
	sqlite3_progress_handler(db, MAX_STEPS, is_late, (void *)(uintptr_t)until);
}
