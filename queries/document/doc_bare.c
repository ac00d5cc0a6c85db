/* SPDX-License-Identifier: MIT */
/* C that stands in a text without a fence, as it was pasted: a function or an initialiser
 * that begins and ends at the left. */
#include "doc_blocks.h"

#include <ctype.h>
#include <string.h>

#define MAX_HEAD 8		/* lines of a head */
#define MAX_BODY 500		/* … of what follows */

static const char *line_end(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s));

	return nl ? nl : end;
}

static size_t trimmed(const char *s, const char *end)
{
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	return (size_t)(end - s);
}

static int is_ascii(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return 0;
	return 1;
}

/* "static int f(struct x *a,", "SYSCALL_DEFINE1(f, int, a)", "struct proto tcp_prot = {" */
static int is_head(const char *s, size_t n)
{
	const char *paren = memchr(s, '(', n), *p;

	if (n < 6 || !(isalpha((unsigned char)*s) || *s == '_') || !is_ascii(s, n) || s[n - 1] == ';' || s[n - 1] == '.')
		return 0;
	if (s[n - 1] == '{' && !paren)
		return memchr(s, '=', n) && memchr(s, ' ', n);
	if (!paren || paren == s || (s[n - 1] != ')' && s[n - 1] != ',' && s[n - 1] != '{' && s[n - 1] != '('))
		return 0;
	for (p = paren; p > s && doc_is_word((unsigned char)p[-1]); p--)
		;
	if (p == paren || doc_is_keyword(p, (size_t)(paren - p)))
		return 0;
	if (p == s)			/* no type: a macro in capitals that defines something */
		return isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) && isupper((unsigned char)s[2]);
	for (; p > s; p--)
		if (!doc_is_word((unsigned char)p[-1]) && p[-1] != ' ' && p[-1] != '*' && p[-1] != '\t')
			return 0;
	return 1;
}

int bare_begins(const char *s, size_t n, const char *end)
{
	const char *at = s, *nl = s + n;
	unsigned i;
	size_t len = trimmed(s, nl);
	int open;

	if (!is_head(s, len))
		return 0;
	open = s[len - 1] == '{';
	nl = line_end(s, end);
	for (i = 0; i < MAX_HEAD && !open && nl < end; i++) {
		at = nl + 1;
		nl = line_end(at, end);
		len = trimmed(at, nl);
		if (!len)
			return 0;
		if (*at == '{')
			open = 1;
		else if (!isspace((unsigned char)*at) || !is_ascii(at, len) || at[len - 1] == ';')
			return 0;
		open |= at[len - 1] == '{';
	}
	for (i = 0; open && i < MAX_BODY && nl < end; i++) {
		at = nl + 1;
		nl = line_end(at, end);
		if (at < end && *at == '}')
			return 1;
		if (nl - at > 2 && !memcmp(at, "```", 3))
			return 0;
	}
	return 0;
}
