/* SPDX-License-Identifier: MIT */
/*
 * asm() within a function: what its text calls and takes the address of, by a symbol's
 * name or through an operand. The text is the one that the compiler got (asmprint.c);
 * where that can't be had it is read where it is spelt, and what macros put into it is
 * not known.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "asm_p.h"
#include "asmprint.h"
#include "asmstmt.h"
#include "base/strbuf.h"
#include "guard.h"
#include "record.h"
#include "section.h"
#include "sym.h"
#include "walk.h"

#define MAX_OPERANDS 32
#define UNKNOWN_PIECE '\001'

struct operands {		/* of outputs, then inputs: their names, as %[name] */
	const char *name[MAX_OPERANDS];
	size_t len[MAX_OPERANDS];
	unsigned nr, nr_out;
	uint32_t set;
	int memory;		/* among the clobbers */
};

struct asm_call_walk {
	struct walk *w;
	CXCursor at;
	const struct cursors *ch;
	const uint32_t *v;
	struct operands op;
	int nr;			/* calls found */
};

/* Behind a literal that begins at s; its content is appended. */
static const char *literal(const char *s, const char *end, struct strbuf *out)
{
	for (s++; s < end && *s != '"'; s++) {
		if (*s == '\\' && s + 1 < end) {
			s++;
			strbuf_addch(out, *s == 'n' ? '\n' : *s == 't' ? '\t' : *s);
		} else {
			strbuf_addch(out, *s);
		}
	}
	return s < end ? s + 1 : end;
}

static const char *parenthesis(const char *s, const char *end)
{
	unsigned depth = 0;

	while (s < end) {
		if (*s == '"' || *s == '\'') {
			s = asm_skip_quoted(s, end);
			continue;
		}
		depth += *s == '(';
		depth -= *s == ')';
		s++;
		if (!depth)
			break;
	}
	return s;
}

/* The template, up to the first colon outside of strings; where that is. */
static const char *template_text(const char *s, const char *end, struct strbuf *out)
{
	while (s < end && *s != ':' && *s != ')') {
		if (*s == '"') {
			s = literal(s, end, out);
		} else if (isspace((unsigned char)*s) || *s == '\\') {
			s++;
		} else {
			strbuf_addch(out, UNKNOWN_PIECE);
			s = *s == '(' ? parenthesis(s, end) : s + 1;
		}
	}
	return s;
}

/* ": [name] "=r" (x), "m" (y) : "memory"": two lists, and the clobbers. */
static void read_operands(const char *s, const char *end, struct operands *op)
{
	struct strbuf text = STRBUF_INIT;
	unsigned lists = 0;

	memset(op, 0, sizeof(*op));
	for (; s < end && *s != ')'; s++) {
		if (*s == ':') {
			lists++;
		} else if (lists > 2) {
			strbuf_clear(&text);
			if (*s == '"')
				s = literal(s, end, &text) - 1;
			op->memory |= text.len && !strcmp(text.buf, "memory");
		} else if (*s == '[' && op->nr < MAX_OPERANDS) {
			const char *close = memchr(s, ']', (size_t)(end - s));

			if (!close)
				break;
			op->name[op->nr] = s + 1;
			op->len[op->nr] = (size_t)(close - s - 1);
			s = close;
		} else if (*s == '"') {
			if (lists == 1 && s + 1 < end && s[1] == '=')
				op->set |= 1u << op->nr;
			s = literal(s, end, &text) - 1;
		} else if (*s == '(') {
			s = parenthesis(s, end) - 1;
			op->nr += op->nr < MAX_OPERANDS - 1;
			op->nr_out += lists == 1;
		} else if (asm_is_name((unsigned char)*s) && lists && lists < 3) {
			while (s + 1 < end && asm_is_name((unsigned char)s[1]))
				s++;
			if (s + 1 < end && s[1] != '(') {	/* ASM_CALL_CONSTRAINT is one */
				op->nr += op->nr < MAX_OPERANDS - 1;
				op->nr_out += lists == 1;
			}
		}
	}
	strbuf_release(&text);
}

/* "%P[func]", "*%1", "%c0": the number of the operand, -1. */
static int operand_of(const struct operands *op, const char *args)
{
	unsigned i;

	args += strspn(args, " \t*");
	if (*args++ != '%' || *args == 'l')	/* %l[label] of asm goto */
		return -1;
	args += isalpha((unsigned char)*args) != 0;
	if (isdigit((unsigned char)*args))
		return atoi(args);
	for (i = 0; *args == '[' && i < op->nr; i++)
		if (op->name[i] && !strncmp(args + 1, op->name[i], op->len[i]) &&
		    args[1 + op->len[i]] == ']')
			return (int)i;
	return -1;
}

static void call_operand(struct asm_call_walk *a, unsigned i)
{
	uint32_t id, v = i < a->ch->nr ? a->v[i] : 0;
	CXType t;

	if (!v)
		return;
	t = clang_getCursorType(strip(a->w, a->ch->c[i]));
	if (val_of(a->w, v)->kind == VAL_FUNC)
		record_call(a->w, a->at, v, t, NULL, 0, 0, &id);
	else if (class_of(t) == TYPE_FUNC_PTR)
		record_call(a->w, a->at, v, pointee_of(t), NULL, 0, 0, &id);
	else
		return;
	a->nr++;
}

/* The value of the function of that name, which this TU declares; 0. */
static uint32_t named_function(struct walk *w, const char *name, size_t n, CXCursor *fn)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t sym = 0;

	strbuf_add(&sb, name, n);
	if (section_function(w, sb.buf, fn)) {
		sym = sym_of(w, *fn);
		want_body(w, *fn, sym);
	}
	strbuf_release(&sb);
	return sym ? facts_val(w->f, VAL_FUNC, sym, 0, 0, 0) : 0;
}

static void call_symbol(struct asm_call_walk *a, const char *name, size_t n)
{
	CXCursor fn;
	uint32_t id, v = named_function(a->w, name, n, &fn);

	if (!v)
		return;
	record_call(a->w, a->at, v, clang_getCursorType(fn), NULL, 0, 0, &id);
	a->nr++;
}

/* "lea f(%rip), %rax", "push $f": the address goes where nobody sees. */
static void take_address(struct asm_call_walk *a, const char *mnemonic, const char *args)
{
	const char *from = strchr(args, '$'), *name, *rest;
	CXCursor fn;
	uint32_t v;
	size_t n;

	if (!from && strncmp(mnemonic, "lea", 3) && strncmp(mnemonic, "adr", 3))
		return;
	from = from ? from : args;
	n = asm_symbol_in(from, &name, &rest);
	v = n && (name == from || name[-1] != '[') ? named_function(a->w, name, n, &fn) : 0;
	if (v)
		record_store(a->w, 0, v, a->at, TYPE_FUNC_PTR, STORE_SET, 0);
}

/* "__get_user_%P4": a symbol whose name ends with a number that is an operand. */
static void call_numbered(struct asm_call_walk *a, const char *args)
{
	const char *percent = strchr(args, '%');
	size_t n = percent ? (size_t)(percent - args) : 0, i;
	struct strbuf sb = STRBUF_INIT;
	long long num;
	int op;

	for (i = 0; i < n && asm_is_name((unsigned char)args[i]); i++)
		;
	op = n && i == n ? operand_of(&a->op, percent) : -1;
	if (op < 0 || (unsigned)op >= a->ch->nr || !guard_decided(a->w, a->ch->c[op], &num))
		return;
	strbuf_add(&sb, args, n);
	strbuf_addf(&sb, "%lld", num);
	call_symbol(a, sb.buf, sb.len);
	strbuf_release(&sb);
}

static void line(struct asm_call_walk *a, char *s)
{
	char *mnemonic = s + strspn(s, " \t"), *args = mnemonic;
	const char *name;
	enum asm_flow flow;
	size_t n;
	int op;

	while (*mnemonic) {
		args = mnemonic + strcspn(mnemonic, " \t");
		if (*args)
			*args++ = '\0';
		args += strspn(args, " \t");
		n = strlen(mnemonic);
		if (!asm_is_prefix(mnemonic) && !(n && mnemonic[n - 1] == ':'))
			break;
		mnemonic = args;
	}
	if (!*mnemonic || *mnemonic == '#' || *mnemonic == '/')
		return;
	flow = asm_flow_of(mnemonic, args);
	if (flow == FLOW_NONE) {
		if (*mnemonic != '.')
			take_address(a, mnemonic, args);
		return;
	}
	op = operand_of(&a->op, args);
	n = op < 0 ? asm_target(args, &name) : 0;
	if (op >= 0)
		call_operand(a, (unsigned)op);
	else if (n)
		call_symbol(a, name, n);
	else
		call_numbered(a, args);
}

/* From the parenthesis behind "asm" on, as it is spelt; NULL. */
static const char *spelt(struct walk *w, CXCursor c, const char **end)
{
	CXSourceRange range = clang_getCursorExtent(c);
	const struct source_file *sf;
	unsigned from;
	CXFile file;

	/* of what a macro's body makes, the extent ends where the macro is used */
	clang_getSpellingLocation(clang_getRangeStart(range), &file, NULL, NULL, &from);
	sf = source_file_of(w, file);
	if (!sf || !sf->text || from >= sf->len)
		return NULL;
	*end = sf->text + sf->len;
	return memchr(sf->text + from, '(', sf->len - from);
}

int asm_text_calls(struct walk *w, CXCursor c, const struct cursors *ch, const uint32_t *v,
		   struct asm_operands *op)
{
	struct asm_call_walk a = { .w = w, .at = c, .ch = ch, .v = v };
	struct strbuf text = STRBUF_INIT;
	char *s, *save = NULL;
	const char *p = asm_printed(w, c), *end = p ? p + strlen(p) : NULL;

	memset(op, 0, sizeof(*op));
	p = p ? p : spelt(w, c, &end);
	if (!p)
		return 0;
	end = parenthesis(p, end);
	p = template_text(p + 1, end, &text);
	read_operands(p, end, &a.op);
	if (a.op.nr == ch->nr) {	/* else a macro makes some of them */
		op->nr_out = a.op.nr_out;
		op->set = a.op.set;
		op->memory = a.op.memory;
	}
	for (s = strtok_r(text.buf, "\n;", &save); s; s = strtok_r(NULL, "\n;", &save))
		line(&a, s);
	strbuf_release(&text);
	return a.nr;
}
