/* SPDX-License-Identifier: MIT */
#include "asmscope.h"

#include <string.h>

#include "asm.h"
#include "base/xalloc.h"
#include "section.h"
#include "sym.h"
#include "walk.h"

struct asm_scope {
	struct walk *w;
	struct asm_facts *facts;
	struct asm_run *run;
};

/* Most of such text puts an address into a section, and nothing else. */
static int may_matter(const char *text)
{
	static const char *const words[] = { ".glob", ".type", ".macro", ".set", "call", "jmp", "bl" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(text, words[i]))
			return 1;
	return 0;
}

static uint32_t c_symbol(void *ctx, const char *name, int kind)
{
	struct walk *w = ctx;
	CXCursor decl;
	uint32_t sym;

	if (kind == SYM_VAR)
		return section_variable(w, name, &decl) ? sym_of(w, decl) : 0;
	if (!section_function(w, name, &decl))
		return 0;
	sym = sym_of(w, decl);
	want_body(w, decl, sym);
	return sym;
}

void asm_scope_text(struct asm_scope **s, struct walk *w, const struct place *at, const char *text,
		    size_t len)
{
	const struct asm_place here = { at->file ? at->file->path : 0, at->line };
	struct asm_scope *as = *s;

	if (!may_matter(text))
		return;
	if (!as) {
		as = *s = xcalloc(1, sizeof(*as));
		as->w = w;
		as->facts = asm_facts_new(w->f);
		asm_facts_beside(as->facts, c_symbol, w);
		as->run = asm_run_new(asm_facts_stmt, as->facts);
	}
	asm_run_line(as->run, here, text, len);
}

static int is_walked(void *ctx, const char *section)
{
	return section_is_walked(ctx, section);
}

void asm_scope_finish(struct asm_scope *s)
{
	if (!s)
		return;
	if (asm_facts_finish(s->facts, s->run, is_walked, s->w))
		s->w->too_large++;
	asm_facts_free(s->facts);
	asm_run_free(s->run);
	free(s);
}
