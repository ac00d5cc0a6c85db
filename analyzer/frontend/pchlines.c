/* SPDX-License-Identifier: MIT */
#include "pchlines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"

void pch_lines_init(struct pch_lines *u)
{
	memset(u, 0, sizeof(*u));
	strtab_init(&u->name);
	strtab_init(&u->path);
}

static void add_id(uint32_t **v, uint32_t *nr, size_t *alloc, uint32_t id)
{
	ALLOC_GROW(*v, *nr + 1, *alloc);
	(*v)[(*nr)++] = id;
}

/* Where a name in "…" of a file of `dir` is found; that it exists is only known where it is
 * not there. */
static void find_quoted(const struct pch_lines *u, const char *dir, const char *name, struct strbuf *path)
{
	const struct compile_command *c = u->cmd;
	struct strbuf at = STRBUF_INIT;
	int i;

	path_join(path, dir, name);
	for (i = 0; i < c->argc && !file_exists(path->buf); i++) {
		if (strncmp(c->argv[i], "-I", 2))
			continue;
		strbuf_clear(&at);
		strbuf_clear(path);
		path_join(&at, c->dir, c->argv[i] + 2);
		path_join(path, at.buf, name);
	}
	strbuf_release(&at);
}

static void see_line(struct pch_lines *u, uint32_t file, const char *dir, const char *p,
		     const char *end)
{
	struct local *l = &u->local[file];
	const char *s;
	char close;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p >= end || *p++ != '#')
		return;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (end - p < 7 || memcmp(p, "include", 7))
		return;
	for (p += 7; p < end && (*p == ' ' || *p == '\t'); p++)
		;
	if (p >= end || (*p != '<' && *p != '"'))
		return;
	close = *p++ == '<' ? '>' : '"';
	for (s = p; p < end && *p != close; p++)
		if (isspace((unsigned char)*p) || (unsigned char)*p < ' ')
			return;
	if (p == end || p == s)
		return;
	if (close == '>') {
		add_id(&l->name, &l->nr, &l->alloc, strtab_addn(&u->name, s, (size_t)(p - s)));
	} else {
		struct strbuf rel = STRBUF_INIT, path = STRBUF_INIT;

		strbuf_add(&rel, s, (size_t)(p - s));
		find_quoted(u, dir, rel.buf, &path);
		add_id(&l->inner, &l->nr_inner, &l->alloc_inner,
		       strtab_addn(&u->path, path.buf, path.len));
		strbuf_release(&rel);
		strbuf_release(&path);
	}
}

static void read_local(struct pch_lines *u, uint32_t file)
{
	const char *path = strtab_str(&u->path, file), *p, *end, *nl;
	struct strbuf text = STRBUF_INIT, dir = STRBUF_INIT;

	strbuf_add(&dir, path, (size_t)(path_basename(path) - path));
	if (!file_read(path, &text, NULL)) {
		u->local[file].bytes = text.len;
		for (p = text.buf, end = p + text.len; p < end; p = nl + 1) {
			nl = memchr(p, '\n', (size_t)(end - p));
			nl = nl ? nl : end;
			see_line(u, file, dir.buf, p, nl);
		}
	}
	strbuf_release(&text);
	strbuf_release(&dir);
}

static void count_name(struct pch_lines *u, uint32_t id, uint32_t tu)
{
	size_t old = u->alloc;

	ALLOC_GROW(u->nr, id + 1, u->alloc);
	ALLOC_GROW(u->last, id + 1, u->alloc_last);
	if (u->alloc > old) {
		memset(u->nr + old, 0, (u->alloc - old) * sizeof(*u->nr));
		memset(u->last + old, 0, (u->alloc - old) * sizeof(*u->last));
	}
	if (u->last[id] == tu + 1)
		return;
	u->last[id] = tu + 1;
	u->nr[id]++;
}

void pch_lines_count(struct pch_lines *u, const struct compile_command *cmd, uint32_t tu)
{
	uint32_t *todo = NULL, nr = 0, i;
	size_t alloc = 0;

	u->cmd = cmd;
	add_id(&todo, &nr, &alloc, strtab_add(&u->path, cmd->path));
	while (nr) {
		uint32_t file = todo[--nr];
		size_t old = u->alloc_local;

		ALLOC_GROW(u->local, file + 1, u->alloc_local);
		if (u->alloc_local > old)
			memset(u->local + old, 0, (u->alloc_local - old) * sizeof(*u->local));
		if (u->local[file].last == tu + 1)
			continue;
		if (!u->local[file].last)
			read_local(u, file);
		u->local[file].last = tu + 1;
		u->local[file].users++;
		for (i = 0; i < u->local[file].nr; i++)
			count_name(u, u->local[file].name[i], tu);
		for (i = 0; i < u->local[file].nr_inner; i++)
			add_id(&todo, &nr, &alloc, u->local[file].inner[i]);
	}
	free(todo);
}

void pch_lines_release(struct pch_lines *u)
{
	size_t i;

	for (i = 0; i < u->alloc_local; i++) {
		free(u->local[i].name);
		free(u->local[i].inner);
	}
	free(u->local);
	free(u->nr);
	free(u->last);
	strtab_release(&u->name);
	strtab_release(&u->path);
}
