/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"

struct source_file {
	struct strbuf text;	/* only where state is SOURCE_SAME and it was quoted */
	uint32_t line;		/* the one quoted last: lines are mostly asked for in order */
	size_t at;		/* where it begins */
	uint8_t state, known, loaded;
};

void source_init(struct source_tree *s, const struct graph *g,
		 const char *tree, const char *build)
{
	memset(s, 0, sizeof(*s));
	s->g = g;
	if (tree && *tree == '/')
		s->tree = realpath(tree, NULL);
	if (build && *build == '/')
		s->build = realpath(build, NULL);
}

void source_forget(struct source_tree *s)
{
	uint32_t i;

	for (i = 0; s->file && i < s->g->nr_file; i++)
		strbuf_release(&s->file[i].text);
	free(s->file);
	s->file = NULL;
}

void source_release(struct source_tree *s)
{
	source_forget(s);
	free(s->tree);
	free(s->build);
	memset(s, 0, sizeof(*s));
}

static struct source_file *source_get(struct source_tree *s, uint32_t file)
{
	if (!file || file >= s->g->nr_file || (!s->tree && !s->build))
		return NULL;
	if (!s->file) {
		uint32_t i;

		s->file = xcalloc(s->g->nr_file, sizeof(*s->file));
		for (i = 0; i < s->g->nr_file; i++)
			strbuf_init(&s->file[i].text);
	}
	return &s->file[file];
}

/* Lines end in a newline, whatever the file's do. */
static void drop_returns(struct strbuf *text)
{
	size_t i, n = 0;

	if (!memchr(text->buf, '\r', text->len))
		return;
	for (i = 0; i < text->len; i++)
		if (text->buf[i] != '\r' || i + 1 == text->len || text->buf[i + 1] != '\n')
			text->buf[n++] = text->buf[i];
	if (n < text->len)
		strbuf_setlen(text, n);
}

static void source_load(struct source_tree *s, uint32_t id, struct source_file *f)
{
	const struct g_file *gf = graph_file(s->g, id);
	struct strbuf path = STRBUF_INIT;

	strbuf_clear(&f->text);
	f->line = 0;
	f->state = SOURCE_UNKNOWN;
	if (gf->hash && !source_path(s->tree, s->build, graph_str(s->g, gf->name), &path) &&
	    !file_read(path.buf, &f->text, NULL))
		f->state = digest64(f->text.buf, f->text.len) == gf->hash ?
			SOURCE_SAME : SOURCE_CHANGED;
	drop_returns(&f->text);
	f->known = 1;
	f->loaded = 1;
	strbuf_release(&path);
}

enum source_state source_check(struct source_tree *s, uint32_t file)
{
	struct source_file *f = source_get(s, file);

	if (!f)
		return SOURCE_UNKNOWN;
	if (!f->known) {
		source_load(s, file, f);
		strbuf_release(&f->text);
		f->loaded = 0;
	}
	return f->state;
}

const char *source_text(struct source_tree *s, uint32_t file, size_t *len)
{
	struct source_file *f = source_get(s, file);

	if (!f)
		return NULL;
	if (!f->loaded)
		source_load(s, file, f);
	if (f->state != SOURCE_SAME)
		return NULL;
	if (len)
		*len = f->text.len;
	return f->text.buf;
}

int source_line(struct source_tree *s, uint32_t file, uint32_t line,
		struct strbuf *out)
{
	size_t len;
	const char *p = source_text(s, file, &len), *end, *nl;
	struct source_file *f = p ? source_get(s, file) : NULL;

	if (!f || !line)
		return -1;
	if (!f->line || line < f->line) {
		f->line = 1;
		f->at = 0;
	}
	end = p + len;
	p += f->at;
	for (; f->line < line; f->line++) {
		p = memchr(p, '\n', end - p);
		if (!p) {
			f->line = 0;
			return -1;
		}
		p++;
		f->at = p - f->text.buf;
	}
	nl = memchr(p, '\n', end - p);
	if (!nl)
		nl = end;
	while (p < nl && (*p == ' ' || *p == '\t'))
		p++;
	strbuf_add(out, p, nl - p);
	return 0;
}
