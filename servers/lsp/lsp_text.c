/* SPDX-License-Identifier: MIT */
#include "lsp_p.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fileio.h"

/* ---- URIs ------------------------------------------------------------------------ */

static int hex(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = tolower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int lsp_uri_path(const char *uri, struct strbuf *out)
{
	size_t before = out->len;

	if (strncasecmp(uri, "file://", 7))
		return -1;
	uri += 7;
	if (!strncasecmp(uri, "localhost/", 10))
		uri += 9;
	if (*uri != '/')
		return -1;
	for (; *uri && *uri != '?' && *uri != '#'; uri++) {
		int c = (unsigned char)*uri;

		if (c == '%') {
			int hi = hex((unsigned char)uri[1]), lo = hi < 0 ? -1 : hex((unsigned char)uri[2]);

			if (lo < 0 || !(hi | lo)) {
				strbuf_setlen(out, before);
				return -1;
			}
			c = hi << 4 | lo;
			uri += 2;
		}
		strbuf_addch(out, c);
	}
	return 0;
}

/* URI of an absolute path, appended. */
static void lsp_path_uri(const char *path, struct strbuf *out)
{
	strbuf_addstr(out, "file://");
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if (isascii(c) && (isalnum(c) || strchr("/-._~", c)))
			strbuf_addch(out, c);
		else
			strbuf_addf(out, "%%%02X", c);
	}
}

/* ---- columns --------------------------------------------------------------------- */

/* Bytes of the character at p, 1 for what is no UTF-8. */
static size_t char_bytes(const char *p, size_t len)
{
	unsigned char c = (unsigned char)*p;
	size_t n = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1, i;

	if (c >= 0xf5 || n > len)
		return 1;
	for (i = 1; i < n; i++)
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			return 1;
	return n;
}

size_t lsp_column(const char *line, size_t byte, int utf8)
{
	size_t at, units = 0, n;

	if (utf8)
		return byte;
	for (at = 0; at < byte; at += n) {
		n = char_bytes(line + at, byte - at);
		units += n == 4 ? 2 : 1;
	}
	return units;
}

size_t lsp_byte(const char *line, size_t len, size_t column, int utf8)
{
	size_t at, units = 0, n;

	if (utf8)
		return column < len ? column : len;
	for (at = 0; at < len && units < column; at += n) {
		n = char_bytes(line + at, len - at);
		units += n == 4 ? 2 : 1;
	}
	return at;
}

cJSON *lsp_range(uint32_t line1, size_t col1, uint32_t line2, size_t col2)
{
	cJSON *range = cJSON_CreateObject(), *p = cJSON_AddObjectToObject(range, "start");

	cJSON_AddNumberToObject(p, "line", line1);
	cJSON_AddNumberToObject(p, "character", (double)col1);
	p = cJSON_AddObjectToObject(range, "end");
	cJSON_AddNumberToObject(p, "line", line2);
	cJSON_AddNumberToObject(p, "character", (double)col2);
	return range;
}

/* ---- files ----------------------------------------------------------------------- */

static uint32_t find_file(const struct graph *g, const char *name)
{
	uint32_t i;

	for (i = 1; i < g->nr_file; i++)
		if (!strcmp(graph_str(g, graph_file(g, i)->name), name))
			return i;
	return 0;
}

/* The file that an absolute path is, as the index names it. */
static uint32_t file_of_path(struct lsp *l, const char *path)
{
	const char *below = l->src.tree ? path_below(path, l->src.tree) : NULL;
	struct strbuf name = STRBUF_INIT;
	uint32_t file = below ? find_file(l->set.g, below) : 0;

	below = l->src.build ? path_below(path, l->src.build) : NULL;
	if (!file && below) {
		strbuf_addf(&name, "<build>/%s", below);
		file = find_file(l->set.g, name.buf);
	}
	strbuf_release(&name);
	return file;
}

uint32_t lsp_file(struct lsp *l, const char *uri, struct strbuf *path)
{
	struct strbuf asked = STRBUF_INIT, joined = STRBUF_INIT;
	uint32_t file = 0;
	char *real = NULL;

	if (lsp_uri_path(uri, &asked))
		goto out;
	real = realpath(asked.buf, NULL);
	if (real && ((l->src.tree && path_below(real, l->src.tree)) ||
		     (l->src.build && path_below(real, l->src.build)))) {
		strbuf_addstr(path, real);
		file = file_of_path(l, real);
	}
	/* a link within the tree is indexed by the name that was used */
	if (!file && path->len && l->root && l->src.tree && path_below(asked.buf, l->root)) {
		path_join(&joined, l->src.tree, path_below(asked.buf, l->root));
		file = file_of_path(l, joined.buf);
	}
out:
	free(real);
	strbuf_release(&asked);
	strbuf_release(&joined);
	return file;
}

int lsp_file_uri(struct lsp *l, uint32_t file, struct strbuf *out)
{
	const char *name = graph_str(l->set.g, graph_file(l->set.g, file)->name);
	const char *root = l->root;
	struct strbuf path = STRBUF_INIT;

	if (!strncmp(name, "<build>/", 8)) {
		root = l->src.build;
		name += 8;
	}
	if (!file || !root || *name == '<')
		return -1;
	path_join(&path, root, name);
	lsp_path_uri(path.buf, out);
	strbuf_release(&path);
	return 0;
}

const char *lsp_line(struct lsp *l, uint32_t file, uint32_t line, size_t *len)
{
	size_t size;
	const char *p = line ? source_text(&l->src, file, &size) : NULL, *end, *nl;

	if (!p)
		return NULL;
	for (end = p + size; --line; p = nl + 1)
		if (!(nl = memchr(p, '\n', (size_t)(end - p))))
			return NULL;
	nl = memchr(p, '\n', (size_t)(end - p));
	*len = (size_t)((nl ? nl : end) - p);
	return p;
}

int lsp_in_word(int c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

long lsp_find_word(const char *line, size_t len, const char *word)
{
	size_t n = strlen(word);
	const char *p = line, *end = line + len;

	while (n && (p = memmem(p, (size_t)(end - p), word, n)) != NULL) {
		if ((p == line || !lsp_in_word(p[-1])) && (p + n == end || !lsp_in_word(p[n])))
			return p - line;
		p++;
	}
	return -1;
}
