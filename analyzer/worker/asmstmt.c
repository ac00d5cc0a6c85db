/* SPDX-License-Identifier: MIT */
/*
 * asm() within a function: what its text calls, by a symbol's name or through an
 * operand. libclang shows the operands but not the text, which is read where it is
 * spelt: of pieces that a macro puts together only a stringised argument is known, and
 * texts that are handed to a macro are instructions of their own (ALTERNATIVE("rep
 * movsb", "call f", …), arch/x86/include/asm/alternative.h, Linux 6.1).
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "asm_p.h"
#include "asmpiece.h"
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
	struct strbuf unused = STRBUF_INIT;

	while (s < end) {
		if (*s == '"') {
			s = literal(s, end, &unused);
			continue;
		}
		depth += *s == '(';
		depth -= *s == ')';
		s++;
		if (!depth)
			break;
	}
	strbuf_release(&unused);
	return s;
}

/* Behind what a macro is handed, from its parenthesis on. An argument that is nothing but text
 * is lines of its own, where another tells the macro what to do with it, as a feature's number
 * does; a macro that gets texts alone may join them. */
static const char *macro_text(const char *s, const char *end, struct strbuf *out)
{
	const char *behind = parenthesis(s, end);
	struct strbuf arg = STRBUF_INIT, lines = STRBUF_INIT;
	int text = 1, told = 0;

	for (s++; s < behind; s++) {
		if (*s == '"') {
			s = literal(s, behind, &arg) - 1;
		} else if (*s == ',' || s + 1 == behind) {
			if (text && arg.len)
				strbuf_addf(&lines, "\n%s", arg.buf);
			told |= !text;
			strbuf_clear(&arg);
			text = 1;
		} else if (!isspace((unsigned char)*s) && *s != '\\') {
			if (*s == '(')
				s = parenthesis(s, behind) - 1;
			text = 0;
		}
	}
	if (told && lines.len)
		strbuf_addf(out, "%s\n", lines.buf);
	strbuf_release(&lines);
	strbuf_release(&arg);
	return behind;
}

/* "#fn": the word that a macro was handed. */
static const char *stringised(struct asm_call_walk *a, const struct source_file *sf, const char *s,
			      const char *end, struct strbuf *out)
{
	struct word_text word;

	for (s++; s < end && isspace((unsigned char)*s); s++)
		;
	if (asm_piece(a->w, a->at, sf, s, &word))
		strbuf_add(out, word.s, word.n);
	else
		strbuf_addch(out, UNKNOWN_PIECE);
	while (s < end && asm_is_name((unsigned char)*s))
		s++;
	return s;
}

/* The template, up to the first colon outside of strings; where that is. */
static const char *template_text(struct asm_call_walk *a, const struct source_file *sf, const char *s,
				 const char *end, struct strbuf *out)
{
	while (s < end && *s != ':' && *s != ')') {
		if (*s == '"') {
			s = literal(s, end, out);
		} else if (isspace((unsigned char)*s) || *s == '\\') {
			s++;
		} else if (*s == '#') {
			s = stringised(a, sf, s, end, out);
		} else {
			strbuf_addch(out, UNKNOWN_PIECE);
			if (*s == '(')
				s = macro_text(s, end, out);
			else
				s++;
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
	if (*args++ != '%')
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

static void call_symbol(struct asm_call_walk *a, const char *name, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	CXCursor fn;
	uint32_t sym, id;

	strbuf_add(&sb, name, n);
	if (section_function(a->w, sb.buf, &fn)) {
		sym = sym_of(a->w, fn);
		want_body(a->w, fn, sym);
		record_call(a->w, a->at, facts_val(a->w->f, VAL_FUNC, sym, 0, 0, 0),
			    clang_getCursorType(fn), NULL, 0, 0, &id);
		a->nr++;
	}
	strbuf_release(&sb);
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
	if (!*mnemonic || (asm_flow_of(mnemonic, args) != FLOW_CALL &&
			   asm_flow_of(mnemonic, args) != FLOW_LEAVE))
		return;
	op = operand_of(&a->op, args);
	n = op < 0 ? asm_target(args, &name) : 0;
	if (op >= 0)
		call_operand(a, (unsigned)op);
	else if (n)
		call_symbol(a, name, n);
	else
		call_numbered(a, args);
}

int asm_text_calls(struct walk *w, CXCursor c, const struct cursors *ch, const uint32_t *v,
		   struct asm_operands *op)
{
	struct asm_call_walk a = { .w = w, .at = c, .ch = ch, .v = v };
	CXSourceRange range = clang_getCursorExtent(c);
	struct strbuf text = STRBUF_INIT;
	const struct source_file *sf;
	unsigned from;
	CXFile file;
	char *s, *save = NULL;
	const char *p, *end;

	memset(op, 0, sizeof(*op));
	/* of what a macro's body makes, the extent ends where the macro is used */
	clang_getSpellingLocation(clang_getRangeStart(range), &file, NULL, NULL, &from);
	sf = source_file_of(w, file);
	if (!sf || !sf->text || from >= sf->len)
		return 0;
	p = memchr(sf->text + from, '(', sf->len - from);
	if (!p)
		return 0;
	end = parenthesis(p, sf->text + sf->len);
	p = template_text(&a, sf, p + 1, end, &text);
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
