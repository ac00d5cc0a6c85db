/* SPDX-License-Identifier: MIT */
#include "looked.h"

#include <string.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "door.h"
#include "frontend/inputs.h"
#include "pch.h"
#include "cursors.h"

struct looked { struct walk *w; struct strbuf *out; struct strtab known; };

static void see_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct looked *l = data;
	struct source_file *sf = source_file_of(l->w, file);

	(void)stack;
	(void)depth;
	if (!sf || !sf->text || sf->listed)
		return;
	sf->listed = 1;
	strtab_add(&l->known, sf->abs);
	inputs_pack(l->out, INPUT_READ, sf->abs, input_digest(digest64(sf->text, sf->len)));
}

static void add_name(struct strtab *names, const struct pch_tab *t, uint32_t header)
{
	strtab_add(names, path_basename(strtab_str(&t->str, t->header[header].path)));
}

/*
 * A header that is found as DIR/NAME was looked for as OTHER/NAME before. What
 * was looked for and found nowhere (__has_include) may concern everybody.
 */
static void list_absent(struct looked *l, const struct pch_view *v, const char *text)
{
	struct strbuf path = STRBUF_INIT;
	struct strtab all, own;
	const char *p, *nl;
	uint32_t i;

	strtab_init(&all);
	strtab_init(&own);
	for (i = 1; i < v->t->nr_header; i++)
		add_name(&all, v->t, i);
	for (i = 0; i < v->nr_order; i++)
		add_name(&own, v->t, v->order[i]);
	for (p = text; (nl = strchr(p, '\n')); p = nl + 1) {
		const char *name;

		strbuf_clear(&path);
		strbuf_add(&path, p, (size_t)(nl - p));
		name = path_basename(path.buf);
		if (strtab_find(&own, name) || !strtab_find(&all, name))
			inputs_pack(l->out, INPUT_ABSENT, path.buf, INPUT_NONE);
	}
	strtab_release(&all);
	strtab_release(&own);
	strbuf_release(&path);
}

static void know(struct looked *l, const char *base, const char *end)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s%s", base, end);
	strtab_add(&l->known, path.buf);
	strbuf_release(&path);
}

static void list_pch(struct looked *l, const struct pch_view *v, const char *base)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	uint32_t i;

	for (i = 0; i < v->nr_order; i++) {
		const struct pch_header *h = &v->t->header[v->order[i]];

		inputs_pack(l->out, INPUT_READ, strtab_str(&v->t->str, h->path),
			    input_digest(h->hash));
	}
	for (i = 1; i < v->t->nr_header; i++)	/* those that it does not include too */
		strtab_add(&l->known, strtab_str(&v->t->str, v->t->header[i].path));
	know(l, base, ".h");
	know(l, base, ".tab");
	know(l, base, ".pch");
	know(l, base, ".absent");
	strbuf_addf(&path, "%s.absent", base);
	if (file_read(path.buf, &text, NULL))
		inputs_pack(l->out, INPUT_READ, path.buf, INPUT_UNKNOWN);
	list_absent(l, v, text.buf);
	strbuf_release(&path);
	strbuf_release(&text);
}

void looked_list(struct walk *w, const char *base, struct strbuf *out)
{
	struct looked l = { .w = w, .out = out };

	strtab_init(&l.known);
	clang_getInclusions(w->tu, see_file, &l);
	if (w->view)
		list_pch(&l, w->view, base);
	door_list(&l.known, out);
	strtab_release(&l.known);
}
