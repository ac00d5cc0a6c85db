/* SPDX-License-Identifier: MIT */
#include "tree_names.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define MAX_FILE (4u << 20)
#define MAX_FILES 200000
#define MAX_DEPTH 24
#define MAX_HEAD 400		/* bytes of a line that are looked at */
#define MAX_THREADS 8

/* ---- one file ------------------------------------------------------------------- */

struct hit {			/* a line with a name that is looked for */
	uint32_t name, line;
	uint8_t kind;		/* enum tree_kind */
};

struct source {			/* a file, and what some thread has found in it */
	const char *path;	/* below the root */
	struct hit *hit;
	uint32_t nr, alloc;
};

#define SIEVE 8192

struct look {
	const struct tree_names *t;
	uint8_t sieve[SIEVE];	/* 0: no name that is looked for is like that */
	int root;
	struct arena paths;
	struct source *source;	/* by path, folder by folder */
	uint32_t nr, alloc;
	atomic_uint next;	/* the first file that nobody has read */
};

struct reader {
	const struct tree_names *t;
	const uint8_t *sieve;
	struct source *source;
	int assembler;
	int in_struct;		/* whose members begin with a tab */
};

static int in_word(unsigned char c)
{
	return isalnum(c) || c == '_';
}

/* Does the file belong to another architecture than the index? */
static int is_foreign(const struct tree_names *t, const char *file)
{
	return !strncmp(file, "arch/", 5) && (!t->arch || strncmp(file, t->arch, strlen(t->arch)));
}

/* Most names are none of those that are looked for: first, middle and last byte say so. */
static unsigned sieve_of(const char *s, size_t n)
{
	return ((unsigned char)s[0] * 31u + (unsigned char)s[n / 2] * 257u + (unsigned char)s[n - 1] * 7u +
		(unsigned)n * 131u) % SIEVE;
}

static void found(struct reader *r, const char *s, size_t n, uint32_t line, enum tree_kind kind)
{
	const uint32_t *at = n > 1 && r->sieve[sieve_of(s, n)] ? idmap_get(&r->t->map, digest64(s, n)) : NULL;
	const struct tree_name *x = at && *at < r->t->nr ? &r->t->name[*at] : NULL;
	struct source *f = r->source;

	if (!x || strlen(x->name) != n || memcmp(x->name, s, n))
		return;
	ALLOC_GROW(f->hit, f->nr + 1, f->alloc);
	f->hit[f->nr++] = (struct hit){ *at, line, (uint8_t)kind };
}

/* Keeps a hit of a file, as long as there is room. */
static void place(struct tree_names *t, const char *file, const struct hit *h)
{
	struct tree_name *x = &t->name[h->name];
	uint32_t i;

	/* definitions drive declarations out */
	for (i = 0; i < x->nr && h->kind > TREE_MEMBER;)
		if (x->at[i].kind <= TREE_MEMBER)
			x->at[i] = x->at[--x->nr];
		else
			i++;
	if (h->kind <= TREE_MEMBER && x->nr && (h->kind == TREE_DECLARED || x->at[0].kind > TREE_MEMBER))
		return;
	/* many architectures have one each: another one's is let go */
	for (i = 0; x->nr == TREE_PLACES && i < x->nr && !is_foreign(t, file); i++)
		if (is_foreign(t, x->at[i].file))
			x->at[i--] = x->at[--x->nr];
	/* what is meant is rather in a header for all than in one of many drivers */
	if (x->nr == TREE_PLACES && !strncmp(file, "include/", 8) && strncmp(x->at[TREE_PLACES - 1].file, "include/", 8))
		x->nr--;
	if (x->nr == TREE_PLACES)
		return;
	x->at[x->nr++] = (struct tree_place){ file, h->line, h->kind };
}

static size_t word_len(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && in_word((unsigned char)s[n]))
		n++;
	return n;
}

static int is_upper(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (islower((unsigned char)s[i]))
			return 0;
	return 1;
}

/* "struct x", and no more than that before the word's end. */
static int is_type(const char *s, const char *word)
{
	return (word - s == 7 && !memcmp(s, "struct ", 7)) || (word - s == 6 && !memcmp(s, "union ", 6)) ||
		(word - s == 5 && !memcmp(s, "enum ", 5));
}

static const uint8_t ends_head[256] = {
	['('] = 1, ['='] = 1, ['{'] = 1, ['['] = 1, [';'] = 1, [':'] = 1, [','] = 1, ['"'] = 1, ['\0'] = 1,
};

/* "static int f(", "SYSCALL_DEFINE3(read,", "SYM_FUNC_START(f)", "f:" */
static void head_line(struct reader *r, const char *s, const char *end, uint32_t line)
{
	const char *stop = s, *word, *arg;
	size_t n;
	int ends;

	while (stop < end && !ends_head[(unsigned char)*stop])
		stop++;
	if (stop == end)
		return;
	for (word = stop; word > s && word[-1] == ' '; word--)
		;
	for (n = 0; word > s && in_word((unsigned char)word[-1]); n++)
		word--;
	while (end > stop && isspace((unsigned char)end[-1]))
		end--;
	ends = end[-1] == ';';
	if (*stop == '(') {
		if (word == s && is_upper(word, n)) {
			for (arg = stop + 1; arg < end && isspace((unsigned char)*arg); arg++)
				;
			found(r, arg, word_len(arg, end), line, ends ? TREE_DECLARED : TREE_FUNCTION);
		} else if (word > s || !ends) {
			found(r, word, n, line, ends ? TREE_DECLARED : TREE_FUNCTION);
		}
	} else if (*stop == '=' || *stop == '[' || (*stop == ';' && word > s)) {
		found(r, word, n, line, *stop == ';' && is_type(s, word) ? TREE_DECLARED : TREE_OBJECT);
	} else if (*stop == '{' && (!strncmp(s, "struct ", 7) || !strncmp(s, "union ", 6) ||
				    !strncmp(s, "enum ", 5))) {
		found(r, word, n, line, TREE_STRUCT);
		r->in_struct = 1;
	} else if (*stop == ':' && r->assembler && word == s) {
		found(r, word, n, line, TREE_FUNCTION);
	}
}

/* "	int (*name)(struct sk_buff *skb);" within a struct. */
static void member(struct reader *r, const char *star, const char *end, uint32_t line)
{
	const char *s;
	size_t n;

	for (star += 2; star < end && *star == ' '; star++)
		;
	n = word_len(star, end);
	if (star + n >= end || star[n] != ')')
		return;
	for (s = star + n + 1; s < end && *s == ' '; s++)
		;
	if (s == end || *s == '(')
		found(r, star, n, line, TREE_FIELD);
}

/* The first "(*" of a line, where such members have it: behind a word or two. */
static const char *first_star(const char *s, const char *end)
{
	const char *paren = memchr(s, '(', (size_t)((end - s > MAX_HEAD ? s + MAX_HEAD : end) - s));

	while (paren && paren + 1 < end && paren[1] != '*')
		paren = memchr(paren + 1, '(', (size_t)((end - s > MAX_HEAD ? s + MAX_HEAD : end) - paren - 1));
	return paren && paren + 1 < end ? paren : NULL;
}

/* "	unsigned int len, data_len;" within a struct: what is no type. */
static void data_members(struct reader *r, const char *s, const char *end, uint32_t line)
{
	size_t n;

	for (; s < end && *s != '/' && *s != '('; s += n) {
		n = word_len(s, end);
		if (n && s + n < end && strchr(";,[:", s[n]) && s[n])
			found(r, s, n, line, TREE_MEMBER);
		n += !n;
	}
}

static void define_line(struct reader *r, const char *s, const char *end, uint32_t line)
{
	for (s++; s < end && (*s == ' ' || *s == '\t'); s++)
		;
	if (end - s < 8 || memcmp(s, "define", 6) || !isspace((unsigned char)s[6]))
		return;
	for (s += 6; s < end && (*s == ' ' || *s == '\t'); s++)
		;
	found(r, s, word_len(s, end), line, TREE_MACRO);
}

static void read_lines(struct reader *r, const char *s, size_t len)
{
	const char *end = s + len, *nl, *star;
	uint32_t line;

	for (line = 1; s < end; line++, s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (!nl)
			nl = end;
		if (*s == '#')
			define_line(r, s, nl - s > MAX_HEAD ? s + MAX_HEAD : nl, line);
		else if (isalpha((unsigned char)*s) || *s == '_')
			head_line(r, s, nl - s > MAX_HEAD ? s + MAX_HEAD : nl, line);
		else if (*s == '}')
			r->in_struct = 0;
		else if (*s == '\t' && (star = first_star(s, nl)))
			member(r, star, nl - s > MAX_HEAD ? s + MAX_HEAD : nl, line);
		else if (*s == '\t' && r->in_struct)
			data_members(r, s, nl - s > MAX_HEAD ? s + MAX_HEAD : nl, line);
	}
}

static void read_file(struct look *l, struct source *f, char *buf)
{
	int fd = openat(l->root, f->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct reader r = { .t = l->t, .sieve = l->sieve, .source = f };
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size && st.st_size < (off_t)MAX_FILE) {
		n = read(fd, buf, (size_t)st.st_size);
		r.assembler = f->path[strlen(f->path) - 1] == 'S';
		if (n > 0)
			read_lines(&r, buf, (size_t)n);
	}
	close(fd);
}

static void *read_files(void *arg)
{
	struct look *l = arg;
	char *buf = xmalloc(MAX_FILE);
	uint32_t i;

	while ((i = atomic_fetch_add(&l->next, 1)) < l->nr)
		read_file(l, &l->source[i], buf);
	free(buf);
	return NULL;
}

/* All files that are listed, on as many threads as there are processors. */
static void read_listed(struct look *l)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t thread[MAX_THREADS];
	unsigned nr = 0, want = cpus > 1 ? (unsigned)(cpus < MAX_THREADS ? cpus : MAX_THREADS) - 1 : 0;

	while (nr < want && !pthread_create(&thread[nr], NULL, read_files, l))
		nr++;
	read_files(l);
	while (nr)
		pthread_join(thread[--nr], NULL);
}

static int is_source(const char *name)
{
	size_t n = strlen(name);

	return n > 2 && name[n - 2] == '.' && strchr("chS", name[n - 1]);
}

static int cmp_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted: what is found does not depend on the disk. */
static char **folder_names(DIR *d, uint32_t *nr)
{
	uint32_t alloc = 0;
	struct dirent *e;
	char **v = NULL;

	*nr = 0;
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.' || e->d_type == DT_LNK ||
		    (e->d_type == DT_REG && !is_source(e->d_name)))
			continue;
		ALLOC_GROW(v, *nr + 1, alloc);
		v[(*nr)++] = xstrdup(e->d_name);
	}
	if (*nr)
		qsort(v, *nr, sizeof(*v), cmp_name);
	return v;
}

/* Lists the sources of a folder and of those below it. */
static void list_folder(struct look *l, int at, const char *name, struct strbuf *path, unsigned depth)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	size_t len = path->len;
	uint32_t i, nr;
	char **v;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	v = folder_names(d, &nr);
	for (i = 0; i < nr; i++) {
		strbuf_setlen(path, len);
		strbuf_addf(path, "%s%s", len ? "/" : "", v[i]);
		if (!is_source(v[i])) {
			if (depth < MAX_DEPTH)
				list_folder(l, fd, v[i], path, depth + 1);
		} else if (l->nr < MAX_FILES) {
			ALLOC_GROW(l->source, l->nr + 1, l->alloc);
			l->source[l->nr++] = (struct source){ arena_strndup(&l->paths, path->buf, path->len), NULL, 0, 0 };
		}
		free(v[i]);
	}
	strbuf_setlen(path, len);
	free(v);
	closedir(d);
}

void tree_names_look(struct tree_names *t, const char *root)
{
	struct look l = { .t = t };
	struct strbuf path = STRBUF_INIT;
	uint32_t i, k;

	if (t->looked)
		return;
	t->looked = 1;
	l.root = t->nr ? open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (l.root < 0)
		return;
	for (i = 0; i < t->nr; i++)
		if (*t->name[i].name)
			l.sieve[sieve_of(t->name[i].name, strlen(t->name[i].name))] = 1;
	arena_init(&l.paths);
	list_folder(&l, l.root, ".", &path, 0);
	read_listed(&l);
	/* in the order of the files, whoever read them */
	for (i = 0; i < l.nr; i++) {
		const char *kept = l.source[i].nr ? arena_strdup(&t->arena, l.source[i].path) : NULL;

		for (k = 0; k < l.source[i].nr; k++)
			place(t, kept, &l.source[i].hit[k]);
		free(l.source[i].hit);
	}
	free(l.source);
	arena_release(&l.paths);
	strbuf_release(&path);
	close(l.root);
}
