/* SPDX-License-Identifier: MIT */
/* What the assembler does before it assembles: see asm.h. */
#include <ctype.h>
#include <string.h>

#include "asmrun_p.h"

#define MAX_STMTS	2000000		/* run in one source */
#define MAX_SECTIONS	4096

/* ---- names ------------------------------------------------------------------------- */

uint32_t asm_intern(struct asm_run *r, const char *s, size_t n)
{
	return strtab_addn(&r->name, s, n);
}

int asm_symbol_value(const struct asm_run *r, const char *name, size_t n, int64_t *value)
{
	char buf[256];
	const uint32_t *at;
	uint32_t id;

	if (n >= sizeof(buf))
		return -1;
	memcpy(buf, name, n);
	buf[n] = '\0';
	id = strtab_find(&r->name, buf);
	at = id ? idmap_get(&r->set_of, id) : NULL;
	if (!at || !r->set[*at - 1].known)
		return -1;
	*value = r->set[*at - 1].value;
	return 0;
}

static int is_defined(struct asm_run *r, const char *name)
{
	uint32_t id = asm_intern(r, name, strcspn(name, " \t,"));

	return idmap_get(&r->set_of, id) || idmap_get(&r->label_of, id);
}

static void set_symbol(struct asm_run *r, const char *name, const char *expr)
{
	uint32_t id = asm_intern(r, name, strlen(name)), *at;
	int64_t v;
	int known = !asm_expression(r, expr, &v);	/* it may name itself */

	at = idmap_put(&r->set_of, id, 0);
	if (!*at) {
		ALLOC_GROW(r->set, r->nr_set + 1, r->alloc_set);
		*at = (uint32_t)++r->nr_set;
	}
	r->set[*at - 1] = (struct set){ known ? v : 0, known };
}

/* ---- sections ------------------------------------------------------------------------ */

static int has_word(const char *name, const char *word)
{
	const char *p = strstr(name, word);

	return p && (p == name || p[-1] == '.');
}

static uint32_t section_named(struct asm_run *r, const char *name, size_t n, const char *flags)
{
	uint32_t i;
	int code;

	for (i = 0; i < r->nr_section; i++)
		if (strlen(r->section[i].name) == n && !memcmp(r->section[i].name, name, n))
			return i;
	if (r->nr_section == MAX_SECTIONS)
		return 0;
	ALLOC_GROW(r->section, r->nr_section + 1, r->alloc_section);
	name = arena_strndup(&r->arena, name, n);
	/* flags stand before the '@' of the type: "ax",@progbits */
	code = flags ? memchr(flags, 'x', strcspn(flags, ",")) != NULL :
		has_word(name, "text") || has_word(name, "inittext") || !strcmp(name, ".init");
	r->section[r->nr_section] = (struct asm_section){ name, code };
	return r->nr_section++;
}

static void enter_section(struct asm_run *r, uint32_t s)
{
	r->previous = r->now;
	r->now = s;
}

/* ".section NAME, "flags"…" */
static void section_directive(struct asm_run *r, const char *args)
{
	const char *p = args, *flags;
	size_t n;

	p += *p == '"';
	n = strcspn(p, "\", \t");
	flags = p + n;
	flags += strspn(flags, "\" \t");
	if (*flags == ',') {
		flags += 1 + strspn(flags + 1, " \t");
		flags = *flags == '"' ? flags + 1 : NULL;
	} else {
		flags = NULL;
	}
	if (n)
		enter_section(r, section_named(r, p, n, flags));
}

/* 1: `name` is about sections and was done */
static int section_change(struct asm_run *r, const char *name, const char *args)
{
	if (!strcmp(name, ".section") || !strcmp(name, ".pushsection")) {
		if (name[1] == 'p') {
			if (r->nr_stack >= MAX_CONDS)
				return 1;
			ALLOC_GROW(r->stack, r->nr_stack + 1, r->alloc_stack);
			r->stack[r->nr_stack++] = (struct pushed){ r->now, r->previous };
		}
		section_directive(r, args);
	} else if (!strcmp(name, ".popsection")) {
		if (r->nr_stack) {
			r->now = r->stack[--r->nr_stack].now;
			r->previous = r->stack[r->nr_stack].previous;
		}
	} else if (!strcmp(name, ".subsection")) {
		enter_section(r, r->now);	/* another part of it */
	} else if (!strcmp(name, ".previous")) {
		enter_section(r, r->previous);
	} else if (!strcmp(name, ".text") || !strcmp(name, ".data") || !strcmp(name, ".bss")) {
		enter_section(r, section_named(r, name, strlen(name), NULL));
	} else {
		return 0;
	}
	return 1;
}

/* ---- conditions ------------------------------------------------------------------------ */

static int is_skipping(const struct asm_run *r)
{
	enum cond c = r->nr_cond ? r->cond[r->nr_cond - 1] : COND_TAKEN;

	return r->deeper || (c != COND_TAKEN && c != COND_OPEN);
}

static int same_text(struct asm_run *r, const char *args)
{
	const char *a = args, *b = strchr(args, ','), *end;

	if (!b)
		return 0;
	if (*args == '"' || *args == '\'') {	/* .ifc 'a, b', c */
		const char *x = asm_next_arg(&a, &r->arena), *y = asm_next_arg(&a, &r->arena);

		return !strcmp(x ? x : "", y ? y : "");
	}
	for (end = b; end > args && (end[-1] == ' ' || end[-1] == '\t'); end--)
		;
	b += 1 + strspn(b + 1, " \t");
	if (*b == '"')
		b = asm_next_arg(&b, &r->arena);
	return b && strlen(b) == (size_t)(end - args) && !strncmp(b, args, (size_t)(end - args));
}

/* 1 true, 0 false, -1 not known */
static int condition(struct asm_run *r, const char *name, const char *args)
{
	int64_t v = 0;
	int known;

	if (!strcmp(name, "def") || !strcmp(name, "ndef") || !strcmp(name, "notdef"))
		return is_defined(r, args) == (*name == 'd');
	if (!strcmp(name, "b"))
		return !*args;
	if (!strcmp(name, "nb"))
		return *args != '\0';
	if (!strcmp(name, "c") || !strcmp(name, "eqs"))
		return same_text(r, args);
	if (!strcmp(name, "nc") || !strcmp(name, "nes"))
		return !same_text(r, args);
	known = !asm_expression(r, args, &v);
	if (!known)
		return -1;
	if (!strcmp(name, "eq"))
		return v == 0;
	if (!strcmp(name, "gt"))
		return v > 0;
	if (!strcmp(name, "ge"))
		return v >= 0;
	if (!strcmp(name, "lt"))
		return v < 0;
	if (!strcmp(name, "le"))
		return v <= 0;
	return v != 0;		/* .if, .ifne */
}

static enum cond cond_of(int truth)
{
	return truth < 0 ? COND_OPEN : truth ? COND_TAKEN : COND_WAITING;
}

/* 1: `name` is about conditions and was done */
static int conditional(struct asm_run *r, const char *name, const char *args)
{
	enum cond *c = r->nr_cond ? &r->cond[r->nr_cond - 1] : NULL;

	if (!strncmp(name, ".if", 3)) {
		if (is_skipping(r) || r->nr_cond == MAX_CONDS)
			r->deeper++;
		else
			r->cond[r->nr_cond++] = cond_of(condition(r, name + 3, args));
		return 1;
	}
	if (!strcmp(name, ".endif")) {
		if (r->deeper)
			r->deeper--;
		else if (r->nr_cond)
			r->nr_cond--;
		return 1;
	}
	if (strcmp(name, ".else") && strcmp(name, ".elseif"))
		return 0;
	if (r->deeper || !c || *c == COND_OPEN)
		return 1;
	if (*c == COND_TAKEN)
		*c = COND_DONE;
	else if (*c == COND_WAITING)
		*c = name[5] ? cond_of(condition(r, "", args)) : COND_TAKEN;
	return 1;
}

/* ---- statements ------------------------------------------------------------------------------ */

static void tell(struct asm_run *r, enum asm_kind kind, const char *name, const char *args)
{
	struct asm_stmt s = { kind, name, args, r->at, r->now, (unsigned)r->nr_stack };

	r->stmt(r->ctx, &s);
}

static const char *word_of(struct asm_run *r, const char **p)
{
	const char *start = *p;

	while (asm_is_name((unsigned char)**p))
		++*p;
	return arena_strndup(&r->arena, start, (size_t)(*p - start));
}

/* ".set a, b" */
static void set_directive(struct asm_run *r, const char *args)
{
	const char *name = word_of(r, &args);

	args += strspn(args, " \t");
	if (!*name || *args != ',')
		return;
	args += 1 + strspn(args + 1, " \t");
	set_symbol(r, name, args);
	tell(r, ASM_ASSIGN, name, arena_strdup(&r->arena, args));
}

static void directive(struct asm_run *r, const char *name, const char *args)
{
	int kind = asm_begins_recording(name);

	if (kind)
		asm_record_begin(r, kind, args);
	else if (!strcmp(name, ".exitm"))
		r->leave = r->nesting > 0;
	else if (!strcmp(name, ".purgem"))
		idmap_put(&r->macro_of, asm_intern(r, args, strcspn(args, " \t")), 0)[0] = 0;
	else if (!strcmp(name, ".set") || !strcmp(name, ".equ") || !strcmp(name, ".equiv") ||
		 !strcmp(name, ".eqv"))
		set_directive(r, args);
	else if (!section_change(r, name, args))
		tell(r, ASM_DIRECTIVE, name, args);
}

static const struct asm_macro *macro_named(struct asm_run *r, const char *name)
{
	uint32_t id = strtab_find(&r->name, name);
	const uint32_t *at = id ? idmap_get(&r->macro_of, id) : NULL;

	return at && *at ? &r->macro[*at - 1] : NULL;
}

/* `s` ends with a NUL and has no separators in it. */
static void run_statement(struct asm_run *r, const char *s)
{
	const struct asm_macro *m;
	const char *p = s, *word, *rest;

	for (;;) {
		p += strspn(p, " \t");
		s = p;
		word = word_of(r, &p);
		if (r->rec.active || is_skipping(r) || !*word)
			break;
		rest = p + strspn(p, " \t");
		if (*rest != ':' || rest[1] == ':')
			break;
		idmap_put(&r->label_of, asm_intern(r, word, strlen(word)), 1);
		tell(r, ASM_LABEL, word, "");
		p = rest + 1;
	}
	if (r->rec.active) {
		asm_record(r, word, s);
		return;
	}
	p += strspn(p, " \t");
	if (*word == '.' && conditional(r, word, p))
		return;
	if (is_skipping(r) || !*word)
		return;
	rest = arena_strdup(&r->arena, p);
	if (*p == '=' && p[1] != '=') {
		rest += 1 + strspn(rest + 1, " \t");
		set_symbol(r, word, rest);
		tell(r, ASM_ASSIGN, word, rest);
	} else if ((m = macro_named(r, word))) {
		asm_use_macro(r, m, rest);
	} else if (*word == '.') {
		directive(r, word, rest);
	} else {
		tell(r, ASM_INSTRUCTION, word, rest);
	}
}

/* Statements end at ';' and at the end of the line, but not in a string. */
void asm_run_text(struct asm_run *r, const char *text, size_t len)
{
	const char *p = text, *end = text + len, *start = text;
	struct strbuf sb = STRBUF_INIT;
	int in_string = 0;

	for (; p <= end && !r->problem && !r->leave; p++) {
		if (p < end && *p == '"')
			in_string = !in_string;
		if (p < end && in_string && *p == '\\' && p + 1 < end) {
			p++;
			continue;
		}
		if (p < end && ((*p != ';' && *p != '\n') || (in_string && *p == ';')))
			continue;
		if (++r->stmts > MAX_STMTS) {
			r->problem = "the assembler's statements are too many";
			break;
		}
		strbuf_clear(&sb);
		strbuf_add(&sb, start, (size_t)(p - start));
		while (sb.len && (sb.buf[sb.len - 1] == ' ' || sb.buf[sb.len - 1] == '\t'))
			strbuf_setlen(&sb, sb.len - 1);
		if (sb.len)
			run_statement(r, sb.buf);
		start = p + 1;
		in_string = 0;
	}
	strbuf_release(&sb);
}

/* ---- from outside --------------------------------------------------------------------------------- */

struct asm_run *asm_run_new(void (*stmt)(void *ctx, const struct asm_stmt *s), void *ctx)
{
	struct asm_run *r = xcalloc(1, sizeof(*r));

	r->stmt = stmt;
	r->ctx = ctx;
	strtab_init(&r->name);
	r->now = r->previous = section_named(r, ".text", 5, NULL);
	return r;
}

void asm_run_free(struct asm_run *r)
{
	if (!r)
		return;
	arena_release(&r->arena);
	strtab_release(&r->name);
	idmap_release(&r->macro_of);
	idmap_release(&r->set_of);
	idmap_release(&r->label_of);
	free(r->macro);
	free(r->set);
	free(r->section);
	free(r->stack);
	free(r->rec.args);
	free(r->rec.line);
	free(r);
}

void asm_run_line(struct asm_run *r, struct asm_place at, const char *text, size_t len)
{
	if (r->problem || memchr(text, '\0', len))
		return;
	r->at = at;
	r->leave = 0;
	asm_run_text(r, text, len);
}

const struct asm_section *asm_run_section(const struct asm_run *r, uint32_t i)
{
	return &r->section[i];
}

const char *asm_run_problem(const struct asm_run *r)
{
	return r->problem;
}
