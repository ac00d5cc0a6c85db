/* SPDX-License-Identifier: MIT */
/*
 * Links: "[inet_init](https://…/source/net/ipv4/af_inet.c#L1966)" says where a
 * function is. Line numbers count only where the address names the version
 * that was indexed: in others the lines are others.
 */
#include "doc_p.h"

#include <string.h>
#include <strings.h>

#define MAX_URL 400

/* Where the path within the tree begins: behind what web pages of sources put
 * before it. */
static const char *tree_path(const char *s, const char *end, const char **version)
{
	static const char *const before[] = { "/source/", "/blob/", "/tree/", "/plain/", "/raw/" };
	const char *at, *p;
	size_t i;

	*version = NULL;
	for (i = 0; i < sizeof(before) / sizeof(*before); i++) {
		at = memmem(s, (size_t)(end - s), before[i], strlen(before[i]));
		if (!at)
			continue;
		at += strlen(before[i]);
		if (!i) {			/* …/linux/v6.1/source/net/… */
			for (p = at - strlen(before[i]); p > s && p[-1] != '/'; p--)
				;
			*version = p;
		} else if (i < 3) {		/* …/blob/v6.1/net/… */
			*version = at;
			p = memchr(at, '/', (size_t)(end - at));
			/* cgit has no name of a version there */
			if (p && !(i == 2 && memchr(s, '?', (size_t)(end - s))))
				at = p + 1;
		}
		return at;
	}
	return NULL;
}

static int is_version(const struct doc_reader *r, const char *s)
{
	const char *v = graph_get_meta(r->lex->g, "version");
	size_t n = strlen(v);

	if (!s || !n)
		return 0;
	s += *s == 'v';
	return !strncmp(s, v, n) && s[n] == '/';
}

/* A site that holds many projects: is this one the kernel? */
static int is_other_project(const struct doc_reader *r, const char *url, const char *path)
{
	const struct k_strings *hosts = &r->lex->k->doc.hosts, *kernels = &r->lex->k->doc.kernels;
	size_t k, n = (size_t)(path - url);

	for (k = 0; k < kernels->nr; k++)
		if (memmem(url, n, kernels->s[k], strlen(kernels->s[k])))
			return 0;
	for (k = 0; k < hosts->nr; k++)
		if (memmem(url, n, hosts->s[k], strlen(hosts->s[k])))
			return 1;
	return 0;
}

/* 1: the label is the name of a function, and the address says where that is. */
static int take_link(struct doc_reader *r, const char *label, size_t nr_label, const char *url,
		     size_t nr_url, const char *text, size_t n, uint32_t line)
{
	const char *version, *macro, *name, *path = tree_path(url, url + nr_url, &version);
	struct doc_claim *c;
	int is_struct = 0;
	uint32_t i;

	if (!path || is_other_project(r, url, path))
		return 0;
	macro = NULL;
	name = nr_label > 7 && !memcmp(label, "struct ", 7) ? NULL : doc_label(r, label, nr_label, &macro);
	if (!name && nr_label > 7 && !memcmp(label, "struct ", 7)) {
		for (i = 7; i < nr_label && doc_is_word((unsigned char)label[i]); i++)
			;
		name = i == nr_label ? arena_strndup(&r->d->arena, label + 7, i - 7) : NULL;
		is_struct = 1;
	}
	if (!name || macro)
		return 0;
	toks_read(r, path, (size_t)(url + nr_url - path));
	for (i = 0; i < r->toks.nr; i++)
		if (r->toks.t[i].type == TOK_FILE) {
			c = doc_place(r, line, text, n, name, r->toks.t[i].name,
				      is_version(r, version) ? r->toks.t[i].num : 0);
			if (c) {
				c->is_struct = (uint8_t)is_struct;
				c->link = 1;
			}
			return !is_struct && strlen(name) == nr_label;
		}
	return 0;
}

/* "[same](…/kernel/time/timer.c)": the file that the word stands for, and its length; 0: it is no such word. */
static size_t file_of_word(struct doc_reader *r, const char *label, size_t nr_label, const char *url, size_t nr_url,
			   const char **file)
{
	const struct k_strings *words = &r->lex->k->doc.same_file;
	const char *version;
	size_t k, n = 0;

	for (k = 0; k < words->nr; k++)
		if (strlen(words->s[k]) == nr_label && !strncasecmp(label, words->s[k], nr_label))
			break;
	*file = k < words->nr ? tree_path(url, url + nr_url, &version) : NULL;
	if (!*file || is_other_project(r, url, *file))
		return 0;
	while (*file + n < url + nr_url && doc_in_path((unsigned char)(*file)[n]))
		n++;
	return n > 4 && memchr(*file, '/', n) && (*file)[n - 2] == '.' ? n : 0;
}

/* The "[" of a label that ends before `close`, or NULL. */
static const char *label_begin(const char *s, const char *close)
{
	const char *p = close;

	while (p > s && close - p < 200)
		if (*--p == '[')
			return p;
	return NULL;
}

const char *doc_links(struct doc_reader *r, const char *s, size_t *n, uint32_t line)
{
	const char *end = s + *n, *p = s, *open, *url, *stop;
	struct strbuf rest = STRBUF_INIT;
	const char *kept, *file;
	int found = 0, code;
	size_t nr_file;

	if (!memmem(s, *n, "://", 3))
		return s;
	while (p < end) {
		const char *mark = memmem(p, (size_t)(end - p), "](http", 6);
		const char *def = memmem(p, (size_t)(end - p), "]: http", 7);
		int is_def = def && (!mark || def < mark);

		mark = is_def ? def : mark;
		open = mark ? label_begin(p, mark) : NULL;
		if (!open)
			break;
		url = mark + (is_def ? 3 : 2);
		for (stop = url; stop < end && stop - url < MAX_URL && *stop != ' ' &&
		     (is_def || *stop != ')'); stop++)
			;
		code = take_link(r, open + 1, (size_t)(mark - open - 1), url, (size_t)(stop - url), s, *n, line);
		strbuf_add(&rest, p, (size_t)(open - p));
		/* a name that leads to its source is no plain word */
		nr_file = file_of_word(r, open + 1, (size_t)(mark - open - 1), url, (size_t)(stop - url), &file);
		strbuf_addstr(&rest, code ? "`" : "");
		strbuf_add(&rest, nr_file ? file : open + 1, nr_file ? nr_file : (size_t)(mark - open - 1));
		strbuf_addstr(&rest, code ? "`" : "");
		p = stop < end && *stop == ')' ? stop + 1 : stop;
		found = 1;
	}
	if (!found) {
		strbuf_release(&rest);
		return s;
	}
	strbuf_add(&rest, p, (size_t)(end - p));
	*n = rest.len;
	kept = arena_strndup(&r->phrases, rest.buf ? rest.buf : "", rest.len);
	strbuf_release(&rest);
	return kept;
}
