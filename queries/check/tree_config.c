/* SPDX-License-Identifier: MIT */
/* Which option builds a file of a tree: its Makefiles are read, nothing is run. */
#include "tree_names.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"

#define MAX_FILE (4u << 20)
#define MAX_DEPTH 24

static int in_word(unsigned char c)
{
	return isalnum(c) || c == '_';
}

/* Reads DIR/Makefile or DIR/Kbuild; continued lines become one. */
static int read_makefile(const char *root, const char *dir, size_t n, const char *name,
			 struct strbuf *out)
{
	struct strbuf path = STRBUF_INIT;
	char *buf = NULL;
	ssize_t len = -1;
	struct stat st;
	int fd;
	size_t i;

	strbuf_addf(&path, "%s/%.*s%s%s", root, (int)n, dir, n ? "/" : "", name);
	fd = open(path.buf, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	strbuf_release(&path);
	strbuf_clear(out);
	if (fd < 0)
		return -1;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size < (off_t)MAX_FILE) {
		buf = xmalloc((size_t)st.st_size + 1);
		len = read(fd, buf, (size_t)st.st_size);
	}
	close(fd);
	for (i = 0; len > 0 && i < (size_t)len; i++) {
		if (buf[i] == '\\' && i + 1 < (size_t)len && buf[i + 1] == '\n')
			i++;
		else
			strbuf_addch(out, buf[i] ? buf[i] : ' ');
	}
	free(buf);
	return len > 0 ? 0 : -1;
}

/* Is `word` one of the blank-separated words in [s, end)? */
static int has_word(const char *s, const char *end, const char *word, size_t n)
{
	const char *p;

	for (p = s; (p = memmem(p, (size_t)(end - p), word, n)) != NULL; p++)
		if ((p == s || isspace((unsigned char)p[-1]) || p[-1] == '=') &&
		    (p + n == end || isspace((unsigned char)p[n])))
			return 1;
	return 0;
}

/* 1: an option builds the word; 0: a line without one does, of `*whole`
 * ("bridge-y": its name and length) or of none (length 0); -1: no line does. */
static int builder(const struct strbuf *mk, const char *word, struct strbuf *out,
		   const char **whole, size_t *nr_whole)
{
	const char *s = mk->buf, *nl, *eq, *opt, *close;
	size_t n = strlen(word), k;
	int ret = -1;

	for (; *s; s = nl + (*nl == '\n')) {
		nl = s + strcspn(s, "\n");
		eq = memchr(s, '=', (size_t)(nl - s));
		if (*s == '#' || !eq || !has_word(eq, nl, word, n))
			continue;
		opt = memmem(s, (size_t)(eq - s), "$(CONFIG_", 9);
		close = opt ? memchr(opt, ')', (size_t)(eq - opt)) : NULL;
		if (close) {
			strbuf_clear(out);
			strbuf_add(out, opt + 2, (size_t)(close - opt - 2));
			return 1;
		}
		for (; s < eq && isspace((unsigned char)*s); s++)
			;
		for (k = 0; s + k < eq && (in_word((unsigned char)s[k]) || s[k] == '-') &&
			    strncmp(s + k, "-y", 2) && strncmp(s + k, "-objs", 5); k++)
			;
		*whole = s;
		*nr_whole = (k == 3 && (!memcmp(s, "obj", 3) || !memcmp(s, "lib", 3))) ? 0 : k;
		ret = 0;
	}
	return ret;
}

int tree_config(const char *root, const char *file, struct strbuf *out)
{
	struct strbuf mk = STRBUF_INIT, word = STRBUF_INIT;
	const char *whole = NULL, *base = strrchr(file, '/');
	size_t dir = base ? (size_t)(base - file) : 0, n;
	unsigned i, depth;
	int ret = -1;

	base = base ? base + 1 : file;
	n = strlen(base);
	strbuf_addf(&word, "%.*s.o", n > 2 ? (int)n - 2 : 0, base);
	for (depth = 0; depth < MAX_DEPTH && ret < 1; depth++) {
		if (read_makefile(root, file, dir, "Makefile", &mk) &&
		    read_makefile(root, file, dir, "Kbuild", &mk))
			break;
		/* a part of a module, of a module … */
		for (i = 0, ret = 0; i < 4 && !ret; i++) {
			ret = builder(&mk, word.buf, out, &whole, &n);
			if (ret || !n)
				break;
			strbuf_clear(&word);
			strbuf_addf(&word, "%.*s.o", (int)n, whole);
		}
		if (ret == 1 || !dir)
			break;
		/* then the folder, in the one above */
		for (n = dir; n && file[n - 1] != '/'; n--)
			;
		strbuf_clear(&word);
		strbuf_addf(&word, "%.*s/", (int)(dir - n), file + n);
		dir = n ? n - 1 : 0;
	}
	strbuf_release(&mk);
	strbuf_release(&word);
	return ret == 1 ? 0 : -1;
}
