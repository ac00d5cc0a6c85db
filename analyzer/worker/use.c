/* SPDX-License-Identifier: MIT */
/* Uses of variables and fields, each once for a body and a way of using it. */
#include "cursors.h"
#include "use.h"

static void use(struct walk *w, uint32_t sym, uint32_t field, uint8_t how, CXCursor c)
{
	uint32_t *known, id;
	struct tu_use *u;
	struct place p;

	if (w->quiet || w->body == UINT32_MAX || w->f->sym[w->sym].kind != SYM_FUNC)
		return;
	/* a pointer that is followed is read */
	how = how & USE_THROUGH ? USE_READ : (uint8_t)(how & ~USE_PART);
	known = idmap_put(&w->uses, idmap_pair(sym ? sym : field, (sym ? 0u : USE_NR) + how), 0);
	if (*known) {
		u = &w->f->use[*known - 1];
		u->nr += u->nr < UINT16_MAX;
		return;
	}
	id = facts_use(w->f);
	*known = id + 1;
	p = place_of(w, c);
	u = &w->f->use[id];
	u->sym = sym;
	u->field = field;
	u->line = p.line;
	if (p.file && p.file != w->body_file)
		u->file = p.file->path;
	u->nr = 1;
	u->how = how;
}

void use_variable(struct walk *w, uint32_t sym, uint8_t how, CXCursor c)
{
	if (w->f->sym[sym].kind == SYM_VAR)
		use(w, sym, 0, how, c);
}

void use_field(struct walk *w, uint32_t field, uint8_t how, CXCursor c)
{
	if (field && ((how & USE_THROUGH) || !(how & USE_PART)))
		use(w, 0, field, how, c);
}

void use_begin(struct walk *w)
{
	idmap_clear(&w->uses);
	w->use = w->used_as = USE_READ;
}
