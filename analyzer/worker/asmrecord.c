/* SPDX-License-Identifier: MIT */
/* Macros and repetitions of the assembler: what is recorded, and put in the place of a use. */
#include <string.h>

#include "asmrun_p.h"

#define MAX_NESTING	80		/* of macros within macros */
#define MAX_TEXT	(64u << 20)	/* bytes that macros became */
#define MAX_RECORDED	100000		/* lines of one macro */
#define MAX_REPEATS	65536

int asm_begins_recording(const char *name)
{
	return !strcmp(name, ".macro") ? 'm' : !strcmp(name, ".rept") || !strcmp(name, ".rep") ? 'r' :
		!strcmp(name, ".irp") ? 'i' : !strcmp(name, ".irpc") ? 'c' : 0;
}

void asm_record_begin(struct asm_run *r, int kind, const char *args)
{
	r->rec.active = 1;
	r->rec.nested = 0;
	r->rec.kind = (char)kind;
	r->rec.nr = 0;
	free(r->rec.args);
	r->rec.args = xstrdup(args);
}

static void define_macro(struct asm_run *r, const char *const *line, uint32_t nr)
{
	struct asm_macro m;
	uint32_t *at;

	if (asm_macro_head(&m, &r->arena, r->rec.args))
		return;
	m.line = arena_alloc(&r->arena, (nr + 1) * sizeof(*m.line));
	if (nr)
		memcpy(m.line, line, nr * sizeof(*line));
	m.nr_lines = nr;
	at = idmap_put(&r->macro_of, asm_intern(r, m.name, strlen(m.name)), 0);
	ALLOC_GROW(r->macro, r->nr_macro + 1, r->alloc_macro);
	r->macro[r->nr_macro++] = m;
	*at = (uint32_t)r->nr_macro;
}

/* The lines of a body, once. */
static void expand(struct asm_run *r, const struct asm_macro *m, const char *const *arg)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i, number = r->expansions++;
	unsigned conds = r->nr_cond;

	if (r->nesting >= MAX_NESTING) {
		r->problem = "macros of the assembler are nested too deeply";
		return;
	}
	r->nesting++;
	for (i = 0; i < m->nr_lines && !r->leave && !r->problem; i++) {
		strbuf_clear(&sb);
		asm_substitute(m, arg, number, m->line[i], &sb);
		r->text += sb.len;
		if (r->text > MAX_TEXT)
			r->problem = "macros of the assembler make too much text";
		asm_run_text(r, sb.buf ? sb.buf : "", sb.len);
	}
	if (r->leave && r->nr_cond > conds)
		r->nr_cond = conds;
	if (r->leave)
		r->deeper = 0;
	r->nesting--;
	strbuf_release(&sb);
}

static void repeat(struct asm_run *r, char kind, const char *args, const char *const *line,
		   uint32_t nr)
{
	struct asm_macro m = { .line = (const char **)line, .nr_lines = nr };
	struct asm_param p = { "", "", 0 };
	int64_t times = 1, i;
	const char *v;
	char one[2] = "";
	size_t n;

	if (kind == 'r') {
		if (asm_expression(r, args, &times))
			times = 1;	/* at least what is in it is seen */
		for (i = 0; i < times && i < MAX_REPEATS && !r->problem && !r->leave; i++)
			expand(r, &m, NULL);
		return;
	}
	n = strcspn(args, ", \t");
	p.name = arena_strndup(&r->arena, args, n);
	m.param = &p;
	m.nr_params = 1;
	args += n + strspn(args + n, ", \t");
	if (kind == 'c') {
		for (; *args && !r->problem && !r->leave; args++) {
			one[0] = *args;
			v = one;
			if (*args != '"' && *args != ' ')
				expand(r, &m, &v);
		}
		return;
	}
	do {
		v = asm_next_arg(&args, &r->arena);
		v = v ? v : "";
		expand(r, &m, &v);
	} while (*(args += strspn(args, " \t")) && !r->problem && !r->leave);
}

static void record_end(struct asm_run *r)
{
	struct recording rec = r->rec;

	memset(&r->rec, 0, sizeof(r->rec));
	r->rec.args = rec.args;
	if (rec.kind == 'm') {
		define_macro(r, rec.line, (uint32_t)rec.nr);
		r->rec.line = rec.line;		/* to be used again */
		r->rec.alloc = rec.alloc;
		return;
	}
	r->rec.args = NULL;
	repeat(r, rec.kind, rec.args, rec.line, (uint32_t)rec.nr);
	free(rec.args);
	free(rec.line);
}

/* A statement inside of what is recorded. */
void asm_record(struct asm_run *r, const char *word, const char *whole)
{
	if (asm_begins_recording(word)) {
		r->rec.nested++;
	} else if (!strcmp(word, ".endm") || !strcmp(word, ".endr") || !strcmp(word, ".endmacro")) {
		if (!r->rec.nested) {
			record_end(r);
			return;
		}
		r->rec.nested--;
	}
	if (r->rec.nr >= MAX_RECORDED) {
		r->problem = "a macro of the assembler is too long";
		return;
	}
	ALLOC_GROW(r->rec.line, r->rec.nr + 1, r->rec.alloc);
	r->rec.line[r->rec.nr++] = arena_strdup(&r->arena, whole);
}

void asm_use_macro(struct asm_run *r, const struct asm_macro *macro, const char *args)
{
	struct asm_macro m = *macro;	/* it may be defined anew on the way */

	expand(r, &m, asm_macro_args(&m, &r->arena, args));
	r->leave = 0;
}
