/* SPDX-License-Identifier: MIT */
#include "door.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/idmap.h"
#include "base/xalloc.h"
#include "frontend/inputs.h"

#define MAX_LOOKS (1u << 18)	/* paths of one TU; then it is never taken as known */

enum answer { PASS, MISSING, REFUSED };

struct identity { dev_t dev; ino_t ino; off_t size; struct timespec mtime, ctime; };

struct look {
	enum input_kind kind;
	int mixed;		/* opened twice, and not the same file */
	struct identity id;	/* of INPUT_READ */
};

struct folder { char *real; };	/* NULL: there is none */

/* The functions that stand behind the door. */
struct behind {
	int (*open)(const char *, int, ...);
	int (*stat)(const char *, struct stat *);
	int (*lstat)(const char *, struct stat *);
	int (*access)(const char *, int);
	char *(*realpath)(const char *, char *);
	DIR *(*opendir)(const char *);
};

/* What the compiler's library calls can't be handed a context: the one
 * object of static life. */
static struct door {
	struct behind to;
	int closed, ready, begun, too_many;
	char **root;		/* real paths */
	size_t nr_root;
	struct strtab folder;	/* as asked for */
	struct folder *of; size_t alloc_of;
	struct strtab path;	/* looked at */
	struct look *look; size_t alloc_look;
	char source[PATH_MAX];
} door;

static void find_behind(void)
{
	struct behind *b = &door.to;

	if (b->opendir)
		return;
	*(void **)&b->open = dlsym(RTLD_NEXT, "open");
	*(void **)&b->stat = dlsym(RTLD_NEXT, "stat");
	*(void **)&b->lstat = dlsym(RTLD_NEXT, "lstat");
	*(void **)&b->access = dlsym(RTLD_NEXT, "access");
	*(void **)&b->realpath = dlsym(RTLD_NEXT, "realpath");
	*(void **)&b->opendir = dlsym(RTLD_NEXT, "opendir");
}

/* ---- what is readable ------------------------------------------------------------ */

static int is_below(const char *path, const char *root)
{
	size_t n = strlen(root);

	return !strncmp(path, root, n) && (!path[n] || path[n] == '/');
}

static int is_open_to_all(const char *real)
{
	size_t i;

	for (i = 0; i < door.nr_root; i++)
		if (is_below(real, door.root[i]))
			return 1;
	return 0;
}

/* Real path of a folder as asked for; looked up once a TU. */
static const struct folder *folder_of(const char *path, size_t n)
{
	size_t before = door.folder.nr, old = door.alloc_of;
	uint32_t id = strtab_addn(&door.folder, n ? path : "/", n ? n : 1);
	struct folder *f;

	ALLOC_GROW(door.of, id + 1, door.alloc_of);
	if (door.alloc_of > old)
		memset(door.of + old, 0, (door.alloc_of - old) * sizeof(*door.of));
	f = &door.of[id];
	if (door.folder.nr != before)
		f->real = door.to.realpath(strtab_str(&door.folder, id), NULL);
	return f;
}

/* The answer for an absolute path; `there`: it exists, be it refused. */
static enum answer ask(const char *path, int *there)
{
	const char *name = strrchr(path, '/') + 1;
	const struct folder *f;
	char full[PATH_MAX], *real;
	struct stat st;
	int inside;

	*there = 0;
	if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
		name = path + strlen(path);
	f = folder_of(path, (size_t)(name - path) - (*name && name > path + 1));
	if (!f->real)
		return MISSING;
	if (strlen(f->real) + strlen(name) + 2 > sizeof(full))
		return MISSING;
	strcpy(full, f->real);
	if (*name) {
		strcat(full, full[1] ? "/" : "");
		strcat(full, name);
	}
	inside = is_open_to_all(full);
	if (door.to.lstat(full, &st))
		return inside ? MISSING : REFUSED;
	*there = 1;
	if (!inside || !S_ISLNK(st.st_mode))
		return inside ? PASS : REFUSED;
	real = door.to.realpath(full, NULL);
	inside = real && is_open_to_all(real);
	*there = real != NULL;
	free(real);
	return inside ? PASS : *there ? REFUSED : MISSING;
}

/* ---- what was looked at ------------------------------------------------------------ */

static struct look *note(const char *path, enum input_kind kind)
{
	size_t before = door.path.nr, old = door.alloc_look;
	struct look *l;
	uint32_t id;

	if (door.path.nr >= MAX_LOOKS) {
		door.too_many = 1;
		return NULL;
	}
	id = strtab_add(&door.path, path);
	ALLOC_GROW(door.look, id + 1, door.alloc_look);
	if (door.alloc_look > old)
		memset(door.look + old, 0, (door.alloc_look - old) * sizeof(*door.look));
	l = &door.look[id];
	if (door.path.nr != before)
		l->kind = kind;
	else if (l->kind != kind && (l->kind == INPUT_ABSENT || kind == INPUT_ABSENT))
		l->mixed = 1;	/* it came or went while it was looked at */
	if (kind == INPUT_READ)
		l->kind = kind;
	return l;
}

static struct identity identity_of(const struct stat *st)
{
	struct identity id;

	memset(&id, 0, sizeof(id));
	id.dev = st->st_dev;
	id.ino = st->st_ino;
	id.size = st->st_size;
	id.mtime = st->st_mtim;
	id.ctime = st->st_ctim;
	return id;
}

static void note_read(const char *path, const struct stat *st)
{
	uint32_t had = strtab_find(&door.path, path);
	int again = had && door.look[had].kind == INPUT_READ;
	struct look *l = note(path, INPUT_READ);
	struct identity id = identity_of(st);

	if (!l)
		return;
	if (again && memcmp(&l->id, &id, sizeof(id)))
		l->mixed = 1;
	l->id = id;
}

/* May the library see it? `path` becomes absolute in `abs`. */
static int pass(const char *path, char abs[PATH_MAX])
{
	int there, saved = errno;
	enum answer a;
	size_t n = 0;

	if (!door.closed)
		return 1;
	if (*path != '/' && getcwd(abs, PATH_MAX - 1)) {
		n = strlen(abs);
		abs[n++] = '/';
	}
	if (!*path || n + strlen(path) >= PATH_MAX) {
		errno = ENOENT;
		return 0;
	}
	strcpy(abs + n, path);
	if (!strcmp(abs, door.source))
		door.begun = 1;
	a = ask(abs, &there);
	if (a == PASS) {
		errno = saved;
		return 1;
	}
	if (a == MISSING)
		note(abs, INPUT_ABSENT);
	else if (there && door.begun)
		note(abs, INPUT_REFUSED);
	errno = ENOENT;
	return 0;
}

/* ---- the functions, as the library knows them ----------------------------------------- */

int door_open(const char *path, int flags, ...) __asm__("open");
int door_stat(const char *path, struct stat *st) __asm__("stat");
int door_lstat(const char *path, struct stat *st) __asm__("lstat");
int door_access(const char *path, int mode) __asm__("access");
char *door_realpath(const char *path, char *out) __asm__("realpath");
DIR *door_opendir(const char *path) __asm__("opendir");

/* Not a pipe, whose other end may never come, nor a terminal. */
static int is_file(const struct stat *st, const char *path)
{
	return S_ISREG(st->st_mode) || S_ISDIR(st->st_mode) || !strcmp(path, "/dev/null");
}

int door_open(const char *path, int flags, ...)
{
	char abs[PATH_MAX];
	unsigned mode = 0;
	struct stat st;
	va_list ap;
	int fd;

	find_behind();
	if (flags & O_CREAT) {
		va_start(ap, flags);
		mode = va_arg(ap, unsigned);
		va_end(ap);
		return door.to.open(path, flags, mode);	/* Landlock's and seccomp's affair */
	}
	if (!door.closed)
		return door.to.open(path, flags);
	if (!pass(path, abs))
		return -1;
	fd = door.to.open(path, flags | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0 && (fstat(fd, &st) || !is_file(&st, abs))) {
		close(fd);
		note(abs, INPUT_REFUSED);
		errno = ENOENT;
		return -1;
	}
	if (fd >= 0 && S_ISREG(st.st_mode) && (flags & O_ACCMODE) == O_RDONLY)
		note_read(abs, &st);
	return fd;
}

int door_stat(const char *path, struct stat *st)
{
	char abs[PATH_MAX];
	int ret;

	find_behind();
	if (!pass(path, abs))
		return -1;
	ret = door.to.stat(path, st);
	if (door.closed && !ret && S_ISREG(st->st_mode))
		note(abs, INPUT_THERE);
	return ret;
}

int door_lstat(const char *path, struct stat *st)
{
	char abs[PATH_MAX];

	find_behind();
	return pass(path, abs) ? door.to.lstat(path, st) : -1;
}

int door_access(const char *path, int mode)
{
	char abs[PATH_MAX];

	find_behind();
	if (!strcmp(path, "/proc/self/fd"))	/* how the library learns a file's real name */
		return door.to.access(path, mode);
	return pass(path, abs) ? door.to.access(path, mode) : -1;
}

char *door_realpath(const char *path, char *out)
{
	char abs[PATH_MAX];

	find_behind();
	return pass(path, abs) ? door.to.realpath(path, out) : NULL;
}

DIR *door_opendir(const char *path)
{
	char abs[PATH_MAX];

	find_behind();
	return pass(path, abs) ? door.to.opendir(path) : NULL;
}

/* ---- for the worker ------------------------------------------------------------------- */

static void get_ready(void)
{
	find_behind();
	if (door.ready++)
		return;
	strtab_init(&door.folder);
	strtab_init(&door.path);
}

void door_close(const char *const *readable)
{
	size_t i, n;

	get_ready();
	for (n = 0; readable[n]; n++)
		;
	door.root = xcalloc(n + 1, sizeof(*door.root));
	for (i = 0; i < n; i++) {
		char *real = door.to.realpath(readable[i], NULL);

		if (real)
			door.root[door.nr_root++] = real;
	}
	door.closed = 1;
}

void door_begin(const char *path)
{
	size_t i;

	get_ready();
	for (i = 0; i < door.folder.nr && i < door.alloc_of; i++) {
		free(door.of[i].real);
		door.of[i].real = NULL;
	}
	strtab_clear(&door.folder);
	strtab_clear(&door.path);
	if (door.alloc_look)
		memset(door.look, 0, door.alloc_look * sizeof(*door.look));
	door.begun = door.too_many = 0;
	snprintf(door.source, sizeof(door.source), "%s", path);
}

void door_parse(void)
{
	door.begun = 0;
}

int door_is_readable(const char *path)
{
	int there;

	return !door.closed || ask(path, &there) != REFUSED;
}

/* The digest of what the library read, as far as it can be known afterwards. */
static uint64_t digest_of(const char *path, const struct look *l)
{
	struct identity id;
	struct stat st;
	uint64_t h;

	if (l->mixed || digest_file(path, &h) || door.to.stat(path, &st))
		return INPUT_UNKNOWN;
	id = identity_of(&st);
	return memcmp(&id, &l->id, sizeof(id)) ? INPUT_UNKNOWN : input_digest(h);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void door_absent(struct strbuf *out)
{
	const char **v = xcalloc(door.path.nr + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 1; i < door.path.nr; i++)
		if (door.look[i].kind == INPUT_ABSENT && !strchr(door.path.str[i], '\n'))
			v[n++] = door.path.str[i];
	if (n)
		qsort(v, n, sizeof(*v), by_path);
	for (i = 0; i < n; i++)
		strbuf_addf(out, "%s\n", v[i]);
	free(v);
}

void door_list(const struct strtab *known, struct strbuf *out)
{
	struct strbuf folded = STRBUF_INIT;
	size_t i;

	for (i = 1; i < door.path.nr; i++) {
		const char *path = strtab_str(&door.path, (uint32_t)i);
		const struct look *l = &door.look[i];
		uint64_t h = INPUT_UNKNOWN;

		strbuf_clear(&folded);
		path_join(&folded, "/", path);
		if ((l->kind == INPUT_READ || l->kind == INPUT_THERE) && !l->mixed &&
		    strtab_find(known, folded.buf))
			continue;
		if (l->kind == INPUT_READ)
			h = digest_of(path, l);
		inputs_pack(out, l->mixed ? INPUT_READ : l->kind, path, h);
	}
	if (door.too_many)
		inputs_pack(out, INPUT_READ, door.source, INPUT_UNKNOWN);
	strbuf_release(&folded);
}
