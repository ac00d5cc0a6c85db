/* SPDX-License-Identifier: MIT */
#include "stack_debug.h"

#ifndef KPATH_LIBDW

int stack_debug_open(struct stack_debug **d, const char *path, struct strbuf *err)
{
	*d = NULL;
	return error(err, "this kpath was built without libdw, which reads debug information");
}

void stack_debug_free(struct stack_debug *d)
{
}

void stack_debug_fill(struct stack_debug *d, struct stack_texts *st, uint32_t *found, uint32_t *other)
{
	*found = *other = 0;
}

#else

#include <string.h>

#include "base/digest.h"
#include "base/idmap.h"
#include "base/xalloc.h"
#include "libdw.h"
#include "queries/trace/trace.h"

#define INLINED_MAX 32		/* at one place */

struct symbol {
	uint64_t address, size;
	uint32_t next;		/* of the same name: 1 + symbol */
};

struct stack_debug {
	Dwfl_Callbacks callbacks;	/* while `dwfl` is open */
	Dwfl *dwfl;
	Dwfl_Module *module;
	struct symbol *sym;
	uint32_t nr, alloc;
	struct idmap by_name;	/* digest -> 1 + the first */
};

static void read_symbols(struct stack_debug *d)
{
	int n = dwfl_module_getsymtab(d->module), i;

	for (i = 1; i < n; i++) {
		GElf_Sym s;
		const char *name = dwfl_module_getsym(d->module, i, &s, NULL);
		uint32_t *at;

		if (!name || !*name || !s.st_value || GELF_ST_TYPE(s.st_info) > STT_FUNC)
			continue;
		ALLOC_GROW(d->sym, d->nr + 1, d->alloc);
		at = idmap_put(&d->by_name, digest_str(name), 0);
		d->sym[d->nr] = (struct symbol){ s.st_value, s.st_size, *at };
		*at = ++d->nr;
	}
}

int stack_debug_open(struct stack_debug **out, const char *path, struct strbuf *err)
{
	struct stack_debug *d = xcalloc(1, sizeof(*d));
	Dwarf_Addr bias;

	*out = d;
	d->callbacks.find_elf = dwfl_build_id_find_elf;
	d->callbacks.find_debuginfo = dwfl_standard_find_debuginfo;
	d->callbacks.section_address = dwfl_offline_section_address;
	d->dwfl = dwfl_begin(&d->callbacks);
	d->module = d->dwfl ? dwfl_report_offline(d->dwfl, "vmlinux", path, -1) : NULL;
	if (d->dwfl)
		dwfl_report_end(d->dwfl, NULL, NULL);
	if (!d->module)
		error(err, "%s can't be read: %s", path, dwfl_errmsg(-1));
	else if (!dwfl_module_getdwarf(d->module, &bias))
		error(err, "%s has no debug information (CONFIG_DEBUG_INFO)", path);
	else
		read_symbols(d);
	if (d->nr)
		return 0;
	if (d->module && !err->len)
		error(err, "%s has no symbols", path);
	stack_debug_free(d);
	*out = NULL;
	return -1;
}

void stack_debug_free(struct stack_debug *d)
{
	if (!d)
		return;
	if (d->dwfl)
		dwfl_end(d->dwfl);
	free(d->sym);
	idmap_release(&d->by_name);
	free(d);
}

/* The one symbol that the frame's can be; NULL: none, or several. */
static const struct symbol *symbol_of(const struct stack_debug *d, const struct stack_frame *f)
{
	const uint32_t *at = idmap_get(&d->by_name, digest_str(f->symbol));
	const struct symbol *found = NULL;
	uint32_t i;

	for (i = at ? *at : 0; i; i = d->sym[i - 1].next) {
		const struct symbol *s = &d->sym[i - 1];

		/* sizes are rounded up to where the next symbol begins */
		if (f->offset > s->size || (f->size && (s->size > f->size || f->size - s->size > 64)))
			continue;
		if (found && found->address != s->address)
			return NULL;
		found = s;
	}
	return found;
}

struct inlined {
	const char *name, *file;
	uint32_t line;
};

/* "call_file" of an inlined function, by the table of its unit. */
static const char *call_file(Dwarf_Die *cu, Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Files *files;
	Dwarf_Word no;
	size_t nr;

	if (!dwarf_attr(die, DW_AT_call_file, &attr) || dwarf_formudata(&attr, &no) ||
	    dwarf_getsrcfiles(cu, &files, &nr) || no >= nr)
		return NULL;
	return dwarf_filesrc(files, no, NULL, NULL);
}

/* What was inlined at this place, innermost first; *at: the place, then that of the call
 * of the outermost. */
static uint32_t inlined_at(struct stack_debug *d, Dwarf_Addr address, struct inlined *in,
			   struct inlined *at, struct arena *a)
{
	Dwarf_Addr bias;
	Dwarf_Die *cu = dwfl_module_addrdie(d->module, address, &bias), *scope = NULL;
	int n = cu ? dwarf_getscopes(cu, address - bias, &scope) : 0, i;
	uint32_t nr = 0;

	for (i = 0; i < n && nr < INLINED_MAX; i++) {
		const char *name = dwarf_diename(&scope[i]), *file;
		Dwarf_Attribute attr;
		Dwarf_Word line = 0;

		if (dwarf_tag(&scope[i]) == DW_TAG_subprogram)
			break;
		if (dwarf_tag(&scope[i]) != DW_TAG_inlined_subroutine || !name)
			continue;
		in[nr++] = (struct inlined){ arena_strdup(a, name), at->file, at->line };
		file = call_file(cu, &scope[i]);
		if (dwarf_attr(&scope[i], DW_AT_call_line, &attr))
			dwarf_formudata(&attr, &line);
		at->file = file ? arena_strdup(a, file) : NULL;
		at->line = (uint32_t)line;
	}
	free(scope);
	return nr;
}

static uint32_t places_of(struct stack_debug *d, const struct stack_frame *f, struct inlined *in,
			  struct inlined *at, struct arena *a)
{
	const struct symbol *s = symbol_of(d, f);
	/* a return address stands behind the call */
	Dwarf_Addr address = s ? s->address + f->offset - (f->pc || !f->offset ? 0 : 1) : 0;
	Dwfl_Line *line = s ? dwfl_module_getsrc(d->module, address) : NULL;
	const char *file = NULL;
	int no = 0;

	memset(at, 0, sizeof(*at));
	if (line)
		file = dwfl_lineinfo(line, NULL, &no, NULL, NULL, NULL);
	if (!file || no <= 0)
		return 0;
	at->file = arena_strdup(a, file);
	at->line = (uint32_t)no;
	return inlined_at(d, address, in, at, a);
}

struct frames {
	struct stack_frame *at;
	uint32_t nr, alloc;
};

static void fill(struct stack_debug *d, struct stack_texts *st, const struct stack_frame *f,
		 struct frames *out)
{
	struct inlined in[INLINED_MAX], at;
	uint32_t n = 0, i;

	memset(&at, 0, sizeof(at));
	if (f->has_offset && !f->user && !f->module && !f->file)
		n = places_of(d, f, in, &at, &st->arena);
	ALLOC_GROW(out->at, out->nr + n + 1, out->alloc);
	for (i = 0; i < n; i++) {
		struct stack_frame *x = &out->at[out->nr++];
		const char *name = in[i].name;

		*x = *f;
		x->symbol = in[i].name;
		x->name = arena_strndup(&st->arena, name, trace_name(&name, strlen(name)));
		x->file = in[i].file;
		x->line = in[i].line;
		x->has_offset = 0;
		x->inlined = 1;
	}
	out->at[out->nr] = *f;
	if (at.file) {
		out->at[out->nr].file = at.file;
		out->at[out->nr].line = at.line;
	}
	/* where the CPU was is the innermost of them */
	if (n)
		out->at[out->nr].pc = 0;
	for (i = 1; i < n; i++)
		out->at[out->nr - n + i].pc = 0;
	out->nr++;
}

void stack_debug_fill(struct stack_debug *d, struct stack_texts *st, uint32_t *found, uint32_t *other)
{
	struct frames out = { 0 };
	uint32_t i, k;

	*found = *other = 0;
	for (i = 0; i < st->nr; i++) {
		struct stack_text *t = &st->stack[i];

		out.nr = 0;
		for (k = 0; k < t->nr_frames; k++) {
			const struct stack_frame *f = &t->frame[k];

			fill(d, st, f, &out);
			if (f->has_offset && !f->user && !f->module)
				++*(out.at[out.nr - 1].file ? found : other);
		}
		t->frame = arena_alloc(&st->arena, (out.nr + 1) * sizeof(*t->frame));
		memcpy(t->frame, out.at, out.nr * sizeof(*t->frame));
		t->nr_frames = out.nr;
	}
	free(out.at);
}

#endif
