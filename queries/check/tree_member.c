/* SPDX-License-Identifier: MIT */
/* The members of a struct, by the words of its text. */
#include "tree_names.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"

#define MAX_FILE (4u << 20)
#define MAX_BODY 2000		/* lines of a struct */

static int in_word(unsigned char c)
{
	return isalnum(c) || c == '_';
}

char *tree_text(const char *root, const char *path)
{
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = dir < 0 ? -1 : openat(dir, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *buf = NULL;
	ssize_t n;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size < (off_t)MAX_FILE) {
		buf = xmalloc((size_t)st.st_size + 1);
		n = read(fd, buf, (size_t)st.st_size);
		buf[n > 0 ? n : 0] = '\0';
	}
	if (fd >= 0)
		close(fd);
	if (dir >= 0)
		close(dir);
	return buf;
}

/* Blanks instead of the comments of a line; *comment: one goes on. */
static void drop_comments(char *s, char *end, int *comment)
{
	for (; s < end; s++) {
		if (*comment) {
			*comment = !(s[0] == '*' && s + 1 < end && s[1] == '/');
			if (!*comment)
				s[1] = ' ';
			*s = ' ';
		} else if (s + 1 < end && s[0] == '/' && s[1] == '*') {
			*comment = 1;
			s[0] = s[1] = ' ';
			s++;
		} else if (s + 1 < end && s[0] == '/' && s[1] == '/') {
			memset(s, ' ', (size_t)(end - s));
		}
	}
}

/* Has the line the word? *hides: it has a call in capitals, which may make members. */
static int has_word(const char *s, const char *end, const char *word, int *hides)
{
	size_t n, i, len = strlen(word);
	const char *line = s;

	for (; s < end; s += n + !n) {
		for (n = 0; s + n < end && in_word((unsigned char)s[n]); n++)
			;
		if (n == len && !memcmp(s, word, n))
			return 1;
		for (i = 0; i < n && !islower((unsigned char)s[i]); i++)
			;
		*hides |= *line != '#' && n > 2 && i == n && s + n < end && s[n] == '(';
	}
	return 0;
}

int tree_member(const char *root, const struct tree_place *p, const char *member, uint32_t *line)
{
	char *text = tree_text(root, p->file), *s = text, *nl;
	int comment = 0, hides = 0, ret = -1;
	uint32_t at;

	for (at = 1; s && *s && at < p->line; at++) {
		nl = strchr(s, '\n');
		s = nl ? nl + 1 : NULL;
	}
	for (; s && *s && at < p->line + MAX_BODY; at++, s = nl + 1) {
		nl = strchr(s, '\n');
		if (!nl)
			break;
		drop_comments(s, nl, &comment);
		if (at > p->line && *s == '}') {
			ret = hides ? -1 : 0;
			break;
		}
		if (at > p->line && has_word(s, nl, member, &hides)) {
			*line = at;
			ret = 1;
			break;
		}
	}
	free(text);
	return ret;
}
