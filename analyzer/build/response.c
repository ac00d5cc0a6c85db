/* SPDX-License-Identifier: MIT */
/*
 * Response files, "@file" in a command (gcc.gnu.org/onlinedocs/gcc, "Overall
 * Options"): words apart by white space, quotes of both kinds, a backslash
 * before any character. They are relative to where the compiler runs, and may
 * name others.
 */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "response.h"

#define MAX_FILE (4u << 20)
#define MAX_DEPTH 8		/* a file that names itself ends here */
#define MAX_WORDS 100000	/* of one command */

struct expansion {
	struct arena *a;
	const struct compdb *db;
	const char *dir;
	const char **word;
	size_t nr, alloc;
};

static void add_word(struct expansion *x, const char *w)
{
	ALLOC_GROW(x->word, x->nr + 1, x->alloc);
	x->word[x->nr++] = w;
}

/* A command must not make us read what lies elsewhere: only tree and build. */
static int read_response(const struct expansion *x, const char *name, struct strbuf *text)
{
	struct strbuf path = STRBUF_INIT;
	struct stat st;
	char *real;
	int ret = -1;

	path_join(&path, x->dir, name);
	real = realpath(path.buf, NULL);
	if (real && (path_below(real, x->db->tree) || path_below(real, x->db->build)) &&
	    !stat(real, &st) && S_ISREG(st.st_mode) && st.st_size <= (off_t)MAX_FILE)
		ret = file_read(real, text, NULL);
	free(real);
	strbuf_release(&path);
	return ret;
}

/* The next word of `p`, in `out`; behind it. NULL: there is none. */
static const char *next_word(const char *p, const char *end, struct strbuf *out)
{
	char quote = 0;

	while (p < end && isspace((unsigned char)*p))
		p++;
	if (p == end)
		return NULL;
	strbuf_clear(out);
	for (; p < end && (quote || !isspace((unsigned char)*p)); p++) {
		if (*p == '\\' && p + 1 < end)
			strbuf_addch(out, *++p);
		else if (quote ? *p == quote : *p == '"' || *p == '\'')
			quote = quote ? 0 : *p;
		else
			strbuf_addch(out, *p);
	}
	return p;
}

static void expand(struct expansion *x, const char *word, unsigned depth)
{
	struct strbuf text = STRBUF_INIT, one = STRBUF_INIT;
	const char *p, *end;

	if (x->nr >= MAX_WORDS)
		return;
	if (word[0] != '@' || !word[1] || depth == MAX_DEPTH || read_response(x, word + 1, &text)) {
		add_word(x, word);
	} else {
		p = text.buf;
		for (end = p + text.len; (p = next_word(p, end, &one));)
			expand(x, arena_strndup(x->a, one.buf, one.len), depth + 1);
	}
	strbuf_release(&text);
	strbuf_release(&one);
}

const char **response_expand(struct arena *a, const struct compdb *db, const char *dir, int *argc,
			     const char *const *argv)
{
	struct expansion x = { .a = a, .db = db, .dir = dir };
	const char **ret;
	int i;

	for (i = 0; i < *argc; i++)
		if (i && argv[i][0] == '@')
			break;
	if (i == *argc)
		return NULL;
	for (i = 0; i < *argc; i++)
		expand(&x, argv[i], i ? 0 : MAX_DEPTH);
	ret = arena_alloc(a, (x.nr + 1) * sizeof(*ret));
	memcpy(ret, x.word, x.nr * sizeof(*ret));
	ret[x.nr] = NULL;
	*argc = (int)x.nr;
	free(x.word);
	return ret;
}
