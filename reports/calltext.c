/* SPDX-License-Identifier: MIT */
/* A call as it is written. */
#include "calltext.h"

#include <ctype.h>
#include <string.h>

#define MAX_CALL 160		/* bytes; a longer call is cut */

static int is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The call of `name` on this line: behind the name an opening parenthesis. */
static const char *find_call(const char *line, const char *name)
{
	size_t n = strlen(name), len = strcspn(line, "\n");
	const char *s = line;

	while ((s = strstr(s, name)) && s < line + len) {
		if ((s == line || !is_word(s[-1])) && s[n + strspn(s + n, " \t")] == '(')
			return s;
		s += n;
	}
	return NULL;
}

int call_text(const struct report *r, struct q_place place, const char *name, struct strbuf *out)
{
	const char *text = r->src && place.file && *name ? source_text(r->src, place.file, NULL) : NULL;
	uint32_t line = 1;
	int depth = 0, blank = 0;
	size_t start = out->len;

	for (; text && line < place.line; line++) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	text = text ? find_call(text, name) : NULL;
	for (; text && *text; text++) {
		if (isspace((unsigned char)*text)) {
			blank = 1;
			continue;
		}
		if (blank && out->buf[out->len - 1] != '(' && *text != ')')
			strbuf_addch(out, ' ');
		blank = 0;
		strbuf_addch(out, *text);
		depth += (*text == '(') - (*text == ')');
		if (!depth && *text == ')')
			return 0;
		if (out->len - start > MAX_CALL) {
			strbuf_addstr(out, "…)");
			return 0;
		}
	}
	strbuf_setlen(out, start);
	return -1;
}
